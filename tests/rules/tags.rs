//! TAG-1: tags that records of any kind bear, and are found by.

use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use crm_core::tags::{MAX_NAME, MAX_TAGS, TagRef};
use crm_core::views::NewView;
use crm_core::{CrmError, Tree};
use serde_json::{Value, json};

use crate::notes::key;
use crate::support::*;

pub(crate) fn put(session: &Session, name: &str, document: Value) -> Result<crm_core::setup::SetupDocument> {
    session.setup().put("tag".into(), name.into(), document.into(), None, None, None)
}

/// A tag for any object.
fn tag(office: &Office, name: &str) {
    put(&office.manager, name, json!({"colour": "#cc0000"})).unwrap();
}

pub(crate) fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn set(session: &Session, record: &RecordKey, add: &[&str], remove: &[&str]) -> Result<Vec<TagRef>> {
    session.tags().set(record.clone(), Some(texts(add)), Some(texts(remove)))
}

pub(crate) fn names(tags: Result<Vec<TagRef>>) -> Vec<String> {
    tags.unwrap().into_iter().map(|tag| tag.name).collect()
}

pub(crate) fn borne(session: &Session, record: &RecordKey) -> Vec<String> {
    names(session.tags().list(record.clone()))
}

fn inn() -> Tree {
    json!({
        "pack": "inn", "version": 1, "language": 1, "title": "Guests",
        "objects": {
            "guest": {"title": "name", "fields": {
                "name": {"type": "text", "required": true, "search": true},
                "contact": {"type": "ref", "to": "contact"}
            }},
            "room": {"title": "name", "off": ["tags"], "fields": {"name": {"type": "text", "required": true}}},
            "book": {"title": "tags", "fields": {"tags": {"type": "text", "required": true, "search": true}}}
        },
        "roles": {"sales_manager": ["inn"], "account_manager": ["inn"]}
    })
    .into()
}

// TAG-1, SETUP-2 to SETUP-4: a tag is a document that sales managers keep, of a name, a colour and objects.
#[test]
fn a_tag_is_a_setup_document() {
    let office = Office::new();
    office.apply(inn());
    let made =
        put(&office.manager, "重点", json!({"colour": "#1a2B3c", "objects": ["customer", "inn.guest"]})).unwrap();
    assert!(made.enabled);
    assert_eq!(invalid(put(&office.manager, "ＡＢ", json!({"colour": "red"}))), ["colour:not_a_colour"]);
    assert_eq!(invalid(put(&office.manager, "x", json!({"colour": "#12345é"}))), ["colour:not_a_colour"]);
    assert_eq!(invalid(put(&office.manager, "x", json!({"colour": ""}))), ["colour:required"]);
    let wrong = json!({"colour": "#12345", "objects": ["customer", "nothing", "user", "inn.room"]});
    assert_eq!(
        invalid(put(&office.manager, &"长".repeat(51), wrong)),
        [
            "name:too_long",
            "colour:not_a_colour",
            "objects[1]:unknown_object",
            "objects[2]:not_supported",
            "objects[3]:not_supported"
        ]
    );
    put(&office.manager, &"长".repeat(MAX_NAME), json!({"colour": "#000000", "objects": []})).unwrap();
    let rename = |to: &str| office.manager.setup().rename("tag".into(), "重点".into(), to.into());
    assert_eq!(invalid(rename(&"长".repeat(51))), ["name:too_long"]);
    assert_eq!(rename("重点客户").unwrap().id, made.id);
    for session in [&office.ann, &office.executive, &office.stranger] {
        assert_eq!(session.setup().list("tag".into(), None, None).unwrap().items.len(), 3);
        assert_eq!(refused(put(session, "x", json!({"colour": "#000000"}))), "forbidden");
    }
}

