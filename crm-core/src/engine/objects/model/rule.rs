//! Rules over the records of an object as they are run (AUTO-1): their expressions see the record before the call too.

use super::super::define::behaviour::Effect;
use super::super::define::document::Object;
use super::super::expr::{Place, Type};
use super::super::shape::Name;
use super::{Compiled, Compiling, EffectModel, Model, Models, ways};
use crate::engine::error::{CrmError, Result};

/// What a rule asks, and what it does.
#[derive(Debug, Clone)]
pub struct RuleModel {
    /// The condition.
    pub condition: Option<Compiled>,
    /// The effects.
    pub then: Vec<EffectModel>,
}

impl Models<'_> {
    /// The model by which rules see the records of an object, with the rules. `base` is that by which they are written, where
    /// packs say anything of them.
    ///
    /// # Errors
    /// A defect, where a rule was not checked.
    pub fn ruled(
        &self,
        object: &Name,
        base: Option<&Model>,
        rules: &[(Option<&str>, &[Effect])],
    ) -> Result<(Model, Vec<RuleModel>)> {
        let defined = self.definitions.get(object).ok_or_else(|| CrmError::bug(format!("{object} is no object")))?;
        let mut model = match base {
            Some(base) => base.clone(),
            None => {
                let bare = Object { name: object.clone(), title: "''".to_owned(), ..Object::default() };
                self.model(defined, &bare, &[])?
            }
        };
        let ways = std::mem::take(&mut model.ways);
        let mut compiling = Compiling { models: self, object, ways, place: Place::Rule };
        let mut made = Vec::with_capacity(rules.len());
        for (condition, effects) in rules {
            let condition =
                condition.map(|text| compiling.compile(text, Place::Rule, Some(&Type::Boolean))).transpose()?;
            let then = effects.iter().map(|effect| compiling.effect(defined, effect)).collect::<Result<_>>()?;
            made.push(RuleModel { condition, then });
        }
        model.ways = compiling.ways;
        model.behind = ways::behind(self.definitions, defined, &model.ways)?;
        Ok((model, made))
    }
}
