//! Packs applied to a database, one version behind the other: whatever a definition says, no row and no value is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::engine::clock::Timestamp;
use crate::engine::crm::Crm;
use crate::engine::objects::define::document::OnDelete;
use crate::engine::objects::plan::packs::compare;
use crate::engine::objects::plan::whole::HiddenIn;
use crate::engine::storage::params;

fn typed(name: &str) -> Option<Name> {
    let table = match name {
        "user" => "users",
        "department" => "departments",
        "customer" => "customers",
        "dictionary_entry" => "dictionary_entries",
        _ => return None,
    };
    Some(table.into())
}

/// A database with the version of a pack that is there.
struct Stage {
    crm: Crm,
    pack: Option<Pack>,
}

impl Stage {
    fn new() -> Stage {
        Stage { crm: Crm::open_in_memory().expect("an engine"), pack: None }
    }

    fn write<T>(&self, body: impl Fn(&mut dyn Transaction) -> Result<T>) -> T {
        let mut done = None;
        let write = self.crm.storage().write(&self.crm.patience(), &mut |tx| {
            done = Some(body(tx)?);
            Ok(())
        });
        write.expect("a transaction");
        done.expect("a result")
    }

    fn tables(&self) -> Vec<KeptTable> {
        self.write(kept::tables)
    }

    fn key(&self, pack: &Pack) -> i64 {
        let packs = self.write(kept::packs);
        packs.iter().find(|kept| kept.name == pack.name).map_or(0, |kept| kept.key)
    }

    fn compare(&self, pack: &Pack) -> Changes {
        let hidden = HiddenIn { pack: &pack.name, key: self.key(pack), tables: &self.tables() };
        compare(self.pack.as_ref(), pack, &hidden)
    }

    fn apply(&mut self, pack: Pack) -> Changes {
        let changes = self.compare(&pack);
        assert_eq!(changes.refusals, []);
        self.write(|tx| {
            let key = kept::packs(tx)?.iter().find(|kept| kept.name == pack.name).map_or(0, |kept| kept.key);
            let row = KeptPack {
                key,
                name: pack.name.clone(),
                version: i64::from(pack.version),
                language: 1,
                document: String::new(),
                enabled: true,
                applied_at: Timestamp::UNIX_EPOCH,
                applied_by: None,
            };
            apply(tx, &Apply { pack: &pack, changes: &changes, row, others: &[], typed: &typed })
        });
        self.pack = Some(pack);
        changes
    }

    /// The column of a field, with its table.
    fn column(&self, object: &str, field: &str) -> (TableKey, Name) {
        let tables = self.tables();
        let table = tables.iter().find(|table| !table.hidden && table.object == object).expect("a table");
        let key = table.field(field).unwrap_or_else(|| panic!("{object}.{field}")).key;
        (table.key, table.slots.of(key, Use::Value).expect("a slot").clone())
    }

    fn schema(&self) -> Vec<String> {
        let sql = "SELECT sql FROM sqlite_schema WHERE tbl_name LIKE 'object\\__%' ESCAPE '\\' AND sql IS NOT NULL \
                   AND tbl_name GLOB 'object_[0-9]*' ORDER BY rowid";
        self.write(|tx| tx.all(sql, &[], |c| c.next()))
    }
}

fn text() -> FieldType {
    FieldType::Text { max: 100, lines: false, format: None }
}

fn field(name: &str, ty: FieldType) -> Field {
    Field::new(name.into(), ty)
}

fn object(name: &str, fields: Vec<Field>) -> Object {
    Object { name: name.into(), title: "'x'".into(), fields, ..Object::default() }
}

fn pack(version: u32, objects: Vec<Object>) -> Pack {
    Pack { name: "depot".into(), version, language: 1, title: "Depot".into(), objects, ..Pack::default() }
}

fn reference(to: &str) -> FieldType {
    FieldType::Ref { to: to.into(), on_delete: Some(OnDelete::Refuse) }
}

