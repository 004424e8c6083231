//! HAND: what one person has passes to another.

use crm_core::customers::{Customer, CustomerFilter, CustomerStatus, NewCustomer};
use crm_core::handover::{HandedRecord, HandoverResult, NewHandover};
use crm_core::opportunities::{OpportunityFilter, OpportunityStatus};
use crm_core::prelude::*;
use crm_core::shares::ShareAccess;
use crm_core::tickets::{NewTicket, Ticket, TicketStatus};
use crm_core::users::{Holding, NewUser};
use serde_json::{Value, json};

use crate::support::*;

fn everything() -> NewHandover {
    NewHandover { everything: Some(true), ..Default::default() }
}

fn record(entity: Entity, id: impl Into<RecordId>) -> HandedRecord {
    HandedRecord { entity, id: id.into() }
}

fn counts(holds: &[Holding]) -> Vec<(String, i64)> {
    holds.iter().map(|h| (h.entity.to_string(), h.count)).collect()
}

fn customer(office: &Office, name: &str) -> Customer {
    office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap()
}

fn ticket(office: &Office, customer: &Customer) -> Ticket {
    let kind = entry(&office.ann, "ticket_kind", "投诉");
    let new = NewTicket {
        kind,
        summary: "主轴异响".into(),
        customer: customer.id,
        request: "请检修".into(),
        ..Default::default()
    };
    office.ann.tickets().create(new, None).unwrap()
}

fn run(office: &Office, what: NewHandover) -> Result<HandoverResult> {
    office.manager.handover().run(user(&office.ann), user(&office.ben), "离职".into(), what)
}

fn manager_of(office: &Office, customer: &Customer) -> Option<UserId> {
    office.manager.customers().get(customer.id).unwrap().account_manager.map(|u| u.id)
}

