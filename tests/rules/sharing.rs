//! SHARE: collaborators and shares, and SCOPE-10: duties that are written down beside a record.

use crm_core::collaborators::MAX_COLLABORATORS;
use crm_core::contacts::NewContact;
use crm_core::customers::{Customer, CustomerUpdate};
use crm_core::departments::{Department, NewDepartment};
use crm_core::interactions::NewInteraction;
use crm_core::opportunities::OpportunityUpdate;
use crm_core::plans::NewPlanItem;
use crm_core::prelude::*;
use crm_core::roles::NewRole;
use crm_core::shares::{MAX_SHARES, ShareAccess};
use crm_core::tickets::{NewTicket, Ticket};
use crm_core::users::{NewUser, UserUpdate};
use serde_json::{Value, json};

use crate::support::*;

/// A new user without any role.
fn hire(office: &Office, name: &str, department: Option<&Department>) -> Session {
    let new = NewUser {
        login: name.into(),
        display_name: name.into(),
        department: department.map(|d| d.id),
        ..Default::default()
    };
    office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
}

fn department(office: &Office, name: &str, parent: Option<&Department>) -> Department {
    let new = NewDepartment { name: name.into(), parent: parent.map(|d| d.id), ..Default::default() };
    office.admin.departments().create(new, None).unwrap()
}

fn ticket(office: &Office, session: &Session, customer: &Customer) -> Result<Ticket> {
    let kind = entry(&office.ann, "ticket_kind", "投诉");
    let new = NewTicket {
        kind,
        summary: "主轴异响".into(),
        customer: customer.id,
        request: "请检修".into(),
        ..Default::default()
    };
    session.tickets().create(new, None)
}

fn contact(office: &Office) -> NewContact {
    NewContact {
        name: Some("王芳".into()),
        gender: Some(entry(&office.ann, "gender", "女")),
        position: Some("采购经理".into()),
        office_phone: Some("021-5555 0102".into()),
        ..Default::default()
    }
}

fn visit() -> NewInteraction {
    NewInteraction {
        date: date("2026-03-02"),
        place: "上海".into(),
        summary: "回访".into(),
        details: "设备运行正常".into(),
        ..Default::default()
    }
}

/// `y` done, `n` not_yours, `f` no_permission.
fn letter<T>(result: Result<T>) -> char {
    match result {
        Ok(_) => 'y',
        Err(CrmError::Forbidden { reason, .. }) if reason == "not_yours" => 'n',
        Err(CrmError::Forbidden { reason, .. }) if reason == "no_permission" => 'f',
        Err(other) => panic!("{other}"),
    }
}

fn fails<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should have been refused") {
        CrmError::Conflict { reason, .. } | CrmError::Forbidden { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

/// A call, and what becomes of it for each person.
type Row<'r> = (&'r str, &'r dyn Fn(&Session) -> char, &'r str);

