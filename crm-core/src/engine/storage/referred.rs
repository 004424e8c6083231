//! Fields as they stand in tables: a value in a column, or the mention of a record of another table, which is kept as
//! that one's key and read by a join.

use rust_decimal::Decimal;

use super::value::{Columns, FromValue, ToValue, Value, from_millionths, millionths};
use crate::engine::error::Result;
use crate::engine::money::Money;
use crate::engine::tree::Tree;

/// Another table that a column refers to.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) table: &'static str,
    /// What is read of its row, the id first.
    pub(crate) columns: &'static [&'static str],
    /// Whether there may be none.
    pub(crate) optional: bool,
}

/// A type of fields that stand in tables.
pub(crate) trait Stored: Put + Sized {
    /// The table it refers to.
    const OF: Option<&'static Reference>;
    /// Whether it is an amount, whose currency stands in the column of its name with `_currency` behind it.
    const AMOUNT: bool = false;

    /// Reads its columns.
    fn read(c: &mut Columns<'_>) -> Result<Self>;
}

/// What is written into a column.
pub(crate) trait Put {
    /// The value; of a reference the public id, by which the key is found.
    fn put(&self) -> Result<Value<'_>>;

    /// The table that a reference refers to.
    fn of(&self) -> Option<&'static Reference> {
        None
    }

    /// Of an amount that may be there, its currency, which stands beside it.
    fn currency(&self) -> Option<Value<'_>> {
        None
    }
}

impl<T: FromValue + ToValue> Stored for T {
    const OF: Option<&'static Reference> = None;

    fn read(c: &mut Columns<'_>) -> Result<Self> {
        c.next()
    }
}

impl<T: FromValue + ToValue> Put for T {
    fn put(&self) -> Result<Value<'_>> {
        Ok(self.to_value())
    }
}

/// A quantity or a unit price, in whole millionths.
impl Stored for Option<Decimal> {
    const OF: Option<&'static Reference> = None;

    fn read(c: &mut Columns<'_>) -> Result<Self> {
        Ok(c.next::<Option<i64>>()?.map(from_millionths))
    }
}

/// What a filter compares with one.
impl Stored for Decimal {
    const OF: Option<&'static Reference> = None;

    fn read(c: &mut Columns<'_>) -> Result<Self> {
        c.next().map(from_millionths)
    }
}

impl Put for Decimal {
    fn put(&self) -> Result<Value<'_>> {
        millionths(*self).map(Value::from)
    }
}

/// What is given for custom fields stands in another table, and in no column of this one.
impl Put for Option<Tree> {
    fn put(&self) -> Result<Value<'_>> {
        Ok(Value::Null)
    }
}

impl Put for Option<Decimal> {
    fn put(&self) -> Result<Value<'_>> {
        self.map_or(Ok(Value::Null), |decimal| millionths(decimal).map(Value::from))
    }
}

/// An amount in whole minor units, with its currency beside it.
impl Stored for Option<Money> {
    const OF: Option<&'static Reference> = None;
    const AMOUNT: bool = true;

    fn read(c: &mut Columns<'_>) -> Result<Self> {
        Money::read_optional(c)
    }
}

impl Put for Option<Money> {
    fn put(&self) -> Result<Value<'_>> {
        self.as_ref().map_or(Ok(Value::Null), |money| money.minor().map(Value::from))
    }

    fn currency(&self) -> Option<Value<'_>> {
        Some(self.as_ref().map_or(Value::Null, |money| money.currency.as_str().into()))
    }
}

