//! PIPE-1 … PIPE-4, PIPE-8: pipelines as documents, how opportunities get into their stages, and what stages ask for.

use crm_core::departments::{DepartmentId, NewDepartment};
use crm_core::opportunities::{Opportunity, OpportunityFilter, OpportunityId, OpportunityUpdate, StageId};
use crm_core::prelude::*;
use crm_core::setup::SetupDocument;
use crm_core::users::UserUpdate;
use serde_json::{Value as Json, json};

use crate::people::house;
use crate::support::*;

/// The pipeline of a new database.
pub(crate) const FIRST: &str = "销售";

/// A stage of that name and chance.
pub(crate) fn stage(name: &str, probability: i64) -> Json {
    json!({"name": name, "probability": probability, "forecast_category": "pipeline"})
}

pub(crate) fn put(session: &Session, name: &str, document: &Json) -> Result<SetupDocument> {
    session.setup().put("pipeline".into(), name.into(), document.to_string().parse().unwrap(), None, None, None)
}

/// A document as it is.
pub(crate) fn document(office: &Office, name: &str) -> Json {
    let found = office.stranger.setup().get("pipeline".into(), name.into(), None).unwrap();
    serde_json::from_str(&found.document.to_string()).unwrap()
}

/// The ids of the stages of a pipeline.
pub(crate) fn stages(office: &Office, name: &str) -> Vec<StageId> {
    let document = document(office, name);
    document["stages"].as_array().unwrap().iter().map(|stage| stage["id"].as_str().unwrap().parse().unwrap()).collect()
}

/// Where an opportunity is: the pipeline and the stage.
fn at(of: &Opportunity) -> Option<(&str, &str)> {
    Some((of.pipeline.as_ref()?.name.as_str(), of.stage.as_ref()?.name.as_str()))
}

fn assign(office: &Office, to: &Session, pipeline: Option<&str>) -> Result<Opportunity> {
    let o = office.opportunity();
    office.manager.opportunities().assign(o.id, user(to), None, pipeline.map(str::to_owned))
}

fn go(session: &Session, id: OpportunityId, stage: StageId) -> Result<Opportunity> {
    session.opportunities().move_stage(id, stage, None)
}

fn joins(office: &Office, session: &Session, department: DepartmentId) {
    let changes = UserUpdate { department: Some(department), ..Default::default() };
    office.admin.users().update(user(session), changes).unwrap();
}

// PIPE-2: a new database has one, which asks for nothing.
#[test]
fn a_new_database_has_a_pipeline() {
    let office = Office::new();
    let document = document(&office, FIRST);
    let told: Vec<_> = document["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| {
            assert_eq!(stage.get("required_fields"), None);
            (
                stage["name"].as_str().unwrap(),
                stage["probability"].as_i64().unwrap(),
                stage["forecast_category"].as_str().unwrap(),
            )
        })
        .collect();
    let wanted = [
        ("初步接触", 10, "pipeline"),
        ("需求确认", 20, "pipeline"),
        ("方案报价", 50, "best_case"),
        ("商务谈判", 80, "commit"),
    ];
    assert_eq!(told, wanted);
    // Every opportunity that is assigned enters its first stage, and stays what it was otherwise.
    office.clock.set("2026-03-03T01:00:00Z");
    let lead = office.opportunity();
    assert_eq!((at(&lead), lead.stage_since, &lead.department), (None, None, &None));
    let assigned = office.manager.opportunities().assign(lead.id, user(&office.ben), None, None).unwrap();
    assert_eq!(at(&assigned), Some((FIRST, "初步接触")));
    assert_eq!((assigned.stage_since, assigned.success_probability), (assigned.assigned_at, lead.success_probability));
    let reassigned = office.manager.opportunities().reassign(lead.id, user(&office.ann), None).unwrap();
    assert_eq!((at(&reassigned), reassigned.stage_since), (Some((FIRST, "初步接触")), assigned.stage_since));
    // Closing keeps the stage, giving back does not.
    let won = office.ann.opportunities().develop(lead.id, None, None, None, None).unwrap();
    assert_eq!(at(&won), Some((FIRST, "初步接触")));
    let other = office.assigned();
    let released = office.ben.opportunities().release(other.id, "没时间".into(), None).unwrap();
    assert_eq!((at(&released), released.stage_since, released.department.clone()), (None, None, None));
    assert_eq!(
        at(&office.manager.opportunities().assign(other.id, user(&office.ben), None, None).unwrap()),
        Some((FIRST, "初步接触"))
    );
}

