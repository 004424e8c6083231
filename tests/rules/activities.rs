//! ACT: planning activities, who reads them, and their lists; and what holds of them for whatever hangs on records (PROC-1 to PROC-3).

use crm_core::activities::{
    Activity, ActivityFilter, ActivityId, ActivityStatus, Completion, MAX_ATTENDEES, MAX_RECORDS, NewActivity,
    NewAttendee, Priority, Response,
};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::roles::ScopeLevel;
use crm_core::{CrmError, RecordId};
use serde_json::{Value, json};

use crate::notes::key;
use crate::support::*;

/// A task with a day to be done on.
pub(crate) fn task(session: &Session, subject: &str, day: &str) -> NewActivity {
    NewActivity {
        kind: entry(session, "activity_kind", "任务"),
        subject: subject.into(),
        due_on: Some(date(day)),
        ..Default::default()
    }
}

/// The same about a record, for somebody.
pub(crate) fn about(session: &Session, subject: &str, record: &RecordKey, assignee: &Session) -> NewActivity {
    let (records, assignee) = (Some(vec![record.clone()]), Some(user(assignee)));
    NewActivity { records, assignee, ..task(session, subject, "2026-03-06") }
}

pub(crate) fn plan(session: &Session, new: NewActivity) -> Activity {
    session.activities().create(new, None).unwrap()
}

pub(crate) fn narrow(office: &Office, role: &str, area: &str) {
    let role = office.admin.roles().list().unwrap().into_iter().find(|found| found.name == role).unwrap();
    office.admin.roles().set_scope(role.id, area.into(), ScopeLevel::Own, ScopeLevel::Own, None).unwrap();
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
}

pub(crate) fn filtered(session: &Session, filter: ActivityFilter) -> Vec<String> {
    let page = session.activities().list(Some(filter), None).unwrap();
    page.items.into_iter().map(|activity| activity.subject).collect()
}

pub(crate) fn reads(session: &Session, id: ActivityId) -> bool {
    match session.activities().get(id) {
        Ok(_) => true,
        Err(refused) => {
            assert_eq!(refused, CrmError::NotFound { entity: "activity".into(), id: id.to_string() });
            false
        }
    }
}

// The table of the chapter: what is given, and what follows by itself.
#[test]
fn what_is_given_and_what_follows() {
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let id = "0195b5e2-7f00-7000-8000-000000000701".parse().unwrap();
    let new = NewActivity {
        details: Some("带样品".into()),
        place: Some("苏州".into()),
        priority: Some(Priority::Urgent),
        ..about(&office.manager, " 回访 ", &record, &office.ann)
    };
    let made = office.manager.activities().create(new.clone(), Some(id)).unwrap();
    assert_eq!((made.id, made.version, made.number, made.subject.as_str()), (id, 1, 1, "回访"));
    assert_eq!(
        (made.status, made.priority, made.kind.item.as_str()),
        (ActivityStatus::Planned, Priority::Urgent, "任务")
    );
    assert_eq!((made.time_zone.as_str(), made.overdue, made.personal), ("Asia/Shanghai", false, false));
    let (assignee, giver) = (&made.assignee, made.giver.as_ref());
    assert_eq!((assignee.id, giver.map(|user| user.id)), (user(&office.ann), office.manager.user()));
    assert_eq!(made.main.as_ref().and_then(|main| main.title.as_deref()), Some("华东精密机械"));
    assert_eq!(made.records, made.main.iter().cloned().collect::<Vec<_>>());
    // BAD-2.
    assert_eq!(office.manager.activities().create(new, Some(id)).unwrap(), made);
    let other = office.manager.activities().create(task(&office.ann, "x", "2026-03-02"), Some(id));
    assert_eq!(
        other.unwrap_err(),
        CrmError::Conflict {
            entity: "activity".into(),
            id: id.to_string(),
            reason: "id_taken".into(),
            hits: Vec::new(),
            limit: None,
            until: None
        }
    );
    assert_eq!(office.ann.activities().get(id).unwrap(), made);
    // For oneself nobody gives it; past times are allowed (ACT-1).
    let own = plan(&office.ann, task(&office.ann, "补记", "2019-01-01"));
    assert_eq!((own.assignee.id, own.giver, own.number, own.overdue), (user(&office.ann), None, 2, true));
    for session in [&office.admin, &office.executive] {
        plan(session, task(session, "x", "2026-03-02"));
    }
    for session in [&office.integration, &office.stranger] {
        assert_eq!(refused(session.activities().create(task(session, "x", "2026-03-02"), None)), "forbidden");
    }
    assert_eq!((MAX_ATTENDEES, MAX_RECORDS), (100, 20));
}

