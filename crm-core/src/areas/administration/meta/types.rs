//! What a caller sends and gets.

use crate::engine::confidential::{ConfidentialKind, FieldRight};
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;
pub use crate::engine::objects::description::{
    ChoiceDescription, FieldDescription, ObjectAction, ObjectBoard, ObjectChoice, ObjectDescription, ObjectField,
    ObjectHanging, ObjectKind, ObjectOperation, ObjectPart, ObjectState, ObjectVerb, ObjectView,
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
        /// Its documentation, the first paragraph in the session's language.
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
    /// A field of a kind of record, with what the acting user may do with it (FIELD-10).
    output RecordField {
        /// Its name, `bank_account`.
        name: String,
        /// Its label in the session's language.
        label: String,
        /// Its documentation, in English.
        doc: String,
        /// Its type: `text`, `integer`, `date`, `Choice` …; `names` of what hangs on the record, of which it has any number.
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
    /// A label in the session's language (META-2).
    output Label {
        /// Its key: `field-customer_name`, `choice-OpportunityStatus-assigned`, `operation-tickets-handle`.
        key: String,
        /// The text.
        text: String,
    }
}
