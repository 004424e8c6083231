//! Pages of a list: by key, never by offset, so that the thousandth page costs what the first does.
//!
//! A list gives [`DEFAULT_LIMIT`] rows unless asked for another number. Where its page has a `next`, there is more:
//! pass it as `after`, with the same filter.
//!
//! ```
//! use crm_core::{Crm, DictionaryFilter, PageRequest};
//!
//! # fn main() -> crm_core::Result<()> {
//! # let crm = Crm::open_in_memory()?;
//! # let admin = crm.bootstrap("admin", "管理员", &["system_administrator"])?;
//! # let session = crm.session(admin)?;
//! let filter = DictionaryFilter { category: Some("region".into()), ..Default::default() };
//! let mut request = PageRequest { limit: Some(3), count: Some(true), ..Default::default() };
//! let mut regions = Vec::new();
//! loop {
//!     let page = session.dictionary().list(Some(filter.clone()), Some(request.clone()))?;
//!     if let Some(total) = page.total {
//!         assert_eq!((total.count, total.more), (8, false)); // counted once, on the first page
//!         request.count = None;
//!     }
//!     regions.extend(page.items.into_iter().map(|entry| entry.item));
//!     match page.next {
//!         Some(next) => request.after = Some(next),
//!         None => break,
//!     }
//! }
//! assert_eq!(regions, ["华北", "华东", "华南", "华中", "东北", "西北", "西南", "海外"]);
//! # Ok(())
//! # }
//! ```

use serde::{Deserialize, Serialize};

use crate::error::{CrmError, Result};
use crate::record::record;
use crate::storage::{Cell, FromValue, Value};

/// Counting stops here and says "more".
pub const COUNT_LIMIT: i64 = 1_000;

/// Rows on a page where the caller names no limit.
pub const DEFAULT_LIMIT: i64 = 50;

/// Rows on a page at the most.
pub const MAX_LIMIT: i64 = 10_000;

record! {
    /// Which part of a list is wanted.
    input PageRequest {
        /// The `next` of the page before; absent for the first page. Opaque: it holds for the same list, filter and
        /// order only.
        after: Option<String> = None [text(2000)],
        /// Rows wanted, 1 to 10,000; 50 where absent.
        limit: Option<i64> = None [range(1, 10_000), default("50")],
        /// Whether the rows of the whole list are to be counted, up to 1,000.
        count: Option<bool> = None [default("false")],
    }
}

record! {
    /// How many rows a list has.
    output Total {
        /// The number of rows, 1,000 at the most.
        count: i64,
        /// Whether there are more than `count`.
        more: bool,
    }
}

/// Declares the page type of a list: `page!(OpportunityPage of Opportunity, "A page of opportunities.")`.
macro_rules! page {
    ($Name:ident of $Item:ty, $doc:tt) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        pub struct $Name {
            /// The records, in the list's order.
            pub items: Vec<$Item>,
            /// Pass it as `after` to get the next page; absent on the last one.
            pub next: Option<String>,
            /// The rows of the whole list, where the request asked for a count.
            pub total: Option<$crate::page::Total>,
        }

        $crate::record::record!(@schema $Name [$doc] {
            ["The records, in the list's order."] items : Vec<$Item> [] []
            ["Pass it as `after` to get the next page; absent on the last one."] next : Option<String> [] []
            ["The rows of the whole list, where the request asked for a count."]
                total : Option<$crate::page::Total> [] []
        });
        $crate::record::record!(@wire $Name output {
            items : Vec<$Item>, next : Option<String>, total : Option<$crate::page::Total>
        });

        #[cfg(feature = "python")]
        $crate::python::page_class!($Name of $Item);

        impl From<(Vec<$Item>, Option<String>, Option<$crate::page::Total>)> for $Name {
            fn from((items, next, total): (Vec<$Item>, Option<String>, Option<$crate::page::Total>)) -> Self {
                $Name { items, next, total }
            }
        }
    };
}
pub(crate) use page;

/// Rows to return for a request.
pub(crate) fn limit(request: &Option<PageRequest>) -> usize {
    let wanted = request.as_ref().and_then(|r| r.limit).unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    usize::try_from(wanted).unwrap_or(usize::MAX)
}

/// One value of a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Integer(i64),
    Text(String),
    Null,
}

impl Key {
    pub(crate) fn value<'a>(&self) -> Value<'a> {
        match self {
            Key::Integer(i) => Value::Integer(*i),
            Key::Text(t) => Value::from(t.clone()),
            Key::Null => Value::Null,
        }
    }
}

impl FromValue for Key {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Integer(i) => Ok(Key::Integer(i)),
            Cell::Text(t) => Ok(Key::Text(t.to_owned())),
            Cell::Null => Ok(Key::Null),
            Cell::Blob(_) => Err(CrmError::bug("a cursor over bytes")),
        }
    }
}

/// `name` and the keys as JSON: readable in a log, and opaque by contract.
pub(crate) fn encode_cursor(name: &str, keys: &[Key]) -> String {
    serde_json::to_string(&(name, keys)).unwrap_or_default()
}

/// The keys of a cursor, if it is one of this list.
pub(crate) fn decode_cursor(name: &str, cursor: &str, keys: usize) -> Result<Vec<Key>> {
    match serde_json::from_str::<(String, Vec<Key>)>(cursor) {
        Ok((of, found)) if of == name && found.len() == keys => Ok(found),
        _ => Err(CrmError::cursor()),
    }
}
