//! What the changes of a call tell people: that a record is theirs now, and whoever follows it what became of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::followers::Followed;
use super::store;
use super::{NotificationKind, Telling, Told};
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging;
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::record::RecordKey;
use crate::engine::objects::shape::Name;

/// The field of every kind that has states.
const STATUS: &str = "status";

/// What a change says of who is told.
struct Said {
    entity: Entity,
    id: RecordId,
    of: Followed,
    /// Who owned the record, where somebody did.
    from: Option<Uuid>,
    /// Who owns it now, where the change says so.
    to: Option<Uuid>,
    /// Whether its owner is another one.
    passed: bool,
    /// From which state into which.
    moved: Option<(String, String)>,
    updated: bool,
    /// Its place among the changes.
    at: usize,
}

impl Said {
    /// The record, with its table.
    fn record(&self) -> (Name, RecordKey) {
        (self.of.home.clone(), RecordKey { object: self.entity.as_str().to_owned(), id: self.id })
    }
}

impl Context<'_> {
    /// What each change says. A kind that nobody owns or follows is passed by.
    fn said(&mut self) -> Result<Vec<Said>> {
        let mut kinds: BTreeMap<Entity, Option<Followed>> = BTreeMap::new();
        for at in 0..self.changes.len() {
            let entity = &self.changes[at].entity;
            if !kinds.contains_key(entity) {
                let entity = entity.clone();
                let of = self.told_of(&entity)?;
                kinds.insert(entity, of);
            }
        }
        let said = |(at, change): (usize, &Change)| {
            let said = read(change, change.id?, kinds.get(&change.entity)?.as_ref()?)?;
            // What the call made beside another that it tells of is told by that.
            let untold = change.action == Action::Created && self.untold.contains(&said.id);
            (!untold).then_some(Said { at, ..said })
        };
        Ok(self.changes.iter().enumerate().filter_map(said).collect())
    }

    /// Has people told of the call's changes, one by one.
    pub(super) fn tell_of_changes(&mut self) -> Result<()> {
        let actor = self.actor_id().map(|user| user.0);
        for said in self.said()? {
            let new = match said.to.filter(|to| said.passed && Some(*to) != actor) {
                Some(to) => store::active(self.tx(), to, false)?,
                None => None,
            };
            if let Some(to) = new {
                let telling = Telling::new(to, NotificationKind::Given);
                self.tell(Telling { record: Some(said.record()), ..telling });
            }
            if said.updated && said.of.bears {
                self.tell_followers(&said)?;
            }
        }
        Ok(())
    }

    /// What followers are told of a change: what counts most first, as far as each may be told.
    fn tell_followers(&mut self, said: &Said) -> Result<()> {
        let told = said.passed || said.moved.is_some();
        let mut followers = match told {
            true => self.followers_of(&said.of.home, said.id)?,
            false => store::of_updates(self.tx(), &said.of.home, said.id)?.into_iter().map(|to| (to, true)).collect(),
        };
        if let Some(from) = said.from.filter(|_| said.passed) {
            followers.extend(self.followed_as_owner(&said.of, said.id, from)?.map(|to| (to, false)));
        }
        if followers.is_empty() {
            return Ok(());
        }
        let texts = self.changes.get(said.at).map(|change| [change.before.clone(), change.after.clone()]);
        let texts = Rc::new(texts.unwrap_or_default());
        let of = |field: Option<Name>| Some(Told { texts: texts.clone(), field });
        let to = match said.to.filter(|_| said.passed) {
            Some(to) => store::called(self.tx(), to)?,
            None => None,
        };
        for (person, of_all) in followers {
            let tell = |cx: &mut Self, kind: NotificationKind, detail: Option<Json>, of: Option<Told>| {
                let detail = detail.map(|detail| detail.to_string());
                cx.tell(Telling { record: Some(said.record()), detail, of, ..Telling::new(person, kind) });
            };
            if said.passed {
                let detail = Some(json!({ "to": to }));
                tell(self, NotificationKind::Passed, detail, of(said.of.owner.clone()));
            }
            if let Some((from, to)) = &said.moved {
                tell(self, NotificationKind::Moved, Some(json!({"from": from, "to": to})), None);
            }
            if of_all {
                tell(self, NotificationKind::Changed, None, of(None));
            }
        }
        Ok(())
    }

    /// Tells people of the many records that the call gave them, by their number; in each of its transactions anew, into one
    /// notification, until they read it.
    pub(super) fn tell_of_many(&mut self) -> Result<()> {
        let mut given: BTreeMap<Uuid, i64> = BTreeMap::new();
        for said in self.said()? {
            if let Some(to) = said.to.filter(|_| said.passed) {
                *given.entry(to).or_default() += 1;
            }
        }
        for (to, number) in given {
            if self.actor_id() == Some(UserId(to)) {
                continue;
            }
            let Some(to) = store::active(self.tx(), to, false)? else { continue };
            let detail = |number: i64| json!({"number": number}).to_string();
            if let Some((key, before)) = self.given.get(&to.0).copied() {
                let number = before + number;
                if store::tell_again(self.tx(), key, &detail(number))? > 0 {
                    self.given.insert(to.0, (key, number));
                    continue;
                }
            }
            let detail = Some(detail(number));
            let key = self.write_telling(&Telling { detail, ..Telling::new(to, NotificationKind::GivenMany) })?;
            self.given.insert(to.0, (key, number));
        }
        Ok(())
    }
}

