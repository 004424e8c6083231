//! EXT-3, EXT-4: columns of a file that are custom fields, and customers that lack required ones.

use crm_core::customers::{Customer, CustomerFilter, CustomerUpdate, NewCustomer};
use crm_core::imports::{EmptyCell, FieldMapping, ImportOptions, ImportReport, ValueMapping};
use crm_core::objects::ObjectUpdate;
use crm_core::settings::SettingsUpdate;
use crm_core::{Tree, Value};
use serde_json::{Value as Json, json};

use crate::custom::{custom, key, told as values};
use crate::imports::{bytes, column, told};
use crate::support::*;

/// What the tests give every kind that is imported.
fn clubs() -> Json {
    json!({
        "pack": "clubs", "version": 1, "language": 1, "title": "Clubs",
        "dictionary": {"club_colour": {"红": "red", "蓝": "blue"}},
        "objects": {"club": {"title": "name", "key": "code", "fields": {
            "code": {"type": "text", "required": true},
            "name": {"type": "text", "required": true}
        }, "unique": [{"fields": ["code"]}]}},
        "extend": {
            "customer": {
                "fields": {
                    "agreed": {"type": "boolean", "required": true},
                    "tier": {"type": "choice", "values": ["silver", "gold"], "default": "'silver'"},
                    "points": {"type": "integer", "min": 0, "max": 1000},
                    "rate": {"type": "decimal", "places": 2},
                    "budget": {"type": "money"},
                    "since": {"type": "date"},
                    "seen": {"type": "instant"},
                    "colour": {"type": "entry", "category": "club_colour"},
                    "club": {"type": "ref", "to": "clubs.club"},
                    "guide": {"type": "user"},
                    "account": {"type": "text", "confidential": true},
                    "double": {"type": "integer", "formula": "points * 2"}
                },
                "checks": {"gold": {"check": "tier != 'gold' or points >= 100", "text": "Gold takes 100 points."}}
            },
            "contact": {"fields": {"joined": {"type": "date"}, "nick": {"type": "text", "max": 5}}},
            "product": {
                "fields": {
                    "shelf": {"type": "integer"},
                    "colour": {"type": "entry", "category": "club_colour"},
                    "made": {"type": "text", "default": "'here'"},
                    "checked": {"type": "boolean", "required": true}
                },
                "checks": {"shelf": {"check": "shelf != 13", "text": "No shelf has the number 13."}}
            },
            "order": {"fields": {"channel": {"type": "choice", "values": ["web", "shop"]}, "guide": {"type": "user"}}}
        },
        "roles": {"sales_manager": ["clubs"]}
    })
}

fn office() -> Office {
    let office = Office::new();
    office.apply(clubs());
    office
}

fn customers(
    office: &Office,
    file: &str,
    more: Vec<FieldMapping>,
    options: Option<ImportOptions>,
) -> crm_core::Result<ImportReport> {
    let mapping = [vec![column("external_id", "id"), column("name", "name")], more].concat();
    office.integration.imports().customers(bytes(file), mapping, options, None)
}

/// The customers by their keys.
fn there(office: &Office) -> Vec<Customer> {
    let mut all = office.manager.customers().list(None, None, None).unwrap().items;
    all.sort_by(|a, b| a.external_id.cmp(&b.external_id));
    all
}

fn fields(names: &[&str]) -> Vec<FieldMapping> {
    names.iter().map(|name| column(&format!("custom.{name}"), name)).collect()
}

