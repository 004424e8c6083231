//! The tokens of the language, one at a time, each with its place. What begins no token is one too, so that the
//! grammar says where it went wrong.

use super::mistake::At;

/// A token, with the text that it was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `12`, `12.50`.
    Number(&'a str),
    /// What stands between the quotes, quotes inside still doubled.
    Text(&'a str),
    /// What stands behind `#`: a day, or what was meant to be one.
    Date(&'a str),
    /// A name or a word of the language.
    Word(&'a str),
    /// An operator, a parenthesis, a comma or a point.
    Symbol(&'a str),
    /// What begins no token.
    Unknown,
    /// The end of the text.
    End,
}

/// Reads tokens from left to right.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
    at: At,
}

/// Longer ones before those that they begin with.
const SYMBOLS: [&str; 14] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", ",", "."];

/// How many bytes a day has, `2026-03-05`.
const DATE: usize = 10;

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        Tokens { rest: text, at: At::START }
    }

    /// The next token, and where it begins. At the end it is the end, however often one asks.
    pub(super) fn next(&mut self) -> (Token<'a>, At) {
        let blank = self.rest.len() - self.rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.take(blank);
        let at = self.at;
        let Some(first) = self.rest.chars().next() else { return (Token::End, at) };
        let token = match first {
            '0'..='9' => Token::Number(self.take(number(self.rest))),
            'a'..='z' => Token::Word(self.take(run(self.rest, word))),
            '\'' => match text(self.rest) {
                Some(length) => Token::Text(inner(self.take(length))),
                None => Token::Unknown,
            },
            '#' => match self.rest.get(1..).map_or(0, date) {
                0 => Token::Unknown,
                length => Token::Date(self.take(length.saturating_add(1)).trim_start_matches('#')),
            },
            _ => match SYMBOLS.iter().find(|symbol| self.rest.starts_with(**symbol)) {
                Some(symbol) => Token::Symbol(self.take(symbol.len())),
                None => Token::Unknown,
            },
        };
        (token, at)
    }

    /// Goes on by so many bytes, and gives them.
    fn take(&mut self, bytes: usize) -> &'a str {
        let Some((taken, rest)) = self.rest.split_at_checked(bytes) else { return "" };
        let mut chars = taken.chars().peekable();
        while let Some(c) = chars.next() {
            // CR and LF together end one line.
            let ends = c == '\n' || c == '\r' && chars.peek().copied().or(rest.chars().next()) != Some('\n');
            if ends {
                self.at = At { line: self.at.line.saturating_add(1), column: 1 };
            } else {
                self.at.column = self.at.column.saturating_add(1);
            }
        }
        self.rest = rest;
        taken
    }
}

/// Whether a character may stand in a name.
fn word(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

fn run(text: &str, of: fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(of).len()
}

fn digits(text: &str) -> usize {
    run(text, |c| c.is_ascii_digit())
}

/// The length of a number. A point belongs to it only with a digit behind.
fn number(rest: &str) -> usize {
    let whole = digits(rest);
    match rest.get(whole..).and_then(|rest| rest.strip_prefix('.')).map_or(0, digits) {
        0 => whole,
        places => whole.saturating_add(1).saturating_add(places),
    }
}

/// The length of a text with its quotes; none where it is left open.
fn text(rest: &str) -> Option<usize> {
    let mut quotes = rest.match_indices('\'').map(|(at, _)| at).skip(1).peekable();
    while let Some(at) = quotes.next() {
        // Two are one inside the text.
        if quotes.next_if_eq(&at.saturating_add(1)).is_none() {
            return Some(at.saturating_add(1));
        }
    }
    None
}

fn inner(quoted: &str) -> &str {
    quoted.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(quoted)
}

/// The length of what stands behind `#`: a day, and no more of what follows it; else all digits and dashes, which are
/// then no day.
fn date(rest: &str) -> usize {
    let shaped = |text: &str| {
        text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
    };
    match rest.get(..DATE) {
        Some(day)
            if shaped(day) && !rest.get(DATE..).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            DATE
        }
        _ => run(rest, |c| c.is_ascii_digit() || c == '-'),
    }
}
