//! The statements of a create and of a list, as a programmer writes them for a table of the same shape.

use std::cell::RefCell;

use crm_core::objects::model::Model;
use crm_core::text::fold;
use rusqlite::{Connection, TransactionBehavior, params};
use uuid::Uuid;

use crate::stage::{id, slot};

pub struct Hand {
    connection: RefCell<Connection>,
    shelf: String,
    insert: String,
    list: String,
}

/// A crate as it is read.
#[derive(Debug)]
#[expect(dead_code, reason = "made to be measured")]
pub struct Crate {
    id: Uuid,
    version: i64,
    created_at: i64,
    label: String,
    size: Option<i64>,
    price: Option<i64>,
    packed: String,
    colour: Option<String>,
    note: Option<String>,
    shelf: (i64, Uuid),
    volume: Option<i64>,
}

impl Hand {
    pub fn new(connection: Connection, model: &Model, shelves: &str) -> Hand {
        let of = |name| slot(model, name, false);
        let names = ["label", "size", "price", "packed", "colour", "note", "shelf", "volume"];
        let [label, size, price, packed, colour, note, shelf, volume] = names.map(of);
        let folded = slot(model, "label", true);
        let table = &model.table;
        let insert = format!(
            "INSERT INTO {table} (uid, version, creator, created_at, status, state_since, {label}, {folded}, {size}, \
             {price}, {packed}, {colour}, {note}, {shelf}, {volume}) \
             VALUES (?, 1, NULL, ?, 'here', ?, ?, ?, ?, ?, ?, 'red', ?, ?, ?)"
        );
        let list = format!(
            "SELECT o.uid, o.version, o.created_at, o.{label}, o.{size}, o.{price}, o.{packed}, o.{colour}, o.{note}, \
             o.{shelf}, s.uid, o.{volume} FROM {table} o JOIN {shelves} s ON s.id = o.{shelf} \
             WHERE o.status = 'here' ORDER BY o.created_at DESC, o.id DESC LIMIT ?"
        );
        let shelf = format!("SELECT id FROM {shelves} WHERE uid = ?");
        Hand { connection: connection.into(), shelf, insert, list }
    }

    pub fn create(&self, uid: Uuid, number: usize) {
        let mut connection = self.connection.borrow_mut();
        let now = crate::stage::now().timestamp_micros();
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        let of = id(number % 100);
        let shelf: i64 = tx.prepare_cached(&self.shelf).unwrap().query_row([of.as_bytes()], |row| row.get(0)).unwrap();
        let (label, size) = (format!("Kiste {number}"), number as i64 % 100);
        assert!(size <= 1_000);
        let packed = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number as u64 % 300);
        let mut insert = tx.prepare_cached(&self.insert).unwrap();
        insert
            .execute(params![
                uid.as_bytes(),
                now,
                now,
                label,
                fold(&label),
                size,
                38_850,
                packed.to_string(),
                "handle with care",
                shelf,
                size * size * size
            ])
            .unwrap();
        drop(insert);
        tx.commit().unwrap();
    }

    pub fn list(&self) -> Vec<Crate> {
        let mut connection = self.connection.borrow_mut();
        let tx = connection.transaction().unwrap();
        let mut list = tx.prepare_cached(&self.list).unwrap();
        let rows = list.query_map([50], |row| {
            Ok(Crate {
                id: Uuid::from_bytes(row.get(0)?),
                version: row.get(1)?,
                created_at: row.get(2)?,
                label: row.get(3)?,
                size: row.get(4)?,
                price: row.get(5)?,
                packed: row.get(6)?,
                colour: row.get(7)?,
                note: row.get(8)?,
                shelf: (row.get(9)?, Uuid::from_bytes(row.get(10)?)),
                volume: row.get(11)?,
            })
        });
        rows.unwrap().map(Result::unwrap).collect()
    }
}
