//! Records of defined objects, and what packs give typed ones, held against what they follow from (ROLL-5): formulas and owners
//! by the record itself, roll-ups by the rows that they are over; and what no two records may have in common, which is told and
//! left to people.

use std::rc::Rc;
use std::sync::Arc;

use super::super::catalogue::current::Catalogue;
use super::super::catalogue::twins::Twins;
use super::super::days::Moment;
use super::super::expr::{Context as Seen, Value};
use super::super::model::Model;
use super::judge;
use super::picture::{Call, Picture};
use super::rollup::Models;
use super::row;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::identity;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::{Transaction, params};
use crate::engine::tables::{Derived, Place, Wrong};
use crate::engine::validate::Violations;

/// What follows from other data in defined objects, in an order in which what follows stands behind what it follows from:
/// roll-ups are over formulas of their children, and found by folded texts.
pub(crate) fn derived() -> impl Iterator<Item = &'static dyn Derived> {
    [&Twins as &dyn Derived, &Own, &Sums].into_iter()
}

/// What follows from the record itself.
#[derive(Debug)]
struct Own;

/// Roll-ups, with the formulas over them.
#[derive(Debug)]
struct Sums;

/// By what records are looked at: read once a call.
#[derive(Debug)]
struct World {
    catalogue: Arc<Catalogue>,
    context: Seen,
    moment: Moment,
}

/// A record as it should be, with what is said of it as it is.
struct Looked<'w> {
    anew: Picture<'w>,
    findings: Vec<String>,
}

impl World {
    fn of(cx: &mut Context<'_>) -> Result<Rc<World>> {
        let (now, catalogue) = (cx.now(), cx.catalogue()?);
        let zone = cx.company()?.zone.clone();
        let load = |_: &mut dyn Transaction| {
            let (context, moment) = (Seen::within(&zone, now, None), Moment::at(zone, now, None));
            Ok(Rc::new(World { catalogue, context, moment }))
        };
        cx.once(load).cloned()
    }

    fn call(&self) -> Call<'_> {
        Call { context: &self.context, look: &*self.catalogue }
    }
}

/// Looks at one record.
type Look = for<'w> fn(&mut dyn Transaction, &'w World, i64, &Picture<'w>) -> Result<Looked<'w>>;

impl Derived for Own {
    fn entity(&self) -> Entity {
        identity::SETTINGS
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let has = |model: &Model| {
            let apart = !model.unique.is_empty() || !model.spans.is_empty();
            apart || !model.formulas.is_empty() || model.owner.is_some()
        };
        walk(cx, behind, most, has, own)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        mend(cx, place, own)
    }
}

impl Derived for Sums {
    fn entity(&self) -> Entity {
        identity::SETTINGS
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        walk(cx, behind, most, |model| !model.sums.is_empty(), sums)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        mend(cx, place, sums)
    }
}

/// Records that are looked at together.
const PAGE: usize = 500;

