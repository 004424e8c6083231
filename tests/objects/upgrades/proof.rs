//! What must hold: computed values are what a plain computation gives of the values that people gave, and these are what they
//! were.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::house::{House, Records};
use super::shape::{By, Definition, Field, Fill, Key, Kind, Measure, Object, Only};

/// A value as it is computed with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Is {
    Nothing,
    Number(Decimal),
    Text(String),
}

/// What a record has in a field.
fn read(d: &Definition, key: Key, record: &Value) -> Is {
    value(&d.kind(key), &record["values"][d.name(key)])
}

fn value(kind: &Kind, json: &Value) -> Is {
    match json {
        Value::Null => Is::Nothing,
        Value::Number(number) => Is::Number(number.as_i64().unwrap().into()),
        Value::Bool(truth) => Is::Text(truth.to_string()),
        Value::String(text) if *kind == Kind::Decimal => Is::Number(text.parse().unwrap()),
        Value::String(text) => Is::Text(text.clone()),
        other => match (other.get("amount"), other.get("id")) {
            (Some(amount), _) => Is::Number(amount.as_str().unwrap().parse().unwrap()),
            (_, Some(id)) => Is::Text(id.as_str().unwrap().to_owned()),
            _ => panic!("{other}"),
        },
    }
}

fn doubled(of: &Is) -> Is {
    let number = if let Is::Number(number) = of { *number } else { Decimal::ZERO };
    Is::Number(number * Decimal::TWO + Decimal::ONE)
}

fn text(of: &Is) -> &str {
    if let Is::Text(text) = of { text } else { "" }
}

fn computed(d: &Definition, records: &Records, by: &By, id: &str, record: &Value) -> Option<Is> {
    let of = |key: Key| read(d, key, record);
    Some(match by {
        By::Hand => return None,
        By::Twice(key) => doubled(&of(*key)),
        By::Join(first, second) => Is::Text(format!("{}/{}", text(&of(*first)), text(&of(*second)))),
        By::Is(key, value) => Is::Number(i64::from(text(&of(*key)) == value).into()),
        By::Days(from, to) => match (of(*from), of(*to)) {
            (Is::Text(from), Is::Text(to)) => {
                let day = |text: &str| crm_core::exact::date(text).unwrap();
                Is::Number((day(&to) - day(&from)).num_days().into())
            }
            _ => Is::Nothing,
        },
        By::Sum { measure, child, by, only } => {
            let taken = |one: &&Value| {
                let ours = text(&read(d, *by, one)) == id;
                ours && match only {
                    None => true,
                    Some(Only::State(at)) => {
                        one["status"] == json!(d.object(*child).machine.as_ref().unwrap().states[*at])
                    }
                    Some(Only::Value(key, value)) => text(&read(d, *key, one)) == value,
                }
            };
            let children: Vec<&Value> = records[child].values().filter(taken).collect();
            let of = |key: Key| -> Vec<Is> {
                children.iter().map(|one| read(d, key, one)).filter(|value| *value != Is::Nothing).collect()
            };
            let number = |value: &Is| if let Is::Number(number) = value { *number } else { Decimal::ZERO };
            match measure {
                Measure::Count => Is::Number(children.len().into()),
                Measure::Total(key) => Is::Number(of(*key).iter().map(number).sum()),
                Measure::Least(key) => of(*key).into_iter().min().unwrap_or(Is::Nothing),
                Measure::Greatest(key) => of(*key).into_iter().max().unwrap_or(Is::Nothing),
            }
        }
    })
}

/// Formulas and roll-ups are what the rows say, whoever asks.
pub fn follows(house: &House, d: &Definition, records: &Records) {
    for object in &d.objects {
        for (id, record) in &records[&object.key] {
            for field in &object.fields {
                if let Some(expected) = computed(d, records, &field.by, id, record) {
                    let found = read(d, field.key, record);
                    assert_eq!(found, expected, "{} {} {:?} of {record}", d.full(object.key), field.name, field.by);
                }
            }
            if let Some((_, of)) = d.mine.filter(|(mine, _)| *mine == object.key) {
                let Is::Number(expected) = doubled(&read(d, of, record)) else { panic!() };
                let expected = expected.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
                let whole = Kind::Integer { min: None, max: None };
                assert_eq!(value(&whole, &record["values"]["mine"]), Is::Number(expected), "mine of {record}");
            }
        }
    }
    let check = house.office.admin.maintenance().check().unwrap();
    assert!(check.ok, "{:?}", check.findings);
}

fn folded(text: &str) -> String {
    match text {
        "ＡＬＰＨＡ" => "alpha".into(),
        "Straße" | "STRASSE" => "strasse".into(),
        other => other.to_lowercase(),
    }
}

