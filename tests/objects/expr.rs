//! Every vector of the expression language, and every example of its reference.

use crm_core::objects::expr::{self, Code, Expr, MOST_CHARACTERS, Mistake, Place, Target, Type, Value, check, into};
use serde_json::{Value as Json, json};

use crate::expr_booking::{Booking, SCHEMA, choice, context, expressions, number, place, value};

/// How many vectors of expressions there are. They never change: a new meaning is a new level.
const VECTORS: usize = 337;

/// The field that a vector gives its result to.
fn target(to: &Json) -> (Option<Type>, Target) {
    let bound = |key: &str| match &to[key] {
        Json::Null => None,
        Json::String(text) => Some(number(text)),
        other => Some(number(&other.to_string())),
    };
    let (min, max) = (bound("min"), bound("max"));
    match to["type"].as_str() {
        None => (None, Target::Other),
        Some("integer") => (Some(Type::Number), Target::Integer { min, max }),
        Some("decimal") => {
            let places = to["places"].as_u64().and_then(|places| u32::try_from(places).ok()).expect("places");
            (Some(Type::Number), Target::Decimal { places, min, max })
        }
        Some("money") => {
            let places = match to["currency"].as_str() {
                Some("JPY") => 0,
                Some("CNY") => 2,
                Some("KWD") => 3,
                other => panic!("{other:?}"),
            };
            (Some(Type::Number), Target::Money { places, min, max })
        }
        Some("choice") => {
            let values = to["values"].as_array().expect("values");
            (Some(choice(values.iter().map(|value| value.as_str().expect("a name")))), Target::Other)
        }
        Some(other) => panic!("{other}"),
    }
}

fn told(mistakes: &[Mistake]) -> Json {
    let one = |m: &Mistake| json!({"code": m.code.as_str(), "line": m.at.line, "column": m.at.column});
    mistakes.iter().map(one).collect()
}

/// What is printed of an expression, read again, is the same.
pub fn reread(expr: &Expr, object: &str, place: Place, to: Option<&Type>) {
    let text = expr.print(&|_, _| None);
    match check(&text, &*SCHEMA, object, place, to) {
        Ok(again) => assert_eq!(*expr, again, "{text}"),
        Err(mistakes) => panic!("{text}: {}", told(&mistakes)),
    }
}

#[test]
fn every_vector_holds() {
    // EXPR-1: this grammar, these functions and these vectors. TYPE-3: what a field makes of a result.
    let vectors = expressions()["vectors"].as_array().expect("vectors");
    assert_eq!(vectors.len(), VECTORS, "none is left out");
    let mut proved = 0;
    for vector in vectors {
        let (text, place) = (vector["expr"].as_str().expect("a text"), place(&vector["place"]));
        let shown = format!("{} {text}", vector["id"]);
        let (to, target) = target(&vector["to"]);
        let checked = check(text, &*SCHEMA, "booking", place, to.as_ref());
        if let Some(errors) = vector.get("errors") {
            let mistakes = checked.err().unwrap_or_else(|| panic!("{shown} is refused"));
            assert_eq!(told(&mistakes), *errors, "{shown}");
            proved += 1;
            continue;
        }
        let expr = checked.unwrap_or_else(|mistakes| panic!("{shown}: {}", told(&mistakes)));
        reread(&expr, "booking", place, to.as_ref());
        let context = context(vector["context"].as_str().unwrap_or_default());
        let given = expr.evaluate(&Booking::of_vector(vector), &context);
        let given = given.map_err(|refusal| refusal.as_str().to_owned());
        let given = given.and_then(|given| into(&target, given).map_err(|unfit| unfit.code.to_owned()));
        match (vector.get("value"), vector.get("refused")) {
            (Some(wanted), None) => assert_eq!(given, Ok(value(wanted)), "{shown}"),
            (None, Some(refused)) => assert_eq!(given, Err(refused.as_str().expect("a code").to_owned()), "{shown}"),
            _ => panic!("{shown}: neither a value nor a refusal"),
        }
        proved += 1;
    }
    assert_eq!(proved, VECTORS);
}

