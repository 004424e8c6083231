//! The values that a view asks for: each is given as a condition's value is, and means what it means there.

use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::conditions::value;
use crate::fault::Fault;
use crate::filter::operand;
use crate::screens::Field;
use crate::visit::{Pairs, Visit};
use crate::words::Word;

/// A parameter of a view, and what is given for it.
pub struct Parameter {
    /// As if it were a field that is asked.
    field: Field,
    pub given: String,
}

impl Parameter {
    /// How the address calls it.
    pub fn place(&self) -> String {
        format!("p.{}", self.field.name)
    }
}

/// The parameters that a view declares, with what the address gives for them.
pub fn declared(visit: &Visit, definition: &Value, query: &Pairs) -> Vec<Parameter> {
    let read = |(name, ty): (&String, &Value)| {
        let ty = ty.as_str().unwrap_or_default();
        let plain = matches!(ty, "text" | "integer" | "decimal" | "money" | "boolean" | "date" | "instant");
        let field = Field {
            name: name.clone(),
            label: crate::cells::label(visit.locale, name),
            // Any other word is the object that is referred to.
            kind: if plain { ty } else { "ref" }.to_owned(),
            refers_to: (!plain).then(|| ty.to_owned()),
            group: String::new(),
            choices: Vec::new(),
            category: None,
            readable: true,
            asked: Vec::new(),
            sortable: false,
        };
        let given = query.get(&format!("p.{name}")).unwrap_or_default().trim().to_owned();
        Parameter { field, given }
    };
    definition["parameters"].as_object().into_iter().flatten().map(read).collect()
}

/// Whether one of them has no value yet.
pub fn wait(parameters: &[Parameter]) -> bool {
    parameters.iter().any(|parameter| parameter.given.is_empty())
}

/// Their values, of those that are given; what is wrong with others beside them.
///
/// # Errors
/// What the engine says where records are looked up.
pub fn values(visit: &Visit, parameters: &[Parameter]) -> Result<(Map<String, Value>, Vec<String>), Fault> {
    let (mut values, mut wrong) = (Map::new(), Vec::new());
    for Parameter { field, given } in parameters.iter().filter(|parameter| !parameter.given.is_empty()) {
        let meant = match operand(visit, field, given)? {
            // A view asks for one record.
            Ok(Value::Array(mut found)) if found.len() == 1 => Ok(found.remove(0)),
            Ok(Value::Array(_)) => Err(Word::Several),
            meant => meant,
        };
        match meant {
            Ok(value) => drop(values.insert(field.name.clone(), value)),
            Err(word) => wrong.push(format!("{}: {}", field.label, visit.say(word))),
        }
    }
    Ok((values, wrong))
}

/// Where they are given.
pub fn inputs(visit: &Visit, parameters: &[Parameter]) -> Result<Vec<Markup>, Fault> {
    let mut rows = Vec::new();
    for parameter in parameters {
        let place = parameter.place();
        let control = value(visit, (&place, &place), &parameter.field, &parameter.given, true)?;
        rows.push(html! { div.row { label for=(place) { (parameter.field.label) } (control) } });
    }
    Ok(rows)
}
