//! A filter tree asked of a record in memory. It has two answers (FILT-3): what is asked of an empty value is false, and
//! `not` makes exactly the others true.

use std::cmp::Ordering;

use super::super::days::Moment;
use super::super::held::{Held, Record};
use super::super::path::{Path, Step};
use super::resolve::{Ask, Scalar, resolve};
use super::tree::{Children, Filter, Leaf, Node, Sign};
use crate::engine::clock;
use crate::engine::error::{CrmError, Result};
use crate::engine::text;

impl Filter {
    /// Whether the record is one that the tree seeks.
    ///
    /// # Errors
    /// Where a record can't be read.
    pub fn holds(&self, record: &dyn Record, moment: &Moment) -> Result<bool> {
        holds(&self.root, record, moment)
    }
}

fn holds(node: &Node, record: &dyn Record, moment: &Moment) -> Result<bool> {
    match node {
        Node::All(nodes) => {
            for node in nodes {
                if !holds(node, record, moment)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Node::Any(nodes) => {
            for node in nodes {
                if holds(node, record, moment)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Node::Not(node) => Ok(!holds(node, record, moment)?),
        Node::Leaf(leaf) => of_leaf(leaf, record, moment),
        Node::Children(Children { some, object, by, filter }) => {
            let found = record.some(object, by, &mut |child| match filter {
                Some(filter) => holds(filter, child, moment),
                None => Ok(true),
            })?;
            Ok(found == *some)
        }
    }
}

fn of_leaf(leaf: &Leaf, record: &dyn Record, moment: &Moment) -> Result<bool> {
    let ask = resolve(leaf, moment)?;
    let Path { field, to, .. } = &leaf.path;
    if field.several.is_some() {
        return Err(CrmError::bug("what hangs on a record is asked of the database alone"));
    }
    at_end(&leaf.path, record, &mut |end| {
        let value = match end {
            Some(end) => end.value(field)?,
            None => None,
        };
        match (&ask, value, end, to) {
            (Ask::Empty(empty), value, ..) => Ok(value.is_none() == *empty),
            (_, None, ..) => Ok(false),
            // A record that is hidden is as if it weren't there, also where it is named.
            (ask, Some(value), Some(end), Some(to)) => Ok(answers(ask, &value)? && end.follow(field, to)?.is_some()),
            (ask, Some(value), ..) => answers(ask, &value),
        }
    })
}

/// Gives the value at the end of a path; a reference on the way that is empty or hidden leads to an empty one.
pub(in super::super) fn with_value<T>(
    path: &Path,
    record: &dyn Record,
    take: &mut dyn FnMut(Option<Held<'_>>) -> Result<T>,
) -> Result<T> {
    at_end(path, record, &mut |end| match end {
        Some(end) => take(end.value(&path.field)?),
        None => take(None),
    })
}

/// Gives the record whose field a path ends with; none where a reference on the way is empty or hidden.
fn at_end<T>(path: &Path, record: &dyn Record, take: &mut dyn FnMut(Option<&dyn Record>) -> Result<T>) -> Result<T> {
    fn walk<T>(
        steps: &[Step],
        record: &dyn Record,
        take: &mut dyn FnMut(Option<&dyn Record>) -> Result<T>,
    ) -> Result<T> {
        match steps.split_first() {
            None => take(Some(record)),
            Some((step, rest)) => match record.follow(&step.field, &step.to)? {
                Some(next) => walk(rest, &*next, take),
                None => take(None),
            },
        }
    }
    walk(&path.steps, record, take)
}

/// Whether a value is what is asked.
fn answers(ask: &Ask, value: &Held<'_>) -> Result<bool> {
    match ask {
        Ask::Empty(empty) => Ok(!*empty),
        Ask::Never => Ok(false),
        Ask::Among(scalars) => {
            for scalar in scalars {
                if compare(value, scalar)? == Ordering::Equal {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Ask::Compare(sign, scalar) => {
            let ordering = compare(value, scalar)?;
            Ok(match sign {
                Sign::Less => ordering.is_lt(),
                Sign::AtMost => ordering.is_le(),
                Sign::More => ordering.is_gt(),
                Sign::AtLeast => ordering.is_ge(),
            })
        }
        Ask::Above(_) => Err(CrmError::bug("whose department it is, is asked of the database alone")),
        Ask::Within(spans) => match value {
            Held::Instant(at) => Ok(spans.iter().any(|span| span.holds(clock::encode(*at)))),
            _ => Err(misfit()),
        },
        Ask::Contains(needle) => match value {
            Held::Text(held) => Ok(text::fold(held).contains(needle.as_str())),
            _ => Err(misfit()),
        },
    }
}

/// How a value stands to what it is compared with.
fn compare(value: &Held<'_>, scalar: &Scalar) -> Result<Ordering> {
    Ok(match (value, scalar) {
        (Held::Text(held), Scalar::Text(wanted)) => text::fold(held).as_str().cmp(wanted),
        (Held::Boolean(held), Scalar::Boolean(wanted)) => held.cmp(wanted),
        (Held::Number(held), Scalar::Number(wanted, _)) => held.cmp(wanted),
        (Held::Date(held), Scalar::Day(wanted)) => held.cmp(wanted),
        (Held::Instant(held), Scalar::Instant(wanted)) => clock::encode(*held).cmp(wanted),
        (Held::Choice(held), Scalar::Choice(wanted)) => held.as_ref().cmp(wanted.as_str()),
        (Held::Record(held), Scalar::Record(wanted)) => held.cmp(wanted),
        _ => return Err(misfit()),
    })
}

fn misfit() -> CrmError {
    CrmError::bug("a record holds a value of another type than its field has")
}
