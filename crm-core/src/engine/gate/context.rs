//! What a rule works with: its transaction, the time, new ids, the acting user, and the places where it reports what
//! it found wrong and what it changed.

mod another;
mod begun;
mod engine;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::guard::{Guard, Subject};
use super::{Entity, Scope, Verdict, kind, store};
use crate::engine::area;
use crate::engine::audit::{Change, Refused};
use crate::engine::calendar::company_date;
use crate::engine::clock::{Date, IdSource, Timestamp};
use crate::engine::company::Company;
use crate::engine::confidential::Rights;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::likeness::meeting::Meeting;
use crate::engine::merged::Followed;
use crate::engine::objects::LastBearer;
use crate::engine::objects::custom::Customising;
use crate::engine::objects::records::Deed;
use crate::engine::operations::Operation;
use crate::engine::password::{Answer, Passwords, Work};
use crate::engine::patience::Patience;
use crate::engine::scope::{Sighting, upkeep};
use crate::engine::secret::Secret;
use crate::engine::session::{Actor, Session};
use crate::engine::storage::Transaction;
use crate::engine::telling::{Given, Telling};
use crate::engine::validate::Violations;

/// The context of one call.
pub(crate) struct Context<'a> {
    pub(super) tx: &'a mut dyn Transaction,
    session: &'a Session,
    pub(super) operation: &'static Operation,
    /// What the call is called, where that is another name than the operation's.
    pub(super) named: Option<Arc<str>>,
    /// The name of a defined object's operation that the host called.
    pub(super) dialled: Option<Arc<str>>,
    now: Timestamp,
    pub(super) ids: IdSource,
    pub(super) by_role: bool,
    rights: Rights,
    pub(super) scope: Scope,
    /// By what the acting user sees the record that was asked for last.
    pub(super) sighted: Option<(Entity, RecordId, Sighting)>,
    /// The duties that are written down beside that one.
    tied: Option<(Entity, RecordId, Vec<&'static str>)>,
    /// Whether a role let them do this with the record, at a level that reaches it.
    pub(super) by_level: bool,
    /// Records that the call deletes.
    pub(super) gone: Vec<upkeep::Gone>,
    pub(super) duty_proved: bool,
    for_the_engine: bool,
    keeps_changes: bool,
    violations: Violations,
    pub(in crate::engine) changes: Vec<Change>,
    /// Up to which of these an area has put right what follows from a record's.
    pub(super) settled: BTreeMap<RecordId, usize>,
    /// What effects cause beside records, once what they are of is written (MACH-8).
    pub(in crate::engine) deeds: Vec<Deed>,
    pub(super) summary: Option<String>,
    /// Who is to be told of what the call does.
    pub(crate) telling: Vec<Telling>,
    /// Records of which nobody is told that they are theirs now: another one of the call tells of them.
    pub(crate) untold: BTreeSet<RecordId>,
    /// Who was told how many records the call gave them by now.
    pub(crate) given: Given,
    /// What is read once a call ([`Context::once`]).
    read: Vec<Box<dyn Any>>,
    /// The bearer of what was asked for last that hangs on a record.
    pub(crate) last_bearer: Option<LastBearer>,
    behind_refusal: Option<BehindRefusal>,
    /// What is counted as a refusal once the call is over.
    refused: Option<Refused>,
    pub(super) audit_anyway: bool,
    pub(super) passwords: Passwords,
    /// What the call has to do with custom fields.
    pub(crate) custom: Customising,
    /// How it meets records that may be the same (DUP-6).
    pub(crate) meeting: Meeting,
    /// The ids of the call that named records which were merged, and stand for others.
    pub(crate) followed: Followed,
}

