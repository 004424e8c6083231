//! The values of a leaf: a literal, or one that is only known when the tree is asked, `{today: days}`.

use serde_json::{Map, Value};

use super::super::days::{MOST_DAYS, MOST_HOURS};
use super::super::mistakes::Unfit;
use super::super::path::Path;
use super::super::shape::{Kind, Name, USER};
use super::literal::literal;
use super::parameters::{Parameter, fits};
use super::tree::Operand;

/// Where a tree stands, which says what may stand in it.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In a call: a list, an aggregate, an export.
    Call,
    /// In a view with these parameters.
    View(&'a [Parameter]),
    /// In an effect or a rule: it may name what is computed of the acting record.
    Effect,
    /// In a roll-up: nothing but the record's own fields and literals, since it is asked when a record is written and
    /// never again.
    RollUp,
}

/// Reads a value that the field of the path is compared with. `places` are those of the company's currency.
pub(super) fn operand(path: &Path, json: &Value, place: Place<'_>, places: u32) -> Result<Operand, Unfit> {
    match json {
        Value::Object(given) => of_object(path, given, place),
        _ => literal(&path.field.kind, json, places).map(Operand::Literal),
    }
}

fn of_object(path: &Path, given: &Map<String, Value>, place: Place<'_>) -> Result<Operand, Unfit> {
    let mut entries = given.iter();
    let (Some((word, value)), None) = (entries.next(), entries.next()) else { return Err(Unfit::of("type")) };
    let kind = &path.field.kind;
    let asked_later = !matches!(place, Place::RollUp);
    match word.as_str() {
        "today" | "now" | "me" if !asked_later => Err(Unfit::of("not_here")),
        "today" if matches!(kind, Kind::Date | Kind::Instant) => count(value, MOST_DAYS).map(Operand::Today),
        "now" if matches!(kind, Kind::Instant) => count(value, MOST_HOURS).map(Operand::Now),
        "me" if is_user(path) && value == &Value::Bool(true) => Ok(Operand::Me),
        "today" | "now" | "me" => Err(Unfit::of("type")),
        "parameter" => {
            let Place::View(parameters) = place else { return Err(Unfit::of("not_here")) };
            let name = value.as_str().ok_or(Unfit::of("type"))?;
            let found = parameters.iter().find(|parameter| parameter.name == name);
            let parameter = found.ok_or(Unfit::of("unknown_parameter"))?;
            if fits(&parameter.kind, path) { Ok(Operand::Parameter(Name::new(name))) } else { Err(Unfit::of("type")) }
        }
        "value" => {
            let Place::Effect = place else { return Err(Unfit::of("not_here")) };
            value.as_str().map(|text| Operand::Expression(text.to_owned())).ok_or(Unfit::of("type"))
        }
        _ => Err(Unfit::of("unknown_field")),
    }
}

/// A whole number, so far either way.
fn count(value: &Value, most: i64) -> Result<i64, Unfit> {
    match value.as_i64() {
        Some(count) if (-most..=most).contains(&count) => Ok(count),
        Some(_) => Err(Unfit::beyond("out_of_range", format!("-{most}..{most}"))),
        None => Err(Unfit::of("type")),
    }
}

/// Whether the field names a user.
fn is_user(path: &Path) -> bool {
    match &path.field.kind {
        Kind::Reference(to) => to == USER,
        Kind::Id => path.of.name == USER,
        _ => false,
    }
}
