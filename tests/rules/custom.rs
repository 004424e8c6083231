//! EXT: the fields that packs give typed records.

use crm_core::contacts::NewContact;
use crm_core::customers::{Customer, CustomerUpdate, NewCustomer};
use crm_core::departments::{DepartmentUpdate, NewDepartment};
use crm_core::interactions::NewInteraction;
use crm_core::objects::{ObjectUpdate, RecordKey};
use crm_core::opportunities::{NewOpportunity, OpportunityUpdate};
use crm_core::users::{NewUser, UserUpdate};
use crm_core::{RecordId, Session, Tree, Value};
use serde_json::{Value as Json, json};

use crate::support::{Office, date, entry, invalid, new_customer, new_opportunity, refused};

fn tree(json: Json) -> Option<Tree> {
    Some(Tree::from(json))
}

/// What the tests give customers and opportunities.
fn loyal() -> Json {
    json!({
        "pack": "loyal", "version": 1, "language": 1, "title": "Loyalty",
        "extend": {
            "customer": {
                "fields": {
                    "agreed": {"type": "boolean", "required": true},
                    "tier": {"type": "choice", "values": ["silver", "gold"], "default": "'silver'"},
                    "points": {"type": "integer", "min": 0},
                    "rival": {"type": "ref", "to": "customer"},
                    "since": {"type": "date", "fixed": true},
                    "worth": {"type": "integer", "formula": "points * satisfaction"}
                },
                "checks": {
                    "gold": {"check": "tier != 'gold' or points >= 100", "text": "Gold takes 100 points."},
                    "liked": {"check": "tier != 'gold' or satisfaction >= 3", "text": "Gold customers are satisfied."}
                }
            },
            "opportunity": {
                "fields": {
                    "phase": {"type": "choice", "values": ["found", "offered"], "default": "'found'"},
                    "loss_reason": {"type": "text"},
                    "weighted": {"type": "integer", "formula": "success_probability * 2"}
                },
                "needs": {"opportunities.fail": ["loss_reason"]}
            }
        }
    })
}

/// A pack makes tables, in the words of the database at hand.
fn empty_office() -> Office {
    Office::for_packs()
}

fn loyal_office() -> Office {
    let office = empty_office();
    office.apply(loyal());
    office
}

pub fn key(object: &str, id: impl Into<RecordId>) -> RecordKey {
    RecordKey { object: object.into(), id: id.into() }
}

pub fn custom(values: Json) -> Option<Tree> {
    tree(values)
}

fn new(office: &Office, values: Json) -> NewCustomer {
    NewCustomer { custom: custom(values), ..new_customer(&office.ann, "华东精密机械") }
}

fn customer(office: &Office, values: Json) -> Customer {
    office.ann.customers().create(new(office, values), None, None).unwrap()
}

pub fn told(values: &crm_core::Values) -> Json {
    serde_json::to_value(values).unwrap()
}

fn changes(values: Json) -> CustomerUpdate {
    CustomerUpdate { custom: custom(values), ..Default::default() }
}

#[test]
fn custom_fields_are_created_and_read_with_their_record() {
    let office = loyal_office();
    // EXT-3, TYPE-5: given in the typed create; defaults fill the rest, and formulas read typed fields too (EXT-5).
    let made = customer(&office, json!({"agreed": true, "points": 20}));
    let all = json!({"agreed": true, "tier": "silver", "points": 20, "rival": null, "since": null, "worth": 80});
    assert_eq!(told(&made.custom), all);
    // EXT-2: they stand in what every typed operation gives …
    let got = office.ann.customers().get(made.id).unwrap();
    assert_eq!((told(&got.custom), got.version), (all.clone(), 1));
    let listed = office.ann.customers().list(None, None, None).unwrap().items;
    assert_eq!(told(&listed[0].custom), all);
    let json = office.ann.call("customers.get", &format!("{{\"id\": \"{}\"}}", made.id)).unwrap();
    assert_eq!(serde_json::from_str::<Json>(&json).unwrap()["custom"], all);
    // … and beside the typed fields in trees.
    let gold = |tier: &str| tree(json!({"and": [{"field": "tier", "is": tier}, {"field": "satisfaction", "is": 4}]}));
    let found = |tier: &str| office.ann.customers().list(None, None, gold(tier)).unwrap().items.len();
    assert_eq!((found("silver"), found("gold")), (1, 0));
    // A reference is a record with its title.
    let other = customer(&office, json!({"agreed": false, "rival": made.id.to_string()}));
    assert!(matches!(other.custom.get("rival"), Some(Value::Record(rival)) if rival.title.is_some()), "{other:?}");
}

