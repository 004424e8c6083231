//! OPP: opportunities.

use crm_core::Total;
use crm_core::opportunities::{
    NewOpportunity, OpportunityFilter, OpportunityId, OpportunityRevision, OpportunityStatus, OpportunityUpdate,
};
use crm_core::plans::{NewPlanItem, PlanItemId, PlanItemUpdate};
use crm_core::prelude::*;

use crate::support::*;

#[test]
fn create_sets_what_the_caller_cannot_give() {
    let office = Office::new();
    let o = office.ann.opportunities().create(new_opportunity("  华东精密机械\u{3000}"), None, None).unwrap();
    // OPP-1: auto fields.
    assert_eq!(o.customer_name, "华东精密机械");
    assert_eq!(o.status, OpportunityStatus::Unassigned);
    assert_eq!(o.number, Some(1));
    assert_eq!(o.creator.id, user(&office.ann));
    assert_eq!(o.created_at, MORNING.parse::<Timestamp>().unwrap());
    assert_eq!((o.assignee, o.version), (None, 1));
    // OPP-1: the creator can't be given.
    let forged = format!(
        r#"{{"new":{{"customer_name":"a","success_probability":1,"summary":"b","description":"c","creator":"{}"}}}}"#,
        user(&office.ben)
    );
    assert_eq!(invalid(office.ann.call("opportunities.create", &forged)), ["creator:unknown_field"]);
}

#[test]
fn create_names_every_offending_field_at_once() {
    let office = Office::new();
    let wrong = NewOpportunity {
        source: Some("x".repeat(501)),
        customer_name: " \u{3000} ".into(),
        success_probability: 101,
        summary: "a\u{0}b".into(),
        description: String::new(),
        ..Default::default()
    };
    // OPP-1: required and limited fields, all in one error.
    assert_eq!(
        invalid(office.ann.opportunities().create(wrong, None, None)),
        [
            "source:too_long",
            "customer_name:required",
            "success_probability:out_of_range",
            "summary:control_character",
            "description:required",
        ]
    );
    // The same over JSON, where fields can be missing and of the wrong type.
    let json = r#"{"new":{"customer_name":7,"success_probability":"high"},"extra":1}"#;
    assert_eq!(
        invalid(office.ann.call("opportunities.create", json)),
        [
            "extra:unknown_field",
            "customer_name:wrong_type",
            "success_probability:wrong_type",
            "summary:required",
            "description:required",
        ]
    );
    // OPP-1: a field that is missing does not hide that another breaks its rule.
    let json = r#"{"new":{"customer_name":" ","success_probability":101,"source":" "}}"#;
    assert_eq!(
        invalid(office.ann.call("opportunities.create", json)),
        ["customer_name:required", "success_probability:out_of_range", "summary:required", "description:required",]
    );
}

#[test]
fn who_may_create_read_and_list() {
    let office = Office::new();
    let o = office.opportunity();
    for (name, session) in office.everyone() {
        let sales = ["manager", "ann", "ben"].contains(&name);
        let created = session.opportunities().create(new_opportunity("x"), None, None);
        // OPP-1: sales managers and account managers create.
        assert_eq!(created.is_ok(), sales, "create by {name}");
        // READ-1: account managers and sales managers read all.
        assert_eq!(session.opportunities().get(o.id).is_ok(), sales, "get by {name}");
        assert_eq!(session.opportunities().list(None, None, None).is_ok(), sales, "list by {name}");
    }
}

