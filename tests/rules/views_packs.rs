//! VIEW: views of packs, and of people over what packs define.

use crm_core::objects::ObjectPage;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::users::NewUser;
use crm_core::{Crm, CrmError, Options, Result, Session, Tree, Values};
use serde_json::{Value as Json, json};

use crate::support::*;
use crate::views::keep;

/// An office with the hotel, as far as this version of the engine installs it, and somebody at its reception.
pub(crate) struct Hotel {
    pub(crate) office: Office,
    /// 前台
    pub(crate) reception: Session,
    /// 酒店经理
    pub(crate) head: Session,
}

/// The hotel without what configures chapters that are not built.
fn document(change: impl FnOnce(&mut Json)) -> Tree {
    let mut document: Json = serde_json::from_str(include_str!("../../crm-core/packs/hotel.json")).unwrap();
    document.as_object_mut().unwrap().remove("setup");
    for (_, labels) in document["labels"].as_object_mut().unwrap() {
        labels.as_object_mut().unwrap().retain(|path, _| !path.starts_with("setup."));
    }
    change(&mut document);
    document.into()
}

impl Hotel {
    pub(crate) fn new() -> Hotel {
        // The tables of defined objects are made in SQLite's own words.
        let storage = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
        Hotel::opened(|options| options.open_storage(Box::new(storage)).unwrap(), |_| {})
    }

    /// The same in another storage, with another document.
    pub(crate) fn opened(open: impl FnOnce(Options) -> Crm, change: impl FnOnce(&mut Json)) -> Hotel {
        let clock = FixedEnvironment::new(MORNING);
        let crm = open(Crm::options().environment(clock.clone()));
        let office = Office::staff(crm, clock);
        office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
        office.apply(document(change));
        let hire = |login: &str, role: &str| {
            let roles = Some(vec![role.to_owned()]);
            let new = NewUser { login: login.into(), display_name: login.into(), roles, ..Default::default() };
            office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap()
        };
        let (reception, head) = (hire("前台", "hotel.reception"), hire("经理", "hotel.manager"));
        Hotel { office, reception, head }
    }

    pub(crate) fn room(&self, number: &str, price: &str) -> String {
        let entry = json!({"new": {"category": "room_kind", "item": number, "value": number}}).to_string();
        let entry: Json = serde_json::from_str(&self.office.admin.call("dictionary.create", &entry).unwrap()).unwrap();
        let price = json!({"amount": price, "currency": "CNY"});
        let new = json!({"number": number, "kind": entry["id"], "capacity": 2, "price": price});
        created(&self.head, "hotel.room", new)
    }
}

pub(crate) fn created(session: &Session, object: &str, new: Json) -> String {
    let call = json!({"object": object, "new": new}).to_string();
    let record: Json = serde_json::from_str(&session.call("objects.create", &call).unwrap()).unwrap();
    record["id"].as_str().unwrap().to_owned()
}

fn rows(session: &Session, view: &str, parameters: Json) -> Result<ObjectPage> {
    let parameters: Values = serde_json::from_value(parameters).unwrap();
    session.views().rows(view.into(), Some(parameters), None)
}

fn titles(page: Result<ObjectPage>) -> Vec<String> {
    page.unwrap().items.into_iter().map(|record| record.title).collect()
}

// Story 12, VIEW-1, VIEW-3: the free rooms are asked by the view's name, with both days.
#[test]
fn free_rooms_are_asked_by_name() {
    let hotel = Hotel::new();
    let room = hotel.room("301", "388.50");
    hotel.room("302", "488");
    let guest = created(&hotel.reception, "hotel.guest", json!({"name": "王芳", "phone": "13800000000"}));
    let stay = json!({"guest": guest, "room": room, "check_in": "2026-03-10", "check_out": "2026-03-12"});
    let stay = created(&hotel.reception, "hotel.reservation", stay);
    let free =
        |from: &str, to: &str| titles(rows(&hotel.reception, "hotel.free_rooms", json!({"from": from, "to": to})));
    assert_eq!(free("2026-03-10", "2026-03-12"), ["302"]);
    assert_eq!(free("2026-03-12", "2026-03-14"), ["301", "302"]);
    let wrong = invalid(rows(&hotel.reception, "hotel.free_rooms", json!({"from": "2026-03-10", "until": 3})));
    assert_eq!(wrong, ["parameters.to:required", "parameters.until:unknown_parameter"]);
    let wrong = invalid(rows(&hotel.reception, "hotel.free_rooms", json!({"from": 3, "to": "2026-02-30"})));
    assert_eq!(wrong, ["parameters.from:type", "parameters.to:type"]);
    let cancel = json!({"object": "hotel.reservation", "id": stay, "action": "cancel"}).to_string();
    hotel.reception.call("objects.act", &cancel).unwrap();
    assert_eq!(free("2026-03-10", "2026-03-12"), ["301", "302"]);
}

