//! What is told of an object for drawing screens, and of the fields of a form (OBJ-17, META-3).

use crate::engine::confidential::FieldRight;
use crate::engine::gate::Entity;
use crate::engine::operations::Access;
use crate::engine::record::{choices, record};

/// The type of a field of which a record has several values: the names of what hangs on it.
pub(crate) const NAMES: &str = "names";

choices! {
    /// What an object is.
    ObjectKind {
        /// It has rules of its own in the engine.
        Typed = "typed",
        /// A pack defines it.
        Defined = "defined",
        /// A pack defines it as a part of another, with which its records are read and written.
        Part = "part",
    }
}

record! {
    /// An object, in the session's language (OBJ-17).
    output ObjectDescription {
        /// Its name, `customer`.
        name: String,
        /// Its label.
        label: String,
        /// What it is.
        kind: ObjectKind,
        /// The field that is its owner.
        owner: Option<String>,
        /// The text field by which its records may be named in place of an id.
        key: Option<String>,
        /// Its fields, in their order.
        fields: Vec<ObjectField>,
        /// Its parts.
        parts: Vec<ObjectPart>,
        /// Its states, in their order.
        states: Vec<ObjectChoice>,
        /// What can be done with a record; of a typed object the operations that are called on one.
        actions: Vec<ObjectAction>,
        /// The views of packs over its records.
        views: Vec<ObjectView>,
        /// The fields that make the title of a record.
        title_fields: Vec<String>,
        /// The groups in which a form or a record shows its fields, in their order.
        groups: Vec<ObjectChoice>,
        /// The columns of a list that matter, in their order, at most eight: fields, or paths over references.
        columns: Vec<String>,
        /// The fields for which a list offers a filter first, in their order, at most eight; of those that the acting user may
        /// ask for.
        filters: Vec<String>,
        /// The field whose states make the columns of a board, where records go from state to state.
        board: Option<ObjectBoard>,
        /// The operations by which its records are listed, got, created, changed and deleted, and what else is called on one.
        operations: Vec<ObjectOperation>,
        /// What hangs on its records: activities, notes, files, tags, followers, as far as they bear it.
        hangs: Vec<ObjectHanging>,
    }
}

record! {
    /// What hangs on the records of an object (OBJ-17).
    output ObjectHanging {
        /// Its area, `notes`.
        area: String,
        /// Its label in the session's language.
        label: String,
        /// The kind of record that each is, of which `meta.allowed` can be asked; absent where they are no records of their own.
        kind: Option<Entity>,
        /// The fields of each that matter, in their order, the most telling first.
        columns: Vec<String>,
        /// The operations that are called on the record on which they hang, the list of them first; `record` is the argument
        /// that takes the record's key.
        on_record: Vec<ObjectOperation>,
        /// The operations that are called on one of them; `record` is the argument that takes its id.
        on_each: Vec<ObjectOperation>,
    }
}

record! {
    /// A field of an object.
    output ObjectField {
        /// Its name.
        name: String,
        /// Its label in the session's language.
        label: String,
        /// Its type: `text`, `boolean`, `integer`, `decimal`, `money`, `date`, `instant`, `choice`, `entry`, `ref`; `id` of the
        /// record itself; `names` of what hangs on the record, as its tags do, of which it has any number: they are asked for in
        /// filter trees, and stand in no record.
        kind: String,
        /// Whether it is given when a record is created and never emptied; of a typed object, whether it is never empty.
        required: bool,
        /// The longest text, in characters, where the definition says it.
        max_length: Option<i64>,
        /// Whether newline and tab may stand in the text.
        multiline: bool,
        /// The smallest number, as text.
        minimum: Option<String>,
        /// The largest number, as text.
        maximum: Option<String>,
        /// The most decimal places.
        places: Option<i64>,
        /// The values to choose from, in their order.
        choices: Vec<ObjectChoice>,
        /// The dictionary category of the entries that it refers to.
        category: Option<String>,
        /// The object that it refers to.
        refers_to: Option<String>,
        /// The expression that fills it where nothing is given.
        default_value: Option<String>,
        /// Whether the acting user reads it in full.
        readable: bool,
        /// Whether they write it, where they may write the record; what the engine sets nobody writes.
        writable: bool,
        /// The group in which it stands; within a group fields stand in their order here.
        group: String,
        /// What they may ask of it in a filter tree: `is`, `contains`, `ge` …
        asked: Vec<String>,
        /// Whether a list can be sorted by it.
        sortable: bool,
    }
}

record! {
    /// A value or a state, with its label in the session's language.
    output ObjectChoice {
        /// Its name.
        name: String,
        /// Its label.
        label: String,
    }
}

record! {
    /// A view of a pack.
    output ObjectView {
        /// Its name, `hotel.free_rooms`.
        name: String,
        /// Its label in the session's language.
        label: String,
        /// Whether it is a section of the workbench of who may ask it (VIEW-8).
        bench: bool,
    }
}

record! {
    /// Parts of an object's records.
    output ObjectPart {
        /// What the whole calls them.
        name: String,
        /// The label of that in the session's language.
        label: String,
        /// Their object.
        object: String,
    }
}

