//! Two processes on one file at once: due jobs run once, numbers are given once, and nobody sees `Busy`.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crm_core::Synchronous;
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, Office, new_customer, new_opportunity};

/// Saturday 2023-04-29, 02:00 in Gaza, which that night did not have: the first instant after the gap.
const GAP: &str = "2023-04-29T00:00:00Z";

/// What the test below runs twice, each in a process of its own: it waits for the start, and says what it did.
#[test]
fn child_that_works_beside_another() {
    let Ok(file) = std::env::var("CRM_TEST_BESIDE") else { return };
    let crm =
        Crm::options().synchronous(Synchronous::Normal).environment(FixedEnvironment::new(GAP)).open(&file).unwrap();
    let (erp, ann) = (crm.session_by_login("erp").unwrap(), crm.session_by_login("ann").unwrap());
    while !Path::new(&file).with_extension("start").exists() {
        std::thread::yield_now();
    }
    println!("\nran {}", erp.jobs().run_due(None).unwrap().len());
    // Ids of the fixed environment would be the same in both.
    for i in 0..100 {
        let id = format!("0195b5e2-7f00-7000-8000-{:08x}{i:04x}", std::process::id()).parse().unwrap();
        let o = ann.opportunities().create(new_opportunity(&i.to_string()), Some(id), None).unwrap();
        println!("\nnumber {}", o.number.unwrap());
    }
}

fn start(file: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::child_that_works_beside_another", "--nocapture"])
        .env("CRM_TEST_BESIDE", file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the child said behind a word.
fn said<'o>(output: &'o str, word: &'o str) -> impl Iterator<Item = i64> + 'o {
    output.lines().filter_map(move |l| l.strip_prefix(word)?.trim().parse().ok())
}

#[test]
fn two_processes_at_once_run_a_due_job_once_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new("2022-06-01T06:00:00Z");
    let options = Crm::options().time_zone("Asia/Gaza").environment(clock.clone());
    let office = Office::staff(options.open(&file).unwrap(), clock);
    let customer = office.ann.customers().create(new_customer(&office.ann, "加沙"), None, None).unwrap();
    let children = [start(&file), start(&file)];
    std::fs::write(file.with_extension("start"), "").unwrap();
    let outputs: Vec<String> = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            // Nobody sees `Busy`, or any other error.
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        })
        .collect();
    // CHURN-1: the scan that fell due in the gap ran in one of them, once.
    let ran: i64 = outputs.iter().flat_map(|o| said(o, "ran ")).sum();
    assert_eq!(ran, 1, "{outputs:?}");
    office.clock.set(GAP);
    assert_eq!(office.integration.jobs().run_due(None).unwrap(), []);
    let warnings = office.ann.churn().list(None, None).unwrap().items;
    assert_eq!(warnings.iter().map(|w| w.customer.id).collect::<Vec<_>>(), [customer.id]);
    // BAD-2: every create of both is there, and no number twice.
    let numbers: Vec<i64> = outputs.iter().flat_map(|o| said(o, "number ")).collect();
    assert_eq!(numbers.len(), 200);
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 200);
    assert!(office.admin.maintenance().check().unwrap().ok);
}
