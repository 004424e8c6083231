//! The evaluation of an expression about one record (EXPR-4, EXPR-5, EXPR-9). It looks nothing up by name, goes only
//! forwards, and ends with a value or a refusal.

use std::fmt::Write;

use chrono::Datelike;
use smol_str::SmolStr;

use super::code::{Expr, Op};
use super::functions;
use super::number::Number;
use super::value::{Context, Record, Refusal, Value};
use crate::engine::text::LONG;

/// The deepest stack of most expressions; a deeper one grows.
const USUAL: usize = 8;

type Given<T = Value> = Result<T, Refusal>;

impl Expr {
    /// The value about a record, in a call.
    ///
    /// # Errors
    /// What can't be computed.
    pub fn evaluate(&self, record: &dyn Record, context: &Context) -> Given {
        let mut stack = Stack(Vec::with_capacity(USUAL));
        let mut next: usize = 0;
        while let Some(op) = self.code.get(next) {
            next = next.saturating_add(1);
            if let Some(target) = stack.step(op, self, record, context)? {
                // Never backwards, whatever stands there.
                next = next.max(usize::from(target));
            }
        }
        stack.pop()
    }
}

struct Stack(Vec<Value>);

impl Stack {
    /// One step; a jump where it asks for one.
    fn step(&mut self, op: &Op, expr: &Expr, record: &dyn Record, context: &Context) -> Given<Option<u16>> {
        let value = match op {
            Op::Constant(value) => value.clone(),
            Op::Path(path) => expr.paths.get(usize::from(*path)).map_or(Value::Null, |path| record.value(path)),
            Op::Me => context.me.map_or(Value::Null, Value::Record),
            Op::Today => Value::Date(context.today),
            Op::Now => Value::Instant(context.now),
            Op::Not => truth(self.pop()?)?.map_or(Value::Null, |value| Value::Boolean(!value)),
            Op::Negate => self.number(|number| Ok(Value::Number(number.negated())))?,
            Op::Plus => self.numbers(Number::plus)?,
            Op::Minus => self.numbers(Number::minus)?,
            Op::Times => self.numbers(Number::times)?,
            Op::Divided => self.numbers(Number::divided_by)?,
            Op::Mod => self.numbers(Number::modulo)?,
            Op::Equal => {
                let (left, right) = self.two()?;
                Value::Boolean(left == right)
            }
            Op::Unequal => {
                let (left, right) = self.two()?;
                Value::Boolean(left != right)
            }
            Op::Less => self.order(|order| order.is_lt())?,
            Op::AtMost => self.order(|order| order.is_le())?,
            Op::Greater => self.order(|order| order.is_gt())?,
            Op::AtLeast => self.order(|order| order.is_ge())?,
            Op::False(end) => return Ok((self.0.last() == Some(&Value::Boolean(false))).then_some(*end)),
            Op::True(end) => return Ok((self.0.last() == Some(&Value::Boolean(true))).then_some(*end)),
            Op::And => {
                let (left, right) = self.two()?;
                kleene(truth(left)?, truth(right)?, false)
            }
            Op::Or => {
                let (left, right) = self.two()?;
                kleene(truth(left)?, truth(right)?, true)
            }
            Op::Is(end) => {
                let element = self.pop()?;
                if self.0.last() != Some(&element) {
                    return Ok(None);
                }
                self.pop()?;
                self.0.push(Value::Boolean(true));
                return Ok(Some(*end));
            }
            Op::None => {
                self.pop()?;
                Value::Boolean(false)
            }
            Op::Given(end) => {
                if self.0.last() != Some(&Value::Null) {
                    return Ok(Some(*end));
                }
                self.pop()?;
                return Ok(None);
            }
            Op::Unless(other) => return Ok((truth(self.pop()?)? != Some(true)).then_some(*other)),
            Op::Jump(end) => return Ok(Some(*end)),
            Op::Empty => match self.pop()? {
                Value::Null => Value::Boolean(true),
                Value::Text(text) => Value::Boolean(text.is_empty()),
                _ => Value::Boolean(false),
            },
            Op::Least(many) => self.extreme(*many, std::cmp::Ordering::Less)?,
            Op::Most(many) => self.extreme(*many, std::cmp::Ordering::Greater)?,
            Op::Round(places) => self.number(|number| number.rounded(*places).map(Value::Number))?,
            Op::Floor => self.number(|number| number.floor().map(Value::Number))?,
            Op::Concat(many) => self.concat(*many)?,
            Op::Days => match self.two()? {
                (Value::Null, _) | (_, Value::Null) => Value::Null,
                (Value::Date(from), Value::Date(to)) => Value::Number(functions::days(from, to)?),
                _ => return Err(Refusal::Defect),
            },
            Op::AddDays => self.moved(functions::add_days)?,
            Op::AddMonths => self.moved(functions::add_months)?,
            Op::AddHours => match self.two()? {
                (Value::Null, _) | (_, Value::Null) => Value::Null,
                (Value::Instant(at), Value::Number(hours)) => Value::Instant(functions::add_hours(at, hours)?),
                _ => return Err(Refusal::Defect),
            },
            Op::MonthStart => self.date(|date| functions::month_start(date).map(Value::Date))?,
            Op::Year => self.date(|date| whole(i64::from(date.year())))?,
            Op::Month => self.date(|date| whole(i64::from(date.month())))?,
            Op::Day => self.date(|date| whole(i64::from(date.day())))?,
            Op::At(time) => self.date(|date| functions::at(&context.zone, date, *time).map(Value::Instant))?,
            Op::Date => match self.pop()? {
                Value::Null => Value::Null,
                Value::Instant(at) => Value::Date(functions::date(&context.zone, at)?),
                _ => return Err(Refusal::Defect),
            },
        };
        self.0.push(value);
        Ok(None)
    }

