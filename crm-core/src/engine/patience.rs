//! How long a call waits, and what ends its waiting: an interruption, its deadline, the time limit of its session.
//!
//! Everything that makes a call wait (the queue of writers, the pool of readers, another process that holds the
//! database, the hashing of passwords, a backup) asks the call's [`Patience`], so that an interruption reaches all of
//! it and several queues together take no longer than one.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::error::{CrmError, Result};

/// The longest that one transaction waits for others, in all the places where it may have to wait.
const LONGEST: Duration = Duration::from_secs(5);

/// Who waits longer than this is served next. Before, whoever asks just as something comes back takes it: handing
/// every single one over to a thread that has to wake up first would leave it unused most of the time.
const IN_TURN_AFTER: Duration = Duration::from_millis(2);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that is locked here can be left half-way.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Wakes one thread that waits.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    changed: Condvar,
}

impl Bell {
    fn ring(&self) {
        *lock(&self.rung) = true;
        self.changed.notify_one();
    }

    /// Waits until it is rung, or until then.
    fn wait(&self, until: Instant) {
        let time = until.saturating_duration_since(Instant::now());
        let waited = self.changed.wait_timeout_while(lock(&self.rung), time, |rung| !*rung);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

/// What can interrupt calls: the engine all of its own, a session its own.
#[derive(Default)]
pub(crate) struct Interrupts {
    count: AtomicU64,
    waiting: Mutex<Vec<Arc<Bell>>>,
}

impl Interrupts {
    /// Ends every call under way.
    pub(crate) fn interrupt(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
        for bell in &*lock(&self.waiting) {
            bell.ring();
        }
    }
}

/// One source of interruptions as a call sees it: how many there had been when it began.
#[derive(Clone)]
struct Heard {
    source: Arc<Interrupts>,
    count: u64,
}

/// For how long a call waits, and what ends its waiting.
///
/// The default is that of a call nobody can interrupt: it waits five seconds at most. The engine hands each transaction
/// the patience of its call; whoever calls a [`Storage`](crate::storage::Storage) directly uses the default.
#[derive(Clone, Default)]
pub struct Patience {
    engine: Option<Heard>,
    session: Option<Heard>,
    /// When the whole call must be over.
    limit: Option<Instant>,
    /// When waiting must be over.
    until: Option<Instant>,
}

impl std::fmt::Debug for Patience {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Patience").field("limit", &self.limit).field("until", &self.until).finish_non_exhaustive()
    }
}

impl Patience {
    /// The patience of a call that begins now.
    pub(crate) fn new(engine: &Arc<Interrupts>, session: Option<&Arc<Interrupts>>, limit: Option<Instant>) -> Patience {
        let heard =
            |source: &Arc<Interrupts>| Heard { source: Arc::clone(source), count: source.count.load(Ordering::SeqCst) };
        Patience { engine: Some(heard(engine)), session: session.map(heard), limit, until: None }
    }

    /// Nobody's call, that waits no longer than this.
    pub(crate) fn of(time: Duration) -> Patience {
        Patience { until: Some(Instant::now() + time), ..Patience::default() }
    }

    /// The same with a deadline for waiting, taken now unless it has one: what is handed the result waits five seconds
    /// at most, all together.
    #[must_use]
    pub fn with_deadline(&self) -> Patience {
        let until = self.until.unwrap_or_else(|| Instant::now() + LONGEST);
        Patience { until: Some(until), ..self.clone() }
    }

    /// When the whole call must be over, if ever.
    pub(crate) fn limit(&self) -> Option<Instant> {
        self.limit
    }

    /// Refuses with [`CrmError::Interrupted`] where the call was interrupted or its time is over.
    ///
    /// # Errors
    /// [`CrmError::Interrupted`].
    pub fn check(&self) -> Result<()> {
        if self.is_over() { Err(CrmError::Interrupted) } else { Ok(()) }
    }

    /// Whether the call was interrupted or its time is over.
    pub fn is_over(&self) -> bool {
        self.heard().any(|heard| heard.source.count.load(Ordering::SeqCst) != heard.count)
            || self.limit.is_some_and(|limit| limit <= Instant::now())
    }

