//! What is told of an object for drawing screens (OBJ-17).

use crate::engine::record::{choices, record};

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
        /// record itself.
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
