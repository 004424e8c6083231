//! Products, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object = Object::typed("product", "products", None, "name", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["name", "model", "batch", "unit", "price", "currency"],
    groups: &[("amounts", &["currency"]), ("details", &["remarks"]), ("system", &["external_id"])],
    last: None,
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::text("external_id", "external_id").never_empty(),
    Field::searched("name", "name", "name_folded").never_empty().told().indexed(),
    Field::searched("model", "model", "model_folded").told(),
    Field::searched("batch", "batch", "batch_folded").told(),
    Field::text("unit", "unit").told(),
    Field::decimal("price", "price_e6", 6, 6),
    Field::text("currency", "currency"),
    Field::text("remarks", "remarks"),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
];