record! {
    /// An action of an object.
    output ObjectAction {
        /// Its name, `arrive`.
        name: String,
        /// Its label in the session's language.
        label: String,
        /// The operation that it is, `hotel.reservation.arrive`.
        operation: String,
        /// The states in which it is possible; none where it is in any.
        from: Vec<String>,
        /// The fields that are given with it; of a typed object's operation its arguments.
        takes: Vec<String>,
        /// Paths that must have a value afterwards.
        needs: Vec<String>,
        /// Whether a person should confirm it first.
        confirm: bool,
        /// Whether a role of the acting user's holds it.
        permitted: bool,
    }
}

choices! {
    /// What an operation does with the records of an object.
    ObjectVerb {
        /// It lists them.
        List = "list",
        /// It gives one.
        Get = "get",
        /// It creates one.
        Create = "create",
        /// It changes fields of one.
        Update = "update",
        /// It deletes one.
        Delete = "delete",
        /// It brings a deleted one back.
        Restore = "restore",
        /// It does something else with one.
        Action = "action",
    }
}

record! {
    /// An operation on the records of an object.
    output ObjectOperation {
        /// Its full name, `customers.create`, `hotel.room.create`.
        operation: String,
        /// What it does with them.
        verb: ObjectVerb,
        /// Its label in the session's language.
        label: String,
        /// Whether it changes anything.
        access: Access,
        /// Whether a person should confirm it first.
        confirm: bool,
        /// Whether the acting user's roles hold it.
        permitted: bool,
        /// The argument that takes the record's id: `id`, `new.customer`.
        record: Option<String>,
        /// The argument that takes the fields: `new`, `changes`, `changes.values`, `with`.
        fields: Option<String>,
        /// The argument that takes the version which the caller saw: `version`, `changes.version`.
        version: Option<String>,
    }
}

record! {
    /// A board of an object's records.
    output ObjectBoard {
        /// The field that says the state.
        field: String,
        /// The states, in their order.
        states: Vec<ObjectState>,
    }
}

record! {
    /// A state, with its label in the session's language.
    output ObjectState {
        /// Its name.
        name: String,
        /// Its label.
        label: String,
        /// Whether records stay in it.
        is_final: bool,
    }
}

record! {
    /// A field of a form (META-3).
    output FieldDescription {
        /// Where its value belongs in the arguments: `new.customer_name`, `customers[].name`.
        path: String,
        /// Its label in the session's language.
        label: String,
        /// What it is, in the session's language.
        doc: String,
        /// Its type: `text`, `integer`, `date`, `UserId`, `NewOpportunity` …; of a field that a pack defines the word of packs:
        /// `ref`, `entry`, `choice`, `money` …
        kind: String,
        /// Whether it must be given; for a customer's fields, as the settings stand. What the caller may not write of a
        /// customer or a contact is not demanded of them; where anything else demands such a field, the call is refused.
        required: bool,
        /// What the acting user may do with the field: `full`, but where a role's rights to it are set. A field of a record
        /// is refused (`not_writable`) unless they are full, a condition (`not_readable`) unless it is read; such conditions,
        /// and hidden fields that need not be given, are left out of the form.
        right: FieldRight,
        /// What stands in its place where it is absent, as JSON: `50`, `false`. Absent where nothing does, or where it
        /// depends on more than the operation: its documentation says so. Of a field that a pack defines the expression which
        /// fills it: `1`, `me`, `room.price`.
        default_value: Option<String>,
        /// The shortest text, in characters: more than one, or one where an optional text may be absent but not empty.
        min_length: Option<i64>,
        /// The longest text, in characters.
        max_length: Option<i64>,
        /// Whether newline and tab may stand in the text.
        multiline: bool,
        /// The smallest number, where it is whole.
        minimum: Option<i64>,
        /// The largest number, where it is whole.
        maximum: Option<i64>,
        /// The smallest number as text, where it is not whole: `0.01`.
        lowest: Option<String>,
        /// The largest number as text, where it is not whole.
        highest: Option<String>,
        /// The most decimal places.
        max_scale: Option<i64>,
        /// The most elements of a list.
        max_items: Option<i64>,
        /// The dictionary category its value comes from.
        category: Option<String>,
        /// The object whose record its value names, `user`, `hotel.room`.
        refers_to: Option<String>,
        /// The values to choose from, where they are limited; of a dictionary category the first 1,000, which
        /// `dictionary.choices` gives all.
        choices: Vec<ChoiceDescription>,
    }
}

record! {
    /// A value to choose from.
    output ChoiceDescription {
        /// The value to send.
        value: String,
        /// Its label in the session's language; a dictionary entry's own item.
        label: String,
    }
}

impl FieldDescription {
    /// One of which nothing else is to be said.
    pub(crate) fn plain(path: String, label: String, kind: String) -> FieldDescription {
        FieldDescription {
            path,
            label,
            kind,
            doc: String::new(),
            required: false,
            right: FieldRight::Full,
            default_value: None,
            min_length: None,
            max_length: None,
            multiline: false,
            minimum: None,
            maximum: None,
            lowest: None,
            highest: None,
            max_scale: None,
            max_items: None,
            category: None,
            refers_to: None,
            choices: Vec::new(),
        }
    }
}
