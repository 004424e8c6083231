//! Who people are, of one record, at one moment.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{People, PeopleKind, store};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::UserId;
use crate::engine::money;
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::days::Moment;
use crate::engine::objects::expr::{self, Path, Place, Type, Value};
use crate::engine::objects::filter::sql::{Query, Terms, Whole};
use crate::engine::objects::model::read_behind;
use crate::engine::objects::path::{self, Crossed, SUPERIOR};
use crate::engine::objects::record::RecordKey;
use crate::engine::objects::shape::{Catalogue as _, Kind, Object, USER};
use crate::engine::storage::{Columns, Row, Transaction, params};
use crate::engine::telling::{Person, followers_of};

/// What people are asked of: a record as it lies, whoever calls.
#[derive(Clone, Copy)]
pub(crate) struct On<'a> {
    /// What is defined.
    pub(crate) world: &'a Catalogue,
    /// When it is asked, and who calls.
    pub(crate) moment: &'a Moment,
    /// The decimal places of the company's currency.
    pub(crate) places: u32,
    /// The record.
    pub(crate) record: &'a RecordKey,
    /// Of people who are asked to approve something: who submitted it. They are said by what they are to that person, and
    /// who is disabled is among them where they are named for themselves.
    pub(crate) submitter: Option<i64>,
}

impl std::fmt::Debug for On<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("On").field("record", self.record).finish_non_exhaustive()
    }
}

impl Context<'_> {
    /// Whom a step of an approval asks of a record (APPR-2), before anybody takes another's place: who is disabled is among
    /// them, where they are named for themselves.
    ///
    /// # Errors
    /// As [`Context::people`].
    pub(crate) fn people_asked<'p>(
        &mut self,
        record: &RecordKey,
        submitter: i64,
        people: impl IntoIterator<Item = &'p People>,
    ) -> Result<Vec<Person>> {
        self.people_of(record, Some(submitter), people)
    }

    /// Who these people are of the record: active users, each once, the oldest account first (PROC-5).
    ///
    /// # Errors
    /// Where they name a field that is not there any more, or an expression can't be computed (`field`, `expression`).
    pub(crate) fn people<'p>(
        &mut self,
        record: &RecordKey,
        people: impl IntoIterator<Item = &'p People>,
    ) -> Result<Vec<Person>> {
        self.people_of(record, None, people)
    }

    fn people_of<'p>(
        &mut self,
        record: &RecordKey,
        submitter: Option<i64>,
        people: impl IntoIterator<Item = &'p People>,
    ) -> Result<Vec<Person>> {
        let world = self.catalogue()?;
        let company = self.company()?;
        let (zone, places) = (company.zone.clone(), money::decimal_places(&company.currency).unwrap_or_default());
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let on = On { world: &world, moment: &moment, places, record, submitter };
        let mut all = BTreeMap::new();
        for people in people {
            found(self.tx(), &on, people, &mut all)?;
        }
        Ok(all.into_iter().collect())
    }
}

/// Adds who these people are, by their keys.
///
/// # Errors
/// As [`Context::people`].
pub(crate) fn found(
    tx: &mut dyn Transaction,
    on: &On<'_>,
    people: &People,
    all: &mut BTreeMap<i64, UserId>,
) -> Result<()> {
    let owner = |tx: &mut dyn Transaction| match on.world.definitions.owner(&on.record.object).cloned() {
        Some(owner) => on.user(tx, &owner).and_then(|user| user.map_or(Ok(None), |user| store::key(tx, user))),
        None => Ok(None),
    };
    // Whose department and superior are meant.
    let from = |tx: &mut dyn Transaction| on.submitter.map_or_else(|| owner(tx), |key| Ok(Some(key)));
    match people.kind {
        PeopleKind::Chosen => {}
        PeopleKind::Users => {
            let users: Vec<Uuid> = people.users.iter().flatten().map(|user| user.0).collect();
            all.append(&mut on.named(tx, &users)?);
        }
        PeopleKind::Role => {
            let role = people.role.as_deref().unwrap_or_default();
            if !people.is_near() {
                all.extend(store::holders(tx, role)?);
            } else if let Some(owner) = from(tx)? {
                all.extend(store::holders_near(tx, role, owner)?);
            }
        }
        PeopleKind::Department => {
            if let Some(department) = people.department {
                all.extend(store::members(tx, department)?);
            } else if let Some(owner) = owner(tx)? {
                all.extend(store::colleagues(tx, owner)?);
            }
        }
        PeopleKind::Owner => {
            if let Some(owner) = on.world.definitions.owner(&on.record.object) {
                on.take_in(tx, owner, all)?;
            }
        }
        PeopleKind::Creator => on.take_in(tx, "creator", all)?,
        PeopleKind::Field => on.take_in(tx, people.field.as_deref().unwrap_or_default(), all)?,
        PeopleKind::Followers => {
            let home = on.object()?.table.clone();
            let followers = followers_of(tx, on.world, &home, on.record.id)?;
            let followers: Vec<Uuid> = followers.into_iter().map(|((_, user), _)| user.0).collect();
            all.append(&mut store::active(tx, &followers)?);
        }
        PeopleKind::Expression => {
            let text = people.expression.as_deref().unwrap_or_default();
            if let Some(user) = on.computed(tx, text)? {
                all.append(&mut on.named(tx, &[user])?);
            }
        }
        PeopleKind::Superior => {
            if let Some(owner) = from(tx)? {
                all.extend(store::above(tx, owner, people.level.unwrap_or(1))?);
            }
        }
    }
    Ok(())
}

