//! The statements on contacts.

use super::types::*;
use crate::customers::CustomerRef;
use crate::dictionary::Choice;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::engine::tables::{Folded, folded};
use crate::engine::text::fold;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    contacts: "name" => name_folded;
};

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "k.uid, k.version, c.uid, c.name, k.name, g.uid, g.item, k.position, k.office_phone, k.mobile, k.remarks, \
         k.created_at"
    };
}

macro_rules! tables {
    () => {
        "contacts k JOIN customers c ON c.id = k.customer LEFT JOIN dictionary_entries g ON g.id = k.gender"
    };
}

const OLDEST_FIRST: Order = Order { name: "contacts", keys: &[("k.id", Direction::Ascending)] };

fn read(c: &mut Columns<'_>) -> Result<Contact> {
    Ok(Contact {
        id: ContactId(c.next()?),
        version: c.next()?,
        customer: CustomerRef::read(c)?,
        name: c.next()?,
        gender: Choice::read_optional(c)?,
        position: c.next()?,
        office_phone: c.next()?,
        mobile: c.next()?,
        remarks: c.next()?,
        created_at: c.next()?,
    })
}

/// The contact with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: ContactId) -> Result<Option<(i64, Contact)>> {
    let sql = concat!("SELECT k.id, ", columns!(), " FROM ", tables!(), " WHERE k.uid = ?");
    tx.one(sql, params![&id.0], |c| Ok((c.next()?, read(c)?)))
}

pub(crate) fn list(
    tx: &mut dyn Transaction,
    customer: Option<i64>,
    filter: Option<&ContactFilter>,
    page: &Option<PageRequest>,
) -> Result<ContactPage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::All);
    query.when("k.customer = ?", customer);
    if let Some(f) = filter {
        query.contains(tx, "k.name_folded", &f.name);
    }
    query.page(tx, OLDEST_FIRST, page, read).map(ContactPage::from)
}

/// What a new contact is known by; one from an opportunity may lack some of it.
#[derive(Debug, Default)]
pub(crate) struct Known<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) gender: Option<i64>,
    pub(crate) position: Option<&'a str>,
    pub(crate) office_phone: Option<&'a str>,
    pub(crate) mobile: Option<&'a str>,
    pub(crate) remarks: Option<&'a str>,
}

/// The customer's contacts of that name, width and case aside, each with its key, oldest first.
pub(crate) fn named(tx: &mut dyn Transaction, customer: i64, name: &str) -> Result<Vec<(i64, Contact)>> {
    let sql = concat!(
        "SELECT k.id, ",
        columns!(),
        " FROM ",
        tables!(),
        " WHERE k.customer = ? AND k.name_folded = ? ORDER BY k.id LIMIT 100"
    );
    tx.all(sql, params![customer, fold(name)], |c| Ok((c.next()?, read(c)?)))
}

pub(crate) fn insert(
    tx: &mut dyn Transaction,
    id: ContactId,
    customer: i64,
    known: &Known<'_>,
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO contacts (uid, customer, name, name_folded, gender, position, office_phone, mobile, remarks, \
         created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &id.0,
            customer,
            known.name,
            known.name.map(fold),
            known.gender,
            known.position,
            known.office_phone,
            known.mobile,
            known.remarks,
            now,
        ],
    )
}

/// Writes the editable fields and the version; the gender is found by its id.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, contact: &Contact) -> Result<usize> {
    tx.execute(
        "UPDATE contacts SET version = ?, name = ?, name_folded = ?, \
         gender = (SELECT id FROM dictionary_entries WHERE uid = ?), position = ?, office_phone = ?, mobile = ?, \
         remarks = ? WHERE id = ?",
        params![
            contact.version,
            &contact.name,
            contact.name.as_deref().map(fold),
            contact.gender.as_ref().map(|g| &g.id.0),
            &contact.position,
            &contact.office_phone,
            &contact.mobile,
            &contact.remarks,
            key,
        ],
    )
}

pub(crate) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<usize> {
    tx.execute("DELETE FROM contacts WHERE id = ?", params![key])
}
