//! Custom fields on every path of typed records: what is withheld (TYPE-9), how large a page is, how many references there are
//! (FILT-7); and what a company's currency (TYPE-4) and a person's department (OBJ-10) mean for what packs define.

use crm_core::customers::{Customer, CustomerUpdate, NewCustomer};
use crm_core::departments::NewDepartment;
use crm_core::objects::ObjectUpdate;
use crm_core::settings::SettingsUpdate;
use crm_core::users::{NewUser, UserUpdate};
use crm_core::{CrmError, Locale, PageRequest, Session, Tree, Value};
use serde_json::{Value as Json, json};

use crate::custom::{custom, key, told};
use crate::support::*;

fn pack(name: &str, version: u8, rest: Json) -> Json {
    let mut document = json!({"pack": name, "version": version, "language": 1, "title": name});
    for (key, value) in rest.as_object().unwrap() {
        document[key] = value.clone();
    }
    document
}

fn customer(session: &Session, of: &Session, name: &str, values: Json) -> Customer {
    let new = NewCustomer { custom: custom(values), ..new_customer(of, name) };
    session.customers().create(new, None).unwrap()
}

/// A vault whose numbers the sales managers write and whoever holds its key reads.
fn vault() -> Json {
    pack(
        "vault",
        1,
        json!({
            "extend": {"customer": {"fields": {
                "account": {"type": "text", "confidential": true},
                "plain": {"type": "text"}
            }}},
            "roles": {
                "sales_manager": ["customer.account:read", "customer.account:write"],
                "vault.keeper": ["customer.account:read"]
            }
        }),
    )
}

/// Another administrator, who holds the key.
fn keeper(office: &Office) -> Session {
    let roles = ["system_administrator", "vault.keeper"].map(str::to_owned).to_vec();
    let new = NewUser { login: "keeper".into(), display_name: "守".into(), roles: Some(roles), ..Default::default() };
    office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
}

const SECRET: &str = "6222020200112233";

/// Whether a text tells of the field.
fn tells(text: &str) -> bool {
    assert_eq!(text.contains("\"account\":"), text.contains(SECRET), "{text}");
    text.contains(SECRET)
}

// TYPE-9: a confidential custom field is withheld on every path from who has no grant, and told to who has one.
#[test]
fn a_confidential_custom_field_is_withheld_everywhere() {
    let office = Office::new();
    office.apply(vault());
    let keeper = keeper(&office);
    let made = customer(&office.manager, &office.ann, "华东", json!({"account": SECRET, "plain": "a"}));
    let changed = CustomerUpdate { custom: custom(json!({"account": "other", "plain": "b"})), ..Default::default() };
    office.manager.customers().update(made.id, changed).unwrap();
    let back = ObjectUpdate { values: custom(json!({"account": SECRET})), ..Default::default() };
    office.manager.objects().extend(key("customer", made.id), back).unwrap();
    let call = |session: &Session, operation: &str, arguments: Json| session.call(operation, &arguments.to_string());
    let (id, record) = (json!({"id": made.id.to_string()}), json!({"object": "customer", "id": made.id.to_string()}));
    // Records, by the typed operations and by those of any kind, and their history.
    for (operation, arguments) in [
        ("customers.get", id.clone()),
        ("customers.list", json!({})),
        ("objects.get", record.clone()),
        ("objects.list", json!({"object": "customer"})),
        ("objects.history", json!({"record": record})),
    ] {
        let text = |session: &Session| {
            // Names of what is withheld are told, values are not.
            let mut json: Json = serde_json::from_str(&call(session, operation, arguments.clone()).unwrap()).unwrap();
            if operation == "objects.history" {
                json = json["items"].as_array().unwrap().iter().map(|change| change["fields"].clone()).collect();
            }
            json.to_string()
        };
        assert!(text(&office.manager).contains(SECRET), "{operation}: {}", text(&office.manager));
        assert!(!text(&office.ann).contains(SECRET), "{operation}: {}", text(&office.ann));
        assert!(!text(&office.ann).contains("\"account\","), "{operation}: {}", text(&office.ann));
    }
    // OBJ-15, EXT-2: the history tells custom fields beside the typed ones, each by its name.
    let history = office.ann.objects().history(key("customer", made.id), None).unwrap().items;
    let fields: Vec<Vec<&str>> =
        history.iter().map(|change| change.fields.iter().map(|field| field.field.as_str()).collect()).collect();
    assert_eq!((fields[0].len(), &fields[1][..]), (0, &["plain"][..]), "{fields:?}");
    // The audit's entries and arguments, and what followers get.
    let number = office.admin.audit().list(None, None).unwrap().items[1].number;
    let at = office.admin.audit().list(None, None).unwrap().items.len();
    assert!(at > 3);
    for (operation, arguments) in [
        ("audit.list", json!({})),
        ("audit.list", json!({"filter": {"operation": "customers.extend"}})),
        ("audit.list", json!({"filter": {"operation": "customers.create"}})),
        ("audit.changes", json!({"call": number})),
        ("changes.since", json!({"sequence": 0})),
    ] {
        let seen = |session: &Session| {
            let json = call(session, operation, arguments.clone()).unwrap();
            // The pack's own document names the field.
            let mut json: Json = serde_json::from_str(&json).unwrap();
            json["items"].as_array_mut().unwrap().retain(|item| !item.to_string().contains("packs.apply"));
            json.to_string().replace("\\\"", "\"")
        };
        let (told, untold) = (seen(&keeper), seen(&office.admin));
        assert!(told.contains("\"account\":"), "{operation}: {told}");
        assert!(!untold.contains("\"account\":") && !untold.contains(SECRET), "{operation}: {untold}");
    }
    let last = office.admin.audit().list(None, None).unwrap().items.remove(0);
    assert_eq!(last.operation, "customers.extend");
    assert!(!tells(&last.arguments) && !tells(last.changes[0].after.as_deref().unwrap()));
    let last = keeper.audit().list(None, None).unwrap().items.remove(0);
    assert!(tells(&last.arguments) && tells(last.changes[0].after.as_deref().unwrap()));
    // FIELD-3: a typed answer names it among what is withheld, whether or not it has a value, and behind the fields of its own.
    let empty = customer(&office.manager, &office.ann, "华北", json!({"plain": "c"}));
    let withheld = |session: &Session, id| session.customers().get(id).unwrap().withheld;
    assert_eq!(withheld(&office.ann, made.id), ["custom.account"]);
    assert_eq!(withheld(&office.ann, empty.id), ["custom.account"]);
    assert!(withheld(&office.manager, made.id).is_empty());
    let listed = office.ann.customers().list(None, None, None).unwrap().items;
    assert!(listed.iter().all(|customer| customer.withheld == ["custom.account"]), "{listed:?}");
    // While the pack sleeps nobody is known to read it.
    office.admin.packs().disable("vault".into()).unwrap();
    for session in [&office.admin, &keeper] {
        let all = session.audit().list(None, None).unwrap();
        assert!(!serde_json::to_string(&all).unwrap().contains(SECRET));
    }
}

