//! The engine for Kotlin and Swift: objects for the engine, its sessions and every area, made by uniffi from the same
//! operation tables as everything else. The records and errors are those of `crm-core`.
//!
//! Calls block until the engine is done; the packages in `crm-ffi/kotlin` and `crm-ffi/swift` show how to make them
//! from a coroutine or a task.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crm_core::named::*;
use crm_core::{ChangeListener, Environment, ListenerId, Options, Synchronous, SystemEnvironment, clock, money};

use crate::boundary::contain;

pub mod files;

use files::{FileStore, HostFiles};

uniffi::use_remote_type!(crm_core::Timestamp);
uniffi::use_remote_type!(crm_core::clock::CalendarDate);
uniffi::use_remote_type!(crm_core::money::DecimalNumber);

/// When a commit counts as done.
#[uniffi::remote(Enum)]
pub enum Synchronous {
    /// When the disk has it: it survives a power cut.
    Full,
    /// When the operating system has it: a power cut can lose the last commits, never corrupt.
    Normal,
}

/// How an engine is opened. What is absent has its default.
#[derive(Debug, Clone, Default, uniffi::Record)]
pub struct OpenOptions {
    /// Whether every write is refused; the file must exist then.
    #[uniffi(default = None)]
    pub read_only: Option<bool>,
    /// Whether a file that is not there is refused in place of being created.
    #[uniffi(default = None)]
    pub must_exist: Option<bool>,
    /// The company's time zone (IANA name) of a new database; Asia/Shanghai.
    #[uniffi(default = None)]
    pub time_zone: Option<String>,
    /// The company's currency (ISO 4217) of a new database; CNY.
    #[uniffi(default = None)]
    pub currency: Option<String>,
    /// The language of labels and texts; English.
    #[uniffi(default = None)]
    pub locale: Option<Locale>,
    /// When a commit counts as done; when the disk has it.
    #[uniffi(default = None)]
    pub synchronous: Option<Synchronous>,
    /// Whether readers map the file into memory.
    #[uniffi(default = None)]
    pub memory_map: Option<bool>,
    /// The number of reading connections, 1 to 64; one a processor core, and two at least.
    #[uniffi(default = None)]
    pub readers: Option<u32>,
    /// Whether the clock is believed at instants before 2020 and after 2199 too.
    #[uniffi(default = None)]
    pub any_time: Option<bool>,
}

/// A clock of the host's.
///
/// Asked once a call, on the caller's thread, with no lock held. Where it throws, the call fails as a defect.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Time from the host, randomness from the operating system.
struct HostClock(Arc<dyn Clock>);

impl Environment for HostClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        SystemEnvironment.random(bytes);
    }
}

impl OpenOptions {
    fn apply(self, clock: Option<Arc<dyn Clock>>, files: Option<Arc<dyn FileStore>>) -> Options {
        let mut options = Options::new();
        if let Some(on) = self.read_only {
            options = options.read_only(on);
        }
        if let Some(on) = self.must_exist {
            options = options.must_exist(on);
        }
        if let Some(on) = self.any_time {
            options = options.any_time(on);
        }
        if let Some(zone) = self.time_zone {
            options = options.time_zone(&zone);
        }
        if let Some(code) = self.currency {
            options = options.currency(&code);
        }
        if let Some(locale) = self.locale {
            options = options.locale(locale);
        }
        if let Some(level) = self.synchronous {
            options = options.synchronous(level);
        }
        if let Some(on) = self.memory_map {
            options = options.memory_map(on);
        }
        if let Some(count) = self.readers {
            options = options.readers(usize::try_from(count).unwrap_or(usize::MAX));
        }
        if let Some(clock) = clock {
            options = options.environment(Arc::new(HostClock(clock)));
        }
        if let Some(files) = files {
            options = options.file_store(Arc::new(HostFiles(files)));
        }
        options
    }
}

/// The opened engine. Free to use from many threads; the file is closed when it and its sessions are closed.
#[derive(uniffi::Object)]
pub struct Crm(crm_core::Crm);

#[uniffi::export]
impl Crm {
    /// Opens a database file, creating it where it is absent.
    #[uniffi::constructor(default(options = None, clock = None, file_store = None))]
    pub fn open(
        path: String,
        options: Option<OpenOptions>,
        clock: Option<Arc<dyn Clock>>,
        file_store: Option<Arc<dyn FileStore>>,
    ) -> Result<Arc<Crm>, CrmError> {
        contain(|| Ok(Arc::new(Crm(options.unwrap_or_default().apply(clock, file_store).open(path)?))))
    }

