//! What was typed becomes the arguments of an operation, by the operation's own description.
//!
//! `name=value` gives an argument, or a field of the one record among the arguments that has such a field; a value
//! without a name gives the next argument that has none yet; a JSON object gives them all. Nothing is guessed: a name
//! that two records know must say whose it is (`new.name=…`).

use base64::Engine as _;
use crm_core::Operation;
use crm_core::schema::{FieldInfo, Type};
use serde_json::{Map, Value, json};

use crate::words::Word;

/// Where `$name`, files and secrets come from.
pub trait Surroundings {
    /// The value that stands for `$name`.
    fn variable(&self, name: &str) -> Option<&Value>;
    /// Asks for a secret, without showing it.
    fn secret(&self, name: &str) -> Result<String, String>;
}

/// The arguments as a JSON object.
pub fn read(operation: &Operation, words: &[Word], from: &dyn Surroundings) -> Result<Value, String> {
    if let [word] = words
        && word.begins('{')
    {
        return filled(json_of(operation.name, &word.text)?, from);
    }
    let mut given = Map::new();
    for word in words {
        match word.named() {
            Some((name, value)) => named(operation, &mut given, name, &value, from)?,
            None => {
                let Some(next) = operation.arguments.iter().find(|argument| !given.contains_key(argument.name()))
                else {
                    return Err(format!("{} takes no further argument: {}", operation.name, word.text));
                };
                given.insert(next.name().into(), value(next.name(), &next.ty, word, from)?);
            }
        }
    }
    Ok(Value::Object(given))
}

fn named(
    operation: &Operation,
    given: &mut Map<String, Value>,
    name: &str,
    word: &Word,
    from: &dyn Surroundings,
) -> Result<(), String> {
    let path: Vec<&str> = name.split('.').collect();
    if operation.arguments.iter().any(|argument| argument.name() == path[0]) {
        return set(given, operation.arguments, &path, name, word, from);
    }
    let owners: Vec<&FieldInfo> = operation
        .arguments
        .iter()
        .filter(|argument| fields(&argument.ty).is_some_and(|fields| fields.iter().any(|f| f.name() == path[0])))
        .collect();
    match owners[..] {
        [] => Err(format!("{} has no argument {}; .describe {} tells them", operation.name, path[0], operation.name)),
        [owner] => {
            let whole: Vec<&str> = std::iter::once(owner.name()).chain(path).collect();
            set(given, operation.arguments, &whole, name, word, from)
        }
        _ => {
            let ways: Vec<String> = owners.iter().map(|owner| format!("{}.{name}", owner.name())).collect();
            Err(format!("{name} is meant for which? {}", ways.join(" or ")))
        }
    }
}

fn set(
    object: &mut Map<String, Value>,
    fields_here: &[FieldInfo],
    path: &[&str],
    name: &str,
    word: &Word,
    from: &dyn Surroundings,
) -> Result<(), String> {
    let field =
        fields_here.iter().find(|f| f.name() == path[0]).ok_or_else(|| format!("{name}: there is no {}", path[0]))?;
    if path.len() > 1 {
        let inner = fields(&field.ty).ok_or_else(|| format!("{name}: {} has no fields", path[0]))?;
        let below = object.entry(field.name()).or_insert_with(|| json!({}));
        let below = below.as_object_mut().ok_or_else(|| format!("{} was given as a whole already", path[0]))?;
        return set(below, inner, &path[1..], name, word, from);
    }
    if let Type::List(element) = field.ty.required()
        && !word.begins('[')
        && !word.begins('$')
    {
        // A list is given an element at a time: `roles=executive roles=integration`.
        let one = value(name, element, word, from)?;
        return match object.entry(field.name()).or_insert_with(|| json!([])) {
            Value::Array(list) => {
                list.push(one);
                Ok(())
            }
            _ => Err(format!("{name} was given as a whole already")),
        };
    }
    let value = value(name, &field.ty, word, from)?;
    if object.insert(field.name().into(), value).is_some() {
        return Err(format!("{name} is given twice"));
    }
    Ok(())
}

fn fields(ty: &Type) -> Option<&'static [FieldInfo]> {
    match ty.required() {
        Type::Record(record) => Some(record.fields),
        _ => None,
    }
}

fn value(name: &str, ty: &Type, word: &Word, from: &dyn Surroundings) -> Result<Value, String> {
    if word.begins('$') {
        return variable(&word.text[1..], from);
    }
    let text = &word.text;
    let json = || json_of(name, text);
    match ty.required() {
        Type::Integer => text.parse::<i64>().map(Value::from).map_err(|_| format!("{name}: a whole number is wanted")),
        Type::Boolean => text.parse::<bool>().map(Value::from).map_err(|_| format!("{name}: true or false is wanted")),
        Type::Secret if text == "?" => from.secret(name).map(Value::from),
        Type::Tree if text.starts_with('@') => {
            let path = &text[1..];
            json_of(name, &std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?)
        }
        Type::Bytes => match text.strip_prefix('@') {
            Some(path) => bytes(path),
            None => Ok(json!(text)),
        },
        Type::Record(record) if record.name == "Money" && !word.begins('{') => match text.split_once(' ') {
            Some((amount, currency)) => Ok(json!({"amount": amount.trim(), "currency": currency.trim()})),
            None => Err(format!("{name}: an amount with its currency is wanted, \"12.50 CNY\"")),
        },
        Type::Record(_) | Type::List(_) | Type::Tree | Type::Value | Type::Values => filled(json()?, from),
        _ => Ok(json!(text)),
    }
}

