//! BENCH: the workbench; VIEW-8: views that are sections of it.

use crm_core::contacts::NewContact;
use crm_core::customers::CustomerId;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::activities::narrow;
use crate::support::*;

/// What the call gives, as JSON.
pub(crate) fn call(session: &Session, operation: &str, with: &Value) -> Value {
    match session.call(operation, &with.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(error) => panic!("{operation} {with}: {error}"),
    }
}

pub(crate) fn today(session: &Session, with: &Value) -> Value {
    call(session, "bench.today", with)
}

/// The sections of an answer.
pub(crate) fn names(bench: &Value) -> Vec<&str> {
    bench["sections"].as_array().unwrap().iter().map(|section| section["name"].as_str().unwrap()).collect()
}

/// A section: how many there are, and what the first are called, with when they are.
pub(crate) fn section(bench: &Value, name: &str) -> (i64, Vec<String>) {
    let sections = bench["sections"].as_array().unwrap();
    let found = sections.iter().find(|section| section["name"] == name).unwrap_or_else(|| panic!("{name}: {bench}"));
    let row = |row: &Value| {
        let title = row["record"]["title"].as_str().unwrap_or("-");
        let about = row["about"]["title"].as_str().map(|about| format!(" ({about})")).unwrap_or_default();
        let when = row["day"].as_str().or(row["at"].as_str()).unwrap_or_default().replace(".000000", "");
        format!("{title}{about} {when}").trim_end().to_owned()
    };
    assert_eq!(found["total"]["more"], false);
    assert!(!found["label"].as_str().unwrap().is_empty());
    (found["total"]["count"].as_i64().unwrap(), found["rows"].as_array().unwrap().iter().map(row).collect())
}

pub(crate) fn customer(office: &Office, name: &str) -> CustomerId {
    office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap().id
}

fn kind(office: &Office, item: &str) -> Value {
    json!(entry(&office.ann, "activity_kind", item))
}

/// Plans an activity for ann.
fn plan(office: &Office, subject: &str, when: Value) -> Value {
    let mut new = json!({"kind": kind(office, "任务"), "subject": subject});
    new.as_object_mut().unwrap().extend(when.as_object().unwrap().clone());
    call(&office.ann, "activities.create", &json!({"new": new}))["id"].clone()
}

pub(crate) fn contact(
    office: &Office,
    customer: CustomerId,
    name: &str,
    birthday: &str,
) -> crm_core::Result<crm_core::contacts::Contact> {
    let new = NewContact {
        name: Some(name.into()),
        gender: Some(entry(&office.ann, "gender", "女")),
        position: Some("采购".into()),
        office_phone: Some("021-5555".into()),
        birthday: Some(birthday.into()),
        ..Default::default()
    };
    office.manager.contacts().create(customer, new, None, None)
}

const ALL: [&str; 15] = [
    "overdue",
    "today",
    "coming",
    "approvals",
    "returned",
    "opportunities",
    "plan_items",
    "tickets",
    "warnings",
    "forgotten",
    "birthdays",
    "recent",
    "served",
    "notifications",
    "reports",
];

