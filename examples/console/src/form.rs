//! Forms: which fields an operation takes, as the engine describes them.

use crm_core::{Locale, Operation};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::fault::Fault;
use crate::screens::Choice;
use crate::visit::Visit;
use crate::words::Word;

/// How a value is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A text with lines.
    Area,
    Secret,
    Integer,
    Decimal,
    Boolean,
    Date,
    Instant,
    Money,
    Select,
    /// Any of the choices.
    Checks,
    /// A record of an object.
    Reference(String),
    /// Texts, or records of an object, one a line.
    Lines(Option<String>),
    /// Whole numbers, one a line.
    Numbers,
    /// Records inside, one a row, each with these fields.
    Rows(Vec<Input>),
    Json,
    File,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where its value belongs in the arguments: `new.price`.
    pub path: String,
    pub label: String,
    pub help: String,
    pub kind: Kind,
    pub required: bool,
    pub default: Option<String>,
    pub min_length: Option<i64>,
    pub max_length: Option<i64>,
    pub minimum: Option<String>,
    pub maximum: Option<String>,
    pub choices: Vec<Choice>,
    /// What the record inside is called that it is a field of, where that need not be given.
    pub within: Option<String>,
}

impl Input {
    /// The field of a row of its own.
    pub fn at(&self, row: usize, field: &Input) -> Input {
        Input { path: format!("{}[{row}].{}", self.path, field.path), ..field.clone() }
    }

    /// The field's own name.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }
}

/// What is asked of a person before an operation is called.
#[derive(Debug, Clone)]
pub struct Form {
    pub operation: String,
    pub label: String,
    pub help: String,
    pub confirm: bool,
    pub inputs: Vec<Input>,
    /// The path of the names of fields that are emptied, where it is an update.
    pub clear: Option<String>,
    /// The path of the version that the caller saw, where it is taken.
    pub version: Option<String>,
}

/// Whether a browser may call an operation. One that writes to any path of the machine, and tells what is there, is for those
/// who are at the machine.
pub fn is_offered(operation: &str) -> bool {
    operation != "maintenance.backup"
}

/// The form of an operation.
///
/// # Errors
/// Where there is none of that name.
pub fn of(visit: &Visit, operation: &str) -> Result<Form, Fault> {
    if !is_offered(operation) {
        return Err(visit.missing());
    }
    let mut form = described(visit.locale, &visit.ask("meta.describe", &json!({"operation": operation}))?);
    if Operation::find(operation).is_none() {
        // Of an object's own operation its documentation tells what the general one does.
        form.help.clear();
    }
    Ok(form)
}

/// By the description of an operation.
fn described(locale: Locale, told: &Value) -> Form {
    let arguments = list(told, "arguments");
    let paths: Vec<&str> = arguments.iter().map(|argument| text(argument, "path")).collect();
    let mut form = Form {
        operation: text(told, "name").to_owned(),
        label: text(told, "label").to_owned(),
        help: help(locale, text(told, "doc")),
        confirm: told["confirm"] == true,
        inputs: Vec::new(),
        clear: None,
        version: None,
    };
    let mut whole: Vec<String> = Vec::new();
    let mut inside: Vec<(String, String)> = Vec::new();
    for argument in arguments {
        let (path, kind) = (text(argument, "path"), text(argument, "kind"));
        if whole.iter().any(|above| path.starts_with(above.as_str())) {
            continue;
        }
        let below = |mark: &str| paths.iter().any(|known| known.starts_with(&format!("{path}{mark}")));
        match path.rsplit_once('.').map_or(path, |(_, name)| name) {
            "version" => {
                form.version = Some(path.to_owned());
                continue;
            }
            "clear[]" => {
                form.clear = Some(path.trim_end_matches("[]").to_owned());
                continue;
            }
            _ => {}
        }
        // An amount is given as one, and so is a list of records.
        let rows = path.ends_with("[]") && below(".");
        if kind == "Money" || rows {
            whole.push(format!("{path}."));
        } else if below(".") || path.ends_with(".custom") {
            // Where packs give fields they stand below; where they don't there is nothing to give.
            if path.contains('.')
                && argument["required"] != true
                && !path.ends_with(".custom")
                && !path.starts_with("changes.")
            {
                inside.push((format!("{path}."), text(argument, "label").to_owned()));
            }
            continue;
        }
        let mut input = input(locale, argument);
        input.within = inside.iter().find(|(above, _)| path.starts_with(above)).map(|(_, label)| label.clone());
        if let Some(fields) = rows.then(|| fields_of_rows(locale, arguments, path)).flatten() {
            input.kind = Kind::Rows(fields);
        }
        form.inputs.push(input);
    }
    form
}

