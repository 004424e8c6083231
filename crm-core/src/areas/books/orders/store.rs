//! The statements that read orders; `sales` writes them.

use super::status::OwnedOrder;
use super::types::*;
use crate::customers::CustomerRef;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::money::Money;
use crate::engine::objects::Matching;
use crate::engine::page::{PageRequest, Room};
use crate::engine::storage::Order as By;
use crate::engine::storage::{Columns, Direction, ListQuery, Transaction, Visibility, from_millionths, params};
use crate::products::ProductId;

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "o.uid, o.version, o.external_id, o.number, c.uid, c.name, o.customer_external_id, o.date, \
         o.delivery_address, o.status, COALESCE(o.status_label, ''), o.total, o.currency"
    };
}

const NEWEST_FIRST: By =
    By { name: "orders", keys: &[("o.date", Direction::Descending), ("o.id", Direction::Descending)] };

fn read(c: &mut Columns<'_>) -> Result<Order> {
    Ok(Order {
        id: OrderId(c.next()?),
        version: c.next()?,
        external_id: c.next()?,
        number: c.next()?,
        customer: CustomerRef::read_optional(c)?,
        customer_external_id: c.next()?,
        date: c.next()?,
        delivery_address: c.next()?,
        status: c.next()?,
        status_label: c.next()?,
        total: Some(Money::from_minor(c.next()?, c.next()?)),
        custom: crate::engine::value::Values::default(),
        withheld: Vec::new(),
    })
}

/// The order with its key, and with the account manager of its customer.
pub(super) fn get(tx: &mut dyn Transaction, id: OrderId) -> Result<Option<(i64, OwnedOrder)>> {
    tx.one(
        concat!(
            "SELECT o.id, m.uid, o.currency, ",
            columns!(),
            " FROM orders o LEFT JOIN customers c ON c.id = o.customer LEFT JOIN users m ON m.id = c.account_manager \
             WHERE o.uid = ?"
        ),
        params![&id.0],
        |c| {
            let key = c.next()?;
            let account_manager = c.next::<Option<uuid::Uuid>>()?.map(UserId);
            let currency = c.next()?;
            Ok((key, OwnedOrder { account_manager, currency, order: read(c)? }))
        },
    )
}

/// The customer's orders that are shipped or paid.
pub(super) fn list(
    tx: &mut dyn Transaction,
    customer: i64,
    filter: Option<&OrderFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<OrderPage> {
    let mut query = ListQuery::new(
        columns!(),
        "orders o LEFT JOIN customers c ON c.id = o.customer",
        Visibility::whole("their customer, or their order, was asked for"),
    );
    query.and("o.customer = ?", [customer.into()]);
    query.and("o.status IN (?, ?)", [SHIPPED.into(), PAID.into()]);
    if let Some(f) = filter {
        query.when("o.status = ?", f.status);
        query.when("o.date >= ?", f.date_from);
        query.when("o.date <= ?", f.date_to);
    }
    query.matching(tx, matching)?;
    query.page(tx, NEWEST_FIRST, page, read).map(OrderPage::from)
}

/// The lines of an order in the given currency, as many as one answer carries; and where they go on.
pub(super) fn lines(
    tx: &mut dyn Transaction,
    order: i64,
    currency: &str,
    page: &Option<PageRequest>,
) -> Result<(Vec<OrderLine>, Option<String>)> {
    const IN_ORDER: By = By { name: "order_lines", keys: &[("l.position", Direction::Ascending)] };
    let mut query = ListQuery::new(
        "l.position, p.uid, l.product_external_id, COALESCE(l.product_name, p.name, l.product_external_id), \
         l.quantity_e6, COALESCE(l.unit, p.unit), l.unit_price_e6, l.amount",
        "order_lines l LEFT JOIN products p ON p.external_id = l.product_external_id",
        Visibility::whole("their customer, or their order, was asked for"),
    );
    query.and("l.order_id = ?", [order.into()]);
    let (lines, next, _) = query.page_in(tx, IN_ORDER, page, &mut Room::of_record(), |c| {
        Ok(OrderLine {
            position: c.next()?,
            product: c.next::<Option<uuid::Uuid>>()?.map(ProductId),
            product_external_id: c.next()?,
            product_name: c.next()?,
            quantity: from_millionths(c.next()?),
            unit: c.next()?,
            unit_price: Some(from_millionths(c.next()?)),
            amount: Some(Money::from_minor(c.next()?, currency.to_owned())),
            withheld: Vec::new(),
        })
    })?;
    Ok((lines, next))
}
