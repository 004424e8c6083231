//! Files (附件) on records of any kind: contracts, drawings, pictures, kept once however often they are put somewhere.
//!
//! Whoever reads a record reads its files, and roles that work with records add some, whatever the record's state is. Who put one
//! there, or maintains the record, renames, replaces and deletes it. Small ones are put in one call, large ones sent in parts,
//! which go on where they were cut off. A new version leaves the old ones readable. With its record a file goes; what was in it
//! goes at night, where no other file has the same.
//!
//! ```
//! use crm_core::{Bytes, Crm};
//! use crm_core::files::NewFile;
//! use crm_core::objects::RecordKey;
//! # use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! let new = NewFile { name: "报价.pdf".into(), ..Default::default() };
//! let file = session.files().put(record.clone(), new, Bytes(b"%PDF-1.7 ...".to_vec()), None)?;
//! assert_eq!((file.media_type.as_str(), file.inline_safe), ("application/pdf", true));
//!
//! // A large one, in parts.
//! let new = NewFile { name: "图纸.dwg".into(), size: Some(6), ..Default::default() };
//! let upload = session.files().begin(record.clone(), new, None)?;
//! let upload = session.files().append(upload.id, 0, Bytes(b"abc".to_vec()))?;
//! assert_eq!(upload.received, 3);
//! session.files().append(upload.id, 3, Bytes(b"def".to_vec()))?;
//! let drawing = session.files().finish(upload.id, None)?;
//! assert_eq!(session.files().read(drawing.id, None, Some(2), Some(3))?, Bytes(b"cde".to_vec()));
//! assert_eq!(session.files().list(record, None)?.items.len(), 2);
//! # Ok(())
//! # }
//! ```

mod cleaning;
mod media;
pub(crate) mod names;
pub(crate) mod operations;
pub(crate) mod outside;
pub(crate) mod putting;
pub(crate) mod rules;
pub(crate) mod sending;
mod status;
mod store;
mod types;

pub use operations::Files;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::calendar;
use crate::engine::gate::Entity;
use crate::engine::gate::kind::found;
use crate::engine::hanging::{Concern, Hanging};
use crate::engine::labels::texts;
use crate::engine::schedule::{Job, Task};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::FILE.hanging().found_by(|cx, id| found(rules::subject(cx, FileId(id.0))?)), kinds::UPLOAD],
    texts: texts!(),
    hangs: &[Hanging {
        concern: Concern::Files,
        columns: &["name", "description", "size", "media_type", "file_version", "uploader", "created_at"],
        table: "files",
        kind: Some(Entity::FILE),
        field: None,
        alone: Some(store::delete_all),
        follows: None,
    }],
    derived: &[&cleaning::Space],
    jobs: &[Task {
        job: Job::FILE_CONTENTS,
        doc: "Removing what was in files that went, at 03:00 in the company's time zone (FILE-3).",
        last: calendar::last_night,
        next: calendar::next_night,
        work_from: Some(cleaning::from),
        run: cleaning::run,
    }],
    due: &[sending::IDLE],
    ..Area::NONE
};
