//! PACK-2, SALE-6: the second version of the pack `sales`, over a database in which the first has data; and what it gives opportunities.

use crm_core::Tree;
use crm_core::customers::NewCustomer;
use crm_core::objects::RecordKey;
use crm_core::opportunities::{NewOpportunity, OpportunityId};
use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::objects_laws::call;
use crate::support::*;

pub const FIRST: &str = include_str!("../../crm-core/packs/sales.json");
pub const SECOND: &str = include_str!("../../crm-core/packs/sales_v2.json");

fn document(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

fn custom(session: &Session, id: OpportunityId) -> Json {
    call(session, "opportunities.get", json!({"id": id})).unwrap()["custom"].clone()
}

fn assigned(office: &Office, values: Json) -> OpportunityId {
    let new = NewOpportunity { custom: Some(Tree::from(values)), ..new_opportunity("华东精密机械") };
    let id = office.ann.opportunities().create(new, None, None).unwrap().id;
    office.manager.opportunities().assign(id, user(&office.ben), None, None).unwrap().id
}

// PACK-2, PACK-8: what is typed now is hidden, with its data; what the first version had beside stays; the steps of the plan say so.
#[test]
fn the_second_version_of_sales_goes_over_the_first() {
    let office = Office::for_packs();
    office.apply(document(FIRST));
    let money = |amount: &str| json!({"amount": amount, "currency": "CNY"});
    let id = assigned(&office, json!({"expected_amount": money("1000"), "expected_on": "2026-06-30"}));
    assert_eq!(custom(&office.ben, id)["weighted"], money("600.00"));
    let rival = call(&office.ann, "sales.competitor.create", json!({"new": {"name": "西部机床", "strengths": "便宜"}}))
        .unwrap();
    let new = json!({"opportunity": id, "competitor": rival["id"], "offer": money("900")});
    let met = call(&office.ann, "sales.rival.create", json!({"new": new})).unwrap();
    let new = NewCustomer {
        account_manager: Some(user(&office.ann)),
        custom: Some(Tree::from(json!({"potential": "high"}))),
        ..NewCustomer { name: "华东精密机械".into(), ..Default::default() }
    };
    let customer = office.ann.customers().create(new, None, None).unwrap();
    let claim = json!({"new": {"reason": "出差", "lines": []}});
    let claim = call(&office.ann, "sales.claim.create", claim).unwrap();
    let plan = office.admin.packs().plan(document(SECOND).into()).unwrap();
    assert_eq!(plan.refusals, [], "{:?}", plan.steps);
    let steps = serde_json::to_value(&plan.steps).unwrap();
    let hidden: Vec<&str> = steps
        .as_array()
        .unwrap()
        .iter()
        .filter(|step| step["class"] == "hides")
        .map(|step| step["path"].as_str().unwrap())
        .collect();
    for path in [
        "opportunity.expected_amount",
        "opportunity.expected_on",
        "opportunity.loss_reason",
        "opportunity.weighted",
        "views.lost_reasons",
        "views.pipeline",
    ] {
        assert!(hidden.contains(&path), "{path}: {hidden:?}");
    }
    assert_eq!(hidden.len(), 6, "{hidden:?}");
    office.admin.packs().apply(document(SECOND).into(), plan.digest).unwrap();
    // What is hidden is told nowhere, and nothing is lost that stays.
    assert_eq!(custom(&office.ben, id), json!({"lost_to": null}));
    let found = call(&office.ann, "sales.rival.get", json!({"id": met["id"]})).unwrap();
    assert_eq!((&found["values"]["offer"], &found["values"]["product"]), (&money("900.00"), &Json::Null));
    let found = call(&office.ann, "sales.competitor.get", json!({"id": rival["id"]})).unwrap();
    assert_eq!((&found["values"]["strengths"], &found["values"]["deals"]), (&json!("便宜"), &json!(1)));
    let found = call(&office.ann, "customers.get", json!({"id": customer.id})).unwrap();
    assert_eq!((&found["custom"]["potential"], &found["custom"]["employees"]), (&json!("high"), &Json::Null));
    assert_eq!(call(&office.ann, "sales.claim.get", json!({"id": claim["id"]})).unwrap()["number"], claim["number"]);
    // The flow of the claims stays, and so do contracts and quotas, until they are typed too.
    let flows = call(&office.admin, "setup.list", json!({"kind": "approval_flow"})).unwrap();
    assert_eq!(flows["items"][0]["name"], "sales.claims");
    assert!(call(&office.ann, "sales.contract.list", json!({})).is_ok());
    assert!(call(&office.manager, "sales.quota.list", json!({})).is_ok());
    assert!(office.admin.maintenance().check().unwrap().ok);
    // The first version comes back with its data where the second lets go of nothing.
    assert_eq!(office.admin.packs().apply(document(FIRST).into(), "whatever".into()).unwrap_err().code(), "conflict");
}

// SALE-6: who won instead is a field of the pack; without it the argument is unknown.
#[test]
fn an_opportunity_is_lost_to_a_competitor() {
    let office = Office::for_packs();
    let id = assigned_plain(&office);
    let key = |object: &str, id: &Json| RecordKey { object: object.into(), id: id.as_str().unwrap().parse().unwrap() };
    let nobody = json!("0195b5e2-7f00-7000-8000-000000000001");
    let lose = |id, to: RecordKey| office.ben.opportunities().fail(id, None, None, None, Some(to));
    assert_eq!(invalid(lose(id, key("sales.competitor", &nobody))), ["lost_to:unknown_field"]);
    office.apply(document(SECOND));
    let rival = call(
        &office.ann,
        "sales.competitor.create",
        json!({"new": {"name": "西部机床", "kind": "product", "threat": 4}}),
    )
    .unwrap();
    assert_eq!(invalid(lose(id, key("customer", &rival["id"]))), ["lost_to:type"]);
    assert_eq!(invalid(lose(id, key("sales.competitor", &nobody))), ["custom.lost_to:unknown_record"]);
    lose(id, key("sales.competitor", &rival["id"])).unwrap();
    assert_eq!(custom(&office.ben, id)["lost_to"]["title"], "西部机床");
    let audit = call(&office.admin, "audit.list", json!({"filter": {"operation": "opportunities.fail"}})).unwrap();
    assert!(audit.to_string().contains("lost_to"), "{audit}");
    // Story S2.5: what was lost is a view; and what speaks against a competitor is another.
    let view = call(&office.manager, "views.rows", json!({"view": "sales.lost"})).unwrap();
    assert_eq!(view["items"][0]["id"], json!(id));
    let second = assigned_plain(&office);
    let offer =
        json!({"offers": [{"name": "X-200", "price": {"amount": "800", "currency": "CNY"}, "weaknesses": "交期长"}]});
    let changes = json!({"id": rival["id"], "changes": {"values": {"weaknesses": "服务差", "arguments": "本地备件"}, "parts": offer}});
    let rival = call(&office.ann, "sales.competitor.update", changes).unwrap();
    let offers = call(&office.ann, "sales.competitor_offer.list", json!({})).unwrap();
    let new = json!({"opportunity": second, "competitor": rival["id"], "product": offers["items"][0]["id"]});
    call(&office.ann, "sales.rival.create", json!({"new": new})).unwrap();
    let view = json!({"view": "sales.arguments", "parameters": {"opportunity": second}});
    let rows = call(&office.ann, "views.rows", view).unwrap();
    let values = &rows["items"][0]["values"];
    assert_eq!(values["competitor.weaknesses"], "服务差", "{rows}");
    assert_eq!(
        (&values["competitor.arguments"], &values["product.price"]["amount"]),
        (&json!("本地备件"), &json!("800.00"))
    );
    let view = call(&office.manager, "views.rows", json!({"view": "sales.following"})).unwrap();
    assert_eq!(view["items"].as_array().unwrap().len(), 1);
}

// Section 7: suppliers, partners and what customers have beside; M and A write, E reads.
#[test]
fn suppliers_and_partners_are_kept() {
    let office = Office::for_packs();
    office.apply(document(SECOND));
    let make = |by: &Session, object: &str, new: Json| call(by, &format!("sales.{object}.create"), json!({"new": new}));
    let supplier =
        make(&office.ann, "supplier", json!({"name": "钢铁厂", "rating": 4, "phone": "021-55550100"})).unwrap();
    assert_eq!(make(&office.manager, "supplier", json!({"name": "钢铁厂"})).unwrap_err().code(), "invalid");
    assert_eq!(make(&office.manager, "supplier", json!({"name": "铝厂", "rating": 6})).unwrap_err().code(), "invalid");
    let partner = make(&office.ben, "partner", json!({"name": "北方代理", "kind": "agent", "level": 2})).unwrap();
    assert_eq!(partner["values"]["handler"]["id"], json!(user(&office.ben)));
    for (object, id) in [("supplier", &supplier["id"]), ("partner", &partner["id"])] {
        let get = |by: &Session| call(by, &format!("sales.{object}.get"), json!({"id": id})).map(|_| ());
        assert!(get(&office.executive).is_ok() && get(&office.manager).is_ok() && get(&office.ann).is_ok());
        assert_eq!(get(&office.stranger).unwrap_err().code(), "forbidden");
        assert_eq!(make(&office.executive, object, json!({"name": "x"})).unwrap_err().code(), "forbidden");
    }
    let values = json!({"province": "江苏", "city": "苏州", "employees": 120, "kind": entry(&office.admin, "customer_kind", "企业"),
        "life_stage": entry(&office.admin, "customer_stage", "成熟"), "origin": entry(&office.admin, "origin", "展会")});
    let new = NewCustomer { name: "华东精密机械".into(), custom: Some(Tree::from(values)), ..Default::default() };
    let made = office.manager.customers().create(new, None, None).unwrap();
    let found = call(&office.manager, "customers.get", json!({"id": made.id})).unwrap();
    assert_eq!((&found["custom"]["city"], &found["custom"]["employees"]), (&json!("苏州"), &json!(120)));
    let wrong =
        NewCustomer { name: "甲".into(), custom: Some(Tree::from(json!({"employees": -1}))), ..Default::default() };
    assert_eq!(invalid(office.manager.customers().create(wrong, None, None)), ["custom.employees:out_of_range"]);
}

fn assigned_plain(office: &Office) -> OpportunityId {
    let id = office.opportunity().id;
    office.manager.opportunities().assign(id, user(&office.ben), None, None).unwrap().id
}
