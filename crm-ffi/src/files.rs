//! A C host's own store for what is in files.

use std::ffi::{CString, c_char, c_void};
use std::io;
use std::sync::Arc;

use crm_core::file_store::PIECE;
use crm_core::{CrmError, FileStore, Result};

use crate::boundary::misuse;
use crate::c_api::{CrmFileDelete, CrmFilePiece, CrmFilePut, CrmFileRead};
use crate::callback::{Answer, Callback};
use crate::calls::Calls;
use crate::throwing::{Function, Gave};

/// The three functions of the host's.
pub(crate) struct HostFiles {
    put: Callback,
    read: Callback,
    delete: Callback,
}

/// What a function says that has done what it should.
const DONE: i32 = 0;

/// What a reading one says where there is nothing.
const NONE: i32 = 1;

impl HostFiles {
    /// All three of them, or none at all.
    pub(crate) fn new(
        (put, read, delete): (CrmFilePut, CrmFileRead, CrmFileDelete),
        user_data: *mut c_void,
        calls: &Arc<Calls>,
    ) -> Result<Option<Arc<HostFiles>>> {
        let wanting = |argument| misuse(argument, "null_pointer", "must not be NULL where another function is not");
        if put.is_none() && read.is_none() && delete.is_none() {
            return Ok(None);
        }
        let (put, read) = (put.ok_or_else(|| wanting("put"))?, read.ok_or_else(|| wanting("read"))?);
        let delete = delete.ok_or_else(|| wanting("remove"))?;
        let callback = |function| Callback::new(function, user_data, calls);
        Ok(Some(Arc::new(HostFiles {
            put: callback(Function::Put(put)),
            read: callback(Function::Read(read)),
            delete: callback(Function::Delete(delete)),
        })))
    }

    /// Ends all three; see [`Callback::retire`].
    pub(crate) fn retire(&self) -> Result<()> {
        let ended = [&self.put, &self.read, &self.delete].map(|callback| callback.retire("file_store"));
        ended.into_iter().collect::<Result<(), CrmError>>()
    }
}

/// Calls the function with a piece, which lives until it returns.
fn called(callback: &Callback, piece: &mut CrmFilePiece) -> io::Result<i32> {
    // SAFETY: the function expects a piece there.
    told(unsafe { callback.run(std::ptr::from_mut(piece).cast::<c_char>()) })
}

fn told(answer: Answer) -> io::Result<i32> {
    match answer {
        Answer::Gave(Gave::Code(code)) => Ok(code),
        Answer::Gave(_) | Answer::NotCalled => Err(io::Error::other("it is not called any more")),
        Answer::Threw => Err(io::Error::other("an exception left it")),
    }
}

fn done(code: i32) -> io::Result<()> {
    if code == DONE { Ok(()) } else { Err(io::Error::other(format!("it says {code}"))) }
}

impl FileStore for HostFiles {
    fn put(&self, key: &str, piece: u64, bytes: &[u8]) -> io::Result<()> {
        let key = CString::new(key)?;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        // The header says that the function leaves the bytes as they are.
        let bytes = bytes.as_ptr().cast_mut().cast::<c_void>();
        done(called(&self.put, &mut CrmFilePiece { key: key.as_ptr(), number: piece, bytes, length })?)
    }

    fn read(&self, key: &str, piece: u64) -> io::Result<Option<Vec<u8>>> {
        let key = CString::new(key)?;
        let mut room = vec![0_u8; PIECE];
        let (bytes, length) = (room.as_mut_ptr().cast::<c_void>(), u32::try_from(PIECE).unwrap_or(0));
        let mut piece = CrmFilePiece { key: key.as_ptr(), number: piece, bytes, length };
        let code = called(&self.read, &mut piece)?;
        if code == NONE {
            return Ok(None);
        }
        done(code)?;
        if piece.length > length {
            return Err(io::Error::other("it says that it gave more than there is room for"));
        }
        room.truncate(usize::try_from(piece.length).unwrap_or(0));
        Ok(Some(room))
    }

    fn delete(&self, key: &str) -> io::Result<()> {
        let key = CString::new(key)?;
        // SAFETY: the function expects a key, which lives until it returns.
        done(told(unsafe { self.delete.run(key.as_ptr()) })?)
    }
}
