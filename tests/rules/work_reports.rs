//! WORK-1 to WORK-4: work reports, their figures as they were, who reviews and who reads them, and who has not submitted.

use crm_core::activities::{Completion, NewActivity};
use crm_core::departments::{DepartmentId, DepartmentUpdate, NewDepartment};
use crm_core::notifications::NotificationKind;
use crm_core::prelude::*;
use crm_core::roles::ScopeLevel;
use crm_core::settings::SettingsUpdate;
use crm_core::users::UserUpdate;
use crm_core::work_reports::{
    NewWorkReportDue, ReportKind, WorkReport, WorkReportFilter, WorkReportId, WorkReportStatus, WorkReportUpdate,
};
use serde_json::json;

use crate::activities::{plan, task};
use crate::support::*;

fn draft(session: &Session, kind: ReportKind, day: &str) -> WorkReport {
    session.work_reports().draft(kind, date(day)).unwrap()
}

fn write(session: &Session, id: WorkReportId) -> WorkReport {
    let changes = WorkReportUpdate { done: Some("拜访三家客户".into()), ..Default::default() };
    session.work_reports().update(id, changes).unwrap()
}

/// A report that was written and submitted.
fn submitted(session: &Session, kind: ReportKind, day: &str) -> WorkReport {
    let id = draft(session, kind, day).id;
    write(session, id);
    session.work_reports().submit(id, None).unwrap()
}

fn department(office: &Office, name: &str, parent: Option<DepartmentId>) -> DepartmentId {
    let new = NewDepartment { name: name.into(), parent, ..Default::default() };
    office.admin.departments().create(new, None).unwrap().id
}

fn joins(office: &Office, who: &Session, department: DepartmentId) {
    let joined = UserUpdate { department: Some(department), ..Default::default() };
    office.admin.users().update(user(who), joined).unwrap();
}

fn heads(office: &Office, department: DepartmentId, who: &Session) {
    let to = DepartmentUpdate { head: Some(user(who)), ..Default::default() };
    office.admin.departments().update(department, to).unwrap();
}

fn level(office: &Office, role: &str, reads: ScopeLevel, writes: ScopeLevel) {
    let role = office.admin.roles().list().unwrap().into_iter().find(|found| found.name == role).unwrap();
    office.admin.roles().set_scope(role.id, "activities".into(), reads, writes, None).unwrap();
}

fn authors(session: &Session) -> Vec<UserId> {
    let page = session.work_reports().list(None, None).unwrap();
    page.items.into_iter().map(|report| report.author.id).collect()
}

// WORK-1: one a person, kind and period, whichever day of it is named; none of what has not begun.
#[test]
fn one_a_person_kind_and_period() {
    let office = Office::new();
    let first = draft(&office.ann, ReportKind::Weekly, "2026-03-05");
    assert_eq!((first.number, first.version, first.status), (1, 1, WorkReportStatus::Draft));
    assert_eq!((first.period_from, first.period_to), (date("2026-03-02"), date("2026-03-08")));
    assert_eq!(draft(&office.ann, ReportKind::Weekly, "2026-03-08").id, first.id);
    for (kind, day) in
        [(ReportKind::Daily, "2026-03-02"), (ReportKind::Weekly, "2026-03-01"), (ReportKind::Monthly, "2026-03-31")]
    {
        assert_ne!(draft(&office.ann, kind, day).id, first.id, "{kind} {day}");
    }
    assert_ne!(draft(&office.ben, ReportKind::Weekly, "2026-03-05").id, first.id);
    for (kind, day) in
        [(ReportKind::Daily, "2026-03-03"), (ReportKind::Weekly, "2026-03-09"), (ReportKind::Monthly, "2026-04-01")]
    {
        assert_eq!(invalid(office.ann.work_reports().draft(kind, date(day))), ["period:not_begun"], "{kind} {day}");
    }
    // The day is the company's: it is the third in Shanghai, and the second elsewhere.
    office.clock.set("2026-03-02T16:00:00Z");
    assert_eq!(draft(&office.ann, ReportKind::Daily, "2026-03-03").period_from, date("2026-03-03"));
    // What was submitted is found by `draft` too.
    write(&office.ann, first.id);
    office.ann.work_reports().submit(first.id, None).unwrap();
    let again = draft(&office.ann, ReportKind::Weekly, "2026-03-02");
    assert_eq!((again.id, again.status, again.version), (first.id, WorkReportStatus::Submitted, 3));
    for (name, session) in office.everyone() {
        let may = ["manager", "ann", "ben"].contains(&name);
        assert_eq!(session.work_reports().draft(ReportKind::Daily, date("2026-03-02")).is_ok(), may, "{name}");
    }
}

