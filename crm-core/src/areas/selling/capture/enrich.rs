//! What a provider knows of a record (CAPT-9): empty fields are filled, what they say otherwise is proposed, and a note of the
//! record tells of both.

use serde_json::{Map, Value as Json, json};

use super::reading::{self, CUSTOM, Fields, Read};
use super::record;
use super::types::*;
use crate::customers::{CustomerId, CustomerStatus};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::labels::{self, Locale};
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::sorting::Arrange as _;
use crate::engine::wire::to_json;
use crate::objects::RecordKey;
use crate::opportunities::{OpportunityId, OpportunityStatus};

/// Fields that no provider knows: whose a record is, how likely it is, and what hosts and users know it by.
const OTHERS: [&str; 6] =
    ["customer", "account_manager", "success_probability", "probability_from", "external_id", "version"];

/// The fields that an operation changes.
fn changes(operation: &'static str) -> Option<&'static [FieldInfo]> {
    let argument = Operation::find(operation)?.arguments.iter().find(|argument| argument.name() == "changes")?;
    match argument.ty.required() {
        Type::Record(record) => Some(record.fields),
        _ => None,
    }
}

/// The record's kind, the operation by which it would be changed, and the one by which it may be now; none of what stays as it is.
fn ways(cx: &mut Context<'_>, record: &RecordKey) -> Result<Option<(Entity, &'static str, Option<&'static str>)>> {
    Ok(match record.object.as_str() {
        "opportunity" => {
            let (_, found) = crate::opportunities::rules::load(cx, OpportunityId(record.id.0))?;
            let now = match found.status {
                OpportunityStatus::Unassigned => Some("opportunities.update"),
                OpportunityStatus::Assigned => Some("opportunities.revise"),
                OpportunityStatus::Developed | OpportunityStatus::Failed => None,
            };
            Some((Entity::OPPORTUNITY, "opportunities.update", now.filter(|name| changes(name).is_some())))
        }
        "customer" => {
            let (_, found) = crate::customers::rules::load(cx, CustomerId(record.id.0))?;
            let now = (found.status == CustomerStatus::Active).then_some("customers.update");
            Some((Entity::CUSTOMER, "customers.update", now))
        }
        _ => None,
    })
}

/// CAPT-9.
pub(super) fn enrich(cx: &mut Context<'_>, record: &RecordKey, provider: &str, facts: &[Fact]) -> Result<Enrichment> {
    let Some((entity, all, now)) = ways(cx, record)? else {
        cx.violations().add("record", "not_supported", "is neither an opportunity nor a customer", None);
        cx.check_fields()?;
        return Err(CrmError::bug("a record that is not supported"));
    };
    // Values stand in the record and its note, where field rights and reach are asked.
    let about: Vec<&str> = facts.iter().map(|fact| fact.field.as_str()).collect();
    cx.told_instead(&json!({ "record": record, "provider": provider, "fields": about }))?;
    let said = |info: &&FieldInfo| !OTHERS.contains(&info.name()) && reading::can_be_said(info);
    let own: Vec<&'static FieldInfo> = changes(all).unwrap_or_default().iter().filter(said).collect();
    let fields = Fields::of(cx, &entity, own)?;
    for (at, fact) in facts.iter().enumerate() {
        let path = format!("facts[{at}].field");
        if !fields.has(&fact.field) && !cx.violations().has(&path) {
            cx.violations().add(&path, "unknown_field", "is nothing that a provider knows", None);
        }
    }
    cx.check_fields()?;
    let there = stands(cx, record, facts)?;
    let writable = now.and_then(changes).unwrap_or_default();
    let writes = |name: &str| {
        let known = |name: &str| writable.iter().any(|info| info.name() == name);
        if name.starts_with(CUSTOM) { known("custom") } else { known(name) }
    };
    let (mut read, mut filled, mut proposed) = (Read::default(), Vec::new(), Vec::new());
    for (at, fact) in facts.iter().enumerate() {
        // What can't be read is wrong, whether it would be written or not.
        let told = format!("facts[{at}].value");
        let mut alone = Read::default();
        alone.add(cx, &fields, (&fact.field, &fact.value), &told)?;
        let stood = there.get(&fact.field).filter(|value| !value.is_null());
        if stood.is_some_and(|stood| stood.as_str() == Some(&fact.value)) {
            continue;
        }
        if stood.is_none() && writes(&fact.field) && !filled.iter().any(|one: &&Fact| one.field == fact.field) {
            let was = std::mem::take(cx.violations());
            read.add(cx, &fields, (&fact.field, &fact.value), &told)?;
            *cx.violations() = was;
            filled.push(fact);
        } else {
            proposed.push(fact);
        }
    }
    cx.check_fields()?;
    if let Some(operation) = now.filter(|_| !filled.is_empty()) {
        let arguments = json!({ "id": record.id, "changes": read.json() });
        cx.make_call(operation, &arguments, false).map_err(|refusal| named(&read, refusal))?;
    }
    let mut enrichment = Enrichment { record: record.clone(), filled: Vec::new(), proposed: Vec::new(), note: None };
    if !filled.is_empty() || !proposed.is_empty() {
        let text = text(cx, (&entity, provider), &filled, &proposed);
        let home =
            if entity == Entity::CUSTOMER { ("customer", "customers") } else { ("opportunity", "opportunities") };
        let bearer = record::bearer(home.0, home.1, record.id);
        enrichment.note = Some(record::note(cx, &bearer, &text)?);
    }
    enrichment.filled = filled.into_iter().map(|fact| fact.field.clone()).collect();
    let proposal = |fact: &Fact| {
        let Fact { field, value, source } = fact.clone();
        ProposedFact { field, value, source }
    };
    enrichment.proposed = proposed.into_iter().map(proposal).collect();
    Ok(enrichment)
}

/// What the fields say that the facts are of, by the names that facts have them by.
fn stands(cx: &mut Context<'_>, record: &RecordKey, facts: &[Fact]) -> Result<Map<String, Json>> {
    let bare = |field: &str| field.strip_prefix(CUSTOM).unwrap_or(field).to_owned();
    let mut paths: Vec<String> = facts.iter().map(|fact| bare(&fact.field)).collect();
    paths.arrange();
    paths.dedup();
    let operation = cx.operation();
    let found = cx.as_the_engine(operation, |cx| cx.printed_record(record, &paths))?;
    let found: Json = serde_json::from_str(&to_json(&found)).map_err(|e| CrmError::bug(e.to_string()))?;
    let value = |fact: &Fact| (fact.field.clone(), found["values"][bare(&fact.field)].clone());
    Ok(facts.iter().map(value).collect())
}

/// What is wrong with a value is told of the fact that has it.
fn named(read: &Read, refusal: CrmError) -> CrmError {
    let told = |fields: Vec<FieldError>| {
        let fields = fields.into_iter().map(|mut one| {
            if let Some(inside) = one.field.strip_prefix("changes.") {
                one.field = inside.to_owned();
            }
            one
        });
        read.renamed(fields.collect())
    };
    match refusal {
        CrmError::Invalid { fields } => CrmError::Invalid { fields: told(fields) },
        other => other,
    }
}

/// What the note says.
fn text(cx: &Context<'_>, (entity, provider): (&Entity, &str), filled: &[&Fact], proposed: &[&Fact]) -> String {
    let locale = cx.session().locale();
    let (done, open) = match locale {
        Locale::ZhHans => ("已填写", "建议"),
        Locale::En => ("Filled", "Proposed"),
    };
    let mut text = provider.to_owned();
    for (title, facts) in [(done, filled), (open, proposed)] {
        for fact in facts {
            let label = match fact.field.strip_prefix(CUSTOM) {
                Some(custom) => custom.to_owned(),
                None => labels::of_object(locale, entity.as_str(), &fact.field),
            };
            text += &format!("\n{title} · {label}: {} ({})", fact.value, fact.source);
        }
    }
    text
}
