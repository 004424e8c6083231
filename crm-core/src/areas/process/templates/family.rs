//! A template with the clauses that it includes (DOC-3), and the templates that include a clause.

use super::parsed::included;
use super::setup::{TEMPLATE, Template};
use super::walk::Clauses;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::setup::store::{named, naming_document};
use crate::engine::text::fold;

/// The clauses that a template leads to.
#[derive(Debug, Default)]
pub(super) struct Family {
    /// Those that are there, by their names as they are spelled where they are included.
    pub(super) clauses: Clauses,
}

impl Family {
    /// The clauses of a template of that name, which may include none of its name but itself.
    pub(super) fn of(cx: &mut Context<'_>, name: &str, template: &Template) -> Result<Family> {
        Family::with(cx, name, template, (name, template))
    }

    /// The clauses of a template, one of which is to say something else than it does.
    pub(super) fn with(
        cx: &mut Context<'_>,
        name: &str,
        template: &Template,
        (changed, to): (&str, &Template),
    ) -> Result<Family> {
        let (mut family, mut open) = (Family::default(), names(&template.body));
        let (own, changed) = (fold(name), fold(changed));
        while let Some(next) = open.pop() {
            let folded = fold(&next);
            if family.clauses.contains_key(&next) {
                continue;
            }
            let clause = if folded == changed {
                to.clone()
            } else if folded == own {
                template.clone()
            } else {
                match named::<Template>(cx.tx(), &TEMPLATE, &next)? {
                    Some(found) if found.enabled => found.content,
                    _ => continue,
                }
            };
            open.extend(names(&clause.body));
            family.clauses.insert(next, clause);
        }
        Ok(family)
    }
}

fn names(body: &str) -> Vec<String> {
    included(body).into_iter().map(|(_, name)| name).collect()
}

/// The enabled templates that include one, however deep.
pub(super) fn users(cx: &mut Context<'_>, name: &str) -> Result<Vec<(String, Template)>> {
    let (mut found, mut open) = (Vec::<(String, Template)>::new(), vec![name.to_owned()]);
    while let Some(next) = open.pop() {
        for user in naming_document(cx.tx(), &TEMPLATE, &next)? {
            let known = fold(&user.name) == fold(name) || found.iter().any(|(known, _)| *known == user.name);
            if user.kind != TEMPLATE.name || !user.enabled || known {
                continue;
            }
            if let Some(document) = named::<Template>(cx.tx(), &TEMPLATE, &user.name)? {
                open.push(user.name.clone());
                found.push((user.name, document.content));
            }
        }
    }
    Ok(found)
}