// The table of the chapter: in which state what is done, and by whom.
#[test]
fn states_and_people() {
    let office = Office::new();
    let id = draft(&office.ann, ReportKind::Daily, "2026-03-02").id;
    let reports = office.ann.work_reports();
    assert_eq!(invalid(reports.submit(id, None)), ["done:required"]);
    assert_eq!(refused(reports.recall(id, None)), "illegal_transition");
    let blank = WorkReportUpdate { done: Some("  ".into()), ..Default::default() };
    assert_eq!(reports.update(id, blank).unwrap().done, None);
    let changes =
        WorkReportUpdate { plan: Some("签约".into()), problems: Some("交期".into()), ..Default::default() };
    let changed = reports.update(id, changes.clone()).unwrap();
    assert_eq!(
        (changed.plan.as_deref(), changed.problems.as_deref(), changed.version),
        (Some("签约"), Some("交期"), 2)
    );
    assert_eq!(reports.update(id, changes.clone()).unwrap().version, 2);
    let cleared = WorkReportUpdate { clear: Some(vec!["plan".into()]), ..Default::default() };
    assert_eq!(reports.update(id, cleared).unwrap().plan, None);
    write(&office.ann, id);
    assert_eq!(refused(reports.submit(id, Some(1))), "conflict");
    let done = reports.submit(id, Some(4)).unwrap();
    assert_eq!((done.status, done.version), (WorkReportStatus::Submitted, 5));
    assert_eq!(refused(reports.submit(id, None)), "illegal_transition");
    assert_eq!(refused(reports.update(id, changes)), "illegal_transition");
    assert_eq!(reports.recall(id, None).unwrap().submitted_at, None);
    reports.submit(id, None).unwrap();
    // Nobody does it for another, whatever the role.
    assert_eq!(refused(office.manager.work_reports().recall(id, None)), "forbidden");
    assert_eq!(invalid(office.manager.work_reports().review(id, None, None, None)), ["score:required"]);
    for score in [-1, 101] {
        assert_eq!(invalid(office.manager.work_reports().review(id, Some(score), None, None)), ["score:out_of_range"]);
    }
    let reviewed = office.manager.work_reports().review(id, Some(0), None, None).unwrap();
    assert_eq!((reviewed.status, reviewed.score), (WorkReportStatus::Reviewed, Some(0)));
    assert_eq!(refused(reports.recall(id, None)), "illegal_transition");
}

// WORK-2: counted anew while it is a draft, as they were from `submit` on.
#[test]
fn figures_are_kept_from_submit_on() {
    let office = Office::new();
    let figures = |report: WorkReport| report.figures.map(|of| (of.planned, of.done, of.new_customers)).unwrap();
    let day = "2026-03-02";
    assert_eq!(figures(draft(&office.ann, ReportKind::Daily, day)), (0, 0, 0));
    let made = plan(&office.ann, task(&office.ann, "x", day));
    let id = draft(&office.ann, ReportKind::Daily, day).id;
    let reports = office.ann.work_reports();
    assert_eq!(figures(write(&office.ann, id)), (1, 0, 0));
    assert_eq!(figures(reports.submit(id, None).unwrap()), (1, 0, 0));
    office.ann.activities().complete(made.id, Completion::default(), None).unwrap();
    for session in [&office.ann, &office.manager, &office.executive] {
        assert_eq!(figures(session.work_reports().get(id).unwrap()), (1, 0, 0));
    }
    assert_eq!(figures(reports.recall(id, None).unwrap()), (1, 1, 0));
    assert_eq!(figures(reports.submit(id, None).unwrap()), (1, 1, 0));
    office.manager.work_reports().review(id, None, Some("好".into()), None).unwrap();
    plan(&office.ann, task(&office.ann, "y", day));
    let kept = reports.get(id).unwrap();
    assert_eq!(kept.figures.as_ref().map(|of| of.done_by_kind.len()), Some(1));
    assert_eq!(figures(kept), (1, 1, 0));
}

