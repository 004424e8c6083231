//! The operations on contacts.

use super::rules;
use super::types::*;
use crate::customers::CustomerId;
use crate::duplicates::OnDuplicate;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! contacts_operations { ($($project:ident)::+) => { $($project)::+! {
    contacts: Contacts, "Contacts (联系人) of customers.";

    /// Adds a contact to an active customer, for good: it never moves to another one (CONTACT-1). The customer's
    /// account manager may, and any sales manager.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the contact that is there; with
    /// other fields it is a conflict (`id_taken`). `duplicates` is as in `customers.create` (DUP-6).
    write fn create(customer: CustomerId, new: NewContact, id: Option<ContactId> = None, duplicates: Option<OnDuplicate> = None [default("\"refuse\"")]) -> Contact;

    /// Gives one contact, of an active customer or a lost one.
    read fn get(id: ContactId) -> Contact;

    /// Lists contacts in the order they were added: of one customer, or of all (CONTACT-1). The customer's account
    /// manager may list those of the customer, whatever their roles.
    read[not_found] fn list(customer: Option<CustomerId> = None, filter: Option<ContactFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> ContactPage;

    /// Changes a contact of an active customer; afterwards name, gender, position and office phone must all be filled
    /// (CONTACT-1). Where it meets another one that it did not meet before, `duplicates` is as in `customers.create` (DUP-6).
    write fn update(id: ContactId, changes: ContactUpdate, duplicates: Option<OnDuplicate> = None [default("\"refuse\"")]) -> Contact;

    /// Deletes a contact of an active customer for good (CONTACT-1).
    write[confirm] fn delete(id: ContactId, version: Option<i64> = None) -> ();
} } }

crate::contacts_operations!(crate::engine::operations::project_core);