// BENCH-1: each section has what the table says, in its order, with a count and the first rows.
#[test]
fn a_bench_has_its_sections() {
    let office = Office::new();
    let (east, south) = (customer(&office, "华东"), customer(&office, "华南"));
    let on = |id: CustomerId| json!([{"object": "customer", "id": id}]);
    let moved = |at: &str| office.clock.set(at);
    // Of ben, who is the assignee of what ann records.
    let give = |name: &str| {
        let made = office.ann.opportunities().create(new_opportunity(name), None, None).unwrap().id;
        office.manager.opportunities().assign(made, user(&office.ann), None, None).unwrap();
        made
    };
    let first = give("甲");
    let item = |date: &str, content: &str| {
        let new = json!({"date": date, "content": content});
        call(&office.ann, "plans.add", &json!({"opportunity": first, "new": new}))["id"].clone()
    };
    item("2026-09-20", "演示");
    let done = item("2026-09-01", "报价");
    item("2026-09-02", "回访");
    item("2026-09-06", "明天");
    call(&office.ann, "plans.record_result", &json!({"id": done, "result": "已报"}));
    // Half a year later both customers are quiet.
    moved("2026-09-05T01:00:00Z");
    office.integration.churn().scan().unwrap();
    give("乙");
    moved("2026-09-05T01:10:00Z");
    give("丙");
    plan(&office, "催款", json!({"due_on": "2026-09-03", "records": on(east)}));
    plan(&office, "晨会", json!({"starts_at": "2026-09-05T00:00:00Z", "ends_at": "2026-09-05T00:30:00Z"}));
    plan(&office, "电话", json!({"due_at": "2026-09-05T09:00:00Z"}));
    plan(&office, "报告", json!({"due_on": "2026-09-05"}));
    plan(&office, "展会", json!({"starts_on": "2026-09-04", "ends_on": "2026-09-05"}));
    plan(&office, "第七天", json!({"due_on": "2026-09-12"}));
    plan(&office, "第八天", json!({"due_on": "2026-09-13"}));
    plan(&office, "明天", json!({"due_on": "2026-09-06"}));
    let cancelled = plan(&office, "取消", json!({"due_on": "2026-09-05"}));
    call(&office.ann, "activities.cancel", &json!({"id": cancelled}));
    let ticket = |summary: &str| {
        let kind = entry(&office.ann, "ticket_kind", "咨询");
        let new = json!({"kind": kind, "summary": summary, "customer": south, "request": "请派人"});
        let made = call(&office.ann, "tickets.create", &json!({"new": new}))["id"].clone();
        call(&office.manager, "tickets.assign", &json!({"id": made, "assignee": user(&office.ann)}));
        made
    };
    let handled = ticket("漏油");
    moved("2026-09-05T01:20:00Z");
    ticket("异响");
    moved("2026-09-05T01:30:00Z");
    ticket("断电");
    call(&office.ann, "tickets.handle", &json!({"id": handled, "handling": "已修"}));
    contact(&office, east, "王芳", "1990-09-07").unwrap();
    contact(&office, south, "李雷", "--09-05").unwrap();
    contact(&office, south, "远", "--09-13").unwrap();
    let west = office.ben.customers().create(
        crm_core::customers::NewCustomer { account_manager: office.ben.user(), ..new_customer(&office.ben, "华西") },
        None,
        None,
    );
    contact(&office, west.unwrap().id, "别人的", "--09-05").unwrap();

    let bench = today(&office.ann, &json!({}));
    assert_eq!((bench["day"].as_str(), &bench["person"]["id"]), (Some("2026-09-05"), &json!(user(&office.ann))));
    assert_eq!(names(&bench), ALL);
    let has = |name: &str, wanted: &[&str]| {
        let (count, rows) = section(&bench, name);
        assert_eq!(
            (count, rows.as_slice()),
            (wanted.len() as i64, wanted.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>().as_slice()),
            "{name}"
        );
    };
    // What is overdue stands there alone; what goes on for days stands in each of its days.
    has("overdue", &["催款 (华东) 2026-09-03", "晨会 2026-09-05T00:00:00Z"]);
    has("today", &["展会 2026-09-04", "报告 2026-09-05", "电话 2026-09-05T09:00:00Z"]);
    has("coming", &["明天 2026-09-06", "第七天 2026-09-12"]);
    has("opportunities", &["数控机床 12 台 2026-09-05T01:10:00Z", "数控机床 12 台 2026-09-05T01:00:00Z"]);
    has("plan_items", &["回访 (数控机床 12 台) 2026-09-02"]);
    has("tickets", &["异响 (华南) 2026-09-05T01:20:00Z", "断电 (华南) 2026-09-05T01:30:00Z"]);
    has("warnings", &["华东 (华东) 2026-09-05T01:00:00Z", "华南 (华南) 2026-09-05T01:00:00Z"]);
    // Something overdue is no plan for today.
    has("forgotten", &["华东 2026-03-02", "华南 2026-03-02"]);
    has("birthdays", &["李雷 (华南) 2026-09-05", "王芳 (华东) 2026-09-07"]);
    has("recent", &[]);
    has("served", &["漏油 (华南) 2026-09-05T01:30:00Z"]);
    assert!(section(&bench, "notifications").0 > 3);

    // Done things touch their customers, and the interaction another.
    let call_east = plan(&office, "拜访", json!({"due_on": "2026-09-05", "records": on(east)}));
    call(&office.ann, "activities.complete", &json!({"id": call_east, "done": {"result": "好"}}));
    let new = json!({"date": "2026-09-01", "place": "电话", "summary": "回访", "details": "好"});
    call(&office.ann, "interactions.create", &json!({"customer": south, "new": new}));
    let bench = today(&office.ann, &json!({"rows": 1, "sections": ["recent", "coming", "recent"]}));
    assert_eq!(names(&bench), ["coming", "recent"]);
    assert_eq!(section(&bench, "recent"), (2, vec!["华东 2026-09-05".to_owned()]));
    assert_eq!(section(&bench, "coming"), (2, vec!["明天 2026-09-06".to_owned()]));
    let none = today(&office.ann, &json!({"rows": 0, "sections": ["recent", "overdue", "birthdays", "notifications"]}));
    assert_eq!(section(&none, "recent"), (2, Vec::new()));
    assert_eq!(section(&none, "overdue"), (2, Vec::new()));
    assert_eq!(section(&none, "birthdays"), (2, Vec::new()));
    assert!(section(&none, "notifications").1.is_empty());
    // A week later all of that is over.
    moved("2026-09-13T01:00:00Z");
    let bench = today(&office.ann, &json!({}));
    for name in ["opportunities", "recent", "served"] {
        assert_eq!(section(&bench, name), (0, Vec::new()), "{name}");
    }
}