// PIPE-1, SETUP-6: who writes them, who reads them, and what they may say.
#[test]
fn pipelines_say_what_they_may() {
    let office = Office::new();
    let one = json!({"stages": [stage("谈", 10)]});
    for (name, session) in office.everyone() {
        let writes = ["admin", "manager"].contains(&name);
        assert_eq!(put(session, name, &one).is_ok(), writes, "{name}");
        assert!(session.setup().get("pipeline".into(), FIRST.into(), None).is_ok(), "{name}");
    }
    let wrong = json!({"departments": ["0195b5e2-7f00-7000-8000-0000000000aa"], "stages": [
        {"name": "", "probability": 101, "forecast_category": "commit", "max_days": 0},
    ]});
    assert_eq!(
        invalid(put(&office.manager, "x", &wrong)),
        [
            "stages[0].name:required",
            "stages[0].probability:out_of_range",
            "stages[0].max_days:out_of_range",
            "departments[0]:unknown_record"
        ]
    );
    let mut asking = stage("谈", 10);
    asking["required_fields"] = json!(["contact_name", "assignee", "custom.tier", "custom", "summary"]);
    asking["required_activities"] = json!(["call", "dance"]);
    let wrong = json!({"stages": [asking, stage("谈", 10)]});
    assert_eq!(
        invalid(put(&office.manager, "x", &wrong)),
        [
            "stages[0].required_activities[1]:unknown_record",
            "stages[0].required_fields[1]:unknown_field",
            "stages[0].required_fields[2]:unknown_field",
            "stages[0].required_fields[3]:unknown_field",
            "stages[1].name:not_unique",
        ]
    );
    assert_eq!(invalid(put(&office.manager, "x", &json!({"stages": []}))), ["stages:required"]);
    let mut off = stage("谈", 10);
    off["enabled"] = json!(false);
    assert_eq!(invalid(put(&office.manager, "x", &json!({"stages": [off]}))), ["stages:required"]);
    // A stage is of one pipeline.
    let mut taken = stage("谈", 10);
    taken["id"] = json!(stages(&office, FIRST)[0]);
    assert!(
        invalid(put(&office.manager, "x", &json!({"stages": [taken]}))).contains(&"stages[0].id:id_taken".to_owned())
    );
}