#[test]
fn mistakes_that_the_vectors_leave_out() {
    // EXPR-10: one of syntax or a passed bound alone, else all, in order of place. EXPR-3, EXPR-7, EXPR-11.
    let deep = format!("{}a{}", "if(ok, (".repeat(16), "), 1)".repeat(16));
    let deeper = format!("({deep})");
    let many = format!("{}1", "-1 + ".repeat(166));
    for (text, place, to, mistakes) in [
        ("", Place::Rule, None, json!(["syntax 1:1"])),
        (" \n\t", Place::Rule, None, json!(["syntax 2:2"])),
        ("1 +\r\n\r+", Place::Rule, None, json!(["syntax 3:1"])),
        ("'中\n文' + 中", Place::Rule, None, json!(["syntax 2:6"])),
        ("#2026-01-01-5", Place::Rule, None, json!(["type 1:1"])),
        ("#2026-01-011", Place::Rule, None, json!(["literal 1:1"])),
        ("#0000-01-01", Place::Rule, None, json!(["literal 1:1"])),
        ("# 2026-01-01", Place::Rule, None, json!(["syntax 1:1"])),
        ("1 12345678901234567", Place::Rule, None, json!(["syntax 1:3"])),
        ("t + 12345678901234567", Place::Rule, None, json!(["literal 1:5"])),
        ("old.old", Place::Rule, None, json!(["syntax 1:5"])),
        ("old.date(i)", Place::Rule, None, json!(["syntax 1:9"])),
        ("room.name(1)", Place::Rule, None, json!(["syntax 1:10"])),
        ("room.in", Place::Rule, None, json!(["syntax 1:6"])),
        ("a in (1,)", Place::Rule, None, json!(["syntax 1:9"])),
        ("1 == not ok", Place::Rule, None, json!(["syntax 1:6"])),
        ("a == b in (ok)", Place::Rule, None, json!(["syntax 1:8"])),
        ("a\u{a0}+ b", Place::Rule, None, json!(["syntax 1:2"])),
        ("me()", Place::Rule, None, json!(["syntax 1:3"])),
        ("old.room.floor.building.keeper.department", Place::Rule, None, json!(["too_deep 1:32"])),
        (deep.as_str(), Place::Rule, None, json!([])),
        (deeper.as_str(), Place::Rule, None, json!(["too_deep 1:129"])),
        (many.as_str(), Place::Rule, None, json!([])),
        // Several at once, each in its way.
        (
            "sum(nope, t + 1) or concat()",
            Place::Rule,
            None,
            json!(["unknown_function 1:1", "unknown_field 1:5", "type 1:11", "arguments 1:21"]),
        ),
        (
            "if(a, nope, ok) + round(t, 7)",
            Place::Rule,
            None,
            json!(["type 1:1", "type 1:4", "unknown_field 1:7", "type 1:25", "literal 1:28"]),
        ),
        ("(nope + 1) and ok", Place::Rule, None, json!(["type 1:1", "unknown_field 1:2"])),
        ("nope + 1 and ok", Place::Rule, None, json!(["unknown_field 1:1", "type 1:1"])),
        ("(t) + (1)", Place::Rule, None, json!(["type 1:1"])),
        ("'x' in (c, c2)", Place::Rule, None, json!(["unknown_value 1:1"])),
        ("'middle' in (c, c2)", Place::Rule, None, json!(["unknown_value 1:1"])),
        ("if(ok, 'top', 'low') == c", Place::Rule, None, json!(["unknown_value 1:8"])),
        (
            "c == if(ok, if(ok2, 'top', c2), 'bottom')",
            Place::Rule,
            None,
            json!(["unknown_value 1:21", "unknown_value 1:33"]),
        ),
        ("coalesce('middle', c2, c) == 'middle'", Place::Rule, None, json!([])),
        ("coalesce(t, 'x', c)", Place::Rule, None, json!(["type 1:18"])),
        ("if(ok, null, 'low') == c", Place::Rule, None, json!([])),
        ("min(1, t, d, 2)", Place::Rule, None, json!(["type 1:8", "type 1:11"])),
        ("null in (1, 'a', ok)", Place::Rule, None, json!([])),
        ("foreign == null", Place::Rule, None, json!(["type 1:1"])),
        (
            "if(ok, foreign, 1) + coalesce(foreign, foreign)",
            Place::Rule,
            None,
            json!(["type 1:8", "type 1:31", "type 1:40"]),
        ),
        ("foreign", Place::Rule, None, json!(["type 1:1"])),
        ("foreign", Place::Rule, Some(Type::Foreign), json!(["type 1:1"])),
        ("1", Place::Rule, Some(Type::Foreign), json!(["type 1:1"])),
        ("null", Place::Rule, Some(Type::Foreign), json!([])),
        ("round(a, 6) + round(a, 2.0)", Place::Rule, None, json!([])),
        (
            "round(a, 1.5) + round(a, -1) + round(a, t)",
            Place::Rule,
            None,
            json!(["literal 1:10", "literal 1:26", "literal 1:41"]),
        ),
        (
            "at(d, '9:00') == at(d, '23:60') or at(d, ('23:59')) == i",
            Place::Rule,
            None,
            json!(["literal 1:7", "literal 1:24"]),
        ),
        // What is given to a field.
        ("  t", Place::Rule, Some(Type::Number), json!(["type 1:3"])),
        ("if(ok, c, 'low')", Place::Rule, Some(choice(["low", "high"])), json!(["unknown_value 1:8"])),
        ("if(ok, c2, 'low')", Place::Rule, Some(choice(["low", "high"])), json!([])),
        ("if(ok, c, 'low')", Place::Rule, Some(choice(["high"])), json!(["unknown_value 1:8", "unknown_value 1:11"])),
        ("room", Place::Rule, Some(Type::Record("floor".into())), json!(["type 1:1"])),
        ("id", Place::Rule, Some(Type::Record("booking".into())), json!([])),
        // TYPE-6: an entry has item and value, and is given by its value.
        ("kind.value == '团队' and kind.item == 'x' and kind == kind2", Place::Rule, None, json!([])),
        ("kind == source", Place::Rule, None, json!(["type 1:9"])),
        ("kind == '团队'", Place::Rule, None, json!(["type 1:9"])),
        ("kind.name", Place::Rule, None, json!(["unknown_field 1:6"])),
        ("kind.value", Place::Formula, None, json!(["not_here 1:6"])),
        (
            "if(ok, '团队', '个体')",
            Place::Check,
            Some(Type::Entry("booking_kind".into())),
            json!(["unknown_value 1:14"]),
        ),
        ("t", Place::Check, Some(Type::Entry("booking_kind".into())), json!(["type 1:1"])),
        // EXPR-11: what a place sees.
        ("a + total + nights", Place::Formula, None, json!([])),
        ("a", Place::Default { before: 0 }, None, json!(["not_here 1:1"])),
        ("a + b", Place::Default { before: 1 }, None, json!(["not_here 1:5"])),
        ("total + nights", Place::Default { before: 99 }, None, json!(["not_here 1:1", "not_here 1:9"])),
        ("room.price + room.floor.level", Place::Default { before: 99 }, None, json!([])),
        ("me == creator and today > date(now)", Place::Default { before: 0 }, None, json!([])),
        ("old.a", Place::Default { before: 99 }, None, json!(["not_here 1:1"])),
        ("old.nope", Place::Check, None, json!(["not_here 1:1", "unknown_field 1:5"])),
        ("status", Place::Default { before: 0 }, None, json!([])),
        ("version", Place::Default { before: 0 }, None, json!(["not_here 1:1"])),
        ("number == '1' and state_since > i", Place::Formula, None, json!(["not_here 1:1", "not_here 1:19"])),
        ("concat(number, version, date(state_since))", Place::Title, None, json!([])),
        ("room.number == '1' and room.version > 1", Place::Default { before: 99 }, None, json!([])),
        (
            "room.number == '1' or room.price > 1",
            Place::Default { before: 0 },
            None,
            json!(["not_here 1:1", "not_here 1:23"]),
        ),
        ("room.number == '1' and room.version > 1", Place::Title, None, json!([])),
        ("title", Place::Rule, None, json!(["not_here 1:1"])),
        ("room.title", Place::Rule, None, json!(["not_here 1:6"])),
        (
            "today > d or me == who or now < i",
            Place::Title,
            None,
            json!(["not_here 1:1", "not_here 1:14", "not_here 1:27"]),
        ),
        ("old.room.price == 1", Place::Title, None, json!(["not_here 1:1"])),
        ("today + 1", Place::Formula, None, json!(["not_here 1:1"])),
        ("id.a + id.id.b", Place::Formula, None, json!([])),
        ("nope.x", Place::Formula, None, json!(["unknown_field 1:1"])),
        ("creator == room.creator and created_at < i", Place::Rule, None, json!([])),
    ] {
        let found = check(text, &*SCHEMA, "booking", place, to.as_ref());
        let told: Json = match &found {
            Ok(expr) => {
                reread(expr, "booking", place, to.as_ref());
                json!([])
            }
            Err(mistakes) => {
                mistakes.iter().map(|m| json!(format!("{} {}:{}", m.code.as_str(), m.at.line, m.at.column))).collect()
            }
        };
        assert_eq!(told, mistakes, "{text} {place:?}");
    }
}

