//! What a board gives (PIPE-7).

use super::types::StageRef;
use crate::engine::money::Money;
use crate::engine::record::record;
use crate::opportunities::{ForecastCategory, Opportunity};
use crate::setup::SetupRef;

record! {
    /// What has an amount in a currency that has no rate to the company's own.
    output Unconverted {
        /// How many they are.
        count: i64,
        /// Their sums, by currency.
        sums: Vec<Money>,
    }
}

record! {
    /// What the opportunities of a column are together. What the caller may not read of them is absent.
    output BoardSums {
        /// How many they are.
        count: i64,
        /// Their amounts in the company's currency: each at today's rate, of closed ones at that of the day on which they were closed.
        amount: Option<Money>,
        /// The same, each by its chance.
        weighted: Option<Money>,
        /// Those whose currency has no rate, which stand in neither.
        unconverted: Option<Unconverted>,
        /// How many have no amount.
        without_amount: Option<i64>,
    }
}

record! {
    /// A column of a board: a stage.
    output BoardColumn {
        /// The stage.
        stage: StageRef,
        /// Whether opportunities may be moved here.
        enabled: bool,
        /// The chance of success in whole percent.
        probability: i64,
        /// Where its opportunities stand in a forecast.
        forecast_category: ForecastCategory,
        /// What all of it is together.
        sums: BoardSums,
        /// The first ones, by the day on which they are expected to close, those without one last, then by age.
        cards: Vec<Opportunity>,
        /// Where they go on, as `after`; absent where these are all.
        next: Option<String>,
    }
}

record! {
    /// A pipeline as a board (销售看板).
    output Board {
        /// The pipeline.
        pipeline: SetupRef,
        /// Its stages, in order: the enabled ones, and others that hold something.
        columns: Vec<BoardColumn>,
        /// What was won in it in the period that was asked for.
        won: Option<BoardSums>,
        /// What was lost in it in that period.
        lost: Option<BoardSums>,
    }
}
