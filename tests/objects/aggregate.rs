//! Tables over random rows: the statement and a table made in memory are the same (VIEW-4, VIEW-5, VIEW-6).

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::{Datelike, Days};
use crm_core::objects::days::Moment;
use crm_core::objects::filter::read::{Place, Reader};
use crm_core::objects::filter::sql::Terms;
use crm_core::objects::held::{Held, Record};
use crm_core::objects::path::Crossed;
use crm_core::objects::shape::{Everything, Field, Kind, Object};
use crm_core::text::fold;
use crm_core::{CrmError, Date, Money, ObjectRef, RecordId, Timestamp, Value};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value as Json, json};

use crate::database;
use crate::tape::{Tape, moment, rows, tape, tree};
use crate::world::{Hidden, PLACES, Rows};

const KEYS: &[&str] = &[
    "name",
    "n",
    "amount",
    "rate",
    "kind",
    "status",
    "day",
    "at",
    "ok",
    "room",
    "clerk",
    "tier",
    "room.number",
    "room.floor",
    "room.floor.building.name",
];
const BUCKETS: &[&str] = &["day", "at", "created_at"];
const BY: &[&str] = &["day", "week", "month", "quarter", "year"];
const SUMMED: &[&str] = &["n", "amount", "rate", "tier", "room.price"];
const COUNTED: &[&str] = &["name", "note", "kind", "room", "day", "ok", "room.floor", "n"];

/// A question about bookings.
fn question(tape: &mut Tape, rows: &Rows) -> Json {
    let mut keys: Vec<Json> = Vec::new();
    for _ in 0..tape.below(4) {
        let key = match tape.once_in(2) {
            true => json!({"field": tape.one(BUCKETS), "by": tape.one(BY)}),
            false => json!(tape.one(KEYS)),
        };
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut measures = vec![json!({"count": true})];
    for _ in 0..tape.below(4) {
        let measure = match tape.below(3) {
            0 => json!({tape.one(&["sum", "avg", "min", "max"]): tape.one(SUMMED)}),
            1 => json!({"count_distinct": tape.one(COUNTED)}),
            _ => json!({tape.one(&["min", "max"]): tape.one(&["day", "at", "room.price"])}),
        };
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    let mut query = json!({"group": keys, "measures": measures});
    if tape.once_in(2) {
        query["filter"] = tree(tape, rows, "booking", 2, false);
    }
    if tape.once_in(2) {
        let columns: Vec<String> = names(&query).0.into_iter().chain(names(&query).1).collect();
        let name = tape.one(&columns);
        query["sort"] = json!([if tape.once_in(2) { format!("-{name}") } else { name }]);
    }
    query
}

fn names(query: &Json) -> (Vec<String>, Vec<String>) {
    let key = |key: &Json| match key.as_str() {
        Some(path) => path.to_owned(),
        None => format!("{}.{}", key["field"].as_str().unwrap(), key["by"].as_str().unwrap()),
    };
    let measure = |measure: &Json| {
        let (function, path) = measure.as_object().unwrap().iter().next().unwrap();
        path.as_str().map_or(function.clone(), |path| format!("{path}.{function}"))
    };
    let all = |part: &str| query[part].as_array().unwrap().clone();
    (all("group").iter().map(key).collect(), all("measures").iter().map(measure).collect())
}

/// The end of a path in memory: the field, and its value.
fn end<'a>(rows: &'a Rows, object: &Object, record: &dyn Record, path: &str) -> (&'a Field, Option<Held<'static>>) {
    let object = rows.objects.get(&object.name);
    let owned = |held: Held<'_>| match held {
        Held::Text(text) => Held::Text(text.into_owned().into()),
        Held::Choice(text) => Held::Choice(text.into_owned().into()),
        Held::Boolean(truth) => Held::Boolean(truth),
        Held::Number(number) => Held::Number(number),
        Held::Date(day) => Held::Date(day),
        Held::Instant(at) => Held::Instant(at),
        Held::Record(id) => Held::Record(id),
    };
    match path.split_once('.') {
        None => {
            let field = object.field(path).unwrap();
            (field, record.value(field).unwrap().map(owned))
        }
        Some((first, rest)) => {
            let field = object.field(first).unwrap();
            let to = rows.objects.get(field.kind.to().unwrap());
            match record.follow(field, to).unwrap() {
                Some(next) => end(rows, to, &*next, rest),
                None => {
                    let (mut of, mut names) = (to, rest.split('.').peekable());
                    loop {
                        let field = of.field(names.next().unwrap()).unwrap();
                        if names.peek().is_none() {
                            return (field, None);
                        }
                        of = rows.objects.get(field.kind.to().unwrap());
                    }
                }
            }
        }
    }
}

