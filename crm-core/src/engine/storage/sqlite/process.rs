//! What SQLite takes for the whole process, and what the operating system alone knows of it. The only unsafe code of this
//! crate.
#![allow(unsafe_code, reason = "neither sqlite3_config nor the question about a lock has a safe wrapper")]

use std::fs::File;
use std::sync::Once;

/// Turns SQLite's memory statistics off before its first use: they guard every allocation with one mutex, which costs
/// two readers most of their second core.
///
/// Where the host has started SQLite already, the call is refused and nothing changes; that only costs speed.
pub(super) fn configure() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: `sqlite3_config` must not run at the same time as any other SQLite call of the process. `Once`
        // holds off every connection of this crate until it returns; a host that uses the same SQLite on another
        // thread has initialised it by then, and SQLite answers SQLITE_MISUSE without touching anything. The option
        // takes one int, which is what is passed.
        let _ = unsafe { rusqlite::ffi::sqlite3_config(rusqlite::ffi::SQLITE_CONFIG_MEMSTATUS, 0_i32) };
    });
}

/// Who has a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux knows"))]
pub(super) enum Holder {
    Nobody,
    /// This process; where others have it too, perhaps one of them is named.
    Us,
    Other,
}

/// Who has a lock on some bytes (the first, and how many) of a file; others than this handle. Where the system does not
/// say, nobody.
#[cfg(target_os = "linux")]
pub(super) fn holder(file: &File, (start, length): (i64, i64)) -> Holder {
    use std::os::fd::AsRawFd;
    // SAFETY: a struct of integers, for which zeros are values.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = libc::F_WRLCK as libc::c_short;
    lock.l_whence = libc::SEEK_SET as libc::c_short;
    lock.l_start = start;
    lock.l_len = length;
    // SAFETY: the handle is open as long as the file is borrowed, and F_OFD_GETLK takes a pointer to a `flock`, with a
    // process id of zero, which it fills in; it changes no lock.
    let answer = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_GETLK, &raw mut lock) };
    let us = i32::try_from(std::process::id()).unwrap_or(-1);
    match i32::from(lock.l_type) {
        _ if answer != 0 => Holder::Nobody,
        libc::F_UNLCK => Holder::Nobody,
        _ if lock.l_pid == us => Holder::Us,
        _ => Holder::Other,
    }
}

/// Other systems have no such question.
#[cfg(not(target_os = "linux"))]
pub(super) fn holder(_file: &File, _bytes: (i64, i64)) -> Holder {
    Holder::Nobody
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_of_this_process_is_seen_until_any_handle_is_closed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("locked");
        std::fs::write(&path, "some bytes").expect("a file");
        let (asks, locks) =
            (File::open(&path).expect("a handle"), File::options().write(true).open(&path).expect("one"));
        assert_eq!(holder(&asks, (2, 3)), Holder::Nobody);
        // SAFETY: a struct of integers, for which zeros are values.
        let mut lock: libc::flock = unsafe { std::mem::zeroed() };
        (lock.l_type, lock.l_start, lock.l_len) = (libc::F_WRLCK as libc::c_short, 4, 1);
        // SAFETY: as above; F_SETLK reads the struct.
        let locked = unsafe { libc::fcntl(std::os::fd::AsRawFd::as_raw_fd(&locks), libc::F_SETLK, &raw const lock) };
        assert_eq!(locked, 0);
        assert_eq!((holder(&asks, (2, 3)), holder(&asks, (0, 4))), (Holder::Us, Holder::Nobody));
        drop(File::open(&path).expect("a third handle"));
        assert_eq!(holder(&asks, (2, 3)), Holder::Nobody);
    }
}
