//! What comes by a form (CAPT-3, CAPT-4).

use chrono::TimeDelta;
use serde_json::json;

use super::keys;
use super::known;
use super::reading::{Fields, Read};
use super::record;
use super::setup::{CAPTURE_FORM, CaptureForm, NOTE, OnMatch, targets};
use super::store::{self, Became, Kept};
use super::types::*;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::setup::store::{Document, named};
use crate::engine::text::is_blank;
use crate::engine::validate::{Field, Violations};
use crate::engine::wire::{from_json, to_json};
use crate::opportunities::NewOpportunity;

/// How long an address is counted for.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// CAPT-3.
pub(super) fn submit(
    cx: &mut Context<'_>,
    form: &str,
    answers: &[FormAnswer],
    address: &Option<String>,
    visit: &Option<Visit>,
    consent: &bool,
    id: &Option<CaptureId>,
) -> Result<Captured> {
    let form = in_force(cx, form)?;
    // Whose address it was is forgotten, and what was answered stands where it can be withheld.
    cx.told_instead(&json!({ "form": form.name, "consent": consent }))?;
    let visited = visit.as_ref().map(|visit| to_json(visit));
    let given = vec![
        form.id.to_string(),
        address.clone().unwrap_or_default(),
        visited.unwrap_or_default(),
        consent.to_string(),
    ];
    let answers = answers.to_vec();
    let same = cx.create_asked_below(Entity::CAPTURE, id.map(Into::into), &given, &answers)?;
    if let Created::Before(id) = same {
        return record::told_again(cx, CaptureId(id));
    }
    if is_trapped(&form.content, &answers) {
        // What a machine answered is no matter; an id that is none the host gave.
        if cx.violations().has("id") {
            cx.check_fields()?;
        }
        return trapped(cx, &form);
    }
    let (read, said) = answered(cx, &form.content, &answers)?;
    let address = address.as_ref().map(|given| (given, keys::address(given)));
    if let Some((_, None)) = address
        && !cx.violations().has("address")
    {
        cx.violations().add("address", "not_an_address", "is no address of the network", None);
    }
    if form.content.consent_required && !consent && !cx.violations().has("consent") {
        cx.violations().add("consent", "consent_required", "is wanted", None);
    }
    let new = opportunity(cx, &form, &read, &said)?;
    cx.check_fields()?;
    let Some(new) = new else { return Err(CrmError::bug("an opportunity that is wrong untold")) };
    let address = address.and_then(|(_, key)| key);
    let email = known::email_of(&new).and_then(|text| keys::email(&text));
    let phone = new.contact_phone.as_deref().and_then(keys::phone);
    let repeated = earlier(cx, &form, (email.as_deref(), phone.as_deref()))?;
    if repeated.is_none() {
        within_the_hour(cx, &form, address.as_deref())?;
    }
    let id = match cx.create_once_below(Entity::CAPTURE, id.map(Into::into), &given, &answers)? {
        Created::New(id) | Created::Before(id) => CaptureId(id),
    };
    let mut capture = record::begun(cx, id, CaptureHow::Form);
    (capture.email, capture.phone) = (email, phone);
    capture.said = Some(said.text()).filter(|text| !text.is_empty());
    capture.consent = form.content.consent_text.clone().filter(|_| *consent);
    if let Some(visit) = visit {
        let Visit { landing_page, referrer, campaign, visitor } = visit.clone();
        (capture.landing_page, capture.referrer) = (landing_page, referrer);
        (capture.campaign, capture.visitor) = (campaign, visitor);
    }
    let mut kept = Kept { form: Some(form.key), address: address.as_deref(), ..Default::default() };
    if let Some(before) = repeated {
        capture.outcome = CaptureOutcome::Repeated;
        kept.opportunity = match before.opportunity {
            Some(id) => store::opportunity(cx.tx(), id)?,
            None => None,
        };
        return record::keep(cx, &capture, kept);
    }
    let open = match form.content.on_match {
        Some(OnMatch::Join) => known::same_open(cx, &new)?,
        _ => None,
    };
    if let Some(open) = open
        && let Some(bearer) = record::on(cx, open)?
    {
        capture.outcome = CaptureOutcome::Joined;
        capture.note = Some(record::note(cx, &bearer, &said.text())?);
        record::became(&mut capture, &mut kept, open, &bearer);
        return record::keep(cx, &capture, kept);
    }
    let lead = record::create(cx, new)?;
    let bearer = record::on_opportunity(lead.id);
    capture.outcome = CaptureOutcome::Created;
    if let Some(note) = said.note() {
        capture.note = Some(record::note(cx, &bearer, &note)?);
    }
    if let Some(key) = store::opportunity(cx.tx(), lead.id)? {
        record::became(&mut capture, &mut kept, Became::Opportunity(key), &bearer);
    }
    record::keep(cx, &capture, kept)
}

