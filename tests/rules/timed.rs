//! AUTO-7: rules that go by time.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use crm_core::prelude::*;
use serde_json::{Value as Json, json};

use crate::automation::{entry, put, rule, words};
use crate::objects_laws::{call, pack};
use crate::support::*;

/// A pack of tasks with a day and an instant, and of notes about them.
fn tasks() -> Json {
    pack(json!({
        "task": {"title": "name", "owner": "worker", "fields": {
            "name": {"type": "text", "required": true, "search": true},
            "day": {"type": "date"}, "at": {"type": "instant"}, "go": {"type": "boolean"}, "times": {"type": "integer"},
            "worker": {"type": "user"}},
        "checks": {"times": {"check": "empty(times) or times < 3", "text": "too often"}},
        "status": {"start": "open", "states": {"open": {}, "held": {}}, "actions": {
            "hold": {"from": ["open"], "to": "held"}, "go_on": {"from": ["held"], "to": "open"}}}},
        "entry": {"title": "words", "fields": {"words": {"type": "text"}}}
    }))
}

fn office() -> Office {
    let office = Office::new();
    office.apply(tasks());
    office
}

fn task(office: &Office, new: Json) -> Json {
    call(&office.manager, "yard.task.create", json!({"new": new})).unwrap()
}

fn update(office: &Office, task: &Json, values: Json) {
    let arguments = json!({"id": task["id"], "changes": {"values": values}});
    call(&office.manager, "yard.task.update", arguments).unwrap();
}

fn by(field: &str, offset: &str) -> Json {
    json!({"kind": "time", "field": field, "offset": offset})
}

fn on(trigger: Json, actions: Json) -> Json {
    json!({"object": "yard.task", "trigger": trigger, "actions": actions})
}

fn run(office: &Office) {
    for run in office.integration.jobs().run_due(None).unwrap() {
        assert_eq!((run.failed, run.failure), (0, None), "{:?}", run.job);
    }
}

fn wrong(found: Result<Json, CrmError>) -> Vec<String> {
    match found.expect_err("refused") {
        CrmError::Invalid { fields } => fields.iter().map(|field| format!("{}:{}", field.field, field.code)).collect(),
        other => panic!("{other:?}"),
    }
}

