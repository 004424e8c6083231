//! What a pack grants to roles, as it is written (OBJ-7, PACK-10).

use super::words::words;
use crate::engine::objects::shape::Name;

/// What a role is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name: of a built-in role, `sales_manager`, of one of the pack's own `hotel.reception`.
    pub name: Name,
    /// The grants.
    pub grants: Vec<Grant>,
}

words! {
    /// How far a grant reaches (SCOPE-1), the narrowest first.
    Level {
        /// Records that are one's own.
        Own "own",
        /// Those of one's department.
        Department "department",
        /// Those of the departments below too.
        Below "below",
        /// All.
        All "all",
    }
}

words! {
    /// How a confidential field is opened.
    Opened {
        /// It is read.
        Read "read",
        /// It is read and written.
        Write "write",
    }
}

/// One line of a role (OBJ-7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// All verbs of all objects of the pack.
    Pack {
        /// The pack.
        pack: Name,
        /// How far.
        level: Option<Level>,
    },
    /// All verbs of an object.
    Object {
        /// The object, `hotel.room`.
        object: Name,
        /// How far.
        level: Option<Level>,
    },
    /// One verb, or one action.
    Verb {
        /// The object.
        object: Name,
        /// The verb or the action.
        verb: Name,
        /// How far.
        level: Option<Level>,
    },
    /// A confidential field.
    Field {
        /// The object, `hotel.guest` or `customer`.
        object: Name,
        /// The field.
        field: Name,
        /// How.
        opened: Opened,
    },
}
