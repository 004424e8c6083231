//! SALES-3: orders from a file of their own, with their lines from a second one.

use crm_core::customers::Customer;
use crm_core::imports::FieldMapping;
use crm_core::imports::ImportReport;
use crm_core::prelude::*;

use crate::imports::{bytes, codes, column, constant, told};
use crate::support::*;

#[test]
fn an_order_line_that_cannot_be_read_is_told_why() {
    let office = Office::new();
    let orders = "no,customer,day,shipped,street\n10,C1,2026-01-05,,\n";
    let lines = "no,product,price,quantity,discount\n10,P1,1,1,0\n10,P1\n\n,P1,x,1,0\n";
    let imports = office.integration.imports();
    let report = imports.orders(bytes(orders), order_mapping(), bytes(lines), line_mapping(), None).unwrap();
    // SALES-3: the order is refused with its broken line, and a line without an order says what else is wrong with it.
    assert_eq!(told(&report), ["2 refused lines[1]:wrong_columns", "5 refused order:required,unit_price:wrong_type",]);
}

const ORDERS: &str = "no,customer,day,shipped,street\n\
    10,C1,2026-01-05 00:00:00.000,2026-01-09,外滩 1 号\n\
    11,C1,2026/2/6,,\n\
    12,C9,2026-02-07,,\n\
    13,C1,yesterday,,\n";
const LINES: &str = "no,product,price,quantity,discount\n\
    10,P1,14.00,12,0\n10,P2,9.8,10,0.15\n11,P1,0.125,1,0\n11,P1,0.135,1,0\n12,P1,x,1,0\n99,P1,1,1,0\n";

fn order_mapping() -> Vec<FieldMapping> {
    vec![
        column("external_id", "no"),
        column("customer_external_id", "customer"),
        column("date", "day"),
        // SALES-3: "filled → this, else that".
        FieldMapping { when_filled: Some("5".into()), when_empty: Some("2".into()), ..column("status", "shipped") },
        column("delivery_address", "street"),
        constant("currency", "USD"),
    ]
}

fn line_mapping() -> Vec<FieldMapping> {
    vec![
        column("order", "no"),
        column("product_external_id", "product"),
        column("unit_price", "price"),
        column("quantity", "quantity"),
        column("discount_rate", "discount"),
    ]
}

#[test]
fn orders_come_with_lines_from_a_second_file() {
    let office = Office::new();
    let customers = "id,name\nC1,a\n";
    let mapping = vec![column("external_id", "id"), column("name", "name")];
    office.integration.imports().customers(bytes(customers), mapping, None, None).unwrap();
    let import = || {
        office.integration.imports().orders(bytes(ORDERS), order_mapping(), bytes(LINES), line_mapping(), None).unwrap()
    };
    let report = import();
    assert_eq!(
        told(&report),
        [
            "2 created",
            "3 created",
            "4 refused lines[0].unit_price:wrong_type",
            "5 refused date:wrong_type",
            "7 refused order:unknown_record",
        ]
    );
    let customer = office.ann.customers().list(None, None, None).unwrap().items[0].id;
    let listed = office.ann.orders().list(customer, None, None, None).unwrap().items;
    // ORDER-1: order 10 is shipped; order 11 is open and not in the history.
    assert_eq!(listed.iter().map(|o| o.number.as_str()).collect::<Vec<_>>(), ["10"]);
    // SALES-3: 14 × 12 + 9.8 × 10 × 0.85, each line rounded half to even: 168.00 + 83.30.
    assert_eq!(listed[0].total, Some(Money { amount: decimal("251.30"), currency: "USD".into() }));
    // 0.125 and 0.135 round to 0.12 and 0.14.
    let shipped = ORDERS.replace("2026/2/6,,", "2026/2/6,2026-02-09,");
    let imports = office.integration.imports();
    let report = imports.orders(bytes(&shipped), order_mapping(), bytes(LINES), line_mapping(), None).unwrap();
    assert_eq!((report.updated, report.unchanged), (1, 1));
    let listed = office.ann.orders().list(customer, None, None, None).unwrap().items;
    assert_eq!(listed[0].total.as_ref().unwrap().amount.to_string(), "0.26");
    let order = office.ann.orders().get(listed[0].id, None).unwrap();
    let amounts: Vec<String> = order.lines.iter().map(|l| l.amount.as_ref().unwrap().amount.to_string()).collect();
    assert_eq!(amounts, ["0.12", "0.14"]);
    let again = import();
    assert_eq!((again.created, again.updated, again.unchanged, again.refused), (0, 1, 1, 2));
}

/// One row a line of an order, given as both files.
fn flat(office: &Office, file: &str) -> Result<ImportReport> {
    let mapping = vec![
        column("external_id", "order"),
        column("customer_external_id", "buyer"),
        column("date", "day"),
        constant("status", "6"),
    ];
    let lines = vec![
        column("order", "order"),
        column("product_name", "article"),
        column("quantity", "pieces"),
        column("unit_price", "each"),
    ];
    office.integration.imports().orders(bytes(file), mapping, bytes(file), lines, None)
}

