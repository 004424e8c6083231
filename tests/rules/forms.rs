//! OBJ-17: what is told of calls of defined objects, and of the custom fields of typed ones, is what the call asks: a form can
//! be drawn from it, and what the form demands and limits the engine does.

use std::collections::BTreeSet;

use crm_core::meta::{FieldDescription, OperationDescription};
use crm_core::{Access, CrmError, Locale, Operation, RecordId, Session};
use serde_json::{Value as Json, json};

use crate::support::*;
use crate::views_packs::{Hotel, created};

/// Bills with their lines, and what is kept of customers.
fn shop() -> Json {
    json!({
        "pack": "shop", "version": 1, "language": 1, "title": "Shop",
        "objects": {
            "bill": {
                "title": "number", "number": {"pattern": "B{0000}"}, "owner": "clerk",
                "fields": {
                    "payer": {"type": "ref", "to": "customer", "required": true, "fixed": true},
                    "day": {"type": "date", "required": true, "default": "today"},
                    "clerk": {"type": "user", "default": "me"},
                    "way": {"type": "choice", "values": ["cash", "card"], "required": true, "doc": "How it is paid."},
                    "note": {"type": "text", "max": 2000, "lines": true},
                    "margin": {"type": "decimal", "places": 2, "min": 0, "max": 100, "confidential": true},
                    "total": {"type": "money", "rollup": {"sum": "price", "of": "shop.line", "by": "bill"}},
                    "paid_on": {"type": "date"}
                },
                "status": {"start": "open", "states": {"open": {}, "paid": {"final": true}},
                           "actions": {"pay": {"from": ["open"], "to": "paid", "takes": ["paid_on", "note"],
                                               "needs": ["paid_on"], "confirm": true},
                                       "void": {"from": ["open"], "to": "paid"}}}
            },
            "line": {
                "title": "what", "part_of": {"field": "bill", "name": "lines"},
                "fields": {"bill": {"type": "ref", "to": "shop.bill"}, "what": {"type": "text", "max": 20, "required": true},
                           "pieces": {"type": "integer", "min": 1, "max": 9, "default": "1"},
                           "price": {"type": "money", "min": "0.01", "max": "9999999.5", "required": true},
                           "off": {"type": "decimal", "places": 2, "min": "-1.5", "max": "2.00"}}
            }
        },
        "extend": {"customer": {"fields": {
            "tier": {"type": "choice", "values": ["gold", "silver"], "required": true, "doc": "What they are worth."},
            "points": {"type": "integer", "min": 0, "max": 500},
            "secret": {"type": "text", "confidential": true},
            "twice": {"type": "integer", "formula": "points * 2"}}}},
        "roles": {"account_manager": ["shop.bill@own"],
                  "sales_manager": ["shop", "shop.bill.margin:write", "customer.secret:write"]},
        "labels": {"zh-Hans": {"title": "商店", "bill": "账单", "bill.pay": "收款", "bill.lines": "明细",
                               "bill.way.cash": "现金", "line.what": "品名", "customer.tier": "等级"}}
    })
}

fn open() -> Office {
    let office = Office::for_packs();
    office.apply(shop());
    office
}

