//! The statements on shares.

use super::status::{SHARED, SHARED_TO_WRITE};
use super::types::*;
use crate::departments::DepartmentRef;
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::users::UserRef;

/// Whom a share is with, by the key.
#[derive(Debug, Clone, Copy)]
pub(super) enum With {
    User(i64),
    Department(i64),
}

impl With {
    /// The keys of user and department, of which one is there.
    fn keys(self) -> (Option<i64>, Option<i64>) {
        match self {
            With::User(user) => (Some(user), None),
            With::Department(department) => (None, Some(department)),
        }
    }
}

/// The tables of a kind of record that can be shared: each has one of its own, with references that hold.
#[derive(Debug)]
pub(super) struct Beside {
    pub(super) entity: Entity,
    /// The operation by which such records are changed by role.
    pub(super) written_by: &'static str,
    key: &'static str,
    all: &'static str,
    access: &'static str,
    give: &'static str,
    change: &'static str,
    take_back: &'static str,
    ties: &'static str,
    /// How many places the record's id has in `ties`.
    tied: usize,
    mine: (&'static str, &'static str),
    with: &'static str,
}

/// The departments whose shares reach a user: their own and each above it. The parameter is the user's key.
macro_rules! up {
    () => {
        "WITH RECURSIVE up (id) AS (SELECT department FROM users WHERE id = ? AND department IS NOT NULL \
         UNION SELECT d.parent FROM departments d JOIN up ON up.id = d.id WHERE d.parent IS NOT NULL) "
    };
}

/// A share with the user, or with one of their departments.
macro_rules! reaches {
    () => {
        "(s.user_id = ? OR s.department IN (SELECT id FROM up))"
    };
}

/// The statements of one kind: `beside!(CUSTOMER in "customers" (by "customers.update", called "name"), "customer_shares"
/// by "customer")`; `beyond` are shares of another record that hold for this one too.
macro_rules! beside {
    (
        $Kind:ident in $records:literal (by $written_by:literal, called $name:literal), $table:literal by $column:literal
        $(beyond $beyond:literal)?
    ) => {
        Beside {
            entity: Entity::$Kind,
            written_by: $written_by,
            key: concat!("SELECT id FROM ", $records, " WHERE uid = ?"),
            all: concat!(
                "SELECT u.uid, u.display_name, d.uid, d.name, s.access, g.uid, g.display_name, s.given_at FROM ",
                $table,
                " s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN departments d ON d.id = s.department \
                 LEFT JOIN users g ON g.id = s.given_by WHERE s.",
                $column,
                " = ? ORDER BY s.id"
            ),
            access: concat!(
                "SELECT access FROM ", $table, " WHERE ", $column,
                " = ? AND COALESCE(user_id, 0) = COALESCE(?, 0) AND COALESCE(department, 0) = COALESCE(?, 0)"
            ),
            give: concat!(
                "INSERT INTO ", $table, " (", $column,
                ", user_id, department, access, given_by, given_at) VALUES (?, ?, ?, ?, ?, ?)"
            ),
            change: concat!(
                "UPDATE ", $table, " SET access = ?, given_by = ?, given_at = ? WHERE ", $column,
                " = ? AND COALESCE(user_id, 0) = COALESCE(?, 0) AND COALESCE(department, 0) = COALESCE(?, 0)"
            ),
            take_back: concat!(
                "DELETE FROM ", $table, " WHERE ", $column,
                " = ? AND COALESCE(user_id, 0) = COALESCE(?, 0) AND COALESCE(department, 0) = COALESCE(?, 0)"
            ),
            ties: concat!(
                up!(), "SELECT s.access FROM ", $table, " s WHERE s.", $column, " = (SELECT id FROM ", $records,
                " WHERE uid = ?) AND ", reaches!()
                $(, " UNION ALL ", $beyond, " AND ", reaches!())?
            ),
            tied: 1 $(+ { let _ = $beyond; 1 })?,
            with: concat!(
                "SELECT r.id, r.uid FROM ", $table, " s JOIN ", $records, " r ON r.id = s.", $column,
                " WHERE s.user_id = ? ORDER BY r.id"
            ),
            mine: (
                concat!(
                    "r.uid, r.number, r.", $name,
                    ", s.access, d.uid, d.name, g.uid, g.display_name, s.given_at"
                ),
                concat!(
                    $table, " s JOIN ", $records, " r ON r.id = s.", $column,
                    " LEFT JOIN departments d ON d.id = s.department LEFT JOIN users g ON g.id = s.given_by"
                ),
            ),
        }
    };
}

static ALL: [Beside; 3] = [
    beside!(CUSTOMER in "customers" (by "customers.update", called "name"), "customer_shares" by "customer"),
    beside!(
        OPPORTUNITY in "opportunities" (by "opportunities.update", called "customer_name"),
        "opportunity_shares" by "opportunity"
    ),
    beside!(
        TICKET in "tickets" (by "tickets.assign", called "summary"), "ticket_shares" by "ticket"
        beyond "SELECT s.access FROM customer_shares s WHERE s.customer = (SELECT customer FROM tickets WHERE uid = ?)"
    ),
];

