//! Typed records as the effects of a rule write them (AUTO-8): by the create and the update of their area, once what is
//! defined is written, so that their own states and checks hold.

use serde_json::{Map, Value as Json, json};

use super::super::define::{TypedWrite, typed_write};
use super::super::expr::Value;
use super::super::model::{Compiled, EffectModel, GivenModel, OnModel};
use super::super::shape::{ENTRY, Name};
use super::picture::{Look, Picture};
use super::writer::{Deed, Writer};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::storage::params;
use crate::engine::text::fold;
use crate::engine::validate::Rule;
use crate::engine::wire::to_json;

impl<'a> Writer<'a, '_> {
    /// Has a typed record created. What is empty is left out.
    pub(super) fn create_typed(
        &mut self,
        acting: &mut Picture<'a>,
        object: &str,
        with: &[(Name, GivenModel)],
    ) -> Result<()> {
        let write = typed_write(object, "create").ok_or_else(|| CrmError::bug(format!("{object} has no create")))?;
        let mut new = Map::new();
        for (name, given) in with {
            let json = self.given_typed(acting, field(&write, name)?, given)?;
            if !json.is_null() {
                new.insert(name.to_string(), json);
            }
        }
        self.deeds.push(Deed::Write(write.operation, json!({ write.argument: new })));
        Ok(())
    }

    /// Has the fields set that are a typed record's own; gives their names.
    pub(super) fn set_typed(&mut self, acting: &mut Picture<'a>, effect: &'a EffectModel) -> Result<Vec<Name>> {
        let object = match &effect.on {
            OnModel::Own => &acting.model.name,
            OnModel::Ref(object, _) => object,
            OnModel::Each(_) => return Ok(Vec::new()),
        };
        let world = self.world;
        let Some(defined) = world.definitions.get(object).filter(|defined| !defined.is_defined()) else {
            return Ok(Vec::new());
        };
        let own = |name: &Name| defined.field(name).is_some_and(|(_, fact)| fact.field.is_none());
        let typed: Vec<&(Name, Compiled)> = effect.sets.iter().filter(|(name, _)| own(name)).collect();
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let write = typed_write(object, "update").ok_or_else(|| CrmError::bug(format!("{object} has no update")))?;
        let (mut changes, mut clear) = (Map::new(), Vec::new());
        for (name, by) in &typed {
            let json = self.typed_value(acting, field(&write, name)?, by)?;
            if json.is_null() {
                clear.push(name.as_str());
            } else {
                changes.insert(name.to_string(), json);
            }
        }
        if !clear.is_empty() {
            changes.insert("clear".to_owned(), json!(clear));
        }
        let target = match &effect.on {
            OnModel::Ref(_, path) => {
                acting.fetch(self.tx, path)?;
                acting.evaluate(path, self.context).unwrap_or_default()
            }
            _ => acting.value("id").clone(),
        };
        // Nothing happens where a reference is empty.
        if let Value::Record(id) = target {
            self.count(acting)?;
            self.deeds.push(Deed::Write(write.operation, json!({"id": id, write.argument: changes})));
        }
        Ok(typed.into_iter().map(|(name, _)| name.clone()).collect())
    }

    fn given_typed(&mut self, acting: &mut Picture<'a>, field: &FieldInfo, given: &GivenModel) -> Result<Json> {
        match given {
            GivenModel::Value(tree) => Ok(tree.value().clone()),
            GivenModel::Expr(by) => self.typed_value(acting, field, by),
            GivenModel::List(all) => {
                let mut items = Vec::new();
                for by in all {
                    let item = self.typed_value(acting, field, by)?;
                    // Of a list one that is one value is the list of it.
                    items.extend(item.as_array().cloned().unwrap_or_else(|| vec![item]));
                }
                Ok(items.into_iter().filter(|item| !item.is_null()).collect())
            }
        }
    }

    /// What an expression of the acting record gives to a field of an operation, as it crosses a boundary.
    fn typed_value(&mut self, acting: &mut Picture<'a>, field: &FieldInfo, by: &Compiled) -> Result<Json> {
        acting.fetch(self.tx, by)?;
        let value = acting
            .evaluate(by, self.context)
            .map_err(|refusal| CrmError::field(field.name(), "formula", refusal.detail()))?;
        let (wanted, list) = match field.ty.required() {
            Type::List(inner) => (inner.required(), true),
            wanted => (wanted, false),
        };
        let json = match (value, wanted) {
            (Value::Null, _) => return Ok(Json::Null),
            (Value::Boolean(value), _) => json!(value),
            (Value::Number(number), Type::Integer) => json!(number.to_whole()),
            (Value::Number(number), Type::Record(_)) => {
                let mut amount = number.to_decimal();
                amount.rescale(acting.model.places);
                let currency = self.rule.as_ref().map(|rule| rule.company.as_str()).unwrap_or_default();
                json!({"amount": amount.to_string(), "currency": currency})
            }
            (Value::Number(number), _) => json!(number.to_decimal().normalize().to_string()),
            (Value::Text(text), Type::Id(_)) => json!(self.entry(field, &text)?),
            (Value::Text(text), _) => json!(text.as_str()),
            (Value::Date(date), _) => json!(date.to_string()),
            (Value::Instant(instant), _) => serde_json::from_str(&to_json(&instant)).unwrap_or_default(),
            (Value::Record(id), Type::Record(_)) => match by.expr.result() {
                Some(super::super::expr::Type::Record(object)) => json!({"object": object.as_str(), "id": id}),
                _ => return Err(CrmError::bug("a record of no object")),
            },
            (Value::Record(id), _) => json!(id),
        };
        Ok(if list { json!([json]) } else { json })
    }

    /// The entry of the field's category that has the value.
    fn entry(&mut self, field: &FieldInfo, value: &str) -> Result<RecordId> {
        let category = field.rules.iter().find_map(|rule| match rule {
            Rule::Category(category) => Some(*category),
            _ => None,
        });
        let entries = self.world.table(ENTRY).ok_or_else(|| CrmError::bug("entries have no table"))?;
        let sql = format!("SELECT uid FROM {entries} WHERE category = ? AND value_folded = ?");
        let found =
            self.tx.one(&sql, params![category.unwrap_or_default(), fold(value)], |c| Ok(RecordId(c.next()?)))?;
        found.ok_or_else(|| CrmError::field(field.name(), "unknown_record", "is no entry of the category"))
    }
}

fn field(write: &TypedWrite, name: &str) -> Result<&'static FieldInfo> {
    write.field(name).ok_or_else(|| CrmError::bug(format!("{} takes no {name}", write.operation)))
}
