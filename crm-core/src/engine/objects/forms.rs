//! The fields of records as those of a form (OBJ-17): what is given for a record of a defined object, for its parts, with an
//! action, and for the custom fields of a typed record.

use rust_decimal::Decimal;

use super::calls;
use super::define::document::Field;
use super::describing::Describing;
use super::description::{ChoiceDescription, FieldDescription, ObjectChoice, ObjectField};
use super::expr::Nature;
use super::model::{ActionModel, Model};
use super::reach;
use super::records::{MOST_PARTS, Models};
use super::shape::Kind;
use crate::engine::confidential::FieldRight;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::labels;
use crate::engine::operations::Operation;
use crate::engine::scope::ScopeLevel;

/// A call by the name of a defined object, as it is described.
pub(crate) struct DescribedCall {
    /// The general operation that it is.
    pub(crate) operation: &'static Operation,
    pub(crate) label: String,
    /// Whether a person should confirm it first.
    pub(crate) confirm: bool,
    /// Whether the acting user's roles hold it.
    pub(crate) permitted: bool,
    /// Which records their roles let them read, and change with it, where those have an owner.
    pub(crate) reads: Option<ScopeLevel>,
    pub(crate) writes: Option<ScopeLevel>,
    /// The fields that stand in arguments of the general operation, each by its path.
    pub(crate) fields: Vec<(&'static str, Vec<FieldDescription>)>,
}

/// What is given.
#[derive(Clone, Copy)]
enum Way<'a> {
    /// A new record, or a part of one.
    New,
    /// A part in changes of its whole: a new one, or one that is there.
    Part,
    /// Changes of a record that is there.
    Changes,
    /// What goes with an action.
    With(&'a ActionModel),
    /// The custom fields of a typed record; `true` where a new one must have what is required.
    Custom(bool),
}

impl Context<'_> {
    /// The call of that name; none where it is no name of a defined object's operation.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn described_call(&mut self, name: &str) -> Result<Option<DescribedCall>> {
        let describing = self.describing()?;
        let catalogue = describing.catalogue.clone();
        let Some((object, verb)) = calls::known(name, &catalogue) else { return Ok(None) };
        let (Some(model), Some((operation, _))) = (catalogue.models.get(object), calls::dialled(name, "{}")) else {
            return Ok(None);
        };
        let action = model.actions.iter().find(|known| known.action.name == verb);
        let fields = self.call_fields(&describing, model, verb, action)?;
        let holder = catalogue.whole(model).unwrap_or(model);
        let right = match verb {
            "create_many" => "create",
            "history" | "related" => "get",
            "aggregate" => "list",
            verb => verb,
        };
        let reach = self.reach()?;
        let level = reach.level(&holder.name, right);
        let shown = level.filter(|_| holder.owner.is_some());
        let (reads, writes) = match reach::reads(right) {
            true => (shown, None),
            false => (shown.map(|_| reach.reading(&holder.name).unwrap_or(ScopeLevel::Own)), shown),
        };
        let locale = describing.locale;
        let label = match action {
            Some(_) => catalogue.label(locale, object, verb),
            None => labels::verb(locale, verb, &catalogue.object_label(locale, object)),
        };
        let confirm = action.map_or(operation.confirm, |known| known.action.confirm);
        Ok(Some(DescribedCall { operation, label, confirm, permitted: level.is_some(), reads, writes, fields }))
    }

    fn call_fields(
        &mut self,
        by: &Describing,
        model: &Model,
        verb: &str,
        action: Option<&ActionModel>,
    ) -> Result<Vec<(&'static str, Vec<FieldDescription>)>> {
        Ok(match (verb, action) {
            (_, Some(action)) => vec![("with", self.form(by, &model.name, Way::With(action), "with.")?)],
            ("create", _) => vec![("new", self.whole_form(by, model, "new.")?)],
            ("create_many", _) => vec![("records[]", self.whole_form(by, model, "records[].")?)],
            ("update", _) => vec![
                ("changes.values", self.form(by, &model.name, Way::Changes, "changes.values.")?),
                ("changes.parts", self.parts_form(by, model, "changes.parts.", true)?),
            ],
            _ => Vec::new(),
        })
    }

    /// The custom fields of a typed record, behind the prefix of the argument that takes them. `demanded` says whether what is
    /// required must be given.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn custom_form(&mut self, object: &str, prefix: &str, demanded: bool) -> Result<Vec<FieldDescription>> {
        if !self.catalogue()?.extended.contains_key(object) {
            return Ok(Vec::new());
        }
        let describing = self.describing()?;
        self.form(&describing, object, Way::Custom(demanded), prefix)
    }

    /// The fields of a new record, with its parts.
    fn whole_form(&mut self, by: &Describing, model: &Model, prefix: &str) -> Result<Vec<FieldDescription>> {
        let mut fields = self.form(by, &model.name, Way::New, prefix)?;
        fields.extend(self.parts_form(by, model, prefix, false)?);
        Ok(fields)
    }

    /// The lists of parts; of an update a part may be one that is there, of which nothing is demanded.
    fn parts_form(
        &mut self,
        by: &Describing,
        model: &Model,
        prefix: &str,
        update: bool,
    ) -> Result<Vec<FieldDescription>> {
        let mut fields = Vec::new();
        for list in &model.parts {
            let path = format!("{prefix}{}[]", list.name);
            let label = by.catalogue.label(by.locale, &model.name, &list.name);
            let most = i64::try_from(MOST_PARTS).ok();
            let kind = format!("list of {}", list.object);
            let doc = if update { new_part(by, &list.object) } else { String::new() };
            let told = FieldDescription::plain(path.clone(), label, kind);
            fields.push(FieldDescription { doc, max_items: most, ..told });
            if update {
                let label = labels::of_object(by.locale, "", "id");
                let of = Some(list.object.to_string());
                fields.push(FieldDescription {
                    refers_to: of,
                    ..FieldDescription::plain(format!("{path}.id"), label, "id".to_owned())
                });
            }
            let way = if update { Way::Part } else { Way::New };
            fields.extend(self.form(by, &list.object, way, &format!("{path}."))?);
        }
        Ok(fields)
    }

    fn form(&mut self, by: &Describing, object: &str, way: Way<'_>, prefix: &str) -> Result<Vec<FieldDescription>> {
        let Some(found) = by.catalogue.definitions.get(object) else { return Ok(Vec::new()) };
        let mut fields = Vec::new();
        for (field, fact) in found.shown() {
            // What the engine sets, and what is a typed record's own, nobody gives here.
            let Some(declared) = fact.field.as_ref().filter(|_| fact.nature == Nature::Given) else { continue };
            let whole = found.part_of.as_ref().is_some_and(|part| part.field == field.name);
            let needed = is_needed(declared);
            let (taken, required) = match way {
                Way::New => (!whole, needed),
                Way::Part => (!whole, false),
                Way::Changes => (!declared.fixed, false),
                Way::With(known) => {
                    let action = &known.action;
                    let needs = action.needs.iter().any(|path| field.name == *path);
                    (action.takes.contains(&field.name), needs && !declared.required)
                }
                Way::Custom(demanded) => (true, demanded && needed),
            };
            let right = self.right_to(&found.object, field, fact)?;
            // A hidden field that must be given all the same is told: without it the call is refused.
            let demanded = required || matches!(way, Way::Part) && needed;
            if taken && (demanded || right != FieldRight::Hidden) {
                let mut told = by.field(found, field, fact, right);
                // Amounts in any currency have the places of each.
                if matches!(field.kind, Kind::Money { currency: None }) {
                    told.places = by.catalogue.model(object).map(|model| i64::from(model.places));
                }
                let doc = declared.doc.clone().unwrap_or_default();
                fields.push(FieldDescription { doc, ..described(told, prefix, required, right) });
            }
        }
        Ok(fields)
    }
}