/// The form with that key, where it is in force.
fn in_force(cx: &mut Context<'_>, key: &str) -> Result<Document<CaptureForm>> {
    let name = store::form(cx.tx(), key)?;
    let found = match name {
        Some(name) => named(cx.tx(), &CAPTURE_FORM, &name)?,
        None => None,
    };
    found.ok_or_else(|| CrmError::NotFound { entity: CAPTURE_FORM.name.into(), id: key.chars().take(22).collect() })
}

/// What was answered, where anything was.
fn text(answer: &FormAnswer) -> Option<&str> {
    answer.value.as_deref().filter(|text| !is_blank(text))
}

/// Whether the question was answered that people do not see.
fn is_trapped(form: &CaptureForm, answers: &[FormAnswer]) -> bool {
    let filled = |answer: &FormAnswer| Some(&answer.name) == form.trap.as_ref() && text(answer).is_some();
    answers.iter().any(filled)
}

/// CAPT-4: only counted, before all else.
fn trapped(cx: &mut Context<'_>, form: &Document<CaptureForm>) -> Result<Captured> {
    *cx.violations() = Violations::default();
    let today = cx.today()?;
    if let Some(key) = store::trapped(cx.tx(), form.key, today)? {
        let found = store::by_key(cx.tx(), key)?;
        return found.map(|found| record::told(&found)).ok_or_else(|| CrmError::bug("a capture that was just counted"));
    }
    let id = CaptureId(cx.new_id());
    let mut capture = record::begun(cx, id, CaptureHow::Form);
    capture.reason = Some(CaptureReason::Trap);
    record::keep(cx, &capture, Kept { form: Some(form.key), trapped_on: Some(today), ..Default::default() })
}

/// What was answered, by the labels of the form.
#[derive(Default)]
struct Said {
    /// Label and answer, with whether the answer is for a note.
    answers: Vec<(String, String, bool)>,
}

