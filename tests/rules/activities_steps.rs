//! ACT: what becomes of an activity, by the state table, and into whose hands it goes.

use crm_core::activities::{
    Activity, ActivityStatus, ActivityUpdate, Completion, NewActivity, NewAttendee, Priority, Response,
};
use crm_core::prelude::*;
use crm_core::{CrmError, RecordId};
use serde_json::{Value, json};

use crate::activities::{about, narrow, plan, task};
use crate::notes::key;
use crate::support::*;

const STEPS: [&str; 7] = ["update", "complete", "cancel", "delegate", "hand_back", "reopen", "delete"];

/// Well-formed arguments of a step.
fn arguments(step: &str, activity: &Activity, to: &Session) -> Value {
    match step {
        "update" => json!({"id": activity.id, "changes": {"subject": "改"}}),
        "complete" => json!({"id": activity.id, "done": {"result": "好"}}),
        "delegate" => json!({"id": activity.id, "assignee": user(to)}),
        "hand_back" => json!({"id": activity.id, "comment": "忙"}),
        _ => json!({"id": activity.id}),
    }
}

/// An activity of the giver's creation for the assignee, in a state.
fn in_state(creator: &Session, assignee: &Session, manager: &Session, state: ActivityStatus) -> Activity {
    let new = NewActivity { assignee: assignee.user(), ..task(creator, "t", "2026-03-06") };
    let made = plan(creator, new);
    match state {
        ActivityStatus::Done => manager.activities().complete(made.id, Completion::default(), None).unwrap().activity,
        ActivityStatus::Cancelled => manager.activities().cancel(made.id, None, None, None).unwrap(),
        _ => made,
    }
}

// The state table, by its letters, and `meta.allowed` as the calls themselves (META-1).
#[test]
fn the_state_table() {
    let office = Office::new();
    let hire = |login: &str| {
        let new = crm_core::users::NewUser {
            login: login.into(),
            display_name: login.into(),
            roles: Some(vec!["account_manager".into()]),
            ..Default::default()
        };
        office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
    };
    let giver = hire("giver");
    // Step, and who may in each state: planned, done, cancelled. C its creator, who gave it to A; M a sales manager; X reads it.
    let table = [
        ("update", ["CAM", "", ""]),
        ("complete", ["AM", "", ""]),
        ("cancel", ["CM", "", ""]),
        ("delegate", ["CAM", "", ""]),
        ("hand_back", ["A", "", ""]),
        ("reopen", ["", "CAM", "CM"]),
        ("delete", ["C", "", "C"]),
    ];
    assert_eq!(table.map(|(step, _)| step), STEPS);
    let states = [ActivityStatus::Planned, ActivityStatus::Done, ActivityStatus::Cancelled];
    let people = [('C', &giver), ('A', &office.ann), ('M', &office.manager), ('X', &office.executive)];
    for (step, who) in table {
        let operation = format!("activities.{step}");
        for (state, may) in states.into_iter().zip(who) {
            for (letter, session) in people {
                let activity = in_state(&giver, &office.ann, &office.manager, state);
                let allowed = session.meta().allowed(Entity::ACTIVITY, vec![activity.id.into()]).unwrap().remove(0);
                let told = allowed.operations.contains(&operation);
                let done = session.call(&operation, &arguments(step, &activity, &office.ben).to_string());
                assert_eq!(
                    (told, done.is_ok()),
                    (may.contains(letter), may.contains(letter)),
                    "{step} {state} {letter} {done:?}"
                );
                if let Err(refused) = done {
                    let ever = who.iter().any(|may| may.contains(letter))
                        && !(step == "reopen" && letter == 'A' && state == ActivityStatus::Cancelled);
                    let code = if ever { "illegal_transition" } else { "forbidden" };
                    assert_eq!(refused.code(), code, "{step} {state} {letter}");
                }
            }
        }
    }
}

