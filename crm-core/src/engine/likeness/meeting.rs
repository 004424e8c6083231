//! Records that meet others which may be the same (DUP-6, DUP-7): what a call says of it, and what it is told.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::record::{choices, record};

choices! {
    /// What becomes of a record that may be there already (DUP-6).
    OnDuplicate {
        /// A rule that asks, or blocks, refuses it.
        Refuse = "refuse",
        /// It is written all the same, and who accepted it is kept; where a rule blocks, whoever may ignore duplicates alone.
        Accept = "accept",
    }
}

record! {
    /// A record that may be the same as the one at hand (DUP-7). Of one that the caller does not see it tells no more than its
    /// object, the fields that are alike, and whose it is.
    output DuplicateHit {
        /// The rule by which they meet, by its name.
        rule: String,
        /// Which of its groups holds, counted from 0.
        group: i64,
        /// How alike they are, in hundredths: 100 where they are equal.
        score: i64,
        /// The object of the record, `customer`.
        object: String,
        /// The fields that are alike, as far as the caller may know of them.
        fields: Vec<String>,
        /// Whether the caller does not see it.
        masked: bool,
        /// Its id.
        id: Option<RecordId>,
        /// Its number.
        number: Option<i64>,
        /// What it is called.
        name: Option<String>,
        /// Where it stands, `lost`.
        status: Option<String>,
        /// Whose it is, by name: an opportunity's assignee, a customer's account manager.
        owner: Option<String>,
    }
}

/// On what occasion a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Occasion {
    /// By hand, and by `create_many`.
    #[default]
    Create,
    /// It is changed.
    Update,
    /// From the host's books.
    Import,
    /// It comes out of an opportunity.
    Convert,
}

/// How a call meets duplicates.
#[derive(Debug, Default)]
pub(crate) struct Meeting {
    /// The occasion of what it creates.
    pub(crate) occasion: Occasion,
    /// Whether it accepts them.
    pub(crate) accepts: bool,
    /// Whether nothing is refused for them: what effects and rules write.
    pub(crate) quiet: bool,
    /// The numbers of the records that it met, one call after the other, where somebody asks.
    pub(crate) met: Vec<i64>,
    /// Whether the call changes the rules.
    pub(crate) changed: bool,
}

impl Meeting {
    /// As a call says it.
    pub(crate) fn says(&mut self, occasion: Occasion, duplicates: &Option<OnDuplicate>) {
        self.occasion = occasion;
        self.accepts = *duplicates == Some(OnDuplicate::Accept);
    }
}

/// The rules that were read last, of whatever type the area makes them.
#[derive(Debug, Default)]
pub(crate) struct Loaded(Mutex<Option<(i64, Arc<dyn Any + Send + Sync>)>>);

impl Loaded {
    /// Those of the version; read where others were.
    ///
    /// # Errors
    /// Those of reading them.
    pub(crate) fn get<T: Send + Sync + 'static>(
        &self,
        version: i64,
        read: impl FnOnce() -> Result<T>,
    ) -> Result<Arc<T>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((of, rules)) = known
            && of == version
            && let Ok(rules) = rules.downcast::<T>()
        {
            return Ok(rules);
        }
        let rules = Arc::new(read()?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((version, rules.clone()));
        Ok(rules)
    }
}
