//! The hand-written side: the engine's own schema, copied from its database, and plain rusqlite.

use std::cell::Cell;
use std::path::Path;

use crm_core::opportunities::{NewOpportunity, Opportunity, OpportunityId};
use crm_core::{Timestamp, UserId};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

pub struct ByHand {
    writer: std::cell::RefCell<Connection>,
    reader: std::cell::RefCell<Connection>,
    user: UserId,
    key: i64,
    made: Cell<u64>,
}

const COLUMNS: &str = "o.id, o.uid, o.version, o.number, o.status, o.source, o.customer_name, o.success_probability, \
    o.summary, o.contact_name, o.contact_phone, o.description, c.uid, c.display_name, o.created_at, \
    a.uid, a.display_name, r.uid, r.display_name, o.assigned_at, o.closed_at, o.failure_reason, k.uid \
    FROM opportunities o JOIN users c ON c.id = o.creator LEFT JOIN users a ON a.id = o.assignee \
    LEFT JOIN users r ON r.id = o.assigner LEFT JOIN customers k ON k.id = o.customer";

/// As the engine: fold for searching.
fn fold(text: &str) -> String {
    crm_core::text::fold(text)
}

fn open(file: &Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.set_prepared_statement_cache_capacity(256);
    connection
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
        )
        .unwrap();
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    connection
}

impl ByHand {
    /// A copy of the engine's (still empty) database, with its user.
    pub fn open(file: &Path, engine: &Path, user: UserId) -> ByHand {
        let source = Connection::open(engine).unwrap();
        source.execute("VACUUM INTO ?", [file.to_str().unwrap()]).unwrap();
        let writer = open(file);
        let key = writer.query_row("SELECT id FROM users WHERE uid = ?", [user.as_bytes()], |r| r.get(0)).unwrap();
        ByHand { reader: open(file).into(), writer: writer.into(), user, key, made: Cell::new(0) }
    }

    /// The permission look-up that any CRM makes.
    fn permitted(connection: &Connection, key: i64, operation: &str) {
        let ok: bool = connection
            .prepare_cached(
                "SELECT u.status = 'active' AND EXISTS (SELECT 1 FROM user_roles r JOIN role_operations o \
                 ON o.role = r.role AND o.operation = ?1 WHERE r.user_id = u.id) FROM users u WHERE u.id = ?2",
            )
            .unwrap()
            .query_row(params![operation, key], |r| r.get(0))
            .unwrap();
        assert!(ok);
    }

