//! Opportunities, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object =
    Object::typed("opportunity", "opportunities", Some("created_at"), "summary", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["number", "summary", "customer_name", "status", "success_probability", "assignee", "created_at"],
    groups: &[
        ("communication", &["contact_name", "contact_phone", "contact_email"]),
        (
            "estimate",
            &[
                "amount",
                "base_amount",
                "expected_close",
                "probability_from",
                "forecast_category",
                "kind",
                "origin",
                "score",
                "rule_score",
            ],
        ),
        ("company", &["region", "industry"]),
        ("details", &["description", "failure_reason", "lost_reason", "release_reason"]),
    ],
    last: Some(&["developed", "failed"]),
};

static FIELDS: &[Field] = &[
    Field::id(),
    Field::integer("number", "number").indexed(),
    Field::choice("status", "status", &["unassigned", "assigned", "developed", "failed"]).never_empty().indexed(),
    Field::text("source", "source"),
    Field::searched("customer_name", "customer_name", "customer_name_folded").never_empty(),
    Field::integer("success_probability", "success_probability").never_empty(),
    Field::searched("summary", "summary", "summary_folded").never_empty(),
    Field::text("contact_name", "contact_name"),
    Field::text("contact_phone", "contact_phone"),
    Field::text("description", "description").never_empty(),
    Field::reference("creator", "creator", "user").never_empty().indexed(),
    Field::instant("created_at", "created_at").never_empty().indexed(),
    Field::reference("assignee", "assignee", "user").indexed(),
    Field::reference("assigner", "assigner", "user"),
    Field::instant("assigned_at", "assigned_at"),
    Field::instant("closed_at", "closed_at"),
    Field::text("failure_reason", "failure_reason"),
    Field::entry("lost_reason", "lost_reason", "lost_reason"),
    Field::text("release_reason", "release_reason"),
    Field::reference("customer", "customer", "customer").indexed(),
    Field::entry("kind", "kind", "opportunity_kind"),
    Field::money_of("amount", "amount", "amount_currency"),
    Field::money("base_amount", "base_amount"),
    Field::date("expected_close", "expected_close"),
    Field::choice("probability_from", "probability_from", &["by_hand", "stage", "score"]).never_empty(),
    Field::choice("forecast_category", "forecast_category", &["commit", "best_case", "pipeline", "omitted"]),
    Field::entry("origin", "origin", "origin"),
    Field::entry("region", "region", "region"),
    Field::text("industry", "industry"),
    Field::text("contact_email", "contact_email"),
    Field::text("next_step", "next_step"),
    Field::date("next_step_on", "next_step_on"),
    Field::reference("pipeline", "pipeline", "pipeline"),
    Field::reference("stage", "stage", "stage"),
    Field::instant("stage_since", "stage_since"),
    Field::reference("department", "department", "department"),
    Field::decimal("score", "score_e6", 2, 6),
    Field::integer("rule_score", "rule_score"),
    Field::instant("state_since", "state_since"),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
    Field::date("pool_due_on", "pool_due_on"),
    Field::date("pool_notice_on", "pool_notice_on"),
];
