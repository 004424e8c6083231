//! What a definition needs of its tables: the slots of its fields, and the indexes (VIEW-7).

use super::super::define::document::{FieldType, Link, Object, Pack, Summed};
use super::super::shape::{ENTRY, Name};
use super::slots::{Class, Use};
use super::tables::Index;

/// The slots that a field uses. Texts that are searched, or by which records are told apart, are folded (TYPE-8); `table`
/// gives the table of an object.
pub fn uses(ty: &FieldType, folded: bool, table: &dyn Fn(&str) -> Option<Name>) -> Option<Vec<(Use, Class)>> {
    let value = |class| vec![(Use::Value, class)];
    Some(match ty {
        FieldType::Text { .. } if folded => vec![(Use::Value, Class::Texts), (Use::Folded, Class::Texts)],
        FieldType::Text { .. } | FieldType::Date | FieldType::Choice { .. } => value(Class::Texts),
        FieldType::Money { any_currency: true, .. } => {
            vec![(Use::Value, Class::Numbers), (Use::Currency, Class::Texts)]
        }
        FieldType::Boolean
        | FieldType::Integer { .. }
        | FieldType::Decimal { .. }
        | FieldType::Money { .. }
        | FieldType::Instant => value(Class::Numbers),
        FieldType::Entry { .. } => value(Class::References(table(ENTRY)?)),
        FieldType::Ref { .. } | FieldType::User { .. } | FieldType::Department { .. } => {
            value(Class::References(table(ty.to()?)?))
        }
    })
}

/// The indexes that an object of a pack needs, without those that every table has. `column` gives the column in which a field
/// is compared; `packs` are all that are there, since a roll-up of another may ask for one.
pub fn indexes<'a>(
    object: &Object,
    name: &str,
    packs: impl Iterator<Item = &'a Pack>,
    column: &dyn Fn(&str) -> Option<Name>,
) -> Vec<Index> {
    let mut indexes = Indexes { found: Vec::new(), column };
    if object.number.is_some() {
        indexes.plain(&["number_folded"], true);
    }
    if object.owner.is_some() {
        indexes.plain(&["owner", "created_at"], false);
    }
    if object.status.is_some() {
        indexes.plain(&["status", "created_at"], false);
    }
    for unique in &object.unique {
        indexes.over(unique.fields.iter(), unique.states.as_deref(), true);
    }
    for span in &object.no_overlap {
        indexes.over(span.by.iter().chain([&span.from]), span.states.as_deref(), false);
    }
    references(&mut indexes, object.fields.iter().map(|field| (&field.name, &field.ty)));
    children(&mut indexes, name, packs);
    indexes.found
}

/// The indexes that the custom fields of a typed object need in the table beside its own.
pub fn indexes_beside<'a>(
    fields: &[(&Name, &FieldType)],
    name: &str,
    packs: impl Iterator<Item = &'a Pack>,
    column: &dyn Fn(&str) -> Option<Name>,
) -> Vec<Index> {
    let mut indexes = Indexes { found: Vec::new(), column };
    references(&mut indexes, fields.iter().copied());
    children(&mut indexes, name, packs);
    indexes.found
}

/// One for each reference: what refers to a record is found by it.
fn references<'a>(indexes: &mut Indexes<'_>, fields: impl Iterator<Item = (&'a Name, &'a FieldType)>) {
    for (name, ty) in fields {
        if ty.to().is_some() || matches!(ty, FieldType::Entry { .. }) {
            indexes.over([name].into_iter(), None, false);
        }
    }
}

/// Those by which the roll-ups over the object find what they sum: by a reference its own index does, with the field behind
/// it where the least or the greatest is sought (ROLL-3).
fn children<'a>(indexes: &mut Indexes<'_>, name: &str, packs: impl Iterator<Item = &'a Pack>) {
    for pack in packs {
        let own = pack.objects.iter().flat_map(|object| &object.fields);
        let added = pack.extend.iter().flat_map(|one| &one.fields);
        for rollup in own.chain(added).filter_map(|field| field.rollup.as_ref()).filter(|rollup| rollup.of == name) {
            let end = match &rollup.measure {
                Summed::Min(field) | Summed::Max(field) => Some(field),
                Summed::Count | Summed::Sum(_) => None,
            };
            match &rollup.link {
                Link::By(by) if end.is_some() => indexes.over([by].into_iter().chain(end), None, false),
                Link::By(_) => {}
                Link::Match(pairs) => indexes.over(pairs.iter().map(|(_, theirs)| theirs).chain(end), None, false),
            }
        }
    }
}

/// Indexes under construction.
struct Indexes<'a> {
    found: Vec<Index>,
    column: &'a dyn Fn(&str) -> Option<Name>,
}

impl Indexes<'_> {
    fn plain(&mut self, columns: &[&str], unique: bool) {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        self.put(Index { columns, states: Vec::new(), unique });
    }

    /// One over fields. Where a field lies nowhere there is none: it is of the typed table, over which none reaches.
    fn over<'n>(&mut self, fields: impl Iterator<Item = &'n Name>, states: Option<&[Name]>, unique: bool) {
        let columns: Option<Vec<String>> = fields.map(|field| (self.column)(field).map(String::from)).collect();
        let states = states.unwrap_or_default().iter().map(ToString::to_string).collect();
        if let Some(columns) = columns {
            self.put(Index { columns, states, unique });
        }
    }

    /// Each once. One that is the beginning of another is another all the same: what is asked by it is in its order then.
    fn put(&mut self, index: Index) {
        if !self.found.contains(&index) {
            self.found.push(index);
        }
    }
}
