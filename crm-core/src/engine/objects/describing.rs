//! Objects described for whoever draws screens (OBJ-17): a typed one by its shape and by the operations that are called on its
//! records, a defined one by what its pack says.

use std::rc::Rc;
use std::sync::Arc;

use super::catalogue::current::Catalogue;
use super::define::Defined;
use super::define::definitions::Fact;
use super::define::document::{FieldType, Pack, View};
use super::description::{
    NAMES, ObjectAction, ObjectChoice, ObjectDescription, ObjectField, ObjectKind, ObjectPart, ObjectView,
};
use super::expr::Nature;
use super::model::Model;
use super::shape::{Field, Kind, Name, Object};
use super::show::is_kernel;
use super::{order, screen};
use crate::engine::confidential::FieldRight;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::labels::{self, Locale};
use crate::engine::operations::{Access, Operation};
use crate::engine::permission::Held;

/// What descriptions go by.
pub(super) struct Describing {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) locale: Locale,
    /// The typed operations that the acting user's roles hold; `None` for the engine itself.
    held: Option<Rc<Held>>,
}

impl Context<'_> {
    /// Every object, by name.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn described_objects(&mut self) -> Result<Vec<ObjectDescription>> {
        let describing = self.describing()?;
        let catalogue = describing.catalogue.clone();
        let listed = catalogue.definitions.iter().filter(|found| !found.object.on_the_way);
        listed.map(|found| self.described(&describing, found)).collect()
    }

    /// One object.
    ///
    /// # Errors
    /// `Invalid` where there is none of that name.
    pub(crate) fn described_object(&mut self, name: &str) -> Result<ObjectDescription> {
        let describing = self.describing()?;
        match describing.catalogue.definitions.get(name) {
            Some(found) if !found.object.on_the_way => self.described(&describing, found),
            _ => self.no_object(),
        }
    }

    pub(super) fn describing(&mut self) -> Result<Describing> {
        let held = self.held()?;
        Ok(Describing { catalogue: self.catalogue()?, locale: self.session().locale(), held })
    }

    fn described(&mut self, by: &Describing, found: &Defined) -> Result<ObjectDescription> {
        let (object, catalogue) = (&found.object, &by.catalogue);
        let mut fields = Vec::with_capacity(object.fields.len());
        let model = catalogue.models.get(&object.name);
        let given = screen::given(&object.name);
        for (field, fact) in found.shown() {
            let right = self.right_to(object, field, fact)?;
            let mut told = by.field(found, field, fact, right);
            // Of a typed one's own fields the engine sets what neither its creation nor its update takes.
            told.writable &= model.is_some() || fact.field.is_some() || given.contains(&field.name.as_str());
            fields.push(told);
        }
        fields.extend(catalogue.definitions.beside(object).iter().map(|field| by.beside(found, field, NAMES)));
        for condition in object.conditions.iter() {
            let field = Field::truth(&condition.name);
            let asked = vec!["is".to_owned()];
            fields.push(ObjectField { asked, ..by.beside(found, &field, word(&field.kind)) });
        }
        let actions = match model {
            Some(model) => self.actions(by, model)?,
            None => by.operations(&object.name),
        };
        let kind = match (model, &found.part_of) {
            (None, _) => ObjectKind::Typed,
            (Some(_), Some(_)) => ObjectKind::Part,
            (Some(_), None) => ObjectKind::Defined,
        };
        let mut told = ObjectDescription {
            name: object.name.to_string(),
            label: catalogue.object_label(by.locale, &object.name),
            kind,
            owner: found.owner.as_ref().map(ToString::to_string),
            key: model.and_then(|model| model.object.key.as_ref()).map(ToString::to_string),
            parts: by.parts(object),
            states: object.field("status").map(|status| by.choices(object, status)).unwrap_or_default(),
            actions,
            views: by.views(object),
            fields,
            title_fields: Vec::new(),
            groups: Vec::new(),
            columns: Vec::new(),
            filters: Vec::new(),
            board: None,
            operations: Vec::new(),
            hangs: by.hanging(found),
        };
        by.draw(found, model.map(|model| &**model), &*self.reach()?, &mut told);
        Ok(told)
    }

    /// What the acting user may do with a field.
    pub(super) fn right_to(&mut self, object: &Object, field: &Field, fact: &Fact) -> Result<FieldRight> {
        match &fact.field {
            None => Ok(self.rights().to(&object.name, &field.name)),
            Some(declared) if declared.confidential.is_some() => Ok(self.reach()?.to_field(&object.name, &field.name)),
            Some(_) => Ok(FieldRight::Full),
        }
    }

    /// The actions of a defined object.
    fn actions(&mut self, by: &Describing, model: &Model) -> Result<Vec<ObjectAction>> {
        let reach = self.reach()?;
        let names = |names: &[Name]| names.iter().map(ToString::to_string).collect();
        let told = model.actions.iter().map(|known| {
            let action = &known.action;
            ObjectAction {
                name: action.name.to_string(),
                label: by.catalogue.label(by.locale, &model.name, &action.name),
                operation: format!("{}.{}", model.name, action.name),
                from: names(&action.from),
                takes: names(&action.takes),
                needs: action.needs.clone(),
                confirm: action.confirm,
                permitted: reach.level(&model.name, &action.name).is_some(),
            }
        });
        Ok(told.collect())
    }
}

