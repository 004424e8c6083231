//! What a call asks by: the kinds of record that the areas declare, and the caller's moment, field rights and scope.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::catalogue::current::Catalogue as Defined;
use super::days::Moment;
use super::expr;
use super::filter::read::{Place, Reader};
use super::filter::sql::{Piece, Sight, Terms};
use super::mistakes::{Mistake, refused};
use super::reach::Reach;
use super::shape::{Field, Name, Object, Rights};
use crate::engine::area;
use crate::engine::confidential::{self, FieldRight};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Kind, kind};
use crate::engine::money;
use crate::engine::operations::Operation;
use crate::engine::scope::{ScopeLevel, kinds};
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, Visibility};

/// What the caller may ask for: what they read in full of the list's own records; of others, what their roles let them
/// get or list, and what is told of a record wherever it is referred to.
pub(super) struct Caller<'a> {
    /// The list's own kind, where a list is asked.
    own: Option<&'a Object>,
    asking: &'a Asking,
}

impl Rights for Caller<'_> {
    fn reads(&self, object: &Object, field: &Field) -> bool {
        let listed = || self.asking.kinds.as_ref().is_none_or(|kinds| kinds.contains(&object.name));
        let open = field.told || self.own.is_some_and(|own| object.name == own.name) || listed();
        self.asking.fields.ask_over(&object.name, &field.name);
        open && self.asking.right(object, field).reads()
    }
}

/// The typed kinds whose records somebody with these rights gets or lists.
fn listed(held: &HashSet<String>) -> impl Iterator<Item = Name> {
    let may = |operation: &&Operation| operation.public || held.contains(operation.name);
    let gives = |operation: &&Operation| matches!(operation.short_name(), "get" | "list");
    let areas = area::all().filter(move |area| area.operations.iter().copied().filter(gives).any(|o| may(&o)));
    areas.flat_map(|area| area.kinds).map(|kind| Name::new_static(kind.name))
}

/// The alias of records that others follow.
const FOLLOWED: &str = "followed";

/// What the caller sees of the kinds that a statement may join.
#[derive(Debug, Default)]
struct SeenKinds {
    /// By which it is known over what something was asked that pools hide.
    fields: confidential::Rights,
    typed: Vec<SeenKind>,
    defined: Vec<SeenObject>,
}

/// What the caller sees of a kind: of its own records, or of those that its records follow.
#[derive(Debug)]
struct SeenKind {
    entity: Entity,
    visibility: Visibility,
    /// The table of what they follow, and the column that refers to it.
    follows: Option<(&'static str, &'static str)>,
}

/// What the caller sees of a defined object that has an owner, where that is not all.
#[derive(Debug)]
struct SeenObject {
    name: Name,
    level: ScopeLevel,
    reach: Rc<Reach>,
    /// The table of the wholes, of a part.
    whole: Option<Name>,
}

impl Sight for SeenKinds {
    fn seen(&self, object: &Object, alias: &str) -> Option<Piece> {
        let left = || self.fields.limits()?.not_pooled(&Entity::from(object.name.as_str()), alias);
        let left = left().map(|sql| Piece { sql, params: Vec::new() });
        match (self.within_reach(object, alias), left) {
            (Some(mut seen), Some(left)) => {
                seen.sql.push_str(" AND ");
                seen.append(left);
                Some(seen)
            }
            (seen, left) => seen.or(left),
        }
    }
}

impl SeenKinds {
    /// The condition that the caller reaches a row of the object; none where they reach all.
    fn within_reach(&self, object: &Object, alias: &str) -> Option<Piece> {
        if let Some(seen) = self.defined.iter().find(|seen| seen.name == object.name) {
            let Some(table) = &seen.whole else { return seen.reach.within(seen.level, alias) };
            let Piece { sql, params } = seen.reach.within(seen.level, FOLLOWED)?;
            let sql =
                format!("EXISTS (SELECT 1 FROM {table} {FOLLOWED} WHERE {FOLLOWED}.id = {alias}.whole AND {sql})");
            return Some(Piece { sql, params });
        }
        let SeenKind { visibility, follows, .. } =
            self.typed.iter().find(|seen| *seen.entity.as_str() == *object.name)?;
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
    /// What is asked for.
    pub(super) own: Object,
    /// What is defined.
    pub(super) catalogue: Arc<Defined>,
    reach: Rc<Reach>,
    moment: Moment,
    sight: SeenKinds,
    /// The key of who calls; `None` for the engine itself.
    pub(super) caller: Option<i64>,
    /// The kinds whose records the caller gets or lists by role; `None` for the engine itself.
    kinds: Option<BTreeSet<Name>>,
    fields: confidential::Rights,
    /// The company's currency.
    pub(super) currency: String,
    /// Its decimal places.
    pub(super) places: u32,
}

impl Asking {
    /// What the caller may ask of the object's own records, and of others on the way.
    pub(super) fn rights(&self) -> Caller<'_> {
        Caller { own: Some(&self.own), asking: self }
    }

