//! Definitions as the test knows them: fields and objects by numbers that no rename changes.

use std::collections::BTreeMap;

use serde_json::Value;

/// The number of a field or an object.
pub type Key = usize;

/// The customers, to which the pack gives fields.
pub const CUSTOMER: Key = 0;

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Text {
        max: usize,
        search: bool,
    },
    /// A text of which every value could be a Name.
    Word,
    Boolean,
    Integer {
        min: Option<i64>,
        max: Option<i64>,
    },
    Decimal,
    Money,
    Date,
    Instant,
    Choice(Vec<String>),
    Entry,
    Ref {
        to: Key,
        on_delete: &'static str,
    },
    User,
    Department,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Only {
    /// The records in the state of that place.
    State(usize),
    /// Those with a value of a choice.
    Value(Key, String),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    Count,
    Total(Key),
    Least(Key),
    Greatest(Key),
}

/// Where the values of a field come from.
#[derive(Debug, Clone, PartialEq)]
pub enum By {
    Hand,
    /// Twice a number, and one more.
    Twice(Key),
    /// A text and a choice.
    Join(Key, Key),
    /// One where a choice has a value.
    Is(Key, String),
    /// The days between two dates.
    Days(Key, Key),
    Sum {
        measure: Measure,
        child: Key,
        by: Key,
        only: Option<Only>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub enum Fill {
    /// An expression, with what it gives.
    Plain(&'static str, Value),
    /// What another field has, or 3.
    Of(Key),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub key: Key,
    pub name: String,
    pub was: Vec<String>,
    pub kind: Kind,
    pub required: bool,
    pub fill: Option<Fill>,
    pub by: By,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    pub states: [String; 3],
    pub takes: Option<Key>,
    /// A number that an action counts up.
    pub counts: Option<Key>,
    /// A number of the record that a reference leads to, which an effect sets.
    pub sets: Option<(Key, Key)>,
    /// Actions that only came later.
    pub more: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    pub key: Key,
    pub name: String,
    pub was: Vec<String>,
    /// The reference to its whole.
    pub part_of: Option<Key>,
    pub fields: Vec<Field>,
    pub machine: Option<Machine>,
    pub series: Option<&'static str>,
    pub owner: Option<Key>,
    /// With whether it is among those that have not ended.
    pub unique: Vec<(Vec<Key>, bool)>,
    /// The reference or nothing, and two dates.
    pub span: Option<(Option<Key>, Key, Key)>,
    pub check: Option<(Key, i64)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definition {
    pub version: i64,
    pub objects: Vec<Object>,
    /// The objects of the version that is applied.
    pub applied: Vec<Object>,
    /// What is gone with this version: objects, or fields of an object, by their applied names.
    pub removed: Vec<(Option<Key>, String)>,
    /// Of fields whose values others stand for now.
    pub values: BTreeMap<Key, BTreeMap<String, String>>,
    pub states: BTreeMap<Key, BTreeMap<String, String>>,
    pub hidden: Vec<(Key, Field)>,
    pub gone: Vec<Object>,
    /// The number that the administrators' own field doubles, with its object.
    pub mine: Option<(Key, Key)>,
    pub next: Key,
}

impl Definition {
    /// Begins the next version of what is applied now; `forgets` says whether it still tells what things were called once.
    pub fn begin(&mut self, forgets: bool) {
        self.version += 1;
        (self.removed, self.values, self.states) = Default::default();
        self.applied = self.objects.clone();
        for object in &mut self.objects {
            for field in &mut object.fields {
                field.fill = None;
                if forgets {
                    field.was.clear();
                }
            }
            if forgets {
                object.was.clear();
            }
        }
    }

    /// An object as it is applied.
    pub fn applied_object(&self, key: Key) -> Option<&Object> {
        self.applied.iter().find(|object| object.key == key)
    }

    /// A field as it is applied.
    pub fn applied_field(&self, key: Key) -> Option<&Field> {
        self.applied.iter().flat_map(|object| &object.fields).find(|field| field.key == key)
    }

    pub fn fresh(&mut self) -> Key {
        self.next += 1;
        self.next
    }

    pub fn object(&self, key: Key) -> &Object {
        self.objects.iter().find(|object| object.key == key).unwrap()
    }

    pub fn object_mut(&mut self, key: Key) -> &mut Object {
        self.objects.iter_mut().find(|object| object.key == key).unwrap()
    }

    /// A field with its object.
    pub fn field(&self, key: Key) -> (&Object, &Field) {
        let find = |object: &'_ Object| object.fields.iter().position(|field| field.key == key);
        let object = self.objects.iter().find(|object| find(object).is_some()).unwrap();
        (object, &object.fields[find(object).unwrap()])
    }

    pub fn field_mut(&mut self, key: Key) -> &mut Field {
        self.objects.iter_mut().flat_map(|object| &mut object.fields).find(|field| field.key == key).unwrap()
    }

    pub fn name(&self, key: Key) -> &str {
        &self.field(key).1.name
    }

    pub fn full(&self, key: Key) -> String {
        if key == CUSTOMER { "customer".to_owned() } else { format!("depot.{}", self.object(key).name) }
    }

    /// Of what kind the values of a field are, wherever they come from.
    pub fn kind(&self, key: Key) -> Kind {
        let field = self.field(key).1;
        let whole = Kind::Integer { min: None, max: None };
        match &field.by {
            By::Hand => field.kind.clone(),
            By::Join(..) => Kind::Text { max: 500, search: false },
            By::Is(..) | By::Days(..) | By::Sum { measure: Measure::Count, .. } => whole,
            By::Twice(of)
            | By::Sum { measure: Measure::Total(of) | Measure::Least(of) | Measure::Greatest(of), .. } => {
                match self.kind(*of) {
                    Kind::Integer { .. } => whole,
                    kind => kind,
                }
            }
        }
    }

    /// Whether a field follows the records of others.
    pub fn is_summed(&self, key: Key) -> bool {
        match &self.field(key).1.by {
            By::Sum { .. } => true,
            By::Twice(of) => self.is_summed(*of),
            _ => false,
        }
    }

    /// What every other thing names of a field.
    pub fn is_used(&self, key: Key) -> bool {
        let object = self.field(key).0;
        let machine = |machine: &Machine| {
            machine.takes == Some(key)
                || machine.counts == Some(key)
                || machine.sets.is_some_and(|(by, of)| by == key || of == key)
        };
        let computed = |field: &Field| match &field.by {
            By::Hand => field.fill == Some(Fill::Of(key)),
            By::Twice(of) | By::Is(of, _) => *of == key,
            By::Join(a, b) | By::Days(a, b) => *a == key || *b == key,
            By::Sum { measure, by, only, .. } => {
                let of = match measure {
                    Measure::Count => None,
                    Measure::Total(of) | Measure::Least(of) | Measure::Greatest(of) => Some(*of),
                };
                of == Some(key) || *by == key || matches!(only, Some(Only::Value(of, _)) if *of == key)
            }
        };
        let all = || self.objects.iter();
        object.part_of == Some(key)
            || object.owner == Some(key)
            || object.check.is_some_and(|(of, _)| of == key)
            || object.span.is_some_and(|(by, from, to)| by == Some(key) || from == key || to == key)
            || object.unique.iter().any(|(fields, _)| fields.contains(&key))
            || self.mine.is_some_and(|(_, of)| of == key)
            || all().any(|object| object.machine.as_ref().is_some_and(machine))
            || all().flat_map(|object| &object.fields).any(computed)
    }
}
