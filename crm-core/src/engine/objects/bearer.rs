//! Records on which something hangs (PROC-1, PROC-2): one place answers for whatever kind of record, typed or defined, whether
//! it is there, whether somebody reads it, and what it bears.

use std::collections::BTreeMap;

use super::define::document::Pack;
use super::filter::sql::{Piece, Query};
use super::record::RecordKey;
use super::shape::{Field, Name, Object};
use super::titles::{LENGTHS, Title, padded};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, Kind, kind};
use crate::engine::hanging::Concern;
use crate::engine::ids::RecordId;
use crate::engine::permission::{self, INTEGRATION, has_role};
use crate::engine::scope::kinds;
use crate::engine::storage::{ToValue, each_by_key, params};
use crate::engine::touched::refers_by;
use crate::engine::validate::Violations;
use crate::engine::value::ObjectRef;

/// A record that the acting user reads, and that bears what was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    /// Its table, by which what hangs on it is found.
    pub(crate) home: Name,
    /// The record, as the acting user is told of it.
    pub(crate) record: ObjectRef,
}

/// Why somebody is refused whom neither a role nor a duty lets.
const NO_PERMISSION: &str = "no_permission";

/// Whether the acting user is the host's own system, which is asked once a call.
struct IsHost(bool);

/// What was said last of the bearer of something that hangs.
pub(crate) struct LastBearer {
    home: Name,
    id: RecordId,
    concern: Concern,
    found: Option<Bearer>,
}

/// The kind that somebody has records of without being an object: its guard says who reads one, and a column, if any, what it is called.
fn untitled(is: impl Fn(&Kind) -> bool) -> Option<&'static Kind> {
    kind::all().find(|kind| kind.object.is_none() && kind.owner.is_some() && is(kind))
}

