//! The story of a record (OBJ-15): its changes as the audit keeps them, under the reader's field rights as they are now.
//! Values become those of their fields' types, and records that are referred to are called what they are called today, as
//! far as the reader reaches them; so a history tells no more than a record would (FIELD-3, SCOPE-13).

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::asking::Asking;
use super::audited::CUSTOM;
use super::duties::is_among;
use super::filter::sql::{Piece, Query};
use super::path::Path;
use super::record::{HistoryChange, HistoryField, HistoryPage, RecordKey};
use super::shape::{Field, Kind, Name, Rights, USER};
use crate::engine::confidential::in_force;
use crate::engine::error::Result;
use crate::engine::exact;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging;
use crate::engine::ids::RecordId;
use crate::engine::labels::Locale;
use crate::engine::money::Money;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, ToValue, Visibility, each_by_key};
use crate::engine::telling::Told;
use crate::engine::value::{ObjectRef, Value};
use crate::engine::wire::{Node, Wire, write_node};

/// As the changes were written: those of one record stand in that order whatever clocks said.
const NEWEST_FIRST: Order = Order { name: "history", keys: &[("h.id", Direction::Descending)] };

/// What the change itself says otherwise, or what no change of a record is without.
const UNTOLD: [&str; 6] = ["id", "version", "creator", "created_at", "state_since", "withheld"];

