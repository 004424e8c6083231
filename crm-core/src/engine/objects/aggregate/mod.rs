//! Tables over the records of an object (VIEW-4 to VIEW-6): keys by which they are grouped, and measures of each group, as
//! one statement. Sums are exact and of no database's own width; what is sorted is at most 10,000 rows, in memory.

mod asked;
mod bucket;
pub mod question;
mod rows;
mod sql;

pub use question::Question;