#[test]
fn what_is_wrong_with_custom_fields_is_told_with_what_else_is() {
    let office = loyal_office();
    let wrong = NewCustomer {
        satisfaction: Some(9),
        ..new(&office, json!({"points": -1, "tier": "iron", "wing": 1, "name": "x"}))
    };
    // EXT-3, EXT-4: one call, one refusal.
    let mut told = invalid(office.ann.customers().create(wrong, None, None));
    told.sort();
    let expected = [
        "custom.agreed:required",
        "custom.name:unknown_field",
        "custom.points:out_of_range",
        "custom.tier:unknown_value",
        "custom.wing:unknown_field",
        "satisfaction:out_of_range",
    ];
    assert_eq!(told, expected);
    // What the engine computes can't be given.
    let computed = new(&office, json!({"agreed": true, "worth": 7}));
    assert_eq!(invalid(office.ann.customers().create(computed, None, None)), ["custom.worth:read_only"]);
    // CHECK-1: checks over custom and typed fields are asked at create.
    let gold = new(&office, json!({"agreed": true, "tier": "gold", "points": 5}));
    assert_eq!(invalid(office.ann.customers().create(gold, None, None)), ["checks.gold:check"]);
    // Nothing of a refused create is left.
    assert_eq!(office.ann.customers().list(None, None, None).unwrap().items.len(), 0);
    // In a database where nobody defined any, every name is unknown.
    let plain = Office::new();
    assert_eq!(
        invalid(plain.ann.customers().create(new(&plain, json!({"tier": "gold"})), None, None)),
        ["custom.tier:unknown_field"]
    );
    assert_eq!(told_of(&plain.customer()), json!({}));
}

fn told_of(customer: &Customer) -> Json {
    told(&customer.custom)
}

#[test]
fn custom_fields_are_changed_and_emptied() {
    let office = loyal_office();
    let made = customer(&office, json!({"agreed": true, "points": 20, "since": "2026-01-01"}));
    let update = |changes| office.ann.customers().update(made.id, changes, None);
    // EXT-3: custom values alone raise the typed record's version; the same again does not.
    let changed = update(changes(json!({"points": 120}))).unwrap();
    assert_eq!(
        (changed.version, &told_of(&changed)["points"], &told_of(&changed)["worth"]),
        (2, &json!(120), &json!(480))
    );
    assert_eq!(update(changes(json!({"points": 120}))).unwrap().version, 2);
    // A null empties; what is required, or fixed, stays.
    let refused = update(changes(json!({"agreed": null, "since": "2026-02-02", "points": null})));
    assert_eq!(invalid(refused), ["custom.agreed:required", "custom.since:fixed"]);
    let emptied = update(changes(json!({"points": null}))).unwrap();
    assert_eq!((&told_of(&emptied)["points"], &told_of(&emptied)["worth"]), (&Json::Null, &Json::Null));
    // EXT-5: a typed write asks the checks that name what it writes, and computes what follows.
    update(changes(json!({"points": 200, "tier": "gold"}))).unwrap();
    let unhappy = CustomerUpdate { satisfaction: Some(2), ..Default::default() };
    assert_eq!(invalid(update(unhappy)), ["checks.liked:check"]);
    let happy = CustomerUpdate { satisfaction: Some(5), ..Default::default() };
    assert_eq!(told_of(&update(happy).unwrap())["worth"], 1000);
    // OBJ-19: the audit tells both in the typed record's row, before and after.
    let last = office.admin.audit().list(None, None).unwrap().items.remove(0);
    let of = |json: &Option<String>| serde_json::from_str::<Json>(json.as_deref().unwrap()).unwrap();
    let (before, after) = (of(&last.changes[0].before), of(&last.changes[0].after));
    assert_eq!(last.operation, "customers.update");
    assert_eq!(before, json!({"satisfaction": 4, "version": 4, "custom": {"worth": 800}}));
    assert_eq!(after, json!({"satisfaction": 5, "version": 5, "custom": {"worth": 1000}}));
}

#[test]
fn a_check_that_was_broken_before_is_asked_only_of_what_changes() {
    let office = empty_office();
    let made = office.customer();
    office.apply(loyal());
    // CHECK-1, TYPE-2: an older record that lacks what is required stays writable elsewhere, and formulas were computed for it.
    let renamed = CustomerUpdate { name: Some("华北".into()), ..Default::default() };
    let renamed = office.ann.customers().update(made.id, renamed, None).unwrap();
    assert_eq!((renamed.version, &told_of(&renamed)["agreed"]), (2, &Json::Null));
    let opportunity = office.opportunity();
    assert_eq!(told(&opportunity.custom)["weighted"], 120);
}

