//! The kinds of record as their areas declare them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::guard::Subject;
use super::{Context, Entity};
use crate::engine::area;
use crate::engine::error::{CrmError, Result};
use crate::engine::hanging::Concern;
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::Extends;
use crate::engine::objects::shape::{Condition, Object};
use crate::engine::storage::Transaction;

/// A kind of record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// Its name.
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    /// The table that holds its records.
    pub(crate) table: &'static str,
    /// Whether its records have public ids.
    pub(crate) with_id: bool,
    /// The column that refers to the record that its own follow, where they do.
    pub(crate) belongs: Option<&'static str>,
    /// The column that refers to the user whose its records are, where nobody else sees them but who sees everything.
    pub(crate) personal: Option<&'static str>,
    /// What filters know of it, where they do.
    pub(crate) object: Option<&'static Object>,
    /// The field that says whose its records are, which packs call their owner.
    pub(crate) owner: Option<&'static str>,
    /// Finds a record as guards see it; a kind that no operation is called on needs none.
    pub(crate) subject: Option<FindSubject>,
    /// Who may write the fields that packs give its records, where they may give some.
    pub(crate) extends: Option<&'static Extends>,
    /// What may hang on its records (PROC-1).
    pub(crate) bears: &'static [Concern],
    /// What can be asked of its records by a name, as the settings have it; what these change counts as a change of the catalogue.
    pub(crate) conditions: Option<Conditions>,
    /// Whether its records hang on those of any kind, and are told to who reads these (PROC-2).
    pub(crate) hangs: bool,
    /// The built-in roles whose levels begin at all, where its area has levels that it asks for itself: nothing is kept that says
    /// who sees each record, and nobody is narrowed.
    pub(crate) levels: Option<&'static [&'static str]>,
    /// The column of what its records are called, of a kind that is no object.
    pub(crate) title: Option<&'static str>,
}

/// The names of the kinds, as constants that declarations of records use.
pub(crate) struct EntityName;

/// Declares the kinds of record of an area, each as a constant of [`Entity`] and, for the area's registration, of the
/// module `kinds`:
///
/// ```text
/// kinds! {
///     /// An opportunity.
///     OPPORTUNITY = "opportunity" in opportunities;
/// }
/// ```
macro_rules! kinds {
    ($( $(#[doc = $doc:tt])* $NAME:ident = $name:literal in $table:ident; )*) => {
        impl $crate::engine::gate::Entity { $(
            $(#[doc = $doc])*
            pub const $NAME: $crate::engine::gate::Entity = $crate::engine::gate::Entity::named($name);
        )* }

        #[allow(dead_code, reason = "not every kind's name is wanted as a constant")]
        impl $crate::engine::gate::EntityName { $(
            pub(crate) const $NAME: &'static str = $name;
        )* }

        pub(crate) mod kinds { $(
            pub(crate) const $NAME: $crate::engine::gate::Kind = $crate::engine::gate::Kind {
                name: $name,
                doc: concat!($($doc, "\n"),*),
                table: stringify!($table),
                with_id: true,
                belongs: None,
                personal: None,
                object: None,
                owner: None,
                subject: None,
                extends: None,
                bears: &[],
                conditions: None,
                hangs: false,
                levels: None,
                title: None,
            };
        )* }
    };
}
pub(crate) use kinds;

/// Reads what can be asked of a kind's records by a name.
pub(crate) type Conditions = fn(&mut dyn Transaction) -> Result<Vec<Condition>>;

/// Finds a record as guards see it.
pub(crate) type FindSubject = fn(&mut Context<'_>, RecordId) -> Result<Found>;

/// The record as guards see it, `None` where there is no such record.
pub(crate) type Found = Option<Box<dyn Subject>>;

/// A record, or what stands for it, as a subject.
pub(crate) fn found<S: Subject + 'static>(found: Option<S>) -> Result<Found> {
    Ok(found.map(|subject| Box::new(subject) as _))
}

/// A record that was found with its key, as a subject.
pub(crate) fn found_with_key<S: Subject + 'static>(record: Option<(i64, S)>) -> Result<Found> {
    found(record.map(|(_, subject)| subject))
}

/// Every kind that an area declares.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    area::all().flat_map(|area| area.kinds)
}

/// The names of all kinds, each with its documentation.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    all().map(|kind| (kind.name, kind.doc))
}

/// The kind of that name.
pub(crate) fn find(entity: &Entity) -> Result<&'static Kind> {
    static BY_NAME: LazyLock<HashMap<&'static str, &'static Kind>> =
        LazyLock::new(|| all().map(|kind| (kind.name, kind)).collect());
    let found = BY_NAME.get(entity.as_str()).copied();
    found.ok_or_else(|| CrmError::bug(format!("no area declares the kind {entity}")))
}

impl Kind {
    /// The kind, with how its records are found as guards see them.
    pub(crate) const fn found_by(self, find: FindSubject) -> Kind {
        Kind { subject: Some(find), ..self }
    }

    /// The kind, with what filters know of it.
    pub(crate) const fn described_by(self, object: &'static Object) -> Kind {
        Kind { object: Some(object), ..self }
    }

    /// The kind, whose records have in this field the user whose they are.
    pub(crate) const fn owned_by(self, field: &'static str) -> Kind {
        Kind { owner: Some(field), ..self }
    }

    /// The kind, to whose records packs may give fields, with who may write those by themselves.
    pub(crate) const fn extended_by(self, extends: &'static Extends) -> Kind {
        Kind { extends: Some(extends), ..self }
    }

    /// The kind, whose records follow the one that the column refers to.
    pub(crate) const fn belonging_by(self, column: &'static str) -> Kind {
        Kind { belongs: Some(column), ..self }
    }

    /// The kind, whose records are the user's that the column refers to, and of who sees everything.
    pub(crate) const fn personal_by(self, column: &'static str) -> Kind {
        Kind { personal: Some(column), ..self }
    }

    /// The kind, on whose records this may hang.
    pub(crate) const fn bearing(self, bears: &'static [Concern]) -> Kind {
        Kind { bears, ..self }
    }

    /// The kind, of whose records this can be asked by names.
    pub(crate) const fn asked_by(self, conditions: Conditions) -> Kind {
        Kind { conditions: Some(conditions), ..self }
    }

    /// The kind, whose records hang on those of any kind: on the one with the id `record`, whose table is `home`.
    pub(crate) const fn hanging(self) -> Kind {
        Kind { hangs: true, ..self }
    }

    /// The kind, whose area asks for levels itself; they begin at all for these built-in roles, and at own for every other role.
    pub(crate) const fn levelled(self, all: &'static [&'static str]) -> Kind {
        Kind { levels: Some(all), ..self }
    }

    /// The kind, whose records are called by this column.
    pub(crate) const fn titled_by(self, column: &'static str) -> Kind {
        Kind { title: Some(column), ..self }
    }

    /// The kind, whose records have no public ids.
    pub(crate) const fn without_id(self) -> Kind {
        Kind { with_id: false, ..self }
    }

    /// The record as guards see it.
    pub(crate) fn subject(&self, cx: &mut Context<'_>, id: RecordId) -> Result<Found> {
        let find = self.subject.ok_or_else(|| CrmError::bug(format!("{} is no subject of guards", self.name)))?;
        find(cx, id)
    }
}
