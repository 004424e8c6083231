//! Objects: kinds of records that an administrator or a pack adds without code, and what reads records of any kind.

pub mod expr;
