//! A session: the engine as one acting user sees it.

use std::sync::Arc;

use crate::crm::Crm;
use crate::error::Result;
use crate::ids::UserId;
use crate::labels::Locale;
use crate::operations::Operation;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A user.
    User {
        /// The internal key.
        key: i64,
        /// The public id.
        id: UserId,
    },
    /// The engine itself: due jobs.
    System,
}

/// The engine as one acting user sees it. Areas hang off it: `session.opportunities().list(None, None)`.
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
/// let refused = session.customers().list(None, None).unwrap_err();
/// assert_eq!(refused.code(), "forbidden");
/// let chinese = session.with_locale(Locale::ZhHans);
/// println!("{}", refused.text(chinese.locale()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Session {
    crm: Crm,
    actor: Arc<Actor>,
    locale: Locale,
}

impl Session {
    pub(crate) fn new(crm: Crm, actor: Actor) -> Session {
        let locale = crm.default_locale();
        Session { crm, actor: Arc::new(actor), locale }
    }

    /// The same session with labels and texts in another language.
    #[must_use]
    pub fn with_locale(&self, locale: Locale) -> Session {
        Session { locale, ..self.clone() }
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
        let operation = Operation::named(operation)?;
        (operation.call)(self, arguments)
    }

    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }
}
