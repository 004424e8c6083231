//! A database with defined objects, and the same once more for the statements by hand.

use std::path::Path;
use std::sync::LazyLock;

use crm_core::objects::catalogue::current::{Catalogue, Kept};
use crm_core::objects::catalogue::house::House;
use crm_core::objects::days::Moment;
use crm_core::objects::define::{read_text, typed_kinds};
use crm_core::objects::expr::{Context, Value};
use crm_core::objects::model::Model;
use crm_core::objects::plan::done::Applied;
use crm_core::objects::plan::whole::Planning;
use crm_core::objects::records::{Hand, Inputs, Writer};
use crm_core::objects::shape::Name;
use crm_core::objects::values::Held;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage, Synchronous};
use crm_core::storage::{Columns, Patience, Row, Storage, Transaction, Value as Stored};
use crm_core::validate::Violations;
use crm_core::{Crm, RecordId, Timestamp};
use serde_json::Value as Json;
use uuid::Uuid;

pub const NOW: &str = "2026-03-05T02:00:00Z";

/// The places of the company's currency.
pub const PLACES: u32 = 2;

/// A database in a file, past the gate.
pub struct Stage {
    pub storage: SqliteStorage,
    pub context: Context,
    pub moment: Moment,
}

/// The instant of every write, read once: reading it took longer than what is measured may differ.
pub fn now() -> Timestamp {
    static AT: LazyLock<Timestamp> = LazyLock::new(|| NOW.parse().unwrap());
    *AT
}

impl Stage {
    /// A new one.
    pub fn new(file: &Path) -> Stage {
        let crm = Crm::options().synchronous(Synchronous::Normal).open(file).unwrap();
        crm.bootstrap("admin", "管理员", &[]).unwrap();
        drop(crm);
        Stage::open(file)
    }

    pub fn open(file: &Path) -> Stage {
        let options = SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() };
        Stage {
            storage: SqliteStorage::open(file, &options).unwrap(),
            context: Context::new("Asia/Shanghai", now(), None).unwrap(),
            moment: Moment::new("Asia/Shanghai", now(), None).unwrap(),
        }
    }

    pub fn write<T>(&self, mut body: impl FnMut(&mut dyn Transaction) -> crm_core::Result<T>) -> T {
        let mut done = None;
        let write = self.storage.write(&Patience::default(), &mut |tx| {
            done = Some(body(tx)?);
            Ok(())
        });
        write.unwrap_or_else(|error| panic!("{error:?}"));
        done.unwrap()
    }

    pub fn read<T>(&self, mut body: impl FnMut(&mut dyn Transaction) -> crm_core::Result<T>) -> T {
        let mut done = None;
        let read = self.storage.read(&Patience::default(), &mut |tx| {
            done = Some(body(tx)?);
            Ok(())
        });
        read.unwrap_or_else(|error| panic!("{error:?}"));
        done.unwrap()
    }

    /// Plans a document and applies it, as the operations do.
    pub fn apply(&self, document: &str) {
        let read = read_text(document);
        let kinds = typed_kinds();
        let typed = |name: &str| -> Option<Name> {
            kinds.iter().find(|kind| kind.object.name == name).map(|kind| kind.object.table.clone())
        };
        let planning = |kept| {
            let (context, moment) = (&self.context, &self.moment);
            Planning {
                read: &read,
                kept,
                context,
                moment,
                places: PLACES,
                typed: &typed,
                configured: None,
                entering: &[],
            }
        };
        let plan = self.read(|tx| planning(Kept::load(tx)?).plan(tx));
        assert!(plan.refusals.is_empty(), "{:?}", plan.refusals);
        let applied = Applied { at: now(), by: None };
        self.write(|tx| {
            let planning = planning(Kept::load(tx)?);
            let plan = planning.due(tx, &plan.digest)?;
            planning.apply(tx, &plan, applied)
        });
    }

    /// The catalogue, made anew.
    pub fn catalogue(&self) -> Catalogue {
        self.read(|tx| {
            let kept = Kept::load(tx)?;
            let documents = kept.documents()?;
            let house = House::load(tx, documents.clone(), PLACES)?;
            Catalogue::new(kept, documents, &house)
        })
    }

    /// Creates a record.
    pub fn create(
        &self,
        world: &Catalogue,
        object: &str,
        id: Uuid,
        given: &dyn Fn(&mut dyn Transaction, &Model) -> Inputs,
    ) {
        self.write(|tx| {
            let mut ids = || RecordId(Uuid::nil());
            let hand = Hand { actor: None, now: now(), today: now().date_naive() };
            let mut writer = Writer::new(tx, world, (&self.context, &self.moment), hand, &mut ids);
            let model = writer.model(object)?;
            let inputs = given(writer.tx, model);
            writer.create(model, RecordId(id), inputs, Violations::default()).map(drop)
        });
    }
}