    /// Whether its deadline for waiting is behind.
    pub(crate) fn has_waited(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }

    /// Waits a moment for something that does not say when it is there, such as a lock of another process; whether to
    /// look again.
    pub(crate) fn pause(&self, moment: Duration) -> bool {
        let now = Instant::now();
        let until = self.until.unwrap_or(now + LONGEST);
        if now >= until || self.is_over() {
            return false;
        }
        let bell = Arc::new(Bell::default());
        self.listening(&bell, || bell.wait((now + moment).min(until)));
        !self.is_over()
    }

    fn heard(&self) -> impl Iterator<Item = &Heard> {
        self.engine.iter().chain(&self.session)
    }

    /// While the body runs, an interruption rings the bell too.
    fn listening(&self, bell: &Arc<Bell>, body: impl FnOnce()) {
        for heard in self.heard() {
            lock(&heard.source.waiting).push(Arc::clone(bell));
        }
        // One that came before the bell hung there rang nothing.
        if !self.is_over() {
            body();
        }
        for heard in self.heard() {
            lock(&heard.source.waiting).retain(|other| !Arc::ptr_eq(other, bell));
        }
    }
}

/// One thing a process: a child that was forked does not wait for what threads of its parent had taken, and who are not
/// there to give it back.
pub(crate) struct PerProcess<T>(Mutex<Option<(u32, Arc<T>)>>);

impl<T> PerProcess<T> {
    pub(crate) const fn new() -> Self {
        PerProcess(Mutex::new(None))
    }

    /// The one of this process, made where it is not there yet.
    pub(crate) fn get(&self, make: impl FnOnce() -> T) -> Arc<T> {
        let process = std::process::id();
        let mut found = lock(&self.0);
        if let Some((owner, thing)) = &*found
            && *owner == process
        {
            return Arc::clone(thing);
        }
        let thing = Arc::new(make());
        *found = Some((process, Arc::clone(&thing)));
        thing
    }
}

/// A few things that many want, each for a while: connections, leave to hash a password.
pub(crate) struct Pool<T> {
    state: Mutex<State<T>>,
}

struct State<T> {
    idle: Vec<T>,
    /// Who waits, and since when.
    queue: VecDeque<(Arc<Bell>, Instant)>,
}

/// A thing on loan; it goes back when dropped, also when its borrower panics.
pub(crate) struct Loan<'p, T> {
    pool: &'p Pool<T>,
    thing: Option<T>,
}

impl<T> Pool<T> {
    pub(crate) const fn new(things: Vec<T>) -> Self {
        Pool { state: Mutex::new(State { idle: things, queue: VecDeque::new() }) }
    }

    /// Takes one, waiting for it as long as the patience lasts.
    pub(crate) fn take(&self, patience: &Patience) -> Result<Loan<'_, T>> {
        patience.check()?;
        if let Some(loan) = self.try_take() {
            return Ok(loan);
        }
        let bell = Arc::new(Bell::default());
        lock(&self.state).queue.push_back((Arc::clone(&bell), Instant::now()));
        let patience = patience.with_deadline();
        let until = [patience.until, patience.limit].into_iter().flatten().min().unwrap_or_else(Instant::now);
        loop {
            // What came back before the bell stood in the queue rang nothing, so the first look is before the wait.
            let mut state = lock(&self.state);
            let first = state.queue.front().is_some_and(|(front, _)| Arc::ptr_eq(front, &bell));
            let thing = if first { state.idle.pop() } else { None };
            let over = Instant::now() >= until || patience.is_over();
            if thing.is_some() || over {
                state.queue.retain(|(waiting, _)| !Arc::ptr_eq(waiting, &bell));
                // A ring that this one heard may have been meant for the next.
                state.wake();
            }
            drop(state);
            match thing {
                Some(thing) => return Ok(Loan { pool: self, thing: Some(thing) }),
                None if over => return patience.check().and(Err(CrmError::Busy)),
                None => patience.listening(&bell, || bell.wait(until)),
            }
        }
    }

    /// Looks at everything that is not on loan.
    pub(crate) fn for_each_idle(&self, look: impl Fn(&T)) {
        lock(&self.state).idle.iter().for_each(look);
    }

    /// Takes one where that needs no waiting.
    pub(crate) fn try_take(&self) -> Option<Loan<'_, T>> {
        let mut state = lock(&self.state);
        if state.queue.front().is_some_and(|(_, since)| since.elapsed() >= IN_TURN_AFTER) {
            return None;
        }
        let thing = state.idle.pop()?;
        Some(Loan { pool: self, thing: Some(thing) })
    }
}