// WORK-3: by the author's superior, or a sales manager whose level of writing reaches the author; never the author; then by nobody else.
#[test]
fn who_reviews() {
    let office = Office::new();
    let (sales, east) = (department(&office, "销售部", None), department(&office, "后勤", None));
    joins(&office, &office.ann, sales);
    joins(&office, &office.ben, sales);
    joins(&office, &office.manager, east);
    let review = |session: &Session, id, score| session.work_reports().review(id, Some(score), None, None);
    let told = |session: &Session| {
        let items = session.notifications().list(false, None).unwrap().items;
        items.into_iter().filter(|one| one.kind == NotificationKind::Reviewed).count()
    };
    let report = submitted(&office.ann, ReportKind::Daily, "2026-03-02").id;
    // A colleague neither reads nor reviews it; an executive reads it.
    assert_eq!(refused(review(&office.ben, report, 1)), "forbidden");
    assert_eq!(refused(review(&office.executive, report, 1)), "forbidden");
    assert_eq!(refused(review(&office.ann, report, 1)), "forbidden");
    level(&office, "sales_manager", ScopeLevel::All, ScopeLevel::Department);
    assert!(office.manager.work_reports().get(report).is_ok());
    assert_eq!(refused(review(&office.manager, report, 1)), "forbidden");
    // The superior does without any role for it.
    heads(&office, sales, &office.ben);
    let reviewed = review(&office.ben, report, 90).unwrap();
    assert_eq!((reviewed.score, reviewed.reviewer.map(|of| of.id)), (Some(90), office.ben.user()));
    assert_eq!((told(&office.ann), told(&office.ben)), (1, 0));
    // What is not given stays; nobody else says anything any more.
    let again = office.ben.work_reports().review(report, None, Some("报价及时".into()), None).unwrap();
    assert_eq!((again.score, again.comment.as_deref()), (Some(90), Some("报价及时")));
    level(&office, "sales_manager", ScopeLevel::All, ScopeLevel::All);
    assert_eq!(refused(review(&office.manager, report, 1)), "forbidden");
    // A sales manager does not review their own, and who heads a department is not their own superior.
    heads(&office, east, &office.manager);
    let own = submitted(&office.manager, ReportKind::Daily, "2026-03-02").id;
    assert_eq!(refused(review(&office.manager, own, 100)), "forbidden");
    let allowed =
        office.manager.meta().allowed(crm_core::Entity::WORK_REPORT, vec![own.into(), report.into()]).unwrap();
    assert!(allowed.iter().all(|of| !of.operations.contains(&"work_reports.review".to_owned())), "{allowed:?}");
}

// WORK-4: the author; once submitted the superior too, and who reads others' reports by a role whose level reaches the author.
#[test]
fn who_reads() {
    let office = Office::new();
    let (sales, east) = (department(&office, "销售部", None), department(&office, "后勤", None));
    let south = department(&office, "华南组", Some(sales));
    joins(&office, &office.ann, south);
    joins(&office, &office.manager, sales);
    joins(&office, &office.executive, east);
    let report = draft(&office.ann, ReportKind::Weekly, "2026-03-02").id;
    let readers = || -> Vec<&str> {
        let all = office.everyone();
        let of = |session: &Session| {
            let gets = session.work_reports().get(report).is_ok();
            let filter = WorkReportFilter { author: office.ann.user(), ..Default::default() };
            let listed = session.work_reports().list(Some(filter), None).unwrap().items.len();
            assert_eq!(listed, usize::from(gets));
            assert_eq!(authors(session).contains(&user(&office.ann)), gets);
            gets
        };
        all.into_iter().filter(|(_, session)| of(session)).map(|(name, _)| name).collect()
    };
    heads(&office, sales, &office.ben);
    assert_eq!(readers(), ["ann"]);
    write(&office.ann, report);
    office.ann.work_reports().submit(report, None).unwrap();
    assert_eq!(readers(), ["manager", "ann", "ben", "executive"]);
    level(&office, "sales_manager", ScopeLevel::Department, ScopeLevel::Own);
    level(&office, "executive", ScopeLevel::Below, ScopeLevel::Own);
    assert_eq!(readers(), ["ann", "ben"]);
    level(&office, "sales_manager", ScopeLevel::Below, ScopeLevel::Own);
    assert_eq!(readers(), ["manager", "ann", "ben"]);
    // Somebody nearer is the superior now; a wider level alone lets nobody read others' reports.
    heads(&office, south, &office.stranger);
    level(&office, "account_manager", ScopeLevel::All, ScopeLevel::All);
    assert_eq!(readers(), ["manager", "ann", "stranger"]);
    let refusal = office.ben.work_reports().get(report).unwrap_err();
    assert_eq!(refusal.code(), "not_found");
}

