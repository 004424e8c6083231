//! FIELD-2, FIELD-3, FIELD-5, FIELD-6, FIELD-10: field rights of whoever has a record by duty alone, as a collaborator, by a
//! share or by a ticket of its customer, and of whoever hands records over.

use crm_core::departments::NewDepartment;
use crm_core::prelude::*;
use crm_core::users::UserUpdate;
use serde_json::{Value, json};

use crate::field_world::*;
use crate::support::*;

/// How somebody comes to have the records of the world, whatever their roles.
const TIES: &[&str] = &["collaborator", "share", "share of the department", "ticket"];

/// Gives somebody a tie to the records of the world.
fn tie(world: &World, tie: &str, who: &Session) {
    let office = &world.office;
    let give = |whom: Value| {
        for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY), ("ticket", TICKET)] {
            let mut share = json!({"entity": entity, "id": id(number), "access": "write"});
            share.as_object_mut().unwrap().extend(whom.as_object().unwrap().clone());
            answer(&office.manager, "shares.give", share);
        }
    };
    match tie {
        "collaborator" => {
            for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY)] {
                let named = json!({"entity": entity, "id": id(number), "user": user(who)});
                answer(&office.manager, "collaborators.add", named);
            }
        }
        "share" => give(json!({"user": user(who)})),
        "share of the department" => {
            let new = NewDepartment { name: user(who).to_string(), ..Default::default() };
            let department = office.admin.departments().create(new, None).unwrap().id;
            let changes = UserUpdate { department: Some(department), ..Default::default() };
            office.admin.users().update(user(who), changes).unwrap();
            give(json!({"department": department}));
        }
        "ticket" => {
            let kind = entry(&office.ann, "ticket_kind", "咨询");
            let new = json!({"kind": kind, "summary": "s", "customer": id(CUSTOMER), "request": "r"});
            let ticket = answer(&office.ann, "tickets.create", json!({"new": new}));
            answer(&office.manager, "tickets.assign", json!({"id": ticket["id"], "assignee": user(who)}));
        }
        other => panic!("{other}"),
    }
}

/// FIELD-2: where no role of theirs holds the area, all count; without any role, nothing set means full.
#[test]
fn by_duty_alone_all_roles_count() {
    let in_full = ("+86 138-0013-8000", "王小明");
    for way in TIES {
        let world = World::new(&Values::first());
        let hidden = ["customer.phone hidden", "contact.name masked", "opportunity.description masked"];
        // Neither holds anything of customers, contacts or opportunities; the third does, and can't call what is called.
        world.role_of("blind", &["products.list"], &hidden);
        world.role_of("others", &["dictionary.list"], &["customer.phone masked", "opportunity.description masked"]);
        world.role_of("known", &["orders.list", "plans.get"], &hidden);
        for (name, roles, phone, contact, description) in [
            ("nobody", &[][..], Some(in_full.0), in_full.1, "一切都好"),
            ("a", &["blind"], None, "王****", "****"),
            // FIELD-2: the widest of both, and what the one does not set it has in full.
            ("b", &["blind", "others"], Some("138****8000"), in_full.1, "****"),
            // One holds an operation of each area: it alone counts.
            ("c", &["known", "others"], None, "王****", "****"),
            ("d", &["blind", "integration"], Some(in_full.0), in_full.1, "一切都好"),
        ] {
            let who = world.hire(name, roles);
            let get = json!({"id": id(CUSTOMER)});
            assert_eq!(refused(who.call("customers.get", &get.to_string())), "forbidden", "{way} {roles:?}");
            tie(&world, way, &who);
            let told = answer(&who, "customers.get", get);
            assert_eq!(told["phone"].as_str(), phone, "{way} {roles:?}");
            let withheld = if phone == Some(in_full.0) { Value::Null } else { json!(["phone"]) };
            assert_eq!(told.get("withheld").cloned().unwrap_or_default(), withheld, "{way} {roles:?}");
            let told = answer(&who, "contacts.get", json!({"id": id(CONTACT)}));
            assert_eq!(told["name"], contact, "{way} {roles:?}");
            if *way != "ticket" {
                let told = answer(&who, "plans.get", json!({"opportunity": id(OPPORTUNITY)}));
                assert_eq!(told["opportunity"]["description"], description, "{way} {roles:?}");
            }
        }
    }
}

