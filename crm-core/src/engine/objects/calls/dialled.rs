//! Operations by the names of defined objects (OBJ-6): `hotel.room.create` is `objects.create` with the object filled in,
//! and `hotel.reservation.arrive` is `objects.act` with the action too.

use super::super::catalogue::current::Catalogue;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::operations::Operation;

/// The verbs of every object that are operations of their own.
const VERBS: [&str; 7] = ["create", "create_many", "get", "list", "aggregate", "update", "delete"];

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
        VERBS.contains(&self.verb) || model.actions.iter().any(|action| action.action.name == self.verb)
    }
}

/// Whether it is a Name (OBJ-3): nothing else is written into JSON here.
fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= 40 && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(plain)
}

/// The general operation that a name stands for, and the arguments with the object filled in; none where it is no such name.
pub(crate) fn dialled(name: &str, arguments: &str) -> Option<(&'static Operation, String)> {
    let Name { object, verb } = Name::of(name)?;
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
