//! Who is signed in: in memory, so that no secret of a session is ever written, and a restart signs everybody out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use base64::Engine as _;
use crm_core::Session;

use crate::screens::Known;

/// A session ends when nothing was asked for so long,
const IDLE: Duration = Duration::from_secs(60 * 60);
/// and when so much time passed since the sign-in, whatever is asked.
const WHOLE: Duration = Duration::from_secs(12 * 60 * 60);
/// A file that was sent is kept so long for the form of its columns.
const FILE: Duration = Duration::from_secs(15 * 60);
/// Sign-ins that may be tried from one address, and for one name, in a [`WINDOW`].
const TRIES: usize = 10;
const WINDOW: Duration = Duration::from_secs(60);

/// A file that was sent: the operation that it is for, and the name by which its form asks for it.
struct File {
    operation: &'static str,
    name: String,
    bytes: Bytes,
    since: Instant,
}

/// One who signed in.
pub struct Entry {
    /// The engine, as they see it.
    pub session: Session,
    /// What every form of theirs carries back.
    pub csrf: String,
    /// What the next page tells them.
    notice: Mutex<Option<String>>,
    /// What the engine said of objects lately.
    pub known: Known,
    /// A file that was sent, until it is said what is in it.
    file: Mutex<Option<File>>,
    began: Instant,
    seen: Mutex<Instant>,
}

impl Entry {
    /// Keeps a sentence for the next page.
    pub fn tell(&self, text: String) {
        *lock(&self.notice) = Some(text);
    }

    /// The sentence that was kept, once.
    pub fn told(&self) -> Option<String> {
        lock(&self.notice).take()
    }

    /// Keeps a file in place of the one before; its name, which nobody guesses.
    pub fn keep_file(&self, operation: &'static str, bytes: Bytes, now: Instant) -> Option<String> {
        let name = secret()?;
        *lock(&self.file) = Some(File { operation, name: name.clone(), bytes, since: now });
        Some(name)
    }

    /// The file of that name, as long as no other took its place.
    pub fn kept_file(&self, operation: &str, name: &str) -> Option<Bytes> {
        let file = lock(&self.file);
        file.as_ref()
            .filter(|file| file.operation == operation && same(&file.name, name))
            .map(|file| file.bytes.clone())
    }

    pub fn drop_file(&self) {
        *lock(&self.file) = None;
    }

    fn over(&self, now: Instant) -> bool {
        now.duration_since(self.began) > WHOLE || now.duration_since(*lock(&self.seen)) > IDLE
    }
}

/// All who are signed in, by the secrets in their cookies.
#[derive(Default)]
pub struct Sessions {
    entries: Mutex<HashMap<String, Arc<Entry>>>,
    tries: Mutex<HashMap<String, Vec<Instant>>>,
}

impl Sessions {
    /// Begins a session; its secret.
    pub fn begin(&self, session: Session, now: Instant) -> Option<String> {
        let token = secret()?;
        let entry = Entry {
            session,
            csrf: secret()?,
            notice: Mutex::default(),
            known: Known::default(),
            file: Mutex::default(),
            began: now,
            seen: Mutex::new(now),
        };
        self.sweep(now).insert(token.clone(), Arc::new(entry));
        Some(token)
    }

    /// Ends what is over, whosever it is, and forgets files that nobody came back for.
    fn sweep(&self, now: Instant) -> MutexGuard<'_, HashMap<String, Arc<Entry>>> {
        let mut entries = lock(&self.entries);
        entries.retain(|_, entry| !entry.over(now));
        for entry in entries.values() {
            lock(&entry.file).take_if(|file| now.duration_since(file.since) > FILE);
        }
        entries
    }

    /// Whose secret it is.
    pub fn find(&self, token: &str, now: Instant) -> Option<Arc<Entry>> {
        let entry = self.sweep(now).get(token)?.clone();
        *lock(&entry.seen) = now;
        Some(entry)
    }

    pub fn end(&self, token: &str) {
        lock(&self.entries).remove(token);
    }

    /// Ends the sessions of a user, but for one of them: whoever has another must sign in as the user signs in from now on.
    pub fn end_of(&self, user: &str, but: &str) {
        let of = |entry: &Entry| entry.session.user().is_some_and(|own| own.to_string() == user);
        lock(&self.entries).retain(|token, entry| token == but || !of(entry));
    }

    /// Forgets what the engine said of objects: it says something else from now on.
    pub fn forget_screens(&self) {
        for entry in lock(&self.entries).values() {
            entry.known.forget();
        }
    }

    /// Whether one more sign-in may be tried now, from this address and for this name. The engine locks a name after wrong
    /// passwords; this is against who tries many names, and spares the work of hashing.
    pub fn may_try(&self, keys: [String; 2], now: Instant) -> bool {
        let mut tries = lock(&self.tries);
        for times in tries.values_mut() {
            times.retain(|at| now.duration_since(*at) < WINDOW);
        }
        tries.retain(|_, times| !times.is_empty());
        if keys.iter().any(|key| tries.get(key).is_some_and(|times| times.len() >= TRIES)) {
            return false;
        }
        for key in keys {
            tries.entry(key).or_default().push(now);
        }
        true
    }
}

