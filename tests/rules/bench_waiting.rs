//! BENCH-1: what waits for somebody on their workbench: requests to decide, their own that came back, reports that they owe.

use crm_core::settings::SettingsUpdate;
use crm_core::work_reports::{ReportKind, WorkReportUpdate};
use serde_json::{Value as Json, json};

use crate::approvals::{act, claim, claims, decide, flow, step, submit};
use crate::bench::{call, names, section, today};
use crate::support::*;

fn row<'b>(bench: &'b Json, name: &str, at: usize) -> &'b Json {
    let sections = bench["sections"].as_array().unwrap();
    &sections.iter().find(|section| section["name"] == name).unwrap()["rows"][at]
}

// BENCH-1, APPR-12: the open sign-offs of a person come oldest first, as many rows as were asked for, those of whom they stand in for
// among them; each is its request, with what it asks for and the record. Nobody else has them, and what was decided is gone.
#[test]
fn what_waits_to_be_decided_is_a_section() {
    let office = Office::new();
    office.apply(claims());
    flow(&office, json!([step("经理", &[&office.manager], "any")]), json!({}));
    let waits = |session: &crm_core::Session, with: Json| section(&today(session, &with), "approvals");
    assert_eq!(waits(&office.manager, json!({})), (0, vec![]));
    let mut asked = Vec::new();
    for at in ["2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z"] {
        office.clock.set(at);
        asked.push(submit(&office.ann, &claim(&office.ann, "8000")).unwrap());
    }
    let told = |at: &str| format!("Claim (差旅) {at}");
    let all = ["2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z"].map(told);
    assert_eq!(waits(&office.manager, json!({})), (3, all.to_vec()));
    assert_eq!(waits(&office.manager, json!({"rows": 2})), (3, all[..2].to_vec()));
    assert_eq!(waits(&office.manager, json!({"rows": 0})), (3, vec![]));
    let bench = today(&office.manager, &json!({"sections": ["approvals"]}));
    assert_eq!(names(&bench), ["approvals"]);
    let first = row(&bench, "approvals", 0);
    assert_eq!((&first["record"]["object"], &first["record"]["id"]), (&json!("approval"), &asked[0]["id"]));
    assert_eq!(first["about"]["object"], "yard.claim");
    // Neither who asked nor anybody else has them; a substitute has.
    for other in [&office.ann, &office.ben, &office.stranger, &office.executive] {
        assert_eq!(waits(other, json!({})).0, 0);
    }
    let new = json!({"substitute": user(&office.ben), "starts_at": "2026-03-03T00:00:00Z", "ends_at": "2026-03-05T00:00:00Z"});
    call(&office.manager, "substitutes.set", &json!({"new": new}));
    assert_eq!(waits(&office.ben, json!({})).0, 3);
    assert_eq!(waits(&office.manager, json!({})).0, 3);
    decide(&office.manager, "approve", &asked[0]).unwrap();
    assert_eq!(waits(&office.manager, json!({})), (2, all[1..].to_vec()));
    office.clock.set("2026-03-05T00:00:00Z");
    assert_eq!(waits(&office.ben, json!({})).0, 0);
    // Of another it is absent.
    let hers = today(&office.executive, &json!({"person": user(&office.manager)}));
    assert!(!names(&hers).contains(&"approvals"));
}

// BENCH-1: one's own requests that came back, the oldest first, since when they did; not those that wait or have ended.
#[test]
fn what_came_back_is_a_section() {
    let office = Office::new();
    office.apply(claims());
    flow(&office, json!([step("经理", &[&office.manager], "any")]), json!({}));
    let back = |session: &crm_core::Session, with: Json| section(&today(session, &with), "returned");
    assert_eq!(back(&office.ann, json!({})), (0, vec![]));
    let asked: Vec<Json> = (0..3).map(|_| submit(&office.ann, &claim(&office.ann, "8000")).unwrap()).collect();
    assert_eq!(back(&office.ann, json!({})), (0, vec![]), "what waits did not come back");
    for (at, one) in [("2026-03-03T02:00:00Z", 1), ("2026-03-03T03:00:00Z", 0)] {
        office.clock.set(at);
        decide(&office.manager, "send_back", &asked[one]).unwrap();
    }
    let all = ["2026-03-03T03:00:00Z", "2026-03-03T02:00:00Z"].map(|at| format!("Claim (差旅) {at}"));
    assert_eq!(back(&office.ann, json!({})), (2, all.to_vec()));
    assert_eq!(back(&office.ann, json!({"rows": 1})), (2, all[..1].to_vec()));
    assert_eq!(back(&office.ann, json!({"rows": 0})), (2, vec![]));
    for other in [&office.manager, &office.ben, &office.stranger] {
        assert_eq!(back(other, json!({})).0, 0);
    }
    act(&office.ann, "resubmit", &asked[0], json!({})).unwrap();
    act(&office.ann, "withdraw", &asked[1], json!({})).unwrap();
    assert_eq!(back(&office.ann, json!({})), (0, vec![]));
    let hers = today(&office.executive, &json!({"person": user(&office.ann)}));
    assert!(!names(&hers).contains(&"returned"));
}

