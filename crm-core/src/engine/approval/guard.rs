//! The guard of flows in the gate (APPR-4): asked behind all else that a call is refused for, and before any rule runs.

use super::document::needs_approval;
use super::loaded::{Flow, Flows, Guarded};
use crate::engine::area;
use crate::engine::error::Result;
use crate::engine::gate::guard::Subject;
use crate::engine::gate::{Context, kind};
use crate::engine::ids::RecordId;
use crate::engine::objects::days::Moment;
use crate::engine::objects::expr::Value;
use crate::engine::objects::model::Compiled;
use crate::engine::objects::records::{Call, Guardable, Picture, read};
use crate::engine::objects::shape::Name;
use crate::engine::objects::values::Held;
use crate::engine::operations::{Access, Operation};
use crate::engine::validate::Violations;

/// A record on which an operation was called that flows guard, with what it had before.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(super) object: Name,
    pub(super) id: RecordId,
    pub(super) verb: String,
    pub(super) held: Vec<Held>,
}

impl Asked {
    pub(super) fn is(&self, object: &str, id: RecordId, verb: &str) -> bool {
        self.object == object && self.id == id && self.verb == verb
    }
}

/// A flow whose condition holds, with the record as the operation leaves it.
pub(super) type Holds<'f> = (&'f Guarded, &'f Flow, Picture<'f>);