/// The alias of the record's table.
const OWN: &str = "own";

impl On<'_> {
    fn object(&self) -> Result<&Object> {
        let found = self.world.definitions.object(&self.record.object);
        found.ok_or_else(|| CrmError::field("object", "unknown_object", "is no kind of record"))
    }

    fn terms(&self, position: &'static str) -> Terms<'_> {
        Terms { moment: self.moment, sight: &Whole, position }
    }

    /// Those of the users who are active; where something is to be approved, all of them.
    fn named(&self, tx: &mut dyn Transaction, users: &[Uuid]) -> Result<BTreeMap<i64, UserId>> {
        if self.submitter.is_some() { store::named(tx, users) } else { store::active(tx, users) }
    }

    /// Adds the user in a field, where they are active.
    fn take_in(&self, tx: &mut dyn Transaction, field: &str, all: &mut BTreeMap<i64, UserId>) -> Result<()> {
        if let Some(user) = self.user(tx, field)? {
            all.append(&mut self.named(tx, &[user])?);
        }
        Ok(())
    }

    /// The user in a field of the record.
    fn user(&self, tx: &mut dyn Transaction, field: &str) -> Result<Option<Uuid>> {
        let found = self.object()?.field(field).filter(|found| found.kind.to().is_some_and(|to| to == USER));
        if found.is_none() {
            return Err(CrmError::field("field", "unknown_field", "is no field that holds a user"));
        }
        let value = self.values(tx, &[field.to_owned()])?.pop();
        Ok(match value {
            Some(Value::Record(user)) => Some(user.0),
            _ => None,
        })
    }

    /// The user whom an expression gives.
    fn computed(&self, tx: &mut dyn Transaction, text: &str) -> Result<Option<Uuid>> {
        let wrong = |code: &str, detail: &str| CrmError::field("expression", code, detail);
        let bare = House::bare(self.places);
        let (seen, user) = (self.world.definitions.fields(&bare), Type::Record(USER.into()));
        let expr = expr::check(text, &seen, &self.record.object, Place::Check, Some(&user)).map_err(|mistakes| {
            let code = mistakes.first().map_or("type", |mistake| mistake.code.as_str());
            wrong(code, "does not hold by what is defined now")
        })?;
        let paths: Vec<String> = expr.paths().iter().map(written).collect();
        let values = if paths.is_empty() { Vec::new() } else { self.values(tx, &paths)? };
        let read = Read { paths: expr.paths(), values: &values };
        match expr.evaluate(&read, &self.moment.seen()) {
            Ok(Value::Record(user)) => Ok(Some(user.0)),
            Ok(_) => Ok(None),
            Err(refusal) => Err(wrong("formula", refusal.detail())),
        }
    }

    /// What the record has at these paths, read at once; nothing where it is not there.
    fn values(&self, tx: &mut dyn Transaction, paths: &[String]) -> Result<Vec<Value>> {
        let own = self.object()?;
        let lost = || CrmError::bug("a path of an expression that leads nowhere");
        let mut query = Query::new(OWN, self.terms(tx.dialect().position));
        let (mut columns, mut kinds, mut crossed) = (Vec::new(), Vec::new(), Crossed::default());
        for path in paths {
            let leads = path::open(&self.world.definitions, own, path, &mut crossed).map_err(|_| lost())?;
            let is_above = path.rsplit('.').next() == Some(SUPERIOR) && leads.of.field(SUPERIOR).is_none();
            let (column, kind) = match &leads.to {
                Some(_) if is_above => {
                    let of = format!("{path}.id");
                    let leads = path::open(&self.world.definitions, own, &of, &mut crossed).map_err(|_| lost())?;
                    (query.column(&leads, false), Kind::Id)
                }
                Some(to) => (query.linked(&leads, &to.table, "uid"), Kind::Id),
                None => (query.column(&leads, false), leads.field.kind.clone()),
            };
            columns.push(column);
            kinds.push(kind);
        }
        let joins = query.joins();
        let (columns, table) = (columns.join(", "), &own.table);
        let sql = format!("SELECT {columns} FROM {table} {OWN}{} WHERE {OWN}.uid = ?", joins.sql);
        let (places, mut values) = (self.places, Vec::with_capacity(kinds.len()));
        tx.query(&sql, params![&self.record.id.0], &mut |row: &dyn Row| {
            let mut columns = Columns::new(row);
            for kind in &kinds {
                values.push(read_behind(kind, places, &mut columns)?);
            }
            Ok(false)
        })?;
        Ok(values)
    }
}

/// A path as it is written, without what belongs to the record before the call.
fn written(path: &Path) -> String {
    let names: Vec<&str> = path.steps().iter().map(|step| step.name.as_str()).collect();
    names.join(".")
}

/// A record as an expression sees it: the values at its paths.
struct Read<'a> {
    paths: &'a [Path],
    values: &'a [Value],
}

impl expr::Record for Read<'_> {
    fn value(&self, path: &Path) -> Value {
        let at = self.paths.iter().position(|known| known == path);
        at.and_then(|at| self.values.get(at)).cloned().unwrap_or_default()
    }
}
