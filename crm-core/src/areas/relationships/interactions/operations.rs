//! The operations on interactions.

use super::rules;
use super::types::*;
use crate::customers::CustomerId;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! interactions_operations { ($($project:ident)::+) => { $($project)::+! {
    interactions: Interactions, "Interactions (交往记录) with customers: visits, calls.";

    /// Records an interaction with a customer, a lost one too: winning it back needs them (VISIT-1). The customer's
    /// account manager may, and any sales manager. A ticket that it names must be of the same customer. An activity that it names
    /// becomes this interaction, once (`already_recorded`, ACT-7).
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the interaction that is there;
    /// with other fields it is a conflict (`id_taken`).
    write fn create(customer: CustomerId, new: NewInteraction, id: Option<InteractionId> = None) -> Interaction;

    /// Gives one interaction.
    read fn get(id: InteractionId) -> Interaction;

    /// Lists interactions, newest first by their date: of one customer, or of all (VISIT-1). The customer's account
    /// manager may list those of the customer, whatever their roles.
    read[not_found] fn list(customer: Option<CustomerId> = None, filter: Option<InteractionFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> InteractionPage;

    /// Changes an interaction; what is required can't be emptied (VISIT-1).
    write fn update(id: InteractionId, changes: InteractionUpdate) -> Interaction;

    /// Deletes an interaction for good (VISIT-1).
    write[confirm] fn delete(id: InteractionId, version: Option<i64> = None) -> ();
} } }

crate::interactions_operations!(crate::engine::operations::project_core);
