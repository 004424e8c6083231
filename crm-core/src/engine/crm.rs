//! The opened engine and the options it is opened with.

mod writes;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use crate::engine::audit::Refusals;
use crate::engine::bell::Bell;
use crate::engine::clock::{self, Environment, SystemEnvironment, Timestamp};
use crate::engine::company::NewDatabase;
use crate::engine::error::{CrmError, Result};
use crate::engine::events::ChangeListener;
use crate::engine::file_store::{FileStore, HostStore};
use crate::engine::gate::Event;
use crate::engine::labels::Locale;
use crate::engine::likeness::meeting;
use crate::engine::objects::catalogue::loaded::Loaded;
use crate::engine::password::PasswordCost;
use crate::engine::patience::{Interrupts, Patience};
use crate::engine::scope::Viewers;
use crate::engine::session::{Actor, Session};
use crate::engine::storage::sqlite::{SqliteOptions, SqliteStorage, Synchronous};
use crate::engine::storage::{Storage, migrate};
use crate::engine::{approval, automation};

/// The opened engine. Cheap to clone, and free to use from many threads at once; the database is closed when the last
/// clone, session and listener is gone. A program opens a file once and keeps the engine.
///
/// ```
/// use crm_core::Crm;
/// use crm_core::users::NewUser;
///
/// # fn main() -> crm_core::Result<()> {
/// # let folder = tempfile::tempdir().expect("a folder");
/// let file = folder.path().join("erp.crm");
/// let crm = Crm::open(&file)?; // creates the database
/// let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
/// let new = NewUser {
///     login: "han.meimei".into(),
///     display_name: "韩梅梅".into(),
///     roles: Some(vec!["sales_manager".into()]),
///     ..Default::default()
/// };
/// crm.session(admin)?.users().create(new, None)?;
/// drop(crm);
///
/// let crm = Crm::open(&file)?; // it is all there
/// let session = crm.session_by_login("han.meimei")?;
/// let others = std::thread::spawn(move || session.users().colleagues(None, None));
/// assert_eq!(others.join().expect("a thread")?.items.len(), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Crm(Arc<Inner>);

struct Inner {
    storage: Box<dyn Storage>,
    environment: Arc<dyn Environment>,
    any_time: bool,
    listeners: RwLock<Listeners>,
    interrupts: Arc<Interrupts>,
    bell: Bell,
    refusals: Refusals,
    viewers: Viewers,
    catalogue: Loaded,
    rules: automation::Loaded,
    flows: approval::Loaded,
    duplicates: meeting::Loaded,
    locale: Locale,
    password_cost: PasswordCost,
    file_store: RwLock<Option<HostStore>>,
}

#[derive(Default)]
struct Listeners {
    next: u64,
    by_id: BTreeMap<u64, Arc<dyn ChangeListener>>,
}

/// Names a registered listener, to remove it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ListenerId(pub u64);

impl std::fmt::Debug for Crm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Crm").finish_non_exhaustive()
    }
}

/// How an engine is opened.
///
/// ```
/// use crm_core::{Crm, Locale};
///
/// # fn main() -> crm_core::Result<()> {
/// let crm = Crm::options().time_zone("Europe/Berlin").currency("EUR").locale(Locale::ZhHans).open_in_memory()?;
/// let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
/// assert_eq!(crm.session(admin)?.settings().get()?.currency, "EUR");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Options {
    sqlite: SqliteOptions,
    database: NewDatabase,
    environment: Arc<dyn Environment>,
    any_time: bool,
    locale: Locale,
    password_cost: PasswordCost,
    file_store: Option<HostStore>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            sqlite: SqliteOptions::default(),
            database: NewDatabase::default(),
            environment: Arc::new(SystemEnvironment),
            any_time: false,
            locale: Locale::En,
            password_cost: PasswordCost::default(),
            file_store: None,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("sqlite", &self.sqlite).finish_non_exhaustive()
    }
}

impl Options {
    /// The defaults: created where absent, durable commits, `Asia/Shanghai`, `CNY`, English.
    pub fn new() -> Self {
        Options::default()
    }

    /// The company's time zone (IANA name) of a *new* database; an existing one keeps its setting.
    #[must_use]
    pub fn time_zone(mut self, name: &str) -> Self {
        self.database.time_zone = name.into();
        self
    }

    /// The company's currency (ISO 4217) of a *new* database; an existing one keeps its setting.
    #[must_use]
    pub fn currency(mut self, code: &str) -> Self {
        self.database.currency = code.into();
        self
    }

    /// The language sessions begin with.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// When a commit counts as done: [`Synchronous::Full`] (the default) survives a power cut, [`Synchronous::Normal`]
    /// only a crash of the process, at a fraction of the cost.
    #[must_use]
    pub fn synchronous(mut self, level: Synchronous) -> Self {
        self.sqlite.synchronous = level;
        self
    }

