//! Packs as tests install them: read, checked and applied, without what comes with later chapters.

use serde_json::Value as Json;

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::RecordId;
use crate::engine::objects::catalogue::apply::{Apply, apply};
use crate::engine::objects::catalogue::kept::KeptPack;
use crate::engine::objects::define::document::Pack;
use crate::engine::objects::define::installed::{Callable, Typed};
use crate::engine::objects::define::{Installed, check, read_text, typed_kinds};
use crate::engine::objects::plan::objects::Hidden;
use crate::engine::objects::plan::packs::compare;
use crate::engine::storage::{Transaction, params};

pub(super) struct House {
    pub(super) typed: Vec<Typed>,
    pub(super) packs: Vec<Pack>,
}

impl Installed for House {
    fn typed(&self) -> &[Typed] {
        &self.typed
    }
    fn packs(&self) -> &[Pack] {
        &self.packs
    }
    fn has_kind(&self, _: &str) -> bool {
        false
    }
    fn operation(&self, _: &str) -> Option<Callable> {
        None
    }
    fn notifies(&self) -> bool {
        false
    }
    fn has_category(&self, _: &str) -> bool {
        false
    }
    fn has_entry(&self, _: &str, _: &str) -> bool {
        false
    }
    fn has_role(&self, _: &str) -> bool {
        true
    }
    fn places(&self) -> u32 {
        2
    }
}

struct Nothing;

impl Hidden for Nothing {
    fn object(&self, _: &str) -> bool {
        false
    }
    fn field(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// A pack without what comes with later chapters: setup documents, and effects outside of defined objects.
pub(super) fn document(text: &str) -> String {
    let mut document: Json = text.parse().expect("JSON");
    let top = document.as_object_mut().expect("an object");
    top.remove("setup");
    if let Some(extend) = top.get_mut("extend").and_then(Json::as_object_mut) {
        extend.values_mut().for_each(|of| drop(of.as_object_mut().expect("an extension").remove("needs")));
    }
    for object in top["objects"].as_object_mut().expect("objects").values_mut() {
        let actions = object.get_mut("status").and_then(|status| status["actions"].as_object_mut());
        for action in actions.into_iter().flat_map(|actions| actions.values_mut()) {
            if let Some(then) = action.get_mut("then").and_then(Json::as_array_mut) {
                let outside =
                    |effect: &Json| effect.get("notify").or(effect.get("call")).is_some() || effect["on"] == "customer";
                then.retain(|effect| !outside(effect));
            }
        }
    }
    document.to_string()
}

/// Reads a pack and installs it beside others.
pub(super) fn install(tx: &mut dyn Transaction, text: &str, others: &mut Vec<Pack>) -> Result<()> {
    let read = read_text(text);
    assert!(read.mistakes.is_empty(), "{:?}", read.mistakes);
    let house = House { typed: typed_kinds(), packs: others.clone() };
    let mistakes = check(&read, &house);
    assert!(mistakes.iter().all(|mistake| mistake.field.starts_with("labels")), "{mistakes:?}");
    let pack = read.pack;
    let row = KeptPack {
        key: 0,
        name: pack.name.clone(),
        version: 1,
        language: 1,
        document: serde_json::to_string(pack.print().value()).expect("JSON"),
        enabled: true,
        applied_at: Timestamp::UNIX_EPOCH,
        applied_by: None,
    };
    let changes = compare(None, &pack, &Nothing);
    let tables = typed_kinds();
    let typed = |name: &str| tables.iter().find(|t| t.object.name == name).map(|t| t.object.table.clone());
    apply(tx, &Apply { pack: &pack, changes: &changes, row, others, typed: &typed })?;
    for (at, category) in (0..).zip(&pack.dictionary) {
        for (number, (item, value)) in (0..).zip(&category.entries) {
            let entry = "INSERT INTO dictionary_entries (uid, number, category, item, item_folded, value, value_folded, \
                         editable) VALUES (?, ?, ?, ?, ?, ?, ?, 1)";
            let uid = entry_id(&category.name, value);
            let (of, number) = (category.name.as_str(), 900 + 100 * at + number + 10_000 * others.len() as i64);
            tx.execute(entry, params![uid.0, number, of, item, item, value, value])?;
        }
    }
    others.push(pack);
    Ok(())
}

/// The id of an entry that a pack brings.
pub(super) fn entry_id(category: &str, value: &str) -> RecordId {
    let bytes = format!("{category} {value}");
    RecordId(uuid::Uuid::from_u128(bytes.bytes().fold(77, |sum, byte| (sum * 257 + u128::from(byte)) % (1 << 100))))
}