// EXT-3: every type is read from its text, in the same call as the rest of the line.
#[test]
fn columns_are_custom_fields_by_their_types() {
    let office = office();
    let club = Tree::from(json!({"code": "K1", "name": "东方"}));
    let club = office.manager.objects().create("clubs.club".into(), club, None).unwrap();
    let all = ["agreed", "tier", "points", "rate", "budget", "since", "seen", "colour", "club", "guide"];
    let file = format!(
        "id,name,{}\nA,a,是,gold,120,\"1,234.5\",99.90,2026/3/2,2026-03-02T10:00:00+08:00,红,k1,ben\n\
         B,b,no,,7,0.25,,,,blue,{},\n",
        all.join(","),
        club.id
    );
    let report = customers(&office, &file, fields(&all), None).unwrap();
    assert_eq!(told(&report), ["2 created", "3 created"], "{report:?}");
    let kept = there(&office);
    let a = values(&kept[0].custom);
    let plain = |name: &str| a[name].clone();
    assert_eq!(
        (plain("agreed"), plain("tier"), plain("points"), plain("double")),
        (json!(true), json!("gold"), json!(120), json!(240))
    );
    assert_eq!(
        (plain("rate"), plain("since"), plain("seen")),
        (json!("1234.5"), json!("2026-03-02"), json!("2026-03-02T02:00:00Z"))
    );
    assert_eq!(plain("budget"), json!({"amount": "99.90", "currency": "CNY"}));
    assert_eq!(
        (&a["colour"]["title"], &a["club"]["title"], &a["guide"]["title"]),
        (&json!("红"), &json!("东方"), &json!("本"))
    );
    // What a cell leaves out, the default fills.
    let b = values(&kept[1].custom);
    assert_eq!(
        (&b["agreed"], &b["tier"], &b["budget"], &b["colour"]["title"]),
        (&json!(false), &json!("silver"), &Json::Null, &json!("蓝"))
    );
    assert!(matches!(kept[1].custom.get("club"), Some(Value::Record(found)) if found.id == club.id));
    // The same file again changes nothing, another cell one record; the line says so.
    assert_eq!(told(&customers(&office, &file, fields(&all), None).unwrap()), ["2 unchanged", "3 unchanged"]);
    let other = file.replace(",7,0.25", ",8,0.25");
    assert_eq!(told(&customers(&office, &other, fields(&all), None).unwrap()), ["2 unchanged", "3 updated"]);
    let changed = &there(&office)[1];
    assert_eq!((values(&changed.custom)["double"].clone(), changed.version), (json!(16), 2));
}

// EXT-3, SALES-3: what is wrong, or can be read two ways, refuses its line, and is told with what else is wrong with it.
#[test]
fn a_text_that_is_none_of_its_field_refuses_its_line() {
    let office = office();
    for (field, cell, code) in [
        ("agreed", "maybe", "wrong_type"),
        ("tier", "iron", "unknown_value"),
        ("points", "1.5", "wrong_type"),
        ("points", "\"1,234\"", "ambiguous_number"),
        ("points", "1001", "out_of_range"),
        ("rate", "0.125", "too_precise"),
        ("since", "2026-13-01", "wrong_type"),
        ("since", "02.03.26", "two_digit_year"),
        ("seen", "2026-03-02 10:00", "wrong_type"),
        ("colour", "绿", "unknown_choice"),
        ("club", "K9", "unknown_record"),
        ("guide", "nobody", "not_active_user"),
    ] {
        let file = format!("id,name,{field}\nA,a,{cell}\n");
        let report = customers(&office, &file, fields(&[field]), None).unwrap();
        assert_eq!(told(&report), [format!("2 refused custom.{field}:{code}")], "{cell}");
    }
    // A check over custom fields is asked of the line too, and the next line has nothing of it.
    let file = "id,name,tier,points\nA,a,gold,5\nB,b,,\n";
    let report = customers(&office, file, fields(&["tier", "points"]), None).unwrap();
    assert_eq!(told(&report), ["2 refused checks.gold:check", "3 created"]);
    assert_eq!(values(&there(&office)[0].custom)["points"], Json::Null);
    // Mapped values, constants and lenient ones are those of any field.
    let gold = ValueMapping { cell: "金".into(), to: "gold".into() };
    let mapping = vec![
        FieldMapping { values: Some(vec![gold]), ..column("custom.tier", "tier") },
        FieldMapping { lenient: Some(true), ..column("custom.points", "points") },
    ];
    let report = customers(&office, "id,name,tier,points\nC,c,,x\nD,d,金,200\n", mapping, None).unwrap();
    assert_eq!(told(&report), ["2 created", "3 created"], "{report:?}");
    assert_eq!(report.lines[0].notes[0].field, "custom.points");
}

