//! An import under way: rows are gathered outside of every transaction and written a thousand at a time, or all in one
//! transaction at the end where the file may only be taken whole.

use serde::Serialize;

use super::convert::{Converted, key};
use super::report::Report;
use super::rows::{Kind, Memory, Ready, Row, Written};
use super::types::*;
use crate::duplicates::OnDuplicate;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Slices};
use crate::engine::likeness::meeting::Occasion;

/// Lines of one transaction.
const SLICE: usize = 1_000;

/// The same in bytes of text, since lines may be long.
pub(super) const SLICE_BYTES: usize = 4 * 1024 * 1024;

/// Lines of a file that may only be taken whole.
pub(super) const WHOLE: i64 = 100_000;

/// Lines of a chunk that is read and converted at once.
pub(super) const CHUNK: usize = SLICE;

/// A line on its way.
struct Item {
    line: i64,
    key: String,
    notes: Vec<FieldError>,
    /// How many lines of a second file belong to it.
    order_lines: i64,
    what: What,
}

enum What {
    Row(Row),
    Refused(Vec<FieldError>),
    Repeated,
}

/// An import under way.
pub(super) struct Run<'r, 's> {
    pub(super) slices: &'r mut Slices<'s>,
    kind: Kind,
    all_or_nothing: bool,
    items: Vec<Item>,
    lines: usize,
    bytes: usize,
    pub(super) report: Report,
    /// What becomes of records that may be there already (DUP-6).
    pub(super) duplicates: Option<OnDuplicate>,
}

impl<'r, 's> Run<'r, 's> {
    pub(super) fn new(slices: &'r mut Slices<'s>, kind: Kind, options: &ImportOptions, report: Report) -> Run<'r, 's> {
        Run {
            slices,
            kind,
            all_or_nothing: options.all_or_nothing == Some(true),
            items: Vec::new(),
            lines: 0,
            bytes: 0,
            report,
            duplicates: None,
        }
    }

    /// Adds a line that was converted; it may have errors. `order_lines` are the lines of a second file with it.
    pub(super) fn add(&mut self, line: i64, text: &str, converted: Converted, order_lines: i64) -> Result<()> {
        let mut converted = converted;
        self.kind.check(&mut converted)?;
        let notes = std::mem::take(&mut converted.notes);
        let what = if converted.errors.is_empty() {
            let row = Row::of(converted);
            self.bytes += row.size();
            What::Row(row)
        } else {
            What::Refused(converted.errors)
        };
        self.push(Item { line, key: key(text), notes, order_lines, what })
    }

    /// Adds a line that says what another one says.
    pub(super) fn add_repeated(&mut self, line: i64, text: &str, notes: Vec<FieldError>) -> Result<()> {
        self.push(Item { line, key: key(text), notes, order_lines: 0, what: What::Repeated })
    }

    fn push(&mut self, item: Item) -> Result<()> {
        self.lines += 1 + usize::try_from(item.order_lines).unwrap_or(0);
        self.items.push(item);
        if !self.all_or_nothing && (self.lines >= SLICE || self.bytes >= SLICE_BYTES) {
            self.write()?;
        }
        Ok(())
    }

    /// Writes what was gathered, in one transaction.
    fn write(&mut self) -> Result<()> {
        let items = std::mem::take(&mut self.items);
        (self.lines, self.bytes) = (0, 0);
        let (kind, duplicates) = (self.kind, self.duplicates);
        let rows = || items.iter().filter_map(Item::row);
        let mut written = Vec::new();
        if rows().next().is_none() {
            self.slices.still_wanted()?;
        } else {
            let ready = Ready::of(kind, rows())?;
            let created;
            (written, created) = self.slices.write(|cx| {
                cx.meeting.says(Occasion::Import, &duplicates);
                let mut memory = Memory::default();
                let written = ready.write(cx, &mut memory)?;
                summarise(cx, kind, &items, &written, &memory)?;
                Ok((written, memory.created))
            })?;
            self.report.add_entries(created);
        }
        self.tell(items, written);
        Ok(())
    }

