//! A second evaluator of expressions, slow and plain: a tree of boxes, walked as the rules read, over integers of any
//! size and days that are counted one by one. What it shares with the engine is nothing but the language.

use chrono::{Datelike, TimeDelta};
use crm_core::objects::expr::Refusal;
use crm_core::{Date, Timestamp};
use num_bigint::{BigInt, Sign};

/// How far the company's clocks are ahead, winter and summer: its zone is `Etc/GMT-8`.
pub const AHEAD: TimeDelta = TimeDelta::hours(8);
/// The zone of that name.
pub const ZONE: &str = "Etc/GMT-8";

/// An expression as a tree of its own.
#[derive(Debug, Clone)]
pub enum Tree {
    Null,
    Boolean(bool),
    /// The text of a number, without sign.
    Number(String),
    Text(String),
    Date(Date),
    Today,
    Now,
    Field(&'static str),
    Not(Box<Tree>),
    Negated(Box<Tree>),
    Binary(&'static str, Box<Tree>, Box<Tree>),
    In(Box<Tree>, Vec<Tree>),
    Call(&'static str, Vec<Tree>),
}

/// A value; a number in units of the twelfth place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slow {
    Null,
    Boolean(bool),
    Number(BigInt),
    Text(String),
    Date(Date),
    Instant(Timestamp),
}

impl Tree {
    /// How strongly it binds: the grammar's rules from `or` to `atom`.
    fn strength(&self) -> u8 {
        match self {
            Tree::Binary("or", ..) => 0,
            Tree::Binary("and", ..) => 1,
            Tree::Not(_) => 2,
            Tree::Binary("==" | "!=" | "<" | "<=" | ">" | ">=", ..) | Tree::In(..) => 3,
            Tree::Binary("+" | "-", ..) => 4,
            Tree::Binary(..) => 5,
            Tree::Negated(_) => 6,
            _ => 7,
        }
    }

    /// Its text. Parentheses stand where they must, and where `more` says.
    pub fn text(&self, more: &mut dyn FnMut() -> bool) -> String {
        let mut operand = |tree: &Tree, wanted: u8| {
            let text = tree.text(more);
            if tree.strength() < wanted || more() { format!("({text})") } else { text }
        };
        match self {
            Tree::Null => "null".into(),
            Tree::Boolean(value) => value.to_string(),
            Tree::Number(text) => text.clone(),
            Tree::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Tree::Date(date) => format!("#{date}"),
            Tree::Today => "today".into(),
            Tree::Now => "now".into(),
            Tree::Field(name) => (*name).into(),
            Tree::Not(inner) => format!("not {}", operand(inner, 3)),
            Tree::Negated(inner) => format!("-{}", operand(inner, 7)),
            Tree::Binary(sign, left, right) => {
                let own = self.strength();
                let on_left = if own == 3 { 4 } else { own };
                format!("{}\t{sign}\n{}", operand(left, on_left), operand(right, own + 1))
            }
            Tree::In(left, elements) => {
                let left = operand(left, 4);
                let elements: Vec<String> = elements.iter().map(|element| operand(element, 0)).collect();
                format!("{left} in ({})", elements.join(","))
            }
            Tree::Call(name, operands) => {
                let operands: Vec<String> = operands.iter().map(|one| operand(one, 0)).collect();
                format!("{name} ({})", operands.join(" , "))
            }
        }
    }
}

/// One, in units.
pub fn one() -> BigInt {
    BigInt::from(10).pow(12)
}

fn bounded(units: BigInt) -> Result<Slow, Refusal> {
    if units.magnitude() < BigInt::from(10).pow(28).magnitude() {
        Ok(Slow::Number(units))
    } else {
        Err(Refusal::Overflow)
    }
}

/// The quotient rounded downwards.
pub fn downwards(a: &BigInt, b: &BigInt) -> BigInt {
    let quotient = a / b;
    if (a % b).sign() != Sign::NoSign && (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus) {
        quotient - 1
    } else {
        quotient
    }
}

/// The quotient rounded half away from zero.
pub fn half_away(a: &BigInt, b: &BigInt) -> BigInt {
    let (n, d) = (BigInt::from(a.magnitude().clone()), BigInt::from(b.magnitude().clone()));
    let rounded: BigInt = (n * 2 + &d) / (d * 2);
    if (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus) { -rounded } else { rounded }
}

fn units(text: &str) -> BigInt {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{places:0<12}").parse().unwrap()
}

/// A number as it is printed.
pub fn printed(units: &BigInt) -> String {
    let digits = format!("{:0>13}", units.magnitude().to_string());
    let (whole, places) = digits.split_at(digits.len() - 12);
    let places = places.trim_end_matches('0');
    let sign = if units.sign() == Sign::Minus { "-" } else { "" };
    if places.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{places}") }
}

fn calendar(year: i64, month: i64, day: i64) -> Result<Date, Refusal> {
    if !(1..=9999).contains(&year) {
        return Err(Refusal::DateRange);
    }
    let year = i32::try_from(year).unwrap();
    // Back from the day to one that the month has.
    (0..4)
        .find_map(|less| Date::from_ymd_opt(year, u32::try_from(month).unwrap(), u32::try_from(day - less).ok()?))
        .ok_or(Refusal::DateRange)
}

fn whole(units: &BigInt) -> Result<i64, Refusal> {
    if (units % one()).sign() != Sign::NoSign {
        return Err(Refusal::NotWhole);
    }
    i64::try_from(units / one()).map_err(|_| Refusal::DateRange)
}

/// A day so many on, day by day; nobody counts beyond all years.
fn stepped(date: Date, days: i64) -> Result<Date, Refusal> {
    if days.abs() > 10_000 * 366 {
        return Err(Refusal::DateRange);
    }
    let mut date = date;
    for _ in 0..days.abs() {
        date = if days > 0 { date.succ_opt() } else { date.pred_opt() }.ok_or(Refusal::DateRange)?;
        if !(1..=9999).contains(&date.year()) {
            return Err(Refusal::DateRange);
        }
    }
    Ok(date)
}

/// What a tree gives.
pub struct World<'a> {
    pub fields: &'a dyn Fn(&str) -> Slow,
    pub now: Timestamp,
}

impl World<'_> {
    pub fn value(&self, tree: &Tree) -> Result<Slow, Refusal> {
        Ok(match tree {
            Tree::Null => Slow::Null,
            Tree::Boolean(value) => Slow::Boolean(*value),
            Tree::Number(text) => Slow::Number(units(text)),
            Tree::Text(text) => Slow::Text(text.clone()),
            Tree::Date(date) => Slow::Date(*date),
            Tree::Today => Slow::Date((self.now + AHEAD).date_naive()),
            Tree::Now => Slow::Instant(self.now),
            Tree::Field(name) => (self.fields)(name),
            Tree::Not(inner) => match self.value(inner)? {
                Slow::Boolean(value) => Slow::Boolean(!value),
                _ => Slow::Null,
            },
            Tree::Negated(inner) => match self.value(inner)? {
                Slow::Number(units) => Slow::Number(-units),
                _ => Slow::Null,
            },
            Tree::Binary("and", left, right) => match self.value(left)? {
                Slow::Boolean(false) => Slow::Boolean(false),
                Slow::Boolean(true) => self.value(right)?,
                _ if self.value(right)? == Slow::Boolean(false) => Slow::Boolean(false),
                _ => Slow::Null,
            },
            Tree::Binary("or", left, right) => match self.value(left)? {
                Slow::Boolean(true) => Slow::Boolean(true),
                Slow::Boolean(false) => self.value(right)?,
                _ if self.value(right)? == Slow::Boolean(true) => Slow::Boolean(true),
                _ => Slow::Null,
            },
            Tree::Binary(sign, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                match *sign {
                    "==" => Slow::Boolean(left == right),
                    "!=" => Slow::Boolean(left != right),
                    "<" | "<=" | ">" | ">=" => match order(&left, &right) {
                        None => Slow::Null,
                        Some(order) => Slow::Boolean(match *sign {
                            "<" => order.is_lt(),
                            "<=" => order.is_le(),
                            ">" => order.is_gt(),
                            _ => order.is_ge(),
                        }),
                    },
                    sign => match (left, right) {
                        (Slow::Number(left), Slow::Number(right)) => calculate(sign, &left, &right)?,
                        _ => Slow::Null,
                    },
                }
            }
            Tree::In(left, elements) => {
                let left = self.value(left)?;
                for element in elements {
                    if self.value(element)? == left {
                        return Ok(Slow::Boolean(true));
                    }
                }
                Slow::Boolean(false)
            }
            Tree::Call("if", operands) => match self.value(&operands[0])? {
                Slow::Boolean(true) => self.value(&operands[1])?,
                _ => self.value(&operands[2])?,
            },
            Tree::Call("coalesce", operands) => {
                for operand in operands {
                    let value = self.value(operand)?;
                    if value != Slow::Null {
                        return Ok(value);
                    }
                }
                Slow::Null
            }
            Tree::Call(name, operands) => {
                let values: Result<Vec<Slow>, Refusal> = operands.iter().map(|operand| self.value(operand)).collect();
                call(name, &values?)?
            }
        })
    }
}

