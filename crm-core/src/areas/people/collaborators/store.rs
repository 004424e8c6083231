//! The statements on collaborators.

use super::status::COLLABORATOR;
use super::types::*;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Columns, Transaction, params};
use crate::engine::tables::Held;
use crate::users::UserRef;

/// The tables of a kind of record that has collaborators: each has one of its own, with references that hold.
#[derive(Debug)]
pub(crate) struct Beside {
    pub(crate) entity: Entity,
    key: &'static str,
    all: &'static str,
    add: &'static str,
    remove: &'static str,
    is: &'static str,
    of: &'static str,
    holder: &'static str,
}

/// The statements of one kind: `beside!(CUSTOMER in "customers" by "account_manager", "customer_collaborators" by
/// "customer")`, where whose a record is stands in the first column.
macro_rules! beside {
    ($Kind:ident in $records:literal by $holder:literal, $table:literal by $column:literal) => {
        Beside {
            entity: Entity::$Kind,
            key: concat!("SELECT id FROM ", $records, " WHERE uid = ?"),
            all: concat!(
                "SELECT u.uid, u.display_name, a.uid, a.display_name, k.added_at FROM ",
                $table,
                " k JOIN users u ON u.id = k.user_id LEFT JOIN users a ON a.id = k.added_by WHERE k.",
                $column,
                " = ? ORDER BY k.added_at, k.user_id"
            ),
            add: concat!("INSERT INTO ", $table, " (", $column, ", user_id, added_by, added_at) VALUES (?, ?, ?, ?)"),
            remove: concat!("DELETE FROM ", $table, " WHERE ", $column, " = ? AND user_id = ?"),
            is: concat!(
                "SELECT EXISTS (SELECT 1 FROM ",
                $table,
                " WHERE ",
                $column,
                " = (SELECT id FROM ",
                $records,
                " WHERE uid = ?) AND user_id = ?)"
            ),
            of: concat!(
                "SELECT r.id, r.uid FROM ",
                $table,
                " k JOIN ",
                $records,
                " r ON r.id = k.",
                $column,
                " WHERE k.user_id = ? ORDER BY r.id"
            ),
            holder: concat!("SELECT ", $holder, " FROM ", $records, " WHERE id = ?"),
        }
    };
}

/// What they work on beside those whose it is.
pub(super) const HELD: &[Held] = &[Held {
    entity: Entity::COLLABORATION,
    count: "SELECT count(*) FROM (SELECT user_id FROM customer_collaborators \
            UNION ALL SELECT user_id FROM opportunity_collaborators) AS k WHERE k.user_id = ?",
}];

static ALL: [Beside; 2] = [
    beside!(CUSTOMER in "customers" by "account_manager", "customer_collaborators" by "customer"),
    beside!(OPPORTUNITY in "opportunities" by "assignee", "opportunity_collaborators" by "opportunity"),
];

/// Where the collaborators of a kind of record stand; `None` where it has none.
pub(crate) fn beside(entity: &Entity) -> Option<&'static Beside> {
    ALL.iter().find(|beside| beside.entity == *entity)
}

/// The kinds of record that have collaborators.
pub(crate) fn all() -> &'static [Beside] {
    &ALL
}

/// The kinds of record that have collaborators, for a refusal.
pub(super) fn kinds() -> String {
    let names: Vec<&str> = ALL.iter().map(|beside| beside.entity.as_str()).collect();
    names.join(", ")
}

impl Beside {
    /// The key of the record.
    pub(crate) fn key(&self, tx: &mut dyn Transaction, id: RecordId) -> Result<Option<i64>> {
        tx.one(self.key, params![&id.0], |c| c.next())
    }

    pub(crate) fn collaborators(&self, tx: &mut dyn Transaction, record: i64) -> Result<CollaboratorList> {
        Ok(CollaboratorList { collaborators: tx.all(self.all, params![record], read)? })
    }

    pub(crate) fn add(
        &self,
        tx: &mut dyn Transaction,
        record: i64,
        user: i64,
        by: Option<i64>,
        now: Timestamp,
    ) -> Result<usize> {
        tx.execute(self.add, params![record, user, by, now])
    }

    pub(crate) fn remove(&self, tx: &mut dyn Transaction, record: i64, user: i64) -> Result<usize> {
        tx.execute(self.remove, params![record, user])
    }
}

impl Beside {
    /// The records that somebody is a collaborator of, with their keys.
    pub(crate) fn of(&self, tx: &mut dyn Transaction, user: i64) -> Result<Vec<(i64, RecordId)>> {
        tx.all(self.of, params![user], |c| Ok((c.next()?, RecordId(c.next()?))))
    }

    /// The key of whoever has the record.
    pub(super) fn holder(&self, tx: &mut dyn Transaction, record: i64) -> Result<Option<i64>> {
        tx.value(self.holder, params![record])
    }
}

fn read(c: &mut Columns<'_>) -> Result<Collaborator> {
    Ok(Collaborator { user: UserRef::read(c)?, added_by: UserRef::read_optional(c)?, added_at: c.next()? })
}

/// Whether the user is a collaborator of the record.
pub(super) fn ties(tx: &mut dyn Transaction, entity: &Entity, id: RecordId, user: i64) -> Result<Vec<&'static str>> {
    let Some(beside) = beside(entity) else { return Ok(Vec::new()) };
    let is: bool = tx.value(beside.is, params![&id.0, user])?;
    Ok(if is { vec![COLLABORATOR.name] } else { Vec::new() })
}
