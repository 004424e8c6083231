//! A CSV file as lines of cells: encoding, byte order mark, delimiter, line numbers.

use std::collections::HashMap;

use encoding_rs::{GB18030, UTF_8};

use super::types::{ImportOptions, TextEncoding};
use crate::error::{CrmError, Result};

/// A file with its header.
pub(super) struct Table {
    columns: HashMap<String, usize>,
    pub(super) lines: Vec<Line>,
}

/// One line behind the header.
pub(super) struct Line {
    /// The line in the file, the first line being 1.
    pub(super) number: i64,
    cells: Vec<String>,
    /// What makes the whole line unreadable, as code and detail.
    pub(super) broken: Option<(&'static str, String)>,
}

impl Table {
    /// Reads a file; `argument` names it in errors.
    pub(super) fn read(argument: &str, bytes: &[u8], options: &ImportOptions) -> Result<Table> {
        let text = decode(bytes, options.encoding);
        let delimiter = match options.delimiter.as_deref().unwrap_or(",").as_bytes() {
            // Its own character is white space, which no text of the caller's begins or ends with.
            b"tab" => b'\t',
            [one] => *one,
            _ => return Err(CrmError::field("delimiter", "unknown_value", "must be one ASCII character, or tab")),
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(text.as_bytes());
        let header =
            reader.headers().map_err(|_| CrmError::field(argument, "not_csv", "has no readable first line"))?.clone();
        if header.iter().all(|name| name.trim().is_empty()) {
            return Err(CrmError::field(argument, "not_csv", "has no first line with the columns' names"));
        }
        let mut columns = HashMap::new();
        for (i, name) in header.iter().enumerate() {
            // Of two columns with one name the first is meant.
            columns.entry(name.trim().to_owned()).or_insert(i);
        }
        let mut lines = Vec::new();
        let mut numbers = LineNumbers { text: text.as_bytes(), at: 0, line: 1 };
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let number = numbers.of(&record);
                    if record.iter().all(|cell| cell.trim().is_empty()) {
                        continue;
                    }
                    lines.push(Line { number, broken: broken(&record, header.len()), cells: own(&record) });
                }
                Err(_) => return Err(CrmError::field(argument, "not_csv", "is not readable as CSV")),
            }
        }
        Ok(Table { columns, lines })
    }

    /// Whether the file has the column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(name.trim()).copied()
    }
}

/// Counts the lines up to each record. The reader's own count begins before the line ends and empty lines that it
/// passes over, which is one too few wherever lines end in CRLF.
struct LineNumbers<'t> {
    text: &'t [u8],
    at: usize,
    line: i64,
}

impl LineNumbers<'_> {
    fn of(&mut self, record: &csv::StringRecord) -> i64 {
        let mut begin = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(self.at);
        while matches!(self.text.get(begin), Some(b'\r' | b'\n')) {
            begin += 1;
        }
        let passed = self.text.get(self.at..begin).unwrap_or_default();
        self.line += i64::try_from(passed.iter().filter(|b| **b == b'\n').count()).unwrap_or(0);
        self.at = begin;
        self.line
    }
}

impl Line {
    /// The cell, as it stands.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

fn own(record: &csv::StringRecord) -> Vec<String> {
    record.iter().map(str::to_owned).collect()
}

fn broken(record: &csv::StringRecord, columns: usize) -> Option<(&'static str, String)> {
    if record.len() != columns {
        return Some(("wrong_columns", format!("has {} columns where the first line has {columns}", record.len())));
    }
    record
        .iter()
        .any(|cell| cell.contains(char::REPLACEMENT_CHARACTER))
        .then(|| ("wrong_encoding", "holds bytes that are no text in the file's encoding".to_owned()))
}

/// The file's text. What is no text in the encoding becomes U+FFFD, and its line is refused later.
fn decode(bytes: &[u8], encoding: Option<TextEncoding>) -> std::borrow::Cow<'_, str> {
    let encoding = match encoding {
        Some(TextEncoding::Utf8) => UTF_8,
        Some(TextEncoding::Gb18030) => GB18030,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    };
    // `decode` also takes a byte order mark away.
    encoding.decode(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Table {
        Table::read("file", bytes, &ImportOptions::default()).expect("readable")
    }

    #[test]
    fn finds_the_encoding_by_itself() {
        let (gb, _, _) = GB18030.encode("编号,名称\n1,华东机械\n");
        for bytes in [gb.as_ref(), "\u{feff}编号,名称\n1,华东机械\n".as_bytes(), "编号,名称\r\n1,华东机械".as_bytes()]
        {
            let table = read(bytes);
            let column = table.column("名称").expect("a column");
            assert_eq!(table.column("编号"), Some(0));
            assert_eq!(table.lines[0].cell(column), "华东机械");
            assert_eq!(table.lines[0].number, 2);
        }
    }

    #[test]
    fn tells_broken_lines_and_passes_over_empty_ones() {
        let table = read(b"a,b\n1,2\n\n3\n\"4\n5\",6\n");
        let numbers: Vec<i64> = table.lines.iter().map(|l| l.number).collect();
        assert_eq!(numbers, [2, 4, 5]);
        assert_eq!(table.lines[1].broken.as_ref().map(|b| b.0), Some("wrong_columns"));
        assert_eq!(table.lines[2].cell(0), "4\n5");
    }
}
