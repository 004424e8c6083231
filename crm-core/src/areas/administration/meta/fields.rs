//! The fields of a kind of record, for whoever sets rights to them, and for screens.

use super::types::*;
use crate::engine::confidential::{self, FieldRight, Rights};
use crate::engine::gate::Entity;
use crate::engine::labels::{self, Locale};
use crate::engine::objects::description::NAMES;
use crate::engine::objects::shape::Field;
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, RecordInfo};

/// The fields of the record by which a kind is told, and behind them those of its parts that can be withheld.
/// `askable` are those that the reader may ask for in filter trees.
pub(super) fn of(entity: &Entity, locale: Locale, rights: &Rights, askable: &[&Field]) -> Vec<RecordField> {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        operation.result.collect(&mut records, &mut choices);
    }
    let main = confidential::main_record(entity).or_else(|| records.into_iter().find(|r| is_named(r, entity)));
    let own = main.into_iter().flat_map(|record| record.fields.iter().map(move |field| (record, field)));
    let parts = confidential::all()
        .iter()
        .filter(|declared| *entity == declared.entity && main.is_none_or(|main| main.name != declared.record.name))
        .map(|declared| (declared.record, declared.info));
    own.filter(|(record, field)| record.of.is_none() || !["withheld", "custom"].contains(&field.name()))
        .chain(parts)
        .map(|(record, field)| described(entity, record, field, locale, rights, askable))
        .collect()
}

/// A field of which a record has several values, and that stands in none.
pub(super) fn beside(entity: &Entity, locale: Locale, field: &Field, asked: bool) -> RecordField {
    RecordField {
        name: field.name.to_string(),
        label: labels::of_object(locale, entity.as_str(), &field.name),
        doc: "The names of what hangs on the record: they are asked for in filter trees, and stand in no record."
            .to_owned(),
        kind: NAMES.to_owned(),
        confidential: None,
        hideable: false,
        right: FieldRight::Full,
        asked: field.asked().filter(|_| asked).map(str::to_owned).collect(),
        refers_to: None,
        category: None,
    }
}

/// Whether the record bears the name of the kind: `PlanItem` that of `plan_item`.
fn is_named(record: &RecordInfo, entity: &Entity) -> bool {
    let letters = |text: &str| text.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect::<String>();
    letters(record.name) == letters(entity.as_str())
}

fn described(
    entity: &Entity,
    record: &RecordInfo,
    field: &FieldInfo,
    locale: Locale,
    rights: &Rights,
    askable: &[&Field],
) -> RecordField {
    let declared = confidential::find(entity.as_str(), field.name());
    let sought = askable.iter().find(|asked| asked.name == field.name());
    RecordField {
        name: field.name().to_owned(),
        label: labels::field(locale, record.name, field.name()).unwrap_or_else(|| field.name().to_owned()),
        doc: field.doc().trim().to_owned(),
        kind: field.ty.required().name(),
        confidential: declared.map(|declared| declared.kind),
        hideable: declared.is_some_and(confidential::Declared::can_be_hidden),
        // What stands for another record's field has its right.
        right: rights.to_field(record.of, field),
        asked: sought.into_iter().flat_map(|field| field.asked()).map(str::to_owned).collect(),
        refers_to: sought.and_then(|field| field.kind.to()).map(|object| Entity::from(object.as_str())),
        category: sought.and_then(|field| field.kind.category()).map(str::to_owned),
    }
}
