//! The statements on keys of records, on pairs, and on the records themselves.

mod keys;
mod pairs;

use std::borrow::Cow;

pub(super) use keys::*;
pub(super) use pairs::*;

use super::fields::{Said, Subject};
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Transaction, params};

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
    Ok((key, Said(fields.collect::<Result<_>>()?)))
}

/// Records behind a key that are compared, in order.
pub(super) fn saying(tx: &mut dyn Transaction, subject: Subject, behind: i64, most: usize) -> Result<Vec<Saying>> {
    let sql = select(subject, "id > ? ORDER BY id LIMIT ?");
    tx.all(&sql, params![behind, most as i64], |c| read(subject, c))
}

/// What the record with the key says, where it is compared.
pub(super) fn said(tx: &mut dyn Transaction, subject: Subject, key: i64) -> Result<Option<Saying>> {
    tx.one(&select(subject, "id = ?"), params![key], |c| read(subject, c))
}

/// The same of the record with the id.
pub(super) fn said_by_id(tx: &mut dyn Transaction, subject: Subject, id: RecordId) -> Result<Option<Saying>> {
    tx.one(&select(subject, "uid = ?"), params![&id.0], |c| read(subject, c))
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
