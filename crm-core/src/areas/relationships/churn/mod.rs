//! Churn warnings (客户流失预警), from the scan to loss or recovery.
//!
//! A customer who used to order and has been quiet for more than six calendar months may be about to leave. Every
//! Saturday night a job ([`jobs`](crate::jobs)) looks for such customers and warns their account managers. They try
//! something (a visit, a better price) and record it as a measure, as often as they like; when nothing helps, they
//! confirm the loss with its reason, and the customer is `lost` until a sales manager wins it back
//! ([`customers`](crate::customers)). An order that arrives in time ends the warning.
//!
//! ```text
//! warned ──defer──▶ deferred ──confirm──▶ lost
//!    │               │ ▲ └─ defer
//!    └───────┬───────┘
//!            └─ scan, or before a confirmation ──▶ recovered
//! ```
//!
//! Sales managers and account managers read all warnings. Only the customer's present account manager defers and
//! confirms, or a sales manager where that person is disabled. A loss can only be confirmed after at least one measure.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::churn::WarningStatus;
//! use crm_core::customers::{CustomerStatus, NewCustomer};
//! # use crm_core::{Environment, SystemEnvironment, Timestamp};
//! # use std::sync::{Arc, Mutex};
//! #
//! # struct Clock(Mutex<Timestamp>);
//! #
//! # impl Clock {
//! #     fn set(&self, now: &str) {
//! #         *self.0.lock().expect("a clock") = now.parse().expect("an instant");
//! #     }
//! # }
//! #
//! # impl Environment for Clock {
//! #     fn now(&self) -> Timestamp {
//! #         *self.0.lock().expect("a clock")
//! #     }
//! #     fn random(&self, bytes: &mut [u8; 32]) {
//! #         SystemEnvironment.random(bytes);
//! #     }
//! # }
//!
//! # fn main() -> crm_core::Result<()> {
//! # let clock = Arc::new(Clock(Mutex::new("2026-01-05T01:00:00Z".parse().expect("an instant"))));
//! # let crm = Crm::options().environment(clock.clone()).open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "integration"])?;
//! # let session = crm.session(han)?;
//! # let new = NewCustomer { name: "华东精密机械".into(), account_manager: Some(han), ..Default::default() };
//! # let batch = session.customers().import_many(vec![new], Some(true), None, None, None)?;
//! # let customer = batch.records[0].id.expect("it was created");
//! // The customer is from January, and has never ordered since.
//! clock.set("2026-07-13T01:00:00Z");
//! assert_eq!(session.churn().scan()?.warned, 1);
//! let warning = session.churn().list(None, None)?.items.remove(0);
//!
//! session.churn().defer(warning.id, "电话回访，提出优惠".into(), None)?;
//! let lost = session.churn().confirm(warning.id, "转向竞争对手".into(), None)?;
//! assert_eq!(lost.status, WarningStatus::Lost);
//! assert_eq!(lost.measures.len(), 1);
//! assert_eq!(session.customers().get(customer)?.status, CustomerStatus::Lost);
//!
//! let back = session.customers().win_back(customer, "重新签约".into(), None)?;
//! assert_eq!(back.status, CustomerStatus::Active);
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod scan;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Churn;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    follows: Some("customers"),
    kinds: &[kinds::WARNING.belonging_by("customer").found_by(|cx, id| found(rules::subject(cx, WarningId(id.0))?))],
    scoped: store::SCOPED,
    texts: texts!(),
    held: store::HELD,
    jobs: &[Task {
        job: Job::CHURN_SCAN,
        doc: "The churn scan, every Saturday at 02:00 in the company's time zone (CHURN-1).",
        last: calendar::last_saturday_scan,
        next: calendar::next_saturday_scan,
        work_from: None,
        run: |slices, end| scan::run(slices, Some(end)).map(|scan| scan.warned + scan.recovered),
    }],
    ..Area::NONE
};
