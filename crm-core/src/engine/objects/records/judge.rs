//! Everything that is wrong with a record, at once (MACH-10, step 4): what is required, fixed, broken, twice or overlapping.

use std::collections::BTreeSet;

use super::super::expr::Value;
use super::super::model::{ActionModel, ChangeModel, CheckModel, SpanModel, UniqueModel};
use super::super::shape::Name;
use super::picture::{Call, Picture, refused};
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, Value as Stored};
use crate::engine::text::fold;
use crate::engine::validate::Violations;

/// What is asked of a record.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The record as it was; none where it is new.
    pub before: Option<&'a Picture<'a>>,
    /// Its key; none where it is new.
    pub key: Option<i64>,
    /// Whether fields that freeze are asked for.
    pub freezes: bool,
    /// The fields that follow parts which the call writes too: checks that name one are asked behind these, by
    /// `following`.
    pub later: &'a BTreeSet<usize>,
}

/// Tells everything that is wrong with a record as it will be.
///
/// # Errors
/// Whatever the database says.
pub fn judge(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    asked: &Asked<'_>,
    found: &mut Violations,
) -> Result<()> {
    let changed = match asked.before {
        Some(before) => picture.changed(before),
        None => (0..picture.held.len()).collect(),
    };
    judge_changed(tx, call, picture, asked, &changed, found)?;
    let model = picture.model;
    for unique in &model.unique {
        twice(tx, picture, unique, asked, &changed, found)?;
    }
    for span in &model.spans {
        overlapping(tx, picture, span, asked, &changed, found)?;
    }
    Ok(())
}

/// Tells of a record as it stands in its row what it may not have in common with another, and a span that is none (UNIQ-1,
/// SPAN-1).
pub(super) fn apart(tx: &mut dyn Transaction, picture: &Picture<'_>, key: i64, found: &mut Violations) -> Result<()> {
    let (later, changed) = (BTreeSet::new(), BTreeSet::new());
    let asked = Asked { before: None, key: Some(key), freezes: false, later: &later };
    for unique in &picture.model.unique {
        twice(tx, picture, unique, &asked, &changed, found)?;
    }
    for span in &picture.model.spans {
        overlapping(tx, picture, span, &asked, &changed, found)?;
    }
    Ok(())
}

/// The same of a record whose fields at these places have changed, but for what compares it with others.
///
/// # Errors
/// Whatever the database says.
pub fn judge_changed(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    asked: &Asked<'_>,
    changed: &BTreeSet<usize>,
    found: &mut Violations,
) -> Result<()> {
    required(picture, asked, changed, found);
    frozen(tx, call, picture, asked, changed, found)?;
    checks(tx, call, picture, asked, changed, found)
}

/// What is required is given at create and never cleared; an older record without it stays writable elsewhere. What is fixed
/// is never changed (TYPE-2).
fn required(picture: &Picture<'_>, asked: &Asked<'_>, changed: &BTreeSet<usize>, found: &mut Violations) {
    for place in picture.given() {
        let model = &picture.model.fields[place];
        let Some(field) = &model.field else { continue };
        let touched = changed.contains(&place);
        if field.required && touched && picture.held[place].value == Value::Null && !picture.wrong.contains(&place) {
            found.missing_once(&field.name);
        }
        if field.fixed && touched && asked.before.is_some() {
            found.add(&field.name, "fixed", "can't be changed", None);
        }
    }
}

/// Fields that freeze may change only where their condition, asked of the record before, is true (MACH-5).
fn frozen(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &Picture<'_>,
    asked: &Asked<'_>,
    changed: &BTreeSet<usize>,
    found: &mut Violations,
) -> Result<()> {
    let Some(before) = asked.before.filter(|_| asked.freezes) else { return Ok(()) };
    let mut before = before.clone();
    for change in &picture.model.changes {
        let touched: Vec<usize> = change.fields.iter().copied().filter(|place| changed.contains(place)).collect();
        if touched.is_empty() || before.holds(tx, call, Some(&change.when), "change", found)? {
            continue;
        }
        for place in touched {
            found.add(&picture.model.fields[place].name, "frozen", frozen_text(change), None);
        }
    }
    Ok(())
}

/// What an action asks of the record as it will be: its checks, whatever has changed (CHECK-3), and paths that must have a
/// value (MACH-4).
///
/// # Errors
/// Whatever the database says.
pub fn action(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    action: &ActionModel,
    found: &mut Violations,
) -> Result<()> {
    for check in &action.checks {
        one(tx, call, picture, check, found)?;
    }
    for need in &action.needs {
        if !found.has(&need.path) && picture.holds(tx, call, Some(&need.empty), &need.path, found)? {
            found.missing(&need.path);
        }
    }
    Ok(())
}

