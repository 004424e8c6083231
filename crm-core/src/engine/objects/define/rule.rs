//! What rules say of definitions (AUTO-1): their effects read and judged as those of actions are, with the record before the
//! call (`old`) in every expression.

use serde_json::Value;

use super::behaviour::{Effect, Verb};
use super::check::Checker;
use super::definitions::{Defined, Definitions};
use super::document::{MY, Pack};
use super::installed::Installed;
use super::read_machine;
use super::reading::Reading;
use super::rename::Renaming;
use crate::engine::automation::is_base;
use crate::engine::error::FieldError;
use crate::engine::objects::expr::{Place, Type};
use crate::engine::objects::filter::read as filter;
use crate::engine::objects::path::Crossed;
use crate::engine::objects::shape::{Kind, Name};

/// When a rule runs, as it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Behind a create.
    Created,
    /// Behind a change of some fields.
    Updated,
    /// Behind a change of the state.
    Transition,
    /// Behind a deletion, where no record is there any more.
    Deleted,
    /// So long before or behind what a field of a record has.
    Time,
    /// At the times of a recurrence.
    Schedule,
}

/// A rule as its document says it.
#[derive(Debug)]
pub struct Said<'s> {
    /// The object of whose records it is.
    pub object: &'s str,
    /// When it runs.
    pub when: When,
    /// The field that it counts from.
    pub base: Option<&'s str>,
    /// Of which records it is at the times of a recurrence.
    pub filter: Option<&'s Value>,
    /// The fields of which one must differ.
    pub fields: &'s [String],
    /// The state before, and the one behind.
    pub states: [Option<&'s str>; 2],
    /// The condition.
    pub condition: Option<&'s str>,
    /// The effects.
    pub actions: &'s [Value],
    /// Whether it is of this house, whose people and roles it may name; whether they are there is asked elsewhere.
    pub of_house: bool,
}

/// The effects of a rule, as far as they can be read, and all that is wrong with the rule, by paths inside its document.
pub fn kept_rule(
    said: &Said<'_>,
    definitions: &Definitions,
    installed: &dyn Installed,
) -> (Vec<Effect>, Vec<FieldError>) {
    let mut reading = Reading::default();
    let one = |(at, json)| read_machine::effect(&mut reading, &format!("actions[{at}]"), json);
    let read: Vec<Option<Effect>> = said.actions.iter().enumerate().map(one).collect();
    let Reading { found, unread } = reading;
    let pack = Pack { name: Name::new(MY), ..Pack::default() };
    let mut checker = Checker {
        pack: &pack,
        unread: &unread,
        installed,
        definitions,
        found,
        place: Place::Rule,
        of_house: said.of_house,
    };
    checker.rule(said, &read);
    let found = checker.found.0;
    (read.into_iter().flatten().collect(), found)
}

impl<'a> Checker<'a> {
    fn rule(&mut self, said: &Said<'_>, read: &'a [Option<Effect>]) {
        let Some(of) = self.named("object", said.object) else { return };
        if of.part_of.is_some() {
            return self.wrong("object", "part");
        }
        for (at, name) in said.fields.iter().enumerate() {
            let known = of.field(name).is_some_and(|(_, fact)| fact.field.is_some() || !of.is_defined());
            let is_state = name == "status" && of.machine.is_some();
            if !known && !is_state {
                self.wrong(format!("trigger.fields[{at}]"), "unknown_field");
            }
        }
        if said.when == When::Transition {
            self.states_of(of, said.states);
        }
        if let Some(base) = said.base.filter(|_| said.when == When::Time) {
            self.counts_from(of, base);
        }
        if let Some(filter) = said.filter.filter(|_| said.when == When::Schedule) {
            self.filter("trigger.filter", filter, of, filter::Place::Call, &mut Crossed::default());
        }
        if let Some(condition) = said.condition {
            self.expr("condition", condition, &of.object.name, Place::Rule, Some(&Type::Boolean));
        }
        for (at, effect) in read.iter().enumerate() {
            let path = format!("actions[{at}]");
            let Some(effect) = effect else { continue };
            // Nothing else is left that it could be done to.
            if said.when == When::Deleted && !matches!(effect.verb, Verb::Create(_)) {
                self.wrong(path, "not_supported");
                continue;
            }
            if let (Verb::Set(set), None, Some(base)) = (&effect.verb, &effect.on, said.base)
                && set.iter().any(|(name, _)| *name == *base)
            {
                // It would be due again and again.
                self.wrong(format!("{path}.set.{base}"), "counted_from");
            }
            self.effect(&path, of, effect);
        }
    }

    /// What a rule counts from: a date or an instant that is kept of each record.
    fn counts_from(&mut self, of: &Defined, base: &str) {
        match of.object.field(base) {
            None => self.missing("trigger.field", base, "unknown_field"),
            Some(field) if !is_base(field) => self.wrong("trigger.field", "type"),
            Some(_) => {}
        }
    }

    fn states_of(&mut self, of: &Defined, states: [Option<&str>; 2]) {
        let known: Vec<String> = match of.object.field("status").map(|field| &field.kind) {
            Some(Kind::Choice(names)) => names.iter().map(ToString::to_string).collect(),
            _ => return self.wrong("trigger.kind", "not_supported"),
        };
        for (state, path) in states.into_iter().zip(["trigger.from_state", "trigger.to_state"]) {
            if state.is_some_and(|state| !known.iter().any(|known| known == state)) {
                self.beyond(path, "unknown_value", known.join(", "));
            }
        }
    }
}

/// Gives an effect the names of a new version; one that can't be read stays as it is.
pub fn rename_effect(names: &mut Renaming<'_>, path: &str, object: &Name, document: &Value) -> Option<Value> {
    let mut reading = Reading::default();
    let before = read_machine::effect(&mut reading, "", document).filter(|_| reading.found.0.is_empty())?;
    let mut after = before.clone();
    names.effect(path, object, &mut after);
    (after != before).then(|| super::print_machine::effect(&after))
}
