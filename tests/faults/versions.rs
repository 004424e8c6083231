//! Two versions of the engine at one database.

use crm_core::*;
use rusqlite::Connection;

#[test]
fn an_engine_does_not_write_into_what_a_newer_one_upgraded() {
    const NEXT: &str = "ALTER TABLE audit_refusals RENAME COLUMN reason TO why";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shared.crm");
    let crm = Crm::open(&file).unwrap();
    let admin = crm.bootstrap("admin", "Admin", &["system_administrator"]).unwrap();
    let session = crm.session(admin).unwrap();
    let create = |name: &str| session.departments().create(NewDepartment { name: name.into(), parent: None }, None);
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
