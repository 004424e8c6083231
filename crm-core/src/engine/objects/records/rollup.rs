//! Roll-ups kept in the transaction of the child's write (ROLL-3): counts and sums by difference, the least and the greatest
//! by one step of an index. They are silent (ROLL-4): no version, no audit row; but the parent's formulas over them are
//! computed, and its checks that name them are asked.

use std::collections::{BTreeMap, BTreeSet};

use super::super::days::Moment;
use super::super::expr::{Number, Value};
use super::super::filter::sql::{Piece, Query, Terms, Whole};
use super::super::held::{Held as Seen, Record};
use super::super::model::{Belongs, Measure, Model, RollupModel};
use super::super::shape::{self, Name, Object};
use super::super::values::Held;
use super::judge::broken;
use super::picture::{Call, Picture, refused};
use super::row;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Row, Transaction, Value as Stored};
use crate::engine::validate::Violations;

/// Where models are found.
pub trait Models {
    /// The model of a defined object.
    fn model(&self, object: &str) -> Option<&Model>;

    /// The shape of an object.
    fn shape(&self, object: &str) -> Option<&Object>;
}

/// A parent that was brought to its children, with what its fields had that differ now.
#[derive(Debug)]
pub struct Rolled {
    /// Its object.
    pub object: Name,
    /// Its id.
    pub id: RecordId,
    /// The fields, by their places, with what they had.
    pub was: Vec<(usize, Held)>,
}

/// What becomes of a roll-up.
#[derive(Debug, Clone, PartialEq)]
enum Becomes {
    /// So much more.
    More(Number),
    /// What the rows say.
    Again,
}

/// The parents of records that a write changed, with what becomes of their roll-ups, ordered by object and key.
#[derive(Debug, Default)]
pub struct Parents {
    all: BTreeMap<(Name, i64), BTreeMap<usize, (RollupModel, Becomes)>>,
    /// A record that is deleted, and whose row is still there.
    going: Option<(Name, i64)>,
    /// A parent that begins with what its rows say behind this.
    pub later: Option<(Name, i64)>,
}

/// A child in memory, as a roll-up's filter asks it.
struct Child<'a>(&'a Picture<'a>);

impl Record for Child<'_> {
    fn value(&self, field: &shape::Field) -> Result<Option<Seen<'_>>> {
        let is_choice = matches!(field.kind, shape::Kind::Choice(_));
        Ok(match self.0.value(&field.name) {
            Value::Null => None,
            Value::Boolean(value) => Some(Seen::Boolean(*value)),
            Value::Number(number) => Some(Seen::Number(number.to_decimal())),
            Value::Text(text) if is_choice => Some(Seen::Choice(text.as_str().into())),
            Value::Text(text) => Some(Seen::Text(text.as_str().into())),
            Value::Date(date) => Some(Seen::Date(*date)),
            Value::Instant(instant) => Some(Seen::Instant(*instant)),
            Value::Record(id) => Some(Seen::Record(id.0)),
        })
    }

    fn follow(&self, _: &shape::Field, _: &Object) -> Result<Option<Box<dyn Record + '_>>> {
        // The check refuses paths in a roll-up's filter.
        Err(CrmError::bug("a roll-up that follows a reference"))
    }

    fn some(&self, _: &Object, _: &shape::Field, _: &mut dyn FnMut(&dyn Record) -> Result<bool>) -> Result<bool> {
        Err(CrmError::bug("a roll-up over children of children"))
    }
}

impl RollupModel {
    /// What a record gives to the roll-up: nothing where it is not taken.
    fn gives(&self, child: Option<&Picture<'_>>, moment: &Moment) -> Result<Option<Number>> {
        let Some(child) = child else { return Ok(None) };
        if let Some(filter) = &self.filter
            && !filter.holds(&Child(child), moment)?
        {
            return Ok(None);
        }
        let one = Number::whole(1).unwrap_or_default();
        Ok(match self.measure {
            Measure::Count => Some(one),
            Measure::Sum(place) => match child.held[place].value {
                Value::Number(number) => Some(number),
                _ => None,
            },
            // Whether it is among them is all that is asked.
            Measure::Min(place) | Measure::Max(place) => (child.held[place].value != Value::Null).then_some(one),
        })
    }

    /// The keys of the parents to which a record belongs.
    fn parents(&self, tx: &mut dyn Transaction, models: &dyn Models, child: Option<&Picture<'_>>) -> Result<Vec<i64>> {
        let Some(child) = child else { return Ok(Vec::new()) };
        match &self.belongs {
            Belongs::By(by) => Ok(child.held[*by].key.into_iter().collect()),
            Belongs::Match(pairs) => {
                let parent = model(models, &self.parent)?;
                let mut alike = Vec::new();
                let mut params = Vec::new();
                for (own, theirs) in pairs {
                    let Some(value) = super::judge::compared(child, *theirs) else { return Ok(Vec::new()) };
                    alike.push(format!("{} = ?", compared(parent, *own)));
                    params.push(value);
                }
                let sql = format!("SELECT c.id FROM {} WHERE {} ORDER BY c.id", from(parent), alike.join(" AND "));
                tx.all(&sql, &params, |c| c.next())
            }
        }
    }

