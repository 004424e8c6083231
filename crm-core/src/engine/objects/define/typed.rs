//! The typed kinds of record and operations of this version, as definitions may name them.

use super::installed::{Callable, Typed};
use crate::engine::area;
use crate::engine::objects::shape::Name;
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Type};

/// The typed kinds that are objects, each with its area. Packs may give fields to those that say who writes them.
pub fn typed_kinds() -> Vec<Typed> {
    let kinds = area::all().flat_map(|area| area.kinds.iter().map(move |kind| (area, kind)));
    let typed = kinds.filter_map(|(area, kind)| {
        let object = kind.object?;
        Some(Typed {
            object: object.clone(),
            area: Name::new_static(area.name()),
            owner: kind.owner.map(Name::new_static),
            extends: kind.extends.is_some(),
        })
    });
    typed.collect()
}

/// An operation of this version by its name.
pub fn callable(name: &str) -> Option<Callable> {
    let operation = Operation::find(name)?;
    let mut arguments = Vec::new();
    for argument in operation.arguments {
        match argument.ty.required() {
            // What is created is given field by field.
            Type::Record(record) if argument.name() == "new" => {
                arguments.extend(record.fields.iter().map(|field| Name::new_static(field.name())));
            }
            _ => arguments.push(Name::new_static(argument.name())),
        }
    }
    Some(Callable { for_rules: operation.for_rules(), arguments })
}

/// An operation that writes a typed record, by what it takes.
#[derive(Debug, Clone, Copy)]
pub struct TypedWrite {
    /// Its name, `activities.create`.
    pub operation: &'static str,
    /// The argument with the record's fields, `new` or `changes`.
    pub argument: &'static str,
    /// What stands in it.
    pub fields: &'static [FieldInfo],
}

impl TypedWrite {
    /// A field by its name.
    pub fn field(&self, name: &str) -> Option<&'static FieldInfo> {
        self.fields.iter().find(|field| field.name() == name)
    }
}

/// The create or update of the area whose records are of that kind above all.
pub fn typed_write(object: &str, verb: &str) -> Option<TypedWrite> {
    let area = area::all().find(|area| area.kinds.first().is_some_and(|kind| kind.name == object))?;
    let operation = Operation::find(&format!("{}.{verb}", area.name()))?;
    let found = operation.arguments.iter().find(|argument| matches!(argument.name(), "new" | "changes"))?;
    match found.ty.required() {
        Type::Record(record) => {
            Some(TypedWrite { operation: operation.name, argument: found.name(), fields: record.fields })
        }
        _ => None,
    }
}