// WORK-4: what is late, by the settings of when it was submitted.
#[test]
fn what_is_late() {
    let office = Office::new();
    let report = submitted(&office.ann, ReportKind::Daily, "2026-03-02");
    assert_eq!((report.late, report.due_at.to_string()), (false, "2026-03-03 04:00:00 UTC".into()));
    let ben = draft(&office.ben, ReportKind::Daily, "2026-03-02").id;
    office.clock.set("2026-03-03T04:00:00Z");
    let late = |session: &Session, id| session.work_reports().get(id).unwrap().late;
    assert!(!late(&office.ben, ben));
    office.clock.set("2026-03-03T04:00:00.000001Z");
    assert!(late(&office.ben, ben));
    assert!(!late(&office.ann, report.id));
    let due = |kind, days, time: &str| NewWorkReportDue { kind, days, time: time.into() };
    let set = |dues: Vec<NewWorkReportDue>| {
        let changes = SettingsUpdate { work_report_due: Some(dues), ..Default::default() };
        office.admin.settings().update(changes).map(|settings| settings.work_report_due)
    };
    let found = set(vec![due(ReportKind::Daily, 2, "09:30")]).unwrap();
    let found: Vec<(ReportKind, i64, &str)> = found.iter().map(|of| (of.kind, of.days, of.time.as_str())).collect();
    let others = [(ReportKind::Weekly, 1, "12:00"), (ReportKind::Monthly, 3, "12:00")];
    assert_eq!(found, [&[(ReportKind::Daily, 2, "09:30")], &others[..]].concat());
    assert!(!late(&office.ben, ben));
    // What was submitted keeps what it had.
    assert_eq!(office.ann.work_reports().get(report.id).unwrap().due_at, report.due_at);
    assert_eq!(draft(&office.ben, ReportKind::Daily, "2026-03-02").due_at.to_string(), "2026-03-04 01:30:00 UTC");
    let twice = vec![due(ReportKind::Daily, 1, "09:00"), due(ReportKind::Daily, 1, "10:00")];
    assert_eq!(invalid(set(twice)), ["work_report_due[1].kind:not_unique"]);
    assert_eq!(invalid(set(vec![due(ReportKind::Daily, 1, "9:00")])), ["work_report_due[0].time:out_of_range"]);
}

