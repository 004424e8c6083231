//! Who reads an activity, and what they are told of it (ACT-3): its people do; and unless it is personal whoever reads its main
//! record, and whose level of `activities` reaches the assignee. A record that the reader does not read is left out, with its title.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::store::{self, Found};
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::hanging::Concern;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::{ADMINISTRATOR, EXECUTIVE, INTEGRATION, SALES_MANAGER};
use crate::engine::scope::ScopeLevel;
use crate::engine::value::ObjectRef;
use crate::interactions::InteractionId;

/// The built-in roles that read what others have to do where nothing was set (ACT-3); the last two do always (SCOPE-5).
pub(super) const ALL: &[&str] = &[SALES_MANAGER, EXECUTIVE, ADMINISTRATOR, INTEGRATION];

/// Whose activities a level reaches.
#[derive(Debug)]
enum Reach {
    /// The reader's own.
    Own,
    /// Those of these people.
    Of(BTreeSet<UserId>),
    All,
}

impl Reach {
    fn of(cx: &mut Context<'_>, user: i64, level: ScopeLevel) -> Result<Reach> {
        Ok(match level {
            ScopeLevel::Own => Reach::Own,
            ScopeLevel::Department | ScopeLevel::Below => {
                Reach::Of(store::around(cx.tx(), user, level == ScopeLevel::Below)?)
            }
            ScopeLevel::All => Reach::All,
        })
    }

    fn reaches(&self, assignee: UserId) -> bool {
        match self {
            Reach::Own => false,
            Reach::Of(people) => people.contains(&assignee),
            Reach::All => true,
        }
    }
}

/// The table of what activities become (ACT-7).
const INTERACTIONS: &str = "interactions";

/// The acting user as a reader of activities; what was found out about records is remembered for the call.
pub(super) struct Reader {
    /// `None` for the engine itself, which reads all.
    user: Option<(i64, UserId)>,
    /// Whose they read beside their own.
    reach: Reach,
    /// How far they change what others have to do.
    writes: ScopeLevel,
    records: HashMap<(String, RecordId), Option<ObjectRef>>,
}

impl Reader {
    pub(super) fn of(cx: &mut Context<'_>) -> Result<Reader> {
        let user = cx.actor_key().zip(cx.actor_id());
        let (reach, writes) = match (user, cx.levels_asked("activities")?) {
            (Some((key, _)), Some(levels)) => (Reach::of(cx, key, levels.reads)?, levels.writes),
            _ => (Reach::All, ScopeLevel::All),
        };
        Ok(Reader { user, reach, writes, records: HashMap::new() })
    }

    /// Whether they read what others have to do, all of it.
    pub(super) fn reads_all(&self) -> bool {
        matches!(self.reach, Reach::All)
    }

    /// Whether they read what somebody has to do whatever it is about.
    pub(super) fn reads_of(&self, person: UserId) -> bool {
        self.user.is_none_or(|(_, me)| me == person) || self.reach.reaches(person)
    }

    /// Whether they read some of it whatever it is about.
    pub(super) fn reads_some(&self) -> bool {
        !matches!(self.reach, Reach::Own)
    }

    /// Whether their level of writing reaches an activity.
    fn writes(&self, cx: &mut Context<'_>, activity: &Activity) -> Result<bool> {
        match self.user {
            Some((_, me)) if activity.assignee.id == me => Ok(true),
            Some((key, _)) => Ok(Reach::of(cx, key, self.writes)?.reaches(activity.assignee.id)),
            None => Ok(true),
        }
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
        if activity.personal || self.reach.reaches(activity.assignee.id) {
            return Ok(!activity.personal);
        }
        match &activity.main {
            Some(main) => Ok(self.record(cx, main)?.is_some()),
            None => Ok(false),
        }
    }