/// A value with what it is sorted by.
type Placed = (Value, Option<(Decimal, String, String)>);

fn number(number: impl Into<Decimal>) -> Option<(Decimal, String, String)> {
    Some((number.into(), String::new(), String::new()))
}

fn of_number(field: &Field, value: Decimal) -> Value {
    match &field.kind {
        Kind::Integer => Value::Integer(value.try_into().unwrap()),
        Kind::Money { .. } => Value::Money(money(value)),
        _ => Value::Decimal(value.normalize()),
    }
}

fn money(mut amount: Decimal) -> Money {
    amount.rescale(PLACES);
    Money { amount, currency: "CNY".into() }
}

fn placed(rows: &Rows, field: &Field, held: Option<Held<'static>>) -> Placed {
    let Some(held) = held else { return (Value::Null, None) };
    match (&field.kind, held) {
        (_, Held::Text(text)) => {
            (Value::Text(text.to_string()), Some((0.into(), fold(&text).to_string(), text.to_string())))
        }
        (Kind::Choice(names), Held::Choice(name)) => {
            let place = names.place(&name).unwrap();
            (Value::Text(name.to_string()), number(place as u64))
        }
        (_, Held::Boolean(truth)) => (Value::Boolean(truth), number(i64::from(truth))),
        (_, Held::Number(value)) => (of_number(field, value), number(value)),
        (_, Held::Date(day)) => (Value::Date(day), number(day.num_days_from_ce())),
        (_, Held::Instant(at)) => (Value::Instant(at), number(at.timestamp_micros())),
        (kind, Held::Record(id)) => {
            let to = rows.objects.get(kind.to().unwrap());
            let row = rows.of[to.name.as_str()].iter().find(|row| row.id() == id).unwrap();
            let seen = rows.seen(to).find(|seen| seen.row.id() == id);
            let title = seen.zip(to.title()).and_then(|(seen, title)| match seen.value(title).unwrap() {
                Some(Held::Text(text)) => Some(text.to_string()),
                _ => None,
            });
            let record = ObjectRef { object: to.name.to_string(), id: RecordId(id), title };
            (Value::Record(record), number(row.key))
        }
        other => panic!("{other:?}"),
    }
}

/// The local day of an instant, by what a filter says of it (FILT-5).
fn day(rows: &Rows, at: Timestamp, moment: &Moment) -> Date {
    let booking = rows.objects.get("booking");
    struct One(Timestamp);
    impl Record for One {
        fn value(&self, _: &Field) -> crm_core::Result<Option<Held<'_>>> {
            Ok(Some(Held::Instant(self.0)))
        }
        fn follow(&self, _: &Field, _: &Object) -> crm_core::Result<Option<Box<dyn Record + '_>>> {
            Ok(None)
        }
        fn some(
            &self,
            _: &Object,
            _: &Field,
            _: &mut dyn FnMut(&dyn Record) -> crm_core::Result<bool>,
        ) -> crm_core::Result<bool> {
            Ok(false)
        }
    }
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let utc = at.date_naive();
    let days = [utc - Days::new(1), utc, utc + Days::new(1)];
    let mut days = days.into_iter().filter(|day| {
        let tree = json!({"field": "at", "is": day.to_string()});
        let filter = reader.filter(booking, &tree, &mut Crossed::default()).unwrap();
        filter.holds(&One(at), moment).unwrap()
    });
    days.next().unwrap()
}

