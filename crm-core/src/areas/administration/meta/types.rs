//! What a caller sends and gets.

use crate::engine::confidential::{ConfidentialKind, FieldRight};
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
pub use crate::engine::objects::description::{
    ObjectAction, ObjectBoard, ObjectChoice, ObjectDescription, ObjectField, ObjectKind, ObjectOperation, ObjectPart,
    ObjectState, ObjectVerb, ObjectView,
};
use crate::engine::operations::Access;
use crate::engine::record::record;
use crate::engine::scope::ScopeLevel;

/// Choices of a dictionary category that the description of a field carries.
pub(super) const CHOICES_INSIDE: usize = 1_000;

record! {
    /// Which operations the acting user may call on a record now (META-1).
    output Allowed {
        /// The record.
        id: RecordId,
        /// The names of the operations, by the same rules that would refuse the call; empty where the record does not
        /// exist.
        operations: Vec<String>,
    }
}

record! {
    /// An operation, in the session's language (META-3).
    output OperationDescription {
        /// Its name, `opportunities.assign`.
        name: String,
        /// The area, `opportunities`.
        area: String,
        /// Its label.
        label: String,
        /// Its documentation, in English.
        doc: String,
        /// Whether it changes anything.
        access: Access,
        /// Whether a person should confirm it first.
        confirm: bool,
        /// Whether the acting user's roles hold it.
        permitted: bool,
        /// Which records their roles let them read with it, where they hold it and it speaks of records with a scope
        /// (SCOPE-17); of an operation on several kinds the least.
        reads: Option<ScopeLevel>,
        /// Which records their roles let them change with it.
        writes: Option<ScopeLevel>,
        /// The arguments, records unfolded into their fields.
        arguments: Vec<FieldDescription>,
        /// The result as a JSON Schema.
        result: String,
    }
}

record! {
    /// A field of a form (META-3).
    output FieldDescription {
        /// Where its value belongs in the arguments: `new.customer_name`, `customers[].name`.
        path: String,
        /// Its label in the session's language.
        label: String,
        /// Its documentation, in English.
        doc: String,
        /// Its type: `text`, `integer`, `date`, `UserId`, `NewOpportunity` …
        kind: String,
        /// Whether it must be given; for a customer's fields, as the settings stand. What the caller may not write of a
        /// customer or a contact is not demanded of them; where anything else demands such a field, the call is refused.
        required: bool,
        /// What the acting user may do with the field: `full`, but where a role's rights to it are set. A field of a record
        /// is refused (`not_writable`) unless they are full, a condition (`not_readable`) unless it is read; such conditions,
        /// and hidden fields that need not be given, are left out of the form.
        right: FieldRight,
        /// What stands in its place where it is absent, as JSON: `50`, `false`. Absent where nothing does, or where it
        /// depends on more than the operation: its documentation says so.
        default_value: Option<String>,
        /// The shortest text, in characters: more than one, or one where an optional text may be absent but not empty.
        min_length: Option<i64>,
        /// The longest text, in characters.
        max_length: Option<i64>,
        /// Whether newline and tab may stand in the text.
        multiline: bool,
        /// The smallest number.
        minimum: Option<i64>,
        /// The largest number.
        maximum: Option<i64>,
        /// The most decimal places.
        max_scale: Option<i64>,
        /// The most elements of a list.
        max_items: Option<i64>,
        /// The dictionary category its value comes from.
        category: Option<String>,
        /// The values to choose from, where they are limited; of a dictionary category the first 1,000, which
        /// `dictionary.choices` gives all.
        choices: Vec<ChoiceDescription>,
    }
}

record! {
    /// A field of a kind of record, with what the acting user may do with it (FIELD-10).
    output RecordField {
        /// Its name, `bank_account`.
        name: String,
        /// Its label in the session's language.
        label: String,
        /// Its documentation, in English.
        doc: String,
        /// Its type: `text`, `integer`, `date`, `Choice` …
        kind: String,
        /// What it holds, where it can be withheld from roles (`roles.set_field`); absent where it never is.
        confidential: Option<ConfidentialKind>,
        /// Whether it can be hidden; a required text can be masked and no more.
        hideable: bool,
        /// What the acting user may do with it, as far as fields can be withheld.
        right: FieldRight,
        /// What they may ask of it in a filter tree: `is`, `contains`, `ge` …; nothing, where nobody asks it there, or where
        /// they don't read it in full.
        asked: Vec<String>,
        /// The kind of record that it refers to, to whose fields a path goes on.
        refers_to: Option<Entity>,
        /// The dictionary category of the entries that it refers to.
        category: Option<String>,
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

record! {
    /// A label in the session's language (META-2).
    output Label {
        /// Its key: `field-customer_name`, `choice-OpportunityStatus-assigned`, `operation-tickets-handle`.
        key: String,
        /// The text.
        text: String,
    }
}
