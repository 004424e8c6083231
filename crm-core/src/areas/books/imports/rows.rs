//! Lines that were read and converted, on their way into the database.

use std::borrow::Cow;
use std::collections::HashMap;

use super::convert::{CUSTOM, Converted, Fields, NewItem, violations};
use super::types::*;
use super::{customers, extended};
use crate::dictionary::rules::Next;
use crate::engine::error::{FieldError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;
use crate::engine::validate::{Field, Violations};
use crate::engine::wire::Wire;
use crate::sales::dates::Dates;
use crate::sales::extended::ALONE;
use crate::sales::push::{self, Incoming, OrderRow};
use crate::sales::{NewOrder, NewProduct, NewStock, PushOutcome, PushResult};

/// What kind of record a file brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Products,
    Stock,
    Orders,
    Customers,
}

/// A line without errors, compact, since many may wait for one transaction.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) fields: Fields,
    pub(super) custom: Fields,
    pub(super) contact: Option<Fields>,
    pub(super) contact_custom: Fields,
    pub(super) clear: Box<[String]>,
    pub(super) items: Box<[NewItem]>,
}

/// What writing a row came to.
pub(super) struct Written {
    pub(super) outcome: ImportOutcome,
    pub(super) errors: Vec<FieldError>,
    pub(super) notes: Vec<FieldError>,
    pub(super) lacks: Vec<String>,
}

/// What the rows of a transaction leave to the next: where a new dictionary item goes, by category.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) next: HashMap<Name, Next>,
    /// The items created, as `category: item`.
    pub(super) created: Vec<String>,
}

impl Kind {
    pub(super) const fn entity(self) -> Entity {
        match self {
            Kind::Products => Entity::PRODUCT,
            Kind::Stock => Entity::STOCK,
            Kind::Orders => Entity::ORDER,
            Kind::Customers => Entity::CUSTOMER,
        }
    }

    /// Checks a line by the rules that its fields declare.
    pub(super) fn check(self, line: &mut Converted) -> Result<()> {
        if !line.errors.is_empty() {
            return Ok(());
        }
        let found = match self {
            Kind::Products => wrong::<NewProduct>(&line.fields)?,
            Kind::Stock => wrong::<NewStock>(&line.fields)?,
            Kind::Orders => wrong::<NewOrder>(&line.fields)?,
            Kind::Customers => customers::wrong(line)?,
        };
        line.errors = found;
        Ok(())
    }
}

impl Row {
    /// A converted line without errors.
    pub(super) fn of(line: Converted) -> Row {
        let contact = line.contact_read || !line.contact.is_empty() || !line.contact_custom.is_empty();
        Row {
            fields: line.fields,
            custom: line.custom,
            contact: contact.then_some(line.contact),
            contact_custom: line.contact_custom,
            clear: line.clear.into(),
            items: line.items.into(),
        }
    }

    pub(super) fn size(&self) -> usize {
        let custom = self.custom.size() + self.contact_custom.size();
        self.fields.size() + custom + self.contact.as_ref().map_or(0, Fields::size)
    }
}

/// Reads the record and brings it into its kept form.
pub(super) fn record<R: Wire + Field>(fields: &Fields) -> Result<R> {
    let mut record: R = fields.read()?;
    record.normalise(&[]);
    Ok(record)
}

/// What its declared rules find wrong with a record.
fn wrong<R: Wire + Field>(fields: &Fields) -> Result<Vec<FieldError>> {
    let record: R = record(fields)?;
    Ok(violations(|out| record.check(&[], "", out)))
}