    /// Opens a new database in memory, gone when it is closed.
    #[uniffi::constructor(default(options = None, clock = None, file_store = None))]
    pub fn open_in_memory(
        options: Option<OpenOptions>,
        clock: Option<Arc<dyn Clock>>,
        file_store: Option<Arc<dyn FileStore>>,
    ) -> Result<Arc<Crm>, CrmError> {
        contain(|| Ok(Arc::new(Crm(options.unwrap_or_default().apply(clock, file_store).open_in_memory()?))))
    }

    /// Creates the first user of a new database, with the built-in roles named and `system_administrator` beside them:
    /// the first user creates the others.
    pub fn bootstrap(&self, login: String, display_name: String, roles: Vec<String>) -> Result<UserId, CrmError> {
        let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
        contain(|| self.0.bootstrap(&login, &display_name, &roles))
    }

    /// A session of an active user, whom the host has authenticated.
    pub fn session(&self, user: UserId) -> Result<Arc<Session>, CrmError> {
        contain(|| Ok(Arc::new(Session(self.0.session(user)?))))
    }

    /// A session of an active user by login name, whom the host has authenticated.
    pub fn session_by_login(&self, login: String) -> Result<Arc<Session>, CrmError> {
        contain(|| Ok(Arc::new(Session(self.0.session_by_login(&login)?))))
    }

    /// A session of an active user who gives login name and password (USER-2). The fifth wrong try in a row locks the
    /// login for fifteen minutes.
    pub fn login(&self, login: String, password: Secret) -> Result<Arc<Session>, CrmError> {
        contain(|| Ok(Arc::new(Session(self.0.login(&login, &password)?))))
    }

    /// A session of an active user, whom the host has authenticated, and who signs in with it: the log of sign-ins tells
    /// it, with the client (LOGIN-1).
    pub fn session_with(&self, user: UserId, client: Client) -> Result<Arc<Session>, CrmError> {
        contain(|| Ok(Arc::new(Session(self.0.session_with(user, &client)?))))
    }

    /// A session of an active user by login name, password, and a code where they have a second factor (FACTOR-2); with the
    /// client that the attempt comes from, for the log of sign-ins. `CrmError.LoginFailed` with the reason
    /// `code_required` says that the password is right: ask for the code, and call again with both.
    #[uniffi::method(default(code = None, client = None))]
    pub fn sign_in(
        &self,
        login: String,
        password: Secret,
        code: Option<Secret>,
        client: Option<Client>,
    ) -> Result<Arc<Session>, CrmError> {
        contain(|| Ok(Arc::new(Session(self.0.sign_in(&login, &password, code.as_ref(), client.as_ref())?))))
    }

    /// Starts a thread that runs due jobs, such as the churn scan, when they fall due; it ends when it is stopped or
    /// closed. For hosts without a timer of their own, which call `jobs.run_due` instead.
    pub fn start_scheduler(&self) -> Result<Arc<Scheduler>, CrmError> {
        contain(|| Ok(Arc::new(Scheduler(Mutex::new(Some(self.0.start_scheduler()?))))))
    }

    /// Registers a listener for committed changes; gives its number, to remove it again.
    pub fn on_change(&self, listener: Arc<dyn ChangeListener>) -> u64 {
        self.0.on_change(listener).0
    }

    /// Removes a listener; whether it was there. A call under way may still reach it once.
    pub fn remove_listener(&self, number: u64) -> bool {
        self.0.remove_listener(ListenerId(number))
    }

    /// Makes every call under way, on any thread, end with `CrmError.Interrupted`. Nothing of theirs is kept.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }

    /// Whether the database was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.0.is_read_only()
    }
}

/// A thread that runs due jobs. Closing it ends the thread; a job under way is waited for.
#[derive(uniffi::Object)]
pub struct Scheduler(Mutex<Option<crm_core::jobs::Scheduler>>);

#[uniffi::export]
impl Scheduler {
    /// Looks for due jobs now instead of within a minute: for a host that knows of a jump of the clock.
    pub fn wake(&self) {
        if let Some(scheduler) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            scheduler.wake();
        }
    }

    /// Ends the thread; a job under way is waited for.
    pub fn stop(&self) {
        let scheduler = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(scheduler);
    }
}

/// Why the host's sales system could not say what changed. Whatever else is thrown becomes one of these.
#[derive(Debug, uniffi::Error)]
pub enum SourceError {
    /// It could not answer.
    Failed {
        /// What went wrong, in the host's words.
        detail: String,
    },
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let SourceError::Failed { detail } = self;
        f.write_str(detail)
    }
}

impl std::error::Error for SourceError {}

