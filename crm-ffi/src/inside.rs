//! What each thread is inside of: calls into engines, and the host's callbacks that they made.
//!
//! A callback must return. Not all do: an exception of a managed language, a `longjmp` or a coroutine that is thrown
//! away jumps over the engine's frames, and no destructor of theirs runs. The call would be counted for ever, and its
//! engine could never be closed. So each thread keeps a list of what it is inside of, with the place on the stack where
//! each callback began. Whoever comes in later from a place that is not below it proves that this callback, and the
//! call that it belongs to, are gone ([`heal`]); so does the end of the thread.
//!
//! Nothing is freed on that evidence: the frames that were jumped over had references of their own. A host that switches
//! stacks below us (coroutines) may seem to jump where it only paused; then a call is counted too little, and the
//! memory that it uses stays.

use std::cell::RefCell;
use std::sync::Arc;

use crate::calls::{Calls, Runs};

/// A call or a callback under way on this thread.
struct Place {
    id: u64,
    calls: Arc<Calls>,
    what: What,
}

enum What {
    Call,
    Callback {
        /// Where on the stack it began; what it calls is below.
        began: usize,
        runs: Arc<Runs>,
        /// Whether a call of the same engine made it; on the engine's own thread there is none.
        in_a_call: bool,
    },
}

#[derive(Default)]
struct Places {
    next: u64,
    /// Innermost last.
    open: Vec<Place>,
}

impl Drop for Places {
    /// The end of the thread: nothing of it is under way any more.
    fn drop(&mut self) {
        over(std::mem::take(&mut self.open));
    }
}

thread_local! {
    static INSIDE: RefCell<Places> = const { RefCell::new(Places { next: 0, open: Vec::new() }) };
}

/// A place of the stack in the frame of whoever asks.
#[inline(always)]
pub(crate) fn here() -> usize {
    let mark = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&mark)).addr()
}

/// A call under way, until it is dropped. It is counted already.
pub(crate) fn call(calls: &Arc<Calls>) -> Inside {
    enter(calls, What::Call)
}

/// A callback under way, until it is dropped. It is noted in `runs` already.
pub(crate) fn callback(calls: &Arc<Calls>, runs: &Arc<Runs>, began: usize) -> Inside {
    let in_a_call = is_inside(calls);
    calls.callback_begins(in_a_call);
    enter(calls, What::Callback { began, runs: runs.clone(), in_a_call })
}

fn enter(calls: &Arc<Calls>, what: What) -> Inside {
    let mut place = Some(Place { id: 0, calls: calls.clone(), what });
    let listed = INSIDE.try_with(|inside| {
        let mut inside = inside.borrow_mut();
        inside.next += 1;
        let id = inside.next;
        inside.open.extend(place.take().map(|place| Place { id, ..place }));
        id
    });
    // A thread that is ending has no list any more.
    Inside { listed: listed.ok(), alone: place }
}

/// Ends a call or callback when it is dropped, unless it was found to have been jumped over.
pub(crate) struct Inside {
    listed: Option<u64>,
    alone: Option<Place>,
}

impl Drop for Inside {
    fn drop(&mut self) {
        over(self.alone.take().into_iter().collect());
        let Some(id) = self.listed else { return };
        let ended = INSIDE.try_with(|inside| {
            let open = &mut inside.borrow_mut().open;
            let at = open.iter().rposition(|place| place.id == id)?;
            let ended = open.remove(at);
            // What was begun inside this callback and has not ended was jumped over, and by the host's own code: it
            // came back here.
            let mut gone = match ended.what {
                What::Callback { began, .. } => take_gone(open, at, began),
                What::Call => Vec::new(),
            };
            gone.insert(0, ended);
            Some(gone)
        });
        over(ended.ok().flatten().unwrap_or_default());
    }
}

/// Ends what was jumped over, as an entry at this place of the stack proves. Stacks grow downwards on everything that
/// this library runs on.
pub(crate) fn heal(here: usize) {
    let gone = INSIDE.try_with(|inside| {
        let open = &mut inside.borrow_mut().open;
        if open.is_empty() { Vec::new() } else { take_gone(open, 0, here) }
    });
    over(gone.unwrap_or_default());
}

/// Takes out the callbacks that began at or below a place of the stack, with the calls that they belong to and all that
/// is inside them.
fn take_gone(open: &mut Vec<Place>, from: usize, here: usize) -> Vec<Place> {
    let began_below = |place: &Place| matches!(place.what, What::Callback { began, .. } if began <= here);
    let Some(first) = open.iter().skip(from).position(began_below) else { return Vec::new() };
    let first = from + first;
    let its_call = first > from && matches!(open[first - 1].what, What::Call);
    open.split_off(if its_call { first - 1 } else { first })
}

/// Says that these are over, the innermost first.
fn over(places: Vec<Place>) {
    for place in places.into_iter().rev() {
        match place.what {
            What::Call => place.calls.leave(),
            What::Callback { runs, in_a_call, .. } => {
                runs.end();
                place.calls.callback_ends(in_a_call);
            }
        }
    }
}

/// Whether this thread is inside a call or a callback of an engine.
pub(crate) fn is_inside(calls: &Arc<Calls>) -> bool {
    INSIDE.try_with(|inside| inside.borrow().open.iter().any(|place| Arc::ptr_eq(&place.calls, calls))).unwrap_or(false)
}

/// Whether this thread is inside a callback.
pub(crate) fn is_running(runs: &Arc<Runs>) -> bool {
    let it = |place: &Place| matches!(&place.what, What::Callback { runs: other, .. } if Arc::ptr_eq(other, runs));
    INSIDE.try_with(|inside| inside.borrow().open.iter().any(it)).unwrap_or(false)
}
