//! What documents print of a record (DOC-2): its own fields and those over references, and the records that refer to it, all
//! as the caller's own `get` and `list` would give them.

use std::collections::BTreeMap;

use super::catalogue::current::Catalogue;
use super::catalogue::house::House;
use super::define::document::Pack;
use super::define::{Definitions, Unplaced};
use super::filter::sql::Piece;
use super::list::List;
use super::order::Order;
use super::path::{Crossed, Path};
use super::read::{Much, Reading};
use super::record::{ObjectRecord, RecordKey};
use super::shape::{Field, Kind, Name, Rights, USER};
use crate::engine::area;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::labels::{self, Locale};
use crate::engine::money;
use crate::engine::page::PageRequest;
use crate::engine::schema::Schema as _;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::Value as Stored;

/// The alias of an object's own table.
const OWN: &str = "o";

/// The records of an object that refer to one by a field; or its parts, which have the name of their list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Relation {
    /// What it is called: as the operations on its records are, `contacts` or `hotel.reservation`, where one field alone
    /// refers; with the field behind it, `contacts_by_customer`, in any case. Parts are called as their list is.
    pub(crate) name: String,
    /// The object.
    pub(crate) object: Name,
    /// The field.
    pub(crate) by: Name,
    /// Whether they are parts.
    pub(crate) parts: bool,
}

/// How much is read for one document, so that what is read and not printed has an end too.
#[derive(Debug)]
pub(crate) struct PrintedRoom(usize);

/// What a record takes beside its texts, and each of its values.
const RECORD: usize = 1_024;
const VALUE: usize = 256;

impl PrintedRoom {
    /// Room for so many bytes.
    pub(crate) fn of(bytes: usize) -> PrintedRoom {
        PrintedRoom(bytes)
    }

    /// Takes a record in.
    pub(crate) fn take(&mut self, record: &ObjectRecord) {
        let values: usize = record.values.iter().map(|(name, _)| name.len() + VALUE).sum();
        self.0 = self.0.saturating_sub(record.text_bytes() + values + RECORD);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.0 == 0
    }
}

impl Definitions {
    /// A field of an object.
    pub(crate) fn printed_field(&self, object: &str, name: &str) -> Option<&Field> {
        self.get(object)?.object.field(name)
    }

    /// The relation of an object that is called so.
    pub(crate) fn relation(&self, object: &str, name: &str) -> Option<Relation> {
        let leads = |field: &Field| field.kind.to().is_some_and(|to| to == object);
        for defined in self.iter() {
            let (Some(list), from) = (&defined.part_of, &defined.object) else { continue };
            if list.name == name && from.field(&list.field).is_some_and(leads) {
                let (object, by) = (from.name.clone(), list.field.clone());
                return Some(Relation { name: name.to_owned(), object, by, parts: true });
            }
        }
        let refers = |field: &&Field| field.indexed && leads(field);
        for from in self.iter().map(|defined| &defined.object) {
            let called = called(&from.name);
            let Some(rest) = name.strip_prefix(called) else { continue };
            let mut fields = from.fields.iter().filter(refers);
            let found = match rest.strip_prefix("_by_") {
                Some(by) => fields.find(|field| field.name == by),
                None if rest.is_empty() => match (fields.next(), fields.next()) {
                    (Some(only), None) => Some(only),
                    _ => None,
                },
                None => None,
            };
            if let Some(field) = found {
                let (object, by) = (from.name.clone(), field.name.clone());
                return Some(Relation { name: name.to_owned(), object, by, parts: false });
            }
        }
        None
    }
}

impl Catalogue {
    /// The label of a value of a choice, or of a state.
    pub(crate) fn choice_label(&self, locale: Locale, object: &str, field: &str, value: &str) -> String {
        let said = self.labelled(locale, object, &format!("{field}.{value}")).map(str::to_owned);
        let engines = || labels::choice_of(locale, object, field, value);
        said.or_else(engines).unwrap_or_else(|| super::labels::readable(value))
    }
}

/// What the records of an object are called together: the area, of the kind of record that an area has above all.
fn called(object: &str) -> &str {
    let area = area::of_kind(object);
    let first = area::all().find(|found| found.name() == area).and_then(|found| found.kinds.first());
    if first.is_some_and(|kind| kind.name == object) { area } else { object }
}

