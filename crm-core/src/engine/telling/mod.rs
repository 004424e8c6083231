//! Who is told of what a call did (FOLLOW-2, NOTIFY-1). A rule says it where it alone knows ([`Context::tell`]): whom a note
//! mentions. The rest follows from the changes that the audit is told of, typed and defined alike, at the one place behind the
//! rule (`changes.rs`): so no area can forget it. There one person gets one notification a record, for what counts most of what
//! they may be told: only where they read the record at that moment, and of a change one of its fields.
//!
//! A record's creator and its owner follow it without a row, as long as they want to and never said otherwise: so what many
//! records are made by pays nothing for followers, and neither does a create. Whoever else follows has a row.

mod changes;
mod followers;
mod kept;
mod store;

pub(crate) use followers::{MAX_FOLLOWERS, of as followers_of};
pub(crate) use kept::{kind as kept, read_late};

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::json;
use uuid::Uuid;

use crate::engine::choices::choices;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::record::RecordKey;
use crate::engine::objects::shape::Name;
use crate::engine::outbox::{PUSH, ToPerson};
use crate::engine::permission::ADMINISTRATOR;
use crate::engine::schedule::Job;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::Transaction;

choices! {
    /// What a notification tells, what counts most first (NOTIFY-1).
    NotificationKind {
        /// They are asked to approve something.
        SignOff = "sign_off",
        /// What they are asked to approve is due.
        SignOffDue = "sign_off_due",
        /// What was approved could not be carried out.
        ApprovalFailed = "approval_failed",
        /// What they submitted, or are copied in to, has ended.
        ApprovalEnded = "approval_ended",
        /// What they submitted went back to them.
        ApprovalReturned = "approval_returned",
        /// Something was decided of what they submitted.
        ApprovalDecided = "approval_decided",
        /// Something that they have to do, or attend, comes up.
        Reminded = "reminded",
        /// A record was given to them.
        Given = "given",
        /// Many records were given to them at once.
        GivenMany = "given_many",
        /// A work report of theirs was reviewed.
        Reviewed = "reviewed",
        /// A note mentions them.
        Mentioned = "mentioned",
        /// Work that was due failed, and was given up.
        GivenUp = "given_up",
        /// Nobody can be asked to approve something.
        ApprovalStuck = "approval_stuck",
        /// A rule failed too often, and was disabled.
        Disabled = "disabled",
        /// An action of a pack, or a rule, tells them something.
        Notice = "notice",
        /// A record that they follow was deleted.
        Deleted = "deleted",
        /// A record that they follow has another owner.
        Passed = "passed",
        /// A record that they follow is in another state.
        Moved = "moved",
        /// A request for approval of a record that they follow has ended.
        Concluded = "concluded",
        /// A note was written on a record that they follow.
        Noted = "noted",
        /// A file was added to a record that they follow.
        Filed = "filed",
        /// A record that they follow was changed otherwise.
        Changed = "changed",
    }
}

impl NotificationKind {
    /// Why somebody is told it, as reasons are written (NOTIFY-1).
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            NotificationKind::SignOff
            | NotificationKind::SignOffDue
            | NotificationKind::ApprovalEnded
            | NotificationKind::ApprovalReturned
            | NotificationKind::ApprovalFailed
            | NotificationKind::ApprovalDecided => "approval",
            NotificationKind::ApprovalStuck => "automation",
            NotificationKind::Reminded => "reminder",
            NotificationKind::Given | NotificationKind::GivenMany | NotificationKind::Reviewed => "assigned",
            NotificationKind::Mentioned => "mention",
            NotificationKind::GivenUp | NotificationKind::Disabled | NotificationKind::Notice => "automation",
            NotificationKind::Deleted
            | NotificationKind::Passed
            | NotificationKind::Moved
            | NotificationKind::Concluded
            | NotificationKind::Noted
            | NotificationKind::Filed
            | NotificationKind::Changed => "followed",
        }
    }
}

/// The active system administrators.
pub(crate) fn administrators(tx: &mut dyn Transaction) -> Result<Vec<Person>> {
    store::with_role(tx, ADMINISTRATOR)
}

/// Somebody, by key and id.
pub(crate) type Person = (i64, UserId);

/// What somebody is to be told.
#[derive(Debug, Clone)]
pub(crate) struct Telling {
    pub(crate) to: Person,
    pub(crate) kind: NotificationKind,
    /// The record that it is about, with its table; whoever is told reads it.
    pub(crate) record: Option<(Name, RecordKey)>,
    /// The note that it is about.
    pub(crate) about: Option<Uuid>,
    /// What the sentence needs beside, as a JSON object.
    pub(crate) detail: Option<String>,
    /// The change that it tells, of which whoever is told reads a field.
    pub(crate) of: Option<Told>,
    /// Whether it was asked just now that they read the record.
    pub(crate) proved: bool,
}

/// Who was told of many records by the transactions of a call, by their keys: in which notification, and of how many.
pub(crate) type Given = BTreeMap<i64, (i64, i64)>;

/// A change that is told.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// The fields that differ, as the audit keeps them before and after.
    pub(crate) texts: Rc<[Option<String>; 2]>,
    /// The field that it tells of; none where it is enough to read one of them.
    pub(crate) field: Option<Name>,
}

