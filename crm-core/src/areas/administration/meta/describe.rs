//! Turns the static description of an operation into what a form needs.

use std::collections::HashSet;

use super::types::*;
use crate::dictionary;
use crate::engine::confidential::{FieldRight, Rights};
use crate::engine::error::Result;
use crate::engine::gate::kind;
use crate::engine::labels::{self, Locale};
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::{FieldInfo, Of, RecordInfo, Type};
use crate::engine::schema_check::is_id_of;
use crate::engine::scope::Levels;
use crate::engine::storage::Transaction;
use crate::engine::validate::{MAX_QUANTITY, MAX_SCALE, Rule};

/// The operations whose customers must be complete (CUST-3); an import may bring others.
const COMPLETE_CUSTOMERS: &[&str] = &["customers.create", "customers.create_many"];

/// An argument that takes the custom fields of a kind of record (EXT-3).
pub(super) struct Custom {
    /// Its place in the description.
    pub(super) at: usize,
    /// The kind.
    pub(super) entity: &'static str,
}

/// `required` names the fields that the settings require of a customer, `document` tells those of a setup document. Gives
/// with it the arguments that take custom fields.
pub(super) fn operation(
    operation: &Operation,
    locale: Locale,
    held: &HashSet<String>,
    required: &[String],
    rights: &Rights,
    levels: Option<Levels>,
    document: Option<&'static RecordInfo>,
) -> (OperationDescription, Vec<Custom>) {
    let mut form = Form { locale, rights, access: operation.access, document, fields: Vec::new(), customs: Vec::new() };
    for argument in operation.arguments {
        form.add(argument, Place { owner: operation.name, of: None, prefix: "", spared: false });
    }
    let Form { fields: mut arguments, customs, .. } = form;
    if COMPLETE_CUSTOMERS.contains(&operation.name) {
        for field in &mut arguments {
            if let Some((_, name)) = field.path.split_once('.') {
                field.required |= field.right.writes() && required.iter().any(|r| r == name);
            }
        }
    }
    let description = OperationDescription {
        name: operation.name.to_owned(),
        area: operation.area.to_owned(),
        label: labels::operation(locale, operation.name).unwrap_or_else(|| operation.name.to_owned()),
        doc: operation.doc.trim().to_owned(),
        access: operation.access,
        confirm: operation.confirm,
        permitted: held.contains(operation.name),
        reads: levels.map(|levels| levels.reads),
        writes: levels.map(|levels| levels.writes),
        arguments,
        result: operation.result.to_json().to_string(),
    };
    (description, customs)
}

/// A form on its way.
struct Form<'a> {
    locale: Locale,
    rights: &'a Rights,
    access: Access,
    document: Option<&'static RecordInfo>,
    fields: Vec<FieldDescription>,
    customs: Vec<Custom>,
}

/// Where a field stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The record or the operation whose it is.
    owner: &'a str,
    of: Option<Of>,
    /// What stands before its name.
    prefix: &'a str,
    /// Whether it is inside an optional record, where nothing has to be given.
    spared: bool,
}

