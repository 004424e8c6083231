//! The operations on files.

use super::rules;
use super::types::*;
use crate::engine::bytes::Bytes;
use crate::engine::page::PageRequest;
use crate::objects::RecordKey;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! files_operations { ($($project:ident)::+) => { $($project)::+! {
    files: Files, "Files (附件) on records of any kind.";

    /// Puts a file of at most 1 MiB on a record, or a new version of one that is there (FILE-1, FILE-2). Larger ones are
    /// sent in parts: `begin`, `append`, `finish`. A new version is given no `id`.
    write[sliced, not_found, conflict] fn put(record: RecordKey, new: NewFile, content: Bytes, id: Option<FileId> = None) -> File;

    /// Begins to send a file in parts (FILE-2); `new.size` says how large it will be. Called again with its `id`, it tells
    /// how much has come. Of ten that one person has open, another ends the one that is idle longest.
    write[not_found, conflict] fn begin(record: RecordKey, new: NewFile, id: Option<UploadId> = None) -> Upload;

    /// Sends the next part, of at most 4 MiB, at the offset that was reached (`received`); another is a conflict
    /// (`wrong_offset`). The last part may be sent again. Where all has come, a part at offset 0 starts over (FILE-2).
    write[not_found, conflict] fn append(id: UploadId, offset: i64 [range(0, 2_147_483_648)], content: Bytes) -> Upload;

    /// Makes a file of what was sent, all of it (FILE-2); where its SHA-256 is given, it must be that of what came.
    /// Called again, it answers with the file.
    write[sliced, not_found, conflict] fn finish(id: UploadId, sha256: Option<String> = None [text(64)]) -> File;

    /// Gets a file with its versions.
    read[not_found] fn get(id: FileId) -> FileDetail;

    /// Lists the files of a record to whoever reads it, the newest first (FILE-1).
    read[not_found] fn list(record: RecordKey, page: Option<PageRequest> = None) -> FilePage;

    /// Reads from the latest version of a file, or from that one, at most 4 MiB a call and nothing past the end (FILE-7).
    read[sliced, not_found] fn read(
        id: FileId,
        file_version: Option<i64> = None [range(1, 1_000_000)],
        offset: Option<i64> = None [range(0, 2_147_483_648), default("0")],
        length: Option<i64> = None [range(0, 4_194_304), default("4194304")],
    ) -> Bytes;

    /// Renames or describes a file: whoever put it there, or maintains its record (FILE-1).
    write[not_found, conflict] fn update(id: FileId, changes: FileUpdate) -> File;

    /// Deletes a file with all its versions (FILE-7): whoever put it there, or maintains its record.
    write[confirm, not_found, conflict] fn delete(id: FileId, version: Option<i64> = None) -> ();
} } }

crate::files_operations!(crate::engine::operations::project_core);
