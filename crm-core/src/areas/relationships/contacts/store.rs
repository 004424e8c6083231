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

/// What a contact's birthday makes of it beside: the day of the year, and whose customer its own is.
const BORN: (&str, &str) = (
    "substr(contacts.birthday, length(contacts.birthday) - 4)",
    "(SELECT c.account_manager FROM customers c WHERE c.id = contacts.customer AND contacts.birthday IS NOT NULL)",
);

/// Makes anew what is kept beside a contact's birthday.
pub(crate) fn settle_birthday(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    let (day, manager) = BORN;
    tx.execute(&format!("UPDATE contacts SET birth_day = {day}, birth_manager = {manager} WHERE id = ?"), params![key])
}

/// The customer is somebody else's: so are the birthdays of its contacts.
pub(crate) fn birthdays_follow(tx: &mut dyn Transaction, customer: i64) -> Result<usize> {
    let (_, manager) = BORN;
    let sql = format!("UPDATE contacts SET birth_manager = {manager} WHERE customer = ? AND birth_day IS NOT NULL");
    tx.execute(&sql, params![customer])
}

/// The first contacts behind a key of which something else is kept, in order.
pub(super) fn wrongly_born(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    let (day, manager) = BORN;
    let sql = format!(
        "SELECT id FROM contacts WHERE id > ? AND (coalesce(birth_day, '') <> coalesce({day}, '') \
         OR coalesce(birth_manager, 0) <> coalesce({manager}, 0)) ORDER BY id LIMIT ?"
    );
    tx.all(&sql, params![behind, most as i64], |c| c.next())
}

/// The customer's contacts of that name, width and case aside, each with its key, oldest first.
pub(crate) fn named(tx: &mut dyn Transaction, customer: i64, name: &str) -> Result<Vec<(i64, Contact)>> {
    let of_the_name = "WHERE k.customer = ? AND k.name_folded = ? ORDER BY k.id LIMIT 100";
    Contact::all(tx, of_the_name, params![customer, fold(name)])
}
