//! Departments, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object = Object::typed("department", "departments", None, "name", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen { columns: &["name", "parent"], groups: &[("basics", &["parent"])], last: None };

static FIELDS: &[Field] = &[
    Field::id(),
    Field::text("name", "name").never_empty().told(),
    Field::reference("parent", "parent", "department").told().indexed(),
    Field::reference("head", "head", "user").told().indexed(),
];