// TAG-1, PROC-2: whoever keeps records tags any that they read, in every state, with enabled tags that are for its object.
#[test]
fn records_bear_tags() {
    let office = Office::new();
    office.apply(inn());
    for name in ["重点", "老客户", "展会"] {
        tag(&office, name);
    }
    put(&office.manager, "客人", json!({"colour": "#00aa00", "objects": ["inn.guest"]})).unwrap();
    let customer = office.customer();
    let record = key("customer", customer.id);
    let tags = set(&office.ben, &record, &["展会", "重点", "重点"], &["没有"]).unwrap();
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["重点", "展会"]);
    assert_eq!(tags[0].colour, "#cc0000");
    assert_eq!(names(set(&office.ann, &record, &["老客户"], &["展会", "ｘ"])), ["重点", "老客户"]);
    assert_eq!(borne(&office.manager, &record), ["重点", "老客户"]);
    assert_eq!(office.ann.customers().get(customer.id).unwrap().version, customer.version);

    office.manager.setup().disable("tag".into(), "展会".into()).unwrap();
    assert_eq!(
        invalid(set(&office.ann, &record, &["无", "展会", "客人", "重点"], &["重点"])),
        ["remove[0]:set_and_cleared", "add[0]:unknown", "add[1]:unknown", "add[2]:not_supported"]
    );
    // A disabled one stays where it is, and goes when it is taken off.
    office.manager.setup().disable("tag".into(), "重点".into()).unwrap();
    assert_eq!(names(set(&office.ann, &record, &["老客户"], &[])), ["重点", "老客户"]);
    assert_eq!(names(set(&office.ann, &record, &[], &["重点"])), ["老客户"]);

    let guest = office.ann.objects().create("inn.guest".into(), json!({"name": "李明"}).into(), None).unwrap();
    let guest = key("inn.guest", guest.id);
    assert_eq!(names(set(&office.manager, &guest, &["客人"], &[])), ["客人"]);
    let room = office.ann.objects().create("inn.room".into(), json!({"name": "301"}).into(), None).unwrap();
    assert_eq!(invalid(set(&office.ann, &key("inn.room", room.id), &[], &[])), ["record:not_supported"]);
    assert_eq!(invalid(office.ann.tags().list(key("user", user(&office.ann)))), ["record:not_supported"]);
    // Who does not read the record hears its `get`.
    for session in [&office.executive, &office.admin, &office.stranger] {
        let get = session.objects().get("customer".into(), record.id).unwrap_err();
        assert_eq!(session.tags().list(record.clone()).unwrap_err(), get);
    }
    let refusal = |session: &Session| match set(session, &record, &[], &[]).unwrap_err() {
        CrmError::Forbidden { operation, .. } => operation,
        other => panic!("{other:?}"),
    };
    assert_eq!([&office.executive, &office.admin].map(refusal), ["tags.set", "customers.get"]);

    office.lose(customer.id);
    assert_eq!(names(set(&office.ann, &record, &[], &["老客户"])), Vec::<String>::new());
    for at in 0..=MAX_TAGS {
        tag(&office, &format!("T{at}"));
    }
    let many: Vec<String> = (0..MAX_TAGS).map(|at| format!("T{at}")).collect();
    assert_eq!(office.ann.tags().set(record.clone(), Some(many), None).unwrap().len(), MAX_TAGS);
    assert_eq!(invalid(set(&office.ann, &record, &["T50"], &[])), ["add:too_many"]);
    assert_eq!(set(&office.ann, &record, &["T50"], &["T0"]).unwrap().len(), MAX_TAGS);
}