// The table's row `update`, ACT-1: what is given changes; another main record is one that the assignee reads.
#[test]
fn a_planned_activity_is_changed() {
    let office = Office::new();
    let customer = office.customer();
    let (record, other) = (key("customer", customer.id), key("opportunity", office.opportunity().id));
    let attending = |sessions: &[&Session]| {
        Some(sessions.iter().map(|one| NewAttendee { user: one.user(), ..Default::default() }).collect::<Vec<_>>())
    };
    let new =
        NewActivity { attendees: attending(&[&office.ben]), ..about(&office.ann, "回访", &record, &office.ann) };
    let made = plan(&office.ann, new);
    office.ben.activities().respond(made.id, Response::Tentative, None).unwrap();
    let update = |changes: ActivityUpdate| office.ann.activities().update(made.id, changes, None);
    let timed = ActivityUpdate {
        starts_at: "2026-03-05T02:00:00Z".parse().ok(),
        ends_at: "2026-03-05T03:00:00Z".parse().ok(),
        priority: Some(Priority::High),
        place: Some("苏州".into()),
        attendees: attending(&[&office.manager, &office.ben]),
        version: Some(2),
        ..Default::default()
    };
    let after = update(timed.clone()).unwrap();
    assert_eq!((after.version, after.due_on, after.starts_at), (3, None, timed.starts_at));
    assert_eq!((after.priority, after.place.as_deref()), (Priority::High, Some("苏州")));
    let responses: Vec<Response> = after.attendees.iter().map(|one| one.response).collect();
    assert_eq!(responses, [Response::None, Response::Tentative]);
    assert_eq!(refused(update(timed.clone())), "conflict");
    // The same again changes nothing.
    assert_eq!(update(ActivityUpdate { version: None, ..timed }).unwrap(), after);
    let half = ActivityUpdate { ends_at: "2026-03-05T01:00:00Z".parse().ok(), ..Default::default() };
    assert_eq!(invalid(update(half)), ["when:period_reversed"]);
    let place = ActivityUpdate { clear: Some(vec!["place".into()]), ..Default::default() };
    assert_eq!(update(place).unwrap().place, None);
    // Another main record.
    let records = |records: &[&crm_core::objects::RecordKey]| ActivityUpdate {
        records: Some(records.iter().map(|record| (*record).clone()).collect()),
        ..Default::default()
    };
    let after = update(records(&[&other, &record])).unwrap();
    assert_eq!(after.main.as_ref().map(|main| main.id), Some(other.id));
    let given = office.manager.activities().delegate(made.id, user(&office.ben), None, None).unwrap();
    assert_eq!(given.giver.as_ref().map(|giver| giver.id), office.manager.user());
    narrow(&office, "account_manager", "customers");
    let refused = office.manager.activities().update(made.id, records(&[&record]), None);
    assert_eq!(invalid(refused), ["assignee:cannot_read"]);
    // What somebody does not read stays, whatever they name.
    let person = json!({"customer": customer.id, "new": {"name": "王芳", "position": "采购经理", "office_phone": "021-5555 0102",
                        "gender": entry(&office.ann, "gender", "女")}});
    let person: Value =
        serde_json::from_str(&office.ann.call("contacts.create", &person.to_string()).unwrap()).unwrap();
    let contact = person["id"].as_str().unwrap().parse().ok();
    let comes =
        ActivityUpdate { attendees: Some(vec![NewAttendee { contact, ..Default::default() }]), ..Default::default() };
    office.manager.activities().update(made.id, comes, None).unwrap();
    let nobody = ActivityUpdate { attendees: Some(vec![]), ..records(&[]) };
    let told = office.ben.activities().update(made.id, nobody, None).unwrap();
    assert_eq!((told.records, told.attendees[0].contact.clone()), (vec![], None));
    let left = office.manager.activities().get(made.id).unwrap();
    assert_eq!((left.records.iter().map(|one| one.id).collect::<Vec<_>>(), left.main), (vec![record.id], None));
    assert_eq!(left.attendees.iter().map(|one| one.contact.is_some()).collect::<Vec<_>>(), [true]);
}

