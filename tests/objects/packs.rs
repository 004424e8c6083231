//! Packs: the three that come with the project are read without a mistake, stand beside what is installed without one, and
//! are the same when they are printed and read again (PACK-1, PACK-12).

use crm_core::objects::define::document::Pack;
use crm_core::objects::define::installed::{Callable, Typed};
use crm_core::objects::define::{Definitions, Installed, Unplaced, callable, check, read, read_text, typed_kinds};
use crm_core::objects::expr::{Fields, Nature, Type};
use crm_core::objects::shape::{Catalogue, Field, Kind, Object};
use crm_core::{FieldError, Tree};
use serde_json::Value;

pub const HOTEL: &str = include_str!("../../crm-core/packs/hotel.json");
pub const SALES: &str = include_str!("../../crm-core/packs/sales.json");
pub const TELECOM: &str = include_str!("../../crm-core/packs/telecom.json");

/// What there is beside a pack: this version's kinds and operations, those that later chapters bring, and other packs.
pub struct House {
    typed: Vec<Typed>,
    pub packs: Vec<Pack>,
}

impl House {
    pub fn with(packs: &[&str]) -> House {
        let mut typed = typed_kinds();
        // Not built yet: what the packs say of it is judged as if it were.
        const ACTIVITY: &[Field] = &[Field::id(), Field::text("subject", "subject"), Field::date("due_on", "due_on")];
        const OBJECT: Object = Object::typed("activity", "activities", None, "subject", ACTIVITY);
        typed.push(Typed { object: OBJECT, area: "activities".into(), owner: None, extends: false });
        for kind in &mut typed {
            if kind.object.name == "customer" {
                kind.owner = Some("account_manager".into());
            }
        }
        House { typed, packs: packs.iter().map(|json| read_text(json).pack).collect() }
    }

    /// What a pack stands beside.
    pub fn beside(pack: &str) -> House {
        if pack == "telecom" { House::with(&[SALES]) } else { House::with(&[]) }
    }
}

impl Installed for House {
    fn typed(&self) -> &[Typed] {
        &self.typed
    }

    fn packs(&self) -> &[Pack] {
        &self.packs
    }

    fn has_kind(&self, kind: &str) -> bool {
        matches!(kind, "automation" | "approval_flow")
    }

    fn operation(&self, name: &str) -> Option<Callable> {
        let arguments = |names: &[&str]| names.iter().copied().map(Into::into).collect();
        match name {
            "outbox.emit" => Some(Callable { for_rules: true, arguments: arguments(&["topic", "record"]) }),
            "activities.create" => {
                Some(Callable { for_rules: false, arguments: arguments(&["kind", "subject", "due_on", "records"]) })
            }
            name => callable(name),
        }
    }

    fn notifies(&self) -> bool {
        true
    }

    fn writes_typed(&self) -> bool {
        true
    }

    fn has_category(&self, category: &str) -> bool {
        category == "region"
    }

    fn has_entry(&self, category: &str, value: &str) -> bool {
        category == "region" && value == "华东"
    }

    fn has_role(&self, role: &str) -> bool {
        crm_core::permission::BUILT_IN_ROLES.iter().any(|known| known.name == role)
    }

    fn places(&self) -> u32 {
        2
    }
}

/// The mistakes of a document beside what its pack stands beside, `path code`.
pub fn mistakes(house: &House, document: &Value) -> Vec<FieldError> {
    let read = read(&Tree::from(document.clone()));
    let mut found = read.mistakes.clone();
    found.extend(check(&read, house));
    found
}

pub fn told(found: &[FieldError]) -> Vec<String> {
    found.iter().map(|error| format!("{} {}", error.field, error.code)).collect()
}