impl Describing {
    pub(super) fn field(&self, found: &Defined, field: &Field, fact: &Fact, right: FieldRight) -> ObjectField {
        let (object, declared) = (&found.object, fact.field.as_ref());
        let limits = declared.map(|declared| limits(&declared.ty)).unwrap_or_default();
        let by_engine = fact.nature != Nature::Given || declared.is_none() && is_kernel(field);
        ObjectField {
            name: field.name.to_string(),
            label: self.catalogue.label(self.locale, &object.name, &field.name),
            kind: word(&field.kind).to_owned(),
            required: declared.map_or(field.filled, |declared| declared.required),
            max_length: limits.max_length,
            multiline: limits.multiline,
            minimum: limits.minimum,
            maximum: limits.maximum,
            places: match &field.kind {
                Kind::Decimal { places, .. } => Some(i64::from(*places)),
                _ => None,
            },
            choices: self.choices(object, field),
            category: field.kind.category().map(str::to_owned),
            refers_to: field.kind.to().map(ToString::to_string),
            default_value: declared.and_then(|declared| declared.default.clone()),
            readable: right.reads(),
            writable: right.writes() && !by_engine,
            group: screen::group(found, field, fact),
            asked: if right.reads() { field.asked().map(str::to_owned).collect() } else { Vec::new() },
            sortable: right.reads() && order::sorts(field).is_ok(),
        }
    }

    /// A field that is asked for and stands in no record: it is no column, and nobody sorts by it.
    fn beside(&self, found: &Defined, field: &Field, kind: &str) -> ObjectField {
        let fact = Fact { nature: Nature::Kernel, field: None, pack: Name::default() };
        ObjectField {
            kind: kind.to_owned(),
            group: screen::LAST.to_owned(),
            sortable: false,
            ..self.field(found, field, &fact, FieldRight::Full)
        }
    }

    /// The values of a choice, or the states.
    fn choices(&self, object: &Object, field: &Field) -> Vec<ObjectChoice> {
        let Kind::Choice(names) = &field.kind else { return Vec::new() };
        let label = |name: &str| {
            let engines = || labels::choice_of(self.locale, &object.name, &field.name, name);
            let part = format!("{}.{name}", field.name);
            let said = self.catalogue.labelled(self.locale, &object.name, &part).map(str::to_owned);
            said.or_else(engines).unwrap_or_else(|| super::labels::readable(name))
        };
        names.iter().map(|name| ObjectChoice { name: name.to_owned(), label: label(name) }).collect()
    }

