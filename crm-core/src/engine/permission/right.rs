//! The rows of an area's `status.rs`: who may call an operation, on whose record, and when.
//!
//! ```text
//! rights! {
//!     create by MA;
//!     get    by MA on OPPORTUNITY whose READER;
//!     assign by M  on OPPORTUNITY              when [UNASSIGNED];
//! }
//! ```
//! `by` names the built-in roles that hold the operation, by their letters ([`BUILT_IN_ROLES`]), or `everyone` who has
//! signed in; without it nobody does by role. `on` names the kind of record that the operation is called on (or several, with
//! `or` between them), `whose` a
//! [`Whose`] (anybody's where absent), `when` the states in which it is possible (any where absent). An operation
//! without a row does not compile, nor does a row without an operation pass the lints.

use super::BUILT_IN_ROLES;
use crate::engine::gate::guard::Guard;
use crate::engine::operations::same;

/// One row: who may call an operation.
#[derive(Debug)]
pub(crate) struct Right {
    pub(crate) holders: Holders,
    /// What is asked of the record, where the operation is called on one.
    pub(crate) guard: Option<Guard<'static>>,
}

/// Who holds an operation, whatever the record.
#[derive(Debug)]
pub(crate) struct Holders {
    /// Every signed-in user does.
    pub(crate) everyone: bool,
    /// The letters of the built-in roles that do.
    letters: &'static str,
}

impl Holders {
    /// Those that a row names.
    pub(crate) const fn named(who: &'static str) -> Holders {
        if same(who, "everyone") {
            return Holders { everyone: true, letters: "" };
        }
        let mut i = 0;
        while i < who.len() {
            assert!(is_role(who.as_bytes()[i]), "a built-in role has no such letter");
            i += 1;
        }
        Holders { everyone: false, letters: who }
    }

    /// Whether the built-in role of that letter is among them.
    pub(super) fn include(&self, letter: char) -> bool {
        self.letters.contains(letter)
    }
}

const fn is_role(letter: u8) -> bool {
    let mut i = 0;
    while i < BUILT_IN_ROLES.len() {
        if BUILT_IN_ROLES[i].letter as u32 == letter as u32 {
            return true;
        }
        i += 1;
    }
    false
}

/// Declares the rows of an area; see the module.
macro_rules! rights {
    ($( $operation:ident $(by $who:ident)? $(on $Kind:ident $(or $Other:ident)* $(whose $whose:ident)? $(when [$($state:expr),+])?)?; )*) => {
        /// The rows of the table, each named after its operation.
        #[allow(non_upper_case_globals, unused_imports, reason = "as the operations are spelt; not every row names something")]
        pub(crate) mod rights {
            use super::*;
            use $crate::engine::permission::{Holders, Right};
            use $crate::engine::gate::guard::{Guard, Whose};

            $( pub(crate) static $operation: Right = Right {
                holders: Holders::named(concat!($(stringify!($who))?)),
                guard: $crate::engine::permission::rights!(@guard $([$Kind $($Other)*] [$($whose)?] [$($($state),+)?])?),
            }; )*
        }
    };
    (@guard) => {
        None
    };
    (@guard [$($Kind:ident)+] [$($whose:ident)?] [$($state:expr),*]) => {
        Some(Guard {
            on: const { &[$( $crate::engine::gate::Entity::$Kind ),+] },
            whose: $crate::engine::permission::rights!(@whose $($whose)?),
            when: &[$($state),*],
        })
    };
    (@whose) => {
        Whose::Anyone
    };
    (@whose $whose:ident) => {
        $whose
    };
}
pub(crate) use rights;