    fn pop(&mut self) -> Given {
        self.0.pop().ok_or(Refusal::Defect)
    }

    fn two(&mut self) -> Given<(Value, Value)> {
        let right = self.pop()?;
        Ok((self.pop()?, right))
    }

    fn number(&mut self, of: impl Fn(Number) -> Given) -> Given {
        match self.pop()? {
            Value::Null => Ok(Value::Null),
            Value::Number(number) => of(number),
            _ => Err(Refusal::Defect),
        }
    }

    fn numbers(&mut self, of: fn(Number, Number) -> Given<Number>) -> Given {
        match self.two()? {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::Number(left), Value::Number(right)) => of(left, right).map(Value::Number),
            _ => Err(Refusal::Defect),
        }
    }

    fn date(&mut self, of: impl Fn(crate::engine::clock::Date) -> Given) -> Given {
        match self.pop()? {
            Value::Null => Ok(Value::Null),
            Value::Date(date) => of(date),
            _ => Err(Refusal::Defect),
        }
    }

    fn moved(&mut self, by: fn(crate::engine::clock::Date, Number) -> Given<crate::engine::clock::Date>) -> Given {
        match self.two()? {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::Date(date), Value::Number(count)) => by(date, count).map(Value::Date),
            _ => Err(Refusal::Defect),
        }
    }

    fn order(&mut self, holds: fn(std::cmp::Ordering) -> bool) -> Given {
        let (left, right) = self.two()?;
        Ok(compare(&left, &right)?.map_or(Value::Null, |order| Value::Boolean(holds(order))))
    }

    /// The last so many values, in the order in which they were put there.
    fn last(&mut self, many: u8) -> Given<std::vec::Drain<'_, Value>> {
        let from = self.0.len().checked_sub(usize::from(many)).ok_or(Refusal::Defect)?;
        Ok(self.0.drain(from..))
    }

    fn extreme(&mut self, many: u8, wanted: std::cmp::Ordering) -> Given {
        let mut values = self.last(many)?;
        let mut found = values.next().ok_or(Refusal::Defect)?;
        let mut lacking = found == Value::Null;
        for value in values {
            lacking |= value == Value::Null;
            if compare(&value, &found)? == Some(wanted) {
                found = value;
            }
        }
        Ok(if lacking { Value::Null } else { found })
    }

    fn concat(&mut self, many: u8) -> Given {
        let mut text = String::new();
        for value in self.last(many)? {
            // Writing to a text does not fail.
            let _ = match value {
                Value::Null => Ok(()),
                Value::Text(part) => text.write_str(&part),
                Value::Boolean(value) => write!(text, "{value}"),
                Value::Number(number) => write!(text, "{number}"),
                Value::Date(date) => write!(text, "{date}"),
                Value::Instant(_) | Value::Record(_) => return Err(Refusal::Defect),
            };
        }
        if text.chars().nth(LONG as usize).is_some() {
            return Err(Refusal::Overflow);
        }
        Ok(Value::Text(SmolStr::new(text)))
    }
}

fn whole(number: i64) -> Given {
    Number::whole(number).map(Value::Number).ok_or(Refusal::Overflow)
}

fn truth(value: Value) -> Given<Option<bool>> {
    match value {
        Value::Null => Ok(None),
        Value::Boolean(value) => Ok(Some(value)),
        _ => Err(Refusal::Defect),
    }
}

/// `and` where false decides, `or` where true does.
fn kleene(left: Option<bool>, right: Option<bool>, deciding: bool) -> Value {
    match (left, right) {
        (Some(value), _) | (_, Some(value)) if value == deciding => Value::Boolean(deciding),
        (Some(_), Some(_)) => Value::Boolean(!deciding),
        _ => Value::Null,
    }
}

/// The order of two values of one type; none where one is null.
fn compare(left: &Value, right: &Value) -> Given<Option<std::cmp::Ordering>> {
    Ok(Some(match (left, right) {
        (Value::Null, _) | (_, Value::Null) => return Ok(None),
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Instant(left), Value::Instant(right)) => left.cmp(right),
        _ => return Err(Refusal::Defect),
    }))
}