    fn parts(&self, whole: &Object) -> Vec<ObjectPart> {
        let models = self.catalogue.models.values();
        let own = models.filter(|model| self.catalogue.whole(model).is_some_and(|found| found.name == whole.name));
        let part = |model: &Arc<Model>| {
            let name = &model.object.part_of.as_ref()?.name;
            let label = self.catalogue.label(self.locale, &whole.name, name);
            Some(ObjectPart { name: name.to_string(), label, object: model.name.to_string() })
        };
        own.filter_map(part).collect()
    }

    fn views(&self, object: &Object) -> Vec<ObjectView> {
        let view = |(pack, view): (&Pack, &View)| {
            let label = self.catalogue.view_label(self.locale, &pack.name, &view.name);
            ObjectView { name: format!("{}.{}", pack.name, view.name), label, bench: view.bench }
        };
        self.views_of(&object.name).map(view).collect()
    }

    /// The views of packs over an object, each with its pack.
    pub(super) fn views_of(&self, object: &str) -> impl Iterator<Item = (&Pack, &View)> {
        let views = self.catalogue.documents.iter().flat_map(|pack| pack.views.iter().map(move |view| (pack, view)));
        views.filter(move |(_, view)| view.of == *object)
    }

    /// Whether the acting user's roles hold a typed operation.
    pub(super) fn holds(&self, operation: &Operation) -> bool {
        operation.public || self.held.as_ref().is_none_or(|held| held.0.contains(operation.name))
    }

    /// The operations that are called on a typed record and change something.
    fn operations(&self, object: &str) -> Vec<ObjectAction> {
        let entity = Entity::from(object);
        let mut told = Vec::new();
        for operation in Operation::all().filter(|operation| operation.access == Access::Write) {
            let Some(guard) = operation.right.guard.as_ref().filter(|guard| guard.on.contains(&entity)) else {
                continue;
            };
            let takes = operation.arguments.iter().map(|argument| argument.name());
            told.push(ObjectAction {
                name: operation.short_name().to_owned(),
                label: labels::operation(self.locale, operation.name).unwrap_or_else(|| operation.name.to_owned()),
                operation: operation.name.to_owned(),
                from: guard.when.iter().map(|state| (*state).to_owned()).collect(),
                takes: takes.filter(|name| !matches!(*name, "id" | "version")).map(str::to_owned).collect(),
                needs: Vec::new(),
                confirm: operation.confirm,
                permitted: self.holds(operation),
            });
        }
        told
    }
}

/// The limits of a field's values.
#[derive(Default)]
struct Limits {
    max_length: Option<i64>,
    multiline: bool,
    minimum: Option<String>,
    maximum: Option<String>,
}

fn limits(ty: &FieldType) -> Limits {
    let mut limits = Limits::default();
    match ty {
        FieldType::Text { max, lines, .. } => {
            limits.max_length = Some(i64::from(*max));
            limits.multiline = *lines;
        }
        FieldType::Integer { min, max } => {
            limits.minimum = min.map(|min| min.to_string());
            limits.maximum = max.map(|max| max.to_string());
        }
        FieldType::Decimal { min, max, .. } | FieldType::Money { min, max, .. } => {
            limits.minimum = min.map(|min| min.to_string());
            limits.maximum = max.map(|max| max.to_string());
        }
        _ => {}
    }
    limits
}

/// The type of a field, as packs call it.
fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Id => "id",
        Kind::Text { .. } => "text",
        Kind::Boolean { .. } => "boolean",
        Kind::Integer => "integer",
        Kind::Decimal { .. } => "decimal",
        Kind::Money { .. } => "money",
        Kind::Date => "date",
        Kind::Instant => "instant",
        Kind::Choice(_) => "choice",
        Kind::Reference(_) => "ref",
        Kind::Entry { .. } => "entry",
    }
}
