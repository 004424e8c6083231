//! States and actions as they are run (MACH): every expression read once.

use super::super::define::behaviour::{self, Given, Machine, On, To, Verb};
use super::super::define::definitions::ty;
use super::super::define::document::Object;
use super::super::define::{Defined, Definitions};
use super::super::expr::{Place, Type};
use super::super::filter::read::{Place as FilterPlace, Reader};
use super::super::filter::tree::Filter;
use super::super::order::Order;
use super::super::path::Crossed;
use super::super::shape::{Everything, Name};
use super::{CheckModel, Compiled, Compiling};
use crate::engine::error::{CrmError, Result};
use crate::engine::tree::Tree;

/// Fields that may change only while something is true of the record before (MACH-5).
#[derive(Debug, Clone)]
pub struct ChangeModel {
    /// The fields, by their places.
    pub fields: Vec<usize>,
    /// The parts, by their names.
    pub parts: Vec<Name>,
    /// The condition.
    pub when: Compiled,
    /// What is said where it isn't true.
    pub text: Option<String>,
}

/// A path that must have a value afterwards (MACH-4).
#[derive(Debug, Clone)]
pub struct NeedModel {
    /// The path, as it is written.
    pub path: String,
    /// Whether it is empty.
    pub empty: Compiled,
}

/// Where an action leads.
#[derive(Debug, Clone)]
pub struct CaseModel {
    /// The condition; the last has none.
    pub when: Option<Compiled>,
    /// The state.
    pub state: Name,
}

/// An action.
#[derive(Debug, Clone)]
pub struct ActionModel {
    /// What the document says.
    pub action: behaviour::Action,
    /// The fields that are given with it, by their places.
    pub takes: Vec<usize>,
    /// What must have a value afterwards.
    pub needs: Vec<NeedModel>,
    /// What must be true afterwards.
    pub checks: Vec<CheckModel>,
    /// The fields that it sets.
    pub set: Vec<(usize, Compiled)>,
    /// Where it leads; nothing where the state stays.
    pub cases: Vec<CaseModel>,
    /// What it causes.
    pub then: Vec<EffectModel>,
}

/// What a field or an argument of an effect gets.
#[derive(Debug, Clone)]
pub enum GivenModel {
    /// What an expression gives.
    Expr(Compiled),
    /// What several give.
    List(Vec<Compiled>),
    /// What stands there.
    Value(Tree),
}

/// Whose fields an effect changes.
#[derive(Debug, Clone)]
pub enum OnModel {
    /// The record's own.
    Own,
    /// Those of the record to which a reference leads: the object, and the reference as an expression.
    Ref(Name, Compiled),
    /// Those of every record that is sought.
    Each(Box<EachModel>),
}

/// Records that an effect seeks.
#[derive(Debug, Clone)]
pub struct EachModel {
    /// Their object.
    pub object: Name,
    /// Which of its records.
    pub filter: Filter,
    /// The expressions of the acting record that stand in the filter, by their texts.
    pub values: Vec<(String, Compiled)>,
    /// In which order.
    pub order: Order,
    /// At most so many.
    pub first: Option<u32>,
}

/// What an action causes.
#[derive(Debug, Clone)]
pub struct EffectModel {
    /// What is done.
    pub verb: Verb,
    /// What the fields get that it sets: of `set`, each by its name.
    pub sets: Vec<(Name, Compiled)>,
    /// What fields or arguments get.
    pub with: Vec<(Name, GivenModel)>,
    /// Of which records.
    pub on: OnModel,
    /// The condition.
    pub when: Option<Compiled>,
}