/// SHARE-1, SHARE-2, SHARE-4, SCOPE-10: what each person may do with one customer that is not theirs.
#[test]
fn who_may_do_what_with_a_customer() {
    let office = Office::new();
    let customer = office.customer();
    let house = department(&office, "公司", None);
    let group = department(&office, "华东组", Some(&house));
    let beside = hire(&office, "协", None);
    let (reader, writer) = (hire(&office, "读", None), hire(&office, "写", None));
    let below = hire(&office, "下", Some(&group));
    let server = hire(&office, "服", None);
    let id = customer.id;
    office.ann.collaborators().add(Entity::CUSTOMER, id.into(), user(&beside)).unwrap();
    let share = |access, with: Option<&Session>, department: Option<&Department>| {
        let (user, department) = (with.map(user), department.map(|d| d.id));
        office.ann.shares().give(Entity::CUSTOMER, id.into(), access, user, department).unwrap()
    };
    share(ShareAccess::Read, Some(&reader), None);
    share(ShareAccess::Write, Some(&writer), None);
    share(ShareAccess::Read, None, Some(&house));
    let contact_id = office.ann.contacts().create(id, contact(&office), None, None).unwrap().id;
    let open = ticket(&office, &office.ann, &customer).unwrap();
    office.manager.tickets().assign(open.id, user(&server), None).unwrap();
    let other = ticket(&office, &office.ann, &customer).unwrap();

    let maintain = |s: &Session| {
        let version = office.ann.customers().get(id).unwrap().version;
        let phone = Some(format!("021-5555 {version:04}"));
        s.customers().update(id, CustomerUpdate { phone, version: Some(version), ..Default::default() }, None)
    };
    let rows: [Row<'_>; 16] = [
        // ann, beside, writer, reader, below, server, stranger, ben (an account manager by role)
        ("customers.get", &|s| letter(s.customers().get(id)), "yyyyyyfy"),
        ("contacts.get", &|s| letter(s.contacts().get(contact_id)), "yyyyyyfy"),
        ("contacts.list", &|s| letter(s.contacts().list(Some(id), None, None, None)), "yyyyyyfy"),
        ("interactions.list", &|s| letter(s.interactions().list(Some(id), None, None, None)), "yyyyyffy"),
        ("orders.list", &|s| letter(s.orders().list(id, None, None, None)), "yyyyyffy"),
        ("churn.history", &|s| letter(s.churn().history(id, None)), "yyyyyffy"),
        ("tickets.get of another ticket", &|s| letter(s.tickets().get(other.id, None)), "yfyyyffy"),
        ("collaborators.list", &|s| letter(s.collaborators().list(Entity::CUSTOMER, id.into())), "yyyyyffy"),
        ("customers.update", &|s| letter(maintain(s)), "yyyffffF"),
        ("contacts.create", &|s| letter(s.contacts().create(id, contact(&office), None, None)), "yyyffffF"),
        ("interactions.create", &|s| letter(s.interactions().create(id, visit(), None)), "yyyffffF"),
        ("tickets.create", &|s| letter(ticket(&office, s, &customer)), "yyyffffy"),
        ("customers.list", &|s| letter(s.customers().list(None, None, None)), "yffffffy"),
        ("shares.list", &|s| letter(s.shares().list(Entity::CUSTOMER, id.into())), "yffffffF"),
        (
            "collaborators.add",
            &|s| letter(s.collaborators().add(Entity::CUSTOMER, id.into(), user(&beside))),
            "yffffffF",
        ),
        ("customers.win_back", &|s| letter(s.customers().win_back(id, "x".into(), None)), "ffffffff"),
    ];
    let people = [&office.ann, &beside, &writer, &reader, &below, &server, &office.stranger, &office.ben];
    for (name, call, expected) in rows {
        let found: String = people.iter().map(|s| call(s)).collect();
        assert_eq!(found, expected.to_lowercase(), "{name}");
    }
}

/// SHARE-1, HAND-5: who works on a customer beside its account manager does not say whose it is.
#[test]
fn whose_a_customer_is_says_its_account_manager() {
    let office = Office::new();
    let customer = office.customer();
    office.ann.collaborators().add(Entity::CUSTOMER, customer.id.into(), user(&office.stranger)).unwrap();
    let take = |session: &Session, who: &Session| {
        let changes = CustomerUpdate { account_manager: Some(user(who)), ..Default::default() };
        session.customers().update(customer.id, changes, None)
    };
    assert_eq!(invalid(take(&office.stranger, &office.stranger)), ["account_manager:not_writable"]);
    let cleared = CustomerUpdate { clear: Some(vec!["account_manager".into()]), ..Default::default() };
    assert!(
        invalid(office.stranger.customers().update(customer.id, cleared, None))
            .contains(&"account_manager:not_writable".to_owned())
    );
    assert_eq!(take(&office.ann, &office.ben).unwrap().account_manager.unwrap().id, user(&office.ben));
    // Given away, it is not hers any more.
    assert_eq!(fails(take(&office.ann, &office.ann)), "no_permission");
    assert_eq!(take(&office.manager, &office.ann).unwrap().account_manager.unwrap().id, user(&office.ann));
}

