//! The reading connections: taken for one transaction each, and waited for in turn.

use std::ops::Deref;
use std::sync::{Condvar, Mutex, PoisonError};

use rusqlite::Connection;

pub(super) struct Pool {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
}

/// A connection on loan; it goes back when dropped, also when a reader panics.
pub(super) struct Loan<'p> {
    pool: &'p Pool,
    connection: Option<Connection>,
}

impl Pool {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        Pool { idle: Mutex::new(connections), returned: Condvar::new() }
    }

    pub(super) fn take(&self) -> Loan<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut idle = self.returned.wait_while(idle, |idle| idle.is_empty()).unwrap_or_else(PoisonError::into_inner);
        Loan { pool: self, connection: idle.pop() }
    }
}

impl Deref for Loan<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        // `take` returns only with a connection, and only `drop` takes it out again.
        match &self.connection {
            Some(connection) => connection,
            None => unreachable!("a loan without a connection"),
        }
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let mut idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(connection);
            self.pool.returned.notify_one();
        }
    }
}
