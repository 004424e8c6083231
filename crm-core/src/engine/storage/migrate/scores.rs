//! What scores are learned from (SCORE-2): the counts, made of what closed opportunities said, and what those said that were closed
//! before there were any.

use super::Upgrade;
use crate::engine::error::Result;
use crate::engine::likeness::{House, Way};
use crate::engine::storage::{Transaction, params};

/// What a telephone number or an e-mail address is.
pub(crate) fn state(house: &House, way: Way, value: Option<&str>) -> &'static str {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return "empty" };
    let keys = house.keys(way, value);
    // A number that is one of its region has the code of the country.
    let is_valid = keys.iter().any(|key| way != Way::Phone || key.starts_with('+'));
    if is_valid { "valid" } else { "invalid" }
}

/// Makes the counts anew, of opportunities recorded since an instant.
pub(crate) fn recount(tx: &mut dyn Transaction, since: i64) -> Result<()> {
    tx.execute("DELETE FROM score_counts", &[])?;
    tx.execute(
        &format!("INSERT INTO score_counts (department, field, is_sum, value, won, lost) {COUNTED}"),
        params![since],
    )?;
    all(tx)?;
    sums(tx, None)
}

/// The counts as they follow from what was said; the parameter is the instant since which opportunities count.
pub(crate) const COUNTED: &str = "SELECT COALESCE(o.department, 0), f.field, FALSE, f.value, \
     1 + 10 * CAST(SUM(CASE WHEN o.status = 'developed' THEN 1 ELSE 0 END) AS BIGINT), \
     1 + 10 * CAST(SUM(CASE WHEN o.status = 'failed' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM score_facts f JOIN opportunities o ON o.id = f.opportunity WHERE o.created_at >= ? \
     GROUP BY COALESCE(o.department, 0), f.field, f.value";

/// The sum of all departments, anew.
pub(crate) fn all(tx: &mut dyn Transaction) -> Result<()> {
    tx.execute("DELETE FROM score_counts WHERE department = -1", &[])?;
    tx.execute(
        "INSERT INTO score_counts (department, field, is_sum, value, won, lost) \
         SELECT -1, field, FALSE, value, CAST(SUM(won) AS BIGINT), CAST(SUM(lost) AS BIGINT) FROM score_counts \
         WHERE department >= 0 AND is_sum = FALSE \
         GROUP BY field, value",
        &[],
    )
    .map(drop)
}

/// The sums over the values of each field, anew: of a department, or of all.
pub(crate) fn sums(tx: &mut dyn Transaction, department: Option<i64>) -> Result<()> {
    let of = if department.is_some() { "AND department = ?" } else { "" };
    let given: Vec<_> = department.into_iter().map(Into::into).collect();
    tx.execute(&format!("DELETE FROM score_counts WHERE is_sum = TRUE {of}"), &given)?;
    tx.execute(
        &format!(
            "INSERT INTO score_counts (department, field, is_sum, value, won, lost) \
             SELECT department, field, TRUE, '', CAST(SUM(won) AS BIGINT), CAST(SUM(lost) AS BIGINT) FROM score_counts \
             WHERE is_sum = FALSE {of} \
             GROUP BY department, field"
        ),
        &given,
    )
    .map(drop)
}

/// Keeps what opportunities said that are closed by now, as far as it is known: by the fields that count at first.
pub(super) fn begin(tx: &mut dyn Transaction, _upgrade: &mut Upgrade) -> Result<()> {
    const CLOSED: &str = "FROM opportunities o";
    let insert = |rest: &str| format!("INSERT INTO score_facts (opportunity, field, value) SELECT o.id, {rest}");
    tx.execute(&insert(&format!("'closed', '' {CLOSED} WHERE o.closed_at IS NOT NULL")), &[])?;
    let industry = format!("'industry', o.industry {CLOSED} WHERE o.closed_at IS NOT NULL AND o.industry IS NOT NULL");
    tx.execute(&insert(&industry), &[])?;
    type Read = (i64, Option<String>, Option<String>, [Option<uuid::Uuid>; 3]);
    let closed: Vec<Read> = tx.all(
        "SELECT o.id, o.contact_email, o.contact_phone, r.uid, g.uid, k.uid FROM opportunities o \
         LEFT JOIN dictionary_entries r ON r.id = o.region LEFT JOIN dictionary_entries g ON g.id = o.origin \
         LEFT JOIN dictionary_entries k ON k.id = o.kind WHERE o.closed_at IS NOT NULL",
        &[],
        |c| Ok((c.next()?, c.next()?, c.next()?, [c.next()?, c.next()?, c.next()?])),
    )?;
    let tags: Vec<(i64, uuid::Uuid)> = tx.all(
        "SELECT o.id, d.uid FROM opportunities o JOIN record_tags h ON h.home = 'opportunities' AND h.record = o.uid \
         JOIN setup_documents d ON d.id = h.tag WHERE o.closed_at IS NOT NULL",
        &[],
        |c| Ok((c.next()?, c.next()?)),
    )?;
    let house = House::of(&[], &[], "CN");
    let mut said: Vec<(i64, &str, String)> =
        tags.into_iter().map(|(key, tag)| (key, "tags", tag.to_string())).collect();
    for (key, email, phone, entries) in closed {
        for (field, entry) in ["region", "origin", "kind"].into_iter().zip(entries) {
            said.extend(entry.map(|entry| (key, field, entry.to_string())));
        }
        said.push((key, "email_state", state(&house, Way::Email, email.as_deref()).to_owned()));
        said.push((key, "phone_state", state(&house, Way::Phone, phone.as_deref()).to_owned()));
    }
    for (key, field, value) in said {
        tx.execute("INSERT INTO score_facts (opportunity, field, value) VALUES (?, ?, ?)", params![key, field, value])?;
    }
    recount(tx, i64::MIN)
}
