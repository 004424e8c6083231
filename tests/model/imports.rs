//! SALES-3: random tables in every dialect, imported and compared with what is stored.

use std::collections::BTreeMap;

use crm_core::Bytes;
use crm_core::imports::{FieldMapping, TextEncoding};
use crm_core::prelude::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::*;
use crate::tables::{self, Dialect};

pub fn column(field: &str, column: &str) -> FieldMapping {
    FieldMapping { field: field.into(), column: Some(column.into()), ..Default::default() }
}

/// A product as a line of a file tells it; an empty cell is nothing.
#[derive(Debug, Clone)]
pub struct Product {
    pub key: String,
    pub name: String,
    pub price: Option<Decimal>,
    pub remarks: String,
}

/// What is kept of a product.
pub type Kept = (String, Option<Decimal>, String);

pub const HEADER: [&str; 4] = ["货号", "品名", "单价", "备注"];

pub fn product_mapping() -> Vec<FieldMapping> {
    ["external_id", "name", "price", "remarks"].iter().zip(HEADER).map(|(f, c)| column(f, c)).collect()
}

/// Names and remarks that begin and end with a letter, so that nothing is trimmed away.
pub fn named(text: String) -> String {
    format!("x{}x", text.chars().filter(|c| *c != '\u{feff}').collect::<String>())
}

pub fn product(keys: std::ops::Range<usize>) -> impl Strategy<Value = Product> {
    (keys, tables::text(), prop::option::of(tables::number()), prop::option::of(tables::text())).prop_map(
        |(key, name, price, remarks)| Product {
            // One damaged character makes no other key of it.
            key: format!("K{key:03}{key:03}"),
            name: named(name),
            price,
            remarks: remarks.map(named).unwrap_or_default(),
        },
    )
}

/// The table with its header; the first line's price leaves no doubt about the decimal mark.
pub fn table(dialect: &Dialect, products: &mut [Product]) -> Vec<Vec<String>> {
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    for (i, product) in products.iter_mut().enumerate() {
        product.name = dialect.fitting(&product.name, false);
        product.remarks = dialect.fitting(&product.remarks, true);
        if i == 0 {
            product.price = Some(Decimal::new(5, 1));
        }
        let price = product.price.map(|price| dialect.number(price)).unwrap_or_default();
        rows.push(vec![product.key.clone(), product.name.clone(), price, product.remarks.clone()]);
    }
    rows
}

/// Every product of the books by its key.
pub fn stored(office: &Office) -> BTreeMap<String, Kept> {
    let page = PageRequest { limit: Some(1000), ..Default::default() };
    let products = office.ann.products().list(None, Some(page), None).unwrap().items;
    let kept = |p: crm_core::products::Product| {
        (p.external_id, (p.name, p.price.map(|d| d.normalize()), p.remarks.unwrap_or_default()))
    };
    products.into_iter().map(kept).collect()
}

/// An order with its lines, as rows of a flat file.
#[derive(Debug, Clone)]
struct Order {
    date: Date,
    status: i64,
    address: String,
    lines: Vec<(String, Decimal, Decimal)>,
}

