//! The rules that are in force: read once a version, compiled, and shared by every call until there is another.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::document::{AUTOMATION, Automation, OnFailure};
use super::store;
use super::timed::Timed;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::money;
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::define::behaviour::Effect;
use crate::engine::objects::define::rule::When;
use crate::engine::objects::model::{Model, Models, RuleModel};
use crate::engine::objects::shape::Name;
use crate::engine::setup::store::{Document, enabled};
use crate::engine::storage::Transaction;

/// The key of a rule that is tried out.
pub(super) const TRIED: i64 = -1;

/// A rule as it is run.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) key: i64,
    pub(super) id: RecordId,
    pub(super) name: Name,
    pub(super) version: i64,
    pub(super) when: When,
    /// How it goes by time, where it does.
    pub(super) timed: Option<Timed>,
    /// The fields of which one must differ; any, where there are none.
    pub(super) fields: Vec<Name>,
    /// The state before, and the one behind.
    pub(super) states: [Option<Name>; 2],
    /// Whether a failure refuses the call.
    pub(super) refuses: bool,
    /// Whether imports and pushes concern it.
    pub(super) imports: bool,
    pub(super) model: RuleModel,
}

/// An object with the rules over its records, in their order.
#[derive(Debug)]
pub(super) struct Ruled {
    /// As rules see the records.
    pub(super) model: Model,
    pub(super) rules: Vec<Rule>,
}

/// The rules that are in force.
#[derive(Debug)]
pub(super) struct Rules {
    version: i64,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) objects: BTreeMap<Name, Ruled>,
    /// Whether one of them counts from what records have.
    pub(super) counted: bool,
}

/// A rule that holds by what is defined: its document, and its effects.
type Judged = (Document<Automation>, Vec<Effect>);

/// The rules that were read last.
#[derive(Debug, Default)]
pub(crate) struct Loaded(Mutex<Option<Arc<Rules>>>);

impl Loaded {
    fn get(
        &self,
        tx: &mut dyn Transaction,
        (catalogue, version, places): (Arc<Catalogue>, i64, u32),
    ) -> Result<Arc<Rules>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(rules) = known.filter(|rules| rules.version == version && Arc::ptr_eq(&rules.catalogue, &catalogue))
        {
            return Ok(rules);
        }
        let documents = enabled(tx, &AUTOMATION)?;
        let rules = Arc::new(Rules::load(tx, catalogue, version, (places, documents))?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(rules.clone());
        Ok(rules)
    }
}

impl Rules {
    /// Reads and compiles them. One that does not hold by what is defined now, as where a pack sleeps, is not in force.
    fn load(
        tx: &mut dyn Transaction,
        catalogue: Arc<Catalogue>,
        version: i64,
        (places, documents): (u32, Vec<Document<Automation>>),
    ) -> Result<Rules> {
        let (mut objects, mut counted) = (BTreeMap::new(), false);
        if !documents.is_empty() {
            let house = House::load(tx, catalogue.documents.clone(), places)?;
            let mut of: BTreeMap<Name, Vec<Judged>> = BTreeMap::new();
            for document in documents {
                let (effects, wrong) = document.content.judged(&catalogue.definitions, &house, true);
                if wrong.is_empty() {
                    let object = Name::from(document.content.object.as_str());
                    of.entry(object).or_default().push((document, effects));
                }
            }
            let models = Models { definitions: &catalogue.definitions, installed: &house };
            for (object, documents) in of {
                let said: Vec<(Option<&str>, &[Effect])> = documents
                    .iter()
                    .map(|(document, effects)| (document.content.condition.as_deref(), effects.as_slice()))
                    .collect();
                let base = catalogue.models.get(&object).or_else(|| catalogue.extended.get(&object));
                let (model, made) = models.ruled(&object, base.map(|base| &**base), &said)?;
                let rules = documents.into_iter().zip(made).map(|((document, _), model)| {
                    let timed = document.content.timed(&catalogue.definitions, places);
                    counted |= matches!(timed, Some(Timed::Counted(_)));
                    rule(document, timed, model)
                });
                let rules = rules.collect();
                objects.insert(object, Ruled { model, rules });
            }
        }
        Ok(Rules { version, catalogue, objects, counted })
    }
}

fn rule(document: Document<Automation>, timed: Option<Timed>, model: RuleModel) -> Rule {
    let Document { key, id, name, version, content, .. } = document;
    let named = |name: &String| Name::from(name.as_str());
    Rule {
        key,
        id,
        name: Name::from(name.as_str()),
        version,
        when: content.when(),
        timed,
        fields: content.trigger.fields.iter().flatten().map(named).collect(),
        states: [content.trigger.from_state.as_ref().map(named), content.trigger.to_state.as_ref().map(named)],
        // There is no call that one by time could refuse.
        refuses: content.on_failure == Some(OnFailure::Refuse) && !content.trigger.goes_by_time(),
        imports: content.imports,
        model,
    }
}

impl Rules {
    /// The rule of a document, with its object; none where it is not in force.
    pub(super) fn find(&self, key: i64) -> Option<(&Ruled, &Rule)> {
        let mut all = self.objects.values().flat_map(|ruled| ruled.rules.iter().map(move |rule| (ruled, rule)));
        all.find(|(_, rule)| rule.key == key)
    }
}

impl Context<'_> {
    /// The rules that are in force; none where there never was one, and for a call that changes them itself.
    pub(super) fn rules(&mut self) -> Result<Option<Arc<Rules>>> {
        let version = self.company()?.rules;
        if version == 0 || self.custom.rules_changed {
            return Ok(None);
        }
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let (catalogue, loaded) = (self.catalogue()?, self.session().crm().rules());
        self.once(|tx| loaded.get(tx, (catalogue, version, places))).cloned().map(Some)
    }

    /// The rules with one more behind them, which need not be put; that has the key [`TRIED`].
    pub(super) fn rules_with(&mut self, content: Automation) -> Result<Rules> {
        let catalogue = self.catalogue()?;
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let mut documents = enabled(self.tx(), &AUTOMATION)?;
        let (id, name) = (RecordId(uuid::Uuid::nil()), String::new());
        documents.push(Document { key: TRIED, id, name, version: 0, enabled: true, content });
        Rules::load(self.tx(), catalogue, 0, (places, documents))
    }

    /// Has the rules read anew by every call from now on. The one that changes them is asked for none.
    pub(super) fn rules_changed(&mut self) -> Result<()> {
        self.custom.rules_changed = true;
        store::next_version(self.tx())
    }
}
