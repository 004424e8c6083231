//! What the twenty-fifth has beside its statements: the company's clock while they run, and the tables of defined objects.

use super::Upgrade;
use crate::engine::calendar::company_date;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};
use crate::engine::zone::Zone;

/// Makes the clock: what the company's is ahead by from each instant on, and which day it is. In a new database there is nothing to
/// look up.
pub(super) fn begin(tx: &mut dyn Transaction, upgrade: &mut Upgrade) -> Result<()> {
    tx.execute("CREATE TABLE company_today (day TEXT NOT NULL) STRICT", &[])?;
    tx.execute("CREATE TABLE company_offsets (begins INTEGER PRIMARY KEY, ahead INTEGER NOT NULL) STRICT", &[])?;
    if !tx.value::<bool>("SELECT EXISTS (SELECT 1 FROM users)", &[])? {
        return Ok(());
    }
    // Of the settings it has only what they had by then.
    let zone: String = tx.value("SELECT time_zone FROM settings WHERE id = 1", &[])?;
    let zone: Zone = zone.parse().map_err(|()| CrmError::storage("corrupt"))?;
    tx.execute("INSERT INTO company_today (day) VALUES (?)", params![company_date(&zone, upgrade.now)])?;
    let (first, changes) = zone.offsets();
    let mut rows = vec![format!("({}, {first})", i64::MIN + 1)];
    rows.extend(changes.iter().map(|(begins, ahead)| format!("({begins}, {ahead})")));
    tx.execute(&format!("INSERT INTO company_offsets (begins, ahead) VALUES {}", rows.join(", ")), &[]).map(drop)
}

/// The company's day at the instant of an expression.
fn day(instant: &str) -> String {
    format!(
        "(SELECT date(({instant} + o.ahead) / 1000000, 'unixepoch') FROM company_offsets o WHERE o.begins <= {instant} \
         ORDER BY o.begins DESC LIMIT 1)"
    )
}

/// Gives the tables of defined objects their columns, and takes the clock away.
pub(super) fn end(tx: &mut dyn Transaction, _: &mut Upgrade) -> Result<()> {
    let select = "SELECT t.id, CASE WHEN EXISTS (SELECT 1 FROM object_indexes i WHERE i.object = t.id \
                  AND i.definition LIKE 'INDEX (owner,%') THEN TRUE ELSE FALSE END, t.name \
                  FROM object_tables t WHERE t.pack IS NOT NULL ORDER BY t.id";
    let tables: Vec<(i64, bool, String)> = tx.all(select, &[], |c| Ok((c.next()?, c.next()?, c.next()?)))?;
    for (key, owned, name) in tables {
        for column in ["last_activity_on", "next_activity_on", "planned_until", "since_on", "idle_since"] {
            tx.execute(&format!("ALTER TABLE object_{key} ADD COLUMN {column} TEXT"), &[])?;
        }
        let made = day(&format!("object_{key}.created_at"));
        tx.execute(&format!("UPDATE object_{key} SET since_on = {made}"), &[])?;
        if owned {
            given(tx, key, &name)?;
        }
        let ties = format!("r WHERE r.home = 'object_{key}' AND r.record = object_{key}.uid AND r.stage");
        let set = format!(
            "UPDATE object_{key} SET last_activity_on = (SELECT max(r.last_on) FROM activity_records {ties} = 1), \
             next_activity_on = (SELECT min(r.first_on) FROM activity_records {ties} = 0), \
             planned_until = (SELECT max(r.last_on) FROM activity_records {ties} = 0)"
        );
        tx.execute(&set, &[])?;
        let idle = "max(since_on, coalesce(last_activity_on, since_on))";
        tx.execute(&format!("UPDATE object_{key} SET idle_since = {idle}"), &[])?;
    }
    tx.execute("DROP TABLE company_offsets", &[])?;
    tx.execute("DROP TABLE company_today", &[]).map(drop)
}

/// Since when the owners of a table's records have them, as the audit tells.
fn given(tx: &mut dyn Transaction, key: i64, object: &str) -> Result<()> {
    let field = "SELECT f.name FROM object_fields f JOIN object_slots s ON s.field = f.id AND s.object = f.object \
                 WHERE f.object = ? AND f.hidden = 0 AND s.target = 'users' ORDER BY f.id";
    let people: Vec<String> = tx.all(field, params![key], |c| c.next())?;
    for name in people {
        let told =
            "SELECT max(l.at) FROM audit_changes h JOIN audit_calls l ON l.id = h.call WHERE h.action = 'updated'";
        let of = format!("h.record = object_{key}.uid AND h.entity = '{object}' AND h.after LIKE '%\"{name}\":\"%'");
        let given = day(&format!("({told} AND {of})"));
        let set = format!(
            "UPDATE object_{key} SET since_on = max(since_on, coalesce({given}, since_on)) WHERE owner IS NOT NULL"
        );
        tx.execute(&set, &[])?;
    }
    Ok(())
}
