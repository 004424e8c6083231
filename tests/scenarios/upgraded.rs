//! The second versions of the packs that ship, as the stories apply them: over the three every class of step of PACK-2 stands
//! in some plan, what can't be done is refused there, and no row is lost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::story::{Stage, all};

/// The stories, each with the pack that it upgrades.
const TOLD: [(&str, &str); 3] =
    [("hotel_upgraded.json", "hotel"), ("sales_run.json", "sales"), ("telecom_run.json", "telecom")];

/// A step of a plan: pack, path, class, and whether records are concerned.
type Planned = (&'static str, &'static str, &'static str, bool);

/// What PACK-2's table has, with steps that must stand in the plans.
#[rustfmt::skip]
const CLASSES: &[(&str, &[Planned])] = &[
    ("new object", &[("hotel", "amenity", "safe", false), ("sales", "visit", "safe", false), ("telecom", "outage", "safe", false)]),
    ("new field", &[("hotel", "room.beds", "safe", false), ("telecom", "customer.yearly", "safe", false)]),
    ("new view", &[("hotel", "views.rooms_by_floor", "safe", false), ("sales", "views.by_language", "safe", false)]),
    ("label", &[("hotel", "labels.zh-Hans", "safe", false)]),
    ("new action", &[("hotel", "reservation.stay_on", "safe", false), ("sales", "claim.reopen", "safe", false)]),
    ("new grant", &[("hotel", "roles.hotel.reception.hotel.amenity", "safe", false), ("telecom", "roles.account_manager.telecom.outage", "safe", false)]),
    ("new check that old records break", &[("hotel", "room.checks.price", "counts", true), ("sales", "contract.checks.large", "counts", true), ("telecom", "partner.checks.rate", "counts", true), ("sales", "customer.checks.worth", "counts", false)]),
    ("another name", &[("hotel", "score", "safe", false), ("hotel", "reservation.agent", "safe", false), ("sales", "contract.holder", "safe", false), ("telecom", "request.engineer", "safe", false)]),
    ("two change places", &[("hotel", "service.words", "safe", false), ("hotel", "service.hours", "safe", false), ("sales", "competitor.strengths", "safe", false)]),
    ("new unique", &[("hotel", "guest.unique.1", "counts", false), ("sales", "contract.unique.1", "counts", false), ("telecom", "settlement.unique.1", "counts", false)]),
    ("new no-overlap", &[("hotel", "reservation.no_overlap.2", "counts", false), ("sales", "contract.no_overlap.1", "counts", false)]),
    ("new formula", &[("hotel", "room.week", "rewrites", true), ("sales", "contract.days", "rewrites", true), ("telecom", "request.yearly", "rewrites", true)]),
    ("changed formula", &[("hotel", "guest.tier", "rewrites", true), ("sales", "quota.attained", "rewrites", true)]),
    ("new roll-up", &[("hotel", "guest.person_nights", "rewrites", true), ("hotel", "room.bookings", "rewrites", true), ("sales", "customer.days_in_force", "rewrites", true), ("telecom", "offering.requests", "rewrites", true)]),
    ("changed roll-up", &[("hotel", "user.score_sum", "rewrites", true)]),
    ("fill", &[("hotel", "room.floor", "rewrites", true), ("sales", "contract.language", "rewrites", true), ("telecom", "request.open_on", "rewrites", true)]),
    ("new required field", &[("hotel", "room.beds", "counts", true), ("sales", "claim.travel_only", "counts", true), ("telecom", "partner.contact", "counts", true)]),
    ("text longer", &[("hotel", "guest.name", "safe", false), ("sales", "competitor.name", "safe", false), ("telecom", "offering.code", "safe", false)]),
    ("limits wider", &[("hotel", "room.capacity", "safe", false), ("telecom", "customer.credit_rating", "safe", false)]),
    ("integer to decimal", &[("hotel", "score.score", "rewrites", true), ("telecom", "offering.hours", "rewrites", true)]),
    ("limits narrower", &[("hotel", "reservation.guests", "counts", false), ("sales", "rival.offer", "counts", false), ("telecom", "bundle_item.quantity", "counts", false), ("telecom", "customer.loyalty_rating", "counts", false)]),
    ("text to choice", &[("sales", "news.source", "counts", false)]),
    ("value of a choice gone", &[("sales", "customer.potential", "counts", false), ("telecom", "partner.kind", "counts", false)]),
    ("state replaced", &[("hotel", "reservation.status.no_show", "rewrites", true), ("sales", "claim.status.dropped", "rewrites", true), ("telecom", "partner.status.stopped", "rewrites", true)]),
    ("field removed", &[("hotel", "guest.card", "hides", false), ("sales", "opportunity.expected_on", "hides", false), ("telecom", "request.reason", "hides", false)]),
    ("view removed", &[("hotel", "views.nights_sold", "hides", false), ("sales", "views.leaders", "hides", false), ("telecom", "views.late", "hides", false)]),
    ("unique, change or grant left out", &[("hotel", "guest.unique", "safe", false), ("hotel", "reservation.change", "safe", false), ("hotel", "roles.hotel.reception.hotel.suggestion.create", "safe", false)]),
];

/// What the second versions could say and are refused for: pack, place in the document, what stands there instead, the path and
/// code of the refusal, and the records that are named.
#[rustfmt::skip]
fn refused() -> Vec<(&'static str, &'static str, Value, &'static str, &'static str, &'static str)> {
    vec![
        ("hotel", "/objects/reservation/fields/guests/max", json!(2), "reservation.guests", "does_not_fit", "R202603-0003 赵敏"),
        ("hotel", "/objects/guest/fields/company/to", json!("contact"), "guest.company", "type", "ref customer"),
        ("hotel", "/objects/guest/fields/company", Value::Null, "guest.company", "missing", ""),
        ("hotel", "/replaced", json!({}), "reservation.status.no_show", "missing", ""),
        ("sales", "/objects/quota/fields/target/type", json!("decimal"), "quota.target", "type", "money"),
        ("sales", "/replaced/customer.potential", json!({}), "customer.potential.middle", "missing", ""),
        ("sales", "/objects/claim_line", Value::Null, "claim_line", "missing", ""),
        ("sales", "/objects/news/fields/source/values", json!(["web"]), "news.source", "does_not_fit", "新厂投产"),
        ("telecom", "/extend/customer/fields/credit_rating/max", json!(3), "customer.credit_rating", "does_not_fit", "华东精密机械"),
        ("telecom", "/roles/telecom.settler", Value::Null, "roles.settler", "missing", ""),
        ("telecom", "/objects/partner/status/actions/resume", Value::Null, "partner.resume", "missing", ""),
        ("telecom", "/views/risk", Value::Null, "views.risk", "missing", ""),
    ]
}

/// A document in which something else stands at a place; nothing where that is null.
fn otherwise(document: &Value, pointer: &str, value: Value) -> Value {
    let mut document = document.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
    if value.is_null() {
        parent.shift_remove(key).unwrap();
    } else {
        parent.insert(key.to_owned(), value);
    }
    document
}

/// The rows of every table of defined objects: what the kernel keeps of each record, which no upgrade may touch.
fn rows(file: &Path) -> BTreeMap<String, Vec<String>> {
    let raw = rusqlite::Connection::open(file).unwrap();
    let mut tables = raw.prepare("SELECT id FROM object_tables WHERE pack IS NOT NULL ORDER BY id").unwrap();
    let tables: Vec<i64> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let rows = |table: i64| {
        let sql = format!(
            "SELECT hex(uid) || ' ' || version || ' ' || coalesce(creator, 0) || ' ' || created_at || ' ' || \
             coalesce(number, '-') || ' ' || coalesce(state_since, 0) FROM object_{table} ORDER BY id"
        );
        let mut statement = raw.prepare(&sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    tables.into_iter().map(|table| (format!("object_{table}"), rows(table))).collect()
}

/// What was found where a story applies a second version.
#[derive(Default)]
struct Upgraded {
    steps: Vec<Value>,
    rows: usize,
}

fn upgrade(file: &str, pack: &str) -> Upgraded {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("house.crm");
    let stories = all();
    let story = stories.iter().find(|story| story.file == file).unwrap();
    let mut stage = Stage::new(|options| options.open(&database).unwrap());
    let mut found = Upgraded::default();
    stage.play(story, |session, operation, arguments| {
        let given: Value = serde_json::from_str(arguments).unwrap();
        let second = given["document"]["version"] == 2 && given["document"]["pack"] == pack;
        if operation != "packs.apply" || !second {
            return session.call(operation, arguments);
        }
        let plan = |document: &Value| -> Value {
            let plan = session.call("packs.plan", &json!({ "document": document }).to_string()).unwrap();
            serde_json::from_str(&plan).unwrap()
        };
        let planned = plan(&given["document"]);
        if given["plan"] != planned["digest"] || planned["refusals"] != json!([]) || planned["steps"] == json!([]) {
            return session.call(operation, arguments);
        }
        for (_, pointer, value, path, code, records) in refused().into_iter().filter(|(of, ..)| *of == pack) {
            let planned = plan(&otherwise(&given["document"], pointer, value));
            let refusals = planned["refusals"].as_array().unwrap();
            let told = refusals.iter().find(|refusal| refusal["field"] == path && refusal["code"] == code);
            let told = told.unwrap_or_else(|| panic!("{pack} {pointer}: no {path} {code} in {refusals:#?}"));
            assert_eq!(told["limit"].as_str().unwrap_or_default(), records, "{pack} {pointer}");
        }
        found.steps = planned["steps"].as_array().unwrap().clone();
        let before = rows(&database);
        let answer = session.call(operation, arguments);
        let after = rows(&database);
        for (table, rows) in &before {
            assert_eq!(after.get(table), Some(rows), "{pack}: {table}");
            found.rows += rows.len();
        }
        let check = session.maintenance().check().unwrap();
        assert!(check.ok, "{pack}: {:?}", check.findings);
        answer
    });
    assert!(!found.steps.is_empty(), "{file} applies no second version");
    found
}

// PACK-2, PACK-4: every class of step is planned for records that are there, with what the table says of it; what stands
// against a plan is told with the records; versions, numbers and rows are what they were.
#[test]
fn every_class_of_step_is_planned_and_no_row_is_lost() {
    let found: BTreeMap<&str, Upgraded> = TOLD.into_iter().map(|(file, pack)| (pack, upgrade(file, pack))).collect();
    let mut missing = Vec::new();
    for (class, steps) in CLASSES {
        for (pack, path, word, concerned) in *steps {
            let stands = |step: &&Value| step["path"] == *path && step["class"] == *word;
            match found[pack].steps.iter().find(stands) {
                Some(step) if *concerned && step["rows"] == 0 => missing.push(format!("{class}: {pack} {path} 0 rows")),
                Some(_) => {}
                None => missing.push(format!("{class}: {pack} {path} {word}")),
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    let told: BTreeSet<&str> =
        found.values().flat_map(|one| &one.steps).filter_map(|step| step["class"].as_str()).collect();
    assert_eq!(told.into_iter().collect::<Vec<_>>(), ["counts", "hides", "rewrites", "safe"]);
    for (pack, upgraded) in &found {
        assert!(upgraded.rows >= 8, "{pack}: {} rows", upgraded.rows);
    }
}
