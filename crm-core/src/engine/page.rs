//! Pages of a list: by key, never by offset, so that the thousandth page costs what the first does.
//!
//! A list gives [`DEFAULT_LIMIT`] rows unless asked for another number. A page ends by size too, with the row that brings
//! its texts to [`MAX_TEXTS`] bytes, so it may hold fewer rows than were asked for. Where it has a `next`, there is more:
//! pass it as `after`, with the same filter.
//!
//! ```
//! use crm_core::{Crm, PageRequest};
//! use crm_core::dictionary::DictionaryFilter;
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

use crate::engine::cursor::{self, Key};
use crate::engine::error::Result;
use crate::engine::record::record;
use crate::engine::schema::Schema;

/// Counting stops here and says "more".
pub const COUNT_LIMIT: i64 = 1_000;

/// Rows on a page where the caller names no limit.
pub const DEFAULT_LIMIT: i64 = 50;

/// Rows on a page at the most.
pub const MAX_LIMIT: i64 = 10_000;

/// A page ends with the row that brings its texts to so many bytes: 4 MiB.
pub const MAX_TEXTS: usize = 4 * 1024 * 1024;

/// A list inside a row of a list carries none behind the element that brings its texts to so many bytes: 1 MiB.
pub(crate) const MAX_INSIDE_TEXTS: usize = 1024 * 1024;

/// Rows of the lists inside a record ([`Room::of_record`]) that one answer carries.
pub(crate) const MAX_INSIDE: usize = 1_000;

record! {
    /// Which part of a list is wanted.
    input PageRequest {
        /// The `next` of the page before; absent, or empty, for the first page. Letters and digits, opaque: it holds
        /// for the same list, filter and order only.
        after: Option<String> = None [cursor],
        /// Rows wanted, 1 to 10,000; 50 where absent. A page whose texts come to 4 MiB before ends there.
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

record! {
    /// How many there were.
    output Count {
        /// The number.
        count: i64,
    }
}

/// Declares the page type of a list: `page!(OpportunityPage of Opportunity, "A page of opportunities.")`; one that says
/// whether something is left out of it names `partial` before its documentation.
macro_rules! page {
    ($Name:ident of $Item:ty, partial, $doc:tt) => {
        $crate::engine::page::page!(@declare $Name of $Item, $doc, [
            ["Whether something is left out that the caller does not see."] partial : bool
        ]);
    };
    ($Name:ident of $Item:ty, $doc:tt) => {
        $crate::engine::page::page!(@declare $Name of $Item, $doc, []);
    };
    (@declare $Name:ident of $Item:ty, $doc:tt, [$( [$more_doc:tt] $more:ident : $ty:ty )?]) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        pub struct $Name {
            /// The records, in the list's order.
            pub items: Vec<$Item>,
            /// Pass it as `after` to get the next page; absent on the last one.
            pub next: Option<String>,
            /// The rows of the whole list, where the request asked for a count.
            pub total: Option<$crate::engine::page::Total>,
            $( #[doc = $more_doc] pub $more: $ty, )?
        }

        $crate::engine::record::record!(@schema $Name (None) [$doc] {
            ["The records, in the list's order."] items : Vec<$Item> [] []
            ["Pass it as `after` to get the next page; absent on the last one."] next : Option<String> [] []
            ["The rows of the whole list, where the request asked for a count."]
                total : Option<$crate::engine::page::Total> [] []
            $( [$more_doc] $more : $ty [] [] )?
        });
        $crate::engine::record::record!(@wire $Name output [] [] {
            items : Vec<$Item>, next : Option<String>, total : Option<$crate::engine::page::Total> $(, $more : $ty)?
        });

        #[cfg(feature = "python")]
        $crate::engine::python::page_class!($Name of $Item $(, $more)?);

        impl From<(Vec<$Item>, Option<String>, Option<$crate::engine::page::Total>)> for $Name {
            fn from((items, next, total): (Vec<$Item>, Option<String>, Option<$crate::engine::page::Total>)) -> Self {
                $Name { items, next, total $(, $more: Default::default())? }
            }
        }
    };
}
pub(crate) use page;

/// What a page, or an answer with several lists, still has room for.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    pub(crate) rows: usize,
    bytes: usize,
}

impl Room {
    /// The room of the page that is asked for.
    pub(crate) fn of(request: &Option<PageRequest>) -> Room {
        let wanted = request.as_ref().and_then(|r| r.limit).unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
        Room { rows: usize::try_from(wanted).unwrap_or(usize::MAX), bytes: MAX_TEXTS }
    }

    /// The room for all the lists inside one record.
    pub(crate) fn of_record() -> Room {
        Room { rows: MAX_INSIDE, bytes: MAX_TEXTS }
    }

    /// Takes a row in; says whether the page ends with it.
    pub(crate) fn take<T: Schema>(&mut self, row: &T) -> bool {
        self.take_with(row, 0)
    }

    /// The same of a row of which so many bytes are read elsewhere.
    pub(crate) fn take_with<T: Schema>(&mut self, row: &T, more: usize) -> bool {
        self.rows = self.rows.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(row.text_bytes().saturating_add(more));
        self.is_full()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows == 0 || self.bytes == 0
    }
}

/// The request for what follows in the one list inside a record.
pub(crate) fn behind(after: &Option<String>) -> Option<PageRequest> {
    after.as_ref().map(|after| PageRequest { after: Some(after.clone()), ..Default::default() })
}

/// Lists inside one record, given one behind the other as if they were one list: where each goes on.
pub(crate) struct Inside {
    name: &'static str,
    places: Vec<Place>,
}

/// Where one of the lists goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Beginning,
    Behind(String),
    Finished,
}

impl Inside {
    /// As many lists of the record called `name`, behind its `next`.
    pub(crate) fn of(name: &'static str, lists: usize, after: &Option<String>) -> Result<Inside> {
        let Some(after) = after else { return Ok(Inside { name, places: vec![Place::Beginning; lists] }) };
        let keys = cursor::decode(name, after, lists)?;
        let place = |key| match key {
            Key::Integer(_) => Place::Beginning,
            Key::Text(cursor) => Place::Behind(cursor),
            Key::Null => Place::Finished,
        };
        Ok(Inside { name, places: keys.into_iter().map(place).collect() })
    }

    /// What is to be read of a list now; `None` where it was given, or has no room any more.
    pub(crate) fn request(&self, list: usize, room: &Room) -> Option<Option<PageRequest>> {
        match self.places.get(list) {
            _ if room.is_full() => None,
            Some(Place::Beginning) => Some(None),
            Some(Place::Behind(cursor)) => {
                Some(Some(PageRequest { after: Some(cursor.clone()), ..Default::default() }))
            }
            Some(Place::Finished) | None => None,
        }
    }

    /// Notes where a list that was read ended.
    pub(crate) fn ended(&mut self, list: usize, next: Option<String>) {
        if let Some(place) = self.places.get_mut(list) {
            *place = next.map_or(Place::Finished, Place::Behind);
        }
    }

    /// The `next` of the record; `None` where all lists were given to their ends.
    pub(crate) fn next(&self) -> Option<String> {
        if self.places.iter().all(|place| *place == Place::Finished) {
            return None;
        }
        let key = |place: &Place| match place {
            Place::Beginning => Key::Integer(0),
            Place::Behind(cursor) => Key::Text(cursor.clone()),
            Place::Finished => Key::Null,
        };
        Some(cursor::encode(self.name, &self.places.iter().map(key).collect::<Vec<_>>()))
    }
}