// ACT-6: who gives it is told apart from who has it; it goes on and comes back.
#[test]
fn given_on_and_handed_back() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let ids = |activity: &Activity| (Some(activity.assignee.id), activity.giver.as_ref().map(|giver| giver.id));
    let (manager, ann, ben) = (office.manager.user(), office.ann.user(), office.ben.user());
    let urgent =
        NewActivity { priority: Some(Priority::Urgent), ..about(&office.manager, "报价", &record, &office.ann) };
    let made = plan(&office.manager, urgent);
    assert_eq!(ids(&made), (ann, manager));
    // Story 5 of the chapter.
    let cancelled = office.ann.activities().cancel(made.id, None, None, None).unwrap_err();
    assert_eq!(
        cancelled,
        CrmError::Forbidden { operation: "activities.cancel".into(), reason: "no_permission".into() }
    );
    let on = office.ann.activities().delegate(made.id, user(&office.ben), Some("你更熟".into()), None).unwrap();
    assert_eq!((ids(&on), on.comment.as_deref()), ((ben, manager), Some("你更熟")));
    assert_eq!(invalid(office.ben.activities().hand_back(made.id, " ".into(), None)), ["comment:required"]);
    assert_eq!(office.ann.activities().hand_back(made.id, "忙".into(), None).unwrap_err().code(), "forbidden");
    let back = office.ben.activities().hand_back(made.id, "没有时间".into(), None).unwrap();
    assert_eq!((ids(&back), back.comment.as_deref()), ((manager, manager), Some("没有时间")));
    // To oneself nothing is handed back, nor to who is disabled, nor where nobody gave it.
    let refused = |session: &Session, id| session.activities().hand_back(id, "x".into(), None).unwrap_err();
    let illegal = CrmError::IllegalTransition { from: "planned".into(), operation: "activities.hand_back".into() };
    assert_eq!(refused(&office.manager, made.id), illegal);
    let own = plan(&office.ann, task(&office.ann, "t", "2026-03-02"));
    assert_eq!(refused(&office.ann, own.id), illegal);
    let given = office.ann.activities().delegate(own.id, user(&office.ben), None, None).unwrap();
    assert_eq!(ids(&given), (ben, ann));
    office.admin.users().disable(user(&office.ann), None).unwrap();
    assert_eq!(refused(&office.ben, own.id), illegal);
    let allowed = office.ben.meta().allowed(Entity::ACTIVITY, vec![own.id.into()]).unwrap().remove(0);
    assert_eq!(allowed.operations, ["activities.update", "activities.complete", "activities.delegate"]);
    // ACT-1: whoever is given it reads its main record.
    let stranger = user(&office.stranger);
    assert_eq!(invalid(office.manager.activities().delegate(made.id, stranger, None, None)), ["assignee:cannot_read"]);
    let nobody = office.manager.activities().delegate(made.id, user(&office.ann), None, None);
    assert_eq!(invalid(nobody), ["assignee:not_active_user"]);
}

// The table: attending users respond while it is planned.
#[test]
fn attending_users_respond() {
    let office = Office::new();
    let attendees = Some(vec![NewAttendee { user: office.ben.user(), ..Default::default() }]);
    let made = plan(&office.ann, NewActivity { attendees, ..task(&office.ann, "评审", "2026-03-06") });
    let said = |session: &Session, response| session.activities().respond(made.id, response, None);
    for session in [&office.ann, &office.manager] {
        assert_eq!(refused(said(session, Response::Accepted)), "forbidden");
    }
    let after = said(&office.ben, Response::Declined).unwrap();
    assert_eq!((after.version, after.attendees[0].response), (2, Response::Declined));
    assert_eq!(said(&office.ben, Response::Declined).unwrap().version, 2);
    office.ann.activities().complete(made.id, Completion::default(), None).unwrap();
    assert_eq!(refused(said(&office.ben, Response::Accepted)), "illegal_transition");
}

