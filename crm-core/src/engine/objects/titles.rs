//! What the records of defined objects are called (OBJ-5): an expression over columns of the statement that reads them, and
//! of records that are referred to by one statement an object and page. A record that is out of the reader's reach prints as
//! nothing.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::asking::Asking;
use super::expr::{self, Context as Seen, Value};
use super::filter::sql::{Piece, Query};
use super::model::{Model, read_behind};
use super::path::{self, Crossed, Path};
use super::shape::{Object, Rights};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::storage::{Columns, ToValue, Value as Stored};
use crate::engine::value::{ObjectRef, Value as Told};

/// The alias of the records whose titles are wanted.
const NAMED: &str = "named";

/// A list of parameters is brought to one of these lengths, so that there are few different statements.
pub(super) const LENGTHS: [usize; 5] = [1, 8, 50, 200, 500];

/// The least of these that has room for so many.
pub(super) fn padded(many: usize) -> usize {
    LENGTHS.iter().copied().find(|length| *length >= many).unwrap_or(many)
}

/// The title of an object's records.
pub(super) struct Title<'a> {
    model: &'a Model,
    places: u32,
    context: Seen,
    /// What the expression reads: own fields by their places.
    own: Vec<(usize, Path)>,
    /// What lies at the ends of its ways, by the ways' numbers; of those that the reader does not reach nothing.
    ways: Vec<(usize, Path)>,
}

/// The values of one row, as the expression sees them.
struct Row<'a> {
    title: &'a Title<'a>,
    own: Vec<Value>,
    ways: Vec<Value>,
}

impl expr::Record for Row<'_> {
    fn value(&self, path: &expr::Path) -> Value {
        let title = self.title;
        if let Some(step) = path.own() {
            let at = title.own.iter().position(|(place, _)| u32::try_from(*place) == Ok(step.index));
            return at.and_then(|at| self.own.get(at)).cloned().unwrap_or_default();
        }
        let way = path.crossing().and_then(|number| title.model.title.ways.get(usize::from(number)));
        let at = way.and_then(|way| title.ways.iter().position(|(known, _)| known == way));
        at.and_then(|at| self.ways.get(at)).cloned().unwrap_or_default()
    }
}

