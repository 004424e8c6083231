//! Operations: what a host can ask for. Each is declared once, in its area's `operations.rs`, as plainly as a function
//! signature; every binding is a projection of these tables.
//!
//! ```text
//! write fn assign(id: OpportunityId, assignee: UserId, version: Option<i64> = None) -> Opportunity;
//! ```
//! `read` or `write` says which transaction it runs in. Flags in brackets: `confirm` (a person should confirm it
//! first), `bulk` (the audit keeps a summary instead of the arguments), `sliced` (it runs in several transactions: its
//! rule takes `Slices` in place of a context), `tells` (beside `sliced`: its rule tells which records are wrong, so what
//! the declared rules found is its to refuse), `enrols` (open to a user who must set up a second factor first), `everything`
//! (it shows the whole database, so that nothing may be withheld from who calls it), `whole` (it works on all records of a
//! kind, so that who calls it must see all of them), and the code of an error with which it can fail beside those that follow
//! from its arguments (`not_found`). The rule behind `opportunities.assign` is the function
//! `opportunities::rules::assign`, which takes the context and a reference to each argument.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::engine::area;
use crate::engine::error::{CrmError, ERROR_CODES, Result};
use crate::engine::gate::AnyCall;
use crate::engine::gate::guard::Guard;
use crate::engine::permission::Right;
use crate::engine::record::choices;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::validate::Violations;
use crate::engine::wire::Wire;

choices! {
    /// Whether an operation changes anything.
    Access {
        /// It runs on a snapshot and changes nothing.
        Read = "read",
        /// It runs in a writing transaction and is audited.
        Write = "write",
    }
}

/// One operation, described.
///
/// ```
/// use crm_core::{Access, Operation};
///
/// let assign = Operation::find("opportunities.assign").expect("an operation of this version");
/// assert_eq!(assign.access, Access::Write);
/// assert_eq!(assign.roles().collect::<Vec<_>>(), ["sales_manager"]);
/// assert_eq!(assign.states(), ["unassigned"]);
/// assert_eq!(assign.arguments.iter().map(|a| a.name()).collect::<Vec<_>>(), ["id", "assignee", "version", "pipeline"]);
/// ```
pub struct Operation {
    /// Its name everywhere: the call, the permission, the audit entry. `opportunities.assign`.
    pub name: &'static str,
    /// The area it belongs to, `opportunities`.
    pub area: &'static str,
    /// Whether it changes anything.
    pub access: Access,
    /// Its documentation.
    pub doc: &'static str,
    /// Its arguments, in order.
    pub arguments: &'static [FieldInfo],
    /// What it returns.
    pub result: Type,
    /// Whether a person should confirm it first.
    pub confirm: bool,
    /// Whether every signed-in user may call it, whatever their roles.
    pub public: bool,
    /// Whether the audit keeps a summary instead of the arguments.
    pub bulk: bool,
    pub(crate) flags: Flags,
    /// Who may, on whose record, and when.
    pub(crate) right: &'static Right,
    /// Begins a call of it, whose arguments are yet to be read.
    pub(crate) begin: fn() -> Box<dyn AnyCall>,
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation").field("name", &self.name).field("access", &self.access).finish_non_exhaustive()
    }
}

