//! Products and orders to which packs give fields: each is written in a savepoint with its custom fields, and told the audit as
//! what a person writes is, so that defaults, formulas and checks hold of it and its history tells them (EXT-3, EXT-5).

use super::customers::Made;
use super::rows::{Given, Memory, Written, pushed};
use super::types::ImportOutcome;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::tree::Tree;
use crate::engine::wire::Record;
use crate::sales::push::Incoming;
use crate::sales::{PushResult, extended as books};

/// Writes the lines one by one; what became of each.
pub(super) fn write<'r, R: Clone, S>(
    cx: &mut Context<'_>,
    memory: &mut Memory,
    entity: &Entity,
    rows: &[Given<'r, R>],
    push: &dyn Fn(&mut Context<'_>, &Given<'r, R>) -> Result<PushResult>,
) -> Result<Vec<Written>>
where
    Given<'r, R>: Incoming<R, S>,
{
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let known = &memory.next;
        let written = cx.savepoint(|cx| {
            let mut made = Made::default();
            let mut told = row.custom.clone();
            for item in row.items {
                let id = made.item(cx, item, known)?;
                put(&mut told, super::convert::last(&item.field), &id.to_string());
            }
            let line = Line { entity, key: row.key(), custom: &told };
            line.write(cx, &mut |cx| push(cx, row)).map(|written| (written, made))
        });
        out.push(match written {
            Ok((written, made)) => {
                memory.created.extend(made.created);
                memory.next.extend(made.next);
                written
            }
            Err(CrmError::Invalid { fields }) => {
                Written { outcome: ImportOutcome::Refused, errors: fields, notes: Vec::new(), lacks: Vec::new() }
            }
            Err(failure) => return Err(failure),
        });
    }
    Ok(out)
}

/// Adds the id of an item to what is told.
fn put(told: &mut Option<Tree>, name: &str, id: &str) {
    let mut values = told.as_ref().and_then(|told| told.value().as_object().cloned()).unwrap_or_default();
    values.insert(name.to_owned(), id.into());
    *told = Some(Tree::from(serde_json::Value::Object(values)));
}

/// A line that is written.
struct Line<'l> {
    entity: &'l Entity,
    key: &'l str,
    custom: &'l Option<Tree>,
}

impl Line<'_> {
    fn write(
        &self,
        cx: &mut Context<'_>,
        push: &mut dyn FnMut(&mut Context<'_>) -> Result<PushResult>,
    ) -> Result<Written> {
        let before = self.there(cx)?;
        let entity = self.entity.clone();
        let extended = match &before {
            Some((id, _)) => cx.custom_changes(entity, *id, self.custom)?,
            None => {
                let given = crate::engine::objects::custom::without_nulls(self.custom);
                cx.custom_of_new(entity, &given, false)?;
                false
            }
        };
        // Whatever is wrong with the line is told at once.
        let mut wrong = std::mem::take(cx.violations()).into_fields();
        let Some(mut written) = pushed(push(cx)?).pop() else { return Err(CrmError::bug("a line without a result")) };
        wrong.append(&mut written.errors);
        if !wrong.is_empty() {
            return Err(CrmError::Invalid { fields: wrong });
        }
        if extended && written.outcome == ImportOutcome::Unchanged {
            written.outcome = ImportOutcome::Updated;
            books::count_version(cx.tx(), self.entity, self.key)?;
        }
        let Some((id, after)) = self.there(cx)? else { return Err(CrmError::bug("a line left no record")) };
        match before {
            None => cx.created(self.entity.clone(), id, &*after)?,
            Some(_) if written.outcome == ImportOutcome::Unchanged => {}
            Some((_, before)) => cx.updated(self.entity.clone(), id, &*before, &*after)?,
        }
        written.lacks = cx.told_custom_lacks(self.entity, id)?;
        Ok(written)
    }

    /// The record under the host's key.
    fn there(&self, cx: &mut Context<'_>) -> Result<Option<(RecordId, Box<dyn Record>)>> {
        books::by_external_id(cx, self.entity, self.key)
    }
}