impl Telling {
    /// One of this kind, about nothing yet.
    pub(crate) fn new(to: Person, kind: NotificationKind) -> Telling {
        Telling { to, kind, record: None, about: None, detail: None, of: None, proved: false }
    }
}

impl Context<'_> {
    /// Has somebody told of what the call does, unless they do it themselves.
    pub(crate) fn tell(&mut self, telling: Telling) {
        if Some(telling.to.0) != self.actor_key() {
            self.telling.push(telling);
        }
    }

    /// Has somebody told something by a rule, who may have called it themselves; nobody who is not active.
    pub(crate) fn tell_by_rule(
        &mut self,
        to: UserId,
        kind: NotificationKind,
        record: &RecordKey,
        detail: &str,
    ) -> Result<()> {
        let Some(to) = store::active(self.tx(), to.0, false)? else { return Ok(()) };
        let Some(of) = self.told_of(&Entity::from(record.object.as_str()))? else { return Ok(()) };
        let record = Some((of.home, record.clone()));
        self.telling.push(Telling { record, detail: Some(detail.to_owned()), ..Telling::new(to, kind) });
        Ok(())
    }

    /// Has the followers of records that are about to go told of it, of those who read them: it is called while the records are
    /// there (PROC-3).
    pub(crate) fn tell_of_ends(&mut self, going: &[(Name, RecordId)]) -> Result<()> {
        if self.operation().bulk {
            return Ok(());
        }
        let mut kinds: BTreeMap<&str, Vec<RecordId>> = BTreeMap::new();
        for (object, id) in going {
            kinds.entry(object).or_default().push(*id);
        }
        let actor = self.actor_key();
        for (object, ids) in kinds {
            let Some(of) = self.told_of(&Entity::from(object))?.filter(|of| of.bears) else { continue };
            for (id, followers) in self.followers_among(&of.home, &ids)? {
                let record = RecordKey { object: object.to_owned(), id };
                for (to, _) in followers.into_iter().filter(|(to, _)| Some(to.0) != actor) {
                    let Some(told) = self.told_to(to, &record)? else { continue };
                    let detail = json!({"object": told.object, "id": told.id, "title": told.title});
                    let detail = Some(detail.to_string());
                    self.tell(Telling { detail, ..Telling::new(to, NotificationKind::Deleted) });
                }
            }
        }
        Ok(())
    }

    /// Has the administrators told that due work was given up (PROC-8).
    pub(crate) fn tell_of_work_given_up(&mut self, job: &Job) -> Result<()> {
        let detail = json!({"job": job.as_str()}).to_string();
        for to in store::with_role(self.tx(), ADMINISTRATOR)? {
            let detail = Some(detail.clone());
            self.tell(Telling { detail, ..Telling::new(to, NotificationKind::GivenUp) });
        }
        Ok(())
    }

    /// Has the administrators told that a rule was disabled (AUTO-5).
    pub(crate) fn tell_of_rule_given_up(&mut self, rule: &str) -> Result<()> {
        let detail = json!({"rule": rule}).to_string();
        for to in store::with_role(self.tx(), ADMINISTRATOR)? {
            // Whoever called did not do it themselves.
            let detail = Some(detail.clone());
            self.telling.push(Telling { detail, ..Telling::new(to, NotificationKind::Disabled) });
        }
        Ok(())
    }

    /// Writes what people are told of the call, each once a record: behind the rule, in its transaction, once it is settled who
    /// sees what.
    pub(crate) fn settle_telling(&mut self) -> Result<()> {
        if self.operation().bulk {
            self.tell_of_many()?;
        } else {
            self.tell_of_changes()?;
        }
        let mut told: BTreeMap<_, Vec<Telling>> = BTreeMap::new();
        for telling in std::mem::take(&mut self.telling) {
            let record = telling.record.as_ref().map(|(home, record)| (home.clone(), record.id));
            // What is about no record is told apart by what it says.
            let said = telling.detail.clone().filter(|_| record.is_none());
            told.entry((telling.to.0, record, said)).or_default().push(telling);
        }
        for mut tellings in told.into_values() {
            tellings.arrange_by_key(|telling| telling.kind);
            let about = tellings.first().and_then(|telling| Some((telling.to, telling.record.clone()?.1)));
            let first = match about {
                Some((to, record)) => self.first_told(to, &record, &tellings)?,
                None => Some(0),
            };
            if let Some(telling) = first.and_then(|first| tellings.get(first)) {
                self.write_telling(telling)?;
            }
        }
        Ok(())
    }

    /// Writes a notification, and gives its key.
    fn write_telling(&mut self, telling: &Telling) -> Result<i64> {
        // What a rule tells is the system's.
        let by_rule = matches!(telling.kind, NotificationKind::Notice | NotificationKind::Disabled);
        let actor = self.actor_key().filter(|_| !by_rule);
        let (now, id) = (self.now(), self.new_id());
        let (place, push) = store::next_place(self.tx(), telling.to.0)?;
        let key = store::insert(self.tx(), (id, place), telling, (actor, now))?;
        kept::looked_after(self.tx(), telling.to.0, place, now)?;
        let reason = telling.kind.reason();
        if push.split(' ').any(|wanted| wanted == reason) {
            let record = telling.record.as_ref().map(|(_, record)| record);
            let to = ToPerson { to: telling.to, medium: PUSH, topic: reason, record };
            self.message(&to, &json!({"notifications": [id]}).to_string())?;
        }
        Ok(key)
    }
}
