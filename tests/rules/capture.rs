//! CAPT-1 to CAPT-4: what comes by forms becomes leads.

use chrono::TimeDelta;
use crm_core::capture::{
    Capture, CaptureFilter, CaptureHow, CaptureId, CaptureOutcome, CaptureReason, Captured, FormAnswer, Visit,
};
use crm_core::opportunities::OpportunityStatus;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use serde_json::{Value as Json, json};

use crate::notes::key;
use crate::people::reason;
use crate::support::*;

fn put(session: &Session, name: &str, form: &Json) -> Result<Json> {
    let put = session.setup().put("capture_form".into(), name.into(), form.clone().into(), None, None, None)?;
    Ok(put.document.value().clone())
}

/// A form, by its public key.
fn form(office: &Office, name: &str, form: &Json) -> String {
    put(&office.manager, name, form).unwrap()["key"].as_str().unwrap().to_owned()
}

fn contact() -> Json {
    json!({"fields": [
        {"name": "company", "label": "公司", "target": "customer_name", "required": true},
        {"name": "phone", "label": "电话", "target": "contact_phone"},
        {"name": "wish", "label": "需求", "target": "note"}], "trap": "website"})
}

fn answers(given: &[(&str, &str)]) -> Vec<FormAnswer> {
    given.iter().map(|(name, value)| FormAnswer { name: (*name).into(), value: Some((*value).into()) }).collect()
}

fn sent(office: &Office, form: &str, given: &[(&str, &str)]) -> Result<Captured> {
    office.integration.capture().submit(form.into(), answers(given), None, None, false, None)
}

fn from(office: &Office, form: &str, address: &str, company: &str) -> Result<Captured> {
    let answers = answers(&[("company", company)]);
    office.integration.capture().submit(form.into(), answers, Some(address.into()), None, false, None)
}

fn listed(office: &Office, filter: CaptureFilter) -> Vec<Capture> {
    office.manager.capture().list(Some(filter), None).unwrap().items
}

// CAPT-1, CAPT-2, CAPT-3: answers and constants become an opportunity of the acting user's, which nobody has.
#[test]
fn a_form_becomes_a_lead() {
    let office = Office::new();
    let document = json!({"fields": [
        {"name": "company", "label": "公司", "target": "customer_name", "required": true},
        {"name": "phone", "target": "contact_phone"},
        {"name": "wish", "label": "需求", "target": "note"}],
        "constants": [{"target": "source", "value": "官网"}]});
    let form = form(&office, "官网咨询", &document);
    assert_eq!(form.len(), 22);
    let visit = Visit { landing_page: Some("https://example.com/a".into()), ..Default::default() };
    let given = answers(&[("company", "华东精密机械"), ("phone", "138 0013 8000"), ("wish", "数控机床 12 台")]);
    let captured = office.integration.capture().submit(form, given, None, Some(visit), false, None).unwrap();
    assert_eq!((captured.outcome, captured.reason), (CaptureOutcome::Created, None));
    let lead = office.manager.opportunities().get(captured.opportunity.unwrap()).unwrap();
    assert_eq!((lead.status, lead.creator.id), (OpportunityStatus::Unassigned, user(&office.integration)));
    assert_eq!((lead.customer_name.as_str(), lead.source.as_deref()), ("华东精密机械", Some("官网")));
    // What the form does not ask falls back: to its name, and to all labels with answers.
    assert_eq!((lead.summary.as_str(), lead.contact_phone.as_deref()), ("官网咨询", Some("138 0013 8000")));
    assert_eq!(lead.description, "公司: 华东精密机械\nphone: 138 0013 8000\n需求: 数控机床 12 台");
    // An answer for a note is one, by whoever captured it.
    let notes = office.manager.notes().list(key("opportunity", lead.id), None).unwrap().items;
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].text.as_str(), Some(notes[0].id)), ("需求: 数控机床 12 台", captured.note));
    assert_eq!(notes[0].author.as_ref().unwrap().id, user(&office.integration));
    // It is kept how it came, when, and what became of it.
    let [kept] = &listed(&office, CaptureFilter::default())[..] else { panic!("one capture") };
    assert_eq!((kept.id, kept.how, kept.outcome), (captured.id, CaptureHow::Form, CaptureOutcome::Created));
    assert_eq!(kept.form.as_ref().map(|form| form.name.as_str()), Some("官网咨询"));
    assert_eq!((kept.opportunity, kept.phone.as_deref()), (Some(lead.id), Some("+8613800138000")));
    assert_eq!(kept.landing_page.as_deref(), Some("https://example.com/a"));
    assert_eq!((kept.count, kept.created_at), (1, lead.created_at));
    assert_eq!(kept.creator.as_ref().unwrap().id, user(&office.integration));
}

