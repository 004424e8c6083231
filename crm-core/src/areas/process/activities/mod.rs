//! Activities (活动): what people have to do, and what they did: tasks, calls, meetings, mails and visits.
//!
//! An activity has a kind, a subject, a time in one of four forms (due on a day or at an instant, between two instants, over
//! several days), and one assignee, who answers for it; others attend. It may be about up to 20 records of any kind, the main
//! one first. Who gives one to another can have it handed back.
//!
//! ```text
//! planned ──complete──▶ done ──────┐
//!    ▲ │                           │
//!    │ └────cancel────▶ cancelled ─┤
//!    └───────────reopen────────────┘
//! ```
//!
//! Its people read an activity, and unless it is personal whoever reads its main record, and whose level of `activities` reaches its
//! assignee: of sales managers and executives that begins at all, of every other role at their own. A record that the reader does
//! not read is left out. Whether it is overdue is no state: the instant from which on it is stands
//! beside it. Its people are reminded so many minutes before, in the form of notifications.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::activities::{ActivityStatus, Completion, NewActivity};
//! use crm_core::objects::RecordKey;
//! # use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! let kinds = session.dictionary().choices("activity_kind".into())?;
//! let call = kinds.iter().find(|kind| kind.value == "call").expect("a kind of every new database").id;
//! let new = NewActivity {
//!     kind: call,
//!     subject: "约定看样时间".into(),
//!     due_on: "2026-03-06".parse().ok(),
//!     records: Some(vec![RecordKey { object: "opportunity".into(), id: opportunity.id.into() }]),
//!     ..Default::default()
//! };
//! let activities = session.activities();
//! let activity = activities.create(new, None)?;
//! assert_eq!(activity.main.as_ref().and_then(|main| main.title.as_deref()), Some("数控机床 12 台"));
//! assert_eq!(activities.list(None, None)?.items[0].id, activity.id);
//!
//! let done = Completion { result: Some("周五下午两点".into()), ..Default::default() };
//! let done = activities.complete(activity.id, done, None)?.activity;
//! assert_eq!(done.status, ActivityStatus::Done);
//! # Ok(())
//! # }
//! ```

pub(crate) mod agenda;
pub(crate) mod anew;
mod compared;
mod derived;
pub(crate) mod ending;
mod given;
pub(crate) mod imported;
mod list;
mod many;
pub(crate) mod operations;
mod reach;
pub(crate) mod redated;
mod reminders;
pub(crate) mod rules;
mod seek;
mod series;
mod status;
pub(crate) mod steps;
pub(crate) mod store;
mod times;
mod told;
pub(crate) mod touch;
mod types;

pub use operations::Activities;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::hanging::{Concern, Hanging};
use crate::engine::labels::texts;
use crate::engine::tables::Column;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::ACTIVITY
        .personal_by("assignee")
        .owned_by("assignee")
        .titled_by("subject")
        .levelled(told::ALL)
        .found_by(|cx, id| found(told::subject(cx, ActivityId(id.0))?))],
    texts: texts!(),
    entries: &[Column::of("activities", "kind")],
    folded: store::FOLDED,
    held: store::HELD,
    hangs: &[
        Hanging {
            concern: Concern::Activities,
            columns: &[
                "subject",
                "kind",
                "status",
                "priority",
                "due_on",
                "due_at",
                "starts_at",
                "ends_at",
                "starts_on",
                "ends_on",
                "assignee",
                "overdue",
                "result",
            ],
            table: "activity_records",
            kind: Some(crate::engine::gate::Entity::ACTIVITY),
            field: None,
            alone: Some(touch::delete_alone),
            follows: Some(touch::FOLLOWS),
        },
        // Who attends as a contact goes with it.
        Hanging {
            concern: Concern::Activities,
            columns: &[],
            table: "activity_attendees",
            kind: None,
            field: None,
            alone: None,
            follows: None,
        },
    ],
    derived: &[&derived::Kept, &compared::Kept],
    due: &[series::kind(), reminders::kind(), anew::kind()],
    ..Area::NONE
};
