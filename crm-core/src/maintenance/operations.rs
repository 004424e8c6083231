//! The operations that keep a database well.

use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[macro_export]
macro_rules! maintenance_operations { ($($project:ident)::+) => { $($project)::+! {
    maintenance: Maintenance, "Backup and checks of the database.";

    /// Copies the whole database into a new file while others go on writing (MAINT-1). The copy is one moment's state
    /// and opens like any database. A file that exists is a conflict: a backup never overwrites another.
    read fn backup(file: String [text(4000)]) -> ();

    /// Verifies the file's structure, the references, and the derived data against recomputation (MAINT-1).
    read fn check() -> CheckReport;

    /// Recomputes the derived data. Needed only where `check` found it wrong.
    write fn rebuild() -> CheckReport;
} } }

crate::maintenance_operations!(crate::operations::project_core);
