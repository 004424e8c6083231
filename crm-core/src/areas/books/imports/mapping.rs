//! A mapping, checked against the file's columns and the record's fields once, and applied to each line.

use std::collections::HashMap;

use super::convert::Shown;
use super::table::{Column, Line, Table};
use super::takes::Takes;
use super::types::{DateOrder, DecimalMark, EmptyCell, FieldMapping, ImportOptions};
use crate::engine::confidential::Rights;
use crate::engine::schema::{FieldInfo, Of, Type};
use crate::engine::validate::Violations;

/// A mapping ready to apply.
pub(super) struct Mapping {
    pub(super) fields: Vec<MappedField>,
}

/// A field that may be mapped.
#[derive(Clone)]
pub(super) struct Known {
    /// Its name in a mapping, `contact.name`.
    pub(super) name: String,
    pub(super) takes: Takes,
    pub(super) right: Right,
    /// Whether no line can do without it.
    pub(super) needed: bool,
    /// Whether a record that is there can lose it.
    pub(super) clearable: bool,
    /// Whether it is written anew each time, so that there is nothing to keep.
    pub(super) anew: bool,
    /// Whether it only says to which record of another file the line belongs.
    pub(super) joins: bool,
}

/// What says whether the caller may write a field.
#[derive(Clone, Copy)]
pub(super) enum Right {
    /// Their right to the field of this kind of record.
    Field(Option<Of>, &'static FieldInfo),
    /// It was asked for: whether they may.
    Asked(bool),
    /// Nobody may: the engine computes it.
    Computed,
}

/// One field with the source of its values.
pub(super) struct MappedField {
    /// The field's name in the mapping, `contact.name`.
    pub(super) name: String,
    pub(super) takes: Takes,
    /// Whether no line can do without it.
    pub(super) needed: bool,
    pub(super) lenient: bool,
    /// Whether it only says to which record of another file the line belongs.
    pub(super) joins: bool,
    /// Whether an empty cell empties the field of a record that is there.
    pub(super) clear: bool,
    pub(super) decimal_mark: Option<DecimalMark>,
    pub(super) date_order: DateOrder,
    /// What the column's numbers show.
    pub(super) shown: Shown,
    source: Source,
}

enum Source {
    Constant(String),
    Column(usize),
    Mapped(usize, HashMap<String, String>),
    Filled { column: usize, filled: Option<String>, empty: Option<String> },
}

/// A line's value for a field.
pub(super) enum Found<'l> {
    /// Nothing.
    Empty,
    /// A text, trimmed; whether something was trimmed.
    Text(&'l str, bool),
    /// A text that the mapping does not know.
    Unmapped(&'l str),
}

/// The fields that a record type offers to a mapping, each with its name there.
pub(super) fn fields(record: Type, prefix: &str) -> Vec<Known> {
    let Type::Record(record) = record else { return Vec::new() };
    let plain = record.fields.iter().filter(|f| !matches!(f.ty.required(), Type::List(_) | Type::Tree));
    let known = |info: &'static FieldInfo| Known {
        name: format!("{prefix}{}", info.name()),
        takes: Takes::of(info),
        right: Right::Field(record.of, info),
        needed: !info.optional && prefix.is_empty(),
        clearable: info.optional && !info.is_demanded(),
        anew: false,
        joins: false,
    };
    plain.map(known).collect()
}

/// The columns that a mapping names.
pub(super) fn columns(given: &[FieldMapping]) -> Vec<&str> {
    given.iter().filter_map(|m| m.column.as_deref()).collect()
}

impl Mapping {
    /// Checks a mapping; what is wrong stands under the argument's name.
    pub(super) fn check(
        argument: &str,
        given: &[FieldMapping],
        known: &[Known],
        table: &Table<'_>,
        options: &ImportOptions,
        rights: &Rights,
        out: &mut Violations,
    ) -> Mapping {
        let may_write = |known: &Known| match known.right {
            Right::Field(of, info) => rights.to_field(of, info).writes(),
            Right::Asked(may) => may,
            Right::Computed => true,
        };
        let mut fields: Vec<MappedField> = Vec::new();
        for (i, mapping) in given.iter().enumerate() {
            let place = format!("{argument}[{i}]");
            let Some(known) = known.iter().find(|known| known.name == mapping.field) else {
                out.add(&format!("{place}.field"), "unknown_field", "is not a field of the record", None);
                continue;
            };
            if fields.iter().any(|f| f.name == known.name) {
                out.add(&format!("{place}.field"), "not_unique", "is mapped twice", None);
            }
            if !may_write(known) {
                out.add(&format!("{place}.field"), "not_writable", "is a field that you may not write", None);
            }
            if matches!(known.right, Right::Computed) {
                out.add(&format!("{place}.field"), "read_only", "is computed by the engine", None);
            }
            for (part, code, detail) in wrong(mapping, known) {
                out.add(&format!("{place}.{part}"), code, detail, None);
            }
            match source(mapping, table) {
                Ok(source) => fields.push(MappedField {
                    name: known.name.clone(),
                    takes: known.takes.clone(),
                    needed: known.needed,
                    joins: known.joins,
                    lenient: mapping.lenient == Some(true),
                    clear: mapping.empty_cell == Some(EmptyCell::Clear),
                    decimal_mark: mapping.decimal_mark.or(options.decimal_mark),
                    date_order: mapping.date_order.or(options.date_order).unwrap_or(DateOrder::YearMonthDay),
                    shown: Shown::default(),
                    source,
                }),
                Err((part, code, detail)) => out.add(&format!("{place}.{part}"), code, detail, None),
            }
        }
        for known in known.iter().filter(|known| known.needed && !given.iter().any(|m| m.field == known.name)) {
            out.add(argument, "required", format!("must map the field {}", known.name), Some(known.name.clone()));
        }
        // What is written anew is written whether it is mapped or not.
        let unmapped = |known: &&Known| !given.iter().any(|m| m.field == known.name);
        if known.iter().filter(unmapped).any(|known| known.anew && !may_write(known)) {
            out.add(argument, "not_writable", "writes fields anew that you may not write", None);
        }
        Mapping { fields }
    }

