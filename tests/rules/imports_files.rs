//! SALES-3: how a file is parted into lines and cells, and in which encoding it is read.

use crm_core::Bytes;
use crm_core::imports::{ImportReport, TextEncoding};
use crm_core::prelude::*;

use crate::imports::{bytes, column, told};
use crate::support::*;

fn import(office: &Office, file: Vec<u8>) -> Result<ImportReport> {
    let mapping = vec![column("external_id", "id"), column("name", "name"), column("remarks", "remarks")];
    office.integration.imports().products(Bytes(file), mapping, None)
}

/// The products as `key name`, by key.
fn products(office: &Office) -> Vec<String> {
    let page = PageRequest { limit: Some(1000), ..Default::default() };
    let mut all: Vec<String> = office
        .ann
        .products()
        .list(None, Some(page), None)
        .unwrap()
        .items
        .iter()
        .map(|p| format!("{} {}", p.external_id, p.name))
        .collect();
    all.sort();
    all
}

#[test]
fn a_mark_in_the_wrong_place_refuses_the_file() {
    for (file, refusal) in [
        ("id,name,remarks\n8,rod,\"3/4 inch\n9,plate,large\n10,tube,\n", "file:open_quote"),
        ("id,name,remarks\n8,rod,\"3/4\" inch\n9,plate,large\n", "file:text_behind_quote"),
        ("id,name,remarks\n8,rod,\"3/4 inch\n9,\"plate\",large\n", "file:text_behind_quote"),
        ("id,name,remarks\n8,rod,3/4\" inch\n9,plate,large\n", "file:stray_quote"),
    ] {
        let office = Office::new();
        // BAD-1, SALES-3: what a mark in the wrong place swallowed can't be known, so nothing of the file is taken.
        let refusal_of = import(&office, file.as_bytes().to_vec());
        let limit = refusal_of.as_ref().unwrap_err().fields()[0].limit.clone();
        assert_eq!((invalid(refusal_of), limit.as_deref()), (vec![refusal.to_owned()], Some("2")), "{file}");
        assert!(products(&office).is_empty());
    }
}

#[test]
fn a_character_that_is_cut_spoils_its_line_alone() {
    let office = Office::new();
    let mut file = "id,name,remarks\n21,滚珠丝杠,\n22,联轴器,\n23,减速机,\n".as_bytes().to_vec();
    let at = file.windows(3).position(|w| w == "轴".as_bytes()).unwrap();
    file.remove(at + 2);
    let report = import(&office, file).unwrap();
    assert_eq!(told(&report), ["2 created", "3 refused :wrong_encoding", "4 created"]);
    assert_eq!(products(&office), ["21 滚珠丝杠", "23 减速机"]);
    assert_eq!(report.encoding, TextEncoding::Utf8);
}

#[test]
fn short_evidence_is_not_enough() {
    let office = Office::new();
    // 叶 in GB18030 is Ҷ in UTF-8, and a German name in Latin-1 is some character of GB18030.
    for (file, expected) in [
        (b"id,name,remarks\n31,\xd2\xb6,\n".to_vec(), "file:ambiguous_encoding"),
        (b"id,name,remarks\n32,D\xfcbel,\n".to_vec(), "file:ambiguous_encoding"),
        // Three bytes and a letter are one character and that letter, or two characters: 橙b is 姗檅 in GB18030.
        ("id,name,remarks\n33,橙b,\n".as_bytes().to_vec(), "file:ambiguous_encoding"),
        (encoding_rs::GB18030.encode("id,name,remarks\n34,鐢祕,\n").0.to_vec(), "file:ambiguous_encoding"),
        (b"\xff\xfei\0d\0,\0n\0a\0m\0e\0\n\0".to_vec(), "file:wrong_encoding"),
    ] {
        assert_eq!(invalid(import(&office, file)), [expected]);
    }
    assert!(products(&office).is_empty());
    let (gb, _, _) = encoding_rs::GB18030.encode("id,name,remarks\n31,叶轮,离心泵\n");
    let report = import(&office, gb.to_vec()).unwrap();
    assert_eq!((report.created, report.encoding), (1, TextEncoding::Gb18030));
    assert_eq!(products(&office), ["31 叶轮"]);
}

#[test]
fn lines_are_numbered_whatever_ends_them() {
    for end in ["\r", "\n", "\r\n"] {
        let office = Office::new();
        let lines = ["id,name,remarks", "41,a,", "", ",b,", "43,\"c", "d\",", ",e,"];
        let report = import(&office, lines.join(end).into_bytes()).unwrap();
        // BAD-1: a name is one line of text.
        assert_eq!(
            told(&report),
            [
                "2 created",
                "4 refused external_id:required",
                "5 refused name:control_character",
                "7 refused external_id:required",
            ],
            "{end:?}"
        );
    }
}

#[test]
fn a_column_that_stands_twice_cannot_be_mapped() {
    let office = Office::new();
    let mapping = vec![column("external_id", "id"), column("name", "name"), column("price", "net")];
    let import = |file: &str, mapping| office.integration.imports().products(bytes(file), mapping, None);
    let file = "id,name,net, net\n51,nut,1,2\n";
    assert_eq!(invalid(import(file, mapping.clone())), ["mapping[2].column:ambiguous_column"]);
    // One that nobody maps disturbs nobody.
    assert_eq!(told(&import("id,name,net,x,x\n51,nut,1,2,3\n", mapping).unwrap()), ["2 created"]);
}

#[test]
fn counts_add_up_to_the_files_lines() {
    let office = Office::new();
    let file = "id,name,remarks\n61,a,\n\n62,b\n , ,\n61,a,\n61,c,\n,d,\n\n";
    let report = import(&office, file.as_bytes().to_vec()).unwrap();
    let counted = report.created + report.updated + report.unchanged + report.repeated + report.refused;
    assert_eq!((report.read, report.empty), (5, 3));
    assert_eq!(counted, report.read);
    assert_eq!((report.created, report.updated, report.unchanged, report.refused), (1, 1, 1, 2));
}
