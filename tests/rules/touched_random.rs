//! ACT-14: random histories against somebody who knows no SQL.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use crm_core::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::activities::task;
use crate::fill::Filled;
use crate::support::*;
use crate::touched::{Days, days};

/// What is done at random.
#[derive(Debug, Clone)]
enum Deed {
    Wait(i64),
    Plan(usize, i64, bool),
    Complete(usize, i64),
    Cancel(usize),
    Reopen(usize),
    Delete(usize),
    Move(usize, i64),
    About(usize, usize),
    Note(usize, i64),
    Redate(usize, i64),
    Forget(usize),
    Give(usize, bool),
    Promise(i64),
    Result(usize),
    Drop(usize),
    Develop,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (some, day) = (0..8_usize, -4..9_i64);
    prop_oneof![
        2 => (0..3_i64).prop_map(Deed::Wait),
        5 => (0..6_usize, day.clone(), any::<bool>()).prop_map(|(of, day, timed)| Deed::Plan(of, day, timed)),
        4 => (some.clone(), -3..1_i64).prop_map(|(at, day)| Deed::Complete(at, day)),
        1 => some.clone().prop_map(Deed::Cancel),
        2 => some.clone().prop_map(Deed::Reopen),
        1 => some.clone().prop_map(Deed::Delete),
        2 => (some.clone(), day.clone()).prop_map(|(at, day)| Deed::Move(at, day)),
        2 => (some.clone(), 0..6_usize).prop_map(|(at, of)| Deed::About(at, of)),
        2 => (0..2_usize, day.clone()).prop_map(|(of, day)| Deed::Note(of, day)),
        1 => (some.clone(), day.clone()).prop_map(|(at, day)| Deed::Redate(at, day)),
        1 => some.clone().prop_map(Deed::Forget),
        1 => (0..2_usize, any::<bool>()).prop_map(|(of, ben)| Deed::Give(of, ben)),
        1 => day.prop_map(Deed::Promise),
        2 => some.clone().prop_map(Deed::Result),
        1 => some.prop_map(Deed::Drop),
        1 => Just(Deed::Develop),
    ]
}

/// What was done, as somebody would write it on paper.
#[derive(Default)]
struct Paper {
    /// Of each record, by its name, since when its owner has it, and to which customer it belongs.
    since: BTreeMap<String, Date>,
    belongs: BTreeMap<String, String>,
    /// Activities: about which records, and on which days they are planned or were done.
    planned: BTreeMap<usize, (Vec<String>, Date)>,
    done: BTreeMap<usize, (Vec<String>, Date)>,
    /// Days on which something was done otherwise, with what.
    notes: BTreeMap<usize, (String, Option<Date>)>,
    results: BTreeMap<usize, Option<Date>>,
}

impl Paper {
    fn touches(&self, about: &[String], record: &str) -> bool {
        about.iter().any(|of| of == record || self.belongs.get(of).is_some_and(|customer| customer == record))
    }

