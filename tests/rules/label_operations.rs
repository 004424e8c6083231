//! META-2, META-3: what operations are for is said in Chinese too, each of them, and of the English that there is now.

use std::collections::BTreeMap;

use crm_core::prelude::*;
use crm_core::{Operation, labels};

use crate::support::*;

/// The file of the Chinese, from the folder of the crate.
const FILE: &str = "src/engine/texts/operations.zh-Hans.txt";

/// The first paragraph of a documentation, in one line.
fn paragraph(doc: &str) -> String {
    let lines = doc.trim().lines().map(str::trim).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Four digits that another text has only by chance: FNV-1a, folded.
fn mark(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

/// Mark and text by the names of operations.
fn chinese(file: &str) -> BTreeMap<&str, (&str, &str)> {
    let line = |line| {
        let parts: Vec<&str> = str::splitn(line, 3, ' ').collect();
        assert!(parts.len() == 3, "{FILE}: {line}: a name, a mark, a text");
        (parts[0], (parts[1], parts[2]))
    };
    file.lines().map(line).collect()
}

#[test]
fn every_operation_is_explained_in_chinese() {
    let file = std::fs::read_to_string(FILE).unwrap();
    let told = chinese(&file);
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        let english = paragraph(operation.doc);
        let line = format!("{} {} {english}", operation.name, mark(&english));
        match told.get(operation.name) {
            None => missing.push(line),
            Some((known, _)) if *known != mark(&english) => changed.push(line),
            Some(_) => {}
        }
    }
    assert!(
        missing.is_empty() && changed.is_empty(),
        "crm-core/{FILE} wants these lines, each with its English put into Chinese.\n\n{} are missing:\n{}\n\n\
         {} have another English by now:\n{}\n",
        missing.len(),
        missing.join("\n"),
        changed.len(),
        changed.join("\n"),
    );
}

#[test]
fn the_chinese_of_operations_stands_in_order() {
    let file = std::fs::read_to_string(FILE).unwrap();
    let told = chinese(&file);
    // One line each, by name: two that add some are merged without a thought.
    let names: Vec<&str> = file.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, told.keys().copied().collect::<Vec<_>>());
    let code = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    for (name, (_, text)) in told {
        let operation = Operation::find(name).unwrap_or_else(|| panic!("{FILE}: there is no {name} any more"));
        assert!(text.ends_with('。') && text.chars().any(|c| c > '\u{2e80}'), "{name}: {text}");
        assert_eq!(text.matches('`').count() % 2, 0, "{name}: {text}");
        // What is code in it is code in the English.
        let english = code(&paragraph(operation.doc));
        for one in code(text) {
            assert!(english.contains(&one), "{name}: `{one}` is not in the English");
        }
    }
}

#[test]
fn descriptions_explain_operations_in_the_language_of_the_session() {
    let office = Office::new();
    let zh = office.admin.with_locale(Locale::ZhHans);
    let doc = |session: &Session, name: &str| session.meta().describe(name.into(), None).unwrap().doc;
    assert_eq!(doc(&office.admin, "products.get"), "Gives one product.");
    assert_eq!(doc(&zh, "products.get"), "查看一个产品。");
    // META-3: what is said further, to programmers, stays.
    let (english, chinese) = (doc(&office.admin, "tickets.get"), doc(&zh, "tickets.get"));
    let behind = |doc: &str| doc.split_once("\n\n").unwrap().1.trim().to_owned();
    assert_eq!(behind(&chinese), behind(&english));
    assert!(chinese.starts_with("查看"), "{chinese}");
    for told in zh.meta().operations().unwrap() {
        let operation = Operation::find(&told.name).unwrap();
        assert_eq!(told.doc, labels::of_operation(Locale::ZhHans, operation), "{}", told.name);
    }
}
