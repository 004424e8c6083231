//! The operations on customers.

use super::rules;
use super::types::*;
use crate::duplicates::OnDuplicate;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;
use crate::pools::OwnerPeriod;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! customers_operations { ($($project:ident)::+) => { $($project)::+! {
    customers: Customers, "Customers (客户): organisations, from the first data to loss and win-back.";

    /// Creates a customer, active from the start; the fields that the settings require must all be filled (CUST-3).
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the customer that is there; with
    /// other fields it is a conflict (`id_taken`).
    ///
    /// One that may be there already, by a rule that asks, is a conflict (`duplicate`) that tells of up to 20 such records,
    /// unless `duplicates` accepts them (DUP-6).
    write fn create(new: NewCustomer, id: Option<CustomerId> = None, duplicates: Option<OnDuplicate> = None [default("\"refuse\"")]) -> Customer;

    /// Creates up to 10,000 customers by the rules of `create` (CUST-3): all or, where any is refused, none; with
    /// `per_record` the others are created all the same, and the result says of each what became of it.
    ///
    /// With `ids` of the caller's (a UUIDv7 for each customer, in their order) a repeated call makes no second ones: a
    /// customer that is there already, with equal fields, counts as `unchanged`. An id that is another record's, or was
    /// given with other fields, is a conflict (`id_taken`); with `per_record` that customer is refused.
    ///
    /// What must be whole is one transaction, during which nobody else writes. With `per_record` each 500 customers
    /// are, told and audited by themselves, and a call that ends early leaves those that it came to. `duplicates` is as in
    /// `create`; the customers of one call meet each other (DUP-6).
    write[bulk, sliced, tells, conflict] fn create_many(
        customers: Vec<NewCustomer> [at_most(10_000)],
        per_record: Option<bool> = None [default("false")],
        ids: Option<Vec<CustomerId>> = None [at_most(10_000)],
        duplicates: Option<OnDuplicate> = None [default("\"refuse\"")],
    ) -> CustomerBatch;

    /// Creates up to 10,000 customers from the host's books, in the way of `create_many`. With `allow_incomplete` they
    /// may lack required fields, and say that they are incomplete until an update fills them; a name is enough
    /// (CUST-3).
    write[bulk, sliced, tells] fn import_many(
        customers: Vec<NewCustomer> [at_most(10_000)],
        allow_incomplete: Option<bool> = None [default("false")],
        per_record: Option<bool> = None [default("false")],
        ids: Option<Vec<CustomerId>> = None [at_most(10_000)],
        duplicates: Option<OnDuplicate> = None [default("\"refuse\"")],
    ) -> CustomerBatch;

    /// Gives one customer, an active or a lost one. Its account manager may, whatever their roles.
    read fn get(id: CustomerId) -> Customer;

    /// Lists customers, newest first, lost ones too unless the filter names a status (CUST-4).
    read fn list(filter: Option<CustomerFilter> = None, page: Option<PageRequest> = None, matching: Option<Tree> = None) -> CustomerPage;

    /// Changes an active customer; afterwards the fields that the settings require must all be filled (CUST-2). Its
    /// account manager may, and any sales manager; handing it to another account manager is such a change too.
    ///
    /// Orders that were pushed before with the `external_id` it is given join it at once.
    /// Where it meets another one that it did not meet before, `duplicates` is as in `create` (DUP-6).
    write fn update(id: CustomerId, changes: CustomerUpdate, duplicates: Option<OnDuplicate> = None [default("\"refuse\"")]) -> Customer;

    /// Makes a lost customer active again, with the reason; its warnings and losses stay, see `churn.history`
    /// (CHURN-6). The six months without an order are counted from today anew.
    write[moves] fn win_back(id: CustomerId, reason: String [long], version: Option<i64> = None) -> Customer;

    /// Tells whose a customer was, the last first, 1,000 at the most: from when until when, and how it ended (ASSIGN-11). Sales
    /// managers may, and its account manager.
    read fn owners(id: CustomerId) -> Vec<OwnerPeriod>;
} } }

crate::customers_operations!(crate::engine::operations::project_core);