pub fn all() -> [(&'static str, Value); 3] {
    [("hotel", HOTEL), ("sales", SALES), ("telecom", TELECOM)].map(|(name, json)| (name, json.parse().unwrap()))
}

// PACK-1, and the measure of *enough*: nothing that the packs say is refused.
#[test]
fn the_packs_are_right() {
    for (name, document) in all() {
        assert_eq!(told(&mistakes(&House::beside(name), &document)), Vec::<String>::new(), "{name}");
    }
}

/// Takes away the bound that a text has without it.
fn plain(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("type").is_some_and(|ty| ty == "text") && map.get("max").is_some_and(|max| *max == 500) {
                map.shift_remove("max");
            }
            map.values_mut().for_each(plain);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

// PACK-1: the order of keys is kept, and what is printed is the same pack.
#[test]
fn what_is_printed_is_what_was_read() {
    for (name, document) in all() {
        let first = read(&Tree::from(document.clone()));
        let printed = first.pack.print();
        let again = read(&printed);
        assert!(again.mistakes.is_empty(), "{name}: {:?}", again.mistakes);
        assert_eq!(again.pack, first.pack, "{name}");
        assert_eq!(again.pack.print().to_string(), printed.to_string(), "{name}");
        // Nothing is lost: every key of the document stands in what is printed, but what is as if it were not there.
        let mut document = document;
        plain(&mut document);
        assert!(*printed.value() == document, "{name}: {printed}");
        let order = |pack: &Pack| pack.objects.iter().map(|object| object.name.to_string()).collect::<Vec<_>>();
        let written: Vec<&String> = document["objects"].as_object().unwrap().keys().collect();
        assert_eq!(order(&first.pack).iter().collect::<Vec<_>>(), written, "{name}");
    }
    let fields = &read_text(HOTEL).pack.objects[2].fields;
    assert_eq!(fields[0].name, "guest");
    assert_eq!(fields[2].name, "check_in");
}

// PACK-1: a repeated key is told with its path, and the rest is read all the same.
#[test]
fn repeated_keys_have_paths() {
    let json = HOTEL.replacen(r#""title": "name","#, r#""title": "name", "title": "phone","#, 1);
    let found = read_text(&json);
    assert_eq!(told(&found.mistakes), ["objects.guest.title repeated"]);
    assert_eq!(found.pack, read_text(HOTEL).pack);
    assert_eq!(told(&read_text("{").mistakes), [" not_json"]);
    assert_eq!(told(&read_text("[]").mistakes), [" type"]);
    let long = HOTEL.replacen("Rooms", &" ".repeat(1024 * 1024), 1);
    assert_eq!(told(&read_text(&long).mistakes)[0], " too_long");
}

// EXPR-10: a mistake in an expression has its line and column, and the text of its code.
#[test]
fn expressions_tell_where() {
    let (_, mut document) = all()[0].clone();
    document["objects"]["reservation"]["fields"]["amount"]["formula"] = "price *\n nothing".into();
    let found = mistakes(&House::with(&[]), &document);
    // What is computed from it is no mistake.
    assert_eq!(told(&found), ["objects.reservation.fields.amount.formula unknown_field"]);
    assert_eq!(found[0].detail, "2:2 is no field of this object");
}

// OBJ-5, EXPR-11: what expressions and filters see of defined objects and of extensions.
#[test]
fn definitions_stand_beside_typed_kinds() {
    let house = House::with(&[SALES]);
    let pack = read_text(TELECOM).pack;
    let definitions = Definitions::new(&pack, &house, &Unplaced);
    let seen = definitions.fields(&house);
    let of = |object: &str, name: &str| seen.field(object, name).map(|known| (known.ty, known.nature));
    assert_eq!(of("customer", "spend"), Some((Type::Number, Nature::Rollup)));
    assert_eq!(of("customer", "in_force"), Some((Type::Number, Nature::Rollup)));
    assert_eq!(of("customer", "name"), Some((Type::Text, Nature::Given)));
    assert_eq!(of("customer", "superior"), Some((Type::Record("user".into()), Nature::Kernel)));
    assert_eq!(of("telecom.request", "owner"), Some((Type::Record("user".into()), Nature::Given)));
    assert_eq!(of("telecom.request", "title"), Some((Type::Text, Nature::Kernel)));
    assert_eq!(of("telecom.offering", "owner"), None);
    assert_eq!(of("telecom.offering", "status"), None);
    assert!(seen.has_entry("line_of_service", "line") && seen.has_entry("region", "华东"));
    assert!(!seen.has_entry("line_of_service", "专线"));
    let offering = definitions.object("telecom.offering").unwrap();
    let names: Vec<&str> = offering.fields.iter().map(|field| field.name.as_str()).collect();
    let of_activities = ["last_activity_on", "next_activity_on", "planned_until", "idle_since"];
    assert_eq!(names[..4], ["id", "version", "creator", "created_at"]);
    assert_eq!((&names[4..8], &names[8..10]), (&of_activities[..], &["code", "name"][..]));
    let twin = |field: &str| matches!(&offering.field(field).unwrap().kind, Kind::Text { twin: Some(_) });
    assert!(twin("code") && twin("name"));
    let own: Vec<String> = definitions.into_own(&pack).iter().map(|own| own.object.name.to_string()).collect();
    assert_eq!(own.len(), 7, "{own:?}");
    // An older version of the pack is left out.
    let mut older = House::with(&[SALES, TELECOM]);
    older.packs[1].objects.clear();
    assert!(check(&read_text(TELECOM), &older).is_empty());
}