impl Context<'_> {
    /// What there is once a version of a pack is in force, by name: none of it has a place yet.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn definitions_with(&mut self, pack: &Pack) -> Result<Definitions> {
        let catalogue = self.catalogue()?;
        let others = catalogue.documents.iter().filter(|other| other.name != pack.name).cloned().collect();
        let places = money::decimal_places(&self.company()?.currency).unwrap_or_default();
        let house = House::load(self.tx(), others, places)?;
        Ok(Definitions::new(pack, &house, &Unplaced))
    }

    /// A record with the fields at these paths, to whoever may get it. The paths are known to lead somewhere.
    ///
    /// # Errors
    /// What the record's own `get` gives; behind that the call's wrong fields.
    pub(crate) fn printed_record(&mut self, key: &RecordKey, paths: &[String]) -> Result<ObjectRecord> {
        let standing = self.standing_of_call();
        let found = self.reached(&key.object, key.id);
        let found = match found {
            Ok(object) => self.record_of_object(object, key.id, Much::Paths(paths)),
            Err(refusal) => Err(refusal),
        };
        let found = match found {
            Ok(Some(record)) => Ok(record),
            Ok(None) => self.not_found(Entity::from(key.object.as_str()), key.id),
            Err(refusal) => Err(refusal),
        };
        self.stand_again(standing);
        found
    }

    /// The records of a relation, the oldest first, parts in their order, and one more than so many at the most, with the
    /// fields at these paths; none where the caller may not list them, or does not read the field by which they refer. No more
    /// are read than there is room for.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn printed_relation(
        &mut self,
        relation: &Relation,
        key: &RecordKey,
        paths: &[String],
        most: usize,
        room: &mut PrintedRoom,
    ) -> Result<Option<Vec<ObjectRecord>>> {
        let standing = self.standing_of_call();
        let found = self.related_records(relation, key, paths, most, room);
        self.stand_again(standing);
        match found {
            Err(refusal) if !refusal.is_failure() => Ok(None),
            found => found,
        }
    }

    fn related_records(
        &mut self,
        relation: &Relation,
        key: &RecordKey,
        paths: &[String],
        most: usize,
        room: &mut PrintedRoom,
    ) -> Result<Option<Vec<ObjectRecord>>> {
        let catalogue = self.catalogue()?;
        let Some(of) = catalogue.definitions.get(&key.object) else { return self.no_object() };
        let object = self.lists_object(&relation.object)?;
        let asking = self.asking(object, "list")?;
        let own = &asking.own;
        let field = own.field(&relation.by).ok_or_else(|| CrmError::bug("a relation by no field"))?;
        if !asking.rights().reads(own, field) {
            return Ok(None);
        }
        let shown = asking.shown(own, paths, &mut Crossed::default());
        let reading = Reading::of(&asking, own, shown.map_err(|_| CrmError::bug("a path that leads nowhere"))?)?;
        let order = Order::default();
        let mut list = List::new(own, OWN, asking.terms(self.tx()), &order);
        let path = Path { steps: Vec::new(), field: field.clone(), of: own.clone(), to: None };
        let column = list.query().column(&path, false);
        let sql = format!("{column} = (SELECT id FROM {} WHERE uid = ?)", of.object.table);
        list.and(Piece { sql, params: vec![Stored::Blob(key.id.0.as_bytes().to_vec().into())] });
        let select = reading.select(list.query());
        let (mut records, mut after) = (Vec::new(), None);
        loop {
            // One more than may be tells that there are too many.
            let wanted = most.saturating_add(1).saturating_sub(records.len());
            let limit = Some(i64::try_from(wanted).unwrap_or(i64::MAX));
            let page = self.paged(&list, &select, &reading, &Some(PageRequest { limit, after, count: None }))?;
            page.items.iter().for_each(|record| room.take(record));
            records.extend(page.items);
            after = page.next;
            if after.is_none() || records.len() > most || room.is_full() {
                break;
            }
        }
        if relation.parts {
            let places = self.places_of_parts(&own.table, &of.object.table, key.id)?;
            records.arrange_by_key(|part| places.get(&part.id).copied().unwrap_or(usize::MAX));
        } else {
            records.reverse();
        }
        Ok(Some(records))
    }

    /// The places of the parts of a record in their list, by their ids.
    fn places_of_parts(&mut self, parts: &str, wholes: &str, id: RecordId) -> Result<BTreeMap<RecordId, usize>> {
        let sql = format!(
            "SELECT uid FROM {parts} WHERE whole = (SELECT id FROM {wholes} WHERE uid = ?) ORDER BY place, {parts}.id"
        );
        let params = [Stored::Blob(id.0.as_bytes().to_vec().into())];
        let found = self.tx().all(&sql, &params, |columns| Ok(RecordId(columns.next()?)))?;
        Ok(found.into_iter().zip(0..).collect())
    }

    /// What the caller reads of themselves at these paths of `user`; nothing of the engine itself.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn printed_caller(&mut self, paths: &[String]) -> Result<Option<ObjectRecord>> {
        let Some(user) = self.actor_id().filter(|_| !paths.is_empty()) else { return Ok(None) };
        let catalogue = self.catalogue()?;
        let Some(found) = catalogue.definitions.get(USER) else { return Ok(None) };
        let asking = self.asking(found.object.clone(), "get")?;
        self.read_object(&asking, RecordId(user.0), None, Much::Paths(paths))
    }
}

/// Whether a field has one of a closed list of values.
pub(crate) fn is_choice(field: &Field) -> bool {
    matches!(field.kind, Kind::Choice(_))
}