/// SHARE-1: opportunities have collaborators too, who plan and do not decide.
#[test]
fn a_collaborator_plans_and_does_not_decide() {
    let office = Office::new();
    let o = office.assigned();
    office.ben.collaborators().add(Entity::OPPORTUNITY, o.id.into(), user(&office.stranger)).unwrap();
    let new = || NewPlanItem { date: date("2026-03-09"), content: "演示样机".into() };
    let item = office.stranger.plans().add(o.id, new(), None).unwrap();
    assert_eq!(office.stranger.opportunities().get(o.id).unwrap().id, o.id);
    assert_eq!(letter(office.stranger.plans().record_result(item.id, "成功".into(), None)), 'f');
    assert_eq!(letter(office.stranger.opportunities().fail(o.id, Some("没预算".into()), None, None, None)), 'f');
    assert_eq!(letter(office.stranger.opportunities().reassign(o.id, user(&office.ann), None)), 'f');
    // Not the creator but the assignee names them, beside who decides on any.
    let add = |s: &Session| s.collaborators().add(Entity::OPPORTUNITY, o.id.into(), user(&office.executive));
    assert_eq!(
        (letter(add(&office.ann)), letter(add(&office.stranger)), letter(add(&office.manager))),
        ('f', 'f', 'y')
    );
    // One that nobody has yet is changed by them too, and goes with them when it is deleted.
    let fresh = office.opportunity();
    office.manager.collaborators().add(Entity::OPPORTUNITY, fresh.id.into(), user(&office.stranger)).unwrap();
    let read = ShareAccess::Read;
    office
        .manager
        .shares()
        .give(Entity::OPPORTUNITY, fresh.id.into(), read, Some(user(&office.executive)), None)
        .unwrap();
    let better = OpportunityUpdate { success_probability: Some(80), ..Default::default() };
    assert_eq!(office.stranger.opportunities().update(fresh.id, better, None).unwrap().success_probability, 80);
    assert_eq!(letter(office.stranger.opportunities().delete(fresh.id, None)), 'f');
    office.ann.opportunities().delete(fresh.id, None).unwrap();
    assert_eq!(office.executive.shares().mine(Entity::OPPORTUNITY, None).unwrap().items, []);
}

/// SHARE-2, SCOPE-16: a share with a department is that of its people and of those below, from the next call on.
#[test]
fn a_department_has_it_with_those_below() {
    let office = Office::new();
    let customer = office.customer();
    let house = department(&office, "公司", None);
    let east = department(&office, "华东", Some(&house));
    let group = department(&office, "华东一组", Some(&east));
    let north = department(&office, "华北", Some(&house));
    let people = [&house, &east, &group, &north].map(|d| hire(&office, &d.name, Some(d)));
    let give = |access| office.ann.shares().give(Entity::CUSTOMER, customer.id.into(), access, None, Some(east.id));
    give(ShareAccess::Write).unwrap();
    let seen = || people.iter().map(|s| letter(s.customers().get(customer.id))).collect::<String>();
    assert_eq!(seen(), "fyyf");
    assert_eq!(
        people[2].shares().mine(Entity::CUSTOMER, None).unwrap().items[0].department.as_ref().unwrap().id,
        east.id
    );
    assert_eq!(letter(people[2].interactions().create(customer.id, visit(), None)), 'y');
    // The later access counts.
    let listed = give(ShareAccess::Read).unwrap();
    assert_eq!((listed.shares.len(), listed.shares[0].access), (1, ShareAccess::Read));
    assert_eq!(letter(people[2].interactions().create(customer.id, visit(), None)), 'f');
    // Who moves has what is shared where they are.
    let moves = |who: &Session, to: &Department| {
        let changes = UserUpdate { department: Some(to.id), ..Default::default() };
        office.admin.users().update(user(who), changes).unwrap()
    };
    moves(&people[3], &group);
    moves(&people[2], &north);
    assert_eq!(seen(), "fyfy");
    // A department that something is shared with is in use; and is none of its people's to give up.
    let empty = department(&office, "新部", None);
    office.ann.shares().give(Entity::CUSTOMER, customer.id.into(), ShareAccess::Read, None, Some(empty.id)).unwrap();
    assert_eq!(fails(office.admin.departments().delete(empty.id, None)), "in_use");
    let take = |s: &Session| s.shares().take_back(Entity::CUSTOMER, customer.id.into(), None, Some(east.id));
    assert_eq!(fails(take(&people[1])), "not_yours");
    take(&office.ann).unwrap();
    assert_eq!(seen(), "ffff");
    office.ann.shares().take_back(Entity::CUSTOMER, customer.id.into(), None, Some(empty.id)).unwrap();
    office.admin.departments().delete(empty.id, None).unwrap();
}

