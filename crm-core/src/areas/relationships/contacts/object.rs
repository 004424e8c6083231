//! Contacts, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object = Object::typed("contact", "contacts", None, "name", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["name", "customer", "position", "office_phone", "mobile"],
    groups: &[("communication", &["office_phone", "mobile", "email"]), ("details", &["remarks"])],
    last: None,
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::reference("customer", "customer", "customer").never_empty().indexed(),
    Field::searched("name", "name", "name_folded"),
    Field::entry("gender", "gender", "gender").indexed(),
    Field::text("position", "position"),
    Field::text("office_phone", "office_phone"),
    Field::text("mobile", "mobile"),
    Field::text("email", "email"),
    Field::text("birthday", "birthday"),
    Field::text("remarks", "remarks"),
    Field::instant("created_at", "created_at").never_empty(),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
];
