//! What a notification says, made when it is read (NOTIFY-2): in the reader's language, of what things are called now.

use serde_json::Value as Json;

use super::store::Kept;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::labels::{self, Locale};
use crate::engine::value::ObjectRef;
use crate::users::NotificationReason;

/// Why somebody is told it.
fn reason(kind: NotificationKind) -> NotificationReason {
    let named = |reason: &NotificationReason| reason.as_str() == kind.reason();
    NotificationReason::ALL.iter().copied().find(named).unwrap_or(NotificationReason::Followed)
}

fn detail(kept: &Kept) -> Json {
    kept.detail.as_deref().and_then(|detail| serde_json::from_str(detail).ok()).unwrap_or_default()
}

/// The record whose end it tells, as it was called then.
pub(super) fn gone(kept: &Kept) -> Option<ObjectRef> {
    let detail = detail(kept);
    let text = |name: &str| detail[name].as_str().map(str::to_owned);
    Some(ObjectRef { object: text("object")?, id: text("id")?.parse().ok()?, title: text("title") })
}

/// The notification as its reader is told it.
pub(super) fn told(
    cx: &mut Context<'_>,
    kept: Kept,
    record: Option<ObjectRef>,
    quote: Option<String>,
) -> Result<Notification> {
    let (locale, catalogue, detail) = (cx.session().locale(), cx.catalogue()?, detail(&kept));
    let word = |name: &str| labels::sentence(locale, &format!("text-notification-{name}"), &[]).unwrap_or_default();
    let text = |name: &str| detail[name].as_str().map(str::to_owned);
    let object = record.as_ref().map(|record| record.object.as_str()).unwrap_or_default();
    let state = |name: &str| {
        let state = text(name).unwrap_or_default();
        let own = catalogue.labelled(locale, object, &format!("status.{state}")).map(str::to_owned);
        own.or_else(|| labels::choice_of(locale, object, "status", &state)).unwrap_or(state)
    };
    let mut about =
        vec![("actor", kept.actor.as_ref().map_or_else(|| word("system"), |user| user.display_name.clone()))];
    if let Some(record) = &record {
        let label = of_approval(locale, object, kept.kind);
        let label = label.unwrap_or_else(|| catalogue.object_label(locale, object));
        about.push(("record", called(locale, label, record.title.clone())));
    }
    match kept.kind {
        NotificationKind::Moved => about.extend([("from", state("from")), ("to", state("to"))]),
        NotificationKind::Passed => about.push(("to", text("to").unwrap_or_else(|| word("nobody")))),
        NotificationKind::ApprovalEnded | NotificationKind::Concluded => {
            let status = text("status").unwrap_or_default();
            about.push(("state", labels::choice(locale, "ApprovalStatus", &status).unwrap_or(status)));
        }
        NotificationKind::Reminded => about.push(("subject", text("subject").unwrap_or_default())),
        NotificationKind::GivenMany => about.push(("number", detail["number"].to_string())),
        NotificationKind::Filed => about.push(("file", text("file").unwrap_or_default())),
        NotificationKind::GivenUp => {
            let job = text("job").unwrap_or_default();
            about.push(("job", labels::choice(locale, "Job", &job).unwrap_or(job)));
        }
        NotificationKind::Disabled => about.push(("rule", text("rule").unwrap_or_default())),
        _ => {}
    }
    let text = match kept.kind {
        NotificationKind::Notice => cx.notice(object, &detail)?,
        kind => labels::sentence(locale, &format!("text-notification-{kind}"), &about).unwrap_or_default(),
    };
    let Kept { id, kind, actor, created_at, read_at, .. } = kept;
    Ok(Notification { id, reason: reason(kind), kind, text, quote, record, actor, created_at, read_at })
}

/// A record in a sentence: its kind, and what it is called where it has a title.
fn called(locale: Locale, object: String, title: Option<String>) -> String {
    let Some(title) = title else { return object };
    let about = [("object", object), ("title", title.clone())];
    labels::sentence(locale, "text-notification-record", &about).unwrap_or(title)
}

/// What a request for approval is called, which is no object.
fn of_approval(locale: Locale, object: &str, kind: NotificationKind) -> Option<String> {
    let is = kind.reason() == "approval" || kind == NotificationKind::ApprovalStuck;
    labels::choice(locale, "Entity", object).filter(|_| is)
}
