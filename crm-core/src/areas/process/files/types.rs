//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::{record, update};
use crate::engine::schedule::Job;
use crate::engine::value::ObjectRef;
use crate::users::UserRef;

/// The most that one call sends, or reads.
pub const MAX_PART: usize = 4 * 1024 * 1024;

/// The most of a file that is sent in one call.
pub const MAX_PUT: usize = 1024 * 1024;

/// Files on one record.
pub const MAX_FILES: i64 = 1_000;

/// Versions of one file.
pub const MAX_VERSIONS: i64 = 100;

/// Uploads that one person has open.
pub const MAX_UPLOADS: i64 = 10;

kinds! {
    /// A file on a record.
    FILE = "file" in files;
    /// A file that is still sent.
    UPLOAD = "upload" in file_uploads;
}

impl Job {
    /// Removing what was in files that went (FILE-3).
    pub const FILE_CONTENTS: Job = Job::named("file_contents");
    /// Removing uploads that are idle (FILE-2).
    pub const FILE_UPLOADS: Job = Job::named("file_uploads");
}

id! {
    /// Identifies a file.
    FileId
}

id! {
    /// Identifies an upload; a new file gets its id.
    UploadId
}

record! {
    /// What is given to put a file on a record (FILE-1).
    input NewFile {
        /// What it is called: none of `/ \ : * ? " < > |`, no space at either end, nothing that an operating system takes for
        /// something else (`bad_name`).
        name: String [text(255), verbatim],
        /// What it is.
        description: Option<String> = None [short],
        /// What the sender takes it for. It decides only where content and name leave several.
        media_type: Option<String> = None [text(100)],
        /// How many bytes it has; `begin` needs it.
        size: Option<i64> = None [range(0, 2_147_483_648)],
        /// The file on the same record of which this is a new version.
        replaces: Option<FileId> = None,
    }
}

update! {
    /// Changes to a file (FILE-1).
    FileUpdate {
        /// What it is called.
        name: String [text(255), verbatim, required],
        /// What it is.
        description: String [short],
    }
}

record! {
    /// A file on a record, as its latest version is (FILE-7).
    output File {
        /// Its id.
        id: FileId,
        /// Its version, for updates; its contents have numbers of their own.
        version: i64,
        /// The record that it hangs on.
        record: ObjectRef,
        /// What it is called.
        name: String,
        /// What it is.
        description: Option<String>,
        /// The number of its latest version, from 1.
        file_version: i64,
        /// How many bytes that has.
        size: i64,
        /// Its SHA-256, in hexadecimal digits.
        sha256: String,
        /// Its media type: what the content shows, else what the name says, else `application/octet-stream` (FILE-6).
        media_type: String,
        /// Whether a host may show it in its own pages: the content itself shows a PNG, JPEG, GIF, WebP or PDF.
        inline_safe: bool,
        /// Who put it there first.
        uploader: Option<UserRef>,
        /// When that was.
        created_at: Timestamp,
    }
}

record! {
    /// One version of a file (FILE-7).
    output FileVersion {
        /// Its number, from 1.
        file_version: i64,
        /// How many bytes it has.
        size: i64,
        /// Its SHA-256, in hexadecimal digits.
        sha256: String,
        /// Its media type.
        media_type: String,
        /// Whether a host may show it in its own pages.
        inline_safe: bool,
        /// Who put it there.
        uploader: Option<UserRef>,
        /// When that was.
        created_at: Timestamp,
    }
}

record! {
    /// A file with all its versions.
    output FileDetail {
        /// The file.
        file: File,
        /// Its versions, the latest first.
        versions: Vec<FileVersion>,
    }
}

record! {
    /// A file that is still sent (FILE-2).
    output Upload {
        /// Its id.
        id: UploadId,
        /// The record on which the file will hang.
        record: ObjectRef,
        /// What it will be called.
        name: String,
        /// How many bytes were declared.
        size: i64,
        /// How many have come: the offset at which to go on.
        received: i64,
        /// When it goes where nothing more comes; absent where it is a file already.
        idle_until: Option<Timestamp>,
    }
}

page!(FilePage of File, "A page of a record's files, the newest first.");
