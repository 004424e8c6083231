//! Products (产品) of the host's sales system.
//!
//! What the company sells is kept by the ERP that embeds the engine; it pushes its products ([`sales`](crate::sales)),
//! and whoever sells looks them up here by name, model or batch. The engine never changes them. Sales managers and
//! account managers may read them.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::products::ProductFilter;
//! use crm_core::sales::NewProduct;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["sales_manager", "integration"])?;
//! # let session = crm.session(erp)?;
//! let bearing = NewProduct {
//!     external_id: "P1".into(),
//!     name: "深沟球轴承".into(),
//!     model: Some("6204-2RS".into()),
//!     unit: Some("个".into()),
//!     price: Some("12.5".parse().expect("a decimal")),
//!     ..Default::default()
//! };
//! session.sales().push_products(vec![bearing], None)?;
//!
//! // Texts are found anywhere in the name or model; neither case nor full-width letters make a difference.
//! let filter = ProductFilter { name: Some("轴承".into()), model: Some("２rs".into()), ..Default::default() };
//! let found = session.products().list(Some(filter), None, None)?.items;
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].currency.as_deref(), Some("CNY")); // the company's
//! # Ok(())
//! # }
//! ```

mod object;
pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod store;
mod types;

pub use operations::Products;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::hanging::Concern;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::PRODUCT.described_by(&object::OBJECT).extended_by(&status::EXTENDS).bearing(Concern::ALL)],
    texts: texts!(),
    folded: store::FOLDED,
    ..Area::NONE
};
