//! DUP-14: what a merge moved goes back, whatever it was: the database is as it was before, but for the journal, the audit and versions.

use crm_core::customers::{CustomerId, NewCustomer};
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

/// Tables of what was done, which merging and undoing add to.
const DONE: &[&str] = &[
    "audit_calls",
    "audit_changes",
    "audit_entities",
    "counters",
    // Found again, as other pairs (DUP-9).
    "duplicate_pairs",
    "merge_moves",
    "merge_rows",
    "merged_records",
    "merges",
    "notifications",
    "settings",
    "sqlite_sequence",
];

/// Every row but its version.
fn dump(raw: &rusqlite::Connection) -> Vec<String> {
    let mut tables = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(|name| name.unwrap()).collect();
    let mut lines = Vec::new();
    for table in tables.iter().filter(|table| !DONE.contains(&table.as_str())) {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let shown = names.iter().enumerate().filter(|(_, name)| *name != "version");
            let values: Vec<String> =
                shown.map(|(at, name)| format!("{name}={:?}", row.get_ref(at).unwrap())).collect();
            found.push(format!("{table}: {}", values.join(", ")));
        }
        found.sort();
        lines.extend(found);
    }
    lines
}

/// Numbers that look like chance, the same each time.
struct Chance(u64);

impl Chance {
    fn of(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn call(session: &Session, operation: &str, with: Value) -> Value {
    let told = session.call(operation, &with.to_string()).unwrap_or_else(|e| panic!("{operation} {with}: {e:?}"));
    serde_json::from_str(&told).unwrap()
}

/// Something that hangs on a customer or refers to it.
fn hang(office: &Office, chance: &mut Chance, of: CustomerId, n: u64) {
    let (ann, record) = (&office.ann, json!({"object": "customer", "id": of}));
    // Whoever has the customer.
    let owner = |operation: &str, with: Value| {
        if office.ann.call(operation, &with.to_string()).is_err() {
            call(&office.ben, operation, with);
        }
    };
    match chance.of(9) {
        0 => {
            let gender = entry(ann, "gender", "女");
            let new = json!({"name": format!("联系人{n}"), "gender": gender, "position": "采购", "office_phone": "1", "birthday": "--02-28"});
            owner("contacts.create", json!({"customer": of, "new": new}));
        }
        1 => drop(call(ann, "notes.create", json!({"record": record, "new": {"text": format!("备注{n}")}}))),
        2 => {
            let tag = ["重点", "老客户"][usize::try_from(chance.of(2)).unwrap()];
            owner("tags.set", json!({"record": record, "add": [tag]}));
        }
        3 => drop(call(&office.ben, "follows.follow", json!({"record": record}))),
        4 => {
            let kind = entry(ann, "ticket_kind", "投诉");
            let new = json!({"kind": kind, "summary": "主轴异响", "customer": of, "request": "请检修"});
            call(ann, "tickets.create", json!({"new": new}));
        }
        5 => {
            let new = json!({"date": "2026-03-01", "place": "上海", "summary": "拜访", "details": "谈合作"});
            owner("interactions.create", json!({"customer": of, "new": new}));
        }
        6 => {
            let new = json!({"kind": entry(ann, "activity_kind", "任务"), "subject": format!("任务{n}"), "due_on": "2026-03-09", "records": [record]});
            call(ann, "activities.create", json!({"new": new}));
        }
        7 => {
            let with = json!({"entity": "customer", "id": of, "access": "read", "user": user(&office.executive)});
            let _ = office.manager.call("shares.give", &with.to_string());
        }
        _ => {
            let with = json!({"entity": "customer", "id": of, "user": user(&office.stranger)});
            let _ = office.manager.call("collaborators.add", &with.to_string());
        }
    }
}

#[test]
fn a_merge_undone_leaves_what_was() {
    for seed in 1..4 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.crm");
        let clock = FixedEnvironment::new(MORNING);
        let crm = Crm::options().environment(clock.clone()).open(&file).unwrap();
        let office = Office::staff(crm, clock);
        for tag in ["重点", "老客户"] {
            let document = json!({"colour": "#CC0000", "objects": []});
            call(&office.manager, "setup.put", json!({"kind": "tag", "name": tag, "document": document}));
        }
        let mut chance = Chance(seed);
        let mut customers = Vec::new();
        for n in 0..3 {
            let session = [&office.ann, &office.ben][usize::try_from(chance.of(2)).unwrap()];
            let mut new = NewCustomer { external_id: Some(format!("K{n}")), ..new_customer(&office.ann, "客户") };
            new.account_manager = Some(user(session));
            new.fax = (chance.of(2) == 0).then(|| format!("021-{n}"));
            let id = office.manager.customers().create(new, None, None).unwrap().id;
            let order = new_order(&format!("O{n}"), &format!("K{n}"), "2026-02-10", 1);
            office.integration.sales().push_orders(vec![order], None).unwrap();
            customers.push(id);
        }
        for n in 0..24 {
            let of = customers[usize::try_from(chance.of(3)).unwrap()];
            hang(&office, &mut chance, of, n);
        }
        let raw = rusqlite::Connection::open(&file).unwrap();
        // Open warnings, of which one is further on.
        for (key, status) in [(1, "warned"), (2, "deferred")] {
            let sql = "INSERT INTO churn_warnings (uid, status, customer, warned_at) VALUES (randomblob(16), ?, ?, 0)";
            raw.execute(sql, (status, key)).unwrap();
        }
        raw.execute("INSERT INTO churn_measures (warning, measure, at) VALUES (2, '打电话', 0)", ()).unwrap();
        let before = dump(&raw);
        let records: Vec<Value> = customers.iter().map(|id| json!({"object": "customer", "id": id})).collect();
        let merge = call(&office.manager, "merges.apply", json!({"records": records}));
        let found = office.admin.maintenance().check().unwrap().findings;
        assert_eq!(found, [] as [String; 0]);
        let open: i64 =
            raw.query_row("SELECT count(*) FROM churn_warnings WHERE closed_at IS NULL", [], |row| row.get(0)).unwrap();
        assert_eq!(open, 1);
        let undone = call(&office.manager, "merges.undo", json!({"id": merge["id"]}));
        assert_eq!(undone["stayed"], json!([]));
        let found = office.admin.maintenance().check().unwrap().findings;
        assert_eq!(found, [] as [String; 0]);
        let after = dump(&raw);
        let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).collect();
        let new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();
        assert_eq!((gone, new), (vec![], vec![]), "seed {seed}");
    }
}
