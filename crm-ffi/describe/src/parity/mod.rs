//! Whether every language has every operation with the same arguments, and what hangs on the engine and on sessions: the C header, the Python stub, and the Kotlin and
//! Swift sources that uniffi made, each read as text and compared with the table.

mod hosted;

use std::collections::BTreeMap;
use std::fs;

use crm_core::Operation;

use crate::stories::camel;

/// Operations by name with their arguments.
type Found = BTreeMap<String, Vec<String>>;

/// Compares; says what is missing where. Takes the paths of the five files.
pub fn check(header_file: &str, python: &str, kotlin: &str, swift: &str, c: &str) -> Result<(), String> {
    let read = |path: &str| fs::read_to_string(path).map_err(|e| format!("{path}: {e}"));
    let c = read(c)?;
    let texts = [("c", c), ("python", read(python)?), ("kotlin", read(kotlin)?), ("swift", read(swift)?)];
    let header = header(&read(header_file)?);
    let python = methods(&texts[1].1, &|area| format!("class {area}:"), "def ");
    let kotlin = methods(&texts[2].1, &|area| format!("interface {area}Interface "), "fun ");
    let swift = methods(&texts[3].1, &|area| format!("protocol {area}Protocol"), "func ");
    let plain = |name: &str| name.to_owned();
    // What is a word of the language's own has a line behind it.
    let pythons = |name: &str| if name == "with" { "with_".to_owned() } else { name.to_owned() };
    let mut problems = Vec::new();
    compare("the C header", &header, &plain, &mut problems);
    compare("the Python stub", &python, &pythons, &mut problems);
    compare("Kotlin", &kotlin, &camel, &mut problems);
    compare("Swift", &swift, &camel, &mut problems);
    hosted::check(&texts, &mut problems)?;
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn compare(language: &str, found: &Found, spelt: &dyn Fn(&str) -> String, problems: &mut Vec<String>) {
    for operation in Operation::all() {
        let name = format!("{}.{}", operation.area, spelt(operation.short_name()));
        let arguments: Vec<String> = operation.arguments.iter().map(|a| spelt(a.name())).collect();
        match found.get(&name) {
            None => problems.push(format!("{language} has no {name}")),
            Some(theirs) if *theirs != arguments => {
                problems.push(format!(
                    "{name} takes ({}), in {language} ({})",
                    arguments.join(", "),
                    theirs.join(", ")
                ));
            }
            Some(_) => {}
        }
    }
    // Python's areas have more: iterators, say.
    if language == "the Python stub" {
        return;
    }
    let known: Vec<String> = Operation::all().map(|o| format!("{}.{}", o.area, spelt(o.short_name()))).collect();
    problems
        .extend(found.keys().filter(|name| !known.contains(name)).map(|name| format!("only {language} has {name}")));
}

fn header(text: &str) -> Found {
    let mut found = Found::new();
    let mut arguments = Vec::new();
    for line in text.lines() {
        if line == "/**" {
            arguments.clear();
        } else if let Some(argument) = line.strip_prefix(" * @param ") {
            arguments.extend(argument.split(' ').next().map(str::to_owned));
        } else if line.starts_with("#define CRM_")
            && let Some(name) = line.split('"').nth(1)
        {
            found.insert(name.to_owned(), arguments.clone());
        }
    }
    found
}

/// The methods of each area's class, interface or protocol: from the line that begins it to the next of its kind.
fn methods(text: &str, begin: &dyn Fn(&str) -> String, keyword: &str) -> Found {
    let mut found = Found::new();
    for (area, object) in areas() {
        let begin = begin(object);
        let kind = begin.split(' ').next().unwrap_or_default();
        let Some(start) = text.lines().position(|line| line.trim_start_matches("public ").starts_with(&begin)) else {
            continue;
        };
        let body: Vec<&str> = text
            .lines()
            .skip(start + 1)
            .take_while(|line| {
                let line = line.trim_start_matches("public ");
                !line.starts_with(kind) && !line.starts_with('}')
            })
            .collect();
        let body = body.join("\n");
        for signature in body.split(&format!("\n    {keyword}")).skip(1) {
            let Some((name, rest)) = signature.split_once('(') else { continue };
            let name = format!("{area}.{}", name.trim_matches('`'));
            // An overload that comes later takes the same in another way.
            found.entry(name).or_insert_with(|| parameters(rest));
        }
    }
    found
}

/// The areas with the names of their objects.
fn areas() -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    macro_rules! add {
        ($area:ident : $Area:ident, $($rest:tt)*) => {
            all.push((stringify!($area), stringify!($Area)));
        };
    }
    crm_core::for_each_area!(add);
    all
}

/// The names of the parameters of a signature, which begins behind its opening parenthesis.
fn parameters(signature: &str) -> Vec<String> {
    let (mut depth, mut current, mut all) = (0, String::new(), Vec::new());
    for c in signature.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' if depth == 0 => break,
            ')' | ']' | '>' => depth -= 1,
            ',' if depth == 0 => all.push(std::mem::take(&mut current)),
            c if depth == 0 => current.push(c),
            _ => {}
        }
    }
    all.push(current);
    all.iter()
        .map(|parameter| parameter.split(':').next().unwrap_or_default().trim().trim_matches('`').to_owned())
        // Python's fields behind the star are those of the record before it.
        .take_while(|name| name != "*")
        .filter(|name| !name.is_empty() && name != "self")
        .collect()
}
