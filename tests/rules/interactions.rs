//! VISIT: interactions with customers.

use crm_core::Total;
use crm_core::customers::{CustomerId, CustomerRef, CustomerUpdate};
use crm_core::interactions::{InteractionFilter, InteractionId, InteractionUpdate, NewInteraction};
use crm_core::prelude::*;
use crm_core::tickets::{NewTicket, Ticket, TicketId, TicketRef};

use crate::support::*;

fn visit(day: &str, summary: &str) -> NewInteraction {
    NewInteraction {
        date: date(day),
        place: "客户办公室".into(),
        summary: summary.into(),
        details: "谈了新机床的交货期".into(),
        ..Default::default()
    }
}

fn change() -> InteractionUpdate {
    InteractionUpdate::default()
}

fn ticket(office: &Office, customer: CustomerId) -> Ticket {
    let new = NewTicket {
        kind: entry(&office.ann, "ticket_kind", "投诉"),
        summary: "主轴异响".into(),
        customer,
        request: "请尽快检修".into(),
        ..Default::default()
    };
    office.ann.tickets().create(new, None).unwrap()
}

#[test]
fn recorded_and_listed_newest_first() {
    let office = Office::new();
    let c = office.customer();
    let interactions = office.ann.interactions();
    let later = interactions.create(c.id, visit("2026-02-20", "回访"), None).unwrap();
    let first = interactions.create(c.id, visit("2026-02-10", "初访"), None).unwrap();
    let same_day = office.manager.interactions().create(c.id, visit("2026-02-20", "电话"), None).unwrap();
    // VISIT-1: the fields, and who recorded it.
    assert_eq!(first.customer, CustomerRef { id: c.id, name: c.name.clone() });
    assert_eq!((first.place.as_str(), first.summary.as_str()), ("客户办公室", "初访"));
    assert_eq!((first.remarks.as_deref(), first.version), (None, 1));
    assert_eq!(first.creator.as_ref().map(|u| u.id), Some(user(&office.ann)));
    let other = office.customer();
    let elsewhere = interactions.create(other.id, visit("2026-02-15", "参观"), None).unwrap();
    let listed = |customer, filter: InteractionFilter| -> Vec<InteractionId> {
        let page = office.ben.interactions().list(customer, Some(filter), None, None).unwrap();
        page.items.iter().map(|i| i.id).collect()
    };
    let none = InteractionFilter::default;
    // VISIT-1: newest first, by the day of the visit.
    assert_eq!(listed(Some(c.id), none()), [same_day.id, later.id, first.id]);
    assert_eq!(listed(None, none()), [same_day.id, later.id, elsewhere.id, first.id]);
    let by_manager = InteractionFilter { creator: Some(user(&office.manager)), ..none() };
    assert_eq!(listed(Some(c.id), by_manager), [same_day.id]);
    let from = InteractionFilter { date_from: Some(date("2026-02-15")), ..none() };
    assert_eq!(listed(None, from), [same_day.id, later.id, elsewhere.id]);
    let to = InteractionFilter { date_to: Some(date("2026-02-15")), ..none() };
    assert_eq!(listed(None, to), [elsewhere.id, first.id]);
    // Paged, with a count on request.
    let request = PageRequest { limit: Some(2), count: Some(true), ..Default::default() };
    let page = office.ben.interactions().list(Some(c.id), None, Some(request), None).unwrap();
    assert_eq!(page.total, Some(Total { count: 3, more: false }));
    let rest = PageRequest { after: page.next, ..Default::default() };
    assert_eq!(office.ben.interactions().list(Some(c.id), None, Some(rest), None).unwrap().items, [first]);
    // BAD-2: repeated with its own id.
    let id = InteractionId(uuid::Uuid::now_v7());
    let again = || interactions.create(c.id, visit("2026-03-01", "x"), Some(id));
    assert_eq!(again().unwrap(), again().unwrap());
}

