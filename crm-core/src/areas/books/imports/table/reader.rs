//! Reads a file line by line: one line at a time is held, decoded and parted into cells, and never more than
//! [`MAX_LINE`] of it.
//!
//! This is stricter than CSV readers are, because what a quotation mark in the wrong place does to a file can't be
//! known: it may have been the end of a cell that began lines before. So a mark inside of a cell that does not begin with
//! one, text behind a closing mark, and a cell that never ends are the whole file's fault.

use super::encoding::{Encoded, decode};

/// The longest line, in bytes: far more than all fields of a record may hold together.
pub(super) const MAX_LINE: usize = 1024 * 1024;

/// How cells are told apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    pub(super) encoded: Encoded,
    pub(super) delimiter: u8,
    pub(super) quotes: bool,
    /// The number of columns, once the first line is read.
    pub(super) columns: Option<usize>,
}

/// What makes the whole file unreadable, and in which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Torn {
    pub(super) code: &'static str,
    pub(super) detail: &'static str,
    pub(super) line: i64,
}

/// One line with its cells.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// The line in the file, the first line being 1.
    pub(crate) number: i64,
    /// Where it begins.
    pub(super) at: usize,
    text: String,
    ends: Vec<usize>,
    /// What makes the whole line unusable, as code and detail.
    pub(crate) broken: Option<(&'static str, String)>,
}

impl Line {
    /// The cell, as it stands.
    pub(crate) fn cell(&self, column: usize) -> &str {
        let begin = if column == 0 { Some(0) } else { self.ends.get(column - 1).copied() };
        let end = self.ends.get(column).copied();
        begin.zip(end).and_then(|(begin, end)| self.text.get(begin..end)).unwrap_or_default()
    }

    /// The cells, as they stand.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|column| self.cell(column))
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Where it stands: for [`Table::line_at`](super::Table::line_at).
    pub(crate) fn place(&self) -> (usize, i64) {
        (self.at, self.number)
    }

    /// Its length in bytes.
    pub(crate) fn size(&self) -> usize {
        self.text.len()
    }
}

/// Where in a cell the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Begin,
    Plain,
    Quoted,
    Closed,
}

/// Reads on from a place in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
    /// The number of the line there.
    pub(super) number: i64,
    pub(super) dialect: Dialect,
}

impl<'b> Reader<'b> {
    /// Reads the next line, an empty one too; `false` at the end of the file.
    pub(super) fn next(&mut self, line: &mut Line) -> Result<bool, Torn> {
        line.text.clear();
        line.ends.clear();
        line.broken = None;
        (line.number, line.at) = (self.number, self.at);
        if self.at >= self.bytes.len() {
            return Ok(false);
        }
        let mut state = State::Begin;
        let mut whole = true;
        loop {
            let physical = self.physical();
            let number = line.number;
            let torn = |code, detail| Err(Torn { code, detail, line: number });
            if physical.len() + line.text.len() > MAX_LINE {
                return match state {
                    State::Quoted => torn("open_quote", "holds a quotation mark that is never closed"),
                    _ => torn("long_line", "holds a line of more than 1 MiB"),
                };
            }
            let (text, all) = decode(self.dialect.encoded, physical);
            whole &= all;
            state = match part(&text, state, self.dialect, line) {
                Ok(state) => state,
                Err((code, detail)) => return torn(code, detail),
            };
            if state != State::Quoted {
                break;
            }
            if self.at >= self.bytes.len() {
                return torn("open_quote", "holds a quotation mark that is never closed");
            }
            line.text.push('\n');
        }
        line.ends.push(line.text.len());
        if !whole {
            let detail = "holds bytes that are no text in the file's encoding";
            line.broken = Some(("wrong_encoding", detail.to_owned()));
        } else if let Some(columns) = self.dialect.columns
            && line.ends.len() != columns
        {
            let detail = format!("has {} columns where the first line has {columns}", line.ends.len());
            line.broken = Some(("wrong_columns", detail));
        }
        Ok(true)
    }

    /// Goes behind the next line end, of whichever kind, and gives what stood before it.
    fn physical(&mut self) -> &'b [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        let end = if rest[length..].starts_with(b"\r\n") { 2 } else { 1 };
        self.at = (self.at + length + end).min(self.bytes.len());
        self.number += 1;
        &rest[..length]
    }
}

/// Parts a text into cells, from one line end to the next; gives the state at its end.
fn part(text: &str, begun: State, dialect: Dialect, line: &mut Line) -> Result<State, (&'static str, &'static str)> {
    let mut state = begun;
    let mut rest = text;
    while let Some(first) = rest.as_bytes().first() {
        match state {
            State::Begin if dialect.quotes && *first == b'"' => {
                state = State::Quoted;
                rest = &rest[1..];
            }
            State::Begin | State::Plain => {
                let end = rest.bytes().position(|b| b == dialect.delimiter || (dialect.quotes && b == b'"'));
                let (cell, behind) = rest.split_at(end.unwrap_or(rest.len()));
                line.text.push_str(cell);
                match behind.as_bytes().first() {
                    Some(b) if *b == dialect.delimiter => {
                        line.ends.push(line.text.len());
                        (state, rest) = (State::Begin, &behind[1..]);
                    }
                    Some(_) => {
                        return Err(("stray_quote", "holds a quotation mark inside of a cell that begins without"));
                    }
                    None => (state, rest) = (State::Plain, ""),
                }
            }
            State::Quoted => {
                let (cell, behind) = rest.split_at(rest.find('"').unwrap_or(rest.len()));
                line.text.push_str(cell);
                if let Some(behind) = behind.strip_prefix("\"\"") {
                    line.text.push('"');
                    rest = behind;
                } else if behind.is_empty() {
                    rest = behind;
                } else {
                    (state, rest) = (State::Closed, &behind[1..]);
                }
            }
            State::Closed if *first == dialect.delimiter => {
                line.ends.push(line.text.len());
                (state, rest) = (State::Begin, &rest[1..]);
            }
            State::Closed => return Err(("text_behind_quote", "holds text behind a closing quotation mark")),
        }
    }
    Ok(state)
}
