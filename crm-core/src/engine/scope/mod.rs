//! Data scope (数据权限): which records somebody sees and changes (SCOPE-1 to SCOPE-18).
//!
//! A role has for each area with records of its own two *levels*, of reading and of writing. A level reaches the records
//! with a *holder* near enough to whoever asks: themself, somebody of their department, of it or one below it, anybody at
//! all. Who holds a record, and with whom it is shared, stands in the tables of the areas (*truth*). From it follows
//! `access`: a row a record and *principal*, in the order of the record's list, so that what somebody sees is a few ranges
//! of one index, whoever looks and however much they see (`storage/visible.rs`).
//!
//! * [`kinds`]: what an area declares of a kind of record: who holds it, what it follows, where its shares stand;
//! * [`truth`]: the one statement a kind that says who its principals are, and puts the rows right that differ;
//! * [`upkeep`]: which records a call touched. It follows from what the call tells the audit, so that no rule can forget it;
//! * [`viewer`]: what a narrowed user sees by; remembered while the epoch stays;
//! * [`state`]: the first narrowing of a database, whose rows are made in slices, and the last widening;
//! * [`history`]: what the audit tells to whom;
//! * [`derived`]: the comparison, both ways (MAINT-1).
//!
//! In a database where no role is narrowed all this is empty, and costs a column of a row that every call reads anyway.

mod derived;
pub(crate) mod history;
pub(crate) mod kinds;
mod principal;
pub(crate) mod state;
mod store;
mod truth;
pub(crate) mod upkeep;
mod viewer;

pub(crate) use derived::derived;
pub(crate) use kinds::{At, Follows, Person, Scoped, Told};
pub(crate) use store::{LevelNumber, asked, levels_of, next_epoch, pools_for, set_levels};
pub(crate) use viewer::{Levels, Sighting, Viewer, Viewers};

use crate::engine::record::choices;

choices! {
    /// Which records a role reaches (SCOPE-1); each reaches what those before it do.
    ScopeLevel {
        /// Those with a holder who is the user (本人).
        Own = "own",
        /// Those with a holder of exactly the user's department (本部门).
        Department = "department",
        /// Those with a holder of the user's department or of one below it (本部门及以下).
        Below = "below",
        /// Every record (全部).
        All = "all",
    }
}
