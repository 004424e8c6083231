//! Statements that only SQLite takes, or that it takes otherwise than PostgreSQL does: no statement of the engine is one.

#![allow(dead_code, reason = "each test binary uses its part")]

mod words;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{LazyLock, Mutex};

use crm_core::Result;
use crm_core::storage::{Dialect, Storage, Transaction, Value};

use super::wrap::{Way, Wrap, Wrapped};
use words::{FUNCTIONS, KEYWORDS, RESERVED, WORDS};

/// The columns that hold truth values, by the documented schema.
static TRUTHS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let column = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    include_str!("../../docs/schema.sql").lines().filter(|line| line.contains("IN (0, 1))")).map(column).collect()
});

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// In small letters.
    Word(String),
    Number(String),
    Text,
    Quoted(String),
    Sign(String),
}

fn tokens(sql: &str) -> Vec<Token> {
    let all: Vec<char> = sql.chars().collect();
    let (mut at, mut found) = (0, Vec::new());
    while let Some(&c) = all.get(at) {
        let start = at;
        let run = |from: usize, f: &dyn Fn(char) -> bool| from + all[from..].iter().take_while(|c| f(**c)).count();
        let text = |from: usize, to: usize| all[from..to].iter().collect::<String>();
        if c.is_whitespace() {
            at += 1;
        } else if c.is_alphabetic() || c == '_' {
            at = run(at, &|c| c.is_alphanumeric() || c == '_');
            found.push(Token::Word(text(start, at).to_lowercase()));
        } else if c.is_ascii_digit() {
            at = run(at, &|c| c.is_ascii_digit());
            found.push(Token::Number(text(start, at)));
        } else if ['\'', '"', '`', '['].contains(&c) {
            let close = if c == '[' { ']' } else { c };
            at = (run(at + 1, &|c| c != close) + 1).min(all.len());
            found.push(if c == '\'' { Token::Text } else { Token::Quoted(text(start, at)) });
        } else {
            let two: String = all[at..].iter().take(2).collect();
            let sign = if ["==", "<>", "!=", "<=", ">=", "||"].contains(&&*two) { two } else { c.to_string() };
            at += sign.len();
            found.push(Token::Sign(sign));
        }
    }
    found
}

fn word(token: Option<&Token>) -> &str {
    match token {
        Some(Token::Word(word)) => word,
        _ => "",
    }
}

fn sign(token: Option<&Token>) -> &str {
    match token {
        Some(Token::Sign(sign)) => sign,
        _ => "",
    }
}

/// The place of the parenthesis that closes the one at `open`.
fn closing(all: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in all.iter().enumerate().skip(open) {
        match sign(Some(token)) {
            "(" => depth += 1,
            ")" if depth == 1 => return at,
            ")" => depth -= 1,
            _ => {}
        }
    }
    all.len()
}

