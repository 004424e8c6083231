//! FILE-2, FILE-7: a file goes in and out in parts, and takes no more memory than a few of them.
//!
//! `CRM_FILE_MIB=1024 cargo test --release -p crm-core --test memory -- --nocapture files` measures a large one.

use std::process::Command;

use crm_core::Bytes;
use crm_core::files::{MAX_PART, NewFile};
use crm_core::objects::RecordKey;
use crm_core::opportunities::NewOpportunity;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;

use crate::rise;

/// What a file may take, however large it is.
const BOUND: i64 = 16 * 1024 * 1024;

/// Says to a process of its own how many parts to send.
const MEASURE: &str = "CRM_MEASURE_FILE";

/// A part that is like no other.
fn part(at: usize) -> Vec<u8> {
    let mut state = at as u64 + 1;
    let mut bytes = Vec::with_capacity(MAX_PART);
    while bytes.len() < MAX_PART {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        bytes.extend((state ^ (state >> 29)).to_le_bytes());
    }
    bytes
}

fn measure(parts: usize) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let crm = Crm::open(folder.path().join("company.crm")).unwrap();
    let han = crm.bootstrap("han", "韩梅梅", &["sales_manager", "system_administrator"]).unwrap();
    let session = crm.session(han).unwrap();
    let size = (parts * MAX_PART) as i64;
    let changes = SettingsUpdate { file_max_bytes: Some(size), ..Default::default() };
    session.settings().update(changes).unwrap();
    let new = NewOpportunity {
        customer_name: "华东精密机械".into(),
        summary: "数控机床".into(),
        description: "年底前".into(),
        ..Default::default()
    };
    let record = RecordKey {
        object: "opportunity".into(),
        id: session.opportunities().create(new, None, None).unwrap().id.into(),
    };
    let files = session.files();
    let (rise, ()) = rise(|| {
        let new = NewFile { name: "图纸.bin".into(), size: Some(size), ..Default::default() };
        let upload = files.begin(record.clone(), new, None).unwrap();
        for at in 0..parts {
            files.append(upload.id, (at * MAX_PART) as i64, Bytes(part(at))).unwrap();
        }
        let file = files.finish(upload.id, None).unwrap();
        for at in 0..parts {
            let read = files.read(file.id, None, Some((at * MAX_PART) as i64), None).unwrap();
            assert!(read.0 == part(at), "part {at}");
        }
    });
    rise
}

#[test]
fn files_go_in_and_out_in_parts() {
    if let Ok(parts) = std::env::var(MEASURE) {
        return println!("rise {}", measure(parts.parse().unwrap()));
    }
    let mib: usize = std::env::var("CRM_FILE_MIB").map_or(48, |mib| mib.parse().unwrap());
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["files::files_go_in_and_out_in_parts", "--exact", "--nocapture"]);
    let output = child.env(MEASURE, format!("{}", mib * 1024 * 1024 / MAX_PART)).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let rise = told.lines().find_map(|line| line.split_once("rise ")).map(|(_, rise)| rise.trim().parse().unwrap());
    let rise: i64 = rise.unwrap_or_else(|| panic!("{told}{}", String::from_utf8_lossy(&output.stderr)));
    println!("{mib} MiB in and out: {:.1} MiB above the start", rise as f64 / 1024.0 / 1024.0);
    assert!(rise <= BOUND, "{rise}");
}
