//! Operations by the names of defined objects (OBJ-6): the form of the general one, with the object filled in and the fields of
//! its records in their places.

use super::types::*;
use crate::engine::objects::DescribedCall;

/// What the name says already, which nobody gives with it.
const SAID: [&str; 4] = ["object", "action", "record", "record.object"];

/// What an action without fields, and an object without parts, has no use for.
const SPARED: [&str; 2] = ["with", "changes.parts"];

/// Makes the description of the general operation one of the call.
pub(super) fn put(description: &mut OperationDescription, name: &str, called: DescribedCall) {
    let DescribedCall { label, confirm, permitted, reads, writes, mut fields, .. } = called;
    name.clone_into(&mut description.name);
    description.label = label;
    description.confirm = confirm;
    description.permitted = permitted;
    description.reads = reads;
    description.writes = writes;
    for mut argument in std::mem::take(&mut description.arguments) {
        if SAID.contains(&argument.path.as_str()) {
            continue;
        }
        if let Some(own) = argument.path.strip_prefix("record.") {
            argument.path = own.to_owned();
        }
        if argument.path == "id" && argument.required {
            argument.refers_to = name.rsplit_once('.').map(|(object, _)| object.to_owned());
        }
        let inside = fields.iter().position(|(path, _)| *path == argument.path).map(|at| fields.swap_remove(at).1);
        // What takes nothing here is no argument of this call.
        if SPARED.contains(&argument.path.as_str()) && inside.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        description.arguments.push(argument);
        description.arguments.extend(inside.into_iter().flatten());
    }
}