// FIELD-3: a page ends by what of it is seen, custom fields too.
#[test]
fn custom_fields_count_in_a_page() {
    let office = Office::new();
    let notes = |version: u8, confidential: bool| {
        let mut text = json!({"type": "text", "max": 20_000});
        if confidential {
            text["confidential"] = json!(true);
        }
        let mut document = pack("notes", version, json!({"extend": {"customer": {"fields": {"note": text}}}}));
        if confidential {
            document["roles"] = json!({"sales_manager": ["customer.note:read", "customer.note:write"]});
        }
        document
    };
    office.apply(notes(1, true));
    // 60,000 bytes each: 70 of them come to 4 MiB.
    let long = "长".repeat(20_000);
    for at in 0..75 {
        customer(&office.manager, &office.ann, &format!("{at}"), json!({"note": long}));
    }
    let page = |session: &Session, after: Option<String>| {
        let request = PageRequest { limit: Some(200), after, ..Default::default() };
        session.customers().list(None, Some(request), None).unwrap()
    };
    let first = page(&office.manager, None);
    assert_eq!(first.items.len(), 70);
    let second = page(&office.manager, first.next);
    assert_eq!((second.items.len(), second.next), (5, None));
    // Who doesn't read it has them all at once.
    assert_eq!((page(&office.ann, None).items.len(), page(&office.ann, None).next), (75, None));
    office.apply(notes(2, false));
    assert_eq!(page(&office.ann, None).items.len(), 70);
    // The same along what somebody sees.
    let roles = office.admin.roles().list().unwrap();
    let role = roles.iter().find(|role| role.name == "account_manager").unwrap();
    let narrowed = json!({"id": role.id.to_string(), "area": "customers", "reads": "own", "writes": "own"});
    office.admin.call("roles.set_scope", &narrowed.to_string()).unwrap();
    let first = page(&office.ann, None);
    assert_eq!(first.items.len(), 70);
    assert_eq!(page(&office.ann, first.next).items.len(), 5);
}

