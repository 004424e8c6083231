//! What is checked and done.

use super::store::{self, Seen};
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::page::PageRequest;
use crate::engine::setup::store::named;

pub(super) use super::enrich::enrich;
pub(super) use super::incoming::email;
pub(super) use super::submit::submit;

/// CAPT-1.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<CaptureFilter>,
    page: &Option<PageRequest>,
) -> Result<CapturePage> {
    cx.check_fields()?;
    let form = filter.as_ref().and_then(|filter| filter.form.as_deref());
    let form = match form {
        Some(name) => {
            let found = named::<super::setup::CaptureForm>(cx.tx(), &super::setup::CAPTURE_FORM, name)?;
            // One that is not there has none.
            Some(found.map_or(0, |found| found.key))
        }
        None => None,
    };
    // Mailboxes are kept in the form in which addresses are compared.
    let filter = filter.clone().map(|filter| {
        let mailbox = filter.mailbox.map(|given| super::keys::email(&given).unwrap_or(given));
        CaptureFilter { mailbox, ..filter }
    });
    let seen =
        Seen { opportunities: cx.visibility(&Entity::OPPORTUNITY)?, customers: cx.visibility(&Entity::CUSTOMER)? };
    store::list(cx.tx(), &seen, filter.as_ref(), form, page)
}
