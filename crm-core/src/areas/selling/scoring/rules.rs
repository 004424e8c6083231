//! What is checked and done.

use super::counts::{Counts, Factor, stages};
use super::fields::{CLOSED, Counted, EMAIL, Fields, PHONE, STAGE, TAGS, custom};
use super::formula::{score, told};
use super::settle::{points, summed};
use super::store::{self, Label};
use super::types::*;
use crate::departments::rules as departments;
use crate::departments::{DepartmentId, DepartmentRef};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::sorting::Arrange as _;
use rust_decimal::Decimal;

/// Counts that are told at most.
const MOST: usize = 10_000;

/// SCORE-2.
pub(super) fn counts(
    cx: &mut Context<'_>,
    department: &Option<DepartmentId>,
    field: &Option<String>,
) -> Result<Vec<ScoreCount>> {
    let key = departments::choose(cx, "department", department)?;
    cx.check_fields()?;
    let fields = Fields::of_setting(cx)?;
    let listed = store::list(cx.tx(), key, field.as_deref(), MOST)?;
    let mut told = Vec::with_capacity(listed.len());
    let mut last: Option<(i64, Option<DepartmentRef>)> = None;
    let mut known: Option<(String, bool)> = None;
    for (key, field, value, count) in listed {
        let reads = match &known {
            Some((name, reads)) if *name == field => *reads,
            _ => {
                let reads = reads(cx, &field)?;
                known = Some((field.clone(), reads));
                reads
            }
        };
        if !reads {
            continue;
        }
        let department = match &last {
            Some((known, department)) if *known == key => department.clone(),
            _ => {
                let found = department_ref(cx, key)?;
                last = Some((key, found.clone()));
                found
            }
        };
        let label = label(cx, fields.find(&field), &field, &value)?;
        let (won, lost) = (Decimal::new(count.won, 1).normalize(), Decimal::new(count.lost, 1).normalize());
        told.push(ScoreCount { department, field, value, label, won, lost });
    }
    Ok(told)
}

fn department_ref(cx: &mut Context<'_>, key: i64) -> Result<Option<DepartmentRef>> {
    Ok(store::department(cx.tx(), key)?.map(|(id, name)| DepartmentRef { id, name }))
}

/// Whether the caller reads what a factor goes by.
fn reads(cx: &mut Context<'_>, field: &str) -> Result<bool> {
    let of = Entity::OPPORTUNITY;
    if let Some(name) = custom(field) {
        let catalogue = cx.catalogue()?;
        let found = catalogue.definitions.get(of.as_str()).and_then(|found| found.field(name));
        let is_hidden =
            found.and_then(|(_, fact)| fact.field.as_ref()).is_some_and(|declared| declared.confidential.is_some());
        return Ok(!is_hidden || cx.reach()?.to_field(of.as_str(), name).reads());
    }
    let name = match field {
        EMAIL => "contact_email",
        PHONE => "contact_phone",
        CLOSED => "score",
        field => field,
    };
    Ok(cx.rights().to(of.as_str(), name).reads())
}

/// What a value is called that is an id.
fn label(cx: &mut Context<'_>, of: Option<&Counted>, field: &str, value: &str) -> Result<Option<String>> {
    let of = match (field, of) {
        (STAGE, _) => Label::Stage,
        (TAGS, _) => Label::Tag,
        (_, Some(Counted { entries: true, .. })) => Label::Entry,
        _ => return Ok(None),
    };
    let Ok(id) = value.parse() else { return Ok(None) };
    store::label(cx.tx(), of, id)
}

