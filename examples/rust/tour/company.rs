//! A company of the tour's own: machine parts from Shanghai, some 2,000 customers, three years of orders. Always the
//! same one.

use std::collections::HashSet;

use chrono::{Datelike, Days, Months};
use crm_core::customers::{CustomerFilter, NewCustomer};
use crm_core::sales::{NewOrder, NewOrderLine, NewProduct, NewStock};
use crm_core::{Crm, Date, PageRequest, Result};
use rust_decimal::Decimal;

use crate::names::{self, Words};
use crate::print::{self, Progress};
use crate::world::{Dice, Staff, TourClock, choices, entry};

/// What the quarter needs to know of the books.
pub struct Books {
    /// The company's name.
    pub company: String,
    /// The Monday on which the quarter begins.
    pub quarter: Date,
    /// What its amounts are in.
    pub currency: &'static str,
    /// What its people write.
    pub words: &'static Words,
    /// The orders that its sales system takes in each week of the quarter.
    pub weeks: Vec<Vec<NewOrder>>,
}

/// The first day of the books.
pub fn opening() -> Date {
    day(2023, 1, 3)
}

const CUSTOMERS: usize = 2_000;
/// One customer in so many has stopped buying.
const QUIET: usize = 55;

/// A customer as the sales system sees it.
struct Buyer {
    key: String,
    address: String,
    currency: &'static str,
    /// How much more it buys than the smallest.
    size: i64,
}