/// The place of a field.
pub fn place(model: &Model, name: &str) -> usize {
    model.fields.iter().position(|field| field.name == name).unwrap()
}

/// A field that is given a value.
pub fn give(model: &Model, name: &str, value: impl Into<Held>) -> (usize, Held) {
    (place(model, name), value.into())
}

/// A record that is referred to, found by its id, as the operations find it.
pub fn record(tx: &mut dyn Transaction, table: &str, id: Uuid) -> Held {
    let mut key = None;
    let by = [Stored::Blob((&id.as_bytes()[..]).into())];
    tx.query(&format!("SELECT id FROM {table} WHERE uid = ?"), &by, &mut |row: &dyn Row| {
        key = Some(Columns::new(row).next()?);
        Ok(false)
    })
    .unwrap();
    Held { value: Value::Record(RecordId(id)), key, currency: None }
}

/// The slot of a field, or of its folded twin.
pub fn slot(model: &Model, name: &str, twin: bool) -> String {
    let lies = &model.fields[place(model, name)].lies;
    if twin { lies.folded.clone().unwrap() } else { lies.value.clone() }.to_string()
}

/// A copy of the file for the statements by hand.
pub fn copy(from: &Path, to: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(from).unwrap().execute("VACUUM INTO ?", [to.to_str().unwrap()]).unwrap();
    let connection = rusqlite::Connection::open(to).unwrap();
    connection.set_prepared_statement_cache_capacity(256);
    connection
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;",
        )
        .unwrap();
    connection
}

/// An id by its number.
pub fn id(number: usize) -> Uuid {
    Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 + number as u128)
}

/// The objects that are measured.
pub fn pack() -> Json {
    serde_json::json!({
        "pack": "depot", "version": 1, "language": 1, "title": "Depot",
        "objects": {
            "shelf": {"title": "label", "fields": {"label": {"type": "text", "max": 40, "required": true, "search": true}}},
            "crate": {
                "title": "concat('crate ', label)",
                "fields": {
                    "label": {"type": "text", "max": 40, "required": true, "search": true},
                    "size": {"type": "integer", "min": 0},
                    "price": {"type": "money", "min": 0},
                    "packed": {"type": "date", "required": true},
                    "colour": {"type": "choice", "values": ["red", "blue", "grey"], "default": "'red'"},
                    "note": {"type": "text", "max": 200},
                    "shelf": {"type": "ref", "to": "depot.shelf", "required": true},
                    "volume": {"type": "integer", "formula": "size * size * size"}
                },
                "checks": {"size": {"check": "size <= 1000", "text": "Too large."}},
                "status": {
                    "start": "here", "states": {"here": {}, "gone": {"final": true}},
                    "actions": {"send": {"from": ["here"], "to": "gone"}}
                }
            },
            "bill": {
                "title": "'bill'",
                "fields": {
                    "lines": {"type": "integer", "rollup": {"count": true, "of": "depot.line", "by": "bill"}},
                    "amount": {"type": "money", "rollup": {"sum": "amount", "of": "depot.line", "by": "bill"}}
                }
            },
            "line": {
                "title": "'line'",
                "fields": {
                    "bill": {"type": "ref", "to": "depot.bill", "required": true},
                    "amount": {"type": "money", "required": true}
                }
            },
            "room": {"title": "label", "fields": {"label": {"type": "text", "max": 10, "required": true}}},
            "stay": {
                "title": "'stay'",
                "fields": {
                    "room": {"type": "ref", "to": "depot.room", "required": true},
                    "comes": {"type": "date", "required": true},
                    "goes": {"type": "date", "required": true}
                },
                "no_overlap": [{"by": ["room"], "from": "comes", "to": "goes"}]
            },
            "sale": {
                "title": "'sale'",
                "fields": {
                    "kind": {"type": "choice", "values": ["oil", "coal", "wood", "peat"]},
                    "amount": {"type": "money"},
                    "day": {"type": "date"}
                }
            }
        }
    })
}
