//! What is told of an import, within limits: counts of every line, and the results of as many as a caller can use.

use super::convert::error;
use super::types::*;
use crate::engine::error::{CrmError, FieldError};
use crate::engine::labels;

/// Lines listed whatever became of them.
const FIRST: usize = 1_000;

/// Lines listed beyond these because they have notes, and because they were refused.
const NOTED: usize = 1_000;
const REFUSED: usize = 10_000;

/// The most that the list holds, in bytes of its texts.
const BYTES: usize = 4 * 1024 * 1024;

/// Errors, and notes, of one line.
const OF_ONE_LINE: usize = 100;

/// Names of created dictionary items.
const NAMES: usize = 1_000;

/// A report under way.
pub(crate) struct Report {
    out: ImportReport,
    /// Refused lines of the second file that belong to no order.
    orphans: i64,
    noted: usize,
    refused: usize,
    bytes: usize,
}

/// Leaves out what is beyond the limit, and says how much that is.
fn bounded(mut errors: Vec<FieldError>) -> Vec<FieldError> {
    if errors.len() > OF_ONE_LINE {
        let more = errors.len() - OF_ONE_LINE;
        errors.truncate(OF_ONE_LINE);
        errors.push(error("", "more", format!("and {more} more"), Some(more.to_string())));
    }
    errors
}

/// The same with label and text in the session's language.
fn told(errors: Vec<FieldError>) -> Vec<FieldError> {
    errors.into_iter().map(|e| e.told(labels::spoken(), None)).collect()
}

impl Report {
    pub(crate) fn new(encoding: TextEncoding, empty: i64) -> Report {
        let out = ImportReport {
            read: 0,
            created: 0,
            updated: 0,
            unchanged: 0,
            repeated: 0,
            refused: 0,
            empty,
            encoding,
            order_lines: None,
            new_entries: 0,
            created_entries: Vec::new(),
            lines: Vec::new(),
            more: false,
        };
        Report { out, orphans: 0, noted: 0, refused: 0, bytes: 0 }
    }

    /// Says that there is a second file, with lines of orders.
    pub(super) fn begin_order_lines(&mut self, encoding: TextEncoding, empty: i64) {
        self.out.order_lines = Some(ImportedOrderLines { read: 0, taken: 0, refused: 0, empty, encoding });
    }

    /// Counts lines of the second file.
    pub(super) fn add_order_lines(&mut self, lines: i64, taken: bool) {
        if let Some(out) = &mut self.out.order_lines {
            out.read += lines;
            *if taken { &mut out.taken } else { &mut out.refused } += lines;
        }
    }

    /// Adds a line's result.
    pub(crate) fn add(&mut self, mut line: ImportedLine) {
        if line.in_lines_file {
            self.orphans += 1;
            self.add_order_lines(1, false);
        } else {
            self.out.read += 1;
            *match line.outcome {
                ImportOutcome::Created => &mut self.out.created,
                ImportOutcome::Updated => &mut self.out.updated,
                ImportOutcome::Unchanged => &mut self.out.unchanged,
                ImportOutcome::Repeated => &mut self.out.repeated,
                ImportOutcome::Refused => &mut self.out.refused,
            } += 1;
        }
        line.errors = bounded(line.errors);
        line.notes = bounded(line.notes);
        if self.has_room_for(&line) {
            self.out.lines.push(ImportedLine { errors: told(line.errors), notes: told(line.notes), ..line });
        } else {
            self.out.more = true;
        }
    }

    fn has_room_for(&mut self, line: &ImportedLine) -> bool {
        let texts =
            |e: &FieldError| e.field.len() + e.code.len() + e.detail.len() + e.limit.as_ref().map_or(0, String::len);
        let errors: usize = line.errors.iter().chain(&line.notes).map(|e| texts(e) + 100).sum();
        let bytes = 200 + line.key.len() + errors + line.lacks.len() * 40;
        let beyond = self.out.lines.len() >= FIRST;
        let (list, limit) = if line.outcome == ImportOutcome::Refused {
            (&mut self.refused, REFUSED)
        } else if line.notes.is_empty() {
            return !beyond && self.count(bytes);
        } else {
            (&mut self.noted, NOTED)
        };
        if beyond && *list >= limit {
            return false;
        }
        *list += usize::from(beyond);
        self.count(bytes)
    }

    fn count(&mut self, bytes: usize) -> bool {
        let fits = self.bytes + bytes <= BYTES;
        self.bytes += if fits { bytes } else { 0 };
        fits
    }

    /// Adds names of dictionary items that were created.
    pub(super) fn add_entries(&mut self, names: Vec<String>) {
        self.out.new_entries += i64::try_from(names.len()).unwrap_or(i64::MAX);
        let room = NAMES.saturating_sub(self.out.created_entries.len());
        self.out.created_entries.extend(names.into_iter().take(room));
    }

    /// Lines that were refused, of both files.
    pub(super) fn refusals(&self) -> i64 {
        self.out.refused + self.out.order_lines.as_ref().map_or(0, |l| l.refused)
    }

    /// Everything that is wrong with a file that may be taken whole or not at all, line by line.
    pub(super) fn into_refusal(self) -> CrmError {
        let refused = self.refused_lines();
        let mut fields = Vec::new();
        let mut listed = 0;
        for line in self.finish().lines.into_iter().filter(|l| l.outcome == ImportOutcome::Refused) {
            listed += 1;
            let place = if line.in_lines_file { "lines_file line" } else { "line" };
            let name = |field: &str| match field {
                "" => format!("{place} {}", line.line),
                _ => format!("{place} {}.{field}", line.line),
            };
            fields.extend(line.errors.into_iter().map(|e| FieldError { field: name(&e.field), ..e }));
        }
        if refused > listed {
            let more = refused - listed;
            fields.push(error("lines", "more", format!("and {more} more"), Some(more.to_string())));
        }
        let fields = told(fields);
        CrmError::Invalid { fields }
    }

    /// How many lines were refused by themselves: those of a refused order are told with it.
    fn refused_lines(&self) -> i64 {
        self.out.refused + self.orphans
    }

    /// The report, its lines in their order.
    pub(crate) fn finish(self) -> ImportReport {
        let mut out = self.out;
        crate::engine::sorting::sort_by(&mut out.lines, |a, b| {
            (a.in_lines_file, a.line).cmp(&(b.in_lines_file, b.line))
        });
        out
    }
}
