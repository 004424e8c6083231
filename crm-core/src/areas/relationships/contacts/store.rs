//! The statements on contacts.

use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::scope::{At, Follows, Person, Scoped};
use crate::engine::storage::{Direction, Filter, Order, Table, Transaction, Visibility, params};
use crate::engine::tables::{Folded, folded};
use crate::engine::text::fold;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    contacts: "name" => name_folded;
};

/// Who sees a contact: whoever holds the customer (SCOPE-4), and who serves it just now (SCOPE-10).
pub(super) static SCOPED: &[Scoped] = &[Scoped::following_only(
    Entity::CONTACT,
    4,
    At::Key,
    Follows { entity: Entity::CUSTOMER, column: "customer" },
    &[Person { join: "JOIN tickets t ON t.customer = $.customer AND t.status <> 'archived'", key: "t.assignee" }],
)];

const OLDEST_FIRST: Order = Order { name: "contacts", keys: &[("k.id", Direction::Ascending)] };

pub(super) fn list(
    tx: &mut dyn Transaction,
    visible: Visibility,
    customer: Option<i64>,
    filter: Option<&ContactFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<ContactPage> {
    let mut list = Contact::list(visible);
    list.when("k.customer = ?", customer);
    if let Some(filter) = filter {
        filter.narrow(tx, &mut list)?;
    }
    list.matching(tx, matching)?;
    list.page(tx, OLDEST_FIRST, page, Contact::read).map(ContactPage::from)
}

/// The customer's contacts of that name, width and case aside, each with its key, oldest first.
pub(crate) fn named(tx: &mut dyn Transaction, customer: i64, name: &str) -> Result<Vec<(i64, Contact)>> {
    let of_the_name = "WHERE k.customer = ? AND k.name_folded = ? ORDER BY k.id LIMIT 100";
    Contact::all(tx, of_the_name, params![customer, fold(name)])
}