// TAG-1, PROC-11, OBJ-15: what a record bears is a change of it in the audit and in its history.
#[test]
fn tags_are_audited_as_changes_of_the_record() {
    let office = Office::new();
    office.apply(inn());
    tag(&office, "重点");
    let guest = office.ann.objects().create("inn.guest".into(), json!({"name": "李明"}).into(), None).unwrap();
    for record in [key("customer", office.customer().id), key("inn.guest", guest.id)] {
        set(&office.ann, &record, &["重点"], &[]).unwrap();
        set(&office.ann, &record, &["重点"], &[]).unwrap();
        set(&office.ann, &record, &[], &["重点"]).unwrap();
        let history = office.ann.objects().history(record.clone(), None).unwrap().items;
        let told: Vec<_> = history.iter().filter(|change| change.operation == "tags.set").collect();
        assert_eq!(told.len(), 2, "{}", record.object);
        let field = &told[1].fields[0];
        assert_eq!((field.field.as_str(), field.label.is_empty()), ("tags", false));
        assert_eq!(field.before, Some(crm_core::Value::Text("[]".into())));
        assert_eq!(field.after, Some(crm_core::Value::Text(r#"["重点"]"#.into())));
    }
    let filter = crm_core::audit::AuditFilter { operation: Some("tags.set".into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(filter), None).unwrap().items;
    assert_eq!(calls.len(), 4);
    assert_eq!(calls[3].changes[0].entity, Entity::CUSTOMER);
    assert!(calls[3].arguments.contains("重点"));
    // TYPE-9: the administrator reads no guests.
    assert_eq!((calls[0].arguments.as_str(), &calls[0].changes[0].before), ("{}", &None));
}

// TAG-1, FILT: `tags` is a field of every object: any of them, all of them, none of them, over references too.
#[test]
fn records_are_found_by_their_tags() {
    let office = Office::new();
    office.apply(inn());
    for name in ["重点", "老客户", "Expo"] {
        tag(&office, name);
    }
    let customers = ["甲", "乙", "丙", "丁"]
        .map(|name| office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap());
    for (at, tags) in [(0, &["重点", "老客户"][..]), (1, &["重点"]), (2, &["Expo"])] {
        set(&office.ann, &key("customer", customers[at].id), tags, &[]).unwrap();
    }
    let listed = |filter: &Value| -> String {
        let filter: Tree = filter.clone().into();
        let typed = office.ann.customers().list(None, None, Some(filter.clone())).unwrap().items;
        let sort = Some(vec!["created_at".to_owned()]);
        let page = office.ann.objects().list("customer".into(), Some(filter), sort, None, None).unwrap().items;
        let mut names: Vec<String> = typed.into_iter().map(|customer| customer.name).collect();
        let mut told: Vec<String> = page.into_iter().map(|record| record.title).collect();
        names.sort();
        told.sort();
        assert_eq!(names, told);
        let order = ["甲", "乙", "丙", "丁"];
        order.into_iter().filter(|name| told.iter().any(|known| known == name)).collect()
    };
    let leaf = |op: &str, value: Value| json!({"field": "tags", op: value});
    let is = |name: &str| leaf("is", json!(name));
    for (filter, found) in [
        (is("重点"), "甲乙"),
        (is("ｅｘｐｏ"), "丙"),
        (is("没有"), ""),
        (leaf("in", json!(["老客户", "EXPO"])), "甲丙"),
        (json!({"and": [is("重点"), is("老客户")]}), "甲"),
        (json!({"not": leaf("in", json!(["老客户", "expo"]))}), "乙丁"),
        (leaf("empty", json!(true)), "丁"),
        (leaf("empty", json!(false)), "甲乙丙"),
        (json!({"not": leaf("empty", json!(true))}), "甲乙丙"),
        (json!({"or": [is("expo"), {"field": "name", "is": "丁"}]}), "丙丁"),
        (json!({"not": {"and": [is("重点"), {"not": is("老客户")}]}}), "甲丙丁"),
    ] {
        assert_eq!(listed(&filter), found, "{filter}");
    }
    // A tag's new name is seen everywhere.
    office.manager.setup().rename("tag".into(), "重点".into(), "A 类".into()).unwrap();
    assert_eq!((listed(&is("a 类")), listed(&is("重点"))), ("甲乙".to_owned(), String::new()));

    // Over references, of defined objects, in tables and views.
    let contact = json!({"customer": customers[0].id, "new": {"name": "王芳", "position": "采购经理",
        "office_phone": "021-5555 0102", "gender": entry(&office.ann, "gender", "女")}});
    let contact: Value =
        serde_json::from_str(&office.ann.call("contacts.create", &contact.to_string()).unwrap()).unwrap();
    let objects = office.ann.objects();
    for new in [json!({"name": "李明", "contact": contact["id"]}), json!({"name": "无名"})] {
        objects.create("inn.guest".into(), new.into(), None).unwrap();
    }
    let guests = |filter: Value| -> Vec<String> {
        let page = objects.list("inn.guest".into(), Some(filter.into()), Some(vec!["name".into()]), None, None);
        page.unwrap().items.into_iter().map(|guest| guest.title).collect()
    };
    let of = |op: &str, value: Value| json!({"field": "contact.customer.tags", op: value});
    assert_eq!(guests(of("is", json!("老客户"))), ["李明"]);
    assert_eq!(guests(json!({"not": of("is", json!("老客户"))})), ["无名"]);
    assert_eq!(guests(of("empty", json!(true))), ["无名"]);
    let query = json!({"filter": is("老客户"), "measures": [{"count": true}]});
    assert_eq!(objects.aggregate("customer".into(), query.into()).unwrap().rows, [[crm_core::Value::Integer(1)]]);
    let definition = json!({"of": "customer", "parameters": {"tag": "text"},
                            "filter": {"field": "tags", "is": {"parameter": "tag"}}, "columns": ["name"]});
    let view = office.ann.views().create(NewView { name: "按标签".into(), definition: definition.into() }, None);
    let given = serde_json::from_value(json!({"tag": "expo"})).unwrap();
    let rows = office.ann.views().rows(view.unwrap().id.unwrap().to_string(), Some(given), None).unwrap().items;
    assert_eq!(rows[0].title, "丙");

    // What is wrong with a leaf, and where there are no tags.
    let wrong =
        |object: &str, filter: Value| invalid(objects.list(object.into(), Some(filter.into()), None, None, None));
    assert_eq!(wrong("customer", leaf("contains", json!("点"))), ["filter.contains:type"]);
    assert_eq!(wrong("customer", leaf("is", json!(3))), ["filter.is:type"]);
    assert_eq!(wrong("customer", json!({"field": "tags.name", "is": "x"})), ["filter.field:unknown_field"]);
    assert_eq!(wrong("inn.room", is("expo")), ["filter.field:unknown_field"]);
    let users = office.admin.objects().list("user".into(), Some(is("expo").into()), None, None, None);
    assert_eq!(invalid(users), ["filter.field:unknown_field"]);
    // An object's own field of that name is its own.
    objects.create("inn.book".into(), json!({"tags": "红楼梦"}).into(), None).unwrap();
    let own = objects.list("inn.book".into(), Some(leaf("contains", json!("红")).into()), None, None, None);
    assert_eq!(own.unwrap().items.len(), 1);
    let summed = json!({"pack": "sum", "version": 1, "language": 1, "title": "x", "requires": {"inn": 1}, "objects": {
        "house": {"title": "name", "fields": {"name": {"type": "text", "required": true},
            "guests": {"type": "integer", "rollup": {"count": true, "of": "sum.stay", "by": "house", "where": is("expo")}}}},
        "stay": {"title": "id", "fields": {"house": {"type": "ref", "to": "sum.house"}}}
    }});
    let refusals = office.admin.packs().plan(summed.into()).unwrap().refusals;
    assert!(refusals.iter().any(|refusal| refusal.code == "not_here"), "{refusals:?}");
}

// TAG-1: a tag that records bear is not deleted but merged; its records bear the other one, once.
#[test]
fn a_tag_that_is_borne_is_merged() {
    let office = Office::new();
    for name in ["老客户", "重点", "空"] {
        tag(&office, name);
    }
    let records = ["甲", "乙", "丙"].map(|name| {
        key("customer", office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap().id)
    });
    set(&office.ann, &records[0], &["老客户", "重点"], &[]).unwrap();
    set(&office.ann, &records[1], &["老客户"], &[]).unwrap();
    set(&office.ann, &records[2], &["重点"], &[]).unwrap();
    let setup = office.manager.setup();
    let plan = setup.plan("tag".into(), "老客户".into(), json!({"colour": "#00ff00"}).into()).unwrap();
    assert_eq!((plan.records.count, plan.records.more, plan.changes), (2, false, texts(&["colour"])));
    assert_eq!(invalid(setup.delete("tag".into(), "老客户".into())), ["name:in_use"]);
    setup.delete("tag".into(), "空".into()).unwrap();

    let merge = |session: &Session, from: &str, into: &str| session.tags().merge(from.into(), into.into());
    for session in [&office.ann, &office.executive] {
        assert_eq!(refused(merge(session, "老客户", "重点")), "forbidden");
    }
    assert_eq!(invalid(merge(&office.manager, "空", "没有")), ["tag:unknown", "into:unknown"]);
    assert_eq!(invalid(merge(&office.manager, "重点", "重点")), ["into:twice"]);
    // What a tag is put on by: one that is in use, and is for what its records are. Nothing has moved.
    put(&office.manager, "单", json!({"colour": "#000000", "objects": ["order"]})).unwrap();
    assert_eq!(invalid(merge(&office.manager, "老客户", "单")), ["into:not_supported"]);
    setup.disable("tag".into(), "重点".into()).unwrap();
    assert_eq!(invalid(merge(&office.manager, "老客户", "重点")), ["into:unknown"]);
    setup.enable("tag".into(), "重点".into()).unwrap();
    assert_eq!(borne(&office.ann, &records[1]), ["老客户"]);
    assert_eq!(merge(&office.manager, "老客户", "重点").unwrap().count, 2);
    for record in &records {
        assert_eq!(borne(&office.ann, record), ["重点"]);
    }
    assert_eq!(refused(setup.get("tag".into(), "老客户".into(), None)), "not_found");
    let filter = crm_core::audit::AuditFilter { operation: Some("tags.merge".into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(filter), None).unwrap().items;
    assert_eq!(calls.len(), 1);
    assert!(
        calls[0]
            .changes
            .iter()
            .any(|change| change.after.as_deref().is_some_and(|told| told.contains(r#""records":2"#)))
    );
}

// PROC-3: tags go with their record.
#[test]
fn tags_go_with_their_record() {
    let office = Office::new();
    office.apply(inn());
    tag(&office, "重点");
    let opportunity = office.opportunity().id;
    let guest = office.ann.objects().create("inn.guest".into(), json!({"name": "李明"}).into(), None).unwrap().id;
    for record in [key("opportunity", opportunity), key("inn.guest", guest)] {
        set(&office.ann, &record, &["重点"], &[]).unwrap();
    }
    let plan = || office.manager.setup().plan("tag".into(), "重点".into(), json!({"colour": "#000000"}).into());
    assert_eq!(plan().unwrap().records.count, 2);
    office.ann.opportunities().delete(opportunity, None).unwrap();
    office.manager.objects().delete("inn.guest".into(), guest, None).unwrap();
    assert_eq!(plan().unwrap().records.count, 0);
    office.manager.objects().restore(key("inn.guest", guest)).unwrap();
    assert_eq!(borne(&office.manager, &key("inn.guest", guest)), Vec::<String>::new());
    office.manager.setup().delete("tag".into(), "重点".into()).unwrap();
}
