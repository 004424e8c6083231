//! Who reads an activity, and what they are told of it (ACT-3): its people do; and unless it is personal whoever reads its main
//! record, and whose roles read what others have to do. A record that the reader does not read is left out, with its title.

use std::collections::HashMap;

use super::store::{self, Found};
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::hanging::Concern;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::value::ObjectRef;

/// The acting user as a reader of activities; what was found out about records is remembered for the call.
pub(super) struct Reader {
    /// `None` for the engine itself, which reads all.
    user: Option<(i64, UserId)>,
    /// Whether they read what others have to do.
    pub(super) all: bool,
    records: HashMap<(String, RecordId), Option<ObjectRef>>,
}

impl Reader {
    pub(super) fn of(cx: &mut Context<'_>) -> Result<Reader> {
        let user = cx.actor_key().zip(cx.actor_id());
        let all = match user {
            Some((key, _)) => store::reads_all(cx.tx(), key)?,
            None => true,
        };
        Ok(Reader { user, all, records: HashMap::new() })
    }

    /// Their key, where there is anything that they don't read because it is another's.
    pub(super) fn key(&self) -> Option<i64> {
        self.user.map(|(key, _)| key)
    }

    /// Whether they are among the people of the activity.
    fn is_of(&self, activity: &Activity) -> bool {
        let Some((_, me)) = self.user else { return true };
        let people = [Some(&activity.assignee), activity.giver.as_ref(), activity.creator.as_ref()];
        let attending = activity.attendees.iter().filter_map(|attendee| attendee.user.as_ref());
        people.into_iter().flatten().chain(attending).any(|person| person.id == me)
    }

    /// Whether they read an activity, whose records are as they lie.
    pub(super) fn reads(&mut self, cx: &mut Context<'_>, activity: &Activity) -> Result<bool> {
        if self.is_of(activity) {
            return Ok(true);
        }
        if activity.personal || self.all {
            return Ok(!activity.personal);
        }
        match &activity.main {
            Some(main) => Ok(self.record(cx, main)?.is_some()),
            None => Ok(false),
        }
    }

    /// A record, as they are told of it; none where they don't read it.
    fn record(&mut self, cx: &mut Context<'_>, lying: &ObjectRef) -> Result<Option<ObjectRef>> {
        let at = (lying.object.clone(), lying.id);
        if let Some(known) = self.records.get(&at) {
            return Ok(known.clone());
        }
        let bearer = cx.bearer_at(&at.0, at.1, Concern::Activities)?;
        let record = bearer.map(|bearer| bearer.record);
        self.records.insert(at, record.clone());
        Ok(record)
    }

    /// Whether they read a record where it lies.
    pub(super) fn reads_record(&mut self, cx: &mut Context<'_>, lying: &ObjectRef) -> Result<bool> {
        Ok(self.record(cx, lying)?.is_some())
    }

    /// The activity as they are told of it.
    pub(super) fn tell(&mut self, cx: &mut Context<'_>, mut activity: Activity) -> Result<Activity> {
        if let Some(main) = activity.main.take() {
            activity.main = self.record(cx, &main)?;
        }
        for record in std::mem::take(&mut activity.records) {
            activity.records.extend(self.record(cx, &record)?);
        }
        for attendee in &mut activity.attendees {
            if let Some(contact) = attendee.contact.take() {
                attendee.contact = self.record(cx, &contact)?;
            }
        }
        Ok(activity)
    }
}

/// The activity, where it is there for the acting user. Its records are as they lie.
pub(super) fn subject(cx: &mut Context<'_>, id: ActivityId) -> Result<Option<Found>> {
    let now = cx.now();
    let Some(found) = store::get(cx.tx(), id, now)? else { return Ok(None) };
    let mut reader = Reader::of(cx)?;
    Ok(reader.reads(cx, &found.activity)?.then_some(found))
}

/// The activity as the audit keeps it: what its records are called is theirs to tell, and whether it is overdue is no change.
pub(super) fn kept(cx: &mut Context<'_>, activity: &Activity) -> Result<Activity> {
    let mut kept = activity.clone();
    kept.overdue = false;
    let contacts = kept.attendees.iter_mut().filter_map(|attendee| attendee.contact.as_mut());
    for record in kept.main.iter_mut().chain(&mut kept.records).chain(contacts) {
        if let Some(object) = cx.object_at(&record.object)? {
            record.object = object.to_string();
        }
    }
    Ok(kept)
}