fn first(day: Date, by: &str) -> Date {
    let of = |month: u32| Date::from_ymd_opt(day.year(), month, 1).unwrap();
    match by {
        "day" => day,
        "week" => day - Days::new(day.weekday().num_days_from_monday().into()),
        "month" => of(day.month()),
        "quarter" => of((day.month() - 1) / 3 * 3 + 1),
        _ => of(1),
    }
}

fn measured(rows: &Rows, records: &[&dyn Record], measure: &Json) -> Placed {
    let (function, path) = measure.as_object().unwrap().iter().next().unwrap();
    let Some(path) = path.as_str() else { return (Value::Integer(records.len() as i64), number(records.len() as u64)) };
    let booking = rows.objects.get("booking");
    let field = end(rows, booking, records.first().copied().unwrap_or(&Nothing), path).0;
    let values: Vec<Held<'static>> = records.iter().filter_map(|record| end(rows, booking, *record, path).1).collect();
    if function == "count_distinct" {
        let mut different: Vec<String> = values
            .iter()
            .map(|value| match (value, &field.kind) {
                (Held::Text(text), Kind::Text { twin: Some(_) }) => fold(text).to_string(),
                (value, _) => format!("{value:?}"),
            })
            .collect();
        different.sort();
        different.dedup();
        return (Value::Integer(different.len() as i64), number(different.len() as u64));
    }
    let mut all: Vec<Placed> = values.into_iter().map(|value| placed(rows, field, Some(value))).collect();
    let sum: Decimal = all.iter().map(|(_, place)| place.as_ref().unwrap().0).sum();
    match function.as_str() {
        "sum" => (of_number(field, sum), number(sum)),
        "avg" if all.is_empty() => (Value::Null, None),
        "avg" => {
            let places = if matches!(field.kind, Kind::Money { .. }) { PLACES } else { 6 };
            let average = sum / Decimal::from(all.len());
            let average = average.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
            let value = match &field.kind {
                Kind::Money { .. } => Value::Money(money(average)),
                _ => Value::Decimal(average.normalize()),
            };
            (value, number(average))
        }
        function => {
            all.sort_by(|a, b| a.1.cmp(&b.1));
            let found = if function == "min" { all.into_iter().next() } else { all.into_iter().last() };
            found.unwrap_or((Value::Null, None))
        }
    }
}

struct Nothing;

impl Record for Nothing {
    fn value(&self, _: &Field) -> crm_core::Result<Option<Held<'_>>> {
        Ok(None)
    }
    fn follow(&self, _: &Field, _: &Object) -> crm_core::Result<Option<Box<dyn Record + '_>>> {
        Ok(None)
    }
    fn some(
        &self,
        _: &Object,
        _: &Field,
        _: &mut dyn FnMut(&dyn Record) -> crm_core::Result<bool>,
    ) -> crm_core::Result<bool> {
        Ok(false)
    }
}