/// Checks are asked at create, and later where a field that they name has changed (CHECK-1); null breaks nothing, and what
/// names a field that is itself refused is not asked (CHECK-2).
fn checks(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    asked: &Asked<'_>,
    changed: &BTreeSet<usize>,
    found: &mut Violations,
) -> Result<()> {
    let model = picture.model;
    for check in &model.checks {
        let named = asked.before.is_none() || check.check.own.iter().any(|own| changed.contains(own));
        if named && !check.check.own.iter().any(|own| asked.later.contains(own)) {
            one(tx, call, picture, check, found)?;
        }
    }
    Ok(())
}

/// Asks the checks of a record whose roll-ups have changed, that name what changed with them; one that was broken before is
/// not asked, so that a breach can be mended step by step (ROLL-4).
pub(super) fn broken(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    before: &mut Picture<'_>,
    changed: &BTreeSet<usize>,
    found: &mut Violations,
) -> Result<()> {
    let model = picture.model;
    for check in model.checks.iter().filter(|check| check.check.own.iter().any(|own| changed.contains(own))) {
        let mut then = Violations::default();
        one(tx, call, before, check, &mut then)?;
        if then.is_empty() {
            one(tx, call, picture, check, found)?;
        }
    }
    Ok(())
}

/// Asks the checks that name what follows the parts, once these are written: `given` is the record as the call gave it,
/// `picture` as it is with its parts.
pub(super) fn following(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    given: &Picture<'_>,
    asked: &Asked<'_>,
    found: &mut Violations,
) -> Result<()> {
    let model = picture.model;
    for check in &model.checks {
        let own = &check.check.own;
        let changed = |own: &usize| asked.before.is_none_or(|before| before.held[*own] != given.held[*own]);
        let named = own.iter().any(|own| asked.later.contains(own)) && own.iter().any(changed);
        if named && !found.has(&format!("checks.{}", check.name)) {
            one(tx, call, picture, check, found)?;
        }
    }
    Ok(())
}

/// Lists of parts freeze as fields do (MACH-5): `before` is the whole as it was.
pub(super) fn frozen_parts(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    before: &Picture<'_>,
    lists: &[Name],
    found: &mut Violations,
) -> Result<()> {
    let (model, mut before) = (before.model, before.clone());
    for change in &model.changes {
        let touched: Vec<&Name> = change.parts.iter().filter(|part| lists.contains(part)).collect();
        if touched.is_empty() || before.holds(tx, call, Some(&change.when), "change", found)? {
            continue;
        }
        for list in touched {
            found.add(list, "frozen", frozen_text(change), None);
        }
    }
    Ok(())
}

fn frozen_text(change: &ChangeModel) -> String {
    change.text.clone().unwrap_or_else(|| "can't be changed any more".into())
}

/// Asks one check.
fn one(
    tx: &mut dyn Transaction,
    call: &Call<'_>,
    picture: &mut Picture<'_>,
    check: &CheckModel,
    found: &mut Violations,
) -> Result<()> {
    let refused_too = |own: &usize| picture.wrong.contains(own) || found.has(&picture.model.fields[*own].name);
    if check.check.own.iter().any(refused_too) {
        return Ok(());
    }
    picture.fetch(tx, &check.check)?;
    let field = format!("checks.{}", check.name);
    match picture.evaluate(&check.check, call.context) {
        Ok(Value::Boolean(false)) => found.add(&field, "check", check.text.clone(), None),
        Ok(_) => {}
        Err(refusal) => refused(found, &field, refusal)?,
    }
    Ok(())
}

/// Whether a record in its present state is among those that are compared.
fn among(picture: &Picture<'_>, states: &[Name]) -> bool {
    states.is_empty() || matches!(picture.value("status"), Value::Text(status) if states.contains(status))
}

/// What of a rule over states and fields is asked: one whose fields or whose place among the states have changed.
fn touches(
    picture: &Picture<'_>,
    asked: &Asked<'_>,
    fields: &[usize],
    states: &[Name],
    changed: &BTreeSet<usize>,
) -> bool {
    let entered = !states.is_empty() && asked.before.is_some_and(|before| !among(before, states));
    among(picture, states) && (asked.before.is_none() || entered || fields.iter().any(|field| changed.contains(field)))
}

