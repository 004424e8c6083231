//! META-1, OBJ-17: what is allowed on records of defined objects is what would not be refused, whoever asks, in every state; of
//! many records by as many statements as of one.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::users::NewUser;
use serde_json::{Value as Json, json};

use crate::faults::Rehearsing;
use crate::support::*;
use crate::views_packs::{Hotel, created};
use crate::watch::watched;

/// The hotel with duties, levels, and deletions that carry others along.
fn changed(hotel: &mut Json) {
    let objects = &mut hotel["objects"];
    objects["reservation"]["status"]["actions"]["cancel"]["never"] = json!(["clerk"]);
    objects["reservation"]["status"]["actions"]["no_show"]["duty"] = json!(["clerk"]);
    objects["reservation"]["status"]["actions"]["arrive"]["never"] = json!(["superior"]);
    objects["suggestion"]["status"]["actions"]["adopt"]["duty"] = json!(["about"]);
    objects["suggestion"]["status"]["actions"]["decline"]["only"] = json!(["about"]);
    // A guest takes suggestions along, a reservation what was said of it; a service is told of by nobody.
    objects["suggestion"]["fields"]["guest"]["on_delete"] = json!("delete");
    objects["stay_score"]["fields"]["reservation"]["on_delete"] = json!("delete");
    objects["voucher"]["fields"]["reservation"]["on_delete"] = json!("clear");
    hotel["roles"]["hotel.clerk"] = json!(["hotel.reservation@own", "hotel.suggestion.get", "hotel.suggestion.update"]);
    hotel["roles"]["hotel.porter"] =
        json!(["hotel.reservation.list", "hotel.reservation.arrive@own", "hotel.guest.delete"]);
}

/// Whether the outcome says that the rules of the record let the call; what depends on the arguments does not count.
fn lets(outcome: &Result<String>) -> bool {
    match outcome {
        Ok(_) | Err(CrmError::Invalid { .. }) => true,
        Err(CrmError::Conflict { reason, .. }) if reason == "in_use" => false,
        Err(CrmError::Forbidden { .. } | CrmError::NotFound { .. } | CrmError::IllegalTransition { .. }) => false,
        Err(other) => panic!("{other}"),
    }
}

/// The records of the hotel, by their objects.
type Records = BTreeMap<&'static str, Vec<String>>;

/// Who may ask.
fn people(hotel: &Hotel) -> Vec<Session> {
    let hire = |login: &str, role: &str| {
        let roles = Some(vec![role.to_owned()]);
        let new = NewUser { login: login.into(), display_name: login.into(), roles, ..Default::default() };
        hotel.office.crm.session(hotel.office.admin.users().create(new, None).unwrap().id).unwrap()
    };
    let (clerk, porter) = (hire("clerk", "hotel.clerk"), hire("porter", "hotel.porter"));
    let office = &hotel.office;
    vec![hotel.reception.clone(), hotel.head.clone(), clerk, porter, office.ann.clone(), office.admin.clone()]
}

