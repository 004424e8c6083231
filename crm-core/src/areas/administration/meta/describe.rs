//! Turns the static description of an operation into what a form needs.

use std::collections::HashSet;

use super::types::*;
use crate::dictionary;
use crate::engine::error::Result;
use crate::engine::labels::{self, Locale};
use crate::engine::operations::Operation;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::storage::Transaction;
use crate::engine::validate::{MAX_QUANTITY, MAX_SCALE, Rule};

/// The operations whose customers must be complete (CUST-3); an import may bring others.
const COMPLETE_CUSTOMERS: &[&str] = &["customers.create", "customers.create_many"];

/// `required` names the fields that the settings require of a customer.
pub(super) fn operation(
    operation: &Operation,
    locale: Locale,
    held: &HashSet<String>,
    required: &[String],
) -> OperationDescription {
    let mut arguments = Vec::new();
    for argument in operation.arguments {
        field(argument, operation.name, "", false, locale, &mut arguments);
    }
    if COMPLETE_CUSTOMERS.contains(&operation.name) {
        for field in &mut arguments {
            if let Some((_, name)) = field.path.split_once('.') {
                field.required |= required.iter().any(|r| r == name);
            }
        }
    }
    OperationDescription {
        name: operation.name.to_owned(),
        area: operation.area.to_owned(),
        label: labels::operation(locale, operation.name).unwrap_or_else(|| operation.name.to_owned()),
        doc: operation.doc.trim().to_owned(),
        access: operation.access,
        confirm: operation.confirm,
        permitted: held.contains(operation.name),
        arguments,
        result: operation.result.to_json().to_string(),
    }
}

/// Adds a field, and the fields of the record in it. Inside an optional record nothing has to be given.
fn field(info: &FieldInfo, owner: &str, prefix: &str, spared: bool, locale: Locale, out: &mut Vec<FieldDescription>) {
    let optional = spared || info.optional || matches!(info.ty, Type::Optional(_));
    let (inner, suffix) = match info.ty.required() {
        Type::List(element) => (element.required(), "[]"),
        other => (other, ""),
    };
    let path = format!("{prefix}{}{suffix}", info.name);
    let mut description = FieldDescription {
        label: labels::field(locale, owner, info.name).unwrap_or_else(|| info.name.to_owned()),
        doc: info.doc.trim().to_owned(),
        kind: info.ty.required().name(),
        required: !optional,
        default_value: info.default().map(str::to_owned),
        min_length: None,
        max_length: None,
        multiline: false,
        minimum: None,
        maximum: None,
        max_scale: None,
        max_items: None,
        category: None,
        choices: Vec::new(),
        path,
    };
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
            Rule::AtMost(max) => description.max_items = Some(i64::from(*max)),
            // Whether an update may empty the field is no limit of a value; the default is asked for above.
            Rule::Verbatim | Rule::Required | Rule::Default(_) => {}
        }
    }
    if let Some(choice) = inner.choice() {
        description.choices = choice
            .values
            .iter()
            .map(|(value, _)| ChoiceDescription {
                value: (*value).to_owned(),
                label: labels::choice(locale, choice.name, value).unwrap_or_else(|| (*value).to_owned()),
            })
            .collect();
    }
    let prefix = format!("{}.", description.path);
    out.push(description);
    if let Type::Record(record) = inner {
        for inner in record.fields {
            field(inner, record.name, &prefix, optional, locale, out);
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
