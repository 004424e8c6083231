//! Entries of the dictionary that a version brings to the databases of earlier ones. A new database has them from its beginning.

use super::Upgrade;
use crate::engine::error::Result;
use crate::engine::gate::{self, Entity};
use crate::engine::objects::shape::ENTRY;
use crate::engine::storage::{Transaction, params};
use crate::engine::text::fold;

/// Adds entries, item and value, of a category, but for those whose item or value it has.
pub(super) fn bring(
    tx: &mut dyn Transaction,
    upgrade: &mut Upgrade,
    category: &str,
    entries: &[(&str, &str)],
) -> Result<()> {
    let begun: bool = tx.value("SELECT EXISTS (SELECT 1 FROM dictionary_entries)", &[])?;
    if !begun {
        return Ok(());
    }
    for (item, value) in entries {
        let (item_folded, value_folded) = (fold(item), fold(value));
        let there: bool = tx.value(
            "SELECT EXISTS (SELECT 1 FROM dictionary_entries WHERE category = ? AND (item_folded = ? OR value_folded = ?))",
            params![category, item_folded, value_folded],
        )?;
        if there {
            continue;
        }
        let (id, number) = (upgrade.ids.uuid(), gate::store::next_number(tx, Entity::named(ENTRY))?);
        tx.execute(
            "INSERT INTO dictionary_entries (uid, number, category, item, item_folded, value, value_folded, editable) \
             VALUES (?, ?, ?, ?, ?, ?, ?, TRUE)",
            params![&id, number, category, *item, item_folded, *value, value_folded],
        )?;
    }
    Ok(())
}