impl Said {
    fn lines(&self, wanted: impl Fn(bool) -> bool) -> String {
        let lines = self.answers.iter().filter(|(.., note)| wanted(*note));
        lines.map(|(label, value, _)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n")
    }

    /// All labels with answers, line by line.
    fn text(&self) -> String {
        record::cut(&self.lines(|_| true), record::LONG)
    }

    /// What is for a note.
    fn note(&self) -> Option<String> {
        Some(self.lines(|note| note)).filter(|text| !text.is_empty())
    }
}

/// Reads the answers into the fields that the form maps them to. What is wrong is told by the form's names.
fn answered(cx: &mut Context<'_>, form: &CaptureForm, answers: &[FormAnswer]) -> Result<(Read, Said)> {
    // What the declared rules found in an answer is told by its name too.
    for (at, found) in cx.violations().take_elements("answers") {
        let name = answers.get(at).map(|answer| answer.name.clone()).filter(|name| form.asks(name));
        for mut one in found {
            one.field = name.clone().unwrap_or_else(|| format!("answers[{at}].{}", one.field));
            cx.violations().extend([one]);
        }
    }
    let fields = Fields::of(cx, &Entity::OPPORTUNITY, targets())?;
    let (mut read, mut said) = (Read::default(), Said::default());
    let mut seen: Vec<&str> = Vec::new();
    for answer in answers.iter().filter(|answer| !is_blank(&answer.name)) {
        if !form.asks(&answer.name) {
            cx.violations().add(&answer.name, "unknown_field", "is no question of the form", None);
        } else if seen.contains(&answer.name.as_str()) {
            cx.violations().add(&answer.name, "not_unique", "is answered twice", None);
        }
        seen.push(&answer.name);
    }
    for field in &form.fields {
        let answer = answers.iter().find(|answer| answer.name == field.name).and_then(text);
        read.name(&field.target, &field.name);
        let Some(answer) = answer else {
            if field.required && !cx.violations().has(&field.name) {
                cx.violations().missing(&field.name);
            }
            continue;
        };
        said.answers.push((field.called().to_owned(), answer.to_owned(), field.target == NOTE));
        if field.target != NOTE && !cx.violations().has(&field.name) {
            read.add(cx, &fields, (&field.target, answer), &field.name)?;
        }
    }
    for constant in form.constants() {
        read.add(cx, &fields, (&constant.target, &constant.value), &constant.target)?;
    }
    Ok((read, said))
}

/// The opportunity that was read; none, where it is wrong, which is told.
fn opportunity(
    cx: &mut Context<'_>,
    form: &Document<CaptureForm>,
    read: &Read,
    said: &Said,
) -> Result<Option<NewOpportunity>> {
    let mut all = read.json();
    let text = said.text();
    let empty = |value: Option<&serde_json::Value>| value.is_none();
    for (name, value) in
        [("summary", form.name.as_str()), ("description", if text.is_empty() { &form.name } else { &text })]
    {
        if empty(all.get(name)) {
            all[name] = value.into();
        }
    }
    known::never_by_hand(&mut all);
    if empty(all.get("customer_name")) {
        // Which question it is the form knows, or none was wrong.
        let wrong = !cx.violations().is_empty();
        if !wrong {
            cx.violations().missing("customer_name");
        }
        all["customer_name"] = "?".into();
    }
    let mut new = match from_json::<NewOpportunity>(&all.to_string()) {
        Ok(new) => new,
        // What is wrong with a value was told when it was read.
        Err(_) if !cx.violations().is_empty() => {
            read.tell(cx);
            return Ok(None);
        }
        Err(misfit) => return Err(CrmError::bug(misfit.0)),
    };
    new.normalise(&[]);
    new.check(&[], "", cx.violations());
    cx.custom_of_new(Entity::OPPORTUNITY, &new.custom, false)?;
    read.tell(cx);
    Ok(Some(new))
}

/// CAPT-4: what the same sender sent by the form a moment ago.
fn earlier(
    cx: &mut Context<'_>,
    form: &Document<CaptureForm>,
    sender: (Option<&str>, Option<&str>),
) -> Result<Option<Capture>> {
    let minutes = form.content.repeat_minutes.unwrap_or(10);
    if minutes == 0 {
        return Ok(None);
    }
    let since = cx.now() - TimeDelta::minutes(minutes);
    match store::earlier(cx.tx(), form.key, sender, since)? {
        Some(key) => store::by_key(cx.tx(), key),
        None => Ok(None),
    }
}

/// CAPT-4: not too many from one address.
fn within_the_hour(cx: &mut Context<'_>, form: &Document<CaptureForm>, address: Option<&str>) -> Result<()> {
    let Some(address) = address else { return Ok(()) };
    let most = form.content.per_address_hour.unwrap_or(20);
    let since = cx.now() - HOUR;
    match store::from_address(cx.tx(), form.key, address, since, most)? >= most {
        true => Err(CrmError::conflict(CAPTURE_FORM.name, form.id, "too_many")),
        false => Ok(()),
    }
}
