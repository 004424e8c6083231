//! AUTO-9: records are dealt to one of several people.

use crm_core::assignment::Dealing;
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::roles::FieldRight;
use crm_core::users::NewUser;
use crm_core::{People, PeopleKind, RecordId};
use serde_json::{Value as Json, json};

use crate::notes::key;
use crate::objects_laws::{call, pack};
use crate::support::*;

fn role(name: &str) -> People {
    People { kind: PeopleKind::Role, role: Some(name.into()), ..Default::default() }
}

fn these(users: &[UserId]) -> People {
    People { kind: PeopleKind::Users, users: Some(users.to_vec()), ..Default::default() }
}

fn hire(office: &Office, login: &str) -> Session {
    let new = NewUser { login: login.into(), display_name: login.into(), ..Default::default() };
    let new = NewUser { roles: Some(vec!["account_manager".into()]), ..new };
    office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
}

fn opportunity(office: &Office) -> RecordKey {
    key("opportunity", office.opportunity().id)
}

fn dealt(office: &Office, record: &RecordKey, among: &People, method: Option<Dealing>) -> UserId {
    office.manager.assignment().deal(record.clone(), among.clone(), method).unwrap().id
}

// AUTO-9: in turn, oldest account first, after who got the caller's last one; it is the kind's own assigning.
#[test]
fn records_are_dealt_in_turn() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let (ann, ben, carl) = (user(&office.ann), user(&office.ben), user(&carl));
    let all = role("account_manager");
    let first = opportunity(&office);
    assert_eq!(dealt(&office, &first, &all, None), ann);
    let there = office.manager.opportunities().get(crm_core::opportunities::OpportunityId(first.id.0)).unwrap();
    assert_eq!((there.status.as_str(), there.assignee.unwrap().id), ("assigned", ann));
    assert_eq!(dealt(&office, &opportunity(&office), &all, None), ben);
    assert_eq!(dealt(&office, &opportunity(&office), &all, None), carl);
    assert_eq!(dealt(&office, &opportunity(&office), &all, None), ann);
    // Whose it is already is passed over, and so is who may not have it, which is no account manager; they lose no turn.
    let mixed = these(&[ann, user(&office.manager), user(&office.executive), ben]);
    assert_eq!(dealt(&office, &first, &mixed, None), ben);
    assert_eq!(dealt(&office, &first, &mixed, None), ann);
    // Another who deals has turns of their own, and so have other records.
    office.admin.users().set_roles(user(&office.executive), vec!["sales_manager".into()], None).unwrap();
    let other = office.executive.assignment().deal(opportunity(&office), all.clone(), None).unwrap().id;
    assert_eq!(other, ann);
    assert_eq!(dealt(&office, &opportunity(&office), &all, None), ben);
    // A customer gets another account manager; its present one is not dealt to.
    let customer = key("customer", office.customer().id);
    assert_eq!(dealt(&office, &customer, &all, None), ben);
    assert_eq!(dealt(&office, &customer, &all, None), carl);
    let history = office.admin.audit().list(None, None).unwrap().items;
    assert!(history.iter().any(|entry| entry.operation == "assignment.deal"), "{history:?}");
}

// AUTO-9: to who has the fewest in hand; those in a final state are in nobody's, and of equal ones the oldest account gets it.
#[test]
fn records_are_dealt_to_the_least_busy() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let all = role("account_manager");
    let least = Some(Dealing::LeastBusy);
    let first = opportunity(&office);
    assert_eq!(dealt(&office, &first, &all, least), ann);
    assert_eq!(dealt(&office, &opportunity(&office), &all, least), ben);
    assert_eq!(dealt(&office, &opportunity(&office), &all, least), ann);
    assert_eq!(dealt(&office, &opportunity(&office), &all, least), ben);
    let opportunities = office.ann.opportunities();
    opportunities.develop(crm_core::opportunities::OpportunityId(first.id.0), None, None, None, None).unwrap();
    assert_eq!(dealt(&office, &opportunity(&office), &all, least), ann);
    // No turn was taken.
    assert_eq!(dealt(&office, &opportunity(&office), &all, None), ann);
}

