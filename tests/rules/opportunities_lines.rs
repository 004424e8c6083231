//! SALE-9, CAPT-8: lines of opportunities, and many opportunities at once.

use crm_core::duplicates::OnDuplicate;
use crm_core::opportunities::*;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

fn call(session: &Session, operation: &str, with: Value) -> Value {
    let told = session.call(operation, &with.to_string()).unwrap_or_else(|e| panic!("{operation} {with}: {e}"));
    serde_json::from_str(&told).unwrap()
}

fn set(session: &Session, id: OpportunityId, currency: &str, lines: Value) -> Result<String> {
    session.call("opportunities.set_lines", &json!({ "id": id, "currency": currency, "lines": lines }).to_string())
}

fn amount(of: &Value) -> String {
    format!("{} {}", of["amount"]["amount"].as_str().unwrap_or("-"), of["amount"]["currency"].as_str().unwrap_or("-"))
}

/// Account managers read a field of opportunities no more.
fn hide(office: &Office, field: &str) {
    let roles = call(&office.admin, "roles.list", json!({}));
    let roles = roles.as_array().or(roles["items"].as_array()).unwrap();
    let role = roles.iter().find(|role| role["name"] == "account_manager").unwrap();
    let with = json!({"id": role["id"], "entity": "opportunity", "field": field, "right": "hidden"});
    call(&office.admin, "roles.set_field", with);
}

// SALE-9: each line is rounded once, half to even; the amount is their sum in their currency, and stays when the last one goes.
#[test]
fn the_amount_is_the_sum_of_lines() {
    let office = Office::new();
    let product = json!({"products": [{"external_id": "P1", "name": "数控机床", "price": "14"}]});
    call(&office.integration, "sales.push_products", product);
    let product = call(&office.ann, "products.list", json!({}))["items"][0]["id"].clone();
    let id = office.opportunity().id;
    let table = [
        (json!([{"name": "a", "quantity": "1", "unit_price": "0.125"}]), "CNY", "0.12 CNY"),
        (json!([{"name": "a", "quantity": "1", "unit_price": "0.135"}]), "CNY", "0.14 CNY"),
        // Each by itself: 2 × 0.12, and not 0.25.
        (json!(vec![json!({"name": "a", "quantity": "1", "unit_price": "0.125"}); 2]), "CNY", "0.24 CNY"),
        (json!([{"name": "a", "quantity": "15", "unit_price": "7.7", "discount_rate": "0.15"}]), "CNY", "98.18 CNY"),
        (json!([{"name": "a", "quantity": "3", "unit_price": "0.333333"}]), "JPY", "1 JPY"),
        (json!([{"product": product, "quantity": "2.5", "unit_price": "14"}]), "CNY", "35.00 CNY"),
    ];
    for (lines, currency, wanted) in table {
        let told: Value = serde_json::from_str(&set(&office.ann, id, currency, lines.clone()).unwrap()).unwrap();
        assert_eq!(amount(&told), wanted, "{lines}");
    }
    let lines = office.ann.opportunities().detail(id).unwrap().lines;
    assert_eq!((lines[0].position, lines[0].name.as_str(), lines[0].product.is_some()), (1, "数控机床", true));
    assert_eq!(lines[0].amount.as_ref().map(|money| money.amount.to_string()), Some("35.00".into()));
    let version = office.ann.opportunities().get(id).unwrap().version;
    set(&office.ann, id, "CNY", json!([{"product": product, "quantity": "2.50", "unit_price": "14"}])).unwrap();
    assert_eq!(office.ann.opportunities().get(id).unwrap().version, version);
    // What is called otherwise, or gone, is still called as the line says.
    call(&office.integration, "sales.remove_products", json!({"external_ids": ["P1"]}));
    let lines = office.ann.opportunities().detail(id).unwrap().lines;
    assert_eq!((lines[0].name.as_str(), lines[0].product), ("数控机床", None));
    for changes in [json!({"amount": {"amount": "1", "currency": "CNY"}}), json!({"clear": ["amount"]})] {
        let with = json!({"id": id, "changes": changes});
        assert_eq!(invalid(office.ann.call("opportunities.update", &with.to_string())), ["amount:derived"]);
    }
    office.manager.opportunities().assign(id, user(&office.ben), None, None).unwrap();
    let with = json!({"id": id, "changes": {"amount": {"amount": "1", "currency": "CNY"}}});
    assert_eq!(invalid(office.ben.call("opportunities.revise", &with.to_string())), ["amount:derived"]);
    assert_eq!(refused(set(&office.ann, id, "CNY", json!([]))), "forbidden");
    set(&office.ben, id, "CNY", json!([])).unwrap();
    let after = office.ben.opportunities().get(id).unwrap();
    assert_eq!((after.amount.clone(), after.base_amount), (after.amount.clone(), after.amount));
    assert_eq!(call(&office.ben, "opportunities.revise", with)["amount"]["amount"], "1.00");
    assert_eq!(office.admin.maintenance().check().unwrap().findings, [] as [String; 0]);
}

