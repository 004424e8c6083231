use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::engine::clock::decode;
use crate::engine::storage::sqlite::{SqliteOptions, SqliteStorage};

const FIRST: Migration = Migration {
    number: 1,
    name: "first",
    steps: &[Step::Sql(
        "CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL, \
         applied_at INTEGER NOT NULL) STRICT;\n\
         CREATE TABLE ships (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, tons TEXT, rig TEXT) STRICT;\n\
         CREATE INDEX ships_name ON ships (name);\n\
         CREATE TABLE crew (id INTEGER PRIMARY KEY, ship INTEGER NOT NULL REFERENCES ships (id) ON DELETE CASCADE, \
         name TEXT NOT NULL) STRICT;",
    )],
};

const SHIPS: Rebuild = Rebuild {
    table: "ships",
    sql: "-- What CREATE TABLE ships ( was; without a rig.\n\
          CREATE TABLE ships (\n    id INTEGER PRIMARY KEY AUTOINCREMENT,\n    name TEXT NOT NULL,\n    \
          tons INTEGER NOT NULL DEFAULT 0 CHECK (tons >= 0)\n) STRICT;\n\
          CREATE INDEX ships_name ON ships (name, tons);",
    columns: &[("id", "id"), ("name", "name"), ("tons", "CAST(coalesce(tons, '0') AS INTEGER)")],
    dropped: &["rig"],
};

/// Gives every ship a number behind its name, in Rust.
fn christen(tx: &mut dyn Transaction, upgrade: &mut Upgrade) -> Result<()> {
    let ships: Vec<(i64, String)> =
        tx.all("SELECT id, name FROM ships ORDER BY id", &[], |c| Ok((c.next()?, c.next()?)))?;
    for (key, name) in ships {
        let name = format!("{name} {}", upgrade.ids.uuid().get_version_num());
        tx.execute("UPDATE ships SET name = ? WHERE id = ?", params![&name, key])?;
    }
    Ok(())
}

fn fails(_: &mut dyn Transaction, _: &mut Upgrade) -> Result<()> {
    Err(CrmError::storage("io"))
}

const SECOND: Migration = Migration {
    number: 2,
    name: "second",
    steps: &[
        Step::Rebuild(SHIPS),
        Step::Code("christen", christen),
        Step::Sql("ALTER TABLE crew ADD COLUMN rank TEXT;"),
    ],
};

fn fresh() -> Upgrade {
    Upgrade { now: decode(1_700_000_000_000_000), ids: IdSource::new(decode(1_700_000_000_000_000), [3; 32]) }
}

fn nothing(_: &mut dyn Transaction, _: &mut Upgrade) -> Result<()> {
    Ok(())
}

/// A fleet of two ships with three hands, and a third ship that is gone.
fn fleet(tx: &mut dyn Transaction, _: &mut Upgrade) -> Result<()> {
    for sql in [
        "INSERT INTO ships (name, tons, rig) VALUES ('Beagle', '242', 'barque'), ('Fram', NULL, NULL), ('Lost', '1', NULL)",
        "INSERT INTO crew (ship, name) VALUES (1, 'Darwin'), (1, 'FitzRoy'), (2, 'Nansen')",
        "DELETE FROM ships WHERE name = 'Lost'",
    ] {
        tx.execute(sql, &[])?;
    }
    Ok(())
}

fn open(file: &Path) -> SqliteStorage {
    SqliteStorage::open(file, &SqliteOptions::default()).expect("opens")
}

fn text(storage: &dyn Storage, sql: &str) -> String {
    let mut found = Vec::new();
    storage
        .read(&Patience::default(), &mut |tx| {
            found = tx.all(sql, &[], |c| c.next::<String>())?;
            Ok(())
        })
        .expect("is read");
    found.join(",")
}

const CREW: &str = "SELECT s.name || '/' || c.name FROM crew c JOIN ships s ON s.id = c.ship ORDER BY c.id";