/// Fills the hotel; the reservations are in every state.
fn filled(hotel: &Hotel, people: &[Session]) -> Records {
    let (head, mut records) = (&hotel.head, Records::new());
    let mut make = |object: &'static str, new: Json| {
        let id = created(head, object, new);
        records.entry(object).or_default().push(id.clone());
        id
    };
    let guests: Vec<String> = ["Ada", "Bob", "Eve", "Kim"]
        .map(|name| make("hotel.guest", json!({"name": name, "phone": "13800000000", "id_number": "1"})))
        .to_vec();
    let rooms = ["301", "302"].map(|number| hotel.room(number, "388.50"));
    let mut stay = |guest: &str, day: u32, clerk: &Session| {
        let days = (format!("2026-03-{day:02}"), format!("2026-03-{:02}", day + 1));
        let new =
            json!({"guest": guest, "room": rooms[0], "check_in": days.0, "check_out": days.1, "clerk": user(clerk)});
        make("hotel.reservation", new)
    };
    let (clerk, reception) = (&people[2], &people[0]);
    let stays: Vec<String> = [(2, clerk), (3, reception), (4, clerk), (5, reception), (6, clerk), (7, reception)]
        .map(|(day, clerk)| stay(&guests[0], day, clerk))
        .to_vec();
    let act = |object: &str, id: &str, action: &str, with: Json| {
        let call = json!({"id": id, "with": with}).to_string();
        head.call(&format!("{object}.{action}"), &call).unwrap_or_else(|error| panic!("{object} {action}: {error}"));
    };
    let at = |day: u32| hotel.office.clock.set(&format!("2026-03-{day:02}T02:00:00Z"));
    at(2);
    act("hotel.reservation", &stays[0], "arrive", json!({}));
    at(3);
    act("hotel.reservation", &stays[1], "arrive", json!({}));
    act("hotel.reservation", &stays[1], "leave", json!({}));
    act("hotel.reservation", &stays[2], "cancel", json!({}));
    at(6);
    act("hotel.reservation", &stays[3], "no_show", json!({}));
    make("hotel.stay_score", json!({"reservation": stays[0], "staff": user(clerk), "score": 5}));
    let worth = json!({"amount": "100", "currency": "CNY"});
    let voucher = json!({"guest": guests[0], "value": worth, "valid_until": "2027-01-01"});
    let vouchers = [0, 1, 2].map(|_| make("hotel.voucher", voucher.clone()));
    act("hotel.voucher", &vouchers[0], "redeem", json!({"reservation": stays[4]}));
    act("hotel.voucher", &vouchers[1], "cancel", json!({}));
    // Bob's suggestion goes with him; Eve's has moved on, and holds her.
    let suggestions = [(1, clerk), (2, clerk), (2, reception)].map(|(guest, about)| {
        make("hotel.suggestion", json!({"guest": guests[guest], "words": "早餐", "about": user(about)}))
    });
    let reward = json!({"amount": "10", "currency": "CNY"});
    act("hotel.suggestion", &suggestions[1], "adopt", json!({"answer": "好", "reward": reward}));
    make("hotel.service", json!({"name": "洗衣"}));
    records.insert("hotel.room", rooms.to_vec());
    records.values_mut().for_each(|ids| ids.push(RecordId::default().to_string()));
    records
}

// META-1, OBJ-17: for everybody, on every record, in every state.
#[test]
fn what_is_allowed_on_defined_records_would_not_be_refused() {
    let rehearsing = Rehearsing::new();
    let hotel = Hotel::opened(|options| rehearsing.open(options), changed);
    let people = people(&hotel);
    let records = filled(&hotel, &people);
    let (mut answers, mut held) = (BTreeSet::<(String, bool)>::new(), BTreeSet::new());
    for (object, ids) in &records {
        let described = hotel.head.meta().object((*object).into()).unwrap();
        let actions = described.actions.iter().map(|action| action.operation.clone());
        let operations: Vec<String> =
            [format!("{object}.update"), format!("{object}.delete")].into_iter().chain(actions).collect();
        let keys: Vec<RecordId> = ids.iter().map(|id| id.parse().unwrap()).collect();
        for (who, session) in people.iter().enumerate() {
            let told = session.meta().allowed((*object).into(), keys.clone()).unwrap();
            assert_eq!(told.iter().map(|one| one.id).collect::<Vec<_>>(), keys);
            let seen = session.meta().seen((*object).into(), keys.clone()).unwrap();
            for (id, told) in ids.iter().zip(&told) {
                let unknown = told.operations.iter().find(|operation| !operations.contains(operation));
                assert!(unknown.is_none(), "{unknown:?}");
                for operation in &operations {
                    let arguments = match operation.rsplit('.').next() {
                        Some("update") => json!({"id": id, "changes": {}}),
                        _ => json!({"id": id}),
                    };
                    let outcome =
                        rehearsing.rehearse(session, |session| session.call(operation, &arguments.to_string()));
                    let listed = told.operations.contains(operation);
                    assert_eq!(listed, lets(&outcome), "{operation} of {id} by {who}: {outcome:?}");
                    answers.insert((operation.clone(), listed));
                    if matches!(outcome, Err(CrmError::Conflict { .. })) {
                        held.insert(format!("{operation} {id}"));
                    }
                }
                // SCOPE-14: what is seen is what can be got.
                let got = session.call(&format!("{object}.get"), &json!({"id": id}).to_string());
                assert_eq!(seen.contains(&told.id), got.is_ok(), "{object} {id} by {who}: {got:?}");
            }
        }
    }
    let both = |operation: &String| [true, false].iter().all(|listed| answers.contains(&(operation.clone(), *listed)));
    let all: BTreeSet<String> = answers.iter().map(|(operation, _)| operation.clone()).collect();
    let undecided: Vec<_> = all.iter().filter(|operation| !both(operation)).collect();
    assert!(undecided.is_empty() && all.len() > 20, "{undecided:?}");
    // Ada has stayed, and Eve's suggestion has moved on; what there is of Bob and Kim would go with them.
    let of = |object: &str, at: usize| format!("{object}.delete {}", records[object][at]);
    let in_use = [of("hotel.guest", 0), of("hotel.guest", 2), of("hotel.room", 0)];
    assert_eq!(held, BTreeSet::from(in_use));
}

