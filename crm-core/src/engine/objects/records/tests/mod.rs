//! Records of the packs, as one write makes them.

mod fall;
mod hotel;
mod installed;
mod proven;
mod random;
mod restored;
mod sales;

use serde_json::{Value as Json, json};

use self::installed::{House, document, entry_id, install};
use super::*;
use crate::engine::calendar::company_date;
use crate::engine::clock::Timestamp;
use crate::engine::crm::Crm;
use crate::engine::error::{CrmError, Result};
use crate::engine::ids::RecordId;
use crate::engine::objects::catalogue::current::{Catalogue, Kept};
use crate::engine::objects::days::Moment;
use crate::engine::objects::define::typed_kinds;
use crate::engine::objects::expr::{Context, Number, Value};
use crate::engine::objects::model::{FieldModel, Model};
use crate::engine::objects::values::{Currency, Named};
use crate::engine::storage::{Transaction, params};
use crate::engine::validate::Violations;

/// The morning of the stories, in Shanghai.
const TODAY: &str = "2026-03-05T02:00:00Z";

const HOTEL: &str = include_str!("../../../../../packs/hotel.json");
const SALES: &str = include_str!("../../../../../packs/sales.json");
const TELECOM: &str = include_str!("../../../../../packs/telecom.json");

/// A house with its definitions, and who works there.
struct Desk {
    crm: Crm,
    catalogue: Catalogue,
    context: Context,
    moment: Moment,
    user: (i64, RecordId),
    next: std::cell::Cell<u128>,
}

impl Desk {
    fn new(packs: &[&str]) -> Desk {
        let crm = Crm::open_in_memory().expect("an engine");
        let user = crm.bootstrap("front", "前", &[]).expect("a user");
        let mut catalogue = None;
        let installed = |tx: &mut dyn Transaction| -> Result<Catalogue> {
            let mut documents = Vec::new();
            for text in packs {
                install(tx, text, &mut documents)?;
            }
            let kept = Kept::load(tx)?;
            assert_eq!(kept.documents()?, documents);
            Catalogue::new(kept, documents.clone(), &House { typed: typed_kinds(), packs: documents })
        };
        let write = crm.storage().write(&crm.patience(), &mut |tx| {
            catalogue = Some(installed(tx)?);
            Ok(())
        });
        write.expect("installed");
        let now = TODAY.parse().expect("an instant");
        let mut key = None;
        let people = |tx: &mut dyn Transaction| -> Result<Option<i64>> {
            let insert = "INSERT INTO departments (uid, name) VALUES (?, '前厅')";
            let department = tx.insert(insert, params![uuid::Uuid::from_u128(78)])?;
            tx.execute("UPDATE users SET department = ?", params![department])?;
            tx.one("SELECT id FROM users WHERE uid = ?", params![user.0], |c| c.next())
        };
        let write = crm.storage().write(&crm.patience(), &mut |tx| {
            key = people(tx)?;
            Ok(())
        });
        write.expect("people");
        let user = (key.expect("the user"), RecordId(user.0));
        let context = Context::new("Asia/Shanghai", now, Some(user.1)).expect("a zone");
        let moment = Moment::new("Asia/Shanghai", now, None).expect("a zone");
        let catalogue = catalogue.expect("a catalogue");
        Desk { crm, catalogue, context, moment, user, next: std::cell::Cell::new(1_000) }
    }

    /// A customer of the account manager at the desk.
    fn customer(&self) -> RecordId {
        let id = self.id();
        let insert = "INSERT INTO customers (uid, complete, name, name_folded, created_at, active_since, account_manager) \
                      VALUES (?, 1, '蓝天', '蓝天', 0, '2026-01-01', ?)";
        let write = self
            .crm
            .storage()
            .write(&self.crm.patience(), &mut |tx| tx.execute(insert, params![id.0, self.user.0]).map(drop));
        write.expect("a customer");
        id
    }

    fn model(&self, name: &str) -> &Model {
        &self.catalogue.models[name]
    }

