//! Custom fields in what typed operations give (EXT-2): filled in behind the rule, in the call's transaction, one statement a
//! kind and five hundred records.

use std::collections::{BTreeMap, HashMap};

use super::super::shape::Name;
use crate::engine::error::Result;
use crate::engine::gate::{Body, Context};
use crate::engine::ids::RecordId;
use crate::engine::value::Values;

/// What is told of a record: the values, and the names of those that its reader does not read in full.
type Shown = (Values, Vec<String>);

/// Records that are asked for in one statement.
const TOGETHER: usize = 500;

impl Context<'_> {
    /// Fills in the custom fields of every record in a result.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn fill_custom(&mut self, body: &mut dyn Body) -> Result<()> {
        // Who has defined nothing pays for this question alone.
        if self.custom.extended == Some(false) {
            return Ok(());
        }
        let mut wanted: BTreeMap<&'static str, Vec<RecordId>> = BTreeMap::new();
        body.extended(&mut |info, id, _, _| wanted.entry(info.kind()).or_default().push(id));
        if wanted.is_empty() || !self.is_extended()? {
            return Ok(());
        }
        let (catalogue, mut values) = (self.catalogue()?, HashMap::<(&'static str, RecordId), Shown>::new());
        for (kind, mut ids) in wanted {
            let Some(model) = catalogue.extended.get(kind) else { continue };
            let custom = model.fields.iter().filter(|field| field.field.is_some());
            let names: Vec<Name> = custom.map(|field| field.name.clone()).collect();
            let Some(defined) = catalogue.definitions.get(kind).filter(|_| !names.is_empty()) else { continue };
            ids.sort_unstable();
            ids.dedup();
            for ids in ids.chunks(TOGETHER) {
                let found = self.values_of(defined.object.clone(), ids, &names)?;
                values.extend(found.into_iter().map(|(id, found, withheld)| ((kind, id), (found, withheld))));
            }
        }
        body.extended(&mut |info, id, place, names| {
            if let Some((found, withheld)) = values.get(&(info.kind(), id)) {
                *place = found.clone();
                // As everywhere outside of the values themselves (EXT-4).
                *names = withheld.iter().map(|name| format!("custom.{name}")).collect();
            }
        });
        Ok(())
    }
}