/// The table in memory.
fn twin(rows: &Rows, query: &Json, moment: &Moment) -> Vec<Vec<Value>> {
    let booking = rows.objects.get("booking");
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let filter = query.get("filter").map(|tree| reader.filter(booking, tree, &mut Crossed::default()).unwrap());
    let seen: Vec<_> = rows.seen(booking).collect();
    let keys = query["group"].as_array().unwrap();
    let mut groups: BTreeMap<String, (Vec<Placed>, Vec<&dyn Record>)> = BTreeMap::new();
    if keys.is_empty() {
        groups.insert("[]".into(), Default::default());
    }
    for record in seen.iter().filter(|row| filter.as_ref().is_none_or(|filter| filter.holds(*row, moment).unwrap())) {
        let of: Vec<Placed> = keys
            .iter()
            .map(|key| {
                let path = key.as_str().or(key["field"].as_str()).unwrap();
                let (field, held) = end(rows, booking, record, path);
                let Some(by) = key["by"].as_str() else { return placed(rows, field, held) };
                let day = match held {
                    Some(Held::Date(day)) => day,
                    Some(Held::Instant(at)) => day(rows, at, moment),
                    _ => return (Value::Null, None),
                };
                placed(rows, field, Some(Held::Date(first(day, by))))
            })
            .collect();
        let name = format!("{:?}", of.iter().map(|(value, _)| value).collect::<Vec<_>>());
        groups.entry(name).or_insert_with(|| (of, Vec::new())).1.push(record);
    }
    let mut table: Vec<Vec<Placed>> = groups
        .into_values()
        .map(|(mut row, records)| {
            row.extend(query["measures"].as_array().unwrap().iter().map(|m| measured(rows, &records, m)));
            row
        })
        .collect();
    let (of_keys, of_measures) = names(query);
    let columns: Vec<&String> = of_keys.iter().chain(&of_measures).collect();
    let mut by: Vec<(usize, bool)> = Vec::new();
    for name in query["sort"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        let plain = name.trim_start_matches('-');
        by.push((columns.iter().position(|column| *column == plain).unwrap(), name.starts_with('-')));
    }
    by.extend((0..keys.len()).map(|key| (key, false)));
    table.sort_by(|a, b| {
        let one = |(column, down): &(usize, bool)| match (&a[*column].1, &b[*column].1) {
            (Some(a), Some(b)) if *down => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        by.iter().map(one).find(|ordering| ordering.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    table.into_iter().map(|row| row.into_iter().map(|(value, _)| value).collect()).collect()
}

fn asked(
    rows: &Rows,
    query: &Json,
    moment: &Moment,
    database: &crate::world::Database,
) -> crm_core::Result<Vec<Vec<Value>>> {
    let booking = rows.objects.get("booking");
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let question = reader.question(booking, query).unwrap_or_else(|found| panic!("{query} {found:?}"));
    let mut found = Ok(Vec::new());
    database.with(rows, &mut |tx| {
        let terms = Terms { moment, sight: &Hidden, position: tx.dialect().position };
        found = question.rows(tx, booking, terms, "CNY");
    });
    found
}

// VIEW-4, VIEW-5, VIEW-6: the statement and memory make the same table.
#[test]
fn tables_are_those_of_memory() {
    let database = database();
    let (grouped, all) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(1_500));
    let ran = runner.run(&tape(), |mut tape| {
        let rows = rows(&mut tape);
        let moment = moment(&mut tape, &rows);
        let query = question(&mut tape, &rows);
        let found = asked(&rows, &query, &moment, &database).unwrap();
        prop_assert_eq!(&found, &twin(&rows, &query, &moment), "{}", &query);
        all.set(all.get() + 1);
        grouped.set(grouped.get() + usize::from(found.len() > 1));
        Ok(())
    });
    ran.unwrap();
    // About a quarter of them has several rows; far fewer would prove little.
    assert!(grouped.get() * 8 > all.get(), "{} of {}", grouped.get(), all.get());
}

// VIEW-5: a sum beyond 64 bits is refused, one at the edge is exact, and an average needs no sum that fits.
#[test]
fn sums_are_exact_to_the_last_bit() {
    let database = database();
    let moment = Moment::new("Asia/Shanghai", "2026-03-05T02:00:00Z".parse().unwrap(), None).unwrap();
    let ask = |numbers: &[i64], measure: &str| {
        let mut rows = Rows::new();
        for n in numbers {
            let mut values: BTreeMap<String, Held<'static>> = BTreeMap::new();
            values.insert("created_at".into(), Held::Instant("2026-03-05T02:00:00Z".parse().unwrap()));
            values.insert("name".into(), Held::Text("a".into()));
            values.insert("status".into(), Held::Choice("draft".into()));
            values.insert("n".into(), Held::Number((*n).into()));
            rows.add("booking", values);
        }
        asked(&rows, &json!({"measures": [{measure: "n"}]}), &moment, &database).map(|rows| rows[0][0].clone())
    };
    assert_eq!(ask(&[i64::MAX - 1, 1], "sum"), Ok(Value::Integer(i64::MAX)));
    assert_eq!(ask(&[i64::MIN + 1, -1], "sum"), Ok(Value::Integer(i64::MIN)));
    assert_eq!(ask(&[i64::MAX, 1, -7], "sum"), Ok(Value::Integer(i64::MAX - 6)));
    for beyond in [[i64::MAX, 1], [i64::MIN, -1]] {
        assert_eq!(ask(&beyond, "sum"), Err(CrmError::Storage { problem: "too_large".into() }));
    }
    assert_eq!(ask(&[i64::MAX, i64::MAX], "avg"), Ok(Value::Decimal(i64::MAX.into())));
    // Half away from zero, at the sixth place.
    let sixths = |n: i64, of: usize| ask(&[vec![n], vec![0; of - 1]].concat(), "avg").unwrap();
    assert_eq!(sixths(2, 3), Value::Decimal("0.666667".parse().unwrap()));
    assert_eq!(sixths(-1, 64), Value::Decimal("-0.015625".parse().unwrap()));
    assert_eq!(sixths(1, 128), Value::Decimal("0.007813".parse().unwrap()));
    assert_eq!(sixths(-1, 128), Value::Decimal("-0.007813".parse().unwrap()));
    assert_eq!(ask(&[], "sum"), Ok(Value::Integer(0)));
    assert_eq!(ask(&[], "avg"), Ok(Value::Null));
}

// VIEW-4: whatever is wrong with a query is told at once, each by its place.
#[test]
fn mistakes_are_told_by_their_place() {
    let rows = Rows::new();
    let reader = Reader { catalogue: &rows.objects, rights: &Everything, place: Place::Call, places: PLACES };
    let told = |query: Json| -> Vec<String> {
        let found = reader.question(rows.objects.get("booking"), &query).expect_err("mistakes");
        found.into_iter().map(|mistake| format!("{}:{}", mistake.path, mistake.code)).collect()
    };
    assert_eq!(told(json!([])), [":type"]);
    assert_eq!(told(json!({})), ["measures:required"]);
    assert_eq!(told(json!({"measures": [], "columns": []})), ["columns:unknown_field", "measures:required"]);
    let query = json!({
        "filter": {"field": "n", "is": "x"},
        "group": ["foreign", {"field": "n", "by": "day"}, {"field": "day", "by": "decade", "to": 1}, "n"],
        "measures": [{"count": 1}, {"sum": "name"}, {"avg": "foreign"}, {"sum": "n", "avg": "n"}, {"median": "n"}, 7],
        "sort": ["n.sum"],
    });
    assert_eq!(
        told(query),
        [
            "filter.is:type",
            "group:too_many",
            "group[0]:type",
            "group[1].field:type",
            "group[2].to:unknown_field",
            "group[2].by:unknown_value",
            "measures[0].count:type",
            "measures[1].sum:type",
            "measures[2].avg:type",
            "measures[3]:one_operator",
            "measures[4].median:unknown_field",
            "measures[4]:one_operator",
            "measures[5]:type",
            "sort[0]:unknown_field",
        ]
    );
    assert_eq!(
        told(json!({"group": ["note", "id", "n", "n"], "measures": [{"count": true}]})),
        ["group:too_many", "group[0]:not_searchable", "group[1]:type"]
    );
    assert_eq!(
        told(json!({"group": ["n", "n"], "measures": [{"count": true}, {"count": true}]})),
        ["group[1]:twice", "measures[1]:twice"]
    );
}