/// FIELD-6, FIELD-7: whoever maintains a record by duty writes what their roles let them.
#[test]
fn by_duty_nobody_writes_what_they_may_not() {
    for way in &TIES[..3] {
        let world = World::new(&Values::first());
        let rights = [
            "customer.phone read_only",
            "customer.credit hidden",
            "customer.fax masked",
            "contact.office_phone masked",
            "interaction.place masked",
            "ticket.request masked",
        ];
        world.role_of("clerk", &["products.list"], &rights);
        let clerk = world.hire("clerk", &["clerk"]);
        tie(&world, way, &clerk);
        let plain = world.hire("plain", &[]);
        tie(&world, way, &plain);
        let gender = entry(&world.office.ann, "gender", "男");
        let kind = entry(&world.office.ann, "ticket_kind", "咨询");
        let contact = json!({"name": "李雷", "gender": gender, "position": "经理", "office_phone": "1"});
        let visit = json!({"date": "2026-03-02", "place": "上海", "summary": "s", "details": "d"});
        let ticket = json!({"kind": kind, "summary": "s", "customer": id(CUSTOMER), "request": "r"});
        let update = |changes: Value| json!({"id": id(CUSTOMER), "changes": changes});
        let below = |new: &Value| json!({"customer": id(CUSTOMER), "new": new});
        for (operation, arguments, refusal) in [
            ("customers.update", update(json!({"phone": "1"})), &["phone:not_writable"][..]),
            ("customers.update", update(json!({"clear": ["fax"]})), &["fax:not_writable"]),
            ("customers.update", update(json!({"credit": 1, "postcode": "1"})), &["credit:not_writable"]),
            ("contacts.create", below(&contact), &["office_phone:not_writable"]),
            (
                "contacts.update",
                json!({"id": id(CONTACT), "changes": {"office_phone": "1"}}),
                &["office_phone:not_writable"],
            ),
            ("interactions.create", below(&visit), &["place:not_writable"]),
            ("tickets.create", json!({"new": ticket}), &["request:not_writable"]),
        ] {
            let before = answer(&world.office.manager, "customers.get", json!({"id": id(CUSTOMER)}));
            let refused = clerk.call(operation, &arguments.to_string());
            assert_eq!(invalid(refused), refusal, "{way} {operation} {arguments}");
            let after = answer(&world.office.manager, "customers.get", json!({"id": id(CUSTOMER)}));
            assert_eq!(before, after, "{way} {operation}");
            // FIELD-2: who has no role at all writes them.
            answer(&plain, operation, arguments);
        }
        // What is not limited is written, and the answer withholds as any other.
        let told = answer(&clerk, "customers.update", update(json!({"website": "example.com"})));
        assert_eq!((&told["website"], &told["credit"]), (&json!("example.com"), &Value::Null), "{way}");
        assert_eq!(told["withheld"], json!(["credit", "fax"]), "{way}");
        // FIELD-7: a contact is incomplete without what they may not write.
        let mut contact = contact.clone();
        contact.as_object_mut().unwrap().remove("office_phone");
        let told = answer(&clerk, "contacts.create", below(&contact));
        assert_eq!(told["withheld"], json!(["office_phone"]), "{way}");
    }
    // PERM-3: a share for reading lets nobody write, and says nothing of fields.
    let world = World::new(&Values::first());
    world.role_of("clerk", &["products.list"], &["customer.phone hidden"]);
    let clerk = world.hire("clerk", &["clerk"]);
    let share = json!({"entity": "customer", "id": id(CUSTOMER), "access": "read", "user": user(&clerk)});
    answer(&world.office.manager, "shares.give", share);
    let write = json!({"id": id(CUSTOMER), "changes": {"phone": "1"}});
    assert_eq!(refused(clerk.call("customers.update", &write.to_string())), "forbidden");
}