// OBJ-20: tables and columns are named by the engine; references hold; what a process reads again is what it wrote.
#[test]
fn tables_bear_no_names_of_an_administrator() {
    let mut stage = Stage::new();
    let mut shelf = object("shelf", vec![field("label", text()), field("keeper", FieldType::User { on_delete: None })]);
    shelf.fields[0].search = true;
    let mut parcel = object("parcel", vec![field("on", reference("depot.shelf")), field("weight", FieldType::Boolean)]);
    parcel.fields.push(field("sender", reference("customer")));
    parcel.number = Some("P{0000}".into());
    let mut slip = object("slip", vec![field("parcel", reference("depot.parcel")), field("words", text())]);
    slip.part_of = Some(super::super::super::define::document::PartOf { field: "parcel".into(), name: "slips".into() });
    // A part stands before its whole in the document, and a reference before what it leads to.
    stage.apply(pack(1, vec![slip, parcel, shelf]));
    let schema = stage.schema();
    for name in ["shelf", "parcel", "slip", "label", "keeper", "weight", "sender", "words", "depot"] {
        assert!(schema.iter().all(|sql| !sql.contains(name)), "{name} in {schema:#?}");
    }
    let (parcels, on) = stage.column("depot.parcel", "on");
    let (shelves, _) = stage.column("depot.shelf", "label");
    let refers = |sql: &String| sql.contains(&format!("{on} INTEGER REFERENCES {shelves} (id)"));
    assert!(schema.iter().any(refers), "{schema:#?}");
    let indexed = |columns: &str| schema.iter().any(|sql| sql.ends_with(&format!(" ON {parcels} ({columns})")));
    assert!(indexed(&on) && indexed("number_folded"), "{schema:#?}");
    // Applied again, nothing differs.
    let before = (stage.tables(), schema);
    let changes = stage.apply(stage.pack.clone().expect("a pack"));
    assert_eq!(changes.steps, []);
    assert_eq!((stage.tables(), stage.schema()), before);
}

// PACK-2: whole numbers become decimals, states and values others, and a searched text is folded.
#[test]
fn values_become_what_the_new_type_says() {
    let mut stage = Stage::new();
    let size = |ty| {
        object(
            "crate",
            vec![field("size", ty), field("colour", FieldType::Choice { values: vec!["red".into(), "blue".into()] })],
        )
    };
    stage.apply(pack(1, vec![size(FieldType::Integer { min: None, max: None })]));
    let (table, size_slot) = stage.column("depot.crate", "size");
    let (_, colour) = stage.column("depot.crate", "colour");
    let uid = [7_u8; 16];
    let insert =
        format!("INSERT INTO {table} (uid, version, created_at, {size_slot}, {colour}) VALUES (?, 1, 0, 12, 'red')");
    stage.write(|tx| tx.insert(&insert, &[Value::Blob((&uid[..]).into())]));
    let mut second = size(FieldType::Decimal { places: 2, min: None, max: None });
    second.fields[1].ty = FieldType::Choice { values: vec!["red".into(), "blue".into(), "green".into()] };
    let mut second = pack(2, vec![second]);
    // Two values change places.
    let pairs = vec![("red".into(), "blue".into()), ("blue".into(), "red".into())];
    second.replaced =
        vec![super::super::super::define::document::Replaced { path: "crate.colour".into(), values: pairs }];
    let changes = stage.apply(second);
    assert_eq!(changes.objects[0].fields.fields[0].becomes, Becomes::Rewritten);
    let row = format!("SELECT {size_slot}, {colour} FROM {table}");
    let found = stage.write(|tx| tx.one(&row, &[], |c| Ok((c.next::<i64>()?, c.next::<String>()?))));
    assert_eq!(found, Some((12_000_000, "blue".into())));
}

// PACK-2: what is left out without a word is refused, and nothing changes.
#[test]
fn a_file_that_was_cut_off_deletes_nothing() {
    let mut stage = Stage::new();
    let two = || vec![object("crate", vec![field("size", text()), field("note", text())]), object("lid", Vec::new())];
    stage.apply(pack(1, two()));
    let mut cut = two();
    cut[0].fields.pop();
    cut.pop();
    let changes = stage.compare(&pack(2, cut.clone()));
    let told: Vec<(&str, &str)> = changes.refusals.iter().map(|r| (r.path.as_str(), r.code)).collect();
    assert_eq!(told, [("crate.note", "missing"), ("lid", "missing")]);
    let mut said = pack(2, cut);
    said.removed = vec!["crate.note".into(), "lid".into()];
    assert_eq!(stage.compare(&said).refusals, []);
}

