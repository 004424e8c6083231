//! Owners of defined records who move to another department (OBJ-10): the department is kept beside the owner, and levels are
//! asked of it, so it follows in the call that moves them.

use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::storage::params;

impl Context<'_> {
    /// The user with the key is in another department from now on. What sleeps and what is hidden follows too, since it comes
    /// back; a table without an owner has nothing to find by its index.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn owner_moved(&mut self, user: i64) -> Result<()> {
        let catalogue = self.catalogue()?;
        for table in catalogue.tables.iter().filter(|table| table.pack.is_some() && table.whole.is_none()) {
            let sql = format!(
                "UPDATE {} SET owner_department = (SELECT department FROM users WHERE id = ?) WHERE owner = ?",
                table.key
            );
            self.tx().execute(&sql, params![user, user])?;
        }
        Ok(())
    }
}
