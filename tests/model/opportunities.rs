//! Opportunities with their plans, and the customers they become.

use crm_core::opportunities::{OpportunityId, OpportunityUpdate};
use crm_core::plans::{NewPlanItem, PlanItemId};
use crm_core::prelude::*;
use proptest::prelude::*;

use crate::support::*;

/// Who acts: the manager, or one of two account managers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Manager,
    Ann,
    Ben,
}

#[derive(Debug, Clone)]
enum Step {
    Create,
    Update(usize),
    Delete(usize),
    Assign(usize, Who),
    Reassign(usize, Who),
    Plan(usize),
    Record(usize),
    Develop(usize),
    Fail(usize),
    Release(usize),
    Disqualify(usize),
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![Just(Who::Manager), Just(Who::Ann), Just(Who::Ben)]
}

fn step() -> impl Strategy<Value = Step> {
    let any = 0..6usize;
    prop_oneof![
        3 => Just(Step::Create),
        1 => any.clone().prop_map(Step::Update),
        1 => any.clone().prop_map(Step::Delete),
        3 => (any.clone(), who()).prop_map(|(i, w)| Step::Assign(i, w)),
        1 => (any.clone(), who()).prop_map(|(i, w)| Step::Reassign(i, w)),
        2 => any.clone().prop_map(Step::Plan),
        2 => any.clone().prop_map(Step::Record),
        1 => any.clone().prop_map(Step::Develop),
        1 => any.clone().prop_map(Step::Fail),
        1 => any.clone().prop_map(Step::Release),
        1 => any.prop_map(Step::Disqualify),
    ]
}

/// One opportunity, as simply as it can be said.
#[derive(Debug, Clone)]
struct Model {
    id: OpportunityId,
    creator: Who,
    status: &'static str,
    assignee: Option<Who>,
    assignments: usize,
    steps: Vec<PlanItemId>,
}

/// What the specification says must happen: `Ok`, or the code of the refusal.
type Expected = Result<(), &'static str>;

/// OPP-1 … PLAN-6, SALE-4 as one function of the model.
fn expected(step: &Step, actor: Who, target: Option<&Model>) -> Expected {
    let manager = actor == Who::Manager;
    let Some(o) = target else {
        return match step {
            Step::Create => Ok(()),
            Step::Assign(..)
            | Step::Reassign(..)
            | Step::Plan(_)
            | Step::Develop(_)
            | Step::Fail(_)
            | Step::Release(_)
            | Step::Disqualify(_)
            | Step::Record(_)
                if !permitted(step, manager) =>
            {
                Err("forbidden")
            }
            _ => Err("not_found"),
        };
    };
    let duty = o.assignee == Some(actor);
    let (mine, when) = match step {
        Step::Create => return Ok(()),
        Step::Update(_) => (true, "unassigned"),
        Step::Delete(_) => (o.creator == actor, "unassigned"),
        Step::Assign(..) | Step::Disqualify(_) => (manager, "unassigned"),
        Step::Reassign(..) => (manager, "assigned"),
        Step::Plan(_) | Step::Release(_) => (manager || duty, "assigned"),
        Step::Record(_) | Step::Develop(_) | Step::Fail(_) => (duty, "assigned"),
    };
    if !mine {
        return Err("forbidden");
    }
    if o.status != when {
        return Err("illegal_transition");
    }
    match step {
        // OPP-4: only to an account manager.
        Step::Assign(_, Who::Manager) | Step::Reassign(_, Who::Manager) => Err("invalid"),
        // SALE-4: what was ever assigned stays.
        Step::Delete(_) if o.assignments > 0 => Err("conflict"),
        _ => Ok(()),
    }
}

/// Whether the actor's role holds the operation at all.
fn permitted(step: &Step, manager: bool) -> bool {
    match step {
        Step::Assign(..) | Step::Reassign(..) | Step::Plan(_) | Step::Release(_) | Step::Disqualify(_) => manager,
        Step::Develop(_) | Step::Fail(_) | Step::Record(_) => !manager,
        _ => true,
    }
}

