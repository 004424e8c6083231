//! Defined objects as they are run: each with its expressions read once, its formulas in the order of their dependence, and
//! the ways over references that its expressions go. A model is made of a definition that was checked; what does not hold
//! then is a defect of the engine.

mod machine;
mod order;
mod rollups;
mod rule;
mod ways;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::define::document::{Field, FieldType, Object};
use super::define::{Defined, Definitions, Installed};
use super::expr::{self, Expr, Nature, Place, Target, Type};
use super::shape::{Kind, Name};
use super::values::{self, Held, Lies};
use crate::engine::error::{CrmError, Result};

pub use machine::{ActionModel, CaseModel, ChangeModel, EachModel, EffectModel, GivenModel, NeedModel, OnModel};
pub use rollups::{Belongs, Measure, RollupModel};
pub use rule::RuleModel;
pub use ways::{Behind, Way, read as read_behind};

/// An expression with what it reads over references: of each of its crossing paths the number of the way.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The expression.
    pub expr: Expr,
    /// Of each crossing path, by its number, that of the way among the model's.
    pub ways: Vec<usize>,
    /// The record's own fields that it names, by their places.
    pub own: Vec<usize>,
    /// Whether it asks for the owner's superior; then the owner is among these.
    pub superior: bool,
}

/// A field as it is run.
#[derive(Debug, Clone)]
pub struct FieldModel {
    /// Its name.
    pub name: Name,
    /// What the document says of it; none of the kernel's.
    pub field: Option<Field>,
    /// The type of its values in expressions.
    pub ty: Type,
    /// What it takes.
    pub target: Target,
    /// Where it lies; of the kernel's in its column.
    pub lies: Lies,
    /// Where its value comes from.
    pub nature: Nature,
    /// What fills it where nothing is given.
    pub default: Option<Compiled>,
    /// What computes it.
    pub formula: Option<Compiled>,
    /// What fills it in records that were there before it.
    pub fill: Option<Compiled>,
    /// Of a field of a typed record itself, which its area writes: what it is.
    pub typed: Option<Kind>,
}

impl FieldModel {
    /// The object to which it refers.
    pub fn to(&self) -> Option<&str> {
        self.field.as_ref().and_then(|field| field.ty.to())
    }

    /// The object whose key stands in its column.
    pub fn keyed(&self) -> Option<&str> {
        match (&self.field, &self.typed) {
            (Some(Field { ty: FieldType::Entry { .. }, .. }), _) => Some(super::shape::ENTRY),
            (Some(field), _) => field.ty.to(),
            (None, Some(kind)) => kind.to().map(Name::as_str),
            (None, None) => (self.name == "creator").then_some(super::shape::USER),
        }
    }
}

/// What must be true of a record.
#[derive(Debug, Clone)]
pub struct CheckModel {
    /// Its name.
    pub name: Name,
    /// The expression.
    pub check: Compiled,
    /// What is said where it is broken.
    pub text: String,
}

/// What no two records may have in common.
#[derive(Debug, Clone)]
pub struct UniqueModel {
    /// The fields, by their places.
    pub fields: Vec<usize>,
    /// Among the records in these states; none for all.
    pub states: Vec<Name>,
    /// What is said of a second one.
    pub text: Option<String>,
}

/// Spans that may not overlap.
#[derive(Debug, Clone)]
pub struct SpanModel {
    /// The fields that must be equal, by their places.
    pub by: Vec<usize>,
    /// The field with which a span begins.
    pub from: usize,
    /// The field before which it ends.
    pub to: usize,
    /// Among the records in these states; none for all.
    pub states: Vec<Name>,
    /// What is said of a second one.
    pub text: Option<String>,
}

/// A list of parts that a whole has (OBJ-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartModel {
    /// What the whole calls it, `lines`.
    pub name: Name,
    /// The object of its records, `sales.claim_line`.
    pub object: Name,
}

/// Where what packs give typed records lies, and what their operations need.
#[derive(Debug, Clone, Default)]
pub struct Extended {
    /// The table beside the typed one; none where no field is defined.
    pub beside: Option<Name>,
    /// The custom fields, by their places, that an operation needs (EXT-4).
    pub needs: Vec<(Name, Vec<usize>)>,
}

