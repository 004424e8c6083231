//! What a template names (DOC-1, DOC-2): found in its parsed tree, and judged by the definitions of objects. What a document is
//! made of is read by it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::objects::define::Definitions;
use crate::engine::objects::path::CROSSED;
use crate::engine::objects::printed::{Relation, is_choice};
use crate::engine::objects::shape::{Kind, USER};

/// References that a path may cross.
const REFERENCES: usize = 2;

/// What is read of one kind of record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// The paths of the fields.
    pub(super) paths: BTreeSet<String>,
    /// Those that end at a choice, with the object and the field that say its labels.
    pub(super) choices: BTreeMap<String, (String, String)>,
}

/// What is read for a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) record: Need,
    /// The relations, each by its name.
    pub(super) related: BTreeMap<String, (Relation, Need)>,
    pub(super) me: Need,
}

/// What stands in an expression, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    /// A whole number, a truth value.
    Plain,
    Decimal,
    Money,
    Date,
    Instant,
    Choice,
    /// A record that is referred to, as which its title stands.
    Record,
    /// The records of a relation.
    Related,
    /// Whatever it is: a filter made it, or nothing is known of the record.
    Any,
}

impl Sort {
    /// Whether two may be compared. What is written in a form of its own is no number and no text to the template language,
    /// which would put one behind the other by their kinds.
    pub(super) fn compares(self, other: Sort) -> bool {
        use Sort::{Any, Choice, Date, Decimal, Instant, Money};
        self == other || [self, other].contains(&Any) || {
            let formed = |sort: Sort| matches!(sort, Decimal | Money | Date | Instant | Choice);
            !formed(self) && !formed(other)
        }
    }
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bound {
    /// The record, of an object; of none in a clause that is for any.
    Record(Option<String>),
    /// One of the records of a relation.
    Related(String),
    /// One of what nothing is known of.
    Unknown,
    Me,
    Company,
    Today,
    Loop,
}

/// Why a path leads nowhere.
pub(super) type Nowhere = (&'static str, Option<usize>);

/// Where paths are followed.
pub(super) struct Paths<'a> {
    pub(super) definitions: &'a Definitions,
    pub(super) needs: Needs,
}

impl Paths<'_> {
    /// Follows the names behind one that is bound, notes what they need, and says what they lead to.
    pub(super) fn follow(&mut self, from: &Bound, names: &[&str]) -> Result<Sort, Nowhere> {
        match from {
            Bound::Unknown | Bound::Record(None) => Ok(Sort::Any),
            Bound::Today if names.is_empty() => Ok(Sort::Date),
            Bound::Company => match names {
                ["currency" | "time_zone"] => Ok(Sort::Text),
                _ => Err(("unknown_field", None)),
            },
            Bound::Loop => match names {
                ["index" | "index0" | "revindex" | "revindex0" | "first" | "last" | "length"] => Ok(Sort::Plain),
                _ => Err(("unknown_field", None)),
            },
            Bound::Today => Err(("unknown_field", None)),
            Bound::Me => field(self.definitions, USER, names, &mut self.needs.me),
            Bound::Related(name) => {
                let Some((relation, need)) = self.needs.related.get_mut(name) else { return Ok(Sort::Any) };
                field(self.definitions, &relation.object, names, need)
            }
            Bound::Record(Some(object)) => {
                if let Some(relation) = self.relation(object, names) {
                    self.needs.related.entry(relation.name.clone()).or_insert_with(|| (relation, Need::default()));
                    return Ok(Sort::Related);
                }
                field(self.definitions, object, names, &mut self.needs.record)
            }
        }
    }

    /// The relation of the record to which names lead: fields go before.
    fn relation(&self, object: &str, names: &[&str]) -> Option<Relation> {
        let first = names.first()?;
        if self.definitions.printed_field(object, first).is_some() {
            return None;
        }
        // Objects of packs have a dot in their names.
        self.definitions.relation(object, &names.join("."))
    }

    /// What a loop over these names goes through.
    pub(super) fn looped(&self, from: &Bound, names: &[&str]) -> Option<Bound> {
        match from {
            Bound::Unknown | Bound::Record(None) => Some(Bound::Unknown),
            Bound::Record(Some(object)) => Some(Bound::Related(self.relation(object, names)?.name)),
            _ => None,
        }
    }
}

/// The field of an object at the end of names.
fn field(definitions: &Definitions, object: &str, names: &[&str], need: &mut Need) -> Result<Sort, Nowhere> {
    const UNKNOWN: Nowhere = ("unknown_field", None);
    let (mut object, mut path) = (object.to_owned(), String::new());
    if names.is_empty() || names == ["title"] && definitions.printed_field(&object, "title").is_none() {
        // What the record is called is told in any case.
        return Ok(Sort::Text);
    }
    for (at, name) in names.iter().enumerate() {
        let found = definitions.printed_field(&object, name).ok_or(UNKNOWN)?;
        path.push_str(if at > 0 { "." } else { "" });
        path.push_str(name);
        let rest = names.get(at + 1..).unwrap_or_default();
        if is_choice(found) && matches!(rest, [] | ["name"]) {
            need.paths.insert(path.clone());
            need.choices.insert(path, (object, (*name).to_owned()));
            return Ok(if rest.is_empty() { Sort::Choice } else { Sort::Text });
        }
        if rest.is_empty() {
            need.paths.insert(path);
            let references: BTreeSet<&str> =
                need.paths.iter().filter_map(|path| path.rsplit_once('.')).map(|(way, _)| way).collect();
            return if references.len() > CROSSED { Err(("too_many", Some(CROSSED))) } else { Ok(sort(&found.kind)) };
        }
        object = found.kind.to().ok_or(UNKNOWN)?.to_string();
        if at == REFERENCES {
            return Err(("too_deep", Some(REFERENCES)));
        }
    }
    Err(UNKNOWN)
}

fn sort(kind: &Kind) -> Sort {
    match kind {
        Kind::Text { .. } => Sort::Text,
        Kind::Boolean { .. } | Kind::Integer => Sort::Plain,
        Kind::Decimal { .. } => Sort::Decimal,
        Kind::Money { .. } => Sort::Money,
        Kind::Date => Sort::Date,
        Kind::Instant => Sort::Instant,
        Kind::Choice(_) => Sort::Choice,
        Kind::Id | Kind::Reference(_) | Kind::Entry { .. } => Sort::Record,
    }
}
