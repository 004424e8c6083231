//! What a template names (DOC-1, DOC-2): found in its parsed tree, and judged by the definitions of objects. What a document is
//! made of is read by it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::sorts::Sort;
use crate::engine::objects::define::Definitions;
use crate::engine::objects::path::CROSSED;
use crate::engine::objects::printed::{Relation, is_choice};
use crate::engine::objects::shape::USER;

/// References that a path may cross.
const REFERENCES: usize = 2;

/// The most fields that are read of one kind of record.
const FIELDS: usize = 200;

/// What is read of one kind of record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Need {
    /// The paths of the fields, with what stands there.
    pub(super) paths: BTreeMap<String, Sort>,
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
    /// Whether whole texts are gone through by other than filters: joined, cut, searched, compared with one another.
    pub(super) texts: bool,
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
            Bound::Unknown | Bound::Record(None) => Ok(Sort::ANY),
            Bound::Today if names.is_empty() => Ok(Sort::DATE),
            Bound::Company => match names {
                ["currency" | "time_zone"] => Ok(Sort::TEXT),
                _ => Err(("unknown_field", None)),
            },
            Bound::Loop => match names {
                ["index" | "index0" | "revindex" | "revindex0" | "length"] => Ok(Sort::NUMBER),
                ["first" | "last"] => Ok(Sort::TRUTH),
                _ => Err(("unknown_field", None)),
            },
            Bound::Today => Err(("unknown_field", None)),
            Bound::Me => field(self.definitions, USER, names, &mut self.needs.me),
            Bound::Related(name) => {
                let Some((relation, need)) = self.needs.related.get_mut(name) else { return Ok(Sort::ANY) };
                field(self.definitions, &relation.object, names, need)
            }
            Bound::Record(Some(object)) => {
                if let Some(relation) = self.relation(object, names) {
                    self.needs.related.entry(relation.name.clone()).or_insert_with(|| (relation, Need::default()));
                    return Ok(Sort::LIST);
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

    /// The relation to which names behind one that is bound lead.
    pub(super) fn relation_of(&self, from: &Bound, names: &[&str]) -> Option<Relation> {
        match from {
            Bound::Record(Some(object)) => self.relation(object, names),
            _ => None,
        }
    }

    /// What a loop over these names goes through.
    pub(super) fn looped(&self, from: &Bound, names: &[&str]) -> Option<Bound> {
        match from {
            Bound::Unknown | Bound::Record(None) => Some(Bound::Unknown),
            _ => Some(Bound::Related(self.relation_of(from, names)?.name)),
        }
    }
}

impl Need {
    /// Notes that a path is read, as long as there are few enough of them, and of the references that they cross: each on the
    /// way counts, as it does where they are read.
    fn note(&mut self, path: &str, sort: Sort) -> Result<Sort, Nowhere> {
        if self.paths.contains_key(path) {
            return Ok(sort);
        }
        if self.paths.len() == FIELDS {
            return Err(("too_many", Some(FIELDS)));
        }
        self.paths.insert(path.to_owned(), sort);
        let mut crossed = BTreeSet::new();
        for path in self.paths.keys() {
            crossed.extend(path.match_indices('.').filter_map(|(at, _)| path.get(..at)));
        }
        if crossed.len() > CROSSED { Err(("too_many", Some(CROSSED))) } else { Ok(sort) }
    }
}

/// The field of an object at the end of names.
fn field(definitions: &Definitions, object: &str, names: &[&str], need: &mut Need) -> Result<Sort, Nowhere> {
    const UNKNOWN: Nowhere = ("unknown_field", None);
    let (mut object, mut path) = (object.to_owned(), String::new());
    if names.is_empty() || names == ["title"] && definitions.printed_field(&object, "title").is_none() {
        // What the record is called is told in any case; where that is a field, it is read for what is withheld of it.
        if let Some(title) = definitions.get(&object).and_then(|defined| defined.object.title()) {
            need.note(&title.name, Sort::of(&title.kind))?;
        }
        return Ok(if names.is_empty() { Sort::RECORD } else { Sort::TEXT });
    }
    for (at, name) in names.iter().enumerate() {
        let found = definitions.printed_field(&object, name).ok_or(UNKNOWN)?;
        path.push_str(if at > 0 { "." } else { "" });
        path.push_str(name);
        let rest = names.get(at + 1..).unwrap_or_default();
        if is_choice(found) && matches!(rest, [] | ["name"]) {
            let sort = need.note(&path, Sort::of(&found.kind))?;
            need.choices.insert(path, (object, (*name).to_owned()));
            return Ok(if rest.is_empty() { sort } else { Sort::TEXT });
        }
        if rest.is_empty() {
            return need.note(&path, Sort::of(&found.kind));
        }
        object = found.kind.to().ok_or(UNKNOWN)?.to_string();
        if at == REFERENCES {
            return Err(("too_deep", Some(REFERENCES)));
        }
    }
    Err(UNKNOWN)
}