/// Searched texts are found, however they are spelled.
pub fn is_found(house: &House, d: &Definition, records: &Records) {
    for object in &d.objects {
        for field in &object.fields {
            if !matches!(field.kind, Kind::Text { search: true, .. }) || field.by != By::Hand {
                continue;
            }
            let mut alike: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
            for (id, record) in &records[&object.key] {
                if let Some(text) = record["values"][&field.name].as_str() {
                    let (_, ids) = alike.entry(folded(text)).or_insert_with(|| (text.to_owned(), BTreeSet::new()));
                    ids.insert(id.clone());
                }
            }
            for (text, ids) in alike.into_values() {
                let filter = json!({"field": field.name, "is": text});
                let found = house.list(&d.full(object.key), Some(filter));
                let found: BTreeSet<String> = found.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
                assert_eq!(found, ids, "{} {} is {text}", d.full(object.key), field.name);
            }
        }
    }
}

/// What a definition has lost, with what was in it.
#[derive(Default)]
pub struct Lost {
    fields: BTreeMap<Key, BTreeMap<String, Value>>,
    objects: BTreeMap<Key, BTreeMap<String, Value>>,
}

/// The records before an upgrade, and what they were by.
pub struct Before<'a> {
    pub definition: &'a Definition,
    pub records: &'a Records,
}

impl Lost {
    /// Notes what the next definition hides.
    pub fn note(&mut self, before: &Before<'_>, after: &Definition) {
        for object in &before.definition.objects {
            let records = &before.records[&object.key];
            let Some(now) = after.objects.iter().find(|now| now.key == object.key) else {
                self.objects.insert(object.key, records.clone());
                for field in &object.fields {
                    self.keep(field, records);
                }
                continue;
            };
            for field in object.fields.iter().filter(|field| now.fields.iter().all(|known| known.key != field.key)) {
                self.keep(field, records);
            }
        }
    }

    fn keep(&mut self, field: &Field, records: &BTreeMap<String, Value>) {
        let values = records.iter().map(|(id, record)| (id.clone(), record["values"][&field.name].clone()));
        self.fields.insert(field.key, values.collect());
    }

    /// Every record is there, with the values that people gave, as the upgrade says they are now.
    pub fn stays(&self, before: &Before<'_>, d: &Definition, after: &Records, restored: &BTreeSet<String>) {
        for object in &d.objects {
            let new = BTreeMap::new();
            let old = before.definition.objects.iter().find(|old| old.key == object.key);
            let were = match old {
                Some(_) => &before.records[&object.key],
                None => self.objects.get(&object.key).unwrap_or(&new),
            };
            let ids = |of: &BTreeMap<String, Value>| of.keys().cloned().collect::<Vec<_>>();
            assert_eq!(ids(were), ids(&after[&object.key]), "{}", d.full(object.key));
            for (id, was) in were {
                let now = &after[&object.key][id];
                for kept in ["version", "number", "creator", "created_at"] {
                    assert_eq!(now[kept], was[kept], "{kept} of {now}");
                }
                let begins = |machine: &super::shape::Machine| json!(machine.states[0]);
                let status = match (was["status"].as_str(), d.states.get(&object.key)) {
                    (None, _) => object.machine.as_ref().map_or(Value::Null, begins),
                    (Some(status), pairs) => {
                        json!(pairs.and_then(|pairs| pairs.get(status)).map_or(status, String::as_str))
                    }
                };
                assert_eq!(now["status"], status, "{now}");
                // What was hidden of a record is not restored with it.
                let whole = |field: &Field| !restored.contains(id) || !self.fields.contains_key(&field.key);
                for field in object.fields.iter().filter(|field| field.by == By::Hand && whole(field)) {
                    self.value(before, d, (old, field), (id, was), now);
                }
            }
        }
    }

    fn value(
        &self,
        before: &Before<'_>,
        d: &Definition,
        (object, field): (Option<&Object>, &Field),
        (id, was): (&str, &Value),
        now: &Value,
    ) {
        let known = object.and_then(|object| object.fields.iter().find(|old| old.key == field.key));
        let (kind, old) = match known {
            Some(known) => (before.definition.kind(known.key), was["values"][&known.name].clone()),
            None => {
                let kept = self.fields.get(&field.key).and_then(|kept| kept.get(id));
                (field.kind.clone(), kept.cloned().unwrap_or_default())
            }
        };
        let mut expected = value(&kind, &old);
        if let (Is::Text(text), Some(pairs)) = (&expected, d.values.get(&field.key)) {
            expected = Is::Text(pairs.get(text).unwrap_or(text).clone());
        }
        if expected == Is::Nothing {
            expected = match &field.fill {
                None => Is::Nothing,
                Some(Fill::Plain(_, given)) => value(&field.kind, given),
                Some(Fill::Of(key)) => match read(d, *key, now) {
                    Is::Nothing => Is::Number(3.into()),
                    other => other,
                },
            };
        }
        assert_eq!(read(d, field.key, now), expected, "{} {field:?}, was {old}, of {now}", field.name);
    }
}
