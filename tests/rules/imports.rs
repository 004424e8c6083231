//! SALES-3: imports of CSV files.

use crm_core::audit::{Action, AuditFilter};
use crm_core::imports::{FieldMapping, ImportOptions, ImportReport, ImportedLine, TextEncoding, ValueMapping};
use crm_core::prelude::*;
use crm_core::{Bytes, FieldError, labels};

use crate::support::*;

pub(super) fn column(field: &str, column: &str) -> FieldMapping {
    FieldMapping { field: field.into(), column: Some(column.into()), ..Default::default() }
}

pub(super) fn constant(field: &str, value: &str) -> FieldMapping {
    FieldMapping { field: field.into(), constant: Some(value.into()), ..Default::default() }
}

pub(super) fn mapped(field: &str, from: &str, values: &[(&str, &str)]) -> FieldMapping {
    let values = values.iter().map(|(from, to)| ValueMapping { cell: (*from).into(), to: (*to).into() }).collect();
    FieldMapping { values: Some(values), ..column(field, from) }
}

pub(super) fn bytes(text: &str) -> Bytes {
    Bytes(text.as_bytes().to_vec())
}

pub(super) fn codes(errors: &[FieldError]) -> Vec<String> {
    // META-2: every error and every note, in each language.
    let told = |e: &FieldError, locale| labels::violation(locale, &e.code, e.limit.as_deref()).is_some();
    let untold = errors.iter().find(|e| !told(e, Locale::En) || !told(e, Locale::ZhHans));
    assert!(untold.is_none(), "{untold:?} has no text");
    errors.iter().map(|e| format!("{}:{}", e.field, e.code)).collect()
}

/// A report as `line outcome errors`.
pub(super) fn told(report: &ImportReport) -> Vec<String> {
    let line = |l: &ImportedLine| format!("{} {} {}", l.line, l.outcome, codes(&l.errors).join(","));
    report.lines.iter().map(|l| line(l).trim().to_owned()).collect()
}

const CUSTOMERS: &str = "\
编号,名称,国家,联系人,职务,电话,年营业额
C1,华东机械,中国,王芳,采购,021-1234,\"1,200,000.50\"
C2,Alfreds,德国,Maria,Owner,030-0074,
\"C3 \",无名,火星,,,,
C1,华东精密机械,中国,王芳,采购,021-9999,
,没有编号,中国,,,,
C4,,中国,,,,
";

fn customer_mapping() -> Vec<FieldMapping> {
    vec![
        column("external_id", "编号"),
        column("name", "名称"),
        FieldMapping {
            lenient: Some(true), ..mapped("region", "国家", &[("中国", "华东"), ("德国", "海外")])
        },
        column("phone", "电话"),
        column("annual_turnover", "年营业额"),
        column("contact.name", "联系人"),
        column("contact.position", "职务"),
    ]
}

#[test]
fn customers_arrive_incomplete_and_say_so() {
    let office = Office::new();
    let report = office.integration.imports().customers(bytes(CUSTOMERS), customer_mapping(), None, None).unwrap();
    // SALES-3: each line with its result and the reasons; a bad line never stops the others.
    assert_eq!(
        told(&report),
        [
            "2 created",
            "3 created",
            "4 created",
            "5 updated",
            "6 refused external_id:required",
            "7 refused name:required",
        ]
    );
    assert_eq!((report.created, report.updated, report.unchanged, report.refused), (3, 1, 0, 2));
    // SALES-3: what looks like a mistake is said; the lenient value is left out.
    assert_eq!(codes(&report.lines[2].notes), ["external_id:trimmed", "region:unmapped_value"]);
    // CUST-3, SALES-3: what an incomplete customer lacks.
    assert_eq!(report.lines[1].lacks, ["account_manager", "level", "satisfaction", "credit", "address"]);
    assert!(
        report.lines[2].lacks.contains(&"phone".to_owned()) && report.lines[2].lacks.contains(&"region".to_owned())
    );
    let all = office.ann.customers().list(None, None, None).unwrap().items;
    assert_eq!(all.len(), 3);
    let first = all.iter().find(|c| c.external_id.as_deref() == Some("C1")).unwrap();
    assert_eq!((first.name.as_str(), first.complete), ("华东精密机械", false));
    assert_eq!(first.phone.as_deref(), Some("021-9999"));
    let turnover = first.annual_turnover.clone().unwrap();
    assert_eq!((turnover.amount.to_string(), turnover.currency.as_str()), ("1200000.50".to_owned(), "CNY"));
    let contacts = office.ann.contacts().list(Some(first.id), None, None, None).unwrap().items;
    assert_eq!(contacts.iter().map(|c| c.name.as_deref()).collect::<Vec<_>>(), [Some("王芳")]);
    // AUDIT-1: one summary row for the file.
    let again = office.integration.imports().customers(bytes(CUSTOMERS), customer_mapping(), None, None).unwrap();
    assert_eq!((again.created, again.refused), (0, 2), "a second import finds its customers again");
}

