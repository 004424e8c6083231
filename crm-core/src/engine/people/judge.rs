//! What is wrong with people when they are put (PROC-5): each by its path.

use super::{People, PeopleKind};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::hanging::Concern;
use crate::engine::money;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::define::document::Pack;
use crate::engine::objects::define::{Definitions, Installed};
use crate::engine::objects::expr::{self, Place, Type};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::USER;
use crate::engine::validate::Violations;

/// What people are judged by.
pub(crate) struct Judge<'a> {
    /// What is defined.
    pub(crate) definitions: &'a Definitions,
    /// Beside what.
    pub(crate) installed: &'a dyn Installed,
    /// The object of whose records they are asked; it is there.
    pub(crate) object: &'a str,
    /// Whether they are asked to approve something: then there is a submitter, who stands in the owner's place.
    pub(crate) approve: bool,
}

impl std::fmt::Debug for Judge<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Judge").field("object", &self.object).finish_non_exhaustive()
    }
}

impl Judge<'_> {
    /// Adds what is wrong with people at `path`, beside what their fields say of themselves. Whether the records that they
    /// name are there is asked where these are known ([`People::names`]).
    pub(crate) fn judge(&self, path: &str, people: &People, out: &mut Violations) {
        for (field, of, given) in people.given() {
            let path = within(path, field);
            if given && of != people.kind && !out.has(&path) {
                out.add(&path, "not_here", format!("is not of the kind {}", people.kind), None);
            }
        }
        let needed = match people.kind {
            PeopleKind::Users => ("users", people.users.as_ref().is_none_or(Vec::is_empty)),
            PeopleKind::Role => ("role", people.role.is_none()),
            PeopleKind::Field => ("field", people.field.is_none()),
            PeopleKind::Expression => ("expression", people.expression.is_none()),
            _ => ("", false),
        };
        if needed.1 {
            out.missing_once(&within(path, needed.0));
            return;
        }
        let Some(of) = self.definitions.get(self.object) else { return };
        // Of whom there is none, or that is not said of such records.
        let (field, lacks) = match people.kind {
            PeopleKind::Chosen => ("kind", !self.approve),
            PeopleKind::Superior if people.each.is_some() && !self.approve => ("each", true),
            PeopleKind::Superior | PeopleKind::Role if self.approve => ("kind", false),
            PeopleKind::Owner | PeopleKind::Superior => ("kind", of.owner.is_none()),
            PeopleKind::Department => ("department", people.department.is_none() && of.owner.is_none()),
            PeopleKind::Role => ("near", people.is_near() && of.owner.is_none()),
            PeopleKind::Creator => ("kind", of.field("creator").is_none()),
            PeopleKind::Followers => ("kind", !of.bears(Concern::Followers)),
            _ => ("kind", false),
        };
        if lacks {
            let detail = format!("{} has none of this", self.object);
            out.add(&within(path, field), "not_supported", detail, None);
        }
        if let Some(field) = people.field.as_ref().filter(|_| people.kind == PeopleKind::Field) {
            let code = match of.field(field) {
                None => Some("unknown_field"),
                Some((found, _)) if found.kind.to().is_none_or(|to| to != USER) => Some("type"),
                Some(_) => None,
            };
            if let Some(code) = code {
                out.add(&within(path, "field"), code, "is no field that holds a user", None);
            }
        }
        if let Some(text) = people.expression.as_ref().filter(|_| people.kind == PeopleKind::Expression) {
            let (fields, user) = (self.definitions.fields(self.installed), Type::Record(USER.into()));
            let checked = expr::check(text, &fields, self.object, Place::Check, Some(&user));
            for mistake in checked.err().into_iter().flatten() {
                let detail = format!("{}:{} {}", mistake.at.line, mistake.at.column, mistake.code.detail());
                out.add(&within(path, "expression"), mistake.code.as_str(), detail, None);
            }
        }
    }
}

impl Context<'_> {
    /// Adds what is wrong with people at these paths, who are asked of records of the object; `coming` is the version of a
    /// pack that brings them, whose definitions are not in force yet. The object is there.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn judge_people(
        &mut self,
        object: &str,
        coming: Option<&Pack>,
        all: &[(String, &People)],
    ) -> Result<()> {
        self.judge_people_of(object, coming, all, false)
    }

    /// The same; `approve` of those who are asked to approve something.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn judge_people_of(
        &mut self,
        object: &str,
        coming: Option<&Pack>,
        all: &[(String, &People)],
        approve: bool,
    ) -> Result<()> {
        let catalogue = self.catalogue()?;
        let defined = coming.map(|pack| self.definitions_with(pack)).transpose()?;
        let definitions = defined.as_ref().unwrap_or(&catalogue.definitions);
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let house = House::bare(places);
        let judge = Judge { definitions, installed: &house, object, approve };
        for (path, people) in all {
            judge.judge(path, people, self.violations());
        }
        Ok(())
    }
}
