//! A mapping, checked against the file's columns and the record's fields once, and applied to each line.

use std::collections::HashMap;

use super::table::{Line, Table};
use super::types::FieldMapping;
use crate::schema::{FieldInfo, Type};
use crate::validate::Violations;

/// A mapping ready to apply.
pub(super) struct Mapping {
    pub(super) fields: Vec<MappedField>,
}

/// One field with the source of its values.
pub(super) struct MappedField {
    /// The field's name in the mapping, `contact.name`.
    pub(super) name: String,
    pub(super) info: &'static FieldInfo,
    pub(super) lenient: bool,
    source: Source,
}

enum Source {
    Constant(String),
    Column(usize),
    Mapped(usize, HashMap<String, String>),
    Filled { column: usize, filled: Option<String>, empty: Option<String> },
}

/// A line's value for a field.
pub(super) enum Found {
    /// Nothing.
    Empty,
    /// A text, trimmed; whether something was trimmed.
    Text(String, bool),
    /// A text that the mapping does not know.
    Unmapped(String),
}

/// The fields that a record type offers to a mapping, each with its name there.
pub(super) fn fields(record: Type, prefix: &str) -> Vec<(String, &'static FieldInfo)> {
    match record {
        Type::Record(record) => record
            .fields
            .iter()
            .filter(|f| !matches!(f.ty.required(), Type::List(_)))
            .map(|f| (format!("{prefix}{}", f.name), f))
            .collect(),
        _ => Vec::new(),
    }
}

impl Mapping {
    /// Checks a mapping; what is wrong stands under the argument's name.
    pub(super) fn check(
        argument: &str,
        given: &[FieldMapping],
        known: &[(String, &'static FieldInfo)],
        table: &Table,
        out: &mut Violations,
    ) -> Mapping {
        let mut fields: Vec<MappedField> = Vec::new();
        for (i, mapping) in given.iter().enumerate() {
            let place = format!("{argument}[{i}]");
            let Some((name, info)) = known.iter().find(|(name, _)| *name == mapping.field) else {
                out.add(&format!("{place}.field"), "unknown_field", "is not a field of the record", None);
                continue;
            };
            if fields.iter().any(|f| f.name == *name) {
                out.add(&format!("{place}.field"), "not_unique", "is mapped twice", None);
            }
            match source(mapping, table) {
                Ok(source) => fields.push(MappedField {
                    name: name.clone(),
                    info,
                    lenient: mapping.lenient == Some(true),
                    source,
                }),
                Err((code, detail)) => out.add(&format!("{place}.column"), code, detail, None),
            }
        }
        for (name, info) in known {
            if !info.optional && !name.contains('.') && !given.iter().any(|m| m.field == *name) {
                out.add(argument, "required", format!("must map the field {name}"), Some(name.clone()));
            }
        }
        Mapping { fields }
    }

    /// The text of one field in a line, as far as it is mapped: for telling which record a line is about.
    pub(super) fn text(&self, field: &str, line: &Line) -> String {
        match self.fields.iter().find(|f| f.name == field).map(|f| f.find(line)) {
            Some(Found::Text(text, _) | Found::Unmapped(text)) => text,
            _ => String::new(),
        }
    }
}

fn source(mapping: &FieldMapping, table: &Table) -> Result<Source, (&'static str, &'static str)> {
    let choice = mapping.when_filled.is_some() || mapping.when_empty.is_some();
    let Some(column) = &mapping.column else {
        return match &mapping.constant {
            Some(constant) if !choice && mapping.values.is_none() => Ok(Source::Constant(constant.clone())),
            _ => Err(("required", "a column or a constant is required")),
        };
    };
    if mapping.constant.is_some() || (choice && mapping.values.is_some()) {
        return Err(("contradictory", "has more than one source"));
    }
    let Some(column) = table.column(column) else {
        return Err(("unknown_column", "is not a column of the file"));
    };
    Ok(match &mapping.values {
        Some(values) => Source::Mapped(column, values.iter().map(|v| (v.cell.clone(), v.to.clone())).collect()),
        None if choice => {
            Source::Filled { column, filled: mapping.when_filled.clone(), empty: mapping.when_empty.clone() }
        }
        None => Source::Column(column),
    })
}

impl MappedField {
    /// The field's value in a line.
    pub(super) fn find(&self, line: &Line) -> Found {
        let text = |text: &str| match text.trim() {
            "" => Found::Empty,
            trimmed => Found::Text(trimmed.to_owned(), trimmed.len() != text.len()),
        };
        match &self.source {
            Source::Constant(constant) => text(constant),
            Source::Column(column) => text(line.cell(*column)),
            Source::Mapped(column, values) => match line.cell(*column).trim() {
                "" => Found::Empty,
                cell => match values.get(cell) {
                    Some(to) => text(to),
                    None => Found::Unmapped(cell.to_owned()),
                },
            },
            Source::Filled { column, filled, empty } => {
                let chosen = if line.cell(*column).trim().is_empty() { empty } else { filled };
                chosen.as_deref().map_or(Found::Empty, text)
            }
        }
    }
}
