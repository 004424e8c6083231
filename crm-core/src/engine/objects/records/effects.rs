//! What an action causes (MACH-7, MACH-8): in order, as the system, in the same write, all or nothing.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::calls;
use super::super::define::behaviour::{Told, Verb};
use super::super::expr::Value;
use super::super::filter::sql::{Query, Terms, Whole};
use super::super::filter::tree::Filter;
use super::super::held::Held as Seen;
use super::super::mistakes;
use super::super::model::{Compiled, EachModel, EffectModel, FieldModel, GivenModel, Model, OnModel};
use super::super::notice::{OLD, paths};
use super::super::order::Order;
use super::super::record::RecordKey;
use super::super::shape::{Catalogue as Objects, Name};
use super::content::Inputs;
use super::picture::Picture;
use super::row;
use super::writer::{Deed, MOST_CAUSED, MOST_DEEP, Notice, RuleOf, Writer};
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::people::{On, found};
use crate::engine::storage::Value as Stored;
use crate::engine::validate::Violations;

impl<'a> Writer<'a, '_> {
    /// Runs the effects of an action on the record with the key, which is written by now: it is read with its roll-ups.
    pub(super) fn effects(&mut self, model: &'a Model, key: i64, name: &str, then: &'a [EffectModel]) -> Result<()> {
        if then.is_empty() {
            return Ok(());
        }
        let Some(mut acting) = row::read_by_key(self.tx, model, self.world, key)? else { return Ok(()) };
        let depth = self.cause.as_ref().map_or(0, |(_, depth)| *depth);
        let id = acting.value("id").clone();
        if depth == MOST_DEEP {
            return Err(conflict(model, &id, "too_deep"));
        }
        let before = self.cause.replace((name.to_owned(), depth + 1));
        let was_acting = self.acting.replace((model.name.clone(), key));
        let (actor, rule) = (self.hand.actor.take(), self.rule.take());
        for (effect, at) in then.iter().zip(0..) {
            self.effect(&mut acting, key, (name, at), effect).map_err(|error| behind(error, "then", at))?;
        }
        (self.cause, self.acting, self.hand.actor, self.rule) = (before, was_acting, actor, rule);
        Ok(())
    }

    /// Runs the effects of a rule on a record that was read, with what it was before the call: as the system, the fields that
    /// freeze asked of it too (AUTO-4). `caused` is what the record of the call has caused by now; gives what it has then.
    pub fn rule(
        &mut self,
        (key, mut acting): (i64, Picture<'a>),
        rule: RuleOf,
        cause: (String, usize),
        then: &'a [EffectModel],
        caused: usize,
    ) -> Result<usize> {
        (self.caused, self.rule, self.cause, self.hand.actor) = (caused, Some(rule), Some(cause), None);
        for (effect, at) in then.iter().zip(0..) {
            self.effect(&mut acting, key, ("", at), effect).map_err(|error| behind(error, "actions", at))?;
        }
        Ok(self.caused)
    }

    fn effect(
        &mut self,
        acting: &mut Picture<'a>,
        key: i64,
        (action, at): (&str, usize),
        effect: &'a EffectModel,
    ) -> Result<()> {
        let (call, mut found) = (self.call(), Violations::default());
        if !acting.holds(self.tx, &call, effect.when.as_ref(), "when", &mut found)? {
            return found.finish();
        }
        match &effect.verb {
            Verb::Create(object) if !self.world.models.contains_key(object) => {
                self.count(acting)?;
                self.create_typed(acting, object, &effect.with)
            }
            Verb::Create(object) => {
                let model = self.model(object)?;
                let given = self.given(acting, model, &effect.with, &mut found)?;
                let id = (self.ids)();
                self.count(acting)?;
                self.create(model, id, given, found).map(drop)
            }
            Verb::Set(_) => {
                let typed = self.set_typed(acting, effect)?;
                let sets: Vec<&(Name, Compiled)> =
                    effect.sets.iter().filter(|(name, _)| !typed.contains(name)).collect();
                if sets.is_empty() {
                    return Ok(());
                }
                for (model, target) in self.targets(acting, key, &effect.on)? {
                    let mut found = Violations::default();
                    let sets = sets.iter().map(|(name, by)| (name, by));
                    let given = self.computed(acting, model, sets, &mut found)?;
                    let Some(before) = row::read_by_key(self.tx, model, self.world, target)? else { continue };
                    self.count(acting)?;
                    self.guardable(&before, "update");
                    if model.extended.is_some() {
                        self.extend(target, before, given, found)?;
                        continue;
                    }
                    // What freezes is not asked of the acting record itself (MACH-5).
                    let itself = self.is_acting(model, target);
                    if !itself {
                        changeable(&before)?;
                    }
                    self.update(target, before, given, !itself, found)?;
                }
                Ok(())
            }
            Verb::Act(action) => {
                for (model, target) in self.targets(acting, key, &effect.on)? {
                    let mut found = Violations::default();
                    let given = self.given(acting, model, &effect.with, &mut found)?;
                    let Some(before) = row::read_by_key(self.tx, model, self.world, target)? else { continue };
                    let known = model.actions.iter().find(|known| known.action.name == *action);
                    let known = known.ok_or_else(|| CrmError::bug(format!("{} has no {action}", model.name)))?;
                    self.count(acting)?;
                    stands(&before, known)?;
                    self.guardable(&before, action);
                    self.act(target, before, known, given, found)?;
                }
                Ok(())
            }
            Verb::Delete => {
                for (model, target) in self.targets(acting, key, &effect.on)? {
                    let Some(before) = row::read_by_key(self.tx, model, self.world, target)? else { continue };
                    self.count(acting)?;
                    self.delete(target, before)?;
                }
                Ok(())
            }
            Verb::Call(operation) => {
                self.count(acting)?;
                let arguments = self.arguments(acting, &effect.with)?;
                self.deeds.extend(arguments.map(|arguments| Deed::Call(operation.clone(), arguments)));
                Ok(())
            }
            Verb::Notify { to, text } => {
                self.count(acting)?;
                let Value::Record(id) = *acting.value("id") else { return Ok(()) };
                let record = RecordKey { object: acting.model.name.to_string(), id };
                let people = self.told(acting, &record, to)?;
                // As labels count: from one.
                let action = action.rsplit('.').next().unwrap_or_default();
                let part = match &self.rule {
                    Some(_) => format!("actions.{}.text", at + 1),
                    None => format!("{action}.then.{}.text", at + 1),
                };
                let (rule, old) = (self.rule.clone(), self.told_of_old(acting, text));
                let rule = rule.map(|rule| rule.name);
                self.deeds.push(Deed::Notify(Notice { record, people, part, text: text.clone(), rule, old }));
                Ok(())
            }
        }
    }

    /// What the fields had before the call that a text prints (`{old.amount}`).
    fn told_of_old(&self, acting: &Picture<'_>, text: &str) -> Vec<(String, Json)> {
        let (Some(old), Some(rule)) = (&acting.old, &self.rule) else { return Vec::new() };
        let wanted = paths(text).into_iter().filter(|path| path.starts_with(OLD));
        let told = |path: String| {
            let place = old.place(path.strip_prefix(OLD)?)?;
            let json = calls::told(&acting.model.fields[place], &old.held[place], acting.model.places, &rule.company);
            Some((path, json))
        };
        wanted.filter_map(told).collect()
    }

    /// Whom it tells, each once: whom duties name, in their order, and people behind them.
    fn told(&mut self, acting: &mut Picture<'a>, record: &RecordKey, to: &[Told]) -> Result<Vec<RecordId>> {
        let (mut told, mut people) = (Vec::new(), BTreeMap::new());
        for one in to {
            let duty = match one {
                Told::Duty(duty) => duty,
                Told::People(by) => {
                    let places = acting.model.places;
                    let on = On { world: self.world, moment: self.moment, places, record, submitter: None };
                    found(self.tx, &on, by, &mut people)?;
                    continue;
                }
            };
            let model = acting.model;
            let owner = model.person.and_then(|place| model.fields.get(place));
            let value = match (duty.as_str(), owner) {
                ("owner", Some(owner)) => acting.value(&owner.name).clone(),
                ("superior", Some(_)) if !model.fields.iter().any(|field| field.name == "superior") => {
                    acting.superior_record(self.tx)?
                }
                (name, _) => acting.value(name).clone(),
            };
            if let Value::Record(id) = value
                && !told.contains(&id)
            {
                told.push(id);
            }
        }
        let others: Vec<RecordId> = people.into_values().map(|user| RecordId(user.0)).collect();
        told.extend(others.into_iter().filter(|id| !told.contains(id)).collect::<Vec<_>>());
        Ok(told)
    }

    /// Counts a change that an effect makes.
    pub(super) fn count(&mut self, acting: &Picture<'_>) -> Result<()> {
        self.caused += 1;
        if self.caused > MOST_CAUSED {
            return Err(conflict(acting.model, acting.value("id"), "too_many"));
        }
        Ok(())
    }

    /// The records that an effect is on: nothing happens where a reference is empty.
    fn targets(&mut self, acting: &mut Picture<'a>, key: i64, on: &'a OnModel) -> Result<Vec<(&'a Model, i64)>> {
        match on {
            OnModel::Own => Ok(vec![(acting.model, key)]),
            OnModel::Ref(object, path) => {
                let model = self.any(object)?;
                acting.fetch(self.tx, path)?;
                match acting.evaluate(path, self.context) {
                    Ok(Value::Record(id)) => {
                        let found = row::read(self.tx, model, self.world, id)?;
                        Ok(found.map(|(key, _)| (model, key)).into_iter().collect())
                    }
                    _ => Ok(Vec::new()),
                }
            }
            OnModel::Each(each) => {
                let EachModel { object, filter, values, order, first } = &**each;
                let model = self.any(object)?;
                let filter = self.sought(acting, filter, values)?;
                let keys = self.each(model, &filter, order, *first)?;
                if first.is_none() && keys.len() > MOST_CAUSED {
                    return Err(conflict(acting.model, acting.value("id"), "too_many"));
                }
                Ok(keys.into_iter().map(|key| (model, key)).collect())
            }
        }
    }

    /// A filter with what its expressions give of the acting record.
    fn sought(&mut self, acting: &mut Picture<'a>, filter: &Filter, values: &[(String, Compiled)]) -> Result<Filter> {
        for (_, compiled) in values {
            acting.fetch(self.tx, compiled)?;
        }
        let context = self.context;
        let compute = |text: &str| {
            let compiled = values.iter().find(|(known, _)| known == text);
            let (_, compiled) = compiled.ok_or_else(|| CrmError::bug("an expression of a filter that was not read"))?;
            let value = acting
                .evaluate(compiled, context)
                .map_err(|refusal| CrmError::field("where", "formula", refusal.detail()))?;
            Ok(match value {
                Value::Null => None,
                Value::Boolean(value) => Some(Seen::Boolean(value)),
                Value::Number(number) => Some(Seen::Number(number.to_decimal())),
                Value::Text(text) => Some(Seen::Text(text.to_string().into())),
                Value::Date(date) => Some(Seen::Date(date)),
                Value::Instant(instant) => Some(Seen::Instant(instant)),
                Value::Record(id) => Some(Seen::Record(id.0)),
            })
        };
        let unfit = |mistakes::Unfit(code, _)| CrmError::field("where", code, "does not fit what it is compared with");
        filter.clone().compute(acting.model.places, compute, unfit)
    }

    /// The keys of the records that are sought: sorted, then the oldest first; one more than may be, where there are more.
    fn each(&mut self, model: &Model, filter: &Filter, order: &Order, first: Option<u32>) -> Result<Vec<i64>> {
        let terms = Terms { moment: self.moment, sight: &Whole, position: self.tx.dialect().position };
        let shape = self.world.definitions.object(&model.name);
        let shape = shape.ok_or_else(|| CrmError::bug(format!("{} is no object", model.name)))?;
        let mut query = Query::new("sought", terms);
        let keys = order.keys(shape, &mut query);
        let condition = query.condition(filter)?;
        let joins = query.joins();
        let mut sorted: Vec<String> = Vec::new();
        // The keys end with the list's own "newest first", in whose place age stands here.
        for key in &keys[..keys.len().min(order.len())] {
            let down = if key.descending { " DESC" } else { "" };
            sorted.push(format!("{} IS NULL, {}{down}", key.sql, key.sql));
        }
        sorted.extend(shape.made.iter().map(|made| format!("sought.{made}")));
        sorted.push("sought.id".to_owned());
        let sql = format!(
            "SELECT sought.id FROM {} sought{} WHERE {} ORDER BY {} LIMIT ?",
            model.table,
            joins.sql,
            condition.sql,
            sorted.join(", ")
        );
        let most = first.map_or(MOST_CAUSED as i64 + 1, i64::from);
        let params = [joins.params, condition.params, vec![Stored::Integer(most)]].concat();
        self.tx.all(&sql, &params, |c| c.next())
    }

    /// What the fields of a record get from expressions of the acting one.
    fn computed<'n>(
        &mut self,
        acting: &mut Picture<'a>,
        model: &'a Model,
        sets: impl Iterator<Item = (&'n super::super::shape::Name, &'n Compiled)>,
        found: &mut Violations,
    ) -> Result<Inputs> {
        let call = self.call();
        let mut inputs = Inputs::new();
        for (name, by) in sets {
            let (place, field) = field_of(model, name)?;
            if let Some(held) = acting.value_for(self.tx, &call, field, by, found)? {
                inputs.push((place, held));
            }
        }
        Ok(inputs)
    }

    /// What `with` gives to the fields of a record.
    fn given(
        &mut self,
        acting: &mut Picture<'a>,
        model: &'a Model,
        with: &[(super::super::shape::Name, GivenModel)],
        found: &mut Violations,
    ) -> Result<Inputs> {
        let exprs = with.iter().filter_map(|(name, given)| match given {
            GivenModel::Expr(by) => Some((name, by)),
            // Lists and trees are arguments of typed operations.
            GivenModel::List(_) | GivenModel::Value(_) => None,
        });
        self.computed(acting, model, exprs, found)
    }
}

