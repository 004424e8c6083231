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
