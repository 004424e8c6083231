//! A process that is killed at any moment: the database opens, every confirmed operation is there, and none by half
//! (BAD-3).

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use crm_core::Synchronous;
use crm_core::opportunities::{OpportunityId, OpportunityStatus};
use crm_core::prelude::*;

use crate::support::{FixedEnvironment, MORNING, Office, new_opportunity};

/// What the test below kills: it writes and says what was confirmed.
#[test]
fn child_that_writes_until_killed() {
    let Ok(file) = std::env::var("CRM_TEST_KILL") else { return };
    let crm = Crm::options().synchronous(Synchronous::Normal).open(file).unwrap();
    let ann = crm.session_by_login("ann").unwrap();
    let manager = crm.session_by_login("han.meimei").unwrap();
    let ben = crm.session_by_login("ben").unwrap().user().unwrap();
    for i in 0.. {
        let o = ann.opportunities().create(new_opportunity(&i.to_string()), None, None).unwrap();
        println!("\ncreated {}", o.id);
        manager.opportunities().assign(o.id, ben, None, None).unwrap();
        println!("\nassigned {}", o.id);
    }
}

#[test]
fn a_killed_process_loses_nothing_it_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    drop(Office::staff(Crm::options().environment(clock.clone()).open(&file).unwrap(), clock));
    let mut confirmed: Vec<(String, OpportunityId)> = Vec::new();
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child_that_writes_until_killed", "--nocapture"])
            .env("CRM_TEST_KILL", &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut lines = Vec::new();
            for line in BufReader::new(output).lines().map_while(|l| l.ok()) {
                if let Some((what, id)) = line.split_once(' ')
                    && let Ok(id) = id.parse::<OpportunityId>()
                {
                    lines.push((what.to_owned(), id));
                }
            }
            lines
        });
        // Another moment each round.
        std::thread::sleep(Duration::from_millis(150 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        confirmed.extend(reader.join().unwrap());

        // BAD-3: it opens, and is sound.
        let crm = Crm::open(&file).unwrap();
        assert!(crm.session_by_login("admin").unwrap().maintenance().check().unwrap().ok);
        let ann = crm.session_by_login("ann").unwrap();
        for (what, id) in &confirmed {
            let o = ann.opportunities().get(*id).unwrap();
            // BAD-3: every operation that returned success is there.
            assert!(what == "created" || o.status == OpportunityStatus::Assigned, "{what} {id}");
            // BAD-3: none by half: the status and its history go together.
            let history = ann.opportunities().assignments(*id, None).unwrap().items.len();
            assert_eq!(history == 1, o.status == OpportunityStatus::Assigned);
        }
    }
    assert!(confirmed.len() > 20, "only {} operations were confirmed", confirmed.len());
}
