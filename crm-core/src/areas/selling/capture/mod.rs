//! Capture (线索捕获): what comes in by forms and as e-mails becomes leads by itself (CAPT).
//!
//! Each is an unassigned opportunity, made in one transaction, or a note on a record that is there: of a message the one that it
//! answers, or whose person sent it. A form is a setup document of the kind `capture_form`, which hosts name by its public
//! key; it says of what of the opportunity each answer is. What came, and what became of it, is kept and listed.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::capture::{CaptureOutcome, FormAnswer};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "integration"])?;
//! # let session = crm.session(han)?;
//! let form = r#"{"fields": [{"name": "company", "label": "公司", "target": "customer_name", "required": true},
//!                           {"name": "phone", "label": "电话", "target": "contact_phone"}],
//!                "constants": [{"target": "source", "value": "官网"}]}"#;
//! let form = session.setup().put("capture_form".into(), "官网咨询".into(), form.parse()?, None, None, None)?;
//! let key = form.document.value()["key"].as_str().unwrap_or_default().to_owned();
//!
//! let answer = |name: &str, value: &str| FormAnswer { name: name.into(), value: Some(value.into()) };
//! let answers = vec![answer("company", "华东精密机械"), answer("phone", "138 0013 8000")];
//! let captured = session.capture().submit(key.clone(), answers.clone(), None, None, false, None)?;
//! assert_eq!(captured.outcome, CaptureOutcome::Created);
//! let lead = session.opportunities().get(captured.opportunity.expect("one was created"))?;
//! assert_eq!((lead.summary.as_str(), lead.source.as_deref()), ("官网咨询", Some("官网")));
//!
//! // The same sender within ten minutes.
//! let again = session.capture().submit(key, answers, None, None, false, None)?;
//! assert_eq!((again.outcome, again.opportunity), (CaptureOutcome::Repeated, captured.opportunity));
//! # Ok(())
//! # }
//! ```

mod enrich;
mod forget;
mod incoming;
mod keys;
mod known;
pub mod mail;
pub(crate) mod operations;
mod reading;
mod record;
mod rules;
mod setup;
mod status;
mod store;
mod submit;
mod types;

pub use operations::Capturing;
pub use setup::{CaptureConstant, CaptureField, CaptureForm, OnMatch};
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::CAPTURE],
    texts: texts!(),
    jobs: &[Task {
        job: Job::CAPTURE_ADDRESSES,
        doc: "Forgetting the addresses from which forms were sent 30 days ago, at 03:00 in the company's time zone (CAPT-4).",
        last: calendar::last_night,
        next: calendar::next_night,
        work_from: Some(forget::from),
        run: forget::run,
    }],
    setup: &[&setup::CAPTURE_FORM],
    ..Area::NONE
};
