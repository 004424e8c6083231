//! ACT-4, ACT-5, ACT-7: how an activity ends well: with a result, with the next step, as an interaction with the customer.

use crm_core::activities::{Activity, ActivityStatus, Completion, NewActivity};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::{CrmError, RecordId};
use serde_json::{Value, json};

use crate::activities::{about, narrow, plan, task};
use crate::notes::key;
use crate::support::*;

// ACT-4: a result where its kind asks for one; now or earlier.
#[test]
fn an_activity_is_completed() {
    let office = Office::new();
    let of = |kind: &str| NewActivity {
        kind: entry(&office.ann, "activity_kind", kind),
        ..task(&office.ann, kind, "2026-03-02")
    };
    let complete = |activity: &Activity, done: Completion| {
        office.ann.activities().complete(activity.id, done, None).map(|done| done.activity)
    };
    for (kind, required) in [("任务", false), ("电话", true), ("会议", true), ("邮件", false), ("拜访", true)]
    {
        let made = plan(&office.ann, of(kind));
        let done = complete(&made, Completion::default());
        assert_eq!(done.is_err(), required, "{kind}");
        if required {
            assert_eq!(invalid(done), ["result:required"]);
        }
    }
    let call = plan(&office.ann, of("电话"));
    let at =
        |at: &str| Completion { result: Some("约好周五".into()), done_at: at.parse().ok(), ..Default::default() };
    assert_eq!(invalid(complete(&call, at("2026-03-02T01:00:00.000001Z"))), ["done_at:in_future"]);
    let done = complete(&call, at("2026-03-01T23:00:00Z")).unwrap();
    assert_eq!((done.status, done.done_at), (ActivityStatus::Done, at("2026-03-01T23:00:00Z").done_at));
    assert_eq!((done.result.as_deref(), done.done_by.map(|user| user.id)), (Some("约好周五"), office.ann.user()));
    let again = office.ann.activities().reopen(call.id, Some(2)).unwrap();
    assert_eq!((again.status, again.done_at, again.done_by, again.result), (ActivityStatus::Planned, None, None, None));
    // The setting says for which kinds.
    let set = |kinds: Value| {
        office.admin.call("settings.update", &json!({"changes": {"result_required": kinds}}).to_string())
    };
    let unknown = set(json!(["task", "walk"])).unwrap_err();
    assert!(
        matches!(&unknown, CrmError::Invalid { fields } if fields[0].field == "result_required[1]" && fields[0].code == "unknown_choice")
    );
    set(json!(["task"])).unwrap();
    assert!(complete(&call, Completion::default()).is_ok());
    assert_eq!(invalid(complete(&plan(&office.ann, of("任务")), Completion::default())), ["result:required"]);
    let cancelled = plan(&office.ann, of("任务"));
    let cancelled = office.ann.activities().cancel(cancelled.id, Some("客户出差".into()), None, None).unwrap();
    assert_eq!((cancelled.status, cancelled.reason.as_deref()), (ActivityStatus::Cancelled, Some("客户出差")));
}

