//! Customers with a contact each (SALES-3, CUST-3).

use std::borrow::Cow;
use std::collections::HashMap;

use super::convert::{CONTACT, Converted, Fields, NewItem, error, last, part, violations};
use super::persons;
use super::rows::{Memory, Row, Written, custom, record};
use super::types::*;
use crate::assignment::distribute;
use crate::contacts::ContactUpdate;
use crate::customers::rules as customers;
use crate::customers::rules::Incomplete;
use crate::customers::store as customer_store;
use crate::customers::{Customer, CustomerId, CustomerStatus, CustomerUpdate, NewCustomer};
use crate::dictionary;
use crate::dictionary::rules::{Next, create_item};
use crate::duplicates::meet::{self, DUPLICATE};
use crate::engine::approval::{APPROVAL_REQUIRED, IN_APPROVAL};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::custom::without_nulls;
use crate::engine::objects::shape::Name;
use crate::engine::validate::Field;
use crate::pools::DealtKind;

/// What the declared rules find wrong with a line. Those of a new customer are those of an update too, field by field; a
/// contact may lack what the file does not know, but its name.
pub(super) fn wrong(line: &mut Converted) -> Result<Vec<FieldError>> {
    let new: NewCustomer = record(&line.fields)?;
    let mut found = violations(|out| new.check(&[], "", out));
    let contact: ContactUpdate = record(&line.contact)?;
    let in_contact = violations(|out| contact.check(&[], "", out));
    found.extend(in_contact.into_iter().map(|e| FieldError { field: format!("{CONTACT}{}", e.field), ..e }));
    if contact.name.is_none() {
        if line.contact_read {
            let detail = "is empty, so that nothing is kept of the contact";
            line.notes.push(error(&format!("{CONTACT}name"), "required", detail, None));
        }
        (line.contact, line.contact_read, line.contact_custom) = (Fields::default(), false, Fields::default());
        line.items.retain(|item| !item.field.starts_with(CONTACT));
    }
    Ok(found)
}

/// A line ready to be written.
pub(super) struct Line<'r> {
    row: &'r Row,
    /// Absent where the line names dictionary items that don't exist yet: they get their ids first.
    told: Option<Told>,
}

/// What a line tells of a customer.
struct Told {
    new: NewCustomer,
    changes: CustomerUpdate,
    contact: Option<ContactUpdate>,
}

impl Told {
    fn of(row: &Row) -> Result<Told> {
        let (own, of_contact): (Vec<&String>, Vec<&String>) = row.clear.iter().partition(|name| !part(name).0);
        let plain = |names: &[&String], prefix: &str| {
            let names = names.iter().filter(|name| !part(name).1);
            names.filter_map(|name| name.strip_prefix(prefix).map(str::to_owned)).collect::<Vec<_>>()
        };
        let mut new: NewCustomer = record(&row.fields)?;
        let mut changes: CustomerUpdate = record(&row.fields)?;
        changes.clear.get_or_insert_default().extend(plain(&own, ""));
        changes.custom = custom(&row.custom, own.iter().map(|name| name.as_str()))?;
        // What an empty cell empties is of a record that is there; a new one has nothing to lose.
        new.custom = without_nulls(&changes.custom);
        let contact = match &row.contact {
            Some(contact) => {
                let mut contact: ContactUpdate = record(contact)?;
                contact.clear.get_or_insert_default().extend(plain(&of_contact, CONTACT));
                let names = of_contact.iter().filter_map(|name| name.strip_prefix(CONTACT));
                contact.custom = custom(&row.contact_custom, names)?;
                Some(contact)
            }
            None => None,
        };
        Ok(Told { new, changes, contact })
    }
}

/// What storing a line came to.
struct Stored {
    outcome: ImportOutcome,
    customer: Customer,
    notes: Vec<FieldError>,
    made: Made,
}

/// The dictionary items that a line makes, and where the next of their categories go.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) created: Vec<String>,
    pub(super) next: HashMap<Name, Next>,
}

impl Made {
    /// The id of an item that the dictionary may have by now, or that is made for the line.
    pub(super) fn item(
        &mut self,
        cx: &mut Context<'_>,
        item: &NewItem,
        known: &HashMap<Name, Next>,
    ) -> Result<dictionary::DictionaryEntryId> {
        if let Some(id) = dictionary::store::by_item_or_value(cx.tx(), &item.category, &item.item)? {
            return Ok(id);
        }
        let place = match self.next.get(&item.category).or_else(|| known.get(&item.category)) {
            Some(place) => *place,
            None => Next::of(cx, &item.category)?,
        };
        let (id, behind) = create_item(cx, &item.field, &item.category, &item.item, place)?;
        self.next.insert(item.category.clone(), behind);
        self.created.push(format!("{}: {}", item.category, item.item));
        Ok(id)
    }
}