// CAPT-3: each answer is read as what the form maps it to; what is wrong is told by the form's names, all of it.
#[test]
fn answers_are_read_as_their_targets() {
    let office = Office::for_packs();
    office.apply(
        json!({"pack": "shop", "version": 1, "language": 1, "title": "Shop", "extend": {"opportunity": {"fields": {
        "budget": {"type": "money"}, "visits": {"type": "integer", "min": 0, "max": 9},
        "area": {"type": "entry", "category": "region"}, "urgent": {"type": "boolean"}}}}}),
    );
    let form = form(
        &office,
        "询价",
        &json!({"fields": [
            {"name": "company", "target": "customer_name", "required": true},
            {"name": "name", "target": "contact_name", "required": true},
            {"name": "chance", "target": "success_probability"},
            {"name": "budget", "target": "custom.budget"},
            {"name": "visits", "target": "custom.visits"},
            {"name": "area", "target": "custom.area"},
            {"name": "urgent", "target": "custom.urgent"}]}),
    );
    let good = [
        ("company", "华东"),
        ("name", "王芳"),
        ("chance", "40"),
        ("budget", "12000.5"),
        ("visits", "3"),
        ("area", "华东"),
        ("urgent", "是"),
    ];
    let captured = sent(&office, &form, &good).unwrap();
    let lead = office.manager.opportunities().get(captured.opportunity.unwrap()).unwrap();
    assert_eq!((lead.success_probability, lead.contact_name.as_deref()), (40, Some("王芳")));
    assert_eq!(lead.custom.integer("visits").unwrap(), Some(3));
    let budget = lead.custom.money("budget").unwrap().unwrap();
    assert_eq!((budget.amount.to_string(), budget.currency.as_str()), ("12000.50".to_owned(), "CNY"));

    let mut found = invalid(sent(
        &office,
        &form,
        &[
            ("chance", "4000"),
            ("budget", "viel"),
            ("visits", "12"),
            ("area", "月球"),
            ("urgent", "vielleicht"),
            ("colour", "red"),
        ],
    ));
    found.sort();
    assert_eq!(
        found,
        [
            "area:unknown_choice",
            "budget:wrong_type",
            "chance:out_of_range",
            "colour:unknown_field",
            "company:required",
            "name:required",
            "urgent:wrong_type",
            "visits:out_of_range"
        ]
    );
    let long = "长".repeat(501);
    let found = invalid(sent(&office, &form, &[("company", &long), ("company", "a"), ("name", "a")]));
    assert_eq!(found, ["company:not_unique"]);
    assert_eq!(invalid(sent(&office, &form, &[("company", &long), ("name", "a")])), ["company:too_long"]);
    assert_eq!(listed(&office, CaptureFilter::default()).len(), 1);
}