// ACT-5: on the open records of some objects the last planned activity is not completed without a next one.
#[test]
fn a_next_step_is_wanted() {
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let set = |objects: Value| {
        office.admin.call("settings.update", &json!({"changes": {"next_step_required": objects}}).to_string())
    };
    let codes = match set(json!(["user", "customer", "nothing"])).unwrap_err() {
        CrmError::Invalid { fields } => fields.into_iter().map(|f| (f.field, f.code)).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let wrong = |at: usize, code: &str| (format!("next_step_required[{at}]"), code.to_owned());
    assert_eq!(codes, [wrong(0, "not_supported"), wrong(2, "unknown_object")]);
    set(json!(["ticket", "customer", "opportunity"])).unwrap();
    let on = |subject: &str, record| plan(&office.ann, about(&office.ann, subject, record, &office.ann));
    let complete = |activity: &Activity, done: Completion| office.ann.activities().complete(activity.id, done, None);
    let with = |next: NewActivity| Completion { next: Some(next), ..Default::default() };
    let (first, last) = (on("first", &record), on("last", &record));
    assert_eq!(complete(&first, Completion::default()).unwrap().next, None);
    assert_eq!(invalid(complete(&last, Completion::default())), ["next:required"]);
    // A next step elsewhere is none; what is wrong with it is told.
    assert_eq!(invalid(complete(&last, with(task(&office.ann, "x", "2026-03-13")))), ["next:required"]);
    let blank = NewActivity { due_on: None, ..about(&office.ann, "x", &record, &office.ann) };
    assert_eq!(invalid(complete(&last, with(blank))), ["when:one_form"]);
    assert_eq!(office.ann.activities().get(last.id).unwrap().status, ActivityStatus::Planned);
    let done = complete(&last, with(about(&office.ann, "next", &record, &office.ben))).unwrap();
    let next = done.next.unwrap();
    assert_eq!(
        (done.activity.status, next.subject.as_str(), next.status),
        (ActivityStatus::Done, "next", ActivityStatus::Planned)
    );
    // Cancelling needs none, and neither does what is about nothing, or about an object that is not named.
    office.ann.activities().cancel(next.id, None, None, None).unwrap();
    let alone = plan(&office.ann, task(&office.ann, "x", "2026-03-06"));
    complete(&alone, Completion::default()).unwrap();
    // A record that stays in its state needs none; nor does a lost customer.
    let opportunity = office.opportunity();
    let of = key("opportunity", opportunity.id);
    let call = on("call", &of);
    assert_eq!(invalid(complete(&call, Completion::default())), ["next:required"]);
    let assigned = json!({"id": opportunity.id, "assignee": user(&office.ann)});
    office.manager.call("opportunities.assign", &assigned.to_string()).unwrap();
    let failed = json!({"id": opportunity.id, "reason": "价格"});
    office.ann.call("opportunities.fail", &failed.to_string()).unwrap();
    complete(&call, Completion::default()).unwrap();
    let visit = on("visit", &record);
    office.lose(customer.id);
    complete(&visit, Completion::default()).unwrap();
}

// ACT-7: a done activity becomes one interaction, for who may record those.
#[test]
fn an_activity_becomes_an_interaction() {
    use crm_core::interactions::{InteractionDraft, NewInteraction};
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let draft = InteractionDraft::default;
    let on = |session: &Session| plan(session, about(session, "回访", &record, session));
    let complete = |session: &Session, activity: &Activity, result: Option<&str>, draft: InteractionDraft| {
        let (result, interaction) = (result.map(str::to_owned), Some(draft));
        let done_at = "2026-03-01T17:00:00Z".parse().ok();
        session.activities().complete(
            activity.id,
            Completion { result, done_at, interaction, ..Default::default() },
            None,
        )
    };
    let visit = on(&office.ann);
    // What is still missing is told, under the names of an interaction.
    assert_eq!(invalid(complete(&office.ann, &visit, None, draft())), ["place:required", "details:required"]);
    let given = InteractionDraft { place: Some("苏州".into()), remarks: Some("带样品".into()), ..draft() };
    let done = complete(&office.ann, &visit, Some("谈妥"), given.clone()).unwrap();
    let made = done.interaction.unwrap();
    assert_eq!((made.customer.id, made.date, made.place.as_str()), (customer.id, date("2026-03-02"), "苏州"));
    assert_eq!(
        (made.summary.as_str(), made.details.as_str(), made.remarks.as_deref()),
        ("回访", "谈妥", Some("带样品"))
    );
    assert_eq!(done.activity.interaction, Some(made.id));
    assert_eq!(office.manager.activities().get(visit.id).unwrap().interaction, Some(made.id));
    // Once, and what it tells was done.
    let new = |activity: &Activity| NewInteraction {
        date: date("2026-03-02"),
        place: "苏州".into(),
        summary: "回访".into(),
        details: "谈妥".into(),
        activity: Some(activity.id),
        ..Default::default()
    };
    let again = |activity: &Activity| office.ann.interactions().create(customer.id, new(activity), None);
    let recorded = CrmError::Conflict {
        entity: "activity".into(),
        id: visit.id.to_string(),
        reason: "already_recorded".into(),
        hits: Vec::new(),
        limit: None,
        until: None,
    };
    assert_eq!(again(&visit).unwrap_err(), recorded);
    assert_eq!(office.ann.activities().reopen(visit.id, None).unwrap_err(), recorded);
    let allowed = office.ann.meta().allowed(Entity::ACTIVITY, vec![visit.id.into()]).unwrap().remove(0);
    assert_eq!(allowed.operations, Vec::<String>::new());
    office.ann.interactions().delete(made.id, None).unwrap();
    let later = again(&visit).unwrap();
    office.ann.interactions().delete(later.id, None).unwrap();
    office.ann.activities().reopen(visit.id, None).unwrap();
    assert_eq!(invalid(again(&visit)), ["activity:not_done"]);
    // Of the customer whose it is; of none, where it is about none.
    let alone = plan(&office.ann, task(&office.ann, "x", "2026-03-06"));
    assert_eq!(invalid(complete(&office.ann, &alone, Some("x"), given.clone())), ["interaction:no_customer"]);
    office.ann.activities().complete(alone.id, Completion::default(), None).unwrap();
    assert_eq!(invalid(again(&alone)), ["activity:not_of_customer"]);
    // Who may record none completes it without.
    let his = on(&office.ben);
    let refused = complete(&office.ben, &his, Some("x"), given.clone()).unwrap_err();
    assert_eq!(
        refused,
        CrmError::Forbidden { operation: "interactions.create".into(), reason: "no_permission".into() }
    );
    assert_eq!(office.ben.activities().get(his.id).unwrap().status, ActivityStatus::Planned);
    // Its main record may belong to the customer.
    let person = json!({"customer": customer.id, "new": {"name": "王芳", "position": "采购经理", "office_phone": "021-5555 0102",
                        "gender": entry(&office.ann, "gender", "女")}});
    let person: Value =
        serde_json::from_str(&office.ann.call("contacts.create", &person.to_string()).unwrap()).unwrap();
    let of = key("contact", person["id"].as_str().unwrap().parse::<RecordId>().unwrap());
    let call = plan(&office.ann, about(&office.ann, "致电", &of, &office.ann));
    let made = complete(&office.ann, &call, Some("约好"), given).unwrap().interaction.unwrap();
    assert_eq!((made.customer.id, made.summary.as_str()), (customer.id, "致电"));
}

/// The objects on whose records a next step is wanted.
fn wants_next(office: &Office, objects: Value) {
    let changes = json!({"changes": {"next_step_required": objects}});
    office.admin.call("settings.update", &changes.to_string()).unwrap();
}

// ACT-5: whoever does not read the main record can plan nothing on it, and is told nothing of its state.
#[test]
fn no_next_step_is_wanted_on_what_is_not_read() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    wants_next(&office, json!(["customer"]));
    let his = plan(&office.ben, about(&office.ben, "回访", &record, &office.ben));
    narrow(&office, "account_manager", "customers");
    let told = office.ben.activities().complete(his.id, Completion::default(), None).unwrap().activity;
    assert_eq!((told.status, told.main), (ActivityStatus::Done, None));
    let hers = plan(&office.ann, about(&office.ann, "回访", &record, &office.ann));
    assert_eq!(invalid(office.ann.activities().complete(hers.id, Completion::default(), None)), ["next:required"]);
}