/// Fills a new database with the company's books.
pub fn keep(crm: &Crm, clock: &TourClock, staff: &Staff) -> Result<Books> {
    let mut dice = Dice(20_260_105);
    let buyers = customers(staff, &mut dice)?;
    products(staff, &mut dice)?;
    let quarter = day(2026, 1, 5);

    let mut orders: Vec<NewOrder> = Vec::with_capacity(22_000);
    for (i, buyer) in buyers.iter().enumerate() {
        let (until, last) = if i % QUIET == 7 {
            (day(2025, 6, 15), between(&mut dice, day(2025, 6, 25), day(2025, 9, 25)))
        } else {
            (day(2025, 9, 30), between(&mut dice, day(2025, 10, 8), day(2025, 12, 31)))
        };
        for _ in 0..9 {
            let date = between(&mut dice, day(2023, 1, 9), until);
            orders.push(order(buyer, date, &mut dice));
        }
        // The last one is never cancelled: it decides whether the customer is quiet.
        let order = order(buyer, last, &mut dice);
        orders.push(NewOrder { status: if order.status == 9 { 6 } else { order.status }, ..order });
    }
    orders.sort_by_key(|o| o.date);
    for (i, order) in orders.iter_mut().enumerate() {
        order.external_id = format!("SO-{}-{:05}", order.date.year(), i + 1);
    }

    let progress = Progress::new("Three years of orders", 36);
    let total = orders.len();
    let mut month = day(2023, 1, 1);
    while month.year() < 2026 {
        let next = month + Months::new(1);
        clock.at(next, 2);
        let of_month = orders.iter().filter(|o| month <= o.date && o.date < next).cloned().collect();
        staff.erp.sales().push_orders(of_month, None)?;
        progress.step(&month.format("%Y-%m").to_string());
        month = next;
    }
    progress.done(&format!("{} orders pushed, a month at a time", print::count(total)));

    let mut number = total;
    let weeks = (0..13)
        .map(|week| {
            let monday = quarter + Days::new(7 * week);
            let count = dice.between(90, 130);
            let new = |_| {
                let buyer = loop {
                    let i = usize::try_from(dice.below(2_000)).unwrap_or(0);
                    if i % QUIET != 7 {
                        break &buyers[i];
                    }
                };
                number += 1;
                let order = order(buyer, between(&mut dice, monday, monday + Days::new(4)), &mut dice);
                NewOrder { external_id: format!("SO-2026-{number:05}"), status: 5, ..order }
            };
            (0..count).map(new).collect()
        })
        .collect();
    let page = Some(PageRequest { count: Some(true), limit: Some(5), ..Default::default() });
    let shown = crm.session(staff.names[1].2)?.customers().list(Some(CustomerFilter::default()), page, None)?;
    let row = |c: &crm_core::customers::Customer| {
        vec![
            c.number.map_or_else(String::new, |n| n.to_string()),
            c.name.clone(),
            c.region.as_ref().map_or_else(String::new, |r| r.item.clone()),
            c.level.as_ref().map_or_else(String::new, |l| l.item.clone()),
            c.account_manager.as_ref().map_or_else(String::new, |u| u.display_name.clone()),
            print::date(c.last_order_date),
        ]
    };
    print::table(
        "The newest customers:",
        &["#No.", "Customer 客户", "Region 地区", "Level 客户等级", "Account manager 客户经理", "Last order"],
        shown.items.iter().map(row),
    );
    Ok(Books {
        company: "上海华东精密部件有限公司 · Huadong Precision Parts".into(),
        quarter,
        currency: "CNY",
        words: &names::MACHINE_PARTS,
        weeks,
    })
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn between(dice: &mut Dice, first: Date, last: Date) -> Date {
    let days = dice.between(0, (last - first).num_days());
    first + Days::new(u64::try_from(days).unwrap_or(0))
}

/// Creates the customers in one call, all or none.
fn customers(staff: &Staff, dice: &mut Dice) -> Result<Vec<Buyer>> {
    let progress = Progress::new("Customers", 1);
    let regions = choices(&staff.manager, "region")?;
    let levels = choices(&staff.manager, "customer_level")?;
    let mut taken = HashSet::new();
    let (mut buyers, mut new) = (Vec::new(), Vec::new());
    while new.len() < CUSTOMERS {
        let (name, city, region) = if dice.percent(15) {
            let (family, city) = dice.pick(names::ABROAD);
            (format!("{family} {} {}", dice.pick(names::TRADES_ABROAD), dice.pick(names::FORMS_ABROAD)), *city, "海外")
        } else {
            let (city, region) = dice.pick(names::CITIES);
            let (brand, trade) = (dice.pick(names::BRANDS), dice.pick(names::TRADES));
            (format!("{city}{brand}{trade}{}", dice.pick(names::FORMS)), *city, *region)
        };
        if !taken.insert(name.clone()) {
            continue;
        }
        let key = format!("C{:05}", new.len() + 1);
        // Few are large: that is what a contribution report is for.
        let size = 400 / (dice.between(4, 400));
        let level = match size {
            0..=1 => "普通客户",
            2..=4 => "重点开发客户",
            5..=15 => "大客户",
            16..=40 => "合作伙伴",
            _ => "战略合作伙伴",
        };
        let abroad = region == "海外";
        let address = format!("{city} {} {}", if abroad { "Industrial Park" } else { "工业园" }, dice.between(1, 300));
        buyers.push(Buyer {
            key: key.clone(),
            address: address.clone(),
            currency: if abroad && dice.percent(60) { "USD" } else { "CNY" },
            size,
        });
        new.push(NewCustomer {
            name,
            region: entry(&regions, region),
            account_manager: dice.pick(&staff.account_managers).user(),
            level: entry(&levels, level),
            satisfaction: Some(*dice.pick(&[2, 3, 3, 4, 4, 4, 5, 5])),
            credit: Some(*dice.pick(&[1, 2, 3, 3, 4, 4, 5])),
            address: Some(address),
            phone: Some(format!("+86 21 {:08}", dice.below(100_000_000))),
            external_id: Some(key),
            ..Default::default()
        });
    }
    let created = staff.manager.customers().create_many(new, None, None, None)?;
    progress
        .done(&format!("{} created in one call, whole or not at all", print::thousands(&created.created.to_string())));
    Ok(buyers)
}

fn products(staff: &Staff, dice: &mut Dice) -> Result<()> {
    let products = names::PRODUCTS.iter().enumerate().map(|(i, (name, model, unit, price))| NewProduct {
        external_id: format!("P{:03}", i + 1),
        name: (*name).into(),
        model: Some((*model).into()),
        unit: Some((*unit).into()),
        price: price.parse().ok(),
        ..Default::default()
    });
    let products = staff.erp.sales().push_products(products.collect(), None)?;
    let stock = (1..=names::PRODUCTS.len()).flat_map(|i| ["上海", "成都"].map(|warehouse| (i, warehouse)));
    let stock = stock.map(|(i, warehouse)| NewStock {
        external_id: format!("P{i:03}-{warehouse}"),
        product_external_id: format!("P{i:03}"),
        warehouse: warehouse.into(),
        bin: Some(format!("A-{i:02}")),
        quantity: dice.between(0, 5_000).into(),
        ..Default::default()
    });
    let stock = staff.erp.sales().push_stock(stock.collect(), None)?;
    println!("✓ {:<28} {} products, {} rows of stock pushed", "Products and stock", products.created, stock.created);
    Ok(())
}

/// An order of one to four lines; its key comes later.
fn order(buyer: &Buyer, date: Date, dice: &mut Dice) -> NewOrder {
    let lines = (0..dice.between(1, 4)).map(|_| {
        let i = usize::try_from(dice.below(20)).unwrap_or(0);
        let price: Decimal = names::PRODUCTS[i].3.parse().unwrap_or_default();
        // Prices abroad are in dollars, seven yuan each.
        let price = if buyer.currency == "USD" { (price / Decimal::from(7)).round_dp(2) } else { price };
        NewOrderLine {
            product_external_id: Some(format!("P{:03}", i + 1)),
            quantity: (dice.between(1, 12) * buyer.size.max(1)).into(),
            unit_price: price,
            discount_rate: Some(Decimal::new(*dice.pick(&[0, 0, 0, 5, 10]), 2)),
            ..Default::default()
        }
    });
    let lines = lines.collect();
    let status = if date >= day(2025, 12, 24) {
        2
    } else if date >= day(2025, 11, 15) {
        *dice.pick(&[5, 5, 6])
    } else if dice.percent(4) {
        9
    } else {
        6
    };
    NewOrder {
        customer_external_id: buyer.key.clone(),
        date,
        delivery_address: Some(buyer.address.clone()),
        status,
        currency: Some(buyer.currency.into()),
        lines,
        ..Default::default()
    }
}
