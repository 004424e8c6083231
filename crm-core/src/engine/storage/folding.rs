//! Texts that are kept folded too, held against the rules of folding: where an engine folds by others than those that the
//! database notes ([`crate::text::folding`]), and where somebody has the database checked.

use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::objects::catalogue::twins;
use crate::engine::storage::{Transaction, params};
use crate::engine::tables::{Column, Derived, Folded, Place, Wrong};
use crate::engine::text::fold;
use crate::engine::{area, identity};

/// Rows that are looked at together.
const PAGE: usize = 1_000;

/// Every text that is kept folded too.
pub(crate) fn folded() -> impl Iterator<Item = &'static Folded> {
    area::all().flat_map(|area| area.folded)
}

/// Folds every text anew; the number of rows in which that made a difference.
pub(super) fn anew(tx: &mut dyn Transaction) -> Result<i64> {
    let mut changed = 0;
    for folded in folded() {
        let mut behind = 0;
        loop {
            let wrong = wrong(tx, folded, behind, PAGE)?;
            let Some(last) = wrong.last() else { break };
            behind = *last;
            for key in wrong {
                changed += i64::from(mend(tx, folded, key)?);
            }
        }
    }
    Ok(changed + twins::anew(tx)?)
}

impl Derived for Folded {
    fn entity(&self) -> Entity {
        let kind = kind::all().find(|kind| kind.table == self.column.table);
        kind.map_or(identity::SETTINGS, |kind| Entity::named(kind.name))
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} rows of {} are not found by their texts", self.column.table))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        Ok(wrong(cx.tx(), self, behind.key, most)?.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        mend(cx.tx(), self, place.key)
    }
}

/// The first rows behind a key whose text is not folded as it should be, in order.
fn wrong(tx: &mut dyn Transaction, folded: &Folded, mut behind: i64, most: usize) -> Result<Vec<i64>> {
    let Folded { column: Column { table, name }, text, .. } = folded;
    let page = format!("SELECT id, {text}, {name} FROM {table} WHERE id > ? ORDER BY id LIMIT ?");
    let mut wrong = Vec::new();
    loop {
        let rows: Vec<(i64, Option<String>, Option<String>)> =
            tx.all(&page, params![behind, PAGE as i64], |c| Ok((c.next()?, c.next()?, c.next()?)))?;
        let Some((last, ..)) = rows.last() else { return Ok(wrong) };
        behind = *last;
        for (key, text, found) in rows {
            if right(tx, folded, text.as_deref(), found)?.is_some() {
                wrong.push(key);
                if wrong.len() == most {
                    return Ok(wrong);
                }
            }
        }
    }
}

/// What stands in the place of a folded text that is wrong; `None` where it is right. Of two texts that must differ and
/// are one by the present rules, the later keeps the form that it had: it is not wrong.
fn right(
    tx: &mut dyn Transaction,
    folded: &Folded,
    text: Option<&str>,
    found: Option<String>,
) -> Result<Option<Option<String>>> {
    let Folded { column: Column { table, name }, unique, .. } = folded;
    let wanted = text.map(fold);
    if wanted == found {
        return Ok(None);
    }
    let taken =
        *unique && tx.value(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {name} = ?)"), params![&wanted])?;
    Ok((!taken).then_some(wanted))
}

