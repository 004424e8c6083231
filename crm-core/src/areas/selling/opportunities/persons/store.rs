//! The statements on persons of opportunities.

use super::given::Given;
use super::types::Person;
use crate::contacts::ContactId;
use crate::dictionary::Choice;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, Value, params};
use crate::engine::text::fold;
use crate::opportunities::{Opportunity, OpportunityId};

/// Whom an opportunity is about, in their order.
pub(in super::super) fn persons(tx: &mut dyn Transaction, key: i64, of: &Opportunity) -> Result<Vec<Person>> {
    Ok(rows(tx, key, of)?.into_iter().map(|(_, person)| person).collect())
}

/// The same, each with the key of their row; the primary one has none as long as nobody set persons.
pub(super) fn rows(tx: &mut dyn Transaction, key: i64, of: &Opportunity) -> Result<Vec<(Option<i64>, Person)>> {
    let sql = "SELECT p.id, k.uid, p.name, p.phone, p.email, p.position, e.uid, e.item, p.is_primary FROM opportunity_persons p \
               LEFT JOIN contacts k ON k.id = p.contact LEFT JOIN dictionary_entries e ON e.id = p.role \
               WHERE p.opportunity = ? ORDER BY p.place, p.id";
    let mut found = tx.all(sql, params![key], |c| {
        let row = c.next()?;
        let person = Person {
            opportunity: of.id,
            contact: c.next::<Option<uuid::Uuid>>()?.map(ContactId),
            name: c.next()?,
            phone: c.next()?,
            email: c.next()?,
            position: c.next()?,
            role: Choice::read_optional(c)?,
            primary: c.next()?,
            withheld: Vec::new(),
        };
        Ok((Some(row), person))
    })?;
    let own = [&of.contact_name, &of.contact_phone, &of.contact_email];
    let [name, phone, email] = own.map(Clone::clone);
    match found.iter_mut().find(|(_, person)| person.primary) {
        Some((_, primary)) => (primary.name, primary.phone, primary.email) = (name, phone, email),
        None if own.iter().any(|value| value.is_some()) => {
            let (opportunity, withheld) = (of.id, Vec::new());
            let (contact, position, role) = (None, None, None);
            let primary = Person { opportunity, contact, name, phone, email, position, role, primary: true, withheld };
            found.insert(0, (None, primary));
        }
        None => {}
    }
    Ok(found)
}

/// A person, by the key of their row, is a contact from now on, and says what that one says. Who had no row is the primary one.
pub(super) fn link(
    tx: &mut dyn Transaction,
    opportunity: i64,
    row: Option<i64>,
    (contact, shown): (i64, &Shown),
) -> Result<()> {
    let row = match row {
        Some(row) => row,
        None => tx.insert(
            "INSERT INTO opportunity_persons (opportunity, place, is_primary) VALUES (?, -1, TRUE)",
            params![opportunity],
        )?,
    };
    let Shown { name, phone, email, position } = shown;
    tx.execute(
        "UPDATE opportunity_persons SET contact = ?, name = CASE WHEN is_primary = TRUE THEN NULL ELSE ? END, \
         phone = CASE WHEN is_primary = TRUE THEN NULL ELSE ? END, \
         email = CASE WHEN is_primary = TRUE THEN NULL ELSE ? END, position = ? WHERE id = ?",
        params![contact, name.as_deref(), phone.as_deref(), email.as_deref(), position.as_deref(), row],
    )
    .map(drop)
}

/// Writes the persons of an opportunity that has none.
pub(in super::super) fn insert(tx: &mut dyn Transaction, key: i64, persons: &[Given]) -> Result<()> {
    const COLUMNS: usize = 9;
    if persons.is_empty() {
        return Ok(());
    }
    let row = "(?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let mut values: Vec<Value<'_>> = Vec::with_capacity(persons.len() * COLUMNS);
    for (place, person) in persons.iter().enumerate() {
        // Of the primary one these stand with the opportunity.
        let own = |value: &'_ Option<String>| match value {
            Some(value) if !person.primary => Value::from(value.clone()),
            _ => Value::Null,
        };
        values.extend([key.into(), (place as i64).into(), person.primary.into(), integer(person.contact_key)]);
        values.extend([own(&person.name), own(&person.phone), own(&person.email)]);
        values.extend([person.position.as_deref().map_or(Value::Null, Value::from), integer(person.role_key)]);
    }
    let rows = vec![row; persons.len()].join(", ");
    let sql = format!(
        "INSERT INTO opportunity_persons (opportunity, place, is_primary, contact, name, phone, email, position, role) VALUES {rows}"
    );
    tx.execute(&sql, &values).map(drop)
}