impl<'a> Title<'a> {
    /// The title of the object's records, as whoever asks is told it.
    ///
    /// # Errors
    /// A defect, where the definition does not hold.
    pub(super) fn of(asking: &'a Asking, object: &Object) -> Result<Option<Title<'a>>> {
        let Some(model) = asking.catalogue.models.get(&object.name) else { return Ok(None) };
        let open = |text: &str| {
            let definitions = &asking.catalogue.definitions;
            let path = path::open(definitions, object, text, &mut Crossed::default());
            path.map_err(|unfit| CrmError::bug(format!("a title of {} over {text}: {}", object.name, unfit.0)))
        };
        let (mut own, mut ways) = (Vec::new(), Vec::new());
        let above = model.title.superior.then_some(model.fields.len());
        for place in model.title.own.iter().copied().chain(above) {
            let name = model.name_at(place);
            let path = open(name)?;
            let path = if path.to.is_some() { open(&format!("{name}.id"))? } else { path };
            own.push((place, path));
        }
        let rights = asking.rights();
        for number in &model.title.ways {
            let way = model.ways.get(*number).ok_or_else(|| CrmError::bug("a way that is not there"))?;
            let mut text = model.name_at(way.first).to_owned();
            way.rest.iter().for_each(|name| text.extend([".", name.as_str()]));
            let mut path = open(&text)?;
            if path.to.is_some() {
                path = open(&format!("{text}.id"))?;
            }
            let read = path.steps.iter().all(|step| rights_to(&rights, object, &path, step))
                && rights.reads(&path.of, &path.field);
            if read {
                ways.push((*number, path));
            }
        }
        Ok(Some(Title { model, places: asking.places, context: asking.seen(), own, ways }))
    }

    /// Adds the columns that it reads to a statement.
    pub(super) fn select(&self, query: &mut Query<'_>, out: &mut Vec<String>) {
        out.extend(self.own.iter().chain(&self.ways).map(|(_, path)| query.column(path, false)));
    }

    /// Reads them; what can't be computed is called nothing.
    pub(super) fn read(&self, columns: &mut Columns<'_>) -> Result<String> {
        let mut read = |paths: &[(usize, Path)]| {
            paths
                .iter()
                .map(|(_, path)| read_behind(&path.field.kind, self.places, columns))
                .collect::<Result<Vec<_>>>()
        };
        let row = Row { own: read(&self.own)?, ways: read(&self.ways)?, title: self };
        Ok(match self.model.title.expr.evaluate(&row, &self.context) {
            Ok(Value::Text(text)) => text.to_string(),
            _ => String::new(),
        })
    }
}

/// Whether the reader reads the reference on the way.
fn rights_to(rights: &dyn Rights, from: &Object, path: &Path, step: &path::Step) -> bool {
    let at = path.steps.iter().position(|known| std::ptr::eq(known, step)).unwrap_or_default();
    let holder = at.checked_sub(1).and_then(|before| path.steps.get(before)).map_or(from, |before| &before.to);
    rights.reads(holder, &step.field)
}

impl Context<'_> {
    /// Tells of the references to records of defined objects what they are called, where they are in reach (TYPE-7). `late`
    /// says that there are more references than the statement that read them could join: then of those to typed records too.
    pub(super) fn name_references<'r>(
        &mut self,
        asking: &Asking,
        late: bool,
        values: impl Iterator<Item = &'r mut Told>,
    ) -> Result<()> {
        let mut of: BTreeMap<String, Vec<&'r mut ObjectRef>> = BTreeMap::new();
        let mut values: Vec<&'r mut Told> = values.collect();
        if late {
            self.name_typed(asking, &mut values)?;
        }
        for value in values {
            if let Told::Record(reference) = value
                && asking.catalogue.models.contains_key(reference.object.as_str())
            {
                of.entry(reference.object.clone()).or_default().push(reference);
            }
        }
        for (object, references) in of {
            if !asking.lists(&object) {
                continue;
            }
            let mut wanted: Vec<Uuid> = references.iter().map(|reference| reference.id.0).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let titles = self.titles(asking, &object, &wanted)?;
            for reference in references {
                reference.title = titles.get(&reference.id.0).cloned();
            }
        }
        Ok(())
    }

    /// What the records with these ids are called, of those that are in reach.
    fn titles(&mut self, asking: &Asking, object: &str, wanted: &[Uuid]) -> Result<BTreeMap<Uuid, String>> {
        let mut titles = BTreeMap::new();
        let Some(object) = asking.catalogue.definitions.get(object).map(|defined| &defined.object) else {
            return Ok(titles);
        };
        let Some(title) = Title::of(asking, object)? else { return Ok(titles) };
        for some in wanted.chunks(LENGTHS[LENGTHS.len() - 1]) {
            let mut query = Query::new(NAMED, asking.terms(self.tx()));
            let mut select = vec![format!("{NAMED}.uid")];
            title.select(&mut query, &mut select);
            let length = padded(some.len());
            let Piece { sql: joins, params } = query.joins();
            let mut params: Vec<Stored<'_>> = params;
            let filler = some.last().into_iter().cycle();
            params.extend(some.iter().chain(filler).take(length).map(ToValue::to_value));
            let marks = vec!["?"; length].join(", ");
            let mut sql = format!(
                "SELECT {} FROM {} {NAMED}{joins} WHERE {NAMED}.uid IN ({marks})",
                select.join(", "),
                object.table
            );
            if let Some(seen) = asking.terms(self.tx()).sight.seen(object, NAMED) {
                sql.extend([" AND ", seen.sql.as_str()]);
                params.extend(seen.params);
            }
            titles.extend(self.tx().all(&sql, &params, |columns| Ok((columns.next()?, title.read(columns)?)))?);
        }
        Ok(titles)
    }
}
