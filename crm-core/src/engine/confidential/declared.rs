//! Which fields can be withheld: all that are declared, found in what the operations give.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::ConfidentialKind;
use crate::engine::area;
use crate::engine::gate::Entity;
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Of, RecordInfo, Type};
use crate::engine::validate::Rule;

/// A field that can be withheld.
#[derive(Debug)]
pub(crate) struct Declared {
    /// The kind of record it is of, `customer`.
    pub(crate) entity: &'static str,
    pub(crate) kind: ConfidentialKind,
    /// The type of record that declares it.
    pub(crate) record: &'static RecordInfo,
    pub(crate) info: &'static FieldInfo,
}

impl Declared {
    /// Whether it can be absent. A required text can be masked and no more.
    pub(crate) fn can_be_hidden(&self) -> bool {
        matches!(self.info.ty, Type::Optional(_))
    }

    /// The area whose operations a role holds for whose rights to this field count (FIELD-2).
    pub(crate) fn area(&self) -> &'static str {
        area::root_of_kind(self.entity)
    }
}

struct Registry {
    fields: Vec<Declared>,
    by_name: HashMap<(&'static str, &'static str), usize>,
    /// The record by which a kind is told in full, and which the audit keeps.
    main: HashMap<&'static str, &'static RecordInfo>,
    /// Lists of parts of a kind's records, by the kind and the name of the list, which the audit keeps beside them.
    parts: HashMap<(&'static str, &'static str), &'static FieldInfo>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        operation.result.collect(&mut records, &mut choices);
    }
    let mut registry =
        Registry { fields: Vec::new(), by_name: HashMap::new(), main: HashMap::new(), parts: HashMap::new() };
    for record in records {
        for info in record.fields {
            if let Type::List(Type::Record(part)) = info.ty
                && let Some(of) = part.of
            {
                registry.parts.entry((of.entity, info.name())).or_insert(info);
            }
        }
        let Some(Of { entity, asks: false, .. }) = record.of else { continue };
        if is_main(record) {
            registry.main.insert(entity, record);
        }
        for info in record.fields {
            if let Some(kind) = declared_kind(info) {
                registry.by_name.insert((entity, info.name()), registry.fields.len());
                registry.fields.push(Declared { entity, kind, record, info });
            }
        }
    }
    registry
});

/// Whether it is the record of a kind, and not a part of one.
fn is_main(record: &RecordInfo) -> bool {
    let has = |name| record.fields.iter().any(|field| field.name() == name);
    has("id") && has("version")
}

fn declared_kind(info: &FieldInfo) -> Option<ConfidentialKind> {
    info.rules.iter().find_map(|rule| match rule {
        Rule::Confidential(kind) => Some(*kind),
        _ => None,
    })
}

/// Every field that can be withheld, in the order of the areas.
pub(crate) fn all() -> &'static [Declared] {
    &REGISTRY.fields
}

/// The field of that name.
pub(crate) fn find(entity: &str, field: &str) -> Option<&'static Declared> {
    REGISTRY.by_name.get(&(entity, field)).and_then(|at| REGISTRY.fields.get(*at))
}

/// The record by which a kind is told, where something of the kind can be withheld.
pub(crate) fn main_record(entity: &Entity) -> Option<&'static RecordInfo> {
    REGISTRY.main.get(entity.as_str()).copied()
}

/// A list of parts of a kind's records, by its name.
pub(super) fn part(of: Option<Of>, name: &str) -> Option<&'static FieldInfo> {
    of.and_then(|of| REGISTRY.parts.get(&(of.entity, name)).copied())
}

/// What a field of a record (or an argument) stands for.
pub(super) fn links(of: Option<Of>, field: &FieldInfo) -> Vec<&'static Declared> {
    let mut found: Vec<&'static Declared> = field.rules.iter().filter_map(named).collect();
    if found.is_empty()
        && let Some(of) = of
    {
        found.extend(find(of.entity, field.name()));
    }
    found
}

fn named(rule: &Rule) -> Option<&'static Declared> {
    match rule {
        Rule::Of(name) => name.split_once('.').and_then(|(entity, field)| find(entity, field)),
        _ => None,
    }
}
