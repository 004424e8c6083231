//! A template with the clauses that it includes (DOC-3), and the templates that include a clause.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::parsed::included;
use super::setup::{TEMPLATE, Template};
use super::wrong::Wrong;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::setup::store::{named, naming_document};
use crate::engine::text::fold;

/// The most clauses that a template leads to.
const CLAUSES: usize = 200;

/// The most bytes of their bodies together: 2 MiB.
const BYTES: usize = 2 * 1024 * 1024;

/// What is read, parsed and walked through before a template is judged, or printed: names, and so many bytes of a body for one.
const STEPS: usize = 500_000;
const STEP: usize = 32;

/// A bound that is shared by all that is judged in one call (DOC-4).
#[derive(Debug)]
pub(super) struct Steps(usize);

impl Steps {
    pub(super) fn new() -> Steps {
        Steps(STEPS)
    }

    /// Without an end, for what was judged before.
    pub(super) fn endless() -> Steps {
        Steps(usize::MAX)
    }

    /// Takes one; whether there was one.
    pub(super) fn take(&mut self) -> bool {
        self.spend(1)
    }

    /// Takes what it costs to read or parse a body.
    pub(super) fn take_body(&mut self, body: &str) -> bool {
        self.spend(body.len() / STEP + 1)
    }

    fn spend(&mut self, many: usize) -> bool {
        let enough = self.0 >= many;
        self.0 = self.0.saturating_sub(many);
        enough
    }

    /// What is told where there are none any more.
    pub(super) fn spent(body: &str, at: usize) -> Wrong {
        Wrong::at(body, at, "too_expensive", "names in it and in its clauses", Some(STEPS))
    }
}

/// A template that another includes.
#[derive(Debug)]
pub(super) struct Clause {
    /// What it is called.
    pub(super) name: String,
    pub(super) template: Template,
    /// The folded names of those that it includes itself.
    includes: Vec<String>,
}

/// Clauses by their folded names: each is there once, however it is spelled.
pub(super) type Clauses = BTreeMap<String, Rc<Clause>>;

/// The clauses that a template leads to.
#[derive(Debug, Default)]
pub(super) struct Family {
    pub(super) clauses: Clauses,
    /// That they are too many or too long; then some are missing.
    pub(super) beyond: Option<Wrong>,
}

/// The clauses that were read, for several families.
#[derive(Debug, Default)]
pub(super) struct Library {
    /// Those of the last family, and what is to be said by one that is changed.
    clauses: Clauses,
    changed: Option<(String, Rc<Clause>)>,
}

impl Library {
    /// One in which a template says something else than it does.
    pub(super) fn changing(name: &str, to: &Template) -> Library {
        let clause = Clause { name: name.to_owned(), template: to.clone(), includes: names(&to.body) };
        Library { clauses: Clauses::new(), changed: Some((fold(name), Rc::new(clause))) }
    }

    /// The clauses of a template, as far as there are any of those names. What includes itself is told by the walk.
    pub(super) fn family(
        &mut self,
        cx: &mut Context<'_>,
        name: &str,
        template: &Template,
        steps: &mut Steps,
    ) -> Result<Family> {
        let own = fold(name);
        let (mut family, mut open, mut bytes) = (Family::default(), names(&template.body), 0_usize);
        let mut enough = steps.take_body(&template.body);
        while let Some(next) = open.pop() {
            if next == own || family.clauses.contains_key(&next) {
                continue;
            }
            let Some(clause) = self.clause(cx, &next, steps)? else { continue };
            bytes = bytes.saturating_add(clause.template.body.len());
            enough &= steps.take_body(&clause.template.body);
            let most = [(bytes > BYTES, BYTES), (family.clauses.len() == CLAUSES, CLAUSES)];
            let costly = |limit| Wrong::at("", 0, "too_expensive", "clauses", Some(limit));
            let beyond = most.into_iter().find(|(beyond, _)| *beyond).map(|(_, limit)| costly(limit));
            family.beyond = beyond.or_else(|| (!enough).then(|| Steps::spent("", 0)));
            if family.beyond.is_some() {
                break;
            }
            open.extend(clause.includes.iter().cloned());
            family.clauses.insert(next, clause);
        }
        // No more is kept than one family may have.
        self.clauses.clone_from(&family.clauses);
        Ok(family)
    }

    fn clause(&self, cx: &mut Context<'_>, folded: &str, steps: &mut Steps) -> Result<Option<Rc<Clause>>> {
        if let Some((_, clause)) = self.changed.as_ref().filter(|(changed, _)| changed == folded) {
            return Ok(Some(Rc::clone(clause)));
        }
        if let Some(clause) = self.clauses.get(folded) {
            return Ok(Some(Rc::clone(clause)));
        }
        let found = named::<Template>(cx.tx(), &TEMPLATE, folded)?.filter(|found| found.enabled);
        Ok(found.map(|found| {
            steps.take_body(&found.content.body);
            let includes = names(&found.content.body);
            Rc::new(Clause { name: found.name, template: found.content, includes })
        }))
    }
}

fn names(body: &str) -> Vec<String> {
    let mut names: Vec<String> = included(body).into_iter().map(|(_, name)| fold(&name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The names of the enabled templates that include one, however deep.
pub(super) fn users(cx: &mut Context<'_>, name: &str) -> Result<Vec<String>> {
    let (mut found, mut open) = (Vec::<String>::new(), vec![name.to_owned()]);
    while let Some(next) = open.pop() {
        for user in naming_document(cx.tx(), &TEMPLATE, &next)? {
            let known = fold(&user.name) == fold(name) || found.contains(&user.name);
            if user.kind != TEMPLATE.name || !user.enabled || known || self::user(cx, &user.name)?.is_none() {
                continue;
            }
            open.push(user.name.clone());
            found.push(user.name);
        }
    }
    Ok(found)
}

/// One of them, as it stands.
pub(super) fn user(cx: &mut Context<'_>, name: &str) -> Result<Option<Template>> {
    Ok(named::<Template>(cx.tx(), &TEMPLATE, name)?.map(|found| found.content))
}
