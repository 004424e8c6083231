//! Interactions, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object =
    Object::typed("interaction", "interactions", None, "summary", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["date", "customer", "summary", "place", "creator"],
    groups: &[("basics", &["date"]), ("details", &["details", "remarks"])],
    last: None,
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::reference("customer", "customer", "customer").never_empty().indexed(),
    Field::date("date", "date").never_empty().indexed(),
    Field::text("place", "place").never_empty(),
    Field::text("summary", "summary").never_empty(),
    Field::text("details", "details").never_empty(),
    Field::text("remarks", "remarks"),
    Field::reference("ticket", "ticket", "ticket").indexed(),
    Field::reference("creator", "creator", "user").indexed(),
    Field::instant("created_at", "created_at").never_empty(),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
];
