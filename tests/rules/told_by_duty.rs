//! TYPE-9: a confidential field is told to whom it names by a duty on the record, whatever their roles, and to nobody else.

use crm_core::departments::NewDepartment;
use crm_core::users::{NewUser, UserUpdate};
use crm_core::{CrmError, Session, Tree, UserId};
use serde_json::{Value as Json, json};

use crate::support::*;

const REVIEWS: &str = r#"{
    "pack": "hr", "version": 1, "language": 1, "title": "Reviews",
    "objects": {"review": {
        "title": "about", "owner": "person",
        "fields": {
            "about": {"type": "text", "max": 20, "required": true},
            "person": {"type": "user", "required": true},
            "mentor": {"type": "user"},
            "grade": {"type": "integer", "confidential": ["owner"]},
            "raise": {"type": "money", "confidential": ["superior"]},
            "advice": {"type": "text", "max": 50, "confidential": ["mentor", "creator"]},
            "sealed": {"type": "text", "max": 50, "confidential": true}
        }
    }, "remark": {
        "title": "text", "part_of": {"field": "review", "name": "remarks"},
        "fields": {"review": {"type": "ref", "to": "hr.review"}, "text": {"type": "text", "max": 20},
                   "by": {"type": "user"}, "aside": {"type": "text", "max": 20, "confidential": ["by"]}}
    }},
    "extend": {"customer": {"fields": {"margin": {"type": "integer", "confidential": ["owner"]},
                                       "memo": {"type": "text", "max": 20000, "confidential": ["owner", "superior"]}}}},
    "roles": {"account_manager": ["hr.review.get", "hr.review.list"],
              "sales_manager": ["hr", "hr.review.grade:write", "hr.review.raise:write", "hr.review.advice:write",
                                "hr.review.sealed:write", "hr.remark.aside:write", "customer.margin:write",
                                "customer.memo:write"]}
}"#;

fn call(session: &Session, operation: &str, with: Json) -> Json {
    let answer = session.call(operation, &with.to_string()).unwrap_or_else(|error| panic!("{operation}: {error}"));
    serde_json::from_str(&answer).unwrap()
}

fn id_of(session: &Session) -> UserId {
    session.users().me().unwrap().id
}

fn open() -> Office {
    let office = Office::for_packs();
    // Ben heads the sales, in which Ann is.
    let head = Some(id_of(&office.ben));
    let sales = NewDepartment { name: "Sales".into(), head, ..Default::default() };
    let sales = office.admin.departments().create(sales, None).unwrap();
    let moved = UserUpdate { department: Some(sales.id), ..Default::default() };
    office.admin.users().update(id_of(&office.ann), moved).unwrap();
    office.apply(REVIEWS.parse::<Tree>().unwrap());
    office
}

