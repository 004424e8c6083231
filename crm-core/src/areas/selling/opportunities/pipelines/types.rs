//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::record;
use crate::engine::storage::referred;
use crate::opportunities::{ForecastCategory, Opportunity, OpportunityLine, Person};
use crate::setup::SetupRef;
use crate::users::UserRef;

kinds! {
    /// A pipeline, as records refer to it; it is a setup document.
    PIPELINE = "pipeline" in pipelines;
    /// A stage of a pipeline.
    STAGE = "stage" in pipeline_stages;
}

id! {
    /// Identifies a stage of a pipeline.
    StageId
}

/// What most opportunities are; a document always says it.
#[allow(clippy::derivable_impls, reason = "choices are declared by a macro")]
impl Default for ForecastCategory {
    fn default() -> Self {
        ForecastCategory::Pipeline
    }
}

record! {
    /// A stage that is referred to.
    output StageRef {
        /// Its id.
        id: StageId,
        /// What it is called.
        name: String,
    }
}

referred! { StageId in pipeline_stages }
referred! { StageRef in pipeline_stages { id: StageId, name } }

record! {
    /// An opportunity with where it has been.
    output OpportunityDetail {
        /// The opportunity.
        opportunity: Opportunity,
        /// Whom it is about, in their order.
        persons: Vec<Person>,
        /// What it may sell, in order.
        lines: Vec<OpportunityLine>,
        /// Its stays in stages, the first one first; the last 1,000.
        stays: Vec<StageStay>,
        /// How long it was in each stage, in their order.
        times: Vec<StageTime>,
    }
}

record! {
    /// One stay of an opportunity in a stage (PIPE-6).
    output StageStay {
        /// The pipeline.
        pipeline: SetupRef,
        /// The stage that was entered.
        stage: StageRef,
        /// Where it stood before; nowhere, where it was assigned then.
        came_from: Option<StageRef>,
        /// When it was entered.
        entered_at: Timestamp,
        /// Who had it enter; nobody, where the engine did.
        entered_by: Option<UserRef>,
        /// When it left; absent while it stays.
        left_at: Option<Timestamp>,
    }
}

record! {
    /// How long an opportunity was in a stage, of all its stays there (PIPE-6).
    output StageTime {
        /// The pipeline.
        pipeline: SetupRef,
        /// The stage.
        stage: StageRef,
        /// In seconds, the present stay up to now.
        seconds: i64,
    }
}