#[test]
fn required_fields_cannot_become_blank() {
    let office = Office::new();
    let c = office.customer();
    let blank = NewInteraction { place: " ".into(), summary: "\u{3000}".into(), ..visit("2026-02-10", "x") };
    // VISIT-1: date, place, summary and details are required.
    assert_eq!(invalid(office.ann.interactions().create(c.id, blank, None)), ["place:required", "summary:required"]);
    let missing = format!(r#"{{"customer":"{}","new":{{"date":"2026-02-30"}}}}"#, c.id);
    assert_eq!(
        invalid(office.ann.call("interactions.create", &missing)),
        ["date:wrong_type", "place:required", "summary:required", "details:required"]
    );
    let i = office.ann.interactions().create(c.id, visit("2026-02-10", "初访"), None).unwrap();
    let cleared = InteractionUpdate {
        details: Some(" ".into()),
        clear: Some(["date", "place", "remarks"].map(String::from).to_vec()),
        ..change()
    };
    // VISIT-1: required fields can't become blank by an update.
    assert_eq!(
        invalid(office.ann.interactions().update(i.id, cleared)),
        ["details:required", "date:required", "place:required"]
    );
    let changes = InteractionUpdate {
        date: Some(date("2026-02-11")),
        remarks: Some("带样品".into()),
        version: Some(1),
        ..change()
    };
    let changed = office.ann.interactions().update(i.id, changes.clone()).unwrap();
    assert_eq!((changed.date, changed.remarks.as_deref(), changed.version), (date("2026-02-11"), Some("带样品"), 2));
    assert_eq!(refused(office.ann.interactions().update(i.id, changes.clone())), "conflict");
    let again = InteractionUpdate { version: None, ..changes };
    assert_eq!(office.ann.interactions().update(i.id, again).unwrap().version, 2);
    office.ann.interactions().delete(i.id, Some(2)).unwrap();
    assert_eq!(refused(office.ann.interactions().get(i.id)), "not_found");
}

#[test]
fn a_visit_follows_a_ticket_of_the_same_customer() {
    let office = Office::new();
    let c = office.customer();
    let t = ticket(&office, c.id);
    let foreign = ticket(&office, office.customer().id);
    let after = |id| NewInteraction { ticket: Some(id), ..visit("2026-02-10", "回访") };
    // VISIT-1: the ticket it followed.
    let i = office.ann.interactions().create(c.id, after(t.id), None).unwrap();
    assert_eq!(i.ticket, Some(TicketRef { id: t.id, number: t.number, summary: t.summary.clone() }));
    for other in [foreign.id, TicketId::default()] {
        let refusal = office.ann.interactions().create(c.id, after(other), None);
        assert_eq!(invalid(refusal), ["ticket:not_of_customer"]);
        let moved = InteractionUpdate { ticket: Some(other), ..change() };
        assert_eq!(invalid(office.ann.interactions().update(i.id, moved)), ["ticket:not_of_customer"]);
    }
    let unrelated = office.ann.interactions().create(c.id, visit("2026-02-11", "x"), None).unwrap();
    let followed = InteractionFilter { ticket: Some(t.id), ..Default::default() };
    let page = office.ann.interactions().list(None, Some(followed), None, None).unwrap();
    assert_eq!(page.items.iter().map(|i| i.id).collect::<Vec<_>>(), [i.id]);
    // The link can be set later, and taken away.
    let linked = InteractionUpdate { ticket: Some(t.id), ..change() };
    let linked = office.ann.interactions().update(unrelated.id, linked).unwrap();
    assert_eq!(linked.ticket.map(|t| t.summary).as_deref(), Some("主轴异响"));
    let unlinked = InteractionUpdate { clear: Some(vec!["ticket".into()]), ..change() };
    assert_eq!(office.ann.interactions().update(unrelated.id, unlinked).unwrap().ticket, None);
}

#[test]
fn whoever_may_change_the_customer_records_visits() {
    let office = Office::new();
    let c = office.customer();
    let i = office.ann.interactions().create(c.id, visit("2026-02-10", "初访"), None).unwrap();
    for (name, session) in office.everyone() {
        let may = ["manager", "ann"].contains(&name);
        let sales = may || name == "ben";
        let interactions = session.interactions();
        let created = interactions.create(c.id, visit("2026-02-11", name), None);
        // VISIT-1, DUTY-1: the customer's account manager, or a sales manager.
        assert_eq!(created.is_ok(), may, "create by {name}");
        let updated = interactions.update(i.id, InteractionUpdate { remarks: Some(name.into()), ..change() });
        assert_eq!(updated.is_ok(), may, "update by {name}");
        let gone = created.ok().map_or(i.id, |new| new.id);
        assert_eq!(interactions.delete(gone, None).is_ok(), may, "delete by {name}");
        // READ-1: account managers and sales managers read all.
        assert_eq!(interactions.get(i.id).is_ok(), sales, "get by {name}");
        assert_eq!(interactions.list(Some(c.id), None, None, None).is_ok(), sales, "list by {name}");
        assert_eq!(interactions.list(None, None, None, None).is_ok(), sales, "list all by {name}");
        if !sales {
            // DUTY-1: the same refusal whether the record exists or not.
            assert_eq!(refused(interactions.get(InteractionId::default())), "forbidden", "{name}");
        }
    }
    // DUTY-1: an account manager without any role records and reads the visits of theirs.
    let handed = CustomerUpdate { account_manager: Some(user(&office.stranger)), ..Default::default() };
    office.manager.customers().update(c.id, handed, None).unwrap();
    assert!(office.stranger.interactions().create(c.id, visit("2026-02-12", "x"), None).is_ok());
    assert_eq!(office.stranger.interactions().list(Some(c.id), None, None, None).unwrap().items.len(), 2);
}

#[test]
fn visits_to_a_lost_customer_stay_possible() {
    let office = Office::new();
    let c = office.customer();
    let i = office.ann.interactions().create(c.id, visit("2026-02-10", "初访"), None).unwrap();
    office.lose(c.id);
    let interactions = office.ann.interactions();
    // CUST-4: winning back needs them.
    assert!(interactions.create(c.id, visit("2026-09-10", "挽回"), None).is_ok());
    let update = InteractionUpdate { remarks: Some("x".into()), ..change() };
    assert!(interactions.update(i.id, update).is_ok());
    interactions.delete(i.id, None).unwrap();
}