/// Declares what records mention others by: `referred! { UserRef in users { id: UserId, display_name } }`, and the id
/// alone, `referred! { CustomerId in customers }`. The rest of a mention may be unknown while it is written, and is read
/// behind that.
macro_rules! referred {
    (@put) => {
        fn of(&self) -> Option<&'static $crate::engine::storage::Reference> {
            <Self as $crate::engine::storage::Stored>::OF
        }
    };
    (@of $table:ident [uid $(, $column:ident)*] $optional:literal) => {
        const OF: Option<&'static $crate::engine::storage::Reference> = Some(&$crate::engine::storage::Reference {
            table: stringify!($table),
            columns: &["uid" $(, stringify!($column))*],
            optional: $optional,
        });
    };
    ($Id:ident in $table:ident) => {
        impl $crate::engine::storage::Stored for $Id {
            $crate::engine::storage::referred!(@of $table [uid] false);
            fn read(c: &mut $crate::engine::storage::Columns<'_>) -> $crate::engine::error::Result<Self> {
                c.next().map($Id)
            }
        }
        impl $crate::engine::storage::Put for $Id {
            $crate::engine::storage::referred!(@put);
            fn put(&self) -> $crate::engine::error::Result<$crate::engine::storage::Value<'_>> {
                Ok((&self.0).into())
            }
        }
        impl $crate::engine::storage::Stored for Option<$Id> {
            $crate::engine::storage::referred!(@of $table [uid] true);
            fn read(c: &mut $crate::engine::storage::Columns<'_>) -> $crate::engine::error::Result<Self> {
                Ok(c.next::<Option<uuid::Uuid>>()?.map($Id))
            }
        }
        impl $crate::engine::storage::Put for Option<$Id> {
            $crate::engine::storage::referred!(@put);
            fn put(&self) -> $crate::engine::error::Result<$crate::engine::storage::Value<'_>> {
                Ok(self.as_ref().map_or($crate::engine::storage::Value::Null, |id| (&id.0).into()))
            }
        }
    };
    ($Ref:ident in $table:ident { id: $Id:ident $(, $field:ident)* $(,)? }) => {
        #[allow(dead_code, reason = "which of them is needed depends on who mentions it")]
        impl $Ref {
            /// The mention of a record of which the id alone is known; the rest is read behind the write.
            pub(crate) fn known(id: $Id) -> $Ref {
                $Ref { id, $($field: Default::default()),* }
            }

            /// Reads the id and the other columns.
            pub(crate) fn read(c: &mut $crate::engine::storage::Columns<'_>) -> $crate::engine::error::Result<$Ref> {
                Ok($Ref { id: $Id(c.next()?), $($field: c.next()?),* })
            }

            /// Reads them, all NULL where there is none.
            pub(crate) fn read_optional(
                c: &mut $crate::engine::storage::Columns<'_>,
            ) -> $crate::engine::error::Result<Option<$Ref>> {
                let Some(id) = c.next()? else {
                    c.skip([$(stringify!($field)),*].len());
                    return Ok(None);
                };
                Ok(Some($Ref { id: $Id(id), $($field: c.next()?),* }))
            }
        }
        impl $crate::engine::storage::Stored for $Ref {
            $crate::engine::storage::referred!(@of $table [uid $(, $field)*] false);
            fn read(c: &mut $crate::engine::storage::Columns<'_>) -> $crate::engine::error::Result<Self> {
                $Ref::read(c)
            }
        }
        impl $crate::engine::storage::Put for $Ref {
            $crate::engine::storage::referred!(@put);
            fn put(&self) -> $crate::engine::error::Result<$crate::engine::storage::Value<'_>> {
                Ok((&self.id.0).into())
            }
        }
        impl $crate::engine::storage::Stored for Option<$Ref> {
            $crate::engine::storage::referred!(@of $table [uid $(, $field)*] true);
            fn read(c: &mut $crate::engine::storage::Columns<'_>) -> $crate::engine::error::Result<Self> {
                $Ref::read_optional(c)
            }
        }
        impl $crate::engine::storage::Put for Option<$Ref> {
            $crate::engine::storage::referred!(@put);
            fn put(&self) -> $crate::engine::error::Result<$crate::engine::storage::Value<'_>> {
                Ok(self.as_ref().map_or($crate::engine::storage::Value::Null, |mention| (&mention.id.0).into()))
            }
        }
        impl $crate::engine::record::Settable<$Id> for Option<$Ref> {
            fn set(&mut self, value: &Option<$Id>, clear: bool) {
                match value {
                    Some(id) if self.as_ref().is_none_or(|mention| mention.id != *id) => *self = Some($Ref::known(*id)),
                    None if clear => *self = None,
                    _ => {}
                }
            }
        }
    };
}
pub(crate) use referred;
