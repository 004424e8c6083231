//! What the audit tells of records: to who sees them (SCOPE-13).

use super::kinds::{self, Scoped};
use crate::engine::gate::kind;
use crate::engine::storage::Value;

/// The condition that a change speaks of a record that is seen.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    /// In it `$` stands for the row of `audit_changes`.
    sql: String,
    params: Vec<i64>,
}

impl Condition {
    /// It, of a row.
    pub(crate) fn of(&self, row: &str) -> String {
        self.sql.replace('$', row)
    }

    /// Its parameters.
    pub(crate) fn params<'a>(&self) -> Vec<Value<'a>> {
        self.params.iter().map(|key| Value::Integer(*key)).collect()
    }
}

/// The condition that a change speaks of something that hangs on a record which is seen, or of which all are.
fn hanging(kind: &kind::Kind, seen: &[SeenOfArea]) -> (String, Vec<i64>) {
    let (mut homes, mut arms, mut params) = (Vec::new(), String::new(), Vec::new());
    for (area, main, principals) in seen {
        let marks = vec!["?"; principals.len()].join(", ");
        let bears = |of: &&kind::Kind| !of.bears.is_empty() && kinds::area_of_name(of.name) == Some(area);
        for bearer in kind::all().filter(bears) {
            let (table, key) = (bearer.table, bearer.belongs.unwrap_or("id"));
            homes.push(format!("'{table}'"));
            arms.push_str(&format!(
                " OR m.home = '{table}' AND EXISTS (SELECT 1 FROM {table} b JOIN access seen ON seen.record = b.{key} \
                 WHERE b.uid = m.record AND seen.entity = ? AND seen.principal IN ({marks}))"
            ));
            params.push(main.number);
            params.extend(principals);
        }
    }
    let homes = homes.join(", ");
    let arm = format!(
        "($.entity = '{}' AND EXISTS (SELECT 1 FROM {} m WHERE m.uid = $.record AND (m.home NOT IN ({homes}){arms})))",
        kind.name, kind.table
    );
    (arm, params)
}

/// What is seen of an area: its own kind of record, and the principals.
pub(crate) type SeenOfArea = (&'static str, &'static Scoped, Vec<i64>);

/// The condition, by what is seen of each area where that is not all, for a user. What speaks of many records at once (a
/// summary), and of what is not there any more, speaks of none that is seen.
pub(crate) fn condition(seen: &[SeenOfArea], user: i64) -> Condition {
    let (mut names, mut arms, mut params) = (Vec::new(), Vec::new(), Vec::new());
    for (area, main, principals) in seen {
        let marks = vec!["?"; principals.len()].join(", ");
        for kind in kind::all().filter(|kind| kinds::area_of_name(kind.name) == Some(area)) {
            names.push(format!("'{}'", kind.name));
            let (table, key) = (kind.table, kind.belongs.unwrap_or("id"));
            arms.push(format!(
                "($.entity = '{}' AND EXISTS (SELECT 1 FROM {table} m JOIN access seen ON seen.record = m.{key} \
                 WHERE m.uid = $.record AND seen.entity = ? AND seen.principal IN ({marks})))",
                kind.name
            ));
            params.push(main.number);
            params.extend(principals);
        }
    }
    for kind in kind::all().filter(|kind| kind.hangs) {
        names.push(format!("'{}'", kind.name));
        let (arm, of) = hanging(kind, seen);
        arms.push(arm);
        params.extend(of);
    }
    for (kind, column) in kind::all().filter_map(|kind| Some((kind, kind.personal?))) {
        names.push(format!("'{}'", kind.name));
        arms.push(format!(
            "($.entity = '{}' AND EXISTS (SELECT 1 FROM {} m WHERE m.uid = $.record AND m.{column} = ?))",
            kind.name, kind.table
        ));
        params.push(user);
    }
    let (names, arms) = (names.join(", "), arms.join(" OR "));
    Condition { sql: format!("($.record IS NOT NULL AND ($.entity NOT IN ({names}) OR {arms}))"), params }
}
