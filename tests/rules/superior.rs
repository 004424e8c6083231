//! Superiors, as what packs define asks for them (PROC-6, MACH-3, OBJ-5).

use crm_core::Tree;
use crm_core::departments::{DepartmentId, DepartmentUpdate, NewDepartment};
use crm_core::prelude::*;
use crm_core::users::UserUpdate;
use serde_json::{Value, json};

use crate::support::*;

const DESK: &str = r#"{
    "pack": "desk", "version": 1, "language": 1, "title": "Cases",
    "objects": {
        "case": {
            "title": "concat(name, ' / ', superior.display_name)", "owner": "keeper",
            "fields": {
                "name": {"type": "text", "max": 20, "required": true, "search": true},
                "keeper": {"type": "user", "default": "me"},
                "first": {"type": "user", "default": "superior"},
                "raised_to": {"type": "user"}
            },
            "checks": {"led": {"check": "superior != null and superior != me", "text": "Nobody answers for it."}},
            "status": {"start": "open", "states": {"open": {}, "raised": {}, "closed": {"final": true}}, "actions": {
                "raise": {"from": ["open"], "to": "raised", "set": {"raised_to": "superior"}},
                "close": {"from": ["raised"], "to": "closed", "duty": ["superior"]},
                "keep": {"from": ["raised"], "to": "open", "never": ["superior"]}
            }}
        },
        "step": {
            "title": "concat(case.name, ' of ', case.superior.display_name, ' over ', case.owner.display_name, of.superior.display_name)",
            "fields": {
                "case": {"type": "ref", "to": "desk.case", "required": true},
                "of": {"type": "ref", "to": "customer"},
                "text": {"type": "text", "max": 20, "search": true}
            },
            "checks": {"far": {"check": "case.superior.display_name != text", "text": "It is theirs."}}
        }
    },
    "extend": {
        "customer": {
            "fields": {"tier": {"type": "choice", "values": ["a", "b"]}},
            "checks": {"led": {"check": "tier != 'a' or superior != null", "text": "Nobody answers for it."}}
        }
    },
    "roles": {"account_manager": ["desk.case.create", "desk.case.get", "desk.case.list", "desk.case.update",
                                  "desk.case.raise", "desk.case.keep", "desk.step"],
              "sales_manager": ["desk.case.keep", "desk.case.get"]}
}"#;

struct Desk {
    office: Office,
    sales: DepartmentId,
    east: DepartmentId,
}

fn call(session: &Session, operation: &str, with: Value) -> Result<Value> {
    session.call(operation, &with.to_string()).map(|answer| serde_json::from_str(&answer).unwrap())
}

impl Desk {
    /// Ann and ben are of the east, a part of sales; the manager belongs to sales.
    fn new() -> Desk {
        let office = Office::new();
        let document: Tree = DESK.parse().unwrap();
        let plan = office.admin.packs().plan(document.clone()).unwrap();
        assert!(plan.refusals.is_empty(), "{:?}", plan.refusals);
        office.admin.packs().apply(document, plan.digest).unwrap();
        let of = |name: &str, parent| NewDepartment { name: name.into(), parent, ..Default::default() };
        let sales = office.admin.departments().create(of("销售部", None), None).unwrap().id;
        let east = office.admin.departments().create(of("华东组", Some(sales)), None).unwrap().id;
        for (session, department) in [(&office.ann, east), (&office.ben, east), (&office.manager, sales)] {
            let joined = UserUpdate { department: Some(department), ..Default::default() };
            office.admin.users().update(user(session), joined).unwrap();
        }
        Desk { office, sales, east }
    }

    fn head(&self, department: DepartmentId, head: Option<&Session>) {
        let clear = head.is_none().then(|| vec!["head".into()]);
        let to = DepartmentUpdate { head: head.map(user), clear, ..Default::default() };
        self.office.admin.departments().update(department, to).unwrap();
    }

    fn title(&self, object: &str, id: &Value) -> Value {
        let record = json!({"object": object, "id": id});
        let one = call(&self.office.ann, "objects.get", record).unwrap()["title"].clone();
        let listed = call(&self.office.ann, "objects.list", json!({"object": object})).unwrap();
        assert_eq!(listed["items"][0]["title"], one);
        one
    }
}