impl<T> State<T> {
    fn wake(&self) {
        if !self.idle.is_empty()
            && let Some((front, _)) = self.queue.front()
        {
            front.ring();
        }
    }
}

impl<T> Deref for Loan<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // `take` returns only with a thing, and only `drop` takes it out again.
        match &self.thing {
            Some(thing) => thing,
            None => unreachable!("a loan without a thing"),
        }
    }
}

impl<T> DerefMut for Loan<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.thing {
            Some(thing) => thing,
            None => unreachable!("a loan without a thing"),
        }
    }
}

impl<T> Drop for Loan<'_, T> {
    fn drop(&mut self) {
        if let Some(thing) = self.thing.take() {
            let mut state = lock(&self.pool.state);
            state.idle.push(thing);
            state.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn impatient(engine: &Arc<Interrupts>, limit: Option<Duration>) -> Patience {
        Patience::new(engine, None, limit.map(|limit| Instant::now() + limit))
    }

    #[test]
    fn what_comes_back_goes_to_who_waits_and_none_is_lost() {
        let pool = Pool::new(vec![1, 2]);
        let most = AtomicU64::new(0);
        let out = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let loan = pool.take(&Patience::default()).expect("one of the two");
                        most.fetch_max(out.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        out.fetch_sub(1, Ordering::SeqCst);
                        drop(loan);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 2);
        assert_eq!(lock(&pool.state).idle.len(), 2);
    }

    #[test]
    fn an_interruption_ends_a_wait_and_the_next_in_the_queue_is_served() {
        let (engine, session) = (Arc::new(Interrupts::default()), Arc::new(Interrupts::default()));
        let pool = Pool::new(vec![()]);
        let held = pool.try_take().expect("the only one");
        let (said, heard) = mpsc::channel();
        std::thread::scope(|scope| {
            for (name, source) in [("session", Some(&session)), ("other", None)] {
                let (said, pool, patience) = (said.clone(), &pool, Patience::new(&engine, source, None));
                scope.spawn(move || {
                    let outcome = pool.take(&patience).map(|_| ());
                    said.send((name, outcome)).expect("a listener");
                });
                while lock(&pool.state).queue.len() < usize::from(name == "session") + 2 * usize::from(name == "other")
                {
                    std::thread::yield_now();
                }
            }
            session.interrupt();
            assert_eq!(heard.recv(), Ok(("session", Err(CrmError::Interrupted))));
            drop(held);
            assert_eq!(heard.recv(), Ok(("other", Ok(()))));
        });
        // What begins behind an interruption is not ended by it.
        assert!(pool.take(&Patience::new(&engine, Some(&session), None)).is_ok());
    }

    #[test]
    fn a_deadline_is_taken_once_and_a_limit_is_an_interruption() {
        let engine = Arc::new(Interrupts::default());
        let pool = Pool::new(vec![()]);
        let held = pool.try_take().expect("the only one");
        let late = Patience { until: Some(Instant::now()), ..impatient(&engine, None) };
        assert_eq!(late.with_deadline().until, late.until);
        assert_eq!(pool.take(&late).map(|_| ()), Err(CrmError::Busy));
        assert!(!late.pause(LONGEST));
        let short = impatient(&engine, Some(Duration::from_millis(1)));
        assert_eq!(pool.take(&short).map(|_| ()), Err(CrmError::Interrupted));
        assert!(!short.pause(LONGEST));
        drop(held);
        // Nobody waits for what is there: a deadline that has passed harms nobody then.
        assert!(pool.take(&late).is_ok());
        // Those who gave up left nothing behind.
        assert!(lock(&pool.state).queue.is_empty() && lock(&engine.waiting).is_empty());
    }
}
