//! Customers, as filter trees know them.

use crate::engine::objects::shape::{Field, Object, Screen};

pub(super) static OBJECT: Object = Object::typed("customer", "customers", None, "name", FIELDS).drawn_by(&SCREEN);

static SCREEN: Screen = Screen {
    columns: &["number", "name", "status", "level", "region", "account_manager", "phone", "last_order_date"],
    groups: &[
        ("communication", &["address", "postcode", "phone", "fax", "website", "email"]),
        ("company", COMPANY),
        ("system", &["external_id"]),
    ],
    last: None,
};

const COMPANY: &[&str] = &[
    "industry",
    "business_licence_no",
    "legal_representative",
    "registered_capital",
    "annual_turnover",
    "bank_name",
    "bank_account",
    "local_tax_no",
    "national_tax_no",
];

static FIELDS: &[Field] = &[
    Field::id(),
    Field::integer("number", "number").told().indexed(),
    Field::choice("status", "status", &["active", "lost"]).never_empty().indexed(),
    Field::boolean("complete", "complete").never_empty().indexed(),
    Field::searched("name", "name", "name_folded").never_empty().told(),
    Field::entry("region", "region", "region").indexed(),
    Field::reference("account_manager", "account_manager", "user").indexed(),
    Field::entry("level", "level", "customer_level").indexed(),
    Field::integer("satisfaction", "satisfaction").indexed(),
    Field::integer("credit", "credit").indexed(),
    Field::text("address", "address"),
    Field::text("postcode", "postcode"),
    Field::text("phone", "phone"),
    Field::text("fax", "fax"),
    Field::text("website", "website"),
    Field::text("business_licence_no", "business_licence_no"),
    Field::text("legal_representative", "legal_representative"),
    Field::money_of("registered_capital", "registered_capital", "registered_capital_currency"),
    Field::money_of("annual_turnover", "annual_turnover", "annual_turnover_currency"),
    Field::text("bank_name", "bank_name"),
    Field::text("bank_account", "bank_account"),
    Field::text("local_tax_no", "local_tax_no"),
    Field::text("national_tax_no", "national_tax_no"),
    Field::text("external_id", "external_id"),
    Field::text("email", "email"),
    Field::text("industry", "industry"),
    Field::integer("rule_score", "rule_score"),
    Field::reference("creator", "creator", "user").indexed(),
    Field::instant("created_at", "created_at").never_empty(),
    Field::instant("lost_at", "lost_at"),
    Field::date("last_order_date", "last_order_date"),
    Field::instant("state_since", "state_since"),
    Field::date("last_activity_on", "last_activity_on"),
    Field::date("next_activity_on", "next_activity_on"),
    Field::date("planned_until", "planned_until"),
    Field::date("idle_since", "idle_since"),
    Field::date("pool_due_on", "pool_due_on"),
    Field::date("pool_notice_on", "pool_notice_on"),
];
