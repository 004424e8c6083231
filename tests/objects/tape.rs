//! Rows, trees and orders made of a tape of numbers: proptest makes the numbers, and shrinks them to the simplest choices,
//! which stand first everywhere.

use std::collections::BTreeMap;

use crm_core::exact;
use crm_core::objects::days::Moment;
use crm_core::objects::held::Held;
use crm_core::objects::shape::{Catalogue, Field, Kind, Object};
use crm_core::{Date, Timestamp};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::Rows;

/// The numbers; behind the last there are zeros.
#[derive(Debug, Clone)]
pub struct Tape {
    numbers: Vec<u32>,
    at: usize,
}

pub fn tape() -> impl Strategy<Value = Tape> {
    prop::collection::vec(any::<u32>(), 0..700).prop_map(|numbers| Tape { numbers, at: 0 })
}

impl Tape {
    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or_default();
        self.at += 1;
        usize::try_from(number).unwrap() % count
    }

    /// One of the items.
    pub fn one<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }
}

/// Where days begin and end, and one instant within.
const INSTANTS: &[&str] = &[
    "2018-11-03T12:00:00Z",
    "2018-11-04T02:59:59.999999Z",
    "2018-11-04T03:00:00Z",
    "2018-11-05T01:59:59.999999Z",
    "2018-11-05T02:00:00Z",
    "2018-11-04T16:00:00Z",
];
const DAYS: &[&str] = &["2018-11-04", "2018-11-03", "2018-11-05", "2018-10-01"];
const TEXTS: &[&str] = &["acme", "ＡＣＭＥ 上海", "Straße 7", "STRASSE", "İzmir", "a-b", "zebra"];
const NEEDLES: &[&str] = &["a", "acme", "ACME 上海", "ss", "izmir", "nowhere", "-"];
const NUMBERS: &[i64] = &[0, 1, -1, 2, 250];

/// In two zones, one of which has no midnight on the day.
pub fn moment(tape: &mut Tape, rows: &Rows) -> Moment {
    let me = rows.of["user"].first().map(|row| row.id()).filter(|_| !tape.once_in(4));
    let zone = tape.one(&["America/Sao_Paulo", "Asia/Shanghai"]);
    Moment::new(zone, instant(tape.one(INSTANTS)), me).unwrap()
}

fn instant(text: &str) -> Timestamp {
    exact::instant(text).unwrap()
}

fn day(text: &str) -> Date {
    exact::date(text).unwrap()
}

/// Rows of every object, a quarter of the values empty, a fifth of the rows hidden.
pub fn rows(tape: &mut Tape) -> Rows {
    let mut rows = Rows::new();
    for (object, most) in [("user", 2), ("building", 2), ("floor", 3), ("room", 4), ("booking", 9), ("line", 7)] {
        let fields = rows.objects.get(object).fields.clone();
        for _ in 0..=tape.below(most) {
            let mut values = BTreeMap::new();
            for field in fields.iter().filter(|field| field.name != "id") {
                if !field.filled && tape.once_in(4) {
                    continue;
                }
                values.extend(held(tape, field, &rows).map(|held| (field.name.to_string(), held)));
            }
            rows.add(object, values);
        }
        for row in &rows.of[object] {
            if object != "user" && tape.once_in(5) {
                rows.hidden.insert((object.to_owned(), row.key));
            }
        }
    }
    rows
}

fn held(tape: &mut Tape, field: &Field, rows: &Rows) -> Option<Held<'static>> {
    Some(match &field.kind {
        Kind::Id | Kind::Entry { .. } => return None,
        Kind::Text { .. } => Held::Text(tape.one(TEXTS).into()),
        Kind::Boolean { .. } => Held::Boolean(tape.once_in(2)),
        Kind::Integer => Held::Number(tape.one(NUMBERS).into()),
        Kind::Decimal { places, .. } => Held::Number(Decimal::new(tape.one(NUMBERS), *places)),
        Kind::Money { .. } => Held::Number(Decimal::new(tape.one(NUMBERS), 2)),
        Kind::Date => Held::Date(day(tape.one(DAYS))),
        Kind::Instant => Held::Instant(instant(tape.one(INSTANTS))),
        Kind::Choice(names) => Held::Choice(tape.one(&names.iter().collect::<Vec<_>>()).to_owned().into()),
        Kind::Reference(to) => Held::Record(record(tape, to, rows)?),
    })
}

/// The id of a row of the object.
fn record(tape: &mut Tape, object: &str, rows: &Rows) -> Option<Uuid> {
    let rows = &rows.of[object];
    (!rows.is_empty()).then(|| rows[tape.below(rows.len())].id())
}

/// A way to a field, over some references.
fn path(tape: &mut Tape, rows: &Rows, object: &Object) -> (String, Object, Field) {
    let (mut object, mut way) = (object.clone(), String::new());
    for _ in 0..3 {
        let to: Vec<&Field> = object.fields.iter().filter(|field| field.kind.to().is_some()).collect();
        if to.is_empty() || !tape.once_in(3) {
            break;
        }
        let reference = tape.one(&to).clone();
        way += &format!("{}.", reference.name);
        object = rows.objects.object(reference.kind.to().unwrap()).unwrap().clone();
    }
    let field = tape.one(&object.fields);
    (way + &field.name, object, field)
}