/// The fields of the records of a list, where each takes one value; of others JSON is given.
fn fields_of_rows(locale: Locale, arguments: &[Value], path: &str) -> Option<Vec<Input>> {
    let mut fields: Vec<Input> = Vec::new();
    let mut amount = None;
    for argument in arguments {
        let Some(name) = text(argument, "path").strip_prefix(path).and_then(|rest| rest.strip_prefix('.')) else {
            continue;
        };
        if amount.as_ref().is_some_and(|amount: &String| name.starts_with(amount.as_str())) || name == "custom" {
            continue;
        }
        let mut field = input(locale, argument);
        if field.kind == Kind::Money {
            amount = Some(format!("{name}."));
        } else if name.contains(['.', '[']) || matches!(field.kind, Kind::Json | Kind::File) {
            return None;
        }
        field.path = name.to_owned();
        fields.push(field);
    }
    Some(fields)
}

fn input(locale: Locale, told: &Value) -> Input {
    let number = |name: &str| told[name].as_i64();
    // One that is not whole is told as a text.
    let limit = |whole: &str, text: &str| {
        number(whole).map(|number| number.to_string()).or_else(|| told[text].as_str().map(str::to_owned))
    };
    let choices: Vec<Choice> = list(told, "choices")
        .iter()
        .map(|choice| Choice { name: text(choice, "value").to_owned(), label: text(choice, "label").to_owned() })
        .collect();
    let path = text(told, "path");
    let mut input = Input {
        path: path.trim_end_matches("[]").to_owned(),
        label: text(told, "label").to_owned(),
        help: help(locale, text(told, "doc")),
        kind: Kind::Text,
        required: told["required"] == true,
        // An expression is nothing that people read.
        default: told["default_value"].as_str().filter(|text| text.parse::<f64>().is_ok()).map(str::to_owned),
        min_length: number("min_length"),
        max_length: number("max_length"),
        minimum: limit("minimum", "lowest"),
        maximum: limit("maximum", "highest"),
        choices,
        within: None,
    };
    let kind = text(told, "kind");
    let object = |id: &str| told["refers_to"].as_str().map(str::to_owned).or_else(|| object_of(id));
    let has_choices = !input.choices.is_empty() || told["category"].is_string();
    input.kind = match (kind.strip_prefix("list of "), kind) {
        (Some(_), _) if has_choices => Kind::Checks,
        (Some("text" | "decimal" | "instant" | "date"), _) => Kind::Lines(None),
        (Some("integer"), _) => Kind::Numbers,
        (Some(one), _) if one.ends_with("Id") => Kind::Lines(object(one)),
        (Some(_), _) | (_, "tree" | "json" | "value" | "values") => Kind::Json,
        (_, "secret") => Kind::Secret,
        (_, "integer") => Kind::Integer,
        (_, "decimal") => Kind::Decimal,
        (_, "boolean") => Kind::Boolean,
        (_, "date") => Kind::Date,
        (_, "instant") => Kind::Instant,
        (_, "bytes") => Kind::File,
        (_, "Money" | "money") => Kind::Money,
        _ if has_choices => Kind::Select,
        (_, id) if id.ends_with("Id") || id == "ref" => object(id).map_or(Kind::Text, Kind::Reference),
        _ if told["multiline"] == true => Kind::Area,
        _ => Kind::Text,
    };
    input
}

/// The object of an id's type: `CustomerId` is of one that is called `customer`.
fn object_of(id: &str) -> Option<String> {
    let name = id.strip_suffix("Id").filter(|name| !name.is_empty() && *name != "Record")?;
    let mut object = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !object.is_empty() {
            object.push('_');
        }
        object.push(c.to_ascii_lowercase());
    }
    Some(object)
}

/// The first paragraph of a documentation, in the reader's language: what nobody translated, a pack's own, is not shown.
fn help(locale: Locale, doc: &str) -> String {
    let lines = doc.lines().map(str::trim).take_while(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join(" ").replace('`', "");
    let foreign = locale != Locale::En && !text.chars().any(|c| c > '\u{2e80}');
    if foreign { String::new() } else { text }
}

/// The entries of a dictionary category.
pub fn entries(visit: &Visit, category: &str) -> Result<Vec<Choice>, Fault> {
    let told = visit.ask("dictionary.choices", &json!({"category": category}))?;
    let entries = told.as_array().into_iter().flatten();
    Ok(entries.map(|one| Choice { name: text(one, "id").to_owned(), label: text(one, "item").to_owned() }).collect())
}

pub fn yes_no(visit: &Visit) -> Vec<Choice> {
    let choice = |name: &str, word| Choice { name: name.to_owned(), label: visit.say(word).to_owned() };
    vec![choice("true", Word::Yes), choice("false", Word::No)]
}
