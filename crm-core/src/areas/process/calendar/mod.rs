//! Calendars (日历): what people have to do, side by side with what they attend; when they are busy; and files by which other programs
//! read and write the same (RFC 5545).
//!
//! Everybody sees when colleagues are busy, and no more of it than they read. A file that the engine wrote comes back unchanged, and
//! makes the same in another database. A feed is a secret by which the host's system asks for somebody's calendar: the host serves it
//! under an address of its own to whoever shows that.
//!
//! ```
//! use crm_core::activities::NewActivity;
//! use crm_core::{Crm, People};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! let kinds = session.dictionary().choices("activity_kind".into())?;
//! let meeting = kinds.iter().find(|kind| kind.value == "meeting").expect("a kind of every new database").id;
//! let new = NewActivity {
//!     kind: meeting,
//!     subject: "验收".into(),
//!     starts_at: "2026-03-06T02:00:00Z".parse().ok(),
//!     ends_at: "2026-03-06T03:00:00Z".parse().ok(),
//!     ..Default::default()
//! };
//! session.activities().create(new, None)?;
//!
//! let (from, before) = ("2026-03-06T00:00:00Z".parse().expect("an instant"), "2026-03-07T00:00:00Z".parse().expect("an instant"));
//! let people = People { users: Some(vec![han]), ..Default::default() };
//! let entries = session.calendar().entries(people, from, before, true, None)?;
//! assert_eq!(entries[0].subject.as_deref(), Some("验收"));
//!
//! let file = session.calendar().export_ics(None)?;
//! assert!(file.contains("DTSTART;TZID=Asia/Shanghai:20260306T100000\r\n"));
//! assert_eq!(session.calendar().import_ics(file.into_bytes().into())?.unchanged, 1);
//! # Ok(())
//! # }
//! ```

mod component;
mod entries;
mod export;
mod given;
mod import;
pub(crate) mod operations;
mod rules;
mod status;
mod store;
mod types;

pub use operations::Calendar;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area =
    Area { operations: operations::OPERATIONS, kinds: &[kinds::CALENDAR_FEED], texts: texts!(), ..Area::NONE };