fn described(session: &Session, operation: &str) -> OperationDescription {
    session.meta().describe(operation.into(), None).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

fn paths(told: &OperationDescription) -> Vec<&str> {
    told.arguments.iter().map(|field| field.path.as_str()).collect()
}

fn field(session: &Session, operation: &str, path: &str) -> FieldDescription {
    let told = described(session, operation);
    let found = told.arguments.iter().find(|field| field.path == path);
    found.unwrap_or_else(|| panic!("{operation}: {path}: {:?}", paths(&told))).clone()
}

// OBJ-17, OBJ-6: every name of a defined object is described, field by field, and nothing that the name says already.
#[test]
fn every_call_of_a_defined_object_is_described() {
    let office = open();
    let told = |verb: &str| paths(&described(&office.manager, &format!("shop.bill.{verb}"))).join(" ");
    assert_eq!(
        told("create"),
        "new new.payer new.day new.clerk new.way new.note new.margin new.paid_on new.lines[] new.lines[].what \
         new.lines[].pieces new.lines[].price new.lines[].off id"
    );
    assert_eq!(
        told("update"),
        "id changes changes.values changes.values.day changes.values.clerk changes.values.way changes.values.note \
         changes.values.margin changes.values.paid_on changes.clear[] changes.parts changes.parts.lines[] \
         changes.parts.lines[].id changes.parts.lines[].what changes.parts.lines[].pieces changes.parts.lines[].price \
         changes.parts.lines[].off changes.version"
    );
    assert_eq!(told("pay"), "id with with.note with.paid_on version");
    assert_eq!(told("void"), "id version");
    assert_eq!(told("get"), "id");
    assert_eq!(told("delete"), "id version");
    assert_eq!(told("restore"), "id");
    assert_eq!(told("related"), "id rows");
    assert_eq!(told("history"), "id page page.after page.limit page.count");
    assert!(
        told("create_many").starts_with("records[] records[].payer ") && told("create_many").ends_with("per_record")
    );
    assert!(told("list").starts_with("filter sort[] fields[] page ") && told("aggregate") == "query");
    // A part is listed by itself.
    assert_eq!(paths(&described(&office.manager, "shop.line.aggregate")), ["query"]);
    for name in ["shop.line.create", "shop.bill.fly", "shop.bills.get", "customer.create", "shop.bill"] {
        let refused = office.manager.meta().describe(name.into(), None).unwrap_err();
        assert_eq!(refused, CrmError::UnknownOperation { operation: name.into() });
    }
    assert_eq!(
        invalid(office.manager.meta().describe("shop.bill.get".into(), Some("x".into()))),
        ["kind:unknown_kind"]
    );
    let pay = described(&office.manager, "shop.bill.pay");
    assert_eq!(
        (pay.name.as_str(), pay.confirm, pay.permitted, pay.access),
        ("shop.bill.pay", true, true, Access::Write)
    );
    assert!(
        !described(&office.manager, "shop.bill.void").confirm && described(&office.manager, "shop.bill.delete").confirm
    );
    // Whose records: of who reaches their own alone.
    let own = described(&office.ann, "shop.bill.get");
    assert_eq!(own.reads.map(|level| level.to_string()).as_deref(), Some("own"));
    let all = described(&office.manager, "shop.bill.pay");
    assert_eq!(all.writes.map(|level| level.to_string()).as_deref(), Some("all"));
    let nobody = described(&office.stranger, "shop.bill.pay");
    assert_eq!((nobody.permitted, nobody.reads, nobody.writes), (false, None, None));
    // OBJ-18: in the session's language.
    let chinese = office.manager.with_locale(Locale::ZhHans);
    let labels = ["create", "pay", "history"].map(|verb| described(&chinese, &format!("shop.bill.{verb}")).label);
    assert_eq!(labels, ["新建账单", "收款", "账单变更记录"]);
    assert_eq!(field(&chinese, "shop.bill.create", "new.lines[].what").label, "品名");
    assert_eq!(field(&chinese, "shop.bill.create", "new.lines[]").label, "明细");
    assert_eq!(field(&chinese, "customers.create", "new.custom.tier").label, "等级");
}

// OBJ-17: types, limits, choices, help, defaults and rights.
#[test]
fn fields_have_types_limits_choices_and_defaults() {
    let office = open();
    let of = |path: &str| field(&office.manager, "shop.bill.create", path);
    let payer = of("new.payer");
    assert_eq!((payer.kind.as_str(), payer.required, payer.refers_to.as_deref()), ("ref", true, Some("customer")));
    let day = of("new.day");
    assert_eq!((day.required, day.default_value.as_deref()), (false, Some("today")));
    let way = of("new.way");
    let values: Vec<_> = way.choices.iter().map(|choice| (choice.value.as_str(), choice.label.as_str())).collect();
    assert_eq!((values, way.doc.as_str()), (vec![("cash", "Cash"), ("card", "Card")], "How it is paid."));
    let note = of("new.note");
    assert_eq!((note.max_length, note.multiline, note.required), (Some(2_000), true, false));
    let margin = of("new.margin");
    assert_eq!((margin.minimum, margin.maximum, margin.max_scale), (Some(0), Some(100), Some(2)));
    let lines = of("new.lines[]");
    assert_eq!((lines.max_items, lines.kind.as_str()), (Some(1_000), "list of shop.line"));
    let pieces = of("new.lines[].pieces");
    assert_eq!((pieces.minimum, pieces.maximum, pieces.default_value.as_deref()), (Some(1), Some(9), Some("1")));
    assert_eq!(of("new.lines[].price").max_scale, Some(2));
    assert_eq!(field(&office.manager, "shop.bill.pay", "id").refers_to.as_deref(), Some("shop.bill"));
    assert_eq!(field(&office.manager, "shop.bill.create", "id").refers_to, None);
    assert!(field(&office.manager, "shop.bill.pay", "with.paid_on").required, "the action needs it");
    // What is not whole is told as a text.
    let limits = |path: &str| {
        let told = of(path);
        (told.minimum, told.maximum, told.lowest.unwrap_or_default(), told.highest.unwrap_or_default())
    };
    assert_eq!(limits("new.lines[].price"), (None, None, "0.01".into(), "9999999.5".into()));
    assert_eq!(limits("new.lines[].off"), (None, Some(2), "-1.5".into(), String::new()));
    assert_eq!(limits("new.margin"), (Some(0), Some(100), String::new(), String::new()));
    // Who may not write a confidential field is not asked for it.
    assert!(!paths(&described(&office.ann, "shop.bill.create")).contains(&"new.margin"));
    // What a typed call names.
    let named = |operation: &str, path: &str| field(&office.ann, operation, path).refers_to;
    assert_eq!(named("opportunities.assign", "assignee").as_deref(), Some("user"));
    assert_eq!(named("opportunities.assign", "id").as_deref(), Some("opportunity"));
    assert_eq!(named("customers.create", "id"), None);
    assert_eq!(named("tickets.create", "new.customer").as_deref(), Some("customer"));
}

// OBJ-17, EXT-3, EXT-4: custom fields stand in the forms of typed operations.
#[test]
fn custom_fields_stand_in_forms() {
    let office = open();
    let of = |operation: &str, path: &str| field(&office.manager, operation, path);
    let tier = of("customers.create", "new.custom.tier");
    assert_eq!((tier.kind.as_str(), tier.required, tier.doc.as_str()), ("choice", true, "What they are worth."));
    assert!(!of("customers.update", "changes.custom.tier").required);
    let points = of("customers.update", "changes.custom.points");
    assert_eq!((points.minimum, points.maximum), (Some(0), Some(500)));
    assert!(of("customers.create_many", "customers[].custom.tier").required);
    assert!(!field(&office.integration, "customers.import_many", "customers[].custom.tier").required);
    let has = |session: &Session, name: &str| {
        paths(&described(session, "customers.create")).contains(&format!("new.custom.{name}").as_str())
    };
    assert!(!has(&office.manager, "twice"), "what the engine computes");
    assert!(has(&office.manager, "secret") && !has(&office.ann, "secret"), "what is confidential");
    // It stands behind the argument that takes it, and in the list of all operations too.
    let told = described(&office.manager, "customers.create");
    let at = told.arguments.iter().position(|field| field.path == "new.custom").unwrap();
    assert_eq!(
        &paths(&told)[at + 1..],
        ["new.custom.tier", "new.custom.points", "new.custom.secret", "id", "duplicates"]
    );
    let all = office.manager.meta().operations().unwrap();
    assert_eq!(paths(all.iter().find(|one| one.name == "customers.create").unwrap()), paths(&told));
    // A kind to which nothing is given has none.
    assert!(!paths(&described(&office.manager, "contacts.create")).iter().any(|path| path.starts_with("new.custom.")));
    let refused = office.manager.call("customers.create", r#"{"new": {"name": "华东"}}"#);
    assert_eq!(invalid(refused), ["custom.tier:required"]);
}

// OBJ-17, OBJ-11: a part that is there needs nothing but its id; what a new one needs is said of the list.
#[test]
fn a_part_that_is_there_needs_nothing() {
    let office = open();
    let manager = &office.manager;
    let told = described(manager, "shop.bill.update");
    let parts = told.arguments.iter().filter(|field| field.path.starts_with("changes.parts.lines[]."));
    assert!(parts.clone().count() > 3 && parts.clone().all(|field| !field.required), "{parts:?}");
    let list = field(manager, "shop.bill.update", "changes.parts.lines[]");
    assert_eq!(list.doc, "One without an `id` is new, and must be given `what`, `price`.");
    assert!(field(manager, "shop.bill.create", "new.lines[].what").required);
    assert_eq!(field(manager, "shop.bill.create", "new.lines[]").doc, "");
    let payer = manager.call("customers.create", r#"{"new": {"name": "华东", "custom": {"tier": "gold"}}}"#).unwrap();
    let payer: Json = serde_json::from_str(&payer).unwrap();
    let line = json!({"what": "茶", "price": {"amount": "1", "currency": "CNY"}});
    let bill = created(manager, "shop.bill", json!({"payer": payer["id"], "way": "cash", "lines": [line]}));
    let got: Json =
        serde_json::from_str(&manager.call("shop.bill.get", &json!({"id": bill}).to_string()).unwrap()).unwrap();
    let update = |lines: Json| {
        let changes = json!({"parts": {"lines": lines}});
        manager.call("shop.bill.update", &json!({"id": bill, "changes": changes}).to_string())
    };
    update(json!([{"id": got["parts"]["lines"][0]["id"]}])).unwrap();
    assert_eq!(invalid(update(json!([{}]))), ["lines[0].what:required", "lines[0].price:required"]);
}

/// The fields whose codes a refusal has.
fn told(refused: crm_core::Result<String>, codes: &[&str]) -> BTreeSet<String> {
    let all = invalid(refused).into_iter().filter_map(|found| {
        let (field, code) = found.rsplit_once(':')?;
        codes.contains(&code).then(|| field.to_owned())
    });
    all.collect()
}

// OBJ-17: what a form demands the call demands, and what it limits the call refuses, for every object of the hotel.
#[test]
fn forms_are_what_calls_ask() {
    let hotel = Hotel::new();
    let head = &hotel.head;
    let mut proved = BTreeSet::new();
    for object in head.meta().objects().unwrap().into_iter().filter(|object| object.name.starts_with("hotel.")) {
        let create = format!("{}.create", object.name);
        let form = described(head, &create);
        let fields: Vec<_> =
            form.arguments.iter().filter_map(|field| Some((field, field.path.strip_prefix("new.")?))).collect();
        let required: BTreeSet<String> =
            fields.iter().filter(|(field, _)| field.required).map(|(_, name)| (*name).to_owned()).collect();
        assert_eq!(told(head.call(&create, r#"{"new": {}}"#), &["required"]), required, "{create}");
        let named: BTreeSet<&str> = fields.iter().map(|(_, name)| *name).collect();
        for (field, name) in &fields {
            let (value, code) = match (field.kind.as_str(), field.max_length, field.minimum) {
                (_, Some(most), _) => (json!("x".repeat(usize::try_from(most).unwrap() + 1)), "too_long"),
                ("integer", _, Some(least)) => (json!(least - 1), "out_of_range"),
                ("money", _, Some(least)) => {
                    (json!({"amount": (least - 1).to_string(), "currency": "CNY"}), "out_of_range")
                }
                ("choice", ..) => (json!("nothing of the kind"), "unknown_value"),
                ("ref" | "entry", ..) => (json!(RecordId::default().to_string()), "unknown_record"),
                ("date" | "instant" | "boolean", ..) => (json!("x"), "type"),
                _ => continue,
            };
            let new = json!({"new": {*name: value}}).to_string();
            assert!(
                told(head.call(&create, &new), &[code]).contains(*name),
                "{create} {name}: {:?}",
                head.call(&create, &new)
            );
            proved.insert(code);
        }
        // What the form leaves out the engine sets; what hangs on a record stands in none.
        for field in object.fields.iter().filter(|field| !named.contains(field.name.as_str())) {
            let new = json!({"new": {&field.name: 1}}).to_string();
            let code = if field.kind == "names" { "unknown_field" } else { "read_only" };
            assert_eq!(told(head.call(&create, &new), &[code]), BTreeSet::from([field.name.clone()]), "{create}");
        }
    }
    assert_eq!(proved, BTreeSet::from(["out_of_range", "too_long", "type", "unknown_record"]));
    // An update takes what it says, and what it leaves out is fixed or the engine's.
    hotel.room("301", "388.50");
    let guest = created(&hotel.reception, "hotel.guest", json!({"name": "王芳", "phone": "13800000000"}));
    let value = json!({"amount": "100", "currency": "CNY"});
    let voucher = created(head, "hotel.voucher", json!({"guest": guest, "value": value, "valid_until": "2027-01-01"}));
    let form = described(head, "hotel.voucher.update");
    let named: Vec<&str> =
        form.arguments.iter().filter_map(|field| field.path.strip_prefix("changes.values.")).collect();
    assert_eq!(named, ["valid_until", "reservation"]);
    let update = |values: Json| {
        head.call("hotel.voucher.update", &json!({"id": voucher, "changes": {"values": values}}).to_string())
    };
    // Of what is fixed the same may be said again.
    let same = json!({"guest": guest, "value": value, "number": "V1"});
    assert_eq!(told(update(same), &["fixed", "read_only"]), BTreeSet::from(["number".to_owned()]));
    let other = json!({"value": {"amount": "200", "currency": "CNY"}});
    assert_eq!(told(update(other), &["fixed"]), BTreeSet::from(["value".to_owned()]));
    update(json!({"valid_until": "2027-02-01"})).unwrap();
    // An action takes its fields and no other.
    let act = |with: Json| head.call("hotel.voucher.redeem", &json!({"id": voucher, "with": with}).to_string());
    assert_eq!(paths(&described(head, "hotel.voucher.redeem")), ["id", "with", "with.reservation", "version"]);
    assert_eq!(
        told(act(json!({"valid_until": "2027-01-01"})), &["unknown_field"]),
        BTreeSet::from(["valid_until".into()])
    );
    assert_eq!(told(act(json!({})), &["required"]), BTreeSet::from(["reservation".to_owned()]));
    assert!(field(head, "hotel.voucher.redeem", "with.reservation").required);
    // The dictionary's entries are there to choose.
    let kind = field(head, "hotel.room.create", "new.kind");
    assert!(kind.category.as_deref() == Some("room_kind") && kind.choices.len() == 4, "{kind:?}");
    let general = Operation::find("objects.create").unwrap();
    assert_eq!(described(head, "hotel.room.create").doc, general.doc.trim());
}
