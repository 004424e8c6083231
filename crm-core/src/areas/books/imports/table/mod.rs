//! A CSV file as lines of cells: encoding, byte order mark, delimiter, quotation marks, line numbers. The file stays
//! what the caller gave, and is read through as often as it takes; no more than a line of it is held.

mod encoding;
mod reader;

use std::collections::HashMap;

use super::types::{ImportOptions, TextEncoding};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Slices;
pub(super) use reader::Line;
use reader::{Dialect, Reader, Torn};

/// After how many lines it is asked whether the call is still wanted.
const ASK: i64 = 1_000;

/// More columns than any table has.
const MAX_COLUMNS: usize = 10_000;

/// A file with its header.
pub(super) struct Table<'b> {
    argument: &'static str,
    /// Each name of the first line with its column, or nothing where it stands there twice.
    columns: HashMap<String, Option<usize>>,
    body: Reader<'b>,
    pub(super) encoding: TextEncoding,
    /// The lines behind the first one, empty ones aside; known once [`Table::verify`] went through.
    pub(super) lines: i64,
    /// The empty ones.
    pub(super) empty: i64,
}

/// What the first line says of a name.
pub(super) enum Column {
    At(usize),
    Twice,
    Unknown,
}

impl<'b> Table<'b> {
    /// Reads a file's first line. `argument` names the file in errors; `columns` are the names that the mapping expects.
    pub(super) fn open(
        argument: &'static str,
        bytes: &'b [u8],
        options: &ImportOptions,
        columns: &[&str],
    ) -> Result<Table<'b>> {
        let delimiter = match options.delimiter.as_deref().unwrap_or(",").as_bytes() {
            // Its own character is white space, which no text of the caller's begins or ends with.
            b"tab" => b'\t',
            [b'"'] if options.quotes != Some(false) => {
                return Err(CrmError::field("delimiter", "unknown_value", "must not be the quotation mark"));
            }
            [one] if one.is_ascii() && !one.is_ascii_control() => *one,
            _ => return Err(CrmError::field("delimiter", "unknown_value", "must be one ASCII character, or tab")),
        };
        let encoded = encoding::decide(argument, bytes, options.encoding, columns)?;
        let dialect = Dialect { encoded, delimiter, quotes: options.quotes != Some(false), columns: None };
        let mut body = Reader { bytes, at: encoded.begin, number: 1, dialect };
        let mut header = Line::default();
        loop {
            if !body.next(&mut header).map_err(|torn| refusal(argument, torn))? {
                return Err(CrmError::field(argument, "not_csv", "has no first line with the columns' names"));
            }
            if !header.is_empty() {
                break;
            }
        }
        if let Some((code, detail)) = header.broken {
            return Err(CrmError::field(argument, code, format!("line {}: {detail}", header.number)));
        }
        let mut columns = HashMap::new();
        let mut count = 0;
        for name in header.cells() {
            columns.entry(name.trim().to_owned()).and_modify(|at| *at = None).or_insert(Some(count));
            count += 1;
            if count > MAX_COLUMNS {
                return Err(CrmError::field(argument, "not_csv", "has more than 10,000 columns"));
            }
        }
        body.dialect.columns = Some(count);
        Ok(Table { argument, columns, body, encoding: encoded.encoding, lines: 0, empty: 0 })
    }

    /// Which column has the name.
    pub(super) fn column(&self, name: &str) -> Column {
        match self.columns.get(name.trim()) {
            Some(Some(at)) => Column::At(*at),
            Some(None) => Column::Twice,
            None => Column::Unknown,
        }
    }

    /// Goes through the whole file before anything of it is stored: whether it can be parted into lines and cells at all.
    /// Shows each line that is not empty.
    pub(super) fn verify(&mut self, slices: &Slices<'_>, mut each: impl FnMut(&Line)) -> Result<()> {
        let mut wanted = || slices.still_wanted();
        self.go_through(&mut wanted, &mut each)
    }

    fn go_through(&mut self, wanted: &mut dyn FnMut() -> Result<()>, each: &mut dyn FnMut(&Line)) -> Result<()> {
        let mut reader = self.body;
        let mut line = Line::default();
        (self.lines, self.empty) = (0, 0);
        while reader.next(&mut line).map_err(|torn| refusal(self.argument, torn))? {
            if line.is_empty() {
                self.empty += 1;
            } else {
                self.lines += 1;
                each(&line);
            }
            if (self.lines + self.empty) % ASK == 0 {
                wanted()?;
            }
        }
        Ok(())
    }

    /// Shows each line that is not empty.
    pub(super) fn each(&self, slices: &Slices<'_>, mut each: impl FnMut(&Line) -> Result<()>) -> Result<()> {
        let mut lines = self.lines();
        let mut line = Line::default();
        let mut count = 0;
        while lines.next(&mut line)? {
            count += 1;
            if count % ASK == 0 {
                slices.still_wanted()?;
            }
            each(&line)?;
        }
        Ok(())
    }

    /// The lines behind the first one, empty ones aside.
    pub(super) fn lines(&self) -> Lines<'b> {
        Lines { argument: self.argument, reader: self.body }
    }

    /// Reads the line that stands at a place found before.
    pub(super) fn line_at(&self, place: (usize, i64), line: &mut Line) -> Result<()> {
        let mut reader = Reader { at: place.0, number: place.1, ..self.body };
        reader.next(line).map_err(|torn| refusal(self.argument, torn)).map(drop)
    }
}

