//! The statement of a table: the rows with what they are grouped by and measured by, and over these the groups.

use super::super::filter::sql::{Piece, Query, Terms};
use super::super::path::{Path, Step};
use super::super::shape::{Kind, Object};
use super::bucket::{Steps, offset};
use super::question::{Function, Key, Question, ROWS};
use crate::engine::error::Result;

/// The alias of the object's own table.
const OWN: &str = "o";

/// Sums are taken of both halves of each value, so that no database's own width is ever passed.
pub(super) const HALF: i64 = 1 << 32;

/// A statement on its way.
struct Writing<'a> {
    query: Query<'a>,
    terms: Terms<'a>,
    /// The columns of each layer.
    layers: [Vec<(String, String)>; 4],
    /// By which the rows are grouped, in the order in which they are read.
    groups: Vec<String>,
}

impl Question {
    /// The statement, whose rows [`Question::rows`] reads.
    ///
    /// # Errors
    /// Where values of the filter were not given.
    pub(super) fn statement(&self, object: &Object, terms: Terms<'_>) -> Result<Piece> {
        let layers = Default::default();
        let mut writing = Writing { query: Query::new(OWN, terms), terms, layers, groups: Vec::new() };
        for (at, key) in self.keys.iter().enumerate() {
            writing.key(key, at);
        }
        let mut out = writing.groups.clone();
        for (at, measure) in self.measures.iter().enumerate() {
            let Some(path) = &measure.path else {
                out.push("count(*)".to_owned());
                continue;
            };
            let column = writing.query.column(path, measure.function == Function::CountDistinct);
            let value = format!("v_{at}");
            writing.layers[0].push((value.clone(), column));
            out.push(match measure.function {
                Function::Count => "count(*)".to_owned(),
                Function::Sum | Function::Avg => format!(
                    "count({value}), CAST(sum({value} / {HALF}) AS BIGINT), CAST(sum({value} % {HALF}) AS BIGINT)"
                ),
                Function::Min => format!("min({value})"),
                Function::Max => format!("max({value})"),
                Function::CountDistinct => format!("count(DISTINCT {value})"),
            });
        }
        if out.is_empty() {
            // Every measure is withheld, and there is no key: one row without columns.
            out.push("count(*)".to_owned());
        }
        let mut condition = terms.sight.seen(object, OWN).unwrap_or_default();
        if let Some(filter) = &self.filter {
            if !condition.sql.is_empty() {
                condition.sql.push_str(" AND ");
            }
            condition.append(writing.query.condition(filter)?);
        }
        Ok(writing.written(object, &out, condition))
    }
}

impl Writing<'_> {
    fn key(&mut self, key: &Key, at: usize) {
        let path = &key.path;
        let group = format!("g_{at}");
        match (&path.field.kind, key.by) {
            (Kind::Date, Some(by)) => {
                let column = self.query.column(path, false);
                self.steps(Steps::of_date(&column, by, at), &group);
            }
            (_, Some(by)) => {
                let column = self.query.column(path, false);
                let (first, changes) = self.terms.moment.offsets();
                self.steps(Steps::of_instant(&column, &offset(&column, first, &changes), by, at), &group);
            }
            (Kind::Text { .. }, None) => {
                let (column, twin) = (self.query.column(path, false), self.query.column(path, true));
                self.group(&group, column);
                self.group(&format!("t_{at}"), twin);
            }
            _ => match &path.to {
                Some(to) => {
                    let id = self.query.linked(path, &to.table, "uid");
                    self.group(&group, id);
                    // By age: when they were made, where that is kept, and the key.
                    let key_column = self.query.linked(path, &to.table, "id");
                    let made = to.made.as_ref().map(|made| self.query.linked(path, &to.table, made));
                    self.group(&format!("m_{at}"), made.unwrap_or_else(|| key_column.clone()));
                    self.group(&format!("a_{at}"), key_column);
                    if let Some(title) = &key.title {
                        let column = if title.told {
                            self.query.linked(path, &to.table, &title.column)
                        } else {
                            let mut steps = path.steps.clone();
                            steps.push(Step { field: path.field.clone(), to: to.clone(), above: false });
                            self.query.column(&Path { steps, field: title.clone(), of: to.clone(), to: None }, false)
                        };
                        self.group(&format!("t_{at}"), column);
                    }
                }
                None => {
                    let column = self.query.column(path, false);
                    self.group(&group, column);
                }
            },
        }
    }

    /// A column by which the rows are grouped as it stands.
    fn group(&mut self, name: &str, column: String) {
        self.layers[0].push((name.to_owned(), column));
        self.groups.push(name.to_owned());
    }

    /// One that is computed.
    fn steps(&mut self, steps: Steps, group: &str) {
        for (layer, columns) in self.layers.iter_mut().zip(steps.layers) {
            layer.extend(columns);
        }
        self.layers[3].push((group.to_owned(), steps.bucket));
        self.groups.push(group.to_owned());
    }

    fn written(self, object: &Object, out: &[String], condition: Piece) -> Piece {
        let named = |columns: &[(String, String)]| {
            columns.iter().map(|(name, column)| format!("{column} AS {name}")).collect::<Vec<_>>().join(", ")
        };
        let [rows, computed @ ..] = &self.layers;
        let rows = if rows.is_empty() { "1 AS row_".to_owned() } else { named(rows) };
        let mut sql = String::new();
        let computed: Vec<_> = computed.iter().enumerate().filter(|(_, columns)| !columns.is_empty()).collect();
        for (_, columns) in computed.iter().rev() {
            sql.push_str(&format!("SELECT *, {} FROM (", named(columns)));
        }
        let mut piece = Piece {
            sql: format!("SELECT {} FROM ({sql}SELECT {rows} FROM {} {OWN}", out.join(", "), object.table),
            params: Vec::new(),
        };
        piece.append(self.query.joins());
        if !condition.sql.is_empty() {
            piece.sql.push_str(" WHERE ");
            piece.append(condition);
        }
        for (at, _) in &computed {
            piece.sql.push_str(&format!(") AS layer_{at}"));
        }
        piece.sql.push_str(") AS grouped");
        if !self.groups.is_empty() {
            piece.sql.push_str(&format!(" GROUP BY {}", self.groups.join(", ")));
        }
        piece.sql.push_str(&format!(" LIMIT {}", ROWS + 1));
        piece
    }
}