const LATEST_FIRST: Order =
    Order { name: "shares", keys: &[("s.given_at", Direction::Descending), ("s.id", Direction::Descending)] };

/// Where the shares of a kind of record stand; `None` where it can't be shared.
pub(super) fn beside(entity: &Entity) -> Option<&'static Beside> {
    ALL.iter().find(|beside| beside.entity == *entity)
}

/// The kinds of record that can be shared.
pub(super) fn all() -> &'static [Beside] {
    &ALL
}

/// The kinds of record that can be shared, for a refusal.
pub(super) fn kinds() -> String {
    let names: Vec<&str> = ALL.iter().map(|beside| beside.entity.as_str()).collect();
    names.join(", ")
}

impl Beside {
    /// The key of the record.
    pub(super) fn key(&self, tx: &mut dyn Transaction, id: RecordId) -> Result<Option<i64>> {
        tx.one(self.key, params![&id.0], |c| c.next())
    }

    pub(super) fn shares(&self, tx: &mut dyn Transaction, record: i64) -> Result<ShareList> {
        Ok(ShareList { shares: tx.all(self.all, params![record], read)? })
    }

    /// What a share allows; `None` where there is none.
    pub(super) fn access(&self, tx: &mut dyn Transaction, record: i64, with: With) -> Result<Option<ShareAccess>> {
        let (user, department) = with.keys();
        tx.one(self.access, params![record, user, department], |c| c.next())
    }

    pub(super) fn give(
        &self,
        tx: &mut dyn Transaction,
        record: i64,
        with: With,
        access: ShareAccess,
        by: Option<i64>,
        now: Timestamp,
    ) -> Result<usize> {
        let (user, department) = with.keys();
        tx.execute(self.give, params![record, user, department, access, by, now])
    }

    pub(super) fn change(
        &self,
        tx: &mut dyn Transaction,
        record: i64,
        with: With,
        access: ShareAccess,
        by: Option<i64>,
        now: Timestamp,
    ) -> Result<usize> {
        let (user, department) = with.keys();
        tx.execute(self.change, params![access, by, now, record, user, department])
    }

    pub(super) fn take_back(&self, tx: &mut dyn Transaction, record: i64, with: With) -> Result<usize> {
        let (user, department) = with.keys();
        tx.execute(self.take_back, params![record, user, department])
    }

    /// The records that are shared with the user, with their keys.
    pub(super) fn with(&self, tx: &mut dyn Transaction, user: i64) -> Result<Vec<(i64, RecordId)>> {
        tx.all(self.with, params![user], |c| Ok((c.next()?, RecordId(c.next()?))))
    }

    /// The records that are shared with the user, or with one of the departments.
    pub(super) fn shared_with(
        &self,
        tx: &mut dyn Transaction,
        user: i64,
        departments: &[i64],
        page: &Option<PageRequest>,
    ) -> Result<SharedRecordPage> {
        let (select, from) = self.mine;
        let mut query =
            ListQuery::new(select, from, Visibility::whole("what is shared with somebody is theirs to see"));
        let mut condition = "(s.user_id = ?".to_owned();
        if !departments.is_empty() {
            condition += " OR s.department IN (";
            condition += &vec!["?"; departments.len()].join(", ");
            condition.push(')');
        }
        condition.push(')');
        query.and(&condition, [user].iter().chain(departments).map(|key| Value::Integer(*key)));
        query.page(tx, LATEST_FIRST, page, read_shared).map(SharedRecordPage::from)
    }
}

fn read(c: &mut Columns<'_>) -> Result<Share> {
    Ok(Share {
        user: UserRef::read_optional(c)?,
        department: DepartmentRef::read_optional(c)?,
        access: c.next()?,
        given_by: UserRef::read_optional(c)?,
        given_at: c.next()?,
    })
}

fn read_shared(c: &mut Columns<'_>) -> Result<SharedRecord> {
    Ok(SharedRecord {
        id: RecordId(c.next()?),
        number: c.next()?,
        name: c.next()?,
        access: c.next()?,
        department: DepartmentRef::read_optional(c)?,
        given_by: UserRef::read_optional(c)?,
        given_at: c.next()?,
    })
}

/// The keys of the user's department and of each above it.
pub(super) fn departments_of(tx: &mut dyn Transaction, user: i64) -> Result<Vec<i64>> {
    tx.all(concat!(up!(), "SELECT id FROM up ORDER BY id"), params![user], |c| c.next())
}

/// Whether the record is shared with the user, and for what.
pub(super) fn ties(tx: &mut dyn Transaction, entity: &Entity, id: RecordId, user: i64) -> Result<Vec<&'static str>> {
    let Some(beside) = beside(entity) else { return Ok(Vec::new()) };
    let mut params: Vec<Value<'_>> = vec![user.into()];
    for _ in 0..beside.tied {
        params.extend([Value::from(&id.0), user.into()]);
    }
    let shares: Vec<ShareAccess> = tx.all(beside.ties, &params, |c| c.next())?;
    let mut ties = Vec::new();
    if !shares.is_empty() {
        ties.push(SHARED.name);
    }
    if shares.contains(&ShareAccess::Write) {
        ties.push(SHARED_TO_WRITE.name);
    }
    Ok(ties)
}
