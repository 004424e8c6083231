//! What messages tell a person of their notifications (NOTIFY-4), made when the host takes them: in the eyes of that person, so that
//! what they don't read any more is not in it (AUTO-11).

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::rules::seen;
use super::types::*;
use super::{sentence, store};
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::outbox::{DIGEST, MAX_PAYLOAD};
use crate::engine::sorting::Arrange as _;
use crate::engine::telling::Person;
use crate::engine::wire::to_json;

/// The characters of a note's text.
const QUOTE: usize = 200;

/// What is left for all beside the sentences.
const ROOM: usize = MAX_PAYLOAD - 1_024;

/// What a message says to somebody now, of the notifications that were kept for it; nothing where they are told none of these any more.
pub(crate) fn payload(cx: &mut Context<'_>, to: Person, medium: &str, kept: &str) -> Result<Option<String>> {
    let kept: Json = serde_json::from_str(kept).unwrap_or_default();
    let ids: Vec<Uuid> =
        kept["notifications"].as_array().into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok()).collect();
    let mut told = Vec::new();
    cx.in_place_of(to, &mut |theirs| {
        let mut some = store::of_ids(theirs.tx(), to.0, &ids)?;
        some.arrange_by_key(|kept| std::cmp::Reverse(kept.place));
        let seen = seen(theirs, some, &mut BTreeMap::new())?;
        let about: Vec<Uuid> = seen.iter().filter_map(|(kept, _)| kept.about).collect();
        let quotes = store::quotes(theirs.tx(), &about)?;
        for (kept, record) in seen {
            let quote = kept.about.and_then(|note| quotes.get(&note)).map(|text| text.chars().take(QUOTE).collect());
            told.push(sentence::told(theirs, kept, record, quote)?);
        }
        Ok(())
    })?;
    let Some(first) = told.first() else { return Ok(None) };
    if medium != DIGEST {
        return Ok(Some(json!({"event": first.reason, "user": to.1, "notification": said(first)}).to_string()));
    }
    let lost = i64::try_from(ids.len() - told.len()).unwrap_or_default();
    let count = kept["count"].as_i64().unwrap_or_default() - lost;
    let (mut sentences, mut room) = (Vec::new(), ROOM);
    for one in told.iter().map(said) {
        // Its comma.
        let Some(left) = room.checked_sub(one.to_string().len() + 1) else { break };
        room = left;
        sentences.push(one);
    }
    let more = kept["more"] == true;
    let all = json!({"event": DIGEST, "user": to.1, "count": count, "more": more, "notifications": sentences});
    Ok(Some(all.to_string()))
}

/// A notification, as a message tells it.
fn said(of: &Notification) -> Json {
    let time: Json = serde_json::from_str(&to_json(&of.created_at)).unwrap_or_default();
    json!({
        "id": of.id,
        "reason": of.reason,
        "kind": of.kind,
        "text": of.text,
        "quote": of.quote,
        "record": of.record,
        "time": time,
    })
}
