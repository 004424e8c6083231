//! The operations on saved views.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;
use crate::engine::value::Values;
use crate::objects::{ObjectPage, ObjectTable};

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! views_operations { ($($project:ident)::+) => { $($project)::+! {
    views: Views, "Saved views (视图): kept questions about the records of one object.";

    /// Lists the views that the acting user may ask by name: their own, those that are shared with them, and those of packs over
    /// objects whose records they list (VIEW-1, VIEW-2). `object` are those over one object alone.
    read fn list(object: Option<String> = None [text(100)]) -> Vec<View>;

    /// Keeps a view. Whatever is wrong with the definition is told at once, by paths inside it (`definition.filter.and[1].lt`).
    /// Whoever keeps one needs no right to the records: that is asked of whoever asks the view.
    write[conflict] fn create(new: NewView, id: Option<ViewId> = None) -> View;

    /// Changes a view of one's own. What is shared with others is theirs to ask and not to change.
    write[not_found, conflict] fn update(id: ViewId, changes: ViewUpdate) -> View;

    /// Deletes a view of one's own; a system administrator deletes any.
    write[confirm, not_found, conflict] fn delete(id: ViewId, version: Option<i64> = None) -> ();

    /// Says with whom a view of one's own is shared from now on (VIEW-2): everybody, whoever has a role, the people of a
    /// department and of those below it. With nobody it is one's own again.
    write[not_found] fn share(id: ViewId, with: ViewShares) -> View;

    /// Gives the rows that a view asks for (VIEW-1). `view` is the name of a pack's, `hotel.free_rooms`, or the id of a person's;
    /// it needs the right `list` of its object. Each parameter must be given (VIEW-3). One that asks for a table, that is
    /// broken, or that seeks, sorts or groups by what the reader does not read, is `invalid`.
    read[not_found] fn rows(view: String [text(100)], parameters: Option<Values> = None, page: Option<PageRequest> = None) -> ObjectPage;

    /// Gives the table that a view with `measures` asks for (VIEW-4), as `rows` gives rows.
    read[not_found] fn table(view: String [text(100)], parameters: Option<Values> = None) -> ObjectTable;
} } }

crate::views_operations!(crate::engine::operations::project_core);
