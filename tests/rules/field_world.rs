//! A small world with a value in every field that can be withheld, for the tests of field rights: the same in every run
//! but for these values.

use crm_core::prelude::*;
use crm_core::roles::{FieldRight, NewRole, Role, RoleUpdate};
use crm_core::users::NewUser;
use serde_json::{Value, json};

use crate::support::*;

/// The id that a record is made with.
pub fn id(number: u32) -> String {
    format!("0195b5e2-7f00-7000-8000-{number:012}")
}

/// Values for the fields that can be withheld. Those of a pair are alike as far as their masks show.
pub struct Values {
    /// Which of two values.
    second: bool,
    /// Whether fields may be empty in the second, and whatever a mask would show differs.
    freely: bool,
}

impl Values {
    pub fn first() -> Values {
        Values { second: false, freely: false }
    }

    /// Others whose masks are the same.
    pub fn with_the_same_masks() -> Values {
        Values { second: true, freely: false }
    }

    /// Others altogether.
    pub fn altogether_others() -> Values {
        Values { second: true, freely: true }
    }

    fn one_of(&self, first: &str, same_mask: &str, other: &str) -> String {
        match (self.second, self.freely) {
            (false, _) => first,
            (true, false) => same_mask,
            (true, true) => other,
        }
        .to_owned()
    }

    fn phone(&self) -> String {
        self.one_of("+86 138-0013-8000", "138 9990 8000", "021-1")
    }

    fn id_number(&self) -> String {
        self.one_of("91310000MA1FL4217", "913 of another 4217", "1")
    }

    fn account(&self) -> String {
        self.one_of("6222 0000 0000 6789", "99999996789", "-")
    }

    fn person(&self) -> String {
        self.one_of("王小明", "王芳", "Smith")
    }

    fn address(&self) -> String {
        self.one_of("上海市浦东新区世纪大道 1 号", "上海市浦东新场镇", "Rue 1")
            // Long enough for a mask that shows something.
            .replace("新场镇", "新场镇石笋街 12 号")
    }

    fn email(&self) -> String {
        self.one_of("wang.fang@example.com", "wei@example.com", "x@example.org")
    }

    fn text(&self) -> String {
        self.one_of("一切都好", "nothing is well, and this is longer", "?")
    }

    fn number(&self) -> i64 {
        if self.second { 5 } else { 3 }
    }

    fn entry(&self, session: &Session, category: &str) -> String {
        let choices = session.dictionary().choices(category.into()).unwrap();
        choices[usize::from(self.second)].id.to_string()
    }

    fn money(&self) -> Value {
        json!({"amount": if self.second { "99.00" } else { "1000000.00" }, "currency": "CNY"})
    }

    /// A field that need not be filled.
    fn maybe(&self, value: impl Into<Value>) -> Value {
        if self.second && self.freely { Value::Null } else { value.into() }
    }
}

/// The office with one record of everything.
pub struct World {
    pub office: Office,
    pub order: String,
    pub warning: String,
}

pub const CUSTOMER: u32 = 1;
pub const CONTACT: u32 = 2;
pub const OPPORTUNITY: u32 = 3;
pub const TICKET: u32 = 4;
pub const INTERACTION: u32 = 5;
pub const REPORT: u32 = 6;
pub const FAILED: u32 = 7;
pub const QUIET: u32 = 8;