    /// What they may ask of them where they are met on the way from others.
    pub(super) fn rights_elsewhere(&self) -> Caller<'_> {
        Caller { own: None, asking: self }
    }

    /// What the caller reads of each field of typed records.
    pub(super) fn fields(&self) -> &confidential::Rights {
        &self.fields
    }

    /// The caller's right to a field of any object, whoever's the record is.
    pub(super) fn right(&self, object: &Object, field: &Field) -> FieldRight {
        let found = self.catalogue.definitions.get(&object.name);
        let declared = found.and_then(|found| found.field(&field.name)).and_then(|(_, fact)| fact.field.as_ref());
        match declared {
            Some(declared) if declared.confidential.is_some() => self.reach.to_field(&object.name, &field.name),
            None if found.is_none_or(|found| !found.is_defined()) => self.fields.to(&object.name, &field.name),
            _ => FieldRight::Full,
        }
    }

    /// Whether the caller gets or lists records of the object by role.
    pub(super) fn lists(&self, object: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.contains(object))
    }

    /// What expressions see of the call.
    pub(super) fn seen(&self) -> expr::Context {
        self.moment.seen()
    }

    /// What trees and orders are read against.
    pub(super) fn reader<'a>(&'a self, rights: &'a dyn Rights) -> Reader<'a> {
        Reader { catalogue: &self.catalogue.definitions, rights, place: Place::Call, places: self.places }
    }

    /// What statements are written for.
    pub(super) fn terms(&self, tx: &dyn Transaction) -> Terms<'_> {
        Terms { moment: &self.moment, sight: &self.sight, position: tx.dialect().position }
    }
}

impl Context<'_> {
    /// What the call asks records of the object by, which a verb reads.
    pub(super) fn asking(&mut self, own: Object, verb: &str) -> Result<Asking> {
        let company = self.company()?;
        let (zone, currency) = (company.zone.clone(), company.currency.clone());
        let moment = Moment::at(zone, self.now(), self.actor_id().map(|user| user.0));
        let catalogue = self.catalogue()?;
        let nothing = catalogue.models.is_empty() && catalogue.extended.is_empty();
        let reach = if nothing { Rc::default() } else { self.reach()? };
        let kinds = match self.held()? {
            Some(held) => {
                let mut kinds: BTreeSet<Name> = listed(&held.0).into_set();
                kinds.extend(reach.listed());
                // Parts are read by the rights to their wholes.
                let parts = catalogue
                    .models
                    .values()
                    .filter(|model| catalogue.whole(model).is_some_and(|whole| kinds.contains(&whole.name)));
                let parts: Vec<Name> = parts.map(|model| model.name.clone()).collect();
                kinds.extend(parts);
                Some(kinds)
            }
            None => None,
        };
        let places = money::decimal_places(&currency).unwrap_or_default();
        let fields = self.rights().clone();
        let (typed, defined) = (self.seen_kinds()?, seen_objects(&catalogue, (&own, verb), &reach));
        let sight = SeenKinds { fields: fields.clone(), typed, defined };
        let caller = self.actor_key();
        Ok(Asking { own, catalogue, reach, moment, sight, caller, kinds, fields, currency, places })
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

    fn seen_kinds(&mut self) -> Result<Vec<SeenKind>> {
        let mut seen = Vec::new();
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
                    seen.push(SeenKind { entity, visibility, follows });
                }
            }
        }
        Ok(seen)
    }
}

/// What of defined objects is not seen whole: of the one that is asked for what the verb reaches, of others
/// what getting or listing does.
fn seen_objects(catalogue: &Defined, (own, verb): (&Object, &str), reach: &Rc<Reach>) -> Vec<SeenObject> {
    let mut seen = Vec::new();
    for model in catalogue.models.values() {
        let whole = catalogue.whole(model);
        let holder = whole.unwrap_or(model);
        if holder.owner.is_none() {
            continue;
        }
        let level = if model.name == own.name { reach.level(&holder.name, verb) } else { reach.reading(&holder.name) };
        let level = level.unwrap_or(ScopeLevel::Own);
        if level != ScopeLevel::All {
            let (name, whole) = (model.name.clone(), whole.map(|whole| whole.table.clone()));
            seen.push(SeenObject { name, level, reach: reach.clone(), whole });
        }
    }
    seen
}

/// The kind whose records those of this one follow, and the column by which they do, where nothing of their own is kept
/// that says who sees each.
fn followed(kind: &Kind, object: &Object) -> Option<(&'static Kind, &'static str)> {
    let column = kind.belongs.filter(|_| kinds::find(&Entity::named(kind.name)).is_none())?;
    let field = object.fields.iter().find(|field| field.column == column)?;
    let to = field.kind.to()?;
    Some((kind::all().find(|kind| kind.name == to)?, column))
}
