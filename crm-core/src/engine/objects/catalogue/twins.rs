//! Folded twins of defined objects, held against the texts that they follow from (ROLL-5): where somebody has the database
//! checked, and where an engine folds by other rules than the database was written by. Hidden fields and disabled packs are
//! among them, since they come back as they are.

use super::kept::{self, KeptTable};
use super::slots::{TableKey, Use};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::identity;
use crate::engine::objects::shape::Name;
use crate::engine::storage::{Row, Transaction, Value, params};
use crate::engine::tables::{Derived, Place, Wrong};
use crate::engine::text::fold;

/// Rows that are looked at together.
const PAGE: i64 = 1_000;

/// The twins of every table that is made for an object.
#[derive(Debug)]
pub(crate) struct Twins;

/// A text with its twin.
#[derive(Debug)]
struct Pair {
    field: Name,
    text: Name,
    twin: Name,
}

/// What of a table is folded.
#[derive(Debug)]
struct Folding<'a> {
    table: &'a KeptTable,
    pairs: Vec<Pair>,
}

/// A row with a twin that is not what its text gives.
#[derive(Debug)]
struct Unlike {
    key: i64,
    /// What its record is known by; none beside a typed table.
    uid: Option<uuid::Uuid>,
    /// The place of the pair.
    at: usize,
    wanted: Option<String>,
}

/// Folds every text of a defined object anew; the number of twins in which that made a difference.
///
/// # Errors
/// Whatever the database says.
pub(crate) fn anew(tx: &mut dyn Transaction) -> Result<i64> {
    let (tables, mut changed) = (kept::tables(tx)?, 0);
    for folding in tables.iter().map(Folding::of) {
        let mut behind = i64::MIN;
        loop {
            let (found, last) = folding.page(tx, behind)?;
            let Some(last) = last else { break };
            behind = last;
            for unlike in found {
                changed += i64::from(folding.put(tx, &unlike)?);
            }
        }
    }
    Ok(changed)
}

impl Derived for Twins {
    fn entity(&self) -> Entity {
        identity::SETTINGS
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let tables = kept::tables(cx.tx())?;
        let mut wrong: Vec<Wrong> = Vec::new();
        for folding in tables.iter().map(Folding::of) {
            let group = group(folding.table.key);
            if group < behind.group || folding.pairs.is_empty() {
                continue;
            }
            let mut key = if group == behind.group { behind.key } else { i64::MIN };
            while let (found, Some(last)) = folding.page(cx.tx(), key)? {
                key = last;
                for unlike in found {
                    if folding.taken(cx.tx(), &unlike)? {
                        continue;
                    }
                    let finding = folding.finding(&unlike);
                    match wrong.last_mut().filter(|last| last.place.group == group && last.place.key == unlike.key) {
                        Some(last) => last.findings.push(finding),
                        None => {
                            let place = Place { group: group.clone(), key: unlike.key };
                            wrong.push(Wrong { place, findings: vec![finding], weight: 1 });
                        }
                    }
                }
                if wrong.len() >= most {
                    wrong.truncate(most);
                    return Ok(wrong);
                }
            }
        }
        Ok(wrong)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let tables = kept::tables(cx.tx())?;
        let table = tables.iter().find(|table| group(table.key) == place.group);
        // Purged meanwhile.
        let Some(table) = table else { return Ok(false) };
        let folding = Folding::of(table);
        let mut mended = false;
        for unlike in folding.rows(cx.tx(), "id = ?", params![place.key])?.0 {
            mended |= folding.put(cx.tx(), &unlike)?;
        }
        Ok(mended)
    }
}

/// The tables in the order of their keys.
fn group(key: TableKey) -> String {
    format!("{:020}", key.0)
}