impl Context<'_> {
    /// A page of a record's changes, to whoever may get it.
    ///
    /// # Errors
    /// `Invalid` where there is no such object, else what the `get` of its area gives.
    pub(crate) fn history_of(&mut self, record: &RecordKey, page: &Option<PageRequest>) -> Result<HistoryPage> {
        let (asking, _) = self.got(record)?;
        let told = self.told_by_duty(&asking, record.id)?;
        if let Some(limits) = in_force() {
            limits.seek_one(self.tx(), &record.object, record.id.0)?;
        }
        let telling = Telling { asking: &asking, told, record: record.id, locale: self.session().locale() };
        let mut query = ListQuery::new(
            "c.at, u.uid, u.display_name, c.operation, h.cause, h.action, h.before, h.after",
            "audit_changes h JOIN audit_calls c ON c.id = h.call LEFT JOIN users u ON u.id = c.actor",
            Visibility::whole("whoever gets a record is told its story"),
        );
        // Those of the records that were merged into it too (DUP-13).
        query.and(
            "h.record IN (SELECT ? UNION ALL SELECT m.loser FROM merged_records m WHERE m.survivor = ?) AND h.entity = ?",
            [(&record.id.0).into(), (&record.id.0).into(), record.object.as_str().into()],
        );
        let mut page = HistoryPage::from(query.page(self.tx(), NEWEST_FIRST, page, |row| telling.change(row))?);
        let mut values: Vec<&mut Value> = Vec::new();
        for field in page.items.iter_mut().flat_map(|change| &mut change.fields) {
            values.extend(field.before.iter_mut().chain(&mut field.after));
        }
        self.name_typed(&asking, &mut values)?;
        self.name_references(&asking, false, values.into_iter())?;
        Ok(page)
    }

    /// Whether the acting user, who reads the record, is told of a change: of its field, or else of one of those that differ
    /// (FIELD-9, TYPE-9).
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn is_told_of(&mut self, record: &RecordKey, change: &Told) -> Result<bool> {
        let catalogue = self.catalogue()?;
        let texts = || change.texts.iter().flatten();
        let secret = match catalogue.models.get(record.object.as_str()) {
            Some(model) => {
                model.fields.iter().filter_map(|field| field.field.as_ref()).any(|f| f.confidential.is_some())
            }
            None => in_force().is_some() || texts().any(|text| text.contains(CUSTOM)),
        };
        // A change of no field, as one of the parts is, tells none.
        if !secret || change.field.is_none() && !texts().any(|text| differs(text)) {
            return Ok(true);
        }
        let standing = self.standing_of_call();
        let got = self.got(record);
        self.stand_again(standing);
        let asking = match got {
            Ok((asking, _)) => asking,
            Err(failure) if failure.is_failure() => return Err(failure),
            Err(_) => return Ok(false),
        };
        let told = self.told_by_duty(&asking, record.id)?;
        if let Some(limits) = in_force() {
            limits.seek_one(self.tx(), &record.object, record.id.0)?;
        }
        let telling = Telling { asking: &asking, told, record: record.id, locale: self.session().locale() };
        let of = |name: &str| change.field.as_ref().is_none_or(|field| field == name);
        Ok(texts().any(|text| telling.values(Some(text.clone())).iter().any(|(name, _)| of(name))))
    }

    /// The fields that the caller is told of the record by a duty on it, as it is now (TYPE-9, OBJ-15).
    fn told_by_duty(&mut self, asking: &Asking, id: RecordId) -> Result<BTreeSet<Name>> {
        let own = &asking.own;
        let hidden = own.fields.iter().filter(|field| !asking.right(own, field).reads());
        let told: Vec<(&Field, usize)> =
            hidden.map(|field| (field, asking.people(own, field).len())).filter(|(_, people)| *people > 0).collect();
        if told.is_empty() {
            return Ok(BTreeSet::new());
        }
        let (mut query, mut select) = (Query::new("o", asking.terms(self.tx())), Vec::new());
        for (field, _) in &told {
            let path = Path { steps: Vec::new(), field: (*field).clone(), of: own.clone(), to: None };
            asking.select_people(&path, &mut query, &mut select);
        }
        let Piece { sql: joins, mut params } = query.joins();
        let sql = format!("SELECT {} FROM {} o{joins} WHERE o.uid = ?", select.join(", "), own.table);
        params.push(id.0.to_value());
        let found = self.tx().one(&sql, &params, |columns| {
            let mut names = BTreeSet::new();
            for (field, people) in &told {
                if is_among(*people, asking.caller, columns)? {
                    names.insert(field.name.clone());
                }
            }
            Ok(names)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Tells of the references to typed records what they are called, as a record does that refers to them: of one that
    /// everybody is told always, of another where it is seen (TYPE-7).
    pub(super) fn name_typed(&mut self, asking: &Asking, values: &mut [&mut Value]) -> Result<()> {
        let mut of: BTreeMap<String, Vec<&mut ObjectRef>> = BTreeMap::new();
        for value in values {
            if let Value::Record(reference) = &mut **value {
                of.entry(reference.object.clone()).or_default().push(reference);
            }
        }
        for (name, references) in of {
            let Some(object) = asking.catalogue.definitions.get(&name).filter(|found| !found.is_defined()) else {
                continue;
            };
            let object = &object.object;
            let Some(title) = object.title().filter(|title| title.told || asking.rights().reads(object, title)) else {
                continue;
            };
            let (mut condition, mut params) = (String::new(), Vec::new());
            if let Some(seen) = asking.terms(self.tx()).sight.seen(object, "n").filter(|_| !title.told) {
                condition = format!("{} AND ", seen.sql);
                params = seen.params;
            }
            let select = format!("SELECT n.uid, n.{} FROM {} n WHERE {condition}n.uid", title.column, object.table);
            let mut wanted: Vec<Uuid> = references.iter().map(|reference| reference.id.0).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let mut titles: BTreeMap<Uuid, Option<String>> = BTreeMap::new();
            each_by_key(self.tx(), &select, &params, &wanted, |row| {
                let (id, text) = (row.next()?, row.next::<Option<String>>()?);
                let told = text.and_then(|text| asking.fields().told(&object.name, &title.name, text));
                titles.insert(id, told);
                Ok(())
            })?;
            for reference in references {
                reference.title = titles.get(&reference.id.0).cloned().flatten();
            }
        }
        Ok(())
    }
}

/// Whether JSON that the audit kept has a field that changes tell of.
fn differs(json: &str) -> bool {
    match Node::parse(json) {
        Ok(Node::Object(entries)) => entries.iter().any(|(name, _)| !UNTOLD.contains(&&**name)),
        _ => false,
    }
}

/// Whom changes are told to.
struct Telling<'a> {
    asking: &'a Asking,
    /// The fields that are told by a duty.
    told: BTreeSet<Name>,
    /// Whose changes they are.
    record: RecordId,
    locale: Locale,
}

impl Telling<'_> {
    /// Reads `at, uid, display_name, operation, cause, action, before, after`.
    fn change(&self, row: &mut Columns<'_>) -> Result<HistoryChange> {
        let at = row.next()?;
        let (user, title) = (row.next::<Option<Uuid>>()?, row.next()?);
        let user = user.map(|id| ObjectRef { object: USER.to_owned(), id: RecordId(id), title });
        let (operation, cause, action) = (row.next()?, row.next()?, row.next()?);
        let (before, after) = (row.next::<Option<String>>()?, row.next::<Option<String>>()?);
        let mut fields: Vec<HistoryField> = Vec::new();
        for (json, is_after) in [(before, false), (after, true)] {
            for (name, value) in self.values(json) {
                let at = fields.iter().position(|known| known.field == name).unwrap_or_else(|| {
                    let label = self.asking.catalogue.label(self.locale, &self.asking.own.name, &name);
                    fields.push(HistoryField { field: name, label, before: None, after: None });
                    fields.len() - 1
                });
                let value = Some(value).filter(|value| !value.is_null());
                match fields.get_mut(at) {
                    Some(field) if is_after => field.after = value,
                    Some(field) => field.before = value,
                    None => {}
                }
            }
        }
        // What is empty before and behind, as much of a new record is, did not change.
        fields.retain(|field| field.before != field.after);
        Ok(HistoryChange { at, user, operation, cause, action, fields })
    }

    /// The values of fields that the audit kept as a JSON object, by the fields' present names, as far as they are read.
    fn values(&self, json: Option<String>) -> Vec<(String, Value)> {
        let Asking { own, catalogue, .. } = self.asking;
        let is_defined = catalogue.models.contains_key(&own.name);
        let seen = json.and_then(|json| match in_force() {
            Some(limits) if !is_defined => {
                limits.seen_fields(&Entity::from(own.name.as_str()), Some(self.record), json)
            }
            _ => Some(json),
        });
        let Some(Node::Object(entries)) = seen.as_deref().and_then(|json| Node::parse(json).ok()) else {
            return Vec::new();
        };
        let mut told = Vec::with_capacity(entries.len());
        for (name, node) in entries.into_iter().filter(|(name, _)| !UNTOLD.contains(&&**name)) {
            let node = match node {
                // They stand beside the typed fields (EXT-2), each under its own right.
                Node::Object(custom) if !is_defined && name == "custom" => {
                    told.extend(custom.into_iter().filter_map(|(name, node)| self.custom(&name, node)));
                    continue;
                }
                node => node,
            };
            let field = self.present(&name);
            match field {
                // A field that is hidden, and has no name.
                None if is_defined && !hanging::is_told(&name) => {}
                Some(field) if is_defined && !self.reads(field) => {}
                _ => {
                    let name = field.map_or_else(|| name.into_owned(), |field| field.name.to_string());
                    told.push((name, value(field, node)));
                }
            }
        }
        told
    }

    /// The value of a custom field of a typed record, where it is read.
    fn custom(&self, name: &str, node: Node<'_>) -> Option<(String, Value)> {
        let own = &self.asking.own;
        let defined = self.asking.catalogue.definitions.get(&own.name)?;
        let custom = |field: &&Field| defined.field(&field.name).is_some_and(|(_, fact)| fact.field.is_some());
        let field = own.field(name).filter(custom).or_else(|| self.former(name))?;
        self.reads(field).then(|| (field.name.to_string(), value(Some(field), node)))
    }

    fn reads(&self, field: &Field) -> bool {
        self.told.contains(&field.name) || self.asking.right(&self.asking.own, field).reads()
    }

    /// The field that has the name now, or had it before and has another now.
    fn present(&self, name: &str) -> Option<&Field> {
        self.asking.own.field(name).or_else(|| self.former(name))
    }

    /// The field that had the name before, where no hidden one had it behind that.
    fn former(&self, name: &str) -> Option<&Field> {
        if self.asking.catalogue.hides(&self.asking.own.name, name) {
            return None;
        }
        let defined = self.asking.catalogue.definitions.get(&self.asking.own.name)?;
        let said = |field: &super::define::document::Field| field.was.iter().any(|was| was == name);
        let had = defined.facts.iter().position(|fact| fact.field.as_ref().is_some_and(said))?;
        self.asking.own.fields.get(had)
    }
}