/// Looks at the records behind a place, object by object, until so many are wrong.
fn walk(
    cx: &mut Context<'_>,
    behind: &Place,
    most: usize,
    has: impl Fn(&Model) -> bool,
    look: Look,
) -> Result<Vec<Wrong>> {
    let world = World::of(cx)?;
    let (models, extended) = (&world.catalogue.models, &world.catalogue.extended);
    let mut models: Vec<&Model> = models.values().chain(extended.values()).map(|model| &**model).collect();
    // In the order by which a place is found again.
    models.arrange_by(|one, other| one.name.cmp(&other.name));
    let mut wrong = Vec::new();
    for model in models.into_iter().filter(|model| has(model)) {
        if *model.name < *behind.group {
            continue;
        }
        let mut key = if *model.name == *behind.group { behind.key } else { i64::MIN };
        loop {
            let page = row::page(cx.tx(), model, &*world.catalogue, key, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            key = *last;
            for (key, before) in page {
                let findings = look(cx.tx(), &world, key, &before)?.findings;
                if findings.is_empty() {
                    continue;
                }
                let place = Place { group: model.name.to_string(), key };
                wrong.push(Wrong { place, findings, weight: 1 + model.sums.len() * 8 });
                if wrong.len() == most {
                    return Ok(wrong);
                }
            }
        }
    }
    Ok(wrong)
}

/// Writes a record as it should be. It raises no version, as what is computed does not (ROLL-4).
fn mend(cx: &mut Context<'_>, place: &Place, look: Look) -> Result<bool> {
    let world = World::of(cx)?;
    let Some(model) = Models::model(&*world.catalogue, &place.group) else { return Ok(false) };
    let Some(before) = row::read_by_key(cx.tx(), model, &*world.catalogue, place.key)? else { return Ok(false) };
    let anew = look(cx.tx(), &world, place.key, &before)?.anew;
    if anew.held == before.held && owner(cx.tx(), &before, place.key)? {
        return Ok(false);
    }
    let department = anew.owner_department(cx.tx())?;
    row::update(cx.tx(), &anew, &before, place.key, department)?;
    Ok(true)
}

/// Whether the column of the owner has who is in the owner's field (OBJ-10).
fn owner(tx: &mut dyn Transaction, picture: &Picture<'_>, key: i64) -> Result<bool> {
    let Some(field) = picture.model.owner else { return Ok(true) };
    let sql = format!("SELECT owner FROM {} WHERE id = ?", picture.model.table);
    let found: Option<Option<i64>> = tx.one(&sql, params![key], |c| c.next())?;
    Ok(found == Some(picture.held[field].key))
}

fn own<'w>(tx: &mut dyn Transaction, world: &'w World, key: i64, before: &Picture<'w>) -> Result<Looked<'w>> {
    let (mut anew, mut unfit, mut apart) = (before.clone(), Violations::default(), Violations::default());
    anew.formulas(tx, &world.call(), &mut unfit)?;
    judge::apart(tx, before, key, &mut apart)?;
    let mut findings = told(before, &anew, unfit, "is not what its formula gives");
    if !owner(tx, before, key)? {
        findings.push(format!("{}: its owner is not who is in the field", named(before)));
    }
    for error in apart.into_fields() {
        findings.push(format!("{}: {} {}", named(before), error.field, error.code));
    }
    Ok(Looked { anew, findings })
}

fn sums<'w>(tx: &mut dyn Transaction, world: &'w World, key: i64, before: &Picture<'w>) -> Result<Looked<'w>> {
    let (mut anew, mut unfit) = (before.clone(), Violations::default());
    for sum in &before.model.sums {
        let held = sum.again(tx, &*world.catalogue, before, Some(key), &world.moment)?;
        anew.keep(sum.place, held, &mut unfit);
    }
    let findings = told(before, &anew, unfit, "is not what the records under it give");
    // What follows from a sum is put right with it, and is told by itself where it does not fit the sum that is kept.
    anew.formulas(tx, &world.call(), &mut Violations::default())?;
    Ok(Looked { anew, findings })
}

/// What is said of the fields in which a record is not as it should be.
fn told(before: &Picture<'_>, anew: &Picture<'_>, unfit: Violations, what: &str) -> Vec<String> {
    let (named, fields) = (named(before), &before.model.fields);
    let mut findings: Vec<String> =
        anew.changed(before).into_iter().map(|place| format!("{named}: {} {what}", fields[place].name)).collect();
    findings.extend(unfit.into_fields().iter().map(|error| format!("{named}: {} {}", error.field, error.code)));
    findings
}

/// An object with the record's id. Values are not told: whoever has a database checked may not read them.
fn named(picture: &Picture<'_>) -> String {
    match picture.value("id") {
        Value::Record(id) => format!("{} {}", picture.model.name, id.0),
        _ => picture.model.name.to_string(),
    }
}
