//! States and actions (MACH).

use std::collections::BTreeSet;

use super::behaviour::{Action, Machine, To};
use super::check::Checker;
use super::check_object::VERBS;
use super::definitions::{Defined, ty};
use super::document::Object;
use super::reading::is_name;
use crate::engine::objects::calls::is_verb;
use crate::engine::objects::expr::Type;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;

impl<'a> Checker<'a> {
    /// The states and actions of an object.
    pub(super) fn machine(&mut self, path: &str, of: &'a Defined, object: &'a Object, machine: &'a Machine) {
        let states = within(path, "states");
        if !machine.has(&machine.start) && !machine.states.is_empty() {
            let known: Vec<_> = machine.states.iter().map(|state| state.name.as_str()).collect();
            if !machine.start.is_empty() && !self.unread.named_in(&machine.start) {
                self.beyond(within(path, "start"), "unknown_value", known.join(", "));
            }
        } else if !self.unread.under(path) {
            self.reached(&states, machine);
        }
        for action in &machine.actions {
            let path = within(&within(path, "actions"), &action.name);
            if VERBS.contains(&action.name.as_str()) || is_verb(&action.name) {
                self.wrong(path.as_str(), "reserved");
            }
            let full = of.object.name.as_str();
            if object.fields.iter().any(|field| field.name == action.name) || self.has_part(full, &action.name) {
                self.wrong(path.as_str(), "name_taken");
            }
            self.action(&path, of, object, machine, action);
        }
    }

    /// Every state can be reached, and every one that is not final left (MACH-1).
    fn reached(&mut self, path: &str, machine: &Machine) {
        let leads = |from: &Name| {
            let actions = machine.actions.iter().filter(move |action| action.from.contains(from));
            actions.flat_map(|action| action.to.iter().flat_map(To::states)).collect::<Vec<_>>()
        };
        let (mut open, mut seen) = (vec![&machine.start], BTreeSet::new());
        while let Some(state) = open.pop() {
            if seen.insert(state) {
                open.extend(leads(state));
            }
        }
        for state in &machine.states {
            let path = within(path, &state.name);
            if !seen.contains(&state.name) {
                self.wrong(path.as_str(), "not_reached");
            }
            if !state.is_final && !leads(&state.name).into_iter().any(|to| *to != state.name) {
                self.wrong(path, "not_left");
            }
        }
    }

    fn action(&mut self, path: &str, of: &'a Defined, object: &Object, machine: &Machine, action: &'a Action) {
        let full = of.object.name.clone();
        let from = within(path, "from");
        self.states(&from, of, &action.from);
        for (at, state) in action.from.iter().enumerate() {
            if machine.states.iter().any(|known| known.name == *state && known.is_final) {
                // A final state freezes (MACH-5).
                self.wrong(format!("{from}[{at}]"), "not_here");
            }
        }
        match &action.to {
            Some(To::State(state)) if !machine.has(state) => self.state(&within(path, "to"), machine, state),
            Some(To::Cases(cases)) => {
                for (at, case) in cases.iter().enumerate() {
                    let path = format!("{}[{at}]", within(path, "to"));
                    if let Some(when) = &case.when {
                        self.truth(&within(&path, "when"), when, &full);
                    }
                    if !machine.has(&case.state) {
                        self.state(&within(&path, "state"), machine, &case.state);
                    }
                }
            }
            _ => {}
        }
        for (key, duties) in [("duty", &action.duty), ("only", &action.only), ("never", &action.never)] {
            self.duties(&within(path, key), of, duties);
        }
        for (at, name) in action.takes.iter().enumerate() {
            self.changeable(&format!("{path}.takes[{at}]"), of, name);
        }
        for (at, needs) in action.needs.iter().enumerate() {
            self.path(&format!("{path}.needs[{at}]"), needs, &full);
        }
        for check in &action.checks {
            let path = within(&within(path, "checks"), &check.name);
            if object.checks.iter().any(|known| known.name == check.name) {
                self.wrong(path.as_str(), "name_taken");
            }
            self.truth(&within(&path, "check"), &check.check, &full);
        }
        for (name, text) in &action.set {
            let path = within(&within(path, "set"), name);
            self.set(&path, &full, of, name, text, true);
        }
        for (at, effect) in action.then.iter().enumerate() {
            self.effect(&format!("{path}.then[{at}]"), of, effect);
        }
    }

    fn state(&mut self, path: &str, machine: &Machine, state: &str) {
        if !self.unread.named_in(state) {
            let known: Vec<_> = machine.states.iter().map(|state| state.name.as_str()).collect();
            self.beyond(path, "unknown_value", known.join(", "));
        }
    }

    /// A field that can be given another value, as actions and effects do.
    pub(super) fn changeable(&mut self, path: &str, of: &'a Defined, name: &str) {
        if let Some((_, fact)) = self.given(path, of, name)
            && fact.field.as_ref().is_some_and(|field| field.fixed)
        {
            self.wrong(path, "fixed");
        }
    }

    /// A field and the expression that gives it a value; `full` is the object of the acting record, `own` says whether the
    /// field is that record's.
    pub(super) fn set(&mut self, path: &str, full: &str, of: &'a Defined, name: &str, text: &str, own: bool) {
        self.changeable(path, of, name);
        self.gives(path, full, of, name, text, own);
    }

    /// An expression that gives a value to a field of that name, where there is one.
    pub(super) fn gives(&mut self, path: &str, full: &str, of: &'a Defined, name: &str, text: &str, own: bool) {
        let found = of.field(name);
        let to = found.map(|(shape, _)| ty(&shape.kind, &of.object.name));
        if let Some(expr) = self.expr(path, text, full, self.place, to.as_ref()) {
            self.flow(path, &expr, found.and_then(|(_, fact)| fact.field.as_ref()), own);
        }
    }

    /// A path from a record of the object, and nothing but a path: what it leads to.
    pub(super) fn path(&mut self, path: &str, text: &str, full: &str) -> Option<Type> {
        if !text.split('.').all(is_name) {
            self.wrong(path, "not_a_name");
            return None;
        }
        self.expr(path, text, full, self.place, None)?.result().cloned()
    }
}
