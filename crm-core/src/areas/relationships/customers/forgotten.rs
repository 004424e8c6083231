//! Customers that are forgotten (ACT-15): active ones with which nothing was done for as many days as the settings say, by their
//! level, and for which nothing is planned for today or later.

use chrono::TimeDelta;
use serde_json::{Value as Json, json};

use crate::dictionary::DictionaryEntryId;
use crate::engine::clock::Date;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::objects::shape::{Condition, Name};
use crate::engine::storage::{ListQuery, Transaction, Value};
use crate::settings;

/// Since when, at the latest, nothing was done with customers that are forgotten by now.
#[derive(Debug)]
pub(crate) struct Forgotten {
    today: Date,
    since: Date,
    /// The same of levels that have days of their own.
    levels: Vec<(DictionaryEntryId, Date)>,
}

impl Forgotten {
    /// By the settings and the day of the call.
    pub(crate) fn today(cx: &mut Context<'_>) -> Result<Forgotten> {
        let today = cx.today()?;
        let since = |days: i64| today - TimeDelta::days(days);
        let settings = settings::rules::of(cx)?;
        let levels = settings.forgotten_levels.iter().map(|of| (of.level, since(of.days))).collect();
        Ok(Forgotten { today, since: since(settings.forgotten_after_days), levels })
    }

    /// The latest of these days by a customer's level, as an expression with its values.
    fn by_level<'a>(&self) -> (String, Vec<Value<'a>>) {
        if self.levels.is_empty() {
            return ("?".to_owned(), vec![self.since.into()]);
        }
        let (mut sql, mut values) = ("CASE c.level".to_owned(), Vec::new());
        for (level, since) in &self.levels {
            sql.push_str(" WHEN (SELECT e.id FROM dictionary_entries e WHERE e.uid = ?) THEN ?");
            values.extend([Value::Blob(level.0.as_bytes().to_vec().into()), (*since).into()]);
        }
        values.push(self.since.into());
        (format!("{sql} ELSE ? END"), values)
    }

    /// Asks for those that are forgotten, or for all others. Those are a range of the index that has active customers by the day.
    pub(super) fn ask(&self, query: &mut ListQuery<'_>, wanted: bool) {
        if !wanted {
            let (since, values) = self.by_level();
            let others = format!("(c.status <> 'active' OR c.planned_until >= ? OR c.idle_since > {since})");
            return query.and(&others, [Value::from(self.today)].into_iter().chain(values));
        }
        let (condition, values) = self.condition();
        query.and(&condition, values);
    }

    /// The condition that a customer is forgotten, whose table is `c`, with its values.
    pub(crate) fn condition<'a>(&self) -> (String, Vec<Value<'a>>) {
        let latest = self.levels.iter().map(|(_, since)| *since).fold(self.since, Date::max);
        let mut condition = "c.status = 'active' AND (c.planned_until IS NULL OR c.planned_until < ?) \
                             AND c.idle_since <= ?"
            .to_owned();
        let mut values = vec![self.today.into(), latest.into()];
        if !self.levels.is_empty() {
            let (since, more) = self.by_level();
            condition.push_str(&format!(" AND c.idle_since <= {since}"));
            values.extend(more);
        }
        (condition, values)
    }
}

/// The same as a question of filter trees, for any day.
pub(super) fn conditions(tx: &mut dyn Transaction) -> Result<Vec<Condition>> {
    let (days, levels) = settings::store::forgotten(tx)?;
    let idle = |days: i64| json!({"field": "idle_since", "le": {"today": -days}});
    let mut asked = vec![
        json!({"field": "status", "is": "active"}),
        json!({"or": [{"field": "planned_until", "empty": true}, {"field": "planned_until", "lt": {"today": 0}}]}),
        // By an index, whatever level they have.
        idle(levels.iter().map(|of| of.days).chain([days]).min().unwrap_or(days)),
    ];
    if !levels.is_empty() {
        let ids: Vec<String> = levels.iter().map(|of| of.level.0.to_string()).collect();
        let own = levels.iter().zip(&ids).map(|(of, id)| json!({"and": [{"field": "level", "is": id}, idle(of.days)]}));
        let others = json!({"and": [{"not": {"field": "level", "in": ids}}, idle(days)]});
        asked.push(json!({"or": own.chain([others]).collect::<Vec<Json>>()}));
    }
    Ok(vec![Condition { name: Name::new_static("forgotten"), tree: json!({"and": asked}) }])
}
