//! What is checked and done.

use super::convert::{CONTACT, Converter, Lookups};
use super::mapping::{self, Known, Mapping};
use super::orders as order_files;
use super::report::Report;
use super::rows::Kind;
use super::run::{CHUNK, Run, SLICE_BYTES, WHOLE};
use super::table::{Line, Table};
use super::takes;
use super::types::*;
use crate::contacts::NewContact;
use crate::customers::NewCustomer;
use crate::duplicates::OnDuplicate;
use crate::engine::bytes::Bytes;
use crate::engine::error::Result;
use crate::engine::gate::{Entity, Slices};
use crate::engine::schema::Schema;
use crate::engine::validate::Violations;
use crate::sales::{NewProduct, NewStock};

/// SALES-3.
pub(super) fn products(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    options: &Option<ImportOptions>,
) -> Result<ImportReport> {
    let mut known = mapping::fields(NewProduct::TYPE, "");
    known.extend(takes::custom(slices, &Entity::PRODUCT, "", mapping)?);
    plain(slices, Kind::Products, &known, file, mapping, options)
}

/// SALES-3.
pub(super) fn stock(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    options: &Option<ImportOptions>,
) -> Result<ImportReport> {
    plain(slices, Kind::Stock, &mapping::fields(NewStock::TYPE, ""), file, mapping, options)
}

/// SALES-3.
pub(super) fn customers(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    options: &Option<ImportOptions>,
    duplicates: &Option<OnDuplicate>,
) -> Result<ImportReport> {
    let mut known = mapping::fields(NewCustomer::TYPE, "");
    for known in known.iter_mut().filter(|known| known.name == "external_id") {
        // Without a key the next import could not tell an update from a new customer.
        known.needed = true;
    }
    known.extend(mapping::fields(NewContact::TYPE, CONTACT));
    known.extend(takes::custom(slices, &Entity::CUSTOMER, "", mapping)?);
    known.extend(takes::custom(slices, &Entity::CONTACT, CONTACT, mapping)?);
    plain_with(slices, Kind::Customers, &known, (file, mapping), options, duplicates)
}

/// SALES-3.
pub(super) fn orders(
    slices: &mut Slices<'_>,
    file: &Bytes,
    mapping: &[FieldMapping],
    lines_file: &Bytes,
    lines_mapping: &[FieldMapping],
    options: &Option<ImportOptions>,
) -> Result<ImportReport> {
    let options = options.clone().unwrap_or_default();
    order_files::run(slices, (&file.0, &lines_file.0), (mapping, lines_mapping), &options)
}

/// Refuses a file that may only be taken whole and is too long for one transaction.
pub(super) fn fits(options: &ImportOptions, lines: i64) -> Result<()> {
    if options.all_or_nothing != Some(true) || lines <= WHOLE {
        return Ok(());
    }
    let mut found = Violations::default();
    let detail = format!("has {lines} lines, and at most {WHOLE} can be taken all or nothing");
    found.add("file", "too_many_lines", detail, Some(WHOLE.to_string()));
    found.finish()
}

/// Imports records that one line each describes.
fn plain(
    slices: &mut Slices<'_>,
    kind: Kind,
    known: &[Known],
    file: &Bytes,
    mappings: &[FieldMapping],
    options: &Option<ImportOptions>,
) -> Result<ImportReport> {
    plain_with(slices, kind, known, (file, mappings), options, &None)
}

/// The same of records that may be there already.
fn plain_with(
    slices: &mut Slices<'_>,
    kind: Kind,
    known: &[Known],
    (file, mappings): (&Bytes, &[FieldMapping]),
    options: &Option<ImportOptions>,
    duplicates: &Option<OnDuplicate>,
) -> Result<ImportReport> {
    let options = options.clone().unwrap_or_default();
    let mut table = Table::open("file", &file.0, &options, &mapping::columns(mappings))?;
    let mut found = Violations::default();
    let mut mapping = Mapping::check("mapping", mappings, known, &table, &options, slices.rights(), &mut found);
    found.finish()?;
    table.verify(slices, |line| mapping.look(line))?;
    fits(&options, table.lines)?;
    let mut converter = slices.read(|cx| Converter::new(cx, &options))?;
    let mut run = Run::new(slices, kind, &options, Report::new(table.encoding, table.empty));
    run.duplicates = *duplicates;
    let looks_up = Lookups::needed(&mapping);
    let mut lines = table.lines();
    loop {
        let chunk = chunk(|line| lines.next(line))?;
        if chunk.is_empty() {
            return run.finish();
        }
        let lookups = match looks_up {
            true => run.slices.read(|cx| Lookups::of(cx, &mapping, &chunk, &Lookups::default()))?,
            false => Lookups::default(),
        };
        for line in &chunk {
            let converted = converter.line(&mapping, line, &lookups);
            run.add(line.number, mapping.text("external_id", line), converted, 0)?;
        }
    }
}

/// The next lines, as many as one transaction takes.
fn chunk(mut next: impl FnMut(&mut Line) -> Result<bool>) -> Result<Vec<Line>> {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    while chunk.len() < CHUNK && bytes < SLICE_BYTES {
        let mut line = Line::default();
        if !next(&mut line)? {
            break;
        }
        bytes += line.size();
        chunk.push(line);
    }
    Ok(chunk)
}
