//! What a plan says of the indexes that views enter (VIEW-7): that there would be too many of an object's, and which views over
//! many records enter none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::catalogue::current::Catalogue;
use super::super::catalogue::place;
use super::super::catalogue::tables::Index;
use super::super::catalogue::viewed::{self, Lies};
use super::super::define::document::{FieldType, Pack, View};
use super::super::define::limits;
use super::super::shape::{Catalogue as _, Kind, Name};
use super::packs::all_fields;
use super::types::kind;
use super::whole::told;
use crate::engine::error::{FieldError, Result};
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::Transaction;

/// With more records than these, a view that enters no index is named.
pub const MANY: i64 = 10_000;

/// What is said of a view that reads its object's records from end to end.
pub const NO_INDEX: &str = "no_index";

/// A view that enters no index, though its object has many records.
#[derive(Debug)]
pub(super) struct Walked {
    /// Its path.
    pub(super) path: String,
    /// The records.
    pub(super) rows: i64,
}

/// The fields that packs define of an object, where none is stored yet: columns bear their names.
struct Declared<'a>(BTreeMap<&'a Name, &'a FieldType>);

impl<'a> Declared<'a> {
    fn of(object: &str, packs: &[&'a Pack]) -> Declared<'a> {
        let fields = packs.iter().flat_map(|pack| all_fields(pack)).filter(|(of, _)| *of == *object);
        Declared(fields.map(|(_, field)| (&field.name, &field.ty)).collect())
    }

    fn find(&self, name: &str) -> Option<Lies> {
        let ty = self.0.get(&Name::new(name))?;
        Some(Lies { column: name.into(), kind: kind(ty) })
    }

    fn view(&self, view: &View) -> Option<Index> {
        viewed::index(view, &|name| self.find(name), is_typed(&view.of))
    }
}

fn is_typed(object: &str) -> bool {
    !object.contains('.')
}

/// The views of a pack whose indexes would be too many for their object (LIM-1), beside those of the other packs.
pub(super) fn too_many(pack: &Pack, others: &[Pack]) -> Vec<FieldError> {
    let all: Vec<&Pack> = others.iter().chain([pack]).collect();
    let asked: BTreeSet<&Name> = pack.views.iter().map(|view| &view.of).into_set();
    let mut found: BTreeMap<&Name, (Declared<'_>, Vec<Index>)> =
        asked.into_iter().map(|of| (of, (Declared::of(of, &all), Vec::new()))).collect();
    let mut refusals = Vec::new();
    for (of, view) in all.iter().flat_map(|of| of.views.iter().map(move |view| (of, view))) {
        let Some((declared, known)) = found.get_mut(&view.of) else { continue };
        let Some(index) = declared.view(view).filter(|index| !known.contains(index)) else { continue };
        known.push(index);
        if known.len() > limits::INDEXES && of.name == pack.name {
            let limit = Some(limits::INDEXES.to_string());
            refusals.push(told(&format!("views.{}", view.name), "too_many", limit));
        }
    }
    refusals
}

/// The views of a pack that enter no index, each with the records of its object, where these are many.
///
/// # Errors
/// Whatever the database says.
pub(super) fn entering_none(
    tx: &mut dyn Transaction,
    world: &Catalogue,
    pack: &Pack,
    packs: &[Pack],
) -> Result<Vec<Walked>> {
    let packs: Vec<&Pack> = packs.iter().collect();
    let (mut found, mut counted) = (Vec::new(), BTreeMap::new());
    for view in &pack.views {
        let Some(object) = world.definitions.object(&view.of).filter(|_| !enters(world, &packs, view)) else {
            continue;
        };
        let rows = match counted.get(&view.of) {
            Some(rows) => *rows,
            None => tx.value(&format!("SELECT count(*) FROM {} r", object.table), &[])?,
        };
        counted.insert(&view.of, rows);
        if rows > MANY {
            found.push(Walked { path: format!("views.{}", view.name), rows });
        }
    }
    Ok(found)
}

/// Whether what a view asks for is found by an index, or is a page of the list as an index has it.
fn enters(world: &Catalogue, packs: &[&Pack], view: &View) -> bool {
    let entering = Entering { world, packs };
    match &view.filter {
        Some(tree) => entering.node(&view.of, tree.value()),
        None if view.is_table() => false,
        None => match view.sort.first() {
            Some(first) => entering.path(&view.of, first.trim_start_matches('-'), true),
            None => true,
        },
    }
}

struct Entering<'a> {
    world: &'a Catalogue,
    packs: &'a [&'a Pack],
}

impl Entering<'_> {
    fn node(&self, object: &str, tree: &Json) -> bool {
        let all = |key: &str| tree.get(key).and_then(Json::as_array);
        if let Some(parts) = all("and") {
            return parts.iter().any(|part| self.node(object, part));
        }
        if let Some(parts) = all("or") {
            return !parts.is_empty() && parts.iter().all(|part| self.node(object, part));
        }
        let sought = ["is", "in", "lt", "le", "gt", "ge"].iter().any(|op| tree.get(op).is_some());
        let none = tree.get("empty").and_then(Json::as_bool) == Some(true);
        let path = tree.get("field").and_then(Json::as_str).filter(|_| sought || none);
        path.is_some_and(|path| self.path(object, path, false))
    }

    /// Whether a path leads by indexes alone: what refers to a record is found by the reference's. An order does not cross.
    fn path(&self, object: &str, text: &str, order: bool) -> bool {
        let (first, rest) = text.split_once('.').map_or((text, None), |(first, rest)| (first, Some(rest)));
        if !self.leading(object).contains(first) {
            return false;
        }
        let field = self.world.definitions.object(object).and_then(|object| object.field(first));
        match (rest, field.map(|field| &field.kind)) {
            (None, Some(Kind::Choice(_))) => !order,
            (None, found) => found.is_some(),
            (Some(rest), Some(kind)) => !order && kind.to().is_some_and(|to| self.path(to, rest, order)),
            (Some(_), None) => false,
        }
    }

    /// The fields with which an index of the object begins.
    fn leading(&self, object: &str) -> BTreeSet<Name> {
        let packs = || self.packs.iter().copied();
        let declared = Declared::of(object, self.packs);
        let column = |name: &str| declared.find(name).map(|lies| lies.column);
        let own = packs().find_map(|pack| pack.objects.iter().find(|known| pack.full(&known.name) == object));
        let mut indexes = own.map_or_else(Vec::new, |own| place::indexes(own, object, packs(), &column));
        let fields: Vec<(&Name, &FieldType)> = declared.0.iter().map(|(name, ty)| (*name, *ty)).collect();
        indexes.extend(place::indexes_beside(&fields, object, packs(), &column));
        indexes.extend(viewed::indexes(object, packs(), &|name| declared.find(name), is_typed(object)));
        let first = indexes.iter().filter_map(|index| index.columns.first());
        let named = |column: &String| if column == "number_folded" { "number".into() } else { column.as_str().into() };
        let mut leading: BTreeSet<Name> = first.map(named).into_set();
        let shape = self.world.definitions.object(object);
        // Of a typed kind its area's declaration says it.
        let typed = shape.iter().flat_map(|shape| shape.fields.iter()).filter(|field| field.indexed);
        leading.extend(typed.map(|field| field.name.clone()));
        leading.insert(Name::new_static("id"));
        if own.is_some() {
            leading.insert(Name::new_static("created_at"));
        }
        leading
    }
}
