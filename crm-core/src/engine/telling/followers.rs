//! Who follows a record (FOLLOW-1): its creator and its owner, unless they don't want to; and who has a row.

use std::collections::BTreeMap;

use super::store;
use super::{NotificationKind, Person, Telling};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, Kind, kind};
use crate::engine::hanging::Concern;
use crate::engine::ids::RecordId;
use crate::engine::objects::Bearer;
use crate::engine::objects::catalogue::current::Catalogue;
use crate::engine::objects::record::RecordKey;
use crate::engine::objects::shape::Name;
use crate::engine::storage::{Transaction, each_by_key};
use serde_json::Value as Json;
use uuid::Uuid;

/// The most that a record may have beside its creator and its owner.
pub(crate) const MAX_FOLLOWERS: usize = 1_000;

/// A kind of record, as far as people are told of its records.
#[derive(Debug, Clone)]
pub(super) struct Followed {
    /// Its table.
    pub(super) home: Name,
    /// The field that is its owner.
    pub(super) owner: Option<Name>,
    /// Whether its records are followed.
    pub(super) bears: bool,
}

/// What separates the name of a pack from that of its object.
const OF_PACK: char = '.';

impl Context<'_> {
    /// The kind, where people are told of its records. Of a typed one its area says that.
    pub(super) fn told_of(&mut self, entity: &Entity) -> Result<Option<Followed>> {
        if !entity.as_str().contains(OF_PACK) {
            let told = |kind: &&Kind| !kind.bears.is_empty() || kind.owner.is_some();
            let kind = kind::find(entity).ok().filter(told);
            return Ok(kind.map(|kind| Followed {
                home: Name::new_static(kind.table),
                owner: kind.owner.map(Name::new_static),
                bears: kind.bears.contains(&Concern::Followers),
            }));
        }
        let catalogue = self.catalogue()?;
        Ok(catalogue.definitions.get(entity.as_str()).map(|found| Followed {
            home: found.object.table.clone(),
            owner: found.owner.clone(),
            bears: found.bears(Concern::Followers),
        }))
    }

    /// Who follows a record, oldest account first, with whether they hear of every change.
    pub(crate) fn followers_of(&mut self, home: &str, id: RecordId) -> Result<Vec<(Person, bool)>> {
        let catalogue = self.catalogue()?;
        of(self.tx(), &catalogue, home, id)
    }

    /// The same of several records of a table; those that nobody follows are not among them.
    pub(super) fn followers_among(
        &mut self,
        home: &str,
        ids: &[RecordId],
    ) -> Result<BTreeMap<RecordId, Vec<(Person, bool)>>> {
        let catalogue = self.catalogue()?;
        among(self.tx(), &catalogue, home, ids)
    }

    /// Whoever owned a record until now followed it, where they did.
    pub(super) fn followed_as_owner(&mut self, of: &Followed, id: RecordId, owner: Uuid) -> Result<Option<Person>> {
        let Some(person) = store::active(self.tx(), owner, true)? else { return Ok(None) };
        let said =
            store::rows(self.tx(), &of.home, &[id.0])?.iter().any(|(_, row)| row.person == person && !row.follows);
        Ok(Some(person).filter(|_| !said))
    }

    /// Has somebody follow a record from now on, or says that they don't.
    pub(crate) fn set_following(&mut self, bearer: &Bearer, user: i64, follows: bool, updates: bool) -> Result<()> {
        let record = (bearer.home.as_str(), bearer.record.id);
        store::follow(self.tx(), record, user, (follows, updates)).map(drop)
    }

    /// Who follows a record by a row, with whether they hear of every change.
    pub(crate) fn rows_of_followers(&mut self, bearer: &Bearer) -> Result<Vec<(i64, bool)>> {
        let rows = store::rows(self.tx(), &bearer.home, &[bearer.record.id.0])?;
        Ok(rows.into_iter().filter(|(_, row)| row.follows).map(|(_, row)| (row.person.0, row.updates)).collect())
    }

    /// The acting user follows a record of theirs from now on, where they want to and it has nothing that says whose it is.
    pub(crate) fn follow_as_creator(&mut self, home: &str, id: RecordId) -> Result<()> {
        match self.actor_key() {
            Some(user) if !self.operation().bulk => {
                store::follow_by_itself(self.tx(), (home, id), user, MAX_FOLLOWERS as i64).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Tells who follows a record, of those who read it, of what hangs on it from now on: of a note, or of something that its
    /// name tells.
    pub(crate) fn tell_followers_on(
        &mut self,
        bearer: &Bearer,
        kind: NotificationKind,
        about: Option<Uuid>,
        detail: Option<Json>,
    ) -> Result<()> {
        if !self.is_followed(bearer)? {
            return Ok(());
        }
        let detail = detail.map(|detail| detail.to_string());
        for (to, _) in self.followers_of(&bearer.home, bearer.record.id)? {
            let (record, detail) = (Some(about_record(bearer)), detail.clone());
            self.tell(Telling { record, about, detail, ..Telling::new(to, kind) });
        }
        Ok(())
    }

    /// Tells who follows a record that a request for its approval has ended (FOLLOW-2); not whom that is told already.
    pub(crate) fn tell_followers_of_approval(
        &mut self,
        (home, record): (&str, RecordKey),
        known: &[i64],
        detail: &Json,
    ) -> Result<()> {
        if !self.told_of(&Entity::from(record.object.as_str()))?.is_some_and(|of| of.bears) {
            return Ok(());
        }
        let home = Name::from(home.to_owned());
        for (to, _) in self.followers_of(&home, record.id)? {
            if !known.contains(&to.0) {
                let (record, detail) = (Some((home.clone(), record.clone())), Some(detail.to_string()));
                self.tell(Telling { record, detail, ..Telling::new(to, NotificationKind::Concluded) });
            }
        }
        Ok(())
    }

    /// Whether records of the kind are followed.
    fn is_followed(&mut self, bearer: &Bearer) -> Result<bool> {
        let of = self.told_of(&Entity::from(bearer.record.object.as_str()))?;
        Ok(of.is_some_and(|of| of.bears))
    }

    /// Tells of a note on a record: whoever follows it, and whom the note mentions, of those who read the record. They and its
    /// author follow the record from now on, unless they don't want to (FOLLOW-1, NOTE-2).
    pub(crate) fn tell_of_note(
        &mut self,
        bearer: &Bearer,
        note: Uuid,
        (author, mentioned): (Option<i64>, &[Person]),
        is_new: bool,
    ) -> Result<()> {
        if is_new {
            self.tell_followers_on(bearer, NotificationKind::Noted, Some(note), None)?;
        }
        if self.is_followed(bearer)? {
            for user in mentioned.iter().map(|(key, _)| *key).chain(author.filter(|_| is_new)) {
                let at = (bearer.home.as_str(), bearer.record.id);
                store::follow_by_itself(self.tx(), at, user, MAX_FOLLOWERS as i64)?;
            }
        }
        for to in mentioned {
            let (record, about) = (Some(about_record(bearer)), Some(note));
            // The rule has found out that they read the record.
            self.tell(Telling { record, about, proved: true, ..Telling::new(*to, NotificationKind::Mentioned) });
        }
        Ok(())
    }
}

/// What finds who created the records of a table and who owns them, of those who are active and follow what is theirs. A part is
/// made with its whole, and nobody follows it by that.
fn whose(catalogue: &Catalogue, home: &str) -> Option<String> {
    let found = catalogue.definitions.iter().find(|found| found.object.table == home)?;
    if catalogue.models.get(&found.object.name).is_some_and(|model| model.object.part_of.is_some()) {
        return None;
    }
    let owner = found.owner.as_deref();
    let column = |name: &str| Some(format!("r.{}", found.object.field(name)?.column));
    let columns: Vec<String> = ["creator"].into_iter().chain(owner).filter_map(column).collect();
    (!columns.is_empty()).then(|| {
        format!(
            "SELECT r.uid, u.id, u.uid FROM {home} r JOIN users u ON u.id IN ({}) \
             WHERE u.status = 'active' AND u.auto_follow = TRUE AND r.uid",
            columns.join(", ")
        )
    })
}

/// Who follows a record, oldest account first, with whether they hear of every change.
pub(crate) fn of(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    home: &str,
    id: RecordId,
) -> Result<Vec<(Person, bool)>> {
    Ok(among(tx, catalogue, home, &[id])?.pop_first().map(|(_, followers)| followers).unwrap_or_default())
}

/// The same of several records of a table; those that nobody follows are not among them.
fn among(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    home: &str,
    ids: &[RecordId],
) -> Result<BTreeMap<RecordId, Vec<(Person, bool)>>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = store::rows(tx, home, &ids)?;
    let mut found: BTreeMap<RecordId, Vec<(Person, bool)>> = BTreeMap::new();
    if let Some(sql) = whose(catalogue, home) {
        each_by_key(tx, &sql, &[], &ids, |c| {
            let (id, key) = (RecordId(c.next()?), store::person(c)?);
            if !rows.iter().any(|(of, row)| (*of, row.person) == (id, key)) {
                found.entry(id).or_default().push((key, false));
            }
            Ok(())
        })?;
    }
    for (id, row) in rows.into_iter().filter(|(_, row)| row.follows) {
        found.entry(id).or_default().push((row.person, row.updates));
    }
    for followers in found.values_mut() {
        followers.sort_unstable();
        followers.dedup();
    }
    Ok(found)
}

/// What a notification about the record names.
fn about_record(bearer: &Bearer) -> (Name, RecordKey) {
    let record = RecordKey { object: bearer.record.object.clone(), id: bearer.record.id };
    (bearer.home.clone(), record)
}
