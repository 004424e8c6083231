//! Reading a calendar's text: octets become lines, lines properties, and these components.

use super::{Component, Property, Wrong};

/// Components within components: no calendar has more than three levels, and what is deeper is left out.
const DEEPEST: usize = 8;

/// Components that stand in a calendar, and in nothing else.
const BESIDE: [&str; 5] = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"];

/// Reads what stands in a file: its outermost components, each with what is wrong with it. What stands outside of all is passed over.
pub fn parse(bytes: &[u8]) -> Vec<Component> {
    let mut reader = Reader { done: Vec::new(), open: Vec::new(), beyond: 0 };
    for line in Lines::of(bytes) {
        reader.take(&line);
    }
    reader.finish()
}

/// A line without its end, and with what was folded behind it.
struct Line {
    number: usize,
    octets: Vec<u8>,
}

/// The lines of a file, unfolded: an end of line with a space or a tab behind it is none.
struct Lines<'b> {
    rest: &'b [u8],
    number: usize,
}

impl<'b> Lines<'b> {
    fn of(bytes: &'b [u8]) -> Lines<'b> {
        Lines { rest: bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes), number: 0 }
    }

    /// The next line as it stands.
    fn physical(&mut self) -> Option<&'b [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        self.number += 1;
        let end = self.rest.iter().position(|octet| matches!(octet, b'\r' | b'\n')).unwrap_or(self.rest.len());
        let (line, behind) = self.rest.split_at(end);
        let two = behind.starts_with(b"\r\n");
        self.rest = behind.get(if two { 2 } else { 1 }..).unwrap_or_default();
        Some(line)
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let octets = self.physical()?.to_vec();
        let mut line = Line { number: self.number, octets };
        while matches!(self.rest.first(), Some(b' ' | b'\t')) {
            let folded = self.physical()?;
            line.octets.extend_from_slice(folded.get(1..).unwrap_or_default());
        }
        Some(line)
    }
}

struct Reader {
    done: Vec<Component>,
    /// Those that have not ended, the outermost first.
    open: Vec<Component>,
    /// How many have begun that are too deep.
    beyond: usize,
}

impl Reader {
    fn take(&mut self, line: &Line) {
        if line.octets.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        let Ok(text) = std::str::from_utf8(&line.octets) else { return self.wrong(Wrong::Encoding, line.number) };
        let Some(property) = property(text) else { return self.wrong(Wrong::Syntax, line.number) };
        match property.name.as_str() {
            "BEGIN" => self.begin(property.value.trim(), line.number),
            "END" => self.end(property.value.trim(), line.number),
            _ if self.beyond > 0 => {}
            _ => {
                if let Some(inner) = self.open.last_mut() {
                    inner.properties.push(property);
                }
            }
        }
    }

    fn begin(&mut self, name: &str, line: usize) {
        if self.open.len() >= DEEPEST {
            self.beyond += 1;
            return self.wrong(Wrong::Syntax, line);
        }
        let name = name.to_ascii_uppercase();
        // What was not ended before the next one stands beside that, not around it.
        if BESIDE.contains(&name.as_str()) {
            while self.open.last().is_some_and(|inner| inner.name != "VCALENDAR") {
                self.wrong(Wrong::Unfinished, line);
                self.close();
            }
        }
        self.open.push(Component { name, line, properties: Vec::new(), components: Vec::new(), wrong: None });
    }

    fn end(&mut self, name: &str, line: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let name = name.to_ascii_uppercase();
        match self.open.iter().rposition(|open| open.name == name) {
            Some(at) => {
                // What began in it and did not end ends with it.
                while self.open.len() > at + 1 {
                    self.wrong(Wrong::Unfinished, line);
                    self.close();
                }
                self.close();
            }
            None => self.wrong(Wrong::Unfinished, line),
        }
    }

    /// Notes what is wrong with the innermost component, and so with those around it but for the calendar itself.
    fn wrong(&mut self, wrong: Wrong, line: usize) {
        if let Some(inner) = self.open.last_mut() {
            inner.wrong.get_or_insert((wrong, line));
        }
    }

    /// Ends the innermost component.
    fn close(&mut self) {
        let Some(inner) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(around) => {
                if around.name != "VCALENDAR"
                    && let Some(wrong) = inner.wrong
                {
                    around.wrong.get_or_insert(wrong);
                }
                around.components.push(inner);
            }
            None => self.done.push(inner),
        }
    }

    fn finish(mut self) -> Vec<Component> {
        while let Some(inner) = self.open.last() {
            let line = inner.line;
            self.wrong(Wrong::Unfinished, line);
            self.close();
        }
        self.done
    }
}

/// Reads a line as a property; none where it is none.
fn property(line: &str) -> Option<Property> {
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).filter(|end| *end > 0)?;
    let (name, mut rest) = line.split_at(end);
    let mut parameters = Vec::new();
    while let Some(behind) = rest.strip_prefix(';') {
        let (name, mut values) = behind.split_once('=')?;
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
            return None;
        }
        let mut found = Vec::new();
        loop {
            let (value, behind) = value(values)?;
            found.push(value);
            rest = behind;
            match behind.strip_prefix(',') {
                Some(more) => values = more,
                None => break,
            }
        }
        parameters.push((name.to_ascii_uppercase(), found));
    }
    let value = rest.strip_prefix(':')?.to_owned();
    Some(Property { name: name.to_ascii_uppercase(), parameters, value })
}

/// A parameter's value, quoted or not, and what stands behind it.
fn value(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, behind) = quoted.split_once('"')?;
        return Some((decoded(value), behind));
    }
    let end = text.find([';', ':', ',', '"'])?;
    let (value, behind) = text.split_at(end);
    if behind.starts_with('"') { None } else { Some((decoded(value), behind)) }
}

/// What RFC 6868 writes with a circumflex.
fn decoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('^') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let stands_for = match behind.as_bytes().get(1) {
            Some(b'n') => Some('\n'),
            Some(b'^') => Some('^'),
            Some(b'\'') => Some('"'),
            _ => None,
        };
        out.push(stands_for.unwrap_or('^'));
        rest = behind.get(if stands_for.is_some() { 2 } else { 1 }..).unwrap_or_default();
    }
    out + rest
}