/// The secrets that a record tells, and those that it withholds.
fn told(record: &Json) -> (Vec<&str>, Vec<&str>) {
    let secrets = ["grade", "raise", "advice", "sealed"];
    let values = secrets.into_iter().filter(|name| record["values"].get(name).is_some()).collect();
    let withheld = record["withheld"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    (values, withheld.collect())
}

#[test]
fn whom_a_duty_names_reads_what_others_may_not_type_9() {
    let office = open();
    let secrets = json!({"grade": 3, "raise": {"amount": "500", "currency": "CNY"}, "advice": "慢一点", "sealed": "x"});
    let review = |about: &str, person: &Session, mentor: Option<&Session>| {
        let mut new = secrets.clone();
        new["about"] = json!(about);
        new["person"] = json!(id_of(person));
        new["mentor"] = json!(mentor.map(id_of));
        new.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        call(&office.manager, "hr.review.create", json!({"new": new}))["id"].clone()
    };
    let of_ann = review("Ann", &office.ann, Some(&office.ben));
    let of_ben = review("Ben", &office.ben, None);
    type Row<'a> = (&'a str, &'a Session, &'a Json, &'a [&'a str]);
    let rows: [Row<'_>; 5] = [
        ("the owner", &office.ann, &of_ann, &["grade"]),
        ("the owner's superior, who is the mentor too", &office.ben, &of_ann, &["raise", "advice"]),
        // Who heads a department is not their own superior, and above him is nobody.
        ("the owner without a superior", &office.ben, &of_ben, &["grade"]),
        ("somebody else", &office.ann, &of_ben, &[]),
        ("who is granted all", &office.manager, &of_ben, &["grade", "raise", "advice", "sealed"]),
    ];
    for (who, session, id, expected) in rows {
        let record = call(session, "hr.review.get", json!({"id": id}));
        let (values, withheld) = told(&record);
        assert_eq!(values, expected, "{who}");
        assert_eq!(withheld.len(), 4 - expected.len(), "{who}: {withheld:?}");
        // A list tells of each record what the record does, and the history no more.
        let list = call(session, "hr.review.list", json!({}));
        let listed = list["items"].as_array().unwrap().iter().find(|item| item["id"] == *id).unwrap();
        assert_eq!(told(listed), (values, withheld), "{who}");
        let history = call(session, "hr.review.history", json!({"id": id}));
        let fields = history["items"][0]["fields"].as_array().unwrap();
        let fields: Vec<&str> = fields.iter().map(|field| field["field"].as_str().unwrap()).collect();
        for secret in ["grade", "raise", "advice", "sealed"] {
            assert_eq!(fields.contains(&secret), expected.contains(&secret), "{who}: {secret}: {fields:?}");
        }
    }
    // What depends on the record can't be sought, sorted or grouped by: the answer would tell it of others' too.
    for with in [json!({"filter": {"field": "grade", "is": 3}}), json!({"sort": ["grade"]})] {
        let refused = office.ann.call("hr.review.list", &with.to_string()).unwrap_err();
        assert!(
            refused.to_string().contains("not_readable") || format!("{refused:?}").contains("not_readable"),
            "{refused:?}"
        );
    }
}

#[test]
fn an_account_manager_reads_what_is_kept_for_owners_of_customers_type_9() {
    let office = open();
    let new = |name: &str, person: &Session| json!({"new": {"name": name, "account_manager": id_of(person), "custom": {"margin": 12}}});
    let own = call(&office.manager, "customers.create", new("Own", &office.ann))["id"].clone();
    let other = call(&office.manager, "customers.create", new("Other", &office.ben))["id"].clone();
    for (session, id, expected) in
        [(&office.ann, &own, json!(12)), (&office.ann, &other, Json::Null), (&office.ben, &other, json!(12))]
    {
        assert_eq!(call(session, "customers.get", json!({"id": id}))["custom"]["margin"], expected);
        let record = call(session, "objects.get", json!({"object": "customer", "id": id}));
        assert_eq!(record["values"].get("margin").cloned().unwrap_or_default(), expected);
    }
}

#[test]
fn parts_are_told_each_by_its_own_duties_type_9() {
    let office = open();
    let remarks = json!([{"text": "a", "by": id_of(&office.ann), "aside": "for Ann"},
                         {"text": "b", "by": id_of(&office.ben), "aside": "for Ben"}]);
    let new = json!({"about": "x", "person": id_of(&office.ben), "remarks": remarks});
    let id = call(&office.manager, "hr.review.create", json!({"new": new}))["id"].clone();
    let asides = |session: &Session| -> Vec<Json> {
        let record = call(session, "hr.review.get", json!({"id": id}));
        let parts = record["parts"]["remarks"].as_array().unwrap();
        parts.iter().map(|part| json!([part["values"].get("aside"), part["withheld"]])).collect()
    };
    assert_eq!(asides(&office.ann), [json!(["for Ann", []]), json!([null, ["aside"]])]);
    assert_eq!(asides(&office.ben), [json!([null, ["aside"]]), json!(["for Ben", []])]);
    assert_eq!(asides(&office.manager), [json!(["for Ann", []]), json!(["for Ben", []])]);
}

