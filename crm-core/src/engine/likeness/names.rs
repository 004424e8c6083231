//! Names of companies (DUP-4): without their legal form, and with the place in brackets at either end.

use super::characters::{is_han, is_kana, is_latin, is_said};
use super::fold::{bare, fold};

/// A legal form: an entry of the dictionary category `company_suffix`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Suffix {
    text: String,
    length: usize,
    latin: bool,
}

impl Suffix {
    /// As the ends of names are read.
    pub(super) fn of(entry: &str) -> Option<Suffix> {
        let text = spaced(&fold(entry));
        let first = text.chars().next()?;
        Some(Suffix { length: text.chars().count(), latin: is_latin(first) || first.is_ascii_digit(), text })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }
}

/// What is no legal form though it ends like one.
const PARTS: [&str; 3] = ["分公司", "子公司", "总公司"];

/// How a company calls itself one in Japan, at either end of its name.
const JAPANESE: [&str; 3] = ["(株)", "(有)", "株式会社"];

/// The keys of a name, one or two.
pub(super) fn keys(name: &str, suffixes: &[Suffix]) -> Vec<String> {
    let name = bracketed(&fold(name));
    let name = without_japanese(&name);
    let mut keys = vec![key(name, suffixes)];
    if let Some(turned) = turned(name) {
        let second = key(&turned, suffixes);
        if second != keys[0] {
            keys.push(second);
        }
    }
    keys
}

fn key(form: &str, suffixes: &[Suffix]) -> String {
    let form = spaced(form);
    bare(without_legal_form(&form, suffixes))
}

/// `&` as *and*, and every kind of bracket as ( and ).
fn bracketed(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '&' => plain.push_str("and"),
            '(' | '[' | '{' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〘' | '〚' | '‹' | '«' | '⟨' | '⟪' =>
            {
                plain.push('(');
            }
            ')' | ']' | '}' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛' | '›' | '»' | '⟩' | '⟫' =>
            {
                plain.push(')');
            }
            c => plain.push(c),
        }
    }
    plain
}

/// Whether enough is left for a name.
fn is_name(rest: &str) -> bool {
    rest.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
}

fn without_japanese(mut name: &str) -> &str {
    name = name.trim();
    while let Some(rest) = JAPANESE.iter().find_map(|form| name.strip_prefix(form).or_else(|| name.strip_suffix(form)))
    {
        if !is_name(rest) {
            break;
        }
        name = rest.trim();
    }
    name
}

/// The text from the first ( to the next ) in front of the rest, which has a gap in its place.
fn turned(name: &str) -> Option<String> {
    let open = name.find('(')?;
    let close = open + name.get(open..)?.find(')')? + 1;
    Some([name.get(open..close)?, name.get(..open)?, " ", name.get(close..)?].concat())
}

/// Every mark as a space, and none beside Han or kana.
fn spaced(form: &str) -> String {
    let (mut spaced, mut gap) = (String::with_capacity(form.len()), false);
    let tight = |c: char| is_han(c) || is_kana(c);
    for c in form.chars() {
        if !is_said(c) {
            gap = true;
            continue;
        }
        if gap && !tight(c) && spaced.chars().next_back().is_some_and(|before| !tight(before)) {
            spaced.push(' ');
        }
        gap = false;
        spaced.push(c);
    }
    spaced
}

fn without_legal_form<'a>(form: &'a str, suffixes: &[Suffix]) -> &'a str {
    let mut name = form;
    while !PARTS.iter().any(|part| name.ends_with(part)) {
        // They stand by their length.
        let Some(rest) = suffixes.iter().find_map(|suffix| ends_in(name, suffix)) else { break };
        if !is_name(rest) {
            break;
        }
        name = rest.trim_end();
    }
    name
}

/// What stands before a legal form at the end.
fn ends_in<'a>(name: &'a str, suffix: &Suffix) -> Option<&'a str> {
    let rest = name.strip_suffix(suffix.text.as_str())?;
    let before = rest.chars().next_back();
    let inside = suffix.latin && before.is_some_and(|c| is_latin(c) || c.is_ascii_digit());
    (!inside).then_some(rest)
}
