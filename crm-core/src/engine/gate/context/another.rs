//! What another user than the acting one reads: whoever is mentioned, follows, or is to be told of a record must read it at
//! that moment (PROC-2). Nothing is done in their name.

use super::Context;
use crate::engine::confidential;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::objects::record::RecordKey;
use crate::engine::permission::{self, Grant};
use crate::engine::session::{Actor, Session};
use crate::engine::value::ObjectRef;

impl Context<'_> {
    /// What a user, named by key and id, is told that the record is called; none where they are not active, or don't read it.
    /// What is told is listed by an operation that everybody holds, so the host's own system is told of every record (PROC-2).
    pub(crate) fn told_to(&mut self, user: (i64, UserId), record: &RecordKey) -> Result<Option<ObjectRef>> {
        let (key, id) = user;
        let session = Session::new(self.session().crm().clone(), Actor::User { key, id, by_engine: false });
        let Some(grant) = permission::standing(&mut *self.tx, &session)? else { return Ok(None) };
        let _withheld = confidential::during(grant.rights.limits());
        match self.in_place_of(&session, grant).record_read(record, true) {
            Ok(told) => Ok(Some(told)),
            Err(failure) if failure.is_failure() => Err(failure),
            Err(_) => Ok(None),
        }
    }

    /// The same transaction in the eyes of another user, for whom nothing is written.
    fn in_place_of<'b>(&'b mut self, session: &'b Session, grant: Grant) -> Context<'b> {
        Context::bare(&mut *self.tx, session, grant, (self.operation, self.now, self.ids.clone()))
    }
}
