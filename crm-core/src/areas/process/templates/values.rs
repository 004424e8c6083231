//! What templates see of values. Texts and whole numbers are those of the template language; what has a form of its own
//! (amounts, days, choices) stays exact and is written by it (DOC-5).

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{DynObject, Object, ObjectRepr, Value as Seen};
use rust_decimal::Decimal;

use super::forms;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::labels::Locale;
use crate::engine::money::Money;
use crate::engine::value::Value;
use crate::engine::zone::Zone;

/// By what a document is written.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    pub(super) locale: Locale,
    /// The caller's zone.
    pub(super) zone: Zone,
    /// The company's currency, which plain numbers are amounts of.
    pub(super) currency: String,
}

/// A value that has a form of its own.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formed {
    Decimal(Decimal),
    Money(Money),
    Date(Date),
    Instant(Timestamp),
}

impl Formed {
    /// As it is written where no filter says otherwise.
    pub(super) fn text(&self, manner: &Manner) -> String {
        match self {
            Formed::Decimal(value) => value.normalize().to_string(),
            Formed::Money(money) => forms::money(manner.locale, money, places(&money.currency)),
            Formed::Date(day) => forms::date(manner.locale, *day),
            Formed::Instant(at) => forms::datetime(manner.locale, manner.zone.local(*at)),
        }
    }
}

/// The decimal places of a currency.
pub(super) fn places(currency: &str) -> u32 {
    crate::engine::money::decimal_places(currency).unwrap_or_default()
}

impl Object for Formed {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    /// Nothing is false, as with whole numbers.
    fn is_true(self: &Arc<Self>) -> bool {
        match &**self {
            Formed::Decimal(value) => !value.is_zero(),
            Formed::Money(money) => !money.amount.is_zero(),
            Formed::Date(_) | Formed::Instant(_) => true,
        }
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Formed>()?;
        Some(match (&**self, other) {
            (Formed::Decimal(a), Formed::Decimal(b)) => a.cmp(b),
            (Formed::Money(a), Formed::Money(b)) => a.currency.cmp(&b.currency).then_with(|| a.amount.cmp(&b.amount)),
            (Formed::Date(a), Formed::Date(b)) => a.cmp(b),
            (Formed::Instant(a), Formed::Instant(b)) => a.cmp(b),
            _ => return None,
        })
    }

    /// What is joined with others or compared with a text, without a template to say how.
    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &**self {
            Formed::Decimal(value) => write!(f, "{}", value.normalize()),
            Formed::Money(money) => write!(f, "{} {}", money.currency, money.amount),
            Formed::Date(day) => f.write_str(&forms::iso_date(*day)),
            Formed::Instant(at) => f.write_str(&forms::iso_datetime(at.naive_utc())),
        }
    }
}

/// A value with what lies behind it: a record that is referred to, a choice with its name.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// As what it is printed.
    told: Option<Seen>,
    /// Whether it is more than a value, whatever lies behind it.
    more: bool,
    behind: BTreeMap<String, Node>,
}

impl Node {
    /// A record that is called so.
    pub(super) fn titled(title: &str) -> Node {
        Node { told: Some(Seen::from(title)), more: true, behind: BTreeMap::new() }
    }

    /// Puts a value at a path.
    pub(super) fn put(&mut self, path: &str, value: Seen) {
        self.at(path).told = Some(value);
    }

    /// Puts a record at a path, or what stands for it.
    pub(super) fn put_more(&mut self, path: &str, value: Seen) {
        let place = self.at(path);
        (place.told, place.more) = (Some(value), true);
    }

    fn at(&mut self, path: &str) -> &mut Node {
        path.split('.').fold(self, |place, step| place.behind.entry(step.to_owned()).or_default())
    }

    /// What a template sees of it.
    pub(super) fn seen(self) -> Seen {
        if self.behind.is_empty() && !self.more {
            return self.told.unwrap_or_default();
        }
        let behind = self.behind.into_iter().map(|(name, node)| (name, node.seen())).collect();
        Seen::from_object(Behind { told: self.told.unwrap_or_default(), behind })
    }
}

/// What a template sees of a [`Node`] that has something behind it.
#[derive(Debug)]
pub(super) struct Behind {
    pub(super) told: Seen,
    behind: BTreeMap<String, Seen>,
}

impl Object for Behind {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Seen) -> Option<Seen> {
        let key = key.as_str()?;
        // A subscript says the name of a pack's object with its dot.
        self.behind.get(key).cloned().or_else(|| {
            let (first, rest) = key.split_once('.')?;
            self.behind.get(first)?.get_item(&Seen::from(rest)).ok()
        })
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.told.is_true()
    }

    /// Records and choices stand as they are called.
    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        Some(self.told.cmp(&other.downcast_ref::<Behind>()?.told))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.told)
    }
}

/// A value of a field as a template sees it.
pub(super) fn seen(value: Value) -> Seen {
    match value {
        Value::Text(text) => Seen::from(text),
        Value::Integer(number) => Seen::from(number),
        Value::Boolean(truth) => Seen::from(truth),
        Value::Decimal(number) => Seen::from_object(Formed::Decimal(number)),
        Value::Money(money) => Seen::from_object(Formed::Money(money)),
        Value::Date(day) => Seen::from_object(Formed::Date(day)),
        Value::Instant(at) => Seen::from_object(Formed::Instant(at)),
        // What is nothing is undefined, which is written as nothing wherever it stands.
        Value::Record(record) => record.title.map_or(Seen::UNDEFINED, Seen::from),
        Value::Null => Seen::UNDEFINED,
    }
}
