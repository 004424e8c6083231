//! SALES-3: numbers, dates and empty cells.

use crm_core::imports::{DateOrder, DecimalMark, EmptyCell, FieldMapping, ImportOptions, ImportedLine};

use crate::imports::{bytes, codes, column, constant, mapped, told};
use crate::support::*;

fn options(delimiter: &str) -> ImportOptions {
    ImportOptions { delimiter: Some(delimiter.into()), ..Default::default() }
}

/// What became of prices, each the only one of its file: the price kept, or the code of the refusal.
fn price(cells: &[&str], options: &ImportOptions) -> Vec<String> {
    let office = Office::new();
    let lines: String = cells.iter().enumerate().map(|(i, cell)| format!("K{i};k;{cell}\n")).collect();
    let mapping = vec![column("external_id", "code"), column("name", "name"), column("price", "price")];
    let file = bytes(&format!("code;name;price\n{lines}"));
    let report = office.integration.imports().products(file, mapping, Some(options.clone())).unwrap();
    let products = office.ann.products().list(None, None, None).unwrap().items;
    let kept = |line: &ImportedLine| match line.errors.first() {
        Some(error) => error.code.clone(),
        None => {
            let product = products.iter().find(|p| p.external_id == line.key).unwrap();
            let notes: String = line.notes.iter().map(|n| format!(" {}", n.code)).collect();
            format!("{}{notes}", product.price.unwrap().normalize())
        }
    };
    report.lines.iter().map(kept).collect()
}

#[test]
fn a_separator_is_looked_at_by_where_it_stands() {
    for (cells, kept) in [
        (&["48,9"][..], &["48.9"][..]),
        (&["0,005"], &["0.005"]),
        (&["7.650,25"], &["7650.25"]),
        (&["7,650.25"], &["7650.25"]),
        (&["3,2109,8765"], &["321098765"]),
        (&["76,50,25"], &["wrong_type"]),
        // Read two ways: refused, unless the column shows how.
        (&["7,650"], &["ambiguous_number"]),
        (&["7,650", "0.5"], &["7650", "0.5"]),
        (&["7,650", "0,5"], &["7.65", "0.5"]),
        (&["7.650", "0,5"], &["7650", "0.5"]),
        // A point alone is the decimal mark, and that is said once.
        (&["7.650", "8.125"], &["7.65 point_assumed", "8.125"]),
        (&["1_000", "0.12345678901234567890123456789"], &["wrong_type", "too_precise"]),
    ] {
        assert_eq!(price(cells, &options(";")), kept, "{cells:?}");
    }
    let comma = ImportOptions { decimal_mark: Some(DecimalMark::Comma), ..options(";") };
    assert_eq!(price(&["7.650", "7,650", "1.2"], &comma), ["7650", "7.65", "wrong_type"]);
}

#[test]
fn whole_numbers_and_quantities_are_read_the_same_way() {
    let office = Office::new();
    let mapping = vec![
        column("external_id", "no"),
        column("customer_external_id", "who"),
        column("date", "day"),
        column("status", "state"),
    ];
    let lines = vec![
        column("order", "no"),
        column("product_name", "what"),
        column("quantity", "pieces"),
        column("unit_price", "each"),
    ];
    let heads = "no;who;day;state\n1;A;2026-01-05;2,5\n2;A;2026-01-05;5,0\n3;A;2026-01-05;6\n";
    let rows = "no;what;pieces;each\n2;bolt;1,5;2\n3;bolt;12,34;x\n";
    let imports = office.integration.imports();
    let report = imports.orders(bytes(heads), mapping, bytes(rows), lines, Some(options(";"))).unwrap();
    assert_eq!(told(&report), ["2 refused status:wrong_type", "3 created", "4 refused lines[0].unit_price:wrong_type"]);
}

#[test]
fn a_year_has_four_digits_unless_two_are_said_to_do() {
    let office = Office::new();
    let mapping = || {
        vec![
            column("external_id", "no"),
            constant("customer_external_id", "A"),
            column("date", "day"),
            constant("status", "5"),
        ]
    };
    let lines = || {
        vec![
            column("order", "no"),
            constant("product_name", "x"),
            constant("quantity", "1"),
            constant("unit_price", "1"),
        ]
    };
    let import = |days: &[&str], options: ImportOptions| {
        let rows: String = days.iter().enumerate().map(|(i, day)| format!("{i},{day}\n")).collect();
        let file = format!("no,day\n{rows}");
        let imports = office.integration.imports();
        imports.orders(bytes(&file), mapping(), bytes(&file), lines(), Some(options)).unwrap()
    };
    let report = import(
        &["21/06/17", "21-6-7", "1210617", "20210617", "2021-06-17T23:00:00Z", "1021-06-17", "17.06.2021"],
        ImportOptions::default(),
    );
    assert_eq!(
        told(&report),
        [
            "2 refused date:two_digit_year",
            "3 refused date:two_digit_year",
            "4 refused date:wrong_type",
            "5 created",
            "6 created",
            "7 created",
            "8 refused date:wrong_type",
        ]
    );
    // TIME-1: an instant is the company's day; a year that nobody trades in is noted.
    assert_eq!(codes(&report.lines[4].notes), ["date:company_day"]);
    assert_eq!(codes(&report.lines[5].notes), ["date:unusual_year"]);
    let said = ImportOptions {
        two_digit_years_from: Some(1960),
        date_order: Some(DateOrder::DayMonthYear),
        ..Default::default()
    };
    let report = import(&["17.06.21", "17/6/1961", "31.02.21"], said);
    assert_eq!(told(&report), ["2 created", "3 created", "4 refused date:wrong_type"]);
}

