//! States, actions and effects as their documents again.

use serde_json::{Map, Value};

use super::behaviour::{Action, Effect, Given, Machine, On, To, Verb};
use super::print::{Writing, texts};
use super::print_object::checks;
use super::told;
use crate::engine::objects::shape::Name;

pub(super) fn machine(machine: &Machine) -> Value {
    let states = machine
        .states
        .iter()
        .map(|state| (state.name.to_string(), Writing::default().flag("final", state.is_final).done()));
    let actions = machine.actions.iter().map(|one| (one.name.to_string(), action(one)));
    let mut out = Writing::default();
    out.put("start", machine.start.as_str());
    out.put("states", Value::Object(states.collect())).put("actions", Value::Object(actions.collect())).done()
}

fn action(action: &Action) -> Value {
    let mut out = Writing::default();
    out.put("from", texts(&action.from)).may("to", action.to.as_ref().map(to));
    out.list("duty", &action.duty).list("only", &action.only).list("never", &action.never);
    out.list("takes", &action.takes).list("needs", &action.needs).entries("checks", checks(&action.checks));
    out.entries("set", expressions(&action.set));
    if !action.then.is_empty() {
        out.put("then", action.then.iter().map(effect).collect::<Value>());
    }
    out.flag("confirm", action.confirm).done()
}

fn to(to: &To) -> Value {
    match to {
        To::State(state) => state.as_str().into(),
        To::Cases(cases) => {
            let one = |case: &super::behaviour::Case| {
                Writing::default().text("when", case.when.as_ref()).put("state", case.state.as_str()).done()
            };
            cases.iter().map(one).collect()
        }
    }
}

fn expressions(set: &[(Name, String)]) -> Vec<(String, Value)> {
    set.iter().map(|(name, text)| (name.to_string(), text.as_str().into())).collect()
}

pub(super) fn effect(effect: &Effect) -> Value {
    let mut out = Writing::default();
    let word = effect.verb.word();
    match &effect.verb {
        Verb::Set(set) => out.put(word, expressions(set).into_iter().collect::<Map<_, _>>()),
        Verb::Create(name) | Verb::Act(name) | Verb::Call(name) => out.put(word, name.as_str()),
        Verb::Delete => out.put(word, true),
        Verb::Notify { to, text } => out.put(word, told::printed(to)).put("text", text.as_str()),
    };
    out.entries("with", effect.with.iter().map(|(name, given)| (name.to_string(), self::given(given))));
    out.may("on", effect.on.as_ref().map(on)).text("when", effect.when.as_ref()).done()
}

fn given(given: &Given) -> Value {
    match given {
        Given::Expr(text) => text.as_str().into(),
        Given::List(items) => texts(items),
        Given::Value(tree) => Writing::default().put("value", tree.value().clone()).done(),
    }
}

fn on(on: &On) -> Value {
    match on {
        On::Ref(path) => path.as_str().into(),
        On::Each { object, filter, sort, first } => {
            let mut out = Writing::default();
            out.put("each", object.as_str()).put("where", filter.value().clone());
            out.list("sort", sort).may("first", *first).done()
        }
    }
}
