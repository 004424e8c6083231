//! For tests only (feature `test-panic`): panics where a test asks for them, inside a transaction or at the entry of any
//! function. The panic's payload panics again when it is dropped.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crm_core::Result;
use crm_core::storage::{Body, Dialect, Patience, Storage};

/// Whether the next transaction is to panic.
static ARMED: AtomicBool = AtomicBool::new(false);

/// Whether the next function is to panic.
static ENTRY_ARMED: AtomicBool = AtomicBool::new(false);

/// Makes the next transaction, of whichever engine, panic after its work and before its commit.
#[unsafe(no_mangle)]
pub extern "C" fn crm_test_panic() {
    ARMED.store(true, Ordering::SeqCst);
}

/// Makes the next function that gives a code panic before it does anything.
#[unsafe(no_mangle)]
pub extern "C" fn crm_test_panic_at_entry() {
    ENTRY_ARMED.store(true, Ordering::SeqCst);
}

struct Payload;

impl Drop for Payload {
    fn drop(&mut self) {
        std::panic::panic_any("the payload of the panic that a test asked for");
    }
}

fn panic_where_asked() {
    if ARMED.swap(false, Ordering::SeqCst) {
        std::panic::panic_any(Payload);
    }
}

/// The place of the panic at an entry.
pub(crate) fn at_entry() {
    if ENTRY_ARMED.swap(false, Ordering::SeqCst) {
        std::panic::panic_any(Payload);
    }
}

/// A storage whose transactions panic on request.
pub(crate) struct Panicking(pub(crate) Box<dyn Storage>);

impl Storage for Panicking {
    fn read(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.read(patience, &mut |tx| {
            body(tx)?;
            panic_where_asked();
            Ok(())
        })
    }

    fn write(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.write(patience, &mut |tx| {
            body(tx)?;
            panic_where_asked();
            Ok(())
        })
    }

    fn alter(&self, patience: &Patience, body: Body<'_>) -> Result<()> {
        self.0.alter(patience, body)
    }

    fn backup(&self, patience: &Patience, file: &Path) -> Result<PathBuf> {
        self.0.backup(patience, file)
    }

    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    fn is_read_only(&self) -> bool {
        self.0.is_read_only()
    }
}