// META-1, OBJ-13, PACK-9: what packs that sleep, and custom fields, refer to is not deleted either.
#[test]
fn what_holds_a_record_in_its_sleep_is_told_too() {
    let hotel = Hotel::new();
    let (admin, manager, head) = (&hotel.office.admin, &hotel.office.manager, &hotel.head);
    let annex = json!({"pack": "annex", "version": 1, "language": 1, "title": "Annex", "requires": {"hotel": 1},
        "objects": {"key": {"title": "code", "fields": {"code": {"type": "text"},
            "room": {"type": "ref", "to": "hotel.room"}, "past": {"type": "ref", "to": "hotel.room", "on_delete": "clear"},
            "last": {"type": "ref", "to": "annex.key", "on_delete": "delete"}, "spare": {"type": "ref", "to": "hotel.room",
            "on_delete": "delete"}}}},
        "extend": {"customer": {"fields": {"room": {"type": "ref", "to": "hotel.room"},
            "suite": {"type": "ref", "to": "hotel.room", "on_delete": "delete"}}}},
        "roles": {"sales_manager": ["annex"]}});
    let plan = admin.packs().plan(annex.clone().into()).unwrap();
    assert_eq!(plan.refusals, []);
    admin.packs().apply(annex.into(), plan.digest).unwrap();
    let rooms = ["1", "2", "3", "4", "5", "6"].map(|number| hotel.room(number, "100"));
    created(manager, "annex.key", json!({"code": "a", "room": rooms[0], "past": rooms[2]}));
    // With the fourth and the fifth a key goes too.
    created(manager, "annex.key", json!({"code": "b", "spare": rooms[3], "room": rooms[3]}));
    created(manager, "annex.key", json!({"code": "c", "spare": rooms[4]}));
    let customer = json!({"new": {"name": "华东", "custom": {"room": rooms[1], "suite": rooms[5]}}}).to_string();
    manager.call("customers.create", &customer).unwrap();
    let ids: Vec<RecordId> = rooms.iter().map(|id| id.parse().unwrap()).collect();
    let told = || -> Vec<bool> {
        let told = head.meta().allowed("hotel.room".into(), ids.clone()).unwrap();
        told.iter().map(|one| one.operations.contains(&"hotel.room.delete".to_owned())).collect()
    };
    let delete = |room: &String| head.call("hotel.room.delete", &json!({"id": room}).to_string());
    assert_eq!(told(), [false, false, true, true, true, false]);
    // Awake, the key goes with the fourth, and holds it no more.
    delete(&rooms[3]).unwrap();
    admin.packs().disable("annex".into()).unwrap();
    let asleep = told();
    assert_eq!(asleep, [false, false, true, false, true, false]);
    for (room, listed) in rooms.iter().zip(asleep) {
        let outcome = delete(room);
        assert_eq!(listed, outcome.is_ok(), "{outcome:?}");
    }
}

