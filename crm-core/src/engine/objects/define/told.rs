//! Whom an effect tells (MACH-8): duties, and people (PROC-5), which are read, printed, judged and renamed here.

use serde_json::Value;

use super::behaviour::Told;
use super::check::Checker;
use super::definitions::Defined;
use super::limits;
use super::reading::{Keys, Reading};
use super::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::operations::Operation;
use crate::engine::people::{Judge, People, PeopleKind};
use crate::engine::schema::{FieldInfo, Schema as _};
use crate::engine::schema_check;
use crate::engine::tree::Tree;
use crate::engine::validate::{Field as _, Violations};
use crate::engine::wire::{Fields as _, from_json, to_json};

/// Those of a list, of which there must be some.
pub(super) fn read(reading: &mut Reading, keys: &Keys<'_>, key: &str) -> Vec<Told> {
    let items = reading.list(keys, key, limits::FIELDS);
    if items.is_empty() && matches!(keys.get(key), None | Some(Value::Array(_))) {
        reading.wrong(keys.at(key), "required");
    }
    let mut all = Vec::new();
    for (path, json) in items {
        let told = match json {
            Value::Object(_) => people(reading, &path, json).map(|people| Told::People(Box::new(people))),
            _ => reading.name(&path, json).map(Told::Duty),
        };
        match told {
            Some(told) if all.contains(&told) => reading.wrong(path, "repeated"),
            told => all.extend(told),
        }
    }
    all
}

fn people(reading: &mut Reading, path: &str, json: &Value) -> Option<People> {
    let (text, mut found) = (json.to_string(), Violations::by_path());
    let read = match from_json::<People>(&text) {
        Ok(mut people) => {
            people.normalise(&[]);
            people.check(&[], "", &mut found);
            Some(people)
        }
        Err(misfit) => {
            schema_check::explain_into(&People::TYPE, &text, misfit, &mut found);
            None
        }
    };
    for wrong in found.into_fields() {
        let path = within(path, &wrong.field);
        match &wrong.limit {
            Some(limit) => reading.beyond(path, &wrong.code, limit),
            None => reading.wrong(path, &wrong.code),
        }
    }
    read
}

/// As a document says them: what was read from JSON is JSON.
fn json(people: &People) -> Value {
    serde_json::from_str(&to_json(people)).unwrap_or_default()
}

pub(super) fn printed(all: &[Told]) -> Value {
    let one = |told: &Told| match told {
        Told::Duty(name) => Value::from(name.as_str()),
        Told::People(people) => json(people),
    };
    all.iter().map(one).collect()
}

/// The people that an argument of a typed operation is given, where it takes some.
fn given(argument: &FieldInfo, tree: &Tree) -> Option<People> {
    let takes = argument.ty.required().record().is_some_and(|record| record.name == People::INFO.name);
    if takes { from_json(&tree.to_string()).ok() } else { None }
}

impl Checker<'_> {
    /// What an effect gives to a typed operation that takes people.
    pub(super) fn people_given(&mut self, path: &str, acting: &str, argument: &FieldInfo, tree: &Tree) {
        if let (Some(people), Some(acting)) = (given(argument, tree), self.definitions.get(acting)) {
            self.people(path, acting, &people);
        }
    }

    /// Whom an effect on a record of the object tells.
    pub(super) fn tells(&mut self, path: &str, acting: &Defined, all: &[Told]) {
        for (at, told) in all.iter().enumerate() {
            let path = format!("{path}[{at}]");
            match told {
                Told::Duty(duty) => self.duty(path, acting, duty),
                Told::People(people) => self.people(&path, acting, people),
            }
        }
    }

    fn people(&mut self, path: &str, acting: &Defined, people: &People) {
        let mut found = Violations::default();
        let judge = Judge { definitions: self.definitions, installed: self.installed, object: &acting.object.name };
        judge.judge(path, people, &mut found);
        for wrong in found.into_fields() {
            let follows = self.unread.under(&wrong.field)
                || people.field.as_deref().is_some_and(|name| self.unread.named_in(name));
            if !follows {
                self.found.0.push(wrong);
            }
        }
        if self.of_house {
            return;
        }
        // What a definition says holds in any house, and nobody's id is known there.
        if people.kind == PeopleKind::Users {
            self.wrong(within(path, "users"), "not_here");
        }
        if people.department.is_some() {
            self.wrong(within(path, "department"), "not_here");
        }
        if let Some(role) = &people.role {
            self.role(&within(path, "role"), role);
        }
    }

    /// A role that holds in any house: the engine's, or that of a pack which this one may name.
    fn role(&mut self, path: &str, role: &str) {
        let of = |name: &str| role.split_once('.').is_some_and(|(pack, _)| pack == name);
        let own = self.pack.roles.iter().any(|known| known.name == role);
        let pack = self.others().find(|pack| of(&pack.name) && pack.roles.iter().any(|known| known.name == role));
        match pack {
            Some(pack) if !self.pack.may_name(&pack.name) => self.beyond(path, "requires", &pack.name),
            None if !own && !self.installed.has_role(role) => self.missing(path, role, "unknown_record"),
            _ => {}
        }
    }
}

impl Renaming<'_> {
    /// What an effect gives to an argument of a typed operation that takes people.
    pub(super) fn people_given(&mut self, path: &str, acting: &str, (operation, name): (&str, &str), tree: &mut Tree) {
        let arguments = Operation::find(operation).map_or(&[][..], |operation| operation.arguments);
        let argument = arguments.iter().find(|argument| argument.name() == name);
        let Some(mut people) = argument.and_then(|argument| given(argument, tree)) else { return };
        let before = people.clone();
        people.rename(self, path, acting);
        if people != before {
            *tree = Tree::from(json(&people));
        }
    }

    /// Whom an effect on a record of the object tells.
    pub(super) fn told(&mut self, path: &str, acting: &str, all: &mut [Told]) {
        for (at, told) in all.iter_mut().enumerate() {
            let path = format!("{path}[{at}]");
            match told {
                Told::Duty(name) => self.field(&path, acting, name),
                Told::People(people) => people.rename(self, &path, acting),
            }
        }
    }
}