fn order(left: &Slow, right: &Slow) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Slow::Number(left), Slow::Number(right)) => Some(left.cmp(right)),
        (Slow::Date(left), Slow::Date(right)) => Some(left.cmp(right)),
        (Slow::Instant(left), Slow::Instant(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn calculate(sign: &str, left: &BigInt, right: &BigInt) -> Result<Slow, Refusal> {
    let nothing = right.sign() == Sign::NoSign;
    match sign {
        "+" => bounded(left + right),
        "-" => bounded(left - right),
        "*" => bounded(half_away(&(left * right), &one())),
        "/" if nothing => Err(Refusal::DivisionByZero),
        "/" => bounded(half_away(&(left * one()), right)),
        other => panic!("{other}"),
    }
}

fn call(name: &str, values: &[Slow]) -> Result<Slow, Refusal> {
    match (name, values) {
        ("empty", [value]) => return Ok(Slow::Boolean(*value == Slow::Null || *value == Slow::Text(String::new()))),
        ("concat", values) => {
            let part = |value: &Slow| match value {
                Slow::Null => String::new(),
                Slow::Boolean(value) => value.to_string(),
                Slow::Number(units) => printed(units),
                Slow::Text(text) => text.clone(),
                Slow::Date(date) => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
                Slow::Instant(at) => panic!("{at}"),
            };
            return Ok(Slow::Text(values.iter().map(part).collect()));
        }
        (_, values) if values.contains(&Slow::Null) => return Ok(Slow::Null),
        _ => {}
    }
    let number = |number: i64| Slow::Number(BigInt::from(number) * one());
    Ok(match (name, values) {
        ("min", values) => values.iter().min_by(|a, b| order(a, b).unwrap()).unwrap().clone(),
        ("max", values) => values.iter().max_by(|a, b| order(a, b).unwrap()).unwrap().clone(),
        ("round", [Slow::Number(x), rest @ ..]) => {
            let places = match rest {
                [Slow::Number(places)] => u32::try_from(whole(places)?).unwrap(),
                _ => 0,
            };
            let step = BigInt::from(10).pow(12 - places);
            bounded(half_away(x, &step) * step)?
        }
        ("floor", [Slow::Number(x)]) => bounded(downwards(x, &one()) * one())?,
        ("mod", [Slow::Number(a), Slow::Number(b)]) => {
            if b.sign() == Sign::NoSign {
                return Err(Refusal::DivisionByZero);
            }
            bounded(a - b * downwards(a, b))?
        }
        ("days", [Slow::Date(from), Slow::Date(to)]) => number((*to - *from).num_days()),
        ("add_days", [Slow::Date(date), Slow::Number(count)]) => Slow::Date(stepped(*date, whole(count)?)?),
        ("add_months", [Slow::Date(date), Slow::Number(count)]) => {
            let months = i128::from(date.year()) * 12 + i128::from(date.month0()) + i128::from(whole(count)?);
            let year = i64::try_from(months.div_euclid(12)).map_err(|_| Refusal::DateRange)?;
            let month = i64::try_from(months.rem_euclid(12)).unwrap() + 1;
            Slow::Date(calendar(year, month, i64::from(date.day()))?)
        }
        ("add_hours", [Slow::Instant(at), Slow::Number(hours)]) => {
            let micros = half_away(&(hours * BigInt::from(3_600_000_000_i64)), &one());
            let micros = i64::try_from(micros).map_err(|_| Refusal::DateRange)?;
            let later = at.checked_add_signed(TimeDelta::microseconds(micros)).ok_or(Refusal::DateRange)?;
            if !(1..=9999).contains(&later.year()) {
                return Err(Refusal::DateRange);
            }
            Slow::Instant(later)
        }
        ("month_start", [Slow::Date(date)]) => Slow::Date(calendar(date.year().into(), date.month().into(), 1)?),
        ("year", [Slow::Date(date)]) => number(date.year().into()),
        ("month", [Slow::Date(date)]) => number(date.month().into()),
        ("day", [Slow::Date(date)]) => number(date.day().into()),
        ("at", [Slow::Date(date), Slow::Text(time)]) => {
            let at = (date.and_time(time.parse().unwrap()) - AHEAD).and_utc();
            if at.year() < 1 {
                return Err(Refusal::DateRange);
            }
            Slow::Instant(at)
        }
        ("date", [Slow::Instant(at)]) => {
            let date = (*at + AHEAD).date_naive();
            if date.year() > 9999 {
                return Err(Refusal::DateRange);
            }
            Slow::Date(date)
        }
        other => panic!("{other:?}"),
    })
}
