//! Calling a function of the host's from which an exception may come.
//!
//! The functions of C that a host gives may be written in C++, D or Ada, and throw. Rust can't catch what it did not
//! throw (its `catch_unwind` ends the process), so on Linux x86-64 the call goes through a few lines of assembly with a
//! handler of their own, where such an exception ends. Elsewhere it ends the process, as from a C++ function that is
//! `noexcept`.

use std::ffi::{c_char, c_void};

use crate::c_api::CrmFilePiece;

/// A function of the host's.
#[derive(Clone, Copy)]
pub(crate) enum Function {
    /// A `CrmChangeListener` that is not null.
    Listener(unsafe extern "C" fn(*mut c_void, *const c_char)),
    /// A `CrmClock` that is not null.
    Clock(unsafe extern "C" fn(*mut c_void) -> i64),
    /// A `CrmSalesFeed` that is not null.
    Feed(unsafe extern "C" fn(*mut c_void, *const c_char) -> *const c_char),
    /// A `CrmFilePut` that is not null; its text is a piece.
    Put(unsafe extern "C" fn(*mut c_void, *const CrmFilePiece) -> i32),
    /// A `CrmFileRead` that is not null; its text is a piece.
    Read(unsafe extern "C" fn(*mut c_void, *mut CrmFilePiece) -> i32),
    /// A `CrmFileDelete` that is not null.
    Delete(unsafe extern "C" fn(*mut c_void, *const c_char) -> i32),
}

/// What a function of the host's gave.
#[derive(Clone, Copy)]
pub(crate) enum Gave {
    /// It gives nothing.
    Nothing,
    Instant(i64),
    Text(*const c_char),
    Code(i32),
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
pub(crate) use contained::call;

/// Calls the function.
///
/// # Safety
/// The function takes these.
#[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
pub(crate) unsafe fn call(function: Function, user_data: *mut c_void, text: *const c_char) -> Option<Gave> {
    // SAFETY: as the caller promises.
    Some(unsafe {
        match function {
            Function::Listener(function) => {
                function(user_data, text);
                Gave::Nothing
            }
            Function::Clock(function) => Gave::Instant(function(user_data)),
            Function::Feed(function) => Gave::Text(function(user_data, text)),
            Function::Put(function) => Gave::Code(function(user_data, text.cast())),
            Function::Read(function) => Gave::Code(function(user_data, text.cast_mut().cast())),
            Function::Delete(function) => Gave::Code(function(user_data, text)),
        }
    })
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod contained {
    use std::ffi::{c_char, c_int, c_void};

    use super::{Function, Gave};

    // crm_contained(function, user_data, text, &result): calls function(user_data, text) and gives 0, or 1 where an
    // exception left it. While the function runs, the handler of this frame is `personality`, which lets an exception
    // go on at 3.
    std::arch::global_asm!(
        ".pushsection .text.crm_contained, \"ax\", @progbits",
        ".globl crm_contained",
        ".hidden crm_contained",
        ".type crm_contained, @function",
        "crm_contained:",
        ".cfi_startproc",
        // 0x1b: the handler's place relative to this one, in four bytes.
        ".cfi_personality 0x1b, {personality}",
        "push rbx",
        ".cfi_def_cfa_offset 16",
        ".cfi_offset rbx, -16",
        "mov rbx, rcx",
        "mov rax, rdi",
        "mov rdi, rsi",
        "mov rsi, rdx",
        "call rax",
        "mov qword ptr [rbx], rax",
        "xor eax, eax",
        "2:",
        "pop rbx",
        ".cfi_remember_state",
        ".cfi_def_cfa_offset 8",
        "ret",
        ".cfi_restore_state",
        ".globl crm_contained_catch",
        ".hidden crm_contained_catch",
        "crm_contained_catch:",
        "mov rdi, rax",
        "call {delete}@PLT",
        "mov eax, 1",
        "jmp 2b",
        ".cfi_endproc",
        ".size crm_contained, . - crm_contained",
        ".popsection",
        personality = sym personality,
        delete = sym _Unwind_DeleteException,
    );

    unsafe extern "C" {
        fn crm_contained_catch();
        fn _Unwind_DeleteException(exception: *mut c_void);
        fn _Unwind_SetGR(context: *mut c_void, register: c_int, value: usize);
        fn _Unwind_SetIP(context: *mut c_void, place: usize);
    }
    unsafe extern "C-unwind" {
        // A thread that ends itself inside the function unwinds through this frame.
        fn crm_contained(
            function: *const c_void,
            user_data: *mut c_void,
            text: *const c_char,
            result: *mut u64,
        ) -> c_int;
    }

    /// What the Itanium C++ ABI asks of each frame that an exception meets: once while a handler is looked for, once on
    /// the way to it.
    unsafe extern "C" fn personality(
        _version: c_int,
        actions: c_int,
        class: u64,
        exception: *mut c_void,
        context: *mut c_void,
    ) -> c_int {
        const SEARCH: c_int = 1;
        const HANDLER_FRAME: c_int = 4;
        const FORCED: c_int = 8;
        const HANDLER_FOUND: c_int = 6;
        const INSTALL: c_int = 7;
        const CONTINUE: c_int = 8;
        const RAX: c_int = 0;
        // A panic of Rust's own is for `catch_unwind`; a thread that is ending stops for nobody.
        if class == u64::from_be_bytes(*b"MOZ\0RUST") || actions & FORCED != 0 {
            return CONTINUE;
        }
        if actions & SEARCH != 0 {
            return HANDLER_FOUND;
        }
        if actions & HANDLER_FRAME == 0 {
            return CONTINUE;
        }
        // SAFETY: the unwinder calls this with a context of the frame above, which goes on at its own label, in whose
        // code this register holds the exception.
        unsafe {
            _Unwind_SetGR(context, RAX, exception.addr());
            _Unwind_SetIP(context, (crm_contained_catch as *const ()).addr());
        }
        INSTALL
    }

    /// Calls the function; `None` where an exception left it.
    ///
    /// # Safety
    /// The function takes these.
    pub(crate) unsafe fn call(function: Function, user_data: *mut c_void, text: *const c_char) -> Option<Gave> {
        let address = match function {
            Function::Listener(function) => function as *const c_void,
            Function::Clock(function) => function as *const c_void,
            Function::Feed(function) => function as *const c_void,
            Function::Put(function) => function as *const c_void,
            Function::Read(function) => function as *const c_void,
            Function::Delete(function) => function as *const c_void,
        };
        let mut result = 0;
        // SAFETY: as the caller promises. A function that takes less leaves the second register alone, and one that
        // gives nothing leaves anything in the result's.
        if unsafe { crm_contained(address, user_data, text, &raw mut result) } != 0 {
            return None;
        }
        Some(match function {
            Function::Listener(_) => Gave::Nothing,
            Function::Clock(_) => Gave::Instant(result.cast_signed()),
            Function::Feed(_) => Gave::Text(std::ptr::with_exposed_provenance(usize::try_from(result).unwrap_or(0))),
            Function::Put(_) | Function::Read(_) | Function::Delete(_) => {
                // Above its 32 bits anything stands.
                let [a, b, c, d, ..] = result.to_le_bytes();
                Gave::Code(i32::from_le_bytes([a, b, c, d]))
            }
        })
    }
}