impl Context<'_> {
    /// The record, where the acting user may call its `get`; the host's own system, which has no `get`, reads every record for
    /// the operations that it holds (PROC-2), and is told no title.
    ///
    /// # Errors
    /// `Invalid` where there is no such object (`object`: `unknown_object`), or its records don't bear this (`record`:
    /// `not_supported`); else what the record's own `get` says.
    pub(crate) fn bearer(&mut self, record: &RecordKey, concern: Concern) -> Result<Bearer> {
        let catalogue = self.catalogue()?;
        let name = record.object.as_str();
        let Some(found) = catalogue.definitions.get(name) else { return self.no_object() };
        if !found.bears(concern) {
            let mut found = Violations::default();
            found.add("record", "not_supported", format!("{name} has no {}", concern.as_str()), None);
            return Err(found.finish().err().unwrap_or_else(|| CrmError::bug("a refusal")));
        }
        let home = found.object.table.clone();
        let by_host = permission::is_held_by(INTEGRATION, self.operation());
        Ok(Bearer { home, record: self.record_read(record, by_host, true)? })
    }

    /// The record as the acting user is told of it, whatever it bears; where it is asked for, with its title.
    ///
    /// # Errors
    /// What the record's own `get` says.
    fn record_told(&mut self, record: &RecordKey, titled: bool) -> Result<ObjectRef> {
        let standing = self.standing_of_call();
        let named = self.named(record, titled);
        self.stand_again(standing);
        let title = Some(named?).filter(|title| !title.is_empty());
        Ok(ObjectRef { object: record.object.clone(), id: record.id, title })
    }

    /// The same; where it may read `by_host`, to the host's own system too, which has no `get`.
    ///
    /// # Errors
    /// What the record's own `get` says; of the host's own system, whether it is there.
    pub(crate) fn record_read(&mut self, record: &RecordKey, by_host: bool, titled: bool) -> Result<ObjectRef> {
        let refused = match self.record_told(record, titled) {
            Err(CrmError::Forbidden { operation, reason }) if by_host && reason == NO_PERMISSION => {
                CrmError::Forbidden { operation, reason }
            }
            told => return told,
        };
        let catalogue = self.catalogue()?;
        let Some(found) = catalogue.definitions.get(record.object.as_str()) else { return Err(refused) };
        if !self.is_host()? {
            return Err(refused);
        }
        match self.there(&found.object.table, &[record.id])?.is_empty() {
            true => self.not_found(Entity::from(record.object.as_str()), record.id),
            false => Ok(ObjectRef { object: record.object.clone(), id: record.id, title: None }),
        }
    }

    /// Whether the acting user is the host's own system.
    fn is_host(&mut self) -> Result<bool> {
        let user = self.actor_key();
        self.once(|tx| has_role(tx, user, INTEGRATION).map(IsHost)).map(|host| host.0)
    }

    /// Those of the records of a table that are there, whoever asks.
    fn there(&mut self, home: &str, ids: &[RecordId]) -> Result<Vec<RecordId>> {
        let (mut found, ids) = (Vec::new(), ids.iter().map(|id| id.0).collect::<Vec<_>>());
        each_by_key(self.tx(), &format!("SELECT r.uid FROM {home} r WHERE r.uid"), &[], &ids, |c| {
            found.push(RecordId(c.next()?));
            Ok(())
        })?;
        Ok(found)
    }

    /// Whether records of an object bear this; none where there is no such object. A version of a pack that is being judged
    /// says it of its own objects.
    pub(crate) fn bears(&mut self, object: &str, concern: Concern, coming: Option<&Pack>) -> Result<Option<bool>> {
        let of = |pack: &Pack| object.split_once('.').is_some_and(|(of, _)| pack.name == of);
        if let Some(pack) = coming.filter(|pack| of(pack)) {
            let own = pack.objects.iter().find(|own| pack.full(&own.name) == object);
            return Ok(own.map(|own| !own.off.iter().any(|off| off == concern.as_str())));
        }
        Ok(self.catalogue()?.definitions.get(object).map(|found| found.bears(concern)))
    }

    /// What the records of that table are, whatever sleeps or is hidden.
    pub(crate) fn object_at(&mut self, home: &str) -> Result<Option<Name>> {
        let catalogue = self.catalogue()?;
        let found = catalogue.definitions.iter().find(|found| found.object.table == home);
        let object = found.map(|found| found.object.name.clone());
        let kept = || catalogue.tables.iter().find(|table| table.key.to_string() == home);
        Ok(object.or_else(|| kept().map(|table| table.object.clone())))
    }

    /// The state of a record in that table, where its kind has any, and whether records stay in it.
    pub(crate) fn state_at(&mut self, home: &str, id: RecordId) -> Result<(Option<String>, bool)> {
        let catalogue = self.catalogue()?;
        let found = catalogue.definitions.iter().find(|found| found.object.table == home);
        let Some((found, field)) = found.and_then(|found| Some((found, found.object.field("status")?))) else {
            return Ok((None, false));
        };
        let sql = format!("SELECT r.{} FROM {home} r WHERE r.uid = ?", field.column);
        let state: Option<String> = self.tx().one(&sql, params![&id.0], |c| c.next())?;
        let last = state.as_ref().is_some_and(|state| match (&found.machine, found.object.screen) {
            (Some(machine), _) => machine.states.iter().any(|known| known.is_final && known.name == *state),
            (None, Some(screen)) => screen.last.is_some_and(|last| last.contains(&state.as_str())),
            (None, None) => false,
        });
        Ok((state, last))
    }

    /// The record of that object that a record in that table is, or refers to first.
    pub(crate) fn reference_at(&mut self, home: &str, id: RecordId, to: &str) -> Result<Option<RecordId>> {
        let catalogue = self.catalogue()?;
        let Some(found) = catalogue.definitions.iter().find(|found| found.object.table == home) else {
            return Ok(None);
        };
        if found.object.name == to {
            return Ok(Some(id));
        }
        let refers = |field: &&Field| refers_by(field, to);
        let referred = catalogue.definitions.get(to).map(|found| &found.object.table);
        let Some((field, table)) = found.object.fields.iter().find(refers).zip(referred) else { return Ok(None) };
        let sql = format!("SELECT t.uid FROM {home} r JOIN {table} t ON t.id = r.{} WHERE r.uid = ?", field.column);
        self.tx().one(&sql, params![&id.0], |c| Ok(RecordId(c.next()?)))
    }

    /// The bearer of what hangs on a record of that table; none where it is not there for the acting user. Of several things
    /// on one record it is asked once.
    pub(crate) fn bearer_at(&mut self, home: &str, id: RecordId, concern: Concern) -> Result<Option<Bearer>> {
        if let Some(last) = &self.last_bearer
            && (&*last.home, last.id, last.concern) == (home, id, concern)
        {
            return Ok(last.found.clone());
        }
        let found = self.find_bearer(home, id, concern)?;
        self.last_bearer = Some(LastBearer { home: Name::from(home.to_owned()), id, concern, found: found.clone() });
        Ok(found)
    }

    fn find_bearer(&mut self, home: &str, id: RecordId, concern: Concern) -> Result<Option<Bearer>> {
        let catalogue = self.catalogue()?;
        // What a pack defines that sleeps is not among them.
        let Some(found) = catalogue.definitions.iter().find(|found| found.object.table == home) else {
            return Ok(None);
        };
        let record = RecordKey { object: found.object.name.to_string(), id };
        match self.bearer(&record, concern) {
            Ok(bearer) => Ok(Some(bearer)),
            Err(failure) if failure.is_failure() => Err(failure),
            Err(_) => Ok(None),
        }
    }

    /// Those of the records of a table that the acting user may get, with what each is called, found at once: of who gets them by
    /// no role but a duty each is asked for by itself, and so of who is narrowed what follows another record and is not in reach
    /// with that: whoever serves a customer reads its contacts (SCOPE-10). The host's own system reads all that are there.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn read_among(&mut self, home: &str, ids: &[RecordId]) -> Result<BTreeMap<RecordId, ObjectRef>> {
        let catalogue = self.catalogue()?;
        let Some(found) = catalogue.definitions.iter().find(|found| found.object.table == home) else {
            let Some(kind) = untitled(|kind| kind.table == home) else { return Ok(BTreeMap::new()) };
            let named = |(id, title): (RecordId, String)| {
                let title = Some(title).filter(|title| !title.is_empty());
                (id, ObjectRef { object: kind.name.to_owned(), id, title })
            };
            return Ok(self.called_one_by_one(kind.name, ids)?.into_iter().map(named).collect());
        };
        let object = &found.object;
        let standing = self.standing_of_call();
        let entered = self.entered(&object.name, "get");
        let by_role = self.by_role();
        let read = match entered {
            Err(failure) if failure.is_failure() => Err(failure),
            Ok(entered) if by_role => self.called_among(entered, ids).and_then(|mut read| {
                let follows = !found.is_defined() && kinds::find(&Entity::from(object.name.as_str())).is_none();
                if follows && self.is_narrowed() {
                    let missing = |id: &&RecordId| !read.iter().any(|(there, _)| there == *id);
                    let missing: Vec<RecordId> = ids.iter().filter(missing).copied().collect();
                    read.extend(self.called_one_by_one(&object.name, &missing)?);
                }
                Ok(read)
            }),
            Err(_) => Ok(Vec::new()),
            Ok(_) if found.is_defined() => Ok(Vec::new()),
            Ok(_) => self.called_one_by_one(&object.name, ids),
        };
        self.stand_again(standing);
        let mut read = read?;
        if !by_role && permission::is_held_by(INTEGRATION, self.operation()) && self.is_host()? {
            let there = self.there(&object.table, ids)?;
            let missing = |id: &RecordId| !read.iter().any(|(known, _)| known == id);
            let missing: Vec<_> = there.into_iter().filter(missing).map(|id| (id, String::new())).collect();
            read.extend(missing);
        }
        let told = |(id, title): (RecordId, String)| {
            let title = Some(title).filter(|title| !title.is_empty());
            (id, ObjectRef { object: object.name.to_string(), id, title })
        };
        Ok(read.into_iter().map(told).collect())
    }

    fn called_among(&mut self, object: Object, ids: &[RecordId]) -> Result<Vec<(RecordId, String)>> {
        const OWN: &str = "o";
        let asking = self.asking(object, "get")?;
        let (own, title) = (&asking.own, Title::of(&asking, &asking.own)?);
        let mut told = Vec::with_capacity(ids.len());
        for some in ids.chunks(LENGTHS[LENGTHS.len() - 1]) {
            let (mut query, mut select) = (Query::new(OWN, asking.terms(self.tx())), vec![format!("{OWN}.uid")]);
            select.extend(own.title().map(|title| format!("{OWN}.{}", title.column)));
            if let Some(title) = &title {
                title.select(&mut query, &mut select);
            }
            let Piece { sql: joins, mut params } = query.joins();
            let marks = vec!["?"; padded(some.len())].join(", ");
            params.extend(
                some.iter().chain(some.last().into_iter().cycle()).take(padded(some.len())).map(|id| id.0.to_value()),
            );
            let select = select.join(", ");
            let mut sql = format!("SELECT {select} FROM {} {OWN}{joins} WHERE {OWN}.uid IN ({marks})", own.table);
            if let Some(seen) = asking.terms(self.tx()).sight.seen(own, OWN) {
                sql.extend([" AND ", seen.sql.as_str()]);
                params.extend(seen.params);
            }
            told.extend(self.tx().all(&sql, &params, |columns| {
                let id = RecordId(columns.next()?);
                let called = match (&title, own.title()) {
                    (Some(title), _) => title.read(columns)?,
                    (None, Some(_)) => asking.title(own, columns.next()?),
                    (None, None) => String::new(),
                };
                Ok((id, called))
            })?);
        }
        Ok(told)
    }

    fn called_one_by_one(&mut self, object: &str, ids: &[RecordId]) -> Result<Vec<(RecordId, String)>> {
        let mut told = Vec::new();
        for id in ids {
            let standing = self.standing_of_call();
            let named = self.named(&RecordKey { object: object.to_owned(), id: *id }, true);
            self.stand_again(standing);
            match named {
                Ok(title) => told.push((*id, title)),
                Err(failure) if failure.is_failure() => return Err(failure),
                Err(_) => {}
            }
        }
        Ok(told)
    }

    /// What the record is called, to whoever may get it; the call goes on in the stead of that `get`. Where nobody wants to know
    /// it, the guard of a typed kind has said all.
    fn named(&mut self, record: &RecordKey, titled: bool) -> Result<String> {
        if let Some(kind) = untitled(|kind| kind.name == record.object) {
            self.in_stead_of(kind.name, "get")?;
            self.guard_in_stead(&Entity::named(kind.name), record.id)?;
            let Some(column) = kind.title else { return Ok(String::new()) };
            let sql = format!("SELECT r.{column} FROM {} r WHERE r.uid = ?", kind.table);
            let title: Option<String> = self.tx().one(&sql, params![&record.id.0], |c| c.next())?;
            return Ok(title.unwrap_or_default());
        }
        let object = self.reached(&record.object, record.id)?;
        let guarded = self.operation().right.guard.is_some() && !record.object.contains('.');
        if !titled && guarded {
            return Ok(String::new());
        }
        match self.title_of_object(object, record.id)? {
            Some(title) => Ok(title),
            None => self.not_found(Entity::from(record.object.as_str()), record.id),
        }
    }
}