// PROC-3, HAND: a leaver's planned activities pass on, but personal ones; what was done stays theirs.
#[test]
fn a_leavers_activities_pass_on() {
    let office = Office::new();
    let of = |subject: &str, personal| {
        plan(&office.ben, NewActivity { personal: Some(personal), ..task(&office.ben, subject, "2026-03-06") })
    };
    let (planned, personal, done) = (of("planned", false), of("personal", true), of("done", false));
    office.ben.activities().complete(done.id, Completion::default(), None).unwrap();
    let disabled = office.admin.users().disable(user(&office.ben), None).unwrap();
    let holds: Vec<_> = disabled.holds.iter().map(|held| (held.entity.as_str(), held.count)).collect();
    assert_eq!(holds, [("activity", 1)]);
    let run = json!({"from_user": user(&office.ben), "to_user": user(&office.ann), "reason": "离职", "what": {"everything": true}});
    let moved: Value = serde_json::from_str(&office.manager.call("handover.run", &run.to_string()).unwrap()).unwrap();
    assert_eq!(moved["moved"], json!([{"entity": "activity", "count": 1}]));
    let told = office.ann.activities().get(planned.id).unwrap();
    assert_eq!((told.assignee.id, told.version), (user(&office.ann), 2));
    assert_eq!(office.ann.activities().get(personal.id).unwrap_err().code(), "not_found");
    assert_eq!(office.manager.activities().get(done.id).unwrap().assignee.id, user(&office.ben));
}

// The table's row `delete`, PROC-11: gone for good, and audited.
#[test]
fn who_planned_it_deletes_it() {
    let office = Office::new();
    let made = plan(&office.ann, task(&office.ann, "t", "2026-03-06"));
    office.ann.activities().delete(made.id, Some(1)).unwrap();
    assert_eq!(office.manager.activities().get(made.id).unwrap_err().code(), "not_found");
    let calls = office.admin.audit().list(None, None).unwrap().items;
    let call = calls.into_iter().find(|call| call.operation == "activities.delete").unwrap();
    assert_eq!(call.changes[0].id, Some(RecordId::from(made.id)));
}

// PROC-3: where the main record is gone, no other takes its place, not even when what was read is sent back.
#[test]
fn what_was_read_and_sent_back_changes_no_records() {
    let office = Office::new();
    let customer = office.customer();
    let person = json!({"customer": customer.id, "new": {"name": "王芳", "position": "采购经理", "office_phone": "021-5555 0102",
                        "gender": entry(&office.ann, "gender", "女")}});
    let person: Value =
        serde_json::from_str(&office.ann.call("contacts.create", &person.to_string()).unwrap()).unwrap();
    let goes = key("contact", person["id"].as_str().unwrap().parse::<RecordId>().unwrap());
    let stays = [key("customer", customer.id), key("opportunity", office.opportunity().id)];
    let records = Some(vec![goes.clone(), stays[0].clone(), stays[1].clone()]);
    let made = plan(&office.ann, NewActivity { records, ..about(&office.ann, "回访", &goes, &office.ann) });
    office.ann.call("contacts.delete", &json!({"id": goes.id}).to_string()).unwrap();
    let before = office.ann.activities().get(made.id).unwrap();
    let named = |records: &[crm_core::objects::RecordKey]| ActivityUpdate {
        records: Some(records.to_vec()),
        subject: Some("回访".into()),
        ..Default::default()
    };
    let update = |changes| office.ann.activities().update(made.id, changes, None).unwrap();
    assert_eq!((before.main.clone(), before.records.len()), (None, 2));
    assert_eq!(update(named(&stays)), before);
    // With another subject too.
    let renamed = update(ActivityUpdate { subject: Some("再访".into()), ..named(&stays) });
    assert_eq!((renamed.main, renamed.records, renamed.version), (None, before.records, before.version + 1));
    // In another order the first is meant.
    let turned = [stays[1].clone(), stays[0].clone()];
    let turned = update(named(&turned));
    assert_eq!(turned.main.map(|main| main.id), Some(stays[1].id));
}
