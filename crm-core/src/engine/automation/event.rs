//! What happened to a record, as rules wait for it: read from the changes that the audit is told.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::loaded::{Rule, Ruled, Rules};
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging;
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::kept_value;
use crate::engine::objects::define::rule::When;
use crate::engine::objects::expr::Value;
use crate::engine::objects::records::{Glance, Picture, Rolled, Written, read};
use crate::engine::objects::shape::Name;
use crate::engine::objects::values::{Currency, Held};

/// A field of every kind that has states.
const STATUS: &str = "status";

/// What packs' fields of a typed record stand behind.
const CUSTOM: &str = "custom";

/// What every change has differently, and no rule waits for.
const ALWAYS: [&str; 2] = ["version", "state_since"];

/// A record of a defined object, as a write found it.
#[derive(Debug)]
pub(crate) struct Was {
    pub(crate) entity: Entity,
    pub(crate) id: RecordId,
    /// What its fields had; nothing where it is new.
    pub(crate) held: Option<Vec<Held>>,
}

/// What was before something happened to a record.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    /// Whether there was none.
    new: bool,
    /// What its fields had, of a defined object.
    held: Option<Vec<Held>>,
    /// The fields that have something else now, as the audit tells them.
    told: Map<String, Json>,
    /// What fields had that follow other records, by their places; the earliest first.
    rolled: Vec<(usize, Held)>,
}

/// How far a call has come: its changes, its writes of defined objects, and the parents that these brought along.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mark {
    changes: usize,
    writes: usize,
    rolled: usize,
}

/// What happened to a record.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub(super) object: Name,
    pub(super) id: RecordId,
    pub(super) created: bool,
    pub(super) gone: bool,
    /// The fields that differ.
    pub(super) touched: BTreeSet<String>,
    /// The state before, and the one behind.
    pub(super) moved: [Option<String>; 2],
    pub(super) before: Before,
    /// The place in the chain of a run that answers it, from 1.
    pub(super) depth: usize,
    /// Which record of the call it goes back to.
    pub(super) origin: usize,
    /// The rule whose run it is of, by its key.
    pub(super) by: Option<i64>,
    /// The number of that run, from 1; 0 of what the call itself did.
    pub(super) run: usize,
}

impl Event {
    /// Whether a rule waits for it.
    pub(super) fn is_for(&self, rule: &Rule) -> bool {
        match rule.when {
            When::Created => self.created && !self.gone,
            When::Deleted => self.gone && !self.created,
            When::Updated => {
                let touches = |field: &Name| self.touched.contains(field.as_str());
                let any =
                    if rule.fields.is_empty() { !self.touched.is_empty() } else { rule.fields.iter().any(touches) };
                any && !self.created && !self.gone
            }
            When::Transition => {
                let [from, to] = &self.moved;
                let is = |wanted: &Option<Name>, state: &Option<String>| {
                    wanted.as_ref().is_none_or(|wanted| state.as_deref() == Some(wanted.as_str()))
                };
                let moved = to.is_some() && from != to && !self.created && !self.gone;
                moved && is(&rule.states[0], from) && is(&rule.states[1], to)
            }
            When::Time | When::Schedule => false,
        }
    }

    /// Adds a change of the record.
    fn add(&mut self, change: &Change, ruled: &Ruled) {
        self.created |= change.action == Action::Created;
        self.gone |= change.action == Action::Deleted;
        let parse = |json: &Option<String>| {
            json.as_deref().and_then(|json| serde_json::from_str::<Map<String, Json>>(json).ok()).unwrap_or_default()
        };
        if change.action == Action::Created {
            return;
        }
        let (mut before, mut after) = (parse(&change.before), parse(&change.after));
        for fields in [&mut before, &mut after] {
            if let Some(Json::Object(custom)) = fields.remove(CUSTOM) {
                fields.extend(custom);
            }
        }
        if change.action == Action::Updated {
            let is_field = |name: &&String| ruled.model.fields.iter().any(|field| field.name == **name);
            let names = before.keys().chain(after.keys()).filter(is_field);
            self.touched.extend(names.filter(|name| !ALWAYS.contains(&name.as_str())).cloned());
            let state = |fields: &Map<String, Json>| fields.get(STATUS).and_then(Json::as_str).map(str::to_owned);
            if let Some(to) = state(&after) {
                let from = self.moved[0].take().or_else(|| state(&before));
                self.moved = [from, Some(to)];
            }
            for name in after.keys() {
                before.entry(name.clone()).or_insert(Json::Null);
            }
        }
        for (name, value) in before {
            self.before.told.entry(name).or_insert(value);
        }
    }
}

