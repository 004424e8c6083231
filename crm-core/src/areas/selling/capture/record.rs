//! What every capture does: the lead that it becomes, the note that joins a record, and what is kept of it.

use super::known;
use super::store::{self, Became, Kept};
use super::types::*;
use crate::assignment::distribute;
use crate::engine::audit::{Action, Change};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::objects::Bearer;
use crate::engine::objects::shape::Name;
use crate::engine::outbox::Emission;
use crate::engine::value::ObjectRef;
use crate::notes::NoteId;
use crate::notes::rules as notes;
use crate::objects::RecordKey;
use crate::opportunities::rules as opportunities;
use crate::opportunities::{NewOpportunity, Opportunity, OpportunityId};
use crate::settings::rules as settings;

/// What a host is told when somebody should find out more of a record (CAPT-9).
const WANTED: &str = "enrichment.wanted";

/// Why what was captured is in a pool.
const CAPTURED: &str = "captured";

/// The longest text of a note or a description.
pub(super) const LONG: usize = crate::engine::text::LONG as usize;

/// What hangs on a record is said to hang on this.
pub(super) fn bearer(object: &'static str, home: &'static str, id: RecordId) -> Bearer {
    let record = ObjectRef { object: object.to_owned(), id, title: None };
    Bearer { home: Name::new_static(home), record }
}

/// Where files and notes of an opportunity hang.
pub(super) fn on_opportunity(id: OpportunityId) -> Bearer {
    bearer("opportunity", "opportunities", id.into())
}

/// Where those of a record that something joins hang.
pub(super) fn on(cx: &mut Context<'_>, of: Became) -> Result<Option<Bearer>> {
    let found = store::id_of(cx.tx(), of)?.map(RecordId);
    Ok(found.map(|id| match of {
        Became::Opportunity(_) => bearer("opportunity", "opportunities", id),
        Became::Customer(_) => bearer("customer", "customers", id),
    }))
}

/// The lead that was captured (CAPT-1). Where exactly one active customer's contact has the e-mail or mobile number, it is that
/// customer's, and the name that was given stands in the description.
pub(super) fn create(cx: &mut Context<'_>, mut new: NewOpportunity) -> Result<Opportunity> {
    known::name_customer(cx, &mut new)?;
    let id = OpportunityId(cx.new_id());
    // What somebody sent is never refused for what it may be the same as (DUP-6).
    let quiet = std::mem::replace(&mut cx.meeting.quiet, true);
    let lead = opportunities::add(cx, id, &new, false);
    cx.meeting.quiet = quiet;
    let lead = lead?;
    arrived(cx, &lead)?;
    if settings::of(cx)?.enrich {
        let record = RecordKey { object: Entity::OPPORTUNITY.as_str().into(), id: id.into() };
        cx.emit(&Emission { record: &record, topic: WANTED, fields: &[], merge_within: 0 })?;
    }
    Ok(lead)
}

/// An assignment rule that acts at once takes what was captured, or else the first pool that accepts it (ASSIGN-2, ASSIGN-9).
fn arrived(cx: &mut Context<'_>, lead: &Opportunity) -> Result<()> {
    distribute::captured(cx, lead.id.into(), CAPTURED)
}

/// A note on a record, by whoever captured it.
pub(super) fn note(cx: &mut Context<'_>, bearer: &Bearer, text: &str) -> Result<NoteId> {
    notes::written(cx, bearer, &cut(text, LONG))
}

/// The beginning of a text.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim().to_owned()
}

/// A capture of which nothing is known yet.
pub(super) fn begun(cx: &mut Context<'_>, id: CaptureId, how: CaptureHow) -> Capture {
    Capture {
        id,
        how,
        form: None,
        mailbox: None,
        outcome: CaptureOutcome::Ignored,
        reason: None,
        opportunity: None,
        customer: None,
        note: None,
        email: None,
        phone: None,
        said: None,
        consent: None,
        landing_page: None,
        referrer: None,
        campaign: None,
        visitor: None,
        count: 1,
        creator: None,
        created_at: cx.now(),
        withheld: Vec::new(),
    }
}

/// Notes what a capture became.
pub(super) fn became(capture: &mut Capture, kept: &mut Kept<'_>, of: Became, bearer: &Bearer) {
    match of {
        Became::Opportunity(key) => {
            kept.opportunity = Some(key);
            capture.opportunity = Some(OpportunityId(bearer.record.id.0));
        }
        Became::Customer(key) => {
            kept.customer = Some(key);
            capture.customer = Some(crate::customers::CustomerId(bearer.record.id.0));
        }
    }
}

/// Keeps a capture. The audit has it without what was said, and by whom: that may go from it, and stays nowhere else then.
pub(super) fn keep(cx: &mut Context<'_>, capture: &Capture, mut kept: Kept<'_>) -> Result<Captured> {
    kept.creator = cx.actor_key();
    let key = store::insert(cx.tx(), capture, &kept)?;
    let after = store::by_key(cx.tx(), key)?.ok_or_else(|| CrmError::bug("a capture that was just written"))?;
    let bare = Capture {
        email: None,
        phone: None,
        said: None,
        consent: None,
        landing_page: None,
        referrer: None,
        campaign: None,
        visitor: None,
        ..after.clone()
    };
    let (entity, id) = (Entity::CAPTURE, after.id.into());
    cx.changed_objects([Change::new(entity, id, Action::Created, None, Some(&bare))]);
    Ok(told(&after))
}

/// What its sender's host is told of a capture.
pub(super) fn told(capture: &Capture) -> Captured {
    Captured {
        id: capture.id,
        outcome: capture.outcome,
        reason: capture.reason,
        opportunity: capture.opportunity,
        customer: capture.customer,
        note: capture.note,
    }
}

/// What became of the capture with that id.
pub(super) fn told_again(cx: &mut Context<'_>, id: CaptureId) -> Result<Captured> {
    match store::get(cx.tx(), id)? {
        Some(found) => Ok(told(&found)),
        None => cx.not_found(Entity::CAPTURE, id),
    }
}