// BENCH-1, WORK-4: drafts of periods that have ended, and what was not begun of the latest period of each kind, the latest first; of
// those who are expected to report, from the day they have an account.
#[test]
fn reports_that_are_owed_are_a_section() {
    let office = Office::new();
    let owes = |session: &crm_core::Session, with: Json| section(&today(session, &with), "reports");
    // It is the second of March, and everybody is new.
    assert_eq!(owes(&office.ann, json!({})), (0, vec![]));
    office.clock.set("2026-03-10T01:00:00Z");
    let daily = "Daily report 2026-03-09 2026-03-10T04:00:00Z".to_owned();
    let weekly = "Weekly report 2026-03-02 – 2026-03-08 2026-03-09T04:00:00Z".to_owned();
    assert_eq!(owes(&office.ann, json!({})), (2, vec![daily.clone(), weekly.clone()]));
    assert_eq!(owes(&office.ann, json!({"rows": 1})), (2, vec![daily.clone()]));
    assert_eq!(owes(&office.ann, json!({"rows": 0})), (2, vec![]));
    // Nobody expects one of the manager, and nobody else begins one.
    for other in [&office.manager, &office.executive, &office.stranger] {
        assert_eq!(owes(other, json!({})).0, 0);
    }
    // What is not begun says how it is begun; a draft is the report itself. One of a period under way is not owed yet.
    let bench = today(&office.ann, &json!({}));
    let one = row(&bench, "reports", 1);
    assert_eq!((&one["record"]["object"], &one["record"]["id"]), (&json!("user"), &json!(user(&office.ann))));
    assert_eq!(one["values"], json!({"kind": "weekly", "period": "2026-03-02"}));
    let draft = call(&office.ann, "work_reports.draft", &one["values"])["id"].clone();
    office.ann.work_reports().draft(ReportKind::Weekly, date("2026-03-10")).unwrap();
    let bench = today(&office.ann, &json!({}));
    assert_eq!(section(&bench, "reports"), (2, vec![daily, weekly]));
    let one = row(&bench, "reports", 1);
    assert_eq!((&one["record"]["object"], &one["record"]["id"]), (&json!("work_report"), &draft));
    // What was submitted is owed no more; an old draft stays so until it is.
    call(&office.ann, "work_reports.update", &json!({"id": draft, "changes": {"done": "拜访"}}));
    call(&office.ann, "work_reports.submit", &json!({"id": draft}));
    let old = office.ann.work_reports().draft(ReportKind::Monthly, date("2025-12-01")).unwrap();
    let changes = WorkReportUpdate { plan: Some("更多".into()), ..Default::default() };
    office.ann.work_reports().update(old.id, changes).unwrap();
    let (count, rows) = owes(&office.ann, json!({}));
    assert_eq!((count, rows[1].as_str()), (2, "Monthly report 2025-12-01 – 2025-12-31 2026-01-03T04:00:00Z"));
    // A manager who writes one owes it as well. Where nobody is expected to report, drafts alone are owed.
    office.manager.work_reports().draft(ReportKind::Daily, date("2026-03-06")).unwrap();
    assert_eq!(owes(&office.manager, json!({})).0, 1);
    let nobody = SettingsUpdate { work_report_roles: Some(vec![]), ..Default::default() };
    office.admin.settings().update(nobody).unwrap();
    assert_eq!(owes(&office.ann, json!({})).0, 1);
    let hers = today(&office.executive, &json!({"person": user(&office.ann)}));
    assert!(!names(&hers).contains(&"reports"));
}