#[test]
fn update_changes_the_seven_fields_while_unassigned() {
    let office = Office::new();
    let o = office.opportunity();
    let changes = OpportunityUpdate {
        source: Some("展会".into()),
        success_probability: Some(75),
        contact_name: Some("王芳".into()),
        ..Default::default()
    };
    // OPP-2: not only the creator.
    let changed = office.ben.opportunities().update(o.id, changes, None).unwrap();
    assert_eq!(changed.source.as_deref(), Some("展会"));
    assert_eq!((changed.success_probability, changed.version), (75, 2));
    assert_eq!(changed.summary, o.summary);
    // Emptying takes `clear`, or a blank text.
    let cleared = office
        .ben
        .opportunities()
        .update(
            o.id,
            OpportunityUpdate {
                clear: Some(vec!["source".into()]),
                contact_name: Some(" ".into()),
                ..Default::default()
            },
            None,
        )
        .unwrap();
    assert_eq!((cleared.source, cleared.contact_name), (None, None));
    // OPP-2: required fields can't become blank, by either way.
    let blank = OpportunityUpdate {
        summary: Some("\u{3000}".into()),
        clear: Some(vec!["description".into(), "creator".into(), "source".into()]),
        source: Some("x".into()),
        ..Default::default()
    };
    assert_eq!(
        invalid(office.ann.opportunities().update(o.id, blank, None)),
        ["summary:required", "description:required", "creator:unknown_field", "source:set_and_cleared"]
    );
    // A null says neither keep nor clear.
    let null = format!(r#"{{"id":"{}","changes":{{"source":null}}}}"#, o.id);
    assert_eq!(invalid(office.ann.call("opportunities.update", &null)), ["source:null"]);
    // OPP-2: only while unassigned.
    let assigned = office.assigned();
    let late = OpportunityUpdate { summary: Some("x".into()), ..Default::default() };
    assert_eq!(refused(office.ann.opportunities().update(assigned.id, late, None)), "illegal_transition");
}

#[test]
fn delete_is_for_the_creator_while_unassigned() {
    let office = Office::new();
    let o = office.opportunity();
    // OPP-3: only by its creator, even where the role allows deleting.
    assert_eq!(refused(office.ben.opportunities().delete(o.id, None)), "forbidden");
    assert_eq!(refused(office.manager.opportunities().delete(o.id, None)), "forbidden");
    assert_eq!(refused(office.ann.opportunities().delete(o.id, Some(2))), "conflict");
    office.ann.opportunities().delete(o.id, Some(1)).unwrap();
    assert_eq!(refused(office.ann.opportunities().get(o.id)), "not_found");
    // OPP-3: only while unassigned.
    let assigned = office.assigned();
    assert_eq!(refused(office.ann.opportunities().delete(assigned.id, None)), "illegal_transition");
    // A deleted record's number is not given again.
    assert_eq!(office.opportunity().number, Some(3));
}

/// An opportunity, and a step that was planned where it ever was assigned.
type Call = fn(&Session, &Office, OpportunityId, PlanItemId) -> Result<()>;

/// Every operation that a person or a state may be refused, with good arguments.
const CALLS: [(&str, Call); 13] = [
    ("opportunities.update", |by, _, id, _| {
        let changes = OpportunityUpdate { source: Some("展会".into()), ..Default::default() };
        by.opportunities().update(id, changes, None).map(drop)
    }),
    ("opportunities.revise", |by, _, id, _| {
        let changes = OpportunityRevision { next_step: Some("报价".into()), ..Default::default() };
        by.opportunities().revise(id, changes).map(drop)
    }),
    ("opportunities.delete", |by, _, id, _| by.opportunities().delete(id, None)),
    ("opportunities.assign", |by, o, id, _| by.opportunities().assign(id, user(&o.ben), None, None).map(drop)),
    ("opportunities.reassign", |by, o, id, _| by.opportunities().reassign(id, user(&o.ann), None).map(drop)),
    ("opportunities.develop", |by, _, id, _| by.opportunities().develop(id, None, None, None, None).map(drop)),
    ("opportunities.fail", |by, _, id, _| by.opportunities().fail(id, None, None, None, None).map(drop)),
    ("opportunities.release", |by, _, id, _| by.opportunities().release(id, "没时间".into(), None).map(drop)),
    ("opportunities.disqualify", |by, o, id, _| {
        by.opportunities().disqualify(id, entry(&o.ann, "lost_reason", "无法联系"), None, None).map(drop)
    }),
    ("plans.add", |by, _, id, _| {
        by.plans().add(id, NewPlanItem { date: date("2026-03-10"), content: "拜访".into() }, None).map(drop)
    }),
    ("plans.update", |by, _, _, item| {
        let changes = PlanItemUpdate { content: Some("电话".into()), ..Default::default() };
        by.plans().update(item, changes).map(drop)
    }),
    ("plans.record_result", |by, _, _, item| by.plans().record_result(item, "有兴趣".into(), None).map(drop)),
    ("plans.delete", |by, _, _, item| by.plans().delete(item, None)),
];

/// Who calls an operation, so that it is refused for the state alone.
fn caller<'o>(office: &'o Office, operation: &str) -> &'o Session {
    match operation {
        "opportunities.update" | "opportunities.delete" => &office.ann,
        "opportunities.assign" | "opportunities.reassign" | "opportunities.disqualify" => &office.manager,
        _ => &office.ben,
    }
}