/// 256 random bits, as a cookie can carry them.
pub fn secret() -> Option<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes))
}

/// Whether two secrets are the same, in a time that tells nothing of where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// What a panic of another thread left is used on: each holds whole values.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_rest_and_by_age() {
        let crm = crm_core::Crm::open_in_memory().expect("a database");
        let han = crm.bootstrap("han", "韩梅梅", &["system_administrator"]).expect("a user");
        let session = crm.session(han).expect("a session");
        let (sessions, now) = (Sessions::default(), Instant::now());
        let token = sessions.begin(session.clone(), now).expect("randomness");
        assert!(sessions.find(&token, now + IDLE).is_some());
        assert!(sessions.find(&token, now + IDLE + IDLE).is_some(), "each visit lengthens it");
        assert!(sessions.find(&token, now + IDLE * 3 + Duration::from_secs(1)).is_none());
        assert!(sessions.find(&token, now).is_none(), "what is over stays over");

        let token = sessions.begin(session, now).expect("randomness");
        for hour in 1..=12 {
            assert!(sessions.find(&token, now + IDLE * hour).is_some());
        }
        assert!(sessions.find(&token, now + WHOLE + Duration::from_secs(1)).is_none());
    }

    #[test]
    fn what_is_over_is_swept_whoever_asks() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let crm = crm_core::Crm::open_in_memory().expect("a database");
        let session = crm.session(crm.bootstrap("han", "韩梅梅", &[]).expect("a user")).expect("a session");
        let token = sessions.begin(session.clone(), now).expect("randomness");
        let entry = sessions.find(&token, now).expect("a session");
        let name = entry.keep_file("a.b", Bytes::from_static(b"x"), now).expect("randomness");
        assert!(sessions.find("nobody", now + FILE).is_none());
        assert!(entry.kept_file("a.b", &name).is_some());
        assert!(entry.kept_file("a.c", &name).is_none() && entry.kept_file("a.b", "").is_none());
        assert!(sessions.find("nobody", now + FILE + Duration::from_secs(1)).is_none());
        assert!(entry.kept_file("a.b", &name).is_none());
        assert!(sessions.find("nobody", now + IDLE + Duration::from_secs(1)).is_none());
        assert!(lock(&sessions.entries).is_empty());
    }

    #[test]
    fn tries_are_counted_by_address_and_by_name() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let keys = |address: &str, name: &str| [format!("from {address}"), format!("as {name}")];
        for n in 0..TRIES {
            assert!(sessions.may_try(keys("a", &n.to_string()), now));
        }
        assert!(!sessions.may_try(keys("a", "new"), now), "an address");
        assert!(sessions.may_try(keys("b", "new"), now));
        for n in 1..TRIES {
            assert!(sessions.may_try(keys(&n.to_string(), "new"), now));
        }
        assert!(!sessions.may_try(keys("c", "new"), now), "a name");
        assert!(sessions.may_try(keys("a", "new"), now + WINDOW), "it passes");
    }

    #[test]
    fn secrets_differ_and_are_compared_whole() {
        let (one, other) = (secret().expect("randomness"), secret().expect("randomness"));
        assert_eq!(one.len(), 43);
        assert_ne!(one, other);
        assert!(same(&one, &one) && !same(&one, &other) && !same(&one, "") && !same(&one, &one[..42]));
    }
}
