//! Texts folded anew: what nobody sees is left out, and the four Turkish letters i are one ([`crate::text::fold`]).

use super::Upgrade;
use crate::error::Result;
use crate::storage::{Transaction, params};
use crate::text::fold;

/// The columns that were folded in the schema of version 0.1.0, by their table, and the texts that they fold.
const FOLDED: &[(&str, &str, &str)] = &[
    ("dictionary_entries", "item_folded", "item"),
    ("dictionary_entries", "value_folded", "value"),
    ("users", "login_folded", "login"),
    ("users", "display_name_folded", "display_name"),
    ("customers", "name_folded", "name"),
    ("contacts", "name_folded", "name"),
    ("opportunities", "customer_name_folded", "customer_name"),
    ("opportunities", "summary_folded", "summary"),
    ("opportunities", "contact_folded", "coalesce(contact_name, '') || '\n' || coalesce(contact_phone, '')"),
    ("tickets", "summary_folded", "summary"),
    ("products", "name_folded", "name"),
    ("products", "model_folded", "model"),
    ("products", "batch_folded", "batch"),
    ("stock", "warehouse_folded", "warehouse"),
];

/// Rows that are looked at together.
const PAGE: i64 = 1_000;

/// Folds every text anew.
pub(super) fn anew(tx: &mut dyn Transaction, _: &mut Upgrade) -> Result<()> {
    for (table, folded, text) in FOLDED {
        // Of two login names that are one now, the later keeps the form that it had.
        let free = match *folded {
            "login_folded" => " AND NOT EXISTS (SELECT 1 FROM users t WHERE t.login_folded = ?)",
            _ => "",
        };
        let page = format!("SELECT id, {text}, {folded} FROM {table} WHERE id > ? ORDER BY id LIMIT ?");
        let set = format!("UPDATE {table} SET {folded} = ? WHERE id = ?{free}");
        let mut behind = 0;
        loop {
            let rows = tx.all(&page, params![behind, PAGE], |c| {
                Ok((c.next::<i64>()?, c.next::<Option<String>>()?, c.next::<Option<String>>()?))
            })?;
            let Some((last, ..)) = rows.last() else { break };
            behind = *last;
            for (key, text, folded) in rows {
                let wanted = text.as_deref().map(fold);
                if wanted == folded {
                    continue;
                }
                match free {
                    "" => tx.execute(&set, params![&wanted, key])?,
                    _ => tx.execute(&set, params![&wanted, key, &wanted])?,
                };
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{IdSource, decode};
    use crate::text::fold_as_before;
    use crate::{Crm, CustomerFilter, NewCustomer, NewUser, Session};

    /// A database as version 0.1.0 folded it.
    fn unfolded(crm: &Crm) {
        let step = |tx: &mut dyn Transaction| {
            for (table, folded, text) in FOLDED {
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
        let mut upgrade = Upgrade { now: decode(0), ids: IdSource::new(decode(0), [0; 32]) };
        crm.storage().write(&crm.patience(), &mut |tx| anew(tx, &mut upgrade)).expect("folded anew");
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