    fn days(&self, record: &str) -> Days {
        let done = self.done.values().filter(|(about, _)| self.touches(about, record)).map(|(_, day)| *day);
        let noted = self.notes.values().filter(|(of, _)| of == record).filter_map(|(_, day)| *day);
        let result = self.results.values().copied().filter(|_| self.touches(&["opportunity".to_owned()], record));
        let last = done.chain(noted).chain(result.flatten()).max();
        let planned = || self.planned.values().filter(|(about, _)| self.touches(about, record)).map(|(_, day)| *day);
        let idle = last.max(self.since.get(record).copied());
        [last, planned().min(), planned().max(), idle].map(|day| day.map(|day| day.to_string()))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    // ACT-14: whatever is done, the days are those that follow from what is there.
    #[test]
    fn whatever_is_done_the_days_follow(deeds in prop::collection::vec(deed(), 30..60)) {
        let filled = Filled::new();
        let office = &filled.office;
        let session = &office.manager;
        let call = |by: &Session, operation: &str, with: Value| -> Option<Value> {
            by.call(operation, &with.to_string()).ok().map(|answer| serde_json::from_str(&answer).unwrap())
        };
        let mut today = date("2026-03-02");
        let customers = [office.customer(), known_customer(office, "K2")];
        let opportunity = office.assigned();
        let new = json!({"customer": customers[0].id, "new": {"name": "王芳", "gender": entry(session, "gender", "女"),
            "position": "采购", "office_phone": "1"}});
        let contact = call(session, "contacts.create", new).unwrap()["id"].as_str().unwrap().to_owned();
        let mut ids: BTreeMap<&str, (&str, String)> = BTreeMap::from([
            ("one", ("customers", customers[0].id.to_string())),
            ("two", ("customers", customers[1].id.to_string())),
            ("contact", ("contacts", contact)),
            ("opportunity", ("opportunities", opportunity.id.to_string())),
        ]);
        let mut paper = Paper::default();
        for name in ids.keys() {
            paper.since.insert((*name).to_owned(), today);
        }
        for name in ["one", "two", "contact"] {
            let customer = if name == "two" { "two" } else { "one" };
            paper.belongs.insert(name.to_owned(), customer.to_owned());
        }
        let abouts: [&[&str]; 6] = [&["one"], &["two"], &["contact"], &["opportunity"], &["one", "two"], &["opportunity", "contact"]];
        let owned = |about: &[&str]| about.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let (mut activities, mut notes, mut items) = (Vec::new(), Vec::new(), Vec::new());
        for deed in deeds {
            let day = |by: i64| today + TimeDelta::days(by);
            let records = |of: usize, ids: &BTreeMap<&str, (&str, String)>| -> Value {
                let record = |name: &&str| {
                    let (table, id) = &ids[name];
                    let object = match *table { "opportunities" => "opportunity", table => table.trim_end_matches('s') };
                    json!({"object": object, "id": id})
                };
                abouts[of].iter().map(record).collect()
            };
            // Eleven at night in Shanghai is the same day in the afternoon elsewhere, and one in the morning the day before.
            let late = |by: i64| format!("{}T17:00:00Z", day(by - 1));
            match deed {
                Deed::Wait(by) => {
                    today = day(by);
                    office.clock.set(&format!("{today}T02:00:00Z"));
                }
                Deed::Plan(of, by, timed) => {
                    let when = if timed { ("due_at", late(by)) } else { ("due_on", day(by).to_string()) };
                    let mut new = json!({"kind": task(session, "", "2026-03-02").kind, "subject": "x", "records": records(of, &ids)});
                    new[when.0] = when.1.into();
                    let made = call(session, "activities.create", json!({"new": new})).unwrap();
                    paper.planned.insert(activities.len(), (owned(abouts[of]), day(by)));
                    activities.push(made["id"].clone());
                }
                Deed::Complete(at, by) if at < activities.len() => {
                    let done = json!({"id": activities[at], "done": {"done_at": late(by)}});
                    if call(session, "activities.complete", done).is_some() {
                        let (about, _) = paper.planned.remove(&at).unwrap();
                        paper.done.insert(at, (about, day(by)));
                    }
                }
                Deed::Cancel(at) if at < activities.len()
                    && call(session, "activities.cancel", json!({"id": activities[at]})).is_some() =>
                {
                    let (about, _) = paper.planned.remove(&at).unwrap();
                    // It can be reopened.
                    paper.notes.insert(1_000 + at, (about.join(" "), None));
                }
                Deed::Reopen(at) if at < activities.len() => {
                    if let Some(again) = call(session, "activities.reopen", json!({"id": activities[at]})) {
                        let cancelled = paper.notes.remove(&(1_000 + at));
                        let about = match (paper.done.remove(&at), cancelled) {
                            (Some((about, _)), _) => about,
                            (None, about) => about.unwrap().0.split(' ').map(str::to_owned).collect(),
                        };
                        let on = match (again["due_on"].as_str(), again["due_at"].as_str()) {
                            (Some(day), _) => date(day),
                            (None, at) => date(&at.unwrap()[..10]) + TimeDelta::days(1),
                        };
                        paper.planned.insert(at, (about, on));
                    }
                }
                Deed::Delete(at) if at < activities.len()
                    && call(session, "activities.delete", json!({"id": activities[at]})).is_some() =>
                {
                    paper.planned.remove(&at);
                    paper.notes.remove(&(1_000 + at));
                }
                Deed::Move(at, by) if at < activities.len() => {
                    let changes = json!({"id": activities[at], "changes": {"due_on": day(by)}});
                    if call(session, "activities.update", changes).is_some() {
                        paper.planned.get_mut(&at).unwrap().1 = day(by);
                    }
                }
                Deed::About(at, of) if at < activities.len() => {
                    let changes = json!({"id": activities[at], "changes": {"records": records(of, &ids)}});
                    if call(session, "activities.update", changes).is_some() {
                        paper.planned.get_mut(&at).unwrap().0 = owned(abouts[of]);
                    }
                }
                Deed::Note(of, by) => {
                    let new = json!({"date": day(by), "place": "x", "summary": "x", "details": "x"});
                    let customer = &customers[of].id;
                    let made = call(session, "interactions.create", json!({"customer": customer, "new": new})).unwrap();
                    paper.notes.insert(notes.len(), (["one", "two"][of].to_owned(), Some(day(by)).filter(|day| *day <= today)));
                    notes.push(made["id"].clone());
                }
                Deed::Redate(at, by) if at < notes.len() => {
                    let before = call(session, "interactions.get", json!({"id": notes[at]}));
                    let changes = json!({"id": notes[at], "changes": {"date": day(by)}});
                    if call(session, "interactions.update", changes).is_some()
                        && before.unwrap()["date"] != json!(day(by))
                    {
                        paper.notes.get_mut(&at).unwrap().1 = Some(day(by)).filter(|day| *day <= today);
                    }
                }
                Deed::Forget(at) if at < notes.len()
                    && call(session, "interactions.delete", json!({"id": notes[at]})).is_some() =>
                {
                    paper.notes.remove(&at);
                }
                Deed::Give(of, ben) => {
                    let to = user(if ben { &office.ben } else { &office.ann });
                    let before = session.customers().get(customers[of].id).unwrap().account_manager;
                    call(session, "customers.update", json!({"id": customers[of].id, "changes": {"account_manager": to}})).unwrap();
                    if before.is_none_or(|before| before.id != to) {
                        paper.since.insert(["one", "two"][of].to_owned(), today);
                    }
                }
                Deed::Promise(by) => {
                    let new = json!({"opportunity": opportunity.id, "new": {"date": day(by), "content": "x"}});
                    if let Some(made) = call(&office.ben, "plans.add", new) {
                        items.push((made["id"].clone(), day(by)));
                    }
                }
                Deed::Result(at) if at < items.len() => {
                    let result = json!({"id": items[at].0, "result": format!("{today}")});
                    if call(&office.ben, "plans.record_result", result).is_some() {
                        paper.results.insert(at, Some(items[at].1).filter(|day| *day <= today));
                    }
                }
                Deed::Drop(at) if at < items.len()
                    && call(&office.ben, "plans.delete", json!({"id": items[at].0})).is_some() =>
                {
                    paper.results.remove(&at);
                }
                Deed::Develop => {
                    if let Some(made) = call(&office.ben, "opportunities.develop", json!({"id": opportunity.id})) {
                        let customer = made["customer"].as_str().unwrap().to_owned();
                        ids.insert("new", ("customers", customer));
                        paper.since.insert("new".into(), today);
                        paper.belongs.insert("new".into(), "new".into());
                        paper.belongs.insert("opportunity".into(), "new".into());
                    }
                }
                _ => {}
            }
            for (name, (table, id)) in &ids {
                let found = days(&filled, table, id.parse().unwrap());
                prop_assert_eq!(&found, &paper.days(name), "{} behind {:?}", name, deed_name(&paper, name));
            }
        }
        let check = office.admin.maintenance().check().unwrap();
        prop_assert!(check.ok, "{:?}", check);
    }
}

/// What the paper has of a record.
fn deed_name(paper: &Paper, name: &str) -> String {
    let about = |list: &BTreeMap<usize, (Vec<String>, Date)>| {
        list.values()
            .filter(|(about, _)| paper.touches(about, name))
            .map(|(_, day)| day.to_string())
            .collect::<Vec<_>>()
    };
    format!("planned {:?}, done {:?}", about(&paper.planned), about(&paper.done))
}
