//! What a statement reads of a record's fields, and how its columns become values. It goes by the shape alone, so whatever
//! has one is read here, and nothing of it is written down again in an area.

use rust_decimal::Decimal;

use super::asking::Asking;
use super::duties::{self, Person};
use super::filter::sql::Query;
use super::mistakes::{Mistake, Mistakes, Unfit};
use super::path::{Crossed, Path, Ways};
use super::shape::{Everything, Field, Kind, Object, Rights};
use crate::engine::confidential::FieldRight;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::money::Money;
use crate::engine::storage::Columns;
use crate::engine::touched::DATES;
use crate::engine::value::{ObjectRef, Value};

/// What is told of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Its value.
    Whole,
    /// Its value, masked; its name is among the withheld.
    Masked,
    /// Its value where the caller is one of so many people whom duties on the record name, else its name (TYPE-9).
    ByDuty(usize),
    /// Its name alone, among the withheld.
    Name,
}

/// A field that is read.
pub(super) struct Shown {
    /// What it is called in the answer: its name, or the path to it.
    pub(super) name: String,
    pub(super) told: Told,
    /// Of a reference: what the record is called is read by a statement of its own (FILT-7).
    pub(super) late: bool,
    path: Path,
}

/// The tables that a statement joins for what references lead to; SQLite joins 64 in all, and filter and order have theirs.
const JOINED: usize = 24;

impl Asking {
    /// The fields at these paths.
    ///
    /// # Errors
    /// Every mistake, at its place in the list.
    pub(super) fn shown<T: AsRef<str>>(
        &self,
        object: &Object,
        paths: &[T],
        crossed: &mut Crossed,
    ) -> Result<Vec<Shown>, Vec<Mistake>> {
        let (mut found, mut shown) = (Mistakes::default(), Vec::<Shown>::with_capacity(paths.len()));
        let mut joined = 0;
        let ways = Ways { catalogue: &self.catalogue.definitions, rights: &Everything };
        for (at, text) in paths.iter().enumerate() {
            let text = text.as_ref();
            let path = ways.find(object, text, crossed).and_then(|path| {
                let known = shown.iter().any(|known| known.name == text);
                if known { Err(Unfit::of("twice")) } else { Ok(path) }
            });
            match path {
                Ok(path) => {
                    joined += path.to.as_ref().map_or(0, joins);
                    let late = path.to.is_some() && joined > JOINED;
                    shown.push(Shown { name: text.to_owned(), told: self.told(object, &path), late, path });
                }
                Err(unfit) => found.tell(format!("[{at}]"), unfit),
            }
        }
        found.or(Some(shown))
    }

    /// What is told of the field at the end of a path.
    fn told(&self, object: &Object, path: &Path) -> Told {
        let Path { steps, field, of, .. } = path;
        if steps.is_empty() {
            self.fields().ask_over(&of.name, &field.name);
            let masked = matches!(field.kind, Kind::Text { .. });
            return match self.right(of, field) {
                FieldRight::Hidden => match self.people(of, field).len() {
                    0 => Told::Name,
                    people => Told::ByDuty(people),
                },
                FieldRight::Masked if masked => Told::Masked,
                FieldRight::Masked => Told::Name,
                FieldRight::ReadOnly | FieldRight::Full => Told::Whole,
            };
        }
        let rights = self.rights();
        let mut from = object;
        for step in steps {
            if !rights.reads(from, &step.field) {
                return Told::Name;
            }
            from = &step.to;
        }
        if rights.reads(of, field) { Told::Whole } else { Told::Name }
    }