/// SHARE-3, SHARE-5: who gives a share, and who takes it back.
#[test]
fn a_share_is_given_and_taken_back() {
    let office = Office::new();
    let customer = office.customer();
    let record = customer.id.into();
    let give = |s: &Session, to: Option<UserId>| s.shares().give(Entity::CUSTOMER, record, ShareAccess::Read, to, None);
    let (reader, other) = (hire(&office, "读", None), hire(&office, "旁", None));
    // SHARE-3: not oneself, not somebody disabled, not a department that is none.
    assert_eq!(invalid(give(&office.ann, Some(user(&office.ann)))), ["user:somebody_else"]);
    let gone = hire(&office, "旧", None);
    office.admin.users().disable(user(&gone), None).unwrap();
    assert_eq!(invalid(give(&office.ann, Some(user(&gone)))), ["user:not_active_user"]);
    let nowhere = Some(crm_core::departments::DepartmentId(uuid::Uuid::now_v7()));
    let shares = office.ann.shares();
    assert_eq!(
        invalid(shares.give(Entity::CUSTOMER, record, ShareAccess::Read, None, nowhere)),
        ["department:unknown_record"]
    );
    assert_eq!(invalid(give(&office.ann, None)), ["user:required"]);
    let both = shares.give(Entity::CUSTOMER, record, ShareAccess::Read, Some(user(&reader)), nowhere);
    assert_eq!(invalid(both), ["department:one_of"]);
    let order = office.manager.shares().give(Entity::ORDER, record, ShareAccess::Read, Some(user(&reader)), None);
    assert_eq!(invalid(order), ["entity:unknown_value"]);
    let nobody: RecordId = uuid::Uuid::now_v7().into();
    assert_eq!(refused(office.manager.shares().list(Entity::CUSTOMER, nobody)), "not_found");
    assert_eq!(fails(office.stranger.shares().list(Entity::CUSTOMER, nobody)), "no_permission");

    give(&office.ann, Some(user(&reader))).unwrap();
    // SHARE-3: a share is not passed on.
    assert_eq!(fails(give(&reader, Some(user(&other)))), "no_permission");
    assert_eq!(fails(office.ben.customers().update(customer.id, CustomerUpdate::default(), None)), "no_permission");
    // SHARE-3: a role that shares and does not change customers shares none that are not its own.
    let operations = ["shares.give", "shares.list", "shares.take_back", "collaborators.add"];
    let role = NewRole { name: "分享".into(), grant: Some(operations.map(str::to_owned).to_vec()) };
    office.admin.roles().create(role, None).unwrap();
    office.admin.users().set_roles(user(&other), vec!["分享".into()], None).unwrap();
    assert_eq!(fails(give(&other, Some(user(&reader)))), "not_yours");
    assert_eq!(fails(other.shares().list(Entity::CUSTOMER, record)), "not_yours");
    assert_eq!(fails(other.shares().take_back(Entity::CUSTOMER, record, Some(user(&reader)), None)), "not_yours");
    // SHARE-5: by the user who has it; where there is none nothing changes.
    let own = |s: &Session| s.shares().take_back(Entity::CUSTOMER, record, Some(user(s)), None);
    own(&reader).unwrap();
    assert_eq!(letter(reader.customers().get(customer.id)), 'f');
    assert_eq!(fails(own(&reader)), "no_permission");
    give(&office.manager, Some(user(&reader))).unwrap();
    let listed = office.ann.shares().list(Entity::CUSTOMER, record).unwrap().shares;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].given_by.as_ref().unwrap().id, user(&office.manager));
    for _ in 0..2 {
        office.ann.shares().take_back(Entity::CUSTOMER, record, Some(user(&reader)), None).unwrap();
    }
    // SHARE-5: disabling keeps it, and it does nothing.
    give(&office.ann, Some(user(&reader))).unwrap();
    office.admin.users().disable(user(&reader), None).unwrap();
    assert_eq!(fails(reader.customers().get(customer.id)), "disabled");
    office.admin.users().enable(user(&reader), None).unwrap();
    assert_eq!(letter(reader.customers().get(customer.id)), 'y');
}

