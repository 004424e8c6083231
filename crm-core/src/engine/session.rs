//! A session: the engine as one acting user sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::engine::crm::Crm;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::labels::Locale;
use crate::engine::patience::{Interrupts, Patience};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A user.
    User {
        /// The internal key.
        key: i64,
        /// The public id.
        id: UserId,
        /// Whether the engine's own log-in let them in. It asks for the second factor that a role requires; a host that
        /// authenticates its users itself is trusted.
        by_engine: bool,
    },
    /// The engine itself: due jobs.
    System,
}

/// The engine as one acting user sees it. Areas hang off it: `session.opportunities().list(None, None, None)`.
///
/// Cheap to clone, and free to use from many threads at once. Every call checks anew, inside its transaction, that the
/// user is active and holds the permission; a session is not a proof of anything and needs no closing.
///
/// ```
/// use crm_core::{Crm, Locale};
///
/// # fn main() -> crm_core::Result<()> {
/// # let crm = Crm::open_in_memory()?;
/// # let han = crm.bootstrap("han.meimei", "韩梅梅", &["executive"])?;
/// let session = crm.session(han)?;
/// assert_eq!(session.users().me()?.display_name, "韩梅梅");
///
/// // An executive reads reports, and nothing else; the refusal in the user's language:
/// let refused = session.customers().list(None, None, None).unwrap_err();
/// assert_eq!(refused.code(), "forbidden");
/// let chinese = session.with_locale(Locale::ZhHans);
/// println!("{}", refused.text(chinese.locale()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session {
    crm: Crm,
    actor: Arc<Actor>,
    locale: Locale,
    interrupts: Arc<Interrupts>,
    limit: Limit,
    /// Whether the last look at its user found that something concerns them which most pay nothing for: then the next asks
    /// all at once. What is wrong here costs a statement, and no more.
    concerned: Arc<AtomicBool>,
}

/// When calls must be over.
#[derive(Debug, Clone, Copy)]
enum Limit {
    Never,
    /// So long after each began.
    Each(Duration),
    /// All of them: they are parts of a call that began with a limit.
    Until(Instant),
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("actor", &self.actor).field("locale", &self.locale).finish_non_exhaustive()
    }
}

impl Session {
    pub(crate) fn new(crm: Crm, actor: Actor) -> Session {
        let locale = crm.default_locale();
        Session {
            crm,
            actor: Arc::new(actor),
            locale,
            interrupts: Arc::default(),
            limit: Limit::Never,
            concerned: Arc::default(),
        }
    }

    pub(crate) fn is_concerned(&self) -> bool {
        self.concerned.load(Ordering::Relaxed)
    }

    /// Notes whether there is more to ask of its user.
    pub(crate) fn set_concerned(&self, concerned: bool) {
        self.concerned.store(concerned, Ordering::Relaxed);
    }

    /// The same session with labels and texts in another language.
    #[must_use]
    pub fn with_locale(&self, locale: Locale) -> Session {
        Session { locale, ..self.clone() }
    }

    /// The same session with a time limit: a call that is not over so long after it began, waiting included, ends with
    /// [`crate::CrmError::Interrupted`], as if somebody had interrupted it. `None` takes the limit away.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// # fn main() -> crm_core::Result<()> {
    /// # let crm = crm_core::Crm::open_in_memory()?;
    /// # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
    /// let patient = crm.session(han)?;
    /// let hurried = patient.with_time_limit(Some(Duration::ZERO));
    /// assert_eq!(hurried.users().me().unwrap_err().code(), "interrupted");
    /// assert!(patient.users().me().is_ok());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_time_limit(&self, limit: Option<Duration>) -> Session {
        Session { limit: limit.map_or(Limit::Never, Limit::Each), ..self.clone() }
    }

    /// Makes every call of this session that is under way, on any thread, end with [`crate::CrmError::Interrupted`];
    /// those of other sessions go on. Its clones, [`Session::with_locale`] and [`Session::with_time_limit`] give the
    /// same session; another that was begun for the same user is another.
    ///
    /// Nothing of a call that ends so is kept, but what it committed in parts before (an import in batches, say).
    pub fn interrupt(&self) {
        self.interrupts.interrupt();
        self.crm.bell().ring();
    }

    /// The patience of a call that begins now.
    pub(crate) fn patience(&self) -> Patience {
        let limit = match self.limit {
            Limit::Never => None,
            // A limit beyond what the clock can count is none.
            Limit::Each(time) => Instant::now().checked_add(time),
            Limit::Until(limit) => Some(limit),
        };
        self.crm.patience_of(Some(&self.interrupts), limit)
    }

    /// The same session for the parts of a call: what they take counts together.
    pub(crate) fn within(&self, call: &Patience) -> Session {
        Session { limit: call.limit().map_or(Limit::Never, Limit::Until), ..self.clone() }
    }

    /// The language of labels and texts.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The acting user; `None` where the engine acts for itself.
    pub fn user(&self) -> Option<UserId> {
        self.actor.user()
    }

    /// The engine this session belongs to.
    pub fn crm(&self) -> &Crm {
        &self.crm
    }

    /// Calls an operation by its name, with its arguments as a JSON object, and gives the result as JSON. What a
    /// typed call does, this does too: both pass the same gate.
    ///
    /// ```
    /// # fn main() -> crm_core::Result<()> {
    /// let crm = crm_core::Crm::open_in_memory()?;
    /// let li = crm.bootstrap("li.lei", "李雷", &["sales_manager"])?;
    /// let page = crm.session(li)?.call("opportunities.list", "{}")?;
    /// assert_eq!(page, r#"{"items":[],"next":null,"total":null}"#);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`crate::CrmError::UnknownOperation`] where there is no such operation; otherwise what the operation says.
    pub fn call(&self, operation: &str, arguments: &str) -> Result<String> {
        self.dial(operation, arguments)
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}