#[test]
fn bounds_are_exact() {
    // EXPR-8: 4,000 characters, 500 nodes; each atom, path, call and operator is one.
    let text = |length: usize| format!("'{}'", "中".repeat(length - 2));
    let mistakes =
        |text: &str| check(text, &*SCHEMA, "booking", Place::Rule, None).err().map(|mistakes| told(&mistakes));
    assert_eq!(mistakes(&text(MOST_CHARACTERS)), None);
    assert_eq!(mistakes(&text(MOST_CHARACTERS + 1)), Some(json!([{"code": "too_long", "line": 1, "column": 1}])));
    // A path, a call and a `not` are one each, a parenthesis none: not, in, call, path, and three for each `or`.
    let ors = |count: usize| format!("not (ok in (empty(room.floor.level))){}", " or (a < b)".repeat(count));
    assert_eq!(mistakes(&ors(123)), None, "5 + 123 × 4 = 497");
    assert_eq!(mistakes(&format!("{} or (-a < b)", ors(122))), None, "498");
    let passed = format!("{} or -a < b", ors(123));
    let column = passed.rfind("< b").expect("there") + 1;
    assert_eq!(mistakes(&passed), Some(json!([{"code": "too_many", "line": 1, "column": column}])), "the 501st");
    // Eight different paths over references, however often each is named; the ninth is one too many.
    let paths = ["room.name", "room.kind", "room2.name", "room2.kind", "who.display_name", "old.room.name"];
    let eight = format!("concat(room.floor.level, room.floor.building.name, {})", paths.join(", "));
    assert_eq!(mistakes(&format!("{eight} == {eight}")), None);
    let nine = format!("{eight} == concat(nope, old.room.kind)");
    let wanted = json!([
        {"code": "too_many", "line": 1, "column": 1},
        {"code": "unknown_field", "line": 1, "column": nine.find("nope").expect("there") + 1}
    ]);
    assert_eq!(mistakes(&nine), Some(wanted));
}