// CAPT-2, SETUP-3: a form is judged when it is put, by paths.
#[test]
fn a_form_is_judged_when_it_is_put() {
    let office = Office::new();
    let company = json!({"name": "company", "target": "customer_name"});
    for (document, wrong) in [
        (json!({"fields": []}), &["fields:required", "fields:unfilled"][..]),
        (json!({"fields": [{"name": "a", "target": "summary"}]}), &["fields:unfilled"]),
        (json!({"fields": [company, {"name": "a", "target": "customer"}]}), &["fields[1].target:unknown_field"]),
        (json!({"fields": [company, {"name": "a", "target": "custom.b"}]}), &["fields[1].target:unknown_field"]),
        (
            json!({"fields": [company, {"name": "company", "target": "customer_name"}]}),
            &["fields[1].name:not_unique", "fields[1].target:not_unique"],
        ),
        (json!({"fields": [company], "trap": "company"}), &["trap:not_unique"]),
        (
            json!({"fields": [company], "constants": [{"target": "success_probability", "value": "x"},
                                                      {"target": "colour", "value": "red"}]}),
            &["constants[0].value:wrong_type", "constants[1].target:unknown_field"],
        ),
        (json!({"fields": [company], "consent_required": true}), &["consent_text:required"]),
        (json!({"fields": [company], "key": "x"}), &["key:unknown_value"]),
        (
            json!({"fields": [company], "repeat_minutes": 1441, "per_address_hour": 0}),
            &["per_address_hour:out_of_range", "repeat_minutes:out_of_range"],
        ),
    ] {
        let mut found = invalid(put(&office.manager, "a", &document));
        found.sort();
        assert_eq!(found, wrong, "{document}");
    }
    // The key is made once, and stays; another form can't take it, and nobody gives a form another.
    let first = put(&office.manager, "a", &contact()).unwrap();
    let again = put(&office.manager, "a", &contact()).unwrap();
    assert_eq!(again["key"], first["key"]);
    let mut taken = contact();
    taken["key"] = first["key"].clone();
    assert_eq!(invalid(put(&office.manager, "b", &taken)), ["key:not_unique"]);
    let mut other = contact();
    other["key"] = "AAAAAAAAAAAAAAAAAAAAAA".into();
    assert_eq!(invalid(put(&office.manager, "a", &other)), ["key:fixed"]);
    assert_eq!(put(&office.manager, "b", &other).unwrap()["key"], other["key"]);
    assert_eq!(refused(put(&office.ann, "c", &contact())), "forbidden");
    let read = office.integration.setup().get("capture_form".into(), "a".into(), None).unwrap();
    assert_eq!(read.document.value()["key"], first["key"]);
}

// CAPT-3: an unknown or disabled key is not found; consent is kept with its text as it stood.
#[test]
fn keys_and_consent() {
    let office = Office::new();
    let mut document = contact();
    document["consent_text"] = "同意联系".into();
    document["consent_required"] = true.into();
    let form = form(&office, "活动", &document);
    let given = answers(&[("company", "华东")]);
    let submit = |consent| office.integration.capture().submit(form.clone(), given.clone(), None, None, consent, None);
    assert_eq!(invalid(submit(false)), ["consent:consent_required"]);
    submit(true).unwrap();
    document["consent_text"] = "同意联系和存储".into();
    put(&office.manager, "活动", &document).unwrap();
    assert_eq!(listed(&office, CaptureFilter::default())[0].consent.as_deref(), Some("同意联系"));
    assert_eq!(refused(sent(&office, "AAAAAAAAAAAAAAAAAAAAAA", &[])), "not_found");
    office.manager.setup().disable("capture_form".into(), "活动".into()).unwrap();
    assert_eq!(refused(submit(true)), "not_found");
    office.manager.setup().enable("capture_form".into(), "活动".into()).unwrap();
    submit(true).unwrap();
    // Captures stay where their form goes.
    office.manager.setup().delete("capture_form".into(), "活动".into()).unwrap();
    assert_eq!(refused(submit(true)), "not_found");
    let kept = listed(&office, CaptureFilter::default());
    assert_eq!((kept.len(), kept[0].form.clone()), (2, None));
    // Who may: the host's system, and nobody for it; administrators read no captures.
    for session in [&office.manager, &office.admin, &office.ann, &office.stranger] {
        let refusal = session.capture().submit("x".into(), Vec::new(), None, None, false, None);
        assert_eq!(refused(refusal), "forbidden");
    }
    for session in [&office.admin, &office.ann, &office.executive, &office.integration] {
        assert_eq!(refused(session.capture().list(None, None)), "forbidden");
    }
}