/// SCORE-5: why an opportunity, which the caller may ask for, has its score.
pub(crate) fn explain(cx: &mut Context<'_>, key: i64) -> Result<ScoreExplanation> {
    let fields = Fields::of_setting(cx)?;
    let said = fields.said(cx, &[key])?.into_iter().next();
    let said = said.ok_or_else(|| CrmError::bug("an opportunity that is there"))?;
    let mut explained = ScoreExplanation {
        score: None,
        department: None,
        strengths: Vec::new(),
        weaknesses: Vec::new(),
        rule_score: None,
        rules: Vec::new(),
    };
    if reads(cx, "rule_score")? {
        ruled(cx, &said, &mut explained)?;
    }
    if !reads(cx, "score")? {
        return Ok(explained);
    }
    if said.status.is_closed() {
        explained.score = said.score.map(crate::engine::storage::from_millionths);
        return Ok(explained);
    }
    let mut counts = Counts::default();
    let Some((department, closed)) = counts.closed(cx.tx(), said.department)? else { return Ok(explained) };
    explained.department = department_ref(cx, department)?;
    let stage = stages(&said);
    let factors = counts.factors(cx.tx(), department, &fields, &said, &stage)?;
    let found = score(closed, factors.iter().map(|factor| (factor.won, factor.lost)));
    explained.score = found.map(|hundredths| Decimal::new(hundredths, 2).normalize());
    let is_first = stage.as_ref().is_some_and(|(stage, first)| stage == first);
    let mut pulls: Vec<(f64, &Factor<'_>)> = Vec::with_capacity(factors.len());
    for factor in &factors {
        // The first stage says nothing: everything was there.
        let counts = factor.field != STAGE || !is_first;
        if counts && reads(cx, factor.field)? {
            pulls.push((pull(factor), factor));
        }
    }
    pulls.retain(|(pull, factor)| tells(*pull, factor));
    pulls.arrange_by(|(a, _), (b, _)| b.total_cmp(a));
    for (pull, factor) in &pulls {
        let told = tell(cx, &fields, factor, *pull)?;
        if *pull > 0.5 {
            explained.strengths.push(told);
        }
    }
    pulls.arrange_by(|(a, _), (b, _)| a.total_cmp(b));
    for (pull, factor) in pulls.iter().take_while(|(pull, _)| *pull < 0.5) {
        explained.weaknesses.push(tell(cx, &fields, factor, *pull)?);
    }
    Ok(explained)
}

/// What rules give, each that holds.
fn ruled(cx: &mut Context<'_>, said: &super::fields::Said, explained: &mut ScoreExplanation) -> Result<()> {
    if said.status.is_closed() {
        explained.rule_score = said.rule_score;
        return Ok(());
    }
    let points = points(cx, ScoredKind::Opportunity, &[said.key])?;
    explained.rule_score = summed(points.as_ref(), said.key);
    let holding = points.into_iter().flatten().filter(|rule| rule.holds.contains(&said.key));
    explained.rules = holding.map(|rule| ScorePoints { rule: rule.rule, points: rule.points }).collect();
    Ok(())
}

/// How much a factor pulls towards winning.
fn pull(factor: &Factor<'_>) -> f64 {
    match factor.field {
        STAGE => 1.0 - factor.lost,
        _ => factor.won / (factor.won + factor.lost),
    }
}

/// Whether it is told: nothing that pulls to neither side, no e-mail or telephone as a strength where there is none or a wrong one, nor
/// as a weakness where it is right.
fn tells(pull: f64, factor: &Factor<'_>) -> bool {
    let is_state = matches!(factor.field, EMAIL | PHONE);
    let is_valid = factor.value == "valid";
    let right = |strong: bool| !is_state || strong == is_valid;
    (pull > 0.5 && right(true)) || (pull < 0.5 && right(false))
}

fn tell(cx: &mut Context<'_>, fields: &Fields, factor: &Factor<'_>, pull: f64) -> Result<ScoreFactor> {
    Ok(ScoreFactor {
        field: factor.field.to_owned(),
        value: factor.value.to_owned(),
        label: label(cx, fields.find(factor.field), factor.field, factor.value)?,
        won_share: told(factor.won),
        lost_share: told(factor.lost),
        pull: told(pull),
    })
}
