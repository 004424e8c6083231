//! What an effect gives to the typed operation that it calls (MACH-8).

use serde_json::{Map, Value as Json, json};

use super::super::expr::{Type, Value};
use super::super::model::{Compiled, GivenModel};
use super::super::shape::Name;
use super::picture::Picture;
use super::writer::Writer;
use crate::engine::error::{CrmError, Result};
use crate::engine::wire::to_json;

/// The argument that names the record on which an operation is called.
const RECORD: &str = "record";

impl<'a> Writer<'a, '_> {
    /// The arguments of a call; without a record it is on the acting one. What is empty is left out; where that is the record,
    /// nothing happens (MACH-7).
    pub(super) fn arguments(&mut self, acting: &mut Picture<'a>, with: &[(Name, GivenModel)]) -> Result<Option<Json>> {
        let mut arguments = Map::new();
        if !with.iter().any(|(name, _)| name == RECORD)
            && let Value::Record(id) = acting.value("id")
        {
            arguments.insert(RECORD.to_owned(), json!({"object": acting.model.name.as_str(), "id": id}));
        }
        for (name, given) in with {
            let json = match given {
                GivenModel::Value(tree) => tree.value().clone(),
                GivenModel::Expr(by) => self.argument(acting, name, by)?,
                GivenModel::List(all) => {
                    let one = |by: &Compiled| self.argument(acting, name, by);
                    all.iter().map(one).collect::<Result<Json>>()?
                }
            };
            if json.is_null() && name == RECORD {
                return Ok(None);
            }
            if !json.is_null() {
                arguments.insert(name.to_string(), json);
            }
        }
        Ok(Some(Json::Object(arguments)))
    }

    /// What an expression of the acting record gives, as it crosses a boundary.
    fn argument(&mut self, acting: &mut Picture<'a>, name: &Name, by: &Compiled) -> Result<Json> {
        acting.fetch(self.tx, by)?;
        let value = acting
            .evaluate(by, self.context)
            .map_err(|refusal| CrmError::field(&format!("with.{name}"), "formula", refusal.detail()))?;
        Ok(match value {
            Value::Null => Json::Null,
            Value::Boolean(value) => json!(value),
            Value::Number(number) => number.to_whole().map_or_else(|| json!(number.to_string()), |whole| json!(whole)),
            Value::Text(text) => json!(text.as_str()),
            Value::Date(date) => json!(date.to_string()),
            Value::Instant(instant) => serde_json::from_str(&to_json(&instant)).unwrap_or_default(),
            Value::Record(id) => match by.expr.result() {
                Some(Type::Record(object)) => json!({"object": object.as_str(), "id": id}),
                _ => return Err(CrmError::bug("a record of no object")),
            },
        })
    }
}
