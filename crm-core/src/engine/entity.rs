//! `entity!`: a kind of record that is what its fields say, declared once. Its id, what a caller gives, what may be
//! changed, and the record itself, a row of its table (`engine/storage/rows.rs`), follow from one list of fields.
//!
//! ```text
//! entity! {
//!     /// A competitor (竞争对手).
//!     COMPETITOR = "competitor": Competitor, CompetitorId, NewCompetitor, CompetitorUpdate in competitors as c {
//!         /// Its name.
//!         name: String [short],
//!         /// Its web site.
//!         website?: String [short],
//!     } reads {
//!         /// When it was recorded.
//!         created_at: Timestamp,
//!     }
//! }
//! ```
//! A field with `?` may be absent, and be emptied; one that is another record (`head?: UserId as UserRef`) is given by its
//! id and told as records mention it. What stands under `reads` is the engine's to give. A kind whose
//! callers give something else than it has is declared by `record!` and `update!`, one by one.

/// Declares a kind of record; see the module.
macro_rules! entity {
    (
        $(#[doc = $doc:tt])*
        $NAME:ident = $name:literal: $Record:ident, $Id:ident, $New:ident, $Update:ident in $table:ident as $alias:ident {
            $($fields:tt)*
        }
        $(reads { $($reads:tt)* })?
    ) => {
        $crate::engine::gate::kind::kinds! { $(#[doc = $doc])* $NAME = $name in $table; }

        $crate::engine::ids::id! {
            /// Identifies one.
            $Id
        }

        $crate::engine::entity::entity! {
            @next [$(#[doc = $doc])* $Record $Id $New $Update $table $alias [] [$($($reads)*)?]] new [] update [] output []
            $($fields)*
        }
    };
    // One to which packs may give fields too (EXT-1).
    (
        $(#[doc = $doc:tt])*
        $NAME:ident = $name:literal: $Record:ident, $Id:ident, $New:ident, $Update:ident in $table:ident as $alias:ident extended {
            $($fields:tt)*
        }
        $(reads { $($reads:tt)* })?
    ) => {
        $crate::engine::gate::kind::kinds! { $(#[doc = $doc])* $NAME = $name in $table; }

        $crate::engine::ids::id! {
            /// Identifies one.
            $Id
        }

        $crate::engine::entity::entity! {
            @next [$(#[doc = $doc])* $Record $Id $New $Update $table $alias [$NAME] [$($($reads)*)?]] new [] update [] output []
            $($fields)*
        }
    };
    (@next $head:tt new [$($new:tt)*] update [$($update:tt)*] output [$($output:tt)*]
        $(#[doc = $doc:tt])* $field:ident: $ty:ty [$($rule:tt)*], $($rest:tt)*
    ) => {
        $crate::engine::entity::entity! {
            @next $head
            new [$($new)* $(#[doc = $doc])* $field: $ty [$($rule)*],]
            update [$($update)* $(#[doc = $doc])* $field: $ty [required, $($rule)*],]
            output [$($output)* $(#[doc = $doc])* $field: $ty,]
            $($rest)*
        }
    };
    (@next $head:tt new [$($new:tt)*] update [$($update:tt)*] output [$($output:tt)*]
        $(#[doc = $doc:tt])* $field:ident?: $ty:ty [$($rule:tt)*], $($rest:tt)*
    ) => {
        $crate::engine::entity::entity! {
            @next $head
            new [$($new)* $(#[doc = $doc])* $field: Option<$ty> = None [$($rule)*],]
            update [$($update)* $(#[doc = $doc])* $field: $ty [$($rule)*],]
            output [$($output)* $(#[doc = $doc])* $field: Option<$ty>,]
            $($rest)*
        }
    };
    // Another record, given by its id and told as records mention it.
    (@next $head:tt new [$($new:tt)*] update [$($update:tt)*] output [$($output:tt)*]
        $(#[doc = $doc:tt])* $field:ident?: $ty:ty as $told:ty [$($rule:tt)*], $($rest:tt)*
    ) => {
        $crate::engine::entity::entity! {
            @next $head
            new [$($new)* $(#[doc = $doc])* $field: Option<$ty> = None [$($rule)*],]
            update [$($update)* $(#[doc = $doc])* $field: $ty [$($rule)*],]
            output [$($output)* $(#[doc = $doc])* $field: Option<$told>,]
            $($rest)*
        }
    };
    (@next [$(#[doc = $doc:tt])* $Record:ident $Id:ident $New:ident $Update:ident $table:ident $alias:ident [] [$($reads:tt)*]]
        new [$($new:tt)*] update [$($update:tt)*] output [$($output:tt)*]
    ) => {
        $crate::engine::record::record! {
            /// What a caller gives to create one.
            input $New for $Record { $($new)* }
        }

        $crate::engine::record::update! {
            /// Changes to one; what is not named stays as it is.
            $Update of $Record { $($update)* }
        }

        $crate::engine::record::record! {
            $(#[doc = $doc])*
            output $Record in $table as $alias {
                /// Its id.
                id: $Id,
                /// Its version, for updates.
                version: i64,
                $($output)*
                $($reads)*
            }
        }
    };
    (@next [$(#[doc = $doc:tt])* $Record:ident $Id:ident $New:ident $Update:ident $table:ident $alias:ident [$NAME:ident] [$($reads:tt)*]]
        new [$($new:tt)*] update [$($update:tt)*] output [$($output:tt)*]
    ) => {
        $crate::engine::record::record! {
            /// What a caller gives to create one.
            input $New for $Record {
                $($new)*
                /// Values of the fields that packs give such records, by their names.
                custom: Option<$crate::engine::tree::Tree> = None,
            }
        }

        $crate::engine::record::update! {
            /// Changes to one; what is not named stays as it is.
            $Update of $Record {
                $($update)*
                /// Values of the fields that packs give such records, by their names; a null empties one.
                custom: $crate::engine::tree::Tree [required],
            }
        }

        $crate::engine::record::record! {
            $(#[doc = $doc])*
            output $Record extended of $NAME in $table as $alias {
                /// Its id.
                id: $Id,
                /// Its version, for updates.
                version: i64,
                $($output)*
                $($reads)*
            }
        }
    };
}
pub(crate) use entity;
