//! The statements on scores.

use uuid::Uuid;

use super::formula::Pair;
use super::types::ScoredKind;
use crate::departments::DepartmentId;
use crate::engine::error::Result;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::migrate::scores;
use crate::engine::storage::{Columns, Transaction, Value, params};

fn pair(c: &mut Columns<'_>) -> Result<Pair> {
    Ok(Pair { won: c.next()?, lost: c.next()? })
}

/// The count of a value.
pub(super) fn count(tx: &mut dyn Transaction, department: i64, field: &str, value: &str) -> Result<Option<Pair>> {
    let sql = "SELECT won, lost FROM score_counts WHERE department = ? AND field = ? AND is_sum = FALSE AND value = ?";
    tx.one(sql, params![department, field, value], pair)
}

/// The sum over the values of a field.
pub(super) fn sum(tx: &mut dyn Transaction, department: i64, field: &str) -> Result<Option<Pair>> {
    let sql = "SELECT won, lost FROM score_counts WHERE department = ? AND field = ? AND is_sum = TRUE AND value = ''";
    tx.one(sql, params![department, field], pair)
}

/// The same over those of which there are so many.
pub(super) fn sum_from(tx: &mut dyn Transaction, department: i64, field: &str, least: i64) -> Result<Option<Pair>> {
    tx.one(
        "SELECT COALESCE(CAST(SUM(won) AS BIGINT), 0), COALESCE(CAST(SUM(lost) AS BIGINT), 0) FROM score_counts \
         WHERE department = ? AND field = ? AND is_sum = FALSE AND won + lost >= ?",
        params![department, field, least],
        pair,
    )
}

/// Adds tenths to a count, or begins it with them.
fn add(tx: &mut dyn Transaction, (department, field, is_sum, value): (i64, &str, bool, &str), by: Pair) -> Result<()> {
    tx.execute(
        "INSERT INTO score_counts (department, field, is_sum, value, won, lost) VALUES (?, ?, ?, ?, ?, ?) \
         ON CONFLICT (department, field, is_sum, value) DO UPDATE SET won = score_counts.won + excluded.won, \
         lost = score_counts.lost + excluded.lost",
        params![department, field, is_sum, value, by.won, by.lost],
    )
    .map(drop)
}

/// Counts a value of a record that was closed in a department, with the sums.
pub(super) fn count_one(
    tx: &mut dyn Transaction,
    department: i64,
    (field, value): (&str, &str),
    won: bool,
) -> Result<()> {
    let begins = if count(tx, department, field, value)?.is_none() { 1 } else { 0 };
    let by = Pair { won: begins + if won { 10 } else { 0 }, lost: begins + if won { 0 } else { 10 } };
    for department in [department, super::counts::ALL] {
        add(tx, (department, field, false, value), by)?;
        add(tx, (department, field, true, ""), by)?;
    }
    Ok(())
}

/// Keeps what a record says that is closed.
pub(super) fn keep_fact(tx: &mut dyn Transaction, opportunity: i64, field: &str, value: &str) -> Result<usize> {
    let sql = "INSERT INTO score_facts (opportunity, field, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    tx.execute(sql, params![opportunity, field, value])
}

/// Forgets what was said of a field.
pub(super) fn forget_field(tx: &mut dyn Transaction, field: &str) -> Result<usize> {
    tx.execute("DELETE FROM score_facts WHERE field = ?", params![field])
}

/// Forgets a value of a field; how many said it.
pub(super) fn forget_value(tx: &mut dyn Transaction, field: &str, value: &str) -> Result<usize> {
    tx.execute("DELETE FROM score_facts WHERE field = ? AND value = ?", params![field, value])
}

/// Has what was said be another value.
pub(super) fn replace_value(tx: &mut dyn Transaction, field: &str, from: &str, into: &str) -> Result<()> {
    tx.execute(
        "INSERT INTO score_facts (opportunity, field, value) SELECT opportunity, field, ? FROM score_facts \
         WHERE field = ? AND value = ? ON CONFLICT DO NOTHING",
        params![into, field, from],
    )?;
    forget_value(tx, field, from).map(drop)
}

