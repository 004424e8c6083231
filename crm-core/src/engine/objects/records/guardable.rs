//! What the effects of a rule do that a flow of approval may guard (APPR-4), with the records as they were before.

use super::super::expr::Value;
use super::super::shape::Name;
use super::super::values::Held;
use super::picture::Picture;
use super::writer::Writer;
use crate::engine::ids::RecordId;

/// A record of which an effect of a rule does what may be guarded.
#[derive(Debug)]
pub struct Guardable {
    /// Its object.
    pub object: Name,
    /// Its id.
    pub id: RecordId,
    /// What is done, `update` or an action.
    pub verb: Name,
    /// What it had before.
    pub held: Vec<Held>,
}

impl<'a> Writer<'a, '_> {
    /// Notes what a rule does with a record by itself: what an action causes is the action's.
    pub(super) fn guardable(&mut self, before: &Picture<'a>, verb: &str) {
        if let (Some(_), Value::Record(id)) = (&self.rule, before.value("id")) {
            let (object, held) = (before.model.name.clone(), before.held.clone());
            self.guardable.push(Guardable { object, id: *id, verb: Name::from(verb.to_owned()), held });
        }
    }
}