// PROC-6, OBJ-5: expressions see the owner's superior, of the record and over references; titles too, in a get and a list.
#[test]
fn expressions_see_the_superior() {
    let desk = Desk::new();
    let (ann, manager) = (&desk.office.ann, &desk.office.manager);
    let new = json!({"new": {"name": "案"}});
    // Nobody heads anything.
    assert_eq!(invalid(call(ann, "desk.case.create", new.clone())), ["checks.led:check"]);
    desk.head(desk.sales, Some(manager));
    let case = call(ann, "desk.case.create", new).unwrap();
    let (id, above) = (&case["id"], manager.users().me().unwrap());
    let (above, her) = (above.display_name, ann.users().me().unwrap().display_name);
    assert_eq!(case["title"], json!(format!("案 / {above}")));
    assert_eq!(case["values"]["first"]["id"], json!(user(manager)));
    let raised = call(ann, "desk.case.raise", json!({"id": id})).unwrap();
    assert_eq!(raised["values"]["raised_to"]["id"], json!(user(manager)));
    let of = |text: &str| json!({"new": {"case": id, "text": text}});
    assert_eq!(invalid(call(ann, "desk.step.create", of(&above))), ["checks.far:check"]);
    let step = call(ann, "desk.step.create", of("")).unwrap();
    assert_eq!(step["title"], json!(format!("案 of {above} over {her}")));
    assert_eq!(step["values"]["case"]["title"], json!(format!("案 / {above}")));
    // It follows the heads of this moment: one nearer, then one nearer who is disabled, then none.
    desk.head(desk.east, Some(&desk.office.ben));
    let near = desk.office.ben.users().me().unwrap().display_name;
    assert_eq!(desk.title("desk.case", id), json!(format!("案 / {near}")));
    assert_eq!(desk.title("desk.step", &step["id"]), json!(format!("案 of {near} over {her}")));
    desk.office.admin.users().disable(user(&desk.office.ben), None).unwrap();
    assert_eq!(desk.title("desk.case", id), json!(format!("案 / {above}")));
    desk.head(desk.sales, None);
    assert_eq!(desk.title("desk.case", id), json!("案 / "));
    assert_eq!(desk.title("desk.step", &step["id"]), json!(format!("案 of  over {her}")));
    // CHECK-1: another owner is another superior, so the check that names them is asked.
    let given = |to: &Session| json!({"id": id, "changes": {"values": {"keeper": user(to)}}});
    assert_eq!(invalid(call(ann, "desk.case.update", given(manager))), ["checks.led:check"]);
    desk.head(desk.sales, Some(ann));
    assert_eq!(invalid(call(ann, "desk.case.update", given(manager))), ["checks.led:check"]);
    desk.head(desk.sales, Some(&desk.office.executive));
    assert!(call(ann, "desk.case.update", given(manager)).is_ok());
}

// PROC-6: a customer's owner is its account manager, of whom expressions ask as of a defined object's.
#[test]
fn typed_records_have_owners() {
    let desk = Desk::new();
    let (ann, manager) = (&desk.office.ann, &desk.office.manager);
    let customer = desk.office.customer();
    let a = || json!({"record": {"object": "customer", "id": customer.id}, "changes": {"values": {"tier": "a"}}});
    assert_eq!(invalid(call(ann, "objects.extend", a())), ["checks.led:check"]);
    desk.head(desk.sales, Some(manager));
    call(ann, "objects.extend", a()).unwrap();
    let case = call(ann, "desk.case.create", json!({"new": {"name": "案"}})).unwrap();
    let step = json!({"new": {"case": case["id"], "of": customer.id}});
    let step = call(ann, "desk.step.create", step).unwrap();
    let (above, her) = (manager.users().me().unwrap(), ann.users().me().unwrap().display_name);
    let expected = format!("案 of {0} over {her}{0}", above.display_name);
    assert_eq!(desk.title("desk.step", &step["id"]), json!(expected));
    let described = call(ann, "meta.object", json!({"name": "opportunity"})).unwrap();
    assert_eq!(described["owner"], json!("assignee"));
}

// MACH-3: `duty` lets a superior without the right, `never` keeps one out who has it; no formula sees one.
#[test]
fn the_superior_is_a_duty() {
    let desk = Desk::new();
    let (ann, manager) = (&desk.office.ann, &desk.office.manager);
    desk.head(desk.sales, Some(manager));
    let case = call(ann, "desk.case.create", json!({"new": {"name": "案"}})).unwrap();
    let on = json!({"id": case["id"]});
    call(ann, "desk.case.raise", on.clone()).unwrap();
    assert_eq!(refused(call(manager, "desk.case.keep", on.clone())), "forbidden");
    assert_eq!(refused(call(ann, "desk.case.close", on.clone())), "forbidden");
    assert_eq!(refused(call(&desk.office.executive, "desk.case.close", on.clone())), "forbidden");
    // The head of the nearest department alone is the superior, and nobody is their own.
    desk.head(desk.east, Some(ann));
    assert_eq!(refused(call(ann, "desk.case.close", on.clone())), "forbidden");
    desk.head(desk.east, Some(&desk.office.ben));
    assert_eq!(refused(call(manager, "desk.case.close", on.clone())), "forbidden");
    assert_eq!(call(manager, "desk.case.keep", on.clone()).unwrap()["status"], json!("open"));
    call(ann, "desk.case.raise", on.clone()).unwrap();
    assert_eq!(call(&desk.office.ben, "desk.case.close", on).unwrap()["status"], json!("closed"));

    let formula =
        DESK.replace(r#""raised_to": {"type": "user"}"#, r#""raised_to": {"type": "user", "formula": "superior"}"#);
    let plan = desk.office.admin.packs().plan(formula.parse().unwrap()).unwrap();
    let told: Vec<(String, String)> = plan.refusals.into_iter().map(|told| (told.field, told.code)).collect();
    assert!(told.iter().any(|(field, code)| field.ends_with("raised_to.formula") && code == "not_here"), "{told:?}");
}