/// A defined object as it is run, or a typed one with what packs give it.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its name, `hotel.room`.
    pub name: Name,
    /// Its table.
    pub table: Name,
    /// Of a typed object.
    pub extended: Option<Extended>,
    /// The document's words.
    pub object: Object,
    /// Its fields, the kernel's first, in the order of expressions.
    pub fields: Vec<FieldModel>,
    /// The places of its formulas, each behind those that it reads.
    pub formulas: Vec<usize>,
    /// Its checks, those of extensions too.
    pub checks: Vec<CheckModel>,
    /// What no two records may have in common.
    pub unique: Vec<UniqueModel>,
    /// Spans that may not overlap.
    pub spans: Vec<SpanModel>,
    /// The field that is its owner, by its place.
    pub owner: Option<usize>,
    /// The same, of a typed object too.
    pub person: Option<usize>,
    /// Of a part the reference to its whole, by its place.
    pub whole: Option<usize>,
    /// Its parts, in the order of their definition.
    pub parts: Vec<PartModel>,
    /// The decimal places of the company's currency, in which its amounts are.
    pub places: u32,
    /// Fields that freeze.
    pub changes: Vec<ChangeModel>,
    /// Its actions.
    pub actions: Vec<ActionModel>,
    /// Its own roll-ups.
    pub sums: Vec<RollupModel>,
    /// The roll-ups of others over its records.
    pub feeds: Vec<RollupModel>,
    /// The title.
    pub title: Compiled,
    /// The ways over references that its expressions go.
    pub ways: Vec<Way>,
    /// The statements that fetch them, one for each reference with which one begins.
    pub behind: Vec<Behind>,
    /// The statements of its rows.
    pub(crate) statements: Statements,
}

/// The statements that are the same for every record of an object, each composed when it is first asked.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    /// Writes a new row.
    pub(crate) insert: OnceLock<String>,
    /// Reads rows, up to the condition.
    pub(crate) read: OnceLock<String>,
}

impl Clone for Statements {
    /// They are composed anew: whoever copies a model may change it.
    fn clone(&self) -> Statements {
        Statements::default()
    }
}

/// What models are made of.
pub struct Models<'a> {
    /// The definitions, placed.
    pub definitions: &'a Definitions,
    /// What is installed.
    pub installed: &'a dyn Installed,
}

impl Models<'_> {
    /// The model of an object of a pack. `extensions` are those of all packs over it, in their order.
    ///
    /// # Errors
    /// A defect, where the definition does not hold.
    pub fn model(
        &self,
        defined: &Defined,
        object: &Object,
        extensions: &[&super::define::document::Extension],
    ) -> Result<Model> {
        let name = &defined.object.name;
        let mut compiling = Compiling { models: self, object: name, ways: Vec::new(), place: Place::Check };
        let decimals = self.installed.places();
        let mut fields = Vec::with_capacity(defined.object.fields.len());
        for (at, (shape, fact)) in defined.object.fields.iter().zip(&defined.facts).enumerate() {
            let ty = super::define::definitions::ty(&shape.kind, name);
            let field = fact.field.as_ref();
            let before = u32::try_from(at).map_err(|_| CrmError::bug("more fields than are told apart"))?;
            let default = field.and_then(|field| field.default.as_deref());
            let default =
                default.map(|text| compiling.compile(text, Place::Default { before }, Some(&ty))).transpose()?;
            let formula = field.and_then(|field| field.formula.as_deref());
            let formula = formula.map(|text| compiling.compile(text, Place::Formula, Some(&ty))).transpose()?;
            let fill = field.and_then(|field| field.fill.as_deref());
            let fill = fill.map(|text| compiling.compile(text, Place::Title, Some(&ty))).transpose()?;
            let target = field.map_or(Target::Other, |field| values::target(&field.ty, decimals));
            let lies = lies(&shape.column, &shape.kind);
            let typed = (!defined.is_defined() && field.is_none()).then(|| shape.kind.clone());
            let (name, field, nature) = (shape.name.clone(), field.cloned(), fact.nature);
            fields.push(FieldModel { name, field, ty, target, lies, nature, default, formula, fill, typed });
        }
        let mut checks = Vec::new();
        for check in object.checks.iter().chain(extensions.iter().flat_map(|one| &one.checks)) {
            let compiled = compiling.compile(&check.check, Place::Check, Some(&Type::Boolean))?;
            checks.push(CheckModel { name: check.name.clone(), check: compiled, text: check.text.clone() });
        }
        let changes = compiling.changes(defined, object)?;
        let actions = compiling.actions(defined, object.status.as_ref())?;
        let title = compiling.compile(&object.title, Place::Title, Some(&Type::Text))?;
        let place = |name: &Name| defined.index(name).ok_or_else(|| CrmError::bug(format!("{name} is no field")));
        let places = |names: &[Name]| names.iter().map(place).collect::<Result<Vec<usize>>>();
        let mut unique = Vec::new();
        for one in &object.unique {
            let states = one.states.clone().unwrap_or_default();
            unique.push(UniqueModel { fields: places(&one.fields)?, states, text: one.text.clone() });
        }
        let mut spans = Vec::new();
        for one in &object.no_overlap {
            let (by, from, to) = (places(&one.by)?, place(&one.from)?, place(&one.to)?);
            let states = one.states.clone().unwrap_or_default();
            spans.push(SpanModel { by, from, to, states, text: one.text.clone() });
        }
        let owner = object.owner.as_ref().map(place).transpose()?;
        let person = defined.owner.as_ref().map(place).transpose()?;
        let whole = object.part_of.as_ref().map(|part| place(&part.field)).transpose()?;
        let sums = self.rollups(defined)?;
        let formulas = order::of(&fields)?;
        let behind = ways::behind(self.definitions, defined, &compiling.ways)?;
        let ways = compiling.ways;
        let extended = match defined.is_defined() {
            true => None,
            false => {
                let beside = defined.object.fields.iter().find_map(|field| field.beside.clone());
                let needs = extensions.iter().flat_map(|one| &one.needs);
                let needs = needs.map(|(operation, fields)| Ok((operation.clone(), places(fields)?)));
                Some(Extended { beside, needs: needs.collect::<Result<_>>()? })
            }
        };
        let (name, table, object) = (name.clone(), defined.object.table.clone(), object.clone());
        Ok(Model {
            name,
            table,
            extended,
            object,
            places: decimals,
            changes,
            actions,
            sums,
            fields,
            formulas,
            checks,
            unique,
            spans,
            owner,
            person,
            whole,
            parts: Vec::new(),
            title,
            ways,
            behind,
            feeds: Vec::new(),
            statements: Statements::default(),
        })
    }
}

