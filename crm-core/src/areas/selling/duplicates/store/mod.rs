//! The statements on keys of records, on pairs, and on the records themselves.

mod keys;
mod pairs;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) use keys::*;
pub(super) use pairs::*;

use super::fields::{Other, Said, Sort, Subject};
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::sorting::Arrange;
use crate::engine::storage::{Columns, Transaction, each_by_key, params};

/// A record with what it says.
pub(super) type Saying = (i64, Said<'static>);

/// What is read of a record: its key, then its fields.
fn select(subject: Subject, rest: &str) -> String {
    let fields: Vec<&str> = subject.fields().iter().map(|field| field.name).collect();
    let (table, open) = match subject {
        Subject::Customer => ("customers", ""),
        Subject::Contact => ("contacts", ""),
        Subject::Opportunity => ("opportunities", "status IN ('unassigned', 'assigned') AND "),
    };
    format!("SELECT id, {} FROM {table} WHERE {open}{rest}", fields.join(", "))
}

fn read(subject: Subject, c: &mut Columns<'_>) -> Result<Saying> {
    let key = c.next()?;
    let fields = subject.fields().iter().map(|_| Ok(c.next::<Option<String>>()?.map(Cow::Owned)));
    Ok((key, Said(fields.collect::<Result<_>>()?, Vec::new())))
}

/// Has opportunities say what their persons do.
fn with_persons(tx: &mut dyn Transaction, subject: Subject, records: &mut [Saying]) -> Result<()> {
    if subject != Subject::Opportunity || records.is_empty() {
        return Ok(());
    }
    let keys: Vec<i64> = records.iter().map(|(key, _)| *key).collect();
    let mut others: BTreeMap<i64, Vec<Other>> = BTreeMap::new();
    let select =
        "SELECT opportunity, name, phone, email FROM opportunity_persons WHERE is_primary = FALSE AND opportunity";
    each_by_key(tx, select, &[], &keys, |c| {
        let of = others.entry(c.next()?).or_default();
        for sort in [Sort::Text, Sort::Phone, Sort::Email] {
            of.extend(c.next::<Option<String>>()?.map(|value| (sort, value)));
        }
        Ok(())
    })?;
    for (key, said) in records {
        said.1 = others.remove(key).unwrap_or_default();
        said.1.arrange();
    }
    Ok(())
}

/// What the persons of an opportunity say beside its contact.
pub(super) fn others(tx: &mut dyn Transaction, key: i64) -> Result<Vec<Other>> {
    let mut one = [(key, Said(Vec::new(), Vec::new()))];
    with_persons(tx, Subject::Opportunity, &mut one)?;
    let [(_, said)] = one;
    Ok(said.1)
}

/// Records behind a key that are compared, in order.
pub(super) fn saying(tx: &mut dyn Transaction, subject: Subject, behind: i64, most: usize) -> Result<Vec<Saying>> {
    let sql = select(subject, "id > ? ORDER BY id LIMIT ?");
    let mut found = tx.all(&sql, params![behind, most as i64], |c| read(subject, c))?;
    with_persons(tx, subject, &mut found)?;
    Ok(found)
}

/// What the record with the key says, where it is compared.
pub(super) fn said(tx: &mut dyn Transaction, subject: Subject, key: i64) -> Result<Option<Saying>> {
    let found = tx.one(&select(subject, "id = ?"), params![key], |c| read(subject, c))?;
    one_with_persons(tx, subject, found)
}

fn one_with_persons(tx: &mut dyn Transaction, subject: Subject, found: Option<Saying>) -> Result<Option<Saying>> {
    let mut found: Vec<Saying> = found.into_iter().collect();
    with_persons(tx, subject, &mut found)?;
    Ok(found.pop())
}

/// The same of the record with the id.
pub(super) fn said_by_id(tx: &mut dyn Transaction, subject: Subject, id: RecordId) -> Result<Option<Saying>> {
    let found = tx.one(&select(subject, "uid = ?"), params![&id.0], |c| read(subject, c))?;
    one_with_persons(tx, subject, found)
}

/// The customer that an opportunity names.
pub(super) fn customer_of(tx: &mut dyn Transaction, opportunity: i64) -> Result<Option<i64>> {
    let found: Option<Option<i64>> =
        tx.one("SELECT customer FROM opportunities WHERE id = ?", params![opportunity], |c| c.next())?;
    Ok(found.flatten())
}

/// A record as it is told.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) id: RecordId,
    pub(super) number: Option<i64>,
    pub(super) name: Option<String>,
    pub(super) status: Option<String>,
    pub(super) owner: Option<String>,
}

pub(super) fn told(tx: &mut dyn Transaction, subject: Subject, key: i64) -> Result<Option<Told>> {
    let sql = match subject {
        Subject::Customer => {
            "SELECT c.uid, c.number, c.name, c.status, u.display_name FROM customers c \
             LEFT JOIN users u ON u.id = c.account_manager WHERE c.id = ?"
        }
        Subject::Contact => {
            "SELECT k.uid, NULL, k.name, c.status, u.display_name FROM contacts k JOIN customers c ON c.id = k.customer \
             LEFT JOIN users u ON u.id = c.account_manager WHERE k.id = ?"
        }
        Subject::Opportunity => {
            "SELECT o.uid, o.number, o.customer_name, o.status, u.display_name FROM opportunities o \
             LEFT JOIN users u ON u.id = o.assignee WHERE o.id = ?"
        }
    };
    tx.one(sql, params![key], |c| {
        let id = RecordId(c.next()?);
        Ok(Told { id, number: c.next()?, name: c.next()?, status: c.next()?, owner: c.next()? })
    })
}
