//! A few objects with their rows, once in memory and once in a database: bookings of rooms in a house, and what is on their
//! bills. `booking` and `room` are typed objects with columns of their own, `line` is a defined one in slots, and a booking
//! has a custom field in a table beside.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::Result;
use crm_core::objects::days::Moment;
use crm_core::objects::filter::sql::{Piece, Sight, Terms};
use crm_core::objects::filter::tree::Filter;
use crm_core::objects::held::{Held, Record};
use crm_core::objects::list::List;
use crm_core::objects::order::Order;
use crm_core::objects::shape::{Catalogue, Field, Kind, Name, Object, Shared};
use crm_core::storage::{Columns, Patience, Row, Storage, Transaction, Value};
use crm_core::text::fold;
use uuid::Uuid;

/// The decimal places of the company's currency.
pub const PLACES: u32 = 2;

static BOOKING: &[Field] = &[
    Field::id(),
    Field::new("created_at", "created_at", Kind::Instant).never_empty(),
    Field::searched("name", "name", "name_folded").never_empty(),
    Field::text("note", "note"),
    Field::new("n", "n", Kind::Integer),
    Field::money("amount", "amount"),
    Field::decimal("rate", "rate_e6", 2, 6),
    Field::money_of("foreign", "foreign_amount", "foreign_currency"),
    Field::choice("kind", "kind", &["single", "double", "suite"]),
    Field::choice("status", "status", &["draft", "sent", "paid"]).never_empty(),
    Field::new("day", "day", Kind::Date),
    Field::new("at", "at", Kind::Instant),
    Field::boolean("ok", "ok"),
    Field::reference("room", "room", "room"),
    Field::reference("clerk", "clerk", "user"),
];

static ROOM: &[Field] = &[
    Field::id(),
    Field::searched("number", "number", "number_folded"),
    Field::money("price", "price"),
    Field::reference("floor", "floor", "floor"),
    Field::boolean("in_service", "in_service"),
];

static FLOOR: &[Field] =
    &[Field::id(), Field::new("level", "level", Kind::Integer), Field::reference("building", "building", "building")];

static BUILDING: &[Field] =
    &[Field::id(), Field::searched("name", "name", "name_folded"), Field::reference("keeper", "keeper", "user")];

static USER: &[Field] = &[Field::id(), Field::searched("display_name", "display_name", "display_name_folded")];

