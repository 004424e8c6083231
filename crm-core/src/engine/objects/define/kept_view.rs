//! Views that people keep (VIEW-1): read and judged as those of packs are, by what is defined at the moment.

use serde_json::Value;

use super::check::Checker;
use super::definitions::Definitions;
use super::document::{MY, Pack, View};
use super::installed::Installed;
use super::read_view;
use super::reading::Reading;
use super::rename::{Renames, rename_view};
use crate::engine::error::FieldError;
use crate::engine::objects::expr::Place;
use crate::engine::objects::shape::Name;

/// The view that a document says, as far as it can be read, and all that is wrong with it, by paths behind `path`. It may name
/// whatever is defined, as the administrators' own pack may (PACK-6).
pub fn kept_view(
    document: &Value,
    path: &str,
    definitions: &Definitions,
    installed: &dyn Installed,
) -> (View, Vec<FieldError>) {
    let mut reading = Reading::default();
    let view = read_view::view(&mut reading, Name::default(), path, document).unwrap_or_default();
    let Reading { found, unread } = reading;
    let pack = Pack { name: Name::new(MY), ..Pack::default() };
    let mut checker =
        Checker { pack: &pack, unread: &unread, installed, definitions, found, place: Place::Check, of_house: false };
    checker.view(path, &view);
    let found = checker.found.0;
    (view, found)
}

/// The view that a document says with the names that a new version gives, where it says any of these (VIEW-9). `definitions`
/// are those that it was kept beside.
pub fn renamed_view(
    document: &Value,
    definitions: &Definitions,
    installed: &dyn Installed,
    renames: &Renames,
) -> Option<View> {
    let mut reading = Reading::default();
    let before = read_view::view(&mut reading, Name::default(), "", document)?;
    // What could be read in part alone would lose the rest.
    if !reading.found.0.is_empty() {
        return None;
    }
    let mut after = before.clone();
    rename_view(&mut after, definitions, installed, renames);
    (after != before).then_some(after)
}
