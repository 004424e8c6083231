//! SALE-5, SALE-8, DUP-1: whom opportunities are about.

use crm_core::contacts::{ContactId, ContactUpdate, NewContact};
use crm_core::customers::CustomerId;
use crm_core::duplicates::{DuplicateHit, PairFilter};
use crm_core::objects::RecordKey;
use crm_core::opportunities::*;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

fn call(session: &Session, operation: &str, with: Value) -> Value {
    let told = session.call(operation, &with.to_string()).unwrap_or_else(|e| panic!("{operation} {with}: {e}"));
    serde_json::from_str(&told).unwrap()
}

/// An opportunity of ann's for a customer, if any, and with these fields.
fn made(office: &Office, customer: Option<CustomerId>, fields: Value) -> OpportunityId {
    let mut new = json!({"customer_name": "", "success_probability": 60, "summary": "a", "description": "b"});
    match customer {
        Some(customer) => new["customer"] = json!(customer),
        None => new["customer_name"] = "华东精密机械".into(),
    }
    new.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(call(&office.ann, "opportunities.create", json!({ "new": new }))["id"].clone()).unwrap()
}

fn contact(office: &Office, customer: CustomerId, name: &str, mobile: Option<&str>) -> ContactId {
    let new = NewContact {
        name: Some(name.into()),
        gender: Some(entry(&office.ann, "gender", "女")),
        position: Some("采购".into()),
        office_phone: Some("021-5555 0100".into()),
        mobile: mobile.map(str::to_owned),
        email: Some(format!("{}@example.com", name.len())),
        ..Default::default()
    };
    office.ann.contacts().create(customer, new, None, None).unwrap().id
}

fn persons(session: &Session, id: OpportunityId) -> Vec<Person> {
    session.opportunities().detail(id).unwrap().persons
}

