//! The operation that makes documents; the templates themselves are setup documents.

use super::rules;
use super::types::*;
use crate::files::{File, FileId};
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! templates_operations { ($($project:ident)::+) => { $($project)::+! {
    templates: Templates, "Documents (文档模板) made of records of any kind.";

    /// Makes a document of a record by a template (DOC-2, DOC-6). Everything is read in one transaction under the caller's own
    /// rights: a record out of reach is refused as its own `get` would be, what field rights withhold prints as nothing and is
    /// named in `withheld`. A name that no enabled template has is `invalid` (`template`: `unknown`), as is a template for
    /// another kind of record (`record`: `wrong_kind`), one that costs too much (`template`: `too_expensive`) or that prints
    /// more than 1,000 records of a relation (`template`: `too_many`).
    read[not_found] fn render(template: String [text(100)], record: RecordKey, options: Option<RenderOptions> = None) -> Document;

    /// Makes a document likewise and puts it on the record as a file, as `files.put` does (DOC-6): called by the template, with
    /// `.html` or `.txt` behind. The audit names the template and its version. Called again with its `id`, it answers with the
    /// file, whatever the record says by now. What is larger than a file may be is `invalid` (`template`: `too_large`).
    write[sliced, not_found, conflict] fn render_file(
        template: String [text(100)],
        record: RecordKey,
        options: Option<RenderOptions> = None,
        id: Option<FileId> = None,
    ) -> File;
} } }

crate::templates_operations!(crate::engine::operations::project_core);
