//! Owners of defined records who move to another department (OBJ-10): the department is kept beside the owner, and levels are
//! asked of it, so it follows in the call that moves them.

use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::storage::params;

impl Context<'_> {
    /// The user with the key is in another department from now on. What sleeps follows too; what is hidden is brought to its
    /// owners when it comes back.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn owner_moved(&mut self, user: i64) -> Result<()> {
        let catalogue = self.catalogue()?;
        // Objects with an owner have an index that begins with it, by which the records are found.
        let owned = |definition: &String| definition.starts_with("INDEX (owner,");
        for table in catalogue.tables.iter().filter(|table| table.indexes.values().any(owned)) {
            let sql = format!(
                "UPDATE {} SET owner_department = (SELECT department FROM users WHERE id = ?) WHERE owner = ?",
                table.key
            );
            self.tx().execute(&sql, params![user, user])?;
        }
        Ok(())
    }
}
