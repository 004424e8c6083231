//! Messages to people by media that the host knows: mails, texts on the phone (AUTO-10).

use serde_json::{Value as Json, json};

use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::hanging::Concern;
use crate::engine::outbox::{DIGEST, MAX_PAYLOAD, PUSH, ToPerson};
use crate::engine::page::Count;
use crate::engine::people::People;
use crate::engine::setup::Named;
use crate::engine::telling::Person;
use crate::engine::wire::to_json;
use crate::objects::RecordKey;
use crate::templates::{Document, rules as templates};

/// The most people whom one call tells something.
const MAX_PEOPLE: usize = 1_000;

/// AUTO-10.
pub(super) fn message(
    cx: &mut Context<'_>,
    record: &RecordKey,
    to: &People,
    medium: &str,
    template: &str,
) -> Result<Count> {
    match cx.bears(&record.object, Concern::Automation, None)? {
        Some(true) => {
            must_be_there(cx, record)?;
            templates::must_fit(cx, template, record)?;
        }
        Some(false) => cx.violations().add("record", "not_supported", "has no automation", None),
        None => cx.violations().add("object", "unknown_object", "is no kind of record", None),
    }
    if matches!(medium, PUSH | DIGEST) {
        cx.violations().add("medium", "reserved", "is the engine's own", None);
    }
    let named = to.names(cx, "to")?;
    Named::must_be_there(cx, &named)?;
    cx.judge_people(&record.object, None, &[("to".to_owned(), to)])?;
    cx.check_fields()?;
    let people = cx.people(record, [to])?;
    if people.len() > MAX_PEOPLE {
        cx.violations().add("to", "too_many", "are more people than one call tells", Some(MAX_PEOPLE.to_string()));
        cx.check_fields()?;
    }
    let mut count = 0;
    for person in people {
        if let Some(document) = document(cx, person, template, record)? {
            let payload = payload(cx, person, (record, medium), &document)?;
            if payload.len() > MAX_PAYLOAD {
                let detail = format!("a message has at most {MAX_PAYLOAD} bytes");
                return Err(CrmError::field("template", "too_large", detail));
            }
            cx.message(&ToPerson { to: person, medium, topic: template, record: Some(record) }, &payload)?;
            count += 1;
        }
    }
    Ok(Count { count })
}

/// Refuses unless the caller reads the record. Who may tell the host of any, administrators that is, need not: neither do they
/// read what is said.
fn must_be_there(cx: &mut Context<'_>, record: &RecordKey) -> Result<()> {
    if cx.held()?.is_none_or(|held| held.0.contains("outbox.emit")) {
        let operation = cx.operation();
        return cx.as_the_engine(operation, |cx| cx.record_read(record, false, false).map(drop));
    }
    cx.record_read(record, false, false).map(drop)
}

/// What the template makes of the record for somebody; nothing where they are not active, or don't read it.
fn document(cx: &mut Context<'_>, to: Person, template: &str, record: &RecordKey) -> Result<Option<Document>> {
    let mut made = None;
    cx.in_place_of(to, &mut |theirs| {
        made = Some(templates::render(theirs, template, record, &None));
        Ok(())
    })?;
    match made {
        None | Some(Err(CrmError::NotFound { .. } | CrmError::Forbidden { .. })) => Ok(None),
        Some(outcome) => outcome.map(Some),
    }
}

/// What a message says: the exact text that hosts sign.
fn payload(
    cx: &mut Context<'_>,
    to: Person,
    (record, medium): (&RecordKey, &str),
    document: &Document,
) -> Result<String> {
    let time: Json = serde_json::from_str(&to_json(&cx.now())).map_err(|e| CrmError::bug(e.to_string()))?;
    let Document { text, media_type, template, template_version, .. } = document;
    let said = json!({
        "event": template,
        "user": to.1,
        "medium": medium,
        "object": record.object,
        "id": record.id,
        "time": time,
        "template_version": template_version,
        "media_type": media_type,
        "text": text,
    });
    Ok(said.to_string())
}

/// What a message says to somebody now: what it said when it was made; nothing where they don't read any more what it is about
/// (AUTO-11).
pub(super) fn said_to(cx: &mut Context<'_>, to: Person, message: &OutboxMessage) -> Result<Option<String>> {
    let Some(about) = &message.record else { return Err(CrmError::bug("a message to somebody about no record")) };
    let record = RecordKey { object: about.object.clone(), id: about.id };
    Ok(cx.is_read_by(to, &record)?.then(|| message.payload.clone()))
}