// PIPE-3: the first pipeline by position that serves the assignee's department; a named one must serve it.
#[test]
fn assigning_enters_the_first_pipeline_that_serves() {
    let office = Office::new();
    let [company, sales, east] = house(&office);
    let new = NewDepartment { name: "财务".into(), ..Default::default() };
    let finance = office.admin.departments().create(new, None).unwrap().id;
    let of = |departments: &[DepartmentId], first: &str| json!({"departments": departments, "stages": [stage(first, 5), stage("终", 90)]});
    put(&office.manager, "华东", &of(&[sales], "东一")).unwrap();
    put(&office.manager, "财务", &of(&[finance], "财一")).unwrap();
    // By position: the one that serves all stands first.
    assert_eq!(at(&assign(&office, &office.ben, None).unwrap()), Some((FIRST, "初步接触")));
    let place = |name: &str, position: i64| {
        let document = document(&office, name).to_string().parse().unwrap();
        office.manager.setup().put("pipeline".into(), name.into(), document, None, None, Some(position)).unwrap();
    };
    place(FIRST, 9);
    let given = assign(&office, &office.ben, None).unwrap();
    assert_eq!((at(&given), given.department.as_ref().unwrap().id), (Some(("华东", "东一")), east));
    // Named: in use, and serving.
    assert_eq!(at(&assign(&office, &office.ben, Some(FIRST)).unwrap()), Some((FIRST, "初步接触")));
    assert_eq!(invalid(assign(&office, &office.ben, Some("财务"))), ["pipeline:not_served"]);
    assert_eq!(invalid(assign(&office, &office.ben, Some("没有"))), ["pipeline:unknown"]);
    office.manager.setup().disable("pipeline".into(), "华东".into()).unwrap();
    assert_eq!(invalid(assign(&office, &office.ben, Some("华东"))), ["pipeline:unknown"]);
    assert_eq!(at(&assign(&office, &office.ben, None).unwrap()), Some((FIRST, "初步接触")));
    office.manager.setup().enable("pipeline".into(), "华东".into()).unwrap();
    assert_eq!(
        invalid(assign(&office, &office.stranger, Some("没有"))),
        ["assignee:not_account_manager", "pipeline:unknown"]
    );
    // Without a department one that serves all.
    let clear = UserUpdate { clear: Some(vec!["department".into()]), ..Default::default() };
    office.admin.users().update(user(&office.ben), clear).unwrap();
    let alone = assign(&office, &office.ben, None).unwrap();
    assert_eq!((at(&alone), &alone.department), (Some((FIRST, "初步接触")), &None));
    assert_eq!(invalid(assign(&office, &office.ben, Some("华东"))), ["pipeline:not_served"]);
    // The first stage that is enabled, whatever it asks for.
    joins(&office, &office.ben, company);
    let mut first = stage("空", 1);
    first["enabled"] = json!(false);
    let mut second = stage("满", 2);
    second["required_fields"] = json!(["contact_phone"]);
    put(&office.manager, "新", &json!({"stages": [first, second]})).unwrap();
    assert_eq!(at(&assign(&office, &office.ben, Some("新")).unwrap()), Some(("新", "满")));
}

// PIPE-3: reassigning keeps the stage where the new assignee's department is served, else it enters there anew; so does a hand-over.
#[test]
fn reassigning_keeps_the_stage_where_it_can() {
    let office = Office::new();
    let [_, sales, east] = house(&office);
    put(&office.manager, "华东", &json!({"departments": [east], "stages": [stage("东一", 5), stage("东二", 90)]}))
        .unwrap();
    let second = stages(&office, "华东")[1];
    let given = assign(&office, &office.ben, Some("华东")).unwrap();
    go(&office.ben, given.id, second).unwrap();
    office.clock.advance(chrono::TimeDelta::days(2));
    let kept = office.manager.opportunities().reassign(given.id, user(&office.ann), None).unwrap();
    assert_eq!((at(&kept), kept.stage_since < kept.assigned_at), (Some(("华东", "东二")), true));
    // Somebody whose department it does not serve.
    joins(&office, &office.ben, sales);
    let anew = office.manager.opportunities().reassign(given.id, user(&office.ben), None).unwrap();
    assert_eq!((at(&anew), anew.stage_since), (Some((FIRST, "初步接触")), anew.assigned_at));
    assert_eq!(anew.department.unwrap().id, sales);
}