    pub fn create(&self, new: &NewOpportunity) -> Opportunity {
        let mut connection = self.writer.borrow_mut();
        let now: Timestamp = chrono::Utc::now();
        let micros = now.timestamp_micros();
        let id = uuid::Uuid::now_v7();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        Self::permitted(&tx, self.key, "opportunities.create");
        let number: i64 = tx
            .prepare_cached(
                "INSERT INTO counters (name, value) VALUES ('opportunity', 1) \
                 ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            )
            .unwrap()
            .query_row([], |r| r.get(0))
            .unwrap();
        let contact = format!(
            "{}\n{}",
            new.contact_name.as_deref().unwrap_or_default(),
            new.contact_phone.as_deref().unwrap_or_default()
        );
        tx.prepare_cached(
            "INSERT INTO opportunities (uid, number, source, customer_name, customer_name_folded, success_probability, \
             summary, summary_folded, contact_name, contact_phone, contact_folded, description, creator, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap()
        .execute(params![
            id.as_bytes(),
            number,
            new.source,
            new.customer_name,
            fold(&new.customer_name),
            new.success_probability,
            new.summary,
            fold(&new.summary),
            new.contact_name,
            new.contact_phone,
            fold(&contact),
            new.description,
            self.key,
            micros,
        ])
        .unwrap();
        let made = Self::read_one(&tx, id.as_bytes()).unwrap();
        let arguments = format!("{{\"new\":{}}}", serde_json::to_string(new).unwrap());
        tx.prepare_cached("INSERT INTO audit_calls (at, actor, operation, arguments) VALUES (?, ?, ?, ?)")
            .unwrap()
            .execute(params![micros, self.key, "opportunities.create", arguments])
            .unwrap();
        let call = tx.last_insert_rowid();
        tx.prepare_cached(
            "INSERT INTO audit_changes (call, entity, record, action, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .unwrap()
        .execute(params![
            call,
            "opportunity",
            id.as_bytes(),
            "created",
            None::<String>,
            serde_json::to_string(&made).unwrap()
        ])
        .unwrap();
        tx.commit().unwrap();
        self.made.set(self.made.get() + 1);
        made
    }

    fn read(row: &Row<'_>) -> Opportunity {
        use crm_core::users::UserRef;
        let uuid = |i: usize| -> Option<uuid::Uuid> {
            row.get_ref(i).unwrap().as_blob_or_null().unwrap().map(|b| uuid::Uuid::from_slice(b).unwrap())
        };
        let user = |i: usize| uuid(i).map(|id| UserRef { id: UserId(id), display_name: row.get(i + 1).unwrap() });
        let at = |i: usize| {
            row.get::<_, Option<i64>>(i).unwrap().map(|t| chrono::DateTime::from_timestamp_micros(t).unwrap())
        };
        Opportunity {
            id: OpportunityId(uuid(1).unwrap()),
            version: row.get(2).unwrap(),
            number: row.get(3).unwrap(),
            status: row.get_ref(4).unwrap().as_str().unwrap().parse().unwrap(),
            source: row.get(5).unwrap(),
            customer_name: row.get(6).unwrap(),
            success_probability: row.get(7).unwrap(),
            summary: row.get(8).unwrap(),
            contact_name: row.get(9).unwrap(),
            contact_phone: row.get(10).unwrap(),
            description: row.get(11).unwrap(),
            creator: user(12).unwrap(),
            created_at: at(14).unwrap(),
            assignee: user(15),
            assigner: user(17),
            assigned_at: at(19),
            closed_at: at(20),
            failure_reason: row.get(21).unwrap(),
            lost_reason: None,
            release_reason: None,
            customer: uuid(22).map(crm_core::customers::CustomerId),
            kind: None,
            amount: None,
            base_amount: None,
            expected_close: None,
            probability_from: crm_core::opportunities::ProbabilityFrom::ByHand,
            forecast_category: None,
            origin: None,
            region: None,
            industry: None,
            contact_email: None,
            next_step: None,
            next_step_on: None,
            pool: None,
            pipeline: None,
            stage: None,
            stage_since: None,
            department: None,
            score: None,
            rule_score: None,
            pool_due_on: None,
            pool_days_left: None,
            custom: crm_core::Values::default(),
            withheld: Vec::new(),
        }
    }

    fn read_one(connection: &Connection, id: &[u8; 16]) -> Option<Opportunity> {
        connection
            .prepare_cached(&format!("SELECT {COLUMNS} WHERE o.uid = ?"))
            .unwrap()
            .query_row([id], |r| Ok(Self::read(r)))
            .optional()
            .unwrap()
    }

    pub fn get(&self, id: &[u8; 16]) -> Opportunity {
        let mut connection = self.reader.borrow_mut();
        let tx = connection.transaction().unwrap();
        Self::permitted(&tx, self.key, "opportunities.get");
        let found = Self::read_one(&tx, id).unwrap();
        tx.commit().unwrap();
        found
    }

    pub fn ids(&self, limit: i64) -> Vec<[u8; 16]> {
        let connection = self.reader.borrow();
        let mut statement = connection.prepare("SELECT uid FROM opportunities ORDER BY id DESC LIMIT ?").unwrap();
        let rows = statement.query_map([limit], |r| r.get::<_, [u8; 16]>(0)).unwrap();
        rows.map(|r| r.unwrap()).collect()
    }

    pub fn list(&self, status: &str, name: &str, limit: i64) -> Vec<Opportunity> {
        let mut connection = self.reader.borrow_mut();
        let tx = connection.transaction().unwrap();
        Self::permitted(&tx, self.key, "opportunities.list");
        let found = tx
            .prepare_cached(&format!(
                "SELECT {COLUMNS} WHERE o.status = ? AND instr(o.customer_name_folded, ?) > 0 \
                 ORDER BY o.created_at DESC, o.id DESC LIMIT ?"
            ))
            .unwrap()
            .query_map(params![status, fold(name), limit], |r| Ok(Self::read(r)))
            .unwrap()
            .map(|r| r.unwrap())
            .collect();
        tx.commit().unwrap();
        let _ = self.user;
        found
    }
}