#[test]
fn an_empty_cell_keeps_a_field_or_clears_it() {
    let office = Office::new();
    let cleared = |field: &str, from: &str| FieldMapping { empty_cell: Some(EmptyCell::Clear), ..column(field, from) };
    let imports = office.integration.imports();
    let products = |file: &str, mapping: Vec<FieldMapping>| imports.products(bytes(file), mapping, None).unwrap();
    let key = || vec![column("external_id", "id"), column("name", "name")];
    let with = |more: Vec<FieldMapping>| key().into_iter().chain(more).collect::<Vec<_>>();
    let all = with(vec![column("model", "model"), column("price", "price"), constant("currency", "USD")]);
    products("id,name,model,price\nP,pump,M1,9.50\n", all.clone());
    let product = || {
        let p = office.ann.products().list(None, None, None).unwrap().items.remove(0);
        (
            p.model.unwrap_or_default(),
            p.price.map(|d| d.to_string()).unwrap_or_default(),
            p.currency.unwrap_or_default(),
        )
    };
    let kept = ("M1".to_owned(), "9.5".to_owned(), "USD".to_owned());
    // Neither an empty cell nor a column that is not there takes anything away.
    assert_eq!(told(&products("id,name,model,price\nP,pump,,\n", all)), ["2 unchanged"]);
    assert_eq!(told(&products("id,name\nP,pump\n", key())), ["2 unchanged"]);
    assert_eq!(product(), kept);
    // A price that is kept is kept in its currency.
    let other = with(vec![column("price", "price"), constant("currency", "EUR")]);
    assert_eq!(told(&products("id,name,price\nP,pump,\n", other)), ["2 refused currency:contradictory"]);
    let report =
        products("id,name,model,price\nP,pump,,\n", with(vec![cleared("model", "model"), column("price", "price")]));
    assert_eq!((told(&report), product().0), (vec!["2 updated".to_owned()], String::new()));
    // The same for customers, and for orders.
    let customers =
        |file: &str, mapping: Vec<FieldMapping>| imports.customers(bytes(file), mapping, None, None).unwrap();
    customers(
        "id,name,phone,web\nC,Acme,021,acme.cn\n",
        with(vec![column("phone", "phone"), column("website", "web")]),
    );
    customers("id,name,phone,web\nC,Acme,,\n", with(vec![column("phone", "phone"), cleared("website", "web")]));
    let customer = office.ann.customers().list(None, None, None).unwrap().items.remove(0);
    assert_eq!((customer.phone.as_deref(), customer.website), (Some("021"), None));
}

#[test]
fn what_a_mapping_says_of_cells_must_make_sense() {
    let office = Office::new();
    let empty = |empty, of: FieldMapping| FieldMapping { empty_cell: Some(empty), ..of };
    for (wrong, expected) in [
        (empty(EmptyCell::Clear, column("name", "name")), "mapping[1].empty_cell:not_clearable"),
        (empty(EmptyCell::Keep, constant("name", "x")), "mapping[1].empty_cell:contradictory"),
        (FieldMapping { lenient: Some(true), ..column("name", "name") }, "mapping[1].lenient:not_lenient"),
        (
            FieldMapping { decimal_mark: Some(DecimalMark::Comma), ..column("name", "name") },
            "mapping[1].decimal_mark:contradictory",
        ),
        (
            FieldMapping { date_order: Some(DateOrder::DayMonthYear), ..column("name", "name") },
            "mapping[1].date_order:contradictory",
        ),
        (mapped("name", "name", &[("a", "b"), ("a", "c")]), "mapping[1].values:not_unique"),
    ] {
        let mapping = vec![column("external_id", "id"), wrong];
        let refusal = office.integration.imports().products(bytes("id,name\n1,a\n"), mapping, None);
        assert_eq!(invalid(refusal), [expected]);
    }
}

#[test]
fn a_field_that_the_record_needs_is_never_left_out() {
    let office = Office::new();
    let lenient = |field: &str, from: &str| FieldMapping { lenient: Some(true), ..column(field, from) };
    let mapping = vec![
        column("external_id", "id"),
        column("product_external_id", "id"),
        constant("warehouse", "W"),
        lenient("quantity", "pieces"),
    ];
    let refusal = office.integration.imports().stock(bytes("id,pieces\n1,few\n"), mapping, None);
    assert_eq!(invalid(refusal), ["mapping[3].lenient:not_lenient"]);
    let mapping = vec![lenient("external_id", "id"), column("name", "name")];
    let refusal = office.integration.imports().customers(bytes("id,name\n1,a\n"), mapping, None, None);
    assert_eq!(invalid(refusal), ["mapping[0].lenient:not_lenient"]);
}