// PIPE-4: moving asks for what the stage and every earlier enabled one want; back and in place it asks for nothing.
#[test]
fn moving_asks_for_what_stages_want() {
    let office = Office::new();
    let mut document = document(&office, FIRST);
    document["stages"][1]["required_fields"] = json!(["contact_phone"]);
    document["stages"][2]["required_fields"] = json!(["contact_name", "contact_phone", "summary"]);
    document["stages"][2]["required_activities"] = json!(["visit", "call"]);
    document["stages"][3]["required_fields"] = json!(["source"]);
    put(&office.manager, FIRST, &document).unwrap();
    let [first, second, third, last] = stages(&office, FIRST)[..] else { panic!("four") };
    let o = office.assigned();
    assert_eq!(invalid(go(&office.ben, o.id, second)), ["contact_phone:required_by_stage"]);
    let wanted = [
        "contact_phone:required_by_stage",
        "contact_name:required_by_stage",
        "stage:activity_required",
        "stage:activity_required",
    ];
    assert_eq!(invalid(go(&office.manager, o.id, third)), wanted);
    assert_eq!(
        invalid(office.ben.opportunities().develop(o.id, None, None, None, None)),
        [
            "contact_phone:required_by_stage",
            "contact_name:required_by_stage",
            "source:required_by_stage",
            "stage:activity_required",
            "stage:activity_required"
        ]
    );
    // To where it is, nothing changes; and what there is not, is disabled, or is not served, is refused.
    assert_eq!(go(&office.ben, o.id, first).unwrap(), o);
    assert_eq!(invalid(go(&office.ben, o.id, StageId::default())), ["stage:unknown_record"]);
    // Given back, it can be filled.
    office.ben.opportunities().release(o.id, "补充资料".into(), None).unwrap();
    let changes = OpportunityUpdate {
        contact_name: Some("王芳".into()),
        contact_phone: Some("13800000000".into()),
        ..Default::default()
    };
    office.ann.opportunities().update(o.id, changes, None).unwrap();
    let o = office.manager.opportunities().assign(o.id, user(&office.ben), None, None).unwrap();
    assert_eq!(invalid(go(&office.ben, o.id, third)), ["stage:activity_required", "stage:activity_required"]);
    let doing = |kind: &str, done: bool| {
        let kind = entry(&office.ben, "activity_kind", kind);
        let new = json!({"new": {"kind": kind, "subject": "x", "due_on": "2026-03-02", "records": [{"object": "opportunity", "id": o.id}]}});
        let made: Json =
            serde_json::from_str(&office.ben.call("activities.create", &new.to_string()).unwrap()).unwrap();
        if done {
            office
                .ben
                .call("activities.complete", &json!({"id": made["id"], "done": {"result": "谈过"}}).to_string())
                .unwrap();
        }
    };
    doing("拜访", true);
    doing("电话", false);
    assert_eq!(invalid(go(&office.ben, o.id, third)), ["stage:activity_required"]);
    doing("电话", true);
    let moved = go(&office.ben, o.id, third).unwrap();
    assert_eq!((at(&moved), moved.version), (Some((FIRST, "方案报价")), o.version + 1));
    assert_eq!(refused(office.ben.opportunities().move_stage(o.id, second, Some(o.version))), "conflict");
    // A stage that is disabled asks for nothing and takes nothing in.
    document["stages"][3]["enabled"] = json!(false);
    put(&office.manager, FIRST, &document).unwrap();
    assert_eq!(invalid(go(&office.ben, o.id, last)), ["stage:unknown"]);
    assert_eq!(
        at(&office.ben.opportunities().develop(o.id, None, None, None, None).unwrap()),
        Some((FIRST, "方案报价"))
    );
    assert_eq!(refused(go(&office.ben, o.id, second)), "illegal_transition");
}

// PIPE-4: back in its pipeline nothing is asked; another pipeline must be enabled and serve its department.
#[test]
fn moving_back_and_elsewhere() {
    let office = Office::new();
    let [company, _, east] = house(&office);
    let mut asks = stage("东二", 50);
    asks["required_fields"] = json!(["source"]);
    put(
        &office.manager,
        "华东",
        &json!({"departments": [east], "stages": [stage("东一", 5), asks, stage("东三", 70)]}),
    )
    .unwrap();
    let (sale, there) = (stages(&office, FIRST), stages(&office, "华东"));
    let o = assign(&office, &office.ben, None).unwrap();
    go(&office.ben, o.id, sale[3]).unwrap();
    assert_eq!(at(&go(&office.ben, o.id, sale[1]).unwrap()), Some((FIRST, "需求确认")));
    assert_eq!(invalid(go(&office.ben, o.id, there[2])), ["source:required_by_stage"]);
    assert_eq!(at(&go(&office.ben, o.id, there[0]).unwrap()), Some(("华东", "东一")));
    go(&office.ben, o.id, sale[2]).unwrap();
    office.manager.setup().disable("pipeline".into(), "华东".into()).unwrap();
    assert_eq!(invalid(go(&office.ben, o.id, there[0])), ["stage:unknown"]);
    office.manager.setup().enable("pipeline".into(), "华东".into()).unwrap();
    joins(&office, &office.ann, company);
    let other = assign(&office, &office.ann, None).unwrap();
    assert_eq!(invalid(go(&office.ann, other.id, there[0])), ["stage:not_served"]);
    // What is in a pipeline that is disabled goes on there.
    go(&office.ben, o.id, there[0]).unwrap();
    office.manager.setup().disable("pipeline".into(), "华东".into()).unwrap();
    assert_eq!(invalid(go(&office.ben, o.id, there[1])), ["source:required_by_stage"]);
    go(&office.ben, o.id, sale[0]).unwrap();
}

