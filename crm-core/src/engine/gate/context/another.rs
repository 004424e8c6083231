//! What another user than the acting one reads: whoever is mentioned, follows, or is to be told of a record must read it at
//! that moment (PROC-2). Nothing is done in their name.

use std::any::Any;
use std::sync::Arc;

use super::Context;
use crate::engine::clock::{IdSource, Timestamp};
use crate::engine::company::Company;
use crate::engine::confidential;
use crate::engine::error::Result;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::record::RecordKey;
use crate::engine::objects::shape::Name;
use crate::engine::operations::Operation;
use crate::engine::permission::{self, Grant};
use crate::engine::session::{Actor, Session};
use crate::engine::storage::Transaction;
use crate::engine::telling::Telling;
use crate::engine::value::ObjectRef;

impl<'a> Context<'a> {
    /// Whoever tells of what goes in a write, which has the transaction for as long.
    pub(in crate::engine::gate) fn teller(&mut self) -> Result<Teller<'a>> {
        let (catalogue, company) = (self.catalogue()?, self.company()?.clone());
        let begun = (self.operation, self.now, self.ids.clone());
        let (session, for_the_engine) = (self.session, self.for_the_engine);
        Ok(Teller { session, for_the_engine, begun, catalogue, company, telling: Vec::new() })
    }
}

/// Tells of what goes in a write.
pub(in crate::engine::gate) struct Teller<'s> {
    session: &'s Session,
    for_the_engine: bool,
    begun: (&'static Operation, Timestamp, IdSource),
    catalogue: Arc<Catalogue>,
    company: Company,
    /// Who is to be told.
    pub(in crate::engine::gate) telling: Vec<Telling>,
}

impl Teller<'_> {
    /// Has the followers of records that are about to go told of it (FOLLOW-2).
    pub(in crate::engine::gate) fn tell(&mut self, tx: &mut dyn Transaction, going: &[(Name, RecordId)]) -> Result<()> {
        let bare = Context::bare(tx, self.session, Grant::default(), self.begun.clone());
        let read: Vec<Box<dyn Any>> = vec![Box::new(self.company.clone()), Box::new(self.catalogue.clone())];
        let mut cx = Context { for_the_engine: self.for_the_engine, read, ..bare };
        cx.tell_of_ends(going)?;
        self.telling.append(&mut cx.telling);
        Ok(())
    }
}

impl Context<'_> {
    /// What a user, named by key and id, is told that the record is called; none where they are not active, or don't read it.
    /// What is told is listed by an operation that everybody holds, so the host's own system is told of every record (PROC-2).
    pub(crate) fn told_to(&mut self, user: (i64, UserId), record: &RecordKey) -> Result<Option<ObjectRef>> {
        let mut told = None;
        self.in_place_of(user, &mut |theirs| {
            told = Some(theirs.record_read(record, true, true)?);
            Ok(())
        })?;
        Ok(told)
    }

    /// Whether they read the record, as far as they are told of it.
    pub(crate) fn is_read_by(&mut self, user: (i64, UserId), record: &RecordKey) -> Result<bool> {
        let mut read = false;
        self.in_place_of(user, &mut |theirs| {
            theirs.record_read(record, true, false)?;
            read = true;
            Ok(())
        })?;
        Ok(read)
    }

    /// The first of what there is to tell somebody of a record that they may be told: they read it, and the field that it tells
    /// of (FIELD-9).
    pub(crate) fn first_told(
        &mut self,
        user: (i64, UserId),
        record: &RecordKey,
        tellings: &[Telling],
    ) -> Result<Option<usize>> {
        if tellings.first().is_some_and(|telling| telling.proved) {
            return Ok(Some(0));
        }
        let mut first = None;
        self.in_place_of(user, &mut |theirs| {
            theirs.record_read(record, true, false)?;
            for (at, telling) in tellings.iter().enumerate() {
                let tells = match &telling.of {
                    Some(of) => theirs.is_told_of(record, of)?,
                    None => true,
                };
                if tells {
                    first = Some(at);
                    break;
                }
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// Has something asked in the same transaction in the eyes of another user, for whom nothing is written; of who is not
    /// active nothing is. A refusal ends it.
    pub(crate) fn in_place_of(
        &mut self,
        (key, id): (i64, UserId),
        ask: &mut dyn FnMut(&mut Context<'_>) -> Result<()>,
    ) -> Result<()> {
        let session = Session::new(self.session().crm().clone(), Actor::User { key, id, by_engine: false });
        let known = self.known()?;
        let Some(grant) = permission::standing(&mut *self.tx, &session)? else { return Ok(()) };
        let _withheld = confidential::during(grant.rights.limits());
        let begun = (self.operation, self.now, self.ids.clone());
        let mut theirs = Context { read: known, ..Context::bare(&mut *self.tx, &session, grant, begun) };
        match ask(&mut theirs) {
            Err(failure) if failure.is_failure() => Err(failure),
            _ => Ok(()),
        }
    }

    /// What is the same whoever asks.
    pub(super) fn known(&mut self) -> Result<Vec<Box<dyn Any>>> {
        let catalogue = self.catalogue()?;
        Ok(vec![Box::new(self.company()?.clone()), Box::new(catalogue)])
    }
}