#[test]
fn a_table_is_made_anew_under_what_refers_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let storage = open(&folder.path().join("fleet.db"));
    Known(&[FIRST], None).upgrade(&storage, &fresh, &fleet).expect("version 1");
    assert_eq!(text(&storage, CREW), "Beagle/Darwin,Beagle/FitzRoy,Fram/Nansen");
    Known(&[FIRST, SECOND], None).upgrade(&storage, &fresh, &|_, _| panic!("it is not new")).expect("version 2");
    assert_eq!(text(&storage, CREW), "Beagle 7/Darwin,Beagle 7/FitzRoy,Fram 7/Nansen");
    assert_eq!(text(&storage, "SELECT CAST(sum(tons) AS TEXT) FROM ships"), "242");
    assert_eq!(
        text(&storage, "SELECT sql FROM sqlite_schema WHERE name = 'ships_name'"),
        "CREATE INDEX ships_name ON ships (name, tons)"
    );
    // References are enforced again, and the number of the ship that is gone is not given a second time.
    storage
        .write(&Patience::default(), &mut |tx| {
            assert_eq!(tx.insert("INSERT INTO ships (name) VALUES ('Endurance')", &[])?, 4);
            assert!(tx.execute("INSERT INTO crew (ship, name) VALUES (3, 'Nobody')", &[]).is_err());
            tx.execute("DELETE FROM ships WHERE id = 1", &[]).map(drop)
        })
        .expect("is written");
    assert_eq!(text(&storage, CREW), "Fram 7/Nansen");
}

#[test]
fn a_new_database_and_an_upgraded_one_are_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = "SELECT name || ': ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name";
    let (new, old) = (open(&folder.path().join("new.db")), open(&folder.path().join("old.db")));
    Known(&[FIRST, SECOND], None).upgrade(&new, &fresh, &nothing).expect("new");
    Known(&[FIRST], None).upgrade(&old, &fresh, &fleet).expect("version 1");
    Known(&[FIRST, SECOND], None).upgrade(&old, &fresh, &nothing).expect("version 2");
    assert_eq!(text(&new, schema), text(&old, schema));
}

#[test]
fn a_migration_happens_whole_or_not_at_all() {
    const HALF: Migration =
        Migration { number: 2, name: "half", steps: &[Step::Rebuild(SHIPS), Step::Code("fails", fails)] };
    const DANGLING: Migration = Migration {
        number: 2,
        name: "dangling",
        steps: &[Step::Sql("ALTER TABLE ships ADD COLUMN flag TEXT;\nDELETE FROM ships WHERE id = 2;")],
    };
    const FORGETFUL: Migration =
        Migration { number: 2, name: "forgetful", steps: &[Step::Rebuild(Rebuild { dropped: &[], ..SHIPS })] };
    let folder = tempfile::tempdir().expect("a folder");
    let storage = open(&folder.path().join("fleet.db"));
    Known(&[FIRST], None).upgrade(&storage, &fresh, &fleet).expect("version 1");
    let everything = "SELECT coalesce(sql, '') FROM sqlite_schema UNION ALL SELECT name FROM ships UNION ALL \
                      SELECT name FROM crew UNION ALL SELECT name FROM schema_migrations";
    let before = text(&storage, everything);
    let refused = |known: Known| known.upgrade(&storage, &fresh, &nothing).expect_err("is refused");
    assert_eq!(refused(Known(&[FIRST, HALF], None)), CrmError::storage("io"));
    assert_eq!(text(&storage, everything), before);
    assert_eq!(refused(Known(&[FIRST, DANGLING], None)), CrmError::storage("corrupt"));
    assert_eq!(text(&storage, everything), before);
    assert_eq!(refused(Known(&[FIRST, FORGETFUL], None)), CrmError::bug("the migration forgets ships.rig"));
    assert_eq!(text(&storage, everything), before);
}

#[test]
fn another_history_is_refused() {
    const EDITED: Migration =
        Migration { number: 1, name: "first", steps: &[Step::Sql("CREATE TABLE other (id INTEGER);")] };
    let folder = tempfile::tempdir().expect("a folder");
    let storage = open(&folder.path().join("fleet.db"));
    Known(&[FIRST, SECOND], None).upgrade(&storage, &fresh, &nothing).expect("version 2");
    assert_eq!(Known(&[FIRST, SECOND], None).look(&storage), Ok(2));
    assert_eq!(Known(&[FIRST], None).look(&storage), Err(CrmError::storage("newer")));
    assert_eq!(Known(&[EDITED, SECOND], None).look(&storage), Err(CrmError::storage("unknown_schema")));
    storage
        .write(&Patience::default(), &mut |tx| {
            tx.execute("DELETE FROM schema_migrations WHERE number = 1", &[]).map(drop)
        })
        .expect("written");
    assert_eq!(Known(&[FIRST, SECOND], None).look(&storage), Err(CrmError::storage("unknown_schema")));
}

#[test]
fn the_migrations_are_numbered_and_what_was_released_is_unchanged() {
    let numbers: Vec<i64> = MIGRATIONS.iter().map(|m| m.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as i64).collect::<Vec<_>>());
    // As version 0.1.0 noted it.
    let hex: String = MIGRATIONS[0].checksum().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, INITIAL);
}

