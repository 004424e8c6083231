//! The definition as it will be over the rows as they are: each table as a part of a statement that shows its rows as they
//! will be kept, with nothing in what is new. By it is counted what stands against a plan before anything is changed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::super::catalogue::current::kernel;
use super::super::catalogue::kept::{KeptField, KeptTable};
use super::super::catalogue::place;
use super::super::catalogue::slots::{Class, Use};
use super::super::define::definitions::folded;
use super::super::define::document::{Field, FieldType, Object, Pack};
use super::super::define::{Placed, Slots};
use super::super::shape::Name;
use super::fields::{FieldChange, FieldChanges};
use super::names::Is;
use super::packs::Changes;
use super::types::Becomes;

/// Where everything will lie.
#[derive(Debug, Default)]
pub struct Preview {
    tables: BTreeMap<Name, Shown>,
}

/// A table as it will be.
#[derive(Debug, Default)]
struct Shown {
    table: Name,
    columns: BTreeMap<Name, Placed>,
    status: Option<Name>,
}

/// A table under construction: the key of the pack that is planned, what it is made of, and what it shows beside that.
struct Showing<'a> {
    own: i64,
    kept: Option<&'a KeptTable>,
    base: String,
    beside: bool,
    more: Vec<String>,
    columns: BTreeMap<Name, Placed>,
}

/// The columns of the kernel, with their types, as a table without rows shows them.
const NOTHING: &str = "(SELECT CAST(NULL AS BIGINT) AS id, CAST(NULL AS TEXT) AS uid, CAST(NULL AS BIGINT) AS version, \
     CAST(NULL AS BIGINT) AS creator, CAST(NULL AS BIGINT) AS created_at, CAST(NULL AS BIGINT) AS owner, \
     CAST(NULL AS BIGINT) AS owner_department, CAST(NULL AS TEXT) AS number, CAST(NULL AS TEXT) AS number_folded, \
     CAST(NULL AS TEXT) AS status, CAST(NULL AS BIGINT) AS state_since, CAST(NULL AS TEXT) AS last_activity_on, \
     CAST(NULL AS TEXT) AS next_activity_on, CAST(NULL AS TEXT) AS planned_until, CAST(NULL AS TEXT) AS since_on, \
     CAST(NULL AS TEXT) AS idle_since WHERE 1 = 0)";