/// The objects by their names.
pub struct Objects(BTreeMap<&'static str, Object>);

impl Catalogue for Objects {
    fn object(&self, name: &str) -> Option<&Object> {
        self.0.get(name)
    }
}

impl Objects {
    pub fn new() -> Objects {
        let mut booking = Object::typed("booking", "bookings", Some("created_at"), "name", BOOKING);
        let mut fields = BOOKING.to_vec();
        let mut tier = Field::new("tier", "i1", Kind::Integer);
        tier.beside = Some("bookings_more".into());
        fields.push(tier);
        let mut guide = Field::reference("guide", "r2", "user");
        guide.beside = Some("bookings_more".into());
        fields.push(guide);
        booking.fields = fields.into();
        let slot = |name: &str, column: &str, kind| {
            let (name, column): (Name, Name) = (name.into(), column.into());
            Field { name, column, kind, beside: None, filled: false, told: false, indexed: false, several: None }
        };
        let line = Object {
            name: "line".into(),
            table: "defined_7".into(),
            made: None,
            fields: vec![
                Field::id(),
                slot("booking", "r1", Kind::Reference("booking".into())),
                slot("words", "t1", Kind::Text { twin: Some("t2".into()) }),
                slot("amount", "i1", Kind::Money { currency: None }),
                slot("done", "i2", Kind::Boolean { number: true }),
            ]
            .into(),
            title: Some("words".into()),
            screen: None,
            on_the_way: false,
            conditions: Shared::Fixed(&[]),
        };
        let mut floor = Object::typed("floor", "floors", None, "level", FLOOR);
        floor.title = None;
        let all = [
            Object::typed("user", "users", None, "display_name", USER),
            Object::typed("building", "buildings", None, "name", BUILDING),
            floor,
            Object::typed("room", "rooms", None, "number", ROOM),
            booking,
            line,
        ];
        let names = ["user", "building", "floor", "room", "booking", "line"];
        Objects(names.into_iter().zip(all).collect())
    }

    pub fn get(&self, name: &str) -> &Object {
        &self.0[name]
    }

    /// In an order in which references come after what they refer to.
    pub const ORDER: [&'static str; 6] = ["user", "building", "floor", "room", "booking", "line"];
}

/// A row in memory.
pub struct Stored {
    pub key: i64,
    pub values: BTreeMap<String, Held<'static>>,
}

impl Stored {
    pub fn id(&self) -> Uuid {
        match &self.values["id"] {
            Held::Record(id) => *id,
            other => panic!("{other:?}"),
        }
    }

    fn get(&self, field: &str) -> Option<Held<'static>> {
        self.values.get(field).cloned()
    }
}

/// The rows, and which of them whoever asks does not see.
pub struct Rows {
    pub objects: Objects,
    pub of: BTreeMap<&'static str, Vec<Stored>>,
    pub hidden: BTreeSet<(String, i64)>,
}

impl Rows {
    pub fn new() -> Rows {
        let of = Objects::ORDER.map(|name| (name, Vec::new())).into();
        Rows { objects: Objects::new(), of, hidden: BTreeSet::new() }
    }

    /// Adds a row; its key is the number of its place.
    pub fn add(&mut self, object: &'static str, mut values: BTreeMap<String, Held<'static>>) -> Uuid {
        let place = Objects::ORDER.iter().position(|name| *name == object).unwrap();
        let rows = self.of.get_mut(object).unwrap();
        let key = i64::try_from(rows.len()).unwrap() + 1;
        let id = Uuid::from_u64_pair(u64::try_from(place).unwrap() + 1, key.unsigned_abs());
        values.insert("id".to_owned(), Held::Record(id));
        rows.push(Stored { key, values });
        id
    }

    pub fn seen<'a>(&'a self, object: &'a Object) -> impl Iterator<Item = InMemory<'a>> {
        let rows = &self.of[object.name.as_str()];
        rows.iter().map(move |row| InMemory { rows: self, object, row }).filter(|row| row.is_seen())
    }

    /// The ids of the records that the tree seeks in memory, in the order of memory.
    pub fn sought(&self, object: &str, filter: Option<&Filter>, order: &Order, moment: &Moment) -> Vec<Uuid> {
        let object = self.objects.get(object);
        let mut found: Vec<InMemory<'_>> = self.seen(object).collect();
        found.retain(|row| filter.is_none_or(|filter| filter.holds(row, moment).unwrap()));
        found.sort_by(|a, b| order.compare(a, b).unwrap().then_with(|| b.age().cmp(&a.age())));
        found.iter().map(|found| found.row.id()).collect()
    }
}

/// A row in memory, as whoever asks sees it.
pub struct InMemory<'a> {
    rows: &'a Rows,
    object: &'a Object,
    pub row: &'a Stored,
}

impl InMemory<'_> {
    fn is_seen(&self) -> bool {
        !self.rows.hidden.contains(&(self.object.name.to_string(), self.row.key))
    }

    fn age(&self) -> (Option<crm_core::Timestamp>, i64) {
        let made = match self.row.get("created_at") {
            Some(Held::Instant(at)) => Some(at),
            _ => None,
        };
        (made, self.row.key)
    }
}

