//! What is checked and done.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::convert::{Converted, Converter, violations};
use super::customers as customer_lines;
use super::mapping::{self, Mapping};
use super::table::{Line, Table};
use super::types::*;
use crate::bytes::Bytes;
use crate::error::{CrmError, FieldError, Result};
use crate::gate::{Context, Entity, Slices};
use crate::sales::{NewOrder, NewOrderLine, NewProduct, NewStock, PushOutcome, PushResult, push};
use crate::schema::Schema;
use crate::validate::Field;

/// An import under way: how the file is read, and what became of its lines.
pub(super) struct Import {
    pub(super) converter: Converter,
    all_or_nothing: bool,
    pub(super) report: ImportReport,
}

impl Import {
    pub(super) fn new(options: &ImportOptions) -> Import {
        Import {
            converter: Converter::new(options),
            all_or_nothing: options.all_or_nothing == Some(true),
            report: ImportReport {
                created: 0,
                updated: 0,
                unchanged: 0,
                refused: 0,
                created_entries: Vec::new(),
                lines: Vec::new(),
            },
        }
    }

    /// Adds a line's result.
    pub(super) fn add(&mut self, line: ImportedLine) {
        *match line.outcome {
            ImportOutcome::Created => &mut self.report.created,
            ImportOutcome::Updated => &mut self.report.updated,
            ImportOutcome::Unchanged => &mut self.report.unchanged,
            ImportOutcome::Refused => &mut self.report.refused,
        } += 1;
        self.report.lines.push(line);
    }

    /// Adds lines in their order; what became of those that could be read is in the push.
    fn add_pushed(&mut self, lines: Vec<(ImportedLine, bool)>, pushed: PushResult) {
        let mut pushed = pushed.records.into_iter();
        for (mut line, read) in lines {
            if read && let Some(result) = pushed.next() {
                line.outcome = outcome(result.outcome);
                line.errors = result.errors;
            }
            self.add(line);
        }
    }

    /// Ends the import: all or nothing where that was asked, and one row in the audit where anything changed.
    pub(super) fn finish(mut self, cx: &mut Context<'_>, entity: Entity) -> Result<ImportReport> {
        self.report.created_entries = std::mem::take(&mut self.converter.created_entries);
        if self.all_or_nothing && self.report.refused > 0 {
            for line in self.report.lines.into_iter().filter(|l| l.outcome == ImportOutcome::Refused) {
                cx.violations().within(format!("line {}", line.line), |out| out.extend(line.errors));
            }
            cx.check_fields()?;
            return Err(CrmError::bug("a line was refused without a reason"));
        }
        if self.report.created + self.report.updated > 0 || !self.report.created_entries.is_empty() {
            cx.summarise(entity, &Summary::of(&self.report))?;
        }
        Ok(self.report)
    }
}

/// What the audit keeps of an import.
#[derive(Serialize)]
struct Summary<'r> {
    created: i64,
    updated: i64,
    unchanged: i64,
    refused: i64,
    created_entries: &'r [String],
}