    /// Whether readers map the file into memory: faster, but the process dies where somebody truncates the file.
    #[must_use]
    pub fn memory_map(mut self, on: bool) -> Self {
        self.sqlite.memory_map = on;
        self
    }

    /// The number of reading connections; one a processor core by default, and two at least.
    #[must_use]
    pub fn readers(mut self, connections: usize) -> Self {
        self.sqlite.readers = connections.clamp(1, 64);
        self
    }

    /// Opens for reading only: every write is refused, and the file must exist and be current.
    #[must_use]
    pub fn read_only(mut self, on: bool) -> Self {
        self.sqlite.read_only = on;
        self
    }

    /// What the hash of a password costs from now on. Less than the default is for tests alone: it makes a stolen
    /// database easy to search for weak passwords. Values that Argon2 can't take become the nearest it can.
    #[must_use]
    pub fn password_cost(mut self, cost: PasswordCost) -> Self {
        self.password_cost =
            PasswordCost { memory_kib: cost.memory_kib.clamp(8, 1 << 22), passes: cost.passes.clamp(1, 1 << 10) };
        self
    }

    /// Refuses a file that is not there (`missing`) or empty (`not_a_database`) in place of making a new database of it:
    /// for a host whose database exists, and whose path may be mistyped.
    #[must_use]
    pub fn must_exist(mut self, on: bool) -> Self {
        self.sqlite.must_exist = on;
        self
    }

    /// Takes time and randomness from the host.
    #[must_use]
    pub fn environment(mut self, environment: Arc<dyn Environment>) -> Self {
        self.environment = environment;
        self
    }

    /// Puts what is in files into a store of the host's from now on ([`crate::file_store`]).
    #[must_use]
    pub fn file_store(mut self, store: Arc<dyn FileStore>) -> Self {
        self.file_store = Some(HostStore(store));
        self
    }

    /// Believes the clock whatever it says. Without this a call at an instant before 2020 or after 2199 ends with
    /// [`CrmError::Clock`]: for simulations, and for books that are kept anew from an old time on.
    #[must_use]
    pub fn any_time(mut self, on: bool) -> Self {
        self.any_time = on;
        self
    }

    /// Opens (or creates) the database in a file. The path is made absolute at once, and is never special: `:memory:`
    /// and `file:a` name files like others. A new file is its owner's alone (mode 0600).
    ///
    /// # Errors
    /// [`CrmError::Storage`] where the file can't be read or written, is damaged, is no CRM database (`not_a_database`),
    /// comes from a newer version (`newer`) or is not there although it must be (`missing`); it is never changed,
    /// created or replaced then. [`CrmError::Invalid`] for what can't be a path, and for options that no new database
    /// can have.
    pub fn open(self, file: impl AsRef<Path>) -> Result<Crm> {
        // Before any lock is taken; it counts where there is no file yet, which a wrong clock is to make none of.
        let time = clock::now(&*self.environment, self.any_time).map(drop);
        let storage = SqliteStorage::open_behind(file.as_ref(), &self.sqlite, &|found| match found {
            Some(database) => migrate::look(database),
            None => self.database.check().and(time.clone()),
        })?;
        self.open_storage(Box::new(storage))
    }

    /// Opens a new database in memory, gone with its last handle.
    ///
    /// # Errors
    /// [`CrmError::Invalid`] where an option is not valid.
    pub fn open_in_memory(self) -> Result<Crm> {
        let storage = SqliteStorage::in_memory(&self.sqlite)?;
        self.open_storage(Box::new(storage))
    }

    /// Opens a database through another storage: a back-end of the host's, or a decorator of one of ours.
    ///
    /// # Errors
    /// As [`Options::open`].
    pub fn open_storage(self, storage: Box<dyn Storage>) -> Result<Crm> {
        let storage = migrate::bring_up(storage, &self.database, &*self.environment, self.any_time)?;
        Ok(Crm(Arc::new(Inner {
            storage,
            environment: self.environment,
            any_time: self.any_time,
            listeners: RwLock::default(),
            interrupts: Arc::default(),
            bell: Bell::default(),
            refusals: Refusals::default(),
            viewers: Viewers::default(),
            catalogue: Loaded::default(),
            rules: automation::Loaded::default(),
            flows: approval::Loaded::default(),
            duplicates: meeting::Loaded::default(),
            locale: self.locale,
            password_cost: self.password_cost,
            file_store: RwLock::new(self.file_store),
        })))
    }
}

impl Crm {
    /// Opens (or creates) the database in a file with the default [`Options`].
    ///
    /// # Errors
    /// As [`Options::open`].
    pub fn open(file: impl AsRef<Path>) -> Result<Crm> {
        Options::new().open(file)
    }

