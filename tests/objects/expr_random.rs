//! Random expressions: well-typed trees against a second evaluator, and texts of any kind against the promise that
//! nothing panics.

use std::collections::HashMap;

use crm_core::objects::expr::{Context, Mistake, Place, Type, Value, check};
use crm_core::{Date, Timestamp};
use proptest::prelude::*;

use crate::expr::reread;
use crate::expr_booking::{Booking, SCHEMA, context, id, index, number};
use crate::expr_slow::{Slow, Tree, World, ZONE, printed};

/// The strategies for each type, one level deep or several.
#[derive(Clone)]
struct Level {
    number: BoxedStrategy<Tree>,
    boolean: BoxedStrategy<Tree>,
    text: BoxedStrategy<Tree>,
    date: BoxedStrategy<Tree>,
    instant: BoxedStrategy<Tree>,
    choice: BoxedStrategy<Tree>,
}

fn field(names: &'static [&'static str]) -> BoxedStrategy<Tree> {
    prop::sample::select(names).prop_map(Tree::Field).boxed()
}

fn any_date() -> impl Strategy<Value = Date> + Clone {
    prop_oneof![
        8 => (2024_i32..2029, 1_u32..=12, 1_u32..=31),
        1 => (1_i32..3, 1_u32..=12, 1_u32..=31),
        1 => (9998_i32..=9999, 1_u32..=12, 1_u32..=31),
    ]
    .prop_filter_map("a day", |(year, month, day)| Date::from_ymd_opt(year, month, day))
}

fn any_instant() -> impl Strategy<Value = Timestamp> + Clone {
    (any_date(), 0_i64..86_400_000_000).prop_map(|(date, micros)| {
        date.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::TimeDelta::microseconds(micros)
    })
}

/// An instant that a clock shows.
fn this_century() -> impl Strategy<Value = Timestamp> {
    (1_600_000_000_000_000_i64..4_000_000_000_000_000).prop_filter_map("an instant", Timestamp::from_timestamp_micros)
}

/// The text of a number: small, with places, and next to the largest.
fn any_number() -> BoxedStrategy<String> {
    prop_oneof![
        4 => (0_u8..12).prop_map(|n| n.to_string()),
        4 => "[0-9]{1,4}\\.[0-9]{1,3}",
        2 => "[0-9]{1,16}\\.[0-9]{1,12}",
        1 => "0\\.0{6,11}[0-9]",
        1 => Just("9999999999999999.999999999999".to_owned()),
    ]
    .boxed()
}

const TEXTS: [&str; 5] = ["", "王芳", "it's", "low", "a\nb"];
const TIMES: [&str; 4] = ["00:00", "07:59", "18:00", "23:59"];

impl Level {
    fn leaves() -> Level {
        let null = Just(Tree::Null).boxed();
        let text = prop::sample::select(&TEXTS[..]).prop_map(|text| Tree::Text(text.into()));
        Level {
            number: prop_oneof![
                4 => any_number().prop_map(Tree::Number), 4 => field(&["a", "b", "n", "room.price", "old.a"]), 1 => null.clone()
            ]
            .boxed(),
            boolean: prop_oneof![
                2 => any::<bool>().prop_map(Tree::Boolean), 3 => field(&["ok", "ok2"]), 1 => null.clone()
            ]
            .boxed(),
            text: prop_oneof![3 => text, 3 => field(&["t", "t2"]), 1 => null.clone()].boxed(),
            date: prop_oneof![
                3 => any_date().prop_map(Tree::Date), 3 => field(&["d", "d2"]), 1 => Just(Tree::Today), 1 => null.clone()
            ]
            .boxed(),
            instant: prop_oneof![4 => field(&["i", "i2"]), 2 => Just(Tree::Now), 1 => null.clone()].boxed(),
            choice: prop_oneof![4 => field(&["c"]), 2 => Just(Tree::Text("middle".into())), 1 => null].boxed(),
        }
    }