/// Rows read, ready to be written.
pub(super) enum Ready<'r> {
    Products(Vec<Given<'r, NewProduct>>),
    Stock(Vec<Given<'r, NewStock>>),
    Orders(Vec<Given<'r, NewOrder>>),
    Customers(Vec<customers::Line<'r>>),
}

impl<'r> Ready<'r> {
    pub(super) fn of(kind: Kind, rows: impl Iterator<Item = &'r Row>) -> Result<Ready<'r>> {
        fn given<'r, R: Wire + Field>(rows: impl Iterator<Item = &'r Row>) -> Result<Vec<Given<'r, R>>> {
            rows.map(|row| {
                let custom = custom(&row.custom, row.clear.iter().map(String::as_str))?;
                Ok(Given { record: record(&row.fields)?, clear: &row.clear, items: &row.items, custom })
            })
            .collect()
        }
        Ok(match kind {
            Kind::Products => Ready::Products(given(rows)?),
            Kind::Stock => Ready::Stock(given(rows)?),
            Kind::Orders => Ready::Orders(given(rows)?),
            Kind::Customers => Ready::Customers(rows.map(customers::Line::of).collect::<Result<_>>()?),
        })
    }

    /// Writes the rows, each or not at all; what became of each, in their order.
    pub(super) fn write(&self, cx: &mut Context<'_>, memory: &mut Memory) -> Result<Vec<Written>> {
        Ok(match self {
            Ready::Products(rows) if cx.has_custom(&Entity::PRODUCT)? => {
                extended::write(cx, memory, &Entity::PRODUCT, rows, &|cx, row| {
                    Ok((push::products_alone(cx, ALONE, std::slice::from_ref(row), true)?, Dates::default()))
                })?
            }
            Ready::Orders(rows) if cx.has_custom(&Entity::ORDER)? => {
                extended::write(cx, memory, &Entity::ORDER, rows, &|cx, row| {
                    push::orders_alone(cx, ALONE, std::slice::from_ref(row), true)
                })?
            }
            Ready::Products(rows) => pushed(push::products(cx, "records", rows, true)?),
            Ready::Stock(rows) => pushed(push::stock(cx, "records", rows, true)?),
            Ready::Orders(rows) => pushed(push::orders(cx, "records", rows, true)?),
            Ready::Customers(rows) => rows.iter().map(|row| row.write(cx, memory)).collect::<Result<_>>()?,
        })
    }
}

/// The custom fields that a line tells, by their names; those that an empty cell empties have no value.
pub(super) fn custom<'n>(told: &Fields, clear: impl Iterator<Item = &'n str>) -> Result<Option<Tree>> {
    let mut told = told.clone();
    for name in clear.filter_map(|name| name.strip_prefix(CUSTOM)) {
        told.add(name, &None::<String>);
    }
    if told.is_empty() { Ok(None) } else { told.read().map(Some) }
}

/// What became of a line, by what became of its record.
pub(super) fn outcome(pushed: PushOutcome) -> ImportOutcome {
    match pushed {
        PushOutcome::Created => ImportOutcome::Created,
        PushOutcome::Updated => ImportOutcome::Updated,
        PushOutcome::Unchanged | PushOutcome::Removed => ImportOutcome::Unchanged,
        PushOutcome::Refused => ImportOutcome::Refused,
    }
}

/// What became of the records of a push.
fn pushed(result: PushResult) -> Vec<Written> {
    let written = |r: crate::sales::PushedRecord| Written {
        outcome: outcome(r.outcome),
        errors: r.errors,
        notes: Vec::new(),
        lacks: Vec::new(),
    };
    result.records.into_iter().map(written).collect()
}

/// A record as far as its line tells it: what the line does not tell stays as it is stored.
pub(super) struct Given<'r, R> {
    record: R,
    /// The fields that an empty cell empties.
    clear: &'r [String],
    /// What is told of custom fields.
    pub(super) custom: Option<Tree>,
    /// The dictionary items of custom fields that don't exist yet.
    pub(super) items: &'r [NewItem],
}

/// Fills the fields that the record lacks and that nobody wants emptied.
macro_rules! keep {
    ($given:ident, $stored:ident => $record:ident; $($field:ident),*) => { $(
        if $record.$field.is_none() && !$given.clear.iter().any(|name| name == stringify!($field)) {
            $record.$field.clone_from(&$stored.$field);
        }
    )* };
}

impl Incoming<NewProduct, NewProduct> for Given<'_, NewProduct> {
    fn key(&self) -> &str {
        &self.record.external_id
    }

    fn over(&self, stored: Option<&NewProduct>, found: &mut Violations) -> Cow<'_, NewProduct> {
        let Some(stored) = stored else { return Cow::Borrowed(&self.record) };
        let mut record = self.record.clone();
        keep!(self, stored => record; model, batch, unit, price, remarks);
        if self.record.price.is_none() && record.price.is_some() {
            // A price that stays is in the currency that it was given in.
            if record.currency.is_some() && record.currency != stored.currency {
                found.add("currency", "contradictory", "is not the currency of the price that is kept", None);
            }
            record.currency.clone_from(&stored.currency);
        } else {
            keep!(self, stored => record; currency);
        }
        Cow::Owned(record)
    }
}

impl Incoming<NewStock, NewStock> for Given<'_, NewStock> {
    fn key(&self) -> &str {
        &self.record.external_id
    }

    fn over(&self, stored: Option<&NewStock>, _: &mut Violations) -> Cow<'_, NewStock> {
        let Some(stored) = stored else { return Cow::Borrowed(&self.record) };
        let mut record = self.record.clone();
        keep!(self, stored => record; bin, remarks);
        Cow::Owned(record)
    }
}

impl Incoming<NewOrder, OrderRow> for Given<'_, NewOrder> {
    fn key(&self) -> &str {
        &self.record.external_id
    }

    /// The total is the sum of the lines where it is not given, and not what it was.
    fn over(&self, stored: Option<&OrderRow>, _: &mut Violations) -> Cow<'_, NewOrder> {
        let Some(stored) = stored else { return Cow::Borrowed(&self.record) };
        let mut record = self.record.clone();
        let cleared = |field: &str| self.clear.iter().any(|name| name == field);
        keep!(self, stored => record; delivery_address, status_label);
        if record.number.is_none() && !cleared("number") {
            record.number = Some(stored.number.clone());
        }
        if record.currency.is_none() && !cleared("currency") {
            record.currency = Some(stored.currency.clone());
        }
        Cow::Owned(record)
    }
}
