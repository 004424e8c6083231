//! Pools (公海): customers and leads that nobody owns, which account managers claim.
//!
//! A pool is a setup document of the kind `pool`: what it takes, who it is for, who looks after it, and how much of it somebody may
//! have. A pooled record is nobody's: a customer has no account manager, an opportunity is unassigned. Its members see the records
//! whatever their scope, but for the fields that it hides, and claim them ([`Pools::claim`]); sales managers and who looks after it give
//! them ([`Pools::give`]). Every stay is kept, and whose a record was ([`Pools::stays`], `customers.owners`).
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::objects::RecordKey;
//! # use crm_core::opportunities::NewOpportunity;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let han = crm.bootstrap("han.meimei", "韩梅梅", &["sales_manager", "account_manager"])?;
//! # let session = crm.session(han)?;
//! # let new = NewOpportunity {
//! #     customer_name: "华东精密机械".into(),
//! #     summary: "数控机床 12 台".into(),
//! #     description: "年底前更换旧设备".into(),
//! #     ..Default::default()
//! # };
//! # let opportunity = session.opportunities().create(new, None, None)?;
//! session.setup().put("pool".into(), "线索池".into(), r#"{"of": "opportunity", "per_day": 3}"#.parse()?, None, None, None)?;
//! session.setup().enable("pool".into(), "线索池".into())?;
//! let record = RecordKey { object: "opportunity".into(), id: opportunity.id.into() };
//! session.pools().put(vec![record.clone()], "没时间跟进".into(), None)?;
//! assert_eq!(session.pools().standing("线索池".into())?.left, Some(3));
//!
//! session.pools().claim("线索池".into(), vec![record.clone()])?;
//! assert_eq!(session.opportunities().get(opportunity.id)?.assignee.map(|user| user.id), Some(han));
//! let again = session.pools().claim("线索池".into(), vec![record]).unwrap_err();
//! assert_eq!(again.code(), "conflict");
//! # Ok(())
//! # }
//! ```

pub(crate) mod ledger;
pub(crate) mod operations;
pub(crate) mod recycle;
pub(crate) mod rules;
pub(crate) mod setup;
mod standing;
mod status;
pub(crate) mod store;
mod types;

pub use operations::Pools;
pub use setup::{DealtKind, Pool, PoolMembers, RecycleRule};
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    texts: texts!(),
    derived: &[&recycle::Kept(DealtKind::Customer), &recycle::Kept(DealtKind::Opportunity)],
    due: &[recycle::NIGHTLY, recycle::DAYS],
    setup: &[&setup::POOL],
    settles: Some(recycle::settle),
    ..Area::NONE
};
