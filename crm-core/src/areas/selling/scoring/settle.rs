//! Bringing records to their scores (SCORE-4, SCORE-6): looked at together, and written where they differ.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::json;

use super::counts::Counts;
use super::fields::Fields;
use super::setup::{SCORE_RULE, ScoreRule};
use super::store;
use super::types::ScoredKind;
use crate::customers::CustomerId;
use crate::engine::audit::Action;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::setup::store::{Document, enabled};
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::Transaction;
use crate::opportunities::{Opportunity, OpportunityId, OpportunityStatus};

/// Millionths of a hundredth.
const HUNDREDTH: i64 = 10_000;
/// Won.
const WHOLE: i64 = 100_000_000;

/// What of a record follows: score in millionths, what rules give, chance of success in percent.
type Follows = (Option<i64>, Option<i64>, i64);

/// A record that has another score than it should.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) key: i64,
    id: RecordId,
    before: Follows,
    after: Follows,
}

/// The enabled rules of scores, by name, read once a call.
struct Rules(Rc<[(String, ScoreRule)]>);

/// What each rule of a kind gives, by name, and of which of the records it holds; none where there is no rule.
pub(super) fn points(cx: &mut Context<'_>, kind: ScoredKind, keys: &[i64]) -> Result<Option<Vec<Points>>> {
    let read = |tx: &mut dyn Transaction| -> Result<Rules> {
        let mut rules: Vec<Document<ScoreRule>> = enabled(tx, &SCORE_RULE)?;
        rules.arrange_by(|a, b| a.name.cmp(&b.name));
        let content = |rule: Document<ScoreRule>| (rule.name, rule.content);
        Ok(Rules(rules.into_iter().map(content).collect()))
    };
    let rules = Rc::clone(&cx.once(read)?.0);
    let mut found = Vec::new();
    for (name, rule) in rules.iter().filter(|(_, rule)| rule.of == kind) {
        let holds = cx.accepted(kind.as_str(), Some(&rule.filter), keys)?;
        found.push(Points { rule: name.clone(), points: rule.points, holds });
    }
    Ok((!found.is_empty()).then_some(found))
}

/// A rule, and of which records it holds.
pub(super) struct Points {
    pub(super) rule: String,
    pub(super) points: i64,
    pub(super) holds: std::collections::BTreeSet<i64>,
}

/// The sum of what rules give a record.
pub(super) fn summed(points: Option<&Vec<Points>>, key: i64) -> Option<i64> {
    let holding =
        |points: &Vec<Points>| points.iter().filter(|rule| rule.holds.contains(&key)).map(|rule| rule.points).sum();
    points.map(holding)
}

/// Those of the records that have another score than they should.
pub(super) fn wrong(cx: &mut Context<'_>, kind: ScoredKind, keys: &[i64]) -> Result<Vec<Wrong>> {
    match kind {
        ScoredKind::Opportunity => opportunities(cx, keys),
        ScoredKind::Customer => customers(cx, keys),
    }
}

fn opportunities(cx: &mut Context<'_>, keys: &[i64]) -> Result<Vec<Wrong>> {
    let mut counts = Counts::default();
    // Where nothing was closed nobody is asked what they say.
    let fields = match counts.closed(cx.tx(), None)? {
        Some(_) => Fields::of_setting(cx)?,
        None => Fields::default(),
    };
    let said = fields.said(cx, keys)?;
    let points = points(cx, ScoredKind::Opportunity, keys)?;
    let mut wrong = Vec::new();
    for one in &said {
        let before = (one.score, one.rule_score, one.probability);
        let mut after = before;
        match one.status {
            OpportunityStatus::Developed => after.0 = Some(WHOLE),
            OpportunityStatus::Failed => after.0 = Some(0),
            OpportunityStatus::Unassigned | OpportunityStatus::Assigned => {
                after.0 = counts.score(cx.tx(), &fields, one)?.map(|hundredths| hundredths * HUNDREDTH);
                after.1 = summed(points.as_ref(), one.key);
                if one.by_score {
                    after.2 = percent(after.0);
                }
            }
        }
        if after != before {
            wrong.push(Wrong { key: one.key, id: RecordId(one.id), before, after });
        }
    }
    Ok(wrong)
}

/// PIPE-5: the score rounded half up to whole percent; 0 while there is none.
fn percent(score: Option<i64>) -> i64 {
    score.map_or(0, |score| (score + WHOLE / 200) / (WHOLE / 100))
}

