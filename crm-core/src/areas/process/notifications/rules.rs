//! What is checked and done.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::sentence;
use super::store::{self, Kept};
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::cursor::{self, Key};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::ids::RecordId;
use crate::engine::page::{COUNT_LIMIT, Count, PageRequest, Room, Total};
use crate::engine::sorting::Arranged as _;
use crate::engine::telling;
use crate::engine::value::ObjectRef;
use crate::users::rules::own;

/// The name of the list in its cursors.
const LIST: &str = "notifications";

/// Notifications whose records are looked up at once.
const AT_ONCE: usize = 200;

/// One that is seen now, with the record that it is about.
pub(super) type Seen = (Kept, Option<ObjectRef>);

/// What is known of records by now: how each that is read is told.
pub(super) type Known = BTreeMap<(String, RecordId), Option<ObjectRef>>;

/// Those that are about records which the person reads. What is read of a record is asked once.
pub(super) fn seen(cx: &mut Context<'_>, some: Vec<Kept>, known: &mut Known) -> Result<Vec<Seen>> {
    let mut wanted: BTreeMap<&str, Vec<RecordId>> = BTreeMap::new();
    for (home, id) in some.iter().filter_map(|kept| kept.record.as_ref()) {
        if let Entry::Vacant(unknown) = known.entry((home.clone(), *id)) {
            unknown.insert(None);
            wanted.entry(home).or_default().push(*id);
        }
    }
    for (home, ids) in wanted {
        for (id, told) in cx.read_among(home, &ids)? {
            known.insert((home.to_owned(), id), Some(told));
        }
    }
    let seen = |kept: Kept| match &kept.record {
        None => {
            let gone = sentence::gone(&kept);
            Some((kept, gone))
        }
        Some(of) => known.get(of).cloned().flatten().map(|told| (kept, Some(told))),
    };
    Ok(some.into_iter().filter_map(seen).collect())
}

/// Gives a person's notifications, newest first, some at a time, without those of records that they don't read: until `each` has
/// enough. Where the first are not enough, more are looked at at once.
pub(super) fn walk(
    cx: &mut Context<'_>,
    (user, unread): (i64, bool),
    (mut below, mut at_once): (i64, usize),
    each: &mut dyn FnMut(&mut Context<'_>, Vec<Seen>) -> Result<bool>,
) -> Result<()> {
    let mut known = Known::new();
    loop {
        let some = store::some(cx.tx(), user, unread, (below, at_once))?;
        let Some(last) = some.last() else { return Ok(()) };
        below = last.place;
        at_once = AT_ONCE;
        let seen = seen(cx, some, &mut known)?;
        if !each(cx, seen)? {
            return Ok(());
        }
    }
}

/// NOTIFY-3.
pub(crate) fn list(cx: &mut Context<'_>, unread: &bool, page: &Option<PageRequest>) -> Result<NotificationPage> {
    let (user, _) = own(cx)?;
    cx.check_fields()?;
    let below = match page.as_ref().and_then(|page| page.after.as_ref()) {
        Some(after) => match cursor::decode(LIST, after, 1)?.first() {
            Some(Key::Integer(place)) => *place,
            _ => return Err(CrmError::cursor()),
        },
        None => i64::MAX,
    };
    let total = match page {
        Some(PageRequest { count: Some(true), .. }) => Some(count(cx, user, *unread)?),
        _ => None,
    };
    let mut room = Room::of(page);
    let at_once = room.rows.saturating_add(1).min(AT_ONCE);
    let (mut items, mut last, mut next) = (Vec::new(), 0, None);
    walk(cx, (user, *unread), (below, at_once), &mut |cx, seen| {
        let about: Vec<Uuid> = seen.iter().filter_map(|(kept, _)| kept.about).collect();
        let quotes = if room.is_full() { BTreeMap::new() } else { store::quotes(cx.tx(), &about)? };
        for (kept, record) in seen {
            if room.is_full() {
                next = Some(cursor::encode(LIST, &[Key::Integer(last)]));
                return Ok(false);
            }
            last = kept.place;
            let quote = kept.about.and_then(|note| quotes.get(&note).cloned());
            let item = sentence::told(cx, kept, record, quote)?;
            room.take(&item);
            items.push(item);
        }
        Ok(true)
    })?;
    Ok((items, next, total).into())
}

/// How many are seen, up to 1,000.
fn count(cx: &mut Context<'_>, user: i64, unread: bool) -> Result<Total> {
    let mut found = 0_i64;
    walk(cx, (user, unread), (i64::MAX, AT_ONCE), &mut |_, seen| {
        found = found.saturating_add(i64::try_from(seen.len()).unwrap_or(i64::MAX));
        Ok(found <= COUNT_LIMIT)
    })?;
    Ok(Total { count: found.min(COUNT_LIMIT), more: found > COUNT_LIMIT })
}

/// NOTIFY-3. It is no change of the books (PROC-11).
pub(super) fn mark_read(
    cx: &mut Context<'_>,
    ids: &Option<Vec<NotificationId>>,
    until: &Option<Timestamp>,
) -> Result<Count> {
    let (user, _) = own(cx)?;
    if ids.is_some() == until.is_some() {
        cx.violations().add("ids", "exactly_one", "needs exactly one of ids, until", Some("ids, until".into()));
    }
    cx.check_fields()?;
    let mut found: Vec<(i64, Timestamp)> = Vec::new();
    let mark = |seen: &[Seen], found: &mut Vec<(i64, Timestamp)>| {
        let meant = |kept: &Kept| until.is_none_or(|until| kept.created_at <= until);
        found.extend(seen.iter().filter(|(kept, _)| meant(kept)).map(|(kept, _)| (kept.key, kept.created_at)));
    };
    match ids {
        Some(ids) => {
            let ids: BTreeSet<Uuid> = ids.iter().map(|id| id.0).into_set();
            let named = store::named(cx.tx(), user, &ids.into_iter().collect::<Vec<_>>())?;
            mark(&seen(cx, named, &mut BTreeMap::new())?, &mut found);
        }
        None => walk(cx, (user, true), (i64::MAX, AT_ONCE), &mut |_, seen| {
            mark(&seen, &mut found);
            Ok(true)
        })?,
    }
    let now = cx.now();
    store::mark(cx.tx(), &found.iter().map(|(key, _)| *key).collect::<Vec<_>>(), now)?;
    if let Some(oldest) = found.iter().map(|(_, at)| *at).min() {
        telling::read_late(cx.tx(), user, oldest, now)?;
    }
    Ok(Count { count: i64::try_from(found.len()).unwrap_or(i64::MAX) })
}
