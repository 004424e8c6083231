//! What a leaf asks at a moment: relative days, hours and the asking user become values, and days against instants become
//! stretches of time. Both translations begin here, so that they can't read a leaf in two ways.

use uuid::Uuid;

use super::super::days::{Moment, Span};
use super::super::shape::Kind;
use super::tree::{Leaf, Literal, Operand, Sign, Test};
use crate::engine::clock::{self, Date};
use crate::engine::error::{CrmError, Result};
use crate::engine::text;

/// What is asked of a field's value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ask {
    /// Whether it is empty, or not.
    Empty(bool),
    /// What no value is.
    Never,
    Compare(Sign, Scalar),
    Among(Vec<Scalar>),
    /// Of an instant: whether it is in one of them.
    Within(Vec<Span>),
    /// Of a text: whether its folded form holds this.
    Contains(String),
    /// Of a department: whether it is that of this user, or one above.
    Above(Uuid),
}

/// A value to compare with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar {
    /// A text, folded.
    Text(String),
    Boolean(bool),
    /// A number, and the same in units of the column.
    Number(rust_decimal::Decimal, i64),
    Day(Date),
    /// An instant, in microseconds.
    Instant(i64),
    Choice(super::super::shape::Name),
    Record(Uuid),
}

/// What the leaf asks at the moment.
pub(super) fn resolve(leaf: &Leaf, moment: &Moment) -> Result<Ask> {
    Ok(match &leaf.test {
        Test::Empty(empty) => Ask::Empty(*empty),
        Test::Mine => moment.me().map_or(Ask::Never, Ask::Above),
        Test::Contains(operand) => match literal(operand, moment)? {
            Some(Time::Other(Literal::Text(needle))) => Ask::Contains(text::fold(&needle)),
            _ => Ask::Never,
        },
        Test::Compare(sign, operand) => match (literal(operand, moment)?, &leaf.path.field.kind) {
            (None, _) => Ask::Never,
            (Some(Time::At(at)), _) => Ask::Compare(*sign, Scalar::Instant(at)),
            (Some(Time::Day(day)), Kind::Instant) => {
                let Span { from, to } = moment.span(day);
                // Up to the end of a day is before the next, and after it from the next on.
                match sign {
                    Sign::Less => Ask::Compare(Sign::Less, Scalar::Instant(from)),
                    Sign::AtLeast => Ask::Compare(Sign::AtLeast, Scalar::Instant(from)),
                    Sign::AtMost => Ask::Compare(Sign::Less, Scalar::Instant(to)),
                    Sign::More => Ask::Compare(Sign::AtLeast, Scalar::Instant(to)),
                }
            }
            (Some(found), _) => Ask::Compare(*sign, scalar(found)),
        },
        Test::Among(operands) => {
            let is_instant = matches!(leaf.path.field.kind, Kind::Instant);
            let (mut scalars, mut spans) = (Vec::with_capacity(operands.len()), Vec::new());
            for operand in operands {
                match literal(operand, moment)? {
                    None => {}
                    Some(Time::Day(day)) if is_instant => spans.push(moment.span(day)),
                    Some(found) => scalars.push(scalar(found)),
                }
            }
            if !spans.is_empty() {
                spans.extend(scalars.iter().filter_map(|scalar| match scalar {
                    Scalar::Instant(at) => Some(Span::of(*at)),
                    _ => None,
                }));
                Ask::Within(spans)
            } else if scalars.is_empty() {
                Ask::Never
            } else {
                Ask::Among(scalars)
            }
        }
    })
}

/// A literal at a moment.
enum Time {
    Day(Date),
    At(i64),
    Other(Literal),
}

fn literal(operand: &Operand, moment: &Moment) -> Result<Option<Time>> {
    Ok(match operand {
        Operand::Literal(Literal::Day(day)) => Some(Time::Day(*day)),
        Operand::Literal(Literal::Instant(at)) => Some(Time::At(clock::encode(*at))),
        Operand::Literal(other) => Some(Time::Other(other.clone())),
        Operand::Today(days) => Some(Time::Day(moment.day(*days))),
        Operand::Now(hours) => Some(Time::At(moment.hour(*hours))),
        Operand::Me => moment.me().map(|me| Time::Other(Literal::Record(me))),
        Operand::Nothing => None,
        Operand::Parameter(_) | Operand::Expression(_) => {
            return Err(CrmError::bug("a filter was asked before its values were given"));
        }
    })
}

fn scalar(found: Time) -> Scalar {
    match found {
        Time::Day(day) => Scalar::Day(day),
        Time::At(at) => Scalar::Instant(at),
        Time::Other(literal) => match literal {
            Literal::Text(text) => Scalar::Text(text::fold(&text)),
            Literal::Boolean(truth) => Scalar::Boolean(truth),
            Literal::Number { value, units } => Scalar::Number(value, units),
            Literal::Day(day) => Scalar::Day(day),
            Literal::Instant(at) => Scalar::Instant(clock::encode(at)),
            Literal::Choice(name) => Scalar::Choice(name),
            Literal::Record(id) => Scalar::Record(id),
        },
    }
}
