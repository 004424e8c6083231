//! A table over the records of an object, as a call asks for it: by the right `list` of the object's area, over what the
//! caller sees, without what they don't read.

use super::super::asking::Asking;
use super::super::record::{ObjectColumn, ObjectTable};
use super::super::shape::{Kind, Object};
use super::question::{By, Function, Key, Measure, Question};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::labels::{self, Locale};
use crate::engine::tree::Tree;

impl Context<'_> {
    /// The table that a query asks for over the records of an object.
    ///
    /// # Errors
    /// `Invalid` with every mistake and beyond 10,000 rows, `Storage` (`too_large`) for a sum beyond 64 bits, else what the
    /// `list` of its area gives.
    pub(crate) fn table_of_object(&mut self, name: &str, query: &Tree) -> Result<ObjectTable> {
        let object = self.lists_object(name)?;
        let asking = self.asking(object, "list")?;
        let (rights, object) = (asking.rights(), &asking.own);
        let read = asking.reader(&rights).question(object, query.value());
        let question = self.or_told("query", read);
        self.check_fields()?;
        let question = question.ok_or_else(|| CrmError::bug("mistakes that nobody told"))?;
        self.tabled(&asking, object, question)
    }

    /// The table of a question that was read.
    pub(in super::super) fn tabled(
        &mut self,
        asking: &Asking,
        object: &Object,
        question: Question,
    ) -> Result<ObjectTable> {
        let terms = asking.terms(self.tx());
        let mut rows = question.rows(self.tx(), object, terms, &asking.currency)?;
        self.name_references(asking, false, rows.iter_mut().flatten())?;
        let locale = self.session().locale();
        Ok(ObjectTable { columns: question.described(locale), rows, withheld: question.withheld })
    }
}

impl Question {
    fn described(&self, locale: Locale) -> Vec<ObjectColumn> {
        let keys = self.keys.iter().map(|key| key.described(locale));
        keys.chain(self.measures.iter().map(|measure| measure.described(locale))).collect()
    }
}

impl Key {
    fn described(&self, locale: Locale) -> ObjectColumn {
        let label = labels::of_object(locale, &self.path.of.name, &self.path.field.name);
        let (label, kind) = match self.by {
            Some(by) => (both(&label, labels::word(locale, by.word())), "date"),
            None => (label, word(&self.path.field.kind)),
        };
        ObjectColumn { name: self.name.clone(), label, kind: kind.to_owned() }
    }
}

impl Measure {
    fn described(&self, locale: Locale) -> ObjectColumn {
        let counted = labels::word(locale, self.function.word());
        let (label, kind) = match &self.path {
            None => (counted, "integer"),
            Some(path) => {
                let label = both(&labels::of_object(locale, &path.of.name, &path.field.name), counted);
                let kind = match (self.function, &path.field.kind) {
                    (Function::CountDistinct | Function::Count, _) => "integer",
                    (Function::Avg, Kind::Integer) => "decimal",
                    (_, kind) => word(kind),
                };
                (label, kind)
            }
        };
        ObjectColumn { name: self.name.clone(), label, kind: kind.to_owned() }
    }
}

fn both(field: &str, how: String) -> String {
    format!("{field} ({how})")
}

impl By {
    fn word(self) -> &'static str {
        match self {
            By::Day => "by-day",
            By::Week => "by-week",
            By::Month => "by-month",
            By::Quarter => "by-quarter",
            By::Year => "by-year",
        }
    }
}

impl Function {
    fn word(self) -> &'static str {
        match self {
            Function::Count => "measure-count",
            Function::Sum => "measure-sum",
            Function::Avg => "measure-avg",
            Function::Min => "measure-min",
            Function::Max => "measure-max",
            Function::CountDistinct => "measure-count_distinct",
        }
    }
}

/// The type of the values of a kind of field, as [`Value::kind`](crate::Value::kind) names it.
fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Reference(_) | Kind::Entry { .. } => "record",
        Kind::Text { .. } | Kind::Choice(_) => "text",
        Kind::Boolean { .. } => "boolean",
        Kind::Integer => "integer",
        Kind::Decimal { .. } => "decimal",
        Kind::Money { .. } => "money",
        Kind::Date => "date",
        Kind::Instant => "instant",
    }
}
