//! Random histories of wholes and parts against a plain model of them.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

/// A crate with slips: what they cost at most, what tells them apart, when they are out.
const YARD: &str = r#"{"pack": "yard", "version": 1, "language": 1, "title": "Yard", "objects": {
  "crate": {"title": "name", "fields": {
    "name": {"type": "text", "max": 20},
    "cap": {"type": "integer", "default": "100"},
    "total": {"type": "integer", "rollup": {"sum": "cost", "of": "yard.slip", "by": "crate"}},
    "slips": {"type": "integer", "rollup": {"count": true, "of": "yard.slip", "by": "crate"}},
    "least": {"type": "integer", "rollup": {"min": "cost", "of": "yard.slip", "by": "crate"}},
    "mean": {"type": "decimal", "places": 2, "formula": "total / slips"}},
   "checks": {"cap": {"check": "total <= cap", "text": "Too much."}}},
  "slip": {"title": "code", "part_of": {"field": "crate", "name": "list"}, "fields": {
    "crate": {"type": "ref", "to": "yard.crate"},
    "code": {"type": "text", "max": 5, "required": true},
    "amount": {"type": "integer", "default": "1"},
    "price": {"type": "integer", "default": "crate.cap / 10"},
    "cost": {"type": "integer", "formula": "amount * price"},
    "from": {"type": "date", "required": true},
    "to": {"type": "date", "formula": "add_days(from, 2)"}},
   "unique": [{"fields": ["crate", "code"]}],
   "no_overlap": [{"by": ["crate"], "from": "from", "to": "to"}]}}}"#;

#[derive(Debug, Clone, PartialEq)]
struct Slip {
    id: Option<RecordId>,
    version: i64,
    code: u8,
    number: i64,
    price: i64,
    day: u32,
}

#[derive(Debug, Clone, PartialEq)]
struct Crate {
    id: RecordId,
    version: i64,
    cap: i64,
    list: Vec<Slip>,
}

impl Crate {
    fn total(&self) -> i64 {
        self.list.iter().map(|slip| slip.number * slip.price).sum()
    }

    /// Whether the engine takes it: the mean of nothing can't be computed either.
    fn holds(&self) -> bool {
        let apart = |at: usize, slip: &Slip| {
            self.list.iter().skip(at + 1).all(|other| other.code != slip.code && other.day.abs_diff(slip.day) >= 2)
        };
        self.total() <= self.cap
            && !self.list.is_empty()
            && self.list.iter().enumerate().all(|(at, slip)| apart(at, slip))
    }

    fn json(&self) -> Json {
        let list = self.list.iter().map(|slip| {
            let day = format!("2026-05-{:02}", slip.day + 1);
            let mut json =
                json!({"code": slip.code.to_string(), "amount": slip.number, "price": slip.price, "from": day});
            if let Some(id) = slip.id {
                json["id"] = json!(id.to_string());
            }
            json
        });
        json!({"cap": self.cap, "list": list.collect::<Vec<_>>()})
    }
}

/// What a line has.
type Line = (u8, i64, u32);

/// What becomes of a crate: another cap, and of its slips by turns kept, changed, moved, removed and added ones.
#[derive(Debug, Clone)]
struct Step {
    which: usize,
    cap: Option<i64>,
    keep: Vec<(bool, Option<Line>)>,
    turn: usize,
    add: Vec<(usize, u8, i64, i64, u32)>,
    delete: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let change = prop::option::weighted(0.25, (0..9u8, 0..4i64, 0..28u32));
    let keep = prop::collection::vec((prop::bool::weighted(0.9), change), 5);
    let add = prop::collection::vec((0..5usize, 0..9u8, 1..4i64, 1..9i64, 0..28u32), 0..4);
    let step = (0..3usize, prop::option::weighted(0.2, 20..90i64), keep, 0..5usize, add, prop::bool::weighted(0.04));
    prop::collection::vec(
        step.prop_map(|(which, cap, keep, turn, add, delete)| Step { which, cap, keep, turn, add, delete }),
        1..20,
    )
}

/// A crate after a step; versions count what differs.
fn after(before: Option<&Crate>, step: &Step, id: RecordId) -> Crate {
    let mut next = before.cloned().unwrap_or(Crate { id, version: 0, cap: 90, list: Vec::new() });
    next.cap = step.cap.unwrap_or(next.cap);
    let mut list = Vec::new();
    for (slip, (keep, change)) in next.list.iter().zip(&step.keep) {
        let mut slip = slip.clone();
        if let Some((code, number, day)) = change {
            let was = slip.clone();
            (slip.code, slip.number, slip.day) = (*code, *number, *day);
            slip.version += i64::from(slip != was);
        }
        list.extend(keep.then_some(slip));
    }
    if !list.is_empty() && step.turn < 2 {
        let turn = step.turn % list.len();
        list.rotate_left(turn);
    }
    for (at, code, number, price, day) in &step.add {
        let slip = Slip { id: None, version: 1, code: *code, number: *number, price: *price, day: *day };
        list.insert((*at).min(list.len()), slip);
    }
    list.truncate(5);
    next.list = list;
    next.version += i64::from(before != Some(&next));
    next
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    // OBJ-11, ROLL-2 to ROLL-4, UNIQ-1, SPAN-1: whatever the history, the lists, their order, the versions, the roll-ups and
    // the formulas are what a plain model says; what it refuses is refused, and leaves everything as it was.
    #[test]
    fn histories_of_wholes(steps in steps()) {
        let desk = Desk::new(&[YARD]);
        let mut crates: Vec<Crate> = Vec::new();
        for step in steps {
            let before = crates.get(step.which).cloned();
            if let Some(gone) = before.as_ref().filter(|_| step.delete) {
                prop_assert_eq!(desk.delete("yard.crate", gone.id), Ok(1 + gone.list.len()));
                crates.remove(step.which);
                continue;
            }
            let mut next = after(before.as_ref(), &step, RecordId(uuid::Uuid::nil()));
            let done = match &before {
                None => desk.create("yard.crate", next.json()).map(|id| next.id = id),
                Some(before) => desk.change("yard.crate", before.id, next.json()),
            };
            prop_assert_eq!(done.is_ok(), next.holds(), "{:?} of {:?}", done, next);
            desk.prove();
            if done.is_err() {
                continue;
            }
            for (slip, id) in next.list.iter_mut().zip(desk.part_ids("yard.crate", next.id, "list")) {
                prop_assert!(slip.id.is_none_or(|known| known == id), "another order");
                slip.id = Some(id);
            }
            match before {
                None => crates.push(next),
                Some(_) => crates[step.which] = next,
            }
            for one in &crates {
                let parts = desk.parts("yard.crate", one.id, "list");
                prop_assert_eq!(parts.len(), one.list.len());
                for (slip, part) in one.list.iter().zip(&parts) {
                    let day = format!("2026-05-{:02}", slip.day + 1).parse().expect("a day");
                    prop_assert_eq!(Some(id_of(part)), slip.id);
                    prop_assert_eq!(part.value("version"), &number(&slip.version.to_string()));
                    prop_assert_eq!(part.value("code"), &Value::Text(slip.code.to_string().into()));
                    prop_assert_eq!(part.value("cost"), &number(&(slip.number * slip.price).to_string()));
                    prop_assert_eq!(part.value("from"), &Value::Date(day));
                }
                prop_assert_eq!(desk.value("yard.crate", one.id, "version"), number(&one.version.to_string()));
                prop_assert_eq!(desk.value("yard.crate", one.id, "total"), number(&one.total().to_string()));
            }
        }
    }
}
