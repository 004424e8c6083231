//! The parameters of a view (VIEW-3): declared with a type, given with each asking. A value is read by its parameter's type
//! and then by that of every field it is compared with; what is wrong is told at `parameters.<name>`.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::super::held::Held;
use super::super::mistakes::{Mistake, Mistakes, Unfit};
use super::super::path::Path;
use super::super::shape::{Kind, Name};
use super::literal::{literal, units};
use super::tree::{Filter, Literal, Operand};

/// A parameter that a view declares: of a type that needs nothing more, or a reference to an object.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub kind: Kind,
}

/// Whether a value of the parameter's type can be compared with the field.
pub(super) fn fits(parameter: &Kind, path: &Path) -> bool {
    match (parameter, &path.field.kind) {
        (Kind::Text { .. }, Kind::Text { .. })
        | (Kind::Boolean { .. }, Kind::Boolean { .. })
        | (Kind::Integer, Kind::Integer | Kind::Decimal { .. } | Kind::Money { currency: None })
        | (Kind::Decimal { .. }, Kind::Decimal { .. } | Kind::Money { currency: None })
        | (Kind::Money { currency: None }, Kind::Money { currency: None })
        | (Kind::Date, Kind::Date | Kind::Instant)
        | (Kind::Instant, Kind::Instant) => true,
        (Kind::Reference(given), Kind::Reference(to)) => given == to,
        (Kind::Reference(given), Kind::Id) => *given == path.of.name,
        _ => false,
    }
}

/// Checks what is given for the parameters of a view: all of them are required, and there are no others. `places` are
/// those of the company's currency.
///
/// # Errors
/// Every mistake, at the parameter's name.
pub fn check(declared: &[Parameter], given: &Map<String, Value>, places: u32) -> Result<(), Vec<Mistake>> {
    let mut found = Mistakes::default();
    for Parameter { name, kind } in declared {
        match given.get(name.as_str()) {
            None | Some(Value::Null) => found.add(name.as_str(), "required"),
            Some(value) => {
                if let Err(unfit) = literal(kind, value, places) {
                    found.tell(name.as_str(), unfit);
                }
            }
        }
    }
    for name in given.keys().filter(|name| !declared.iter().any(|parameter| parameter.name == **name)) {
        found.add(name, "unknown_parameter");
    }
    found.or(Some(()))
}

impl Filter {
    /// The tree with the values that are given for its parameters, which [`check`] has looked at.
    ///
    /// # Errors
    /// Every value that does not fit a field it is compared with, at the parameter's name.
    pub fn bind(mut self, given: &Map<String, Value>, places: u32) -> Result<Filter, Vec<Mistake>> {
        let mut found = Mistakes::default();
        self.root.leaves(&mut |leaf| {
            let kind = &leaf.path.field.kind;
            for operand in leaf.test.operands() {
                let Operand::Parameter(name) = &*operand else { continue };
                match literal(kind, given.get(name.as_str()).unwrap_or(&Value::Null), places) {
                    Ok(literal) => *operand = Operand::Literal(literal),
                    Err(unfit) => found.tell(name.as_str(), unfit),
                }
            }
        });
        let json = Value::Object(given.clone()).to_string();
        self.stamp = Sha256::new().chain_update(self.stamp).chain_update(json).finalize().into();
        found.or(Some(self))
    }

    /// The tree with the values that its expressions have for the acting record; `compute` gives each, `None` where it is
    /// null. A number is rounded to the places of its field, half away from zero, as if it were given to it (TYPE-3).
    ///
    /// # Errors
    /// What `compute` gives, and `unfit` of a value that does not fit its field.
    pub fn compute<E>(
        mut self,
        places: u32,
        mut compute: impl FnMut(&str) -> Result<Option<Held<'static>>, E>,
        unfit: impl Fn(Unfit) -> E,
    ) -> Result<Filter, E> {
        let mut failed = None;
        self.root.leaves(&mut |leaf| {
            let kind = &leaf.path.field.kind;
            for operand in leaf.test.operands() {
                let Operand::Expression(text) = &*operand else { continue };
                match compute(text).and_then(|value| computed(kind, value, places).map_err(&unfit)) {
                    Ok(value) => *operand = value,
                    Err(error) => failed = failed.take().or(Some(error)),
                }
            }
        });
        failed.map_or(Ok(self), Err)
    }
}

/// A computed value as one that the field is compared with.
fn computed(kind: &Kind, value: Option<Held<'static>>, places: u32) -> Result<Operand, Unfit> {
    let literal = match (kind, value) {
        (_, None) => return Ok(Operand::Nothing),
        (Kind::Text { .. }, Some(Held::Text(text))) if crate::engine::text::is_blank(&text) => {
            return Ok(Operand::Nothing);
        }
        (Kind::Text { .. }, Some(Held::Text(text))) => Literal::Text(text.into_owned()),
        (Kind::Boolean { .. }, Some(Held::Boolean(truth))) => Literal::Boolean(truth),
        (Kind::Date | Kind::Instant, Some(Held::Date(day))) => Literal::Day(day),
        (Kind::Instant, Some(Held::Instant(at))) => Literal::Instant(at),
        (Kind::Choice(names), Some(Held::Choice(name) | Held::Text(name))) => match names.place(&name) {
            Some(_) => Literal::Choice(name.as_ref().into()),
            None => return Err(Unfit::of("unknown_value")),
        },
        (Kind::Id | Kind::Reference(_) | Kind::Entry { .. }, Some(Held::Record(id))) => Literal::Record(id),
        (kind, Some(Held::Number(number))) => {
            let (most, scale) = match kind {
                Kind::Integer => (0, 0),
                Kind::Decimal { places, scale } => (*places, *scale),
                Kind::Money { currency: None } => (places, places),
                _ => return Err(Unfit::of("type")),
            };
            let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            units(number.round_dp_with_strategy(most, away), scale).ok_or(Unfit::of("out_of_range"))?
        }
        _ => return Err(Unfit::of("type")),
    };
    Ok(Operand::Literal(literal))
}