// SALE-9: what is wrong with lines is told at once.
#[test]
fn what_is_wrong_with_lines_is_told() {
    let office = Office::new();
    let id = office.opportunity().id;
    let line = |fields: Value| {
        let mut line = json!({"name": "a", "quantity": "1", "unit_price": "1"});
        line.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        line
    };
    let unknown = "0195b5e2-7f00-7000-8000-000000000001";
    let table = [
        ("CNY", line(json!({"quantity": "0"})), vec!["lines[0].quantity:out_of_range"]),
        ("CNY", line(json!({"quantity": "-1"})), vec!["lines[0].quantity:out_of_range"]),
        ("CNY", line(json!({"unit_price": "-1"})), vec!["lines[0].unit_price:out_of_range"]),
        ("CNY", line(json!({"unit_price": "0.0000001"})), vec!["lines[0].unit_price:too_precise"]),
        ("CNY", line(json!({"discount_rate": "1.1"})), vec!["lines[0].discount_rate:out_of_range"]),
        ("CNY", line(json!({"name": null})), vec!["lines[0].name:required"]),
        ("CNY", line(json!({"product": unknown})), vec!["lines[0].product:unknown_record"]),
        ("XXZ", line(json!({})), vec!["currency:unknown_currency"]),
        (
            "CNY",
            line(json!({"quantity": "9000000000", "unit_price": "9000000"})),
            vec!["lines[0].quantity:out_of_range"],
        ),
    ];
    for (currency, line, wanted) in table {
        assert_eq!(invalid(set(&office.ann, id, currency, json!([line]))), wanted, "{line}");
    }
    let most = line(json!({"quantity": "1000000000", "unit_price": "10000"}));
    assert_eq!(invalid(set(&office.ann, id, "CNY", json!([most, most]))), ["lines:out_of_range"]);
}

// SALE-9, FIELD-9: prices and amounts are withheld as the amount is.
#[test]
fn prices_are_withheld() {
    let office = Office::new();
    let id = office.opportunity().id;
    set(&office.ann, id, "CNY", json!([{"name": "机床", "quantity": "2", "unit_price": "777"}])).unwrap();
    hide(&office, "amount");
    hide(&office, "base_amount");
    let detail = call(&office.ben, "opportunities.detail", json!({ "id": id }));
    let line = &detail["lines"][0];
    assert_eq!(
        (&line["unit_price"], &line["amount"], line["name"].as_str()),
        (&Value::Null, &Value::Null, Some("机床"))
    );
    let history = office
        .ben
        .call("objects.history", &json!({"record": {"object": "opportunity", "id": id}}).to_string())
        .unwrap();
    assert!(history.contains("机床") && !history.contains("777") && !history.contains("1554"), "{history}");
    assert!(invalid(set(&office.ben, id, "CNY", json!([]))).contains(&"lines:not_writable".to_owned()));
}

// SALE-8, SALE-9: what persons and lines were goes into the history with the record, and goes with it.
#[test]
fn persons_and_lines_are_parts_of_the_record() {
    let office = Office::new();
    let made = call(
        &office.ann,
        "opportunities.create",
        json!({"new": {"customer_name": "a", "success_probability": 1, "summary": "b", "description": "c", "persons": [{"name": "王芳"}]}}),
    );
    let id: OpportunityId = serde_json::from_value(made["id"].clone()).unwrap();
    set(&office.ann, id, "CNY", json!([{"name": "机床", "quantity": "2", "unit_price": "777"}])).unwrap();
    office.ann.opportunities().delete(id, None).unwrap();
    let told = call(&office.admin, "audit.list", json!({"filter": {"record": id}}));
    let last = &told["items"][0]["changes"][0];
    assert_eq!(last["action"], "deleted");
    let before: Value = serde_json::from_str(last["before"].as_str().unwrap()).unwrap();
    assert_eq!(
        (before["persons"][0]["name"].as_str(), before["lines"][0]["name"].as_str()),
        (Some("王芳"), Some("机床"))
    );
    assert_eq!(office.admin.maintenance().check().unwrap().findings, [] as [String; 0]);
}

fn leads(names: &[&str]) -> Vec<NewOpportunity> {
    names.iter().map(|name| new_opportunity(name)).collect()
}

