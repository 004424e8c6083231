//! A message cut into its parts, in one pass over its lines. What is kept of it are places; limits are asked on the way.

use super::head::Head;
use crate::capture::{MAX_DEPTH, MAX_HEADERS, MAX_MESSAGE, MAX_PARTS};

/// The limit that a message passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// It, or all its headers, are too long.
    TooLarge,
    /// It has too many parts.
    TooMany,
    /// Its parts stand too deep in one another.
    TooDeep,
}

/// The longest text that separates parts; the standard has 70.
const LONGEST_BOUNDARY: usize = 256;

/// A part that has none in it.
pub(super) struct Part<'m> {
    pub(super) head: Head,
    /// As it came, still encoded.
    pub(super) body: &'m [u8],
    /// Whether it stands beside others that say the same.
    pub(super) alternative: bool,
}

/// A message with its parts.
pub(super) struct Split<'m> {
    pub(super) head: Head,
    pub(super) parts: Vec<Part<'m>>,
}

/// A part that has others in it, while these are read.
struct Open {
    boundary: Vec<u8>,
    head: Head,
    /// Where what is in it begins.
    from: usize,
    /// Whether a part of it was found.
    any: bool,
    alternative: bool,
}

/// Where the pass is.
enum At {
    /// In the headers that begin there.
    Head(usize),
    /// In the body of a part, with its head, that begins there.
    Body(Box<Head>, usize),
    /// Before the first part of one that has parts, or behind the last.
    Between,
}

struct Pass<'m> {
    message: &'m [u8],
    open: Vec<Open>,
    at: At,
    parts: Vec<Part<'m>>,
    /// The message's own head.
    first: Option<Head>,
    /// How many parts were found, those too that have others in them.
    count: usize,
    /// The bytes of all headers.
    headers: usize,
}

/// Cuts a message.
///
/// # Errors
/// The limit that it passes.
pub(super) fn split(message: &[u8]) -> Result<Split<'_>, Beyond> {
    if message.len() > MAX_MESSAGE {
        return Err(Beyond::TooLarge);
    }
    // Blank lines in front are nobody's.
    let begin = message.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(message.len());
    let (open, parts) = (Vec::new(), Vec::new());
    let mut pass = Pass { message, open, at: At::Head(begin), parts, first: None, count: 0, headers: 0 };
    let mut line = begin;
    while line < message.len() {
        let end = message[line..].iter().position(|byte| *byte == b'\n').map_or(message.len(), |at| line + at + 1);
        pass.line(line, end)?;
        line = end;
    }
    pass.ended(message.len())?;
    pass.close(0, message.len());
    Ok(Split { head: pass.first.unwrap_or_default(), parts: pass.parts })
}

/// A line without its end, and without the blanks that may stand there.
fn bare(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).map_or(0, |at| at + 1);
    &line[..end]
}

impl<'m> Pass<'m> {
    fn line(&mut self, from: usize, end: usize) -> Result<(), Beyond> {
        let line = &self.message[from..end];
        if let Some((level, last)) = self.separates(line) {
            self.ended(from)?;
            self.close(level + 1, from);
            if last {
                self.close(level, from);
                self.at = At::Between;
            } else {
                self.open[level].any = true;
                self.at = At::Head(end);
            }
            return Ok(());
        }
        if let At::Head(begun) = self.at {
            self.headers += line.len();
            if self.headers > MAX_HEADERS {
                return Err(Beyond::TooLarge);
            }
            if bare(line).is_empty() {
                self.begin(begun, from, end)?;
            }
        }
        Ok(())
    }

    /// Which of the parts that are open a line separates, the innermost first, and whether it ends it.
    fn separates(&self, line: &[u8]) -> Option<(usize, bool)> {
        let rest = bare(line).strip_prefix(b"--")?;
        let separates = |open: &Open| {
            let rest = rest.strip_prefix(open.boundary.as_slice())?;
            if rest.is_empty() { Some(false) } else { (rest == b"--").then_some(true) }
        };
        let found = |(level, open): (usize, &Open)| separates(open).map(|last| (level, last));
        self.open.iter().enumerate().rev().find_map(found)
    }

    /// A head was read: what has parts is open from now on, and of what has none the body begins.
    fn begin(&mut self, begun: usize, ended: usize, from: usize) -> Result<(), Beyond> {
        self.count += 1;
        if self.count > MAX_PARTS {
            return Err(Beyond::TooMany);
        }
        let head = Head::read(&self.message[begun..ended]);
        if self.first.is_none() {
            self.first = Some(head.clone());
        }
        let alternative = self.open.last().is_some_and(|open| open.alternative) || head.is("multipart", "alternative");
        let boundary = head.boundary().filter(|boundary| (1..=LONGEST_BOUNDARY).contains(&boundary.len()));
        let Some(boundary) = boundary else {
            self.at = At::Body(Box::new(head), from);
            return Ok(());
        };
        if self.open.len() >= MAX_DEPTH {
            return Err(Beyond::TooDeep);
        }
        self.open.push(Open { boundary: boundary.into_bytes(), head, from, any: false, alternative });
        self.at = At::Between;
        Ok(())
    }

    /// What was read ends before this place.
    fn ended(&mut self, at: usize) -> Result<(), Beyond> {
        if let At::Head(begun) = self.at {
            // Headers without an end have no body.
            if begun < at || self.first.is_none() {
                self.begin(begun, at, at)?;
            }
        }
        if let At::Body(head, from) = std::mem::replace(&mut self.at, At::Between) {
            let alternative = self.open.last().is_some_and(|open| open.alternative);
            self.add(*head, from, at, alternative);
        }
        Ok(())
    }

    fn add(&mut self, head: Head, from: usize, to: usize, alternative: bool) {
        let body = &self.message[from.min(to)..to];
        // The end of the line in front of a separating one is a part of that.
        let body = if to < self.message.len() { body.strip_suffix(b"\n").unwrap_or(body) } else { body };
        let body = if to < self.message.len() { body.strip_suffix(b"\r").unwrap_or(body) } else { body };
        self.parts.push(Part { head, body, alternative });
    }

    /// Ends what is open from that level on. What had no part is a text by itself.
    fn close(&mut self, level: usize, at: usize) {
        while self.open.len() > level {
            if let Some(open) = self.open.pop().filter(|open| !open.any) {
                self.add(open.head, open.from, at, false);
            }
        }
    }
}