#[test]
fn every_operation_in_every_state() {
    use OpportunityStatus::*;
    for status in OpportunityStatus::ALL.iter().copied() {
        for (operation, call) in CALLS {
            let office = Office::new();
            // The step was planned while that was possible.
            let (o, item) = match status {
                Unassigned => (office.opportunity(), None),
                _ => {
                    let o = office.assigned();
                    let step = NewPlanItem { date: date("2026-03-09"), content: "初访".into() };
                    let item = office.ben.plans().add(o.id, step, None).unwrap().id;
                    match status {
                        Developed => drop(office.ben.opportunities().develop(o.id, None, None, None, None).unwrap()),
                        Failed => drop(office.ben.opportunities().fail(o.id, None, None, None, None).unwrap()),
                        _ => {}
                    }
                    (o, Some(item))
                }
            };
            if item.is_none() && operation.starts_with("plans.") && operation != "plans.add" {
                continue;
            }
            // SALE-4, SALE-7, OPP-2, OPP-3, OPP-4, OPP-6, PLAN-1, PLAN-2, PLAN-3, PLAN-5, PLAN-6: what each state allows.
            let allowed = match operation {
                "opportunities.update"
                | "opportunities.delete"
                | "opportunities.assign"
                | "opportunities.disqualify" => status == Unassigned,
                _ => status == Assigned,
            };
            let before = office.ann.plans().get(o.id, None).unwrap();
            assert_eq!(before.opportunity.status, status);
            let outcome = call(caller(&office, operation), &office, o.id, item.unwrap_or_default());
            if allowed {
                outcome.unwrap_or_else(|e| panic!("{operation} while {status}: {e}"));
                continue;
            }
            // Nobody is the assignee of an unassigned one, so that is refused before its state is looked at.
            let nobodys = status == Unassigned && operation != "opportunities.reassign";
            let code = if nobodys { "forbidden" } else { "illegal_transition" };
            assert_eq!(refused(outcome), code, "{operation} while {status}");
            assert_eq!(office.ann.plans().get(o.id, None).unwrap(), before, "{operation} changed something");
        }
    }
}

#[test]
fn every_operation_by_everybody() {
    for (operation, call) in CALLS {
        for i in 0..Office::new().everyone().len() {
            let office = Office::new();
            let (name, session) = office.everyone()[i];
            let free = matches!(
                operation,
                "opportunities.update" | "opportunities.delete" | "opportunities.assign" | "opportunities.disqualify"
            );
            let o = if free { office.opportunity() } else { office.assigned() };
            let item = (!free).then(|| {
                let step = NewPlanItem { date: date("2026-03-09"), content: "初访".into() };
                office.manager.plans().add(o.id, step, None).unwrap().id
            });
            let may: &[&str] = match operation {
                // OPP-2: either role, not only the creator.
                "opportunities.update" => &["manager", "ann", "ben"],
                // OPP-3: only its creator.
                "opportunities.delete" => &["ann"],
                // OPP-4, OPP-6, SALE-4: sales managers.
                "opportunities.assign" | "opportunities.reassign" | "opportunities.disqualify" => &["manager"],
                // PLAN-1, PLAN-2, SALE-4, SALE-7: the assignee, or any sales manager.
                "plans.add" | "plans.update" | "plans.delete" | "opportunities.release" | "opportunities.revise" => {
                    &["manager", "ben"]
                }
                // PLAN-3, PLAN-5, PLAN-6: the assignee only.
                _ => &["ben"],
            };
            let outcome = call(session, &office, o.id, item.unwrap_or_default());
            if may.contains(&name) {
                outcome.unwrap_or_else(|e| panic!("{operation} by {name}: {e}"));
            } else {
                assert_eq!(refused(outcome), "forbidden", "{operation} by {name}");
            }
        }
    }
}