// META-1, OBJ-13, PACK-9: of a pack that sleeps a thousand records go with another, and what has more of them is neither deleted
// nor said to be.
#[test]
fn a_thousand_that_sleep_go_and_no_more() {
    let office = Office::for_packs();
    let (admin, manager) = (&office.admin, &office.manager);
    office.apply(json!({"pack": "depot", "version": 1, "language": 1, "title": "Depot",
        "objects": {"shelf": {"title": "label", "fields": {"label": {"type": "text"}}}},
        "roles": {"sales_manager": ["depot"]}}));
    office.apply(json!({"pack": "boxes", "version": 1, "language": 1, "title": "Boxes", "requires": {"depot": 1},
        "objects": {"box": {"title": "label", "fields": {
            "label": {"type": "text"}, "on": {"type": "ref", "to": "depot.shelf", "on_delete": "delete"}}}},
        "roles": {"sales_manager": ["boxes"]}}));
    let shelves = ["A", "B"].map(|label| created(manager, "depot.shelf", json!({"label": label})));
    for (shelf, count) in shelves.iter().zip([1_000, 1_001]) {
        let new: Vec<Json> = (0..count).map(|_| json!({"on": shelf})).collect();
        manager.call("boxes.box.create_many", &json!({"records": new}).to_string()).unwrap();
    }
    admin.packs().disable("boxes".into()).unwrap();
    let ids: Vec<RecordId> = shelves.iter().map(|id| id.parse().unwrap()).collect();
    let told = manager.meta().allowed("depot.shelf".into(), ids).unwrap();
    let told: Vec<bool> = told.iter().map(|one| one.operations.contains(&"depot.shelf.delete".to_owned())).collect();
    let [few, many] = shelves.map(|id| manager.call("depot.shelf.delete", &json!({"id": id}).to_string()));
    few.unwrap();
    assert!(matches!(many, Err(CrmError::Conflict { reason, .. }) if reason == "too_many"));
    assert_eq!(told, [true, false]);
}

// META-1: a kind that nobody defines is refused, and a part allows nothing by itself.
#[test]
fn kinds_are_those_that_are_defined() {
    let hotel = Hotel::new();
    for kind in ["hotel.rooms", "hotel.", ".", "hotel.room.get"] {
        assert_eq!(invalid(hotel.head.meta().allowed(kind.into(), vec![])), ["entity:unknown_value"], "{kind}");
        assert_eq!(invalid(hotel.head.meta().seen(kind.into(), vec![])), ["entity:unknown_value"], "{kind}");
    }
    // Elsewhere it is one of the engine's kinds.
    assert!(invalid(hotel.head.shares().mine("hotel.room".into(), None)).contains(&"entity:unknown_value".to_owned()));
    assert!(hotel.head.meta().allowed("hotel.room".into(), vec![]).unwrap().is_empty());
    let twice = vec![RecordId::default(); 2];
    let told = hotel.head.meta().allowed("hotel.room".into(), twice).unwrap();
    assert!(told.len() == 2 && told.iter().all(|one| one.operations.is_empty()));
}

// META-1: of a list screen's records by a number of statements that does not grow with them.
#[test]
fn many_records_cost_no_more_statements_than_one() {
    let (storage, seen) = watched(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let hotel = Hotel::opened(|options| options.open_storage(Box::new(storage)).unwrap(), changed);
    let people = people(&hotel);
    let mut records = filled(&hotel, &people);
    let clerk = &people[2];
    // With the second guest and with each of these a suggestion goes.
    for name in ["Ida", "Jim", "Leo", "Mia", "Ned"] {
        let new = json!({"name": name, "phone": "13800000000", "id_number": "1"});
        let guest = created(&hotel.head, "hotel.guest", new);
        created(&hotel.head, "hotel.suggestion", json!({"guest": guest, "words": "早餐", "about": user(clerk)}));
        records.entry("hotel.guest").or_default().push(guest);
    }
    // Reservations are two clerks', whose superiors are looked for.
    for (object, like) in [("hotel.reservation", 5), ("hotel.room", 1), ("hotel.voucher", 2), ("hotel.guest", 1)] {
        let ids: Vec<RecordId> = records[object].iter().map(|id| id.parse().unwrap()).collect();
        for session in [&hotel.head, clerk] {
            let count = |ids: &[RecordId]| {
                seen.take();
                session.meta().allowed(object.into(), ids.to_vec()).unwrap();
                seen.take_counted().values().sum::<usize>()
            };
            let (one, all) = (count(&ids[like..=like]), count(&ids));
            assert!(ids.len() > 2 && all <= one + 4, "{object}: {one} statements of one, {all} of {}", ids.len());
        }
    }
}