impl Operation {
    /// Every operation of this version, area by area.
    pub fn all() -> impl Iterator<Item = &'static Operation> {
        area::all().flat_map(|area| area.operations.iter().copied())
    }

    /// The operation of that name.
    pub fn find(name: &str) -> Option<&'static Operation> {
        static BY_NAME: LazyLock<HashMap<&'static str, &'static Operation>> =
            LazyLock::new(|| Operation::all().map(|op| (op.name, op)).collect());
        BY_NAME.get(name).copied()
    }

    /// The operation's name without its area, `assign`.
    pub fn short_name(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(_, short)| short)
    }

    /// The built-in roles that hold it.
    pub fn roles(&self) -> impl Iterator<Item = &'static str> {
        crate::engine::permission::BUILT_IN_ROLES.iter().filter(|role| role.holds(self)).map(|role| role.name)
    }

    /// Whose record it may be called on, as a phrase for documents; `None` where the permission says all.
    pub fn whose(&self) -> Option<String> {
        self.right.guard.as_ref().map(Guard::phrase)
    }

    /// The states of the record in which it is possible; empty for any.
    pub fn states(&self) -> &'static [&'static str] {
        self.right.guard.as_ref().map_or(&[], |guard| guard.when)
    }

    /// The codes of the errors that it can fail with beside those that follow from its arguments and its states.
    pub fn further_errors(&self) -> impl Iterator<Item = &'static str> {
        self.flags.0.iter().copied().filter(|flag| ERROR_CODES.iter().any(|(code, _)| code == flag))
    }

    /// The description as JSON: the arguments as one JSON Schema object, the result as another.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "name": self.name,
            "area": self.area,
            "access": self.access.as_str(),
            "doc": self.doc.trim(),
            "confirm": self.confirm,
            "public": self.public,
            "bulk": self.bulk,
            "arguments": crate::engine::schema::fields_to_json(self.arguments),
            "result": self.result.to_json(),
        })
    }

    /// Whether its rule asks for its transactions itself.
    pub(crate) fn is_sliced(&self) -> bool {
        has_flag(self.flags.0, "sliced")
    }

    /// Whether the rule itself tells what the declared rules found.
    pub(crate) fn tells(&self) -> bool {
        has_flag(self.flags.0, "tells")
    }

    /// Whether effects and rules may call it (MACH-8).
    pub(crate) fn for_rules(&self) -> bool {
        has_flag(self.flags.0, "rules")
    }

    /// Whether it brings its record into another state, which a pending request for approval hinders (APPR-6).
    pub(crate) fn moves(&self) -> bool {
        has_flag(self.flags.0, "moves")
    }

    /// Whether a user may call it who must set up a second factor before anything else.
    pub(crate) fn enrols(&self) -> bool {
        has_flag(self.flags.0, "enrols")
    }

    /// Whether it works on all records of a kind, whoever's they are.
    pub(crate) fn works_on_all(&self) -> bool {
        has_flag(self.flags.0, "whole")
    }

    /// Whether it shows the whole database.
    pub(crate) fn shows_everything(&self) -> bool {
        has_flag(self.flags.0, "everything")
    }

    pub(crate) fn named(name: &str) -> Result<&'static Operation> {
        Operation::find(name).ok_or_else(|| CrmError::UnknownOperation { operation: name.chars().take(200).collect() })
    }
}

/// The arguments of one call.
pub(crate) trait Arguments: Wire {
    /// Brings every argument into its kept form.
    fn normalise(&mut self);
    /// Reports what is wrong with the (normalised) arguments.
    fn check(&self, out: &mut Violations);
}

/// Whether two texts are the same, for constants.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// What stands in an operation's brackets.
pub(crate) struct Flags(&'static [&'static str]);

impl Flags {
    /// The flags of a table; one that means nothing does not compile.
    pub(crate) const fn of(flags: &'static [&'static str]) -> Flags {
        let mut i = 0;
        while i < flags.len() {
            let mut known = has_flag(
                &["confirm", "bulk", "sliced", "tells", "enrols", "everything", "whole", "rules", "moves"],
                flags[i],
            );
            let mut code = 0;
            while code < ERROR_CODES.len() {
                known |= same(ERROR_CODES[code].0, flags[i]);
                code += 1;
            }
            assert!(known, "an operation's flag means nothing");
            i += 1;
        }
        Flags(flags)
    }
}

/// Whether a flag stands in an operation's brackets.
pub(crate) const fn has_flag(flags: &[&str], flag: &str) -> bool {
    let mut i = 0;
    while i < flags.len() {
        if same(flags[i], flag) {
            return true;
        }
        i += 1;
    }
    false
}

macro_rules! access {
    (read) => {
        $crate::engine::operations::Access::Read
    };
    (write) => {
        $crate::engine::operations::Access::Write
    };
}
pub(crate) use access;

/// What an operation's rule works with, by the operation's flags: a context, or the transactions of a sliced one.
macro_rules! rule {
    ([] $whole:tt $sliced:tt) => {
        $crate::engine::operations::rule!(@one $whole)
    };
    ([sliced $(, $more:ident)*] $whole:tt $sliced:tt) => {
        $crate::engine::operations::rule!(@one $sliced)
    };
    ([$other:ident $(, $more:ident)*] $whole:tt $sliced:tt) => {
        $crate::engine::operations::rule!([$($more),*] $whole $sliced)
    };
    (@one ($ty:ty)) => {
        $ty
    };
    (@one {$kind:ident $rule:expr}) => {
        $crate::engine::gate::$kind($rule)
    };
}
pub(crate) use rule;

/// What stands in the place of an argument that was left out.
macro_rules! default {
    () => {
        None
    };
    ($default:tt) => {
        Some(Default::default())
    };
}
pub(crate) use default;

