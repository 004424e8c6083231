//! Entries of the dictionary, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object =
    Object::typed("dictionary_entry", "dictionary_entries", None, "item", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen { columns: &["category", "item", "value", "editable"], groups: &[], last: None };

static FIELDS: &[Field] = &[
    Field::id(),
    Field::integer("number", "number").indexed(),
    Field::text("category", "category").never_empty().told(),
    Field::searched("item", "item", "item_folded").never_empty().told(),
    Field::searched("value", "value", "value_folded").never_empty().told(),
    Field::boolean("editable", "editable").never_empty(),
];