#[test]
fn what_operations_need_is_asked_and_can_be_given_alone() {
    let office = loyal_office();
    let o = office.assigned();
    // EXT-4, story 21: told together with the operation's own violations.
    let fail =
        |reason: Option<&str>| office.ben.opportunities().fail(o.id, reason.map(str::to_owned), None, None, None);
    assert_eq!(invalid(fail(None)), ["custom.loss_reason:required"]);
    let long = "长".repeat(30_000);
    assert_eq!(invalid(fail(Some(&long))), ["reason:too_long", "custom.loss_reason:required"]);
    // EXT-3: `update` is no longer possible, custom fields are; by the assignee, and nobody else who holds no right.
    let values = |reason: &str| ObjectUpdate { values: custom(json!({"loss_reason": reason})), ..Default::default() };
    let extend = |session: &Session, changes| session.objects().extend(key("opportunity", o.id), changes);
    assert_eq!(refused(extend(&office.ann, values("price"))), "forbidden");
    assert_eq!(refused(extend(&office.stranger, values("price"))), "forbidden");
    let stale = ObjectUpdate { version: Some(1), ..values("price") };
    assert_eq!(refused(extend(&office.ben, stale)), "conflict");
    let wrong =
        ObjectUpdate { values: custom(json!({"phase": "lost", "summary": "x", "weighted": 1})), ..Default::default() };
    assert_eq!(
        invalid(extend(&office.ben, wrong)),
        ["summary:unknown_field", "phase:unknown_value", "weighted:read_only"]
    );
    let extended = extend(&office.ben, values("price")).unwrap();
    assert_eq!((extended.version, extended.values.text("loss_reason").unwrap()), (o.version + 1, Some("price")));
    // The sales manager holds the right by role.
    let cleared = ObjectUpdate { clear: Some(vec!["loss_reason".into()]), ..Default::default() };
    assert_eq!(extend(&office.manager, cleared).unwrap().version, o.version + 2);
    assert_eq!(invalid(fail(None)), ["custom.loss_reason:required"]);
    extend(&office.ben, values("price")).unwrap();
    let failed = fail(None).unwrap();
    assert_eq!(told(&failed.custom)["loss_reason"], "price");
    // In a final state too.
    extend(&office.ben, values("quality")).unwrap();
    assert_eq!(told(&office.ben.opportunities().get(o.id).unwrap().custom)["loss_reason"], "quality");
}

#[test]
fn opportunities_have_custom_fields_too() {
    let office = loyal_office();
    let new = NewOpportunity { custom: custom(json!({"phase": "offered"})), ..new_opportunity("华东") };
    let made = office.ann.opportunities().create(new, None, None).unwrap();
    assert_eq!(told(&made.custom), json!({"phase": "offered", "loss_reason": null, "weighted": 120}));
    let update = OpportunityUpdate {
        success_probability: Some(10),
        custom: custom(json!({"phase": null})),
        ..Default::default()
    };
    let changed = office.manager.opportunities().update(made.id, update, None).unwrap();
    assert_eq!(told(&changed.custom), json!({"phase": null, "loss_reason": null, "weighted": 20}));
    // A deleted record takes them along.
    office.ann.opportunities().delete(made.id, None).unwrap();
    assert_eq!(refused(office.ann.opportunities().get(made.id)), "not_found");
    // What is no typed kind with custom fields is told so.
    let nothing = ObjectUpdate::default();
    let extend = |object: &str| office.admin.objects().extend(key(object, made.id), nothing.clone());
    assert_eq!(invalid(extend("dictionary_entry")), ["object:unknown_object"]);
}

#[test]
fn roll_ups_sum_over_defined_and_typed_records() {
    let office = empty_office();
    let made = office.customer();
    office.apply(json!({
        "pack": "deals", "version": 1, "language": 1, "title": "Deals",
        "objects": {"deal": {"title": "concat(amount, '')", "fields": {
            "customer": {"type": "ref", "to": "customer", "required": true, "on_delete": "delete"},
            "amount": {"type": "integer", "required": true}
        }}},
        "extend": {"customer": {"fields": {
            "deals": {"type": "integer", "rollup": {"sum": "amount", "of": "deals.deal", "by": "customer"}},
            "visits": {"type": "integer", "rollup": {"count": true, "of": "interaction", "by": "customer"}}
        }, "checks": {"few": {"check": "deals <= 100", "text": "Too much for one customer."}}}},
        "roles": {"sales_manager": ["deals"]}
    }));
    let told = || told(&office.ann.customers().get(made.id).unwrap().custom);
    // ROLL-3: an older record begins with what is there.
    assert_eq!(told(), json!({"deals": 0, "visits": 0}));
    let deal = |amount: i64| {
        let new = Tree::from(json!({"customer": made.id.to_string(), "amount": amount}));
        office.manager.objects().create("deals.deal".into(), new, None)
    };
    deal(40).unwrap();
    deal(50).unwrap();
    assert_eq!(told(), json!({"deals": 90, "visits": 0}));
    // ROLL-4: a parent's check refuses the child's call, by the parent's name; the parent's version stays.
    assert_eq!(invalid(deal(20)), ["customer.checks.few:check"]);
    assert_eq!(office.ann.customers().get(made.id).unwrap().version, made.version);
    // EXT-5: typed records are counted where their area writes them.
    let new = NewInteraction {
        date: date("2026-03-02"),
        place: "上海".into(),
        summary: "回访".into(),
        details: "满意".into(),
        ..Default::default()
    };
    let visit = office.ann.interactions().create(made.id, new, None).unwrap();
    assert_eq!(told(), json!({"deals": 90, "visits": 1}));
    office.ann.interactions().delete(visit.id, None).unwrap();
    assert_eq!(told(), json!({"deals": 90, "visits": 0}));
}

