//! Tickets, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object =
    Object::typed("ticket", "tickets", Some("created_at"), "summary", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["number", "summary", "status", "kind", "customer", "assignee", "created_at"],
    groups: &[("details", &["request", "handling", "result"])],
    last: Some(&["archived"]),
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::integer("number", "number").told().indexed(),
    Field::choice("status", "status", &["created", "assigned", "handled", "archived"]).never_empty().indexed(),
    Field::entry("kind", "kind", "ticket_kind").never_empty().indexed(),
    Field::searched("summary", "summary", "summary_folded").never_empty().told(),
    Field::reference("customer", "customer", "customer").never_empty().indexed(),
    Field::text("request", "request").never_empty(),
    Field::reference("creator", "creator", "user").never_empty().indexed(),
    Field::instant("created_at", "created_at").never_empty().indexed(),
    Field::reference("assignee", "assignee", "user").indexed(),
    Field::reference("assigner", "assigner", "user"),
    Field::instant("assigned_at", "assigned_at"),
    Field::reference("handler", "handler", "user").indexed(),
    Field::instant("handled_at", "handled_at"),
    Field::text("handling", "handling"),
    Field::text("result", "result"),
    Field::integer("satisfaction", "satisfaction"),
    Field::instant("archived_at", "archived_at"),
    Field::instant("state_since", "state_since"),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
];
