//! What rules wait for (AUTO-2).

use chrono::NaiveTime;

use super::timed::{Offset, Unfit};
use crate::engine::choices::choices;
use crate::engine::clock::Date;
use crate::engine::objects::expr::minutes;
use crate::engine::record::record;
use crate::engine::recurrence;
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;

choices! {
    /// What a rule waits for (AUTO-2).
    TriggerKind {
        /// A record is created.
        Created = "created",
        /// A field of a record has another value behind a call than before it.
        Updated = "updated",
        /// A record goes into another state.
        Transition = "transition",
        /// A record is deleted.
        Deleted = "deleted",
        /// So long before or behind a date or an instant of a record.
        Time = "time",
        /// The times of a recurrence.
        Schedule = "schedule",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares choices derives no default")]
impl Default for TriggerKind {
    fn default() -> Self {
        TriggerKind::Created
    }
}

record! {
    /// What a rule waits for (AUTO-2).
    input AutomationTrigger {
        /// What happens to a record.
        kind: TriggerKind,
        /// Of a change: the fields of which one differs; any, where there are none.
        fields: Option<Vec<String>> = None [text(40), at_most(100)],
        /// Of another state: the one before.
        from_state: Option<String> = None [text(40)],
        /// Of another state: the one behind.
        to_state: Option<String> = None [text(40)],
        /// Of a time: the field, a date or an instant, from which it is counted.
        field: Option<String> = None [text(40)],
        /// Of a time: how long behind it, or before it, `3 days`, `-90 minutes`; minutes, hours, days or months, 3,650 days at the
        /// most.
        offset: Option<String> = None [text(20)],
        /// Of a time counted from a date, and of a recurrence: the time of the company's day.
        at: Option<String> = None [text(5), default("\"09:00\"")],
        /// Of a recurrence: the rule of RFC 5545 by which it comes again.
        recurrence: Option<String> = None [text(500)],
        /// Of a recurrence: its first day.
        starts_on: Option<Date> = None,
        /// Of a recurrence: a filter tree that says of which records, of all where there is none.
        filter: Option<Tree> = None,
    }
}

/// When a day begins for rules that don't say.
pub(super) const DAY_BEGINS: NaiveTime = match NaiveTime::from_hms_opt(9, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// A time of the clock, `09:00`.
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    minutes(text).and_then(|minutes| NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minutes) * 60, 0))
}

impl AutomationTrigger {
    /// Whether it goes by time.
    pub(super) fn goes_by_time(&self) -> bool {
        matches!(self.kind, TriggerKind::Time | TriggerKind::Schedule)
    }

    /// Tells what does not go with what it waits for, what is missing, and what is none.
    pub(super) fn check(&self, out: &mut Violations) {
        use TriggerKind::{Schedule, Time, Transition, Updated};
        for (given, of, field) in [
            (self.fields.is_some(), &[Updated][..], "fields"),
            (self.from_state.is_some(), &[Transition], "from_state"),
            (self.to_state.is_some(), &[Transition], "to_state"),
            (self.field.is_some(), &[Time], "field"),
            (self.offset.is_some(), &[Time], "offset"),
            (self.at.is_some(), &[Time, Schedule], "at"),
            (self.recurrence.is_some(), &[Schedule], "recurrence"),
            (self.starts_on.is_some(), &[Schedule], "starts_on"),
            (self.filter.is_some(), &[Schedule], "filter"),
        ] {
            if given && !of.contains(&self.kind) {
                out.add(&path(field), "not_here", "does not go with this trigger", None);
            }
        }
        for (lacks, of, field) in [
            (self.field.is_none(), Time, "field"),
            (self.offset.is_none(), Time, "offset"),
            (self.recurrence.is_none(), Schedule, "recurrence"),
            (self.starts_on.is_none(), Schedule, "starts_on"),
        ] {
            if lacks && self.kind == of {
                out.missing_once(&path(field));
            }
        }
        if self.goes_by_time() {
            self.check_times(out);
        }
    }

    fn check_times(&self, out: &mut Violations) {
        let is_free = |out: &Violations, field: &str| !out.has(&path(field));
        match self.offset.as_deref().map(Offset::read) {
            Some(Err(Unfit::Format)) if is_free(out, "offset") => {
                out.add(&path("offset"), "syntax", "must be a number of minutes, hours, days or months", None);
            }
            Some(Err(Unfit::Beyond(most))) if is_free(out, "offset") => {
                out.out_of_range(&path("offset"), -most, most);
            }
            _ => {}
        }
        if self.at.as_deref().is_some_and(|at| time_of_day(at).is_none()) && is_free(out, "at") {
            let limit = "00:00..23:59";
            out.add(&path("at"), "out_of_range", format!("must be a time within {limit}"), Some(limit.into()));
        }
        let Some(text) = self.recurrence.as_deref().filter(|_| is_free(out, "recurrence")) else { return };
        match recurrence::parse(text, false) {
            Err(recurrence::Unsupported(part)) => {
                out.add(&path("recurrence"), "unsupported", "has a part that is not known", Some(part));
            }
            Ok(rule) if self.starts_on.is_some_and(|first| !rule.yields(first)) => {
                out.add(&path("recurrence"), "not_in_rule", "does not yield the first time", None);
            }
            Ok(_) => {}
        }
    }
}

fn path(field: &str) -> String {
    format!("trigger.{field}")
}