    fn deeper(&self) -> Level {
        let call = |name: &'static str, operands: Vec<BoxedStrategy<Tree>>| {
            operands.prop_map(move |operands| Tree::Call(name, operands)).boxed()
        };
        let several = |names: &'static [&'static str], of: &BoxedStrategy<Tree>| {
            (prop::sample::select(names), prop::collection::vec(of.clone(), 2..=4))
                .prop_map(|(name, operands)| Tree::Call(name, operands))
                .boxed()
        };
        let chosen = |of: &BoxedStrategy<Tree>| {
            prop_oneof![
                1 => of.clone(),
                1 => call("if", vec![self.boolean.clone(), of.clone(), of.clone()]),
                1 => several(&["coalesce"], of),
            ]
            .boxed()
        };
        let pair = |signs: &'static [&'static str], of: &BoxedStrategy<Tree>| {
            (prop::sample::select(signs), of.clone(), of.clone())
                .prop_map(|(sign, left, right)| Tree::Binary(sign, Box::new(left), Box::new(right)))
                .boxed()
        };
        let among = |of: &BoxedStrategy<Tree>| {
            (of.clone(), prop::collection::vec(of.clone(), 1..=3))
                .prop_map(|(left, elements)| Tree::In(Box::new(left), elements))
                .boxed()
        };
        let places = (0_u8..=6).prop_map(|places| Tree::Number(places.to_string())).boxed();
        let time = prop::sample::select(&TIMES[..]).prop_map(|time| Tree::Text(time.into())).boxed();
        let anything =
            prop_oneof![self.number.clone(), self.boolean.clone(), self.text.clone(), self.date.clone()].boxed();
        let negated = self.number.clone().prop_map(|inner| Tree::Negated(Box::new(inner)));
        let number = prop_oneof![
            6 => pair(&["+", "-", "*", "/"], &self.number),
            1 => negated,
            1 => call("round", vec![self.number.clone()]),
            1 => call("round", vec![self.number.clone(), places]),
            1 => call("floor", vec![self.number.clone()]),
            2 => call("mod", vec![self.number.clone(), self.number.clone()]),
            1 => several(&["min", "max"], &self.number),
            1 => call("days", vec![self.date.clone(), self.date.clone()]),
            1 => (prop::sample::select(&["year", "month", "day"][..]), self.date.clone())
                .prop_map(|(name, date)| Tree::Call(name, vec![date])),
            3 => chosen(&self.number),
        ]
        .boxed();
        let orders: &[&str] = &["<", "<=", ">", ">="];
        let equals: &[&str] = &["==", "!="];
        let boolean = prop_oneof![
            4 => pair(&["and", "or"], &self.boolean),
            1 => self.boolean.clone().prop_map(|inner| Tree::Not(Box::new(inner))),
            2 => pair(orders, &self.number),
            1 => pair(orders, &self.date),
            1 => pair(orders, &self.instant),
            1 => pair(equals, &self.number),
            1 => pair(equals, &self.boolean),
            1 => pair(equals, &self.text),
            1 => pair(equals, &self.date),
            1 => pair(equals, &self.choice),
            1 => among(&self.number),
            1 => among(&self.choice),
            1 => call("empty", vec![anything.clone()]),
            2 => chosen(&self.boolean),
        ]
        .boxed();
        let concat = prop::collection::vec(anything, 1..=4).prop_map(|operands| Tree::Call("concat", operands));
        let text = prop_oneof![2 => concat, 1 => chosen(&self.text)].boxed();
        let date = prop_oneof![
            2 => call("add_days", vec![self.date.clone(), self.number.clone()]),
            2 => call("add_months", vec![self.date.clone(), self.number.clone()]),
            1 => call("month_start", vec![self.date.clone()]),
            1 => call("date", vec![self.instant.clone()]),
            1 => several(&["min", "max"], &self.date),
            2 => chosen(&self.date),
        ]
        .boxed();
        let instant = prop_oneof![
            1 => call("at", vec![self.date.clone(), time]),
            1 => call("add_hours", vec![self.instant.clone(), self.number.clone()]),
            1 => chosen(&self.instant),
        ]
        .boxed();
        Level { number, boolean, text, date, instant, choice: chosen(&self.choice) }
    }

    fn any(self) -> BoxedStrategy<Tree> {
        prop_oneof![self.number, self.boolean, self.text, self.date, self.instant, self.choice].boxed()
    }
}

fn any_tree() -> BoxedStrategy<Tree> {
    let two = Level::leaves().deeper().deeper();
    let three = two.deeper();
    prop_oneof![two.any(), three.clone().any(), three.deeper().any()].boxed()
}

/// The fields of a booking, each perhaps empty.
fn any_fields() -> impl Strategy<Value = HashMap<&'static str, Slow>> {
    let number = (any::<bool>(), any_number()).prop_map(|(negative, text)| {
        let number = number(&text);
        Slow::Number(if negative { number.negated() } else { number }.units().into())
    });
    let text = prop::sample::select(&TEXTS[1..]).prop_map(|text| Slow::Text(text.into()));
    let choice = prop::sample::select(&["low", "middle", "high"][..]).prop_map(|text| Slow::Text(text.into()));
    let boolean = any::<bool>().prop_map(Slow::Boolean);
    let (date, instant) = (any_date().prop_map(Slow::Date), any_instant().prop_map(Slow::Instant));
    let of = |value: BoxedStrategy<Slow>| prop_oneof![1 => Just(Slow::Null), 3 => value];
    let fields: [(&'static str, BoxedStrategy<Slow>); 13] = [
        ("a", number.clone().boxed()),
        ("b", number.clone().boxed()),
        ("n", number.clone().boxed()),
        ("old.a", number.boxed()),
        ("t", text.clone().boxed()),
        ("t2", text.boxed()),
        ("d", date.clone().boxed()),
        ("d2", date.boxed()),
        ("i", instant.clone().boxed()),
        ("i2", instant.boxed()),
        ("ok", boolean.clone().boxed()),
        ("ok2", boolean.boxed()),
        ("c", choice.boxed()),
    ];
    let strategies: Vec<_> = fields.into_iter().map(|(name, value)| (Just(name), of(value))).collect();
    strategies.prop_map(|fields| fields.into_iter().collect())
}