    /// Reads what is given, as the operation will: fields, and whole lists of parts.
    fn take(
        &self,
        tx: &mut dyn Transaction,
        model: &Model,
        given: &Json,
        out: &mut Violations,
        update: bool,
    ) -> Content {
        let given = given.as_object().expect("fields");
        let mut find = |field: &FieldModel, named: &Named| self.find(tx, field, named);
        let mut list = |name: &str, _: &Json| model.parts.iter().any(|list| list.name == name);
        let fields = input::read(model, given, &company(), &mut find, &mut list, out).expect("fields");
        let lists = input::lists(&self.catalogue, model, given, (&company(), update), &mut find, out).expect("lists");
        Content { fields, lists }
    }

    /// The record that is named for a field.
    fn find(&self, tx: &mut dyn Transaction, field: &FieldModel, named: &Named) -> Result<Option<(i64, RecordId)>> {
        let Named::Id(id) = named else { panic!("{named:?}") };
        let table = self.catalogue.table(field.to().unwrap_or("dictionary_entry")).expect("a table");
        let key = tx.one(&format!("SELECT id FROM {table} WHERE uid = ?"), params![id], |c| c.next())?;
        Ok(key.map(|key| (key, RecordId(*id))))
    }

    /// Writes as the user at the desk, at this instant; gives what was written, or what the write is refused for.
    fn write<T>(
        &self,
        now: &str,
        body: impl Fn(&mut Writer<'_, '_>) -> Result<T>,
    ) -> std::result::Result<T, Vec<String>> {
        let now: Timestamp = now.parse().expect("an instant");
        let context = Context::new("Asia/Shanghai", now, Some(self.user.1)).expect("a zone");
        let moment = Moment::new("Asia/Shanghai", now, Some(self.user.1.0)).expect("a zone");
        let today = company_date(&"Asia/Shanghai".parse().expect("a zone"), now);
        let hand = Hand { actor: Some(self.user), now, today };
        let mut done = None;
        let result = self.crm.storage().write(&self.crm.patience(), &mut |tx| {
            let mut ids = || self.id();
            let mut writer = Writer::new(tx, &self.catalogue, (&context, &moment), hand, &mut ids);
            done = Some(body(&mut writer)?);
            Ok(())
        });
        match result {
            Ok(()) => Ok(done.expect("a result")),
            Err(CrmError::Invalid { fields }) => {
                Err(fields.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect())
            }
            Err(CrmError::IllegalTransition { from, operation }) => Err(vec![format!("{operation} while {from}")]),
            Err(CrmError::Conflict { reason, .. }) => Err(vec![reason]),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn id(&self) -> RecordId {
        self.next.set(self.next.get() + 1);
        RecordId(uuid::Uuid::from_u128(self.next.get()))
    }

    /// Creates a record; gives its id, or `field code` of everything that is wrong.
    fn create(&self, object: &str, given: Json) -> std::result::Result<RecordId, Vec<String>> {
        let id = self.id();
        self.write(TODAY, |writer| {
            let (model, mut found) = (self.model(object), Violations::default());
            let inputs = self.take(writer.tx, model, &given, &mut found, false);
            let model = writer.model(object)?;
            writer.create(model, id, inputs, found)?;
            Ok(id)
        })
    }

    /// Changes a record.
    fn change(&self, object: &str, id: RecordId, given: Json) -> std::result::Result<(), Vec<String>> {
        self.write(TODAY, |writer| {
            let (model, mut found) = (writer.model(object)?, Violations::default());
            let inputs = self.take(writer.tx, model, &given, &mut found, true);
            let (key, before) = read(writer.tx, model, writer.world, id)?.expect("a record");
            writer.update(key, before, inputs, true, found)
        })
    }

    /// Calls an action; gives the objects that were written with it, each with what caused it.
    fn act(
        &self,
        now: &str,
        object: &str,
        id: RecordId,
        action: &str,
        given: Json,
    ) -> std::result::Result<Vec<String>, Vec<String>> {
        let done = self.write(now, |writer| {
            let (model, mut found) = (writer.model(object)?, Violations::default());
            let inputs = self.take(writer.tx, model, &given, &mut found, false);
            let (key, before) = read(writer.tx, model, writer.world, id)?.expect("a record");
            let action = model.actions.iter().find(|known| known.action.name == action).expect("an action");
            stands(&before, action)?;
            writer.act(key, before, action, inputs.fields, found)?;
            let told = writer.written.iter().map(|written| match &written.cause {
                Some(cause) => format!("{} by {cause}", written.model.name),
                None => written.model.name.to_string(),
            });
            Ok(told.collect())
        });
        self.prove();
        done
    }

    fn delete(&self, object: &str, id: RecordId) -> std::result::Result<usize, Vec<String>> {
        let done = self.write(TODAY, |writer| {
            let model = writer.model(object)?;
            let (key, before) = read(writer.tx, model, writer.world, id)?.expect("a record");
            writer.delete(key, before)?;
            Ok(writer.written.len())
        });
        self.prove();
        done
    }

    /// Every roll-up of every record is what its rows say.
    fn prove(&self) {
        let prove = |tx: &mut dyn Transaction| -> Result<()> {
            for model in self.catalogue.models.values() {
                let keys = tx.all(&format!("SELECT id FROM {}", model.table), &[], |c| c.next::<i64>())?;
                for key in keys {
                    let kept = read_by_key(tx, model, &self.catalogue, key)?.expect("a record");
                    if let Some(owner) = model.owner {
                        let sql = format!("SELECT owner, owner_department FROM {} WHERE id = ?", model.table);
                        let found = tx.one(&sql, params![key], |c| Ok((c.next()?, c.next::<Option<i64>>()?)))?;
                        assert_eq!(found, Some((kept.held[owner].key, kept.owner_department(tx)?)), "OBJ-10");
                    }
                    for sum in &model.sums {
                        let found = sum.again(tx, &self.catalogue, &kept, Some(key), &self.moment)?;
                        assert_eq!(kept.held[sum.place], found, "{}.{}", model.name, model.fields[sum.place].name);
                    }
                    let mut anew = kept.clone();
                    let call = Call { context: &self.context, look: &self.catalogue };
                    anew.formulas(tx, &call, &mut Violations::default())?;
                    assert_eq!(anew.held, kept.held, "{}", model.name);
                }
            }
            Ok(())
        };
        self.crm.storage().read(&self.crm.patience(), &mut |tx| prove(tx)).expect("read");
    }

    /// Every record of an object.
    fn records(&self, object: &str) -> Vec<Picture<'_>> {
        let model = self.model(object);
        let mut found = Vec::new();
        let look = self.crm.storage().read(&self.crm.patience(), &mut |tx| {
            for key in tx.all(&format!("SELECT id FROM {} ORDER BY id", model.table), &[], |c| c.next::<i64>())? {
                found.extend(read_by_key(tx, model, &self.catalogue, key)?);
            }
            Ok(())
        });
        look.expect("read");
        found
    }

    fn value(&self, object: &str, id: RecordId, field: &str) -> Value {
        let mut found = None;
        let look = self.crm.storage().read(&self.crm.patience(), &mut |tx| {
            let record = read(tx, self.model(object), &self.catalogue, id)?;
            found = record.map(|(_, picture)| picture.value(field).clone());
            Ok(())
        });
        look.expect("read");
        found.expect("a record")
    }

    /// The parts of a record, in their order.
    fn parts(&self, object: &str, id: RecordId, list: &str) -> Vec<Picture<'_>> {
        let model = self.model(object);
        let part = model.parts.iter().find(|part| part.name == list).expect("a list");
        let mut found = Vec::new();
        let look = self.crm.storage().read(&self.crm.patience(), &mut |tx| {
            let (key, _) = read(tx, model, &self.catalogue, id)?.expect("a record");
            found = read_parts(tx, self.model(&part.object), &self.catalogue, key)?;
            Ok(())
        });
        look.expect("read");
        found.into_iter().map(|(_, picture)| picture).collect()
    }

    /// The ids of the parts of a record, in their order.
    fn part_ids(&self, object: &str, id: RecordId, list: &str) -> Vec<RecordId> {
        self.parts(object, id, list).iter().map(id_of).collect()
    }
}

fn company() -> Currency {
    Currency { code: "CNY".into(), places: 2 }
}

fn id_of(picture: &Picture<'_>) -> RecordId {
    match picture.value("id") {
        Value::Record(id) => *id,
        other => panic!("{other:?}"),
    }
}

fn number(text: &str) -> Value {
    Value::Number(Number::literal(text).expect("a number"))
}

fn cny(amount: &str) -> Json {
    json!({"amount": amount, "currency": "CNY"})
}