/// JSON that was typed, in which a text that is the way into a variable, `"$admin.id"`, is what that leads to. One of no variable
/// is a text like any other.
fn filled(json: Value, from: &dyn Surroundings) -> Result<Value, String> {
    Ok(match json {
        Value::String(text) => match text.strip_prefix('$') {
            Some(path) if from.variable(path.split(['.', '[']).next().unwrap_or_default()).is_some() => {
                variable(path, from)?
            }
            _ => Value::String(text),
        },
        Value::Array(all) => all.into_iter().map(|one| filled(one, from)).collect::<Result<_, _>>()?,
        Value::Object(all) => {
            let all = all.into_iter().map(|(name, one)| Ok((name, filled(one, from)?)));
            Value::Object(all.collect::<Result<_, String>>()?)
        }
        other => other,
    })
}

/// JSON that was typed, or stands in a file.
pub fn json_of(name: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|e| format!("{name}: not JSON: {e}"))
}

/// A file's bytes, as they stand in JSON.
pub fn bytes(path: &str) -> Result<Value, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
    Ok(json!(base64::engine::general_purpose::STANDARD.encode(bytes)))
}

/// `$_.items[0].id`: a variable, and a way into it.
pub fn variable(path: &str, from: &dyn Surroundings) -> Result<Value, String> {
    let mut steps = path.split(['.', '[']);
    let name = steps.next().unwrap_or_default();
    let mut value = from.variable(name).ok_or_else(|| format!("there is no ${name}; .let NAME keeps a result"))?;
    for step in steps {
        value = match step.strip_suffix(']') {
            Some(index) => index.parse::<usize>().ok().and_then(|index| value.get(index)),
            None => value.get(step),
        }
        .ok_or_else(|| format!("${path}: there is no {step}"))?;
    }
    Ok(value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::split;

    struct Two;

    impl Surroundings for Two {
        fn variable(&self, name: &str) -> Option<&Value> {
            static LAST: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| json!({"items": [{"id": "i1"}]}));
            (name == "_").then(|| &*LAST)
        }
        fn secret(&self, _: &str) -> Result<String, String> {
            Ok("typed".into())
        }
    }

    fn read_line(operation: &str, line: &str) -> Result<Value, String> {
        let operation = Operation::find(operation).expect("an operation");
        read(operation, &split(line).expect("a whole line"), &Two)
    }

    #[test]
    fn words_become_arguments_by_the_description() {
        assert_eq!(
            read_line("opportunities.assign", "a assignee=b version=3"),
            Ok(json!({"id": "a", "assignee": "b", "version": 3}))
        );
        assert_eq!(read_line("opportunities.get", "$_.items[0].id"), Ok(json!({"id": "i1"})));
        assert_eq!(
            read_line("opportunities.create", "customer_name=华东 new.success_probability=60 id=x"),
            Ok(json!({"new": {"customer_name": "华东", "success_probability": 60}, "id": "x"}))
        );
        assert_eq!(read_line("users.set_roles", "u roles=a roles=b"), Ok(json!({"id": "u", "roles": ["a", "b"]})));
        assert_eq!(read_line("users.set_password", "u ?"), Ok(json!({"id": "u", "password": "typed"})));
        assert_eq!(read_line("opportunities.get", r#"{"id": "a"}"#), Ok(json!({"id": "a"})));
        // In JSON too, where there is such a variable.
        assert_eq!(
            read_line("setup.put", r#"a b document='{"of": ["$_.items[0].id", "$x", "5 $"]}'"#),
            Ok(json!({"kind": "a", "name": "b", "document": {"of": ["i1", "$x", "5 $"]}}))
        );
        assert_eq!(
            read_line("customers.create", "name=x registered_capital='5000 CNY'"),
            Ok(json!({"new": {"name": "x", "registered_capital": {"amount": "5000", "currency": "CNY"}}}))
        );
    }

    #[test]
    fn nothing_is_guessed() {
        let wrong = [
            ("opportunities.get", "a b", "takes no further"),
            ("opportunities.get", "nam=x", "has no argument"),
            ("opportunities.assign", "a b version=three", "whole number"),
            ("opportunities.get", "id=a id=b", "given twice"),
            ("opportunities.get", "$x", "there is no $x"),
            ("opportunities.get", "$_.items[7].id", "there is no 7]"),
            ("setup.put", r#"a b document='{"of": "$_.gone"}'"#, "there is no gone"),
            ("customers.create", "registered_capital=5000", "with its currency"),
            ("opportunities.get", "id.x=1", "has no fields"),
        ];
        for (operation, line, says) in wrong {
            let error = read_line(operation, line).expect_err(line);
            assert!(error.contains(says), "{line}: {error}");
        }
    }
}