// ACT-1: exactly one form of time; whoever plans it reads every record, its assignee the main one.
#[test]
fn what_is_wrong_is_told_at_once() {
    let office = Office::new();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let nobodys = key("customer", "0195b5e2-7f00-7000-8000-00000000abcd".parse::<RecordId>().unwrap());
    let person = |user: &Session| NewAttendee { user: Some(crate::support::user(user)), ..Default::default() };
    let new = NewActivity {
        kind: entry(&office.ann, "gender", "女"),
        due_at: "2026-03-02T01:00:00Z".parse().ok(),
        time_zone: Some("Asia/Nowhere".into()),
        records: Some(vec![
            nobodys.clone(),
            record.clone(),
            record.clone(),
            key("user", user(&office.ann)),
            key("inn.guest", user(&office.ann)),
        ]),
        attendees: Some(vec![
            NewAttendee::default(),
            person(&office.ben),
            person(&office.ben),
            NewAttendee { name: Some("王芳".into()), ..Default::default() },
            NewAttendee { name: Some("王芳".into()), email: Some("wf@example.com".into()), ..person(&office.ben) },
        ]),
        ..task(&office.ann, " ", "2026-03-02")
    };
    let wrong = invalid(office.ann.activities().create(new, None));
    assert_eq!(
        wrong,
        [
            "subject:required",
            "kind:unknown_choice",
            "when:one_form",
            "records[0]:unknown_record",
            "records[2]:not_unique",
            "records[3]:not_supported",
            "records[4].object:unknown_object",
            "time_zone:unknown_time_zone",
            "attendees[0]:one_form",
            "attendees[2]:not_unique",
            "attendees[3].email:required",
            "attendees[4]:one_form",
        ]
    );
    let to = |session: &Session| about(&office.manager, "回访", &record, session);
    // The stranger reads no customers, until one is shared.
    let refused = |session: &Session| invalid(session.activities().create(to(&office.stranger), None));
    assert_eq!(refused(&office.manager), ["assignee:cannot_read"]);
    let share = json!({"entity": "customer", "id": customer.id, "user": user(&office.stranger), "access": "read"});
    office.ann.call("shares.give", &share.to_string()).unwrap();
    let made = plan(&office.manager, to(&office.stranger));
    assert!(reads(&office.stranger, made.id));
    office.admin.users().disable(user(&office.stranger), None).unwrap();
    assert_eq!(refused(&office.manager), ["assignee:not_active_user"]);
}

// ACT-2: one each for several people: all or none, or each by itself.
#[test]
fn many_at_once() {
    let office = Office::new();
    let to =
        |session: &Session| NewActivity { assignee: session.user(), ..task(&office.manager, "盘点", "2026-03-06") };
    let wrong = NewActivity { subject: " ".into(), ..to(&office.ann) };
    let zoned = NewActivity { time_zone: Some("x".into()), ..to(&office.ann) };
    let many = vec![to(&office.ann), wrong, zoned, to(&office.ben)];
    let activities = office.manager.activities();
    assert_eq!(invalid(activities.create_many(many.clone(), false)), ["activities[1].subject:required"]);
    let other = vec![many[0].clone(), many[2].clone()];
    assert_eq!(invalid(activities.create_many(other, false)), ["activities[1].time_zone:unknown_time_zone"]);
    assert_eq!(activities.list(None, None).unwrap().items, []);
    let done = activities.create_many(many, true).unwrap();
    assert_eq!((done.created, done.refused), (2, 2));
    let told: Vec<_> = done.records.iter().map(|record| (record.number, record.errors.len())).collect();
    assert_eq!(told, [(Some(1), 0), (None, 1), (None, 1), (Some(2), 0)]);
    assert_eq!(done.records[1].errors[0].field, "subject");
    let mine = office.ben.activities().list(None, None).unwrap().items;
    assert_eq!((mine.len(), mine[0].id), (1, done.records[3].id.unwrap()));
    assert_eq!(mine[0].giver.as_ref().map(|giver| giver.id), office.manager.user());
}

