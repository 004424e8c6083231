//! Products and orders to which packs give fields: each line is written in a savepoint with its custom fields and the dictionary
//! items that these name, as one that is pushed is (EXT-3, EXT-5).

use super::customers::Made;
use super::rows::{Given, Memory, Written, outcome};
use super::types::ImportOutcome;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::tree::Tree;
use crate::sales::dates::Pushed;
use crate::sales::extended::Line;
use crate::sales::push::Incoming;

/// Writes the lines one by one; what became of each.
pub(super) fn write<'r, R: Clone, S>(
    cx: &mut Context<'_>,
    memory: &mut Memory,
    entity: &Entity,
    rows: &[Given<'r, R>],
    push: &dyn Fn(&mut Context<'_>, &Given<'r, R>) -> Pushed,
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
            let line = Line { entity, key: row.key(), custom: &told, wrong: &[] };
            let (done, id) = line.write(cx, &|cx| push(cx, row))?;
            let lacks = cx.told_custom_lacks(entity, id)?;
            Ok((Written { outcome: outcome(done), errors: Vec::new(), notes: Vec::new(), lacks }, made))
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