/// The parts of a list in parentheses, from `open` on.
fn parts(all: &[Token], open: usize) -> Vec<&[Token]> {
    let (mut depth, mut from, end) = (0, open + 1, closing(all, open));
    let mut found = Vec::new();
    for at in open..=end.min(all.len().saturating_sub(1)) {
        match sign(all.get(at)) {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," if depth == 1 => {
                found.push(&all[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&all[from.min(end)..end]);
    found
}

/// What a second database would not take of a statement, or would take otherwise.
pub fn unportable(sql: &str) -> Vec<String> {
    let all = tokens(sql);
    let mut wrong = Vec::new();
    let truth = |token: Option<&Token>| TRUTHS.contains(word(token));
    let number = |token: Option<&Token>| matches!(token, Some(Token::Number(_)));
    for (at, token) in all.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        let next = all.get(at + 1);
        let name = word(Some(token));
        match token {
            Token::Quoted(name) => wrong.push(format!("a quoted name, {name}")),
            Token::Sign(s) if s == "==" => wrong.push("== for =".into()),
            Token::Sign(s) if s == "?" && number(next) => wrong.push("a numbered placeholder".into()),
            _ => {}
        }
        if name.is_empty() {
            continue;
        }
        let called = sign(next) == "(";
        if called && FUNCTIONS.contains(&name) {
            wrong.push(format!("the function {name}"));
        }
        if WORDS.contains(&name) && sign(before) != "." {
            wrong.push(format!("the word {name}"));
        }
        let a_name = sign(before) == "." || word(before) == "as";
        if RESERVED.contains(&name) || a_name && KEYWORDS.contains(&name) {
            wrong.push(format!("{name} as a name"));
        }
        if ["order", "group"].contains(&name) && word(next) != "by" {
            wrong.push(format!("{name} as a name"));
        }
        if name == "or" && ["insert", "update"].contains(&word(before)) {
            wrong.push(format!("{} OR …", word(before)));
        }
        if name == "is" {
            let then = if word(next) == "not" { all.get(at + 2) } else { next };
            if !["null", "true", "false", "distinct"].contains(&word(then)) {
                wrong.push("IS for IS NOT DISTINCT FROM".into());
            }
        }
        if name == "limit" && sign(all.get(at + 2)) == "," {
            wrong.push("LIMIT with a comma".into());
        }
        // A part of a statement may end within it; executed, it is looked at whole.
        if name == "cast" && called && closing(&all, at + 1) < all.len() {
            let inner = parts(&all, at + 1).concat();
            let kind = word(inner.last());
            if !["bigint", "text"].contains(&kind) {
                wrong.push(format!("CAST AS {kind}, which has another width elsewhere: BIGINT or TEXT"));
            }
        }
        if ["max", "min"].contains(&name) && called && parts(&all, at + 1).len() > 1 {
            wrong.push(format!("{name} of several values, which is GREATEST or LEAST elsewhere"));
        }
        if ["sum", "avg"].contains(&name) && called {
            let cast = sign(before) == "(" && at > 1 && word(all.get(at - 2)) == "cast";
            let compared = |s: &str| ["<", ">", "<=", ">=", "=", "<>"].contains(&s);
            if !cast && !compared(sign(before)) && !compared(sign(all.get(closing(&all, at + 1) + 1))) {
                wrong.push(format!("{name} without CAST(… AS BIGINT): its type is another elsewhere"));
            }
        }
        if TRUTHS.contains(name) {
            let operator = sign(next);
            if ["=", "<>", "!=", "<", ">"].contains(&operator) && number(all.get(at + 2)) {
                wrong.push(format!("{name} compared with a number: TRUE, FALSE or a parameter"));
            }
            // What a CASE gives it.
            let given = all[at + 1..].windows(2).take_while(|pair| word(pair.first()) != "end");
            let by_case = word(all.get(at + 2)) == "case";
            let choice = |pair: &[Token]| ["then", "else"].contains(&word(pair.first())) && number(pair.last());
            if by_case && given.into_iter().any(choice) {
                wrong.push(format!("{name} compared with a CASE of numbers"));
            }
            if word(next) == "in" || sign(before) == "+" || sign(next) == "+" {
                wrong.push(format!("{name} taken for a number"));
            }
        }
        if name == "insert" && word(next) == "into" && sign(all.get(at + 3)) == "(" {
            let columns = parts(&all, at + 3);
            let values = closing(&all, at + 3) + 1;
            if word(all.get(values)) == "values" {
                for (column, value) in columns.iter().zip(parts(&all, values + 1)) {
                    if truth(column.first()) && number(value.first()) {
                        wrong.push(format!("{} set to a number", word(column.first())));
                    }
                }
            }
        }
    }
    wrong
}

/// A storage that holds every statement that passes through it against the list, and panics where one is on it.
///
/// With `CRM_STATEMENTS`, a file, every statement is added to it too, for `tests/postgres`.
pub type Portable<S> = Wrapped<S, Portably>;

/// What looks at the statements.
pub struct Portably;

/// The storage, held against the list.
pub fn portable<S: Storage>(inner: S) -> Portable<S> {
    Wrapped { inner, wrap: Portably }
}

/// What was looked at already, in all tests of the program.
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn look(sql: &str, dialect: Dialect, inserts: bool) {
    let key = format!("{inserts} {sql}");
    {
        let mut seen = SEEN.lock().unwrap_or_else(|e| e.into_inner());
        if !seen.insert(key) {
            return;
        }
    }
    // What differs between databases in any case is not the statement's fault.
    if sql == dialect.has_table {
        return;
    }
    // The tables of defined objects are made, altered and taken by statements that are a back-end's own, as migrations are.
    let alters = ["CREATE ", "ALTER ", "DROP "].iter().any(|verb| sql.starts_with(verb));
    if alters && sql.contains(" object_") {
        return;
    }
    let common = sql.replace(&format!("{}(", dialect.position), "strpos(");
    if let Ok(file) = std::env::var("CRM_STATEMENTS") {
        let mut line = serde_json::json!({"sql": common, "inserts": inserts}).to_string();
        line.push('\n');
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).expect("CRM_STATEMENTS");
        file.write_all(line.as_bytes()).expect("CRM_STATEMENTS");
    }
    let mut wrong = unportable(&common);
    let words = tokens(&common);
    if inserts {
        // `RETURNING id` comes behind it elsewhere.
        let has = |name: &str| words.iter().any(|token| word(Some(token)) == name);
        if word(words.first()) != "insert" || has("conflict") || has("returning") || !has("values") {
            wrong.push("inserts not one row, or not always".into());
        }
    }
    assert!(wrong.is_empty(), "only SQLite takes this: {wrong:?}\n  {sql}");
}

impl Wrap for Portably {
    const READS: bool = true;
    // The statements of migrations are a back-end's own.
    const ALTERS: bool = false;

    fn before(&self, tx: &mut dyn Transaction, way: Way, sql: &str, _: &[Value<'_>]) -> Result<()> {
        look(sql, tx.dialect(), way == Way::Insert);
        Ok(())
    }
}
