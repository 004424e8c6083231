//! Threads that race on one file: nobody sees `Busy`, and no update is lost (BAD-2).

use crm_core::Synchronous;
use crm_core::opportunities::OpportunityUpdate;
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, new_opportunity};

const THREADS: usize = 8;

fn office(folder: &tempfile::TempDir) -> Office {
    let clock = FixedEnvironment::new(MORNING);
    // The race is in the locks, not in the disk.
    let crm = Crm::options()
        .synchronous(Synchronous::Normal)
        .environment(clock.clone())
        .open(folder.path().join("office.crm"))
        .unwrap();
    Office::staff(crm, clock)
}

#[test]
fn eight_threads_lose_no_update_and_see_no_busy() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let shared = office.opportunity();
    let conflicts: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|t| {
                let session = if t % 2 == 0 { office.ann.clone() } else { office.manager.clone() };
                scope.spawn(move || {
                    let mut conflicts = 0;
                    for i in 0..25 {
                        session.opportunities().create(new_opportunity(&format!("{t}-{i}")), None, None).unwrap();
                        // Read, add one, write if nobody was faster; else again.
                        loop {
                            let seen = session.opportunities().get(shared.id).unwrap();
                            let count: u64 = seen.source.as_deref().unwrap_or("0").parse().unwrap();
                            let changes = OpportunityUpdate {
                                source: Some((count + 1).to_string()),
                                version: Some(seen.version),
                                ..Default::default()
                            };
                            match session.opportunities().update(shared.id, changes, None) {
                                Ok(_) => break,
                                Err(CrmError::Conflict { .. }) => conflicts += 1,
                                Err(other) => panic!("{other}"),
                            }
                        }
                    }
                    conflicts
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    let end = office.ann.opportunities().get(shared.id).unwrap();
    // BAD-2: a stale version is a conflict, so all increments are there.
    assert_eq!(end.source.as_deref(), Some("200"), "after {conflicts} conflicts");
    assert_eq!(end.version, 201);
    let page = PageRequest { limit: Some(1000), ..Default::default() };
    let all = office.ann.opportunities().list(None, Some(page), None).unwrap();
    let mut numbers: Vec<_> = all.items.iter().map(|o| o.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 201, "numbers are given once");
    assert!(office.admin.maintenance().check().unwrap().ok);
}

#[test]
fn two_engines_on_one_file_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    let other = Crm::options().synchronous(Synchronous::Normal).open(folder.path().join("office.crm")).unwrap();
    std::thread::scope(|scope| {
        for crm in [&office.crm, &other] {
            let session = crm.session_by_login("ann").unwrap();
            scope.spawn(move || {
                for i in 0..50 {
                    session.opportunities().create(new_opportunity(&i.to_string()), None, None).unwrap();
                }
            });
        }
    });
    let all = PageRequest { limit: Some(1000), ..Default::default() };
    assert_eq!(office.ann.opportunities().list(None, Some(all), None).unwrap().items.len(), 100);
}

#[test]
fn interrupting_ends_calls_under_way_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let office = office(&folder);
    std::thread::scope(|scope| {
        let session = office.ann.clone();
        let worker = scope.spawn(move || {
            // Until one of the calls is hit.
            for i in 0.. {
                match session.opportunities().create(new_opportunity(&i.to_string()), None, None) {
                    Ok(_) => {}
                    Err(error) => return error,
                }
            }
            unreachable!()
        });
        while !worker.is_finished() {
            office.crm.interrupt();
            std::thread::yield_now();
        }
        assert_eq!(worker.join().unwrap(), CrmError::Interrupted);
    });
    office.opportunity();
    assert!(office.admin.maintenance().check().unwrap().ok);
}
