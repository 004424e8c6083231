//! Objects: kinds of records that are added without code. The expression language, by the vectors that define it and by
//! laws; the rule's id at each assertion.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod expr;
mod expr_booking;
mod expr_laws;
mod expr_random;
mod expr_seam;
mod expr_slow;
