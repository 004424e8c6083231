//! Withholding from results: records are gone through by their descriptions and by references to their fields, as when
//! they are written and read (`engine/wire`), so that what does it exists once.

use std::cell::RefCell;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::mask::{STARS, mask};
use super::{ConfidentialKind, Limits, Step};
use crate::engine::bytes::Bytes;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::ids::RecordId;
use crate::engine::schema::RecordInfo;
use crate::engine::tree::Tree;
use crate::engine::value::Values;

/// Takes a record to which packs may give fields: what it is, its id, and the places for their values and for the names of
/// what is withheld.
pub(crate) type Each<'e> = dyn FnMut(&'static RecordInfo, RecordId, &mut Values, &mut Vec<String>) + 'e;

/// What can stand in a result.
pub(crate) trait Part {
    /// Withholds what the limits say of the records in it.
    fn withhold(&mut self, _limits: &Limits) {}

    /// Hands over the records in it to which packs may give fields, each with its places for their values and their
    /// names.
    fn extended(&mut self, _each: &mut Each<'_>) {}

    /// The id that it is, or that of the record that it is.
    fn id(&self) -> Option<uuid::Uuid> {
        None
    }

    /// Makes it absent.
    fn hide(&mut self) {}

    /// Leaves a mask of it.
    fn mask(&mut self, _kind: ConfidentialKind) {}
}

impl Limits {
    /// Withholds what is to be withheld of a record's fields, given in their order; gives the names of those that are not
    /// read in full.
    pub(crate) fn withhold(&self, info: &'static RecordInfo, parts: &mut [&mut dyn Part]) -> Vec<String> {
        let (pool, seeking) = (self.pool_of(info, parts), self.is_seeking());
        let plan = self.plan(info, pool);
        for (at, step) in &plan.steps {
            let Some(part) = parts.get_mut(*at) else { continue };
            match step {
                Step::Hide | Step::Mask(_) if seeking => {}
                Step::Hide => part.hide(),
                Step::Mask(kind) => part.mask(*kind),
                Step::Within => part.withhold(self),
            }
        }
        if seeking { Vec::new() } else { plan.names.clone() }
    }

    /// The bytes of the texts of a record, given by its fields, without those that are withheld.
    pub(crate) fn seen_bytes(&self, info: &'static RecordInfo, bytes: &[usize]) -> usize {
        let plan = self.plan(info, None);
        let withheld = |at: &usize| plan.steps.iter().any(|(of, step)| of == at && *step != Step::Within);
        bytes.iter().enumerate().filter(|(at, _)| !withheld(at)).map(|(_, bytes)| bytes).sum()
    }
}

/// What can't be told in part.
macro_rules! plain {
    ($($Type:ty),*) => { $( impl Part for $Type {} )* };
}

plain!((), bool, i64, Decimal, Date, Timestamp, Bytes, Tree);

impl Part for uuid::Uuid {
    fn id(&self) -> Option<uuid::Uuid> {
        Some(*self)
    }
}

impl Part for String {
    /// A required text is there always.
    fn hide(&mut self) {
        STARS.clone_into(self);
    }

    fn mask(&mut self, kind: ConfidentialKind) {
        *self = mask(kind, self);
    }
}

impl<T: Part> Part for Option<T> {
    fn withhold(&mut self, limits: &Limits) {
        if let Some(value) = self {
            value.withhold(limits);
        }
    }

    fn extended(&mut self, each: &mut Each<'_>) {
        if let Some(value) = self {
            value.extended(each);
        }
    }

    fn id(&self) -> Option<uuid::Uuid> {
        self.as_ref().and_then(Part::id)
    }

    fn hide(&mut self) {
        *self = None;
    }

    fn mask(&mut self, kind: ConfidentialKind) {
        if let Some(value) = self {
            value.mask(kind);
        }
    }
}

impl<T: Part> Part for Vec<T> {
    fn withhold(&mut self, limits: &Limits) {
        for value in self {
            value.withhold(limits);
        }
    }

    fn extended(&mut self, each: &mut Each<'_>) {
        for value in self {
            value.extended(each);
        }
    }
}

thread_local! {
    /// The limits of the call under way on this thread. Rows are measured and history is read far down, where no context
    /// is.
    static IN_FORCE: RefCell<Option<Rc<Limits>>> = const { RefCell::new(None) };
}

/// The limits of the call under way on this thread, where it has any.
pub(crate) fn in_force() -> Option<Rc<Limits>> {
    IN_FORCE.with(|limits| limits.borrow().clone())
}

/// Until it is dropped, limits are in force.
pub(crate) struct InForce(Option<Rc<Limits>>);

/// From here on these limits are in force on this thread.
pub(crate) fn during(limits: Option<&Rc<Limits>>) -> InForce {
    InForce(IN_FORCE.with(|before| before.replace(limits.cloned())))
}

impl Drop for InForce {
    fn drop(&mut self) {
        IN_FORCE.with(|limits| limits.replace(self.0.take()));
    }
}
