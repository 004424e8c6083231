//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::error::FieldError;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::record;
use crate::engine::tree::Tree;
use crate::users::UserRef;

kinds! {
    /// A pack.
    PACK = "pack" in packs;
}

id! {
    /// Identifies a pack in the audit.
    PackId
}

record! {
    /// A pack (扩展包): definitions of objects, fields, rules and views.
    output Pack {
        /// Its id, by which the audit names it.
        id: PackId,
        /// Its name.
        name: String,
        /// The version of its document.
        version: i64,
        /// The level of the expression language that it needs.
        language: i64,
        /// What it is called.
        title: String,
        /// Whether what it defines is in force.
        enabled: bool,
        /// When it was applied.
        applied_at: Timestamp,
        /// Who applied it; absent where the engine did.
        applied_by: Option<UserRef>,
        /// Custom fields that have other names than the pack gave them, since the engine has fields of those names by now
        /// (EXT-6): the next version of the pack goes by the present ones.
        renamed: Vec<PackRename>,
    }
}

record! {
    /// A custom field that has another name than its pack gave it.
    output PackRename {
        /// The kind of record, `customer`.
        object: String,
        /// The name that the pack gave it.
        from: String,
        /// Its name.
        to: String,
    }
}

record! {
    /// A pack with its document.
    output PackDetail {
        /// The pack.
        pack: Pack,
        /// Its document.
        document: Tree,
    }
}

record! {
    /// What a document would change (PACK-2).
    output PackPlan {
        /// What the plan comes to: `apply` takes it, and does nothing else.
        digest: String,
        /// The steps.
        steps: Vec<PackStep>,
        /// What stands against the document, each by its path in it.
        refusals: Vec<FieldError>,
        /// About how long the writer is held, in milliseconds.
        estimated_ms: i64,
    }
}

record! {
    /// A step of a plan.
    output PackStep {
        /// The path of what changes, as labels name it: `room.price`, `reservation.checks.dates`, `views.free_rooms`.
        path: String,
        /// What it means for what is there: `safe`, `counts`, `rewrites`, `hides`, `refused`.
        class: String,
        /// The records that it concerns: those that break a check, that lack what is required now, that are rewritten.
        rows: i64,
        /// What the thing was called before, where it gets another name.
        was: Option<String>,
        /// The places in other packs that are printed again with the new name.
        reprinted: Vec<String>,
        /// What else is to be known of it: `no_index` of a view that is found by no index, though its object has more than
        /// 10,000 records (VIEW-7); `rows` says how many. It is said of views that stay as they are too.
        note: Option<String>,
    }
}

record! {
    /// What was destroyed.
    output PurgeReport {
        /// Path by path, as they were given.
        paths: Vec<PurgedPath>,
    }
}

record! {
    /// What was destroyed at a path.
    output PurgedPath {
        /// The path.
        path: String,
        /// The records that had something there; of a pack those too that bore its tags.
        rows: i64,
    }
}
