//! PROD and STOCK: what the host's sales system has to sell, read-only.

use crm_core::prelude::*;
use crm_core::products::{ProductFilter, ProductId};
use crm_core::sales::{NewProduct, NewStock};
use crm_core::stock::{StockFilter, StockId};
use crm_core::{Access, Operation};

use crate::support::*;

fn product(key: &str, name: &str, model: Option<&str>, batch: Option<&str>) -> NewProduct {
    NewProduct {
        external_id: key.into(),
        name: name.into(),
        model: model.map(str::to_owned),
        batch: batch.map(str::to_owned),
        unit: Some("只".into()),
        price: Some(decimal("12.345678")),
        remarks: Some("易碎\n轻放".into()),
        ..Default::default()
    }
}

fn stock(key: &str, product: &str, warehouse: &str, quantity: &str) -> NewStock {
    NewStock {
        external_id: key.into(),
        product_external_id: product.into(),
        warehouse: warehouse.into(),
        bin: Some("A-01".into()),
        quantity: decimal(quantity),
        remarks: Some("待检".into()),
    }
}

/// An office whose ERP has sent its catalogue.
fn shop() -> Office {
    let office = Office::new();
    let products = vec![
        product("P1", "深沟球轴承", Some("6204-2RS"), Some("B2026")),
        product("P2", "ＢＯＬＴ 100%", Some("M8"), None),
        product("P3", "Bolt_Nut", None, Some("b2025")),
    ];
    let rows = vec![
        stock("S1", "P1", "上海一号仓", "10.5"),
        stock("S2", "P1", "Suzhou", "3"),
        stock("S3", "P2", "上海二号仓", "-2"),
        stock("S4", "P9", "上海一号仓", "7"),
    ];
    office.integration.sales().push_products(products, None).unwrap();
    office.integration.sales().push_stock(rows, None).unwrap();
    office
}

#[test]
fn products_are_found_by_name_model_and_batch() {
    let office = shop();
    let found = |filter: ProductFilter| {
        let page = office.ann.products().list(Some(filter), None, None).unwrap();
        page.items.into_iter().map(|p| p.external_id).collect::<Vec<_>>().join(" ")
    };
    let text = |t: &str| Some(t.to_owned());
    // PROD-1: by name, model, batch (substrings); width, case and wildcards mean nothing.
    for (filter, keys) in [
        (ProductFilter { name: text("bolt"), ..Default::default() }, "P2 P3"),
        (ProductFilter { name: text("0%"), ..Default::default() }, "P2"),
        (ProductFilter { name: text("t_n"), ..Default::default() }, "P3"),
        (ProductFilter { name: text("球"), ..Default::default() }, "P1"),
        (ProductFilter { model: text("2rs"), ..Default::default() }, "P1"),
        (ProductFilter { batch: text("B20"), ..Default::default() }, "P3 P1"),
        (ProductFilter { name: text("bolt"), batch: text("2025"), ..Default::default() }, "P3"),
        (ProductFilter { model: text("x"), ..Default::default() }, ""),
    ] {
        assert_eq!(found(filter.clone()), keys, "{filter:?}");
    }
    // PROD-1: name, model, batch, unit, price, remarks.
    let listed = office.manager.products().list(None, None, None).unwrap();
    assert_eq!(listed.items.len(), 3);
    let bearing = listed.items.iter().find(|p| p.external_id == "P1").unwrap();
    assert_eq!((bearing.model.as_deref(), bearing.batch.as_deref()), (Some("6204-2RS"), Some("B2026")));
    assert_eq!((bearing.price, bearing.currency.as_deref()), (Some(decimal("12.345678")), Some("CNY")));
    assert_eq!((bearing.unit.as_deref(), bearing.remarks.as_deref()), (Some("只"), Some("易碎\n轻放")));
    assert_eq!(office.ann.products().get(bearing.id).unwrap(), *bearing);
    assert_eq!(refused(office.ann.products().get(ProductId::default())), "not_found");
    // Paged by key.
    let mut request = PageRequest { limit: Some(1), ..Default::default() };
    let mut keys = Vec::new();
    loop {
        let page = office.ann.products().list(None, Some(request.clone()), None).unwrap();
        keys.extend(page.items.into_iter().map(|p| p.external_id));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(keys, listed.items.iter().map(|p| p.external_id.clone()).collect::<Vec<_>>());
}

#[test]
fn stock_is_found_by_product_and_warehouse() {
    let office = shop();
    let bearing =
        office.ann.products().list(None, None, None).unwrap().items.into_iter().find(|p| p.external_id == "P1");
    let bearing = bearing.unwrap().id;
    let found = |filter: StockFilter| {
        let page = office.ann.stock().list(Some(filter), None).unwrap();
        page.items.into_iter().map(|s| s.external_id).collect::<Vec<_>>().join(" ")
    };
    let text = |t: &str| Some(t.to_owned());
    // STOCK-1: by product and warehouse.
    for (filter, keys) in [
        (StockFilter::default(), "S1 S2 S3 S4"),
        (StockFilter { product: Some(bearing), ..Default::default() }, "S1 S2"),
        (StockFilter { product: Some(bearing), warehouse: text("上海"), ..Default::default() }, "S1"),
        (StockFilter { warehouse: text("SUZHOU"), ..Default::default() }, "S2"),
        (StockFilter { product_name: text("bolt"), ..Default::default() }, "S3"),
        (StockFilter { product: Some(ProductId::default()), ..Default::default() }, ""),
    ] {
        assert_eq!(found(filter.clone()), keys, "{filter:?}");
    }
    // STOCK-1: product, warehouse, bin, quantity, remarks.
    let all = office.manager.stock().list(None, None).unwrap().items;
    let row = &all[0];
    assert_eq!(row.product.as_ref().map(|p| (p.id, p.name.as_str())), Some((bearing, "深沟球轴承")));
    assert_eq!((row.warehouse.as_str(), row.bin.as_deref()), ("上海一号仓", Some("A-01")));
    assert_eq!((row.quantity, row.remarks.as_deref()), (decimal("10.5"), Some("待检")));
    // Stock of a product that has not arrived yet shows the host's key.
    assert_eq!((all[3].product.as_ref(), all[3].product_external_id.as_str()), (None, "P9"));
    assert_eq!(office.ann.stock().get(row.id).unwrap(), *row);
    assert_eq!(refused(office.ann.stock().get(StockId::default())), "not_found");
}

#[test]
fn products_and_stock_are_looked_up_by_those_who_sell() {
    let office = shop();
    let product = office.ann.products().list(None, None, None).unwrap().items[0].id;
    let row = office.ann.stock().list(None, None).unwrap().items[0].id;
    for (name, session) in office.everyone() {
        let results = [
            session.products().list(None, None, None).map(drop),
            session.products().get(product).map(drop),
            session.stock().list(None, None).map(drop),
            session.stock().get(row).map(drop),
        ];
        for result in results {
            // PROD-1, STOCK-1: sales managers and account managers look them up.
            match name {
                "manager" | "ann" | "ben" => result.unwrap(),
                _ => assert_eq!(refused(result), "forbidden", "{name}"),
            }
        }
    }
    // PROD-1, STOCK-1: read-only here.
    for operation in Operation::all().filter(|o| matches!(o.area, "products" | "stock" | "orders")) {
        assert_eq!(operation.access, Access::Read, "{}", operation.name);
    }
}
