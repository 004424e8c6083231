//! Expressions of any text: what is read of one, printed, and read again, is the same, and evaluating it ends with a value
//! or a refusal. The first line is the text's place and the field that it gives to; the rest is the text.
//!
//! Nothing may crash, and no mistake lies outside the text.
#![no_main]

use std::sync::Arc;

use crm_core::objects::expr::{Context, Fields, Known, Nature, Number, Path, Place, Record, Type, Value, check};
use libfuzzer_sys::fuzz_target;

/// An object with a field of every type, which refers to itself.
struct Schema;

const NAMES: [&str; 14] =
    ["a", "b", "t", "d", "i", "ok", "c", "room", "who", "kind", "foreign", "status", "id", "title"];

fn choice(names: &[&'static str]) -> Type {
    Type::Choice(names.iter().map(|name| (*name).into()).collect::<Arc<[_]>>())
}

impl Fields for Schema {
    fn field(&self, _object: &str, name: &str) -> Option<Known> {
        let index = NAMES.iter().position(|known| *known == name)?;
        let ty = match name {
            "a" | "b" => Type::Number,
            "t" | "title" => Type::Text,
            "d" => Type::Date,
            "i" => Type::Instant,
            "ok" => Type::Boolean,
            "c" | "status" => choice(&["low", "middle", "high"]),
            "room" | "id" => Type::Record("room".into()),
            "who" => Type::Record("user".into()),
            "kind" => Type::Entry("kind".into()),
            _ => Type::Foreign,
        };
        let nature = if matches!(name, "status" | "id" | "title") { Nature::Kernel } else { Nature::Given };
        Some(Known { ty, nature, index: u32::try_from(index).ok()? })
    }

    fn has_entry(&self, _category: &str, value: &str) -> bool {
        value == "x"
    }
}

/// A record with a value in every field, or in none; over references it is the same again.
struct Full(bool);

impl Record for Full {
    fn value(&self, path: &Path) -> Value {
        let Some(last) = path.steps().last() else { return Value::Null };
        if !self.0 || path.old() {
            return Value::Null;
        }
        let number = |text| Number::literal(text).map_or(Value::Null, Value::Number);
        match last.name.as_str() {
            "a" => number("9999999999999999.999999999999"),
            "b" => number("0.000000000001"),
            "t" | "title" | "item" | "value" => Value::Text("王".repeat(9_000).into()),
            "d" => Value::Date(crm_core::Date::MAX),
            "i" => Value::Instant(crm_core::Timestamp::MAX_UTC),
            "ok" => Value::Boolean(true),
            "c" | "status" => Value::Text("low".into()),
            _ => Value::Record(Default::default()),
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let (head, text) = input.split_once('\n').unwrap_or(("", input));
    let place = match head.chars().next() {
        Some('f') => Place::Formula,
        Some('t') => Place::Title,
        Some('d') => Place::Default { before: 4 },
        Some('c') => Place::Check,
        _ => Place::Rule,
    };
    let to = match head.chars().nth(1) {
        Some('b') => Some(Type::Boolean),
        Some('n') => Some(Type::Number),
        Some('t') => Some(Type::Text),
        Some('c') => Some(choice(&["low", "x"])),
        Some('e') => Some(Type::Entry("kind".into())),
        _ => None,
    };
    match check(text, &Schema, "room", place, to.as_ref()) {
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            for mistake in mistakes {
                let line = text.split('\n').nth(mistake.at.line as usize - 1).expect("a line of the text");
                assert!((1..=line.chars().count() + 1).contains(&(mistake.at.column as usize)), "{mistake}");
            }
        }
        Ok(expr) => {
            let printed = expr.print(&|_, _| None);
            let again = check(&printed, &Schema, "room", place, to.as_ref()).expect("what is printed can be read");
            assert_eq!(again, expr, "{printed}");
            assert_eq!(again.print(&|_, _| None), printed);
            for zone in ["Asia/Shanghai", "America/Santiago"] {
                let now = "2026-03-05T02:00:00Z".parse().expect("an instant");
                let context = Context::new(zone, now, Some(Default::default())).expect("a zone");
                for record in [Full(false), Full(true)] {
                    let _ = expr.evaluate(&record, &context);
                }
            }
        }
    }
});
