//! Paths by the definitions of the objects that they lead over: which field each name is, what the whole is, and what
//! is wrong with it where it leads nowhere (EXPR-8, EXPR-10, EXPR-11).

use smol_str::SmolStr;

use super::mistake::Code;
use super::tree::Written;
use super::types::{Fields, Known, Nature, Place, Type};

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The object.
    pub object: SmolStr,
    /// The field's name.
    pub name: SmolStr,
    /// Its place in the order of the object's fields.
    pub index: u32,
}

/// A path that an expression reads.
///
/// An `id` before its end is left out: the record itself is no reference, and `id.amount` is `amount`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub(super) old: bool,
    pub(super) steps: Box<[Step]>,
    pub(super) crossing: Option<u8>,
    /// Of each name as it is written the object whose field it is; none of an entry's.
    pub(super) owners: Box<[Option<SmolStr>]>,
}

impl Path {
    /// Whether it is of the record as it was before the call.
    pub fn old(&self) -> bool {
        self.old
    }

    /// The fields, from one of the record's own to the one whose value it is: all but the last are references.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The record's own field, where the path is that field alone.
    pub fn own(&self) -> Option<&Step> {
        match self.steps.as_ref() {
            [own] => Some(own),
            _ => None,
        }
    }

    /// Of a path over references its number among those of its expression, from 0: at most eight are to be fetched.
    pub fn crossing(&self) -> Option<u8> {
        self.crossing
    }
}

/// Which part of a path is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Old,
    /// The name of this number.
    Name(usize),
}

/// What a path leads to.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) mistakes: Vec<(Code, Part)>,
    /// Whether it leads over a reference, right or wrong.
    pub(super) crosses: bool,
    /// The path with the type of its value, where all its names are known.
    pub(super) path: Option<(Path, Type)>,
}

/// Finds what a path leads to from a record of this object.
pub(super) fn resolve(fields: &dyn Fields, object: &str, place: Place, written: &Written) -> Found {
    let mut found = Found::default();
    if written.old && !place.sees_old() {
        found.mistakes.push((Code::NotHere, Part::Old));
    }
    let (mut steps, mut owners): (Vec<Step>, Vec<Option<SmolStr>>) = (Vec::new(), Vec::new());
    let mut here = Type::Record(SmolStr::new(object));
    for (number, name) in written.names.iter().enumerate() {
        let wrong = |code| (code, Part::Name(number));
        let of = match &here {
            Type::Record(object) | Type::Entry(object) => object.clone(),
            _ => {
                found.mistakes.push(wrong(Code::Type));
                return found;
            }
        };
        if !steps.is_empty() {
            found.crosses = true;
            if !place.sees_references() {
                found.mistakes.push(wrong(Code::NotHere));
                return found;
            }
        }
        let known = match &here {
            Type::Entry(_) => of_entry(name),
            _ => fields.field(&of, name),
        };
        let Some(known) = known else {
            found.mistakes.push(wrong(Code::UnknownField));
            return found;
        };
        let kernel = known.nature == Nature::Kernel;
        let seen = if steps.is_empty() { place.sees(name, &known) } else { !(kernel && name == "title") };
        if !seen {
            found.mistakes.push(wrong(Code::NotHere));
            return found;
        }
        owners.push(if matches!(here, Type::Entry(_)) { None } else { Some(of.clone()) });
        // The record itself leads nowhere else.
        let itself = kernel && name == "id" && number.saturating_add(1) < written.names.len();
        if !itself {
            steps.push(Step { object: of, name: name.clone(), index: known.index });
            here = known.ty;
        }
    }
    let path = Path { old: written.old, steps: steps.into(), crossing: None, owners: owners.into() };
    found.path = Some((path, here));
    found
}

/// What an entry of the dictionary has.
fn of_entry(name: &str) -> Option<Known> {
    let index = ["item", "value"].iter().position(|known| *known == name)?;
    Some(Known { ty: Type::Text, nature: Nature::Given, index: u32::try_from(index).ok()? })
}
