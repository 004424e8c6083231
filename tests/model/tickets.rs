//! Tickets: whoever is given one may handle it, whatever their roles.

use crm_core::prelude::*;
use crm_core::tickets::{NewTicket, TicketId};
use proptest::prelude::*;

use crate::support::*;

/// Index into the cast: the manager, two account managers, a user without any role.
type Who = usize;
const MANAGER: Who = 0;
const STRANGER: Who = 3;

#[derive(Debug, Clone)]
enum Step {
    Create,
    Assign(usize, Who),
    Reassign(usize, Who),
    Handle(usize),
    Feedback(usize, i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Create),
        3 => (0..4usize, 0..4usize).prop_map(|(i, w)| Step::Assign(i, w)),
        1 => (0..4usize, 0..4usize).prop_map(|(i, w)| Step::Reassign(i, w)),
        3 => (0..4usize).prop_map(Step::Handle),
        3 => (0..4usize, 1..=5i64).prop_map(|(i, s)| Step::Feedback(i, s)),
    ]
}

#[derive(Debug, Clone)]
struct Model {
    id: TicketId,
    status: &'static str,
    assignee: Option<Who>,
    handler: Option<Who>,
    attempts: usize,
}

/// TICKET-1 … TICKET-6 as one function of the model.
fn expected(step: &Step, actor: Who, target: Option<&Model>) -> Result<(), &'static str> {
    let role = |holds: bool| if holds { Ok(()) } else { Err("forbidden") };
    let (mine, when): (bool, &[&str]) = match (step, target) {
        (Step::Create, _) => return role(actor == 1 || actor == 2),
        // Whoever lacks permission and duty learns nothing; others that there is no such ticket.
        (Step::Assign(..) | Step::Reassign(..) | Step::Feedback(..), None) => {
            return Err(if actor == MANAGER { "not_found" } else { "forbidden" });
        }
        (Step::Handle(_), None) => return Err(if actor == 1 || actor == 2 { "not_found" } else { "forbidden" }),
        (Step::Assign(..), Some(_)) => (actor == MANAGER, &["created"]),
        (Step::Reassign(..), Some(_)) => (actor == MANAGER, &["assigned", "handled"]),
        (Step::Handle(_), Some(t)) => (t.assignee == Some(actor), &["assigned"]),
        (Step::Feedback(..), Some(t)) => (actor == MANAGER || t.handler == Some(actor), &["handled"]),
    };
    if !mine {
        return Err("forbidden");
    }
    match target {
        Some(t) if !when.contains(&t.status) => Err("illegal_transition"),
        _ => Ok(()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_does_what_the_model_does(steps in prop::collection::vec((0..4usize, step()), 1..60)) {
        let office = Office::new();
        let cast = [&office.manager, &office.ann, &office.ben, &office.stranger];
        let customer = office.customer().id;
        let kind = entry(&office.ann, "ticket_kind", "投诉");
        let mut models: Vec<Model> = Vec::new();
        for (actor, step) in &steps {
            let act = cast[*actor].tickets();
            let at = match step {
                Step::Create => None,
                Step::Assign(i, _) | Step::Reassign(i, _) | Step::Handle(i) | Step::Feedback(i, _) => Some(*i),
            };
            let model = at.and_then(|i| models.get(i)).cloned();
            let id = model.as_ref().map_or(TicketId::default(), |m| m.id);
            let expected = expected(step, *actor, model.as_ref());
            let outcome = match step {
                Step::Create => {
                    let new = NewTicket { kind, summary: "噪音".into(), customer, request: "请上门检查".into(), ..Default::default() };
                    act.create(new, None).map(|t| {
                        models.push(Model { id: t.id, status: "created", assignee: None, handler: None, attempts: 0 });
                    })
                }
                Step::Assign(_, to) => act.assign(id, user(cast[*to]), None).map(drop),
                Step::Reassign(_, to) => act.reassign(id, user(cast[*to]), None).map(drop),
                Step::Handle(_) => act.handle(id, "更换轴承".into(), None).map(drop),
                Step::Feedback(_, s) => act.feedback(id, "已回访".into(), *s, None).map(drop),
            };
            prop_assert_eq!(outcome.as_ref().map_err(|e| e.code()).copied(), expected, "{:?} by {}", step, actor);
            if outcome.is_ok() && let Some(i) = at {
                let m = &mut models[i];
                match step {
                    Step::Assign(_, to) => {
                        m.status = "assigned";
                        m.assignee = Some(*to);
                    }
                    // TICKET-6: the state stays; only an unsatisfied customer sends a handled ticket back.
                    Step::Reassign(_, to) => m.assignee = Some(*to),
                    Step::Handle(_) => {
                        m.status = "handled";
                        m.handler = Some(*actor);
                        m.attempts += 1;
                    }
                    // TICKET-4: 3 or more archives, less sends it back to the same assignee.
                    Step::Feedback(_, s) => m.status = if *s >= 3 { "archived" } else { "assigned" },
                    Step::Create => {}
                }
            }
            // States, ownership and counts agree after each step.
            let listed = office.manager.tickets().list(None, None, None).unwrap().items;
            prop_assert_eq!(listed.len(), models.len());
            for m in &models {
                let detail = office.manager.tickets().get(m.id, None).unwrap();
                prop_assert_eq!(detail.ticket.status.as_str(), m.status);
                prop_assert_eq!(detail.ticket.assignee.as_ref().map(|u| u.id), m.assignee.map(|w| user(cast[w])));
                prop_assert_eq!(detail.attempts.len(), m.attempts);
                // DUTY-1: the person a ticket was given to reads it, whatever their roles.
                let reads = cast[STRANGER].tickets().get(m.id, None).is_ok();
                prop_assert_eq!(reads, m.assignee == Some(STRANGER) || m.handler == Some(STRANGER));
            }
        }
        prop_assert!(office.admin.maintenance().check().unwrap().ok);
    }
}