fn fast(slow: &Slow) -> Value {
    match slow {
        Slow::Null => Value::Null,
        Slow::Boolean(value) => Value::Boolean(*value),
        Slow::Number(units) => Value::Number(number(&printed(units))),
        Slow::Text(text) => Value::Text(text.into()),
        Slow::Date(date) => Value::Date(*date),
        Slow::Instant(at) => Value::Instant(*at),
    }
}

fn booking(fields: &HashMap<&'static str, Slow>) -> Booking {
    let mut booking = Booking::default();
    booking.now.insert(index("room"), Value::Record(id("r301")));
    for (name, slow) in fields {
        match name.strip_prefix("old.") {
            Some(name) => booking.old.insert(index(name), fast(slow)),
            None => booking.now.insert(index(name), fast(slow)),
        };
    }
    booking
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_500) })]

    // EXPR-1: what is printed is read as the same. EXPR-2 to EXPR-7, EXPR-9: the value, or the refusal, is that of
    // the second evaluator.
    #[test]
    fn two_evaluators_agree(
        tree in any_tree(), fields in any_fields(), now in this_century(), parentheses in any::<u64>(),
    ) {
        let mut bits = parentheses;
        let text = tree.text(&mut || {
            bits = bits.rotate_left(7).wrapping_mul(0x2545_f491_4f6c_dd1d);
            bits % 8 == 0
        });
        let Ok(expr) = check(&text, &*SCHEMA, "booking", Place::Rule, None) else {
            // No mistake but of a bound: a literal of another type is none here.
            let told: Vec<String> = check(&text, &*SCHEMA, "booking", Place::Rule, None).err().into_iter().flatten()
                .map(|m| m.code.as_str().to_owned()).collect();
            prop_assert!(
                told == ["too_long"] || told == ["too_many"] || told == ["too_deep"] , "{} {:?}", text, told
            );
            return Ok(());
        };
        reread(&expr, "booking", Place::Rule, None);
        let slow = World {
            fields: &|name| match name {
                "room.price" => Slow::Number(number("388.5").units().into()),
                name => fields.get(name).cloned().unwrap_or(Slow::Null),
            },
            now,
        };
        let context = Context::new(ZONE, now, None).unwrap();
        let given = expr.evaluate(&booking(&fields), &context);
        prop_assert_eq!(given, slow.value(&tree).map(|slow| fast(&slow)), "{}", text);
    }
}

/// Whether a place is one in a text, or right behind it.
fn inside(text: &str, mistake: &Mistake) -> bool {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let line = text.split('\n').nth(mistake.at.line as usize - 1);
    line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&(mistake.at.column as usize)))
}

fn whatever(text: &str) {
    for (place, to) in [
        (Place::Rule, None),
        (Place::Check, Some(Type::Boolean)),
        (Place::Default { before: 5 }, Some(Type::Entry("source".into()))),
        (Place::Formula, Some(crate::expr_booking::choice(["low", "x"]))),
        (Place::Title, Some(Type::Text)),
    ] {
        match check(text, &*SCHEMA, "booking", place, to.as_ref()) {
            Ok(expr) => {
                reread(&expr, "booking", place, to.as_ref());
                let _ = expr.evaluate(&Booking::default(), &context("berlin"));
            }
            Err(mistakes) => {
                assert!(!mistakes.is_empty(), "{text}");
                assert!(mistakes.is_sorted_by_key(|mistake| mistake.at), "{text}: {mistakes:?}");
                for mistake in &mistakes {
                    assert!(inside(text, mistake), "{text}: {mistake}");
                }
            }
        }
    }
}

/// The words and signs of the language, and what is next to them.
const ALPHABET: [&str; 61] = [
    "a",
    "b",
    "t",
    "c",
    "d",
    "i",
    "ok",
    "room",
    "who",
    "kind",
    "status",
    "id",
    "old",
    ".",
    ".",
    "price",
    "floor",
    "value",
    "foreign",
    "(",
    "(",
    ")",
    ")",
    ",",
    ",",
    "+",
    "-",
    "*",
    "/",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "and",
    "or",
    "not",
    "if",
    "coalesce",
    "empty",
    "min",
    "concat",
    "days",
    "at",
    "add_days",
    "date",
    "round",
    "true",
    "null",
    "me",
    "today",
    "now",
    "1",
    "0.5",
    "'low'",
    "'",
    "#2026-03-05",
    " ",
    "\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3_000) })]

    // EXPR-9: nothing panics; EXPR-10: mistakes lie inside the text.
    #[test]
    fn no_text_of_the_alphabet_is_too_much(
        parts in prop::collection::vec((prop::sample::select(&ALPHABET[..]), prop::bool::weighted(0.6)), 0..60),
    ) {
        let text: String = parts.iter().flat_map(|(part, space)| [*part, if *space { " " } else { "" }]).collect();
        whatever(&text.chars().take(200).collect::<String>());
    }

    // EXPR-9, EXPR-10: the same of texts that have hardly a token.
    #[test]
    fn no_characters_are_too_much(text in "[a-f0-9'#.,()<>=!+*/ \n\r\t-]{0,200}", any in any::<String>()) {
        whatever(&text);
        whatever(&any);
    }
}