/// HAND-1, HAND-2, HAND-4: everything of a leaver, each record as the single operation would have it.
#[test]
fn a_leaver_leaves_nothing_behind() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let lost = customer(&office, "流失");
    office.lose(lost.id);
    let kept = customer(&office, "华东精密机械");
    // Opportunities: one that nobody has, one in development, one that is over.
    let open = office.opportunity();
    let [assigned, over] = [(); 2].map(|()| {
        let o = office.opportunity();
        office.manager.opportunities().assign(o.id, ann, None, None).unwrap()
    });
    office.ann.opportunities().fail(over.id, Some("没预算".into()), None, None, None).unwrap();
    // Tickets: in each state.
    let [created, given, handled, archived] = [(); 4].map(|()| ticket(&office, &kept));
    for t in [&given, &handled, &archived] {
        office.manager.tickets().assign(t.id, ann, None).unwrap();
    }
    for t in [&handled, &archived] {
        office.ann.tickets().handle(t.id, "换轴承".into(), None).unwrap();
    }
    office.ann.tickets().feedback(archived.id, "正常".into(), 5, None).unwrap();
    // What she works on beside others, and what she was shown.
    let theirs = office.ben.customers().create(new_customer(&office.ben, "本的"), None, None).unwrap();
    let mine = office.manager.customers().create(new_customer(&office.manager, "主管的"), None, None).unwrap();
    for c in [&theirs, &mine] {
        office.manager.collaborators().add(Entity::CUSTOMER, c.id.into(), ann).unwrap();
        office.manager.shares().give(Entity::CUSTOMER, c.id.into(), ShareAccess::Read, Some(ann), None).unwrap();
    }

    let held = counts(&office.manager.handover().preview(ann).unwrap().holds);
    let expected = [("opportunity", 2), ("customer", 2), ("ticket", 3), ("collaboration", 2)];
    let mut sorted = held.clone();
    sorted.sort();
    let mut wanted = expected.map(|(kind, count)| (kind.to_owned(), count));
    wanted.sort();
    assert_eq!(sorted, wanted);
    let disabled = office.admin.users().disable(ann, None).unwrap();
    assert_eq!(counts(&disabled.holds), held);

    let heard = Recorder::on(&office.crm);
    let result = run(&office, everything()).unwrap();
    let mut moved = counts(&result.moved);
    moved.sort();
    assert_eq!((moved, result.skipped), (wanted.to_vec(), 0));
    assert_eq!(heard.take().len(), 1);
    assert_eq!(office.manager.handover().preview(ann).unwrap().holds, []);

    for c in [&lost, &kept] {
        assert_eq!(manager_of(&office, c), Some(ben), "{}", c.name);
    }
    assert_eq!(office.manager.customers().get(lost.id).unwrap().status, CustomerStatus::Lost);
    assert_eq!(office.manager.customers().get(kept.id).unwrap().version, kept.version + 1);
    for (id, status, assignee) in [
        (open.id, OpportunityStatus::Assigned, ben),
        (assigned.id, OpportunityStatus::Assigned, ben),
        (over.id, OpportunityStatus::Failed, ann),
    ] {
        let o = office.manager.opportunities().get(id).unwrap();
        assert_eq!((o.status, o.assignee.unwrap().id), (status, assignee));
    }
    assert_eq!(office.manager.opportunities().assignments(assigned.id, None).unwrap().items.len(), 2);
    for (t, status, assignee) in [
        (&created, TicketStatus::Assigned, ben),
        (&given, TicketStatus::Assigned, ben),
        (&handled, TicketStatus::Handled, ben),
        (&archived, TicketStatus::Archived, ann),
    ] {
        let found = office.manager.tickets().get(t.id, None).unwrap().ticket;
        assert_eq!((found.status, found.assignee.unwrap().id), (status, assignee));
    }
    // Her collaborations pass on, but not to whoever has the record; what was shared with her ends.
    let beside = |c: &Customer| -> Vec<UserId> {
        let list = office.manager.collaborators().list(Entity::CUSTOMER, c.id.into()).unwrap();
        list.collaborators.into_iter().map(|c| c.user.id).collect()
    };
    assert_eq!((beside(&theirs), beside(&mine)), (vec![], vec![ben]));
    assert_eq!(office.manager.shares().list(Entity::CUSTOMER, mine.id.into()).unwrap().shares, []);

    // HAND-2: one row for the call, with the reason, and one for each record.
    let told = office.admin.call("audit.list", &json!({"filter": {"operation": "handover.run"}}).to_string()).unwrap();
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["items"].as_array().unwrap().len(), 1);
    assert!(told["items"][0].to_string().contains("离职"), "{told}");
    let changed = json!({"filter": {"record": RecordId::from(kept.id)}}).to_string();
    assert!(office.admin.call("audit.list", &changed).unwrap().contains("handover.run"));
}

/// HAND-1, HAND-3: records named: what is not theirs any more is skipped, what is nowhere refuses all.
#[test]
fn records_named() {
    let office = Office::new();
    let [a, b] = ["甲", "乙"].map(|name| customer(&office, name));
    let theirs = office.ben.customers().create(new_customer(&office.ben, "本的"), None, None).unwrap();
    let named = |records: Vec<HandedRecord>| NewHandover { records: Some(records), ..Default::default() };
    let nowhere = customer_id();
    let wrong = vec![
        record(Entity::CUSTOMER, a.id),
        record(Entity::CUSTOMER, nowhere),
        record(Entity::CONTACT, nowhere),
        record(Entity::CUSTOMER, a.id),
        record(Entity::TICKET, a.id),
    ];
    assert_eq!(
        invalid(run(&office, named(wrong))),
        [
            "what.records[1].id:unknown_record",
            "what.records[2].entity:unknown_value",
            "what.records[3].id:not_unique",
            "what.records[4].id:unknown_record",
        ]
    );
    assert_eq!(manager_of(&office, &a), Some(user(&office.ann)));
    let result =
        run(&office, named(vec![record(Entity::CUSTOMER, a.id), record(Entity::CUSTOMER, theirs.id)])).unwrap();
    assert_eq!((counts(&result.moved), result.skipped), (vec![("customer".into(), 1)], 1));
    assert_eq!(manager_of(&office, &a), Some(user(&office.ben)));
    assert_eq!(manager_of(&office, &b), Some(user(&office.ann)));
    // A stale list is no error.
    let again = run(&office, named(vec![record(Entity::CUSTOMER, a.id)])).unwrap();
    assert_eq!((again.moved, again.skipped), (vec![], 1));
    assert_eq!(run(&office, named(vec![])).unwrap().moved, []);
}