/// FIELD-3, FIELD-9: what these operations answer, and what the audit keeps of them, shows what a record is called and
/// nothing of it that can be withheld.
#[test]
fn what_is_shared_and_handed_over_shows_no_field() {
    let world = World::new(&Values::first());
    let office = &world.office;
    let rights: Vec<String> = confidential(&office.admin)
        .into_iter()
        .map(|(entity, field, hideable)| format!("{entity}.{field} {}", if hideable { "hidden" } else { "masked" }))
        .collect();
    let rights: Vec<&str> = rights.iter().map(String::as_str).collect();
    let clerk = {
        world.role("clerk", &["audit.list"], &rights);
        world.hire("clerk", &["clerk"])
    };
    let mut values = Vec::new();
    for (operation, number, place) in
        [("customers.get", CUSTOMER, ""), ("opportunities.get", OPPORTUNITY, ""), ("tickets.get", TICKET, "/ticket")]
    {
        let get = json!({"id": id(number)});
        let part = answer(&clerk, operation, get.clone());
        let all = answer(&office.manager, operation, get);
        for field in part.pointer(place).unwrap()["withheld"].as_array().unwrap() {
            let value = &all.pointer(place).unwrap()[field.as_str().unwrap()];
            values.extend(value.as_str().map(str::to_owned));
        }
    }
    assert!(values.len() > 15, "{values:?}");
    let (ben, stranger) = (user(&office.ben), user(&office.stranger));
    let mut told = Vec::new();
    for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY), ("ticket", TICKET)] {
        let record = json!({"entity": entity, "id": id(number)});
        let with = |more: Value| {
            let mut all = record.as_object().unwrap().clone();
            all.extend(more.as_object().unwrap().clone());
            Value::Object(all)
        };
        told.push(answer(&clerk, "shares.give", with(json!({"access": "read", "user": stranger}))));
        told.push(answer(&office.manager, "shares.give", with(json!({"access": "read", "user": user(&clerk)}))));
        told.push(answer(&clerk, "shares.list", record.clone()));
        told.push(answer(&clerk, "shares.mine", json!({"entity": entity})));
        if entity != "ticket" {
            told.push(answer(&clerk, "collaborators.add", with(json!({"user": stranger}))));
            told.push(answer(&clerk, "collaborators.list", record.clone()));
            told.push(answer(&clerk, "collaborators.remove", with(json!({"user": stranger}))));
        }
        told.push(answer(&clerk, "shares.take_back", with(json!({"user": stranger}))));
    }
    let ann = user(&office.ann);
    told.push(answer(&clerk, "handover.preview", json!({"from_user": ann})));
    let what = json!({"customers": {"name": "华东"}, "keep_as_collaborator": true});
    let run = json!({"from_user": ann, "to_user": ben, "reason": "休假", "what": what});
    told.push(answer(&clerk, "handover.run", run));
    told.push(answer(&office.admin, "users.disable", json!({"id": ann})));
    let run = json!({"from_user": ann, "to_user": ben, "reason": "离职", "what": {"everything": true}});
    told.push(answer(&clerk, "handover.run", run));
    for operation in [
        "shares.give",
        "shares.take_back",
        "collaborators.add",
        "collaborators.remove",
        "handover.run",
        "users.disable",
    ] {
        let page = answer(&clerk, "audit.list", json!({"filter": {"operation": operation}}));
        assert!(!page["items"].as_array().unwrap().is_empty(), "{operation}");
        told.push(page);
    }
    // FIELD-9: that somebody works on a record is told, though its fields are not.
    assert!(told.iter().any(|told| told.to_string().contains(r#"\"collaborators\":["#)), "{told:?}");
    for told in told {
        for value in &values {
            assert!(!told.to_string().contains(value.as_str()), "{value} in {told}");
        }
    }
}

/// FIELD-5, FIELD-10: what is handed over by a filter is found by nothing that the caller does not read in full.
#[test]
fn a_hand_over_asks_for_no_field_that_is_not_read() {
    let world = World::new(&Values::first());
    let office = &world.office;
    let rights = [
        "customer.credit hidden",
        "customer.level masked",
        "customer.external_id masked",
        "customer.satisfaction read_only",
        "opportunity.contact_phone masked",
        "ticket.request masked",
    ];
    world.role("chief", &[], &rights);
    let chief = world.hire("chief", &["chief"]);
    let run = |session: &Session, what: &Value| {
        let arguments =
            json!({"from_user": user(&office.ann), "to_user": user(&office.ben), "reason": "休假", "what": what});
        session.call("handover.run", &arguments.to_string())
    };
    let level = entry(&office.ann, "customer_level", "大客户");
    let held = || answer(&office.manager, "handover.preview", json!({"from_user": user(&office.ann)}));
    let before = held();
    for (what, refusal) in [
        (json!({"customers": {"credit": 3}}), &["credit:not_readable"][..]),
        // By rights alone, whether or not anything is found, and whoever else is asked for.
        (json!({"customers": {"credit": 1}}), &["credit:not_readable"]),
        (json!({"customers": {"credit": 3, "account_manager": user(&office.ben)}}), &["credit:not_readable"]),
        (
            json!({"customers": {"level": level, "external_id": "C1", "satisfaction": 3}}),
            &["level:not_readable", "external_id:not_readable"],
        ),
        // FIELD-5: a condition over several fields, of which one is withheld.
        (json!({"opportunities": {"contact": "王"}}), &["contact:not_readable"]),
        (
            json!({"customers": {"credit": 3}, "opportunities": {"contact": "王"}, "tickets": {"summary": "主轴"}}),
            &["credit:not_readable", "contact:not_readable"],
        ),
    ] {
        assert_eq!(invalid(run(&chief, &what)), refusal, "{what}");
        assert_eq!(held(), before, "{what}");
    }
    // FIELD-10: the form leaves them out.
    let form = chief.meta().describe("handover.run".into(), None).unwrap();
    let offers = |path: &str| form.arguments.iter().any(|f| f.path == path);
    for (path, expected) in [
        ("what.customers.credit", false),
        ("what.customers.level", false),
        ("what.customers.external_id", false),
        ("what.customers.satisfaction", true),
        ("what.opportunities.contact", false),
        ("what.opportunities.status", true),
        ("what.tickets.summary", true),
    ] {
        assert_eq!(offers(path), expected, "{path}");
    }
    // What is read in full is asked, and by who reads it the rest too.
    let moved = |session: &Session, what: Value| {
        let done: Value = serde_json::from_str(&run(session, &what).unwrap()).unwrap();
        done["moved"].clone()
    };
    assert_eq!(moved(&chief, json!({"customers": {"satisfaction": 1}})), json!([]));
    assert_eq!(moved(&chief, json!({"tickets": {"summary": "主轴"}})), json!([]));
    let one = |entity: &str| json!([{"entity": entity, "count": 1}]);
    assert_eq!(moved(&chief, json!({"customers": {"satisfaction": 3, "name": "安静"}})), one("customer"));
    assert_eq!(moved(&office.manager, json!({"customers": {"credit": 3}})), one("customer"));
    assert_eq!(moved(&office.manager, json!({"opportunities": {"contact": "王"}})), one("opportunity"));
}