/// What a refusal entails behind the call: told the session, the operation, the refusal and the instant of the call.
pub(crate) type BehindRefusal = fn(&Session, &'static Operation, &CrmError, Timestamp, &Patience) -> Result<()>;

impl<'a> Context<'a> {
    /// What the call's next transaction goes on with: the ids that are left, and whom it told of how many records.
    pub(super) fn into_next(self) -> (IdSource, Given) {
        (self.ids, self.given)
    }

    /// The transaction.
    pub(crate) fn tx(&mut self) -> &mut dyn Transaction {
        self.tx
    }

    /// The instant of the call.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// The company's calendar date of the call (TIME-1).
    pub(crate) fn today(&mut self) -> Result<Date> {
        let now = self.now;
        Ok(company_date(&self.company()?.zone, now))
    }

    /// The company as the engine counts for it.
    pub(crate) fn company(&mut self) -> Result<&Company> {
        self.once(Company::load)
    }

    /// The operation called.
    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The session that called.
    pub(crate) fn session(&self) -> &'a Session {
        self.session
    }

    /// Who acts.
    pub(crate) fn actor(&self) -> &'a Actor {
        if self.for_the_engine { &Actor::System } else { self.session.actor() }
    }

    /// The acting user's key, `None` for the engine itself.
    pub(crate) fn actor_key(&self) -> Option<i64> {
        self.actor().key()
    }

    /// The acting user's id, `None` for the engine itself.
    pub(crate) fn actor_id(&self) -> Option<UserId> {
        self.actor().user()
    }

    /// A new id.
    pub(crate) fn new_id(&mut self) -> Uuid {
        self.ids.uuid()
    }

    /// Bytes for a secret, thirty-two at most.
    pub(crate) fn new_secret<const N: usize>(&mut self) -> [u8; N] {
        self.ids.secret()
    }

    /// The hash of a new password. The rule ends with the first call's error and is run again with the answer, since
    /// no hash is computed while a lock is held: so it stands behind every check and before every write.
    pub(crate) fn hash_password(&mut self, password: &Secret) -> Result<String> {
        let salt = self.ids.salt();
        match self.passwords.ask(Work::Hash { salt, password: password.clone() })? {
            Answer::Hash(hash) => Ok(hash),
            Answer::Verified(_) => Err(CrmError::bug("a hash was asked for")),
        }
    }

    /// Whether the password is the one that was hashed; like [`Context::hash_password`].
    pub(crate) fn verify_password(&mut self, hash: &str, password: &Secret) -> Result<bool> {
        match self.passwords.ask(Work::Verify { hash: hash.to_owned(), password: password.clone() })? {
            Answer::Verified(right) => Ok(right),
            Answer::Hash(_) => Err(CrmError::bug("a verification was asked for")),
        }
    }

    /// Something that the whole call goes by, read at its first use.
    pub(crate) fn once<T: Any>(&mut self, read: impl FnOnce(&mut dyn Transaction) -> Result<T>) -> Result<&T> {
        if !self.read.iter().any(|there| there.is::<T>()) {
            self.read.push(Box::new(read(self.tx)?));
        }
        let found = self.read.iter().find_map(|there| there.downcast_ref());
        found.ok_or_else(|| CrmError::bug("what was just read"))
    }

    /// Has it read again, after it was changed.
    pub(crate) fn read_again(&mut self) {
        self.read.clear();
        self.last_bearer = None;
    }

    /// The next short number of a kind of record; none is given twice, deleted records' included.
    pub(crate) fn next_number(&mut self, entity: Entity) -> Result<i64> {
        store::next_number(self.tx, entity)
    }

    // ---- what is wrong -------------------------------------------------------------------------------------------

    /// Where a rule adds what it found wrong with a field; what the declared field rules found is there already.
    pub(crate) fn violations(&mut self) -> &mut Violations {
        &mut self.violations
    }

    /// Ends the search for wrong fields: refuses with all of them, if there are any. A rule calls it behind every
    /// other refusal (PERM-3) and before it writes; the gate calls it once more at the end.
    pub(crate) fn check_fields(&mut self) -> Result<()> {
        self.ask_needs()?;
        self.violations.finish()
    }

    /// Refuses the call with this error and keeps, audits and commits what the rule did so far all the same: for a
    /// call that finds the record in another state than it stood in, brings it there, and is refused by that state.
    pub(crate) fn refuse_and_keep<T>(&mut self, refusal: CrmError) -> Result<T> {
        self.keeps_changes = true;
        Err(refusal)
    }

    /// Refuses the call, and has something done behind it, once nothing of the call is left.
    pub(crate) fn refuse_and_then<T>(&mut self, refusal: CrmError, then: BehindRefusal) -> Result<T> {
        self.behind_refusal = Some(then);
        Err(refusal)
    }

    /// Refuses the call, keeps what the rule did so far, and has the refusal counted for the audit behind it: for a wrong
    /// code, which is counted where it was found wrong, so that of many at once none is looked at behind the last.
    pub(crate) fn refuse_and_count<T>(&mut self, refusal: CrmError, refused: Refused) -> Result<T> {
        self.refused = Some(refused);
        self.refuse_and_keep(refusal)
    }

    pub(super) fn take_refused(&mut self) -> Option<Refused> {
        self.refused.take()
    }

    pub(super) fn behind_refusal(&self) -> Option<BehindRefusal> {
        self.behind_refusal
    }

    pub(super) fn keeps_changes(&self) -> bool {
        self.keeps_changes
    }

    /// Refuses unless the acting user may call this operation on the record, the version is current and the state
    /// allows it, in this order (PERM-3), by the operation's row in its area's guard table.
    pub(crate) fn guard(&mut self, subject: &dyn Subject, version: &Option<i64>) -> Result<()> {
        let version = self.version_of(subject.id(), *version);
        self.guard_whose(subject)?.check(self.operation.name, subject, version)?;
        self.unused(self.operation, subject)?;
        self.meets_flows(subject)?;
        self.custom.guarded(subject);
        Ok(())
    }

    /// The version that a caller saw of a record: of one that it knows by the name of another no version is current (DUP-13).
    pub(crate) fn version_of(&self, id: RecordId, version: Option<i64>) -> Option<i64> {
        let is_another = !self.followed.is_empty() && self.followed.names(id.0).next().is_some();
        version.map(|version| if is_another { i64::MIN } else { version })
    }

    /// Refuses unless the acting user may call this operation on the record, whatever its version and state. A create
    /// below a record asks this first, to find out whether it is a repetition, which the record's state, changed
    /// meanwhile, does not refuse (BAD-2); and [`Context::guard`] behind it.
    pub(crate) fn guard_whose(&mut self, subject: &dyn Subject) -> Result<&'static Guard<'static>> {
        let operation = self.operation.name;
        let guard = self
            .operation
            .right
            .guard
            .as_ref()
            .ok_or_else(|| CrmError::bug(format!("{operation} is called on no record")))?;
        let verdict = self.verdict(self.operation, guard, self.by_role, subject)?;
        if let Some(refusal) = Guard::refusal(self.operation, subject, verdict) {
            return Err(refusal);
        }
        self.by_level = verdict == Verdict::ByRole;
        self.duty_proved = true;
        Ok(guard)
    }

    /// Notes whether the acting user has a duty on the record that the operation is called on.
    pub(super) fn prove_duty(&mut self, id: RecordId) -> Result<()> {
        let Some(guard) = &self.operation.right.guard else { return Ok(()) };
        for kind in guard.on {
            if let Some(subject) = kind::find(kind)?.subject(self, id)? {
                let verdict = self.verdict(self.operation, guard, self.by_role, &*subject)?;
                self.duty_proved = Guard::refusal(self.operation, &*subject, verdict).is_none();
            }
        }
        Ok(())
    }

    /// The duties of the acting user that are written down beside the record, by their names.
    pub(crate) fn ties(&mut self, subject: &dyn Subject) -> Result<Vec<&'static str>> {
        let (Some((entity, id)), Some(user)) = (subject.tied(), self.actor_key()) else { return Ok(Vec::new()) };
        if let Some((known, of, ties)) = &self.tied
            && *known == entity
            && *of == id
        {
            return Ok(ties.clone());
        }
        let mut ties = Vec::new();
        for look_up in area::all().filter_map(|area| area.ties) {
            ties.extend(look_up(self.tx, &entity, id, user)?);
        }
        self.tied = Some((entity, id, ties.clone()));
        Ok(ties)
    }

    /// Whether a role of the acting user holds the operation.
    pub(crate) fn by_role(&self) -> bool {
        self.by_role
    }

    /// Whether, of the record that was guarded last, a role let them do this: at a level that reaches it, where levels
    /// narrow them; and not a duty.
    pub(crate) fn by_level(&self) -> bool {
        self.by_level
    }

    /// What the caller reads and writes of the records' fields. The gate withholds by them; a rule asks where it demands
    /// fields, or compares what the caller may not know.
    pub(crate) fn rights(&self) -> &Rights {
        &self.rights
    }

    pub(super) fn duty_proved(&self) -> bool {
        self.duty_proved
    }

    /// The error for a record that is not there.
    pub(crate) fn not_found<T>(&self, entity: Entity, id: impl Into<RecordId>) -> Result<T> {
        Err(CrmError::NotFound { entity: entity.as_str().into(), id: id.into().to_string() })
    }

    /// Runs a part of the call in a savepoint: where it fails, what it wrote and what it recorded as changed is undone,
    /// and the call may go on. Violations that it found and did not report yet are forgotten with it.
    pub(crate) fn savepoint<T>(&mut self, body: impl Fn(&mut Context<'_>) -> Result<T>) -> Result<T> {
        let (keep, told, answered) = (self.changes.len(), self.telling.len(), self.custom.answered);
        let mut result = None;
        let Context {
            tx,
            session,
            operation,
            named,
            dialled,
            now,
            ids,
            violations,
            changes,
            settled,
            summary,
            telling,
            untold,
            read,
            passwords,
            rights,
            scope,
            gone,
            custom,
            meeting,
            followed,
            ..
        } = self;
        let (by_role, for_the_engine, mut duty_proved) = (self.by_role, self.for_the_engine, self.duty_proved);
        let (mut behind_refusal, mut refused) = (None, None);
        let outcome = tx.savepoint(&mut |tx| {
            let mut inner = Context {
                tx,
                session,
                operation,
                named: named.clone(),
                dialled: dialled.clone(),
                now: *now,
                ids: ids.clone(),
                by_role,
                rights: rights.clone(),
                scope: scope.clone(),
                sighted: None,
                tied: None,
                by_level: by_role,
                gone: std::mem::take(gone),
                duty_proved,
                for_the_engine,
                keeps_changes: false,
                violations: std::mem::take(violations),
                changes: std::mem::take(changes),
                settled: std::mem::take(settled),
                deeds: Vec::new(),
                summary: summary.take(),
                telling: std::mem::take(telling),
                untold: std::mem::take(untold),
                given: Given::new(),
                read: std::mem::take(read),
                last_bearer: None,
                behind_refusal: None,
                refused: None,
                audit_anyway: false,
                passwords: std::mem::take(passwords),
                custom: std::mem::take(custom),
                meeting: std::mem::take(meeting),
                followed: followed.clone(),
            };
            let done = body(&mut inner);
            *ids = inner.ids;
            *violations = inner.violations;
            *changes = inner.changes;
            *settled = inner.settled;
            *summary = inner.summary;
            *telling = inner.telling;
            *untold = inner.untold;
            *read = inner.read;
            *gone = inner.gone;
            *custom = inner.custom;
            *meeting = inner.meeting;
            behind_refusal = inner.behind_refusal;
            refused = inner.refused;
            *passwords = inner.passwords;
            duty_proved = inner.duty_proved;
            result = Some(done?);
            Ok(())
        });
        self.duty_proved = duty_proved;
        self.behind_refusal = behind_refusal;
        self.refused = refused;
        if let Err(failure) = outcome {
            self.changes.truncate(keep);
            self.settled.values_mut().for_each(|upto| *upto = keep.min(*upto));
            self.telling.truncate(told);
            self.violations = Violations::default();
            self.custom.forget();
            self.custom.answered = answered;
            return Err(failure);
        }
        result.ok_or_else(|| CrmError::bug("a savepoint without a result"))
    }
}