    /// The roll-up of a parent from the rows.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn again(
        &self,
        tx: &mut dyn Transaction,
        models: &dyn Models,
        parent: &Picture<'_>,
        key: Option<i64>,
        moment: &Moment,
    ) -> Result<Held> {
        self.without(tx, models, (parent, key), moment, None)
    }

    /// The same without a record that goes.
    fn without(
        &self,
        tx: &mut dyn Transaction,
        models: &dyn Models,
        (parent, key): (&Picture<'_>, Option<i64>),
        moment: &Moment,
        going: Option<i64>,
    ) -> Result<Held> {
        let child = model(models, &self.child)?;
        let mut condition = Piece::default();
        match (&self.belongs, key) {
            // Nothing refers to what isn't there yet.
            (Belongs::By(_), None) => return Ok(self.nothing().into()),
            (Belongs::By(by), Some(key)) => {
                condition.sql = format!("{} = ?", column(child, *by));
                condition.params.push(Stored::Integer(key));
            }
            (Belongs::Match(pairs), _) => {
                for (own, theirs) in pairs {
                    let Some(value) = super::judge::compared(parent, *own) else { return Ok(self.nothing().into()) };
                    let and = if condition.sql.is_empty() { "" } else { " AND " };
                    condition.sql.push_str(&format!("{and}{} = ?", compared(child, *theirs)));
                    condition.params.push(value);
                }
            }
        }
        if let Some(going) = going {
            condition.sql.push_str(" AND c.id <> ?");
            condition.params.push(Stored::Integer(going));
        }
        let mut joins = Piece::default();
        if let Some(filter) = &self.filter {
            let terms = Terms { moment, sight: &Whole, position: tx.dialect().position };
            let mut query = Query::new("c", terms);
            let taken = query.condition(filter)?;
            condition.sql.push_str(" AND ");
            condition.append(taken);
            joins = query.joins();
        }
        let column = |place: usize| column(child, place);
        let (measured, place) = match self.measure {
            Measure::Count => ("count(*)".to_owned(), None),
            Measure::Sum(place) => (format!("coalesce(CAST(sum({}) AS BIGINT), 0)", column(place)), Some(place)),
            Measure::Min(place) => (format!("min({})", column(place)), Some(place)),
            Measure::Max(place) => (format!("max({})", column(place)), Some(place)),
        };
        let sql = format!("SELECT {measured} FROM {}{} WHERE {}", from(child), joins.sql, condition.sql);
        let params = [joins.params, condition.params].concat();
        let mut found = Held::default();
        tx.query(&sql, &params, &mut |row: &dyn Row| {
            let mut columns = Columns::new(row);
            found = match place {
                None => Number::whole(columns.next()?).map_or(Value::Null, Value::Number).into(),
                Some(place) => row::value(&child.fields[place], child.places, &mut columns)?,
            };
            Ok(false)
        })?;
        Ok(found)
    }

    /// Of no records: 0, or no least and no greatest.
    fn nothing(&self) -> Value {
        match self.measure {
            Measure::Count | Measure::Sum(_) => Value::Number(Number::ZERO),
            Measure::Min(_) | Measure::Max(_) => Value::Null,
        }
    }
}

fn model<'a>(models: &'a dyn Models, object: &str) -> Result<&'a Model> {
    models.model(object).ok_or_else(|| CrmError::bug(format!("{object} has no model")))
}

/// The rows of an object, of a typed one with what lies beside it.
fn from(model: &Model) -> String {
    let beside = model.extended.as_ref().and_then(|extended| extended.beside.as_ref());
    let beside = beside.map(|beside| format!(" LEFT JOIN {beside} s ON s.id = c.id")).unwrap_or_default();
    format!("{} c{beside}", model.table)
}

/// The column of a field among these.
fn column(model: &Model, place: usize) -> String {
    format!("{}.{}", lies_in(model, place), model.fields[place].lies.value)
}

/// The column by which a field is compared: texts as they are folded.
fn compared(model: &Model, place: usize) -> String {
    let lies = &model.fields[place].lies;
    format!("{}.{}", lies_in(model, place), lies.folded.as_ref().unwrap_or(&lies.value))
}

fn lies_in(model: &Model, place: usize) -> &'static str {
    if model.extended.is_some() && model.fields[place].field.is_some() { "s" } else { "c" }
}

