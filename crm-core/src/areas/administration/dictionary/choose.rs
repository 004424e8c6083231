//! Resolving the coded fields of other areas (DICT-2).

use super::store;
use crate::dictionary::DictionaryEntryId;
use crate::engine::error::Result;
use crate::engine::gate::Context;

/// The key of the entry that a coded field names. An entry that is not in the category is a violation of the field,
/// which names the category; the other fields are still looked at.
pub(crate) fn choose(
    cx: &mut Context<'_>,
    field: &str,
    category: &str,
    id: &Option<DictionaryEntryId>,
) -> Result<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let key = store::in_category(cx.tx(), *id, category)?;
    if key.is_none() {
        cx.violations().unknown_choice(field, category);
    }
    Ok(key)
}