fn customer_id() -> RecordId {
    uuid::Uuid::now_v7().into()
}

/// HAND-1: filters deal a portfolio to several.
#[test]
fn a_portfolio_is_dealt() {
    let office = Office::new();
    let (north, east) = (entry(&office.ann, "region", "华北"), region(&office.ann));
    for i in 0..25 {
        let region = Some(if i % 5 == 0 { north } else { east });
        let new = NewCustomer { region, ..new_customer(&office.ann, &format!("客户 {i}")) };
        office.ann.customers().create(new, None, None).unwrap();
    }
    office
        .ben
        .customers()
        .create(NewCustomer { region: Some(north), ..new_customer(&office.ben, "本的") }, None, None)
        .unwrap();
    let kept = office.opportunity();
    let deal = |filter| {
        let what = NewHandover { customers: Some(filter), ..Default::default() };
        counts(&run(&office, what).unwrap().moved)
    };
    let of_north = CustomerFilter { region: Some(north), ..Default::default() };
    assert_eq!(deal(of_north.clone()), [("customer".to_owned(), 5)]);
    assert_eq!(deal(of_north), []);
    // A filter that asks for somebody else's finds nothing of hers.
    assert_eq!(deal(CustomerFilter { account_manager: Some(user(&office.ben)), ..Default::default() }), []);
    assert_eq!(deal(CustomerFilter::default()), [("customer".to_owned(), 20)]);
    // Kinds without a filter stayed.
    assert_eq!(office.ann.opportunities().get(kept.id).unwrap().status, OpportunityStatus::Unassigned);
    let both = NewHandover {
        opportunities: Some(OpportunityFilter { summary: Some("数控".into()), ..Default::default() }),
        tickets: Some(Default::default()),
        ..Default::default()
    };
    assert_eq!(counts(&run(&office, both).unwrap().moved), [("opportunity".to_owned(), 1)]);
}

/// HAND-3: who may take over; all or nothing.
#[test]
fn the_successor_may_hold_it() {
    let office = Office::new();
    let (c, o) = (office.customer(), office.opportunity());
    let to = |who: UserId| office.manager.handover().run(user(&office.ann), who, "调岗".into(), everything());
    assert_eq!(invalid(to(user(&office.ann))), ["to_user:somebody_else"]);
    assert_eq!(invalid(to(user(&office.executive))), ["to_user:may_not_hold"]);
    assert_eq!(office.manager.opportunities().get(o.id).unwrap().assignee, None);
    assert_eq!(manager_of(&office, &c), Some(user(&office.ann)));
    office.admin.users().disable(user(&office.ben), None).unwrap();
    assert_eq!(invalid(to(user(&office.ben))), ["to_user:not_active_user"]);
    // Customers alone may go to anybody.
    let customers = NewHandover { customers: Some(CustomerFilter::default()), ..Default::default() };
    let executive = user(&office.executive);
    office.manager.handover().run(user(&office.ann), executive, "调岗".into(), customers).unwrap();
    assert_eq!(manager_of(&office, &c), Some(executive));
    // A reason, and one way of saying what.
    office.admin.users().enable(user(&office.ben), None).unwrap();
    let manager = office.manager.handover();
    let nothing = manager.run(user(&office.ann), user(&office.ben), " ".into(), NewHandover::default());
    assert_eq!(invalid(nothing), ["reason:required", "what.everything:required"]);
    let both = NewHandover { records: Some(vec![record(Entity::CUSTOMER, c.id)]), ..everything() };
    assert_eq!(invalid(run(&office, both)), ["what:one_of"]);
    let nobody = manager.preview(UserId(uuid::Uuid::now_v7()));
    assert_eq!(refused(nobody), "not_found");
}