/// The orders of a customer as `number total lines`, by number.
fn kept(office: &Office, customer: &Customer) -> Vec<String> {
    let listed = office.ann.orders().list(customer.id, None, None, None).unwrap().items;
    let mut orders: Vec<String> = listed
        .iter()
        .map(|o| {
            format!(
                "{} {} {}",
                o.number,
                o.total.as_ref().unwrap().amount,
                office.ann.orders().get(o.id, None).unwrap().lines.len()
            )
        })
        .collect();
    orders.sort();
    orders
}

#[test]
fn an_equal_head_is_the_same_order_and_another_is_refused() {
    let office = Office::new();
    let buyer = known_customer(&office, "B7");
    let report = flat(
        &office,
        "order,buyer,day,article,pieces,each\n\
         71,B7,2026-04-01,valve,3,2.5\n\
         72,B7,2026-04-02,gasket,10,0.30\n\
         71,B7,2026/4/1,flange,1,12.25\n\
         73,B7,2026-04-03,hose,4,1\n\
         73,B7,2026-04-04,clamp,4,1\n",
    )
    .unwrap();
    // SALES-3: rows that say the same of an order are one order with all their lines; those that don't leave open which
    // is right.
    assert_eq!(
        told(&report),
        [
            "2 created",
            "3 created",
            "4 repeated",
            "5 refused external_id:not_unique",
            "6 refused external_id:not_unique",
        ]
    );
    assert_eq!(kept(&office, &buyer), ["71 19.75 2", "72 3.00 1"]);
    assert_eq!(report.read, report.created + report.updated + report.unchanged + report.repeated + report.refused);
    let lines = report.order_lines.unwrap();
    assert_eq!((lines.read, lines.taken, lines.refused), (5, 3, 2));
}

#[test]
fn what_a_repeated_head_says_otherwise_is_noted() {
    let office = Office::new();
    let mapping = vec![
        column("external_id", "order"),
        column("customer_external_id", "buyer"),
        column("date", "day"),
        constant("status", "6"),
        column("total", "sum"),
    ];
    let lines = vec![
        column("order", "order"),
        column("product_name", "article"),
        constant("quantity", "1"),
        constant("unit_price", "1"),
    ];
    let file = bytes(
        "order,buyer,day,sum,article\n\
         81,B7,2026-05-06,7,valve\n\
         81,B7,2026-05-06 17:45,7,hose\n\
         82,B7,2026-05-06,9,clamp\n\
         82,B7,2026-05-06,8.125,pin\n\
         83,B7,2026-05-06,4.250,nut\n",
    );
    let report = office.integration.imports().orders(file.clone(), mapping, file, lines, None).unwrap();
    assert_eq!(
        told(&report),
        [
            "2 created",
            "3 repeated",
            "4 refused external_id:not_unique",
            "5 refused external_id:not_unique",
            "6 created",
        ]
    );
    // SALES-3: whatever is left out of a line is told with that line; what is told once is told where it is met first.
    assert_eq!(codes(&report.lines[1].notes), ["date:time_left_out"]);
    assert_eq!(codes(&report.lines[3].notes), ["total:point_assumed"]);
    assert!(report.lines[4].notes.is_empty());
}

#[test]
fn the_lines_of_an_order_may_stand_anywhere() {
    let office = Office::new();
    let buyer = known_customer(&office, "B7");
    let heads: String = (0..2_500).map(|i| format!("N{i},B7,2026-01-05,x,\n")).collect();
    // The second lines of all orders stand behind the first ones of all.
    let line = |i: i32, price: i32| format!("N{i},P,{price},1,\n");
    let lines: String = (0..2_500).map(|i| line(i, 5)).chain((0..2_500).rev().map(|i| line(i, 6))).collect();
    let report = office
        .integration
        .imports()
        .orders(
            bytes(&format!("no,customer,day,shipped,street\n{heads}")),
            order_mapping(),
            bytes(&format!("no,product,price,quantity,discount\n{lines}")),
            line_mapping(),
            None,
        )
        .unwrap();
    assert_eq!((report.created, report.refused), (2_500, 0));
    assert_eq!(report.order_lines.map(|l| l.taken), Some(5_000));
    assert_eq!(order_total(&office, &buyer, 2026, 5), [(2_500, "27500.00 USD".to_owned())]);
}

#[test]
fn an_order_without_lines_and_notes_of_lines_are_told() {
    let office = Office::new();
    let orders = "no,customer,day,shipped,street\n10,C1,2026-01-05,x,\n11,C1,2026-01-05,x,\n";
    let lines = "no,product,price,quantity,discount\n10 ,P1,5,2,half\n";
    let mut mapping = line_mapping();
    mapping[4].lenient = Some(true);
    let imports = office.integration.imports();
    let report = imports.orders(bytes(orders), order_mapping(), bytes(lines), mapping, None).unwrap();
    assert_eq!(told(&report), ["2 created", "3 created"]);
    // SALES-3: what was left out of a line, and that there was none, is said.
    assert_eq!(codes(&report.lines[0].notes), ["lines[0].order:trimmed", "lines[0].discount_rate:wrong_type"]);
    assert_eq!(codes(&report.lines[1].notes), ["lines:no_lines"]);
}