    /// The text of one field in a line, as far as it is mapped: for telling which record a line is about.
    pub(super) fn text<'l>(&'l self, field: &str, line: &'l Line) -> &'l str {
        match self.fields.iter().find(|f| f.name == field).map(|f| f.find(line)) {
            Some(Found::Text(text, _) | Found::Unmapped(text)) => text,
            _ => "",
        }
    }

    /// Looks at what a line shows of the way in which its columns write numbers.
    pub(super) fn look(&mut self, line: &Line) {
        if line.broken.is_some() {
            return;
        }
        for field in self.fields.iter_mut().filter(|f| f.decimal_mark.is_none() && f.takes.is_number()) {
            if let Source::Column(column) = field.source {
                field.shown.look(line.cell(column).trim());
            }
        }
    }
}

type Wrong = (&'static str, &'static str, &'static str);

/// What is wrong with a mapping beside its source: a part of it, a code and what it means.
fn wrong(mapping: &FieldMapping, known: &Known) -> Vec<Wrong> {
    let mut found = Vec::new();
    let cell_alone = mapping.column.is_some() && mapping.when_empty.is_none() && mapping.when_filled.is_none();
    if known.needed && mapping.lenient == Some(true) {
        found.push(("lenient", "not_lenient", "is a field that the record needs, so no value of it can be left out"));
    }
    match mapping.empty_cell {
        Some(_) if !cell_alone => {
            found.push(("empty_cell", "contradictory", "is for a column whose empty cells mean nothing else"));
        }
        Some(EmptyCell::Clear) if known.needed || !known.clearable => {
            found.push(("empty_cell", "not_clearable", "is a field that can't be emptied"));
        }
        Some(EmptyCell::Keep) if known.anew => {
            found.push(("empty_cell", "contradictory", "is a field that is written anew each time"));
        }
        _ => {}
    }
    if mapping.decimal_mark.is_some() && !known.takes.is_number() {
        found.push(("decimal_mark", "contradictory", "is no field of numbers"));
    }
    if mapping.date_order.is_some() && known.takes != Takes::Date {
        found.push(("date_order", "contradictory", "is no field of dates"));
    }
    found
}

fn source(mapping: &FieldMapping, table: &Table<'_>) -> Result<Source, Wrong> {
    let choice = mapping.when_filled.is_some() || mapping.when_empty.is_some();
    let Some(column) = &mapping.column else {
        return match &mapping.constant {
            Some(constant) if !choice && mapping.values.is_none() => Ok(Source::Constant(constant.clone())),
            _ => Err(("column", "required", "a column or a constant is required")),
        };
    };
    if mapping.constant.is_some() || (choice && mapping.values.is_some()) {
        return Err(("column", "contradictory", "has more than one source"));
    }
    let column = match table.column(column) {
        Column::At(column) => column,
        Column::Twice => return Err(("column", "ambiguous_column", "stands more than once in the file's first line")),
        Column::Unknown => return Err(("column", "unknown_column", "is not a column of the file")),
    };
    Ok(match &mapping.values {
        Some(values) => {
            let mut map = HashMap::new();
            for value in values {
                if map.insert(value.cell.clone(), value.to.clone()).is_some_and(|before| before != value.to) {
                    return Err(("values", "not_unique", "maps one value to two"));
                }
            }
            Source::Mapped(column, map)
        }
        None if choice => {
            Source::Filled { column, filled: mapping.when_filled.clone(), empty: mapping.when_empty.clone() }
        }
        None => Source::Column(column),
    })
}

impl MappedField {
    /// The field's value in a line.
    pub(super) fn find<'l>(&'l self, line: &'l Line) -> Found<'l> {
        fn text(text: &str) -> Found<'_> {
            match text.trim() {
                "" => Found::Empty,
                trimmed => Found::Text(trimmed, trimmed.len() != text.len()),
            }
        }
        match &self.source {
            Source::Constant(constant) => text(constant),
            Source::Column(column) => text(line.cell(*column)),
            Source::Mapped(column, values) => match line.cell(*column).trim() {
                "" => Found::Empty,
                cell => match values.get(cell) {
                    Some(to) => text(to),
                    None => Found::Unmapped(cell),
                },
            },
            Source::Filled { column, filled, empty } => {
                let chosen = if line.cell(*column).trim().is_empty() { empty } else { filled };
                chosen.as_deref().map_or(Found::Empty, text)
            }
        }
    }

    /// Whether its values come from the file, and not from the mapping alone.
    pub(super) fn is_read(&self) -> bool {
        !matches!(self.source, Source::Constant(_))
    }
}