// ACT-5: of what packs define only a last state ends it, whatever it is called; what sleeps wants nothing. PACK-2: the setting
// follows an object that gets another name.
#[test]
fn a_next_step_on_records_of_packs() {
    let office = Office::for_packs();
    let mut document = json!({
        "pack": "inn", "version": 1, "language": 1, "title": "Guests",
        "objects": {
            "guest": {"title": "name", "fields": {"name": {"type": "text", "required": true}},
                      "status": {"start": "lost", "states": {"lost": {}, "gone": {"final": true}},
                                 "actions": {"go": {"from": ["lost"], "to": "gone"}}}}
        },
        "roles": {"sales_manager": ["inn"]}
    });
    office.apply(document.clone());
    wants_next(&office, json!(["customer", "inn.guest"]));
    let made = |object: &str| {
        let record = office.manager.objects().create(object.into(), json!({"name": "李明"}).into(), None).unwrap();
        key(object, record.id)
    };
    let on = |record: &RecordKey| plan(&office.manager, about(&office.manager, "接机", record, &office.manager));
    let complete = |activity: &Activity| {
        office.manager.activities().complete(activity.id, Completion::default(), None).map(|done| done.activity.status)
    };
    let first = on(&made("inn.guest"));
    assert_eq!(invalid(complete(&first)), ["next:required"]);

    let guest = document["objects"].as_object_mut().unwrap().remove("guest").unwrap();
    document["objects"]["visitor"] = guest;
    document["objects"]["visitor"]["was"] = json!("guest");
    document["version"] = json!(2);
    let before = office.admin.settings().get().unwrap();
    office.apply(document);
    let after = office.admin.settings().get().unwrap();
    assert_eq!(after.next_step_required, ["customer", "inn.visitor"]);
    assert_eq!(after.version, before.version + 1);
    assert_eq!(invalid(complete(&first)), ["next:required"]);
    let call = office.admin.audit().list(None, None).unwrap().items.remove(0);
    assert!(call.changes.iter().any(|change| change.entity == Entity::SETTINGS), "{call:?}");

    let second = on(&made("inn.visitor"));
    office.admin.packs().disable("inn".into()).unwrap();
    assert_eq!(complete(&second).unwrap(), ActivityStatus::Done);
}

// ACT-3, ACT-7: what it became is told to who reads that.
#[test]
fn the_interaction_is_told_to_who_reads_it() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let attendees =
        Some(vec![crm_core::activities::NewAttendee { user: office.stranger.user(), ..Default::default() }]);
    let visit = plan(
        &office.ann,
        NewActivity { attendees, place: Some("苏州".into()), ..about(&office.ann, "回访", &record, &office.ann) },
    );
    let interaction = Some(crm_core::interactions::InteractionDraft::default());
    let done = Completion { result: Some("谈妥".into()), interaction, ..Default::default() };
    let done = office.ann.activities().complete(visit.id, done, None).unwrap();
    let made = done.interaction.map(|made| made.id);
    assert!(made.is_some() && done.activity.interaction == made);
    assert_eq!(office.stranger.activities().get(visit.id).unwrap().interaction, None);
    assert_eq!(office.stranger.activities().list(None, None).unwrap().items[0].interaction, None);
    assert_eq!(office.manager.activities().get(visit.id).unwrap().interaction, made);
    // It is as little planned again by who does not see why.
    let refused = office.manager.activities().reopen(visit.id, None).unwrap_err();
    assert_eq!(refused.code(), "conflict");
}
