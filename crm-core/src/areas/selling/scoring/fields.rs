//! What records say of the fields that count (SCORE-2): the same of one that is closed, whose values are counted, and of one that is
//! open, which is scored by them. It is read at once of many.

use std::collections::HashMap;

use uuid::Uuid;

use super::types::ScoredKind;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::likeness::{House, Way};
use crate::engine::objects::define::Definitions;
use crate::engine::objects::shape::{ENTRY, Kind, Name};
use crate::engine::setup::store::awake;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::each_by_key;
use crate::engine::storage::migrate::scores::state;
use crate::opportunities::OpportunityStatus;
use crate::settings;

/// Tags, of which each counts by itself.
pub(super) const TAGS: &str = "tags";
pub(super) const EMAIL: &str = "email_state";
pub(super) const PHONE: &str = "phone_state";
/// The stages that a record went through; always counted.
pub(super) const STAGE: &str = "stage";
/// Every closed record once.
pub(super) const CLOSED: &str = "closed";

/// What is no value to learn from: it says what became of a record, or is counted by itself.
const LEFT_OUT: &[&str] = &["status", STAGE, "lost_reason"];

/// The alias of the opportunity.
const OWN: &str = "own";

/// A field that counts.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) name: String,
    pub(super) how: How,
    /// Whether its values are the ids of entries of the dictionary.
    pub(super) entries: bool,
}

/// How its values are read.
#[derive(Debug)]
pub(super) enum How {
    /// A text: the expression.
    Text(String),
    /// A truth value.
    Truth(String),
    /// The id of a record.
    Record(String),
    Email,
    Phone,
    Tags,
    /// It is not defined any more, or its pack sleeps.
    Nothing,
}

/// The fields that count, in their order.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) all: Vec<Counted>,
    joins: String,
}

/// An opportunity as it is counted or scored.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) key: i64,
    pub(super) id: Uuid,
    pub(super) status: OpportunityStatus,
    pub(super) department: Option<i64>,
    /// The stage, and the first enabled one of its pipeline.
    pub(super) stages: Option<(Uuid, Uuid)>,
    /// The values of each field.
    pub(super) values: Vec<Vec<String>>,
    pub(super) score: Option<i64>,
    pub(super) rule_score: Option<i64>,
    pub(super) probability: i64,
    /// Whether its chance of success is its score.
    pub(super) by_score: bool,
    pub(super) created_at: i64,
}

impl Fields {
    /// The fields of the setting.
    pub(super) fn of_setting(cx: &mut Context<'_>) -> Result<Fields> {
        let names = settings::rules::of(cx)?.score_fields.clone();
        Fields::named(cx, &names)
    }

    pub(super) fn named(cx: &mut Context<'_>, names: &[String]) -> Result<Fields> {
        let catalogue = cx.catalogue()?;
        let (mut tables, mut all) = (Vec::new(), Vec::with_capacity(names.len()));
        for name in names {
            let how = how(&catalogue.definitions, name, &mut tables);
            let (how, entries) = how.unwrap_or((How::Nothing, false));
            all.push(Counted { name: name.clone(), how, entries });
        }
        let mut joins = String::new();
        for (at, table) in tables.iter().enumerate() {
            joins.push_str(&format!(" LEFT JOIN {table} b{at} ON b{at}.id = {OWN}.id"));
        }
        Ok(Fields { all, joins })
    }