impl<'r> Summary<'r> {
    fn of(r: &'r ImportReport) -> Summary<'r> {
        Summary {
            created: r.created,
            updated: r.updated,
            unchanged: r.unchanged,
            refused: r.refused,
            created_entries: &r.created_entries,
        }
    }
}

/// A line that was refused before it became a record.
pub(super) fn refused(line: &Line, key: String, errors: Vec<FieldError>, notes: Vec<FieldError>) -> ImportedLine {
    ImportedLine { line: line.number, key, outcome: ImportOutcome::Refused, errors, notes, lacks: Vec::new() }
}

/// Reads the record from its fields and checks it by its declared rules.
pub(super) fn record<R: DeserializeOwned + Field>(
    fields: Map<String, Value>,
    errors: &mut Vec<FieldError>,
) -> Result<Option<R>> {
    if !errors.is_empty() {
        return Ok(None);
    }
    let mut record: R = serde_json::from_value(Value::Object(fields)).map_err(|e| CrmError::bug(e.to_string()))?;
    record.normalise(&[]);
    errors.extend(violations(|out| record.check(&[], "", out)));
    Ok(errors.is_empty().then_some(record))
}

/// The options, or how a file is read by default.
pub(super) fn options(options: &Option<ImportOptions>) -> ImportOptions {
    options.clone().unwrap_or_default()
}

/// Imports records that one line each describes, by the same push that the sales system uses.
fn plain<R: DeserializeOwned + Field + Schema>(
    cx: &mut Context<'_>,
    file: &Bytes,
    mappings: &[FieldMapping],
    given: &Option<ImportOptions>,
    entity: Entity,
    push: impl FnOnce(&mut Context<'_>, &str, &[R], bool) -> Result<PushResult>,
) -> Result<ImportReport> {
    cx.check_fields()?;
    let options = options(given);
    let table = Table::read("file", &file.0, &options)?;
    let known = mapping::fields(R::TYPE, "");
    let mapping = Mapping::check("mapping", mappings, &known, &table, cx.violations());
    cx.check_fields()?;
    let mut import = Import::new(&options);
    let mut records = Vec::with_capacity(table.lines.len());
    let mut pending = Vec::with_capacity(table.lines.len());
    for line in &table.lines {
        let Converted { fields, mut errors, notes } = import.converter.line(cx, &mapping, line)?;
        let read = record::<R>(fields, &mut errors)?;
        let key = mapping.text("external_id", line);
        pending.push((refused(line, key, errors, notes), read.is_some()));
        records.extend(read);
    }
    let pushed = push(cx, "records", &records, true)?;
    import.add_pushed(pending, pushed);
    import.finish(cx, entity)
}

fn outcome(pushed: PushOutcome) -> ImportOutcome {
    match pushed {
        PushOutcome::Created => ImportOutcome::Created,
        PushOutcome::Updated => ImportOutcome::Updated,
        PushOutcome::Unchanged | PushOutcome::Removed => ImportOutcome::Unchanged,
        PushOutcome::Refused => ImportOutcome::Refused,
    }
}

/// SALES-3.
pub(super) fn products(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    options: &Option<ImportOptions>,
) -> Result<ImportReport> {
    slices.write(|cx| plain::<NewProduct>(cx, file, mapping, options, Entity::PRODUCT, push::products))
}

/// SALES-3.
pub(super) fn stock(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    options: &Option<ImportOptions>,
) -> Result<ImportReport> {
    slices.write(|cx| plain::<NewStock>(cx, file, mapping, options, Entity::STOCK, push::stock))
}

/// SALES-3.
pub(super) fn customers(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    given: &Option<ImportOptions>,
) -> Result<ImportReport> {
    slices.write(|cx| customer_lines::run(cx, file, mapping, &options(given)))
}

/// SALES-3: an order is a line of its own file, and its lines are lines of a second one. A line that can't be read
/// refuses its order, since an order without it would be another.
pub(super) fn orders(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mappings: &[FieldMapping],
    lines_file: &Bytes,
    lines_mappings: &[FieldMapping],
    given: &Option<ImportOptions>,
) -> Result<ImportReport> {
    slices.write(|cx| with_lines(cx, file, mappings, lines_file, lines_mappings, given))
}

fn with_lines(
    cx: &mut Context<'_>,
    file: &Bytes,
    mappings: &[FieldMapping],
    lines_file: &Bytes,
    lines_mappings: &[FieldMapping],
    given: &Option<ImportOptions>,
) -> Result<ImportReport> {
    cx.check_fields()?;
    let options = options(given);
    let table = Table::read("file", &file.0, &options)?;
    let lines_table = Table::read("lines_file", &lines_file.0, &options)?;
    let known = mapping::fields(NewOrder::TYPE, "");
    let mapping = Mapping::check("mapping", mappings, &known, &table, cx.violations());
    let mut lines_known = mapping::fields(NewOrderLine::TYPE, "");
    // The key that joins the two files is the order's own.
    lines_known.extend(known.iter().filter(|(name, _)| name == "external_id").map(|(_, f)| ("order".to_owned(), *f)));
    let lines_mapping = Mapping::check("lines_mapping", lines_mappings, &lines_known, &lines_table, cx.violations());
    cx.check_fields()?;

    let mut import = Import::new(&options);
    let mut lines = order_lines(cx, &mut import, &lines_mapping, &lines_table)?;
    let mut orders: Vec<NewOrder> = Vec::with_capacity(table.lines.len());
    let mut pending = Vec::with_capacity(table.lines.len());
    for line in &table.lines {
        let Converted { mut fields, mut errors, notes } = import.converter.line(cx, &mapping, line)?;
        let key = mapping.text("external_id", line);
        let own = lines.remove(&key).unwrap_or_default();
        errors.extend(own.errors);
        fields.insert("lines".into(), Value::Array(own.lines));
        let read = record::<NewOrder>(fields, &mut errors)?;
        pending.push((refused(line, key, errors, notes), read.is_some()));
        orders.extend(read);
    }
    let pushed = push::orders(cx, "records", &orders, true)?;
    import.add_pushed(pending, pushed);
    // What is left belongs to no order of the file, or can't be read far enough to tell.
    let mut orphans: Vec<(String, OrderLines)> = lines.into_iter().collect();
    orphans.sort_by_key(|(_, own)| own.first);
    for (key, own) in orphans {
        let detail = "belongs to no order of the file".to_owned();
        let orphan = FieldError::new("order", "unknown_record", detail, None);
        import.add(ImportedLine {
            line: own.first,
            key,
            outcome: ImportOutcome::Refused,
            errors: std::iter::once(orphan).chain(own.errors).collect(),
            notes: Vec::new(),
            lacks: Vec::new(),
        });
    }
    import.finish(cx, Entity::ORDER)
}

/// The lines of one order.
#[derive(Default)]
struct OrderLines {
    first: i64,
    lines: Vec<Value>,
    errors: Vec<FieldError>,
}

/// The lines by their order's key, in the order of the file.
fn order_lines(
    cx: &mut Context<'_>,
    import: &mut Import,
    mapping: &Mapping,
    table: &Table,
) -> Result<HashMap<String, OrderLines>> {
    let mut orders: HashMap<String, OrderLines> = HashMap::new();
    for line in &table.lines {
        let Converted { mut fields, errors, .. } = import.converter.line(cx, mapping, line)?;
        fields.remove("order");
        let own = orders.entry(mapping.text("order", line)).or_default();
        if own.first == 0 {
            own.first = line.number;
        }
        let place = format!("lines[{}]", own.lines.len());
        own.errors.extend(errors.into_iter().map(|e| FieldError {
            field: if e.field.is_empty() { place.clone() } else { format!("{place}.{}", e.field) },
            ..e
        }));
        own.lines.push(Value::Object(fields));
    }
    Ok(orders)
}
