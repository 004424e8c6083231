//! Stock (库存) of the host's sales system.
//!
//! How much of a product lies in which warehouse is kept by the ERP that embeds the engine; it pushes rows of stock
//! ([`sales`](crate::sales)), and whoever sells looks here before promising anything. The engine never changes them.
//! Sales managers and account managers may read them. A row may arrive before its product does.
//!
//! ```
//! use crm_core::Crm;
//! use crm_core::sales::{NewProduct, NewStock};
//! use crm_core::stock::StockFilter;
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let erp = crm.bootstrap("erp", "ERP", &["sales_manager", "integration"])?;
//! # let session = crm.session(erp)?;
//! # let bearing = NewProduct { external_id: "P1".into(), name: "深沟球轴承".into(), ..Default::default() };
//! # session.sales().push_products(vec![bearing], None)?;
//! let row = |key: &str, warehouse: &str, quantity: &str| NewStock {
//!     external_id: key.into(),
//!     product_external_id: "P1".into(),
//!     warehouse: warehouse.into(),
//!     quantity: quantity.parse().expect("a decimal"),
//!     ..Default::default()
//! };
//! session.sales().push_stock(vec![row("1", "上海仓", "120"), row("2", "广州仓", "7.5")], None)?;
//!
//! let filter = StockFilter { product_name: Some("轴承".into()), warehouse: Some("上海".into()), ..Default::default() };
//! let found = session.stock().list(Some(filter), None)?.items;
//! assert_eq!(found.len(), 1);
//! assert_eq!(found[0].quantity.to_string(), "120");
//! # Ok(())
//! # }
//! ```

pub(crate) mod operations;
pub(crate) mod rules;
mod status;
mod store;
mod types;

pub use operations::StockArea;
pub use types::*;

use crate::engine::area::Area;
use crate::engine::labels::texts;

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::STOCK],
    texts: texts!(),
    folded: store::FOLDED,
    ..Area::NONE
};