/// A tree of at most so many levels. `inside` are the children of others.
pub fn tree(tape: &mut Tape, rows: &Rows, object: &str, levels: usize, inside: bool) -> Value {
    let shapes = if levels > 1 { 8 } else { 1 };
    match tape.below(shapes) {
        0..=2 => leaf(tape, rows, rows.objects.get(object)),
        head @ (3 | 4) => {
            let parts: Vec<Value> = (0..=tape.below(3)).map(|_| tree(tape, rows, object, levels - 1, inside)).collect();
            json!({(if head == 3 { "and" } else { "or" }): parts})
        }
        5 | 6 => json!({"not": tree(tape, rows, object, levels - 1, inside)}),
        _ if inside => leaf(tape, rows, rows.objects.get(object)),
        _ => {
            let children: &[(&str, &str)] = match object {
                "booking" => &[("line", "booking")],
                "room" => &[("booking", "room")],
                "user" => &[("booking", "clerk"), ("building", "keeper"), ("booking", "guide")],
                "floor" => &[("room", "floor")],
                "building" => &[("floor", "building")],
                _ => return leaf(tape, rows, rows.objects.get(object)),
            };
            let (child, by) = tape.one(children);
            let head = tape.one(&["some", "none"]);
            let mut node = json!({head: child, "by": by});
            if !tape.once_in(3) {
                node["where"] = tree(tape, rows, child, levels - 1, true);
            }
            node
        }
    }
}

fn leaf(tape: &mut Tape, rows: &Rows, object: &Object) -> Value {
    let (path, object, field) = path(tape, rows, object);
    let ordered: &[&str] = &["is", "in", "lt", "le", "gt", "ge", "empty"];
    let operators: &[&str] = match &field.kind {
        Kind::Text { twin: Some(_) } => &["is", "in", "contains", "empty"],
        Kind::Text { twin: None } | Kind::Money { currency: Some(_) } => &["empty"],
        Kind::Boolean { .. } => &["is", "empty"],
        Kind::Integer | Kind::Decimal { .. } | Kind::Money { .. } | Kind::Date | Kind::Instant => ordered,
        _ => &["is", "in", "empty"],
    };
    let operator = tape.one(operators);
    let value = match operator {
        "empty" => json!(!tape.once_in(2)),
        "contains" => json!(tape.one(NEEDLES)),
        "in" => (0..=tape.below(4)).map(|_| value(tape, rows, &object, &field)).collect(),
        _ => value(tape, rows, &object, &field),
    };
    json!({"field": path, operator: value})
}

fn value(tape: &mut Tape, rows: &Rows, object: &Object, field: &Field) -> Value {
    match &field.kind {
        Kind::Text { .. } => json!(tape.one(TEXTS)),
        Kind::Boolean { .. } => json!(tape.once_in(2)),
        Kind::Integer => json!(tape.one(NUMBERS)),
        Kind::Decimal { places, .. } => json!(Decimal::new(tape.one(NUMBERS), *places).to_string()),
        Kind::Money { .. } if tape.once_in(3) => json!(tape.one(NUMBERS)),
        Kind::Money { .. } => json!(Decimal::new(tape.one(NUMBERS), 2).to_string()),
        Kind::Date if tape.once_in(3) => json!({"today": tape.one(&[0, 1, -1])}),
        Kind::Date => json!(tape.one(DAYS)),
        Kind::Instant => match tape.below(4) {
            0 => json!(tape.one(INSTANTS)),
            1 => json!(tape.one(DAYS)),
            2 => json!({"today": tape.one(&[0, 1, -1])}),
            _ => json!({"now": tape.one(&[0, 1, -24])}),
        },
        Kind::Choice(names) => json!(tape.one(&names.iter().collect::<Vec<_>>())),
        Kind::Reference(to) if to == "user" && tape.once_in(3) => json!({"me": true}),
        Kind::Reference(to) => of(tape, rows, to),
        Kind::Id => of(tape, rows, &object.name),
        Kind::Entry { .. } => Value::Null,
    }
}

/// The id of a record, or of none.
fn of(tape: &mut Tape, rows: &Rows, object: &str) -> Value {
    let id = if tape.once_in(5) { None } else { record(tape, object, rows) };
    json!(id.unwrap_or_else(|| Uuid::from_u64_pair(99, 99)).to_string())
}

/// An order of up to three paths.
pub fn order(tape: &mut Tape, rows: &Rows, object: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for _ in 0..tape.below(4) {
        let (path, _, field) = path(tape, rows, rows.objects.get(object));
        let sortable = !matches!(
            field.kind,
            Kind::Id
                | Kind::Reference(_)
                | Kind::Entry { .. }
                | Kind::Text { twin: None }
                | Kind::Money { currency: Some(_) }
        );
        if sortable {
            paths.push(if tape.once_in(2) { format!("-{path}") } else { path });
        }
    }
    paths
}