/// A change of the definition.
#[derive(Debug, Clone)]
enum Edit {
    AddField(usize, usize),
    RenameField(usize, usize),
    SwapFields(usize, usize, usize),
    RemoveField(usize, usize),
    BringFieldBack(usize),
    AddObject,
    RenameObject(usize),
    SwapObjects(usize, usize),
    RemoveObject(usize),
    BringObjectBack(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = || 0..6_usize;
    prop_oneof![
        3 => (at(), at()).prop_map(|(a, b)| Edit::AddField(a, b)),
        2 => (at(), at()).prop_map(|(a, b)| Edit::RenameField(a, b)),
        2 => (at(), at(), at()).prop_map(|(a, b, c)| Edit::SwapFields(a, b, c)),
        2 => (at(), at()).prop_map(|(a, b)| Edit::RemoveField(a, b)),
        2 => at().prop_map(Edit::BringFieldBack),
        2 => Just(Edit::AddObject),
        1 => at().prop_map(Edit::RenameObject),
        1 => (at(), at()).prop_map(|(a, b)| Edit::SwapObjects(a, b)),
        1 => at().prop_map(Edit::RemoveObject),
        1 => at().prop_map(Edit::BringObjectBack),
    ]
}

/// A field in the model, by the value that its only record has in it.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    name: String,
    whole: bool,
    value: i64,
}

/// An object in the model.
#[derive(Debug, Clone, Default)]
struct Model {
    name: String,
    fields: Vec<Known>,
    hidden: Vec<Known>,
}

#[derive(Debug, Default)]
struct World {
    objects: Vec<Model>,
    hidden: Vec<Model>,
    next: i64,
}

impl World {
    fn fresh(&mut self, what: &str) -> String {
        self.next += 1;
        format!("{what}{}", self.next)
    }

    /// Changes the model, and gives the document that says so.
    fn edit(&mut self, edit: &Edit, version: u32) -> Pack {
        let mut removed: Vec<String> = Vec::new();
        let mut was: BTreeMap<String, String> = BTreeMap::new();
        let count = self.objects.len();
        let pick = |at: usize| at % count.max(1);
        match edit {
            Edit::AddObject => {
                let name = self.fresh("o");
                self.objects.push(Model { name, ..Model::default() });
            }
            Edit::BringObjectBack(at) if !self.hidden.is_empty() => {
                let back = self.hidden.remove(at % self.hidden.len());
                // The name that it had last counts; of two with one name the later comes back.
                let later = self.hidden.iter().rposition(|other| other.name == back.name);
                let back = match later {
                    Some(later) => std::mem::replace(&mut self.hidden[later], back),
                    None => back,
                };
                was.insert(back.name.clone(), back.name.clone());
                self.objects.push(back);
            }
            _ if count == 0 => {}
            Edit::RenameObject(at) => {
                let name = self.fresh("o");
                let object = &mut self.objects[pick(*at)];
                was.insert(name.clone(), std::mem::replace(&mut object.name, name));
            }
            Edit::SwapObjects(a, b) if pick(*a) != pick(*b) => {
                let (a, b) = (pick(*a), pick(*b));
                let (one, two) = (self.objects[a].name.clone(), self.objects[b].name.clone());
                was.insert(one.clone(), two.clone());
                was.insert(two.clone(), one.clone());
                (self.objects[a].name, self.objects[b].name) = (two, one);
            }
            Edit::RemoveObject(at) => {
                let gone = self.objects.remove(pick(*at));
                removed.push(gone.name.clone());
                self.hidden.push(gone);
            }
            Edit::AddField(at, kind) => {
                let name = self.fresh("f");
                let value = self.next;
                self.objects[pick(*at)].fields.push(Known { name, whole: kind % 2 == 0, value });
            }
            Edit::RenameField(at, field) => {
                let name = self.fresh("f");
                let object = &mut self.objects[pick(*at)];
                if let Some(field) = nth(&mut object.fields, *field) {
                    was.insert(format!("{}.{name}", object.name), std::mem::replace(&mut field.name, name));
                }
            }
            Edit::SwapFields(at, a, b) => {
                let object = &mut self.objects[pick(*at)];
                let len = object.fields.len().max(1);
                let (a, b) = (a % len, b % len);
                if a != b {
                    let (one, two) = (object.fields[a].name.clone(), object.fields[b].name.clone());
                    was.insert(format!("{}.{one}", object.name), two.clone());
                    was.insert(format!("{}.{two}", object.name), one.clone());
                    (object.fields[a].name, object.fields[b].name) = (two, one);
                }
            }
            Edit::RemoveField(at, field) => {
                let object = &mut self.objects[pick(*at)];
                if !object.fields.is_empty() {
                    let gone = object.fields.remove(field % object.fields.len());
                    removed.push(format!("{}.{}", object.name, gone.name));
                    object.hidden.push(gone);
                }
            }
            Edit::BringFieldBack(at) => {
                let object = &mut self.objects[pick(*at)];
                if let Some(back) = object.hidden.pop() {
                    was.insert(format!("{}.{}", object.name, back.name), back.name.clone());
                    object.fields.push(back);
                }
            }
            _ => {}
        }
        let named = |path: &str| was.get(path).map(|was| Name::from(was.as_str())).into_iter().collect::<Vec<_>>();
        let objects = self.objects.iter().map(|model| {
            let fields = model.fields.iter().map(|known| {
                let ty = if known.whole { FieldType::Integer { min: None, max: None } } else { text() };
                Field { was: named(&format!("{}.{}", model.name, known.name)), ..field(&known.name, ty) }
            });
            Object { was: named(&model.name), ..object(&model.name, fields.collect()) }
        });
        Pack { removed, ..pack(version, objects.collect()) }
    }
}

