//! The operations on tickets.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! tickets_operations { ($($project:ident)::+) => { $($project)::+! {
    tickets: Tickets, "Service tickets (客户服务): what customers ask for, and what was done about it.";

    /// Records a ticket of a customer, an active or a lost one (TICKET-1). Nobody has it yet.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the ticket that is there; with
    /// other fields it is a conflict (`id_taken`).
    write fn create(new: NewTicket, id: Option<TicketId> = None) -> Ticket;

    /// Gives one ticket in full, with the history of its attempts and assignments (TICKET-5). Whoever was given it, or
    /// handled it last, may read it too, whatever their roles (DUTY-1).
    ///
    /// One answer carries at most 1,000 entries of the history, and 4 MiB of their texts: the attempts first, then the
    /// assignments. Where there are more, `next` is there: pass it as `after`.
    read fn get(id: TicketId, after: Option<String> = None [cursor]) -> TicketDetail;

    /// Lists tickets, archived ones too, newest first (TICKET-5).
    read fn list(filter: Option<TicketFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> TicketPage;

    /// Gives a new ticket to one active user, whatever their roles (TICKET-2).
    write[moves] fn assign(id: TicketId, assignee: UserId, version: Option<i64> = None) -> Ticket;

    /// Gives an assigned or handled ticket to another active user; the history keeps the earlier one (TICKET-6). A
    /// handled ticket stays handled: its handler still gives the feedback, and the new assignee has the next attempt.
    write fn reassign(id: TicketId, assignee: UserId, version: Option<i64> = None) -> Ticket;

    /// Records what was done about an assigned ticket, which then awaits the customer's answer; only its assignee may
    /// (TICKET-3).
    write[moves] fn handle(id: TicketId, handling: String [long, of("ticket.handling")], version: Option<i64> = None) -> Ticket;

    /// Records what the customer says of a handled ticket, from 1 (very dissatisfied) to 5 (TICKET-4): with 3 or more
    /// the ticket is archived, with less it goes back to its assignee, and what was tried stays in the history. Who
    /// handled it may, and any sales manager.
    write[moves] fn feedback(id: TicketId, result: String [long, of("ticket.result")], satisfaction: i64 [range(1, 5), of("ticket.satisfaction")], version: Option<i64> = None) -> Ticket;
} } }

crate::tickets_operations!(crate::engine::operations::project_core);
