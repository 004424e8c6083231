//! Departments (部门) of the company.
//!
//! A tree of names: a department may be part of another one, and a user may belong to one. They tell people who is who;
//! permissions don't depend on them. A department may have a head (负责人), one of the active users. Somebody's *superior*
//! (上级) is the head of their department or, where that one is missing, disabled or themselves, of the nearest department
//! above for which it is none of these; what packs define asks for them. Every signed-in user reads the tree; system administrators change it. A department
//! that has users or parts, or that something is shared with, can't be deleted.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::departments::NewDepartment;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let departments = session.departments();
//! let sales = departments.create(NewDepartment { name: "销售部".into(), ..Default::default() }, None)?;
//! departments.create(NewDepartment { name: "华东组".into(), parent: Some(sales.id), ..Default::default() }, None)?;
//!
//! // In the order of the tree, ready to be printed with its depth as the indent.
//! let tree: Vec<_> = departments.list()?.into_iter().map(|d| (d.depth, d.name)).collect();
//! assert_eq!(tree, [(0, "销售部".to_owned()), (1, "华东组".to_owned())]);
//! assert_eq!(departments.delete(sales.id, None).unwrap_err().code(), "conflict");
//! # Ok(())
//! # }
//! ```

mod object;
pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Departments;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::gate::kind::found;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::DEPARTMENT
        .described_by(&object::OBJECT)
        .extended_by(&status::EXTENDS)
        .found_by(|cx, id| found(store::get(cx.tx(), DepartmentId(id.0))?))],
    texts: texts!(),
    held: store::HELD,
    ..Area::NONE
};
