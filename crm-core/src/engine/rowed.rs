//! `rowed!`: what `record!` and `update!` add to records that are rows of a table, which `engine/storage/rows.rs` works
//! with: reading and writing, which columns an update writes, and the conditions of a filter.

/// Implements the traits of rows; see the module.
macro_rules! rowed {
    (output $Name:ident in $table:ident as $alias:ident { $( $field:ident : $ty:ty $(= $column:tt)? ),* }) => {
        impl $crate::engine::storage::Table for $Name {
            const NAMES: (&'static str, &'static str) = (stringify!($table), stringify!($alias));
            const STORED: &'static [$crate::engine::storage::StoredField] =
                &[ $( $crate::engine::rowed::rowed!(@stored $field : $ty $(= $column)?) ),* ];

            fn texts() -> &'static $crate::engine::storage::Texts {
                static TEXTS: std::sync::LazyLock<$crate::engine::storage::Texts> = std::sync::LazyLock::new(|| {
                    $crate::engine::storage::Texts::of(
                        <$Name as $crate::engine::storage::Table>::NAMES,
                        <$Name as $crate::engine::wire::Fields>::FIELDS,
                        <$Name as $crate::engine::storage::Table>::STORED,
                    )
                });
                &TEXTS
            }

            #[inline(never)] // A list and the record by its id share it.
            fn read(c: &mut $crate::engine::storage::Columns<'_>) -> $crate::engine::error::Result<Self> {
                // One way out for every field that can't be read.
                let record = 'read: {
                    Some($Name { $( $field: $crate::engine::rowed::rowed!(@column 'read c $field : $ty $(= $column)?) ),* })
                };
                record.ok_or_else(|| c.failure())
            }

            fn puts(&self) -> Vec<&dyn $crate::engine::storage::Put> {
                vec![ $( $crate::engine::rowed::rowed!(@put (&self.$field) $field $(= $column)?) ),* ]
            }
        }
    };
    (new $Name:ident for $Record:ident { $( $field:ident : $ty:ty ),* }) => {
        impl $crate::engine::storage::New<$Record> for $Name {
            fn puts(&self) -> Vec<&dyn $crate::engine::storage::Put> {
                vec![ $( &self.$field ),* ]
            }
        }
    };
    (changes $Name:ident of $Record:ident { $( $field:ident : $ty:ty ),* }) => {
        impl $crate::engine::storage::Changes<$Record> for $Name {
            fn apply(&self, record: &mut $Record) {
                $crate::engine::record::apply!(self => record; $($field),*);
            }
        }

        // What is known of a record whose creation asks for less than a caller must give.
        $crate::engine::rowed::rowed! { new $Name for $Record { $( $field : Option<$ty> ),* } }
    };
    (filter $Name:ident of $Record:ident { $( $field:ident : $how:ident $column:ident ),* }) => {
        impl $crate::engine::storage::Filter<$Record> for $Name {
            fn narrow<'a>(
                &'a self,
                tx: &dyn $crate::engine::storage::Transaction,
                list: &mut $crate::engine::storage::ListQuery<'a>,
            ) -> $crate::engine::error::Result<()> {
                let _ = tx;
                $( $crate::engine::rowed::rowed!(@narrow tx list $Record (&self.$field) $how $column); )*
                Ok(())
            }
        }
    };
    // A field's column, where it is not that of its name.
    (@stored id : $ty:ty) => {
        $crate::engine::storage::StoredField { column: Some("uid"), of: None, currency: None }
    };
    (@stored $field:ident : $ty:ty = unstored) => {
        $crate::engine::storage::StoredField { column: Some(""), of: None, currency: None }
    };
    (@stored $field:ident : $ty:ty = $column:literal) => {
        $crate::engine::storage::StoredField {
            column: Some($column),
            of: <$ty as $crate::engine::storage::Stored>::OF,
            currency: if <$ty as $crate::engine::storage::Stored>::AMOUNT { Some(concat!($column, "_currency")) } else { None },
        }
    };
    (@stored $field:ident : $ty:ty) => {
        $crate::engine::storage::StoredField {
            column: None,
            of: <$ty as $crate::engine::storage::Stored>::OF,
            currency: if <$ty as $crate::engine::storage::Stored>::AMOUNT {
                Some(concat!(stringify!($field), "_currency"))
            } else {
                None
            },
        }
    };
    // How it is read.
    (@column $out:lifetime $c:ident id : $ty:ty) => { <$ty>::from($crate::engine::rowed::rowed!(@field $out $c uuid::Uuid)) };
    (@column $out:lifetime $c:ident $field:ident : $ty:ty = unstored) => { Default::default() };
    (@column $out:lifetime $c:ident $field:ident : $ty:ty $(= $column:literal)?) => { $crate::engine::rowed::rowed!(@field $out $c $ty) };
    (@field $out:lifetime $c:ident $ty:ty) => {
        match $c.field::<$ty>() {
            Some(value) => value,
            None => break $out None,
        }
    };
    // What is written.
    (@put ($value:expr) id) => { &$value.0 };
    (@put ($value:expr) $field:ident = unstored) => { &None::<i64> };
    (@put ($value:expr) $field:ident $(= $column:literal)?) => { $value };
    // What a field of a filter asks of a column.
    (@narrow $tx:ident $list:ident $Record:ident ($value:expr) contains $column:ident) => {
        $list.contains($tx, &$crate::engine::storage::in_table::<$Record>(stringify!($column)), $value)
    };
    (@narrow $tx:ident $list:ident $Record:ident ($value:expr) is $column:ident) => {
        $crate::engine::storage::compare::<$Record, _>($list, stringify!($column), "=", $value)?
    };
    (@narrow $tx:ident $list:ident $Record:ident ($value:expr) called $column:ident) => {
        $crate::engine::storage::called::<$Record>($list, stringify!($column), $value)
    };
    (@narrow $tx:ident $list:ident $Record:ident ($value:expr) from $column:ident) => {
        $crate::engine::storage::compare::<$Record, _>($list, stringify!($column), ">=", $value)?
    };
    (@narrow $tx:ident $list:ident $Record:ident ($value:expr) before $column:ident) => {
        $crate::engine::storage::compare::<$Record, _>($list, stringify!($column), "<", $value)?
    };
    (@narrow $tx:ident $list:ident $Record:ident ($value:expr) to $column:ident) => {
        $crate::engine::storage::compare::<$Record, _>($list, stringify!($column), "<=", $value)?
    };
}
pub(crate) use rowed;