// TYPE-4: amounts are in the company's currency, which stays while there are any.
#[test]
fn the_currency_stays_while_fields_have_amounts() {
    let office = Office::new();
    let sums = json!({
        "objects": {"bill": {"title": "concat(amount, '')", "fields": {
            "customer": {"type": "ref", "to": "customer", "on_delete": "delete"},
            "amount": {"type": "money"}
        }}},
        "extend": {"customer": {"fields": {
            "budget": {"type": "money"},
            "abroad": {"type": "money", "currency": "any"},
            "billed": {"type": "money", "rollup": {"sum": "amount", "of": "sums.bill", "by": "customer"}}
        }}},
        "roles": {"sales_manager": ["sums"]}
    });
    office.apply(pack("sums", 1, sums));
    let set = |code: &str| {
        let changes = SettingsUpdate { currency: Some(code.into()), ..Default::default() };
        office.admin.settings().update(changes)
    };
    // An amount that keeps its own currency, and a sum of nothing, do not mind.
    let usd = json!({"abroad": {"amount": "1.00", "currency": "USD"}});
    let made = customer(&office.ann, &office.ann, "华东", usd);
    assert_eq!(told(&made.custom)["billed"]["amount"], "0.00");
    assert_eq!(set("EUR").unwrap().currency, "EUR");
    set("CNY").unwrap();
    let in_use = |field: &str| {
        let refusal = set("EUR").unwrap_err();
        assert!(refusal.text(Locale::En).contains("the currency can't change"), "{}", refusal.text(Locale::En));
        assert!(refusal.text(Locale::ZhHans).contains("不能更改货币"));
        match refusal {
            CrmError::Conflict { entity, id, reason, .. } => {
                assert_eq!((&*entity, &*id, &*reason), ("settings", field, "in_use"));
            }
            other => panic!("{other}"),
        }
    };
    let budget = |value: Json| {
        let changes = CustomerUpdate { custom: custom(json!({"budget": value})), ..Default::default() };
        office.ann.customers().update(made.id, changes).unwrap();
    };
    budget(json!({"amount": "0.00", "currency": "CNY"}));
    in_use("customer.budget");
    // Other settings may change, and this one to what it is.
    assert!(set("CNY").is_ok());
    // What sleeps comes back with its values.
    office.admin.packs().disable("sums".into()).unwrap();
    in_use("customer.budget");
    office.admin.packs().enable("sums".into()).unwrap();
    budget(Json::Null);
    let bill = Tree::from(json!({"amount": {"amount": "5.00", "currency": "CNY"}}));
    let bill = office.manager.objects().create("sums.bill".into(), bill, None).unwrap();
    in_use("sums.bill.amount");
    office.manager.objects().delete("sums.bill".into(), bill.id, None).unwrap();
    assert!(set("EUR").is_ok());
}

// FILT-7: of more references than a statement joins, what they lead to is called by further statements.
#[test]
fn records_refer_to_many() {
    let office = Office::new();
    let target = |at: usize| ["customer", "contact", "user", "many.thing"][at % 4];
    let fields: serde_json::Map<String, Json> =
        (0..60).map(|at| (format!("r{at}"), json!({"type": "ref", "to": target(at)}))).collect();
    let own: serde_json::Map<String, Json> = fields.clone().into_iter().take(30).collect();
    let mut of_object = own.clone();
    of_object.insert("name".into(), json!({"type": "text"}));
    let many = json!({
        "objects": {
            "thing": {"title": "name", "fields": {"name": {"type": "text"}}},
            "bundle": {"title": "name", "fields": of_object}
        },
        "extend": {"customer": {"fields": fields}},
        "roles": {"account_manager": ["many"]}
    });
    office.apply(pack("many", 1, many));
    let rival = office.customer();
    let contact = json!({
        "name": "王芳", "gender": entry(&office.ann, "gender", "女").to_string(), "position": "a", "office_phone": "1"
    });
    let contact = json!({"customer": rival.id.to_string(), "new": contact});
    let contact: Json =
        serde_json::from_str(&office.ann.call("contacts.create", &contact.to_string()).unwrap()).unwrap();
    let thing = office.ann.objects().create("many.thing".into(), Tree::from(json!({"name": "物"})), None).unwrap();
    let ids = [
        rival.id.to_string(),
        contact["id"].as_str().unwrap().to_owned(),
        user(&office.ben).to_string(),
        thing.id.to_string(),
    ];
    let given = |count: usize| -> Json {
        (0..count).map(|at| (format!("r{at}"), json!(ids[at % 4]))).collect::<serde_json::Map<_, _>>().into()
    };
    let made = customer(&office.ann, &office.ann, "华北", given(60));
    let called = |value: Option<&Value>| match value {
        Some(Value::Record(found)) => found.title.clone().unwrap_or_default(),
        other => panic!("{other:?}"),
    };
    let all = |custom: &crm_core::Values, count: usize| {
        for at in 0..count {
            let name = ["华东精密机械", "王芳", "本", "物"][at % 4];
            assert_eq!(called(custom.get(&format!("r{at}"))), name, "r{at}");
        }
    };
    all(&made.custom, 60);
    all(&office.ann.customers().get(made.id).unwrap().custom, 60);
    let listed = office.ann.customers().list(None, None, None).unwrap().items;
    all(&listed[0].custom, 60);
    let get = |object: &str, id| office.ann.objects().get(object.into(), id).unwrap();
    all(&get("customer", made.id.into()).values, 60);
    let changes = CustomerUpdate { custom: custom(json!({"r59": null})), ..Default::default() };
    all(&office.ann.customers().update(made.id, changes).unwrap().custom, 59);
    // A defined object with thirty, listed under a filter that crosses references.
    let mut new = given(30);
    new["name"] = json!("束");
    let bundle = office.ann.objects().create("many.bundle".into(), Tree::from(new), None).unwrap();
    all(&bundle.values, 30);
    let crossing: Vec<Json> =
        (0..24).step_by(4).map(|at| json!({"field": format!("r{at}.name"), "is": "华东精密机械"})).collect();
    let filter = Some(Tree::from(json!({"and": crossing})));
    let found = office.ann.objects().list("many.bundle".into(), filter, None, None, None).unwrap().items;
    assert_eq!(found.len(), 1);
    all(&found[0].values, 30);
    // Who does not see one is told nothing of it.
    let hidden = office.stranger.objects().get("many.bundle".into(), bundle.id);
    assert_eq!(refused(hidden), "forbidden");
}

