//! Departments, as filter trees know them.

use crate::engine::objects::shape::{Field, Object};

pub(super) static OBJECT: Object = Object::typed("department", "departments", None, "name", FIELDS);

static FIELDS: &[Field] = &[
    Field::id(),
    Field::text("name", "name").never_empty().told(),
    Field::reference("parent", "parent", "department").told().indexed(),
];