    /// Opens a new database in memory with the default [`Options`].
    ///
    /// # Errors
    /// As [`Options::open_in_memory`].
    pub fn open_in_memory() -> Result<Crm> {
        Options::new().open_in_memory()
    }

    /// The options to open with.
    pub fn options() -> Options {
        Options::new()
    }

    /// A session of the engine itself, which may do everything and whom the audit names `system`. Not for people: it
    /// is what due jobs run as.
    pub(crate) fn system(&self) -> Session {
        Session::new(self.clone(), Actor::System)
    }

    /// Registers a listener for committed changes.
    pub fn on_change(&self, listener: Arc<dyn ChangeListener>) -> ListenerId {
        let mut listeners = self.0.listeners.write().unwrap_or_else(PoisonError::into_inner);
        let id = listeners.next;
        listeners.next += 1;
        listeners.by_id.insert(id, listener);
        ListenerId(id)
    }

    /// Removes a listener; whether it was there. A call under way may still reach it once.
    pub fn remove_listener(&self, id: ListenerId) -> bool {
        let mut listeners = self.0.listeners.write().unwrap_or_else(PoisonError::into_inner);
        listeners.by_id.remove(&id.0).is_some()
    }

    /// Takes another store for what is in files, `None` for none, as [`Options::file_store`] does; gives whether there was one
    /// before. A call under way goes on with that.
    pub fn set_file_store(&self, store: Option<Arc<dyn FileStore>>) -> bool {
        let mut current = self.0.file_store.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *current, store.map(HostStore)).is_some()
    }

    pub(crate) fn file_store(&self) -> Option<HostStore> {
        self.0.file_store.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes every call under way, on any thread, end with [`CrmError::Interrupted`], also where it waits: for the
    /// writer, for another process, for its turn to hash a password. Nothing of theirs is kept, but what they committed
    /// in parts before. [`Session::interrupt`] ends the calls of one session.
    pub fn interrupt(&self) {
        self.0.interrupts.interrupt();
        self.0.bell.ring();
    }

    /// Ends every [`Session::wait_changes`] under way with [`CrmError::Interrupted`], and no other call: for a program
    /// that ends.
    pub fn end_waits(&self) {
        self.0.bell.end();
    }

    /// Whether the database was opened for reading only.
    pub fn is_read_only(&self) -> bool {
        self.0.storage.is_read_only()
    }

    pub(crate) fn storage(&self) -> &dyn Storage {
        &*self.0.storage
    }

    /// The patience of a call outside every session that begins now.
    pub(crate) fn patience(&self) -> Patience {
        self.patience_of(None, None)
    }

    pub(crate) fn patience_of(&self, session: Option<&Arc<Interrupts>>, limit: Option<Instant>) -> Patience {
        Patience::new(&self.0.interrupts, session, limit)
    }

    /// The present instant; not to be asked for while a lock is held.
    pub(crate) fn now(&self) -> Result<Timestamp> {
        clock::now(&*self.0.environment, self.0.any_time)
    }

    /// New unpredictable bytes; not to be asked for while a lock is held.
    pub(crate) fn random(&self) -> [u8; 32] {
        clock::random(&*self.0.environment)
    }

    pub(crate) fn password_cost(&self) -> PasswordCost {
        self.0.password_cost
    }

    pub(crate) fn viewers(&self) -> &Viewers {
        &self.0.viewers
    }

    /// The catalogue of defined objects that was made last.
    pub(crate) fn catalogue(&self) -> &Loaded {
        &self.0.catalogue
    }

    /// The rules that were read last.
    pub(crate) fn rules(&self) -> &automation::Loaded {
        &self.0.rules
    }

    /// The flows of approval that were read last.
    pub(crate) fn flows(&self) -> &approval::Loaded {
        &self.0.flows
    }

    /// The rules on duplicates that were read last.
    pub(crate) fn duplicates(&self) -> &meeting::Loaded {
        &self.0.duplicates
    }

    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }

    pub(crate) fn default_locale(&self) -> Locale {
        self.0.locale
    }

    pub(crate) fn notify(&self, event: &Event) {
        self.0.bell.ring();
        let listeners: Vec<_> = {
            let all = self.0.listeners.read().unwrap_or_else(PoisonError::into_inner);
            all.by_id.values().cloned().collect()
        };
        for listener in listeners {
            // A listener's panic is its own: the change is committed, and the caller must hear of that.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| listener.changed((**event).clone()))) {
                // Dropping the payload may panic too.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(payload)));
            }
        }
    }
}

const _: () = {
    const fn send_sync<T: Send + Sync>() {}
    send_sync::<Crm>();
    send_sync::<Session>();
    send_sync::<CrmError>();
};