/// HAND-4: who stays for a while works on, and hands nothing but the part over.
#[test]
fn a_handover_with_notice() {
    let office = Office::new();
    let c = office.customer();
    let theirs = office.ben.customers().create(new_customer(&office.ben, "本的"), None, None).unwrap();
    office.ben.collaborators().add(Entity::CUSTOMER, theirs.id.into(), user(&office.ann)).unwrap();
    let what = |id| NewHandover {
        records: Some(vec![record(Entity::CUSTOMER, id)]),
        keep_as_collaborator: Some(true),
        ..Default::default()
    };
    run(&office, what(c.id)).unwrap();
    let phone = Some("021-5555 0199".into());
    office
        .ann
        .customers()
        .update(c.id, crm_core::customers::CustomerUpdate { phone, ..Default::default() }, None)
        .unwrap();
    // A part leaves her collaborations.
    assert_eq!(office.ben.collaborators().list(Entity::CUSTOMER, theirs.id.into()).unwrap().collaborators.len(), 1);
    // With everything they pass on; those that this hand-over makes stay. The successor has `theirs` already.
    let new = customer(&office, "新");
    run(&office, NewHandover { keep_as_collaborator: Some(true), ..everything() }).unwrap();
    let beside =
        |c: &Customer| office.ben.collaborators().list(Entity::CUSTOMER, c.id.into()).unwrap().collaborators.len();
    assert_eq!((beside(&c), beside(&theirs), beside(&new)), (0, 0, 1));
    // Nobody who is gone stays.
    let last = customer(&office, "末");
    office.admin.users().disable(user(&office.ann), None).unwrap();
    run(&office, NewHandover { keep_as_collaborator: Some(true), ..everything() }).unwrap();
    assert_eq!(beside(&last), 0);
}

/// HAND-6: sales managers; administrators for who is disabled, without reading a record.
#[test]
fn who_hands_over() {
    let office = Office::new();
    let c = office.customer();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let try_it = |s: &Session| s.handover().run(ann, ben, "离职".into(), everything());
    for session in [&office.ann, &office.ben, &office.executive, &office.integration, &office.stranger] {
        let CrmError::Forbidden { reason, .. } = try_it(session).unwrap_err() else { panic!("forbidden") };
        assert_eq!(reason, "no_permission");
    }
    let not_yours = |result: Result<()>| match result.unwrap_err() {
        CrmError::Forbidden { reason, .. } => assert_eq!(reason, "not_yours"),
        other => panic!("{other}"),
    };
    not_yours(try_it(&office.admin).map(drop));
    not_yours(office.admin.handover().preview(ann).map(drop));
    office.admin.users().disable(ann, None).unwrap();
    assert_eq!(counts(&office.admin.handover().preview(ann).unwrap().holds), [("customer".to_owned(), 1)]);
    try_it(&office.admin).unwrap();
    assert_eq!(manager_of(&office, &c), Some(ben));
    assert_eq!(refused(office.admin.customers().get(c.id)), "forbidden");
    // One who is a sales manager too hands over of anybody.
    let new = NewUser {
        login: "both".into(),
        display_name: "兼".into(),
        roles: Some(vec!["system_administrator".into(), "sales_manager".into()]),
        ..Default::default()
    };
    let both = office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap();
    both.handover().run(ben, user(&both), "代班".into(), everything()).unwrap();
    assert_eq!(manager_of(&office, &c), Some(user(&both)));
}
