//! The statements on sign-offs.

use std::collections::BTreeMap;

use crate::engine::approval::SignerPlace;
use crate::engine::approval::request::SignOff;
use crate::engine::error::Result;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::{Columns, Transaction, each_by_key, params};
use crate::engine::telling::Person;

/// The start of every query for sign-offs; [`read_sign_off`] reads its columns.
macro_rules! sign_offs {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.uid, s.approval, s.round, s.step, s.place, s.holder, h.uid, h.display_name, s.status, \
             s.opened_at, s.decided_at, s.decided_by, d.uid, d.display_name, s.comment, s.reason, s.tries, s.parent, s.beside \
             FROM approval_sign_offs s LEFT JOIN users h ON h.id = s.holder LEFT JOIN users d ON d.id = s.decided_by ",
            $rest
        )
    };
}

fn somebody(c: &mut Columns<'_>) -> Result<(Option<Person>, Option<String>)> {
    let (key, id, name): (Option<i64>, Option<uuid::Uuid>, _) = (c.next()?, c.next()?, c.next()?);
    Ok((key.zip(id.map(UserId)), name))
}

fn read_sign_off(c: &mut Columns<'_>) -> Result<SignOff> {
    let (key, id, approval) = (c.next()?, RecordId(c.next()?), c.next()?);
    let (round, step, place) = (c.next()?, c.next()?, c.next()?);
    let (holder, holder_name) = somebody(c)?;
    let (status, opened_at, decided_at) = (c.next()?, c.next()?, c.next()?);
    let (decided_by, decider_name) = somebody(c)?;
    let (comment, reason, tries) = (c.next()?, c.next()?, c.next()?);
    let (parent, beside): (Option<i64>, Option<SignerPlace>) = (c.next()?, c.next()?);
    Ok(SignOff {
        key,
        id,
        approval,
        round,
        step,
        place,
        holder,
        holder_name,
        status,
        opened_at,
        decided_at,
        decided_by,
        decider_name,
        comment,
        reason,
        tries,
        added: parent.zip(beside),
    })
}

pub(crate) fn sign_off(tx: &mut dyn Transaction, id: RecordId) -> Result<Option<SignOff>> {
    tx.one(sign_offs!("WHERE s.uid = ?"), params![&id.0], read_sign_off)
}

pub(in crate::engine::approval) fn sign_off_by_key(tx: &mut dyn Transaction, key: i64) -> Result<Option<SignOff>> {
    tx.one(sign_offs!("WHERE s.id = ?"), params![key], read_sign_off)
}

/// The sign-offs of a request, in their order.
pub(crate) fn sign_offs(tx: &mut dyn Transaction, approval: i64) -> Result<Vec<SignOff>> {
    tx.all(sign_offs!("WHERE s.approval = ? ORDER BY s.id"), params![approval], read_sign_off)
}

/// The sign-offs of several requests, by these; of each in their order.
pub(in crate::engine::approval) fn sign_offs_of(
    tx: &mut dyn Transaction,
    approvals: &[i64],
) -> Result<BTreeMap<i64, Vec<SignOff>>> {
    let mut found: BTreeMap<i64, Vec<SignOff>> = BTreeMap::new();
    each_by_key(tx, sign_offs!("WHERE s.approval"), &[], approvals, |c| {
        let sign_off = read_sign_off(c)?;
        found.entry(sign_off.approval).or_default().push(sign_off);
        Ok(())
    })?;
    found.values_mut().for_each(|all| all.arrange_by_key(|sign_off| sign_off.key));
    Ok(found)
}

/// The open sign-offs of several people, in their order.
pub(in crate::engine::approval) fn open_of_people(tx: &mut dyn Transaction, people: &[i64]) -> Result<Vec<SignOff>> {
    let mut found = Vec::new();
    each_by_key(tx, sign_offs!("WHERE s.status = 'open' AND s.holder"), &[], people, |c| {
        found.push(read_sign_off(c)?);
        Ok(())
    })?;
    found.arrange_by_key(|sign_off| sign_off.key);
    Ok(found)
}

/// The open sign-offs of a person.
pub(in crate::engine::approval) fn open_of_person(tx: &mut dyn Transaction, person: i64) -> Result<Vec<SignOff>> {
    tx.all(sign_offs!("WHERE s.holder = ? AND s.status = 'open' ORDER BY s.id"), params![person], read_sign_off)
}

/// Writes a new sign-off; gives its key.
pub(in crate::engine::approval) fn ask(tx: &mut dyn Transaction, sign_off: &SignOff) -> Result<i64> {
    tx.insert(
        "INSERT INTO approval_sign_offs (uid, approval, round, step, place, holder, status, opened_at, decided_at, \
         decided_by, reason, parent, beside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &sign_off.id.0,
            sign_off.approval,
            sign_off.round,
            sign_off.step,
            sign_off.place,
            sign_off.holder.map(|(key, _)| key),
            sign_off.status,
            sign_off.opened_at,
            sign_off.decided_at,
            sign_off.decided_by.map(|(key, _)| key),
            sign_off.reason,
            sign_off.added.map(|(parent, _)| parent),
            sign_off.added.map(|(_, place)| place)
        ],
    )
}

/// Writes what became of a sign-off.
pub(in crate::engine::approval) fn decide(tx: &mut dyn Transaction, sign_off: &SignOff) -> Result<()> {
    tx.execute(
        "UPDATE approval_sign_offs SET holder = ?, status = ?, opened_at = ?, decided_at = ?, decided_by = ?, comment = ?, \
         reason = ?, tries = ? WHERE id = ?",
        params![
            sign_off.holder.map(|(key, _)| key),
            sign_off.status,
            sign_off.opened_at,
            sign_off.decided_at,
            sign_off.decided_by.map(|(key, _)| key),
            sign_off.comment.as_deref(),
            sign_off.reason,
            sign_off.tries,
            sign_off.key
        ],
    )
    .map(drop)
}