/// A value of its field's type. What is no single value of a field, a list, stands as its JSON.
fn value(field: Option<&Field>, node: Node<'_>) -> Value {
    let kind = field.map(|field| &field.kind);
    let referred = |id: &str| {
        let (object, id) = (kind.and_then(Kind::to)?.to_string(), RecordId(id.parse().ok()?));
        Some(Value::Record(ObjectRef { object, id, title: None }))
    };
    match (kind, node) {
        (_, Node::Null | Node::Number) => Value::Null,
        (_, Node::Boolean(value)) => Value::Boolean(value),
        (_, Node::Integer(value)) => Value::Integer(value),
        (Some(Kind::Reference(_) | Kind::Entry { .. }), Node::Text(id)) => referred(&id).unwrap_or_default(),
        (Some(Kind::Reference(_) | Kind::Entry { .. }), Node::Object(entries)) => {
            let id = entries.iter().find_map(|(name, node)| match node {
                Node::Text(id) if name == "id" => Some(id),
                _ => None,
            });
            id.and_then(|id| referred(id)).unwrap_or_default()
        }
        (Some(Kind::Decimal { .. }), Node::Text(text)) => exact::decimal(&text).map(Value::Decimal).unwrap_or_default(),
        (Some(Kind::Date), Node::Text(text)) => exact::date(&text).map(Value::Date).unwrap_or_default(),
        (Some(Kind::Instant), Node::Text(text)) => exact::instant(&text).map(Value::Instant).unwrap_or_default(),
        (Some(Kind::Money { .. }), node @ Node::Object(_)) => Money::read(node).map(Value::Money).unwrap_or_default(),
        (_, Node::Text(text)) => Value::Text(text.into_owned()),
        (_, node @ (Node::List(_) | Node::Object(_))) => {
            let mut out = Vec::new();
            write_node(&mut out, &node);
            Value::Text(String::from_utf8(out).unwrap_or_default())
        }
    }
}