/// No two records have the same (UNIQ-1); one with a field empty takes no part.
fn twice(
    tx: &mut dyn Transaction,
    picture: &Picture<'_>,
    unique: &UniqueModel,
    asked: &Asked<'_>,
    changed: &BTreeSet<usize>,
    found: &mut Violations,
) -> Result<()> {
    if !touches(picture, asked, &unique.fields, &unique.states, changed) {
        return Ok(());
    }
    let model = picture.model;
    let Some(mut alike) = Alike::of(picture, &unique.fields, &unique.states) else { return Ok(()) };
    alike.another_than(asked.key);
    if tx.value(&format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {})", model.table, alike.sql), &alike.params)? {
        let field = unique.fields.first().map_or("", |first| model.fields[*first].name.as_str());
        found.add(field, "not_unique", unique.text.clone().unwrap_or_else(|| "is taken".into()), None);
    }
    Ok(())
}

/// Spans of records that are alike don't overlap (SPAN-1). They are looked at by one neighbour (SPAN-2): of those that begin
/// before this one ends, the last to begin is the last to end, since none overlaps another.
fn overlapping(
    tx: &mut dyn Transaction,
    picture: &Picture<'_>,
    span: &SpanModel,
    asked: &Asked<'_>,
    changed: &BTreeSet<usize>,
    found: &mut Violations,
) -> Result<()> {
    let fields: Vec<usize> = span.by.iter().copied().chain([span.from, span.to]).collect();
    if !touches(picture, asked, &fields, &span.states, changed) {
        return Ok(());
    }
    let model = picture.model;
    let (from, to) = (&model.fields[span.from], &model.fields[span.to]);
    let (Some(begins), Some(ends)) = (point(picture, span.from), point(picture, span.to)) else { return Ok(()) };
    if !before(&begins, &ends) {
        found.add(&to.name, "empty_span", "must be after the beginning", None);
        return Ok(());
    }
    let Some(mut alike) = Alike::of(picture, &span.by, &span.states) else { return Ok(()) };
    alike.another_than(asked.key);
    let (starts, stops) = (&from.lies.value, &to.lies.value);
    let sql = format!(
        "SELECT {stops} > ? FROM {} WHERE {} AND {starts} < ? AND {stops} IS NOT NULL ORDER BY {starts} DESC LIMIT 1",
        model.table, alike.sql
    );
    let params = [&[begins][..], &alike.params, &[ends]].concat();
    if tx.one(&sql, &params, |c| c.next::<bool>())? == Some(true) {
        let first = span.by.first().unwrap_or(&span.from);
        let text = span.text.clone().unwrap_or_else(|| "overlaps another".into());
        found.add(&model.fields[*first].name, "taken", text, None);
    }
    Ok(())
}

/// The records that are alike in some fields, as a condition.
struct Alike {
    sql: String,
    params: Vec<Stored<'static>>,
}

impl Alike {
    /// None where one of the fields is empty. States stand as literals, which a partial index needs (FILT-9).
    fn of(picture: &Picture<'_>, fields: &[usize], states: &[Name]) -> Option<Alike> {
        let mut parts = Vec::new();
        let mut params = Vec::new();
        for place in fields {
            let lies = &picture.model.fields[*place].lies;
            parts.push(format!("{} = ?", lies.folded.as_ref().unwrap_or(&lies.value)));
            params.push(compared(picture, *place)?);
        }
        if !states.is_empty() {
            parts.push(format!("status IN ('{}')", states.join("', '")));
        }
        let sql = if parts.is_empty() { "1 = 1".to_owned() } else { parts.join(" AND ") };
        Some(Alike { sql, params })
    }

    fn another_than(&mut self, key: Option<i64>) {
        if let Some(key) = key {
            self.sql.push_str(" AND id <> ?");
            self.params.push(Stored::Integer(key));
        }
    }
}

/// What is compared of a field: of a text the folded twin.
pub fn compared(picture: &Picture<'_>, place: usize) -> Option<Stored<'static>> {
    let held = &picture.held[place];
    match &held.value {
        Value::Null => None,
        Value::Text(text) if picture.model.fields[place].lies.folded.is_some() => Some(Stored::Text(fold(text).into())),
        Value::Text(text) => Some(Stored::Text(text.to_string().into())),
        Value::Record(_) => held.key.map(Stored::Integer),
        _ => point(picture, place),
    }
}

/// What stands in the slot of a day, an instant, a number or a truth value.
pub fn point(picture: &Picture<'_>, place: usize) -> Option<Stored<'static>> {
    super::row::stored(picture, place).ok().flatten()
}

/// Whether a span's ends are in order: both are days or both instants.
fn before(from: &Stored<'_>, to: &Stored<'_>) -> bool {
    match (from, to) {
        (Stored::Text(from), Stored::Text(to)) => from < to,
        (Stored::Integer(from), Stored::Integer(to)) => from < to,
        _ => false,
    }
}