#[test]
fn the_assignee_has_the_duty_whatever_their_roles() {
    let office = Office::new();
    let (o, other) = (office.assigned(), office.assigned());
    office.manager.opportunities().reassign(other.id, user(&office.ann), None).unwrap();
    // OPP-6: the earlier assignee has it no more.
    assert_eq!(refused(office.ben.opportunities().fail(other.id, None, None, None, None)), "forbidden");
    office.admin.users().set_roles(user(&office.ben), vec![], None).unwrap();
    let (opportunities, plans) = (office.ben.opportunities(), office.ben.plans());
    // DUTY-1: without a role the assignee still sees and works what was given to them …
    assert_eq!(opportunities.get(o.id).unwrap(), o);
    assert_eq!(opportunities.assignments(o.id, None).unwrap().items.len(), 1);
    plans.add(o.id, NewPlanItem { date: date("2026-03-09"), content: "初访".into() }, None).unwrap();
    assert_eq!(plans.get(o.id, None).unwrap().items.len(), 1);
    // DUTY-1: … and hears of another, or of none, the same.
    for id in [other.id, OpportunityId::default()] {
        assert_eq!(refused(opportunities.get(id)), "forbidden");
        assert_eq!(refused(opportunities.assignments(id, None)), "forbidden");
        assert_eq!(refused(plans.get(id, None)), "forbidden");
    }
    assert_eq!(refused(opportunities.list(None, None, None)), "forbidden");
    let developed = opportunities.develop(o.id, None, None, None, None).unwrap();
    assert_eq!(opportunities.get(o.id).unwrap(), developed);
}

#[test]
fn assign_and_reassign_keep_the_history() {
    let office = Office::new();
    let o = office.opportunity();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    // OPP-4: to an active account manager only.
    for nobody in [user(&office.manager), user(&office.stranger), UserId::default()] {
        let refusal = office.manager.opportunities().assign(o.id, nobody, None, None);
        assert_eq!(invalid(refusal), ["assignee:not_account_manager"]);
    }
    office.admin.users().disable(ben, None).unwrap();
    // OPP-4: active.
    assert_eq!(invalid(office.manager.opportunities().assign(o.id, ben, None, None)), ["assignee:not_account_manager"]);
    office.admin.users().enable(ben, None).unwrap();
    // OPP-4: by sales managers only.
    assert_eq!(refused(office.ann.opportunities().assign(o.id, ben, None, None)), "forbidden");
    // OPP-6: reassigning needs an assignment.
    assert_eq!(refused(office.manager.opportunities().reassign(o.id, ben, None)), "illegal_transition");
    let assigned = office.manager.opportunities().assign(o.id, ben, None, None).unwrap();
    assert_eq!(assigned.status, OpportunityStatus::Assigned);
    assert_eq!(assigned.assignee.map(|u| u.id), Some(ben));
    assert_eq!(assigned.assigner.map(|u| u.id), Some(user(&office.manager)));
    assert!(assigned.assigned_at.is_some());
    // OPP-4: only while unassigned.
    assert_eq!(refused(office.manager.opportunities().assign(o.id, ann, None, None)), "illegal_transition");
    // OPP-6: by sales managers, and to an active account manager too.
    assert_eq!(refused(office.ann.opportunities().reassign(o.id, ann, None)), "forbidden");
    let refusal = office.manager.opportunities().reassign(o.id, user(&office.executive), None);
    assert_eq!(invalid(refusal), ["assignee:not_account_manager"]);
    // OPP-6: when somebody leaves.
    office.admin.users().disable(ben, None).unwrap();
    let moved = office.manager.opportunities().reassign(o.id, ann, None).unwrap();
    assert_eq!((moved.status, moved.assignee.map(|u| u.id)), (OpportunityStatus::Assigned, Some(ann)));
    // OPP-6: the earlier assignee stays in the history.
    let history = office.ann.opportunities().assignments(o.id, None).unwrap();
    assert_eq!(history.items.iter().map(|a| a.assignee.id).collect::<Vec<_>>(), [ben, ann]);
}

