//! Texts folded anew where this engine folds by other rules than those that the database notes ([`crate::text::folding`]).

use crate::engine::area;
use crate::engine::tables::{Column, Folded};
use crate::error::Result;
use crate::storage::{Transaction, params};
use crate::text::fold;

/// Rows that are looked at together.
const PAGE: i64 = 1_000;

/// The folded column in which no two rows are equal.
const UNIQUE: &str = "login_folded";

/// Every text that is kept folded too.
fn folded() -> impl Iterator<Item = &'static Folded> {
    area::all().flat_map(|area| area.folded)
}

/// Folds every text anew; the number of rows in which that made a difference. Of two login names that are one by the new
/// rules, the later keeps the form that it had.
pub(super) fn anew(tx: &mut dyn Transaction) -> Result<i64> {
    let mut changed = 0;
    for Folded { column: Column { table, name }, text } in folded() {
        let page = format!("SELECT id, {text}, {name} FROM {table} WHERE id > ? ORDER BY id LIMIT ?");
        let taken = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE {name} = ?)");
        let set = format!("UPDATE {table} SET {name} = ? WHERE id = ?");
        let mut behind = 0;
        loop {
            let rows: Vec<(i64, Option<String>, Option<String>)> =
                tx.all(&page, params![behind, PAGE], |c| Ok((c.next()?, c.next()?, c.next()?)))?;
            let Some((last, ..)) = rows.last() else { break };
            behind = *last;
            for (key, text, folded) in rows {
                let wanted = text.as_deref().map(fold);
                if wanted == folded || *name == UNIQUE && tx.value(&taken, params![&wanted])? {
                    continue;
                }
                tx.execute(&set, params![&wanted, key])?;
                changed += 1;
            }
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_as_before;
    use crate::{Crm, CustomerFilter, NewCustomer, NewUser, Session};

    /// A database as version 0.1.0 folded it.
    fn unfolded(crm: &Crm) {
        let step = |tx: &mut dyn Transaction| {
            for Folded { column: Column { table, name: folded }, text } in folded() {
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

    fn user(admin: &Session, login: &str) -> crate::Result<crate::UserId> {
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
        session.customers().import_many(many, Some(true), None, None).expect("customers");
        unfolded(&crm);
        let found = || {
            let filter = CustomerFilter { name: Some("inci 24".into()), ..Default::default() };
            session.customers().list(Some(filter), None).expect("a list").items.len()
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