    /// Finds out about the main records of which it depends whether they read the activities.
    pub(super) fn learn_mains<'r>(
        &mut self,
        cx: &mut Context<'_>,
        activities: impl Iterator<Item = &'r Activity>,
    ) -> Result<()> {
        let reached = |activity: &Activity| self.reach.reaches(activity.assignee.id) || self.is_of(activity);
        let asked = activities.filter(|activity| !activity.personal && !reached(activity));
        let mains: Vec<&ObjectRef> = asked.filter_map(|activity| activity.main.as_ref()).collect();
        self.learn(cx, &mains)
    }

    /// Finds out about records at once: a statement or two for each kind, however many they are.
    fn learn(&mut self, cx: &mut Context<'_>, lying: &[&ObjectRef]) -> Result<()> {
        let mut unknown: BTreeMap<&str, BTreeSet<RecordId>> = BTreeMap::new();
        for record in lying {
            if !self.records.contains_key(&(record.object.clone(), record.id)) {
                unknown.entry(&record.object).or_default().insert(record.id);
            }
        }
        for (home, ids) in unknown {
            let ids: Vec<RecordId> = ids.into_iter().collect();
            // What a pack defines that sleeps is not there, and what bears no activities any more has none.
            let bears = match cx.object_at(home)? {
                Some(object) => cx.bears(&object, Concern::Activities, None)?,
                None => None,
            };
            let mut read = if bears == Some(true) { cx.read_among(home, &ids)? } else { BTreeMap::new() };
            self.records.extend(ids.into_iter().map(|id| ((home.to_owned(), id), read.remove(&id))));
        }
        Ok(())
    }

    /// A record, as they are told of it; none where they don't read it.
    fn record(&mut self, cx: &mut Context<'_>, lying: &ObjectRef) -> Result<Option<ObjectRef>> {
        self.learn(cx, &[lying])?;
        Ok(self.records.get(&(lying.object.clone(), lying.id)).cloned().flatten())
    }

    /// Whether they read a record where it lies.
    pub(super) fn reads_record(&mut self, cx: &mut Context<'_>, lying: &ObjectRef) -> Result<bool> {
        Ok(self.record(cx, lying)?.is_some())
    }

    /// The records of an activity, as far as they read them.
    pub(super) fn records_of(&mut self, cx: &mut Context<'_>, activity: &Activity) -> Result<Vec<ObjectRef>> {
        self.learn(cx, &activity.records.iter().collect::<Vec<_>>())?;
        let mut told = Vec::with_capacity(activity.records.len());
        for record in &activity.records {
            told.extend(self.record(cx, record)?);
        }
        Ok(told)
    }

    /// The activities as they are told of them, the first so many of them.
    pub(super) fn tell_each(
        &mut self,
        cx: &mut Context<'_>,
        activities: Vec<Activity>,
        most: usize,
    ) -> Result<Vec<Option<Activity>>> {
        let became: Vec<ObjectRef> =
            activities.iter().take(most).filter_map(|one| one.interaction.as_ref()).map(lying).collect();
        let named = activities.iter().take(most).flat_map(named).chain(&became);
        self.learn(cx, &named.collect::<Vec<_>>())?;
        let mut told = Vec::with_capacity(activities.len());
        for (at, activity) in activities.into_iter().enumerate() {
            told.push(if at < most { Some(self.tell(cx, activity)?) } else { None });
        }
        Ok(told)
    }

    /// The activity as they are told of it.
    pub(super) fn tell(&mut self, cx: &mut Context<'_>, mut activity: Activity) -> Result<Activity> {
        self.learn(cx, &named(&activity))?;
        if let Some(main) = activity.main.take() {
            activity.main = self.record(cx, &main)?;
        }
        activity.records = self.records_of(cx, &activity)?;
        if let Some(interaction) = &activity.interaction
            && !self.reads_record(cx, &lying(interaction))?
        {
            activity.interaction = None;
        }
        for attendee in &mut activity.attendees {
            if let Some(contact) = attendee.contact.take() {
                attendee.contact = self.record(cx, &contact)?;
            }
        }
        Ok(activity)
    }
}

/// An interaction where it lies.
fn lying(interaction: &InteractionId) -> ObjectRef {
    ObjectRef { object: INTERACTIONS.to_owned(), id: RecordId(interaction.0), title: None }
}

/// The records that an activity names.
fn named(activity: &Activity) -> Vec<&ObjectRef> {
    let contacts = activity.attendees.iter().filter_map(|attendee| attendee.contact.as_ref());
    activity.main.iter().chain(&activity.records).chain(contacts).collect()
}

/// The activity, where it is there for the acting user. Its records are as they lie.
pub(super) fn subject(cx: &mut Context<'_>, id: ActivityId) -> Result<Option<Found>> {
    let now = cx.now();
    let Some(found) = store::get(cx.tx(), id, now)? else { return Ok(None) };
    let mut reader = Reader::of(cx)?;
    if !reader.reads(cx, &found.activity)? {
        return Ok(None);
    }
    let reached = reader.writes(cx, &found.activity)?;
    Ok(Some(Found { reached, ..found }))
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
