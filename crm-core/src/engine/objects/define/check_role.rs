//! Grants to roles (OBJ-7, PACK-10).

use super::check::Checker;
use super::check_object::VERBS;
use super::document::{Grant, Level, Opened, Role};
use crate::engine::objects::shape::Name;
use crate::engine::sorting::Arrange as _;

/// The verbs that read.
const READS: [&str; 3] = ["get", "list", "export"];

/// A verb of an object that a grant gives, with the place of the grant.
struct Granted {
    at: usize,
    object: Name,
    verb: Name,
    level: Option<Level>,
}

impl Checker<'_> {
    /// What the pack grants.
    pub(super) fn roles(&mut self) {
        for role in &self.pack.roles {
            let path = format!("roles.{}", role.name);
            let own = role.name.split_once('.').is_some_and(|(pack, _)| pack == self.pack.name);
            if !own && !self.installed.has_role(&role.name) {
                self.wrong(path.as_str(), "unknown_role");
            }
            for (at, grant) in role.grants.iter().enumerate() {
                self.grant(&format!("{path}[{at}]"), grant);
            }
            self.levels(&path, role);
        }
    }

    fn grant(&mut self, path: &str, grant: &Grant) {
        match grant {
            Grant::Pack { pack, .. } => {
                let there = *pack == self.pack.name || self.installed.packs().iter().any(|other| other.name == *pack);
                if !there {
                    let typed = self.definitions.get(pack).is_some();
                    self.wrong(path, if typed { "typed" } else { "unknown_object" });
                } else if !self.pack.may_name(pack) {
                    self.beyond(path, "requires", pack);
                }
            }
            Grant::Object { object, .. } => drop(self.grantable(path, object)),
            Grant::Verb { object, verb, .. } => {
                if self.grantable(path, object) && !self.verbs(object).contains(verb) {
                    self.missing(path, verb, "unknown_operation");
                }
            }
            Grant::Field { object, field, opened } => {
                let Some(of) = self.named(path, object) else { return };
                let Some((_, _, field)) = self.defined(path, of, field) else { return };
                if field.confidential.is_none() {
                    self.wrong(path, "not_here");
                } else if *opened == Opened::Write && field.is_computed() {
                    self.wrong(path, "read_only");
                }
            }
        }
    }

    /// Whether there are rights of the object: it is defined, and no part of another.
    fn grantable(&mut self, path: &str, object: &Name) -> bool {
        let Some(of) = self.named(path, object) else { return false };
        if of.part_of.is_some() {
            self.wrong(path, "part");
        } else if !of.is_defined() {
            self.wrong(path, "typed");
        }
        of.part_of.is_none() && of.is_defined()
    }

    fn verbs(&self, object: &Name) -> Vec<Name> {
        let machine = self.definitions.get(object).and_then(|of| of.machine.as_ref());
        let actions = machine.into_iter().flat_map(|machine| &machine.actions).map(|action| action.name.clone());
        VERBS.into_iter().map(Name::new_static).chain(actions).collect()
    }

    /// Grants of one object may not differ, and write no wider than they read.
    fn levels(&mut self, path: &str, role: &Role) {
        let mut granted: Vec<Granted> = Vec::new();
        for (at, grant) in role.grants.iter().enumerate() {
            let (objects, only, level) = match grant {
                Grant::Pack { pack, level } => {
                    let of = self.definitions.iter().filter(|of| of.pack.as_ref() == Some(pack));
                    let whole = of.filter(|of| of.part_of.is_none());
                    (whole.map(|of| of.object.name.clone()).collect(), None, *level)
                }
                Grant::Object { object, level } => (vec![object.clone()], None, *level),
                Grant::Verb { object, verb, level } => (vec![object.clone()], Some(verb), *level),
                Grant::Field { .. } => continue,
            };
            let mut differs = false;
            for object in objects {
                let verbs = only.map_or_else(|| self.verbs(&object), |verb| vec![verb.clone()]);
                for verb in verbs {
                    let before = granted.iter().filter(|g| g.object == object && g.verb == verb);
                    differs |= before.filter_map(|g| g.level.zip(level)).any(|(before, now)| before != now);
                    granted.push(Granted { at, object: object.clone(), verb, level });
                }
            }
            if differs {
                self.wrong(format!("{path}[{at}]"), "differs");
            }
        }
        let mut objects: Vec<&Name> = granted.iter().map(|granted| &granted.object).collect();
        objects.arrange();
        objects.dedup();
        let mut told = Vec::new();
        for object in objects {
            let of = |reads: bool| {
                granted.iter().filter(move |g| g.object == *object && READS.contains(&g.verb.as_str()) == reads)
            };
            // The narrowest that is written, all where none is.
            let level = |reads: bool| of(reads).filter_map(|granted| granted.level).min().unwrap_or(Level::All);
            if let Some(last) = of(false).next_back()
                && of(true).next().is_some()
                && level(false) > level(true)
            {
                told.push(last.at);
            }
        }
        told.sort_unstable();
        told.dedup();
        for at in told {
            self.wrong(format!("{path}[{at}]"), "wider");
        }
    }
}