    /// What opportunities say.
    pub(super) fn said(&self, cx: &mut Context<'_>, keys: &[i64]) -> Result<Vec<Said>> {
        let house = House::of(&[], &[], &settings::rules::of(cx)?.phone_region.clone());
        let mut columns = String::new();
        for field in &self.all {
            if let How::Text(sql) | How::Truth(sql) | How::Record(sql) = &field.how {
                columns.push_str(", ");
                columns.push_str(sql);
            }
        }
        let select = format!(
            "SELECT {OWN}.id, {OWN}.uid, {OWN}.status, {OWN}.department, s.uid, (SELECT f.uid FROM pipeline_stages f \
             WHERE f.pipeline = {OWN}.pipeline AND f.enabled = TRUE ORDER BY f.position, f.id LIMIT 1), \
             {OWN}.contact_email, {OWN}.contact_phone, {OWN}.score_e6, {OWN}.rule_score, {OWN}.success_probability, \
             {OWN}.probability_from, {OWN}.created_at{columns} FROM opportunities {OWN} \
             LEFT JOIN pipeline_stages s ON s.id = {OWN}.stage{} WHERE {OWN}.id",
            self.joins
        );
        let mut all = HashMap::with_capacity(keys.len());
        each_by_key(cx.tx(), &select, &[], keys, |c| {
            let (key, id, status, department) = (c.next()?, c.next()?, c.next()?, c.next()?);
            let stages = c.next::<Option<Uuid>>()?.zip(c.next::<Option<Uuid>>()?);
            let (email, phone): (Option<String>, Option<String>) = (c.next()?, c.next()?);
            let (score, rule_score, probability) = (c.next()?, c.next()?, c.next()?);
            let by_score = c.next::<String>()? == "score";
            let created_at = c.next()?;
            let mut values = Vec::with_capacity(self.all.len());
            for field in &self.all {
                let value: Option<String> = match &field.how {
                    How::Text(_) => c.next()?,
                    How::Truth(_) => c.next::<Option<bool>>()?.map(|truth| truth.to_string()),
                    How::Record(_) => c.next::<Option<Uuid>>()?.map(|id| id.to_string()),
                    How::Email => Some(state(&house, Way::Email, email.as_deref()).to_owned()),
                    How::Phone => Some(state(&house, Way::Phone, phone.as_deref()).to_owned()),
                    How::Tags | How::Nothing => None,
                };
                values.push(value.into_iter().collect());
            }
            all.insert(
                key,
                Said {
                    key,
                    id,
                    status,
                    department,
                    stages,
                    values,
                    score,
                    rule_score,
                    probability,
                    by_score,
                    created_at,
                },
            );
            Ok(())
        })?;
        // As they were asked for, each once.
        let mut said: Vec<Said> = keys.iter().filter_map(|key| all.remove(key)).collect();
        self.tagged(cx, &mut said)?;
        Ok(said)
    }

    /// Adds the tags, in their order.
    fn tagged(&self, cx: &mut Context<'_>, said: &mut [Said]) -> Result<()> {
        let Some(place) = self.all.iter().position(|field| matches!(field.how, How::Tags)) else { return Ok(()) };
        let ids: Vec<Uuid> = said.iter().map(|one| one.id).collect();
        let mut tags: HashMap<Uuid, Vec<(i64, i64, Uuid)>> = HashMap::new();
        let select = concat!(
            "SELECT h.record, d.position, d.id, d.uid FROM record_tags h JOIN setup_documents d ON d.id = h.tag WHERE ",
            awake!(),
            " AND h.home = 'opportunities' AND h.record"
        );
        each_by_key(cx.tx(), select, &[], &ids, |c| {
            let (record, tag) = (c.next()?, (c.next()?, c.next()?, c.next()?));
            tags.entry(record).or_default().push(tag);
            Ok(())
        })?;
        for one in said {
            let mut of = tags.remove(&one.id).unwrap_or_default();
            of.arrange();
            // Keys that are read for many are padded with the last one.
            of.dedup();
            one.values[place] = of.into_iter().map(|(_, _, id)| id.to_string()).collect();
        }
        Ok(())
    }

    /// The field of that name.
    pub(super) fn find(&self, name: &str) -> Option<&Counted> {
        self.all.iter().find(|field| field.name == name)
    }
}

/// Whether a field can count: region, industry, tags and the two states, and any choice, reference or truth value, of what packs
/// give opportunities as `custom.tier`.
pub(crate) fn can_count(cx: &mut Context<'_>, name: &str) -> Result<bool> {
    let catalogue = cx.catalogue()?;
    Ok(how(&catalogue.definitions, name, &mut Vec::new()).is_some())
}

/// The name of a custom field in the setting.
pub(super) fn custom(name: &str) -> Option<&str> {
    name.strip_prefix("custom.")
}

fn how(definitions: &Definitions, name: &str, tables: &mut Vec<Name>) -> Option<(How, bool)> {
    match name {
        EMAIL => return Some((How::Email, false)),
        PHONE => return Some((How::Phone, false)),
        TAGS => return Some((How::Tags, false)),
        name if LEFT_OUT.contains(&name) => return None,
        _ => {}
    }
    let found = definitions.get(ScoredKind::Opportunity.as_str())?;
    let (field, fact) = found.field(custom(name).unwrap_or(name))?;
    if fact.field.is_some() != custom(name).is_some() || field.several.is_some() {
        return None;
    }
    let column = match &field.beside {
        None => format!("{OWN}.{}", field.column),
        Some(table) => {
            let at = tables.iter().position(|known| known == table).unwrap_or_else(|| {
                tables.push(table.clone());
                tables.len() - 1
            });
            format!("b{at}.{}", field.column)
        }
    };
    Some(match &field.kind {
        Kind::Text { .. } if name == "industry" => (How::Text(column), false),
        Kind::Choice(_) => (How::Text(column), false),
        Kind::Boolean { .. } => (How::Truth(column), false),
        Kind::Reference(to) | Kind::Entry { of: to, .. } => {
            let table = &definitions.get(to)?.object.table;
            (How::Record(format!("(SELECT x.uid FROM {table} x WHERE x.id = {column})")), to == ENTRY)
        }
        _ => return None,
    })
}
