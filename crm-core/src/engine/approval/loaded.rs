//! The flows that are in force: read once a version, compiled, and shared by every call until there is another.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::document::{APPROVAL_FLOW, ApprovalFlow};
use super::store;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::money;
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::define::behaviour::Effect;
use crate::engine::objects::model::{Compiled, Model, Models};
use crate::engine::objects::shape::Name;
use crate::engine::setup::store::{Document, enabled};
use crate::engine::storage::Transaction;

/// A flow as it is asked.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) id: RecordId,
    pub(super) name: String,
    pub(super) version: i64,
    pub(super) content: ApprovalFlow,
    /// Its conditions, its own first, then those of its steps.
    pub(super) conditions: Vec<Option<Compiled>>,
}

/// An object with the flows over its records, in their order.
#[derive(Debug)]
pub(super) struct Guarded {
    /// As flows see the records.
    pub(super) model: Model,
    pub(super) flows: Vec<Flow>,
}

impl Guarded {
    /// The flows that guard an operation.
    pub(super) fn of<'g>(&'g self, verb: &str) -> impl Iterator<Item = &'g Flow> + use<'g> {
        let verb = verb.to_owned();
        self.flows.iter().filter(move |flow| flow.content.operation == verb)
    }
}

/// The flows that are in force.
#[derive(Debug)]
pub(super) struct Flows {
    version: i64,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) objects: BTreeMap<Name, Guarded>,
}

/// The flows that were read last.
#[derive(Debug, Default)]
pub(crate) struct Loaded(Mutex<Option<Arc<Flows>>>);

impl Loaded {
    fn get(
        &self,
        tx: &mut dyn Transaction,
        (catalogue, version, places): (Arc<Catalogue>, i64, u32),
    ) -> Result<Arc<Flows>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(flows) = known.filter(|flows| flows.version == version && Arc::ptr_eq(&flows.catalogue, &catalogue))
        {
            return Ok(flows);
        }
        let documents = enabled(tx, &APPROVAL_FLOW)?;
        let flows = Arc::new(Flows::load(tx, catalogue, version, (places, documents))?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(flows.clone());
        Ok(flows)
    }
}

impl Flows {
    /// Reads and compiles them. One that does not hold by what is defined now, as where a pack sleeps, is not in force.
    fn load(
        tx: &mut dyn Transaction,
        catalogue: Arc<Catalogue>,
        version: i64,
        (places, documents): (u32, Vec<Document<ApprovalFlow>>),
    ) -> Result<Flows> {
        let mut objects = BTreeMap::new();
        if !documents.is_empty() {
            let house = House::load(tx, catalogue.documents.clone(), places)?;
            let mut of: BTreeMap<Name, Vec<Document<ApprovalFlow>>> = BTreeMap::new();
            for document in documents {
                if document.content.judged(&catalogue.definitions, &house).is_empty() {
                    of.entry(Name::from(document.content.object.as_str())).or_default().push(document);
                }
            }
            for (object, documents) in of {
                let guarded = compile(&catalogue, &house, &object, documents)?;
                objects.insert(object, guarded);
            }
        }
        Ok(Flows { version, catalogue, objects })
    }
}

fn compile(
    catalogue: &Catalogue,
    house: &House,
    object: &Name,
    documents: Vec<Document<ApprovalFlow>>,
) -> Result<Guarded> {
    let models = Models { definitions: &catalogue.definitions, installed: house };
    let said: Vec<(Option<&str>, &[Effect])> = documents
        .iter()
        .flat_map(|document| document.content.conditions())
        .map(|(_, condition)| (condition, [].as_slice()))
        .collect();
    let base = catalogue.models.get(object).or_else(|| catalogue.extended.get(object));
    let (model, made) = models.ruled(object, base.map(|base| &**base), &said)?;
    let mut made = made.into_iter().map(|rule| rule.condition);
    let flows = documents.into_iter().map(|document| {
        let Document { id, name, version, content, .. } = document;
        let conditions = made.by_ref().take(1 + content.steps.len()).collect();
        Flow { id, name, version, content, conditions }
    });
    let flows = flows.collect();
    Ok(Guarded { model, flows })
}

impl Context<'_> {
    /// The flows that are in force; none where there never was one, and for a call that changes them itself.
    pub(super) fn flows(&mut self) -> Result<Option<Arc<Flows>>> {
        if !self.has_flows()? || self.custom.flows_changed {
            return Ok(None);
        }
        let version = self.company()?.flows;
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let (catalogue, loaded) = (self.catalogue()?, self.session().crm().flows());
        let flows = self.once(|tx| loaded.get(tx, (catalogue, version, places))).cloned()?;
        Ok(Some(flows).filter(|flows| !flows.objects.is_empty()))
    }

    /// Whether there ever was a flow: where not, nothing is asked of approvals.
    pub(super) fn has_flows(&mut self) -> Result<bool> {
        Ok(self.company()?.flows != 0)
    }

    /// The flow of a request, as it was when it was submitted (APPR-17); none where it does not hold by what is defined now.
    pub(super) fn flow_of(&mut self, flow: (RecordId, &str, i64), content: &ApprovalFlow) -> Result<Option<Guarded>> {
        let catalogue = self.catalogue()?;
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let house = House::load(self.tx(), catalogue.documents.clone(), places)?;
        if !content.judged(&catalogue.definitions, &house).is_empty() {
            return Ok(None);
        }
        let (id, name, version) = flow;
        let object = Name::from(content.object.as_str());
        let content = content.clone();
        let document = Document { key: 0, id, name: name.to_owned(), version, enabled: true, content };
        compile(&catalogue, &house, &object, vec![document]).map(Some)
    }

    /// Has the flows read anew by every call from now on. The one that changes them is asked for none.
    pub(super) fn flows_changed(&mut self) -> Result<()> {
        self.custom.flows_changed = true;
        store::next_version(self.tx())
    }
}
