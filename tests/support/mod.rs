//! A small office to tell stories in: an engine in memory with a clock that stands still until told, and one user of
//! every role.

#![allow(dead_code, reason = "each test binary uses its part")]

pub mod portable;
#[allow(dead_code, reason = "each test binary uses its part")]
pub mod wrap;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crm_core::Tree;
use crm_core::customers::{Customer, CustomerId, NewCustomer};
use crm_core::dictionary::DictionaryEntryId;
use crm_core::opportunities::{NewOpportunity, Opportunity};
use crm_core::prelude::*;
use crm_core::reports::ContributionFilter;
use crm_core::sales::{NewOrder, NewOrderLine};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::users::NewUser;
use crm_core::{ChangeEvent, ChangeListener, Environment, FieldError, labels};

/// A clock that stands still until told, and "random" bytes that count.
pub struct FixedEnvironment {
    now: Mutex<Timestamp>,
    calls: AtomicU64,
}

impl FixedEnvironment {
    pub fn new(now: &str) -> Arc<Self> {
        Arc::new(FixedEnvironment { now: Mutex::new(now.parse().unwrap()), calls: AtomicU64::new(0) })
    }

    pub fn set(&self, now: &str) {
        *self.now.lock().unwrap() = now.parse().unwrap();
    }

    pub fn advance(&self, by: chrono::TimeDelta) {
        *self.now.lock().unwrap() += by;
    }
}