// The answer of a write tells by the duties that are there behind it, and the history of custom fields by those of now.
#[test]
fn a_duty_goes_with_who_has_it_type_9() {
    let office = open();
    let new = json!({"new": {"name": "Own", "account_manager": id_of(&office.ann), "custom": {"margin": 12}}});
    let id = call(&office.manager, "customers.create", new)["id"].clone();
    let history = |session: &Session| {
        let record = json!({"record": {"object": "customer", "id": id}});
        let told = call(session, "objects.history", record);
        let changes = told["items"].as_array().unwrap().iter().flat_map(|change| change["fields"].as_array().unwrap());
        changes.filter(|field| field["field"] == "margin").count()
    };
    assert_eq!((history(&office.ann), history(&office.ben)), (1, 0));
    // Ben is the superior of Ann, and takes the customer over.
    let moved = json!({"id": id, "changes": {"account_manager": id_of(&office.ben)}});
    assert_eq!(call(&office.manager, "customers.update", moved)["custom"]["margin"], 12);
    assert_eq!((history(&office.ann), history(&office.ben)), (0, 1));
    let changes = json!({"id": id, "changes": {"name": "Own too"}});
    assert_eq!(call(&office.ben, "customers.update", changes)["custom"]["margin"], 12);
}

// A page ends by what is told by a duty too, and by nothing of what is not.
#[test]
fn a_page_ends_by_what_its_reader_is_told_by_duty_type_9() {
    let office = open();
    let memo = "字".repeat(20_000);
    for at in 0..90 {
        let new = json!({"name": format!("C{at}"), "account_manager": id_of(&office.ann), "custom": {"memo": memo}});
        call(&office.manager, "customers.create", json!({"new": new}));
    }
    let page = |session: &Session| {
        let page = call(session, "customers.list", json!({"page": {"limit": 90}}));
        (page["items"].as_array().unwrap().len(), page["next"].is_string())
    };
    // 60,000 bytes a record, and 4 MiB a page.
    assert_eq!(page(&office.ann), (70, true));
    // Ben is told as the superior of Ann.
    assert_eq!(page(&office.ben), (70, true));
    let new = NewUser {
        login: "lin".into(),
        display_name: "林".into(),
        roles: Some(vec!["account_manager".into()]),
        ..Default::default()
    };
    let other = office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap();
    assert_eq!(page(&other), (90, false));
}

// FIELD-7: who may not write what is required makes an incomplete customer, and no record of a kind that can't be incomplete.
#[test]
fn what_one_may_not_write_is_not_demanded_field_7() {
    let office = Office::for_packs();
    let fields = json!({"account": {"type": "text", "required": true, "confidential": true}});
    office.apply(json!({
        "pack": "bank", "version": 1, "language": 1, "title": "Bank",
        "objects": {"slip": {"title": "'x'", "fields": fields}},
        "extend": {"customer": {"fields": fields}, "opportunity": {"fields": fields}},
        "roles": {"account_manager": ["bank.slip"],
                  "sales_manager": ["bank", "bank.slip.account:write", "customer.account:write"]}
    }));
    let told = |session: &Session, operation: &str, new: Json| match session.call(operation, &new.to_string()) {
        Ok(record) => serde_json::from_str::<Json>(&record).unwrap(),
        Err(CrmError::Invalid { fields }) => fields.iter().map(|field| json!([&*field.field, &*field.code])).collect(),
        Err(other) => panic!("{other}"),
    };
    let new = json!({"new": {"name": "Own"}});
    assert_eq!(told(&office.ann, "customers.create", new.clone())["complete"], false);
    assert_eq!(told(&office.manager, "customers.create", new), json!([["custom.account", "required"]]));
    let new = json!({"new": {"customer_name": "x", "success_probability": 1, "summary": "x", "description": "x"}});
    assert_eq!(told(&office.ann, "opportunities.create", new), json!([["custom.account", "not_writable"]]));
    assert_eq!(told(&office.ann, "bank.slip.create", json!({"new": {}})), json!([["account", "not_writable"]]));
    assert_eq!(told(&office.manager, "bank.slip.create", json!({"new": {}})), json!([["account", "required"]]));
}