impl<'r> Line<'r> {
    pub(super) fn of(row: &'r Row) -> Result<Line<'r>> {
        let told = match row.items.is_empty() {
            true => Some(Told::of(row)?),
            false => None,
        };
        Ok(Line { row, told })
    }

    /// Writes the line in a savepoint, so that nothing of a refused one stays, its new dictionary items neither.
    pub(super) fn write(&self, cx: &mut Context<'_>, memory: &mut Memory) -> Result<Written> {
        let next = &memory.next;
        cx.meeting.met.clear();
        let done = cx.savepoint(|cx| {
            let changes = cx.begins_part();
            let stored = self.store(cx, next)?;
            cx.ask_approval_of_part(changes).map_err(of_approval)?;
            Ok(stored)
        });
        match done {
            Ok(mut stored) => {
                stored.notes.extend(meet::note("name", &std::mem::take(&mut cx.meeting.met)));
                memory.created.extend(stored.made.created);
                memory.next.extend(stored.made.next);
                let lacks = customers::told_lacks(cx, &stored.customer)?;
                Ok(Written { outcome: stored.outcome, errors: Vec::new(), notes: stored.notes, lacks })
            }
            Err(CrmError::Invalid { fields }) => {
                Ok(Written { outcome: ImportOutcome::Refused, errors: fields, notes: Vec::new(), lacks: Vec::new() })
            }
            Err(CrmError::Conflict { reason, hits, .. }) if reason == DUPLICATE => {
                let errors = vec![meet::refusal("name", &hits)];
                Ok(Written { outcome: ImportOutcome::Refused, errors, notes: Vec::new(), lacks: Vec::new() })
            }
            Err(failure) => Err(failure),
        }
    }

    fn store(&self, cx: &mut Context<'_>, known: &HashMap<Name, Next>) -> Result<Stored> {
        let mut made = Made::default();
        let with_items;
        let told = match &self.told {
            Some(told) => told,
            None => {
                let mut row = self.row.clone();
                for item in &self.row.items {
                    let id = made.item(cx, item, known)?;
                    let to = match part(&item.field) {
                        (false, false) => &mut row.fields,
                        (false, true) => &mut row.custom,
                        (true, false) => row.contact.get_or_insert_default(),
                        (true, true) => {
                            row.contact.get_or_insert_default();
                            &mut row.contact_custom
                        }
                    };
                    to.add(last(&item.field), &id);
                }
                with_items = Told::of(&row)?;
                &with_items
            }
        };
        let (mut outcome, customer, key) = upsert(cx, told)?;
        let mut notes = Vec::new();
        if let Some(contact) = &told.contact
            && persons::keep(cx, key, contact, &mut notes)?
        {
            if customer.status == CustomerStatus::Lost {
                return Err(frozen());
            }
            if outcome == ImportOutcome::Unchanged {
                outcome = ImportOutcome::Updated;
            }
        }
        Ok(Stored { outcome, customer, notes, made })
    }
}

/// A flow of approval refuses the line alone (APPR-4, APPR-6).
fn of_approval(refusal: CrmError) -> CrmError {
    match refusal {
        CrmError::Conflict { reason, .. } if reason == APPROVAL_REQUIRED => {
            CrmError::field("external_id", APPROVAL_REQUIRED, "changes what needs approval")
        }
        CrmError::Conflict { reason, .. } if reason == IN_APPROVAL => {
            CrmError::field("external_id", IN_APPROVAL, "is in approval, and frozen meanwhile")
        }
        other => other,
    }
}

/// CUST-4: a lost customer is frozen, for imports too.
fn frozen() -> CrmError {
    CrmError::field("external_id", "lost_customer", "is a lost customer's, whose data are frozen")
}

/// Creates the customer, or changes the one with its key.
fn upsert(cx: &mut Context<'_>, told: &Told) -> Result<(ImportOutcome, Customer, i64)> {
    let external_id = told.new.external_id.as_deref().unwrap_or_default();
    let Some(key) = customer_store::by_external_id(cx.tx(), external_id)? else {
        let id = CustomerId(cx.new_id());
        let (key, customer) = customers::add(cx, id, &told.new, Incomplete::Allowed)?;
        // ASSIGN-2: rules that act at once give what is imported.
        distribute::came_in(cx, DealtKind::Customer, &[id.0])?;
        let customer = customers::by_key(cx, key)?.unwrap_or(customer);
        return Ok((ImportOutcome::Created, customer, key));
    };
    let Some(before) = customers::by_key(cx, key)? else {
        return Err(CrmError::bug("a customer vanished"));
    };
    let (version, lost) = (before.version, before.status == CustomerStatus::Lost);
    cx.keeps_for_flows((Entity::CUSTOMER.as_str(), before.id.into()), "update")?;
    // By the key of one that was merged into it nothing of its own key is said (DUP-13).
    let changes = match before.external_id.as_deref() == Some(external_id) {
        true => Cow::Borrowed(&told.changes),
        false => Cow::Owned(CustomerUpdate { external_id: None, ..told.changes.clone() }),
    };
    let after = customers::change(cx, key, before, &changes, Incomplete::Allowed)?;
    if after.version == version {
        return Ok((ImportOutcome::Unchanged, after, key));
    }
    // What its row says already is no change, and may be said again.
    if lost { Err(frozen()) } else { Ok((ImportOutcome::Updated, after, key)) }
}