impl Environment for FixedEnvironment {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn random(&self, bytes: &mut [u8; 32]) {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        bytes[..8].copy_from_slice(&call.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
        bytes[8..16].copy_from_slice(&call.to_le_bytes());
    }
}

/// The moment most stories begin: a Monday morning in Shanghai.
pub const MORNING: &str = "2026-03-02T01:00:00Z";

/// An engine with one user of every role.
pub struct Office {
    pub clock: Arc<FixedEnvironment>,
    pub crm: Crm,
    /// 系统管理员
    pub admin: Session,
    /// 销售主管
    pub manager: Session,
    /// Two 客户经理.
    pub ann: Session,
    pub ben: Session,
    /// 高管
    pub executive: Session,
    /// 系统集成
    pub integration: Session,
    /// An active user without any role.
    pub stranger: Session,
}

impl Office {
    /// In memory, in Shanghai, where no statement passes that only SQLite takes.
    pub fn new() -> Office {
        let clock = FixedEnvironment::new(MORNING);
        let storage = portable::portable(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        Office::staff(crm, clock)
    }

    /// The same for packs, whose tables are made in SQLite's own words.
    pub fn for_packs() -> Office {
        let clock = FixedEnvironment::new(MORNING);
        let storage = SqliteStorage::in_memory(&SqliteOptions::default()).unwrap();
        let crm = Crm::options().environment(clock.clone()).open_storage(Box::new(storage)).unwrap();
        let office = Office::staff(crm, clock);
        // A customer needs what packs ask of it alone.
        office.admin.call("settings.update", r#"{"changes": {"required_customer_fields": []}}"#).unwrap();
        office
    }

    /// Plans a pack, against which nothing may stand, and applies it.
    pub fn apply(&self, document: impl Into<Tree>) {
        let document = document.into();
        let plan = self.admin.packs().plan(document.clone()).unwrap();
        assert_eq!(plan.refusals, [], "{:?}", plan.steps);
        self.admin.packs().apply(document, plan.digest).unwrap();
    }

    /// Staffs a new database that the test opened itself.
    pub fn staff(crm: Crm, clock: Arc<FixedEnvironment>) -> Office {
        let admin = crm.bootstrap("admin", "管理员", &["system_administrator"]).unwrap();
        let admin = crm.session(admin).unwrap();
        let hire = |login: &str, name: &str, roles: &[&str]| {
            let user = admin
                .users()
                .create(
                    NewUser {
                        login: login.into(),
                        display_name: name.into(),
                        roles: Some(roles.iter().map(|r| (*r).to_owned()).collect()),
                        ..Default::default()
                    },
                    None,
                )
                .unwrap();
            crm.session(user.id).unwrap()
        };
        Office {
            manager: hire("han.meimei", "韩梅梅", &["sales_manager"]),
            ann: hire("ann", "安娜", &["account_manager"]),
            ben: hire("ben", "本", &["account_manager"]),
            executive: hire("gao", "高总", &["executive"]),
            integration: hire("erp", "ERP", &["integration"]),
            stranger: hire("stranger", "路人", &[]),
            admin,
            crm,
            clock,
        }
    }

    /// Every session with a name, for tables.
    pub fn everyone(&self) -> [(&'static str, &Session); 7] {
        [
            ("admin", &self.admin),
            ("manager", &self.manager),
            ("ann", &self.ann),
            ("ben", &self.ben),
            ("executive", &self.executive),
            ("integration", &self.integration),
            ("stranger", &self.stranger),
        ]
    }

    /// A new opportunity of ann's.
    pub fn opportunity(&self) -> Opportunity {
        self.ann.opportunities().create(new_opportunity("华东精密机械"), None, None).unwrap()
    }

    /// A complete customer that ann looks after.
    pub fn customer(&self) -> Customer {
        self.ann.customers().create(new_customer(&self.ann, "华东精密机械"), None, None).unwrap()
    }

    /// A customer of ann's is lost: quiet for half a year after [`MORNING`], and one measure in vain.
    pub fn lose(&self, customer: CustomerId) -> Customer {
        self.clock.set("2026-09-05T01:00:00Z");
        self.integration.churn().scan().unwrap();
        let warnings = self.ann.churn().list(None, None).unwrap().items;
        let warning = warnings.into_iter().find(|w| w.customer.id == customer).unwrap();
        self.ann.churn().defer(warning.id, "电话回访".into(), None).unwrap();
        self.ann.churn().confirm(warning.id, "转向竞争对手".into(), None).unwrap();
        self.ann.customers().get(customer).unwrap()
    }

    /// An opportunity that ann recorded and ben develops.
    pub fn assigned(&self) -> Opportunity {
        let o = self.opportunity();
        self.manager.opportunities().assign(o.id, user(&self.ben), None, None).unwrap()
    }
}

/// Listens, and keeps what it heard.
#[derive(Default)]
pub struct Recorder(Mutex<Vec<ChangeEvent>>);

impl Recorder {
    /// Begins to listen.
    pub fn on(crm: &Crm) -> Arc<Recorder> {
        let recorder = Arc::new(Recorder::default());
        crm.on_change(recorder.clone());
        recorder
    }

    /// What was heard since the last time.
    pub fn take(&self) -> Vec<ChangeEvent> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl ChangeListener for Recorder {
    fn changed(&self, event: ChangeEvent) {
        self.0.lock().unwrap().push(event);
    }
}

/// The acting user of a session.
pub fn user(session: &Session) -> UserId {
    session.user().unwrap()
}

pub fn new_opportunity(customer: &str) -> NewOpportunity {
    NewOpportunity {
        customer_name: customer.into(),
        success_probability: 60,
        summary: "数控机床 12 台".into(),
        description: "年底前更换旧设备".into(),
        ..Default::default()
    }
}

/// A date, `2026-03-02`.
pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The code of a refusal: `forbidden`, `invalid` …
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    result.expect_err("should have been refused").code()
}

/// The offending fields of a refusal as `field:code`.
#[track_caller]
pub fn invalid<T: std::fmt::Debug>(result: Result<T>) -> Vec<String> {
    match result.expect_err("should have been refused") {
        CrmError::Invalid { fields } => {
            // META-2: every error has a text, in each language.
            let told = |f: &FieldError, locale| labels::violation(locale, &f.code, f.limit.as_deref()).is_some();
            let untold = fields.iter().find(|f| !told(f, Locale::En) || !told(f, Locale::ZhHans));
            assert!(untold.is_none(), "{untold:?} has no text");
            fields.iter().map(|f| format!("{}:{}", f.field, f.code)).collect()
        }
        other => panic!("not invalid but {other}"),
    }
}

/// The id of a dictionary entry.
#[track_caller]
pub fn entry(session: &Session, category: &str, item: &str) -> DictionaryEntryId {
    let choices = session.dictionary().choices(category.into()).unwrap();
    choices.into_iter().find(|c| c.item == item).expect("an entry of the category").id
}

/// A region, 华东.
pub fn region(session: &Session) -> DictionaryEntryId {
    entry(session, "region", "华东")
}

/// A customer with every field that a new database requires, looked after by the session's user.
pub fn new_customer(session: &Session, name: &str) -> NewCustomer {
    NewCustomer {
        name: name.into(),
        region: Some(region(session)),
        account_manager: Some(user(session)),
        level: Some(entry(session, "customer_level", "大客户")),
        satisfaction: Some(4),
        credit: Some(3),
        address: Some("上海市浦东新区 1 号".into()),
        phone: Some("021-5555 0100".into()),
        ..Default::default()
    }
}

/// A line of an order.
pub fn new_line(product: &str, quantity: &str, unit_price: &str) -> NewOrderLine {
    NewOrderLine {
        product_external_id: Some(product.into()),
        quantity: decimal(quantity),
        unit_price: decimal(unit_price),
        ..Default::default()
    }
}

/// An order of 25.00 by the host's keys of order and customer.
pub fn new_order(key: &str, customer: &str, day: &str, status: i64) -> NewOrder {
    NewOrder {
        external_id: key.into(),
        customer_external_id: customer.into(),
        date: date(day),
        status,
        lines: vec![new_line("P1", "2", "12.5")],
        ..Default::default()
    }
}

/// An exact decimal, `12.50`.
pub fn decimal(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}

/// A complete customer of ann's that the host knows by the key.
pub fn known_customer(office: &Office, key: &str) -> Customer {
    let new = NewCustomer { external_id: Some(key.into()), ..new_customer(&office.ann, key) };
    office.ann.customers().create(new, None, None).unwrap()
}

/// What a customer's orders of a status add up to, as the derived totals have it.
pub fn order_total(office: &Office, customer: &Customer, year: i64, status: i64) -> Vec<(i64, String)> {
    let filter = ContributionFilter { year: Some(year), statuses: Some(vec![status]), ..Default::default() };
    let page = office.manager.reports().contribution(Some(filter), None).unwrap();
    let rows = page.items.into_iter().filter(|r| r.customer.id == customer.id && r.orders > 0);
    rows.map(|r| (r.orders, format!("{} {}", r.amount.amount, r.amount.currency))).collect()
}