fn field_of<'m>(model: &'m Model, name: &str) -> Result<(usize, &'m FieldModel)> {
    let found = model.fields.iter().enumerate().find(|(_, field)| field.name == name);
    found.ok_or_else(|| CrmError::bug(format!("{} has no {name}", model.name)))
}

/// Refuses an action in a state from which it is not possible (MACH-2).
///
/// # Errors
/// [`CrmError::IllegalTransition`].
pub fn stands(picture: &Picture<'_>, action: &super::super::model::ActionModel) -> Result<()> {
    let from = match picture.value("status") {
        Value::Text(state) => state.clone(),
        _ => Default::default(),
    };
    if action.action.from.contains(&from) {
        return Ok(());
    }
    let operation = format!("{}.{}", picture.model.name, action.action.name);
    Err(CrmError::IllegalTransition { from: from.to_string(), operation })
}

/// Refuses an update of a record in a final state, which freezes it (MACH-5).
///
/// # Errors
/// [`CrmError::IllegalTransition`].
pub fn changeable(picture: &Picture<'_>) -> Result<()> {
    let Value::Text(state) = picture.value("status") else { return Ok(()) };
    let machine = picture.model.object.status.as_ref();
    if machine.is_some_and(|machine| machine.states.iter().any(|known| known.name == *state && known.is_final)) {
        let operation = format!("{}.update", picture.model.name);
        return Err(CrmError::IllegalTransition { from: state.to_string(), operation });
    }
    Ok(())
}

pub(super) fn conflict(model: &Model, id: &Value, reason: &str) -> CrmError {
    let id = match id {
        Value::Record(id) => id.to_string(),
        _ => String::new(),
    };
    CrmError::conflict(&model.name, id, reason)
}

/// The fields of a refused effect stand behind its path (MACH-7).
fn behind(error: CrmError, word: &str, at: usize) -> CrmError {
    match error {
        CrmError::Invalid { fields } => {
            let fields = fields.into_iter().map(|mut field| {
                field.field = format!("{word}[{at}].{}", field.field);
                field
            });
            CrmError::Invalid { fields: fields.collect() }
        }
        other => other,
    }
}
