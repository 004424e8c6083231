//! Automation (自动化规则): rules that follow the changes of calls. What a rule is, and how it runs, is the engine's
//! (`engine/automation`); here is the log of their runs, and what they would do.
//!
//! A rule is a setup document of the kind `automation`. It begins disabled.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! # use crm_core::settings::SettingsUpdate;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator", "sales_manager"])?;
//! # let session = crm.session(admin)?;
//! # let nothing = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
//! # session.settings().update(nothing)?;
//! let rule = serde_json::json!({
//!     "object": "customer",
//!     "trigger": {"kind": "created"},
//!     "actions": [{"call": "outbox.emit", "with": {"topic": "'customer.new'"}}],
//! });
//! session.setup().put("automation".into(), "新客户".into(), rule.into(), None, None, None)?;
//! session.setup().enable("automation".into(), "新客户".into())?;
//!
//! session.customers().create(NewCustomer { name: "华东精密机械".into(), ..Default::default() }, None, None)?;
//! let runs = session.automations().runs(None, None)?;
//! assert_eq!((runs.items[0].rule.as_str(), runs.items[0].changes), ("新客户", 1));
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
mod rules;
mod status;
mod store;
mod trials;
mod types;

pub use operations::Automations;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::automation::{self, AUTOMATION};
use crate::engine::calendar;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};
use crate::engine::tables::folded;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    folded: folded! { automation_runs: "name" => name_folded; },
    jobs: &[Task {
        job: Job::AUTOMATION_KEPT,
        doc: "Removing runs of rules from the log after 90 days, and the oldest beyond 100,000, at 03:00 in the company's time \
              zone (AUTO-13).",
        last: calendar::last_night,
        next: calendar::next_night,
        work_from: Some(rules::old_from),
        run: rules::look_after,
    }],
    due: &[automation::by_time(), automation::by_recurrence()],
    begin: Some(|tx, _, ids| {
        let now = ids.now();
        automation::bring(tx, ids, now)
    }),
    setup: &[&AUTOMATION],
    ..Area::NONE
};
