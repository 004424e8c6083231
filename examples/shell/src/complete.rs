//! Completion at the prompt: names of operations, of their arguments and of the shell's commands; the values of fixed
//! sets; files.

use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use crate::{help, words};

/// What the line editor asks.
pub struct Prompt;

/// What may stand at the end of the line: where it begins, and the texts.
pub fn candidates(line: &str) -> (usize, Vec<String>) {
    let start =
        line.rfind(char::is_whitespace).map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let begun = &line[start..];
    let starting = |all: Vec<String>| all.into_iter().filter(|text| text.starts_with(begun)).collect();
    let Some(first) = line[..start].split_whitespace().next() else {
        let commands = help::commands().map(|name| format!(".{name}"));
        return (start, starting(Operation::all().map(|op| op.name.to_owned()).chain(commands).collect()));
    };
    let all = match first {
        ".describe" => Operation::all().map(|op| op.name.to_owned()).collect(),
        ".operations" => {
            let mut areas: Vec<String> = Operation::all().map(|op| op.area.to_owned()).collect();
            areas.dedup();
            areas
        }
        ".mode" => ["table", "json", "csv"].map(str::to_owned).to_vec(),
        ".locale" => ["en", "zh-Hans"].map(str::to_owned).to_vec(),
        ".import" if line[..start].split_whitespace().count() == 1 => {
            Operation::all().filter(|op| op.area == "imports").map(|op| op.short_name().to_owned()).collect()
        }
        ".import" | ".backup" | ".read" => files(begun),
        name => Operation::find(name).map(|op| of_arguments(op, begun)).unwrap_or_default(),
    };
    (start, starting(all))
}

fn of_arguments(operation: &Operation, begun: &str) -> Vec<String> {
    if let Some((name, value)) = begun.split_once('=') {
        let field = find(operation.arguments, name);
        let ty = field.map(|field| field.ty.required());
        if let Some(choice) = ty.and_then(Type::choice) {
            return choice.values.iter().map(|(value, _)| format!("{name}={value}")).collect();
        }
        return match ty {
            Some(Type::Boolean) => vec![format!("{name}=true"), format!("{name}=false")],
            Some(Type::Bytes) => {
                let path = value.strip_prefix('@').unwrap_or(value);
                files(path).into_iter().map(|file| format!("{name}=@{file}")).collect()
            }
            _ => Vec::new(),
        };
    }
    let mut names = Vec::new();
    for argument in operation.arguments {
        match argument.ty.required() {
            Type::Record(record) => names.extend(record.fields.iter().map(|field| format!("{}=", field.name()))),
            _ => names.push(format!("{}=", argument.name())),
        }
    }
    names.dedup();
    names
}

/// The argument, or the field of a record among the arguments, of that name.
fn find(fields: &'static [FieldInfo], name: &str) -> Option<&'static FieldInfo> {
    let last = name.rsplit('.').next().unwrap_or(name);
    fields.iter().find(|field| field.name() == last).or_else(|| {
        fields.iter().find_map(|field| match field.ty.required() {
            Type::Record(record) => record.fields.iter().find(|inner| inner.name() == last),
            _ => None,
        })
    })
}

fn files(begun: &str) -> Vec<String> {
    let folder = &begun[..begun.rfind('/').map_or(0, |at| at + 1)];
    let read = std::fs::read_dir(if folder.is_empty() { "." } else { folder });
    let mut found: Vec<String> = read
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let slash = if entry.file_type().ok()?.is_dir() { "/" } else { "" };
            Some(format!("{folder}{}{slash}", entry.file_name().to_str()?))
        })
        .collect();
    found.sort();
    found
}

impl Completer for Prompt {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, texts) = candidates(&line[..pos]);
        let pairs = texts.into_iter().map(|text| Pair { display: text.clone(), replacement: text }).collect();
        Ok((start, pairs))
    }
}

impl Validator for Prompt {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(match words::split(context.input()) {
            Ok(_) => ValidationResult::Valid(None),
            Err(_) => ValidationResult::Incomplete,
        })
    }
}

impl Hinter for Prompt {
    type Hint = String;
}

impl Highlighter for Prompt {}
impl Helper for Prompt {}

/// Whether a line may be kept in the history: not if it brings a secret.
pub fn may_be_kept(line: &str) -> bool {
    let has_secret = |fields: &[FieldInfo]| {
        fields.iter().any(|field| match field.ty.required() {
            Type::Secret => true,
            Type::Record(record) => record.fields.iter().any(|inner| matches!(inner.ty.required(), Type::Secret)),
            _ => false,
        })
    };
    let operation = line.split_whitespace().next().and_then(Operation::find);
    !operation.is_some_and(|operation| has_secret(operation.arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_completed() {
        assert_eq!(candidates("opportunities.ass").1, ["opportunities.assign", "opportunities.assignments"]);
        assert_eq!(candidates(".he").1, [".help"]);
        assert_eq!(candidates("opportunities.create customer_n"), (21, vec!["customer_name=".to_owned()]));
        assert!(candidates("opportunities.list status=").1.iter().any(|text| text == "status=unassigned"));
        assert_eq!(candidates(".mode j").1, ["json"]);
        assert_eq!(candidates(".import pro").1, ["products"]);
        assert!(candidates("no.such thing").1.is_empty());
    }

    #[test]
    fn secrets_are_not_kept() {
        assert!(!may_be_kept("users.set_password id=x password=y"));
        assert!(may_be_kept("users.list"));
    }
}