// PIPE-4: the assignee, a sales manager, and who works on it beside them.
#[test]
fn who_moves() {
    let office = Office::new();
    let sale = stages(&office, FIRST);
    let o = office.assigned();
    for (name, session) in office.everyone() {
        let moved = go(session, o.id, if name == "ben" { sale[1] } else { sale[2] });
        assert_eq!(moved.is_ok(), ["manager", "ben"].contains(&name), "{name}: {moved:?}");
    }
    office.ben.collaborators().add(Entity::OPPORTUNITY, o.id.into(), user(&office.executive)).unwrap();
    go(&office.executive, o.id, sale[3]).unwrap();
    let lead = office.opportunity();
    assert_eq!(refused(go(&office.manager, lead.id, sale[0])), "illegal_transition");
}

// PIPE-8: what holds opportunities can't be left out; what has only a history is disabled; a disabled one keeps what is in it.
#[test]
fn stages_are_left_out_when_nothing_stands_in_them() {
    let office = Office::new();
    let sale = stages(&office, FIRST);
    let before = document(&office, FIRST);
    let opportunities: Vec<_> = (0..3).map(|_| office.assigned()).collect();
    for o in &opportunities {
        go(&office.ben, o.id, sale[1]).unwrap();
    }
    let mut without = before.clone();
    without["stages"].as_array_mut().unwrap().remove(1);
    // §10, story 17.
    match put(&office.manager, FIRST, &without).unwrap_err() {
        CrmError::Invalid { fields } => {
            let [field] = &fields[..] else { panic!("{fields:?}") };
            assert_eq!(
                (field.field.as_str(), field.code.as_str(), field.limit.as_deref()),
                ("stages", "in_use", Some("3"))
            );
        }
        other => panic!("{other:?}"),
    }
    let plan =
        office.manager.setup().plan("pipeline".into(), FIRST.into(), without.to_string().parse().unwrap()).unwrap();
    assert_eq!((plan.refusals.len(), plan.records.count), (1, 3));
    let mut disabled = before.clone();
    disabled["stages"][1]["enabled"] = json!(false);
    put(&office.manager, FIRST, &disabled).unwrap();
    let there = office.ben.opportunities().get(opportunities[0].id).unwrap();
    assert_eq!(at(&there), Some((FIRST, "需求确认")));
    assert_eq!(invalid(go(&office.ben, office.assigned().id, sale[1])), ["stage:unknown"]);
    for o in &opportunities {
        go(&office.ben, o.id, sale[0]).unwrap();
    }
    // With its history alone it may go, and come back as it was.
    put(&office.manager, FIRST, &without).unwrap();
    assert_eq!(invalid(go(&office.ben, opportunities[0].id, sale[1])), ["stage:unknown"]);
    put(&office.manager, FIRST, &before).unwrap();
    assert_eq!(stages(&office, FIRST), sale);
    go(&office.ben, opportunities[0].id, sale[1]).unwrap();
    // A renamed stage is renamed wherever it stands.
    let mut renamed = before;
    renamed["stages"][1]["name"] = json!("需求");
    put(&office.manager, FIRST, &renamed).unwrap();
    assert_eq!(at(&office.ben.opportunities().get(opportunities[0].id).unwrap()), Some((FIRST, "需求")));
    office.manager.setup().rename("pipeline".into(), FIRST.into(), "直销".into()).unwrap();
    assert_eq!(at(&office.ben.opportunities().get(opportunities[0].id).unwrap()), Some(("直销", "需求")));
}

