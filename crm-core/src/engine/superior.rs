//! A person's superior (PROC-6): the head of their department or, where that one is missing, disabled or the person, of the
//! nearest department above for which it is none of these.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::error::Result;
use crate::engine::sorting::Arranged as _;
use crate::engine::storage::{Transaction, Value, params};

/// The key of the superior of the person whose key is `person`, a column or a placeholder, as a part of a statement; NULL
/// where there is none. What it reads bears names that no other part of a statement has.
pub(crate) fn of(person: &str) -> String {
    format!(
        "(WITH RECURSIVE above_them (department, depth) AS (\
         SELECT them.department, 0 FROM users them WHERE them.id = {person} \
         UNION ALL SELECT a_part.parent, above_them.depth + 1 FROM above_them \
         JOIN departments a_part ON a_part.id = above_them.department WHERE a_part.parent IS NOT NULL) \
         SELECT a_head.id FROM above_them JOIN departments led ON led.id = above_them.department \
         JOIN users a_head ON a_head.id = led.head WHERE a_head.status = 'active' AND a_head.id <> {person} \
         ORDER BY above_them.depth LIMIT 1)"
    )
}

/// The superiors of several people, by the people's keys; of who has none nothing.
pub(crate) fn superiors(tx: &mut dyn Transaction, people: BTreeSet<i64>) -> Result<BTreeMap<i64, i64>> {
    if people.is_empty() {
        return Ok(BTreeMap::new());
    }
    let marks = vec!["?"; people.len()].join(", ");
    let sql = format!("SELECT u.id, {} FROM users u WHERE u.id IN ({marks})", of("u.id"));
    let people: Vec<Value<'_>> = people.into_iter().map(Value::Integer).collect();
    let found: Vec<(i64, Option<i64>)> = tx.all(&sql, &people, |c| Ok((c.next()?, c.next()?)))?;
    Ok(found.into_iter().filter_map(|(person, superior)| Some((person, superior?))).into_map())
}

/// The key of a person's superior, if they have one.
pub(crate) fn superior(tx: &mut dyn Transaction, person: i64) -> Result<Option<i64>> {
    let sql = format!("SELECT u.id FROM users u WHERE u.id = {}", of("?"));
    tx.one(&sql, params![person, person], |c| c.next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Crm;

    /// The company is headed by 1, who belongs to it, and sales by 2. Of its parts the east has no head, and 3; the west 4,
    /// and its head 5, who is disabled. 6 belongs nowhere.
    const HOUSE: &str = "
        INSERT INTO users (id, uid, login, login_folded, display_name, display_name_folded, created_at, status)
        SELECT column1, randomblob(16), column1, column1, '', '', 0, column2 FROM
            (VALUES (1, 'active'), (2, 'active'), (3, 'active'), (4, 'active'), (5, 'disabled'), (6, 'active'));
        INSERT INTO departments (id, uid, name, parent, head) VALUES
            (1, randomblob(16), 'a', NULL, 1), (2, randomblob(16), 'b', 1, 2),
            (3, randomblob(16), 'c', 2, NULL), (4, randomblob(16), 'd', 2, 5);
        UPDATE users SET department = CASE id WHEN 3 THEN 3 WHEN 4 THEN 4 WHEN 5 THEN 4 ELSE id END WHERE id < 6";

    // PROC-6.
    #[test]
    fn a_superior_is_the_nearest_head() {
        let crm = Crm::open_in_memory().expect("an engine");
        let (storage, patience) = (crm.storage(), crm.patience());
        let of = |change: &str, person: i64| {
            let mut found = None;
            let mut ask = |tx: &mut dyn Transaction| {
                for statement in change.split(';') {
                    tx.execute(statement, &[])?;
                }
                found = superior(tx, person)?;
                // One of several is who it is of one alone.
                let all = superiors(tx, (0..8).collect())?;
                for person in 0..8 {
                    assert_eq!(all.get(&person).copied(), superior(tx, person)?, "{person}");
                }
                Ok(())
            };
            storage.write(&patience, &mut ask).expect("written");
            found
        };
        assert_eq!(of(HOUSE, 3), Some(2));
        let none = "DELETE FROM users WHERE id = 0";
        for (person, expected) in [
            // Who is disabled is passed over, and has a superior too.
            (4, Some(2)),
            (5, Some(2)),
            // Nobody is their own.
            (2, Some(1)),
            (1, None),
            (6, None),
        ] {
            assert_eq!(of(none, person), expected, "{person}");
        }
        // Two can be one another's: 3 heads the company, and is below 2.
        assert_eq!(of("UPDATE departments SET head = 3 WHERE id = 1", 3), Some(2));
        assert_eq!((of(none, 2), of(none, 1)), (Some(3), Some(3)));
    }
}
