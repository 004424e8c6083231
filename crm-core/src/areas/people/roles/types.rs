//! What a caller sends and gets.

pub use crate::engine::confidential::{ConfidentialKind, FieldRight};
pub use crate::engine::scope::ScopeLevel;

use crate::engine::clock::Timestamp;
use crate::engine::gate::Entity;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::record::{record, update};
use crate::engine::schedule::Job;

/// Roles that a database may have, the built-in ones among them; they are listed all at once.
pub const MAX_ROLES: i64 = 1_000;

impl Job {
    /// The first narrowing of a database is prepared, or what the last widening left is removed.
    pub const SCOPE: Job = Job::named("scope");
}

kinds! {
    /// A role.
    ROLE = "role" in roles;
}

id! {
    /// Identifies a role.
    RoleId
}

record! {
    /// What an administrator gives to create a role.
    input NewRole {
        /// Its name; unique.
        name: String [text(100)],
        /// What it may do: names of operations (`tickets.create`) and of areas (`tickets`). An area stands for the
        /// operations it has now; what a later version adds to it is granted to no one unasked (PERM-1).
        grant: Option<Vec<String>> = None [text(100), at_most(1000)],
    }
}

update! {
    /// Changes to a role.
    RoleUpdate {
        /// Its name; unique.
        name: String [text(100), required],
        /// What it may do from now on, beside what it may: names of operations and of areas. An area stands for the
        /// operations it has now (PERM-1).
        grant: Vec<String> [text(100), at_most(1000), required],
        /// What it may not do any more: names of operations and of areas. What is in `grant` too is granted.
        revoke: Vec<String> [text(100), at_most(1000), required],
    }
}

record! {
    /// A role (角色).
    output Role {
        /// Its id.
        id: RoleId,
        /// Its version, for updates.
        version: i64,
        /// Its name, by which users hold it.
        name: String,
        /// Whether it comes with the engine: such a role can't be changed, but copied.
        built_in: bool,
        /// The operations it holds, in alphabetical order. What every signed-in user may do needs no role.
        operations: Vec<String>,
        /// Whether whoever holds it and signs in by the engine needs a second factor (FACTOR-3).
        requires_factor: bool,
        /// What it may do with fields to which it has less than the full right, by kind of record and field.
        fields: Vec<RoleField>,
        /// Which records it reaches, area by area, where that is something else than it begins with (SCOPE-1).
        scopes: Vec<RoleScope>,
        /// How many users hold it, disabled ones too.
        users: i64,
        /// When it was created.
        created_at: Timestamp,
    }
}

record! {
    /// Which records of an area a role reaches.
    output RoleScope {
        /// The area: `customers`, `opportunities`, `tickets` or `activities`.
        area: String,
        /// Which it reads.
        reads: ScopeLevel,
        /// Which it changes.
        writes: ScopeLevel,
        /// Whether that is so already: the first narrowing of a database is prepared by a job (`jobs.run_due`), and until
        /// it is done everybody sees what they saw.
        in_force: bool,
    }
}

record! {
    /// What a role may do with a field that can be withheld.
    output RoleField {
        /// The kind of record, `customer`.
        entity: Entity,
        /// The field, `bank_account`.
        field: String,
        /// What the role may do with it.
        right: FieldRight,
    }
}
