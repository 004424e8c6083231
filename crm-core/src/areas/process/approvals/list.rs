//! Lists of requests: those that the caller reads, of a range of an index (PROC-10).

use std::ops::ControlFlow;

use super::store::{self, By};
use super::told;
use super::types::*;
use crate::engine::approval::{Request, kept_requests as kept};
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::page::{COUNT_LIMIT, PageRequest, Room, Total};
use crate::users::store as users;

/// The name of the list in its cursors.
const LIST: &str = "approvals";

/// Requests that are looked at together, and in one page.
const AT_ONCE: i64 = 200;
const MOST_LOOKED_AT: i64 = 2_000;

/// What is wanted.
struct Wanted {
    by: By,
    /// The keys of those that wait for somebody, oldest first.
    waiting: Option<Vec<i64>>,
    record: Option<(String, RecordId)>,
    submitter: Option<i64>,
    status: Option<ApprovalStatus>,
    flow: Option<String>,
}

impl Wanted {
    fn takes(&self, request: &Request) -> bool {
        let record = |(home, id): &(String, RecordId)| request.home == *home && request.record.id == *id;
        self.record.as_ref().is_none_or(record)
            && self.submitter.is_none_or(|user| request.submitter.0 == user)
            && self.status.is_none_or(|status| request.status == status)
            && self.flow.as_ref().is_none_or(|flow| request.flow_name == *flow)
    }

    /// The keys behind a place, in the order of the list.
    fn some(&self, cx: &mut Context<'_>, place: i64) -> Result<Vec<i64>> {
        match &self.waiting {
            Some(keys) => {
                let most = usize::try_from(AT_ONCE).unwrap_or_default();
                Ok(keys.iter().copied().filter(|key| *key > place).take(most).collect())
            }
            None => store::some(cx.tx(), &self.by, (place, AT_ONCE)),
        }
    }

    fn begin(&self) -> i64 {
        if self.waiting.is_some() { 0 } else { i64::MAX }
    }
}

fn wanted(cx: &mut Context<'_>, filter: Option<&ApprovalFilter>) -> Result<Wanted> {
    let (by, waiting) = (By::All, None);
    let mut wanted = Wanted { by, waiting, record: None, submitter: None, status: None, flow: None };
    let Some(ApprovalFilter { record, submitter, waiting_for, status, flow }) = filter else { return Ok(wanted) };
    wanted.flow.clone_from(flow);
    if let Some(status) = status {
        (wanted.by, wanted.status) = (By::Status(*status), Some(*status));
    }
    if let Some(user) = submitter {
        // Nobody has no key.
        let key = users::key(cx.tx(), *user)?.unwrap_or_default();
        (wanted.by, wanted.submitter) = (By::Submitter(key), Some(key));
    }
    if let Some(key) = record {
        let catalogue = cx.catalogue()?;
        match catalogue.definitions.get(&key.object) {
            Some(found) => {
                let home = found.object.table.to_string();
                (wanted.by, wanted.record) = (By::Record(home.clone(), key.id), Some((home, key.id)));
            }
            None => cx.violations().add("filter.record", "unknown_object", "is no kind of record", None),
        }
    }
    if let Some(user) = waiting_for {
        let mut keys = match users::key(cx.tx(), *user)? {
            Some(key) => cx.waiting_for(key)?.into_iter().map(|sign_off| sign_off.approval).collect(),
            None => Vec::new(),
        };
        keys.sort_unstable();
        keys.dedup();
        wanted.waiting = Some(keys);
    }
    Ok(wanted)
}

/// What is done with some of the requests; where that is enough, the key of the last that was taken.
type Each<'e> = dyn FnMut(&mut Context<'_>, Vec<Request>) -> Result<ControlFlow<Option<i64>>> + 'e;

/// Gives the requests behind a place that the caller reads, some at a time, until `each` has enough or so many were looked at.
/// Gives the place of the last that was, where there are more.
fn walk(cx: &mut Context<'_>, wanted: &Wanted, mut place: i64, each: &mut Each<'_>) -> Result<Option<i64>> {
    let mut looked_at = 0;
    loop {
        let some = wanted.some(cx, place)?;
        let Some(last) = some.last().copied() else { return Ok(None) };
        let ended = i64::try_from(some.len()).unwrap_or(AT_ONCE) < AT_ONCE;
        let mut requests = kept::by_keys(cx.tx(), &some)?;
        requests.retain(|request| wanted.takes(request));
        let requests = told::read_among(cx, requests)?;
        if let ControlFlow::Break(taken) = each(cx, requests)? {
            return Ok(Some(taken.unwrap_or(place)));
        }
        looked_at += AT_ONCE;
        place = last;
        if ended {
            return Ok(None);
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok(Some(last));
        }
    }
}

/// PROC-10, APPR-15.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<ApprovalFilter>,
    page: &Option<PageRequest>,
) -> Result<ApprovalPage> {
    let wanted = wanted(cx, filter.as_ref())?;
    cx.check_fields()?;
    let begin = match page.as_ref().and_then(|page| page.after.as_ref()) {
        Some(after) => match cursor::decode(LIST, after, 1)?.first() {
            Some(Key::Integer(place)) => *place,
            _ => return Err(CrmError::cursor()),
        },
        None => wanted.begin(),
    };
    let mut room = Room::of(page);
    let mut items = Vec::new();
    let next = walk(cx, &wanted, begin, &mut |cx, requests| {
        let keys: Vec<i64> = requests.iter().map(|request| request.key).collect();
        let mut taken = None;
        for (told, key) in told::tell(cx, requests)?.into_iter().zip(keys) {
            if room.is_full() {
                return Ok(ControlFlow::Break(taken));
            }
            room.take(&told);
            items.push(told);
            taken = Some(key);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let total = match page {
        Some(PageRequest { count: Some(true), .. }) => Some(count(cx, &wanted)?),
        _ => None,
    };
    let next = next.map(|place| cursor::encode(LIST, &[Key::Integer(place)]));
    Ok(ApprovalPage { items, next, total })
}

/// How many there are, up to 1,000 and so far as a page looks.
fn count(cx: &mut Context<'_>, wanted: &Wanted) -> Result<Total> {
    let mut found = 0_i64;
    let more = walk(cx, wanted, wanted.begin(), &mut |_, requests| {
        found += i64::try_from(requests.len()).unwrap_or_default();
        Ok(if found > COUNT_LIMIT { ControlFlow::Break(None) } else { ControlFlow::Continue(()) })
    })?;
    Ok(Total { count: found.min(COUNT_LIMIT), more: more.is_some() })
}