// FIELD-6, EXT-3: what can't be given is told of the mapping.
#[test]
fn a_mapping_names_custom_fields_that_can_be_given() {
    let office = office();
    let wrong = |field: &str| invalid(customers(&office, "id,name,x\nA,a,1\n", vec![column(field, "x")], None));
    assert_eq!(wrong("custom.nothing"), ["mapping[2].field:unknown_field"]);
    assert_eq!(wrong("custom.double"), ["mapping[2].field:read_only"]);
    assert_eq!(wrong("custom.account"), ["mapping[2].field:not_writable"]);
    let clear = FieldMapping { empty_cell: Some(EmptyCell::Clear), ..column("custom.agreed", "x") };
    assert_eq!(
        invalid(customers(&office, "id,name,x\nA,a,1\n", vec![clear], None)),
        ["mapping[2].empty_cell:not_clearable"]
    );
    // Where nobody defined any, every name is unknown.
    let plain = Office::new();
    let unknown = customers(&plain, "id,name,x\nA,a,1\n", vec![column("custom.tier", "x")], None);
    assert_eq!(invalid(unknown), ["mapping[2].field:unknown_field"]);
}

// EXT-3: an empty cell keeps, or empties where the mapping says so; entries are made where the options do.
#[test]
fn cells_empty_custom_fields_and_make_entries() {
    let office = office();
    let make = ImportOptions { create_entries: Some(true), ..Default::default() };
    let names = ["points", "colour", "tier"];
    let file = "id,name,points,colour,tier\nA,a,7,绿,gold\n";
    let report = customers(&office, file, fields(&["colour", "points"]), Some(make)).unwrap();
    assert_eq!(
        (told(&report), report.created_entries),
        (vec!["2 created".to_owned()], vec!["club_colour: 绿".to_owned()])
    );
    let empty = "id,name,points,colour,tier\nA,a,,,\nB,b,,,\n";
    assert_eq!(told(&customers(&office, empty, fields(&names), None).unwrap()), ["2 unchanged", "3 created"]);
    let clear =
        |name: &str| FieldMapping { empty_cell: Some(EmptyCell::Clear), ..column(&format!("custom.{name}"), name) };
    let empty = "id,name,points,colour,tier\nA,a,,,\nC,c,,,\n";
    let report = customers(&office, empty, names.map(clear).to_vec(), None).unwrap();
    assert_eq!(told(&report), ["2 updated", "3 created"]);
    let kept = there(&office);
    let of = |at: usize| (values(&kept[at].custom)["points"].clone(), values(&kept[at].custom)["tier"].clone());
    // A new record has nothing to lose: its default fills it.
    assert_eq!((of(0), of(2)), ((Json::Null, Json::Null), (Json::Null, json!("silver"))));
}

// EXT-3: contacts have theirs behind `contact.custom.`.
#[test]
fn contacts_of_a_file_have_custom_fields() {
    let office = office();
    let mapping = || {
        vec![
            column("contact.name", "person"),
            column("contact.custom.joined", "born"),
            column("contact.custom.nick", "nick"),
        ]
    };
    let file = "id,name,person,born,nick\nA,a,王芳,1990-01-02,芳\n";
    assert_eq!(told(&customers(&office, file, mapping(), None).unwrap()), ["2 created"]);
    let contact = || office.manager.contacts().list(None, None, None, None).unwrap().items.remove(0);
    assert_eq!(values(&contact().custom), json!({"joined": "1990-01-02", "nick": "芳"}));
    let file = "id,name,person,born,nick\nA,a,王芳,1990-01-03,\n";
    assert_eq!(told(&customers(&office, file, mapping(), None).unwrap()), ["2 updated"]);
    assert_eq!(values(&contact().custom), json!({"joined": "1990-01-03", "nick": "芳"}));
    // Of a person who is there and of one who is new.
    let file = "id,name,person,born,nick\nA,a,王芳,,toolong\nA,a,李强,,toolong\n";
    let report = customers(&office, file, mapping(), None).unwrap();
    assert_eq!(told(&report), ["2 refused contact.custom.nick:too_long", "3 refused contact.custom.nick:too_long"]);
}

