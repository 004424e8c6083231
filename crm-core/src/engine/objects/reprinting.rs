//! What is kept in the words of definitions is printed again where these get other names: by a new version of a pack (PACK-2,
//! VIEW-9), or since the engine took the name of a custom field (EXT-6). What there is to print is the areas' to know: each says
//! it in the `reprints` of its `AREA`, and whoever gives names walks over all of them.

use serde_json::Value;

use super::catalogue::house::House;
use super::define::rename::{Renames, rename_setup};
use super::define::{Definitions, renamed_view};
use crate::engine::area;
use crate::engine::audit::Change;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::setup;
use crate::engine::storage::Transaction;
use crate::engine::tree::Tree;

/// By what is printed again.
#[derive(Debug)]
pub struct Reprinting {
    /// What was defined before, of packs that sleep too.
    definitions: Definitions,
    house: House,
    renames: Renames,
}

/// One walk over what the areas print again.
pub(crate) struct Reprint<'a> {
    pub(crate) tx: &'a mut dyn Transaction,
    pub(crate) by: &'a Reprinting,
    /// The pack whose new version gives the names, which says anew what it brings itself; none where the engine gives them.
    pub(crate) but: Option<&'a str>,
    pub(crate) at: Timestamp,
    /// The key of the user who has it done; none for the engine itself.
    pub(crate) actor: Option<i64>,
    /// What the audit is told.
    pub(crate) changes: Vec<Change>,
}

impl Reprinting {
    pub(super) fn new(definitions: Definitions, house: House, renames: Renames) -> Reprinting {
        Reprinting { definitions, house, renames }
    }

    /// Prints again whatever areas keep; gives what the audit is to be told.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn everywhere(
        &self,
        tx: &mut dyn Transaction,
        but: Option<&str>,
        (at, actor): (Timestamp, Option<i64>),
    ) -> Result<Vec<Change>> {
        let mut again = Reprint { tx, by: self, but, at, actor, changes: Vec::new() };
        area::all().filter_map(|area| area.reprints).try_for_each(|print| print(&mut again))?;
        Ok(again.changes)
    }

    /// What an object is called from now on; none where it keeps its name.
    pub(crate) fn object(&self, name: &str) -> Option<&str> {
        self.renames.objects.get(name).map(|now| &**now)
    }

    /// The object and the definition of a view as it is said from now on; none where it stays as it is.
    pub(crate) fn view(&self, definition: &Tree) -> Option<(String, Tree)> {
        let view = renamed_view(definition.value(), &self.definitions, &self.house, &self.renames)?;
        Some((view.of.to_string(), view.printed().into()))
    }

    /// A setup document as it says from now on; none where it stays as it is.
    pub(crate) fn document(&self, kind: &setup::Kind, document: &Value) -> Option<Value> {
        rename_setup(kind, document, &self.definitions, &self.house, &self.renames)
    }
}
