//! The order of a list (FILT-10): up to three paths, `-` for downwards, empty values last either way, then the newest
//! first. Texts come by their folded twins, choices by their places in the definition, false before true.

use std::cmp::Ordering;

use super::filter::memory::with_value;
use super::filter::read::Reader;
use super::filter::sql::{Query, quoted};
use super::held::{Held, Record};
use super::mistakes::{Mistake, Mistakes, Unfit};
use super::path::{Crossed, Path, Ways};
use super::shape::{Field, Kind, Object};
use crate::engine::error::Result;
use crate::engine::text;

/// How many paths an order may have.
pub const KEYS: usize = 3;

/// An order that was checked.
#[derive(Debug, Clone, Default)]
pub struct Order {
    keys: Vec<Key>,
}

#[derive(Debug, Clone)]
struct Key {
    path: Path,
    descending: bool,
}

/// A sort key of a statement.
#[derive(Debug)]
pub(super) struct Sorted {
    pub(super) sql: String,
    pub(super) descending: bool,
    /// Whether it is never NULL.
    pub(super) filled: bool,
}

impl Order {
    /// How many paths it has.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

impl Reader<'_> {
    /// Reads the order of a list of the object. `crossed` are the references that the statement crosses otherwise; those
    /// of the order are added.
    ///
    /// # Errors
    /// Every mistake, at its place in the list.
    pub fn order<T: AsRef<str>>(
        &self,
        object: &Object,
        paths: &[T],
        crossed: &mut Crossed,
    ) -> Result<Order, Vec<Mistake>> {
        let (mut found, mut keys) = (Mistakes::default(), Vec::new());
        if paths.len() > KEYS {
            found.tell("", Unfit::beyond("too_many", KEYS));
        }
        let ways = Ways { catalogue: self.catalogue, rights: self.rights };
        for (at, text) in paths.iter().take(KEYS).enumerate() {
            let text = text.as_ref();
            let (descending, way) = match text.strip_prefix('-') {
                Some(way) => (true, way),
                None => (false, text),
            };
            match ways.find(object, way, crossed).and_then(sortable) {
                Ok(path) => keys.push(Key { path, descending }),
                Err(unfit) => found.tell(format!("[{at}]"), unfit),
            }
        }
        found.or(Some(Order { keys }))
    }
}

/// The path, where a list can be sorted by it.
fn sortable(path: Path) -> Result<Path, Unfit> {
    sorts(&path.field).map(|()| path)
}

/// Whether a list can be sorted by the field.
pub(super) fn sorts(field: &Field) -> Result<(), Unfit> {
    match &field.kind {
        Kind::Text { twin: None } => Err(Unfit::of("not_searchable")),
        Kind::Money { currency: Some(_) } | Kind::Id | Kind::Reference(_) | Kind::Entry { .. } => {
            Err(Unfit::of("type"))
        }
        _ => Ok(()),
    }
}

impl Order {
    /// How two records stand in it; equal ones come the newest first.
    ///
    /// # Errors
    /// Where a record can't be read.
    pub fn compare(&self, left: &dyn Record, right: &dyn Record) -> Result<Ordering> {
        for Key { path, descending } in &self.keys {
            let (left, right) = (place(path, left)?, place(path, right)?);
            let ordering = match (left, right) {
                (None, None) => Ordering::Equal,
                // Empty ones last, whichever way.
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(left), Some(right)) if *descending => right.cmp(&left),
                (Some(left), Some(right)) => left.cmp(&right),
            };
            if ordering != Ordering::Equal {
                return Ok(ordering);
            }
        }
        Ok(Ordering::Equal)
    }

    /// Its keys in a statement, with those of the newest first behind them: together they tell every two rows apart.
    pub(super) fn keys(&self, object: &Object, query: &mut Query<'_>) -> Vec<Sorted> {
        let mut keys = Vec::with_capacity(KEYS + 2);
        for Key { path, descending } in &self.keys {
            let column = query.column(path, true);
            let sql = match &path.field.kind {
                Kind::Choice(names) => {
                    let places = names.iter().enumerate();
                    let arms: Vec<String> =
                        places.map(|(at, name)| format!(" WHEN {} THEN {at}", quoted(name))).collect();
                    format!("CASE {column}{} END", arms.concat())
                }
                // Elsewhere a truth value is no number, which is what a cursor keeps.
                Kind::Boolean { number: false } => {
                    format!("CASE WHEN {column} = TRUE THEN 1 WHEN {column} = FALSE THEN 0 END")
                }
                _ => column,
            };
            keys.push(Sorted { sql, descending: *descending, filled: path.filled() });
        }
        for column in object.made.as_deref().into_iter().chain(["id"]) {
            keys.push(Sorted { sql: format!("{}.{column}", query.alias()), descending: true, filled: true });
        }
        keys
    }

    /// Writes what a cursor in it stands for.
    pub(super) fn stamp(&self, out: &mut String) {
        for Key { path, descending } in &self.keys {
            out.push_str(if *descending { "down " } else { "up " });
            path.stamp(out);
        }
    }
}

/// The place of a value in an order; of one path all are of one variant.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Text(String),
    Number(rust_decimal::Decimal),
    Date(crate::engine::clock::Date),
    Instant(crate::engine::clock::Timestamp),
    /// A choice's place in the definition, or false before true.
    At(usize),
}

fn place(path: &Path, record: &dyn Record) -> Result<Option<Place>> {
    with_value(path, record, &mut |value| {
        Ok(match value {
            None | Some(Held::Record(_)) => None,
            Some(Held::Text(text)) => Some(Place::Text(text::fold(&text))),
            Some(Held::Number(number)) => Some(Place::Number(number)),
            Some(Held::Date(date)) => Some(Place::Date(date)),
            Some(Held::Instant(at)) => Some(Place::Instant(at)),
            Some(Held::Boolean(truth)) => Some(Place::At(usize::from(truth))),
            Some(Held::Choice(name)) => match &path.field.kind {
                Kind::Choice(names) => names.place(&name).map(Place::At),
                _ => None,
            },
        })
    })
}