// PIPE-8: one enabled pipeline serves everybody; one that was used stays.
#[test]
fn the_last_pipeline_for_everybody_stays() {
    let office = Office::new();
    let [.., east] = house(&office);
    let kind = || "pipeline".to_owned();
    let setup = office.manager.setup();
    let mut narrow = document(&office, FIRST);
    narrow["departments"] = json!([east]);
    assert_eq!(invalid(put(&office.manager, FIRST, &narrow)), ["departments:in_use"]);
    assert_eq!(invalid(setup.disable(kind(), FIRST.into())), ["name:in_use"]);
    assert_eq!(invalid(setup.delete(kind(), FIRST.into())), ["name:in_use"]);
    // Neither one for few nor a disabled one is another.
    put(&office.manager, "华东", &json!({"departments": [east], "stages": [stage("一", 5)]})).unwrap();
    put(&office.manager, "二", &json!({"stages": [stage("一", 5)]})).unwrap();
    setup.disable(kind(), "二".into()).unwrap();
    assert_eq!(invalid(setup.disable(kind(), FIRST.into())), ["name:in_use"]);
    setup.enable(kind(), "二".into()).unwrap();
    let o = assign(&office, &office.ben, None).unwrap();
    setup.disable(kind(), FIRST.into()).unwrap();
    assert_eq!(invalid(setup.disable(kind(), "二".into())), ["name:in_use"]);
    // It was used.
    assert_eq!(invalid(setup.delete(kind(), FIRST.into())), ["name:in_use"]);
    office.ben.opportunities().release(o.id, "x".into(), None).unwrap();
    assert_eq!(invalid(setup.delete(kind(), FIRST.into())), ["name:in_use"]);
    setup.delete(kind(), "华东".into()).unwrap();
    // SETUP-4: a department that an enabled one names stays.
    setup.enable(kind(), FIRST.into()).unwrap();
    put(&office.manager, "二", &json!({"departments": [east], "stages": [stage("一", 5)]})).unwrap();
    assert_eq!(refused(office.admin.departments().delete(east, None)), "conflict");
}

// Conventions: what stands in which stage is asked for by the typed filter, and by paths.
#[test]
fn stages_are_asked_for() {
    let office = Office::new();
    let [.., east] = house(&office);
    put(&office.manager, "华东", &json!({"departments": [east], "stages": [stage("东一", 5)]})).unwrap();
    let sale = stages(&office, FIRST);
    let (one, other) =
        (assign(&office, &office.ben, None).unwrap(), assign(&office, &office.ben, Some("华东")).unwrap());
    go(&office.ben, one.id, sale[2]).unwrap();
    office.opportunity();
    let found = |filter: OpportunityFilter| -> Vec<OpportunityId> {
        office.manager.opportunities().list(Some(filter), None, None).unwrap().items.into_iter().map(|o| o.id).collect()
    };
    assert_eq!(found(OpportunityFilter { pipeline: Some("销售".into()), ..Default::default() }), [one.id]);
    assert_eq!(found(OpportunityFilter { pipeline: Some("没有".into()), ..Default::default() }), []);
    assert_eq!(found(OpportunityFilter { stage: Some(stages(&office, "华东")[0]), ..Default::default() }), [other.id]);
    assert_eq!(found(OpportunityFilter { department: Some(east), ..Default::default() }), [other.id, one.id]);
    let matching = |tree: Json| -> Vec<OpportunityId> {
        let tree = tree.to_string().parse().unwrap();
        office.manager.opportunities().list(None, None, Some(tree)).unwrap().items.into_iter().map(|o| o.id).collect()
    };
    assert_eq!(matching(json!({"field": "stage.name", "is": "方案报价"})), [one.id]);
    assert_eq!(matching(json!({"field": "pipeline.name", "is": "华东"})), [other.id]);
    assert_eq!(matching(json!({"field": "stage.probability", "ge": 50})), [one.id]);
    assert_eq!(matching(json!({"field": "stage", "is": sale[2]})), [one.id]);
    assert_eq!(matching(json!({"field": "stage", "empty": true})).len(), 1);
}