// CAPT-4: a filled trap is ignored before all else, and only counted, by form and day.
#[test]
fn a_filled_trap_is_only_counted() {
    let office = Office::new();
    let form = form(&office, "官网", &contact());
    for _ in 0..3 {
        let trapped = sent(&office, &form, &[("website", "https://spam.example"), ("nonsense", "x")]).unwrap();
        assert_eq!((trapped.outcome, trapped.reason), (CaptureOutcome::Ignored, Some(CaptureReason::Trap)));
        assert_eq!(trapped.opportunity, None);
    }
    // A blank one is not filled.
    assert_eq!(sent(&office, &form, &[("website", " "), ("company", "a")]).unwrap().outcome, CaptureOutcome::Created);
    office.clock.advance(TimeDelta::days(1));
    sent(&office, &form, &[("website", "x")]).unwrap();
    let ignored = CaptureFilter { outcome: Some(CaptureOutcome::Ignored), ..Default::default() };
    let kept = listed(&office, ignored);
    assert_eq!(kept.iter().map(|one| (one.count, one.said.clone())).collect::<Vec<_>>(), [(1, None), (3, None)]);
    assert_eq!(office.manager.opportunities().list(None, None, None).unwrap().items.len(), 1);
}

// CAPT-4: the same sender through the same form within its minutes; deleting the opportunity leaves the capture without it.
#[test]
fn repeats_give_the_earlier_opportunity() {
    let office = Office::new();
    let (one, two) = (form(&office, "一", &contact()), form(&office, "二", &contact()));
    let first = sent(&office, &one, &[("company", "华东"), ("phone", "+86 138-0013-8000")]).unwrap();
    let again = sent(&office, &one, &[("company", "华南"), ("phone", "13800138000 转 12")]).unwrap();
    assert_eq!((again.outcome, again.opportunity), (CaptureOutcome::Repeated, first.opportunity));
    // Another form, another sender, and later.
    let created = |result: Result<Captured>| assert_eq!(result.unwrap().outcome, CaptureOutcome::Created);
    created(sent(&office, &two, &[("company", "华东"), ("phone", "13800138000")]));
    created(sent(&office, &one, &[("company", "华东"), ("phone", "13900139000")]));
    office.clock.advance(TimeDelta::minutes(10));
    created(sent(&office, &one, &[("company", "华东"), ("phone", "13800138000")]));
    // What repeats nothing is read all the same, and told.
    assert_eq!(invalid(sent(&office, &one, &[("phone", "13900139000")])), ["company:required"]);

    let lead = first.opportunity.unwrap();
    let kept = |id: CaptureId| listed(&office, CaptureFilter::default()).into_iter().find(|one| one.id == id).unwrap();
    assert_eq!(kept(first.id).opportunity, Some(lead));
    assert_eq!(refused(office.integration.opportunities().delete(lead, None)), "forbidden");
    // Its creator may delete it, as any of theirs, with a role that lets them.
    let roles = vec!["integration".into(), "account_manager".into()];
    office.admin.users().set_roles(user(&office.integration), roles, None).unwrap();
    office.integration.opportunities().delete(lead, None).unwrap();
    assert_eq!((kept(first.id).opportunity, kept(again.id).opportunity), (None, None));
}

// CAPT-4: a repeated id gives what it gave, before all this; with other arguments it is a conflict.
#[test]
fn a_repeated_id_gives_what_it_gave() {
    let office = Office::new();
    let form = form(&office, "官网", &contact());
    let id = Some("0195b5e2-7f00-7000-8000-0000000000c1".parse::<CaptureId>().unwrap());
    let submit = |company: &str| {
        let given = answers(&[("company", company), ("phone", "13800138000")]);
        office.integration.capture().submit(form.clone(), given, Some("203.0.113.7".into()), None, false, id)
    };
    let first = submit("华东").unwrap();
    assert_eq!(submit("华东").unwrap(), first);
    assert_eq!(reason(submit("华南")), "id_taken");
    assert_eq!(listed(&office, CaptureFilter::default()).len(), 1);
}

