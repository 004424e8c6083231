//! What a caller sends and gets.

use crate::engine::error::FieldError;
use crate::engine::record::{choices, record};

choices! {
    /// How a file's text is encoded.
    TextEncoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 = "utf8",
        /// GB18030, which holds GBK and GB2312 too.
        Gb18030 = "gb18030",
    }
}

choices! {
    /// What stands between the whole part of a number and its fraction.
    DecimalMark {
        /// A point: 1,234.50.
        Point = "point",
        /// A comma: 1.234,50.
        Comma = "comma",
    }
}

choices! {
    /// The order of year, month and day in a date.
    DateOrder {
        /// 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302.
        YearMonthDay = "ymd",
        /// 02.03.2026, 2/3/2026, 02032026.
        DayMonthYear = "dmy",
        /// 03/02/2026, 3-2-2026, 03022026.
        MonthDayYear = "mdy",
    }
}

choices! {
    /// What an empty cell means for a record that is there already.
    EmptyCell {
        /// The field stays as it is.
        Keep = "keep",
        /// The field is emptied.
        Clear = "clear",
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
    ///
    /// A field of the record that no mapping names stays as it is.
    input FieldMapping {
        /// The field: one of the record's own (`name`, `external_id`), for customers also `contact.name`,
        /// `contact.position` …; one that a pack gives it as `custom.tier`, one of the contact as `contact.custom.tier`.
        field: String [text(100)],
        /// The column, by its name in the first line; a name that stands there twice can't be mapped.
        column: Option<String> = None [short],
        /// The value for every line.
        constant: Option<String> = None [short],
        /// What the column's values become.
        values: Option<Vec<ValueMapping>> = None [at_most(10_000)],
        /// The value where the column's cell is filled.
        when_filled: Option<String> = None [short],
        /// The value where the column's cell is empty.
        when_empty: Option<String> = None [short],
        /// Whether a value that can't be used is noted and left out, where it would refuse its line otherwise. Not for
        /// a field that the record needs.
        lenient: Option<bool> = None [default("false")],
        /// What an empty cell of the column means for a record that is there already: it stays as it is unless said.
        empty_cell: Option<EmptyCell> = None [default("\"keep\"")],
        /// The decimal mark of the column's numbers; that of the options where absent.
        decimal_mark: Option<DecimalMark> = None,
        /// The order of the column's dates; that of the options where absent.
        date_order: Option<DateOrder> = None,
    }
}

record! {
    /// How a file is read.
    input ImportOptions {
        /// The encoding. Where absent, the file's own bytes are the evidence; where that is short, the file is refused
        /// (`ambiguous_encoding`).
        encoding: Option<TextEncoding> = None,
        /// The character between columns, or `tab`; a comma where absent.
        delimiter: Option<String> = None [text(3), default("\",\"")],
        /// Whether a cell may stand in double quotes. Where not, a quotation mark is a character like others.
        quotes: Option<bool> = None [default("true")],
        /// The decimal mark of numbers. Where absent, what stands in the column is the evidence: a number that can be
        /// read two ways is refused, but for a single point, which is the decimal mark unless the column shows otherwise.
        decimal_mark: Option<DecimalMark> = None,
        /// The order of dates; year, month, day where absent.
        date_order: Option<DateOrder> = None [default("\"ymd\"")],
        /// What a year of two digits means: one of the hundred years from this one on. Where absent it is refused.
        two_digit_years_from: Option<i64> = None [range(1800, 2200)],
        /// Whether one bad line refuses the whole file; else a bad line never stops the others. The file (both files of
        /// orders together) may have 100,000 lines then, since all of it is one transaction.
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
        /// It says of an order what an earlier line of the file says: one order, and that line speaks for it.
        Repeated = "repeated",
        /// It was refused; its errors say why.
        Refused = "refused",
    }
}

record! {
    /// What became of one line of the file. Of an order with several lines, the first one speaks.
    output ImportedLine {
        /// The line in the file, the first line being 1. A line that a quoted cell runs over is counted too.
        line: i64,
        /// Whether it is a line of the second file, that of the order lines.
        in_lines_file: bool,
        /// The record's key in the host's system, as far as it could be read.
        key: String,
        /// What became of it.
        outcome: ImportOutcome,
        /// Why it was refused.
        errors: Vec<FieldError>,
        /// What was read differently than it stands, or left out: spaces around a key, a value that is not mapped.
        notes: Vec<FieldError>,
        /// The required fields that a customer lacks; those that packs require, of other records too.
        lacks: Vec<String>,
    }
}

record! {
    /// What became of the file of order lines.
    output ImportedOrderLines {
        /// The lines behind the first one, empty ones aside: taken and refused together.
        read: i64,
        /// Lines of orders that were created, updated or unchanged.
        taken: i64,
        /// Lines of orders that were refused, and lines of no order.
        refused: i64,
        /// Lines without anything in them.
        empty: i64,
        /// How the file's text was read.
        encoding: TextEncoding,
    }
}

record! {
    /// What became of an import. The counts are of lines of the file; of its records too, since each line that was not
    /// refused or repeated is one.
    output ImportReport {
        /// The lines behind the first one, empty ones aside: created, updated, unchanged, repeated and refused together.
        read: i64,
        /// Records created.
        created: i64,
        /// Records changed.
        updated: i64,
        /// Records that were the same already.
        unchanged: i64,
        /// Lines that say of an order what an earlier one says.
        repeated: i64,
        /// Lines refused.
        refused: i64,
        /// Lines without anything in them.
        empty: i64,
        /// How the file's text was read.
        encoding: TextEncoding,
        /// The second file's counts, where there is one.
        order_lines: Option<ImportedOrderLines>,
        /// How many dictionary items were created.
        new_entries: i64,
        /// The first 1,000 of them, as `category: item`.
        created_entries: Vec<String>,
        /// Lines' results, in the order of the file: the first 1,000, and of those behind them the first 1,000 with
        /// notes and the first 10,000 that were refused, as far as 4 MiB hold them.
        lines: Vec<ImportedLine>,
        /// Whether there are lines beyond those listed.
        more: bool,
    }
}
