//! What the shell says of itself and of the operations.

use crm_core::labels;
use crm_core::schema::{FieldInfo, Type};
use crm_core::{Locale, Operation};
use serde_json::Value;

use crate::show::Mode;

pub const COMMANDS: &str = "\
opportunities.list                      calls an operation; .operations lists them
opportunities.create customer_name=华东 success_probability=60 summary=… description=…
opportunities.assign $_.id $han.id      $_ is the last result, $han one that .let han kept

.as LOGIN                       acts as a user
.backup FILE                    copies the database into a new file
.bootstrap LOGIN NAME [ROLE …]  makes the first user, an administrator
.check                          verifies the database
.describe OPERATION             tells its arguments
.dump ID                        what the audit says of a record
.help                           this
.import KIND FILE field=column …  imports a CSV file; field==text is the same for every line
.let NAME                       keeps the last result as $NAME
.locale en|zh-Hans              the language of refusals, and of what .describe explains
.login LOGIN                    acts as a user whose password is asked
.mode table|json|csv            how results are shown
.next                           the next page of the last list
.operations [AREA]              lists the operations
.quit                           ends
.read FILE                      runs the lines of a file
.whoami                         who acts
";

/// The names of the shell's own commands.
pub fn commands() -> impl Iterator<Item = &'static str> {
    COMMANDS.lines().filter_map(|line| line.strip_prefix('.')?.split(' ').next())
}

pub fn wrong_command(name: &str) -> String {
    let usage: Vec<&str> = COMMANDS
        .lines()
        .filter(|line| line.strip_prefix('.').is_some_and(|l| l.split(' ').next() == Some(name)))
        .collect();
    match usage.first() {
        Some(line) => format!("usage: {line}"),
        None => format!("there is no command .{name}; .help lists them"),
    }
}

/// The refusal of a name that no operation has, with those that look like it.
pub fn unknown(name: &str) -> String {
    let wanted = name.rsplit('.').next().unwrap_or(name);
    let like: Vec<&str> = Operation::all()
        .map(|operation| operation.name)
        .filter(|known| known.split('.').any(|part| part == wanted) || known.starts_with(name))
        .take(8)
        .collect();
    match like[..] {
        [] => format!("there is no operation {name}; .operations lists them"),
        _ => format!("there is no operation {name}; there are: {}", like.join(", ")),
    }
}

fn first_paragraph(doc: &str) -> String {
    let paragraph: Vec<&str> = doc.trim().lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    paragraph.join(" ")
}

pub fn operations(area: Option<&str>) -> String {
    Operation::all()
        .filter(|operation| area.is_none_or(|area| operation.area == area))
        .map(|operation| {
            let arguments: Vec<String> = operation
                .arguments
                .iter()
                .map(|a| if a.optional { format!("[{}]", a.name()) } else { a.name().to_owned() })
                .collect();
            format!("{} {}\n", operation.name, arguments.join(" "))
        })
        .collect()
}

pub fn describe(name: &str, locale: Locale) -> Result<String, String> {
    let operation = Operation::find(name).ok_or_else(|| unknown(name))?;
    let mut text = format!("{}\n{}\n", operation.name, first_paragraph(&labels::of_operation(locale, operation)));
    for argument in operation.arguments {
        text.push_str(&field(argument, locale, 1));
        if let Type::Record(record) = argument.ty.required() {
            for inner in record.fields {
                text.push_str(&field(inner, locale, 2));
            }
        }
    }
    text.push_str(&format!("gives {}\n", operation.result.name()));
    Ok(text)
}

fn field(field: &FieldInfo, locale: Locale, depth: usize) -> String {
    let optional = if field.optional { "optional " } else { "" };
    let ty = field.ty.required();
    let values = ty.choice().map(|choice| choice.values.iter().map(|(value, _)| *value).collect::<Vec<_>>());
    let values = values.map_or_else(|| ty.name(), |values| values.join(" | "));
    let doc = first_paragraph(&labels::help(locale, field.doc()));
    let doc = if doc.is_empty() { doc } else { format!(": {doc}") };
    format!("{}{} ({optional}{values}){doc}\n", "  ".repeat(depth), field.name())
}

/// The counts of an import, and each line that was refused or of which there is something to say.
pub fn import_report(report: &Value, mode: Mode) -> String {
    if mode == Mode::Json {
        return format!("{report}\n");
    }
    let mut text: String = report
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| value.is_i64() || value.is_string())
        .map(|(name, value)| format!("{name} {}\n", value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    for line in report["lines"].as_array().into_iter().flatten() {
        for (list, word) in [("errors", "refused"), ("notes", "note")] {
            for said in line[list].as_array().into_iter().flatten() {
                let at = |name: &str| said[name].as_str().unwrap_or_default();
                text.push_str(&format!("line {}: {word}: {}: {}\n", line["line"], at("field"), at("detail")));
            }
        }
    }
    text
}

/// One audited call, as far as it changed the record.
pub fn audited(call: &Value, id: &str, mode: Mode) -> String {
    if mode == Mode::Json {
        return format!("{call}\n");
    }
    let at = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let who = call["user"]["display_name"].as_str().unwrap_or("system");
    let mut text = format!("{}  {}  {who}\n", at(call, "at"), at(call, "operation"));
    for change in call["changes"].as_array().into_iter().flatten().filter(|change| change["id"] == id) {
        text.push_str(&format!("  {} {}\n", at(change, "action"), at(change, "entity")));
        let read =
            |name: &str| serde_json::from_str::<Value>(change[name].as_str().unwrap_or("{}")).unwrap_or_default();
        let (before, after) = (read("before"), read("after"));
        let names = after.as_object().into_iter().flatten().chain(before.as_object().into_iter().flatten());
        let mut told: Vec<&String> = Vec::new();
        for (name, _) in names {
            if !told.contains(&name) {
                told.push(name);
                match before.get(name) {
                    Some(old) => {
                        text.push_str(&format!("    {name}: {old} → {}\n", after.get(name).unwrap_or(&Value::Null)))
                    }
                    None => text.push_str(&format!("    {name}: {}\n", after[name])),
                }
            }
        }
    }
    text
}