/// The enabled stages that a closed opportunity went through: all of its pipeline where it was won, else those up to its own.
pub(super) fn stages(tx: &mut dyn Transaction, opportunity: i64) -> Result<Vec<Uuid>> {
    tx.all(
        "SELECT s.uid FROM opportunities o JOIN pipeline_stages s ON s.pipeline = o.pipeline AND s.enabled = TRUE \
         LEFT JOIN pipeline_stages p ON p.id = o.stage \
         WHERE o.id = ? AND (o.status = 'developed' OR s.position <= p.position) ORDER BY s.position, s.id",
        params![opportunity],
        |c| c.next(),
    )
}

/// Gives what was closed in a department to those closed in none: its counts but for what they began with.
pub(super) fn let_go(tx: &mut dyn Transaction, department: i64) -> Result<()> {
    let moved = tx.execute(
        "INSERT INTO score_counts (department, field, is_sum, value, won, lost) \
         SELECT 0, field, FALSE, value, won, lost FROM score_counts WHERE department = ? AND is_sum = FALSE \
         ON CONFLICT (department, field, is_sum, value) DO UPDATE SET won = score_counts.won + excluded.won - 1, \
         lost = score_counts.lost + excluded.lost - 1",
        params![department],
    )?;
    if moved == 0 {
        return Ok(());
    }
    tx.execute("DELETE FROM score_counts WHERE department = ?", params![department])?;
    scores::all(tx)?;
    scores::sums(tx, Some(super::counts::NONE))?;
    scores::sums(tx, Some(super::counts::ALL))
}

/// How many counts are not those that follow from what was said.
pub(super) fn wrong(tx: &mut dyn Transaction, since: i64) -> Result<i64> {
    let sql = format!(
        "WITH base (department, field, is_sum, value, won, lost) AS ({}), \
         each (department, field, is_sum, value, won, lost) AS (SELECT * FROM base UNION ALL \
         SELECT -1, field, FALSE, value, CAST(SUM(won) AS BIGINT), CAST(SUM(lost) AS BIGINT) FROM base GROUP BY field, value), \
         wanted (department, field, is_sum, value, won, lost) AS (SELECT * FROM each UNION ALL \
         SELECT department, field, TRUE, '', CAST(SUM(won) AS BIGINT), CAST(SUM(lost) AS BIGINT) FROM each GROUP BY department, field), \
         there AS (SELECT department, field, is_sum, value, won, lost FROM score_counts) \
         SELECT (SELECT count(*) FROM (SELECT * FROM wanted EXCEPT SELECT * FROM there) AS lacking) \
         + (SELECT count(*) FROM (SELECT * FROM there EXCEPT SELECT * FROM wanted) AS over)",
        scores::COUNTED
    );
    tx.value(&sql, params![since])
}

/// Whether anything was closed.
pub(super) fn is_learning(tx: &mut dyn Transaction) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM score_facts WHERE field = 'closed')", &[])
}

/// The keys behind one, of opportunities that are open, or of customers.
pub(super) fn open_behind(tx: &mut dyn Transaction, kind: ScoredKind, behind: i64, most: usize) -> Result<Vec<i64>> {
    let sql = match kind {
        ScoredKind::Opportunity => {
            "SELECT id FROM opportunities WHERE id > ? AND status IN ('unassigned', 'assigned') ORDER BY id LIMIT ?"
        }
        ScoredKind::Customer => "SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?",
    };
    tx.all(sql, params![behind, most as i64], |c| c.next())
}

/// The keys of closed opportunities behind one.
pub(super) fn closed_behind(tx: &mut dyn Transaction, behind: i64, most: usize) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM opportunities WHERE id > ? AND status IN ('developed', 'failed') ORDER BY id LIMIT ?";
    tx.all(sql, params![behind, most as i64], |c| c.next())
}

/// The keys of records with these ids.
pub(super) fn keys(tx: &mut dyn Transaction, kind: ScoredKind, ids: &[Uuid]) -> Result<Vec<i64>> {
    let select = match kind {
        ScoredKind::Opportunity => "SELECT id FROM opportunities WHERE uid",
        ScoredKind::Customer => "SELECT id FROM customers WHERE uid",
    };
    let mut keys = Vec::with_capacity(ids.len());
    crate::engine::storage::each_by_key(tx, select, &[], ids, |c| {
        keys.push(c.next()?);
        Ok(())
    })?;
    keys.arrange();
    keys.dedup();
    Ok(keys)
}