impl<'a> Folding<'a> {
    fn of(table: &'a KeptTable) -> Folding<'a> {
        let slot = |field, what| table.slots.of(field, what).cloned();
        let mut pairs: Vec<Pair> = Vec::new();
        if table.pack.is_some() {
            let [field, twin] = ["number", "number_folded"].map(Name::new_static);
            pairs.push(Pair { text: field.clone(), field, twin });
        }
        for field in &table.fields {
            if let (Some(text), Some(twin)) = (slot(field.key, Use::Value), slot(field.key, Use::Folded)) {
                pairs.push(Pair { field: field.name.clone(), text, twin });
            }
        }
        Folding { table, pairs }
    }

    /// What is unlike among the rows behind a key, with the last of these rows.
    fn page(&self, tx: &mut dyn Transaction, behind: i64) -> Result<(Vec<Unlike>, Option<i64>)> {
        if self.pairs.is_empty() {
            return Ok((Vec::new(), None));
        }
        self.rows(tx, "id > ? ORDER BY id LIMIT ?", params![behind, PAGE])
    }

    fn rows(
        &self,
        tx: &mut dyn Transaction,
        condition: &str,
        params: &[Value<'_>],
    ) -> Result<(Vec<Unlike>, Option<i64>)> {
        // What lies beside a typed record has no id of its own.
        let own = self.table.pack.is_some();
        let uid = if own { "uid, " } else { "" };
        let columns: Vec<String> = self.pairs.iter().map(|pair| format!("{}, {}", pair.text, pair.twin)).collect();
        let sql = format!("SELECT id, {uid}{} FROM {} WHERE {condition}", columns.join(", "), self.table.key);
        let (mut found, mut last) = (Vec::new(), None);
        tx.query(&sql, params, &mut |row: &dyn Row| {
            let mut columns = crate::engine::storage::Columns::new(row);
            let key = columns.next()?;
            let uid = if own { Some(columns.next()?) } else { None };
            last = Some(key);
            for at in 0..self.pairs.len() {
                let (text, twin): (Option<String>, Option<String>) = (columns.next()?, columns.next()?);
                let wanted = text.as_deref().map(fold);
                if wanted != twin {
                    found.push(Unlike { key, uid, at, wanted });
                }
            }
            Ok(true)
        })?;
        Ok((found, last))
    }

    /// Writes a twin as it should be; whether it could be written.
    fn put(&self, tx: &mut dyn Transaction, unlike: &Unlike) -> Result<bool> {
        if self.taken(tx, unlike)? {
            return Ok(false);
        }
        let sql = format!("UPDATE {} SET {} = ? WHERE id = ?", self.table.key, self.pairs[unlike.at].twin);
        tx.execute(&sql, params![unlike.wanted, unlike.key])?;
        Ok(true)
    }

    /// Whether another record has, in all that no two may have in common, what this one would have with its twin put right. Of
    /// two texts that must differ and are one by the present rules, the later keeps the form that it had: it is not wrong.
    fn taken(&self, tx: &mut dyn Transaction, unlike: &Unlike) -> Result<bool> {
        let twin = &self.pairs[unlike.at].twin;
        for definition in self.table.indexes.values() {
            let Some((columns, states)) = definition.strip_prefix("UNIQUE (").and_then(|rest| rest.split_once(')'))
            else {
                continue;
            };
            let columns: Vec<&str> = columns.split(", ").collect();
            if !columns.contains(&twin.as_str()) {
                continue;
            }
            let mut alike = vec![format!("other.{twin} = ?")];
            alike.extend(columns.iter().filter(|column| *column != twin).map(|c| format!("other.{c} = own.{c}")));
            if let Some(states) = states.strip_prefix(" WHERE ") {
                alike.extend(["other", "own"].map(|of| format!("{of}.{states}")));
            }
            let sql = format!(
                "SELECT EXISTS (SELECT 1 FROM {0} own JOIN {0} other ON other.id <> own.id WHERE own.id = ? AND {1})",
                self.table.key,
                alike.join(" AND ")
            );
            if tx.value(&sql, params![unlike.key, unlike.wanted])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn finding(&self, unlike: &Unlike) -> String {
        let (object, field) = (&self.table.object, &self.pairs[unlike.at].field);
        match unlike.uid {
            Some(uid) => format!("{object} {uid}: {field} is not found by its text"),
            None => format!("{object} in row {}: {field} is not found by its text", unlike.key),
        }
    }
}
