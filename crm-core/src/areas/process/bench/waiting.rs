//! Sections of what waits for the caller: requests to decide, their own that came back, reports that they owe.

use super::sections::{Asked, Found, bare};
use super::types::*;
use crate::approvals::waiting::{self, Waiting};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::labels;
use crate::engine::page::Total;
use crate::engine::value::{ObjectRef, Values};
use crate::work_reports::ReportKind;
use crate::work_reports::due::{self, Owed};

pub(super) fn approvals(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    waiting::to_decide(cx, asked.key, asked.rows).map(requests)
}

pub(super) fn returned(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    waiting::sent_back(cx, asked.key, asked.rows).map(requests)
}

fn requests((waiting, total): (Vec<Waiting>, Total)) -> Option<Found> {
    let row = |one: Waiting| {
        let (id, object) = (RecordId(one.approval.id.0), Entity::APPROVAL.as_str().to_owned());
        let record = ObjectRef { object, id, title: Some(one.asked) };
        BenchRow { at: Some(one.since), about: Some(one.approval.record), ..bare(record) }
    };
    Some(Found { rows: waiting.into_iter().map(row).collect(), total })
}

pub(super) fn reports(cx: &mut Context<'_>, asked: &Asked) -> Result<Option<Found>> {
    let (owed, total) = due::owed(cx, asked.key, asked.rows)?;
    let locale = cx.session().locale();
    let row = |one: Owed| {
        let kind = labels::choice(locale, "ReportKind", one.kind.as_str()).unwrap_or_else(|| one.kind.to_string());
        let title = match one.kind {
            ReportKind::Daily => Some(format!("{kind} {}", one.from)),
            _ => {
                let about = [("kind", kind), ("from", one.from.to_string()), ("to", one.to.to_string())];
                labels::sentence(locale, "text-bench-report", &about)
            }
        };
        let (entity, id) = match one.id {
            Some(id) => (Entity::WORK_REPORT, RecordId(id.0)),
            None => (Entity::USER, RecordId(asked.person.0)),
        };
        let record = ObjectRef { object: entity.as_str().to_owned(), id, title };
        let values = [("kind", one.kind.to_string()), ("period", one.from.to_string())];
        let values: Values = values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), crate::engine::value::Value::Text(value)))
            .collect();
        BenchRow { at: Some(one.due_at), values, ..bare(record) }
    };
    Ok(Some(Found { rows: owed.into_iter().map(row).collect(), total }))
}
