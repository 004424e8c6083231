//! The operations that keep a database well.

use super::rules;
use super::types::*;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! maintenance_operations { ($($project:ident)::+) => { $($project)::+! {
    maintenance: Maintenance, "Backup and checks of the database.";

    /// Copies the whole database into a new file while others go on reading and writing (MAINT-1). The copy is one
    /// moment's state and opens like any database, for reading also where nothing can be written. `file` is a path on
    /// the machine the engine runs on. A file that exists is a conflict (`file_exists`): a backup never overwrites
    /// another.
    ///
    /// The copy has the permissions of the database, and the backup is in the audit, unless the database was opened for
    /// reading only. Where the call fails or is interrupted, there is no copy.
    read[sliced, conflict, everything] fn backup(file: String [verbatim, text(4000)]) -> ();

    /// Verifies the file's structure, the references, and the derived data against recomputation (MAINT-1), on a snapshot
    /// and in memory that does not grow with the data. What lies in a store of the host's (FILE-4) is read through behind it.
    read[sliced, everything] fn check() -> CheckReport;

    /// Recomputes the derived data where they are wrong, and checks the database again. What it put right is in the
    /// audit. Needed only where `check` found something in them.
    ///
    /// They are compared while others write, and put right in slices: what was wrong is wrong until its slice, and a
    /// rebuild that is interrupted leaves the rest to the next one. Where nothing is wrong, nothing is written.
    write[sliced, everything] fn rebuild() -> CheckReport;
} } }

crate::maintenance_operations!(crate::engine::operations::project_core);
