//! The filter tree that a call brings for a list (`matching`): read against the kinds of record that the areas declare,
//! under the caller's field rights and scope, and written into the statement of the list.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::days::Moment;
use super::filter::read::{Place, Reader};
use super::filter::sql::{Piece, Query, Sight, Terms};
use super::filter::tree::Filter;
use super::mistakes::refused;
use super::path::Crossed;
use super::shape::{Catalogue, Field, Object, Rights};
use crate::engine::area;
use crate::engine::confidential;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::money;
use crate::engine::operations::Operation;
use crate::engine::permission;
use crate::engine::storage::{ListQuery, Transaction, Visibility};
use crate::engine::tree::Tree;

/// The argument that brings it.
const ARGUMENT: &str = "matching";

/// The kinds of record that the areas declare.
struct Typed;

impl Catalogue for Typed {
    fn object(&self, name: &str) -> Option<&Object> {
        static BY_NAME: LazyLock<HashMap<&'static str, &'static Object>> =
            LazyLock::new(|| kind::all().filter_map(|kind| Some((kind.name, kind.object?))).collect());
        BY_NAME.get(name).copied()
    }
}

/// What the caller may ask for: what they read in full of the list's own records; of others, what their roles let them
/// get or list, and what is told of a record wherever it is referred to.
struct Caller<'a> {
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

/// What the caller sees of the kinds that a statement may join.
#[derive(Debug, Default)]
struct SeenKinds(Vec<(Entity, Visibility)>);

impl Sight for SeenKinds {
    fn seen(&self, object: &Object, alias: &str) -> Option<Piece> {
        let (_, visibility) = self.0.iter().find(|(entity, _)| *entity.as_str() == *object.name)?;
        visibility.condition(alias).map(|(sql, params)| Piece { sql, params })
    }
}

/// A tree that was read, with what it is asked by.
pub(crate) struct Matching {
    filter: Filter,
    moment: Moment,
    sight: SeenKinds,
}

impl Context<'_> {
    /// Reads the tree that a list of records of the kind is to match; what is wrong with it is told with the call's other
    /// mistakes, and then there is none.
    pub(crate) fn matching(&mut self, entity: &Entity, tree: &Option<Tree>) -> Result<Option<Matching>> {
        let Some(tree) = tree else { return Ok(None) };
        let own =
            kind::find(entity)?.object.ok_or_else(|| CrmError::bug(format!("{entity} is no object of filters")))?;
        let company = self.company()?;
        let (zone, currency) = (company.zone.clone(), company.currency.clone());
        let me = self.actor_id();
        let moment = Moment::at(zone, self.now(), me.map(|user| user.0));
        let kinds = self.listed_kinds()?;
        let rights = Caller { own: Some(own), fields: self.rights(), kinds };
        let places = money::decimal_places(&currency).unwrap_or_default();
        let reader = Reader { catalogue: &Typed, rights: &rights, place: Place::Call, places };
        let filter = match reader.filter(own, tree.value(), &mut Crossed::default()) {
            Ok(filter) => filter,
            Err(mistakes) => {
                for found in refused(ARGUMENT, mistakes).fields() {
                    self.violations().add(&found.field, &found.code, &found.detail, found.limit.clone());
                }
                return Ok(None);
            }
        };
        Ok(Some(Matching { filter, moment, sight: self.seen_kinds()? }))
    }

    /// The fields of a kind that the acting user may ask for in a filter tree, wherever its records are met.
    pub(crate) fn askable(&mut self, entity: &Entity) -> Result<Vec<&'static Field>> {
        let Some(object) = kind::find(entity)?.object else { return Ok(Vec::new()) };
        let kinds = self.listed_kinds()?;
        let rights = Caller { own: None, fields: self.rights(), kinds };
        Ok(object.fields.iter().filter(|field| rights.reads(object, field)).collect())
    }

    /// The kinds whose records the acting user gets or lists by role; `None` for the engine itself.
    fn listed_kinds(&mut self) -> Result<Option<BTreeSet<&'static str>>> {
        self.actor_key().map(|user| listed(self.tx(), user)).transpose()
    }

    fn seen_kinds(&mut self) -> Result<SeenKinds> {
        let mut seen = SeenKinds::default();
        if self.is_narrowed() {
            for kind in kind::all().filter(|kind| kind.object.is_some()) {
                let entity = Entity::named(kind.name);
                let visibility = self.visibility(&entity)?;
                if visibility.is_partial() {
                    seen.0.push((entity, visibility));
                }
            }
        }
        Ok(seen)
    }
}