impl Record for InMemory<'_> {
    fn value(&self, field: &Field) -> Result<Option<Held<'_>>> {
        Ok(self.row.get(&field.name))
    }

    fn follow(&self, reference: &Field, to: &Object) -> Result<Option<Box<dyn Record + '_>>> {
        let Some(Held::Record(id)) = self.row.get(&reference.name) else { return Ok(None) };
        let object = self.rows.objects.get(&to.name);
        let found = self.rows.seen(object).find(|row| row.row.id() == id);
        Ok(found.map(|row| Box::new(row) as Box<dyn Record>))
    }

    fn some(&self, object: &Object, by: &Field, wanted: &mut dyn FnMut(&dyn Record) -> Result<bool>) -> Result<bool> {
        let me = Some(Held::Record(self.row.id()));
        for child in self.rows.seen(self.rows.objects.get(&object.name)).filter(|row| row.row.get(&by.name) == me) {
            if wanted(&child)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Those that are hidden are kept in a table; nothing else is asked of it than of `access`.
pub struct Hidden;

impl Sight for Hidden {
    fn seen(&self, object: &Object, alias: &str) -> Option<Piece> {
        // Users are seen by everybody, as in the engine.
        (object.name != "user").then(|| Piece {
            sql: format!("NOT EXISTS (SELECT 1 FROM hidden h WHERE h.entity = ? AND h.record = {alias}.id)"),
            params: vec![Value::from(object.name.to_string())],
        })
    }
}

/// The rows in a database.
pub struct Database {
    storage: Box<dyn Storage>,
}

impl Database {
    /// The tables, in a storage that is empty.
    pub fn new(storage: Box<dyn Storage>) -> Database {
        let objects = Objects::new();
        let mut tables =
            vec!["CREATE TABLE hidden (entity TEXT, record INTEGER, PRIMARY KEY (entity, record))".to_owned()];
        for name in Objects::ORDER {
            let object = objects.get(name);
            let mut of: BTreeMap<String, Vec<String>> = BTreeMap::new();
            of.insert(object.table.to_string(), Vec::new());
            for field in &*object.fields {
                let table = field.beside.as_ref().unwrap_or(&object.table).to_string();
                for (column, kind) in columns(field) {
                    let more = match (&field.kind, field.filled) {
                        (Kind::Id, _) => " NOT NULL UNIQUE",
                        (_, true) => " NOT NULL",
                        _ => "",
                    };
                    of.entry(table.clone()).or_default().push(format!("{column} {kind}{more}"));
                }
            }
            for (table, columns) in of {
                tables.push(format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY, {}) STRICT", columns.join(", ")));
            }
        }
        tables.extend(
            [
                "CREATE INDEX bookings_n ON bookings (n)",
                "CREATE INDEX bookings_name ON bookings (name_folded)",
                "CREATE INDEX bookings_day ON bookings (day, created_at DESC, id DESC)",
                "CREATE INDEX bookings_room ON bookings (room)",
                "CREATE INDEX bookings_clerk_sent ON bookings (clerk) WHERE status = 'sent'",
                "CREATE INDEX rooms_number ON rooms (number_folded)",
                "CREATE INDEX lines_booking ON defined_7 (r1)",
                "CREATE INDEX more_tier ON bookings_more (i1)",
            ]
            .map(str::to_owned),
        );
        let made = storage.alter(&Patience::default(), &mut |tx| {
            tables.iter().try_for_each(|table| tx.execute(table, &[]).map(drop))
        });
        made.unwrap();
        Database { storage }
    }

    /// Does something with these rows alone in the database, and leaves nothing.
    pub fn with(&self, rows: &Rows, run: &mut dyn FnMut(&mut dyn Transaction)) {
        let done = self.storage.write(&Patience::default(), &mut |tx| {
            for (entity, record) in &rows.hidden {
                let params = [Value::from(entity.clone()), Value::Integer(*record)];
                tx.execute("INSERT INTO hidden (entity, record) VALUES (?, ?)", &params)?;
            }
            for name in Objects::ORDER {
                for row in &rows.of[name] {
                    insert(tx, rows, rows.objects.get(name), row)?;
                }
            }
            run(tx);
            for name in Objects::ORDER {
                tx.execute(&format!("DELETE FROM {}", rows.objects.get(name).table), &[])?;
            }
            tx.execute("DELETE FROM bookings_more", &[])?;
            tx.execute("DELETE FROM hidden", &[]).map(drop)
        });
        done.unwrap();
    }
}

/// The columns of a field with their types.
fn columns(field: &Field) -> Vec<(String, &'static str)> {
    let column = field.column.to_string();
    match &field.kind {
        Kind::Id => vec![(column, "BLOB")],
        Kind::Text { twin: Some(twin) } => vec![(column, "TEXT"), (twin.to_string(), "TEXT")],
        Kind::Text { twin: None } | Kind::Date | Kind::Choice(_) => vec![(column, "TEXT")],
        Kind::Money { currency: Some(currency) } => vec![(column, "INTEGER"), (currency.to_string(), "TEXT")],
        _ => vec![(column, "INTEGER")],
    }
}

fn units(number: &rust_decimal::Decimal, places: u32) -> Value<'static> {
    let mut number = *number;
    number.rescale(places);
    Value::Integer(i64::try_from(number.mantissa()).unwrap())
}

fn insert(tx: &mut dyn Transaction, rows: &Rows, object: &Object, row: &Stored) -> Result<()> {
    let mut of: BTreeMap<&str, (Vec<String>, Vec<Value<'static>>)> = BTreeMap::new();
    for field in &*object.fields {
        let Some(held) = row.get(&field.name) else { continue };
        let values = match (&field.kind, held) {
            (Kind::Id, Held::Record(id)) => vec![Value::Blob(id.as_bytes().to_vec().into())],
            (Kind::Reference(to), Held::Record(id)) => {
                let key = rows.of[to.as_str()].iter().find(|row| row.id() == id).unwrap().key;
                vec![Value::Integer(key)]
            }
            (Kind::Text { twin: Some(_) }, Held::Text(text)) => {
                vec![Value::from(text.to_string()), Value::from(fold(&text))]
            }
            (_, Held::Text(text) | Held::Choice(text)) => vec![Value::from(text.into_owned())],
            (Kind::Decimal { scale, .. }, Held::Number(number)) => vec![units(&number, *scale)],
            (Kind::Money { currency: None }, Held::Number(number)) => vec![units(&number, PLACES)],
            (Kind::Money { .. }, Held::Number(number)) => vec![units(&number, PLACES), Value::from("USD")],
            (_, Held::Number(number)) => vec![units(&number, 0)],
            (_, Held::Boolean(truth)) => vec![Value::Boolean(truth)],
            (_, Held::Date(date)) => vec![Value::from(date)],
            (_, Held::Instant(at)) => vec![Value::from(at)],
            (kind, held) => panic!("{kind:?} {held:?}"),
        };
        let (names, all) = of.entry(field.beside.as_deref().unwrap_or(object.table.as_str())).or_default();
        names.extend(columns(field).into_iter().map(|(name, _)| name));
        all.extend(values);
    }
    for (table, (mut names, mut values)) in of {
        names.push("id".to_owned());
        values.push(Value::Integer(row.key));
        let marks = vec!["?"; names.len()].join(", ");
        tx.insert(&format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", ")), &values)?;
    }
    Ok(())
}