/// Names of the persons, the primary one with a star, a contact in brackets.
fn told(persons: &[Person]) -> String {
    let one = |person: &Person| {
        let name = person.name.as_deref().unwrap_or("-");
        let name = if person.contact.is_some() { format!("[{name}]") } else { name.to_owned() };
        if person.primary { format!("*{name}") } else { name }
    };
    persons.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn set(session: &Session, id: OpportunityId, persons: Value) -> Result<String> {
    session.call("opportunities.set_persons", &json!({ "id": id, "persons": persons }).to_string())
}

/// Name, telephone and e-mail of the opportunity's contact.
fn lead(office: &Office, id: OpportunityId) -> [String; 3] {
    let of = office.manager.opportunities().get(id).unwrap();
    [of.contact_name, of.contact_phone, of.contact_email].map(Option::unwrap_or_default)
}

fn update(office: &Office, id: OpportunityId, changes: Value) -> Value {
    call(&office.ann, "opportunities.update", json!({ "id": id, "changes": changes }))
}

/// Account managers read a field of opportunities no more.
fn hide(office: &Office, field: &str) {
    let roles = call(&office.admin, "roles.list", json!({}));
    let roles = roles.as_array().or(roles["items"].as_array()).unwrap();
    let role = roles.iter().find(|role| role["name"] == "account_manager").unwrap();
    let with = json!({"id": role["id"], "entity": "opportunity", "field": field, "right": "hidden"});
    call(&office.admin, "roles.set_field", with);
}

/// Checks that all that follows from others does.
fn consistent(office: &Office) {
    assert_eq!(office.admin.maintenance().check().unwrap().findings, [] as [String; 0]);
}

// SALE-8: what is wrong with persons is told at once, each at its place.
#[test]
fn what_is_wrong_with_persons_is_told() {
    let office = Office::new();
    let (customer, other) = (office.customer(), office.customer());
    let (own, foreign) = (contact(&office, customer.id, "王芳", None), contact(&office, other.id, "李静", None));
    let lead = made(&office, None, json!({}));
    let named = made(&office, Some(customer.id), json!({}));
    let region = region(&office.ann);
    let table = [
        (
            named,
            json!([{"phone": "1"}, {"name": "b"}]),
            vec!["persons[0].name:required", "persons[0].primary:required"],
        ),
        (
            named,
            json!([{"name": "a", "primary": true}, {"name": "b", "primary": true}]),
            vec!["persons[1].primary:not_unique"],
        ),
        (named, json!([{"role": region, "name": "a"}]), vec!["persons[0].role:unknown_choice"]),
        (named, json!([{}]), vec!["persons[0].name:required"]),
        (named, json!([{"contact": foreign}]), vec!["persons[0].contact:unknown_record"]),
        (lead, json!([{"contact": own}]), vec!["persons[0].contact:unknown_record"]),
        (named, json!([{"name": "a", "email": "nobody"}]), vec!["persons[0].email:not_an_email"]),
        (named, json!(vec![json!({"name": "a"}); 21]), vec!["persons:too_many", "persons[0].primary:required"]),
    ];
    for (id, persons, wanted) in table {
        assert_eq!(invalid(set(&office.ann, id, persons.clone())), wanted, "{persons}");
    }
    let new = json!({"new": {"customer_name": "a", "success_probability": 1, "summary": "b", "description": "c",
        "contact_name": "x", "persons": [{"name": "a"}, {"contact": own, "primary": true}]}});
    assert_eq!(
        invalid(office.ann.call("opportunities.create", &new.to_string())),
        ["persons[1].contact:unknown_record", "contact_name:derived"]
    );
    consistent(&office);
}

// SALE-8: the contact of an opportunity is its primary person, both ways.
#[test]
fn the_contact_is_the_primary_person() {
    let office = Office::new();
    let id = made(&office, None, json!({"contact_name": "王芳", "contact_phone": "13800001234"}));
    assert_eq!(told(&persons(&office.ann, id)), "*王芳");
    let bare = made(&office, None, json!({}));
    assert_eq!(told(&persons(&office.ann, bare)), "");
    // One alone may lack a name.
    set(&office.ann, bare, json!([{"phone": "021-1"}])).unwrap();
    assert_eq!((lead(&office, bare)[1].as_str(), told(&persons(&office.ann, bare))), ("021-1", "*-".into()));
    let buyer = entry(&office.ann, "contact_role", "采购");
    let three = json!([{"name": "李静", "email": "li@example.com"}, {"name": "赵云", "role": buyer, "primary": true, "phone": "1"},
        {"name": "钱多", "position": "总经理"}]);
    set(&office.ann, id, three.clone()).unwrap();
    assert_eq!(told(&persons(&office.ann, id)), "李静 *赵云 钱多");
    assert_eq!(lead(&office, id), ["赵云", "1", ""]);
    let found = &persons(&office.ann, id);
    assert_eq!(found[1].role.as_ref().map(|role| role.item.as_str()), Some("采购"));
    assert_eq!((found[0].email.as_deref(), found[2].position.as_deref()), (Some("li@example.com"), Some("总经理")));
    // The same again changes nothing.
    let version = office.ann.opportunities().get(id).unwrap().version;
    set(&office.ann, id, three).unwrap();
    assert_eq!(office.ann.opportunities().get(id).unwrap().version, version);
    // By the fields of the opportunity.
    update(&office, id, json!({"contact_name": "孙权", "contact_email": "sun@example.com"}));
    assert_eq!(told(&persons(&office.ann, id)), "李静 *孙权 钱多");
    assert_eq!(persons(&office.ann, id)[1].email.as_deref(), Some("sun@example.com"));
    // Emptied it goes, and the first of those who are left is the primary one.
    update(&office, id, json!({"clear": ["contact_name", "contact_phone", "contact_email"]}));
    assert_eq!(told(&persons(&office.ann, id)), "*李静 钱多");
    assert_eq!(lead(&office, id), ["李静", "", "li@example.com"]);
    let by_name = OpportunityFilter { contact: Some("李静".into()), ..Default::default() };
    assert_eq!(office.ann.opportunities().list(Some(by_name), None, None).unwrap().items.len(), 1);
    set(&office.ann, id, json!([])).unwrap();
    assert_eq!((told(&persons(&office.ann, id)), lead(&office, id)), (String::new(), Default::default()));
    consistent(&office);
}

// SALE-8: who is a contact shows what that one has, until a value is given by hand, or the contact goes.
#[test]
fn a_contact_is_shown_as_it_is() {
    let office = Office::new();
    let customer = office.customer();
    let (wang, li) =
        (contact(&office, customer.id, "王芳", Some("13800001234")), contact(&office, customer.id, "李静静", None));
    let with = json!({"persons": [{"contact": wang, "primary": true}, {"contact": li, "role": entry(&office.ann, "contact_role", "使用者")}]});
    let id = made(&office, Some(customer.id), with);
    assert_eq!(told(&persons(&office.ann, id)), "*[王芳] [李静静]");
    assert_eq!(lead(&office, id), ["王芳", "13800001234", "6@example.com"]);
    // Without a mobile number that of the office.
    assert_eq!(persons(&office.ann, id)[1].phone.as_deref(), Some("021-5555 0100"));
    let version = office.ann.opportunities().get(id).unwrap().version;
    let change = |contact, changes| office.ann.contacts().update(contact, changes, None).unwrap();
    change(wang, ContactUpdate { name: Some("王芳芳".into()), mobile: Some("139".into()), ..Default::default() });
    change(li, ContactUpdate { position: Some("总监".into()), mobile: Some("136".into()), ..Default::default() });
    assert_eq!(lead(&office, id)[..2], ["王芳芳", "139"]);
    let found = persons(&office.ann, id);
    assert_eq!((found[1].phone.as_deref(), found[1].position.as_deref()), (Some("136"), Some("总监")));
    // It is no change of the opportunity's.
    assert_eq!(office.ann.opportunities().get(id).unwrap().version, version);
    // A value beside a contact that is its own leaves the link, another one ends it.
    set(&office.ann, id, json!([{"contact": wang, "phone": "139", "primary": true}, {"contact": li, "phone": "137"}]))
        .unwrap();
    assert_eq!(told(&persons(&office.ann, id)), "*[王芳芳] 李静静");
    update(&office, id, json!({"contact_phone": "135"}));
    assert_eq!((told(&persons(&office.ann, id)), lead(&office, id)[1].as_str()), ("*王芳芳 李静静".into(), "135"));
    set(&office.ann, id, json!([{"contact": wang}])).unwrap();
    office.ann.contacts().delete(wang, None).unwrap();
    assert_eq!((told(&persons(&office.ann, id)), lead(&office, id)[1].as_str()), ("*王芳芳".into(), "139"));
    // Of another customer's opportunity nobody is a contact of this one.
    let other = office.customer();
    set(&office.ann, id, json!([{"contact": li}])).unwrap();
    update(&office, id, json!({"customer": other.id}));
    assert_eq!(told(&persons(&office.ann, id)), "*李静静");
    consistent(&office);
}

// SALE-8, DUP-12: contacts that become one are one person's, and two again where that is undone.
#[test]
fn persons_follow_merged_contacts() {
    let office = Office::new();
    let customer = office.customer();
    let (kept, twin) =
        (contact(&office, customer.id, "王芳", Some("138")), contact(&office, customer.id, "王芳芳", Some("139")));
    let id = made(&office, Some(customer.id), json!({"persons": [{"contact": twin}]}));
    let key = |id: ContactId| RecordKey { object: "contact".into(), id: id.into() };
    let records = vec![key(kept), key(twin)];
    let merge = office.ann.merges().apply(records, None, None, None, None, None).unwrap();
    let found = persons(&office.ann, id);
    assert_eq!(
        (found[0].contact, lead(&office, id)[..2].to_vec()),
        (Some(kept), vec!["王芳".into(), "138".to_owned()])
    );
    office.ann.merges().undo(merge.id, None).unwrap();
    let found = persons(&office.ann, id);
    assert_eq!((found[0].contact, lead(&office, id)[0].as_str()), (Some(twin), "王芳芳"));
    consistent(&office);
}

// SALE-8: while it is unassigned managers and account managers set them; then the assignee, collaborators and managers.
#[test]
fn who_sets_them_follows_the_state() {
    let office = Office::new();
    let someone = json!([{"name": "王芳"}]);
    let code =
        |session: &Session, id| set(session, id, someone.clone()).map_or_else(|e| e.code().to_owned(), |_| "ok".into());
    let lead = made(&office, None, json!({}));
    let of = |id| office.everyone().map(|(name, session)| format!("{name}:{}", code(session, id)));
    let ok = |names: &[&str]| {
        office.everyone().map(|(name, _)| format!("{name}:{}", if names.contains(&name) { "ok" } else { "forbidden" }))
    };
    assert_eq!(of(lead), ok(&["manager", "ann", "ben"]));
    office.manager.opportunities().assign(lead, user(&office.ben), None, None).unwrap();
    assert_eq!(of(lead), ok(&["manager", "ben"]));
    let allowed = |session: &Session| {
        let told = call(session, "meta.allowed", json!({"entity": "opportunity", "ids": [lead]}));
        told[0]["operations"].as_array().unwrap().contains(&"opportunities.set_persons".into())
    };
    assert_eq!([&office.ann, &office.ben, &office.manager].map(allowed), [false, true, true]);
    call(&office.manager, "collaborators.add", json!({"entity": "opportunity", "id": lead, "user": user(&office.ann)}));
    assert_eq!(of(lead), ok(&["manager", "ben", "ann"]));
    office.ben.opportunities().fail(lead, None, None, None, None).unwrap();
    assert_eq!(code(&office.manager, lead), "illegal_transition");
}

// SALE-5: persons with a name become contacts, or are those that are there; none is added to a customer that is lost.
#[test]
fn persons_become_contacts() {
    let office = Office::new();
    let customer = office.customer();
    let wang = contact(&office, customer.id, "王芳", Some("138 0000 1234"));
    let three = json!({"persons": [{"name": "王芳", "phone": "13800001234", "primary": true}, {"name": "李静静", "email": "li@example.com", "position": "工程师"},
        {"name": "王芳", "phone": "999"}]});
    let won = made(&office, Some(customer.id), three.clone());
    office.manager.opportunities().assign(won, user(&office.ben), None, None).unwrap();
    office.ben.opportunities().develop(won, None, None, None, None).unwrap();
    let found = persons(&office.ben, won);
    assert_eq!((told(&found), found[0].contact), ("*[王芳] [李静静] [王芳]".into(), Some(wang)));
    assert_eq!(lead(&office, won)[1], "138 0000 1234");
    let contacts = office.ann.contacts().list(Some(customer.id), None, None, None).unwrap().items;
    let names: Vec<_> = contacts.iter().map(|contact| contact.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["王芳", "李静静", "王芳"]);
    assert_eq!(
        (contacts[1].email.as_deref(), contacts[1].position.as_deref()),
        (Some("li@example.com"), Some("工程师"))
    );
    // One that makes its customer.
    let first = made(&office, None, three);
    office.manager.opportunities().assign(first, user(&office.ben), None, None).unwrap();
    let new = office.ben.opportunities().develop(first, None, None, None, None).unwrap().customer.unwrap();
    assert_eq!(office.manager.contacts().list(Some(new), None, None, None).unwrap().items.len(), 3);
    assert_eq!(told(&persons(&office.ben, first)), "*[王芳] [李静静] [王芳]");
    let open = made(&office, Some(customer.id), json!({"persons": [{"name": "新人"}]}));
    office.manager.opportunities().assign(open, user(&office.ben), None, None).unwrap();
    office.lose(customer.id);
    office.ben.opportunities().develop(open, None, None, None, None).unwrap();
    assert_eq!(told(&persons(&office.ben, open)), "*新人");
    consistent(&office);
}

// DUP-1: opportunities meet by the numbers and addresses of all their persons, as long as these say so.
#[test]
fn all_persons_are_compared() {
    let office = Office::new();
    let rule = r#"{"of": "opportunity", "groups": [{"criteria": [{"field": "persons", "compare": "phone"}]}], "on_create": "record", "on_update": "record"}"#;
    office.admin.setup().put("duplicate_rule".into(), "人".into(), rule.parse().unwrap(), None, None, None).unwrap();
    office.admin.setup().enable("duplicate_rule".into(), "人".into()).unwrap();
    office.integration.jobs().run_due(None).unwrap();
    let wrong = rule.replace("phone\"}", "name\"}");
    let put = office.admin.setup().put("duplicate_rule".into(), "名".into(), wrong.parse().unwrap(), None, None, None);
    assert_eq!(put.unwrap_err().fields()[0].code, "wrong_type");
    let pairs = || {
        let filter = PairFilter { rule: Some("人".into()), ..Default::default() };
        office.manager.duplicates().pairs(Some(filter), None).unwrap().items.len()
    };
    let two = json!({"persons": [{"name": "王芳", "primary": true}, {"name": "李静", "phone": "13911112222"}]});
    let one = made(&office, None, two);
    let other = made(&office, None, json!({"contact_phone": "139 1111 2222"}));
    assert_eq!(pairs(), 1);
    let third = made(&office, None, json!({}));
    set(&office.ann, third, json!([{"name": "a", "primary": true}, {"name": "b", "phone": "+86 13911112222"}]))
        .unwrap();
    assert_eq!(pairs(), 3);
    set(&office.ann, one, json!([])).unwrap();
    office.ann.opportunities().delete(other, None).unwrap();
    let met: Vec<DuplicateHit> = serde_json::from_value(call(
        &office.ann,
        "duplicates.check",
        json!({"object": "opportunity", "values": {"contact_phone": "13911112222"}}),
    ))
    .unwrap();
    assert_eq!(met.iter().map(|hit| hit.id).collect::<Vec<_>>(), [Some(third.into())]);
    consistent(&office);
}

// SALE-8, FIELD-1, FIELD-9: persons are withheld as the fields of the opportunity and of contacts are, in results, history and writes.
#[test]
fn persons_are_withheld() {
    let office = Office::new();
    let id = made(
        &office,
        None,
        json!({"persons": [{"name": "王芳", "primary": true}, {"name": "李静", "phone": "13911112222"}]}),
    );
    set(&office.ann, id, json!([{"name": "王芳", "primary": true}, {"name": "李静", "phone": "13933334444"}])).unwrap();
    let only = made(&office, None, json!({"contact_phone": "13955556666"}));
    hide(&office, "contact_phone");
    let detail = call(&office.ben, "opportunities.detail", json!({ "id": id }));
    assert_eq!((detail["persons"][1]["name"].as_str(), &detail["persons"][1]["phone"]), (Some("李静"), &Value::Null));
    assert_eq!(detail["persons"][1]["withheld"], json!(["phone"]));
    let history =
        office.ben.call("objects.history", &json!({"record": {"object": "opportunity", "id": id}}).to_string());
    let history = history.unwrap_or_else(|e| panic!("{e}"));
    assert!(
        history.contains("李静") && !history.contains("13911112222") && !history.contains("13933334444"),
        "{history}"
    );
    assert_eq!(invalid(set(&office.ben, id, json!([{"name": "a"}]))), ["persons:not_writable"]);
    // Of whom nothing is read there is nobody.
    assert_eq!(call(&office.ben, "opportunities.detail", json!({ "id": only }))["persons"], json!([]));
}