// ACT-3: its people read it; unless it is personal, who reads its main record, and managers and executives. PROC-2: what the
// reader does not read is left out.
#[test]
fn who_reads_an_activity() {
    let office = Office::new();
    let record = key("customer", office.customer().id);
    let hidden = key("opportunity", office.opportunity().id);
    narrow(&office, "account_manager", "customers");
    let everyone = |id| -> Vec<&str> {
        office.everyone().into_iter().filter(|(_, session)| reads(session, id)).map(|(name, _)| name).collect()
    };
    // Levels are all of managers and executives, and of those whom no levels narrow (SCOPE-5).
    const ALL: [&str; 4] = ["admin", "manager", "executive", "integration"];
    let read = |beside: &[&'static str]| -> Vec<&str> {
        let order = office.everyone().map(|(name, _)| name);
        order.into_iter().filter(|name| ALL.contains(name) || beside.contains(name)).collect()
    };
    let alone = plan(&office.ben, task(&office.ben, "周报", "2026-03-06"));
    assert_eq!(everyone(alone.id), read(&["ben"]));
    let on = plan(&office.ann, about(&office.ann, "回访", &record, &office.ann));
    assert_eq!(everyone(on.id), read(&["ann"]));
    let personal = NewActivity { personal: Some(true), ..about(&office.manager, "谈薪", &record, &office.ann) };
    let personal = plan(&office.manager, personal);
    assert_eq!(everyone(personal.id), ["manager", "ann"]);
    // A user who attends reads it, and not its record.
    let attendees = Some(vec![
        NewAttendee { user: Some(user(&office.stranger)), ..Default::default() },
        NewAttendee { name: Some("王芳".into()), email: Some("wf@example.com".into()), ..Default::default() },
    ]);
    let records = Some(vec![record.clone(), hidden.clone()]);
    let meeting = NewActivity { attendees, records, ..about(&office.ann, "评审", &record, &office.ann) };
    let meeting = plan(&office.ann, meeting);
    assert_eq!(everyone(meeting.id), read(&["ann", "stranger"]));
    let told = office.stranger.activities().get(meeting.id).unwrap();
    assert_eq!((told.main, told.records, told.attendees.len()), (None, vec![], 2));
    assert_eq!(meeting.records.len(), 2);
    let told = |session: &Session| session.activities().get(meeting.id).unwrap();
    let responses: Vec<Response> = told(&office.ann).attendees.iter().map(|one| one.response).collect();
    assert_eq!(responses, [Response::None; 2]);

    // SCOPE-6, SCOPE-14: what is not read is nowhere.
    let seen = |session: &Session, id: ActivityId| session.meta().seen(Entity::ACTIVITY, vec![id.into()]).unwrap();
    assert_eq!((seen(&office.ben, on.id), seen(&office.ann, on.id)), (vec![], vec![on.id.into()]));
    let allowed = |session: &Session| session.meta().allowed(Entity::ACTIVITY, vec![on.id.into()]).unwrap().remove(0);
    assert_eq!(allowed(&office.ben).operations, Vec::<String>::new());
    let of_ann =
        |session: &Session| filtered(session, ActivityFilter { person: office.ann.user(), ..Default::default() });
    assert_eq!(of_ann(&office.ann), ["回访", "谈薪", "评审"]);
    assert_eq!(of_ann(&office.executive), ["回访", "评审"]);
    assert_eq!(of_ann(&office.stranger), ["评审"]);
    assert_eq!(of_ann(&office.ben), Vec::<String>::new());
    let of_record = |session: &Session| {
        session.activities().list(Some(ActivityFilter { record: Some(record.clone()), ..Default::default() }), None)
    };
    assert_eq!(of_record(&office.manager).unwrap().items.len(), 3);
    assert_eq!(of_record(&office.ben).unwrap_err().code(), "not_found");
    assert_eq!(of_record(&office.executive).unwrap_err().code(), "forbidden");
}
// PROC-3: with a record go the planned activities that hang on nothing else; done ones stay without it, and no other takes the
// place of the main one. An attending contact goes from it.
#[test]
fn what_goes_with_a_record() {
    let office = Office::new();
    let customer = office.customer();
    let of = |name: &str| -> RecordKey {
        let new = json!({"customer": customer.id, "new": {"name": name, "position": "采购经理", "office_phone": "021-5555 0102",
                         "gender": entry(&office.ann, "gender", "女")}});
        let made: Value = serde_json::from_str(&office.ann.call("contacts.create", &new.to_string()).unwrap()).unwrap();
        key("contact", made["id"].as_str().unwrap().parse::<RecordId>().unwrap())
    };
    let (goes, stays) = (of("王芳"), of("李娜"));
    let on = |subject: &str, records: &[&RecordKey]| {
        let records = Some(records.iter().map(|record| (*record).clone()).collect());
        let contact =
            Some(vec![NewAttendee { contact: Some(goes.id.0.to_string().parse().unwrap()), ..Default::default() }]);
        plan(&office.ann, NewActivity { records, attendees: contact, ..task(&office.ann, subject, "2026-03-06") })
    };
    let (alone, both, done) = (on("alone", &[&goes]), on("both", &[&goes, &stays]), on("done", &[&goes]));
    assert_eq!(both.attendees[0].contact.as_ref().and_then(|one| one.title.as_deref()), Some("王芳"));
    office.ann.activities().complete(done.id, Completion::default(), None).unwrap();
    office.ann.call("contacts.delete", &json!({"id": goes.id}).to_string()).unwrap();
    assert!(!reads(&office.ann, alone.id));
    let both = office.ann.activities().get(both.id).unwrap();
    assert_eq!((both.main, both.records.len(), both.records[0].id, both.attendees), (None, 1, stays.id, vec![]));
    let done = office.ann.activities().get(done.id).unwrap();
    assert_eq!((done.main, done.records, done.status), (None, vec![], ActivityStatus::Done));
    // PROC-11: the audit is told how many went.
    let calls = office.admin.audit().list(None, None).unwrap().items;
    let call = calls.into_iter().find(|call| call.operation == "contacts.delete").unwrap();
    let told =
        call.changes.into_iter().find(|change| change.entity == Entity::ACTIVITY).and_then(|change| change.after);
    let went = json!({"deleted": 1, "record": {"object": "contact", "id": goes.id}});
    assert_eq!(serde_json::from_str::<Value>(&told.unwrap()).unwrap(), went);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// PROC-1, TYPE-9: on what packs define, where they don't switch it off; the audit tells of it to who reads the object whole.
#[test]
fn on_records_of_packs() {
    let office = Office::for_packs();
    office.apply(json!({
        "pack": "inn", "version": 1, "language": 1, "title": "Guests",
        "objects": {
            "guest": {"title": "name", "owner": "host", "fields": {
                "name": {"type": "text", "required": true}, "host": {"type": "user", "default": "me"}}},
            "room": {"title": "name", "off": ["activities"], "fields": {"name": {"type": "text", "required": true}}}
        },
        "roles": {"sales_manager": ["inn"], "account_manager": ["inn.guest.get@own", "inn.guest.create@own", "inn.room"]}
    }));
    let made = |object: &str| {
        let record = office.ann.objects().create(object.into(), json!({"name": "李明"}).into(), None).unwrap();
        key(object, record.id)
    };
    let (guest, room) = (made("inn.guest"), made("inn.room"));
    let refused = office.ann.activities().create(about(&office.ann, "x", &room, &office.ann), None);
    assert_eq!(invalid(refused), ["records[0]:not_supported"]);
    let to = |session: &Session| about(&office.ann, "接机", &guest, session);
    assert_eq!(invalid(office.ann.activities().create(to(&office.ben), None)), ["assignee:cannot_read"]);
    let planned = plan(&office.ann, to(&office.manager));
    assert!(!reads(&office.ben, planned.id) && reads(&office.manager, planned.id));
    office.manager.activities().complete(planned.id, Completion::default(), None).unwrap();
    let calls = office.admin.audit().list(None, None).unwrap().items;
    for call in calls.iter().filter(|call| call.operation.starts_with("activities.")) {
        assert!(!format!("{call:?}").contains("接机"), "{call:?}");
    }
    // With a pack that is purged goes what hangs on its records, planned; what was done stays.
    let other = plan(&office.ann, to(&office.ann));
    let packs = office.admin.packs();
    packs.disable("inn".into()).unwrap();
    packs.purge(vec!["inn".into()]).unwrap();
    assert!(!reads(&office.ann, other.id));
    assert_eq!(office.ann.activities().get(planned.id).unwrap().main, None);
}