impl<'a> Showing<'a> {
    /// Over the table that is there, or over nothing.
    fn over(own: i64, kept: Option<&'a KeptTable>) -> Showing<'a> {
        let base = kept.map_or_else(|| NOTHING.to_owned(), |table| table.key.to_string());
        Showing { own, kept, base, beside: false, more: Vec::new(), columns: BTreeMap::new() }
    }

    /// Beside a typed table: over the one that is there, or over the keys of the typed one.
    fn beside(own: i64, kept: Option<&'a KeptTable>, typed: &str) -> Showing<'a> {
        let base = kept.map_or_else(|| format!("(SELECT id FROM {typed})"), |table| table.key.to_string());
        Showing { own, kept, base, beside: true, more: Vec::new(), columns: BTreeMap::new() }
    }

    /// A column of its own; gives its name.
    fn show(&mut self, what: &str) -> Name {
        let name = Name::from(format!("n{}", self.more.len() + 1));
        self.more.push(format!("{what} AS {name}"));
        name
    }

    /// A field that lies where it does.
    fn as_it_is(&mut self, field: &KeptField) {
        let Some(table) = self.kept else { return };
        let slot = |what| table.slots.of(field.key, what).cloned();
        if let Some(column) = slot(Use::Value) {
            let placed =
                Placed { column, twin: slot(Use::Folded), currency: slot(Use::Currency), beside: self.beside_of() };
            self.columns.insert(field.name.clone(), placed);
        }
    }

    /// A field as it will be.
    fn as_it_will_be(&mut self, change: &FieldChange, field: &Field, folded: bool) {
        let kept = self.kept.and_then(|table| table.fields.get(table.place_before(self.own, change)?));
        let slot = |what| Some(self.kept?.slots.of(kept?.key, what)?.clone());
        let (value, twin, currency) = (slot(Use::Value), slot(Use::Folded), slot(Use::Currency));
        let nothing = |class: &Class| match class {
            Class::Texts => "CAST(NULL AS TEXT)",
            Class::Numbers | Class::References(_) => "CAST(NULL AS BIGINT)",
        };
        // What a reference leads to does not matter to a column without values.
        let uses = place::uses(&field.ty, folded, &|_| Some(Name::default())).unwrap_or_default();
        let class = |what| uses.iter().find(|(used, _)| *used == what).map(|(_, class)| class.clone());
        let column = match value {
            None => self.show(nothing(&class(Use::Value).unwrap_or(Class::Texts))),
            Some(slot) if change.becomes == Becomes::Rewritten && matches!(field.ty, FieldType::Decimal { .. }) => {
                self.show(&format!("{slot} * 1000000"))
            }
            Some(slot) if !change.replaced.is_empty() => self.show(&replaced(&slot, &change.replaced)),
            Some(slot) => slot,
        };
        let twin = class(Use::Folded).map(|class| twin.unwrap_or_else(|| self.show(nothing(&class))));
        let currency = class(Use::Currency).map(|class| currency.unwrap_or_else(|| self.show(nothing(&class))));
        let beside = self.beside_of();
        self.columns.insert(field.name.clone(), Placed { column, twin, currency, beside });
    }

    /// The table's own text stands for where a custom field lies, once it is known.
    fn beside_of(&self) -> Option<Name> {
        self.beside.then(Name::default)
    }

    fn done(self, status: Option<Name>) -> Shown {
        let table: Name = if self.more.is_empty() {
            self.base.into()
        } else {
            let mut text = format!("(SELECT b.*, {} FROM ", self.more.join(", "));
            // A text takes whatever is written to it.
            let _ = write!(text, "{} b)", self.base);
            text.into()
        };
        let mut columns = self.columns;
        if self.beside {
            columns.values_mut().for_each(|placed| placed.beside = Some(table.clone()));
        }
        Shown { table, columns, status }
    }
}

impl Preview {
    /// The tables as they will be. `own` is the key of the pack, 0 where it has none yet; `packs` are all that
    /// are in force, `typed` gives the table of a typed object.
    pub fn new(
        (pack, own): (&Pack, i64),
        changes: &Changes,
        packs: &[Pack],
        tables: &[KeptTable],
        typed: &dyn Fn(&str) -> Option<Name>,
    ) -> Preview {
        let mut preview = Preview::default();
        let kept = |name: &str, hidden: bool| {
            tables.iter().rfind(|table| table.hidden == hidden && table.object == name && table.pack.is_some())
        };
        for (object, change) in pack.objects.iter().zip(&changes.objects) {
            let found = match &change.is {
                Is::Same => kept(&pack.full(&change.name), false),
                Is::Renamed(was) => kept(&pack.full(was), false),
                Is::Back(was) => kept(&pack.full(was), true),
                Is::New => None,
            };
            let mut showing = Showing::over(own, found);
            // What others add to it lies there too.
            let added = |field: &&KeptField| !field.hidden && field.pack != own;
            for field in found.iter().flat_map(|table| &table.fields).filter(added) {
                showing.as_it_is(field);
            }
            let twins = folded(object);
            fields(&mut showing, &object.fields, &change.fields, &|name| twins.iter().any(|twin| *twin == name));
            let status = status(&mut showing, object, &change.states, found.is_some());
            preview.tables.insert(pack.full(&object.name), showing.done(status));
        }
        for other in packs.iter().filter(|other| other.name != pack.name) {
            for object in &other.objects {
                let name = other.full(&object.name);
                preview.added(pack, changes, name.clone(), Showing::over(own, kept(&name, false)));
            }
        }
        let beside = packs.iter().flat_map(|pack| &pack.extend).map(|one| &one.object);
        for object in beside {
            if let Some(table) = typed(object).filter(|_| !preview.tables.contains_key(object)) {
                let found = tables.iter().find(|table| table.object == *object && table.pack.is_none());
                preview.added(pack, changes, object.clone(), Showing::beside(own, found, &table));
            }
        }
        preview
    }

    /// A table that is another's, with what the pack adds to it.
    fn added(&mut self, pack: &Pack, changes: &Changes, name: Name, mut showing: Showing<'_>) {
        let added = changes.extensions.iter().find(|(object, _)| *object == name);
        let kept = showing.kept;
        for field in kept.iter().flat_map(|table| &table.fields).filter(|field| !field.hidden) {
            showing.as_it_is(field);
        }
        if let Some((_, change)) = added {
            // What the pack has in it now stands under its present names alone.
            for gone in &change.gone {
                showing.columns.remove(gone);
            }
            let extension = pack.extend.iter().find(|one| one.object == name);
            let declared = extension.map_or(&[][..], |one| &one.fields);
            let search = |name: &str| declared.iter().any(|field| field.name == name && field.search);
            fields(&mut showing, declared, change, &search);
        }
        self.tables.insert(name, showing.done(None));
    }
}

fn fields(showing: &mut Showing<'_>, declared: &[Field], changes: &FieldChanges, folded: &dyn Fn(&str) -> bool) {
    for change in &changes.fields {
        if let Some(field) = declared.iter().find(|field| field.name == change.name) {
            showing.as_it_will_be(change, field, folded(&field.name));
        }
    }
}

/// The state as it will be: others in the place of some, and the first one where there was none.
fn status(showing: &mut Showing<'_>, object: &Object, states: &[(Name, Name)], there: bool) -> Option<Name> {
    let machine = object.status.as_ref().filter(|_| there)?;
    let column = if states.is_empty() { "status".to_owned() } else { replaced("status", states) };
    // States are Names, which need no escape.
    Some(showing.show(&format!("coalesce({column}, '{}')", machine.start)))
}

fn replaced(column: &str, values: &[(Name, Name)]) -> String {
    let arms: Vec<String> = values.iter().map(|(old, new)| format!(" WHEN '{old}' THEN '{new}'")).collect();
    format!("CASE {column}{} ELSE {column} END", arms.concat())
}

impl Slots for Preview {
    fn table(&self, object: &str) -> (Name, Option<Name>) {
        let table = self.tables.get(object).map_or_else(Name::default, |shown| shown.table.clone());
        (table, Some(Name::new_static("created_at")))
    }

    fn column(&self, object: &str, field: &str, _: bool) -> Placed {
        let shown = self.tables.get(object);
        if let Some(placed) = shown.and_then(|shown| shown.columns.get(field)) {
            return placed.clone();
        }
        let mut placed = kernel(field);
        if let Some(status) = shown.and_then(|shown| shown.status.as_ref()).filter(|_| field == "status") {
            placed.column = status.clone();
        }
        placed
    }

    fn scale(&self, _: u32) -> u32 {
        super::super::values::SCALE
    }
}
