//! Service tickets (客户服务): what a customer asks for, who handles it, and whether the customer was satisfied.
//!
//! A customer has a question (咨询), an idea (建议) or a complaint (投诉). An account manager records it as a ticket; a sales
//! manager gives it to somebody, who handles it and records what was done; then the customer is asked how satisfied
//! they are, from 1 to 5. With 3 or more the ticket is archived, for others to learn from; with less it goes back to
//! its assignee, and what was tried stays in its history.
//!
//! ```text
//! created ──assign──▶ assigned ──handle──▶ handled ──feedback, 3 to 5──▶ archived
//!                     reassign ◀─feedback, 1 or 2─┘ reassign
//! ```
//!
//! Sales managers and account managers read and search all tickets. Account managers create them, sales managers assign
//! and reassign them, to any active user whatever their roles; that assignee alone handles the ticket. The feedback is
//! recorded by whoever handled it last, or by a sales manager.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::customers::NewCustomer;
//! use crm_core::tickets::{NewTicket, TicketStatus};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager", "integration"])?;
//! # let session = crm.session(han)?;
//! # let new = NewCustomer { name: "华东精密机械".into(), ..Default::default() };
//! # let batch = session.customers().import_many(vec![new], Some(true), None, None, None)?;
//! # let customer = batch.records[0].id.expect("it was created");
//! let kinds = session.dictionary().choices("ticket_kind".into())?;
//! let complaint = kinds.iter().find(|k| k.item == "投诉").expect("a kind of every new database").id;
//! let (summary, request) = ("主轴异响".into(), "请派人检修".into());
//! let new = NewTicket { kind: complaint, summary, customer, request, ..Default::default() };
//! let tickets = session.tickets();
//! let ticket = tickets.create(new, None)?;
//! tickets.assign(ticket.id, han, None)?;
//!
//! // The first attempt does not satisfy the customer, so the ticket comes back.
//! tickets.handle(ticket.id, "电话指导".into(), None)?;
//! let again = tickets.feedback(ticket.id, "问题依旧".into(), 2, None)?;
//! assert_eq!(again.status, TicketStatus::Assigned);
//!
//! tickets.handle(ticket.id, "上门更换轴承".into(), None)?;
//! let done = tickets.feedback(ticket.id, "运转正常".into(), 5, None)?;
//! assert_eq!(done.status, TicketStatus::Archived);
//! assert_eq!(tickets.get(ticket.id, None)?.attempts.len(), 2);
//! # Ok(())
//! # }
//! ```

mod derived;
mod object;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Tickets;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found_with_key;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;
use crate::engine::tables::Column;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::TICKET
        .described_by(&object::OBJECT)
        .owned_by("assignee")
        .bearing(Concern::ALL)
        .extended_by(&status::EXTENDS)
        .found_by(|cx, id| found_with_key(store::get(cx.tx(), TicketId(id.0))?))],
    scoped: store::SCOPED,
    texts: texts!(),
    entries: &[Column::of("tickets", "kind")],
    folded: store::FOLDED,
    held: store::HELD,
    ties: Some(store::ties),
    derived: &[&derived::FollowedUp],
    ..Area::NONE
};