// AUTO-9: nobody, and everything that the change asks of who deals.
#[test]
fn what_can_t_be_dealt_is_refused() {
    let office = Office::new();
    let (ann, manager) = (user(&office.ann), &office.manager);
    let deal =
        |session: &Session, record: &RecordKey, among: People| session.assignment().deal(record.clone(), among, None);
    let first = opportunity(&office);
    for nobody in [role("integration"), these(&[user(&office.executive)]), role("executive")] {
        assert_eq!(invalid(deal(manager, &first, nobody)), ["among:nobody"]);
    }
    assert_eq!(invalid(deal(manager, &first, role("nobody"))), ["among.role:unknown_record"]);
    assert_eq!(
        invalid(deal(manager, &first, these(&[UserId(RecordId::default().0)]))),
        ["among.users[0]:unknown_record"]
    );
    assert_eq!(invalid(deal(manager, &first, People::default())), ["among.users:required"]);
    let of = People { kind: PeopleKind::Field, field: Some("phone".into()), ..Default::default() };
    assert_eq!(invalid(deal(manager, &first, of)), ["among.field:unknown_field"]);
    assert_eq!(refused(deal(&office.ann, &first, these(&[ann]))), "forbidden");
    assert_eq!(refused(deal(manager, &key("opportunity", RecordId::default()), these(&[ann]))), "not_found");
    assert_eq!(invalid(deal(manager, &key("user", ann), these(&[ann]))), ["record:not_supported"]);
    assert_eq!(invalid(deal(manager, &key("room", ann), these(&[ann]))), ["object:unknown_object"]);
    // What is over stays whose it was; a ticket is anybody's who works here.
    deal(manager, &first, these(&[ann])).unwrap();
    office
        .ann
        .opportunities()
        .develop(crm_core::opportunities::OpportunityId(first.id.0), None, None, None, None)
        .unwrap();
    assert_eq!(refused(deal(manager, &first, these(&[user(&office.ben)]))), "illegal_transition");
    // FIELD-3: another account manager is a value of a field, which they may not write.
    let customer = key("customer", office.customer().id);
    let roles = office.admin.roles().list().unwrap();
    let managers = roles.iter().find(|role| role.name == "sales_manager").unwrap().id;
    office.admin.roles().set_field(managers, "customer".into(), "phone".into(), FieldRight::ReadOnly, None).unwrap();
    assert_eq!(deal(manager, &customer, these(&[user(&office.ben)])).unwrap().id, user(&office.ben));
}

fn jobs() -> Json {
    let deal = json!([{"call": "assignment.deal", "with": {"method": {"value": "least_busy"},
        "among": {"value": {"kind": "role", "role": "account_manager"}}}}]);
    let mut document = pack(json!({
        "job": {"title": "name", "owner": "keeper", "fields": {
            "name": {"type": "text", "required": true}, "keeper": {"type": "user"},
            "done": {"type": "boolean"}},
        "checks": {"not_gao": {"check": "keeper.login != 'gao'", "text": "Gao does no jobs."}},
        "status": {"start": "open", "states": {"open": {}, "ended": {"final": true}}, "actions": {
            "pass": {"from": ["open"], "then": deal},
            "end": {"from": ["open"], "to": "ended"}}}}}));
    document["roles"]["account_manager"] = json!(["yard"]);
    document
}

// AUTO-9, MACH-8: a defined record gets another owner by its own update, by hand and by an action.
#[test]
fn defined_records_are_dealt() {
    let office = Office::new();
    // What is given to a call is judged before too.
    let mut wrong = jobs();
    wrong["objects"]["job"]["status"]["actions"]["pass"]["then"][0]["with"]["among"]["value"] =
        json!({"kind": "field", "field": "nobody"});
    let told = office.admin.packs().plan(wrong.into()).unwrap().refusals;
    assert_eq!(told[0].field, "objects.job.status.actions.pass.then[0].with.among.value.field");
    office.apply(jobs());
    let manager = &office.manager;
    let job = |name: &str| {
        let made = call(manager, "yard.job.create", json!({"new": {"name": name}})).unwrap();
        key("yard.job", made["id"].as_str().unwrap().parse::<RecordId>().unwrap())
    };
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let first = job("a");
    assert_eq!(dealt(&office, &first, &these(&[user(&office.executive), ben]), None), ben);
    let owner = |record: &RecordKey| {
        call(manager, "yard.job.get", json!({"id": record.id})).unwrap()["values"]["keeper"]["id"].clone()
    };
    assert_eq!(owner(&first), json!(ben));
    call(manager, "yard.job.pass", json!({"id": first.id})).unwrap();
    assert_eq!(owner(&first), json!(ann));
    let second = job("b");
    call(manager, "yard.job.pass", json!({"id": second.id})).unwrap();
    assert_eq!(owner(&second), json!(ben));
    // What is over is nobody's work, and is not passed on.
    call(manager, "yard.job.end", json!({"id": second.id})).unwrap();
    let again = manager.assignment().deal(second, these(&[ann]), None);
    assert_eq!(refused(again), "illegal_transition");
    // Whom the record's own rules refuse is not asked to say so: it is nobody's fault but theirs who deal.
    let third = job("c");
    let gao = manager.assignment().deal(third, these(&[user(&office.executive)]), None);
    assert_eq!(invalid(gao), ["checks.not_gao:check"]);
}