/// Writes what follows from a record; it counts no version.
pub(super) fn keep(
    tx: &mut dyn Transaction,
    opportunity: i64,
    (score, rule_score, probability): (Option<i64>, Option<i64>, i64),
) -> Result<usize> {
    tx.execute(
        "UPDATE opportunities SET score_e6 = ?, rule_score = ?, success_probability = ? WHERE id = ?",
        params![score, rule_score, probability, opportunity],
    )
}

/// The ids of customers, and what rules gave them.
pub(super) fn customers(tx: &mut dyn Transaction, keys: &[i64]) -> Result<Vec<(i64, Uuid, Option<i64>)>> {
    let mut found = Vec::with_capacity(keys.len());
    let select = "SELECT id, uid, rule_score FROM customers WHERE id";
    crate::engine::storage::each_by_key(tx, select, &[], keys, |c| {
        found.push((c.next()?, c.next()?, c.next()?));
        Ok(())
    })?;
    found.arrange();
    found.dedup();
    Ok(found)
}

/// Writes what rules give a customer.
pub(super) fn keep_customer(tx: &mut dyn Transaction, customer: i64, rule_score: Option<i64>) -> Result<usize> {
    tx.execute("UPDATE customers SET rule_score = ? WHERE id = ?", params![rule_score, customer])
}

/// The column of the settings that says how far records have what the rules of a kind give.
fn place(kind: ScoredKind) -> &'static str {
    match kind {
        ScoredKind::Opportunity => "scored_opportunity",
        ScoredKind::Customer => "scored_customer",
    }
}

/// How far records have what the rules give, where these changed.
pub(super) fn reached(tx: &mut dyn Transaction, kind: ScoredKind) -> Result<Option<i64>> {
    tx.value(&format!("SELECT {} FROM settings WHERE id = 1", place(kind)), &[])
}

pub(super) fn reach(tx: &mut dyn Transaction, kind: ScoredKind, to: Option<i64>) -> Result<usize> {
    tx.execute(&format!("UPDATE settings SET {} = ? WHERE id = 1", place(kind)), params![to])
}

/// A count as it is listed: the department's key, field, value and count.
pub(super) type Listed = (i64, String, String, Pair);

/// The counts of a department, or of each, and of a field, or of each.
pub(super) fn list(
    tx: &mut dyn Transaction,
    department: Option<i64>,
    field: Option<&str>,
    most: usize,
) -> Result<Vec<Listed>> {
    let mut sql =
        "SELECT department, field, value, won, lost FROM score_counts WHERE department >= 0 AND is_sum = FALSE"
            .to_owned();
    let mut given: Vec<Value<'_>> = Vec::new();
    if let Some(department) = department {
        sql.push_str(" AND department = ?");
        given.push(department.into());
    }
    if let Some(field) = field {
        sql.push_str(" AND field = ?");
        given.push(field.into());
    }
    sql.push_str(" ORDER BY department, field, value LIMIT ?");
    given.push((most as i64).into());
    tx.all(&sql, &given, |c| Ok((c.next()?, c.next()?, c.next()?, pair(c)?)))
}

/// A department by its key.
pub(super) fn department(tx: &mut dyn Transaction, key: i64) -> Result<Option<(DepartmentId, String)>> {
    tx.one("SELECT uid, name FROM departments WHERE id = ?", params![key], |c| Ok((DepartmentId(c.next()?), c.next()?)))
}

/// The id of a setup document.
pub(super) fn document(tx: &mut dyn Transaction, key: i64) -> Result<Option<Uuid>> {
    tx.one("SELECT uid FROM setup_documents WHERE id = ?", params![key], |c| c.next())
}

/// What an entry, a tag or a stage is called.
pub(super) fn label(tx: &mut dyn Transaction, of: Label, id: Uuid) -> Result<Option<String>> {
    let sql = match of {
        Label::Entry => "SELECT item FROM dictionary_entries WHERE uid = ?",
        Label::Tag => "SELECT name FROM setup_documents WHERE uid = ?",
        Label::Stage => "SELECT name FROM pipeline_stages WHERE uid = ?",
    };
    tx.one(sql, params![&id], |c| c.next())
}

/// What values are of that everybody may hear the name of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Label {
    Entry,
    Tag,
    Stage,
}