// OBJ-10, SCOPE-1: the department of an owner who moves is where their records are found from then on.
#[test]
fn records_follow_their_owner_to_another_department() {
    let office = Office::new();
    let desk = json!({
        "objects": {"case": {"title": "name", "owner": "agent", "fields": {
            "name": {"type": "text"}, "agent": {"type": "user"}
        }}},
        "roles": {"account_manager": ["desk.case@department"], "sales_manager": ["desk"]}
    });
    office.apply(pack("desk", 1, desk.clone()));
    let department = |name: &str| {
        let new = NewDepartment { name: name.into(), ..Default::default() };
        office.admin.departments().create(new, None).unwrap().id
    };
    let (east, west) = (department("华东"), department("西部"));
    let to = |session: &Session, department| {
        let changes = UserUpdate { department, ..Default::default() };
        office.admin.users().update(user(session), changes).unwrap();
    };
    to(&office.ann, Some(east));
    to(&office.ben, Some(east));
    let case = |name: &str, agent: &Session| {
        let new = Tree::from(json!({"name": name, "agent": user(agent).to_string()}));
        office.manager.objects().create("desk.case".into(), new, None).unwrap()
    };
    let (of_ben, of_ann) = (case("a", &office.ben), case("b", &office.ann));
    let seen = |session: &Session| {
        let all = session.objects().list("desk.case".into(), None, None, None, None).unwrap().items;
        let mut titles: Vec<String> = all.into_iter().map(|case| case.title).collect();
        titles.sort();
        titles
    };
    assert_eq!((seen(&office.ann), seen(&office.ben)), (vec!["a".into(), "b".into()], vec!["a".into(), "b".into()]));
    to(&office.ben, Some(west));
    assert_eq!((seen(&office.ann), seen(&office.ben)), (vec!["b".to_owned()], vec!["a".to_owned()]));
    assert_eq!(refused(office.ann.objects().get("desk.case".into(), of_ben.id)), "not_found");
    // It is derived: no version is counted.
    assert_eq!(office.manager.objects().get("desk.case".into(), of_ben.id).unwrap().version, of_ben.version);
    // What sleeps follows too.
    office.admin.packs().disable("desk".into()).unwrap();
    to(&office.ann, Some(west));
    office.admin.packs().enable("desk".into()).unwrap();
    assert_eq!((seen(&office.ben), seen(&office.manager).len()), (vec!["a".into(), "b".into()], 2));
    assert!(office.ben.objects().get("desk.case".into(), of_ann.id).is_ok());
    // Nobody's department is nobody's to share.
    let gone = UserUpdate { clear: Some(vec!["department".into()]), ..Default::default() };
    office.admin.users().update(user(&office.ann), gone).unwrap();
    assert_eq!((seen(&office.ben), seen(&office.ann)), (vec!["a".to_owned()], vec!["b".to_owned()]));
    // What was hidden meanwhile is brought to its owners when it comes back.
    office.apply(pack("desk", 2, json!({"removed": ["case"]})));
    to(&office.ann, Some(west));
    let mut again = pack("desk", 3, desk);
    again["objects"]["case"]["was"] = json!(["case"]);
    office.apply(again);
    assert_eq!(seen(&office.ben), ["a", "b"]);
}
