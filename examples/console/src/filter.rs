//! Conditions as a person sets them, one a row, and the filter tree that they are.

use serde_json::{Value, json};

use crate::fault::Fault;
use crate::references;
use crate::screens::{Field, Screen};
use crate::visit::{Pairs, Visit};
use crate::words::Word;

/// Records that a name in a condition may mean: as many as the engine takes.
const RECORDS: usize = 100;

/// A condition: a field, what is asked of it, and of which value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub field: String,
    pub asked: String,
    pub value: String,
}

/// What can be asked of a field, of what the engine says, and how it is called; the likeliest first.
pub fn asked_of(field: &Field) -> Vec<(&'static str, Word)> {
    let may = |asked: &str| field.asked.iter().any(|known| known == asked);
    let all = [
        ("contains", "contains", Word::Contains),
        ("is", "is", Word::Is),
        ("not", "is", Word::IsNot),
        ("ge", "ge", Word::Ge),
        ("le", "le", Word::Le),
        ("gt", "gt", Word::Gt),
        ("lt", "lt", Word::Lt),
        ("empty", "empty", Word::Empty),
        ("filled", "empty", Word::Filled),
    ];
    all.into_iter().filter(|(_, needs, _)| may(needs)).map(|(name, _, word)| (name, word)).collect()
}

/// The rows of an address: fields, questions and values, each the same number of times.
pub fn rows(query: &Pairs) -> Vec<Row> {
    let (mut asked, mut values) = (query.all("o"), query.all("v"));
    let mut rows: Vec<Row> = query
        .all("f")
        .map(|field| Row {
            field: field.to_owned(),
            asked: asked.next().unwrap_or("is").to_owned(),
            value: values.next().unwrap_or_default().trim().to_owned(),
        })
        .collect();
    if let Some(field) = query.filled("add") {
        rows.push(Row { field: field.to_owned(), asked: String::new(), value: String::new() });
    }
    if let Some(at) = query.get("remove").and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < rows.len()) {
        rows.remove(at);
    }
    rows
}

/// The rows as an address has them.
pub fn written(rows: &[Row], query: &mut Pairs) {
    for row in rows {
        for (name, value) in [("f", &row.field), ("o", &row.asked), ("v", &row.value)] {
            query.0.push((name.into(), value.clone()));
        }
    }
}

/// The tree of the rows that are whole; a row without a value asks nothing yet.
///
/// # Errors
/// Of a row that names no record, or asks what can't be asked, what is wrong with it.
pub fn tree(visit: &Visit, screen: &Screen, rows: &[Row], any: bool) -> Result<(Option<Value>, Vec<String>), Fault> {
    let (mut leaves, mut wrong) = (Vec::new(), Vec::new());
    for row in rows {
        // Left out, it would show more than was asked for, as if that were all.
        let Some(field) = screen.field(&row.field) else {
            wrong.push(format!("{}: {}", row.field, visit.say(Word::NoSuchField)));
            continue;
        };
        if row.asked.is_empty() && row.value.is_empty() {
            continue;
        }
        if !asked_of(field).iter().any(|(name, _)| *name == row.asked) {
            wrong.push(format!("{}: {}", field.label, visit.say(Word::NotAsked)));
            continue;
        }
        match row.asked.as_str() {
            "empty" | "filled" => leaves.push(json!({"field": row.field, "empty": row.asked == "empty"})),
            _ if row.value.is_empty() => {}
            asked => match operand(visit, field, &row.value)? {
                Ok(value) => leaves.push(leaf(&row.field, asked, value)),
                Err(word) => wrong.push(format!("{}: {}", field.label, visit.say(word))),
            },
        }
    }
    let tree = match leaves.len() {
        0 => None,
        1 => leaves.pop(),
        _ => Some(json!({(if any { "or" } else { "and" }): leaves})),
    };
    Ok((tree, wrong))
}

fn leaf(field: &str, asked: &str, value: Value) -> Value {
    // Several records may be called so.
    let is = if value.is_array() { "in" } else { "is" };
    match asked {
        "not" => json!({"not": {"field": field, (is): value}}),
        "contains" | "lt" | "le" | "gt" | "ge" => json!({"field": field, (asked): value}),
        _ => json!({"field": field, (is): value}),
    }
}

/// What a text means for a field that is asked. A text that is no number goes to the engine as it is, which says so.
pub fn operand(visit: &Visit, field: &Field, text: &str) -> Result<Result<Value, Word>, Fault> {
    Ok(Ok(match field.kind.as_str() {
        "integer" => text.parse::<i64>().map_or_else(|_| json!(text), Value::from),
        "boolean" => json!(text == "true"),
        "ref" => {
            let object = field.refers_to.as_deref().unwrap_or_default();
            let fitting = references::find(visit, object, text, RECORDS)?;
            if fitting.found.is_empty() || fitting.more {
                return Ok(Err(if fitting.more { Word::TooManyFit } else { Word::NobodyKnown }));
            }
            fitting.found.into_iter().map(|(id, _)| Value::from(id)).collect()
        }
        _ => json!(text),
    }))
}

/// A view's tree with values in the places of its parameters.
pub fn with_parameters(tree: &Value, values: &dyn Fn(&str) -> Value) -> Value {
    match tree {
        Value::Object(fields) => match fields.get("parameter").and_then(Value::as_str) {
            Some(name) if fields.len() == 1 => values(name),
            _ => fields.iter().map(|(name, value)| (name.clone(), with_parameters(value, values))).collect(),
        },
        Value::Array(list) => list.iter().map(|one| with_parameters(one, values)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(field: &str, asked: &str, value: &str) -> Row {
        Row { field: field.into(), asked: asked.into(), value: value.into() }
    }

    #[test]
    fn rows_come_from_an_address_and_go_back() {
        let query = Pairs::read(b"f=a&o=is&v=x&f=b&o=empty&v=&sort=-c");
        let read = rows(&query);
        assert_eq!(read, [row("a", "is", "x"), row("b", "empty", "")]);
        let mut back = Pairs::default();
        written(&read, &mut back);
        assert_eq!(rows(&back), read);
        assert_eq!(rows(&Pairs::read(b"f=a&o=is&v=x&add=b")), [row("a", "is", "x"), row("b", "", "")]);
        assert_eq!(rows(&Pairs::read(b"f=a&o=is&v=x&f=b&o=is&v=y&remove=0")), [row("b", "is", "y")]);
        assert_eq!(rows(&Pairs::read(b"f=a&remove=7")), [row("a", "is", "")]);
    }

    #[test]
    fn leaves_say_what_was_asked() {
        assert_eq!(leaf("a", "not", json!("x")), json!({"not": {"field": "a", "is": "x"}}));
        assert_eq!(leaf("a", "is", json!(["x", "y"])), json!({"field": "a", "in": ["x", "y"]}));
        assert_eq!(leaf("a", "ge", json!(3)), json!({"field": "a", "ge": 3}));
    }

    #[test]
    fn parameters_stand_in_for_what_is_given() {
        let tree = json!({"and": [{"field": "a", "lt": {"parameter": "to"}}, {"field": "b", "is": {"today": 0}}]});
        let given = with_parameters(&tree, &|name| json!(format!("{name}!")));
        assert_eq!(given, json!({"and": [{"field": "a", "lt": "to!"}, {"field": "b", "is": {"today": 0}}]}));
    }
}
