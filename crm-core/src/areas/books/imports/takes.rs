//! What a field takes from a cell: of a record's own field by its declaration, of a custom one by its definition (EXT-3). A
//! text that can be read two ways is not read.

use serde_json::json;

use super::convert::{CUSTOM, Wrong};
use super::mapping::{Known, Right};
use super::types::FieldMapping;
use crate::engine::error::Result;
use crate::engine::exact;
use crate::engine::gate::{Entity, Slices};
use crate::engine::ids::RecordId;
use crate::engine::objects::define::document::FieldType;
use crate::engine::objects::shape::Name;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::tree::Tree;
use crate::engine::validate::Rule;
use crate::engine::wire;

/// What a field takes from a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Takes {
    /// Its text.
    Text,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// An amount in the company's currency.
    Money,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// An entry of the category, by its item or its value.
    Entry(Name),
    /// A user, by the login name.
    User,
    /// A record, by its id.
    Record {
        /// Whether what is no id is the text by which its records are named (OBJ-12).
        by_key: bool,
    },
}

impl Takes {
    /// Of a record's own field.
    pub(super) fn of(info: &FieldInfo) -> Takes {
        let category = info.rules.iter().find_map(|rule| match rule {
            Rule::Category(category) => Some(Name::new_static(category)),
            _ => None,
        });
        match info.ty.required() {
            Type::Integer => Takes::Integer,
            Type::Decimal => Takes::Decimal,
            Type::Record(record) if record.name == "Money" => Takes::Money,
            Type::Date => Takes::Date,
            Type::Id("UserId") => Takes::User,
            _ => category.map_or(Takes::Text, Takes::Entry),
        }
    }

    /// Of a custom field; `by_key` says whether records of an object have a key.
    fn of_custom(ty: &FieldType, by_key: bool) -> Takes {
        match ty {
            FieldType::Text { .. } | FieldType::Choice { .. } => Takes::Text,
            FieldType::Boolean => Takes::Boolean,
            FieldType::Integer { .. } => Takes::Integer,
            FieldType::Decimal { .. } => Takes::Decimal,
            FieldType::Money { .. } => Takes::Money,
            FieldType::Date => Takes::Date,
            FieldType::Instant => Takes::Instant,
            FieldType::Entry { category } => Takes::Entry(category.clone()),
            FieldType::User { .. } => Takes::User,
            FieldType::Department { .. } => Takes::Record { by_key: false },
            FieldType::Ref { .. } => Takes::Record { by_key },
        }
    }

    /// Whether its texts are numbers.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Takes::Integer | Takes::Decimal | Takes::Money)
    }
}

/// The custom fields of a kind that a mapping may name behind the prefix. Where it names none, nothing is asked.
pub(super) fn custom(
    slices: &mut Slices<'_>,
    entity: &Entity,
    prefix: &str,
    mapping: &[FieldMapping],
) -> Result<Vec<Known>> {
    let prefix = format!("{prefix}{CUSTOM}");
    if !mapping.iter().any(|mapping| mapping.field.starts_with(&prefix)) {
        return Ok(Vec::new());
    }
    let fields = slices.read(|cx| cx.custom_fields(entity))?;
    let known = fields.into_iter().map(|field| Known {
        name: format!("{prefix}{}", field.name),
        takes: Takes::of_custom(&field.ty, field.by_key),
        right: if field.computed { Right::Computed } else { Right::Asked(field.writable) },
        // What is required may be left out: the record is incomplete then (EXT-4).
        needed: false,
        clearable: !field.required && !field.fixed,
        anew: false,
        joins: false,
    });
    Ok(known.collect())
}

/// A text that says yes or no.
pub(super) fn boolean(text: &str) -> Result<bool, Wrong> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "是" => Ok(true),
        "false" | "no" | "0" | "否" => Ok(false),
        _ => Err(("wrong_type", "must be true or false, yes or no, 1 or 0, 是 or 否", None)),
    }
}

/// An instant, which has its offset with it: a time of day alone is another instant in each zone.
pub(super) fn instant(text: &str) -> Result<String, Wrong> {
    let wrong = ("wrong_type", "must be an instant with its offset, like 2026-03-02T10:00:00+08:00", None);
    exact::instant(text).map(|_| text.to_owned()).ok_or(wrong)
}

/// A record, by its id or the text by which it is named.
pub(super) fn record(text: &str, by_key: bool) -> Result<Box<dyn wire::Written>, Wrong> {
    match text.parse::<RecordId>() {
        Ok(id) => Ok(Box::new(id.to_string())),
        Err(_) if by_key => Ok(Box::new(Tree::from(json!({ "key": text })))),
        Err(_) => Err(("wrong_type", "must be the id of a record", None)),
    }
}
