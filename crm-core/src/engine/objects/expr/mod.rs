//! The expression language, level 1 (EXPR): texts that judge or compute one record in memory. Formulas, defaults,
//! checks, titles, conditions and effects are written in it.
//!
//! [`check()`] reads a text against the definitions of objects ([`Fields`]) and tells every mistake with its place. What it
//! gives, an [`Expr`], says what it reads, can be printed again under other names, and is evaluated against a
//! [`Record`] as often as one likes: nothing in it loops, recurses or fails otherwise than by a [`Refusal`]. [`into()`]
//! makes of the result what a field keeps.
//!
//! The reference for those who write expressions is `docs/expressions.md`; its examples are tests.

mod check;
mod code;
mod eval;
mod fit;
mod functions;
mod into;
mod mistake;
mod number;
mod parse;
mod paths;
mod print;
mod token;
mod tree;
mod types;
mod value;

pub use check::{MOST_CROSSING, check};
pub use code::{Expr, Uses};
pub(crate) use functions::minutes;
pub use into::{Target, Unfit, into};
pub use mistake::{At, Code, Mistake};
pub use number::{Number, PLACES};
pub use parse::{MOST_CHARACTERS, MOST_NODES, MOST_OPEN, MOST_REFERENCES};
pub use paths::{Path, Step};
pub use types::{Fields, Known, Nature, Place, Type};
pub use value::{Context, Record, Refusal, Value};

/// The level of the language. A new function, or a new meaning of an old one, is a new level.
pub const LEVEL: u32 = 1;
