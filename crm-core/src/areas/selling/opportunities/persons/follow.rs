//! What persons follow: the contact that they are, and the opportunity's own fields of the primary one.

use serde_json::json;

use super::store::{self, Shown};
use crate::contacts::Contact;
use crate::duplicates::fields::Other;
use crate::duplicates::meet;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::opportunities::rules::load;
use crate::opportunities::{Opportunity, OpportunityStatus};

/// A contact says something else from now on: so do the persons that it is, and the opportunities whose primary person it is. Nothing is
/// refused for what these meet then.
pub(crate) fn contact_changed(cx: &mut Context<'_>, key: i64, before: &Contact, after: &Contact) -> Result<()> {
    let (was, is) = (Shown::of(before), Shown::of(after));
    if was == is {
        return Ok(());
    }
    let mut about = Vec::new();
    for (opportunity, id, primary) in store::of_contact(cx.tx(), key)? {
        let (_, of) = load(cx, id)?;
        about.push(About { key: opportunity, others: meet::others(cx, opportunity)?, of, primary });
    }
    if about.is_empty() {
        return Ok(());
    }
    store::show(cx.tx(), key, &is)?;
    let quiet = std::mem::replace(&mut cx.meeting.quiet, true);
    let followed = about.iter_mut().try_for_each(|one| one.follow(cx, &is));
    cx.meeting.quiet = quiet;
    followed?;
    let ids: Vec<RecordId> = about.iter().filter(|one| one.primary).map(|one| one.of.id.into()).collect();
    let told = |of: &Shown| json!({ "contact_name": of.name, "contact_phone": of.phone, "contact_email": of.email });
    cx.customise_beside(&Entity::OPPORTUNITY, &ids, (&told(&was), &told(&is)), None)
}

/// An opportunity that a contact is a person of, as it was.
struct About {
    key: i64,
    of: Opportunity,
    others: Option<Vec<Other>>,
    primary: bool,
}

impl About {
    fn follow(&mut self, cx: &mut Context<'_>, is: &Shown) -> Result<()> {
        let mut after = self.of.clone();
        if self.primary {
            store::lead(cx.tx(), self.key, is)?;
            is.lead(&mut after);
        }
        match self.of.status {
            OpportunityStatus::Unassigned | OpportunityStatus::Assigned => {
                meet::updated_from(cx, self.key, self.of.id, (&self.of, &after), self.others.take())
            }
            // What is closed meets nothing.
            OpportunityStatus::Developed | OpportunityStatus::Failed => Ok(()),
        }
    }
}

impl Shown {
    /// An opportunity says these of its primary person.
    pub(super) fn lead(&self, of: &mut Opportunity) {
        of.contact_name.clone_from(&self.name);
        of.contact_phone.clone_from(&self.phone);
        of.contact_email.clone_from(&self.email);
    }
}

/// The fields of an opportunity's contact say something else by hand: the primary person is no contact any more, and goes where they are
/// empty. The first of those who are left is the primary one then.
pub(in super::super) fn primary_changed(cx: &mut Context<'_>, key: i64, after: &mut Opportunity) -> Result<()> {
    if [&after.contact_name, &after.contact_phone, &after.contact_email].iter().any(|value| value.is_some()) {
        return store::unlink_primary(cx.tx(), key);
    }
    store::delete_primary(cx.tx(), key)?;
    if let Some([name, phone, email]) = store::promote(cx.tx(), key)? {
        (after.contact_name, after.contact_phone, after.contact_email) = (name, phone, email);
    }
    Ok(())
}

/// An opportunity names another customer, or none any more: nobody of it is a contact of that one.
pub(in super::super) fn customer_changed(cx: &mut Context<'_>, key: i64) -> Result<()> {
    store::unlink(cx.tx(), key)
}
