//! Writing a calendar's text: lines of at most 75 octets that end with CRLF, folded between characters.

/// The octets of a line, without its end.
const WIDTH: usize = 75;

/// A text under way.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
}

impl Writer {
    /// Begins a component.
    pub fn begin(&mut self, name: &str) {
        self.line("BEGIN", &[], name);
    }

    /// Ends it.
    pub fn end(&mut self, name: &str) {
        self.line("END", &[], name);
    }

    /// Writes a property with a value that is written as it is.
    pub fn line(&mut self, name: &str, parameters: &[(&str, &str)], value: &str) {
        let mut line = name.to_owned();
        for (name, value) in parameters {
            line.push(';');
            line.push_str(name);
            line.push('=');
            line.push_str(&parameter(value));
        }
        line.push(':');
        line.extend(value.chars().filter(|c| !c.is_control() || *c == '\t'));
        self.fold(&line);
    }

    /// Writes a property whose value is a text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.line(name, &[], &escape(text));
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    fn fold(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > WIDTH {
                self.out.push_str("\r\n ");
                width = 1;
            }
            self.out.push(c);
            width += c.len_utf8();
        }
        self.out.push_str("\r\n");
    }
}

/// A text as a value.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// A parameter's value: what can't stand in quotes by RFC 6868, and in quotes what can't stand without.
fn parameter(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    for c in value.chars() {
        match c {
            '^' => out.push_str("^^"),
            '\n' => out.push_str("^n"),
            '"' => out.push_str("^'"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    if out.contains([';', ':', ',']) { format!("\"{out}\"") } else { out }
}
