//! Laws of the language that hold for whatever values.

use crm_core::objects::expr::{Context, Number, Place, Refusal, Target, Value, check, into};
use num_bigint::BigInt;
use proptest::prelude::*;

use crate::expr_booking::{Booking, SCHEMA, context, index, number};
use crate::expr_slow::{downwards, half_away, one, printed};

fn evaluate(text: &str, fields: &[(&str, Value)], context: &Context) -> Result<Value, Refusal> {
    let expr =
        check(text, &*SCHEMA, "booking", Place::Rule, None).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"));
    let now = fields.iter().map(|(name, value)| (index(name), value.clone())).collect();
    expr.evaluate(&Booking { now, ..Booking::default() }, context)
}

const TRUTHS: [Option<bool>; 3] = [Some(true), Some(false), None];

fn truth(value: Option<bool>) -> Value {
    value.map_or(Value::Null, Value::Boolean)
}

#[test]
fn three_values_are_kleenes() {
    // EXPR-4: the least of both, the greatest, and the other way, where false < unknown < true.
    let context = context("");
    let rank = |value: Option<bool>| match value {
        Some(false) => 0,
        None => 1,
        Some(true) => 2,
    };
    for left in TRUTHS {
        let not = TRUTHS.into_iter().find(|other| rank(*other) == 2 - rank(left)).unwrap();
        assert_eq!(evaluate("not ok", &[("ok", truth(left))], &context), Ok(truth(not)));
        for right in TRUTHS {
            let fields = [("ok", truth(left)), ("ok2", truth(right))];
            let least = if rank(left) <= rank(right) { left } else { right };
            let greatest = if rank(left) >= rank(right) { left } else { right };
            assert_eq!(evaluate("ok and ok2", &fields, &context), Ok(truth(least)), "{left:?} {right:?}");
            assert_eq!(evaluate("ok or ok2", &fields, &context), Ok(truth(greatest)), "{left:?} {right:?}");
            assert_eq!(evaluate("ok == ok2", &fields, &context), Ok(Value::Boolean(left == right)));
            assert_eq!(evaluate("ok != ok2", &fields, &context), Ok(Value::Boolean(left != right)));
            let de_morgan = "(not (ok and ok2)) == (not ok or not ok2)";
            assert_eq!(evaluate(de_morgan, &fields, &context), Ok(Value::Boolean(true)), "{left:?} {right:?}");
        }
    }
}

#[test]
fn what_is_not_evaluated_cannot_fail() {
    // EXPR-5: behind each of these stands an operand that fails.
    let context = context("");
    let number = |n: i64| Value::Number(Number::whole(n).unwrap());
    for (text, fields, value) in [
        ("ok and 1 / 0 > 0", vec![("ok", Value::Boolean(false))], Value::Boolean(false)),
        ("ok or 1 / 0 > 0", vec![("ok", Value::Boolean(true))], Value::Boolean(true)),
        ("a in (1, 2, 1 / 0)", vec![("a", number(2))], Value::Boolean(true)),
        ("a in (null, 1 / 0)", vec![], Value::Boolean(true)),
        ("coalesce(t, concat(1 / 0))", vec![("t", Value::Text("x".into()))], Value::Text("x".into())),
        ("if(ok, 1, 1 / 0)", vec![("ok", Value::Boolean(true))], number(1)),
        ("if(ok, 1 / 0, 2)", vec![("ok", Value::Null)], number(2)),
        ("if(ok, 1 / 0, if(ok == false, 3, 1 / 0))", vec![("ok", Value::Boolean(false))], number(3)),
        ("ok and (ok2 or 1 / 0 > 0) or true", vec![("ok", Value::Boolean(false))], Value::Boolean(true)),
    ] {
        assert_eq!(evaluate(text, &fields, &context), Ok(value), "{text}");
    }
    // What is evaluated does fail: from left to right, and the first refusal is told.
    for (text, refusal) in [
        ("ok and 1 / 0 > 0", Refusal::DivisionByZero),
        ("ok or 1 / 0 > 0", Refusal::DivisionByZero),
        ("1 in (2, 1 / 0)", Refusal::DivisionByZero),
        ("coalesce(null, 1 / 0, 1)", Refusal::DivisionByZero),
        ("min(null, 1 / 0)", Refusal::DivisionByZero),
        ("concat(1 / 0)", Refusal::DivisionByZero),
        ("null + 1 / 0", Refusal::DivisionByZero),
        ("1 / 0 + 9999999999999999 * 9", Refusal::DivisionByZero),
        ("9999999999999999 * 9 + 1 / 0", Refusal::Overflow),
        ("add_days(#9999-12-31, 0.5)", Refusal::NotWhole),
        ("at(#0001-01-01, '07:59')", Refusal::DateRange),
        ("at(#9999-12-31, '23:59')", Refusal::DateRange),
        ("date(i)", Refusal::DateRange),
        ("add_months(#2026-01-01, 9999999999999999)", Refusal::DateRange),
        ("add_hours(now, -9999999999999999)", Refusal::DateRange),
    ] {
        // Where clocks are behind, the first day begins after its first instant in UTC, and the last one's end is beyond.
        let behind = text.starts_with("date(") || text.contains("9999-12-31, '");
        let zone = if behind { "America/New_York" } else { "Asia/Shanghai" };
        let context = Context::new(zone, "2026-03-05T02:00:00Z".parse().unwrap(), None).unwrap();
        let first = Value::Instant("0001-01-01T00:00:00Z".parse().unwrap());
        let given = evaluate(text, &[("i", first)], &context);
        assert_eq!(given, Err(refusal), "{text}");
    }
}

