//! Records of any kind, got and listed by their shape (OBJ-8), with the rights of their own area (OBJ-7).

use super::asking::Asking;
use super::filter::sql::{Piece, Query};
use super::filter::tree::Filter;
use super::list::List;
use super::order::{self, Order};
use super::path::Crossed;
use super::record::{ObjectPage, ObjectRecord};
use super::shape::{Name, Object};
use super::show::{self, Shown};
use super::titles::Title;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::page::{self, PageRequest, Room, Total};
use crate::engine::storage::{Columns, Row, Value as Stored};
use crate::engine::tree::Tree;
use crate::engine::validate::Violations;
use crate::engine::value::{Value, Values};
use crate::engine::wire::to_json;

/// The alias of the object's own table.
const OWN: &str = "o";

/// How much of a record is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Much<'p> {
    Whole,
    /// What every record tells.
    Title,
    /// That, and the fields at these paths.
    Paths(&'p [String]),
}

/// What is read of the records of an object.
pub(super) struct Reading<'a> {
    asking: &'a Asking,
    object: &'a Object,
    /// What every record tells, where its kind has it.
    kernel: Vec<Shown>,
    fields: Vec<Shown>,
    /// What a defined object's records are called.
    title: Option<Title<'a>>,
}

impl Context<'_> {
    /// The object of that name, for a call of one of its verbs: from here on that verb's right, of a typed kind its guard too,
    /// is asked for. What stands in its way is told at once.
    ///
    /// # Errors
    /// `Invalid` where there is no such object, `Forbidden` by the name of the verb's own operation.
    pub(super) fn entered(&mut self, name: &str, verb: &str) -> Result<Object> {
        let catalogue = self.catalogue()?;
        let found = catalogue.definitions.get(name).filter(|found| !found.object.on_the_way);
        let Some(found) = found else { return self.no_object() };
        match catalogue.models.get(name) {
            Some(model) => {
                let holder = catalogue.whole(model).unwrap_or(model).name.clone();
                let held = self.reach()?.level(&holder, verb).is_some();
                self.called_as(&format!("{holder}.{verb}"), held);
            }
            None => self.in_stead_of(name, verb)?,
        }
        Ok(found.object.clone())
    }

    /// The refusal of what is no kind of record.
    pub(super) fn no_object<T>(&self) -> Result<T> {
        if let Some(operation) = self.dialled() {
            return Err(CrmError::UnknownOperation { operation: operation.to_owned() });
        }
        let mut found = Violations::default();
        found.add("object", "unknown_object", "is no kind of record", None);
        Err(found.finish().err().unwrap_or_else(|| CrmError::bug("a refusal")))
    }

    /// The object whose records the call lists, by the right `list`.
    pub(super) fn lists_object(&mut self, name: &str) -> Result<Object> {
        let object = self.entered(name, "list")?;
        if self.by_role() { Ok(object) } else { self.no_permission() }
    }

    /// The record of an object with its own fields.
    ///
    /// # Errors
    /// `Invalid` where there is no such object, else what the `get` of its area gives.
    pub(crate) fn get_of_object(&mut self, name: &str, id: RecordId) -> Result<ObjectRecord> {
        let object = self.reached(name, id)?;
        self.check_fields()?;
        let entity = Entity::from(object.name.as_str());
        match self.record_of_object(object, id, Much::Whole)? {
            Some(record) => Ok(record),
            None => self.not_found(entity, id),
        }
    }

    /// The object of that name, where the acting user may get the record, as far as the kind says it: whether a defined one
    /// is in their reach the statement says that reads it.
    pub(super) fn reached(&mut self, name: &str, id: RecordId) -> Result<Object> {
        let object = self.entered(name, "get")?;
        if !self.catalogue()?.models.contains_key(name) {
            self.guard_in_stead(&Entity::from(name), id)?;
        } else if !self.by_role() && !self.reads_by_sign_off(&object.table, id)? {
            return self.no_permission();
        }
        Ok(object)
    }

    /// The record as whoever gets it is told it; none where it is not in their reach. Of a typed kind the guard has said so.
    pub(super) fn record_of_object(
        &mut self,
        object: Object,
        id: RecordId,
        much: Much<'_>,
    ) -> Result<Option<ObjectRecord>> {
        let asking = self.asking(object, "get")?;
        let seen = asking.terms(self.tx()).sight.seen(&asking.own, OWN);
        let seen = seen.filter(|_| asking.catalogue.models.contains_key(&asking.own.name));
        let narrowed = seen.is_some() || !self.by_role();
        let table = asking.own.table.clone();
        // Who is asked to approve something reads it, whatever their roles reach (DUTY-1).
        if narrowed && asking.catalogue.models.contains_key(&asking.own.name) && self.reads_by_sign_off(&table, id)? {
            return self.read_object(&asking, id, None, much);
        }
        self.read_object(&asking, id, seen, much)
    }

    /// What whoever gets a record is told that it is called; none where it is not in their reach.
    pub(super) fn title_of_object(&mut self, object: Object, id: RecordId) -> Result<Option<String>> {
        Ok(self.record_of_object(object, id, Much::Title)?.map(|record| record.title))
    }

    /// The record that the call has written, whoever reaches it.
    pub(super) fn written_object(&mut self, object: Object, id: RecordId) -> Result<ObjectRecord> {
        let asking = self.asking(object, "get")?;
        let found = self.read_object(&asking, id, None, Much::Whole)?;
        found.ok_or_else(|| CrmError::bug("a record that was just written"))
    }

    pub(super) fn read_object(
        &mut self,
        asking: &Asking,
        id: RecordId,
        seen: Option<Piece>,
        much: Much<'_>,
    ) -> Result<Option<ObjectRecord>> {
        let object = &asking.own;
        let wanted: Vec<&str> = match much {
            Much::Whole => own(object).collect(),
            Much::Title => Vec::new(),
            Much::Paths(paths) => paths.iter().map(String::as_str).collect(),
        };
        let fields =
            asking.shown(object, &wanted, &mut Crossed::default()).map_err(|_| CrmError::bug("an own field"))?;
        let reading = Reading::of(asking, object, fields)?;
        let mut query = Query::new(OWN, asking.terms(self.tx()));
        let select = reading.select(&mut query);
        let Piece { sql: joins, mut params } = query.joins();
        let mut sql = format!("SELECT {select} FROM {} {OWN}{joins} WHERE {OWN}.uid = ?", object.table);
        params.push(Stored::Blob(id.0.as_bytes().to_vec().into()));
        if let Some(seen) = seen {
            sql.extend([" AND ", seen.sql.as_str()]);
            params.extend(seen.params);
        }
        let mut found = self.tx().one(&sql, &params, |columns| reading.record(columns))?;
        self.name_references(
            asking,
            reading.is_late(),
            found.iter_mut().flat_map(|record| record.values.values_mut()),
        )?;
        if let Some(record) = found.as_mut().filter(|_| much == Much::Whole) {
            record.parts = self.parts_of(asking, record.id)?;
        }
        Ok(found)
    }

    /// The parts of a record, list by list, in their order (OBJ-11); none where its kind has no parts.
    fn parts_of(&mut self, asking: &Asking, id: RecordId) -> Result<Option<Tree>> {
        let Some(model) = asking.catalogue.models.get(&asking.own.name).filter(|model| !model.parts.is_empty()) else {
            return Ok(None);
        };
        let mut lists = serde_json::Map::new();
        for list in &model.parts {
            let (definitions, part) = (&asking.catalogue.definitions, asking.catalogue.models.get(&list.object));
            let Some((object, part)) = definitions.get(&list.object).map(|defined| &defined.object).zip(part) else {
                continue;
            };
            let whole = part.whole.and_then(|place| part.fields.get(place)).map(|field| field.name.as_str());
            let names: Vec<&str> = own(object).filter(|name| Some(*name) != whole).collect();
            let fields = asking.shown(object, &names, &mut Crossed::default());
            let reading = Reading::of(asking, object, fields.map_err(|_| CrmError::bug("an own field"))?)?;
            let mut query = Query::new(OWN, asking.terms(self.tx()));
            let select = reading.select(&mut query);
            let Piece { sql: joins, mut params } = query.joins();
            let sql = format!(
                "SELECT {select} FROM {} {OWN}{joins} WHERE {OWN}.whole = (SELECT id FROM {} WHERE uid = ?) \
                 ORDER BY {OWN}.place, {OWN}.id",
                object.table, model.table
            );
            params.push(Stored::Blob(id.0.as_bytes().to_vec().into()));
            let mut parts = self.tx().all(&sql, &params, |columns| reading.record(columns))?;
            self.name_references(
                asking,
                reading.is_late(),
                parts.iter_mut().flat_map(|part| part.values.values_mut()),
            )?;
            let told = parts.into_iter().map(|part| {
                let values: serde_json::Value = serde_json::from_str(&to_json(&part.values)).unwrap_or_default();
                serde_json::json!({"id": part.id.to_string(), "values": values, "withheld": part.withheld})
            });
            lists.insert(list.name.to_string(), told.collect());
        }
        Ok(Some(Tree::from(serde_json::Value::Object(lists))))
    }

    /// The values of some fields of the records of those ids, as the caller reads them, whoever reaches the records, and the
    /// names of those that the caller does not read in full.
    pub(super) fn values_of(
        &mut self,
        object: Object,
        ids: &[RecordId],
        names: &[Name],
    ) -> Result<Vec<(RecordId, Values, Vec<String>)>> {
        let asking = self.asking(object, "get")?;
        let object = &asking.own;
        let fields = asking.shown(object, names, &mut Crossed::default()).map_err(|_| CrmError::bug("an own field"))?;
        let mut query = Query::new(OWN, asking.terms(self.tx()));
        let mut select = vec![format!("{OWN}.uid")];
        for shown in &fields {
            asking.select(shown, &mut query, &mut select);
        }
        let Piece { sql: joins, mut params } = query.joins();
        let marks = vec!["?"; ids.len()].join(", ");
        let select = select.join(", ");
        let sql = format!("SELECT {select} FROM {} {OWN}{joins} WHERE {OWN}.uid IN ({marks})", object.table);
        params.extend(ids.iter().map(|id| Stored::Blob(id.0.as_bytes().to_vec().into())));
        let mut found = self.tx().all(&sql, &params, |columns| {
            let id = RecordId(columns.next()?);
            let (mut values, mut withheld) = (Values::default(), Vec::new());
            for shown in &fields {
                if let Some(value) = asking.value_or_name(shown, columns, &mut withheld)? {
                    values.insert(shown.name.clone(), value);
                }
            }
            Ok((id, values, withheld))
        })?;
        let late = fields.iter().any(|shown| shown.late);
        self.name_references(&asking, late, found.iter_mut().flat_map(|(_, values, _)| values.values_mut()))?;
        Ok(found)
    }

    /// A page of the records of an object.
    ///
    /// # Errors
    /// `Invalid` with every mistake, else what the `list` of its area gives.
    pub(crate) fn list_of_object(
        &mut self,
        name: &str,
        filter: &Option<Tree>,
        sort: &Option<Vec<String>>,
        fields: &Option<Vec<String>>,
        page: &Option<PageRequest>,
    ) -> Result<ObjectPage> {
        let object = self.lists_object(name)?;
        let asking = self.asking(object, "list")?;
        let object = &asking.own;
        let rights = asking.rights();
        let (reader, mut crossed) = (asking.reader(&rights), Crossed::default());
        let filter = match filter {
            Some(tree) => self.or_told("filter", reader.filter(object, tree.value(), &mut crossed)),
            None => None,
        };
        // That there are more is told by the argument's own rule.
        let sort: Vec<&String> = sort.iter().flatten().take(order::KEYS).collect();
        let order = self.or_told("sort", reader.order(object, &sort, &mut crossed));
        let shown = match fields {
            Some(fields) => asking.shown(object, fields, &mut crossed),
            None => asking.shown(object, &own(object).collect::<Vec<_>>(), &mut Crossed::default()),
        };
        let shown = self.or_told("fields", shown);
        self.check_fields()?;
        let (Some(order), Some(shown)) = (order, shown) else { return Err(CrmError::bug("mistakes that nobody told")) };
        self.listed(&asking, object, filter.as_ref(), &order, shown, page)
    }

    /// The page of a list that was read.
    pub(super) fn listed(
        &mut self,
        asking: &Asking,
        object: &Object,
        filter: Option<&Filter>,
        order: &Order,
        shown: Vec<Shown>,
        page: &Option<PageRequest>,
    ) -> Result<ObjectPage> {
        let reading = Reading::of(asking, object, shown)?;
        let mut list = List::new(object, OWN, asking.terms(self.tx()), order);
        if let Some(filter) = filter {
            list.filter(filter)?;
        }
        list.showing(reading.fields.iter().map(|shown| shown.name.as_str()));
        let select = reading.select(list.query());
        self.paged(&list, &select, &reading, page)
    }

    pub(super) fn paged(
        &mut self,
        list: &List<'_>,
        select: &str,
        reading: &Reading<'_>,
        request: &Option<PageRequest>,
    ) -> Result<ObjectPage> {
        let total = match request {
            Some(PageRequest { count: Some(true), .. }) => {
                let Piece { sql, params } = list.count(page::COUNT_LIMIT + 1);
                let found: i64 = self.tx().value(&sql, &params)?;
                Some(Total { count: found.min(page::COUNT_LIMIT), more: found > page::COUNT_LIMIT })
            }
            _ => None,
        };
        let after = match request.as_ref().and_then(|request| request.after.as_ref()) {
            Some(after) => Some(list.place(self.tx(), after)?),
            None => None,
        };
        let mut room = Room::of(request);
        let limit = i64::try_from(room.rows).unwrap_or(i64::MAX).saturating_add(1);
        let Piece { sql, params } = list.page(select, after.as_ref(), limit);
        let (mut items, mut end, mut next) = (Vec::new(), None, None);
        self.tx().query(&sql, &params, &mut |row: &dyn Row| {
            if end.is_some() {
                // A row behind a page that is full.
                next = end.take();
                return Ok(false);
            }
            let mut columns = Columns::new(row);
            let item = reading.record(&mut columns)?;
            if room.take(&item) {
                end = Some(list.cursor(&mut columns)?);
            }
            items.push(item);
            Ok(true)
        })?;
        self.name_references(
            reading.asking,
            reading.is_late(),
            items.iter_mut().flat_map(|record| record.values.values_mut()),
        )?;
        Ok((items, next, total).into())
    }
}