fn integer(key: Option<i64>) -> Value<'static> {
    key.map_or(Value::Null, Value::from)
}

/// Removes all of them.
pub(super) fn delete(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM opportunity_persons WHERE opportunity = ?", params![key]).map(drop)
}

/// Removes the row of the primary one.
pub(super) fn delete_primary(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    tx.execute("DELETE FROM opportunity_persons WHERE opportunity = ? AND is_primary = TRUE", params![key]).map(drop)
}

/// The first of them is the primary one from now on: its name, telephone and e-mail, which stand with the opportunity then.
pub(super) fn promote(tx: &mut dyn Transaction, key: i64) -> Result<Option<[Option<String>; 3]>> {
    let sql = "SELECT id, name, phone, email FROM opportunity_persons WHERE opportunity = ? ORDER BY place, id LIMIT 1";
    let first: Option<(i64, [Option<String>; 3])> =
        tx.one(sql, params![key], |c| Ok((c.next()?, [c.next()?, c.next()?, c.next()?])))?;
    let Some((row, own)) = first else { return Ok(None) };
    tx.execute(
        "UPDATE opportunity_persons SET is_primary = TRUE, name = NULL, phone = NULL, email = NULL WHERE id = ?",
        params![row],
    )?;
    Ok(Some(own))
}

/// The primary one is no contact any more.
pub(super) fn unlink_primary(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    let sql = "UPDATE opportunity_persons SET contact = NULL WHERE opportunity = ? AND is_primary = TRUE AND contact IS NOT NULL";
    tx.execute(sql, params![key]).map(drop)
}

/// None of them is a contact any more.
pub(super) fn unlink(tx: &mut dyn Transaction, key: i64) -> Result<()> {
    let sql = "UPDATE opportunity_persons SET contact = NULL WHERE opportunity = ? AND contact IS NOT NULL";
    tx.execute(sql, params![key]).map(drop)
}

/// What a contact says, as a person shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) name: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    pub(super) position: Option<String>,
}

/// The opportunities that a contact is a person of, and whether the primary one, oldest first.
pub(super) fn of_contact(tx: &mut dyn Transaction, contact: i64) -> Result<Vec<(i64, OpportunityId, bool)>> {
    let sql = "SELECT o.id, o.uid, MAX(p.is_primary) FROM opportunity_persons p JOIN opportunities o ON o.id = p.opportunity \
               WHERE p.contact = ? GROUP BY o.id, o.uid ORDER BY o.id";
    tx.all(sql, params![contact], |c| Ok((c.next()?, OpportunityId(c.next()?), c.next()?)))
}

/// All persons that are this contact say what it says; of primary ones what stands in their rows.
pub(super) fn show(tx: &mut dyn Transaction, contact: i64, shown: &Shown) -> Result<usize> {
    let Shown { name, phone, email, position } = shown;
    tx.execute(
        "UPDATE opportunity_persons SET name = CASE WHEN is_primary = TRUE THEN NULL ELSE ? END, \
         phone = CASE WHEN is_primary = TRUE THEN NULL ELSE ? END, \
         email = CASE WHEN is_primary = TRUE THEN NULL ELSE ? END, position = ? WHERE contact = ?",
        params![name.as_deref(), phone.as_deref(), email.as_deref(), position.as_deref(), contact],
    )
}

/// An opportunity says these of its primary person. That is no change of its own, and its version stays.
pub(super) fn lead(tx: &mut dyn Transaction, opportunity: i64, shown: &Shown) -> Result<()> {
    let Shown { name, phone, email, .. } = shown;
    let together = [name.as_deref().unwrap_or_default(), phone.as_deref().unwrap_or_default()].join("\n");
    tx.execute(
        "UPDATE opportunities SET contact_name = ?, contact_phone = ?, contact_email = ?, contact_folded = ? WHERE id = ?",
        params![name.as_deref(), phone.as_deref(), email.as_deref(), fold(&together), opportunity],
    )
    .map(drop)
}