impl Context<'_> {
    /// Keeps what records were that a write has changed, of objects that have rules.
    pub(crate) fn keep_what_was(&mut self, written: &[Written<'_>]) -> Result<()> {
        let Some(rules) = self.rules()?.filter(|rules| !rules.objects.is_empty()) else { return Ok(()) };
        for one in written.iter().filter(|one| rules.objects.contains_key(&one.model.name)) {
            let id = one.before.as_ref().or(one.after.as_ref()).map(|picture| picture.value("id"));
            let Some(Value::Record(id)) = id else { continue };
            let held = one.before.as_ref().map(|before| before.held.clone());
            self.custom.was.push(Was { entity: Entity::from(one.model.name.as_str()), id: *id, held });
        }
        Ok(())
    }

    /// Keeps what roll-ups were of objects that have rules: of their changes the audit is not told (ROLL-4).
    pub(crate) fn keep_rolled(&mut self, rolled: Vec<Rolled>) -> Result<()> {
        if rolled.is_empty() {
            return Ok(());
        }
        let Some(rules) = self.rules()? else { return Ok(()) };
        self.custom.rolled.extend(rolled.into_iter().filter(|one| rules.objects.contains_key(&one.object)));
        Ok(())
    }

    /// How far the call has come.
    pub(super) fn mark(&self) -> Mark {
        Mark { changes: self.changes.len(), writes: self.custom.was.len(), rolled: self.custom.rolled.len() }
    }

    /// What has happened since then to records of which there are rules; of each record once.
    pub(super) fn happened(&mut self, rules: &Rules, Mark { changes, writes, rolled }: Mark) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for change in self.changes.get(changes..).unwrap_or_default() {
            let Some(id) = change.id else { continue };
            let Some((object, ruled)) = rules.objects.get_key_value(change.entity.as_str()) else { continue };
            // Who follows is no change of the record.
            let after = change.after.as_deref().unwrap_or_default();
            if change.action == Action::Bulk || after.starts_with(hanging::FOLLOWERS_CHANGED) {
                continue;
            }
            let at = events.iter().position(|event| event.id == id && event.object == *object);
            let at = at.unwrap_or_else(|| {
                let was = self.custom.was.get(writes..).unwrap_or_default();
                let was = was.iter().find(|was| was.id == id && was.entity == change.entity);
                let held = was.and_then(|was| was.held.clone());
                let before = Before { new: change.action == Action::Created, held, ..Before::default() };
                events.push(Event { object: object.clone(), id, before, ..Event::default() });
                events.len() - 1
            });
            events[at].add(change, ruled);
        }
        for one in self.custom.rolled.get(rolled..).unwrap_or_default() {
            let Some((object, ruled)) = rules.objects.get_key_value(&one.object) else { continue };
            let at = events.iter().position(|event| event.id == one.id && event.object == *object);
            let at = at.unwrap_or_else(|| {
                events.push(Event { object: object.clone(), id: one.id, ..Event::default() });
                events.len() - 1
            });
            let names = one.was.iter().filter_map(|(place, _)| ruled.model.fields.get(*place));
            events[at].touched.extend(names.map(|field| field.name.to_string()));
            events[at].before.rolled.extend(one.was.iter().cloned());
        }
        events
    }

    /// A record as rules see it, with its key and with what it was before; one that is gone as it was. None where it is gone and
    /// nothing waits for that.
    pub(super) fn seen_by_rules<'m>(
        &mut self,
        rules: &'m Rules,
        ruled: &'m Ruled,
        (event, before): (&Event, &Before),
    ) -> Result<Option<(i64, Picture<'m>)>> {
        let now = read(self.tx(), &ruled.model, &*rules.catalogue, event.id)?;
        if now.is_none() && !event.gone {
            return Ok(None);
        }
        let places: Vec<usize> = (0..ruled.model.fields.len()).collect();
        let was = self.was(rules, ruled, (now.as_ref().map(|(_, now)| now), before), &places)?;
        let (key, mut picture) = now.unwrap_or_else(|| (0, was.clone()));
        picture.old = Some(Box::new(was));
        Ok(Some((key, picture)))
    }

    /// A record as far as the conditions of rules name it, with what it was before. None where it is gone.
    pub(super) fn glanced_by_rules<'m>(
        &mut self,
        rules: &'m Rules,
        (ruled, glance): (&'m Ruled, &Glance),
        (event, before): (&Event, &Before),
    ) -> Result<Option<Picture<'m>>> {
        let Some(mut now) = glance.read(self.tx(), &ruled.model, &*rules.catalogue, event.id)? else { return Ok(None) };
        // Of one that the call has just made everything before was empty, as where nothing is known.
        if !(event.created && before.new) {
            now.old = Some(Box::new(self.was(rules, ruled, (Some(&now), before), glance.places())?));
        }
        Ok(Some(now))
    }

    /// What a record was before: as it is now, but for what is known to have been otherwise, of the fields in these places.
    fn was<'m>(
        &mut self,
        rules: &Rules,
        ruled: &'m Ruled,
        (now, before): (Option<&Picture<'m>>, &Before),
        places: &[usize],
    ) -> Result<Picture<'m>> {
        let mut was = match now {
            Some(now) if !before.new => now.clone(),
            _ => Picture::new(&ruled.model),
        };
        match &before.held {
            Some(held) if held.len() == was.held.len() => was.held.clone_from(held),
            _ if before.new || before.told.is_empty() => {}
            _ => {
                let code = self.company()?.currency.as_str().into();
                let company = Currency { code, places: ruled.model.places };
                for place in places {
                    let field = &ruled.model.fields[*place];
                    if let Some(json) = before.told.get(field.name.as_str()) {
                        was.held[*place] = kept_value(self.tx(), &rules.catalogue, field, json, &company)?;
                    }
                }
            }
        }
        for (place, held) in before.rolled.iter().rev().filter(|_| !before.new) {
            was.held[*place].clone_from(held);
        }
        Ok(was)
    }
}