// WORK-4: who of the roles of the setting has not submitted, as far as the caller's level reaches.
#[test]
fn who_has_not_submitted() {
    let office = Office::new();
    let sales = department(&office, "销售部", None);
    joins(&office, &office.ann, sales);
    joins(&office, &office.manager, sales);
    let missing = |session: &Session| -> Vec<String> {
        let found = session.work_reports().missing(ReportKind::Weekly, date("2026-03-04")).unwrap();
        found.into_iter().map(|of| of.display_name).collect()
    };
    assert_eq!(missing(&office.manager), ["安娜", "本"]);
    let id = draft(&office.ann, ReportKind::Weekly, "2026-03-02").id;
    write(&office.ann, id);
    assert_eq!(missing(&office.executive), ["安娜", "本"]);
    office.ann.work_reports().submit(id, None).unwrap();
    submitted(&office.ben, ReportKind::Daily, "2026-03-02");
    assert_eq!(missing(&office.executive), ["本"]);
    let roles = |roles: &[&str]| {
        let roles = Some(roles.iter().map(|role| (*role).to_owned()).collect());
        office.admin.settings().update(SettingsUpdate { work_report_roles: roles, ..Default::default() })
    };
    assert_eq!(
        roles(&["sales_manager", "account_manager", "sales_manager"]).unwrap().work_report_roles,
        ["account_manager", "sales_manager"]
    );
    assert_eq!(missing(&office.executive), ["韩梅梅", "本"]);
    level(&office, "sales_manager", ScopeLevel::Department, ScopeLevel::Department);
    assert_eq!(missing(&office.manager), ["韩梅梅"]);
    office.admin.users().disable(user(&office.ben), None).unwrap();
    assert_eq!(missing(&office.executive), ["韩梅梅"]);
    assert_eq!(invalid(roles(&["nobody"])), ["work_report_roles[0]:unknown"]);
    assert_eq!(roles(&[]).unwrap().work_report_roles, Vec::<String>::new());
    assert_eq!(missing(&office.executive), Vec::<String>::new());
    for (name, session) in office.everyone() {
        let may = ["manager", "executive"].contains(&name);
        assert_eq!(session.work_reports().missing(ReportKind::Daily, date("2026-03-02")).is_ok(), may, "{name}");
    }
    // A role that is called otherwise is meant still; one that goes is meant no more.
    let made = office.admin.call("roles.create", r#"{"new": {"name": "helpers"}}"#).unwrap();
    let role: serde_json::Value = serde_json::from_str(&made).unwrap();
    roles(&["helpers", "account_manager"]).unwrap();
    let renamed = json!({"id": role["id"], "changes": {"name": "assistants"}});
    office.admin.call("roles.update", &renamed.to_string()).unwrap();
    assert_eq!(office.admin.settings().get().unwrap().work_report_roles, ["account_manager", "assistants"]);
    office.admin.call("roles.delete", &json!({"id": role["id"]}).to_string()).unwrap();
    assert_eq!(office.admin.settings().get().unwrap().work_report_roles, ["account_manager"]);
}

// WORK-4: lists show the latest period first, and what a filter asks.
#[test]
fn lists_are_filtered() {
    let office = Office::new();
    let sales = department(&office, "销售部", None);
    joins(&office, &office.ben, sales);
    submitted(&office.ann, ReportKind::Daily, "2026-03-02");
    submitted(&office.ann, ReportKind::Weekly, "2026-02-23");
    submitted(&office.ben, ReportKind::Monthly, "2026-02-01");
    draft(&office.ben, ReportKind::Daily, "2026-03-01");
    let numbers = |session: &Session, filter| -> Vec<i64> {
        let page = session.work_reports().list(Some(filter), None).unwrap();
        page.items.into_iter().map(|report| report.number).collect()
    };
    let filter = WorkReportFilter::default;
    for (session, of, expected) in [
        (&office.manager, filter(), vec![1, 2, 3]),
        (&office.ben, filter(), vec![4, 3]),
        (&office.ann, filter(), vec![1, 2]),
        (&office.manager, WorkReportFilter { team: Some(sales), ..filter() }, vec![3]),
        (&office.manager, WorkReportFilter { author: office.ann.user(), ..filter() }, vec![1, 2]),
        (&office.manager, WorkReportFilter { kind: Some(ReportKind::Daily), ..filter() }, vec![1]),
        (&office.ben, WorkReportFilter { status: Some(WorkReportStatus::Draft), ..filter() }, vec![4]),
        (&office.manager, WorkReportFilter { day_from: Some(date("2026-02-23")), ..filter() }, vec![1, 2]),
        (&office.manager, WorkReportFilter { day_to: Some(date("2026-02-23")), ..filter() }, vec![2, 3]),
    ] {
        assert_eq!(numbers(session, of.clone()), expected, "{of:?}");
    }
}

// AUDIT-1, WORK-2: what follows from other records is no change of a draft.
#[test]
fn a_draft_is_audited_without_figures() {
    let office = Office::new();
    plan(&office.ann, NewActivity { due_on: Some(date("2026-03-02")), ..task(&office.ann, "x", "2026-03-02") });
    let id = submitted(&office.ann, ReportKind::Daily, "2026-03-02").id;
    let filter = json!({"filter": {"entity": "work_report", "record": id}});
    let found: serde_json::Value =
        serde_json::from_str(&office.admin.call("audit.list", &filter.to_string()).unwrap()).unwrap();
    let changes: Vec<&serde_json::Value> =
        found["items"].as_array().unwrap().iter().flat_map(|call| call["changes"].as_array().unwrap()).collect();
    assert_eq!(changes.len(), 3, "{changes:?}");
    let text = serde_json::to_string(&changes).unwrap();
    assert_eq!(text.matches("planned").count(), 1, "{text}");
}

/// `missing` tells of a thousand, and refuses where there are more.
pub(crate) fn people_are_told_up_to_a_thousand() {
    let filled = crate::fill::Filled::new();
    let hire = |people: usize, from: usize| {
        let login = format!("'u' || (i + {from})");
        filled.rows(
            "users",
            people,
            "uid, login, login_folded, display_name, display_name_folded, created_at",
            &format!("UID, {login}, {login}, 'x', 'x', 0"),
        );
        let sql = "INSERT INTO user_roles (user_id, role) SELECT u.id, r.id FROM users u, roles r WHERE r.name = 'account_manager' \
                   AND u.display_name = 'x' AND NOT EXISTS (SELECT 1 FROM user_roles h WHERE h.user_id = u.id)";
        filled.raw.execute(sql, []).unwrap();
    };
    let missing = || filled.office.manager.work_reports().missing(ReportKind::Daily, date("2026-03-02"));
    // Ann and ben are of them.
    hire(998, 0);
    assert_eq!(missing().unwrap().len(), 1_000);
    hire(1, 998);
    assert_eq!(invalid(missing()), ["kind:too_many"]);
}