// CAPT-8: whole or per record; assignees and persons; what is wrong is told of each.
#[test]
fn many_are_recorded_at_once() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let mut many = leads(&["甲", "", "丙", "丁"]);
    many[0].assignee = Some(ben);
    many[2].assignee = Some(user(&office.executive));
    many[3].persons = Some(vec![NewPerson { name: Some("王芳".into()), ..Default::default() }]);
    let all = |per_record| office.integration.opportunities().create_many(many.clone(), Some(per_record), None, None);
    let wanted = ["opportunities[1].customer_name:required", "opportunities[2].assignee:not_account_manager"];
    assert_eq!(invalid(all(false)), wanted);
    let count = || office.manager.opportunities().list(None, None, None).unwrap().items.len();
    assert_eq!(count(), 0);
    let batch = all(true).unwrap();
    assert_eq!((batch.created, batch.refused, count()), (2, 2, 2));
    let errors =
        |at: usize| batch.records[at].errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect::<Vec<_>>();
    assert_eq!(
        (errors(1), errors(2)),
        (vec!["customer_name:required".into()], vec!["assignee:not_account_manager".to_owned()])
    );
    let first = office.ben.opportunities().get(batch.records[0].id.unwrap()).unwrap();
    assert_eq!((first.status, first.assignee.map(|user| user.id)), (OpportunityStatus::Assigned, Some(ben)));
    assert_eq!(batch.records[0].assignee.as_ref().map(|user| user.id), Some(ben));
    assert_eq!(batch.records[0].number, first.number);
    let last = office.manager.opportunities().detail(batch.records[3].id.unwrap()).unwrap();
    assert_eq!((last.opportunity.contact_name.as_deref(), last.persons.len()), (Some("王芳"), 1));
    assert_eq!(refused(office.ann.opportunities().create_many(leads(&["a"]), None, None, None)), "forbidden");
    // One by hand is assigned at once by who may assign.
    let new = NewOpportunity { assignee: Some(ann), ..new_opportunity("a") };
    assert_eq!(invalid(office.ann.opportunities().create(new.clone(), None, None)), ["assignee:not_writable"]);
    let made = office.manager.opportunities().create(new, None, None).unwrap();
    assert_eq!((made.status, made.assignee.map(|user| user.id)), (OpportunityStatus::Assigned, Some(ann)));
}

// CAPT-8, ASSIGN-3: a rule that is named gives those that name nobody; one that is not in use is told.
#[test]
fn a_rule_gives_those_that_name_nobody() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let rule = json!({"of": "opportunity", "method": "round_robin", "at_once": false, "members": [{"user": ann}, {"user": ben}]});
    let put = json!({"kind": "assignment_rule", "name": "轮流", "document": rule});
    call(&office.manager, "setup.put", put);
    let mut many = leads(&["甲", "乙", "丙", "丁"]);
    many[1].assignee = Some(ann);
    let all =
        |rule: &str| office.manager.opportunities().create_many(many.clone(), Some(true), Some(rule.into()), None);
    assert_eq!(invalid(all("轮流")), ["assign:unknown"]);
    call(&office.manager, "setup.enable", json!({"kind": "assignment_rule", "name": "轮流"}));
    let batch = all("轮流").unwrap();
    let got: Vec<_> = batch.records.iter().map(|record| record.assignee.as_ref().unwrap().id).collect();
    assert_eq!(got, [ann, ann, ben, ann]);
    assert_eq!(invalid(all("没有")), ["assign:unknown"]);
}

// CAPT-8, DUP-6: what may be there already stands in the report by number, those of the same call too.
#[test]
fn duplicates_stand_in_the_report() {
    let office = Office::new();
    let rule = |action: &str| {
        let rule = format!(
            r#"{{"of": "opportunity", "groups": [{{"criteria": [{{"field": "customer_name", "compare": "name"}}]}}], "on_create": "{action}"}}"#
        );
        let setup = office.admin.setup();
        setup.put("duplicate_rule".into(), "机会".into(), rule.parse().unwrap(), None, None, None).unwrap();
        setup.enable("duplicate_rule".into(), "机会".into()).ok();
        office.integration.jobs().run_due(None).unwrap();
    };
    rule("record");
    let names = ["上海华东精密机械有限公司", "江南机床", "华东精密机械（上海）股份有限公司"];
    let batch = office.manager.opportunities().create_many(leads(&names), Some(true), None, None).unwrap();
    let numbers =
        |batch: &OpportunityBatch| batch.records.iter().map(|record| record.duplicates.clone()).collect::<Vec<_>>();
    let first = batch.records[0].number.unwrap();
    assert_eq!((batch.created, numbers(&batch)), (3, vec![vec![], vec![], vec![first]]));
    rule("ask");
    let names = ["钱塘电子", "钱塘电子有限公司"];
    let all = |per_record, duplicates| {
        office.manager.opportunities().create_many(leads(&names), Some(per_record), None, duplicates)
    };
    assert!(matches!(all(false, None), Err(CrmError::Conflict { reason, .. }) if reason == "duplicate"));
    let batch = all(true, None).unwrap();
    let first = batch.records[0].number.unwrap();
    assert_eq!((batch.created, batch.refused, numbers(&batch)), (1, 1, vec![vec![], vec![first]]));
    assert_eq!(batch.records[1].errors[0].code, "duplicate");
    assert_eq!(all(false, Some(OnDuplicate::Accept)).unwrap().created, 2);
}