impl Context<'_> {
    /// Notes that the operation is called on a record of its own area: refused, where a freeze does (APPR-6); and the record is
    /// kept as it is, where flows guard that.
    pub(in crate::engine) fn meets_flows(&mut self, subject: &dyn Subject) -> Result<()> {
        let operation = self.operation();
        if operation.access != Access::Write || self.custom.lifted || !self.has_flows()? {
            return Ok(());
        }
        let entity = subject.entity();
        if area::of_kind(entity.as_str()) != operation.area {
            return Ok(());
        }
        let home = kind::find(&entity)?.table;
        self.meets_flows_of((entity.as_str(), home, subject.id()), operation.short_name(), operation.moves())
    }

    /// Refuses an operation on a record that a freeze hinders: what `allowed` says is left out.
    ///
    /// # Errors
    /// The conflict `in_approval`.
    pub(crate) fn thawed(&mut self, operation: &Operation, subject: &dyn Subject) -> Result<()> {
        let entity = subject.entity();
        if area::of_kind(entity.as_str()) != operation.area {
            return Ok(());
        }
        let home = kind::find(&entity)?.table;
        self.unfrozen((entity.as_str(), home, subject.id()), operation.short_name(), operation.moves())
    }

    /// The same of an object's own verb; `moves` where it leads into another state.
    pub(in crate::engine) fn meets_flows_of(
        &mut self,
        (object, home, id): (&str, &str, RecordId),
        verb: &str,
        moves: bool,
    ) -> Result<()> {
        if self.custom.lifted || !self.has_flows()? {
            return Ok(());
        }
        self.unfrozen((object, home, id), verb, moves)?;
        self.keeps_for_flows((object, id), verb)
    }

    /// Keeps a record as it is, where flows guard what is about to be done with it by whatever way, and nothing of it was done yet
    /// in this call. What a way does in a part of its own asks behind it ([`Context::ask_approval_from`]).
    pub(crate) fn keeps_for_flows(&mut self, (object, id): (&str, RecordId), verb: &str) -> Result<()> {
        self.keeps_for_flows_by((object, id), &[verb], |_| verb)
    }

    /// The same of one of several operations, which one by the state that the record is in.
    pub(crate) fn keeps_for_flows_by<'v>(
        &mut self,
        (object, id): (&str, RecordId),
        verbs: &[&str],
        verb: impl Fn(&str) -> &'v str,
    ) -> Result<()> {
        if self.custom.lifted || self.custom.unguarded || !self.has_flows()? {
            return Ok(());
        }
        let Some(flows) = self.flows()? else { return Ok(()) };
        let guards = |guarded: &&Guarded| verbs.iter().any(|verb| guarded.of(verb).next().is_some());
        let Some(guarded) = flows.objects.get(object).filter(guards) else { return Ok(()) };
        let Some((_, picture)) = read(self.tx(), &guarded.model, &*flows.catalogue, id)? else { return Ok(()) };
        let status = match picture.value("status") {
            Value::Text(status) => status.to_string(),
            _ => String::new(),
        };
        let (object, verb) = (Name::from(object.to_owned()), verb(&status).to_owned());
        let known = self.custom.asked.iter().any(|asked| asked.is(&object, id, &verb));
        if !known && guarded.of(&verb).next().is_some() {
            self.custom.asked.push(Asked { object, id, verb, held: picture.held });
        }
        Ok(())
    }

    /// Has a rule's effects asked for approval, with the records as they were before each (APPR-4).
    pub(in crate::engine) fn keeps_of_effects(&mut self, effects: Vec<Guardable>) -> Result<()> {
        if effects.is_empty() || self.custom.lifted || self.custom.unguarded || !self.has_flows()? {
            return Ok(());
        }
        let Some(flows) = self.flows()? else { return Ok(()) };
        for Guardable { object, id, verb, held } in effects {
            let guarded = flows.objects.get(&object).is_some_and(|guarded| guarded.of(&verb).next().is_some());
            if guarded && !self.custom.asked.iter().any(|asked| asked.is(&object, id, &verb)) {
                self.custom.asked.push(Asked { object, id, verb: verb.to_string(), held });
            }
        }
        Ok(())
    }

    /// Refuses a part of a call, a line of an import or the effects of a rule, for what it changes that needs approval or is frozen,
    /// whatever the call passes by itself (APPR-4, APPR-6). What was changed before it has been asked.
    pub(crate) fn ask_approval_of_part(&mut self, changes: usize) -> Result<()> {
        let asked = std::mem::take(&mut self.custom.asked);
        self.frozen_among(changes)?;
        self.ask_flows(&asked)
    }

    /// A part of a call begins, for which approval is asked by itself: where it does.
    pub(crate) fn begins_part(&mut self) -> usize {
        self.custom.asked.clear();
        self.changes.len()
    }

    /// Refuses what needs approval, and what changes what is frozen: behind the rule of a call, and before any other follows.
    pub(in crate::engine) fn ask_approval(&mut self) -> Result<()> {
        self.ask_approval_from(0)
    }

    /// The same of what was changed since there were so many changes.
    pub(in crate::engine) fn ask_approval_from(&mut self, changes: usize) -> Result<()> {
        let asked = std::mem::take(&mut self.custom.asked);
        self.unfrozen_changes(changes)?;
        self.ask_flows(&asked)
    }

    fn ask_flows(&mut self, asked: &[Asked]) -> Result<()> {
        if asked.is_empty() {
            return Ok(());
        }
        let Some(flows) = self.flows()? else { return Ok(()) };
        for asked in asked {
            if let Some((_, flow, _)) = self.flow_that_holds(&flows, asked)? {
                return Err(needs_approval(flow.id));
            }
        }
        Ok(())
    }

    /// The first flow whose condition holds of the record as it is now (APPR-3).
    pub(super) fn flow_that_holds<'f>(&mut self, flows: &'f Flows, asked: &Asked) -> Result<Option<Holds<'f>>> {
        let Some(guarded) = flows.objects.get(&asked.object) else { return Ok(None) };
        let Some(mut picture) = self.pictured(guarded, &flows.catalogue, asked.id, &asked.held)? else {
            return Ok(None);
        };
        for flow in guarded.of(&asked.verb) {
            let condition = flow.conditions.first().and_then(Option::as_ref);
            if self.condition_holds(&mut picture, condition)? {
                return Ok(Some((guarded, flow, picture)));
            }
        }
        Ok(None)
    }

    /// The record as it is now, with what it had before.
    pub(super) fn pictured<'f>(
        &mut self,
        guarded: &'f Guarded,
        look: &crate::engine::objects::catalogue::current::Catalogue,
        id: RecordId,
        held: &[Held],
    ) -> Result<Option<Picture<'f>>> {
        let Some((_, mut now)) = read(self.tx(), &guarded.model, look, id)? else { return Ok(None) };
        let mut old = Picture::new(&guarded.model);
        if held.len() == old.held.len() {
            old.held = held.to_vec();
        }
        now.old = Some(Box::new(old));
        Ok(Some(now))
    }

    /// Whether a condition holds; none always does.
    ///
    /// # Errors
    /// What it can't be computed for (`condition`: `formula`): nothing is guessed.
    pub(super) fn condition_holds(&mut self, picture: &mut Picture<'_>, condition: Option<&Compiled>) -> Result<bool> {
        if condition.is_none() {
            return Ok(true);
        }
        let catalogue = self.catalogue()?;
        let zone = self.company()?.zone.clone();
        let seen = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0)).seen();
        let (call, mut found) = (Call { context: &seen, look: &*catalogue }, Violations::default());
        let holds = picture.holds(self.tx(), &call, condition, "condition", &mut found)?;
        found.finish().map(|()| holds)
    }
}