// Of a part too: who may not write what it requires is told so, and not asked for it; of one that is there nothing is demanded.
#[test]
fn what_one_may_not_write_of_a_new_part_is_told_so_field_7() {
    let office = Office::for_packs();
    office.apply(json!({
        "pack": "bank", "version": 1, "language": 1, "title": "Bank",
        "objects": {
            "bill": {"title": "'bill'", "fields": {"note": {"type": "text"}}},
            "line": {"title": "'line'", "part_of": {"field": "bill", "name": "lines"}, "fields": {
                "bill": {"type": "ref", "to": "bank.bill"}, "what": {"type": "text"},
                "cost": {"type": "integer", "required": true, "confidential": true}}}
        },
        "roles": {"account_manager": ["bank.bill"], "sales_manager": ["bank", "bank.line.cost:write"]}
    }));
    let told = |session: &Session, operation: &str, with: Json| match session.call(operation, &with.to_string()) {
        Ok(record) => serde_json::from_str::<Json>(&record).unwrap(),
        Err(CrmError::Invalid { fields }) => fields.iter().map(|field| json!([&*field.field, &*field.code])).collect(),
        Err(other) => panic!("{other}"),
    };
    let new = json!({"new": {"lines": [{"what": "a"}]}});
    assert_eq!(told(&office.ann, "bank.bill.create", new.clone()), json!([["lines[0].cost", "not_writable"]]));
    assert_eq!(told(&office.manager, "bank.bill.create", new), json!([["lines[0].cost", "required"]]));
    let there = told(&office.manager, "bank.bill.create", json!({"new": {"lines": [{"what": "a", "cost": 5}]}}));
    let line = there["parts"]["lines"][0]["id"].clone();
    let lines =
        |second: Json| json!({"id": there["id"], "changes": {"parts": {"lines": [{"id": line, "what": "b"}, second]}}});
    let added = told(&office.ann, "bank.bill.update", lines(json!({"what": "c"})));
    assert_eq!(added, json!([["lines[1].cost", "not_writable"]]));
    let changed = json!({"id": there["id"], "changes": {"parts": {"lines": [{"id": line, "what": "b"}]}}});
    assert_eq!(told(&office.ann, "bank.bill.update", changed)["parts"]["lines"][0]["values"]["what"], "b");
    let kept = told(&office.manager, "bank.bill.get", json!({"id": there["id"]}));
    assert_eq!(kept["parts"]["lines"][0]["values"]["cost"], 5);
}

// The audit's old words for a field are told by the right to the field of now; a word that is nobody's is told to nobody.
#[test]
fn the_audit_does_not_tell_a_secret_by_its_former_name_type_9() {
    let office = Office::for_packs();
    let version = |version: i64, field: Json| {
        json!({"pack": "inn", "version": version, "language": 1, "title": "Inn",
               "objects": {"guest": {"title": "'guest'", "fields": field}},
               "roles": {"sales_manager": ["inn", "inn.guest.paper:write"], "system_administrator": ["inn.guest.get"]}})
    };
    let paper = json!({"type": "text", "max": 30, "confidential": true});
    office.apply(version(1, json!({"name": {"type": "text"}, "paper": paper})));
    let id = call(&office.manager, "inn.guest.create", json!({"new": {"name": "王", "paper": "310101"}}))["id"].clone();
    call(&office.manager, "inn.guest.update", json!({"id": id, "changes": {"clear": ["paper"]}}));
    let mut renamed = paper.clone();
    renamed["was"] = json!("paper");
    let mut second = version(2, json!({"called": {"type": "text", "was": "name"}, "papers": renamed}));
    second["roles"] = json!({"sales_manager": ["inn"], "system_administrator": ["inn.guest.get"]});
    office.apply(second);
    let audit = call(&office.admin, "audit.list", json!({"filter": {"record": id}}));
    let text = audit.to_string();
    assert!(text.contains("王") && !text.contains("310101") && !text.contains("paper"), "{text}");
}

