//! Paths from an object to a field, over up to three references (FILT-7), and the count of the references that a
//! statement crosses: filter, order, columns and groups share it, since SQLite joins no more than 64 tables.

use std::collections::BTreeSet;

use super::mistakes::Unfit;
use super::shape::{Catalogue, Field, Kind, Object, Rights};

/// The name of an owner's superior in expressions (OBJ-5).
pub const SUPERIOR: &str = "superior";

/// The references that one path may cross.
pub const STEPS: usize = 3;

/// The different references that one statement may cross.
pub const CROSSED: usize = 24;

/// A reference on the way, with the object that it leads to.
#[derive(Debug, Clone)]
pub struct Step {
    /// The reference.
    pub field: Field,
    /// Where it leads.
    pub to: Object,
    /// Whether not to whom it names but to that one's superior (PROC-6).
    pub above: bool,
}

impl Step {
    /// Adds its name to a way.
    pub(super) fn name(&self, way: &mut String) {
        way.push_str(&self.field.name);
        // No name ends so.
        way.push_str(if self.above { "^." } else { "." });
    }
}

/// The way from an object to a field.
#[derive(Debug, Clone)]
pub struct Path {
    /// The references on the way.
    pub steps: Vec<Step>,
    /// The field.
    pub field: Field,
    /// The object whose field it is.
    pub of: Object,
    /// The object to which the field itself refers.
    pub to: Option<Object>,
}

/// The different references that a statement crosses, each by the whole way to it.
#[derive(Debug, Default, Clone)]
pub struct Crossed(BTreeSet<String>);

impl Crossed {
    /// Adds those of a path; whether they are still as few as may be.
    pub fn add(&mut self, path: &Path) -> bool {
        let mut way = String::new();
        let mut enough = true;
        for step in &path.steps {
            step.name(&mut way);
            if !self.0.contains(&way) {
                enough &= self.0.len() < CROSSED;
                self.0.insert(way.clone());
            }
        }
        enough
    }
}

/// Finds the field that a path of an expression leads to, for the engine itself, which reads everything. On the way it may
/// name an object's owner, and the owner's superior.
///
/// # Errors
/// Why it leads nowhere.
pub fn open(catalogue: &dyn Catalogue, from: &Object, text: &str, crossed: &mut Crossed) -> Result<Path, Unfit> {
    Ways { catalogue, rights: &super::shape::Everything }.walk(from, text, crossed, true)
}

/// Where a path is sought.
pub(super) struct Ways<'a> {
    pub(super) catalogue: &'a dyn Catalogue,
    pub(super) rights: &'a dyn Rights,
}

impl Ways<'_> {
    /// Finds the field that a path leads to.
    pub(super) fn find(&self, from: &Object, text: &str, crossed: &mut Crossed) -> Result<Path, Unfit> {
        self.walk(from, text, crossed, false)
    }

    fn walk(&self, from: &Object, text: &str, crossed: &mut Crossed, people: bool) -> Result<Path, Unfit> {
        let mut names = text.split('.');
        let (mut object, mut name, mut steps) = (from.clone(), names.next().unwrap_or_default(), Vec::new());
        loop {
            let (field, above) = match object.field(name) {
                Some(field) => (field.clone(), false),
                None => self.person(&object, name).filter(|_| people).ok_or(Unfit::of("unknown_field"))?,
            };
            let to = match field.kind.to() {
                Some(to) => Some(self.catalogue.object(to).ok_or(Unfit::of("unknown_object"))?.clone()),
                None => None,
            };
            if !self.rights.reads(&object, &field) {
                return Err(Unfit::of("not_readable"));
            }
            let Some(next) = names.next() else {
                let path = Path { steps, field, of: object, to };
                return if crossed.add(&path) { Ok(path) } else { Err(Unfit::beyond("too_many", CROSSED)) };
            };
            // What lies behind a field that refers to nothing is no field.
            let to = to.ok_or(Unfit::of("type"))?;
            if steps.len() == STEPS {
                return Err(Unfit::beyond("too_deep", STEPS));
            }
            steps.push(Step { field, to: to.clone(), above });
            (object, name) = (to, next);
        }
    }

    /// The field of an object's owner, where it has one, by the names `owner` and `superior`; whether it is the latter.
    fn person(&self, object: &Object, name: &str) -> Option<(Field, bool)> {
        let owner = self.catalogue.owner(&object.name).filter(|_| matches!(name, "owner" | SUPERIOR))?;
        Some((object.field(owner)?.clone(), name == SUPERIOR))
    }
}

impl Path {
    /// The column in which it is compared and sorted: of a text the folded twin.
    pub(super) fn compared(&self) -> &str {
        match &self.field.kind {
            Kind::Text { twin: Some(twin) } => twin,
            _ => &self.field.column,
        }
    }

    /// Whether it is never empty.
    pub(super) fn filled(&self) -> bool {
        self.steps.is_empty() && self.field.filled
    }

    /// Writes what a cursor over the path stands for.
    pub(super) fn stamp(&self, out: &mut String) {
        for step in &self.steps {
            step.field.stamp(out);
            out.push_str(if step.above { "^" } else { "" });
        }
        self.field.stamp(out);
    }
}