/// Fills the roll-ups of a new record, or those whose pairs have changed, from the rows that are there (ROLL-3). `key` is that
/// of a record whose row is there, to which others may refer already.
///
/// # Errors
/// Whatever the database says.
pub fn begin(
    tx: &mut dyn Transaction,
    models: &dyn Models,
    moment: &Moment,
    picture: &mut Picture<'_>,
    (before, key): (Option<&Picture<'_>>, Option<i64>),
) -> Result<()> {
    let model = picture.model;
    for rollup in &model.sums {
        let begins = match (before, &rollup.belongs) {
            (None, _) => true,
            (Some(_), Belongs::By(_)) => false,
            (Some(before), Belongs::Match(pairs)) => {
                pairs.iter().any(|(own, _)| before.held[*own] != picture.held[*own])
            }
        };
        if begins {
            picture.held[rollup.place] = rollup.again(tx, models, picture, key, moment)?;
        }
    }
    Ok(())
}

impl Parents {
    /// Those of a record that is deleted, and whose row is still there.
    pub fn of_going(object: &Name, key: i64) -> Parents {
        Parents { going: Some((object.clone(), key)), ..Parents::default() }
    }

    /// Adds the parents of a record that was written: as it was and as it is, none where it is new or gone. A record in both
    /// of them has its row written already.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn add(
        &mut self,
        tx: &mut dyn Transaction,
        models: &dyn Models,
        moment: &Moment,
        before: Option<&Picture<'_>>,
        after: Option<&Picture<'_>>,
    ) -> Result<()> {
        let Some(model) = after.or(before).map(|picture| picture.model) else { return Ok(()) };
        for rollup in &model.feeds {
            let (was, is) = (rollup.gives(before, moment)?, rollup.gives(after, moment)?);
            if was.is_none() && is.is_none() {
                continue;
            }
            let (old, new) = (rollup.parents(tx, models, before)?, rollup.parents(tx, models, after)?);
            for key in old.iter().chain(new.iter().filter(|key| !old.contains(key))) {
                let was = was.filter(|_| old.contains(key)).unwrap_or_default();
                let is = is.filter(|_| new.contains(key)).unwrap_or_default();
                let same = was == is && !matches!(rollup.measure, Measure::Min(_) | Measure::Max(_));
                if !same {
                    let more = is.minus(was).map_err(|_| CrmError::bug("a difference beyond all numbers"))?;
                    self.put(rollup, *key, more)?;
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, rollup: &RollupModel, key: i64, more: Number) -> Result<()> {
        let parent = self.all.entry((rollup.parent.clone(), key)).or_default();
        let added = match rollup.measure {
            Measure::Count | Measure::Sum(_) => Becomes::More(more),
            Measure::Min(_) | Measure::Max(_) => Becomes::Again,
        };
        let becomes = match (parent.remove(&rollup.place), added) {
            (Some((_, Becomes::More(before))), Becomes::More(more)) => {
                Becomes::More(before.plus(more).map_err(|_| CrmError::bug("a sum beyond all numbers"))?)
            }
            (_, added) => added,
        };
        parent.insert(rollup.place, (rollup.clone(), becomes));
        Ok(())
    }

    /// Brings the parents to what their children are, one after the other, and gives them; what is wrong with them refuses the call. A whole
    /// that is written by its own call (`own`) names its checks as they are.
    ///
    /// # Errors
    /// Whatever the database says.
    pub fn write(
        self,
        tx: &mut dyn Transaction,
        call: &Call<'_>,
        models: &dyn Models,
        moment: &Moment,
        own: Option<(&str, i64)>,
        found: &mut Violations,
    ) -> Result<Vec<Rolled>> {
        let Parents { all, going, later } = self;
        let mut rolled = Vec::new();
        for ((object, key), rollups) in all.into_iter().filter(|(parent, _)| Some(parent) != later.as_ref()) {
            let parent = model(models, &object)?;
            // Gone with its children.
            let Some(mut before) = row::read_by_key(tx, parent, call.look, key)? else { continue };
            let mut after = before.clone();
            let mut wrong = Violations::default();
            for (place, (rollup, becomes)) in rollups {
                let sum = match becomes {
                    Becomes::Again => {
                        let going = going.as_ref().filter(|(object, _)| *object == rollup.child).map(|(_, key)| *key);
                        rollup.without(tx, models, (&after, Some(key)), moment, going)?
                    }
                    Becomes::More(more) => {
                        let so_far = match after.held[place].value {
                            Value::Number(number) => number,
                            _ => Number::ZERO,
                        };
                        match so_far.plus(more) {
                            Ok(sum) => Value::Number(sum).into(),
                            Err(refusal) => {
                                refused(&mut wrong, &parent.fields[place].name, refusal)?;
                                continue;
                            }
                        }
                    }
                };
                after.keep(place, sum, &mut wrong);
            }
            after.formulas(tx, call, &mut wrong)?;
            let changed: BTreeSet<usize> = after.changed(&before);
            broken(tx, call, &mut after, &mut before, &changed, &mut wrong)?;
            let itself = own == Some((object.as_str(), key));
            for error in wrong.into_fields() {
                let field = if itself { error.field } else { format!("{object}.{}", error.field) };
                found.add(&field, &error.code, error.detail, error.limit);
            }
            let department = after.owner_department(tx)?;
            row::update(tx, &after, &before, key, department)?;
            if let Value::Record(id) = *after.value("id") {
                let was = changed.iter().map(|place| (*place, before.held[*place].clone())).collect();
                rolled.push(Rolled { object, id, was });
            }
        }
        Ok(rolled)
    }
}
