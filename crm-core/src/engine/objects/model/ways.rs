//! The ways over references that an object's expressions go, and the statements that fetch what lies there: one for each
//! reference with which a way begins, whatever the number of expressions and of ways.

use super::super::days::Moment;
use super::super::define::{Defined, Definitions};
use super::super::expr::{Path, Value};
use super::super::filter::sql::{Query, Terms, Whole};
use super::super::path::{self, Crossed};
use super::super::shape::{Catalogue, Kind, Name, USER};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::objects::expr::Number;
use crate::engine::storage::Columns;

/// A way over references, by the names on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The place of the record's own reference with which it begins; that behind the last field is the owner's superior.
    pub first: usize,
    /// The names behind it.
    pub rest: Vec<Name>,
}

impl Way {
    /// That of a path that an expression reads.
    pub(super) fn of(path: &Path) -> Way {
        let (first, rest) = match path.steps() {
            [first, rest @ ..] => (usize::try_from(first.index).unwrap_or(usize::MAX), rest),
            [] => (usize::MAX, &[][..]),
        };
        Way { first, rest: rest.iter().map(|step| step.name.clone()).collect() }
    }
}

/// What is fetched behind one reference.
#[derive(Debug, Clone)]
pub struct Behind {
    /// The place of the reference.
    pub first: usize,
    /// The statement; its one parameter is the reference's key.
    pub sql: String,
    /// Of each way that begins with it, its number and what lies at its end, in the order of the columns.
    pub ends: Vec<(usize, Kind)>,
}

/// The statements that fetch the ways of an object.
///
/// # Errors
/// A defect, where a way leads nowhere.
pub(super) fn behind(definitions: &Definitions, defined: &Defined, ways: &[Way]) -> Result<Vec<Behind>> {
    let mut found: Vec<Behind> = Vec::new();
    // Nothing of a column depends on when it is asked.
    let moment = Moment::new("UTC", Timestamp::UNIX_EPOCH, None).ok_or_else(|| CrmError::bug("UTC is no zone"))?;
    let terms = Terms { moment: &moment, sight: &Whole, position: "" };
    let mut firsts: Vec<usize> = ways.iter().map(|way| way.first).collect();
    firsts.sort_unstable();
    firsts.dedup();
    for first in firsts {
        // Behind the last field stands the owner's superior.
        let to = match defined.object.fields.get(first) {
            Some(field) => field.kind.to().and_then(|to| definitions.object(to)),
            None => {
                definitions.object(USER).filter(|_| first == defined.object.fields.len() && defined.owner.is_some())
            }
        };
        let to = to.ok_or_else(|| CrmError::bug(format!("a way of {} over no reference", defined.object.name)))?;
        let mut query = Query::new("behind", terms);
        let (mut columns, mut ends) = (Vec::new(), Vec::new());
        for (number, way) in ways.iter().enumerate().filter(|(_, way)| way.first == first) {
            let mut path = find(definitions, to, &way.rest)?;
            if path.field.kind.to().is_some() {
                // A record is told by its id, which stands behind the reference.
                let rest = [&way.rest[..], &[Name::new_static("id")]].concat();
                path = find(definitions, to, &rest)?;
            }
            columns.push(query.column(&path, false));
            ends.push((number, path.field.kind.clone()));
        }
        let joins = query.joins();
        let sql = format!("SELECT {} FROM {} behind{} WHERE behind.id = ?", columns.join(", "), to.table, joins.sql);
        found.push(Behind { first, sql, ends });
    }
    Ok(found)
}

fn find(definitions: &Definitions, from: &super::super::shape::Object, names: &[Name]) -> Result<path::Path> {
    let text: Vec<&str> = names.iter().map(Name::as_str).collect();
    path::open(definitions, from, &text.join("."), &mut Crossed::default())
        .map_err(|unfit| CrmError::bug(format!("a way of {} that leads nowhere: {}", from.name, unfit.0)))
}

/// Reads a value at the end of a way. `places` are those of the company's currency.
///
/// # Errors
/// Where the column holds what the type never wrote.
pub fn read(kind: &Kind, places: u32, columns: &mut Columns<'_>) -> Result<Value> {
    let number = |units: i64, places: u32| {
        let number = rust_decimal::Decimal::try_new(units, places).ok().and_then(Number::from_decimal);
        number.map(Value::Number).ok_or(CrmError::storage("corrupt"))
    };
    Ok(match kind {
        Kind::Id => columns.next::<Option<uuid::Uuid>>()?.map_or(Value::Null, |id| Value::Record(RecordId(id))),
        Kind::Text { .. } | Kind::Choice(_) => {
            columns.next::<Option<String>>()?.map_or(Value::Null, |text| Value::Text(text.into()))
        }
        Kind::Boolean { .. } => columns.next::<Option<i64>>()?.map_or(Value::Null, |value| Value::Boolean(value != 0)),
        Kind::Integer => columns.next::<Option<i64>>()?.map_or(Ok(Value::Null), |units| number(units, 0))?,
        Kind::Decimal { scale, .. } => {
            columns.next::<Option<i64>>()?.map_or(Ok(Value::Null), |units| number(units, *scale))?
        }
        Kind::Money { .. } => columns.next::<Option<i64>>()?.map_or(Ok(Value::Null), |units| number(units, places))?,
        Kind::Date => columns.next::<Option<Date>>()?.map_or(Value::Null, Value::Date),
        Kind::Instant => columns.next::<Option<Timestamp>>()?.map_or(Value::Null, Value::Instant),
        Kind::Reference(_) | Kind::Entry { .. } => return Err(CrmError::bug("a way that ends with a reference")),
    })
}
