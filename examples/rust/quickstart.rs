//! From an empty folder to a customer, its orders and a report: `cargo run -p crm-core --example quickstart`
//!
//! In a package of your own it needs `crm-core` and, for the folder alone, `tempfile`.

use std::error::Error;
use std::path::Path;

use crm_core::audit::AuditFilter;
use crm_core::customers::{Customer, CustomerUpdate};
use crm_core::opportunities::{NewOpportunity, Opportunity};
use crm_core::plans::NewPlanItem;
use crm_core::sales::{NewOrder, NewOrderLine};
use crm_core::users::NewUser;
use crm_core::{Crm, CrmError, Locale, Session, UserId};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    office(&folder.path().join("erp.crm"))
}

fn office(file: &Path) -> Result<(), Box<dyn Error>> {
    let crm = Crm::open(file)?;

    // The first user is an administrator, and makes the others. The host has authenticated them.
    let admin = crm.session(crm.bootstrap("admin", "管理员", &["system_administrator"])?)?;
    let han = crm.session(hire(&admin, "han.meimei", "韩梅梅", "sales_manager")?)?;
    let li = crm.session(hire(&admin, "li.lei", "李雷", "account_manager")?)?;
    let erp = crm.session(hire(&admin, "erp", "ERP", "integration")?)?;

    let developed = win(&han, &li)?;
    println!("{} is {}", developed.customer_name, developed.status);

    let customer = li.customers().get(developed.customer.ok_or("a developed opportunity has a customer")?)?;
    let customer = complete(&li, &customer)?;

    // The ERP knows the customer as C-1001, and pushes what it bought: 5 is shipped, 6 paid.
    let pushed = erp.sales().push_orders(vec![order("SO-1", 5, "10")?, order("SO-2", 6, "2.5")?], None)?;
    println!("{} orders pushed", pushed.created);

    println!("contribution:");
    for row in han.reports().contribution(None, None)?.items {
        println!("  {}: {} orders, {} {}", row.customer.name, row.orders, row.amount.amount, row.amount.currency);
    }

    println!("who did what with {}:", customer.name);
    let filter = AuditFilter { record: Some(customer.id.into()), ..Default::default() };
    for call in admin.audit().list(Some(filter), None)?.items {
        println!("  {}: {}", call.user.map_or("the engine".into(), |user| user.display_name), call.operation);
    }
    Ok(())
}

/// A new user with one role.
fn hire(admin: &Session, login: &str, name: &str, role: &str) -> crm_core::Result<UserId> {
    let roles = Some(vec![role.into()]);
    let new = NewUser { login: login.into(), display_name: name.into(), roles, ..Default::default() };
    Ok(admin.users().create(new, None)?.id)
}

/// Li Lei hears of an opportunity, Han Meimei gives it to him, and he develops it along a plan.
fn win(han: &Session, li: &Session) -> Result<Opportunity, Box<dyn Error>> {
    let new = NewOpportunity {
        customer_name: "华东精密机械".into(),
        success_probability: 60,
        summary: "数控机床 12 台".into(),
        description: "年底前更换旧设备".into(),
        contact_name: Some("王芳".into()),
        ..Default::default()
    };
    let opportunity = li.opportunities().create(new, None, None)?;
    let assignee = li.user().ok_or("a session of a user")?;
    han.opportunities().assign(opportunity.id, assignee, None, None)?;

    let visit = NewPlanItem { date: "2026-03-09".parse()?, content: "初次拜访".into() };
    let visit = li.plans().add(opportunity.id, visit, None)?;
    li.plans().record_result(visit.id, "对方要求报价".into(), None)?;
    Ok(li.opportunities().develop(opportunity.id, None, None, None, None)?)
}

/// A customer that comes out of an opportunity lacks what nobody had asked for; an update must fill it.
fn complete(li: &Session, customer: &Customer) -> crm_core::Result<Customer> {
    let key = CustomerUpdate { external_id: Some("C-1001".into()), ..Default::default() };
    if let Err(refused) = li.customers().update(customer.id, key.clone(), None) {
        // A variant for each thing the caller can do about it, with texts for people; fields are named all at once.
        println!("refused ({}): {}", refused.code(), refused.text(Locale::En));
        for field in refused.fields() {
            println!("  {}: {}", field.field, field.code);
        }
    }
    // Coded fields take an entry of the dictionary.
    let choice = |category: &str, item: &str| {
        let found = li.dictionary().choices(category.into())?.into_iter().find(|choice| choice.item == item);
        found.map(|choice| choice.id).ok_or(CrmError::NotFound { entity: category.into(), id: item.into() })
    };
    let changes = CustomerUpdate {
        region: Some(choice("region", "华东")?),
        level: Some(choice("customer_level", "大客户")?),
        satisfaction: Some(4),
        credit: Some(3),
        address: Some("上海市浦东新区 1 号".into()),
        phone: Some("021-5555 0100".into()),
        ..key
    };
    li.customers().update(customer.id, changes, None)
}

/// An order as the ERP has it, of so many spindles.
fn order(key: &str, status: i64, quantity: &str) -> Result<NewOrder, Box<dyn Error>> {
    let line = NewOrderLine {
        product_name: Some("主轴".into()),
        quantity: quantity.parse()?,
        unit_price: "1280.50".parse()?,
        ..Default::default()
    };
    Ok(NewOrder {
        external_id: key.into(),
        customer_external_id: "C-1001".into(),
        date: "2026-03-16".parse()?,
        status,
        lines: vec![line],
        ..Default::default()
    })
}