/// Whether a new record must be given the field.
fn is_needed(declared: &Field) -> bool {
    declared.required && declared.default.is_none()
}

/// What is said of a list of parts that changes: what a new part must be given.
fn new_part(by: &Describing, object: &str) -> String {
    let found = by.catalogue.definitions.get(object);
    let whole = found.and_then(|found| found.part_of.as_ref()).map(|part| &part.field);
    let needed: Vec<String> = found
        .iter()
        .flat_map(|found| found.shown())
        .filter(|(field, fact)| {
            let given = fact.field.as_ref().filter(|_| fact.nature == Nature::Given);
            given.is_some_and(is_needed) && whole != Some(&field.name)
        })
        .map(|(field, _)| format!("`{}`", field.name))
        .collect();
    match needed.is_empty() {
        true => "One without an `id` is new.".to_owned(),
        false => format!("One without an `id` is new, and must be given {}.", needed.join(", ")),
    }
}

/// A limit, where it is a whole number, and else its text.
fn limit(text: Option<String>) -> (Option<i64>, Option<String>) {
    let number: Option<Decimal> = text.as_ref().and_then(|text| text.parse().ok());
    match number.and_then(|number| number.normalize().to_string().parse().ok()) {
        Some(whole) => (Some(whole), None),
        None => (None, text),
    }
}

/// The field of a form that an object's field is.
fn described(told: ObjectField, prefix: &str, required: bool, right: FieldRight) -> FieldDescription {
    let ((minimum, lowest), (maximum, highest)) = (limit(told.minimum), limit(told.maximum));
    let choice = |choice: ObjectChoice| ChoiceDescription { value: choice.name, label: choice.label };
    FieldDescription {
        required,
        right,
        default_value: told.default_value,
        max_length: told.max_length,
        multiline: told.multiline,
        minimum,
        maximum,
        lowest,
        highest,
        max_scale: told.places,
        category: told.category,
        refers_to: told.refers_to,
        choices: told.choices.into_iter().map(choice).collect(),
        ..FieldDescription::plain(format!("{prefix}{}", told.name), told.label, told.kind)
    }
}
