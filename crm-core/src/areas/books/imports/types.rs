//! What a caller sends and gets.

use crate::error::FieldError;
use crate::record::{choices, record};

choices! {
    /// How a file's text is encoded.
    TextEncoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 = "utf8",
        /// GB18030, which holds GBK and GB2312 too.
        Gb18030 = "gb18030",
    }
}

record! {
    /// What one value of a column becomes.
    input ValueMapping {
        /// The value in the file, trimmed.
        cell: String [short],
        /// The value to take instead.
        to: String [short],
    }
}

record! {
    /// Where the values of one field come from (SALES-3).
    ///
    /// * a `column` alone: its text;
    /// * a `column` with `values`: what the text is mapped to; a text that is not mapped is an error;
    /// * a `column` with `when_filled` or `when_empty`: the one where the cell is filled, the other where it is empty;
    /// * a `constant`: the same for every line.
    input FieldMapping {
        /// The field: one of the record's own (`name`, `external_id`), for customers also `contact.name`,
        /// `contact.position` …
        field: String [text(100)],
        /// The column, by its name in the first line.
        column: Option<String> = None [short],
        /// The value for every line.
        constant: Option<String> = None [short],
        /// What the column's values become.
        values: Option<Vec<ValueMapping>> = None [at_most(10_000)],
        /// The value where the column's cell is filled.
        when_filled: Option<String> = None [short],
        /// The value where the column's cell is empty.
        when_empty: Option<String> = None [short],
        /// Whether a value that can't be used is noted and left out, where it would refuse its line otherwise.
        lenient: Option<bool> = None [default("false")],
    }
}

record! {
    /// How a file is read.
    input ImportOptions {
        /// The encoding. Where absent: UTF-8 if the file is valid UTF-8, else GB18030.
        encoding: Option<TextEncoding> = None,
        /// The character between columns, or `tab`; a comma where absent.
        delimiter: Option<String> = None [text(3), default("\",\"")],
        /// Whether one bad line refuses the whole file; else a bad line never stops the others.
        all_or_nothing: Option<bool> = None [default("false")],
        /// Whether a dictionary item that does not exist is created; else it is an error of its line.
        create_entries: Option<bool> = None [default("false")],
    }
}

choices! {
    /// What became of one line.
    ImportOutcome {
        /// It made a new record.
        Created = "created",
        /// It changed a record.
        Updated = "updated",
        /// The record was the same already.
        Unchanged = "unchanged",
        /// It was refused; its errors say why.
        Refused = "refused",
    }
}

record! {
    /// What became of one line of the file. Of an order with several lines, the first one speaks.
    output ImportedLine {
        /// The line in the file, the first line being 1.
        line: i64,
        /// The record's key in the host's system, as far as it could be read.
        key: String,
        /// What became of it.
        outcome: ImportOutcome,
        /// Why it was refused.
        errors: Vec<FieldError>,
        /// What was read differently than it stands, or left out: spaces around a key, a value that is not mapped.
        notes: Vec<FieldError>,
        /// The required fields that a customer lacks.
        lacks: Vec<String>,
    }
}

record! {
    /// What became of an import.
    output ImportReport {
        /// Records created.
        created: i64,
        /// Records changed.
        updated: i64,
        /// Records that were the same already.
        unchanged: i64,
        /// Lines refused.
        refused: i64,
        /// Dictionary items that were created, as `category: item`.
        created_entries: Vec<String>,
        /// Each line's result, in the order of the file.
        lines: Vec<ImportedLine>,
    }
}