impl From<uniffi::UnexpectedUniFFICallbackError> for SourceError {
    fn from(thrown: uniffi::UnexpectedUniFFICallbackError) -> SourceError {
        SourceError::Failed { detail: thrown.reason }
    }
}

/// The changes in the host's sales system, as the host gives them.
///
/// Asked on the caller's thread, with no lock held. Where it throws, the pull ends with `CrmError.FeedFailed`; what was
/// delivered before is here.
#[uniffi::export(with_foreign)]
pub trait SalesSource: Send + Sync {
    /// The changes since a cursor of its own; nothing where none were taken yet.
    fn changes_since(&self, cursor: Option<String>) -> Result<SalesChanges, SourceError>;
}

struct Source(Arc<dyn SalesSource>);

impl SalesFeed for Source {
    fn changes_since(&self, cursor: Option<&str>) -> crm_core::Result<SalesChanges> {
        let failed = |error: SourceError| CrmError::FeedFailed { detail: error.to_string() };
        self.0.changes_since(cursor.map(str::to_owned)).map_err(failed)
    }
}

/// A value of a field as JSON, as it stands on the wire; the names in it in the order of the alphabet.
#[uniffi::export]
pub fn json_of(value: Value) -> String {
    let json = crm_core::wire::to_json(&value);
    serde_json::from_str::<serde_json::Value>(&json).map_or(json, |value| value.to_string())
}

/// The version of the engine.
#[uniffi::export]
pub fn crm_version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// An error as a sentence for people.
#[uniffi::export]
pub fn error_text(error: CrmError, locale: Locale) -> String {
    error.text(locale)
}

/// The engine as one acting user sees it. Areas hang off it: `session.opportunities().list(, None)`.
#[derive(uniffi::Object)]
pub struct Session(crm_core::Session);

#[uniffi::export]
impl Session {
    /// The same session with labels and texts in another language.
    pub fn with_locale(&self, locale: Locale) -> Arc<Session> {
        Arc::new(Session(self.0.with_locale(locale)))
    }

    /// The language of labels and texts.
    pub fn locale(&self) -> Locale {
        self.0.locale()
    }

    /// The acting user.
    pub fn user(&self) -> Option<UserId> {
        self.0.user()
    }

    /// The same session whose calls each take at most this long, waiting included, and then end with
    /// `CrmError.Interrupted`; nothing is no limit.
    pub fn with_time_limit(&self, limit: Option<Duration>) -> Arc<Session> {
        Arc::new(Session(self.0.with_time_limit(limit)))
    }

    /// Makes every call of this session that is under way end with `CrmError.Interrupted`; others go on.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }

    /// Asks the host's sales system for its changes until it has no more, and stores each batch with its cursor. A batch
    /// with a wrong record is refused as a whole; with `per_record` that record alone.
    #[uniffi::method(default(per_record = false))]
    pub fn pull_sales(
        &self,
        feed: String,
        source: Arc<dyn SalesSource>,
        per_record: bool,
    ) -> Result<SalesPull, CrmError> {
        contain(|| self.0.pull_sales(&feed, &Source(source), per_record))
    }

    /// Calls an operation by its name, with its arguments as a JSON object, and gives the result as JSON.
    pub fn call(&self, operation: String, arguments: String) -> Result<String, CrmError> {
        contain(|| self.0.call(&operation, &arguments))
    }
}

/// The projection of an area's table: its object, and a method for each operation.
macro_rules! as_uniffi {
    ($area:ident : $Area:ident, $area_doc:tt; $(
        $(#[doc = $doc:tt])*
        $access:ident $([$($flag:ident),*])? fn $name:ident($($arg:ident : $ty:ty $(= $def:tt)? $([ $($rule:tt)* ])?),* $(,)?) -> $ret:ty;
    )*) => {
        #[doc = $area_doc]
        #[derive(uniffi::Object)]
        pub struct $Area(crm_core::Session);

        #[uniffi::export]
        impl Session {
            #[doc = $area_doc]
            pub fn $area(&self) -> Arc<$Area> {
                Arc::new($Area(self.0.clone()))
            }
        }

        #[uniffi::export]
        impl $Area { $(
            $(#[doc = $doc])*
            #[allow(clippy::too_many_arguments, reason = "the table's arguments")]
            #[uniffi::method(default($($($arg = $def,)?)*))]
            pub fn $name(&self $(, $arg: $ty)*) -> Result<$ret, CrmError> {
                contain(|| self.0.$area().$name($($arg),*))
            }
        )* }
    };
}

crm_core::for_each_area!(as_uniffi);