#[test]
fn list_filters_and_pages_newest_first() {
    let office = Office::new();
    let mut ids = Vec::new();
    for (i, name) in ["华东机械", "Acme Ｌtd", "华东电子", "100% 纯棉"].iter().enumerate() {
        office.clock.advance(chrono::TimeDelta::seconds(i as i64));
        let by = if i % 2 == 0 { &office.ann } else { &office.ben };
        let new = NewOpportunity {
            contact_name: Some(format!("王{i}")),
            contact_phone: Some(format!("138000{i}")),
            ..new_opportunity(name)
        };
        ids.push(by.opportunities().create(new, None, None).unwrap().id);
    }
    office.manager.opportunities().assign(ids[0], user(&office.ben), None, None).unwrap();
    let found = |filter: OpportunityFilter| -> Vec<usize> {
        let page = office.ben.opportunities().list(Some(filter), None, None).unwrap();
        page.items.iter().map(|o| ids.iter().position(|id| *id == o.id).unwrap()).collect()
    };
    let none = OpportunityFilter::default;
    // OPP-5: each filter, newest first.
    assert_eq!(found(none()), [3, 2, 1, 0]);
    assert_eq!(found(OpportunityFilter { status: Some(OpportunityStatus::Assigned), ..none() }), [0]);
    assert_eq!(found(OpportunityFilter { creator: Some(user(&office.ann)), ..none() }), [2, 0]);
    assert_eq!(found(OpportunityFilter { assignee: Some(user(&office.ben)), ..none() }), [0]);
    assert_eq!(found(OpportunityFilter { customer_name: Some("华东".into()), ..none() }), [2, 0]);
    assert_eq!(found(OpportunityFilter { customer_name: Some("ACME ltd".into()), ..none() }), [1]);
    assert_eq!(found(OpportunityFilter { customer_name: Some("%".into()), ..none() }), [3]);
    assert_eq!(found(OpportunityFilter { summary: Some("机床".into()), ..none() }), [3, 2, 1, 0]);
    assert_eq!(found(OpportunityFilter { contact: Some("王2".into()), ..none() }), [2]);
    assert_eq!(found(OpportunityFilter { contact: Some("1380001".into()), ..none() }), [1]);
    let start: Timestamp = MORNING.parse().unwrap();
    let second = start + chrono::TimeDelta::seconds(1);
    assert_eq!(found(OpportunityFilter { created_from: Some(second), ..none() }), [3, 2, 1]);
    assert_eq!(found(OpportunityFilter { created_before: Some(second), ..none() }), [0]);
    // OPP-5: paged, by key: a row added meanwhile neither repeats nor hides another.
    let first = PageRequest { limit: Some(2), count: Some(true), ..Default::default() };
    let page = office.ben.opportunities().list(None, Some(first), None).unwrap();
    assert_eq!(page.total, Some(Total { count: 4, more: false }));
    office.opportunity();
    let rest = PageRequest { after: page.next, ..Default::default() };
    let page = office.ben.opportunities().list(None, Some(rest), None).unwrap();
    assert_eq!(page.items.iter().map(|o| o.id).collect::<Vec<_>>(), [ids[1], ids[0]]);
    assert_eq!(page.next, None);
    let alien = PageRequest { after: Some("[\"tickets\",[1]]".into()), ..Default::default() };
    assert_eq!(invalid(office.ben.opportunities().list(None, Some(alien), None)), ["after:cursor"]);
}

#[test]
fn a_create_may_bring_its_own_id() {
    let office = Office::new();
    let id: OpportunityId = "0195b5e2-7f00-7000-8000-000000000001".parse().unwrap();
    let first = office.ann.opportunities().create(new_opportunity("a"), Some(id), None).unwrap();
    assert_eq!(first.id, id);
    // BAD-2: repeated with equal arguments it returns the record that is there, as it is now.
    let changes = OpportunityUpdate { summary: Some("later".into()), ..Default::default() };
    office.ann.opportunities().update(id, changes, None).unwrap();
    let again = office.ann.opportunities().create(new_opportunity("a"), Some(id), None).unwrap();
    assert_eq!((again.summary.as_str(), again.number), ("later", first.number));
    // BAD-2: with other arguments it is a conflict.
    assert_eq!(refused(office.ann.opportunities().create(new_opportunity("b"), Some(id), None)), "conflict");
    // BAD-2: only a UUIDv7.
    let v4: OpportunityId = "5f2b2c9e-0000-4000-8000-000000000001".parse().unwrap();
    assert_eq!(invalid(office.ann.opportunities().create(new_opportunity("a"), Some(v4), None)), ["id:not_uuid_v7"]);
    // BAD-2: an update that names a stale version is a conflict.
    let stale = OpportunityUpdate { version: Some(1), summary: Some("x".into()), ..Default::default() };
    assert_eq!(refused(office.ann.opportunities().update(id, stale, None)), "conflict");
}
