//! Stories in Kotlin: JUnit tests over `tests/kotlin/Stage.kt`.

use crm_core::Operation;
use crm_core::schema::Type;
use serde_json::Value;

use super::Language;
use super::typed::{camel, pascal};

/// Kotlin.
pub struct Kotlin;

const MADE: &str = "// Made from tests/scenarios by crm-describe; do not edit.\n";

fn quoted(text: &str) -> String {
    let mut literal = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' | '$' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            c if c.is_control() => literal.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// A name, which may be a word of the language.
fn name(name: &str) -> String {
    format!("`{}`", camel(name))
}

fn named(arguments: &[(String, String)]) -> String {
    arguments.iter().map(|(n, value)| format!("{} = {value}", name(n))).collect::<Vec<_>>().join(", ")
}

impl Language for Kotlin {
    fn file_name(&self, story: &str) -> String {
        format!("{}StoryTest.kt", pascal(story))
    }

    fn cast(&self, cast: &Value) -> (String, String) {
        let text = |value: &Value| quoted(value.as_str().unwrap_or_default());
        let person = |p: &Value| {
            let roles: Vec<String> = p["roles"].as_array().into_iter().flatten().map(text).collect();
            let (who, login, display) = (text(&p["name"]), text(&p["login"]), text(&p["display_name"]));
            format!("Person({who}, {login}, {display}, listOf({}))", roles.join(", "))
        };
        let users: Vec<String> = cast["users"].as_array().into_iter().flatten().map(person).collect();
        let body = format!(
            "{MADE}object Cast {{\n    val now = {}\n    val timeZone = {}\n    val currency = {}\n    \
             val first = {}\n    val users = listOf<Person>(\n        {},\n    )\n}}\n",
            text(&cast["now"]),
            text(&cast["time_zone"]),
            text(&cast["currency"]),
            person(&cast["first"]),
            users.join(",\n        "),
        );
        ("Cast.kt".into(), body)
    }

    fn file(&self, story: &str, title: &str, steps: &str) -> String {
        format!(
            "{MADE}import crm.model.*\nimport java.math.BigDecimal\nimport java.time.Instant\nimport java.time.LocalDate\n\
             import java.util.Base64\nimport java.util.UUID\nimport kotlin.test.Test\nimport kotlin.test.assertEquals\n\
             import kotlin.test.assertFailsWith\nimport kotlin.test.assertNotNull\nimport kotlin.test.assertNull\n\n\
             /** {} */\nclass {}StoryTest {{\n    @Test\n    fun story() {{\n        val stage = Stage()\n{steps}    }}\n}}\n",
            title.replace("*/", "* /"),
            pascal(story)
        )
    }

    fn user(&self, name: &str) -> String {
        format!("stage.id({})", quoted(name))
    }

    fn clock(&self, at: &str) -> String {
        format!("        stage.now = Instant.parse({})\n", quoted(at))
    }

    fn call(&self, actor: &str, operation: &Operation, arguments: &[(String, String)]) -> String {
        format!(
            "stage[{}].{}().{}({})",
            quoted(actor),
            name(operation.area),
            name(operation.short_name()),
            named(arguments)
        )
    }

    fn raw_call(&self, actor: &str, operation: &str, arguments: &str) -> String {
        format!("stage[{}].call({}, {arguments})", quoted(actor), quoted(operation))
    }

    fn step(&self, name: Option<&str>, call: &str) -> String {
        match name {
            Some(name) => format!("        val {name} = {call}\n"),
            None => format!("        {call}\n"),
        }
    }

    fn error_field(&self, field: &str) -> String {
        format!("error.{}", name(field))
    }

    fn refused(&self, call: &str, variant: &str, _all: &[&str], _checked: &[&str], checks: &str) -> String {
        format!("        assertFailsWith<CrmException.{variant}> {{ {call} }}.let {{ error ->\n{checks}        }}\n")
    }

    fn field(&self, record: &str, field: &str) -> String {
        format!("{record}.{}", name(field))
    }

    fn element(&self, list: &str, index: usize) -> String {
        format!("{list}[{index}]")
    }

    fn length(&self, list: &str) -> String {
        format!("{list}.size")
    }

    fn unwrap(&self, optional: &str) -> String {
        format!("{optional}!!")
    }

    fn to_text(&self, value: &str) -> String {
        format!("{value}.toString()")
    }

    fn text(&self, text: &str) -> String {
        quoted(text)
    }

    fn scalar(&self, value: &Value, ty: &Type) -> String {
        let text = || quoted(value.as_str().unwrap_or_default());
        match ty {
            Type::Integer => format!("{value}L"),
            Type::Decimal => format!("BigDecimal({})", text()),
            Type::Date => format!("LocalDate.parse({})", text()),
            Type::Instant => format!("Instant.parse({})", text()),
            Type::Id(_) => format!("UUID.fromString({})", text()),
            Type::Bytes => format!("Base64.getDecoder().decode({})", text()),
            Type::Tree | Type::Value => quoted(&value.to_string()),
            Type::Values => {
                let values = value.as_object().into_iter().flatten().map(|(name, value)| {
                    let value = match value {
                        Value::String(text) => format!("Value.Text({})", quoted(text)),
                        Value::Number(number) => format!("Value.Integer({number}L)"),
                        Value::Bool(truth) => format!("Value.Boolean({truth})"),
                        _ => "Value.Null".to_owned(),
                    };
                    format!("NamedValue({}, {value})", quoted(name))
                });
                self.list(&values.collect::<Vec<_>>())
            }
            Type::Choice(choice) => {
                let value = value.as_str().unwrap_or_default().replace('-', "_");
                format!("{}.{}", choice.name, screaming(&value))
            }
            _ if value.is_string() => text(),
            _ => value.to_string(),
        }
    }

    fn list(&self, items: &[String]) -> String {
        format!("listOf({})", items.join(", "))
    }

    fn record(&self, name: &str, fields: &[(String, String)]) -> String {
        format!("{name}({})", named(fields))
    }

    fn wire(&self, value: &str) -> String {
        format!("crm.jsonOf({value})")
    }

    fn wire_of(&self, values: &str, name: &str) -> String {
        format!("crm.jsonOf({values}.first {{ it.name == {} }}.value)", quoted(name))
    }

    fn nothing(&self) -> &'static str {
        "null"
    }

    fn concatenate(&self, parts: &[String]) -> String {
        parts.join(" + ")
    }

    fn equal(&self, expected: &str, found: &str, ty: &Type) -> String {
        match ty {
            // With their places, as they stand in JSON.
            Type::Decimal => format!("        assertEquals({expected}.toPlainString(), {found}.toPlainString())\n"),
            // Arrays are equal where they are one.
            Type::Bytes => format!("        assertEquals({expected}.toList(), {found}.toList())\n"),
            _ => format!("        assertEquals({expected}, {found})\n"),
        }
    }

    fn present(&self, found: &str) -> String {
        format!("        assertNotNull({found})\n")
    }

    fn absent(&self, found: &str) -> String {
        format!("        assertNull({found})\n")
    }
}

/// `zh_Hans` as `ZH_HANS`.
fn screaming(value: &str) -> String {
    value.to_uppercase()
}