/// Lines one after the other.
pub(super) struct Lines<'b> {
    argument: &'static str,
    reader: Reader<'b>,
}

impl Lines<'_> {
    /// Reads the next line into this one; `false` at the end of the file.
    pub(super) fn next(&mut self, line: &mut Line) -> Result<bool> {
        loop {
            if !self.reader.next(line).map_err(|torn| refusal(self.argument, torn))? {
                return Ok(false);
            }
            if !line.is_empty() {
                return Ok(true);
            }
        }
    }
}

/// The whole file is refused, by the line that tore it.
fn refusal(argument: &str, torn: Torn) -> CrmError {
    let Torn { code, detail, line } = torn;
    let detail = format!("{detail}, in line {line}");
    CrmError::Invalid { fields: vec![FieldError::new(argument, code, detail, Some(line.to_string()))] }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (i64, Vec<String>, Option<&'static str>);

    fn read(text: &str, options: &ImportOptions) -> std::result::Result<Vec<Read>, String> {
        let code = |error| match error {
            CrmError::Invalid { fields } => format!("{} {}", fields[0].code, fields[0].limit.as_deref().unwrap_or("")),
            other => panic!("{other}"),
        };
        let mut table = Table::open("file", text.as_bytes(), options, &[]).map_err(code)?;
        let mut found = Vec::new();
        let mut take = |line: &Line| {
            found.push((line.number, line.cells().map(str::to_owned).collect(), line.broken.as_ref().map(|b| b.0)));
        };
        table.go_through(&mut || Ok(()), &mut take).map_err(code)?;
        Ok(found)
    }

    #[test]
    fn every_line_end_counts_once() {
        let lines = ["a,b", "1,2", "", "3,4", "\"5", "5\",6", "7,8"];
        for end in ["\n", "\r\n", "\r"] {
            let found = read(&lines.join(end), &ImportOptions::default()).expect("readable");
            let numbers: Vec<i64> = found.iter().map(|(number, ..)| *number).collect();
            assert_eq!(numbers, [2, 4, 5, 7], "{end:?}");
            assert_eq!(found[2].1, ["5\n5", "6"]);
        }
    }

    #[test]
    fn cells_are_what_stands_between_marks() {
        let found = read("a,b,c\n\"x, \"\"y\"\"\",,\" z \"\n1,2\n1,2,3,4\n ,,\n", &ImportOptions::default());
        assert_eq!(
            found.expect("readable"),
            [
                (2, vec!["x, \"y\"".into(), String::new(), " z ".into()], None),
                (3, vec!["1".into(), "2".into()], Some("wrong_columns")),
                (4, vec!["1".into(), "2".into(), "3".into(), "4".into()], Some("wrong_columns")),
            ]
        );
    }

    #[test]
    fn a_mark_in_the_wrong_place_refuses_the_file() {
        let long = format!("a,b\n1,{}\n", "x".repeat(reader::MAX_LINE));
        for (text, refusal) in [
            ("a,b\n1,2\n3,\"x\n4,y\n", "open_quote 3"),
            ("a,b\n1,\"x\" y\n4,y\n", "text_behind_quote 2"),
            ("a,b\n1,\"x\n4,\"y\"\n", "text_behind_quote 2"),
            ("a,b\n1,5\" pipe\n", "stray_quote 2"),
            ("a,b\n1, \"x\"\n", "stray_quote 2"),
            ("\"a,b\n1,2\n", "open_quote 1"),
            (&long, "long_line 2"),
            ("", "not_csv "),
            ("\n \n", "not_csv "),
        ] {
            assert_eq!(read(text, &ImportOptions::default()), Err(refusal.to_owned()), "{text:.40}");
        }
        // In a file without quoting they are characters.
        let options = ImportOptions { quotes: Some(false), ..Default::default() };
        assert_eq!(read("a,b\n1,5\" \"pipe\n", &options).expect("readable")[0].1[1], "5\" \"pipe");
    }
}