// EXT-3, EXT-5: products and orders, whose defaults, checks and history are those of any write.
#[test]
fn products_and_orders_of_a_file_have_custom_fields() {
    let office = office();
    let products = |file: &str, more: Vec<FieldMapping>| {
        let mapping = [vec![column("external_id", "id"), column("name", "name")], more].concat();
        office.integration.imports().products(bytes(file), mapping, None).unwrap()
    };
    let shelf = || vec![column("custom.shelf", "shelf"), column("custom.colour", "colour")];
    let file = "id,name,shelf,colour\nP1,bolt,12,红\nP2,nut,13,\nP3,,5,\n";
    let report = products(file, shelf());
    assert_eq!(told(&report), ["2 created", "3 refused checks.shelf:check", "4 refused name:required"]);
    assert_eq!(report.lines[0].lacks, ["custom.checked"]);
    let kept = || office.manager.products().list(None, None, None).unwrap().items;
    let bolt = values(&kept()[0].custom);
    assert_eq!((&bolt["shelf"], &bolt["made"], &bolt["colour"]["title"]), (&json!(12), &json!("here"), &json!("红")));
    assert_eq!((kept().len(), kept()[0].version), (1, 1));
    let file = "id,name,shelf,colour\nP1,bolt,14,\n";
    assert_eq!(told(&products(file, shelf())), ["2 updated"]);
    assert_eq!(told(&products(file, shelf())), ["2 unchanged"]);
    assert_eq!((values(&kept()[0].custom)["shelf"].clone(), kept()[0].version), (json!(14), 2));
    // OBJ-15: its history tells them.
    let history = office.manager.objects().history(key("product", kept()[0].id), None).unwrap().items;
    assert_eq!(history.len(), 2);
    assert!(history[0].fields.iter().any(|field| field.field == "shelf"), "{history:?}");

    customers(&office, "id,name,agreed\nK1,k,yes\n", fields(&["agreed"]), None).unwrap();
    let mapping = vec![
        column("external_id", "no"),
        column("customer_external_id", "who"),
        column("date", "day"),
        column("status", "state"),
        column("custom.channel", "channel"),
        column("custom.guide", "guide"),
    ];
    let lines = vec![
        column("order", "no"),
        column("product_name", "what"),
        column("quantity", "pieces"),
        column("unit_price", "each"),
    ];
    let heads = "no,who,day,state,channel,guide\n1,K1,2026-01-05,5,web,ann\n2,K1,2026-01-06,5,mail,\n";
    let rows = "no,what,pieces,each\n1,bolt,1,2\n2,bolt,1,2\n";
    let report = office.integration.imports().orders(bytes(heads), mapping, bytes(rows), lines, None).unwrap();
    assert_eq!(told(&report), ["2 created", "3 refused custom.channel:unknown_value"]);
    let customer = there(&office).remove(0);
    let orders = office.ann.orders().list(customer.id, None, None, None).unwrap().items;
    assert_eq!((orders.len(), values(&orders[0].custom)["channel"].clone()), (1, json!("web")));
    // What was refused is counted nowhere.
    assert_eq!(order_total(&office, &customer, 2026, 5), [(1, "2.00 CNY".to_owned())]);
}

fn complete(office: &Office, complete: bool) -> usize {
    let filter = CustomerFilter { complete: Some(complete), ..Default::default() };
    office.manager.customers().list(Some(filter), None, None).unwrap().items.len()
}