// A secret may be called as what stands around fields in a call.
#[test]
fn the_audit_does_not_tell_a_secret_by_a_borrowed_name_type_9() {
    let office = Office::for_packs();
    let version = |version: i64, fields: Json, writes: &[&str]| {
        let write: Vec<String> = writes.iter().map(|name| format!("inn.guest.{name}:write")).collect();
        let manager: Vec<String> = std::iter::once("inn".to_owned()).chain(write).collect();
        json!({"pack": "inn", "version": version, "language": 1, "title": "Inn",
               "objects": {"guest": {"title": "'guest'", "fields": fields}},
               "roles": {"sales_manager": manager, "system_administrator": ["inn.guest.get"]}})
    };
    let (plain, secret) = (json!({"type": "text"}), json!({"type": "text", "confidential": true}));
    let called = ["values", "parts", "clear", "changes"];
    let mut fields = json!({"open": plain, "amount": plain});
    called.iter().for_each(|name| fields[*name] = secret.clone());
    office.apply(version(1, fields.clone(), &called));
    let mut new = json!({"open": "王"});
    called.iter().for_each(|name| new[*name] = json!(format!("310101-{name}")));
    let id = call(&office.manager, "inn.guest.create", json!({"new": new}))["id"].clone();
    for name in called {
        let changes = json!({"values": {"open": "李", name: format!("310102-{name}")}});
        call(&office.manager, "inn.guest.update", json!({"id": id, "changes": changes}));
        call(&office.manager, "inn.guest.update", json!({"id": id, "changes": {"clear": [name, "amount"]}}));
    }
    let told = |operation: &str, with: Json| call(&office.admin, operation, with).to_string();
    let audited = || told("audit.list", json!({"filter": {"record": id}}));
    let text = audited();
    assert!(text.contains("王") && text.contains("李") && text.contains("amount"), "{text}");
    assert!(!text.contains("31010"), "{text}");
    // Hidden, they are no fields any more, and their words nobody's.
    let mut second = version(2, json!({"open": plain, "amount": plain}), &[]);
    second["removed"] = called.map(|name| format!("guest.{name}")).into_iter().collect();
    office.apply(second);
    assert!(!audited().contains("31010"), "{}", audited());
}

// A public field gives its name away; the secret that takes it, and is hidden under it, is told neither by the audit nor by a
// history.
#[test]
fn a_hidden_secret_has_the_name_that_another_field_had_type_9() {
    let office = Office::for_packs();
    let version = |version: i64, fields: Json, manager: &[&str]| {
        json!({"pack": "inn", "version": version, "language": 1, "title": "Inn",
               "objects": {"guest": {"title": "'guest'", "fields": fields}},
               "roles": {"sales_manager": manager, "system_administrator": ["inn.guest.get"]}})
    };
    let (plain, paper) = (json!({"type": "text"}), json!({"type": "text", "was": "open"}));
    let secret = json!({"type": "text", "confidential": true});
    office.apply(version(1, json!({"open": plain}), &["inn"]));
    let id = call(&office.manager, "inn.guest.create", json!({"new": {"open": "王"}}))["id"].clone();
    office.apply(version(2, json!({"paper": paper}), &["inn"]));
    office.apply(version(3, json!({"paper": paper, "open": secret}), &["inn", "inn.guest.open:write"]));
    call(&office.manager, "inn.guest.update", json!({"id": id, "changes": {"values": {"open": "440101"}}}));
    let told = |operation: &str, with: Json| call(&office.admin, operation, with).to_string();
    let both = || {
        [
            told("audit.list", json!({"filter": {"record": id}})),
            told("objects.history", json!({"record": {"object": "inn.guest", "id": id}})),
        ]
    };
    both().iter().for_each(|text| assert!(!text.contains("440101"), "{text}"));
    let mut last = version(4, json!({"paper": paper}), &["inn"]);
    last["removed"] = json!(["guest.open"]);
    office.apply(last);
    both().iter().for_each(|text| assert!(!text.contains("440101"), "{text}"));
}

// A duty that the kind of record does not know names nobody, and is refused with the definition.
#[test]
fn a_duty_that_a_kind_has_not_is_refused_type_9() {
    let office = Office::for_packs();
    let document = json!({"pack": "p", "version": 1, "language": 1, "title": "P",
        "extend": {"contact": {"fields": {"secret": {"type": "text", "confidential": ["creator"]}}}}});
    let plan = office.admin.packs().plan(document.into()).unwrap();
    let refusals: Vec<_> = plan.refusals.iter().map(|one| (one.field.as_str(), one.code.as_str())).collect();
    assert_eq!(refusals, [("extend.contact.fields.secret.confidential[0]", "unknown_field")]);
}
