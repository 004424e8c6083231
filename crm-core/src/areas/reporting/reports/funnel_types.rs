//! What the funnel gives (PIPE-9).

use rust_decimal::Decimal;

use crate::engine::clock::Date;
use crate::engine::record::record;
use crate::opportunities::StageRef;
use crate::setup::SetupRef;

record! {
    /// What became of the opportunities that entered a stage in the period.
    output FunnelStage {
        /// The stage.
        stage: StageRef,
        /// How many entered it, each once.
        entered: i64,
        /// How many of them have been in a stage behind it since, or were won.
        further: i64,
        /// How many of them were won in the end.
        won: i64,
        /// How many of them were lost while they were in it.
        lost: i64,
        /// How many of them are in it now.
        here: i64,
        /// The share that went further, in basis points; half to even.
        conversion: i64,
        /// How many days a finished stay that began in the period took on average; absent where there is none.
        mean_days: Option<Decimal>,
    }
}

record! {
    /// The funnel of a pipeline (销售漏斗).
    output Funnel {
        /// The pipeline.
        pipeline: SetupRef,
        /// The first day of the period.
        period_from: Date,
        /// Its last day.
        period_to: Date,
        /// A row a stage, in order; a stage that is not in use has one where something entered it.
        stages: Vec<FunnelStage>,
    }
}
