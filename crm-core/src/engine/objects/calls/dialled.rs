//! Operations by the names of defined objects (OBJ-6): `hotel.room.create` is `objects.create` with the object filled in,
//! and `hotel.reservation.arrive` is `objects.act` with the action too.

use std::borrow::Cow;

use super::super::catalogue::current::Catalogue;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::operations::Operation;
use crate::engine::wire::{Node, write_node};

/// The verbs of every object that are operations of their own.
const VERBS: [&str; 7] = ["create", "create_many", "get", "list", "aggregate", "update", "delete"];

/// Those whose general operation takes object and id as one record; by their own name they take the `id`.
const OF_RECORD: [&str; 3] = ["restore", "history", "related"];

/// Whether it is the name of a verb of every defined object, so that no action can bear it.
pub(in super::super) fn is_verb(name: &str) -> bool {
    VERBS.contains(&name) || OF_RECORD.contains(&name)
}

/// The parts of such a name.
struct Name<'n> {
    object: &'n str,
    verb: &'n str,
}

impl<'n> Name<'n> {
    fn of(name: &'n str) -> Option<Name<'n>> {
        let (object, verb) = name.rsplit_once('.')?;
        let (pack, own) = object.split_once('.')?;
        let parts = [pack, own, verb];
        parts.iter().all(|part| is_name(part)).then_some(Name { object, verb })
    }

    fn is_known(&self, catalogue: &Catalogue) -> bool {
        let Some(model) = catalogue.models.get(self.object) else { return false };
        if model.object.part_of.is_some() {
            return matches!(self.verb, "list" | "aggregate");
        }
        is_verb(self.verb) || model.actions.iter().any(|action| action.action.name == self.verb)
    }
}

/// Whether it is a Name (OBJ-3): nothing else is written into JSON here.
fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= 40 && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(plain)
}

/// The object and the verb of a name that is known; none where it is no name of a defined object's operation.
pub(in super::super) fn known<'n>(name: &'n str, catalogue: &Catalogue) -> Option<(&'n str, &'n str)> {
    Name::of(name).filter(|parts| parts.is_known(catalogue)).map(|parts| (parts.object, parts.verb))
}

/// The general operation that a name stands for, and the arguments with the object filled in; none where it is no such name.
pub(crate) fn dialled(name: &str, arguments: &str) -> Option<(&'static Operation, String)> {
    let Name { object, verb } = Name::of(name)?;
    if OF_RECORD.contains(&verb) {
        return Some((Operation::find(&format!("objects.{verb}"))?, of_record(object, arguments)));
    }
    let (short, filled) = match VERBS.iter().find(|known| **known == verb) {
        Some(verb) => (*verb, format!("\"object\":\"{object}\"")),
        None => ("act", format!("\"object\":\"{object}\",\"action\":\"{verb}\"")),
    };
    let operation = Operation::find(&format!("objects.{short}"))?;
    let filled = match arguments.strip_prefix('{') {
        Some(rest) if rest.trim_start().starts_with('}') => format!("{{{filled}{rest}"),
        Some(rest) => format!("{{{filled},{rest}"),
        // No object of arguments: the call itself says so.
        None => arguments.to_owned(),
    };
    Some((operation, filled))
}

/// The arguments with `id` and the object as one record. What is no object of arguments, or has a number that no argument
/// takes, stays as it is: the call itself says what is wrong with it.
fn of_record(object: &str, arguments: &str) -> String {
    let parsed = Node::parse(arguments);
    let Ok(Node::Object(entries)) = parsed else { return arguments.to_owned() };
    if entries.iter().any(|(_, given)| is_odd(given)) {
        return arguments.to_owned();
    }
    let (ids, rest): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(name, _)| name == "id");
    let mut record = vec![(Cow::from("object"), Node::Text(object.into()))];
    record.extend(ids);
    let mut filled = vec![(Cow::from("record"), Node::Object(record))];
    filled.extend(rest);
    let mut out = Vec::new();
    write_node(&mut out, &Node::Object(filled));
    String::from_utf8(out).unwrap_or_else(|_| arguments.to_owned())
}

/// Whether there is a number in it that the engine does not hold, and would not write as it was.
fn is_odd(node: &Node<'_>) -> bool {
    match node {
        Node::Number => true,
        Node::List(items) => items.iter().any(is_odd),
        Node::Object(entries) => entries.iter().any(|(_, inner)| is_odd(inner)),
        _ => false,
    }
}

impl Context<'_> {
    /// Refuses a name that was called and that no pack defines.
    pub(crate) fn know_dialled(&mut self) -> Result<()> {
        let Some(name) = self.dialled().map(str::to_owned) else { return Ok(()) };
        let catalogue = self.catalogue()?;
        match Name::of(&name) {
            Some(parts) if parts.is_known(&catalogue) => Ok(()),
            _ => Err(CrmError::UnknownOperation { operation: name }),
        }
    }
}