impl Model {
    /// The fields that a new record must be given beside these.
    pub fn demanded(&self, given: &[(usize, Held)]) -> Vec<usize> {
        let needed = |(place, field): (usize, &FieldModel)| {
            let declared = field.field.as_ref().filter(|declared| declared.required && field.default.is_none());
            let is_given = given.iter().any(|(known, held)| *known == place && held.value != expr::Value::Null);
            (declared.is_some() && !is_given).then_some(place)
        };
        self.fields.iter().enumerate().filter_map(needed).collect()
    }

    /// Of a part the object of its whole.
    pub fn whole(&self) -> Option<&str> {
        self.whole.and_then(|place| self.fields[place].to())
    }

    /// What the field at a place is called: behind the last stands the owner's superior.
    pub fn name_at(&self, place: usize) -> &str {
        self.fields.get(place).map_or(super::path::SUPERIOR, |field| field.name.as_str())
    }

    /// The fields by which its records are told apart, by their places: of `unique` and `no_overlap`.
    pub fn telling_apart(&self) -> BTreeSet<usize> {
        let unique = self.unique.iter().flat_map(|unique| unique.fields.iter().copied());
        let spans = self.spans.iter().flat_map(|span| span.by.iter().copied().chain([span.from, span.to]));
        unique.chain(spans).collect()
    }

    /// The fields that follow its parts: roll-ups over them, and what is computed from these, by their places.
    pub fn following_parts(&self) -> BTreeSet<usize> {
        let over_parts = |sum: &&RollupModel| self.parts.iter().any(|part| part.object == sum.child);
        self.following(self.sums.iter().filter(over_parts).map(|sum| sum.place).collect())
    }

    /// Fields with what is computed of them, by their places.
    pub fn following(&self, mut following: BTreeSet<usize>) -> BTreeSet<usize> {
        for place in &self.formulas {
            let reads = self.fields[*place].formula.iter().flat_map(|formula| &formula.own);
            if reads.into_iter().any(|read| following.contains(read)) {
                following.insert(*place);
            }
        }
        following
    }
}

/// Where a field lies, as its shape says.
fn lies(column: &Name, kind: &Kind) -> Lies {
    let (folded, currency) = match kind {
        Kind::Text { twin } => (twin.clone(), None),
        Kind::Money { currency } => (None, currency.clone()),
        _ => (None, None),
    };
    Lies { value: column.clone(), folded, currency }
}

/// Whether records of the type are referred to by key.
pub fn refers(ty: &FieldType) -> bool {
    ty.to().is_some() || matches!(ty, FieldType::Entry { .. })
}

/// Expressions of one object under compilation.
struct Compiling<'a> {
    models: &'a Models<'a>,
    object: &'a Name,
    ways: Vec<Way>,
    /// Where the expressions of effects stand.
    place: Place,
}

impl Compiling<'_> {
    fn compile(&mut self, text: &str, place: Place, to: Option<&Type>) -> Result<Compiled> {
        let seen = self.models.definitions.fields(self.models.installed);
        let expr = expr::check(text, &seen, self.object, place, to).map_err(|mistakes| {
            let code = mistakes.first().map_or("", |mistake| mistake.code.as_str());
            CrmError::bug(format!("an expression of {} that was not checked: {code}", self.object))
        })?;
        let mut crossing = Vec::new();
        for path in expr.crossing() {
            let way = Way::of(path);
            let known = self.ways.iter().position(|known| *known == way);
            crossing.push(known.unwrap_or(self.ways.len()));
            if known.is_none() {
                self.ways.push(way);
            }
        }
        let defined = self.models.definitions.get(self.object);
        let (behind, person) = match defined {
            Some(defined) => {
                (defined.object.fields.len(), defined.owner.as_ref().and_then(|owner| defined.index(owner)))
            }
            None => return Err(CrmError::bug(format!("{} is no object", self.object))),
        };
        let mut own: Vec<usize> = expr.own_fields().filter_map(|step| usize::try_from(step.index).ok()).collect();
        let superior = own.contains(&behind);
        if superior {
            // Who that is follows the owner.
            own.retain(|place| *place != behind);
            own.extend(person.filter(|person| !own.contains(person)));
        }
        Ok(Compiled { expr, ways: crossing, own, superior })
    }
}