#[test]
fn a_text_has_its_limit_and_a_value_its_type() {
    // EXPR-7: 20,000 characters; EXPR-9: what a defect of the caller gives is refused, and nothing panics.
    let context = context("");
    let text = |length: usize| ("t", Value::Text("中".repeat(length).into()));
    assert!(evaluate("concat(t, 'x')", &[text(19_999)], &context).is_ok());
    assert_eq!(evaluate("concat(t, 'x')", &[text(20_000)], &context), Err(Refusal::Overflow));
    for expression in ["a + 1", "-a", "a < 1", "not (a > 1)", "min(a, 1)", "min(1, a)", "round(a)", "add_days(d, a)"] {
        let fields = [("a", Value::Boolean(true)), ("d", Value::Date("2026-01-01".parse().unwrap()))];
        assert_eq!(evaluate(expression, &fields, &context), Err(Refusal::Defect), "{expression}");
    }
    for expression in ["year(d)", "days(d, d2)", "at(d, '00:00')", "add_months(d, 1)", "ok and true", "if(ok, 1, 2)"] {
        let wrong = Value::Text("x".into());
        let fields = [("d", wrong.clone()), ("d2", wrong.clone()), ("ok", wrong)];
        assert_eq!(evaluate(expression, &fields, &context), Err(Refusal::Defect), "{expression}");
    }
}

#[test]
fn a_field_rounds_and_then_limits() {
    // TYPE-3, TYPE-2
    let bound = |text: &str| Some(number(text));
    let [integer, decimal, money, fine] = [
        Target::Integer { min: None, max: None },
        Target::Decimal { places: 2, min: bound("0"), max: bound("100") },
        Target::Money { places: 2, min: None, max: None },
        Target::Money { places: 4, min: None, max: None },
    ];
    for (target, given, kept) in [
        (&integer, "999999999999999.4", Ok("999999999999999")),
        (&integer, "999999999999999.5", Err("-999999999999999..999999999999999")),
        (&integer, "-0.5", Ok("-1")),
        (&decimal, "100.004999999999", Ok("100")),
        (&decimal, "100.005", Err("0..100")),
        (&decimal, "-0.004", Ok("0")),
        (&decimal, "-0.005", Err("0..100")),
        (&money, "999999999999999.99", Ok("999999999999999.99")),
        (&money, "-1000000000000000", Err("-999999999999999.99..999999999999999.99")),
        // 2⁶³ of the smallest units.
        (&fine, "922337203685477.5807", Ok("922337203685477.5807")),
        (&fine, "922337203685477.5808", Err("-922337203685477.5807..922337203685477.5807")),
        (&Target::Other, "1.23456", Ok("1.23456")),
    ] {
        let kept = kept.map(|kept: &str| Value::Number(number(kept)));
        let given = into(target, Value::Number(number(given))).map_err(|unfit| {
            assert_eq!(unfit.code, "out_of_range");
            unfit.limit.unwrap()
        });
        assert_eq!(given, kept.map_err(str::to_owned), "{target:?}");
    }
    assert_eq!(into(&integer, Value::Null), Ok(Value::Null));
    let (short, long) = (Target::Text { max: 3, lines: false }, Target::Text { max: 3, lines: true });
    for (target, given, kept) in [
        (&short, " 中文 ", Ok(Value::Text("中文".into()))),
        (&short, "中文字体", Err("too_long")),
        (&short, " \u{200b}", Ok(Value::Null)),
        (&short, "", Ok(Value::Null)),
        (&short, "a\nb", Err("control_character")),
        (&long, "a\r\nb", Ok(Value::Text("a\nb".into()))),
        (&long, "a\u{7}b", Err("control_character")),
    ] {
        assert_eq!(into(target, Value::Text(given.into())).map_err(|unfit| unfit.code), kept, "{given:?}");
    }
}

