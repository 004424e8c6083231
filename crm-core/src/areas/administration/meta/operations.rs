//! The operations for hosts that draw screens.

use super::rules;
use super::types::*;
use crate::engine::gate::Entity;
use crate::engine::ids::RecordId;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! meta_operations { ($($project:ident)::+) => { $($project)::+! {
    meta: Meta, "What hosts that draw screens ask: descriptions, labels, allowed operations.";

    /// Says for each record which operations that change something the acting user may call on it now (META-1), by the
    /// rules that would refuse the call. One call serves a whole list screen: up to 1,000 records of one kind. Of a defined
    /// object (`hotel.reservation`) these are `update`, `delete` and its actions, under their full names (OBJ-17).
    read fn allowed(entity: Entity [defined], ids: Vec<RecordId> [at_most(1000)]) -> Vec<Allowed>;

    /// Gives those of up to 1,000 records of one kind that the acting user sees (SCOPE-14): so that a host can pass on to
    /// people what its listeners are told. Nothing is said of the others.
    read fn seen(entity: Entity [defined], ids: Vec<RecordId> [at_most(1000)]) -> Vec<RecordId>;

    /// Describes one operation for drawing its form, in the session's language, with the choices of its coded fields
    /// (META-3), as far as the acting user may fill them (FIELD-10): those of defined objects too, `hotel.reservation.arrive`, with
    /// the fields of the record that they take, and custom fields in the forms of typed ones (OBJ-17). A name that no operation
    /// has is refused as `unknown_operation`.
    ///
    /// With the `kind` of a setup document (SETUP-1), of operations that take one of a kind, its argument `document` is
    /// described with the fields of that kind, and `permitted` says whether the acting user may do it to such a document.
    read[unknown_operation] fn describe(operation: String, kind: Option<String> = None [text(100)]) -> OperationDescription;

    /// Describes the fields of a kind of record, in the session's language: which can be withheld from roles
    /// (`roles.set_field`), and what the acting user may do with each (FIELD-10).
    read fn fields(entity: Entity) -> Vec<RecordField>;

    /// Describes every operation, without the dictionary's choices, and says of each whether the acting user's roles
    /// hold it (META-3).
    read fn operations() -> Vec<OperationDescription>;

    /// Describes every object, typed and defined, in the session's language (OBJ-17): its fields, states, actions and views,
    /// as far as the acting user reads and writes the fields.
    read fn objects() -> Vec<ObjectDescription>;

    /// Describes one object by its name, `customer` (OBJ-17). What no kind of record is called is refused as
    /// `unknown_object`.
    read fn object(name: String [text(100)]) -> ObjectDescription;

    /// Gives every label in the session's language (META-2).
    read fn labels() -> Vec<Label>;
} } }

crate::meta_operations!(crate::engine::operations::project_core);