fn order() -> impl Strategy<Value = Order> {
    let small = || (0..1_000_000_i64, 0..=6u32).prop_map(|(digits, places)| Decimal::new(digits, places).normalize());
    let line = (tables::text(), small(), small()).prop_map(|(article, pieces, each)| (named(article), pieces, each));
    let status = prop::sample::select(&[5i64, 6][..]);
    (tables::date(), status, tables::text(), prop::collection::vec(line, 1..5))
        .prop_map(|(date, status, address, lines)| Order { date, status, address: named(address), lines })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_stands_in_a_table_is_stored(
        dialect in tables::dialect(),
        mut products in prop::collection::vec(product(0..8), 1..14),
    ) {
        let office = Office::new();
        let rows = table(&dialect, &mut products);
        let file = Bytes(dialect.lines(&rows).concat());
        let options = dialect.said_where_unclear(&file.0);
        let report = office.integration.imports().products(file, product_mapping(), Some(options)).unwrap();
        // An empty cell keeps what an earlier line said.
        let mut expected: BTreeMap<String, Kept> = BTreeMap::new();
        for p in &products {
            let kept = expected.entry(p.key.clone()).or_default();
            kept.0.clone_from(&p.name);
            kept.1 = p.price.or(kept.1);
            if !p.remarks.is_empty() {
                kept.2.clone_from(&p.remarks);
            }
        }
        prop_assert_eq!(stored(&office), expected);
        prop_assert_eq!((report.read, report.refused), (products.len() as i64, 0), "{:?}", report.lines);
        prop_assert_eq!(report.created + report.updated + report.unchanged, report.read);
        prop_assert_eq!(report.encoding == TextEncoding::Gb18030, dialect.gb18030);
        prop_assert_eq!(office.ann.products().list(None, None, None).unwrap().items.len() as i64, report.created);
    }

    #[test]
    fn orders_of_a_flat_table_are_stored(
        dialect in tables::dialect(),
        mut orders in prop::collection::vec(order(), 1..6),
        order in any::<u64>(),
    ) {
        let office = Office::new();
        let customer = known_customer(&office, "B");
        let mut rows = Vec::new();
        for (i, order) in orders.iter_mut().enumerate() {
            order.address = dialect.fitting(&order.address, false);
            for (j, (article, pieces, each)) in order.lines.iter_mut().enumerate() {
                *article = dialect.fitting(article, false);
                if i == 0 && j == 0 {
                    (*pieces, *each) = (Decimal::new(25, 1), Decimal::new(15, 1));
                }
                rows.push(vec![
                    format!("N{i}"),
                    dialect.date(order.date),
                    order.status.to_string(),
                    order.address.clone(),
                    article.clone(),
                    dialect.number(*pieces),
                    dialect.number(*each),
                ]);
            }
        }
        // The rows of an order stand anywhere, in their own order.
        let mut places: Vec<usize> = (0..rows.len()).collect();
        places.sort_by_key(|i| (order.rotate_left(*i as u32 * 7) % 5, *i));
        let mut table = vec![["单号", "日期", "状态", "地址", "货品", "数量", "单价"].map(str::to_owned).to_vec()];
        table.extend(places.iter().map(|i| rows[*i].clone()));
        let file = Bytes(dialect.lines(&table).concat());
        let constant = |field: &str, value: &str| FieldMapping {
            field: field.into(), constant: Some(value.into()), ..Default::default()
        };
        let mapping = vec![
            column("external_id", "单号"), constant("customer_external_id", "B"), column("date", "日期"),
            column("status", "状态"), column("delivery_address", "地址"),
        ];
        let lines_mapping = vec![
            column("order", "单号"), column("product_name", "货品"), column("quantity", "数量"),
            column("unit_price", "单价"),
        ];
        let options = dialect.said_where_unclear(&file.0);
        let imports = office.integration.imports();
        let report = imports.orders(file.clone(), mapping, file, lines_mapping, Some(options)).unwrap();
        prop_assert_eq!(report.created, orders.len() as i64, "{:?}", report.lines);
        prop_assert_eq!(report.repeated, (rows.len() - orders.len()) as i64);
        let page = PageRequest { limit: Some(1000), ..Default::default() };
        let listed = office.ann.orders().list(customer.id, None, Some(page), None).unwrap().items;
        prop_assert_eq!(listed.len(), orders.len());
        for shown in listed {
            let i: usize = shown.number[1..].parse().unwrap();
            let expected = &orders[i];
            let kept = office.ann.orders().get(shown.id, None).unwrap();
            prop_assert_eq!((kept.order.date, kept.order.status), (expected.date, expected.status));
            prop_assert_eq!(kept.order.delivery_address.as_deref(), Some(expected.address.as_str()));
            // The lines of one order in the order of their rows.
            let own: Vec<usize> = (0..rows.len()).filter(|r| rows[*r][0] == shown.number).collect();
            let in_file: Vec<usize> = places.iter().copied().filter(|r| own.contains(r)).map(|r| r - own[0]).collect();
            let wanted: Vec<(String, Decimal, Decimal)> =
                in_file.iter().map(|j| expected.lines[*j].clone()).collect();
            let lines: Vec<(String, Decimal, Decimal)> = kept
                .lines
                .into_iter()
                .map(|l| (l.product_name, l.quantity.normalize(), l.unit_price.unwrap().normalize()))
                .collect();
            prop_assert_eq!(lines, wanted);
        }
    }

    /// Whatever is short of evidence is refused; what is taken is right.
    #[test]
    fn an_encoding_is_never_guessed(names in prop::collection::vec("[一-龥]{1,2}", 1..4), gb18030 in any::<bool>()) {
        let office = Office::new();
        let rows: String = names.iter().enumerate().map(|(i, name)| format!("{i},{name}\n")).collect();
        let text = format!("id,name\n{rows}");
        let bytes = if gb18030 { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        let mapping = vec![column("external_id", "id"), column("name", "name")];
        match office.integration.imports().products(Bytes(bytes), mapping, None) {
            Ok(report) => {
                let expected: Vec<String> = names.clone();
                let kept: Vec<String> = stored(&office).into_values().map(|(name, ..)| name).collect();
                prop_assert!(kept == expected || report.refused > 0, "{:?} became {:?}", names, kept);
            }
            Err(CrmError::Invalid { fields }) => prop_assert_eq!(&fields[0].code, "ambiguous_encoding"),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
