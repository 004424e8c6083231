//! The operations on opportunities.

use super::rules;
use super::types::*;
use crate::ids::{CustomerId, OpportunityId, UserId};
use crate::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! opportunities_operations { ($($project:ident)::+) => { $($project)::+! {
    opportunities: Opportunities, "Opportunities (销售机会) of winning new customers.";

    /// Records an opportunity; it is unassigned at first (OPP-1).
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the opportunity that is there.
    write fn create(new: NewOpportunity, id: Option<OpportunityId> = None) -> Opportunity;

    /// Gives one opportunity. Its assignee may, whatever their roles (DUTY-1).
    read fn get(id: OpportunityId) -> Opportunity;

    /// Lists opportunities, newest first (OPP-5).
    read fn list(filter: Option<OpportunityFilter> = None, page: Option<PageRequest> = None) -> OpportunityPage;

    /// Changes an unassigned opportunity (OPP-2).
    write fn update(id: OpportunityId, changes: OpportunityUpdate) -> Opportunity;

    /// Deletes an unassigned opportunity; only its creator may (OPP-3).
    write[confirm] fn delete(id: OpportunityId, version: Option<i64> = None) -> ();

    /// Gives an unassigned opportunity to one active account manager (OPP-4).
    write fn assign(id: OpportunityId, assignee: UserId, version: Option<i64> = None) -> Opportunity;

    /// Gives an assigned opportunity to another active account manager; the history keeps the earlier one (OPP-6).
    write fn reassign(id: OpportunityId, assignee: UserId, version: Option<i64> = None) -> Opportunity;

    /// Lists an opportunity's assignments, oldest first.
    read fn assignments(id: OpportunityId) -> Vec<Assignment>;

    /// Declares the development a success: creates the customer and its first contact, and closes the opportunity
    /// (PLAN-5). Returns the opportunity, which links to the customer.
    write fn develop(id: OpportunityId, version: Option<i64> = None, customer: Option<CustomerId> = None) -> Opportunity;

    /// Ends the development without success, with an optional reason (PLAN-6).
    write fn fail(id: OpportunityId, reason: Option<String> = None [long], version: Option<i64> = None) -> Opportunity;
} } }

crate::opportunities_operations!(crate::operations::project_core);