#[test]
fn what_a_custom_field_refers_to_stays_or_is_let_go() {
    let office = empty_office();
    office.apply(json!({
        "pack": "ties", "version": 1, "language": 1, "title": "Ties",
        "extend": {"customer": {"fields": {
            "asked_by": {"type": "ref", "to": "contact"},
            "met_at": {"type": "ref", "to": "opportunity", "on_delete": "clear"}
        }}}
    }));
    let made = office.customer();
    let o = office.opportunity();
    let custom = custom(json!({"met_at": o.id.to_string()}));
    let changes = CustomerUpdate { custom, ..Default::default() };
    office.ann.customers().update(made.id, changes, None).unwrap();
    // OBJ-13: cleared, with another version of the record that referred.
    office.ann.opportunities().delete(o.id, None).unwrap();
    let let_go = office.ann.customers().get(made.id).unwrap();
    assert_eq!((told(&let_go.custom), let_go.version), (json!({"asked_by": null, "met_at": null}), 3));
    let gender = Some(entry(&office.ann, "gender", "女"));
    let text = |text: &str| Some(text.to_owned());
    let (name, position, office_phone) = (text("王芳"), text("采购"), text("021"));
    let new = NewContact { name, gender, position, office_phone, ..Default::default() };
    let contact = office.ann.contacts().create(made.id, new, None, None).unwrap();
    let asked = tree(json!({"asked_by": contact.id.to_string()}));
    office.ann.customers().update(made.id, CustomerUpdate { custom: asked, ..Default::default() }, None).unwrap();
    assert_eq!(refused(office.ann.contacts().delete(contact.id, None)), "conflict");
}

#[test]
fn every_extendable_kind_has_its_fields() {
    let office = empty_office();
    let field = json!({"fields": {"mark": {"type": "text"}}});
    let kinds =
        ["customer", "contact", "interaction", "opportunity", "ticket", "product", "order", "user", "department"];
    let extend: serde_json::Map<String, Json> = kinds.iter().map(|kind| ((*kind).to_owned(), field.clone())).collect();
    office.apply(json!({"pack": "marks", "version": 1, "language": 1, "title": "Marks", "extend": extend}));
    // EXT-1, EXT-3: typed creates and updates take them, and `objects.extend` by who may.
    let marked = || custom(json!({"mark": "a"}));
    let new = NewDepartment { name: "华东".into(), custom: marked(), ..Default::default() };
    let department = office.admin.departments().create(new, None).unwrap();
    assert_eq!(told(&department.custom), json!({"mark": "a"}));
    let changes = DepartmentUpdate { custom: custom(json!({"mark": null})), ..Default::default() };
    let changed = office.admin.departments().update(department.id, changes).unwrap();
    assert_eq!((told(&changed.custom), changed.version), (json!({"mark": null}), 2));
    let new = NewUser { login: "neu".into(), display_name: "新".into(), custom: marked(), ..Default::default() };
    let user = office.admin.users().create(new, None).unwrap();
    let changes = UserUpdate { custom: custom(json!({"mark": "b"})), ..Default::default() };
    let changed = office.admin.users().update(user.id, changes).unwrap();
    assert_eq!((told(&changed.custom), changed.version), (json!({"mark": "b"}), user.version + 1));
    let values = || ObjectUpdate { values: marked(), ..Default::default() };
    assert_eq!(refused(office.manager.objects().extend(key("user", user.id), values())), "forbidden");
    let extended = office.admin.objects().extend(key("user", user.id), values()).unwrap();
    assert_eq!(extended.values.text("mark").unwrap(), Some("a"));
    // Users who come later pay attention too: what packs give stands beside each.
    let later = office.crm.session(user.id).unwrap();
    assert!(later.departments().list().unwrap().iter().all(|d| !d.custom.is_empty()));
}
