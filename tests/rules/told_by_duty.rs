//! TYPE-9: a confidential field is told to whom it names by a duty on the record, whatever their roles, and to nobody else.

use crm_core::departments::NewDepartment;
use crm_core::users::UserUpdate;
use crm_core::{Session, Tree, UserId};
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
    }},
    "extend": {"customer": {"fields": {"margin": {"type": "integer", "confidential": ["owner"]}}}},
    "roles": {"account_manager": ["hr.review.get", "hr.review.list"],
              "sales_manager": ["hr", "hr.review.grade:write", "hr.review.raise:write", "hr.review.advice:write",
                                "hr.review.sealed:write", "customer.margin:write"]}
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
