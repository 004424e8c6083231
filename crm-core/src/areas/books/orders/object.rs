//! Orders, as filter trees know them. Their amounts are each in a currency of its own, and are not compared.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object = Object::typed("order", "orders", None, "number", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["number", "customer", "date", "status_label", "total"],
    groups: &[("communication", &["delivery_address"]), ("system", &["external_id"])],
    last: None,
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::text("external_id", "external_id").never_empty(),
    Field::text("number", "number").never_empty(),
    Field::reference("customer", "customer", "customer").indexed(),
    Field::date("date", "date").never_empty().indexed(),
    Field::text("delivery_address", "delivery_address"),
    Field::integer("status", "status").never_empty(),
    Field::text("status_label", "status_label"),
    Field::money_of("total", "total", "currency").never_empty(),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
];
