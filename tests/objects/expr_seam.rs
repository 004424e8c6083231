//! What an expression tells of itself to those who keep and evaluate it.

use crm_core::objects::expr::{Context, Place, Type, Uses, Value, check};
use smol_str::SmolStr;

use crate::expr_booking::{Booking, SCHEMA, choice, context, id, index, number};

fn checked(text: &str) -> crm_core::objects::expr::Expr {
    check(text, &*SCHEMA, "booking", Place::Rule, None).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"))
}

#[test]
fn an_expression_tells_what_it_reads() {
    // EXPR-8: at most eight paths over references, to be fetched before. CHECK-1 asks which own fields are named.
    let expr = checked("a + b > a and room.floor.level > room.floor.level and old.who.display_name == t and who == me");
    let own: Vec<&str> = expr.own_fields().map(|step| step.name.as_str()).collect();
    assert_eq!(own, ["a", "b", "room", "who", "t"]);
    let crossing: Vec<(Option<u8>, Vec<&str>)> = expr
        .crossing()
        .map(|path| (path.crossing(), path.steps().iter().map(|step| step.name.as_str()).collect()))
        .collect();
    assert_eq!(crossing, [(Some(0), vec!["room", "floor", "level"]), (Some(1), vec!["who", "display_name"])]);
    assert_eq!(expr.paths().len(), 6);
    let objects: Vec<&str> = expr.paths()[2].steps().iter().map(|step| step.object.as_str()).collect();
    assert_eq!(objects, ["booking", "room", "floor"]);
    let uses = |text: &str| checked(text).uses();
    assert_eq!(expr.uses(), Uses { me: true, old: true, ..Uses::default() });
    assert_eq!(uses("a"), Uses::default());
    assert_eq!(uses("now > i"), Uses { now: true, ..Uses::default() });
    assert_eq!(uses("today > d"), Uses { today: true, zone: true, ..Uses::default() });
    // ROLL-1: another zone recomputes those that say `at` or `date`.
    assert!(uses("at(d, '00:00')").zone && uses("date(i)").zone);
}

#[test]
fn an_expression_tells_its_type() {
    // EXPR-2, EXPR-3
    let ty = |text: &str| checked(text).result().cloned();
    assert_eq!(ty("a + 1"), Some(Type::Number));
    assert_eq!(ty("'x'"), Some(Type::Text));
    assert_eq!(ty("null"), None);
    assert_eq!(ty("coalesce(null, null)"), None);
    assert_eq!(ty("if(ok, null, d)"), Some(Type::Date));
    assert_eq!(ty("coalesce(c2, 'middle', c)"), Some(choice(["low", "high", "middle"])));
    assert_eq!(ty("kind"), Some(Type::Entry("booking_kind".into())));
    assert_eq!(ty("room.floor.building.keeper"), Some(Type::Record("user".into())));
    let to = choice(["low", "top"]);
    let given = check("if(ok, 'low', 'top')", &*SCHEMA, "booking", Place::Rule, Some(&to)).unwrap();
    assert_eq!(given.result(), Some(&to));
}

#[test]
fn names_are_replaced_all_at_once() {
    // PACK-2, `was`: what says a name is printed again from its tree; two may change places.
    let renamed = |object: &str, field: &str| -> Option<SmolStr> {
        match (object, field) {
            ("booking", "a") => Some("b".into()),
            ("booking", "b") => Some("a".into()),
            ("booking", "room") => Some("chamber".into()),
            ("room", "name") => Some("label".into()),
            ("booking", "name" | "value" | "item") => panic!("{field} is no field of a booking"),
            _ => None,
        }
    };
    for (text, printed) in [
        ("a<b and(room.name=='a')", "b < a and chamber.label == 'a'"),
        ("old.a-(b-a)-(-a)", "old.b - (a - b) - -b"),
        ("not(not ok)or not(a in(b,1.50))", "not (not ok) or not b in (a, 1.5)"),
        ("concat( 'it''s' ,kind.value)", "concat('it''s', kind.value)"),
        ("(a+b)*2/(a/b)", "(b + a) * 2 / (b / a)"),
        ("-(a+b)==(-a)*b", "-(b + a) == -b * a"),
        ("(ok and ok2)or(ok or(ok and ok2))", "ok and ok2 or (ok or ok and ok2)"),
        ("(a<b)==(ok==ok2)", "(b < a) == (ok == ok2)"),
        ("id.room.floor.level>0", "id.chamber.floor.level > 0"),
        ("at(#2026-01-01,'07:05')>now", "at(#2026-01-01, '07:05') > now"),
    ] {
        assert_eq!(checked(text).print(&renamed), printed);
    }
}

#[test]
fn what_fits_its_bound_tightly_is_printed_tightly() {
    // EXPR-8, PACK-2: spaces for looks do not make a text too long.
    let text = format!("{}ok and'{}'==t", "ok or(a<b)or ".repeat(38), "中".repeat(3_450));
    let length = text.chars().count();
    let expr = checked(&text);
    let printed = expr.print(&|_, _| None);
    assert!(printed.chars().count() <= length && !printed.contains(" == "), "{length} {printed}");
    assert_eq!(checked(&printed), expr);
}

#[test]
fn a_record_is_asked_for_what_is_needed_alone() {
    // EXPR-5: nothing is read behind what decides.
    struct Asked(std::cell::RefCell<Vec<String>>);
    impl crm_core::objects::expr::Record for Asked {
        fn value(&self, path: &crm_core::objects::expr::Path) -> Value {
            self.0.borrow_mut().push(path.steps()[0].name.to_string());
            Value::Null
        }
    }
    let asked = Asked(Vec::new().into());
    let expr = checked("coalesce(c, 'low') == 'low' or room.price > 1");
    assert_eq!(expr.evaluate(&asked, &context("")), Ok(Value::Boolean(true)));
    assert_eq!(asked.0.take(), ["c"]);
}

#[test]
fn whoever_calls_only_the_result_is_told() {
    // EXPR-12: what is read does not depend on who calls, and a refusal says nothing of it.
    let secret = Value::Number(number("4711.25"));
    let booking = Booking { now: [(index("a"), secret)].into(), ..Booking::default() };
    let now = "2026-03-05T02:00:00Z".parse().unwrap();
    let callers = [None, Some(id("wang")), Some(id("li"))].map(|me| Context::new("Asia/Shanghai", now, me).unwrap());
    for caller in &callers {
        assert_eq!(checked("a > 4711").evaluate(&booking, caller), Ok(Value::Boolean(true)));
        for text in ["a / (a - a)", "a * 9999999999999", "add_days(today, a)", "add_days(today, a * 10000)"] {
            let refusal = checked(text).evaluate(&booking, caller).expect_err(text);
            let told = format!("{refusal:?} {} {}", refusal.as_str(), refusal.detail());
            assert!(!told.contains("4711") && !told.contains("25"), "{told}");
        }
    }
}

#[test]
fn the_record_itself_is_its_id() {
    // EXPR-2
    let booking = Booking { now: [(index("id"), Value::Record(id("wang")))].into(), ..Booking::default() };
    assert_eq!(checked("id == id").evaluate(&booking, &context("")), Ok(Value::Boolean(true)));
    assert_eq!(checked("id").evaluate(&booking, &context("")), Ok(Value::Record(id("wang"))));
    assert_eq!(checked("id.a == a").paths().len(), 2);
}
