//! A database with packs for the tests of their life: planned, applied, with rows inside.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::catalogue::current::{Catalogue, Kept};
use super::catalogue::house::House;
use super::days::Moment;
use super::define::{read_text, typed_kinds};
use super::expr::{Context, Value};
use super::life::switch::Switching;
use super::plan::done::Applied;
use super::plan::whole::{Plan, Planning};
use super::records::{Hand, Writer, read_by_key};
use super::shape::{Catalogue as _, Name};
use super::values::{self, Currency, Given, Held};
use crate::engine::clock::Timestamp;
use crate::engine::crm::Crm;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::storage::{Transaction, params};
use crate::engine::validate::Violations;

/// The morning of the stories, in Shanghai.
const NOW: &str = "2026-03-05T02:00:00Z";

/// The database.
pub(super) struct Depot {
    pub(super) crm: Crm,
    pub(super) context: Context,
    pub(super) moment: Moment,
}

impl Depot {
    pub(super) fn new() -> Depot {
        let now: Timestamp = NOW.parse().expect("an instant");
        Depot {
            crm: Crm::open_in_memory().expect("an engine"),
            context: Context::new("Asia/Shanghai", now, None).expect("a zone"),
            moment: Moment::new("Asia/Shanghai", now, None).expect("a zone"),
        }
    }

    pub(super) fn within<T>(&self, writes: bool, body: impl Fn(&mut dyn Transaction) -> Result<T>) -> Result<T> {
        let mut done = None;
        let mut run = |tx: &mut dyn Transaction| {
            done = Some(body(tx)?);
            Ok(())
        };
        let (storage, patience) = (self.crm.storage(), self.crm.patience());
        if writes {
            storage.write(&patience, &mut run)?
        } else {
            storage.read(&patience, &mut run)?
        };
        Ok(done.expect("a result"))
    }

