//! What a caller sends and gets.

use crate::departments::DepartmentId;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::{record, update};
use crate::engine::tree::Tree;
use crate::users::UserRef;

/// Views that a person may have (LIM-1).
pub const MAX_VIEWS: i64 = 500;

/// Views that may be shared in a database at a time: they are listed all at once.
pub const MAX_SHARED: i64 = 1_000;

/// The most bytes of a definition: 16 KiB.
pub const MAX_DEFINITION: usize = 16 * 1024;

kinds! {
    /// A saved view.
    VIEW = "view" in views;
}

id! {
    /// Identifies a saved view.
    ViewId
}

record! {
    /// With whom a view is shared (VIEW-2). They read it: each sees their own records and fields in it.
    input ViewShares {
        /// Everybody.
        everybody: bool,
        /// Whoever has one of these roles, by their names.
        roles: Vec<String> [text(100), at_most(100)],
        /// The people of these departments, and of those below them.
        departments: Vec<DepartmentId> [at_most(200)],
    }
}

record! {
    /// A saved view (视图): a kept question about the records of one object, a person's or a pack's.
    output View {
        /// The id of a person's view; absent where a pack has it.
        id: Option<ViewId>,
        /// What it is called; that of a pack with the pack in front, `hotel.free_rooms`.
        name: String,
        /// A person's: how often it was changed, for updates. A pack's: the pack's version.
        version: i64,
        /// The object of whose records it asks.
        object: String,
        /// What it asks (VIEW): `of`, `filter`, `parameters`, `columns`, `sort`, or `group` and `measures`; and `bench`, by
        /// which it is a section of the workbench of who may ask it (VIEW-8).
        definition: Tree,
        /// Whose it is; absent where a pack has it, or the engine.
        owner: Option<UserRef>,
        /// With whom its owner shares it; a pack's with nobody.
        shares: ViewShares,
        /// Whether it names what is not there any more, and is refused until it is changed (VIEW-9).
        broken: bool,
    }
}

record! {
    /// What is given to keep a view.
    input NewView {
        /// What it is called; unique among one's own, whatever the width and case.
        name: String [text(100)],
        /// What it asks.
        definition: Tree,
    }
}

update! {
    /// Changes to a view.
    ViewUpdate {
        /// What it is called.
        name: String [text(100), required],
        /// What it asks, as a whole.
        definition: Tree [required],
    }
}
