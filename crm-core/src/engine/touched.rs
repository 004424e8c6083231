//! Days that follow from what is done with records (ACT-14), and since when a record is in its state and with its owner. They stand
//! in columns of every table whose records bear activities, are no change of the record, and count no version. The latest day of what
//! was done, and the days of what is planned, are kept by the area of activities; what follows from a change of the record itself
//! is read from what the call tells the audit, as who sees it is: no rule has to think of it.

mod store;

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::engine::area;
use crate::engine::audit::{Action, Change};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::hanging::{self, Concern};
use crate::engine::objects::shape::{Kind, Name, Object};

/// The days, which are fields of every object whose records bear activities.
pub(crate) const DATES: [&str; 4] = ["last_activity_on", "next_activity_on", "planned_until", "idle_since"];

/// The column, and the field, of the instant since which a record is in its state.
pub(crate) const STATE_SINCE: &str = "state_since";

/// What a change means for the record itself.
struct Touched {
    table: Name,
    id: Uuid,
    /// It has another owner now.
    given: bool,
    /// It is in another state now.
    moved: bool,
    /// What it referred to, and refers to now, by the object that hangs things on records look at.
    refers: Vec<(hanging::Follows, [Option<Uuid>; 2])>,
}

impl Context<'_> {
    /// Puts right what areas keep that follows from what the call wrote.
    pub(crate) fn settle_areas(&mut self) -> Result<()> {
        area::all().filter_map(|area| area.settles).try_for_each(|settles| settles(self))
    }

    /// The records of a kind that the call has told the audit of, made or changed.
    pub(crate) fn told_records(&self, entity: &Entity) -> Vec<Uuid> {
        let told = |change: &&Change| change.entity == *entity && change.action != Action::Deleted;
        self.changes.iter().filter(told).filter_map(|change| Some(change.id?.0)).collect()
    }

    /// Puts right what follows from the changes of records that the call tells the audit: behind the rule, in its transaction.
    pub(crate) fn settle_touched(&mut self) -> Result<()> {
        let mut found = Vec::new();
        for at in 0..self.changes.len() {
            found.extend(self.touched_by(at)?);
        }
        if found.is_empty() {
            return Ok(());
        }
        let (today, now) = (self.today()?, self.now());
        for Touched { table, id, given, moved, refers } in found {
            if given {
                store::given(self.tx(), &table, id, today)?;
            }
            if moved {
                store::moved(self.tx(), &table, id, now)?;
            }
            for (follows, [before, after]) in refers {
                (follows.moved)(self.tx(), &table, id, before, after)?;
            }
        }
        Ok(())
    }

    fn touched_by(&mut self, at: usize) -> Result<Option<Touched>> {
        let Some(change) = self.changes.get(at) else { return Ok(None) };
        let (Action::Updated, Some(id)) = (change.action, change.id) else { return Ok(None) };
        let entity = change.entity.clone();
        if entity.as_str().contains('.') {
            let catalogue = self.catalogue()?;
            let found = catalogue.definitions.get(entity.as_str());
            // The writer itself notes another state.
            return Ok(found
                .and_then(|found| touched(self.changes.get(at)?, &found.object, found.owner.as_deref(), false, id.0)));
        }
        let kind = kind::find(&entity)?;
        let Some(object) = kind.object.filter(|_| kind.bears.contains(&Concern::Activities)) else { return Ok(None) };
        Ok(touched(change, object, kind.owner, object.field(STATE_SINCE).is_some(), id.0))
    }
}

/// What a change of a record of the object means for it; nothing where none of that changed.
fn touched(change: &Change, object: &Object, owner: Option<&str>, state: bool, id: Uuid) -> Option<Touched> {
    let after = change.after.as_deref()?;
    let following = || hanging::followed().filter_map(|follows| Some((follows, refers(object, follows.to)?)));
    let concerns =
        |name: &str| owner == Some(name) || state && name == "status" || following().any(|(_, field)| field == name);
    // Most changes are none of it, and are not read whole.
    if !names(after).any(concerns) {
        return None;
    }
    let read =
        |text: Option<&str>| serde_json::from_str::<Map<String, Json>>(text.unwrap_or_default()).unwrap_or_default();
    let (before, after) = (read(change.before.as_deref()), read(Some(after)));
    let refers = following()
        .filter(|(_, field)| after.contains_key(*field))
        .map(|(follows, field)| (*follows, [&before, &after].map(|side| named(side.get(field)?))));
    Some(Touched {
        table: object.table.clone(),
        id,
        given: owner.and_then(|owner| after.get(owner)).is_some_and(|owner| !owner.is_null()),
        moved: state && after.contains_key("status"),
        refers: refers.collect(),
    })
}

/// The names in JSON that the engine wrote, those within records too.
fn names(json: &str) -> impl Iterator<Item = &str> {
    let before_colons = json.split(':').filter_map(|piece| piece.strip_suffix('"'));
    before_colons.filter_map(|piece| piece.rsplit_once('"').map(|(_, name)| name))
}

/// The id of a record that is named: by itself, or with what it is called.
fn named(json: &Json) -> Option<Uuid> {
    json.get("id").unwrap_or(json).as_str()?.parse().ok()
}

/// The field by which records of an object refer to those of another: the first.
pub(crate) fn refers<'o>(object: &'o Object, to: &str) -> Option<&'o str> {
    let mut fields = object.fields.iter();
    fields.find(|field| refers_by(field, to)).map(|field| field.name.as_str())
}

/// Whether a field in the object's own table refers to records of that object.
pub(crate) fn refers_by(field: &crate::engine::objects::shape::Field, to: &str) -> bool {
    field.beside.is_none() && matches!(&field.kind, Kind::Reference(name) if name == to)
}
