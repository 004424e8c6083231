//! Stories in Swift: XCTest cases over `tests/swift/Stage.swift`.

use crm_core::Operation;
use crm_core::schema::Type;
use serde_json::Value;

use super::Language;
use super::typed::{camel, pascal};

/// Swift.
pub struct Swift;

const MADE: &str = "// Made from tests/scenarios by crm-describe; do not edit.\n";

fn quoted(text: &str) -> String {
    let mut literal = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            c if c.is_control() => literal.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

fn named(arguments: &[(String, String)]) -> String {
    arguments.iter().map(|(name, value)| format!("{}: {value}", camel(name))).collect::<Vec<_>>().join(", ")
}

/// An expression that may fail to be there.
fn tried(expression: &str) -> String {
    if expression.contains("XCTUnwrap") { format!("try {expression}") } else { expression.to_owned() }
}

impl Language for Swift {
    fn spelled(&self, value: &Value) -> Value {
        match value {
            Value::Object(entries) => {
                let spelled = |name: &String, value: &Value| match value.as_str().filter(|_| name == "amount") {
                    // Its decimals keep no zeros behind the last digit.
                    Some(amount) if amount.contains('.') => {
                        Value::from(amount.trim_end_matches('0').trim_end_matches('.'))
                    }
                    _ => value.clone(),
                };
                entries.iter().map(|(name, value)| (name.clone(), spelled(name, value))).collect()
            }
            other => other.clone(),
        }
    }

    fn file_name(&self, story: &str) -> String {
        format!("{}StoryTests.swift", pascal(story))
    }

    fn cast(&self, cast: &Value) -> (String, String) {
        let text = |value: &Value| quoted(value.as_str().unwrap_or_default());
        let person = |p: &Value| {
            let roles: Vec<String> = p["roles"].as_array().into_iter().flatten().map(text).collect();
            format!(
                "Person(name: {}, login: {}, displayName: {}, roles: [{}])",
                text(&p["name"]),
                text(&p["login"]),
                text(&p["display_name"]),
                roles.join(", ")
            )
        };
        let users: Vec<String> = cast["users"].as_array().into_iter().flatten().map(person).collect();
        let body = format!(
            "{MADE}enum Cast {{\n    static let now = {}\n    static let timeZone = {}\n    static let currency = {}\n    \
             static let first = {}\n    static let users = [\n        {},\n    ]\n}}\n",
            text(&cast["now"]),
            text(&cast["time_zone"]),
            text(&cast["currency"]),
            person(&cast["first"]),
            users.join(",\n        "),
        );
        ("Cast.swift".into(), body)
    }

    fn file(&self, story: &str, title: &str, steps: &str) -> String {
        format!(
            "{MADE}import CrmKit\nimport Foundation\nimport XCTest\n\n/// {title}\nfinal class {}StoryTests: XCTestCase {{\n    \
             func testStory() throws {{\n        let stage = try Stage()\n{steps}    }}\n}}\n",
            pascal(story)
        )
    }

    fn user(&self, name: &str) -> String {
        format!("stage.id({})", quoted(name))
    }

    fn clock(&self, at: &str) -> String {
        format!("        stage.clock.at = instant({})\n", quoted(at))
    }

    fn call(&self, actor: &str, operation: &Operation, arguments: &[(String, String)]) -> String {
        format!(
            "stage[{}].{}().{}({})",
            quoted(actor),
            camel(operation.area),
            camel(operation.short_name()),
            named(arguments)
        )
    }

    fn raw_call(&self, actor: &str, operation: &str, arguments: &str) -> String {
        format!("stage[{}].call(operation: {}, arguments: {arguments})", quoted(actor), quoted(operation))
    }

    fn step(&self, name: Option<&str>, call: &str) -> String {
        match name {
            Some(name) => format!("        let {name} = try {call}\n"),
            None => format!("        _ = try {call}\n"),
        }
    }

    fn error_field(&self, name: &str) -> String {
        format!("error_{name}")
    }

    fn refused(&self, call: &str, variant: &str, all: &[&str], checked: &[&str], checks: &str) -> String {
        let bound: Vec<String> = all
            .iter()
            .map(|name| if checked.contains(name) { format!("let error_{name}") } else { "_".into() })
            .collect();
        let pattern = if bound.is_empty() { String::new() } else { format!("({})", bound.join(", ")) };
        format!(
            "        do {{\n            _ = try {call}\n            XCTFail(\"should be refused\")\n        }} \
             catch CrmKit.CrmError.{variant}{pattern} {{\n{checks}        }}\n"
        )
    }

    fn field(&self, record: &str, field: &str) -> String {
        format!("{record}.{}", camel(field))
    }

    fn element(&self, list: &str, index: usize) -> String {
        format!("{list}[{index}]")
    }

    fn length(&self, list: &str) -> String {
        format!("{list}.count")
    }

    fn unwrap(&self, optional: &str) -> String {
        format!("XCTUnwrap({optional})")
    }

    fn to_text(&self, value: &str) -> String {
        format!("asText({})", tried(value))
    }

    fn text(&self, text: &str) -> String {
        quoted(text)
    }

    fn scalar(&self, value: &Value, ty: &Type) -> String {
        let text = || quoted(value.as_str().unwrap_or_default());
        match ty {
            Type::Decimal => format!("decimal({})", text()),
            Type::Instant => format!("instant({})", text()),
            Type::Id(_) => format!("UUID(uuidString: {})!", text()),
            Type::Bytes => format!("Data(base64Encoded: {})!", text()),
            Type::Tree | Type::Value => quoted(&value.to_string()),
            Type::Values => {
                let values = value.as_object().into_iter().flatten().map(|(name, value)| {
                    let value = match value {
                        Value::String(text) => format!(".text({})", quoted(text)),
                        Value::Number(number) => format!(".integer({number})"),
                        Value::Bool(truth) => format!(".boolean({truth})"),
                        _ => ".null".to_owned(),
                    };
                    format!("CrmKit.NamedValue(name: {}, value: {value})", quoted(name))
                });
                self.list(&values.collect::<Vec<_>>())
            }
            Type::Choice(choice) => {
                format!("CrmKit.{}.{}", choice.name, camel(value.as_str().unwrap_or_default()))
            }
            _ if value.is_string() => text(),
            _ => value.to_string(),
        }
    }

    fn list(&self, items: &[String]) -> String {
        format!("[{}]", items.join(", "))
    }

    fn record(&self, name: &str, fields: &[(String, String)]) -> String {
        format!("CrmKit.{name}({})", named(fields))
    }

    fn wire(&self, value: &str) -> String {
        format!("jsonOf(value: {value})")
    }

    fn wire_of(&self, values: &str, name: &str) -> String {
        format!("jsonOf(value: XCTUnwrap({values}.first {{ $0.name == {} }}).value)", quoted(name))
    }

    fn nothing(&self) -> &'static str {
        "nil"
    }

    fn concatenate(&self, parts: &[String]) -> String {
        parts.join(" + ")
    }

    fn equal(&self, expected: &str, found: &str, ty: &Type) -> String {
        let found = tried(found);
        match ty {
            Type::Instant => format!("        XCTAssertTrue(same({expected}, {found}))\n"),
            _ => format!("        XCTAssertEqual({found}, {})\n", tried(expected)),
        }
    }

    fn present(&self, found: &str) -> String {
        format!("        XCTAssertNotNil({})\n", tried(found))
    }

    fn absent(&self, found: &str) -> String {
        format!("        XCTAssertNil({})\n", tried(found))
    }
}
