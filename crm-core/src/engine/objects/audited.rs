//! What the audit tells of records of defined objects (TYPE-9, SCOPE-13): their values only to who reads all of the object's
//! records, and confidential ones to whom a grant opens them. That something happened, when, and who did it, is told to
//! everybody who reads the audit.

use std::rc::Rc;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::catalogue::current::Catalogue;
use super::model::Model;
use super::reach::Reach;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::scope::ScopeLevel;

/// What a reader of the audit is told of defined objects.
pub(crate) struct Audited {
    catalogue: Arc<Catalogue>,
    reach: Rc<Reach>,
}

impl Context<'_> {
    /// What the acting user is told, where any of these names is that of a defined object or of an operation of one; none
    /// where nothing is withheld.
    pub(crate) fn audited<'n>(&mut self, mut names: impl Iterator<Item = &'n str>) -> Result<Option<Audited>> {
        if self.actor_key().is_none() || !names.any(|name| name.contains('.')) {
            return Ok(None);
        }
        Ok(Some(Audited { catalogue: self.catalogue()?, reach: self.reach()? }))
    }
}

impl Audited {
    /// The fields of a changed record; none where they are withheld whole.
    pub(crate) fn fields(&self, object: &str, json: Option<String>) -> Option<String> {
        if !object.contains('.') {
            return json;
        }
        let model = self.read_whole(object)?;
        let mut fields = serde_json::from_str(&json?).ok()?;
        self.cut(model, &mut fields);
        Some(fields.to_string())
    }

    /// The arguments of a call by the name of a defined object.
    pub(crate) fn arguments(&self, operation: &str, json: String) -> String {
        let Some((object, _)) = operation.rsplit_once('.').filter(|(object, _)| object.contains('.')) else {
            return json;
        };
        let arguments = self.read_whole(object).zip(serde_json::from_str::<Json>(&json).ok());
        let Some((model, mut arguments)) = arguments else { return "{}".to_owned() };
        if let Some(arguments) = arguments.as_object_mut() {
            arguments.values_mut().for_each(|argument| self.cut(model, argument));
        }
        arguments.to_string()
    }

    /// The model of an object whose records the reader reads all.
    fn read_whole(&self, object: &str) -> Option<&Model> {
        let model = self.catalogue.models.get(object)?;
        let holder = self.catalogue.whole(model).unwrap_or(model);
        let level = self.reach.reading(&holder.name);
        (level == Some(ScopeLevel::All) || level.is_some() && holder.owner.is_none()).then_some(&**model)
    }

    /// Leaves out what is confidential, wherever fields stand: in a record, in an update's values, in a list of records.
    fn cut(&self, model: &Model, json: &mut Json) {
        match json {
            Json::Array(items) => items.iter_mut().for_each(|item| self.cut(model, item)),
            Json::Object(fields) => self.cut_fields(model, fields),
            _ => {}
        }
    }

    fn cut_fields(&self, model: &Model, fields: &mut Map<String, Json>) {
        fields.retain(|name, _| {
            let field = model.fields.iter().find(|field| field.name == *name).and_then(|field| field.field.as_ref());
            let confidential = field.is_some_and(|field| field.confidential.is_some());
            !confidential || self.reach.to_field(&model.name, name).reads()
        });
        for (name, inside) in fields.iter_mut() {
            let part = model.parts.iter().find(|part| part.name == *name);
            match part.and_then(|part| self.catalogue.models.get(&part.object)) {
                Some(part) => self.cut(part, inside),
                // An update has its fields one level deeper.
                None if matches!(name.as_str(), "values" | "parts") => self.cut(model, inside),
                None => {}
            }
        }
    }
}
