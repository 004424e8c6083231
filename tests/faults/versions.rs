//! Two versions of the engine at one database.

use crm_core::audit::{Action, AuditFilter};
use crm_core::changes::ChangesLatest;
use crm_core::departments::NewDepartment;
use crm_core::dictionary::DictionaryFilter;
use crm_core::prelude::*;
use crm_core::roles::Role;
use crm_core::users::ProfileUpdate;
use rusqlite::Connection;

use crate::support::{FixedEnvironment, MORNING, Office};

#[test]
fn an_engine_does_not_write_into_what_a_newer_one_upgraded() {
    const NEXT: &str = "ALTER TABLE audit_refusals RENAME COLUMN reason TO why";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shared.crm");
    let crm = Crm::open(&file).unwrap();
    let admin = crm.bootstrap("admin", "Admin", &["system_administrator"]).unwrap();
    let session = crm.session(admin).unwrap();
    let create =
        |name: &str| session.departments().create(NewDepartment { name: name.into(), ..Default::default() }, None);
    create("Before").unwrap();
    // What a newer engine in another process does meanwhile.
    let upgraded = Connection::open(&file).unwrap();
    upgraded.execute_batch(&format!("{NEXT}; INSERT INTO schema_migrations VALUES (1000, 'next', x'00', 0)")).unwrap();
    let newer = CrmError::Storage { problem: "newer".into() };
    let rows = || -> i64 { upgraded.query_row("SELECT count(*) FROM audit_changes", [], |r| r.get(0)).unwrap() };
    let before = rows();
    assert_eq!(create("After").unwrap_err(), newer);
    // Not every write meets a table that has changed.
    let profile = ProfileUpdate { phone: Some("1".into()), ..Default::default() };
    assert_eq!(session.users().update_profile(profile).unwrap_err(), newer);
    assert_eq!(rows(), before);
    // A read that fails says why; one that does not meet the change goes on.
    assert_eq!(session.audit().refusals(None, None).unwrap_err(), newer);
    assert_eq!(session.users().me().unwrap().login, "admin");
}

/// A database as another version of the engine left it: `sql` is what differs from ours.
fn left_by(sql: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("erp.crm");
    drop(Office::staff(Crm::open(&file).unwrap(), FixedEnvironment::new(MORNING)));
    Connection::open(&file).unwrap().execute_batch(sql).unwrap();
    (folder, file)
}

fn role(session: &Session, name: &str) -> Option<Role> {
    session.roles().list().unwrap().into_iter().find(|role| role.name == name)
}

/// The changes of the last call in the audit, which must be an upgrade's: entity, action, before, after.
fn upgrade(session: &Session) -> Vec<String> {
    let calls = session.audit().list(None, None).unwrap().items;
    assert_eq!((calls[0].operation.as_str(), &calls[0].user), ("upgrade", &None));
    assert!(calls[0].arguments.contains(env!("CARGO_PKG_VERSION")));
    let text = |json: &Option<String>| json.clone().unwrap_or_default();
    calls[0]
        .changes
        .iter()
        .map(|c| format!("{} {} {} {}", c.entity, c.action, text(&c.before), text(&c.after)))
        .collect()
}