// VIEW-1: views of packs are listed to whoever may list the object, by names that are the packs', and asked by the same right.
#[test]
fn views_of_packs_are_those_of_whom_they_are_for() {
    let hotel = Hotel::new();
    let names = |session: &Session, object: Option<&str>| -> Vec<String> {
        let views = session.views().list(object.map(str::to_owned)).unwrap();
        views.into_iter().map(|view| view.name).collect()
    };
    let reception = ["hotel.arrivals", "hotel.free_rooms", "hotel.nights_sold"];
    assert_eq!(names(&hotel.reception, None), reception);
    assert_eq!(names(&hotel.reception, Some("hotel.room")), ["hotel.free_rooms"]);
    assert_eq!(names(&hotel.head, None).len(), 4);
    // Not the administrator, to whom nobody granted anything.
    assert_eq!(names(&hotel.office.admin, None), [""; 0]);
    let free = hotel.reception.views().list(Some("hotel.room".into())).unwrap().remove(0);
    assert_eq!((free.id, free.version, free.object.as_str(), free.broken), (None, 1, "hotel.room", false));
    assert_eq!((free.owner, free.shares), (None, Default::default()));
    assert_eq!(free.definition.value()["sort"], json!(["number"]));

    let refused = rows(&hotel.office.admin, "hotel.free_rooms", json!({})).unwrap_err();
    let CrmError::Forbidden { operation, reason } = refused else { panic!("{refused}") };
    assert_eq!((operation.as_str(), reason.as_str()), ("hotel.room.list", "no_permission"));
    for name in ["hotel.none", "none.free_rooms", "free_rooms", "hotel.free_rooms.x"] {
        assert_eq!(refused_code(rows(&hotel.reception, name, json!({}))), "not_found", "{name}");
    }
    assert_eq!(invalid(rows(&hotel.reception, "hotel.nights_sold", json!({}))), ["view:type"]);
    let sold = hotel.reception.views().table("hotel.nights_sold".into(), None).unwrap();
    let columns: Vec<&str> = sold.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["check_in.month", "room.kind", "nights.sum", "amount.sum"]);
}

fn refused_code<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    refused(result)
}

// VIEW-3: numbers and amounts as parameters, as what they are compared with.
#[test]
fn amounts_are_given_by_their_types() {
    let hotel = Hotel::new();
    hotel.room("301", "388.50");
    let one = |ty: &str, op: &str| {
        let filter = json!({"field": "price", op: {"parameter": "x"}});
        let view = json!({"of": "hotel.room", "parameters": {"x": ty}, "filter": filter});
        keep(&hotel.reception, &format!("{ty} {op}"), view).unwrap().id.unwrap().to_string()
    };
    let (decimal, money, whole) = (one("decimal", "le"), one("money", "is"), one("integer", "ge"));
    let found = |view: &str, x: Json| titles(rows(&hotel.reception, view, json!({"x": x}))).len();
    assert_eq!((found(&decimal, json!("388.5")), found(&decimal, json!("388.49"))), (1, 0));
    assert_eq!((found(&money, json!("388.5")), found(&money, json!("388"))), (1, 0));
    assert_eq!(found(&money, json!({"amount": "388.50", "currency": "CNY"})), 1);
    assert_eq!((found(&whole, json!(388)), found(&whole, json!(389))), (1, 0));
    let wrong = |view: &str, x: Json| invalid(rows(&hotel.reception, view, json!({"x": x})));
    assert_eq!(wrong(&money, json!({"amount": "388.50", "currency": "USD"})), ["parameters.x:currency"]);
    assert_eq!(wrong(&money, json!("388.505")), ["parameters.x:too_precise"]);
    // It fits its own type, and not the field that it is compared with.
    assert_eq!(wrong(&decimal, json!("388.505")), ["parameters.x:too_precise"]);
    assert_eq!(wrong(&whole, json!("388")), ["parameters.x:type"]);
}

// VIEW-9: a person's view over what a pack has no more is broken, until the name is there again.
#[test]
fn a_view_over_what_is_gone_is_broken() {
    let hotel = Hotel::new();
    let kept =
        keep(&hotel.head, "证件", json!({"of": "hotel.guest", "columns": ["name", "card"], "sort": ["name"]})).unwrap();
    let view = kept.id.unwrap().to_string();
    created(&hotel.head, "hotel.guest", json!({"name": "王芳", "phone": "13800000000"}));
    assert_eq!(titles(rows(&hotel.head, &view, json!({}))), ["王芳"]);
    let without = |document: &mut Json| {
        document["version"] = json!(2);
        document["removed"] = json!(["guest.card"]);
        let guest = &mut document["objects"]["guest"];
        guest["fields"].as_object_mut().unwrap().remove("card");
        guest.as_object_mut().unwrap().remove("unique");
        for (_, labels) in document["labels"].as_object_mut().unwrap() {
            labels
                .as_object_mut()
                .unwrap()
                .retain(|path, _| !path.starts_with("guest.card") && !path.starts_with("guest.unique"));
        }
    };
    hotel.office.apply(document(without));
    let listed = || hotel.head.views().list(Some("hotel.guest".into())).unwrap().remove(0);
    assert!(listed().broken);
    assert_eq!(listed().definition, kept.definition);
    assert_eq!(invalid(rows(&hotel.head, &view, json!({}))), ["view.columns[1]:unknown_field"]);
    let back = |document: &mut Json| {
        document["version"] = json!(3);
    };
    hotel.office.apply(document(back));
    assert!(!listed().broken);
    assert_eq!(titles(rows(&hotel.head, &view, json!({}))), ["王芳"]);
}

// OBJ-17: a view is of the object that it names, whatever its pack calls one of its own.
#[test]
fn a_view_is_of_what_it_names() {
    let office = Office::for_packs();
    office.apply(json!({"pack": "shop", "version": 1, "language": 1, "title": "Shop",
        "objects": {"customer": {"title": "name", "fields": {"name": {"type": "text"}, "card": {"type": "text"}}}},
        "views": {"names": {"of": "customer", "columns": ["name"]},
                  "cards": {"of": "shop.customer", "columns": ["card"]}},
        "roles": {"sales_manager": ["shop"]}}));
    let views = |object: &str| -> Vec<String> {
        let told = office.manager.meta().object(object.into()).unwrap();
        told.views.into_iter().map(|view| view.name).collect()
    };
    assert_eq!((views("shop.customer"), views("customer")), (vec!["shop.cards".into()], vec!["shop.names".into()]));
    assert_eq!(office.manager.meta().object("shop.customer".into()).unwrap().columns, ["card"]);
}