/// SHARE-2: tickets are shared by themselves and with their customer; SHARE-6: each lists what was shared with them.
#[test]
fn tickets_and_what_is_mine() {
    let office = Office::new();
    let customer = office.customer();
    let t = ticket(&office, &office.ann, &customer).unwrap();
    let reader = hire(&office, "读", None);
    let give = |s: &Session, entity, id| s.shares().give(entity, id, ShareAccess::Read, Some(user(&reader)), None);
    // A ticket is its assignee's to share.
    assert_eq!(fails(give(&office.ann, Entity::TICKET, t.id.into())), "no_permission");
    office.manager.tickets().assign(t.id, user(&office.ann), None).unwrap();
    give(&office.ann, Entity::TICKET, t.id.into()).unwrap();
    assert_eq!(reader.tickets().get(t.id, None).unwrap().ticket.id, t.id);
    // Its customer is not shared with it.
    assert_eq!(letter(reader.customers().get(customer.id)), 'f');
    office.clock.advance(chrono::TimeDelta::seconds(1));
    for name in ["甲", "乙"] {
        let c = office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
        give(&office.ann, Entity::CUSTOMER, c.id.into()).unwrap();
        office.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let names = |page: Option<PageRequest>| -> (Vec<String>, Option<String>) {
        let page = reader.shares().mine(Entity::CUSTOMER, page).unwrap();
        (page.items.into_iter().map(|r| r.name).collect(), page.next)
    };
    assert_eq!(names(None).0, ["乙", "甲"]);
    let (first, next) = names(Some(PageRequest { limit: Some(1), ..Default::default() }));
    assert_eq!(first, ["乙"]);
    assert_eq!(names(Some(PageRequest { after: next, ..Default::default() })).0, ["甲"]);
    let mine = reader.shares().mine(Entity::TICKET, None).unwrap().items;
    assert_eq!((mine[0].name.as_str(), mine[0].number), ("主轴异响", t.number));
    assert_eq!(invalid(reader.shares().mine(Entity::USER, None)), ["entity:unknown_value"]);
}

/// SCOPE-10: who serves a customer reads it and its contacts as long as a ticket of it is theirs and open.
#[test]
fn service_ends_with_the_ticket() {
    let office = Office::new();
    let customer = office.customer();
    let t = ticket(&office, &office.ann, &customer).unwrap();
    let sees = || letter(office.stranger.customers().get(customer.id));
    assert_eq!(sees(), 'f');
    office.manager.tickets().assign(t.id, user(&office.stranger), None).unwrap();
    assert_eq!(sees(), 'y');
    office.stranger.tickets().handle(t.id, "换轴承".into(), None).unwrap();
    assert_eq!(sees(), 'y');
    office.stranger.tickets().feedback(t.id, "正常".into(), 5, None).unwrap();
    assert_eq!((sees(), letter(office.stranger.tickets().get(t.id, None))), ('f', 'y'));
}

/// SHARE-1, SHARE-2: there is a most; who is there already takes no place.
#[test]
fn a_record_has_a_most_of_each() {
    let office = Office::new();
    let customer = office.customer();
    let record = customer.id.into();
    let people: Vec<Session> = (0..=MAX_SHARES).map(|i| hire(&office, &format!("u{i}"), None)).collect();
    let add = |s: &Session| office.ann.collaborators().add(Entity::CUSTOMER, record, user(s));
    for person in &people[..MAX_COLLABORATORS] {
        add(person).unwrap();
    }
    assert_eq!(fails(add(&people[MAX_COLLABORATORS])), "too_many");
    assert_eq!(add(&people[0]).unwrap().collaborators.len(), MAX_COLLABORATORS);
    let give = |s: &Session, access| office.ann.shares().give(Entity::CUSTOMER, record, access, Some(user(s)), None);
    for person in &people[..MAX_SHARES] {
        give(person, ShareAccess::Read).unwrap();
    }
    assert_eq!(fails(give(&people[MAX_SHARES], ShareAccess::Read)), "too_many");
    assert_eq!(give(&people[0], ShareAccess::Write).unwrap().shares.len(), MAX_SHARES);
}

/// SHARE-6: told in the audit as changes of the record, which count no version.
#[test]
fn the_audit_tells_of_the_record() {
    let office = Office::new();
    let customer = office.customer();
    let record: RecordId = customer.id.into();
    office.ann.collaborators().add(Entity::CUSTOMER, record, user(&office.stranger)).unwrap();
    office.ann.collaborators().remove(Entity::CUSTOMER, record, user(&office.stranger)).unwrap();
    // What changes nothing is not told.
    office.ann.collaborators().remove(Entity::CUSTOMER, record, user(&office.stranger)).unwrap();
    let nobody = UserId(uuid::Uuid::now_v7());
    let unknown = office.ann.collaborators().remove(Entity::CUSTOMER, record, nobody);
    assert_eq!(invalid(unknown), ["user:unknown_record"]);
    office.ann.shares().give(Entity::CUSTOMER, record, ShareAccess::Write, Some(user(&office.stranger)), None).unwrap();
    let told = office.admin.call("audit.list", &json!({"filter": {"record": record}}).to_string()).unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    let operations: Vec<&str> =
        told["items"].as_array().unwrap().iter().map(|e| e["operation"].as_str().unwrap()).collect();
    assert_eq!(operations, ["shares.give", "collaborators.remove", "collaborators.add", "customers.create"]);
    assert_eq!(office.ann.customers().get(customer.id).unwrap().version, customer.version);
}

/// SCOPE-17: what `meta.allowed` lists is what the calls let through.
#[test]
fn allowed_tells_of_ties() {
    let office = Office::new();
    let customer = office.customer();
    let record: RecordId = customer.id.into();
    let allowed = |s: &Session| s.meta().allowed(Entity::CUSTOMER, vec![record]).unwrap().remove(0).operations;
    assert_eq!(allowed(&office.stranger), [""; 0]);
    office.ann.shares().give(Entity::CUSTOMER, record, ShareAccess::Read, Some(user(&office.stranger)), None).unwrap();
    assert_eq!(allowed(&office.stranger), ["shares.take_back"]);
    office.ann.collaborators().add(Entity::CUSTOMER, record, user(&office.stranger)).unwrap();
    let expected = ["contacts.create", "customers.update", "interactions.create", "shares.take_back", "tickets.create"];
    let mut found = allowed(&office.stranger);
    found.sort();
    assert_eq!(found, expected);
}

/// DUTY-1: who may by a tie hears what is wrong with arguments of the wrong shape, and nobody else does.
#[test]
fn wrong_shapes_are_told_to_who_may() {
    let office = Office::new();
    let customer = office.customer();
    office.ann.collaborators().add(Entity::CUSTOMER, customer.id.into(), user(&office.stranger)).unwrap();
    let wrong = [
        ("customers.update", json!({"id": customer.id, "changes": {"phone": 7}})),
        ("tickets.create", json!({"new": {"customer": customer.id, "summary": 7}})),
        ("contacts.create", json!({"customer": customer.id, "new": 7})),
    ];
    for (operation, arguments) in wrong {
        let call = |s: &Session| s.call(operation, &arguments.to_string());
        assert_eq!(refused(call(&office.stranger)), "invalid", "{operation}");
        assert_eq!(refused(call(&office.executive)), "forbidden", "{operation}");
    }
}