    /// Whom the field of a record is told by a duty on it.
    pub(super) fn people(&self, object: &Object, field: &Field) -> Vec<Person<'_>> {
        let found = self.catalogue.definitions.get(&object.name).filter(|_| self.caller.is_some());
        let Some((found, (_, fact))) = found.and_then(|found| Some((found, found.field(&field.name)?))) else {
            return Vec::new();
        };
        let duties = fact.field.as_ref().and_then(|declared| declared.confidential.as_deref());
        duties::people(found, duties.unwrap_or_default())
    }

    /// Adds the columns of the people whom a field of the list's own records is told by duty.
    pub(super) fn select_people(&self, path: &Path, query: &mut Query<'_>, out: &mut Vec<String>) {
        for person in self.people(&path.of, &path.field) {
            let path = Path { steps: Vec::new(), field: person.field.clone(), of: path.of.clone(), to: None };
            out.push(person.key(query.column(&path, false)));
        }
    }

    /// Reads whether a field is told, and its value; none where it is not.
    ///
    /// # Errors
    /// Whatever the columns say.
    pub(super) fn told_value(&self, shown: &Shown, columns: &mut Columns<'_>) -> Result<Option<Value>> {
        let told = match shown.told {
            Told::Name => return Ok(None),
            Told::ByDuty(people) => duties::is_among(people, self.caller, columns)?,
            Told::Whole | Told::Masked => true,
        };
        let value = self.value(shown, columns)?;
        Ok(told.then_some(value))
    }

    /// The same, naming the field among the withheld where it is not told in full.
    ///
    /// # Errors
    /// Whatever the columns say.
    pub(super) fn value_or_name(
        &self,
        shown: &Shown,
        columns: &mut Columns<'_>,
        withheld: &mut Vec<String>,
    ) -> Result<Option<Value>> {
        let value = self.told_value(shown, columns)?;
        if value.is_none() || shown.told == Told::Masked {
            withheld.push(shown.name.clone());
        }
        Ok(value)
    }

    /// Adds the columns of a field to a statement.
    pub(super) fn select(&self, shown: &Shown, query: &mut Query<'_>, out: &mut Vec<String>) {
        let path = &shown.path;
        if let Told::ByDuty(_) = shown.told {
            self.select_people(path, query, out);
        }
        match (&path.field.kind, &path.to) {
            _ if shown.told == Told::Name => {}
            (_, Some(to)) if shown.late => {
                let key = query.column(path, false);
                out.push(format!("(SELECT late.uid FROM {} late WHERE late.id = {key})", to.table));
            }
            (_, Some(to)) => {
                out.push(query.linked(path, &to.table, "uid"));
                out.extend(self.titled(path, to, query));
            }
            (Kind::Money { currency: Some(currency) }, _) => {
                out.push(query.column(path, false));
                let mut path = path.clone();
                path.field.column = currency.clone();
                out.push(query.column(&path, false));
            }
            _ => out.push(query.column(path, false)),
        }
    }

    /// The column of what a record that is referred to is called: of one that everybody is told, always; of another where
    /// it is seen (TYPE-7).
    fn titled(&self, path: &Path, to: &Object, query: &mut Query<'_>) -> Option<String> {
        let title = to.title()?;
        if title.told {
            return Some(query.linked(path, &to.table, &title.column));
        }
        if !self.rights().reads(to, title) {
            return None;
        }
        let mut steps = path.steps.clone();
        steps.push(super::path::Step { field: path.field.clone(), to: to.clone(), above: false });
        let path = Path { steps, field: title.clone(), of: to.clone(), to: None };
        Some(query.column(&path, false))
    }

    /// Reads what [`Asking::select`] selected.
    fn value(&self, shown: &Shown, columns: &mut Columns<'_>) -> Result<Value> {
        let Path { field, of, to, .. } = &shown.path;
        if let Some(to) = to {
            return self.reference(to, shown.late, columns);
        }
        Ok(match &field.kind {
            Kind::Id => match columns.next()? {
                Some(id) => Value::Record(ObjectRef { object: of.name.to_string(), id: RecordId(id), title: None }),
                None => Value::Null,
            },
            Kind::Text { .. } => match columns.next::<Option<String>>()? {
                Some(text) if shown.told == Told::Masked => {
                    self.fields().told(&of.name, &field.name, text).map_or(Value::Null, Value::Text)
                }
                text => text.map_or(Value::Null, Value::Text),
            },
            Kind::Choice(_) => columns.next::<Option<String>>()?.map_or(Value::Null, Value::Text),
            Kind::Boolean { .. } => columns.next::<Option<bool>>()?.map_or(Value::Null, Value::Boolean),
            Kind::Integer => columns.next::<Option<i64>>()?.map_or(Value::Null, Value::Integer),
            Kind::Decimal { scale, .. } => {
                let units = columns.next::<Option<i64>>()?;
                units.map_or(Value::Null, |units| Value::Decimal(Decimal::new(units, *scale).normalize()))
            }
            Kind::Money { currency } => {
                let minor = columns.next::<Option<i64>>()?;
                let currency = match currency {
                    Some(_) => columns.next::<Option<String>>()?,
                    None => Some(self.currency.clone()),
                };
                let money = minor.zip(currency).map(|(minor, currency)| Money::from_minor(minor, currency));
                money.map_or(Value::Null, Value::Money)
            }
            Kind::Date => columns.next::<Option<_>>()?.map_or(Value::Null, Value::Date),
            Kind::Instant => columns.next::<Option<_>>()?.map_or(Value::Null, Value::Instant),
            Kind::Reference(_) | Kind::Entry { .. } => return Err(CrmError::bug("a reference that leads nowhere")),
        })
    }

    fn reference(&self, to: &Object, late: bool, columns: &mut Columns<'_>) -> Result<Value> {
        let id = columns.next::<Option<_>>()?;
        let title = match to.title().filter(|_| !late) {
            Some(title) if title.told || self.rights().reads(to, title) => {
                let text = columns.next::<Option<String>>()?;
                text.and_then(|text| self.fields().told(&to.name, &title.name, text))
            }
            _ => None,
        };
        let reference = |id| ObjectRef { object: to.name.to_string(), id: RecordId(id), title };
        Ok(id.map_or(Value::Null, |id| Value::Record(reference(id))))
    }

    /// What a record itself is called, as far as the reader is told.
    pub(super) fn title(&self, object: &Object, text: Option<String>) -> String {
        let told =
            text.zip(object.title()).and_then(|(text, field)| self.fields().told(&object.name, &field.name, text));
        told.unwrap_or_default()
    }
}

/// The tables that are joined for a record that is referred to: for its id, and once more where what it is called is told of
/// those alone that are seen.
fn joins(to: &Object) -> usize {
    if to.title().is_some_and(|title| !title.told) { 2 } else { 1 }
}

/// Whether it is a day that follows from what is done with a record (ACT-14): told where it is named.
pub(super) fn follows(field: &Field) -> bool {
    DATES.contains(&field.name.as_str()) && field.column == field.name
}

/// What every record tells beside its values, where its kind has it.
pub(super) fn is_kernel(field: &Field) -> bool {
    match field.name.as_str() {
        "id" => matches!(field.kind, Kind::Id),
        // A defined object may have a text of that name of its own.
        "number" => matches!(field.kind, Kind::Integer) || field.column == "number",
        "status" => matches!(field.kind, Kind::Choice(_)),
        "version" | "state_since" => field.column == field.name,
        "creator" => field.kind.to().is_some_and(|to| to == super::shape::USER),
        "created_at" => matches!(field.kind, Kind::Instant),
        _ => false,
    }
}
