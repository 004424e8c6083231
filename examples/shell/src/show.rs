//! Results for people and for programs: as a table, JSON or CSV.

use comfy_table::{ContentArrangement, Table, presets};
use crm_core::schema::{FieldInfo, Type};
use serde_json::Value;

/// How results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Aligned columns; what is empty in every row is left out.
    Table,
    /// The result as it is, one line.
    Json,
    /// RFC 4180 with a header; fields of records inside have dotted names.
    Csv,
}

impl std::str::FromStr for Mode {
    type Err = String;
    fn from_str(text: &str) -> Result<Mode, String> {
        match text {
            "table" => Ok(Mode::Table),
            "json" => Ok(Mode::Json),
            "csv" => Ok(Mode::Csv),
            other => Err(format!("{other} is no mode; there are table, json, csv")),
        }
    }
}

/// The result of an operation as text that ends with a line end; nothing where there is nothing to show.
pub fn result(mode: Mode, ty: &Type, value: &Value, wide: bool) -> String {
    match (mode, rows(ty, value)) {
        (Mode::Json, _) => format!("{value}\n"),
        (_, None) if value.is_null() => String::new(),
        (_, None) => format!("{}\n", cell(value)),
        (Mode::Csv, Some(found)) => csv(&found),
        (Mode::Table, Some(found)) => table(&found, wide),
    }
}

/// The rows in a result, with what the description says of them.
struct Rows<'a> {
    fields: &'static [FieldInfo],
    values: Vec<&'a Value>,
    single: bool,
    more: bool,
    total: Option<String>,
}

fn rows<'a>(ty: &Type, value: &'a Value) -> Option<Rows<'a>> {
    let plain = |fields, values, single| Rows { fields, values, single, more: false, total: None };
    match ty.required() {
        Type::List(element) => match element.required() {
            Type::Record(record) => Some(plain(record.fields, value.as_array()?.iter().collect(), false)),
            _ => None,
        },
        // A page is a record whose rows are its items.
        Type::Record(page) => match page.fields.iter().find(|f| f.name() == "items").map(|f| f.ty.required()) {
            Some(Type::List(Type::Record(record))) => Some(Rows {
                more: value.get("next").is_some_and(|next| !next.is_null()),
                total: value.get("total").filter(|total| !total.is_null()).map(cell),
                ..plain(record.fields, value.get("items")?.as_array()?.iter().collect(), false)
            }),
            _ if value.is_null() => None,
            _ => Some(plain(page.fields, vec![value], true)),
        },
        _ => None,
    }
}

fn table(rows: &Rows<'_>, wide: bool) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    // Lines are broken to fit a screen; a file, a pipe and some terminals have no width.
    if !wide && table.width().is_some_and(|columns| columns >= 40) {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    if rows.single {
        for field in rows.fields {
            if let Some(value) = rows.values[0].get(field.name()).filter(|value| !is_empty(value)) {
                table.add_row([field.name().to_owned(), cell(value)]);
            }
        }
        return format!("{table}\n");
    }
    let shown: Vec<&FieldInfo> = rows
        .fields
        .iter()
        .filter(|field| rows.values.iter().any(|row| row.get(field.name()).is_some_and(|value| !is_empty(value))))
        .collect();
    let mut text = String::new();
    if !shown.is_empty() {
        table.set_header(shown.iter().map(|field| field.name()));
        for row in &rows.values {
            table.add_row(shown.iter().map(|field| row.get(field.name()).map(cell).unwrap_or_default()));
        }
        text = format!("{table}\n");
    }
    let count = rows.values.len();
    let of = rows.total.as_deref().map(|total| format!(" of {total}")).unwrap_or_default();
    let more = if rows.more { "; .next shows more" } else { "" };
    format!("{text}{count} {}{of}{more}\n", if count == 1 { "row" } else { "rows" })
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// A value in a cell: of a record inside, what people know it by.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(|one| !one.is_object()) => {
            list.iter().map(cell).collect::<Vec<_>>().join(", ")
        }
        Value::Array(list) => format!("({})", list.len()),
        Value::Object(fields) => {
            if let (Some(amount), Some(currency)) = (fields.get("amount"), fields.get("currency")) {
                return format!("{} {}", cell(amount), cell(currency));
            }
            if let (Some(count), Some(more)) = (fields.get("count"), fields.get("more")) {
                return format!("{}{}", cell(count), if *more == Value::Bool(true) { "+" } else { "" });
            }
            let known_by = fields.iter().find(|(name, value)| *name != "id" && value.is_string());
            known_by.map_or_else(|| value.to_string(), |(_, value)| cell(value))
        }
        other => other.to_string(),
    }
}

fn csv(rows: &Rows<'_>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = columns(rows.fields);
    let names = columns.iter().map(|path| path.join("."));
    // A vector takes whatever is written.
    let _ = writer.write_record(names);
    for row in &rows.values {
        let cells = columns.iter().map(|path| {
            let found = path.iter().try_fold(*row, |value, step| value.get(step));
            match found {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            }
        });
        let _ = writer.write_record(cells);
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The columns of a file: fields, and those of records inside one level down, by the description, so that they are the
/// same whatever the rows hold.
fn columns(fields: &'static [FieldInfo]) -> Vec<Vec<&'static str>> {
    let mut columns = Vec::new();
    for field in fields {
        match field.ty.required() {
            Type::Record(record) => columns.extend(record.fields.iter().map(|inner| vec![field.name(), inner.name()])),
            _ => columns.push(vec![field.name()]),
        }
    }
    columns
}