fn customers(cx: &mut Context<'_>, keys: &[i64]) -> Result<Vec<Wrong>> {
    let points = points(cx, ScoredKind::Customer, keys)?;
    let mut wrong = Vec::new();
    for (key, id, rule_score) in store::customers(cx.tx(), keys)? {
        let now = summed(points.as_ref(), key);
        if now != rule_score {
            wrong.push(Wrong { key, id: RecordId(id), before: (None, rule_score, 0), after: (None, now, 0) });
        }
    }
    Ok(wrong)
}

/// Writes them. No version counts it, and no audit tells it: it follows from what is told.
pub(super) fn write(cx: &mut Context<'_>, kind: ScoredKind, wrong: &[Wrong]) -> Result<()> {
    for one in wrong {
        match kind {
            ScoredKind::Opportunity => store::keep(cx.tx(), one.key, one.after)?,
            ScoredKind::Customer => store::keep_customer(cx.tx(), one.key, one.after.1)?,
        };
    }
    Ok(())
}

/// Brings what packs compute of scores to those that were written.
fn computed(cx: &mut Context<'_>, kind: ScoredKind, wrong: &[Wrong]) -> Result<()> {
    let entity = entity(kind);
    for one in wrong {
        let told = |(score, rule_score, probability): Follows| match kind {
            ScoredKind::Opportunity => {
                let score = score.map(|score| decimal(score).to_string());
                json!({"score": score, "rule_score": rule_score, "success_probability": probability})
            }
            ScoredKind::Customer => json!({ "rule_score": rule_score }),
        };
        cx.customise_beside(&entity, &[one.id], (&told(one.before), &told(one.after)), None)?;
    }
    Ok(())
}

fn decimal(millionths: i64) -> rust_decimal::Decimal {
    crate::engine::storage::from_millionths(millionths)
}

fn entity(kind: ScoredKind) -> Entity {
    match kind {
        ScoredKind::Opportunity => Entity::OPPORTUNITY,
        ScoredKind::Customer => Entity::CUSTOMER,
    }
}

/// Brings records to their scores, with what is computed of these; how many had another.
pub(super) fn settle(cx: &mut Context<'_>, kind: ScoredKind, keys: &[i64]) -> Result<usize> {
    let found = wrong(cx, kind, keys)?;
    write(cx, kind, &found)?;
    computed(cx, kind, &found)?;
    Ok(found.len())
}

/// Brings an opportunity to its score, before it is read to tell the audit of its change, which tells the score with it.
pub(crate) fn opportunity(cx: &mut Context<'_>, key: i64, id: OpportunityId) -> Result<()> {
    let found = opportunities(cx, &[key])?;
    write(cx, ScoredKind::Opportunity, &found)?;
    // The change that is told next.
    cx.settles(id, 1);
    Ok(())
}

/// The same where the record is at hand, and is not read again.
pub(crate) fn opportunity_at_hand(cx: &mut Context<'_>, key: i64, after: &mut Opportunity) -> Result<()> {
    let found = opportunities(cx, &[key])?;
    write(cx, ScoredKind::Opportunity, &found)?;
    cx.settles(after.id, 1);
    if let Some(Wrong { after: (score, rule_score, probability), .. }) = found.first() {
        after.score = score.map(decimal);
        (after.rule_score, after.success_probability) = (*rule_score, *probability);
    }
    Ok(())
}

/// Brings a customer to what rules give it, behind its change; gives that.
pub(crate) fn customer(cx: &mut Context<'_>, id: CustomerId) -> Result<Option<i64>> {
    let keys = store::keys(cx.tx(), ScoredKind::Customer, &[id.0])?;
    settle(cx, ScoredKind::Customer, &keys)?;
    cx.settles(id, 0);
    Ok(store::customers(cx.tx(), &keys)?.first().and_then(|(_, _, rule_score)| *rule_score))
}

/// Brings to their scores whatever a call changed and nobody has looked at since: called behind its rules, in its transaction.
pub(super) fn changed(cx: &mut Context<'_>) -> Result<()> {
    let mut ids: BTreeMap<&'static str, Vec<uuid::Uuid>> = BTreeMap::new();
    for (at, change) in cx.changes_so_far().enumerate() {
        let (Action::Created | Action::Updated | Action::Restored, Some(id)) = (change.action, change.id) else {
            continue;
        };
        let Some(kind) = ScoredKind::ALL.iter().find(|kind| kind.as_str() == change.entity.as_str()) else { continue };
        if !cx.is_settled(id, at) {
            ids.entry(kind.as_str()).or_default().push(id.0);
        }
    }
    for kind in ScoredKind::ALL {
        let Some(mut ids) = ids.remove(kind.as_str()) else { continue };
        ids.arrange();
        ids.dedup();
        let keys = store::keys(cx.tx(), *kind, &ids)?;
        settle(cx, *kind, &keys)?;
    }
    Ok(())
}