fn any_number() -> impl Strategy<Value = Number> {
    let text = prop_oneof!["[0-9]{1,3}", "[0-9]{1,4}\\.[0-9]{1,4}", "[0-9]{1,16}\\.[0-9]{12}", "0\\.0{8}[0-9]{4}"];
    (text, any::<bool>()).prop_map(|(text, negative)| {
        let number = number(&text);
        if negative { number.negated() } else { number }
    })
}

fn units(number: Number) -> BigInt {
    BigInt::from(number.units())
}

/// The number of so many units, where it is below 10¹⁶.
fn bounded(units: &BigInt) -> Result<Number, Refusal> {
    let fits = units.magnitude() < BigInt::from(10).pow(28).magnitude();
    if fits { Ok(number(&printed(units))) } else { Err(Refusal::Overflow) }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8_000) })]

    // EXPR-6: exact, and rounded once, half away from zero.
    #[test]
    fn arithmetic_is_that_of_integers(a in any_number(), b in any_number(), places in 0_u32..=12) {
        let (x, y) = (units(a), units(b));
        prop_assert_eq!(a.plus(b), bounded(&(&x + &y)));
        prop_assert_eq!(a.minus(b), bounded(&(&x - &y)));
        prop_assert_eq!(a.times(b), bounded(&half_away(&(&x * &y), &one())));
        let step = BigInt::from(10).pow(12 - places);
        prop_assert_eq!(a.rounded(places), bounded(&(half_away(&x, &step) * &step)));
        prop_assert_eq!(a.floor(), bounded(&(downwards(&x, &one()) * one())));
        if b == Number::ZERO {
            prop_assert_eq!(a.divided_by(b), Err(Refusal::DivisionByZero));
            prop_assert_eq!(a.modulo(b), Err(Refusal::DivisionByZero));
            return Ok(());
        }
        prop_assert_eq!(a.divided_by(b), bounded(&half_away(&(&x * one()), &y)));
        // EXPR-7: the sign of b, smaller than b, and what makes a of whole b's.
        let rest = a.modulo(b).unwrap();
        prop_assert!(rest == Number::ZERO || (rest < Number::ZERO) == (b < Number::ZERO));
        prop_assert!(units(rest).magnitude() < y.magnitude());
        prop_assert_eq!(units(rest) + &y * downwards(&x, &y), x);
        prop_assert_eq!(number(&a.to_string()), a);
        prop_assert_eq!(Number::from_decimal(a.to_decimal()), Some(a));
    }

    // EXPR-7, said in the language itself, where the quotient is exact.
    #[test]
    fn modulo_and_floor_make_the_number_again(a in -1_000_000_i64..1_000_000, exponent in 0_u32..6, negative: bool) {
        let b = 2_i64.pow(exponent) * if negative { -1 } else { 1 };
        let fields = [("a", a), ("b", b)].map(|(name, n)| (name, Value::Number(Number::whole(n).unwrap())));
        let law = "a == b * floor(a / b) + mod(a, b) and (mod(a, b) == 0 or (mod(a, b) < 0) == (b < 0))";
        prop_assert_eq!(evaluate(law, &fields, &context("")), Ok(Value::Boolean(true)));
    }
}
