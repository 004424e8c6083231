//! What people granted by hand, under the present names of objects and confidential fields (PACK-2, PACK-10). What packs grant
//! is written anew by whoever applies them.

use super::super::define::rename::Renames;
use super::super::shape::Name;
use crate::engine::error::Result;
use crate::engine::storage::{Transaction, params};

/// Gives the rights that roles hold by hand the new names, all at once; with `granted` those too that packs grant, where nobody
/// writes these anew.
///
/// # Errors
/// Whatever the database says.
pub fn rename(tx: &mut dyn Transaction, renames: &Renames, granted: bool) -> Result<()> {
    if renames.objects.is_empty() && renames.fields.is_empty() {
        return Ok(());
    }
    let held = "SELECT role, operation, by_hand FROM role_operations WHERE by_hand >= ?";
    let least = if granted { 0 } else { 1 };
    let held: Vec<(i64, String, i64)> = tx.all(held, params![least], |c| Ok((c.next()?, c.next()?, c.next()?)))?;
    let renamed =
        |(role, right, by_hand): (i64, String, i64)| present(&right, renames).map(|now| (role, right, by_hand, now));
    let renamed: Vec<(i64, String, i64, String)> = held.into_iter().filter_map(renamed).collect();
    for (role, right, ..) in &renamed {
        tx.execute("DELETE FROM role_operations WHERE role = ? AND operation = ?", params![role, right])?;
    }
    for (role, _, by_hand, now) in &renamed {
        let put = "INSERT INTO role_operations (role, operation, by_hand) VALUES (?, ?, ?) \
                   ON CONFLICT (role, operation) DO UPDATE SET by_hand = excluded.by_hand";
        tx.execute(put, params![role, now, by_hand])?;
    }
    Ok(())
}

/// The present name of a right, where it has another: `hotel.room.get`, `hotel.guest.name:read`.
fn present(right: &str, renames: &Renames) -> Option<String> {
    let (object, rest) = right.rsplit_once('.')?;
    let field = rest.split_once(':').map(|(field, opened)| (Name::new(field), opened));
    let rest = field.and_then(|(field, opened)| {
        let now = renames.fields.get(&(Name::new(object), field))?;
        Some(format!("{now}:{opened}"))
    });
    let now = renames.objects.get(object);
    let last = right.rsplit_once('.').map(|(_, last)| last)?;
    (rest.is_some() || now.is_some())
        .then(|| format!("{}.{}", now.map_or(object, Name::as_str), rest.as_deref().unwrap_or(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // PACK-2: rights are known by the present names of objects and fields.
    #[test]
    fn rights_have_present_names() {
        let mut renames = Renames::default();
        renames.objects.insert("hotel.room".into(), "hotel.suite".into());
        renames.objects.insert("hotel.suite".into(), "hotel.room".into());
        renames.fields.insert(("hotel.room".into(), "rate".into()), "price".into());
        renames.fields.insert(("customer".into(), "tier".into()), "class".into());
        let cases = [
            ("hotel.room.get", Some("hotel.suite.get")),
            ("hotel.suite.get", Some("hotel.room.get")),
            ("hotel.room.rate:read", Some("hotel.suite.price:read")),
            ("hotel.room.size:write", Some("hotel.suite.size:write")),
            ("customer.tier:read", Some("customer.class:read")),
            ("hotel.guest.get", None),
            ("customers.list", None),
        ];
        for (right, now) in cases {
            assert_eq!(present(right, &renames).as_deref(), now, "{right}");
        }
    }
}