// CAPT-4: so many from one address within an hour, IPv6 by its first 64 bits; the address is forgotten after 30 days.
#[test]
fn too_many_from_one_address() {
    let office = Office::new();
    let mut document = contact();
    document["per_address_hour"] = 2.into();
    let form = form(&office, "官网", &document);
    for (address, company) in [("2001:db8:1:2::1", "a"), ("2001:db8:1:2:ffff::9", "b"), ("203.0.113.7", "c")] {
        from(&office, &form, address, company).unwrap();
    }
    assert_eq!(reason(from(&office, &form, "2001:db8:1:2::3", "d")), "too_many");
    from(&office, &form, "2001:db8:1:3::1", "e").unwrap();
    assert_eq!(invalid(from(&office, &form, "nowhere", "f")), ["address:not_an_address"]);
    office.clock.advance(TimeDelta::hours(1));
    from(&office, &form, "2001:db8:1:2::3", "g").unwrap();
    // Neither the audit nor the list tells an address.
    for call in office.admin.audit().list(None, None).unwrap().items {
        assert!(!call.arguments.contains("2001:db8"), "{}", call.arguments);
    }
    office.clock.advance(TimeDelta::days(31));
    let runs = office.integration.jobs().run_due(None).unwrap();
    let run = runs.iter().find(|run| run.job.as_str() == "capture_addresses").unwrap();
    assert_eq!(run.changed, 5);
}

// CAPT-4: with `join`, what exactly one open opportunity equals becomes a note on it.
#[test]
fn a_form_may_join() {
    let office = Office::new();
    let mut document = contact();
    document["on_match"] = "join".into();
    document["repeat_minutes"] = 0.into();
    let form = form(&office, "官网", &document);
    let first = sent(&office, &form, &[("company", "华东精密机械"), ("phone", "13800138000")]).unwrap();
    assert_eq!(first.outcome, CaptureOutcome::Created);
    let joined =
        sent(&office, &form, &[("company", "华东精密机械"), ("phone", "13800138000"), ("wish", "急")]).unwrap();
    assert_eq!((joined.outcome, joined.opportunity), (CaptureOutcome::Joined, first.opportunity));
    let notes = office.manager.notes().list(key("opportunity", first.opportunity.unwrap()), None).unwrap().items;
    assert_eq!(notes[0].text, "公司: 华东精密机械\n电话: 13800138000\n需求: 急");
    assert_eq!(Some(notes[0].id), joined.note);
    // Another name is another's, and of two nobody knows which.
    let other = sent(&office, &form, &[("company", "华南"), ("phone", "13800138000")]).unwrap();
    assert_eq!(other.outcome, CaptureOutcome::Created);
    let reason = entry(&office.admin, "lost_reason", "其他");
    office.manager.opportunities().disqualify(first.opportunity.unwrap(), reason, None, None).unwrap();
    let third = sent(&office, &form, &[("company", "华东精密机械"), ("phone", "13800138000")]).unwrap();
    assert_eq!(third.outcome, CaptureOutcome::Created);
}

// CAPT-9: with the setting on, hosts are asked what providers know of each lead that was captured.
#[test]
fn providers_are_asked() {
    let office = Office::new();
    let form = form(&office, "官网", &contact());
    let topics = || {
        let page = office.admin.outbox().list(None, None).unwrap();
        page.items.into_iter().map(|message| message.topic).collect::<Vec<_>>()
    };
    sent(&office, &form, &[("company", "a")]).unwrap();
    assert!(topics().is_empty());
    office.admin.settings().update(SettingsUpdate { enrich: Some(true), ..Default::default() }).unwrap();
    sent(&office, &form, &[("company", "b")]).unwrap();
    assert_eq!(topics(), ["enrichment.wanted"]);
}