#[test]
fn ends_of_lines_do_not_change_a_checksum() {
    let sum = |steps| Migration { number: 1, name: "", steps }.checksum();
    let unix = sum(&[Step::Sql("CREATE TABLE a (\n    b TEXT\n);\n")]);
    assert_eq!(unix, sum(&[Step::Sql("CREATE TABLE a (\r\n    b TEXT\r\n);\r\n")]));
    assert_eq!(unix, sum(&[Step::Sql("CREATE TABLE a (\r    b TEXT\r);\r")]));
    assert_ne!(unix, sum(&[Step::Sql("CREATE TABLE a (\n    c TEXT\n);\n")]));
    assert_ne!(sum(&[Step::Code("a", nothing)]), sum(&[Step::Code("b", nothing)]));
}

#[test]
fn statements_are_told_apart() {
    let split = |sql: &'static str| statements::split(sql).collect::<Vec<_>>();
    assert_eq!(split("a;b;\r\nc"), ["a", "b", "c"]);
    assert_eq!(split(" -- no; statement\n;;/* nor; this */ ;\n a -- x;\n b;"), ["a -- x;\n b"]);
    assert_eq!(
        split("INSERT INTO t VALUES (';\n', 'it''s; one', \"a;b\", [c;d], `e;f`); x"),
        ["INSERT INTO t VALUES (';\n', 'it''s; one', \"a;b\", [c;d], `e;f`)", "x"]
    );
    assert_eq!(split("数';'据; 'open; -- "), ["数';'据", "'open; --"]);
    assert_eq!(split("a /* open; "), ["a /* open;"]);
    assert!(split("").is_empty() && split(" \n-- only this").is_empty());
}

proptest! {
    #[test]
    fn statements_that_are_put_together_come_apart_again(
        all in prop::collection::vec(prop::collection::vec(
            prop::sample::select(&["word ", "'a;b''c' ", "\"x;\"\"y\" ", "-- c;'\n", "/* ;' \" */", "- 1 ", "/ 2 ", "(\r\n", "界 "]), 1..8), 0..6),
        end in prop::sample::select(&[";", " ; ", ";\n", ";\r\n"]),
    ) {
        let pieces: Vec<String> = all.into_iter().map(|parts| format!("x {}", parts.concat())).collect();
        let file: String = pieces.iter().map(|piece| format!("{piece}{end}")).collect();
        let expected: Vec<&str> = pieces.iter().map(|piece| piece.trim()).collect();
        prop_assert_eq!(statements::split(&file).collect::<Vec<_>>(), expected);
    }
}

/// The checksum of `0001_initial.sql`.
const INITIAL: &str = "abcf9d1fa8ff62494e6796248742c790b5b5a1aaa23431e537a5f5efbf2c8544";

/// Every table and index with its text, but for spacing, and every row.
fn everything(storage: &SqliteStorage) -> Vec<(String, String, Vec<String>)> {
    let mut found = Vec::new();
    storage
        .read(&Patience::default(), &mut |tx| {
            let select =
                "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
            let all: Vec<(String, String)> = tx.all(select, &[], |c| Ok((c.next()?, c.next()?)))?;
            for (name, sql) in all {
                let words =
                    sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join(" ");
                let words = words.replace('"', "").split_whitespace().collect::<Vec<_>>().join(" ");
                let spaced = words.replace(" ,", ",").replace("( ", "(").replace(" )", ")");
                let mut rows = Vec::new();
                if sql.starts_with("CREATE TABLE") {
                    // As one text a row: which columns there are is the schema's business.
                    let names = format!("SELECT name FROM pragma_table_info('{name}')");
                    let names: Vec<String> = tx.all(&names, &[], |c| c.next())?;
                    let columns: Vec<_> = names.iter().map(|n| format!("'{n}=' || quote({n})")).collect();
                    let select = format!("SELECT {} FROM {name}", columns.join(" || ' ' || "));
                    rows = tx.all(&select, &[], |c| c.next())?;
                    rows.sort();
                }
                found.push((name, spaced, rows));
            }
            Ok(())
        })
        .expect("read");
    found
}

#[test]
fn a_new_database_is_what_migrations_make_of_an_empty_one() {
    let nothing = |_: &mut dyn Transaction, _: &mut Upgrade| Ok(());
    let options = SqliteOptions::default();
    let [at_once, step_by_step] = [Some(WHOLE), None].map(|whole| {
        let storage = SqliteStorage::in_memory(&options).expect("a database");
        Known(MIGRATIONS, whole).upgrade(&storage, &fresh, &nothing).expect("new");
        everything(&storage)
    });
    assert!(at_once.len() > 200 && at_once.iter().filter(|(.., rows)| !rows.is_empty()).count() >= 4, "{at_once:?}");
    assert_eq!(at_once, step_by_step);
}
