//! Scores (评分): the chance that an opportunity is won, learned from the company's own closed ones (SCORE).
//!
//! When an opportunity is closed, what it says is counted for its department: the values of the fields that the setting
//! `score_fields` names, its tags, and the stages that it went through. By these counts each open one has its `score`, the chance in
//! percent that it is won, which `opportunities.explain_score` explains. Beside that stand rules of the house, setup documents of
//! the kind `score_rule`: points for what a filter finds, summed as `rule_score` of opportunities and customers.
//!
//! Counts are kept with every close. A score is that of the record's last change, and every night all are brought to the counts.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager"])?;
//! # let session = crm.session(han)?;
//! let named = |name: &str| NewOpportunity {
//!     customer_name: name.into(),
//!     summary: "数控机床".into(),
//!     description: "更换旧设备".into(),
//!     ..Default::default()
//! };
//! let won = session.opportunities().create(named("华东精密机械"), None, None)?;
//! session.opportunities().assign(won.id, han, None, None)?;
//! session.opportunities().develop(won.id, None, None, None, None)?;
//!
//! // 1.1 won and 0.1 lost so far, and nothing that tells them apart.
//! let next = session.opportunities().create(named("江南水泵厂"), None, None)?;
//! assert_eq!(next.score, Some("91.67".parse().expect("a decimal")));
//! # Ok(())
//! # }
//! ```

mod counts;
pub(crate) mod daily;
mod derived;
pub(crate) mod fields;
mod formula;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod settle;
mod setup;
mod status;
mod store;
mod types;
pub(crate) mod upkeep;

pub use operations::Scoring;
pub use setup::ScoreRule;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    derived: &[&derived::Counts],
    jobs: &[Task {
        job: Job::SCORES,
        doc: "Counting anew what was won and lost, and scoring what is open by it, at 02:30 in the company's time zone (SCORE-4).",
        last: calendar::last_scoring,
        next: calendar::next_scoring,
        work_from: Some(daily::wanted_from),
        run: daily::nightly,
    }],
    due: &[upkeep::rules()],
    setup: &[&setup::SCORE_RULE],
    settles: Some(settle::changed),
    ..Area::NONE
};
