//! What waits for a person (BENCH-1): requests that they are to decide, and their own that came back. Each costs what they have of it,
//! however many requests there are.

use super::store;
use super::told;
use super::types::*;
use crate::engine::approval::{Request, kept_requests as kept};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::labels;
use crate::engine::page::{COUNT_LIMIT, Total};

/// A request that waits, since when, and what is asked for in the reader's language.
pub(crate) struct Waiting {
    pub(crate) approval: Approval,
    pub(crate) since: Timestamp,
    pub(crate) asked: String,
}

/// The requests of which a person may decide an open sign-off now, as its holder or as their substitute, that of the oldest sign-off
/// first; and how many there are.
pub(crate) fn to_decide(cx: &mut Context<'_>, person: i64, rows: usize) -> Result<(Vec<Waiting>, Total)> {
    let mut open: Vec<(Timestamp, i64)> =
        cx.waiting_for(person)?.into_iter().map(|sign_off| (sign_off.opened_at, sign_off.approval)).collect();
    open.sort_unstable();
    let mut seen = std::collections::BTreeSet::new();
    // Somebody may hold one sign-off and stand in for another of the same request.
    open.retain(|(_, approval)| seen.insert(*approval));
    let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
    let waiting = told(cx, open.into_iter().take(rows))?;
    Ok((waiting, Total { count: count.min(COUNT_LIMIT), more: count > COUNT_LIMIT }))
}

/// The requests that went back to their submitter, the oldest first; and how many there are.
pub(crate) fn sent_back(cx: &mut Context<'_>, submitter: i64, rows: usize) -> Result<(Vec<Waiting>, Total)> {
    let count = store::count_returned(cx.tx(), submitter)?;
    let some = store::returned(cx.tx(), submitter, i64::try_from(rows).unwrap_or(i64::MAX))?;
    let waiting = told(cx, some.into_iter())?;
    Ok((waiting, Total { count: count.min(COUNT_LIMIT), more: count > COUNT_LIMIT }))
}

fn told(cx: &mut Context<'_>, some: impl Iterator<Item = (Timestamp, i64)>) -> Result<Vec<Waiting>> {
    let (mut requests, mut beside) = (Vec::new(), Vec::new());
    for (since, key) in some {
        let Some(request) = kept::by_key(cx.tx(), key)? else { continue };
        beside.push((since, asked(cx, &request)?));
        requests.push(request);
    }
    let approvals = told::tell(cx, requests)?.into_iter();
    Ok(approvals.zip(beside).map(|(approval, (since, asked))| Waiting { approval, since, asked }).collect())
}

/// What the operation is called; the flow, where nothing calls it anything.
fn asked(cx: &mut Context<'_>, request: &Request) -> Result<String> {
    let (locale, catalogue) = (cx.session().locale(), cx.catalogue()?);
    let object = cx.object_at(&request.home)?.map_or_else(|| request.record.object.clone(), |name| name.to_string());
    let operation = request.operation.as_str();
    let typed = crate::engine::area::of_kind(&object);
    let known = labels::operation(locale, &format!("{typed}.{operation}"));
    let own = || catalogue.labelled(locale, &object, operation).map(str::to_owned);
    let verb = || {
        labels::choice(locale, "ObjectVerb", operation)?;
        Some(labels::verb(locale, operation, &catalogue.object_label(locale, &object)))
    };
    let action = || catalogue.models.get(object.as_str()).map(|_| catalogue.label(locale, &object, operation));
    Ok(known.or_else(own).or_else(verb).or_else(action).unwrap_or_else(|| request.flow_name.clone()))
}
