//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::error::FieldError;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::{Total, page};
use crate::engine::record::record;
use crate::engine::storage::referred;
use crate::engine::tree::Tree;
use crate::users::UserRef;

/// Documents of one kind (SETUP-6); some kinds have fewer.
pub const MAX_DOCUMENTS: i64 = crate::engine::setup::MOST;

/// The most bytes of a document (SETUP-6): 256 KiB.
pub const MAX_DOCUMENT: usize = crate::engine::setup::LONGEST;

kinds! {
    /// A setup document.
    SETUP_DOCUMENT = "setup_document" in setup_documents;
}

id! {
    /// Identifies a setup document.
    SetupId
}

record! {
    /// A setup document that is referred to.
    output SetupRef {
        /// Its id.
        id: SetupId,
        /// Its name.
        name: String,
    }
}

referred! { SetupRef in setup_documents { id: SetupId, name } }

record! {
    /// A kind of setup document, and what the acting user may do with its documents.
    output SetupKind {
        /// Its name, as the operations take it.
        kind: String,
        /// Its label in the session's language.
        label: String,
        /// Whether they read its documents.
        readable: bool,
        /// Whether they write them.
        writable: bool,
    }
}

record! {
    /// Which documents are wanted; what is absent does not restrict.
    input SetupFilter {
        /// Enabled ones, or disabled ones.
        enabled: Option<bool> = None,
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: Option<String> = None [short],
    }
}

record! {
    /// A setup document (设置文档): something that configures the engine, as it is or as it was in one of its versions.
    output SetupDocument {
        /// Its kind.
        kind: String,
        /// Its name, by which arguments name it; unique in its kind, whatever the width and case.
        name: String,
        /// Its id, by which records refer to it.
        id: SetupId,
        /// Its version, for updates; each change of name, place or content, each enabling and disabling counts.
        version: i64,
        /// Whether it is in force.
        enabled: bool,
        /// Its place among the documents of its kind; equal ones stand by age.
        position: i64,
        /// The pack that brought it, where one did, as its name says too; `my` where it says what administrators put over that.
        pack: Option<String>,
        /// When it was created.
        created_at: Timestamp,
        /// When it became as it is told here.
        changed_at: Timestamp,
        /// Who made it so; nobody, where the engine itself did.
        changed_by: Option<UserRef>,
        /// What stands in it: the fields of its kind (`meta.describe` of `setup.put`).
        document: Tree,
    }
}

record! {
    /// What putting a document would do (SETUP-3).
    output SetupPlan {
        /// What is wrong with it, by paths inside the document: all for which `put` would be refused.
        refusals: Vec<FieldError>,
        /// The paths that would change, as far as the document could be read; none, where it would stay as it is.
        changes: Vec<String>,
        /// How many records it concerns, as its kind counts them.
        records: Total,
    }
}

page!(SetupPage of SetupDocument, "A page of setup documents, in their order.");

page!(SetupHistory of SetupDocument, "A page of a document's versions, newest first.");