fn nth(fields: &mut [Known], at: usize) -> Option<&mut Known> {
    let len = fields.len().max(1);
    fields.get_mut(at % len)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    // PACK-2, PACK-7: whatever is renamed, hidden and brought back, each value is where its field is.
    #[test]
    fn no_value_is_lost(edits in prop::collection::vec(edit(), 1..24)) {
        let (mut stage, mut world) = (Stage::new(), World::default());
        for (edit, version) in edits.iter().zip(1..) {
            let pack = world.edit(edit, version);
            stage.apply(pack);
            // What was said stays said: two names change places again only once a version has not said it (PACK-2).
            let plainly = world.edit(&Edit::SwapObjects(0, 0), version);
            stage.apply(plainly);
            for model in &world.objects {
                let object = format!("depot.{}", model.name);
                let table = stage.tables().into_iter().find(|t| !t.hidden && t.object == *object).expect("a table").key;
                let rows: i64 = stage.write(|tx| tx.value(&format!("SELECT count(*) FROM {table}"), &[]));
                if rows == 0 {
                    let insert = format!("INSERT INTO {table} (uid, version, created_at) VALUES (?, 1, 0)");
                    stage.write(|tx| tx.insert(&insert, &[Value::Blob((&[9_u8; 16][..]).into())]));
                }
                for known in &model.fields {
                    let (_, slot) = stage.column(&object, &known.name);
                    let found: Option<String> = stage.write(|tx| {
                        tx.value(&format!("SELECT CAST({slot} AS TEXT) FROM {table}"), &[])
                    });
                    let fresh = makes_a_field(edit) && world.next == known.value;
                    if fresh {
                        prop_assert_eq!(&found, &None, "a new field has nothing in it");
                        let update = format!("UPDATE {table} SET {slot} = ?");
                        if known.whole {
                            stage.write(|tx| tx.execute(&update, params![known.value]));
                        } else {
                            stage.write(|tx| tx.execute(&update, params![known.value.to_string()]));
                        }
                    } else {
                        prop_assert_eq!(found, Some(known.value.to_string()), "{}.{}", object, known.name);
                    }
                }
            }
        }
        let integrity = stage.write(|tx| tx.integrity());
        prop_assert_eq!(integrity, Vec::<String>::new());
    }
}

/// Whether the edit makes a field.
fn makes_a_field(edit: &Edit) -> bool {
    matches!(edit, Edit::AddField(..))
}
