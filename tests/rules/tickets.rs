//! TICKET: service tickets.

use crm_core::Total;
use crm_core::customers::{CustomerId, CustomerStatus};
use crm_core::interactions::NewInteraction;
use crm_core::prelude::*;
use crm_core::tickets::{NewTicket, Ticket, TicketFilter, TicketId, TicketStatus};

use crate::support::*;

pub(crate) fn new_ticket(office: &Office, summary: &str) -> NewTicket {
    NewTicket {
        kind: entry(&office.ann, "ticket_kind", "投诉"),
        summary: summary.into(),
        customer: office.customer().id,
        request: "请尽快派人检修".into(),
        ..Default::default()
    }
}

/// A ticket of ann's, brought into the state; ben is its assignee.
pub(crate) fn ticket(office: &Office, state: TicketStatus) -> Ticket {
    let t = office.ann.tickets().create(new_ticket(office, "主轴异响"), None).unwrap();
    if state == TicketStatus::Created {
        return t;
    }
    let t = office.manager.tickets().assign(t.id, user(&office.ben), None).unwrap();
    if state == TicketStatus::Assigned {
        return t;
    }
    let t = office.ben.tickets().handle(t.id, "更换轴承".into(), None).unwrap();
    if state == TicketStatus::Handled {
        return t;
    }
    office.ben.tickets().feedback(t.id, "恢复正常".into(), 4, None).unwrap()
}

#[test]
fn create_sets_what_the_caller_cannot_give() {
    let office = Office::new();
    let new = new_ticket(&office, "  主轴异响\u{3000}");
    let t = office.ann.tickets().create(new.clone(), None).unwrap();
    assert_eq!((t.summary.as_str(), t.kind.item.as_str()), ("主轴异响", "投诉"));
    assert_eq!(t.customer.id, new.customer);
    // TICKET-1: auto fields.
    assert_eq!((t.status, t.number, t.version), (TicketStatus::Created, Some(1), 1));
    assert_eq!((t.creator.id, t.created_at), (user(&office.ann), MORNING.parse().unwrap()));
    assert_eq!((t.assignee, t.handler, t.handling, t.satisfaction), (None, None, None, None));
    // TICKET-1: account managers create, sales managers don't.
    for (name, session) in office.everyone() {
        let may = ["ann", "ben"].contains(&name);
        assert_eq!(session.tickets().create(new.clone(), None).is_ok(), may, "create by {name}");
    }
    // BAD-2: a create may bring its own id.
    let id: TicketId = "0195b5e2-7f00-7000-8000-000000000001".parse().unwrap();
    let first = office.ann.tickets().create(new.clone(), Some(id)).unwrap();
    assert_eq!(office.ann.tickets().create(new.clone(), Some(id)).unwrap(), first);
    let other = NewTicket { summary: "别的".into(), ..new };
    assert_eq!(refused(office.ann.tickets().create(other, Some(id))), "conflict");
}