    pub(super) fn with<T>(
        &self,
        writes: bool,
        document: &Json,
        body: impl Fn(Planning<'_>, &mut dyn Transaction) -> Result<T>,
    ) -> Result<T> {
        let read = read_text(&document.to_string());
        let kinds = typed_kinds();
        let typed = |name: &str| -> Option<Name> {
            kinds.iter().find(|kind| kind.object.name == name).map(|kind| kind.object.table.clone())
        };
        self.within(writes, |tx| {
            let (context, moment) = (&self.context, &self.moment);
            let kept = Kept::load(tx)?;
            body(
                Planning {
                    read: &read,
                    kept,
                    context,
                    moment,
                    places: 2,
                    typed: &typed,
                    configured: None,
                    entering: &[],
                },
                tx,
            )
        })
    }

    /// On a snapshot: whatever it does, it writes nothing.
    pub(super) fn plan(&self, document: &Json) -> Plan {
        self.with(false, document, |planning, tx| planning.plan(tx)).expect("a plan")
    }

    pub(super) fn put(&self, document: &Json, digest: &str) -> Result<Plan> {
        let applied = Applied { at: NOW.parse().expect("an instant"), by: None };
        self.with(true, document, |planning, tx| {
            let plan = planning.due(tx, digest)?;
            if !plan.same {
                planning.apply(tx, &plan, applied)?;
            }
            Ok(plan)
        })
    }

    pub(super) fn apply(&self, document: &Json) -> Plan {
        let plan = self.plan(document);
        assert_eq!(told(&plan), Vec::<String>::new());
        self.put(document, &plan.digest).expect("applied")
    }

    pub(super) fn catalogue(&self) -> Catalogue {
        let load = |tx: &mut dyn Transaction| {
            let kept = Kept::load(tx)?;
            let documents = kept.documents()?;
            let house = House::load(tx, documents.clone(), 2)?;
            Catalogue::new(kept, documents, &house)
        };
        self.within(false, load).expect("a catalogue")
    }

    /// What is installed.
    pub(super) fn house(&self) -> House {
        let load = |tx: &mut dyn Transaction| {
            let documents = Kept::load(tx)?.documents()?;
            House::load(tx, documents, 2)
        };
        self.within(false, load).expect("a house")
    }

    /// Puts a pack to sleep.
    pub(super) fn sleep(&self, name: &str) {
        assert!(self.switch(name, false).expect("asleep"));
    }

    /// Puts a pack to sleep, or wakes it.
    pub(super) fn switch(&self, name: &str, on: bool) -> Result<bool> {
        self.within(true, |tx| {
            let switching = Switching { context: &self.context, moment: &self.moment, places: 2 };
            if on { switching.enable(tx, name) } else { switching.disable(tx, name) }
        })
    }

    /// Creates a record. What a reference leads to is given by its key, as others count them.
    pub(super) fn create(&self, object: &str, number: u128, given: Json) {
        let catalogue = self.catalogue();
        let company = Currency { code: "CNY".into(), places: 2 };
        let create = |writer: &mut Writer<'_, '_>| {
            let model = catalogue.models.get(object).expect("an object");
            let mut inputs = Vec::new();
            for (name, json) in given.as_object().expect("fields") {
                let place = model.fields.iter().position(|field| field.name == *name).expect("a field");
                let ty = &model.fields[place].field.as_ref().expect("a field").ty;
                if let (Some(to), Some(key)) = (ty.to(), json.as_i64()) {
                    let table = &catalogue.definitions.object(to).expect("an object").table;
                    let uid = format!("SELECT uid FROM {table} WHERE id = ?");
                    let id = RecordId(writer.tx.value(&uid, params![key])?);
                    inputs.push((place, Held { value: Value::Record(id), key: Some(key), currency: None }));
                    continue;
                }
                match values::given(ty, json, &company).expect("a value") {
                    Given::Value(value) => inputs.push((place, Held::from(value))),
                    other => panic!("{other:?}"),
                }
            }
            let model = writer.model(object)?;
            writer.create(model, RecordId(uuid::Uuid::from_u128(number)), inputs, Violations::default()).map(drop)
        };
        self.write(&catalogue, create).expect("created");
    }

    /// Deletes a record by its key.
    pub(super) fn delete(&self, object: &str, key: i64) -> Result<()> {
        let catalogue = self.catalogue();
        self.write(&catalogue, |writer| {
            let (model, world) = (writer.model(object)?, writer.world);
            let before = read_by_key(writer.tx, model, world, key)?.expect("a record");
            writer.delete(key, before)
        })
    }

    /// Of records of an object, by their keys, those that can't be deleted.
    pub(super) fn in_use(&self, object: &str, keys: &[i64]) -> BTreeSet<i64> {
        let catalogue = self.catalogue();
        self.write(&catalogue, |writer| writer.in_use(object, keys)).expect("looked at")
    }

    /// Writes as a call does.
    fn write<T>(&self, world: &Catalogue, body: impl Fn(&mut Writer<'_, '_>) -> Result<T>) -> Result<T> {
        let now: Timestamp = NOW.parse().expect("an instant");
        self.within(true, |tx| {
            let mut ids = || RecordId(uuid::Uuid::nil());
            let hand = Hand { actor: None, now, today: now.date_naive() };
            body(&mut Writer::new(tx, world, (&self.context, &self.moment), hand, &mut ids))
        })
    }

    /// What the records of an object have in a field, in the order in which they came.
    pub(super) fn values(&self, object: &str, field: &str) -> Vec<Value> {
        let catalogue = self.catalogue();
        let model = &catalogue.models[object];
        let read = |tx: &mut dyn Transaction| {
            let keys = tx.all(&format!("SELECT id FROM {} ORDER BY id", model.table), &[], |c| c.next::<i64>())?;
            let one = |key| Ok(read_by_key(tx, model, &catalogue, key)?.expect("a record").value(field).clone());
            keys.into_iter().map(one).collect()
        };
        self.within(false, read).expect("read")
    }
}

/// The paths of what stands against a plan, with its codes.
pub(super) fn told(plan: &Plan) -> Vec<String> {
    plan.refusals.iter().map(|refusal| format!("{} {}", refusal.field, refusal.code)).collect()
}

/// The steps of a plan, each with its class and the rows that were counted.
pub(super) fn steps(plan: &Plan) -> Vec<String> {
    let told = |(step, counted): &(super::plan::steps::Step, super::plan::count::Counted)| {
        format!("{} {:?} {}", step.path, step.class, counted.rows)
    };
    plan.steps.iter().map(told).collect()
}

/// Puts another value at a path of a document.
pub(super) fn with(mut document: Json, path: &str, value: Json) -> Json {
    let (parent, name) = path.rsplit_once('/').expect("a path");
    document.pointer_mut(parent).expect("a parent")[name] = value;
    document
}
