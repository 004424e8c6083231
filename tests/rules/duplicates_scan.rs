//! DUP-8, DUP-9: scans find all that a rule admits, and clusters are what pairs connect.

use std::collections::BTreeSet;

use crm_core::duplicates::{OnDuplicate, PairFilter, PairState};
use crm_core::imports::FieldMapping;
use crm_core::settings::SettingsUpdate;
use crm_core::{Bytes, PageRequest};

use crate::duplicates::{PRECISION, PRECISION_TURNED, act, create, named, office, put};

/// A few letters of a name, by a number.
fn letters(seed: &mut u64, from: &[char], most: usize) -> String {
    let mut next = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as usize
    };
    let length = 3 + next() % most;
    (0..length).map(|_| from[next() % from.len()]).collect()
}

/// The edits between two names, by the whole table.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut next = vec![i + 1; b.len() + 1];
        for (j, to) in b.iter().enumerate() {
            next[j + 1] = (row[j] + usize::from(from != to)).min(row[j + 1] + 1).min(next[j] + 1);
        }
        row = next;
    }
    row[b.len()]
}

// DUP-8: what the threshold admits is found, all of it: against comparing each with each.
#[test]
fn a_scan_finds_what_comparing_each_with_each_finds() {
    let office = office();
    let from: Vec<char> = "华东精密机械上海北京制造".chars().collect();
    let mut seed = 7;
    let names: BTreeSet<String> = (0..2_000).map(|_| letters(&mut seed, &from, 9)).collect();
    let names: Vec<String> = names.into_iter().collect();
    put(
        &office,
        "alike",
        r#"{"of": "customer", "groups": [{"criteria": [{"field": "name", "compare": "similar_text", "threshold": 75}]}]}"#,
    );
    let rows = names.iter().map(|name| named(name)).collect();
    office.integration.customers().import_many(rows, Some(true), None, None, None).unwrap();
    let scan = office.manager.duplicates().scan(Some("alike".into())).unwrap();

    let all: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let mut expected = 0;
    for (at, a) in all.iter().enumerate() {
        for b in &all[at + 1..] {
            let longer = a.len().max(b.len());
            if a.len().abs_diff(b.len()) * 4 <= longer && edits(a, b) * 100 <= longer * 25 {
                expected += 1;
            }
        }
    }
    assert!(expected > 100, "{expected}");
    assert_eq!(scan.new_pairs + scan.known_pairs, expected);
    assert!(scan.comparisons < 2_000 * 2_000 / 8, "blocks spare most: {}", scan.comparisons);
}

// DUP-8, story 7: pairs that match no more are gone, what is ignored stays so, and on Sundays it goes by itself.
#[test]
fn a_scan_brings_pairs_up_to_date() {
    let office = office();
    let made = |name: &str| office.ann.customers().create(named(name), None, None).unwrap();
    let customers = [
        made(PRECISION),
        made(PRECISION_TURNED),
        made("上海华东精密机械（集团）"),
        made("北京华北机床厂"),
        made("北京华北机床"),
    ];
    let scan = office.manager.duplicates().scan(None).unwrap();
    assert_eq!((scan.new_pairs, scan.dropped_pairs), (1, 0), "{scan:?}");
    let pairs = || office.manager.duplicates().pairs(None, None).unwrap().items;
    let first = pairs().into_iter().find(|pair| pair.first.id.0 == customers[0].id.0).unwrap();
    office.manager.duplicates().ignore(vec![first.id], None, None).unwrap();
    let rename = crm_core::customers::CustomerUpdate { name: Some("天津铸造厂".into()), ..Default::default() };
    office.manager.customers().update(customers[4].id, rename, None).unwrap();
    let scan = office.manager.duplicates().scan(None).unwrap();
    assert_eq!((scan.new_pairs, scan.dropped_pairs), (0, 1), "{scan:?}");
    assert_eq!(pairs().iter().map(|pair| pair.state).collect::<Vec<_>>(), [PairState::Ignored]);
    assert_eq!(office.manager.duplicates().scan(Some("nothing".into())).unwrap_err().fields()[0].code, "unknown");

    let wanted = SettingsUpdate { duplicate_scan: Some(true), ..Default::default() };
    office.admin.settings().update(wanted).unwrap();
    office.integration.jobs().run_due(None).unwrap();
    // The next Sunday at 01:00 in Shanghai.
    office.clock.set("2026-03-07T17:00:00Z");
    let ran = office.integration.jobs().run_due(None).unwrap();
    assert!(ran.iter().any(|run| run.job.as_str() == "duplicate_scan"), "{ran:?}");
}

// DUP-9: the connected open pairs, the largest cluster first, in pages.
#[test]
fn clusters_are_what_pairs_connect() {
    let office = office();
    for name in ["天津铸造厂", "天津铸造厂", PRECISION, PRECISION_TURNED, PRECISION] {
        office.ann.customers().create(named(name), None, None).unwrap();
    }
    let clusters = |page| office.manager.duplicates().clusters("customer".into(), page).unwrap();
    let all = clusters(None).items;
    assert_eq!(all.iter().map(|cluster| (cluster.size, cluster.pairs)).collect::<Vec<_>>(), [(3, 3), (2, 1)]);
    assert_eq!(all[1].records[0].name.as_deref(), Some("天津铸造厂"));
    let first = clusters(Some(PageRequest { limit: Some(1), count: Some(true), ..Default::default() }));
    assert_eq!((first.items.len(), first.total.unwrap().count), (1, 2));
    let next = clusters(Some(PageRequest { after: first.next, ..Default::default() }));
    assert_eq!((next.items, next.next), (all[1..].to_vec(), None));
    let filter = PairFilter { object: Some("contact".into()), ..Default::default() };
    assert_eq!(office.manager.duplicates().pairs(Some(filter), None).unwrap().items, []);
}

// DUP-6, story 6: an import marks what it meets with its numbers, or refuses it.
#[test]
fn imports_mark_what_they_meet() {
    let office = office();
    let known = create(&office.ann, PRECISION).unwrap().number.unwrap().to_string();
    let import = |file: &str, duplicates| {
        let map = |field: &str| FieldMapping { field: field.into(), column: Some(field.into()), ..Default::default() };
        let mapping = vec![map("external_id"), map("name")];
        office.integration.imports().customers(Bytes(file.as_bytes().to_vec()), mapping, None, duplicates).unwrap()
    };
    let report = import(
        "external_id,name\nA1,华东精密机械（上海）公司\nA2,天津铸造厂\nA3,天津铸造厂\nA4,昆明仪器\nA5,西宁电机\n",
        None,
    );
    assert_eq!((report.created, report.refused), (5, 0));
    let noted: Vec<_> = report.lines.iter().filter(|line| !line.notes.is_empty()).collect();
    assert_eq!(noted.iter().map(|line| line.line).collect::<Vec<_>>(), [2, 4]);
    assert_eq!(noted[0].notes[0].limit.as_deref(), Some(known.as_str()));

    act(&office, "block");
    let file = "external_id,name\nB1,上海华东精密机械\nB2,天津铸造厂\nB3,拉萨机械\n";
    let report = import(file, Some(OnDuplicate::Accept));
    assert_eq!((report.created, report.refused), (1, 2), "the host's system may not ignore duplicates");
    // What is there by its key is that, whatever else it meets.
    assert_eq!(import("external_id,name\nA2,天津铸造厂\n", None).unchanged, 1);
}