#[test]
fn every_mistake_has_a_sentence() {
    // EXPR-10
    let codes = [
        Code::TooLong,
        Code::Syntax,
        Code::Literal,
        Code::TooDeep,
        Code::UnknownField,
        Code::UnknownFunction,
        Code::Arguments,
        Code::Type,
        Code::UnknownValue,
        Code::NotHere,
        Code::TooMany,
    ];
    let sentences: std::collections::BTreeSet<&str> = codes.iter().map(|code| code.detail()).collect();
    assert_eq!(sentences.len(), codes.len());
    let mistakes = check("a +\n  t", &*SCHEMA, "booking", Place::Rule, None).expect_err("a text is no number");
    assert_eq!(mistakes[0].to_string(), "2:3 type: is of a type that does not fit");
}

#[test]
fn the_reference_tells_the_truth() {
    // EXPR-7: every function has an example; EXPR-4, EXPR-6, EXPR-9, EXPR-10: so have nulls, numbers, refusals, mistakes.
    let reference = include_str!("../../docs/expressions.md");
    let booking = json!({"fields": {
        "a": {"number": "12.5"}, "n": {"number": "3"}, "t": {"text": "王芳"}, "d": {"date": "2026-01-31"},
        "d2": {"date": "2026-03-05"}, "i": {"instant": "2026-03-04T16:30:00Z"}, "ok": {"boolean": true},
        "c": {"choice": "low"}, "status": {"choice": "sent"}, "room": {"record": "r301"}, "who": {"record": "wang"}
    }, "old": {"a": {"number": "10"}, "status": {"choice": "draft"}}});
    let (booking, context) = (Booking::of_vector(&booking), context(""));
    let mut examples: Vec<&str> = Vec::new();
    for line in reference.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [expression, gives, ..] = cells.as_slice() else { continue };
        let Some(gives) = gives.strip_prefix('`').and_then(|gives| gives.strip_suffix('`')) else { continue };
        let text = expression.trim_matches('`');
        let given = match check(text, &*SCHEMA, "booking", Place::Rule, None) {
            Ok(expr) => match expr.evaluate(&booking, &context) {
                Ok(Value::Null) => "null".to_owned(),
                Ok(Value::Boolean(value)) => value.to_string(),
                Ok(Value::Number(value)) => value.to_string(),
                Ok(Value::Text(value)) => format!("'{value}'"),
                Ok(Value::Date(value)) => format!("#{value}"),
                Ok(Value::Instant(value)) => value.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
                Ok(Value::Record(value)) => panic!("{value}"),
                Err(refusal) => refusal.as_str().to_owned(),
            },
            Err(mistakes) => {
                let one = |m: &Mistake| format!("{} {}:{}", m.code.as_str(), m.at.line, m.at.column);
                mistakes.iter().map(one).collect::<Vec<_>>().join(", ")
            }
        };
        assert_eq!(given, gives, "{text}");
        examples.push(text);
    }
    assert!(examples.len() >= 60, "the reference has its examples: {}", examples.len());
    for function in [
        "if",
        "coalesce",
        "empty",
        "min",
        "max",
        "round",
        "floor",
        "mod",
        "concat",
        "days",
        "add_days",
        "add_months",
        "add_hours",
        "month_start",
        "year",
        "month",
        "day",
        "at",
        "date",
    ] {
        assert!(examples.iter().any(|text| text.starts_with(&format!("{function}("))), "{function} has an example");
    }
    for refusal in ["division_by_zero", "overflow", "date_range", "not_whole"] {
        assert!(reference.contains(&format!("| `{refusal}` |")), "{refusal} has an example");
    }
    assert_eq!(expr::LEVEL, 1);
}