// CUST-2, EXT-4: who lacks a required custom field is incomplete, says so, and is found by it, until somebody gives it.
#[test]
fn an_imported_customer_without_a_required_custom_field_is_incomplete() {
    let office = office();
    let required = SettingsUpdate { required_customer_fields: Some(vec!["name".into()]), ..Default::default() };
    office.admin.settings().update(required).unwrap();
    let file = "id,name,agreed\nA,a,\nB,b,yes\n";
    let report = customers(&office, file, fields(&["agreed"]), None).unwrap();
    assert_eq!(
        (report.lines[0].lacks.clone(), report.lines[1].lacks.clone()),
        (vec!["custom.agreed".to_owned()], vec![])
    );
    let marks = || there(&office).iter().map(|c| c.complete).collect::<Vec<_>>();
    assert_eq!((marks(), complete(&office, true), complete(&office, false)), (vec![false, true], 1, 1));
    // TYPE-2: it stays writable elsewhere, and is not complete by that.
    let a = there(&office).remove(0);
    let renamed = CustomerUpdate { address: Some("上海".into()), ..Default::default() };
    let renamed = office.manager.customers().update(a.id, renamed, None).unwrap();
    assert_eq!((renamed.complete, renamed.version), (false, 2));
    let same = CustomerUpdate { address: Some("上海".into()), ..Default::default() };
    assert_eq!(office.manager.customers().update(a.id, same, None).unwrap().version, 2);
    // Given by an update, by `objects.extend`, or by a line.
    let given = CustomerUpdate { custom: custom(json!({"agreed": true})), ..Default::default() };
    let given = office.manager.customers().update(a.id, given, None).unwrap();
    assert!(given.complete);
    assert_eq!((marks(), complete(&office, false)), (vec![true, true], 0));
    let last = office.admin.audit().list(None, None).unwrap().items.remove(0);
    let of = |json: &Option<String>| serde_json::from_str::<Json>(json.as_deref().unwrap()).unwrap();
    assert_eq!(of(&last.changes[0].before), json!({"complete": false, "version": 2, "custom": {"agreed": null}}));
    assert_eq!(of(&last.changes[0].after), json!({"complete": true, "version": 3, "custom": {"agreed": true}}));
    let file = "id,name,agreed\nC,c,\nD,d,\n";
    customers(&office, file, fields(&["agreed"]), None).unwrap();
    assert_eq!(marks(), [true, true, false, false]);
    customers(&office, "id,name,agreed\nC,c,1\n", fields(&["agreed"]), None).unwrap();
    let agreed = ObjectUpdate { values: custom(json!({"agreed": true})), ..Default::default() };
    office.manager.objects().extend(key("customer", there(&office)[3].id), agreed).unwrap();
    assert_eq!(marks(), [true; 4]);
    // Created by hand it is asked for.
    let new = NewCustomer { name: "e".into(), ..Default::default() };
    assert_eq!(invalid(office.manager.customers().create(new, None, None)), ["custom.agreed:required"]);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// CUST-2, EXT-4, PACK-9: what is required comes and goes with packs.
#[test]
fn customers_are_counted_again_where_a_pack_changes_what_is_required() {
    let office = Office::new();
    let made = office.customer();
    let is = || office.ann.customers().get(made.id).unwrap();
    office.apply(clubs());
    assert_eq!((is().complete, complete(&office, false), is().version), (false, 1, made.version));
    office.admin.packs().disable("clubs".into()).unwrap();
    assert_eq!((is().complete, complete(&office, true)), (true, 1));
    office.admin.packs().enable("clubs".into()).unwrap();
    assert_eq!((is().complete, complete(&office, true)), (false, 0));
    let mut lenient = clubs();
    lenient["version"] = json!(2);
    lenient["extend"]["customer"]["fields"]["agreed"] = json!({"type": "boolean"});
    office.apply(lenient);
    assert_eq!((is().complete, complete(&office, true)), (true, 1));
}

// CUST-2, EXT-4: of many customers a slice is counted at once, and the others are complete or not by their fields meanwhile.
#[test]
fn many_customers_are_counted_in_slices() {
    let office = Office::new();
    let required = SettingsUpdate { required_customer_fields: Some(vec!["name".into()]), ..Default::default() };
    office.admin.settings().update(required).unwrap();
    let new = |at: usize| NewCustomer { name: format!("{at}"), ..Default::default() };
    let ids = office.ann.customers().create_many((0..1_200).map(new).collect(), None, None, None).unwrap().records;
    let (first, last) = (ids[0].id.unwrap(), ids[1_199].id.unwrap());
    let slim = json!({
        "pack": "slim", "version": 1, "language": 1, "title": "Slim",
        "extend": {"customer": {"fields": {"agreed": {"type": "boolean", "required": true}}}}
    });
    office.apply(slim);
    let agrees = |id| {
        let changes = CustomerUpdate { custom: custom(json!({"agreed": true})), ..Default::default() };
        office.manager.customers().update(id, changes, None).unwrap()
    };
    assert!(agrees(first).complete && agrees(last).complete);
    let count = |complete: bool| {
        let filter = CustomerFilter { complete: Some(complete), ..Default::default() };
        let request = crm_core::PageRequest { limit: Some(2_000), ..Default::default() };
        let found = office.manager.customers().list(Some(filter), Some(request), None).unwrap().items;
        assert!(found.iter().all(|customer| customer.complete == complete));
        found.len()
    };
    assert_eq!((count(true), count(false)), (2, 1_198));
    office.integration.jobs().run_due(None).unwrap();
    assert_eq!((count(true), count(false)), (2, 1_198));
    assert!(office.admin.maintenance().check().unwrap().ok);
}