#[test]
fn a_lost_customer_is_frozen_for_imports_too() {
    let office = Office::new();
    let c = known_customer(&office, "C1");
    let lost = office.lose(c.id);
    let report = office.integration.imports().customers(bytes(CUSTOMERS), customer_mapping(), None, None).unwrap();
    // CUST-4: neither the customer nor its contacts; SALES-3: the other lines are not stopped.
    assert_eq!(told(&report)[..2], ["2 refused external_id:lost_customer", "3 created"]);
    assert_eq!(office.ann.customers().get(c.id).unwrap(), lost);
    assert!(office.ann.contacts().list(Some(c.id), None, None, None).unwrap().items.is_empty());
}

#[test]
fn dictionary_items_are_errors_or_created() {
    let office = Office::new();
    let file = "id,name,level\n1,a,大客户\n2,b,3\n3,c,新级别\n4,d,新级别\n";
    let mapping = || vec![column("external_id", "id"), column("name", "name"), column("level", "level")];
    let report = office.integration.imports().customers(bytes(file), mapping(), None, None).unwrap();
    // DICT-1: imports match the item, then the value; DICT-2: the error names the category.
    assert_eq!(
        told(&report),
        ["2 created", "3 created", "4 refused level:unknown_choice", "5 refused level:unknown_choice"]
    );
    assert_eq!(report.lines[2].errors[0].limit.as_deref(), Some("customer_level"));
    let levels: Vec<_> =
        office.ann.customers().list(None, None, None).unwrap().items.into_iter().map(|c| c.level).collect();
    assert!(levels.iter().all(|l| l.as_ref().unwrap().item == "大客户"), "{levels:?}");
    // SALES-3: or created where asked, once.
    let options = ImportOptions { create_entries: Some(true), ..Default::default() };
    let report = office.integration.imports().customers(bytes(file), mapping(), Some(options), None).unwrap();
    assert_eq!(report.created_entries, ["customer_level: 新级别"]);
    assert_eq!((report.created, report.unchanged), (2, 2));
}

#[test]
fn what_a_file_brings_keeps_the_rules_of_its_fields() {
    let office = Office::new();
    let long = "长".repeat(501);
    let file = format!(
        "id,name,level,contact,position\n1,a,大客户,{long},p\n2,b,大客户,王\u{7}芳,{long}\n3,c,{long},d,\n4,d,\"二\n级\",,\n5,e,新级别,王芳,采购\n"
    );
    let mapping = vec![
        column("external_id", "id"),
        column("name", "name"),
        column("level", "level"),
        column("contact.name", "contact"),
        column("contact.position", "position"),
    ];
    let options = ImportOptions { create_entries: Some(true), ..Default::default() };
    let report = office.integration.imports().customers(bytes(&file), mapping, Some(options), None).unwrap();
    // SALES-3, BAD-1: a contact's texts and a new dictionary item have the limits that they have elsewhere.
    assert_eq!(
        told(&report),
        [
            "2 refused contact.name:too_long",
            "3 refused contact.name:control_character,contact.position:too_long",
            "4 refused level:unknown_choice",
            "5 refused level:unknown_choice",
            "7 created",
        ]
    );
    assert_eq!(report.created_entries, ["customer_level: 新级别"]);
    let customers = office.ann.customers().list(None, None, None).unwrap().items;
    assert_eq!(customers.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["e"]);
}

#[test]
fn the_audit_never_keeps_a_file() {
    let office = Office::new();
    let mapping = || vec![column("external_id", "id"), column("name", "name"), column("level", "level")];
    let options = ImportOptions { create_entries: Some(true), ..Default::default() };
    let report =
        office.integration.imports().customers(bytes("id,name,level\n1,a,新级别\n"), mapping(), Some(options), None);
    assert_eq!(told(&report.unwrap()), ["2 created"]);
    office.integration.imports().customers(bytes("id,name,level\n2,b,新级别\n"), mapping(), None, None).unwrap();
    let filter = AuditFilter { operation: Some("imports.customers".into()), ..Default::default() };
    let calls = office.admin.audit().list(Some(filter), None).unwrap().items;
    assert_eq!(calls.len(), 2);
    for call in calls {
        // AUDIT-1: a summary in place of the arguments.
        let arguments: serde_json::Value = serde_json::from_str(&call.arguments).unwrap();
        assert!(arguments.get("file").is_none() && arguments.get("created").is_some(), "{arguments}");
        assert_eq!(call.changes.last().map(|c| c.action), Some(Action::Bulk));
    }
}

