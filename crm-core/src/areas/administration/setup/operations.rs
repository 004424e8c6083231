//! The operations on setup documents.

use super::rules;
use super::types::*;
use crate::engine::page::PageRequest;
use crate::engine::tree::Tree;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! setup_operations { ($($project:ident)::+) => { $($project)::+! {
    setup: Setup, "What configures the engine (设置文档): documents of kinds that the engine declares.";

    /// Lists the kinds of document that this version has, and says of each whether the acting user reads and writes its
    /// documents (SETUP-1). Every signed-in user may ask.
    read fn kinds() -> Vec<SetupKind>;

    /// Lists the documents of a kind by their places, then by age. It needs the right `setup.<kind>.read` or
    /// `setup.<kind>` (SETUP-6), as `get` and `history` do; a kind that this version lacks is `invalid` (`unknown_kind`).
    read fn list(kind: String [text(100)], filter: Option<SetupFilter> = None, page: Option<PageRequest> = None) -> SetupPage;

    /// Gives one document, as it is or in one of its versions.
    read[not_found] fn get(kind: String [text(100)], name: String [text(100)], document_version: Option<i64> = None) -> SetupDocument;

    /// Says what is wrong with a document, what putting it would change, and how many records that concerns (SETUP-3).
    /// Nothing is written. It needs the right `setup.<kind>`, as everything that writes does.
    read fn plan(kind: String [text(100)], name: String [text(100)], document: Tree) -> SetupPlan;

    /// Creates a document, or replaces what stands in it, as a whole (SETUP-2). Whatever is wrong is told at once, by paths
    /// inside the document. Inner parts with an `id` (a stage of a pipeline) keep the one that is given; others get one, but
    /// for those that stood there already and say the same. Equal content changes nothing.
    ///
    /// A new document stands behind the others unless it is given a `position`, and begins enabled or disabled as its kind
    /// says; it may have an `id` of the caller's (a UUIDv7). With a `version` that is not the document's it is a conflict
    /// (`stale_version`); with one and no such document `not_found`. What is put over a pack's document is the administrators'
    /// own (`pack` is `my`), whatever the pack's next version says, until it says what the pack does (SETUP-5).
    write[not_found, conflict] fn put(
        kind: String [text(100)],
        name: String [text(100)],
        document: Tree,
        version: Option<i64> = None,
        id: Option<SetupId> = None,
        position: Option<i64> = None [range(1, 1_000_000)],
    ) -> SetupDocument;

    /// Gives a document another name. Documents that name it say the new one from then on, records keep its id. A pack's has
    /// the name that the pack gives it (`fixed`).
    write[not_found, conflict] fn rename(kind: String [text(100)], name: String [text(100)], to: String [text(100)]) -> SetupDocument;

    /// Puts a document in force. What it names must be there (SETUP-4).
    write[not_found] fn enable(kind: String [text(100)], name: String [text(100)]) -> SetupDocument;

    /// Takes a document out of force.
    write[not_found] fn disable(kind: String [text(100)], name: String [text(100)]) -> SetupDocument;

    /// Deletes a document with its versions. While enabled documents name it, it is `invalid` (`name`: `in_use`), once for
    /// each of them (SETUP-4). Where administrators put their own over a pack's document, that is taken away and the pack's
    /// stands again; the pack's own goes with the pack alone (`name`: `in_use`).
    write[confirm, not_found] fn delete(kind: String [text(100)], name: String [text(100)]) -> ();

    /// Lists the versions of a document, newest first (SETUP-6).
    read[not_found] fn history(kind: String [text(100)], name: String [text(100)], page: Option<PageRequest> = None) -> SetupHistory;
} } }

crate::setup_operations!(crate::engine::operations::project_core);
