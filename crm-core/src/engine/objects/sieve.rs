//! Filter trees that setup documents hold: judged when they are put, and asked of records as the system, whoever calls (FILT-8).

use std::collections::BTreeSet;

use super::days::Moment;
use super::define::document::Pack;
use super::filter::read::{Place, Reader};
use super::filter::sql::{Piece, Query, Terms, Whole};
use super::filter::tree::Filter;
use super::mistakes::{Mistake, refused};
use super::path::Crossed;
use super::shape::Everything;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::money;
use crate::engine::storage::{Value, each_by_key};
use crate::engine::tree::Tree;

/// The alias of the records' table.
const OWN: &str = "own";

/// What a tree was read to: the table of the records, and the tree.
type Read = (String, Result<Filter, Vec<Mistake>>);

impl Context<'_> {
    /// Adds what is wrong with a tree that is asked of records of the object, where it stands at `path`; `coming` is the version of a
    /// pack that brings it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn judge_filter(
        &mut self,
        path: &str,
        object: &str,
        tree: &Option<Tree>,
        coming: Option<&Pack>,
    ) -> Result<()> {
        let Some(tree) = tree else { return Ok(()) };
        let Err(mistakes) = self.system_filter(object, tree, coming)?.1 else { return Ok(()) };
        for found in refused(path, mistakes).fields() {
            self.violations().add(&found.field, &found.code, &found.detail, found.limit.clone());
        }
        Ok(())
    }

    fn system_filter(&mut self, object: &str, tree: &Tree, coming: Option<&Pack>) -> Result<Read> {
        let catalogue = self.catalogue()?;
        let made = coming.map(|pack| self.definitions_with(pack)).transpose()?;
        let definitions = made.as_ref().unwrap_or(&catalogue.definitions);
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let found =
            definitions.get(object).ok_or_else(|| CrmError::bug(format!("{object} is no object of filters")))?;
        let reader = Reader { catalogue: definitions, rights: &Everything, place: Place::Call, places };
        let read = reader.filter(&found.object, tree.value(), &mut Crossed::default());
        Ok((found.object.table.to_string(), read))
    }

    /// The tables and the condition of a tree; none where it does not hold by what is defined now, as where a pack sleeps: it is true
    /// of nothing then.
    fn sieve(&mut self, object: &str, tree: &Tree) -> Result<Option<(String, Piece, Piece)>> {
        let (table, Ok(filter)) = self.system_filter(object, tree, None)? else { return Ok(None) };
        let moment = Moment::at(self.company()?.zone.clone(), self.now(), None);
        let terms = Terms { moment: &moment, sight: &Whole, position: self.tx().dialect().position };
        let mut query = Query::new(OWN, terms);
        let condition = query.condition(&filter)?;
        Ok(Some((table, query.joins(), condition)))
    }

    /// The keys of those of the records of the object of which the tree is true; all of them where there is none.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn accepted(&mut self, object: &str, tree: Option<&Tree>, keys: &[i64]) -> Result<BTreeSet<i64>> {
        let Some(tree) = tree else { return Ok(keys.iter().copied().collect()) };
        let Some((table, mut joins, condition)) = self.sieve(object, tree)? else { return Ok(BTreeSet::new()) };
        let select = format!("SELECT {OWN}.id FROM {table} {OWN}{} WHERE ({}) AND {OWN}.id", joins.sql, condition.sql);
        joins.params.extend(condition.params);
        let mut found = BTreeSet::new();
        each_by_key(self.tx(), &select, &joins.params, keys, |c| {
            found.insert(c.next()?);
            Ok(())
        })?;
        Ok(found)
    }

    /// How many of the records of the object, of which a condition over `own` holds, the tree is true of.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn count_accepted(&mut self, object: &str, tree: &Tree, of: &str, param: Value<'_>) -> Result<i64> {
        let Some((table, joins, condition)) = self.sieve(object, tree)? else { return Ok(0) };
        let sql = format!("SELECT count(*) FROM {table} {OWN}{} WHERE ({}) AND {of}", joins.sql, condition.sql);
        let params: Vec<Value<'_>> = joins.params.into_iter().chain(condition.params).chain([param]).collect();
        self.tx().value(&sql, &params)
    }

    /// The keys of at most so many records of the object, of which a condition over `own`, with its parameters, and the tree hold, in
    /// the order of their keys.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn sifted(
        &mut self,
        object: &str,
        tree: &Option<Tree>,
        (of, given): (&str, Vec<Value<'static>>),
        most: usize,
    ) -> Result<Vec<i64>> {
        let (table, joins, condition) = match tree {
            Some(tree) => match self.sieve(object, tree)? {
                Some(sieve) => sieve,
                None => return Ok(Vec::new()),
            },
            None => {
                let catalogue = self.catalogue()?;
                let table = catalogue.definitions.get(object).map(|found| found.object.table.to_string());
                let whole = Piece { sql: "TRUE".to_owned(), params: Vec::new() };
                (table.unwrap_or_default(), Piece::default(), whole)
            }
        };
        let sql = format!(
            "SELECT {OWN}.id FROM {table} {OWN}{} WHERE ({}) AND {of} ORDER BY {OWN}.id LIMIT ?",
            joins.sql, condition.sql
        );
        let limit = Value::Integer(most as i64);
        let before = joins.params.into_iter().chain(condition.params);
        let params: Vec<Value<'_>> = before.chain(given).chain([limit]).collect();
        self.tx().all(&sql, &params, |c| c.next())
    }
}