#[test]
fn products_and_stock_come_from_gb18030_too() {
    let office = Office::new();
    let text = "货号;品名;单价;数量\nP1;数控机床;\"12,500.5\";3\nP2;铣刀;8.000001;1.5\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    let options = || Some(ImportOptions { delimiter: Some(";".into()), ..Default::default() });
    let mapping = vec![column("external_id", "货号"), column("name", "品名"), column("price", "单价")];
    let report = office.integration.imports().products(Bytes(gb.to_vec()), mapping, options()).unwrap();
    assert_eq!(told(&report), ["2 created", "3 created"]);
    let products = office.ann.products().list(None, None, None).unwrap().items;
    assert!(
        products.iter().any(|p| p.name == "数控机床" && p.price.map(|d| d.to_string()).as_deref() == Some("12500.5"))
    );
    let mapping = vec![
        column("external_id", "货号"),
        column("product_external_id", "货号"),
        constant("warehouse", "上海"),
        column("quantity", "数量"),
    ];
    let report = office.integration.imports().stock(Bytes(gb.to_vec()), mapping, options()).unwrap();
    assert_eq!((report.created, report.refused), (2, 0));
}

#[test]
fn columns_are_parted_as_the_caller_says() {
    let office = Office::new();
    let mapping = || vec![column("external_id", "id"), column("name", "name")];
    let import = |file: &str, delimiter: &str| {
        let options = ImportOptions { delimiter: Some(delimiter.into()), ..Default::default() };
        office.integration.imports().products(bytes(file), mapping(), Some(options))
    };
    // SALES-3: by any one character, and by a tab, which as a text would be blank.
    for (i, (delimiter, between)) in [(",", ","), (";", ";"), ("|", "|"), ("tab", "\t")].into_iter().enumerate() {
        let report = import(&format!("id{between}name\nP{i}{between}a b\n"), delimiter).unwrap();
        assert_eq!(told(&report), ["2 created"], "{delimiter}");
    }
    for wrong in ["，", "ab", "é"] {
        assert_eq!(invalid(import("id,name\n1,a\n", wrong)), ["delimiter:unknown_value"], "{wrong}");
    }
}

#[test]
fn all_or_nothing_leaves_nothing_of_a_bad_file() {
    let office = Office::new();
    let options = ImportOptions { all_or_nothing: Some(true), ..Default::default() };
    let refusal = office.integration.imports().customers(bytes(CUSTOMERS), customer_mapping(), Some(options), None);
    // SALES-3: every bad line is named.
    assert_eq!(invalid(refusal), ["line 6.external_id:required", "line 7.name:required"]);
    assert!(office.ann.customers().list(None, None, None).unwrap().items.is_empty());
}

#[test]
fn a_mapping_is_checked_before_any_line() {
    let office = Office::new();
    let file = "id,name\n1,a\n";
    for (mapping, expected) in [
        (vec![column("external_id", "id")], vec!["mapping:required"]),
        (vec![column("name", "name")], vec!["mapping:required"]),
        (
            vec![column("external_id", "id"), column("name", "title"), column("nose", "id")],
            vec!["mapping[1].column:unknown_column", "mapping[2].field:unknown_field"],
        ),
        (
            vec![column("external_id", "id"), FieldMapping { constant: Some("x".into()), ..column("name", "name") }],
            vec!["mapping[1].column:contradictory"],
        ),
        (
            vec![column("external_id", "id"), column("name", "name"), column("name", "id")],
            vec!["mapping[2].field:not_unique"],
        ),
    ] {
        assert_eq!(invalid(office.integration.imports().customers(bytes(file), mapping, None, None)), expected);
    }
    let mapping = || vec![column("external_id", "id"), column("name", "name")];
    // BAD-1: what is no CSV file at all.
    assert_eq!(invalid(office.integration.imports().customers(bytes(""), mapping(), None, None)), ["file:not_csv"]);
    // BAD-1: a line of another shape, and bytes that are no text, are their lines' own errors.
    let broken = [b"id,name\n1,a\n2\n3,\xff\xff\n".as_slice()].concat();
    let options = ImportOptions { encoding: Some(TextEncoding::Utf8), ..Default::default() };
    let report = office.integration.imports().customers(Bytes(broken), mapping(), Some(options), None).unwrap();
    assert_eq!(told(&report), ["2 created", "3 refused :wrong_columns", "4 refused :wrong_encoding"]);
    // PERM-1: only whom the host lets speak for its books.
    assert_eq!(refused(office.manager.imports().customers(bytes(file), mapping(), None, None)), "forbidden");
}