// BENCH-1: a name that is no section's is refused; a section without a right is absent, and so are those of another that are one's own.
#[test]
fn what_one_has_no_right_to_is_absent() {
    let office = Office::new();
    customer(&office, "华东");
    plan(&office, "催款", json!({"due_on": "2026-02-27"}));
    let personal = json!({"due_on": "2026-02-28", "personal": true});
    plan(&office, "体检", personal);
    let anybodys = ["overdue", "today", "coming", "approvals", "returned", "notifications", "reports"];
    for (name, session, wanted) in [
        ("ann", &office.ann, &ALL[..]),
        ("manager", &office.manager, &ALL[..]),
        ("stranger", &office.stranger, &anybodys[..]),
        ("integration", &office.integration, &anybodys[..]),
    ] {
        assert_eq!(names(&today(session, &json!({}))), wanted, "{name}");
    }
    let named = json!({"sections": ["tickets", "today"]});
    assert_eq!(names(&today(&office.stranger, &named)), ["today"]);
    let wrong = json!({"sections": ["today", "approval", "Today"], "rows": 21}).to_string();
    assert_eq!(
        invalid(office.ann.call("bench.today", &wrong)),
        ["rows:out_of_range", "sections[1]:unknown_value", "sections[2]:unknown_value"]
    );
    // Another is one whom the caller's level of activities reaches.
    let hers = json!({"person": user(&office.ann)});
    for (session, reads) in
        [(&office.manager, true), (&office.executive, true), (&office.ben, false), (&office.stranger, false)]
    {
        let answer = session.call("bench.today", &hers.to_string());
        if reads {
            let bench: Value = serde_json::from_str(&answer.unwrap()).unwrap();
            for own in ["approvals", "returned", "notifications", "reports"] {
                assert!(!names(&bench).contains(&own), "{own}");
            }
            assert_eq!(section(&bench, "overdue"), (1, vec!["催款 2026-02-27".to_owned()]));
        } else {
            assert_eq!(refused(answer), "not_found");
        }
    }
    assert_eq!(section(&today(&office.ann, &hers), "overdue").0, 2);
    assert_eq!(
        refused(office.manager.call("bench.today", &json!({"person": uuid::Uuid::now_v7()}).to_string())),
        "not_found"
    );
    // The manager sees of ann's customers those that they see.
    office.clock.set("2026-05-05T01:00:00Z");
    let forgotten = |with: &Value| section(&today(&office.manager, with), "forgotten").0;
    assert_eq!(forgotten(&hers), 1);
    narrow(&office, "sales_manager", "customers");
    assert_eq!(forgotten(&hers), 0);
    assert_eq!(section(&today(&office.ann, &hers), "forgotten").0, 1);
}

// VIEW-8: a view with `bench` is a section for who may ask it; a table, one with parameters and a broken one are none.
#[test]
fn a_view_is_a_section_for_who_may_ask_it() {
    let office = Office::new();
    customer(&office, "华东");
    let keep = |name: &str, definition: Value| {
        call(&office.ann, "views.create", &json!({"new": {"name": name, "definition": definition}}))["id"].clone()
    };
    let mine = json!({"of": "customer", "bench": true, "columns": ["name", "satisfaction"],
        "filter": {"field": "account_manager", "is": {"me": true}}});
    let id = keep("我的客户", mine.clone());
    keep("别的", json!({"of": "customer"}));
    keep("表", json!({"of": "customer", "bench": true, "measures": [{"count": true}]}));
    keep(
        "参数",
        json!({"of": "customer", "bench": true, "parameters": {"n": "integer"},
        "filter": {"field": "satisfaction", "ge": {"parameter": "n"}}}),
    );
    let bench = today(&office.ann, &json!({}));
    assert_eq!(names(&bench)[ALL.len()..], ["我的客户"]);
    assert_eq!(section(&bench, "我的客户"), (1, vec!["华东".to_owned()]));
    let found = &bench["sections"][ALL.len()];
    assert_eq!((&found["view"], &found["rows"][0]["values"]["name"]), (&id, &json!("华东")));
    for name in [json!("我的客户"), id.clone()] {
        assert_eq!(names(&today(&office.ann, &json!({"sections": [name]}))), ["我的客户"]);
    }
    // It is nobody else's until it is shared, and shows nothing that its reader does not see.
    let named = json!({"sections": [id]});
    assert_eq!(invalid(office.ben.call("bench.today", &named.to_string())), ["sections[0]:unknown_value"]);
    let new = json!({"new": {"name": "大家的", "definition": mine}});
    let shared = call(&office.manager, "views.create", &new)["id"].clone();
    call(
        &office.manager,
        "views.share",
        &json!({"id": shared, "with": {"everybody": true, "roles": [], "departments": []}}),
    );
    assert_eq!(section(&today(&office.ann, &json!({})), "大家的"), (1, vec!["华东".to_owned()]));
    assert_eq!(section(&today(&office.ben, &json!({})), "大家的"), (0, Vec::new()));
    assert_eq!(names(&today(&office.stranger, &json!({"sections": [shared]}))), Vec::<&str>::new());
    // Of another they are absent.
    assert!(!names(&today(&office.manager, &json!({"person": user(&office.ann)}))).contains(&"大家的"));
    assert!(names(&today(&office.manager, &json!({}))).contains(&"大家的"));
}