impl World {
    pub fn new(v: &Values) -> World {
        let office = Office::new();
        let (manager, ann) = (&office.manager, &office.ann);
        let call = |session: &Session, operation: &str, arguments: Value| -> Value {
            let done = session.call(operation, &without_nulls(arguments).to_string());
            serde_json::from_str(&done.unwrap_or_else(|e| panic!("{operation}: {e}"))).unwrap()
        };
        let me = user(ann).to_string();
        let customer = |name: &str, key: &str| {
            json!({
                "name": name, "account_manager": me, "external_id": v.one_of(key, &format!("{key}9"), &format!("X{key}")),
                "region": v.entry(ann, "region"), "level": v.entry(ann, "customer_level"),
                "satisfaction": v.number(), "credit": v.number(), "address": v.address(),
                "postcode": v.maybe(v.text()), "phone": v.phone(), "fax": v.maybe(v.phone()),
                "website": v.maybe(v.text()), "business_licence_no": v.maybe(v.id_number()),
                "legal_representative": v.maybe(v.person()), "registered_capital": v.maybe(v.money()),
                "annual_turnover": v.maybe(v.money()), "bank_name": v.maybe(v.text()),
                "bank_account": v.maybe(v.account()), "local_tax_no": v.maybe(v.id_number()),
                "national_tax_no": v.maybe(v.id_number()), "email": v.maybe(v.email()), "industry": v.maybe(v.text()),
            })
        };
        for (number, name, key) in [(CUSTOMER, "华东精密机械", "C1"), (QUIET, "安静客户", "C2")] {
            call(ann, "customers.create", json!({"id": id(number), "new": customer(name, key)}));
        }
        let contact = json!({
            "name": v.person(), "gender": v.entry(ann, "gender"), "position": v.text(), "office_phone": v.phone(),
            "mobile": v.maybe(v.phone()), "remarks": v.maybe(v.text()), "email": v.maybe(v.email()),
            "birthday": v.maybe(v.one_of("1990-03-03", "--03-04", "1985-11-30")),
        });
        call(ann, "contacts.create", json!({"id": id(CONTACT), "customer": id(CUSTOMER), "new": contact}));
        let opportunity = json!({
            "customer_name": "华南电器", "summary": "数控机床", "success_probability": 50, "description": v.text(),
            "source": v.maybe(v.text()), "contact_name": v.maybe(v.person()), "contact_phone": v.maybe(v.phone()),
            "contact_email": v.maybe(v.email()), "kind": v.maybe(v.entry(ann, "opportunity_kind")), "amount": v.maybe(v.money()),
            "origin": v.maybe(v.entry(ann, "origin")), "industry": v.maybe(v.text()), "next_step": v.maybe(v.text()),
        });
        for number in [OPPORTUNITY, FAILED] {
            call(ann, "opportunities.create", json!({"id": id(number), "new": opportunity.clone()}));
            call(manager, "opportunities.assign", json!({"id": id(number), "assignee": me}));
        }
        let step = json!({"date": "2026-03-03", "content": "拜访"});
        call(manager, "plans.add", json!({"opportunity": id(OPPORTUNITY), "new": step, "id": id(20)}));
        call(ann, "opportunities.fail", json!({"id": id(FAILED), "reason": v.text()}));
        let kind = entry(ann, "ticket_kind", "咨询").to_string();
        let ticket = json!({"kind": kind, "summary": "主轴", "customer": id(CUSTOMER), "request": v.text()});
        call(ann, "tickets.create", json!({"id": id(TICKET), "new": ticket}));
        call(manager, "tickets.assign", json!({"id": id(TICKET), "assignee": me}));
        call(ann, "tickets.handle", json!({"id": id(TICKET), "handling": v.text()}));
        let answer = json!({"id": id(TICKET), "result": v.text(), "satisfaction": v.number()});
        call(manager, "tickets.feedback", answer);
        let visit = json!({
            "date": "2026-03-02", "place": v.text(), "summary": v.text(), "details": v.text(),
            "remarks": v.maybe(v.text()), "ticket": id(TICKET),
        });
        call(ann, "interactions.create", json!({"id": id(INTERACTION), "customer": id(CUSTOMER), "new": visit}));
        let price = if v.second { "7" } else { "12.5" };
        let order = json!({
            "external_id": "SO-1", "customer_external_id": v.one_of("C1", "C19", "XC1"), "date": "2026-08-30", "status": 5,
            "delivery_address": v.maybe(v.address()),
            "lines": [{"product_name": "轴承", "quantity": "2", "unit_price": price}],
        });
        call(&office.integration, "sales.push_orders", json!({"orders": [order]}));
        // What others have of it by duty alone.
        let ben = user(&office.ben).to_string();
        for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY)] {
            call(manager, "collaborators.add", json!({"entity": entity, "id": id(number), "user": ben}));
        }
        for (entity, number) in [("customer", CUSTOMER), ("opportunity", OPPORTUNITY), ("ticket", TICKET)] {
            let share = json!({"entity": entity, "id": id(number), "access": "write", "user": ben});
            call(manager, "shares.give", share);
        }
        // The other customer is quiet for half a year, and lost.
        office.clock.set("2026-09-05T01:00:00Z");
        office.integration.churn().scan().unwrap();
        let warning = ann.churn().list(None, None).unwrap().items.remove(0).id.to_string();
        call(ann, "churn.defer", json!({"id": warning, "measure": v.text()}));
        call(ann, "churn.confirm", json!({"id": warning, "reason": v.text()}));
        let period = json!({"period_from": "2026-01-01", "period_to": "2026-12-31"});
        call(manager, "reports.submit", json!({"id": id(REPORT), "new": period}));
        let order = ann.orders().list(id(CUSTOMER).parse().unwrap(), None, None, None).unwrap().items[0].id.to_string();
        World { office, order, warning }
    }

    /// A role that holds whatever `sales_manager` does, and more, with rights to fields: `customer.credit hidden`.
    pub fn role(&self, name: &str, more: &[&str], rights: &[&str]) -> Role {
        let roles = self.office.admin.roles();
        let manager = roles.list().unwrap().into_iter().find(|r| r.name == "sales_manager").unwrap();
        let copy = roles.copy(manager.id, name.into(), None).unwrap();
        let grant = more.iter().map(|m| (*m).to_owned()).collect();
        roles.update(copy.id, RoleUpdate { grant: Some(grant), ..Default::default() }).unwrap();
        self.set(&copy, rights)
    }

    /// A role that holds nothing but what is named.
    pub fn role_of(&self, name: &str, grant: &[&str], rights: &[&str]) -> Role {
        let grant = grant.iter().map(|m| (*m).to_owned()).collect();
        let role = self.office.admin.roles().create(NewRole { name: name.into(), grant: Some(grant) }, None).unwrap();
        self.set(&role, rights)
    }

    /// Sets rights of a role.
    pub fn set(&self, role: &Role, rights: &[&str]) -> Role {
        for right in rights {
            let (field, right) = right.split_once(' ').unwrap();
            let (entity, field) = field.split_once('.').unwrap();
            let right: FieldRight = right.parse().unwrap();
            self.office.admin.roles().set_field(role.id, entity.into(), field.into(), right, None).unwrap();
        }
        self.office.admin.roles().get(role.id).unwrap()
    }

    /// A new user who holds roles.
    pub fn hire(&self, name: &str, roles: &[&str]) -> Session {
        let roles = Some(roles.iter().map(|r| (*r).to_owned()).collect());
        let new = NewUser { login: name.into(), display_name: name.into(), roles, ..Default::default() };
        let created = self.office.admin.users().create(new, None).unwrap();
        self.office.crm.session(created.id).unwrap()
    }
}

/// What a call answers, as JSON.
#[track_caller]
pub fn answer(session: &Session, operation: &str, arguments: Value) -> Value {
    match session.call(operation, &arguments.to_string()) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(e) => panic!("{operation} {arguments}: {e}"),
    }
}

/// Every field that can be withheld, as `meta.fields` tells them: kind of record, field, whether it can be hidden.
pub fn confidential(session: &Session) -> Vec<(String, String, bool)> {
    let mut all = Vec::new();
    for entity in Entity::all() {
        let fields = session.meta().fields(entity.clone()).unwrap();
        let declared = fields.into_iter().filter(|f| f.confidential.is_some());
        all.extend(declared.map(|f| (entity.to_string(), f.name, f.hideable)));
    }
    all
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
