//! Customers with a contact each (SALES-3, CUST-3).

use serde_json::{Map, Value};

use super::convert::{Converted, violations};
use super::mapping::{self, Mapping};
use super::rules::{Import, record, refused};
use super::table::Table;
use super::types::*;
use crate::bytes::Bytes;
use crate::contacts::{self, ContactUpdate, NewContact};
use crate::customers::rules::{self as customers, Incomplete};
use crate::customers::store as customer_store;
use crate::customers::{Customer, CustomerStatus, CustomerUpdate, NewCustomer};
use crate::dictionary::choose::choose;
use crate::error::{CrmError, FieldError, Result};
use crate::gate::{Context, Entity};
use crate::ids::{ContactId, CustomerId};
use crate::schema::Schema;
use crate::settings;
use crate::validate::Field;

/// The names of a contact's fields in a mapping begin with this.
const CONTACT: &str = "contact.";

pub(super) fn run(
    cx: &mut Context<'_>,
    file: &Bytes,
    mappings: &[FieldMapping],
    options: &ImportOptions,
) -> Result<ImportReport> {
    let table = Table::read("file", &file.0, options)?;
    let mut known = mapping::fields(NewCustomer::TYPE, "");
    known.extend(mapping::fields(NewContact::TYPE, CONTACT));
    let mapping = Mapping::check("mapping", mappings, &known, &table, cx.violations());
    if !mappings.iter().any(|m| m.field == "external_id") {
        // Without a key the next import could not tell an update from a new customer.
        cx.violations().add("mapping", "required", "must map the field external_id", Some("external_id".into()));
    }
    cx.check_fields()?;
    let mut import = Import::new(options);
    for line in &table.lines {
        let Converted { mut fields, mut errors, notes } = import.converter.line(cx, &mapping, line)?;
        let key = mapping.text("external_id", line);
        let contact = take_contact(&mut fields);
        let external_id = fields.get("external_id").and_then(Value::as_str).map(str::to_owned);
        if external_id.is_none() && errors.is_empty() {
            errors.push(FieldError::new("external_id", "required", "is required", None));
        }
        // The rules of a new customer are those of an update too, field by field.
        let read = record::<NewCustomer>(fields.clone(), &mut errors)?;
        let contact = read_contact(contact, &mut errors)?;
        let (Some(new), Some(external_id), true) = (read, external_id, errors.is_empty()) else {
            import.add(refused(line, key, errors, notes));
            continue;
        };
        let written = cx.savepoint(|cx| {
            let (outcome, customer, customer_key) = upsert(cx, &external_id, &new, &fields)?;
            let changed = add_contact(cx, customer_key, &contact)?;
            let outcome = if changed && outcome == ImportOutcome::Unchanged { ImportOutcome::Updated } else { outcome };
            Ok((outcome, customer))
        });
        match written {
            Ok((outcome, customer)) => {
                let lacks = customer.lacks(&settings::rules::of(cx)?.required_customer_fields);
                import.add(ImportedLine {
                    line: line.number,
                    key,
                    outcome,
                    errors: Vec::new(),
                    notes,
                    lacks: lacks.into_iter().map(str::to_owned).collect(),
                });
            }
            Err(CrmError::Invalid { fields }) => import.add(refused(line, key, fields, notes)),
            Err(failure) => return Err(failure),
        }
    }
    import.finish(cx, Entity::CUSTOMER)
}

/// Creates the customer, or changes the one with its key.
fn upsert(
    cx: &mut Context<'_>,
    external_id: &str,
    new: &NewCustomer,
    fields: &Map<String, Value>,
) -> Result<(ImportOutcome, Customer, i64)> {
    let Some(key) = customer_store::by_external_id(cx.tx(), external_id)? else {
        let id = CustomerId(cx.new_id());
        let (key, customer) = customers::add(cx, id, new, Incomplete::Allowed)?;
        return Ok((ImportOutcome::Created, customer, key));
    };
    let Some(before) = customer_store::by_key(cx.tx(), key)? else {
        return Err(CrmError::bug("a customer vanished"));
    };
    if before.status == CustomerStatus::Lost {
        // CUST-4: a lost customer is frozen, for imports too.
        return Err(CrmError::field("external_id", "lost_customer", "is a lost customer's, whose data are frozen"));
    }
    let changes: CustomerUpdate =
        serde_json::from_value(Value::Object(fields.clone())).map_err(|e| CrmError::bug(e.to_string()))?;
    let version = before.version;
    let after = customers::change(cx, key, before, &changes, Incomplete::Allowed)?;
    let outcome = if after.version == version { ImportOutcome::Unchanged } else { ImportOutcome::Updated };
    Ok((outcome, after, key))
}

/// Takes the contact's fields out of the line's.
fn take_contact(fields: &mut Map<String, Value>) -> Map<String, Value> {
    let names: Vec<String> = fields.keys().filter(|name| name.starts_with(CONTACT)).cloned().collect();
    names
        .into_iter()
        .filter_map(|name| fields.remove(&name).map(|value| (name.trim_start_matches(CONTACT).to_owned(), value)))
        .collect()
}

/// What the line tells of a contact, checked by the rules of a change: it may lack what the file does not know.
fn read_contact(fields: Map<String, Value>, errors: &mut Vec<FieldError>) -> Result<ContactUpdate> {
    let mut contact: ContactUpdate =
        serde_json::from_value(Value::Object(fields)).map_err(|e| CrmError::bug(e.to_string()))?;
    contact.normalise(&[]);
    let found = violations(|out| contact.check(&[], "", out));
    errors.extend(found.into_iter().map(|e| FieldError { field: format!("{CONTACT}{}", e.field), ..e }));
    Ok(contact)
}

/// Adds the contact where the customer has none of that name.
fn add_contact(cx: &mut Context<'_>, key: i64, contact: &ContactUpdate) -> Result<bool> {
    let Some(name) = &contact.name else { return Ok(false) };
    if contacts::store::has_named(cx.tx(), key, name)? {
        return Ok(false);
    }
    let gender = choose(cx, "contact.gender", "gender", &contact.gender)?;
    let known = contacts::store::Known {
        name: Some(name),
        gender,
        position: contact.position.as_deref(),
        office_phone: contact.office_phone.as_deref(),
        mobile: contact.mobile.as_deref(),
        remarks: contact.remarks.as_deref(),
    };
    let id = ContactId(cx.new_id());
    contacts::rules::add(cx, id, key, &known)?;
    Ok(true)
}