#[test]
fn a_role_keeps_what_a_later_version_gave_it() {
    let (_folder, file) = left_by(
        "INSERT INTO role_operations (role, operation) SELECT id, 'quotations.approve' FROM roles WHERE name = 'executive'; \
         INSERT INTO roles (uid, version, name, built_in, created_at) VALUES (randomblob(16), 1, 'partner', 1, 0)",
    );
    let before = std::fs::read(&file).unwrap();
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    assert!(role(&admin, "executive").unwrap().operations.contains(&"quotations.approve".to_owned()));
    assert!(role(&admin, "partner").unwrap().built_in);
    drop((admin, crm));
    // Nothing was written at all.
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn what_a_role_holds_since_this_version_is_added_and_audited() {
    let (_folder, file) = left_by(
        "DELETE FROM role_operations WHERE operation IN ('reports.churn', 'tickets.list') \
         AND role = (SELECT id FROM roles WHERE name = 'sales_manager')",
    );
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let manager = role(&admin, "sales_manager").unwrap();
    assert_eq!(manager.version, 2);
    let [change] = &upgrade(&admin)[..] else { panic!("one change") };
    assert!(change.starts_with("role updated {\"operations\":["), "{change}");
    let (before, after) = change.split_once("} {").unwrap();
    for operation in ["reports.churn", "tickets.list"] {
        assert!(!before.contains(operation) && after.contains(operation), "{change}");
    }
    // AUDIT-2: whoever follows hears of it.
    let heard = admin.changes().since(admin.changes().latest().unwrap().sequence - 1, None, None, None).unwrap();
    assert_eq!(heard.items[0].change.id, Some(manager.id.into()));
    // A second time there is nothing to do.
    let latest = admin.changes().latest().unwrap();
    drop((admin, crm));
    let again = Crm::open(&file).unwrap();
    assert_eq!(again.session_by_login("admin").unwrap().changes().latest().unwrap(), latest);
}

#[test]
fn a_custom_role_gives_up_the_name_of_a_later_built_in_one() {
    // As if `integration` came with this version, and administrators had roles of that name and the next.
    let (_folder, file) = left_by(
        "UPDATE roles SET built_in = 0, version = 4 WHERE name = 'integration'; \
         INSERT INTO roles (uid, version, name, built_in, created_at) \
         VALUES (randomblob(16), 1, 'integration (2)', 0, 0); \
         DELETE FROM role_operations WHERE operation <> 'sales.push_orders' \
         AND role = (SELECT id FROM roles WHERE name = 'integration')",
    );
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let (built_in, custom) = (role(&admin, "integration").unwrap(), role(&admin, "integration (3)").unwrap());
    assert!(built_in.built_in && built_in.operations.contains(&"churn.scan".to_owned()));
    // Whoever held the custom one holds it still, and no more than that.
    assert_eq!((custom.built_in, custom.version, custom.users, built_in.users), (false, 5, 1, 0));
    assert_eq!(custom.operations, ["sales.push_orders"]);
    let erp = crm.session_by_login("erp").unwrap();
    assert_eq!(erp.users().me().unwrap().roles, ["integration (3)"]);
    assert_eq!(erp.churn().scan().unwrap_err().code(), "forbidden");
    let changes = upgrade(&admin);
    let renamed = r#"role updated {"name":"integration","version":4} {"name":"integration (3)","version":5}"#;
    assert_eq!(changes[0], renamed);
    assert!(changes[1].starts_with(r#"role created  {"name":"integration","operations":["#), "{changes:?}");
    assert_eq!(changes.len(), 2);
}

#[test]
fn texts_folded_by_other_rules_are_folded_anew() {
    // As if `ß` had not been folded, and two had names that were two then.
    let (_folder, file) = left_by(
        "UPDATE database_identity SET folding = '1 nfkc 12.1.0 case 12.1.0'; \
         UPDATE users SET login = 'Groß', login_folded = 'groß' WHERE login = 'gao'; \
         UPDATE users SET login = 'GROSS', login_folded = 'gross' WHERE login = 'erp'; \
         UPDATE users SET login = 'Weiß', login_folded = 'weiß', display_name_folded = 'wrong' WHERE login = 'ben'; \
         UPDATE dictionary_entries SET item_folded = 'wrong' \
         WHERE id IN (SELECT id FROM dictionary_entries WHERE item LIKE '%客户%' ORDER BY id LIMIT 4)",
    );
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    let entries = |filter| {
        let page = Some(PageRequest { limit: Some(500), ..Default::default() });
        admin.dictionary().list(filter, page).unwrap().items
    };
    let filter = DictionaryFilter { item: Some("客户".into()), ..Default::default() };
    let mut all = entries(None);
    all.retain(|entry| entry.item.contains("客户"));
    assert_eq!(entries(Some(filter)), all);
    let mine = |login: &str| crm.session_by_login(login).unwrap().users().me().unwrap().login;
    assert_eq!((mine("WEISS"), mine("GROẞ")), ("Weiß".to_owned(), "GROSS".to_owned()));
    let changes = upgrade(&admin);
    assert_eq!(changes.len(), 1);
    assert!(
        changes[0].starts_with("settings bulk  {\"folding\":\"") && changes[0].contains("\"rows\":6}"),
        "{changes:?}"
    );
    // The next open has nothing to do.
    let latest = admin.changes().latest().unwrap();
    drop((admin, crm));
    assert_eq!(Crm::open(&file).unwrap().session_by_login("admin").unwrap().changes().latest().unwrap(), latest);
}

/// What a follower is told behind the number where it stands: the numbers, or why it can't go on.
fn followed(session: &Session, at: &ChangesLatest) -> std::result::Result<Vec<i64>, String> {
    match session.changes().since(at.sequence, None, Some(at.database), Some(at.epoch)) {
        Ok(changes) => Ok(changes.items.iter().map(|item| item.change.sequence).collect()),
        Err(CrmError::Conflict { reason, .. }) => Err(reason),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_follower_is_not_told_another_history() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("erp.crm"), folder.path().join("backup.crm"));
    let work = |session: &Session, times: usize| {
        for _ in 0..times {
            let new = NewDepartment { name: "x".into(), ..Default::default() };
            let id = session.departments().create(new, None).unwrap().id;
            session.departments().delete(id, None).unwrap();
        }
    };
    let office = Office::staff(Crm::open(&file).unwrap(), FixedEnvironment::new(MORNING));
    let early = office.admin.changes().latest().unwrap();
    office.admin.maintenance().backup(copy.display().to_string()).unwrap();
    work(&office.admin, 3);
    let late = office.admin.changes().latest().unwrap();
    assert_eq!(followed(&office.admin, &late), Ok(vec![]));
    drop(office);

    // To look at it is no restoring: it stands where it stood.
    let looked = Crm::options().read_only(true).open(&copy).unwrap().session_by_login("admin").unwrap();
    assert_eq!(looked.changes().latest().unwrap(), early);
    assert_eq!(followed(&looked, &late), Err("beyond_last".into()));
    drop(looked);

    // Restored, it goes on with the same numbers, which mean other changes.
    std::fs::copy(&copy, &file).unwrap();
    let crm = Crm::open(&file).unwrap();
    let admin = crm.session_by_login("admin").unwrap();
    work(&admin, 5);
    let now = admin.changes().latest().unwrap();
    assert!(now.sequence > late.sequence && now.database == late.database && now.epoch != late.epoch);
    assert_eq!(followed(&admin, &late), Err("restored".into()));
    let without = admin.changes().since(late.sequence, None, None, None).unwrap_err();
    assert_eq!(without.code(), "conflict");
    // What stood before the backup was made goes on as if nothing had been.
    let missed: Vec<i64> = (early.sequence + 1..=now.sequence).collect();
    assert_eq!(followed(&admin, &early), Ok(missed.clone()));
    assert_eq!(admin.changes().since(early.sequence, None, None, None).unwrap().items.len(), missed.len());
    assert_eq!(followed(&admin, &now), Ok(vec![]));
    // The restoring is on record.
    let filter = AuditFilter { operation: Some("restore".into()), ..Default::default() };
    let calls = admin.audit().list(Some(filter), None).unwrap().items;
    assert_eq!((calls.len(), &calls[0].user, calls[0].changes[0].action), (1, &None, Action::Bulk));
    assert!(calls[0].arguments.contains(&now.epoch.to_string()), "{}", calls[0].arguments);
    drop((admin, crm));

    // Opened again it is the same; restored once more it is a third.
    let again = Crm::open(&file).unwrap().session_by_login("admin").unwrap();
    assert_eq!(again.changes().latest().unwrap(), now);
    drop(again);
    std::fs::copy(&copy, &file).unwrap();
    let third = Crm::open(&file).unwrap().session_by_login("admin").unwrap();
    work(&third, 9);
    assert_eq!(followed(&third, &now), Err("restored".into()));
    assert_eq!(followed(&third, &early).map(|all| all[0]), Ok(early.sequence + 1));

    // Another company's.
    let other = Office::staff(Crm::open(folder.path().join("other.crm")).unwrap(), FixedEnvironment::new(MORNING));
    let there = other.admin.changes().latest().unwrap();
    let wanted = other.admin.changes().since(1, None, Some(now.database), None).unwrap_err();
    assert!(wanted.to_string().contains("other_database"), "{wanted}");
    assert_eq!(followed(&third, &ChangesLatest { sequence: 0, ..there }), Err("other_database".into()));
}