// AUTO-1, AUTO-2, AUTO-7: what a trigger by time says, each mistake by its path.
#[test]
fn triggers_by_time_are_judged() {
    let office = office();
    let actions = || json!([entry("name")]);
    for (trigger, mistakes) in [
        (json!({"kind": "time"}), &["trigger.field:required", "trigger.offset:required"][..]),
        (by("name", "1 day"), &["trigger.field:type"]),
        (by("night", "1 day"), &["trigger.field:unknown_field"]),
        (by("day", "1 week"), &["trigger.offset:syntax"]),
        (by("day", "4000 days"), &["trigger.offset:out_of_range"]),
        (json!({"kind": "time", "field": "day", "offset": "1 day", "at": "24:00"}), &["trigger.at:out_of_range"]),
        (
            json!({"kind": "time", "field": "day", "offset": "1 day", "recurrence": "FREQ=DAILY"}),
            &["trigger.recurrence:not_here"],
        ),
        (json!({"kind": "created", "field": "day"}), &["trigger.field:not_here"]),
        (json!({"kind": "schedule"}), &["trigger.recurrence:required", "trigger.starts_on:required"]),
        (
            json!({"kind": "schedule", "recurrence": "FREQ=HOURLY", "starts_on": "2026-03-02"}),
            &["trigger.recurrence:unsupported"],
        ),
        (
            json!({"kind": "schedule", "recurrence": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2026-03-02"}),
            &["trigger.recurrence:not_in_rule"],
        ),
        (
            json!({"kind": "schedule", "recurrence": "FREQ=DAILY", "starts_on": "2026-03-02",
                   "filter": {"field": "nome", "is": "x"}}),
            &["trigger.filter.field:unknown_field"],
        ),
    ] {
        assert_eq!(wrong(put(&office, "a", on(trigger.clone(), actions()))), mistakes, "{trigger}");
    }
    // One that sets what it counts from would be due for ever.
    let sets = on(by("day", "1 day"), json!([{"set": {"day": "add_days(day, 7)"}}]));
    assert_eq!(wrong(put(&office, "a", sets)), ["actions[0].set.day:counted_from"]);
    let mut late = on(by("day", "1 day"), actions());
    late["late_within"] = json!(366);
    assert_eq!(wrong(put(&office, "a", late)), ["late_within:out_of_range"]);
    let mut created = on(json!({"kind": "created"}), actions());
    created["backlog"] = json!(true);
    assert_eq!(wrong(put(&office, "a", created)), ["backlog:not_here"]);
    for (name, trigger) in [
        ("b", by("day", "-3650 days")),
        ("c", by("created_at", "90 minutes")),
        ("d", by("state_since", "2 hours")),
        ("e", by("idle_since", "1 month")),
    ] {
        put(&office, name, on(trigger, actions())).unwrap();
    }
}

// AUTO-7: once for each record and value, at the first look at or behind the instant; the condition is asked then.
#[test]
fn a_rule_by_time_runs_once_for_a_value() {
    let office = office();
    let mut document = on(by("day", "2 days"), json!([entry("concat(name, ' ', day)")]));
    document["condition"] = json!("go");
    rule(&office, "due", document);
    // It is nine o'clock on a Monday in Shanghai.
    let (one, two) = (
        task(&office, json!({"name": "a", "day": "2026-03-02", "go": true})),
        task(&office, json!({"name": "b", "day": "2026-03-03", "go": true})),
    );
    task(&office, json!({"name": "c", "day": "2026-03-02", "go": false}));
    task(&office, json!({"name": "d", "go": true}));
    let next = office.integration.jobs().next_due().unwrap();
    assert_eq!(next.job.as_str(), "rules_by_time");
    office.clock.set("2026-03-04T00:59:59Z");
    run(&office);
    assert!(words(&office).is_empty());
    office.clock.set("2026-03-04T01:00:00Z");
    run(&office);
    run(&office);
    assert_eq!(words(&office), ["a 2026-03-02"]);
    // One changed before counts anew, one changed behind it again.
    update(&office, &two, json!({"day": "2026-03-05"}));
    update(&office, &one, json!({"day": "2026-03-06"}));
    office.clock.set("2026-03-06T01:00:00Z");
    run(&office);
    assert_eq!(words(&office).len(), 1);
    office.clock.set("2026-03-09T01:00:00Z");
    run(&office);
    assert_eq!(words(&office)[1..], ["b 2026-03-05", "a 2026-03-06"]);
    let runs = call(&office.admin, "automations.runs", json!({"filter": {"rule": "due"}})).unwrap();
    assert_eq!(runs["items"][0]["operation"], "jobs.run_due");
    assert_eq!(call(&office.admin, "automations.unmet", json!({"rule": "due"})).unwrap()["count"], 1);
    let page = call(&office.manager, "yard.entry.list", json!({})).unwrap();
    let record = json!({"object": "yard.entry", "id": page["items"][0]["id"]});
    let history = call(&office.manager, "objects.history", json!({"record": record})).unwrap();
    assert_eq!(history["items"][0]["cause"], "setup.automation.due@2");
}

// AUTO-7: what is past already when a record gets it runs while it is not too late; enabling looks forward, but with `backlog`.
#[test]
fn past_values_run_where_they_are_not_too_late() {
    let office = office();
    task(&office, json!({"name": "old", "day": "2026-02-01"}));
    rule(&office, "due", on(by("day", "0 days"), json!([entry("concat('due ', name)")])));
    let mut backlog = on(by("day", "0 days"), json!([entry("concat('all ', name)")]));
    backlog["backlog"] = json!(true);
    backlog["late_within"] = json!(0);
    rule(&office, "all", backlog);
    office.clock.set("2026-03-02T04:00:00Z");
    task(&office, json!({"name": "today", "day": "2026-03-02"}));
    task(&office, json!({"name": "long past", "day": "2026-02-20"}));
    run(&office);
    let mut all = words(&office);
    all.sort();
    assert_eq!(all, ["all old", "due today"]);
    // Where the host was away, it is as late as it was when the record got the value.
    office.clock.set("2026-03-04T00:30:00Z");
    task(&office, json!({"name": "away", "day": "2026-03-03"}));
    run(&office);
    assert_eq!(words(&office)[2..], ["due away"]);
}

// AUTO-7: instants go by the clock; the state since, and days that follow from activities, are counted from as well.
#[test]
fn instants_and_derived_days_are_counted_from() {
    let office = office();
    rule(&office, "at", on(by("at", "-90 minutes"), json!([entry("concat('at ', name)")])));
    rule(&office, "made", on(by("created_at", "2 hours"), json!([entry("concat('made ', name)")])));
    rule(&office, "held", on(by("state_since", "1 hour"), json!([entry("concat(status, ' ', name)")])));
    rule(
        &office,
        "contact",
        json!({"object": "customer", "trigger": by("next_activity_on", "0 days"),
               "actions": [entry("concat('contact ', next_activity_on)")]}),
    );
    let one = task(&office, json!({"name": "a", "at": "2026-03-02T05:00:00Z"}));
    let customer = office.customer();
    for (now, wanted) in [
        ("2026-03-02T01:30:00Z", &[][..]),
        ("2026-03-02T02:00:00Z", &["open a"]),
        ("2026-03-02T03:00:00Z", &["made a"]),
        ("2026-03-02T03:29:59Z", &[]),
        ("2026-03-02T03:30:00Z", &["at a"]),
    ] {
        let before = words(&office).len();
        office.clock.set(now);
        run(&office);
        assert_eq!(words(&office)[before..], *wanted, "{now}");
    }
    call(&office.manager, "yard.task.hold", json!({"id": one["id"]})).unwrap();
    let next = office.integration.jobs().next_due().unwrap();
    assert_eq!((next.job.as_str(), next.due_at.to_rfc3339().as_str()), ("rules_by_time", "2026-03-02T04:30:00+00:00"));
    // A call today, planned at noon: its day has begun already.
    let kind = crate::support::entry(&office.admin, "activity_kind", "电话");
    let new = json!({"kind": kind, "subject": "x", "due_on": "2026-03-02", "assignee": user(&office.ann),
                     "records": [{"object": "customer", "id": customer.id}]});
    call(&office.ann, "activities.create", json!({"new": new})).unwrap();
    office.clock.set("2026-03-02T04:30:00Z");
    run(&office);
    assert_eq!(words(&office)[3..], ["contact 2026-03-02", "held a"]);
}

// AUTO-5, AUTO-7: a run fails alone and is not tried again; twenty failures in a row disable the rule.
#[test]
fn a_run_that_fails_stands_alone() {
    let office = office();
    rule(&office, "due", on(by("day", "0 days"), json!([{"set": {"times": "if(go, 9, 1)"}}, entry("name")])));
    // One that refuses what another rule does refuses that run alone.
    let mut refusing = on(json!({"kind": "updated", "fields": ["times"]}), json!([{"set": {"times": "9"}}]));
    refusing["condition"] = json!("name == 'refused'");
    refusing["on_failure"] = json!("refuse");
    rule(&office, "refusing", refusing);
    for (name, go) in [("a", true), ("b", false), ("refused", false), ("c", false)] {
        task(&office, json!({"name": name, "day": "2026-03-03", "go": go}));
    }
    office.clock.set("2026-03-03T01:00:00Z");
    run(&office);
    run(&office);
    assert_eq!(words(&office), ["b", "c"]);
    let runs = |filter: Json| call(&office.admin, "automations.runs", json!({"filter": filter})).unwrap();
    let failed = runs(json!({"outcome": "failed"}));
    assert_eq!(failed["items"].as_array().unwrap().len(), 2, "{failed}");
    for at in 0..25 {
        task(&office, json!({"name": format!("f{at}"), "day": "2026-03-04", "go": true}));
    }
    office.clock.set("2026-03-04T01:00:00Z");
    run(&office);
    let kept = call(&office.admin, "setup.get", json!({"kind": "automation", "name": "due"})).unwrap();
    assert_eq!(kept["enabled"], false);
    assert_eq!(runs(json!({"outcome": "failed"}))["items"].as_array().unwrap().len(), 2 + 20);
    office.clock.set("2026-03-05T01:00:00Z");
    run(&office);
}

// AUTO-2, AUTO-7: the times of a recurrence, for the records of a tree; a missed one runs once.
#[test]
fn a_recurrence_runs_for_the_records_of_a_tree() {
    let office = office();
    let trigger = json!({"kind": "schedule", "recurrence": "FREQ=WEEKLY;BYDAY=MO", "starts_on": "2026-03-02", "at": "10:00",
                         "filter": {"field": "go", "is": true}});
    rule(&office, "weekly", on(trigger, json!([entry("name")])));
    for at in 0..120 {
        task(&office, json!({"name": format!("t{at}"), "go": at % 2 == 0}));
    }
    assert_eq!(office.integration.jobs().next_due().unwrap().due_at.to_rfc3339(), "2026-03-02T02:00:00+00:00");
    office.clock.set("2026-03-02T01:59:59Z");
    run(&office);
    assert!(words(&office).is_empty());
    office.clock.set("2026-03-02T02:00:00Z");
    run(&office);
    run(&office);
    assert_eq!(words(&office).len(), 60);
    // The host was away for three Mondays.
    office.clock.set("2026-03-24T02:00:00Z");
    run(&office);
    run(&office);
    assert_eq!(words(&office).len(), 120);
    assert_eq!(words(&office)[60], "t0");
    // One that comes no more.
    let once = json!({"kind": "schedule", "recurrence": "FREQ=DAILY;COUNT=1", "starts_on": "2026-03-25"});
    rule(&office, "once", on(once, json!([entry("'once'")])));
    office.clock.set("2026-03-26T02:00:00Z");
    run(&office);
    office.clock.set("2026-03-28T02:00:00Z");
    run(&office);
    assert_eq!(words(&office).iter().filter(|words| *words == "once").count(), 120);
}

/// Numbers by chance that come again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// A rule of the model.
struct Counted {
    name: &'static str,
    field: &'static str,
    offset: &'static str,
    late: TimeDelta,
    backlog: bool,
    enabled: Option<usize>,
    served: BTreeSet<(String, String)>,
}

/// A value of the model: what it is, when the record got it, and in which step.
type Held = Option<(String, DateTime<Utc>, usize)>;

struct Task {
    name: String,
    id: Json,
    day: Held,
    at: Held,
    go: bool,
}

/// By the books, for a zone eight hours ahead that has no summer time.
fn due(rule: &Counted, value: &str) -> DateTime<Utc> {
    let (number, unit) = rule.offset.split_once(' ').unwrap();
    let number: i64 = number.parse().unwrap();
    let ahead = TimeDelta::hours(8);
    let (mut local, by_clock) = match rule.field {
        "day" => (value.parse::<NaiveDate>().unwrap().and_hms_opt(9, 0, 0).unwrap(), TimeDelta::zero()),
        _ => (value.parse::<DateTime<Utc>>().unwrap().naive_utc() + ahead, TimeDelta::zero()),
    };
    let mut by = by_clock;
    match unit.trim_end_matches('s') {
        "minute" => by = TimeDelta::minutes(number),
        "hour" => by = TimeDelta::hours(number),
        "day" if number < 0 => local = local - Days::new(number.unsigned_abs()),
        "day" => local = local + Days::new(number.unsigned_abs()),
        _ if number < 0 => local = local - Months::new(number.unsigned_abs() as u32),
        _ => local = local + Months::new(number.unsigned_abs() as u32),
    }
    (local - ahead).and_utc() + by
}

impl Counted {
    /// Whether it runs for a value at an instant, where it was not served for it.
    fn is_due(&self, held: &(String, DateTime<Utc>, usize), enabled_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let (value, got, step) = held;
        let due = due(self, value);
        let Some(enabled) = self.enabled else { return false };
        if due > now {
            return false;
        }
        match *step > enabled {
            true if due <= *got => *got - due <= self.late,
            true => true,
            false => due > enabled_at || self.backlog,
        }
    }
}

// AUTO-7: whatever happens to records and to the clock, the rules run for what a model by the words of the rule says.
#[test]
fn rules_by_time_run_as_a_plain_model_says() {
    for seed in 0..6 {
        follow(Chance(seed * 7_919 + 1));
    }
}

fn follow(mut chance: Chance) {
    let office = office();
    let start: DateTime<Utc> = "2026-01-28T01:00:00Z".parse().unwrap();
    let (mut now, mut tasks, mut written) = (start, Vec::<Task>::new(), 0);
    office.clock.set(&now.to_rfc3339());
    let of = |name, field, offset, late: i64, backlog| Counted {
        name,
        field,
        offset,
        late: TimeDelta::days(late),
        backlog,
        enabled: None,
        served: BTreeSet::new(),
    };
    let mut rules = vec![
        of("r1", "day", "1 day", 1, false),
        of("r2", "day", "-1 month", 3, false),
        of("r3", "at", "90 minutes", 0, false),
        of("r4", "at", "-2 days", 2, true),
        of("r5", "at", "1 month", 1, false),
    ];
    let mut enabled_at = vec![start; rules.len()];
    for rule in &rules {
        let mut document = on(by(rule.field, rule.offset), json!([entry(&format!("concat('{} ', name)", rule.name))]));
        document["condition"] = json!("go");
        document["late_within"] = json!(rule.late.num_days());
        document["backlog"] = json!(rule.backlog);
        put(&office, rule.name, document).unwrap();
    }
    for step in 1..90 {
        now += TimeDelta::seconds(match chance.below(4) {
            0 => 1 + chance.below(600) as i64,
            1 => 3_600 * (1 + chance.below(30) as i64),
            2 => 86_400 * (1 + chance.below(6) as i64),
            _ => 1,
        });
        office.clock.set(&now.to_rfc3339());
        let day = |chance: &mut Chance| {
            let days = chance.below(80) as i64 - 40;
            Some((now + TimeDelta::days(days)).date_naive().to_string())
        };
        let at = |chance: &mut Chance| {
            let minutes = chance.below(8_000) as i64 - 4_000;
            Some((now + TimeDelta::minutes(minutes)).format("%Y-%m-%dT%H:%M:%SZ").to_string())
        };
        match chance.below(10) {
            0 | 1 => {
                let name = format!("t{step}");
                let (day, at) = (day(&mut chance), at(&mut chance));
                let go = chance.below(4) > 0;
                let made = task(&office, json!({"name": name, "day": day, "at": at, "go": go}));
                let held = |value: Option<String>| value.map(|value| (value, now, step));
                tasks.push(Task { name, id: made["id"].clone(), day: held(day), at: held(at), go });
            }
            2 | 3 if !tasks.is_empty() => {
                let which = chance.below(tasks.len() as u64) as usize;
                let task = &mut tasks[which];
                let by_day = chance.below(2) == 0;
                let value = match chance.below(5) {
                    0 => None,
                    // Forth and back.
                    1 if by_day => Some("2026-02-28".to_owned()),
                    _ if by_day => day(&mut chance),
                    _ => at(&mut chance),
                };
                let (field, held) = if by_day { ("day", &mut task.day) } else { ("at", &mut task.at) };
                let changes = match &value {
                    Some(value) => json!({"values": {field: value}}),
                    None => json!({"clear": [field]}),
                };
                call(&office.manager, "yard.task.update", json!({"id": task.id, "changes": changes})).unwrap();
                let same = held.as_ref().map(|(value, ..)| value) == value.as_ref();
                if !same {
                    *held = value.map(|value| (value, now, step));
                }
            }
            4 if !tasks.is_empty() => {
                let which = chance.below(tasks.len() as u64) as usize;
                let task = &mut tasks[which];
                task.go = !task.go;
                update(&office, &json!({"id": task.id}), json!({"go": task.go}));
            }
            5 if tasks.len() > 4 => {
                let which = chance.below(tasks.len() as u64) as usize;
                let gone = tasks.swap_remove(which);
                call(&office.manager, "yard.task.delete", json!({"id": gone.id})).unwrap();
            }
            6 => {
                let which = chance.below(rules.len() as u64) as usize;
                let enable = rules[which].enabled.is_none() || chance.below(3) > 0;
                let verb = if enable { "setup.enable" } else { "setup.disable" };
                call(&office.admin, verb, json!({"kind": "automation", "name": rules[which].name})).unwrap();
                if !enable {
                    rules[which].enabled = None;
                    rules[which].served.clear();
                } else if rules[which].enabled.is_none() {
                    rules[which].enabled = Some(step);
                    enabled_at[which] = now;
                }
            }
            _ => {
                run(&office);
                let mut wanted = Vec::new();
                for (rule, enabled_at) in rules.iter_mut().zip(&enabled_at) {
                    for task in &tasks {
                        let held = if rule.field == "day" { &task.day } else { &task.at };
                        let Some(held) = held.as_ref().filter(|held| rule.is_due(held, *enabled_at, now)) else {
                            continue;
                        };
                        let served = rule.served.insert((task.name.clone(), held.0.clone()));
                        if served && task.go {
                            wanted.push(format!("{} {}", rule.name, task.name));
                        }
                    }
                }
                let all = words(&office);
                assert!(all.len() < 1_000);
                let mut found = all[written..].to_vec();
                written = all.len();
                found.sort();
                wanted.sort();
                assert_eq!(found, wanted, "step {step} {now}");
            }
        }
    }
}