    /// Adds the results of lines to the report.
    fn tell(&mut self, items: Vec<Item>, written: Vec<Written>) {
        let mut written = written.into_iter();
        for item in items {
            let mut told = ImportedLine {
                line: item.line,
                in_lines_file: false,
                key: item.key,
                outcome: ImportOutcome::Repeated,
                errors: Vec::new(),
                notes: item.notes,
                lacks: Vec::new(),
            };
            match item.what {
                What::Refused(errors) => (told.outcome, told.errors) = (ImportOutcome::Refused, errors),
                What::Repeated => {}
                What::Row(_) => {
                    if let Some(row) = written.next() {
                        (told.outcome, told.errors, told.lacks) = (row.outcome, row.errors, row.lacks);
                        told.notes.extend(row.notes);
                    }
                }
            }
            if item.order_lines > 0 {
                self.report.add_order_lines(item.order_lines, told.outcome != ImportOutcome::Refused);
            }
            self.report.add(told);
        }
    }

    /// Ends the import.
    pub(super) fn finish(mut self) -> Result<ImportReport> {
        if self.all_or_nothing {
            return self.whole();
        }
        self.write()?;
        Ok(self.report.finish())
    }

    /// Takes the file whole, or not at all.
    fn whole(mut self) -> Result<ImportReport> {
        let items = std::mem::take(&mut self.items);
        if self.report.refusals() > 0 || items.iter().any(|item| matches!(item.what, What::Refused(_))) {
            self.tell(items, Vec::new());
            return Err(self.report.into_refusal());
        }
        let (kind, duplicates) = (self.kind, self.duplicates);
        let mut refused = None;
        let outcome = self.slices.write(|cx| {
            cx.meeting.says(Occasion::Import, &duplicates);
            let mut memory = Memory::default();
            let mut all = Vec::new();
            for chunk in items.chunks(CHUNK) {
                let ready = Ready::of(kind, chunk.iter().filter_map(Item::row))?;
                all.extend(ready.write(cx, &mut memory)?);
            }
            if all.iter().any(|row| row.outcome == ImportOutcome::Refused) {
                refused = Some(all);
                return Err(CrmError::Invalid { fields: Vec::new() });
            }
            summarise(cx, kind, &items, &all, &memory)?;
            refused = None;
            Ok((all, memory.created))
        });
        match (outcome, refused) {
            (Err(CrmError::Invalid { fields }), Some(all)) if fields.is_empty() => {
                self.tell(items, all);
                Err(self.report.into_refusal())
            }
            (outcome, _) => {
                let (all, created) = outcome?;
                self.report.add_entries(created);
                self.tell(items, all);
                Ok(self.report.finish())
            }
        }
    }
}

impl Item {
    fn row(&self) -> Option<&Row> {
        match &self.what {
            What::Row(row) => Some(row),
            _ => None,
        }
    }
}

/// One row in the audit for a transaction that changed anything.
fn summarise(cx: &mut Context<'_>, kind: Kind, items: &[Item], written: &[Written], memory: &Memory) -> Result<()> {
    let count = |outcome| written.iter().filter(|row| row.outcome == outcome).count();
    let refused = items.iter().filter(|item| matches!(item.what, What::Refused(_))).count();
    let summary = Summary {
        created: count(ImportOutcome::Created),
        updated: count(ImportOutcome::Updated),
        unchanged: count(ImportOutcome::Unchanged),
        refused: refused + count(ImportOutcome::Refused),
        created_entries: &memory.created,
    };
    if summary.created + summary.updated > 0 || !memory.created.is_empty() {
        cx.summarise(kind.entity(), &summary)?;
    }
    Ok(())
}

/// What the audit keeps of a transaction of an import.
#[derive(Serialize)]
struct Summary<'r> {
    created: usize,
    updated: usize,
    unchanged: usize,
    refused: usize,
    created_entries: &'r Vec<String>,
}