impl Compiling<'_> {
    /// The fields that freeze.
    pub(super) fn changes(&mut self, defined: &Defined, object: &Object) -> Result<Vec<ChangeModel>> {
        let mut changes = Vec::new();
        for change in &object.change {
            let fields = change.fields.iter().filter_map(|name| defined.index(name)).collect();
            let parts = change.fields.iter().filter(|name| defined.index(name).is_none()).cloned().collect();
            let when = self.compile(&change.when, Place::Check, Some(&Type::Boolean))?;
            changes.push(ChangeModel { fields, parts, when, text: change.text.clone() });
        }
        Ok(changes)
    }

    /// The actions.
    pub(super) fn actions(&mut self, defined: &Defined, machine: Option<&Machine>) -> Result<Vec<ActionModel>> {
        machine.into_iter().flat_map(|machine| &machine.actions).map(|action| self.action(defined, action)).collect()
    }

    fn action(&mut self, defined: &Defined, action: &behaviour::Action) -> Result<ActionModel> {
        let truth = Some(&Type::Boolean);
        let place = |name: &Name| defined.index(name).ok_or_else(|| CrmError::bug(format!("{name} is no field")));
        let takes = action.takes.iter().map(place).collect::<Result<_>>()?;
        let mut needs = Vec::new();
        for path in &action.needs {
            let empty = self.compile(&format!("empty({path})"), Place::Check, truth)?;
            needs.push(NeedModel { path: path.clone(), empty });
        }
        let mut checks = Vec::new();
        for check in &action.checks {
            let compiled = self.compile(&check.check, Place::Check, truth)?;
            checks.push(CheckModel { name: check.name.clone(), check: compiled, text: check.text.clone() });
        }
        let set = self.sets(defined, &action.set)?;
        let set = set.into_iter().map(|(name, compiled)| Ok((place(&name)?, compiled))).collect::<Result<_>>()?;
        let mut cases = Vec::new();
        match &action.to {
            None => {}
            Some(To::State(state)) => cases.push(CaseModel { when: None, state: state.clone() }),
            Some(To::Cases(all)) => {
                for case in all {
                    let when = case.when.as_deref().map(|when| self.compile(when, Place::Check, truth)).transpose()?;
                    cases.push(CaseModel { when, state: case.state.clone() });
                }
            }
        }
        let then = action.then.iter().map(|effect| self.effect(defined, effect)).collect::<Result<_>>()?;
        Ok(ActionModel { action: action.clone(), takes, needs, checks, set, cases, then })
    }

    /// Expressions of this object's record that give values to fields of another's.
    fn sets(&mut self, of: &Defined, sets: &[(Name, String)]) -> Result<Vec<(Name, Compiled)>> {
        let one = |(name, text): &(Name, String)| {
            let to = of.field(name).map(|(shape, _)| ty(&shape.kind, &of.object.name));
            Ok((name.clone(), self.compile(text, self.place, to.as_ref())?))
        };
        sets.iter().map(one).collect()
    }

    pub(super) fn effect(&mut self, own: &Defined, effect: &behaviour::Effect) -> Result<EffectModel> {
        let definitions: &Definitions = self.models.definitions;
        let found = |name: &str| definitions.get(name).ok_or_else(|| CrmError::bug(format!("{name} is no object")));
        let (on, acted) = match &effect.on {
            None => (OnModel::Own, own),
            Some(On::Ref(path)) => {
                let reference = self.compile(path, self.place, None)?;
                let Some(Type::Record(to)) = reference.expr.result().cloned() else {
                    return Err(CrmError::bug(format!("{path} is no reference")));
                };
                (OnModel::Ref(to.clone(), reference), found(&to)?)
            }
            Some(On::Each { object, filter, sort, first }) => {
                let sought = found(object)?;
                (self.each(sought, filter, sort, *first)?, sought)
            }
        };
        let sets = match &effect.verb {
            Verb::Set(sets) => self.sets(acted, sets)?,
            _ => Vec::new(),
        };
        let receiver = match &effect.verb {
            // What a typed record is given has the types of its area's create.
            Verb::Create(object) => definitions.get(object).filter(|receiver| receiver.is_defined()),
            Verb::Act(_) => Some(acted),
            _ => None,
        };
        let mut with = Vec::new();
        for (name, given) in &effect.with {
            let shape = receiver.and_then(|receiver| Some((receiver, receiver.field(name)?.0)));
            let to = shape.map(|(of, shape)| ty(&shape.kind, &of.object.name));
            let given = match given {
                Given::Expr(text) => GivenModel::Expr(self.compile(text, self.place, to.as_ref())?),
                Given::List(texts) => {
                    let all = texts.iter().map(|text| self.compile(text, self.place, to.as_ref()));
                    GivenModel::List(all.collect::<Result<_>>()?)
                }
                Given::Value(tree) => GivenModel::Value(tree.clone()),
            };
            with.push((name.clone(), given));
        }
        let truth = Some(&Type::Boolean);
        let when = effect.when.as_deref().map(|when| self.compile(when, self.place, truth)).transpose()?;
        Ok(EffectModel { verb: effect.verb.clone(), sets, with, on, when })
    }

    fn each(&mut self, sought: &Defined, filter: &Tree, sort: &[String], first: Option<u32>) -> Result<OnModel> {
        let models = self.models;
        let wrong = |_| CrmError::bug(format!("a search of {} that was not checked", sought.object.name));
        let places = models.installed.places();
        let reader = Reader { catalogue: models.definitions, rights: &Everything, place: FilterPlace::Effect, places };
        let mut crossed = Crossed::default();
        let read = reader.filter(&sought.object, filter.value(), &mut crossed).map_err(wrong)?;
        let order = reader.order(&sought.object, sort, &mut crossed).map_err(wrong)?;
        let mut texts = Vec::new();
        expressions(filter.value(), &mut texts);
        let values = texts.into_iter().map(|text| Ok((text.clone(), self.compile(&text, self.place, None)?)));
        let values = values.collect::<Result<_>>()?;
        let object = sought.object.name.clone();
        Ok(OnModel::Each(Box::new(EachModel { object, filter: read, values, order, first })))
    }
}

/// The expressions in a filter tree, wherever they stand (FILT-4).
fn expressions(tree: &serde_json::Value, out: &mut Vec<String>) {
    match tree {
        serde_json::Value::Object(object) => match object.get("value").and_then(serde_json::Value::as_str) {
            Some(text) if object.len() == 1 => out.push(text.to_owned()),
            _ => object.values().for_each(|value| expressions(value, out)),
        },
        serde_json::Value::Array(items) => items.iter().for_each(|item| expressions(item, out)),
        _ => {}
    }
}
