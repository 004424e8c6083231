//! What a call asks by: the kinds of record that the areas declare, and the caller's moment, field rights and scope.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::days::Moment;
use super::filter::read::{Place, Reader};
use super::filter::sql::{Piece, Sight, Terms};
use super::mistakes::{Mistake, refused};
use super::shape::{Catalogue, Field, Object, Rights};
use crate::engine::area;
use crate::engine::confidential;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Kind, kind};
use crate::engine::money;
use crate::engine::operations::Operation;
use crate::engine::permission;
use crate::engine::scope::kinds;
use crate::engine::storage::{Transaction, Visibility};

/// The kinds of record that the areas declare.
pub(super) struct Typed;

impl Typed {
    /// The object of that name.
    pub(super) fn find(name: &str) -> Option<&'static Object> {
        static BY_NAME: LazyLock<HashMap<&'static str, &'static Object>> =
            LazyLock::new(|| kind::all().filter_map(|kind| Some((kind.name, kind.object?))).collect());
        BY_NAME.get(name).copied()
    }
}

impl Catalogue for Typed {
    fn object(&self, name: &str) -> Option<&Object> {
        Typed::find(name)
    }
}

/// What the caller may ask for: what they read in full of the list's own records; of others, what their roles let them
/// get or list, and what is told of a record wherever it is referred to.
pub(super) struct Caller<'a> {
    /// The list's own kind, where a list is asked.
    own: Option<&'a Object>,
    fields: &'a confidential::Rights,
    /// The kinds whose records they get or list by role; `None` for the engine itself.
    kinds: Option<BTreeSet<&'static str>>,
}

impl Rights for Caller<'_> {
    fn reads(&self, object: &Object, field: &Field) -> bool {
        let open = field.told
            || self.own.is_some_and(|own| object.name == own.name)
            || self.kinds.as_ref().is_none_or(|kinds| kinds.contains(object.name.as_str()));
        open && self.fields.to(&object.name, &field.name).reads()
    }
}

/// The kinds whose records the user gets or lists by role.
fn listed(tx: &mut dyn Transaction, user: i64) -> Result<BTreeSet<&'static str>> {
    let held = permission::held(tx, user)?;
    let may = |operation: &&Operation| operation.public || held.iter().any(|held| held == operation.name);
    let gives = |operation: &&Operation| matches!(operation.short_name(), "get" | "list");
    let areas = area::all().filter(|area| area.operations.iter().copied().filter(gives).any(|o| may(&o)));
    Ok(areas.flat_map(|area| area.kinds).map(|kind| kind.name).collect())
}

/// The alias of records that others follow.
const FOLLOWED: &str = "followed";

/// What the caller sees of the kinds that a statement may join.
#[derive(Debug, Default)]
struct SeenKinds(Vec<SeenKind>);

/// What the caller sees of a kind: of its own records, or of those that its records follow.
#[derive(Debug)]
struct SeenKind {
    entity: Entity,
    visibility: Visibility,
    /// The table of what they follow, and the column that refers to it.
    follows: Option<(&'static str, &'static str)>,
}

impl Sight for SeenKinds {
    fn seen(&self, object: &Object, alias: &str) -> Option<Piece> {
        let SeenKind { visibility, follows, .. } = self.0.iter().find(|seen| *seen.entity.as_str() == *object.name)?;
        let Some((table, column)) = follows else {
            return visibility.condition(alias).map(|(sql, params)| Piece { sql, params });
        };
        // What follows nobody is in reach of all alone.
        let (seen, params) = visibility.condition(FOLLOWED)?;
        let sql =
            format!("EXISTS (SELECT 1 FROM {table} {FOLLOWED} WHERE {FOLLOWED}.id = {alias}.{column} AND {seen})");
        Some(Piece { sql, params })
    }
}

/// What one call asks by.
pub(crate) struct Asking {
    own: &'static Object,
    moment: Moment,
    sight: SeenKinds,
    kinds: Option<BTreeSet<&'static str>>,
    fields: confidential::Rights,
    /// The company's currency.
    pub(super) currency: String,
    /// Its decimal places.
    pub(super) places: u32,
}

impl Asking {
    /// What the caller may ask of the object's own records, and of others on the way.
    pub(super) fn rights(&self) -> Caller<'_> {
        Caller { own: Some(self.own), fields: &self.fields, kinds: self.kinds.clone() }
    }

    /// What they may ask of them where they are met on the way from others.
    pub(super) fn rights_elsewhere(&self) -> Caller<'_> {
        Caller { own: None, fields: &self.fields, kinds: self.kinds.clone() }
    }

    /// What the caller reads of each field.
    pub(super) fn fields(&self) -> &confidential::Rights {
        &self.fields
    }

    /// What trees and orders are read against.
    pub(super) fn reader<'a>(&self, rights: &'a dyn Rights) -> Reader<'a> {
        Reader { catalogue: &Typed, rights, place: Place::Call, places: self.places }
    }

    /// What statements are written for.
    pub(super) fn terms(&self, tx: &dyn Transaction) -> Terms<'_> {
        Terms { moment: &self.moment, sight: &self.sight, position: tx.dialect().position }
    }
}

impl Context<'_> {
    /// What the call asks records of the object by.
    pub(super) fn asking(&mut self, own: &'static Object) -> Result<Asking> {
        let company = self.company()?;
        let (zone, currency) = (company.zone.clone(), company.currency.clone());
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let kinds = self.actor_key().map(|user| listed(self.tx(), user)).transpose()?;
        let places = money::decimal_places(&currency).unwrap_or_default();
        let (sight, fields) = (self.seen_kinds()?, self.rights().clone());
        Ok(Asking { own, moment, sight, kinds, fields, currency, places })
    }

    /// What was read of an argument; where something is wrong with it, that is told with the call's other mistakes.
    pub(super) fn or_told<T>(&mut self, argument: &str, read: Result<T, Vec<Mistake>>) -> Option<T> {
        let mistakes = match read {
            Ok(read) => return Some(read),
            Err(mistakes) => mistakes,
        };
        for found in refused(argument, mistakes).fields() {
            self.violations().add(&found.field, &found.code, &found.detail, found.limit.clone());
        }
        None
    }

    fn seen_kinds(&mut self) -> Result<SeenKinds> {
        let mut seen = SeenKinds::default();
        if self.is_narrowed() {
            for (kind, object) in kind::all().filter_map(|kind| Some((kind, kind.object?))) {
                let entity = Entity::named(kind.name);
                let (visibility, follows) = match followed(kind, object) {
                    Some((followed, column)) => {
                        let of = Entity::named(followed.name);
                        (self.followed(&of)?, Some((followed.table, column)))
                    }
                    None => (self.visibility(&entity)?, None),
                };
                if visibility.is_partial() {
                    seen.0.push(SeenKind { entity, visibility, follows });
                }
            }
        }
        Ok(seen)
    }
}

/// The kind whose records those of this one follow, and the column by which they do, where nothing of their own is kept
/// that says who sees each.
fn followed(kind: &Kind, object: &Object) -> Option<(&'static Kind, &'static str)> {
    let column = kind.belongs.filter(|_| kinds::find(&Entity::named(kind.name)).is_none())?;
    let field = object.fields.iter().find(|field| field.column == column)?;
    let to = field.kind.to()?;
    Some((kind::all().find(|kind| kind.name == to)?, column))
}
