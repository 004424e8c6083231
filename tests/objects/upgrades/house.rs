//! A house that goes by a definition: people who write records at random, whatever comes of it.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::prelude::*;
use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::shape::{By, CUSTOMER, Definition, Field, Key, Kind, Object};
use crate::support::Office;

/// The records of each object, by their ids.
pub type Records = BTreeMap<Key, BTreeMap<String, Value>>;

pub struct House {
    pub office: Office,
    users: Vec<String>,
    departments: Vec<String>,
    entries: Vec<String>,
    ids: BTreeMap<Key, Vec<String>>,
    deleted: Vec<(Key, String)>,
    /// The records that were deleted and restored, with their parts.
    pub restored: BTreeSet<String>,
    customers: usize,
    pub done: usize,
    pub refused: usize,
}

pub fn call(session: &Session, operation: &str, arguments: &Value) -> Result<Value> {
    session.call(operation, &arguments.to_string()).map(|json| serde_json::from_str(&json).unwrap())
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

impl House {
    pub fn new() -> House {
        let office = Office::new();
        let admin = &office.admin;
        call(admin, "settings.update", &json!({"changes": {"required_customer_fields": []}})).unwrap();
        let department = |name: &str| id(&call(admin, "departments.create", &json!({"new": {"name": name}})).unwrap());
        let departments = vec![department("东"), department("西")];
        let users = [&office.ann, &office.ben, &office.manager].map(|session| session.user().unwrap().to_string());
        House {
            users: users.into(),
            departments,
            entries: Vec::new(),
            ids: BTreeMap::new(),
            deleted: Vec::new(),
            restored: BTreeSet::new(),
            customers: 0,
            done: 0,
            refused: 0,
            office,
        }
    }

    pub fn plan(&self, document: &Value) -> Value {
        call(&self.office.admin, "packs.plan", &json!({"document": document})).unwrap()
    }

    pub fn apply(&mut self, document: &Value) {
        let plan = self.plan(document);
        if std::env::var_os("CRM_UPGRADE_SHOW").is_some() {
            eprintln!("{document}\n{}", plan["steps"]);
        }
        assert_eq!(plan["refusals"], json!([]), "{document}");
        let given = json!({"document": document, "plan": plan["digest"]});
        call(&self.office.admin, "packs.apply", &given).unwrap_or_else(|error| panic!("{error:?}\n{document}"));
        let wares = json!({"filter": {"category": "ware"}});
        let wares = call(&self.office.admin, "dictionary.list", &wares).unwrap();
        self.entries = wares["items"].as_array().unwrap().iter().map(id).collect();
    }

    pub fn list(&self, object: &str, filter: Option<Value>) -> Vec<Value> {
        let mut given = json!({"object": object, "page": {"limit": 1000}});
        filter.into_iter().for_each(|filter| given["filter"] = filter);
        let found = call(&self.office.manager, "objects.list", &given).unwrap_or_else(|e| panic!("{object} {e:?}"));
        found["items"].as_array().unwrap().clone()
    }

    pub fn records(&self, d: &Definition) -> Records {
        let of =
            |object: &Object| self.list(&d.full(object.key), None).into_iter().map(|one| (id(&one), one)).collect();
        d.objects.iter().map(|object| (object.key, of(object))).collect()
    }

    /// What is there now.
    pub fn look(&mut self, d: &Definition) {
        self.ids = self.records(d).into_iter().map(|(key, found)| (key, found.into_keys().collect())).collect();
    }

    fn known(&self, object: Key) -> &[String] {
        self.ids.get(&object).map_or(&[], Vec::as_slice)
    }

    fn value(&self, dice: &mut Dice, field: &Field) -> Option<Value> {
        let texts = ["alpha", "ＡＬＰＨＡ", "Straße", "STRASSE", "华东", "z", "a7", "long enough to be cut"];
        let day = |dice: &mut Dice| format!("2026-03-{:02}", dice.below(28) + 1);
        Some(match &field.kind {
            Kind::Text { max, .. } => {
                let fit: Vec<&str> = texts.into_iter().filter(|text| text.chars().count() <= *max).collect();
                json!(dice.one(&fit)?)
            }
            Kind::Word => json!(dice.one(&["red", "blue", "grey", "green"])?),
            Kind::Boolean => json!(dice.once_in(2)),
            Kind::Integer { .. } => json!(i64::try_from(dice.below(14)).unwrap() - 3),
            Kind::Decimal => json!(dice.one(&["1.25", "0.5", "-2", "3.10", "10", "7"])?),
            Kind::Money => json!({"amount": dice.one(&["12.50", "0", "-3", "999.99"])?, "currency": "CNY"}),
            Kind::Date => json!(day(dice)),
            Kind::Instant => json!(format!("{}T0{}:00:00Z", day(dice), dice.below(9))),
            Kind::Choice(values) => json!(dice.one(values)?),
            Kind::Entry => json!(dice.one(&self.entries)?),
            Kind::Ref { to, .. } => json!(dice.one(self.known(*to))?),
            Kind::User => json!(dice.one(&self.users)?),
            Kind::Department => json!(dice.one(&self.departments)?),
        })
    }

    /// Values for some of the fields that people give; of a new record for those that it needs.
    fn values(&self, dice: &mut Dice, object: &Object, new: bool) -> Map<String, Value> {
        let given = object.fields.iter().filter(|field| field.by == By::Hand && object.part_of != Some(field.key));
        let mut out = Map::new();
        for field in given {
            if (new && field.required) || !dice.once_in(if new { 5 } else { 2 }) {
                out.extend(self.value(dice, field).map(|value| (field.name.clone(), value)));
            }
        }
        out
    }

    fn lines(&self, d: &Definition, dice: &mut Dice, whole: Key) -> Option<(Key, Vec<Value>)> {
        let part = d.objects.iter().find(|object| {
            object.part_of.is_some_and(|of| matches!(d.field(of).1.kind, Kind::Ref { to, .. } if to == whole))
        })?;
        Some((part.key, (0..dice.below(3)).map(|_| Value::Object(self.values(dice, part, true))).collect()))
    }

    /// Something that somebody does.
    pub fn go(&mut self, d: &Definition, dice: &mut Dice) {
        let wholes: Vec<Key> = d.objects.iter().filter(|o| o.part_of.is_none()).map(|object| object.key).collect();
        let key = dice.one(&wholes).unwrap();
        let there = dice.one(self.known(key));
        match (dice.below(20), there) {
            (0..=8, _) | (_, None) => self.create(d, dice, key),
            (9..=13, Some(id)) => self.change(d, dice, key, &id),
            (14..=16, Some(id)) if d.object(key).machine.is_some() => self.act(d, dice, key, &id),
            (17..=18, Some(id)) if key != CUSTOMER => {
                let given = json!({"object": d.full(key), "id": id});
                if self.told("objects.delete", &given, &[]).is_some() {
                    self.deleted.push((key, id));
                    self.look(d);
                }
            }
            _ => {
                let there = |of: &&(Key, String)| d.objects.iter().any(|object| object.key == of.0);
                let gone: Vec<(Key, String)> = self.deleted.iter().filter(there).cloned().collect();
                let Some((key, id)) = dice.one(&gone) else { return };
                let given = json!({"record": {"object": d.full(key), "id": id}});
                // What it had may be of no use any more.
                let before: BTreeSet<String> = self.ids.values().flatten().cloned().collect();
                let may = ["too_long", "unknown_value", "type", "unknown_field", "too_precise"];
                if self.told("objects.restore", &given, &may).is_some() {
                    self.deleted.retain(|(_, gone)| *gone != id);
                    self.look(d);
                    self.restored.extend(self.ids.values().flatten().filter(|id| !before.contains(*id)).cloned());
                }
            }
        }
    }

    fn create(&mut self, d: &Definition, dice: &mut Dice, key: Key) {
        let mut new = self.values(dice, d.object(key), true);
        if key == CUSTOMER {
            self.customers += 1;
            let named = json!({"name": format!("客户 {}", self.customers), "account_manager": self.users[0]});
            let mut named = named.as_object().unwrap().clone();
            named.insert("custom".into(), Value::Object(new));
            let made = self.told("customers.create", &json!({ "new": named }), &[]);
            self.ids.entry(key).or_default().extend(made.as_ref().map(id));
            return;
        }
        let lines = self.lines(d, dice, key);
        if let Some((_, lines)) = &lines {
            new.insert("lines".into(), json!(lines));
        }
        let made = self.told("objects.create", &json!({"object": d.full(key), "new": new}), &[]);
        self.ids.entry(key).or_default().extend(made.as_ref().map(id));
        if lines.is_some() {
            self.look(d);
        }
    }

    fn change(&mut self, d: &Definition, dice: &mut Dice, key: Key, of: &str) {
        let object = d.object(key);
        let mut values = self.values(dice, object, false);
        let free = |field: &&Field| field.by == By::Hand && !field.required;
        let empty: Vec<&str> = object.fields.iter().filter(free).map(|field| field.name.as_str()).collect();
        let clear: Vec<&str> = dice.one(&empty).into_iter().collect();
        clear.iter().for_each(|name| drop(values.shift_remove(*name)));
        let mut changes = json!({"values": values, "clear": clear});
        if key == CUSTOMER {
            let given = json!({"record": {"object": "customer", "id": of}, "changes": changes});
            self.told("objects.extend", &given, &[]);
            return;
        }
        if let Some((_, added)) = self.lines(d, dice, key) {
            let found = call(&self.office.manager, "objects.get", &json!({"object": d.full(key), "id": of})).unwrap();
            let there = found["parts"]["lines"].as_array().unwrap();
            let mut lines: Vec<Value> =
                there.iter().filter(|_| !dice.once_in(5)).map(|line| json!({"id": line["id"]})).collect();
            lines.reverse();
            lines.extend(added);
            changes["parts"] = json!({ "lines": lines });
        }
        self.told("objects.update", &json!({"object": d.full(key), "id": of, "changes": changes}), &[]);
        self.look(d);
    }

    fn act(&mut self, d: &Definition, dice: &mut Dice, key: Key, of: &str) {
        let machine = d.object(key).machine.as_ref().unwrap();
        let mut actions = vec!["go", "go", "back", "end"];
        actions.extend(machine.more.iter().map(String::as_str));
        let action = dice.one(&actions).unwrap();
        let mut given = json!({"object": d.full(key), "id": of, "action": action});
        if let (Some(takes), "go") = (machine.takes, action) {
            let field = d.field(takes).1;
            let value = self.value(dice, field).map(|value| (field.name.clone(), value));
            given["with"] = Value::Object(value.into_iter().collect());
        }
        self.told("objects.act", &given, &[]);
    }

    /// Makes a call that may be refused for what the data are, and for nothing else.
    fn told(&mut self, operation: &str, given: &Value, may: &[&str]) -> Option<Value> {
        let wrong =
            ["unknown_field", "type", "read_only", "unknown_value", "unknown_object", "too_precise", "too_long"];
        match call(&self.office.manager, operation, given) {
            Ok(answer) => {
                self.done += 1;
                return Some(answer);
            }
            Err(CrmError::Invalid { fields }) => {
                let strange = |code: &str| wrong.contains(&code) && !may.contains(&code);
                assert!(!fields.iter().any(|field| strange(&field.code)), "{operation} {given}: {fields:?}");
            }
            Err(CrmError::Conflict { .. } | CrmError::IllegalTransition { .. } | CrmError::NotFound { .. }) => {}
            Err(other) => panic!("{operation} {given}: {other:?}"),
        }
        self.refused += 1;
        None
    }
}
