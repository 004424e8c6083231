//! Objects of every kind, typed and defined, as the engine sees them: their shape, the filter trees that seek their
//! records, the order of their lists, and the expressions that judge or compute one record. What an area or a pack declares
//! comes in from above; nothing here names one.

pub mod aggregate;
mod amounts;
mod asked;
mod asking;
mod audited;
mod bearer;
mod calls;
pub mod catalogue;
pub(crate) mod custom;
pub mod days;
pub mod define;
#[cfg(test)]
mod depot;
mod describing;
pub mod description;
mod duties;
pub mod expr;
pub mod filter;
mod forms;
pub(crate) mod grants;
mod hands;
mod hanging;
pub mod held;
mod history;
mod labels;
pub mod life;
pub mod list;
pub mod mistakes;
pub mod model;
mod notice;
pub mod order;
mod owners;
pub mod path;
pub mod plan;
pub(crate) mod printed;
pub(crate) mod reach;
pub mod read;
pub mod record;
pub mod records;
mod related;
pub(crate) mod reprinting;
mod screen;
pub mod shape;
mod show;
mod sieve;
mod titles;
pub mod values;
pub(crate) mod views;

pub(crate) use asked::Matching;
pub(crate) use audited::Audited;
pub(crate) use bearer::{Bearer, LastBearer};
pub(crate) use calls::{dialled, told};
pub(crate) use forms::DescribedCall;
pub(crate) use hands::InHand;
