//! Views as they are written (VIEW).

use super::words::words;
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;

/// A kept question (VIEW).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Its name.
    pub name: Name,
    /// Of which object it asks.
    pub of: Name,
    /// Of which records.
    pub filter: Option<Tree>,
    /// What is given with each asking: name and type, `date` or `hotel.room`.
    pub parameters: Vec<(Name, Name)>,
    /// The columns of rows, as paths.
    pub columns: Vec<String>,
    /// The order: paths of rows, names of a table's columns; `-` in front for downwards.
    pub sort: Vec<String>,
    /// Whether it is a section of the workbench.
    pub bench: bool,
    /// The keys of a table.
    pub group: Vec<Key>,
    /// The measures of a table.
    pub measures: Vec<Measure>,
}

impl View {
    /// Whether it answers a table, not rows.
    pub fn is_table(&self) -> bool {
        !self.group.is_empty() || !self.measures.is_empty()
    }
}

/// By what a table groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The path.
    pub path: String,
    /// Of a date or an instant, into which buckets.
    pub by: Option<Bucket>,
}

impl Key {
    /// The name of its column, `check_in.month` (VIEW-4).
    pub fn column(&self) -> String {
        match self.by {
            Some(bucket) => format!("{}.{}", self.path, bucket.as_str()),
            None => self.path.clone(),
        }
    }
}

words! {
    /// Spans of time into which dates fall (VIEW-6).
    Bucket {
        /// A day.
        Day "day",
        /// A week, from Monday.
        Week "week",
        /// A month.
        Month "month",
        /// Three months.
        Quarter "quarter",
        /// A year.
        Year "year",
    }
}

words! {
    /// What is taken of a path over the records of a row.
    Taken {
        /// The sum.
        Sum "sum",
        /// The mean.
        Avg "avg",
        /// The least.
        Min "min",
        /// The greatest.
        Max "max",
        /// How many different ones.
        CountDistinct "count_distinct",
    }
}

/// A measure of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// How many records.
    Count,
    /// Something of a path.
    Of(Taken, String),
}

impl Measure {
    /// The name of its column, `amount.sum` (VIEW-4).
    pub fn column(&self) -> String {
        match self {
            Measure::Count => "count".to_owned(),
            Measure::Of(taken, path) => format!("{path}.{}", taken.as_str()),
        }
    }
}