/// Folds a row's text as it should be, where it is not; whether it was not.
fn mend(tx: &mut dyn Transaction, folded: &Folded, key: i64) -> Result<bool> {
    let Folded { column: Column { table, name }, text, .. } = folded;
    let row = format!("SELECT {text}, {name} FROM {table} WHERE id = ?");
    let found: Option<(Option<String>, Option<String>)> = tx.one(&row, params![key], |c| Ok((c.next()?, c.next()?)))?;
    let Some((text, found)) = found else { return Ok(false) };
    let Some(wanted) = right(tx, folded, text.as_deref(), found)? else { return Ok(false) };
    tx.execute(&format!("UPDATE {table} SET {name} = ? WHERE id = ?"), params![wanted, key])?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{CustomerFilter, NewCustomer};
    use crate::engine::crm::Crm;
    use crate::engine::session::Session;
    use crate::engine::text::fold_as_before;
    use crate::users::NewUser;

    /// A database as version 0.1.0 folded it.
    fn unfolded(crm: &Crm) {
        let step = |tx: &mut dyn Transaction| {
            for Folded { column: Column { table, name: folded }, text, .. } in folded() {
                let rows = tx.all(&format!("SELECT id, {text} FROM {table}"), &[], |c| {
                    Ok((c.next::<i64>()?, c.next::<Option<String>>()?))
                })?;
                for (key, text) in rows {
                    let before = text.as_deref().map(fold_as_before);
                    tx.execute(&format!("UPDATE {table} SET {folded} = ? WHERE id = ?"), params![before, key])?;
                }
            }
            Ok(())
        };
        crm.storage().write(&crm.patience(), &mut |tx| step(tx)).expect("folded as before");
    }

    fn upgrade(crm: &Crm) {
        crm.storage().write(&crm.patience(), &mut |tx| anew(tx).map(drop)).expect("folded anew");
    }

    fn user(admin: &Session, login: &str) -> crate::engine::error::Result<crate::engine::ids::UserId> {
        let new = NewUser { login: login.into(), display_name: login.into(), ..Default::default() };
        Ok(admin.users().create(new, None)?.id)
    }

    #[test]
    fn what_was_folded_before_is_found() {
        let crm = Crm::open_in_memory().expect("an engine");
        let session = crm.session(crm.bootstrap("admin", "x", &["integration", "sales_manager"]).expect("a user"));
        let session = session.expect("a session");
        let named = |name: String| NewCustomer { name, ..Default::default() };
        let many = (0..2_500).map(|i| named(format!("İnci {i}"))).collect();
        session.customers().import_many(many, Some(true), None, None, None).expect("customers");
        unfolded(&crm);
        let found = || {
            let filter = CustomerFilter { name: Some("inci 24".into()), ..Default::default() };
            session.customers().list(Some(filter), None, None).expect("a list").items.len()
        };
        assert_eq!(found(), 0);
        upgrade(&crm);
        // 24, 240 … 249, and 2400 … 2499 up to the length of a page.
        assert_eq!(found(), 50);
        assert!(session.maintenance().check().expect("a check").ok);
    }

    #[test]
    fn login_names_that_were_two_stay_two() {
        let crm = Crm::open_in_memory().expect("an engine");
        let admin = crm.session(crm.bootstrap("admin", "x", &[]).expect("a user")).expect("a session");
        // What version 0.1.0 took for two, and this one would refuse.
        let plain = user(&admin, "ilker").expect("a user");
        let dotted = user(&admin, "x").expect("a user");
        let alone = user(&admin, "İpek").expect("a user");
        let rename = "UPDATE users SET login = 'İlker' WHERE login = 'x'";
        crm.storage().write(&crm.patience(), &mut |tx| tx.execute(rename, &[]).map(drop)).expect("a name");
        unfolded(&crm);
        upgrade(&crm);
        let who = |login: &str| crm.session_by_login(login).map(|s| s.user()).ok().flatten();
        assert_eq!((who("ilker"), who("İlker"), who("İLKER")), (Some(plain), Some(dotted), Some(dotted)));
        assert_eq!((who("ILKER"), who("ipek"), who("İPEK")), (Some(plain), Some(alone), Some(alone)));
        // Neither name can be taken, and nothing is wrong with the database.
        for login in ["Ilker", "İLKER", "ılker"] {
            assert_eq!(user(&admin, login).expect_err("taken").fields()[0].code, "not_unique", "{login}");
        }
        let maintenance = admin.maintenance();
        assert!(maintenance.check().expect("a check").ok && maintenance.rebuild().expect("a rebuild").ok);
    }
}