#[test]
fn create_names_every_offending_field_at_once() {
    let office = Office::new();
    let wrong = NewTicket {
        kind: entry(&office.ann, "region", "华东"),
        summary: " \u{3000}".into(),
        customer: CustomerId::default(),
        request: "x".repeat(20_001),
        ..Default::default()
    };
    // TICKET-1: all four are required. DICT-2: the kind is one of its category, which the error names.
    let refusal = office.ann.tickets().create(wrong, None).unwrap_err();
    let mut found: Vec<String> = refusal.fields().iter().map(|f| format!("{}:{}", f.field, f.code)).collect();
    found.sort();
    assert_eq!(found, ["customer:unknown_record", "kind:unknown_choice", "request:too_long", "summary:required"]);
    let kind = refusal.fields().iter().find(|f| f.field == "kind").unwrap();
    assert_eq!(kind.limit.as_deref(), Some("ticket_kind"));
    assert_eq!(
        invalid(office.ann.call("tickets.create", r#"{"new":{"summary":"x"}}"#)),
        ["kind:required", "customer:required", "request:required"]
    );
}

#[test]
fn a_lost_customer_may_ask_too() {
    let office = Office::new();
    let customer = office.lose(office.customer().id);
    assert_eq!(customer.status, CustomerStatus::Lost);
    let new = NewTicket { customer: customer.id, ..new_ticket(&office, "恢复供货") };
    // CUST-4: a lost customer is frozen, tickets stay possible.
    let t = office.ann.tickets().create(new, None).unwrap();
    office.manager.tickets().assign(t.id, user(&office.ben), None).unwrap();
    office.ben.tickets().handle(t.id, "已联系".into(), None).unwrap();
    let done = office.ben.tickets().feedback(t.id, "满意".into(), 5, None).unwrap();
    assert_eq!(done.status, TicketStatus::Archived);
}

/// Every operation that a state may refuse, called by somebody who may call it, with good arguments.
type Call = fn(&Office, TicketId) -> Result<Ticket>;
const CALLS: [(&str, Call); 4] = [
    ("assign", |office, id| office.manager.tickets().assign(id, user(&office.ann), None)),
    ("reassign", |office, id| office.manager.tickets().reassign(id, user(&office.ann), None)),
    ("handle", |office, id| office.ben.tickets().handle(id, "再次检修".into(), None)),
    ("feedback", |office, id| office.manager.tickets().feedback(id, "好了".into(), 5, None)),
];

#[test]
fn every_state_and_operation() {
    use TicketStatus::*;
    let office = Office::new();
    // TICKET-2, TICKET-3, TICKET-4, TICKET-6: what each operation makes of each state; `None` is refused.
    let table = [
        (Created, [Some(Assigned), None, None, None]),
        (Assigned, [None, Some(Assigned), Some(Handled), None]),
        (Handled, [None, Some(Handled), None, Some(Archived)]),
        (Archived, [None, None, None, None]),
    ];
    assert_eq!(table.map(|(state, _)| state), TicketStatus::ALL);
    for (state, outcomes) in table {
        for ((name, call), outcome) in CALLS.into_iter().zip(outcomes) {
            let t = ticket(&office, state);
            // Nobody is the assignee of a new ticket, so handling it is refused before its state is looked at.
            let refusal = if (state, name) == (Created, "handle") { "forbidden" } else { "illegal_transition" };
            match (call(&office, t.id), outcome) {
                (Ok(after), Some(wanted)) => {
                    assert_eq!(after.status, wanted, "{name} while {state}");
                    assert_eq!(after.version, t.version + 1, "{name} while {state}");
                }
                (result, None) => {
                    assert_eq!(refused(result), refusal, "{name} while {state}");
                    assert_eq!(office.ann.tickets().get(t.id, None).unwrap().ticket, t, "{name} changed something");
                }
                (Err(e), Some(_)) => panic!("{name} while {state}: {e}"),
            }
        }
    }
}

#[test]
fn who_may_do_what() {
    use TicketStatus::*;
    let office = Office::new();
    let ann = user(&office.ann);
    for (name, session) in office.everyone() {
        let by = |people: &[&str]| people.contains(&name);
        let tickets = session.tickets();
        // TICKET-2, TICKET-6: sales managers assign and reassign.
        assert_eq!(tickets.assign(ticket(&office, Created).id, ann, None).is_ok(), by(&["manager"]), "{name}");
        assert_eq!(tickets.reassign(ticket(&office, Assigned).id, ann, None).is_ok(), by(&["manager"]), "{name}");
        // TICKET-3: the assignee (only), not the manager who may assign.
        assert_eq!(tickets.handle(ticket(&office, Assigned).id, "x".into(), None).is_ok(), by(&["ben"]), "{name}");
        // TICKET-4: who handled it, or a sales manager.
        let feedback = tickets.feedback(ticket(&office, Handled).id, "x".into(), 3, None);
        assert_eq!(feedback.is_ok(), by(&["ben", "manager"]), "{name}");
        // TICKET-5, READ-1: account managers and sales managers read all.
        assert_eq!(tickets.list(None, None, None).is_ok(), by(&["manager", "ann", "ben"]), "{name}");
        let read = tickets.get(ticket(&office, Archived).id, None);
        assert_eq!(read.is_ok(), by(&["manager", "ann", "ben"]), "{name}");
        // DUTY-1: who has neither permission nor duty hears the same of a ticket that does not exist.
        if let Err(refusal) = read {
            assert_eq!(tickets.get(TicketId::default(), None).unwrap_err(), refusal, "{name}");
        }
    }
}

#[test]
fn any_active_user_may_be_given_a_ticket() {
    let office = Office::new();
    let stranger = user(&office.stranger);
    let t = ticket(&office, TicketStatus::Created);
    // TICKET-2, TICKET-6: to one active user.
    office.admin.users().disable(stranger, None).unwrap();
    let moving = ticket(&office, TicketStatus::Assigned);
    for nobody in [UserId::default(), stranger] {
        assert_eq!(invalid(office.manager.tickets().assign(t.id, nobody, None)), ["assignee:not_active_user"]);
        assert_eq!(invalid(office.manager.tickets().reassign(moving.id, nobody, None)), ["assignee:not_active_user"]);
    }
    office.admin.users().enable(stranger, None).unwrap();
    assert_eq!(refused(office.stranger.tickets().get(t.id, None)), "forbidden");
    // DUTY-1: whatever their roles; and then they can read it, handle it and give the feedback.
    let assigned = office.manager.tickets().assign(t.id, stranger, None).unwrap();
    // TICKET-2: auto fields.
    assert_eq!(assigned.assignee.map(|u| u.id), Some(stranger));
    assert_eq!(assigned.assigner.map(|u| u.id), Some(user(&office.manager)));
    assert_eq!(assigned.assigned_at, Some(MORNING.parse().unwrap()));
    assert_eq!(office.stranger.tickets().get(t.id, None).unwrap().ticket.status, TicketStatus::Assigned);
    // PERM-3: whose record it is comes before the fields, and the fields are told to who has the duty.
    assert_eq!(refused(office.ann.tickets().handle(t.id, " ".into(), None)), "forbidden");
    assert_eq!(invalid(office.stranger.tickets().handle(t.id, " ".into(), None)), ["handling:required"]);
    assert_eq!(refused(office.stranger.tickets().handle(t.id, "x".into(), Some(1))), "conflict");
    let handled = office.stranger.tickets().handle(t.id, "更换轴承".into(), Some(2)).unwrap();
    // TICKET-3: auto fields.
    assert_eq!(handled.handler.map(|u| u.id), Some(stranger));
    assert_eq!(handled.handled_at, Some(MORNING.parse().unwrap()));
    // TICKET-4: result and satisfaction are required, the latter from 1 to 5.
    let feedback = office.stranger.tickets().feedback(t.id, "\n".into(), 6, None);
    assert_eq!(invalid(feedback), ["result:required", "satisfaction:out_of_range"]);
    let feedback = format!(r#"{{"id":"{}","result":"好"}}"#, t.id);
    assert_eq!(invalid(office.stranger.call("tickets.feedback", &feedback)), ["satisfaction:required"]);
    office.stranger.tickets().feedback(t.id, "好".into(), 5, None).unwrap();
    // DUTY-1: the permission to list is no part of the duty.
    assert_eq!(refused(office.stranger.tickets().list(None, None, None)), "forbidden");
}

#[test]
fn an_unsatisfied_customer_sends_it_back() {
    use TicketStatus::*;
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let t = ticket(&office, Handled);
    office.clock.advance(chrono::TimeDelta::days(1));
    let back = office.ben.tickets().feedback(t.id, "还是响".into(), 2, None).unwrap();
    // TICKET-4: less than 3: back to assigned, to the same assignee.
    assert_eq!((back.status, back.assignee.as_ref().map(|u| u.id)), (Assigned, Some(ben)));
    assert_eq!((back.satisfaction, back.archived_at), (Some(2), None));
    let again = office.ben.tickets().handle(t.id, "更换主轴".into(), None).unwrap();
    assert_eq!((again.result, again.satisfaction), (None, None));
    // TICKET-6: reassigned while handled; its handler still gives the feedback, and not the new assignee.
    let moved = office.manager.tickets().reassign(t.id, ann, None).unwrap();
    assert_eq!((moved.status, moved.handler.map(|u| u.id)), (Handled, Some(ben)));
    assert_eq!(refused(office.ann.tickets().feedback(t.id, "x".into(), 3, None)), "forbidden");
    let back = office.ben.tickets().feedback(t.id, "有时响".into(), 1, None).unwrap();
    assert_eq!((back.status, back.assignee.map(|u| u.id)), (Assigned, Some(ann)));
    assert_eq!(refused(office.ben.tickets().handle(t.id, "x".into(), None)), "forbidden");
    office.ann.tickets().handle(t.id, "更换整机".into(), None).unwrap();
    // TICKET-4: 3 or more: archived.
    let done = office.manager.tickets().feedback(t.id, "很好".into(), 3, None).unwrap();
    assert_eq!(done.status, Archived);
    assert!(done.archived_at.is_some());
    // TICKET-4, TICKET-5: what was tried before is kept, and is read with the ticket.
    let detail = office.ann.tickets().get(t.id, None).unwrap();
    let tried: Vec<_> = detail
        .attempts
        .iter()
        .map(|a| (a.handling.as_deref(), a.handler.id, a.result.as_deref(), a.satisfaction))
        .collect();
    assert_eq!(
        tried,
        [
            (Some("更换轴承"), ben, Some("还是响"), Some(2)),
            (Some("更换主轴"), ben, Some("有时响"), Some(1)),
            (Some("更换整机"), ann, Some("很好"), Some(3)),
        ]
    );
    let by: Vec<_> = detail.attempts.iter().map(|a| a.feedback_by.as_ref().map(|u| u.id)).collect();
    assert_eq!(by, [Some(ben), Some(ben), Some(user(&office.manager))]);
    assert!(detail.attempts[0].feedback_at > Some(detail.attempts[0].handled_at));
    // TICKET-6: the earlier assignee stays in the history.
    assert_eq!(detail.assignments.iter().map(|a| a.assignee.id).collect::<Vec<_>>(), [ben, ann]);
    assert_eq!(detail.ticket, done);
}

#[test]
fn list_filters_and_pages_newest_first() {
    use TicketStatus::*;
    let office = Office::new();
    let mut tickets = Vec::new();
    for (i, state) in [Created, Assigned, Handled, Archived].into_iter().enumerate() {
        office.clock.advance(chrono::TimeDelta::seconds(i as i64));
        tickets.push(ticket(&office, state));
    }
    let other =
        NewTicket { kind: entry(&office.ann, "ticket_kind", "咨询"), ..new_ticket(&office, "ＡＰＩ 100%") };
    tickets.push(office.ben.tickets().create(other, None).unwrap());
    let found = |filter: TicketFilter| -> Vec<usize> {
        let page = office.ann.tickets().list(Some(filter), None, None).unwrap();
        page.items.iter().map(|t| tickets.iter().position(|known| known.id == t.id).unwrap()).collect()
    };
    let none = TicketFilter::default;
    // TICKET-5: all of them, archived ones too, newest first, by each filter.
    assert_eq!(found(none()), [4, 3, 2, 1, 0]);
    assert_eq!(found(TicketFilter { status: Some(Archived), ..none() }), [3]);
    assert_eq!(found(TicketFilter { customer: Some(tickets[2].customer.id), ..none() }), [2]);
    let name = tickets[2].customer.name.clone();
    assert!(found(TicketFilter { customer_name: Some(name), ..none() }).contains(&2));
    assert!(found(TicketFilter { customer_name: Some("没有这家".into()), ..none() }).is_empty());
    assert_eq!(found(TicketFilter { summary: Some("api 100%".into()), ..none() }), [4]);
    assert_eq!(found(TicketFilter { kind: Some(tickets[4].kind.id), ..none() }), [4]);
    assert_eq!(found(TicketFilter { creator: Some(user(&office.ben)), ..none() }), [4]);
    assert_eq!(found(TicketFilter { assignee: Some(user(&office.ben)), ..none() }), [3, 2, 1]);
    let second = tickets[1].created_at;
    assert_eq!(found(TicketFilter { created_from: Some(second), ..none() }), [4, 3, 2, 1]);
    assert_eq!(found(TicketFilter { created_before: Some(second), ..none() }), [0]);
    // TICKET-5: paged, by key.
    let first = PageRequest { limit: Some(2), count: Some(true), ..Default::default() };
    let page = office.manager.tickets().list(None, Some(first), None).unwrap();
    assert_eq!(page.total, Some(Total { count: 5, more: false }));
    let rest = PageRequest { after: page.next, ..Default::default() };
    let page = office.manager.tickets().list(None, Some(rest), None).unwrap();
    assert_eq!(page.items.iter().map(|t| t.id).collect::<Vec<_>>(), [tickets[2].id, tickets[1].id, tickets[0].id]);
    // VISIT-1: handled tickets that no interaction followed can be listed.
    assert_eq!(found(TicketFilter { followed_up: Some(false), ..none() }), [3, 2]);
    for i in [0, 2] {
        let visit = NewInteraction {
            date: date("2026-03-03"),
            place: "客户现场".into(),
            summary: "回访".into(),
            details: "一切正常".into(),
            ticket: Some(tickets[i].id),
            ..Default::default()
        };
        office.ann.interactions().create(tickets[i].customer.id, visit, None).unwrap();
    }
    assert_eq!(found(TicketFilter { followed_up: Some(false), ..none() }), [3]);
    assert_eq!(found(TicketFilter { followed_up: Some(true), ..none() }), [2, 0]);
}