/// The fields that a record has beside what every record tells, and what follows from what is done with it.
pub(super) fn own(object: &Object) -> impl Iterator<Item = &str> {
    object
        .fields
        .iter()
        .filter(|field| !show::is_kernel(field) && !show::follows(field))
        .map(|field| field.name.as_str())
}

impl<'a> Reading<'a> {
    pub(super) fn of(asking: &'a Asking, object: &'a Object, fields: Vec<Shown>) -> Result<Reading<'a>> {
        let kernel = object.fields.iter().filter(|field| show::is_kernel(field) && field.name != "id");
        let names: Vec<&str> = kernel.map(|field| field.name.as_str()).collect();
        let kernel = asking.shown(object, &names, &mut Crossed::default());
        let kernel = kernel.map_err(|_| CrmError::bug("an own field"))?;
        Ok(Reading { asking, object, kernel, fields, title: Title::of(asking, object)? })
    }

    /// Whether what some references lead to is called by statements of their own.
    fn is_late(&self) -> bool {
        self.fields.iter().any(|shown| shown.late)
    }

    /// The columns, in the order in which [`Reading::record`] reads them.
    pub(super) fn select(&self, query: &mut Query<'_>) -> String {
        let mut out = vec![format!("{OWN}.uid"), format!("{OWN}.version")];
        out.extend(self.object.title().map(|title| format!("{OWN}.{}", title.column)));
        if let Some(title) = &self.title {
            title.select(query, &mut out);
        }
        for shown in self.kernel.iter().chain(&self.fields) {
            self.asking.select(shown, query, &mut out);
        }
        out.join(", ")
    }

    fn record(&self, columns: &mut Columns<'_>) -> Result<ObjectRecord> {
        let (id, version) = (RecordId(columns.next()?), columns.next()?);
        let title = match (&self.title, self.object.title()) {
            (Some(title), _) => title.read(columns)?,
            (None, Some(_)) => self.asking.title(self.object, columns.next()?),
            (None, None) => String::new(),
        };
        let mut record = ObjectRecord {
            object: self.object.name.to_string(),
            id,
            version,
            number: None,
            status: None,
            state_since: None,
            title,
            creator: None,
            created_at: None,
            values: Values::default(),
            parts: None,
            withheld: Vec::new(),
        };
        for shown in &self.kernel {
            if let Some(value) = self.asking.value_or_name(shown, columns, &mut record.withheld)? {
                match (shown.name.as_str(), value) {
                    ("number", Value::Text(number)) => record.number = Some(number),
                    ("state_since", Value::Instant(at)) => record.state_since = Some(at),
                    ("number", Value::Integer(number)) => record.number = Some(number.to_string()),
                    ("status", Value::Text(status)) => record.status = Some(status),
                    ("creator", Value::Record(creator)) => record.creator = Some(creator),
                    ("created_at", Value::Instant(at)) => record.created_at = Some(at),
                    _ => {}
                }
            }
        }
        let mut values = Vec::with_capacity(self.fields.len());
        for shown in &self.fields {
            let value = self.asking.value_or_name(shown, columns, &mut record.withheld)?;
            values.extend(value.map(|value| (shown.name.clone(), value)));
        }
        record.values = values.into_iter().collect();
        Ok(record)
    }
}