/// A page of a list: the ids, and the cursor behind them where there may be more.
pub fn page(
    tx: &mut dyn Transaction,
    list: &List<'_>,
    after: Option<&str>,
    limit: i64,
) -> Result<(Vec<Uuid>, Option<String>)> {
    let after = after.map(|cursor| list.place(tx, cursor)).transpose()?;
    let Piece { sql, params } = list.page("b.uid", after.as_ref(), limit);
    let (mut ids, mut end) = (Vec::new(), None);
    tx.query(&sql, &params, &mut |row: &dyn Row| {
        let mut columns = Columns::new(row);
        ids.push(columns.next()?);
        end = Some(list.cursor(&mut columns)?);
        Ok(true)
    })?;
    let full = i64::try_from(ids.len()).is_ok_and(|found| found == limit);
    Ok((ids, end.filter(|_| full)))
}

/// The list that a tree and an order make.
pub fn list<'a>(
    objects: &'a Objects,
    object: &str,
    filter: Option<&Filter>,
    order: &Order,
    moment: &'a Moment,
    position: &'static str,
) -> List<'a> {
    let mut list = List::new(objects.get(object), "b", Terms { moment, sight: &Hidden, position }, order);
    if let Some(filter) = filter {
        list.filter(filter).unwrap();
    }
    list
}

/// What the tree finds in the database, all of it.
pub fn found(tx: &mut dyn Transaction, objects: &Objects, object: &str, filter: &Filter, moment: &Moment) -> Vec<Uuid> {
    let order = Order::default();
    let list = list(objects, object, Some(filter), &order, moment, tx.dialect().position);
    page(tx, &list, None, 1_000).unwrap().0
}