/// What a change says of a record of the kind; none where that is nothing to people.
fn read(change: &Change, id: RecordId, of: &Followed) -> Option<Said> {
    if matches!(change.action, Action::Deleted | Action::Merged | Action::Restored) {
        return None;
    }
    let (before, after) = (change.before.as_deref().unwrap_or_default(), change.after.as_deref().unwrap_or_default());
    let updated = change.action == Action::Updated;
    // Who follows is no change of the record.
    if updated && after.starts_with(hanging::FOLLOWERS_CHANGED) {
        return None;
    }
    let owner = |json: &str| of.owner.as_deref().and_then(|owner| text_of(json, owner)).and_then(|id| id.parse().ok());
    let (from, to): (Option<Uuid>, Option<Uuid>) = (owner(before), owner(after));
    let state = |json| text_of(json, STATUS).map(str::to_owned);
    let moved = match updated {
        true => state(before).zip(state(after)).filter(|(from, to)| from != to),
        false => None,
    };
    let entity = change.entity.clone();
    Some(Said { entity, id, of: of.clone(), from, to, passed: from != to, moved, updated, at: 0 })
}

/// The text of a field in JSON that the engine wrote, or the id of whom it refers to. Quotes within texts are escaped, so a
/// name between two of them is a field's. It goes from colon to colon: a search of the name builds its tables first, which
/// costs more than most of these texts take to be read.
fn text_of<'j>(json: &'j str, field: &str) -> Option<&'j str> {
    let mut rest = json;
    while let Some((before, behind)) = rest.split_once(':') {
        let name = before.strip_suffix('"').and_then(|before| before.strip_suffix(field));
        if name.is_some_and(|before| before.ends_with('"')) {
            let value = behind.strip_prefix("{\"id\":").unwrap_or(behind).strip_prefix('"')?;
            return value.split('"').next();
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn a_field_is_found_by_its_name() {
        let json =
            r#"{"text":"\"status\":\"x","assignee_status":"no","status":"assigned","assignee":{"id":"7"},"n":null}"#;
        assert_eq!(text_of(json, "status"), Some("assigned"));
        assert_eq!(text_of(json, "assignee"), Some("7"));
        assert_eq!(text_of(json, "n"), None);
        assert_eq!(text_of(json, "absent"), None);
        assert_eq!(text_of("", "status"), None);
    }
}
