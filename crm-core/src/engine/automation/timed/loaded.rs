//! How a rule that goes by time is run: what its trigger says, with what is defined.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::base::{Counting, Offset};
use crate::engine::automation::trigger::{AutomationTrigger, DAY_BEGINS, time_of_day};
use crate::engine::objects::define::Definitions;
use crate::engine::objects::filter::read::{Place, Reader};
use crate::engine::objects::filter::tree::Filter;
use crate::engine::objects::path::Crossed;
use crate::engine::objects::shape::{Everything, Field, Kind, Name};
use crate::engine::recurrence::{self, Clock, Recurrence};
use crate::engine::zone::Zone;

/// How a rule goes by time.
#[derive(Debug)]
pub(in crate::engine::automation) enum Timed {
    /// So long before or behind what a record has.
    Counted(Box<Counted>),
    /// At the times of a recurrence.
    Coming(Box<Coming>),
}

/// From what a rule counts, and how.
#[derive(Debug)]
pub(in crate::engine::automation) struct Counted {
    pub(super) table: Name,
    /// The column of the table with which an index begins that lists need.
    pub(super) made: Option<Name>,
    pub(super) field: Field,
    pub(super) offset: Offset,
    pub(super) at: NaiveTime,
    /// How late a value may be that was due when a record got it.
    pub(super) late_within: TimeDelta,
}

/// The times at which a rule runs, and for which records.
#[derive(Debug)]
pub(in crate::engine::automation) struct Coming {
    pub(super) table: Name,
    pub(super) recurrence: Recurrence,
    pub(super) first: NaiveDateTime,
    pub(super) filter: Option<Filter>,
    /// What it comes by, as text.
    said: String,
}

impl Timed {
    /// What a trigger says, with what is defined; none where that does not hold.
    pub(in crate::engine::automation) fn of(
        (object, trigger, late_within): (&str, &AutomationTrigger, i64),
        definitions: &Definitions,
        places: u32,
    ) -> Option<Timed> {
        let object = &definitions.get(object)?.object;
        let at = trigger.at.as_deref().map_or(Some(DAY_BEGINS), time_of_day)?;
        let table = object.table.clone();
        if let (Some(name), Some(offset)) = (&trigger.field, &trigger.offset) {
            let field = object.field(name).filter(|field| is_base(field))?.clone();
            let (made, offset) = (object.made.clone(), Offset::read(offset).ok()?);
            let late_within = TimeDelta::days(late_within);
            let counted = Counted { table, made, field, offset, at, late_within };
            return Some(Timed::Counted(Box::new(counted)));
        }
        let (text, first) = (trigger.recurrence.as_ref()?, trigger.starts_on?.and_time(at));
        let recurrence = recurrence::parse(text, false).ok()?;
        let filter = match &trigger.filter {
            Some(tree) => {
                let reader = Reader { catalogue: definitions, rights: &Everything, place: Place::Call, places };
                Some(reader.filter(object, tree.value(), &mut Crossed::default()).ok()?)
            }
            None => None,
        };
        let said = format!("{text}|{first}");
        Some(Timed::Coming(Box::new(Coming { table, recurrence, first, filter, said })))
    }

    /// The table of the records.
    pub(super) fn home(&self) -> &Name {
        match self {
            Timed::Counted(counted) => &counted.table,
            Timed::Coming(coming) => &coming.table,
        }
    }

    /// The field that it counts from; empty where it counts from none.
    pub(super) fn field(&self) -> &str {
        match self {
            Timed::Counted(counted) => &counted.field.name,
            Timed::Coming(_) => "",
        }
    }

    /// How it goes, whatever fields are called: with another, it begins anew.
    pub(super) fn stamp(&self) -> String {
        match self {
            Timed::Counted(counted) => {
                let Counted { table, field, offset, at, .. } = &**counted;
                format!("{}|{}|{offset:?}|{at}", field.beside.as_ref().unwrap_or(table), field.column)
            }
            Timed::Coming(coming) => format!("{}||{}", coming.table, coming.said),
        }
    }
}

impl Counted {
    pub(super) fn counting<'z>(&self, zone: &'z Zone) -> Counting<'z> {
        Counting { zone, offset: self.offset, at: self.at }
    }

    /// Whether it counts from days.
    pub(super) fn by_days(&self) -> bool {
        matches!(self.field.kind, Kind::Date)
    }
}

impl Coming {
    pub(super) fn clock(&self, zone: &Zone) -> Clock {
        Clock { zone: zone.clone(), dates: false }
    }
}

/// Whether a rule may count from a field: a date or an instant that stands in a column.
pub(in crate::engine) fn is_base(field: &Field) -> bool {
    matches!(field.kind, Kind::Date | Kind::Instant) && field.several.is_none() && !field.column.is_empty()
}
