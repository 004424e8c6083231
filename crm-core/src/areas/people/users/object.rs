//! Users, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object = Object::typed("user", "users", None, "display_name", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["display_name", "login", "status", "department", "email", "phone"],
    groups: &[("communication", &["email", "phone"])],
    last: None,
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::text("login", "login").never_empty(),
    Field::searched("display_name", "display_name", "display_name_folded").never_empty().told(),
    Field::choice("status", "status", &["active", "disabled"]).never_empty(),
    Field::reference("department", "department", "department").told().indexed(),
    Field::text("email", "email"),
    Field::text("phone", "phone"),
    Field::instant("created_at", "created_at").never_empty(),
    Field::text("time_zone", "time_zone"),
    Field::text("day_starts", "day_starts").never_empty(),
    Field::boolean("auto_follow", "auto_follow").never_empty(),
    Field::choice("digest", "digest", &["none", "daily", "weekly"]).never_empty(),
    Field::text("digest_at", "digest_at").never_empty(),
];