fn target(step: &Step) -> Option<usize> {
    match step {
        Step::Create => None,
        Step::Update(i)
        | Step::Delete(i)
        | Step::Assign(i, _)
        | Step::Reassign(i, _)
        | Step::Plan(i)
        | Step::Record(i)
        | Step::Develop(i)
        | Step::Fail(i)
        | Step::Release(i)
        | Step::Disqualify(i) => Some(*i),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_does_what_the_model_does(steps in prop::collection::vec((who(), step()), 1..60)) {
        let office = Office::new();
        let session = |who: Who| match who {
            Who::Manager => &office.manager,
            Who::Ann => &office.ann,
            Who::Ben => &office.ben,
        };
        let junk = entry(&office.ann, "lost_reason", "重复");
        let mut models: Vec<Model> = Vec::new();
        let mut customers = 0;
        for (actor, step) in &steps {
            let act = session(*actor);
            let at = target(step);
            let model = at.and_then(|i| models.get(i)).cloned();
            let id = model.as_ref().map_or(OpportunityId::default(), |m| m.id);
            // A result needs a step of the plan to stand on.
            if let (Step::Record(_), Some(m)) = (step, &model) && m.steps.is_empty() {
                continue;
            }
            let expected = expected(step, *actor, model.as_ref());
            let changes = OpportunityUpdate { summary: Some(format!("{step:?}{actor:?}")), ..Default::default() };
            let outcome = match step {
                Step::Create => act.opportunities().create(new_opportunity("客户"), None, None).map(|o| {
                    models.push(Model {
                        id: o.id, creator: *actor, status: "unassigned", assignee: None, assignments: 0, steps: vec![],
                    });
                }),
                Step::Update(_) => act.opportunities().update(id, changes, None).map(drop),
                Step::Delete(_) => act.opportunities().delete(id, None),
                Step::Assign(_, to) => act.opportunities().assign(id, user(session(*to)), None, None).map(drop),
                Step::Reassign(_, to) => act.opportunities().reassign(id, user(session(*to)), None).map(drop),
                Step::Plan(_) => {
                    let new = NewPlanItem { date: date("2026-03-09"), content: "拜访".into() };
                    act.plans().add(id, new, None).map(|item| models[at.unwrap()].steps.push(item.id))
                }
                Step::Record(_) => {
                    let item = model.as_ref().map_or(PlanItemId::default(), |m| m.steps[0]);
                    act.plans().record_result(item, "好".into(), None).map(drop)
                }
                Step::Develop(_) => act.opportunities().develop(id, None, None, None, None).map(drop),
                Step::Fail(_) => act.opportunities().fail(id, None, None, None, None).map(drop),
                Step::Release(_) => act.opportunities().release(id, "没时间".into(), None).map(drop),
                Step::Disqualify(_) => act.opportunities().disqualify(id, junk, None, None).map(drop),
            };
            prop_assert_eq!(outcome.as_ref().map_err(|e| e.code()).copied(), expected, "{:?} by {:?}", step, actor);
            if outcome.is_ok() && let Some(i) = at {
                match step {
                    Step::Delete(_) => { models.remove(i); }
                    Step::Assign(_, to) | Step::Reassign(_, to) => {
                        models[i].status = "assigned";
                        models[i].assignee = Some(*to);
                        models[i].assignments += 1;
                    }
                    Step::Develop(_) => { models[i].status = "developed"; customers += 1; }
                    Step::Fail(_) | Step::Disqualify(_) => models[i].status = "failed",
                    Step::Release(_) => {
                        models[i].status = "unassigned";
                        models[i].assignee = None;
                    }
                    _ => {}
                }
            }
            // States, ownership and counts agree after each step.
            let page = Some(PageRequest { limit: Some(100), ..Default::default() });
            let listed = office.manager.opportunities().list(None, page, None).unwrap().items;
            prop_assert_eq!(listed.len(), models.len());
            for m in &models {
                let o = listed.iter().find(|o| o.id == m.id).unwrap();
                prop_assert_eq!(o.status.as_str(), m.status);
                prop_assert_eq!(o.creator.id, user(session(m.creator)));
                prop_assert_eq!(o.assignee.as_ref().map(|u| u.id), m.assignee.map(|w| user(session(w))));
                prop_assert_eq!(o.customer.is_some(), m.status == "developed");
                prop_assert_eq!(office.manager.plans().get(m.id, None).unwrap().items.len(), m.steps.len());
                prop_assert_eq!(office.manager.opportunities().assignments(m.id, None).unwrap().items.len(), m.assignments);
            }
            let count = Some(PageRequest { count: Some(true), ..Default::default() });
            let total = office.manager.customers().list(None, count, None).unwrap().total.unwrap();
            prop_assert_eq!(total.count, customers);
        }
        prop_assert!(office.admin.maintenance().check().unwrap().ok);
    }
}