impl ListQuery<'_> {
    /// Only the records that the tree is true of, where there is one.
    ///
    /// # Errors
    /// None but a defect of the engine's.
    pub(crate) fn matching(&mut self, tx: &dyn Transaction, matching: Option<&Matching>) -> Result<()> {
        let Some(Matching { filter, moment, sight }) = matching else { return Ok(()) };
        let position = tx.dialect().position;
        let mut query = Query::new(self.alias(), Terms { moment, sight, position });
        let condition = query.condition(filter)?;
        let joins = query.joins();
        self.join(&joins.sql, joins.params);
        self.and(&condition.sql, condition.params);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::Kind;
    use super::*;
    use crate::engine::schema::{RecordInfo, Type};
    use crate::engine::validate::Rule;

    /// `dictionary_entry` as `DictionaryEntry`.
    fn camel(name: &str) -> String {
        let words = name.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        });
        words.collect()
    }

    /// The record that an area gives of the kind.
    fn record(kind: &str) -> &'static RecordInfo {
        let (mut records, mut choices) = (Vec::new(), Vec::new());
        Operation::all().for_each(|operation| operation.result.collect(&mut records, &mut choices));
        records.into_iter().find(|record| record.name == camel(kind)).expect("a record of the kind")
    }

    fn fits(ty: &Type, kind: &Kind, own: &str) -> bool {
        match (ty.required(), kind) {
            (Type::Text, Kind::Text { .. })
            | (Type::Integer, Kind::Integer)
            | (Type::Boolean, Kind::Boolean { .. })
            | (Type::Decimal, Kind::Decimal { .. })
            | (Type::Date, Kind::Date)
            | (Type::Instant, Kind::Instant) => true,
            (Type::Id(name), Kind::Id) => *name == format!("{}Id", camel(own)),
            (Type::Id(name), Kind::Reference(to)) => *name == format!("{}Id", camel(to)),
            (Type::Choice(choice), Kind::Choice(names)) => choice.values.iter().map(|v| v.0).eq(names.iter()),
            (Type::Record(record), Kind::Reference(to)) => record.name == format!("{}Ref", camel(to)),
            (Type::Record(record), Kind::Entry { .. }) => record.name == "Choice",
            (Type::Record(record), Kind::Money { .. }) => record.name == "Money",
            _ => false,
        }
    }

    // OBJ-2: whatever a record of a described kind tells can be asked for, by its name and as what it is.
    #[test]
    fn objects_are_what_their_records_are() {
        // Counted, or several, or of the reader: no single value of the record. A version is compared when it is written, and
        // what is withheld by the right to another record's field is asked there.
        const NOT_ASKED: [&str; 9] = [
            "version",
            "withheld",
            "depth",
            "regions",
            "industries",
            "roles",
            "has_password",
            "has_second_factor",
            "customer_external_id",
        ];
        // Absent in the record where it is withheld, or named by the engine where the host does not.
        const OTHERWISE: [&str; 2] = ["order.total", "order.status_label"];
        let mut described = 0;
        for (kind, object) in kind::all().filter_map(|kind| Some((kind, kind.object?))) {
            described += 1;
            assert_eq!((object.name.as_str(), object.table.as_str()), (kind.name, kind.table));
            let record = record(kind.name);
            for field in record.fields.iter().filter(|field| !NOT_ASKED.contains(&field.name())) {
                let of_another = field.rules.iter().any(|rule| matches!(rule, Rule::Of(_)));
                assert!(!of_another, "the right to {} is that to another record's field", field.name());
                let path = format!("{}.{}", kind.name, field.name());
                let found = object.field(field.name()).unwrap_or_else(|| panic!("{path} can't be asked"));
                assert!(fits(&field.ty, &found.kind, kind.name), "{path}: {:?} is no {:?}", found.kind, field.ty);
                let optional = matches!(field.ty, Type::Optional(_));
                assert!(found.filled != optional || OTHERWISE.contains(&path.as_str()), "{path}: never empty?");
            }
            for field in object.fields.iter() {
                assert!(record.fields.iter().any(|known| known.name() == field.name), "{}.{}", kind.name, field.name);
                let to = field.kind.to();
                assert!(to.is_none_or(|to| Typed.object(to).is_some()), "{}.{} leads nowhere", kind.name, field.name);
            }
        }
        assert_eq!(described, 10);
    }
}
