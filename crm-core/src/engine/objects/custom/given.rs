//! What a caller gives for the custom fields of a typed record (EXT-3), read before the rule ends its search for wrong fields.

use serde_json::{Map, Value as Json};

use super::super::expr::Value;
use super::super::model::Model;
use super::super::records::input::{self, tell};
use super::super::records::{self, Inputs};
use super::{Customised, Given};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;

impl Context<'_> {
    /// Reads what is given for the custom fields of a new record, which the rule will tell the audit of. `demanded` says
    /// whether what is required must be there: what is imported, pushed or captured may lack it (EXT-4).
    ///
    /// # Errors
    /// Whatever the database says; what is wrong is told among the violations.
    pub(crate) fn custom_of_new(&mut self, entity: Entity, given: &Option<Tree>, demanded: bool) -> Result<()> {
        let Some(kind) = self.customised(&entity)? else {
            self.not_extended(given);
            return Ok(());
        };
        let (inputs, mut found) = self.read_custom(&kind, given)?;
        let model = kind.model()?;
        let spares = kind::find(&entity)?.extends.is_some_and(|extends| extends.spares);
        let mut spared = Vec::new();
        for place in model.demanded(&inputs).into_iter().filter(|_| demanded) {
            // FIELD-7: what they may not write is not demanded of them where the record may lack it; nowhere else can it.
            let name = &model.fields[place].name;
            match (self.writes_field(model, place)?, spares) {
                (true, _) => found.missing_once(name),
                (false, true) => spared.push(place),
                (false, false) => tell(&mut found, name, "not_writable", None),
            }
        }
        self.tell_custom(found);
        self.custom.given = Some(Given { entity, id: None, inputs, demanded, spared });
        Ok(())
    }

    /// Reads what is given for the custom fields of a record that is there; a null empties a field. Says whether any of them
    /// changes, so that the record has another version even where nothing else does.
    ///
    /// # Errors
    /// As [`Context::custom_of_new`].
    pub(crate) fn custom_changes(
        &mut self,
        entity: Entity,
        id: impl Into<RecordId>,
        given: &Option<Tree>,
    ) -> Result<bool> {
        self.custom.forget();
        if given.is_none() {
            return Ok(false);
        }
        let Some(kind) = self.customised(&entity)? else {
            self.not_extended(given);
            return Ok(false);
        };
        let (inputs, mut found) = self.read_custom(&kind, given)?;
        let differs = self.custom_differs(&kind, id.into(), &inputs, &mut found)?;
        self.tell_custom(found);
        self.custom.given = Some(Given { entity, id: None, inputs, demanded: true, spared: Vec::new() });
        Ok(differs)
    }

    /// Whether what is given differs from what is there; what is fixed or required is told.
    pub(super) fn custom_differs(
        &mut self,
        kind: &Customised,
        id: RecordId,
        inputs: &Inputs,
        found: &mut Violations,
    ) -> Result<bool> {
        let model = kind.model()?;
        let Some((_, before)) = records::read(self.tx(), model, &*kind.catalogue, id)? else { return Ok(false) };
        let mut differs = false;
        for (place, held) in inputs.iter().filter(|(place, held)| before.held[*place] != *held) {
            differs = true;
            let field = &model.fields[*place];
            let Some(declared) = field.field.as_ref().filter(|_| !found.has(&field.name)) else { continue };
            if declared.fixed {
                tell(found, &field.name, "fixed", None);
            } else if declared.required && held.value == Value::Null {
                found.missing(&field.name);
            }
        }
        Ok(differs)
    }

    /// Reads the values of custom fields by their names.
    pub(super) fn read_custom(&mut self, kind: &Customised, given: &Option<Tree>) -> Result<(Inputs, Violations)> {
        let mut found = Violations::default();
        let Some(given) = given else { return Ok((Inputs::new(), found)) };
        let Some(given) = given.value().as_object() else {
            let mut whole = Violations::default();
            tell(&mut whole, "custom", "type", None);
            self.violations().extend(whole.into_fields());
            return Ok((Inputs::new(), found));
        };
        self.read_custom_object(kind, given, &mut found).map(|inputs| (inputs, found))
    }

    pub(super) fn read_custom_object(
        &mut self,
        kind: &Customised,
        given: &Map<String, Json>,
        found: &mut Violations,
    ) -> Result<Inputs> {
        let (model, catalogue) = (kind.model()?, kind.catalogue.clone());
        // What is the area's own is given by its own name.
        let is_custom = |name: &str| model.fields.iter().any(|field| field.name == name && field.field.is_some());
        let mut own = Map::new();
        for (name, json) in given {
            if is_custom(name) {
                own.insert(name.clone(), json.clone());
            } else {
                tell(found, name, "unknown_field", None);
            }
        }
        let mut find = |field: &super::super::model::FieldModel, named: &super::super::values::Named| {
            self.find_named(&catalogue, field, named)
        };
        let inputs = input::read(model, &own, &kind.company, &mut find, &mut |_, _| false, found)?;
        for (place, _) in &inputs {
            self.custom_written(model, *place, found)?;
        }
        Ok(inputs)
    }

    /// Tells of a confidential field that the caller may not write it (TYPE-9).
    fn custom_written(&mut self, model: &Model, place: usize, found: &mut Violations) -> Result<()> {
        if !self.writes_field(model, place)? {
            tell(found, &model.fields[place].name, "not_writable", None);
        }
        Ok(())
    }

    /// What nobody has defined is unknown.
    fn not_extended(&mut self, given: &Option<Tree>) {
        let mut found = Violations::default();
        match given.as_ref().map(Tree::value) {
            None => {}
            Some(Json::Object(fields)) => {
                fields.keys().for_each(|name| tell(&mut found, &format!("custom.{name}"), "unknown_field", None));
            }
            Some(_) => tell(&mut found, "custom", "type", None),
        }
        self.violations().extend(found.into_fields());
    }
}