/// The projection of an area's table into the core itself: argument structs, typed methods, the static list.
macro_rules! project_core {
    ($area:ident : $Area:ident, $area_doc:tt; $(
        $(#[doc = $doc:tt])*
        $access:ident $([$($flag:ident),*])? fn $name:ident($($arg:ident : $ty:ty $(= $def:tt)? $([ $($rule:tt)* ])?),* $(,)?) -> $ret:ty;
    )*) => {
        #[doc = $area_doc]
        #[doc = concat!("\n\nWhat it is for, with an example: [`", stringify!($area), "`](crate::", stringify!($area), ").")]
        #[derive(Debug, Clone, Copy)]
        pub struct $Area<'a>(&'a $crate::engine::session::Session);

        impl $crate::engine::session::Session {
            #[doc = $area_doc]
            #[doc = concat!("\n\nWhat it is for, with an example: [`", stringify!($area), "`](crate::", stringify!($area), ").")]
            pub fn $area(&self) -> $Area<'_> {
                $Area(self)
            }
        }

        impl $Area<'_> { $(
            $(#[doc = $doc])*
            #[allow(clippy::too_many_arguments, reason = "the table's arguments")]
            pub fn $name(&self $(, $arg: $ty)*) -> $crate::engine::error::Result<$ret> {
                let rule = $crate::engine::operations::rule!([$($($flag),*)?] {Whole arguments::rule::$name} {Sliced arguments::rule::$name});
                self.0.gate(&declared::$name, arguments::$name { $($arg),* }, rule)
            }
        )* }

        #[allow(non_camel_case_types, unused_imports, reason = "an argument struct is named after its operation")]
        mod arguments {
            use super::*;
            $(
                pub(super) struct $name { $( pub(super) $arg: $ty, )* }

                impl $crate::engine::wire::Written for $name {
                    fn write(&self, out: &mut Vec<u8>) {
                        $crate::engine::wire::write_fields(out, declared::$name.arguments, &[ $( &self.$arg ),* ]);
                    }
                }

                impl $crate::engine::wire::Wire for $name {
                    fn read(node: $crate::engine::wire::Node<'_>) -> Result<Self, $crate::engine::wire::Misfit> {
                        $( let mut $arg: Option<$ty> = None; )*
                        $crate::engine::wire::read_fields(
                            node, declared::$name.arguments, $crate::engine::wire::Kind::Given, &mut [ $( &mut $arg ),* ],
                        )?;
                        Ok($name { $( $arg: $crate::engine::wire::given($arg, $crate::engine::operations::default!($($def)?))? ),* })
                    }
                }

                impl $crate::engine::operations::Arguments for $name {
                    fn normalise(&mut self) {
                        $( $crate::engine::validate::Field::normalise(&mut self.$arg, $crate::engine::record::rules!($($($rule)*)?)); )*
                    }
                    fn check(&self, _out: &mut $crate::engine::validate::Violations) {
                        $( $crate::engine::validate::Field::check(&self.$arg, $crate::engine::record::rules!($($($rule)*)?), stringify!($arg), _out); )*
                    }
                }
            )*

            /// The rules, each with its arguments as they stand in the table.
            pub(super) mod rule {
                use super::*;
                $(
                    pub(in super::super) fn $name(
                        _cx: $crate::engine::operations::rule!(
                            [$($($flag),*)?] (&mut $crate::engine::gate::Context<'_>) (&mut $crate::engine::gate::Slices<'_>)
                        ),
                        _args: &super::$name,
                    ) -> $crate::engine::error::Result<$ret> {
                        rules::$name(_cx $(, &_args.$arg)*)
                    }
                )*
            }
        }

        #[allow(non_upper_case_globals, reason = "an entry is named after its operation")]
        mod declared {
            use super::super::status::rights;
            use super::*;
            use $crate::engine::operations::{Flags, Operation, access, has_flag, rule};
            $(
                pub(super) static $name: Operation = Operation {
                    name: concat!(stringify!($area), ".", stringify!($name)),
                    area: stringify!($area),
                    access: access!($access),
                    doc: concat!($($doc, "\n"),*),
                    arguments: const { &[ $( $crate::engine::schema::FieldInfo::new(
                        stringify!($arg),
                        stringify!($arg),
                        <$ty as $crate::engine::schema::Schema>::TYPE,
                        $crate::engine::record::optional!($($def)?),
                        $crate::engine::record::rules!($($($rule)*)?),
                    ) ),* ] },
                    result: <$ret as $crate::engine::schema::Schema>::TYPE,
                    confirm: has_flag(&[$($(stringify!($flag)),*)?], "confirm"),
                    public: rights::$name.holders.everyone,
                    right: &rights::$name,
                    flags: Flags::of(&[$($(stringify!($flag)),*)?]),
                    bulk: has_flag(&[$($(stringify!($flag)),*)?], "bulk"),
                    begin: || {
                        let rule = rule!([$($($flag),*)?] {Whole arguments::rule::$name} {Sliced arguments::rule::$name});
                        Box::new($crate::engine::gate::Typed::new(rule))
                    },
                };
            )*
        }

        pub(crate) const OPERATIONS: &[&$crate::engine::operations::Operation] = &[$(&declared::$name),*];
    };
}
pub(crate) use project_core;