impl Form<'_> {
    /// Adds a field, and the fields of the record in it, as far as the acting user may fill them.
    fn add(&mut self, info: &FieldInfo, at: Place<'_>) {
        let optional = at.spared || info.optional || matches!(info.ty, Type::Optional(_));
        let right = self.rights.to_field(at.of, info);
        let asks = at.of.map_or(self.access == Access::Read, |of| of.asks);
        // A hidden field that must be given all the same is told: without it the call is refused.
        if if asks { !right.reads() } else { right == FieldRight::Hidden && optional } {
            return;
        }
        let (inner, suffix) = match info.ty.required() {
            Type::List(element) => (element.required(), "[]"),
            other => (other, ""),
        };
        let path = format!("{}{}{suffix}", at.prefix, info.name());
        let label = labels::field(self.locale, at.owner, info.name()).unwrap_or_else(|| info.name().to_owned());
        let mut description = FieldDescription {
            doc: labels::help(self.locale, info.doc()),
            required: !optional || !at.spared && info.is_demanded() && right.writes(),
            right,
            default_value: info.default().map(str::to_owned),
            refers_to: refers_to(info, inner),
            ..FieldDescription::plain(path, label, info.ty.required().name())
        };
        limits(info, inner, &mut description);
        if let Some(choice) = inner.choice() {
            description.choices = choice
                .values
                .iter()
                .filter(|(value, _)| self.may_name(info, value))
                .map(|(value, _)| ChoiceDescription {
                    value: (*value).to_owned(),
                    label: labels::choice(self.locale, choice.name, value).unwrap_or_else(|| (*value).to_owned()),
                })
                .collect();
        }
        let prefix = format!("{}.", description.path);
        if let (Type::Tree, "custom", Some(of)) = (inner, info.name(), at.of) {
            self.customs.push(Custom { at: self.fields.len(), entity: of.entity });
        }
        self.fields.push(description);
        let record = match inner {
            Type::Record(record) => Some(*record),
            // The argument itself: a tree within a document is none again.
            Type::Tree if at.prefix.is_empty() => self.document,
            _ => None,
        };
        if let Some(record) = record {
            for inner in record.fields {
                self.add(inner, Place { owner: record.name, of: record.of, prefix: &prefix, spared: optional });
            }
        }
    }

    /// Whether a value may be chosen: one that names a field to group by must name one that is read in full.
    fn may_name(&self, info: &FieldInfo, value: &str) -> bool {
        info.rules.iter().all(|rule| !matches!(rule, Rule::Names(entity) if !self.rights.to(entity, value).reads()))
    }
}

/// The object whose record the field names; the id that a caller gives to a new record names none.
fn refers_to(info: &FieldInfo, inner: &Type) -> Option<String> {
    let Type::Id(of) = inner else { return None };
    let own = info.name() == "id" && info.optional;
    let object = kind::all().find(|kind| kind.object.is_some() && is_id_of(of, kind.name)).filter(|_| !own);
    object.map(|kind| kind.name.to_owned())
}

/// Adds the limits of a field's values.
fn limits(info: &FieldInfo, inner: &Type, description: &mut FieldDescription) {
    match inner {
        Type::Text => description.max_length = Some(i64::from(crate::engine::text::SHORT)),
        Type::Secret => description.max_length = Some(i64::from(crate::engine::secret::MAX)),
        _ => {}
    }
    for rule in info.rules {
        match rule {
            Rule::Text { max, lines } => {
                description.max_length = Some(i64::from(*max));
                description.multiline = *lines;
            }
            Rule::Range { min, max } => {
                description.minimum = Some(*min);
                description.maximum = Some(*max);
            }
            Rule::Quantity => {
                description.minimum = Some(-MAX_QUANTITY);
                description.maximum = Some(MAX_QUANTITY);
                description.max_scale = Some(i64::from(MAX_SCALE));
            }
            Rule::Category(category) => description.category = Some((*category).to_owned()),
            Rule::AtLeast(min) => description.min_length = Some(i64::from(*min)),
            Rule::Exact => description.min_length = Some(1),
            Rule::NotNegative => description.minimum = Some(0),
            Rule::AtMost(max) => description.max_items = Some(i64::from(*max)),
            // Whether an update may empty the field is no limit of a value; the default, and whose the field is, are asked
            // for elsewhere.
            Rule::Verbatim | Rule::Required | Rule::Default(_) | Rule::Demanded | Rule::Defined => {}
            Rule::Email | Rule::Unless(..) => {}
            Rule::Confidential(_) | Rule::Of(_) | Rule::Names(_) => {}
        }
    }
}

/// The entries of a dictionary category as choices, as many as a description carries.
pub(super) fn entries(tx: &mut dyn Transaction, category: &str) -> Result<Vec<ChoiceDescription>> {
    let choices = dictionary::store::choices(tx, category)?;
    Ok(choices
        .into_iter()
        .take(CHOICES_INSIDE)
        .map(|c| ChoiceDescription { value: c.id.to_string(), label: c.item })
        .collect())
}
