//! The statements on work reports.

use super::period::{Dues, period};
use super::types::*;
use crate::activities::store::reached::reached;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::page::{COUNT_LIMIT, PageRequest};
use crate::engine::scope::ScopeLevel;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::engine::stored::Forms;
use crate::engine::superior;
use crate::engine::wire::to_json;
use crate::reports::WorkFigures;
use crate::users::store::colleagues_of;
use crate::users::{Colleague, UserRef};

/// The forms of the figures that are kept.
const FIGURES: Forms = Forms { steps: &[] };

/// A work report with its keys, and how the acting user stands to it.
pub(super) struct Found {
    pub(super) key: i64,
    /// The key of its author.
    pub(super) author: i64,
    pub(super) report: WorkReport,
    /// The acting user.
    pub(super) reader: Option<UserId>,
    /// Whether they are its author's superior.
    pub(super) led: bool,
    /// Whether their level of writing reaches its author.
    pub(super) reached: bool,
}

/// What [`read_head`] reads, in its order.
macro_rules! columns {
    () => {
        "r.uid, r.number, a.uid, a.display_name, r.kind, r.period_from, r.status, r.due_at, r.submitted_at, v.uid, \
         v.display_name, r.score"
    };
}

macro_rules! tables {
    () => {
        "work_reports r JOIN users a ON a.id = r.author LEFT JOIN users v ON v.id = r.reviewer"
    };
}

/// Reads what lists show, as it stands at an instant.
fn read_head(c: &mut Columns<'_>, dues: &Dues, now: Timestamp) -> Result<WorkReportHead> {
    let (id, number, author) = (WorkReportId(c.next()?), c.next()?, UserRef::read(c)?);
    let (kind, period_from, status) = (c.next()?, c.next()?, c.next()?);
    let (_, period_to) = period(kind, period_from);
    let due_at = c.next::<Option<Timestamp>>()?.unwrap_or_else(|| dues.due_at(kind, period_to));
    let submitted_at: Option<Timestamp> = c.next()?;
    let late = submitted_at.unwrap_or(now) > due_at;
    let (reviewer, score) = (UserRef::read_optional(c)?, c.next()?);
    Ok(WorkReportHead {
        id,
        number,
        author,
        kind,
        period_from,
        period_to,
        status,
        due_at,
        submitted_at,
        late,
        reviewer,
        score,
    })
}

/// The report and the keys of it and its author.
pub(super) fn get(
    tx: &mut dyn Transaction,
    id: WorkReportId,
    dues: &Dues,
    now: Timestamp,
) -> Result<Option<(i64, i64, WorkReport)>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        ", r.id, r.author, r.version, r.done, r.plan, r.problems, r.created_at, r.reviewed_at, r.remark, r.format, r.figures FROM ",
        tables!(),
        " WHERE r.uid = ?"
    );
    tx.one(sql, params![&id.0], |c| {
        let head = read_head(c, dues, now)?;
        let (key, author) = (c.next()?, c.next()?);
        let report = WorkReport {
            id: head.id,
            version: c.next()?,
            number: head.number,
            author: head.author,
            kind: head.kind,
            period_from: head.period_from,
            period_to: head.period_to,
            status: head.status,
            done: c.next()?,
            plan: c.next()?,
            problems: c.next()?,
            created_at: c.next()?,
            due_at: head.due_at,
            submitted_at: head.submitted_at,
            late: head.late,
            reviewer: head.reviewer,
            reviewed_at: c.next()?,
            score: head.score,
            comment: c.next()?,
            figures: figures(c.next()?, c.next()?)?,
        };
        Ok((key, author, report))
    })
}

fn figures(form: i64, kept: Option<String>) -> Result<Option<WorkFigures>> {
    kept.map(|json| FIGURES.read(form, &json)).transpose()
}

/// Somebody's report of the period that begins on that day.
pub(super) fn own(tx: &mut dyn Transaction, author: i64, kind: ReportKind, from: Date) -> Result<Option<WorkReportId>> {
    let sql = "SELECT uid FROM work_reports WHERE author = ? AND kind = ? AND period_from = ?";
    tx.one(sql, params![author, kind, from], |c| Ok(WorkReportId(c.next()?)))
}

pub(super) fn insert(
    tx: &mut dyn Transaction,
    (id, number): (WorkReportId, i64),
    author: i64,
    (kind, from): (ReportKind, Date),
    now: Timestamp,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO work_reports (uid, number, author, kind, period_from, status, created_at, format) \
         VALUES (?, ?, ?, ?, ?, 'draft', ?, ?)",
        params![&id.0, number, author, kind, from, now, FIGURES.latest()],
    )
}

/// Writes what may change of a report, its version too.
pub(super) fn update(tx: &mut dyn Transaction, key: i64, report: &WorkReport) -> Result<usize> {
    let is_draft = report.status == WorkReportStatus::Draft;
    let figures = report.figures.as_ref().filter(|_| !is_draft).map(|figures| to_json(figures));
    tx.execute(
        "UPDATE work_reports SET version = ?, status = ?, done = ?, plan = ?, problems = ?, submitted_at = ?, due_at = ?, figures = ?, \
         format = ?, reviewer = (SELECT id FROM users WHERE uid = ?), reviewed_at = ?, score = ?, remark = ? WHERE id = ?",
        params![
            report.version,
            report.status,
            &report.done,
            &report.plan,
            &report.problems,
            report.submitted_at,
            Some(report.due_at).filter(|_| !is_draft),
            figures,
            FIGURES.latest(),
            report.reviewer.as_ref().map(|reviewer| &reviewer.id.0),
            report.reviewed_at,
            report.score,
            &report.comment,
            key
        ],
    )
}

/// Whose reports somebody reads beside their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reads {
    pub(super) user: i64,
    /// Those of the people whom this level reaches, where they read others' by a role.
    pub(super) level: Option<ScopeLevel>,
}

const LATEST_FIRST: Order =
    Order { name: "work_reports", keys: &[("r.period_from", Direction::Descending), ("r.id", Direction::Descending)] };

/// The people of whom somebody is the superior, as a condition on `u`, with their key twice: those of the departments that they head,
/// and below, for whom nobody stands between.
fn led() -> String {
    format!(
        "(u.department IN (WITH RECURSIVE led_by (id) AS (SELECT d.id FROM departments d WHERE d.head = ? \
         UNION SELECT d.id FROM departments d JOIN led_by ON led_by.id = d.parent) SELECT led_by.id FROM led_by) \
         AND {} = ?)",
        superior::of("u.id")
    )
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    reads: Option<Reads>,
    filter: &WorkReportFilter,
    (dues, now): (&Dues, Timestamp),
    page: &Option<PageRequest>,
) -> Result<WorkReportPage> {
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("the rule says whose"));
    if let Some(Reads { user, level }) = reads {
        let me = Value::Integer(user);
        // What was submitted, and drafts of their own.
        query.and("(r.author = ? OR r.status <> 'draft')", [me.clone()]);
        if filter.status == Some(WorkReportStatus::Draft) {
            query.and("r.author = ?", [me.clone()]);
        }
        if level != Some(ScopeLevel::All) {
            let (condition, mut values) = reached(user, level.unwrap_or(ScopeLevel::Own));
            values.extend([me.clone(), me]);
            let whose = format!("r.author IN (SELECT u.id FROM users u WHERE {condition} OR {})", led());
            query.and(&whose, values);
        }
    }
    query.when("r.author = (SELECT w.id FROM users w WHERE w.uid = ?)", filter.author.as_ref().map(|user| &user.0));
    query.when(
        // Along the order of the list: the people of a department write as often as others.
        "EXISTS (SELECT 1 FROM users w JOIN departments d ON d.id = w.department WHERE w.id = r.author AND d.uid = ?)",
        filter.team.as_ref().map(|team| &team.0),
    );
    query.when("r.kind = ?", filter.kind);
    query.when("r.status = ?", filter.status);
    query.when("r.period_from >= ?", filter.day_from);
    query.when("r.period_from <= ?", filter.day_to);
    query.page(tx, LATEST_FIRST, page, |c| read_head(c, dues, now)).map(WorkReportPage::from)
}

/// A draft of somebody, as its period goes.
pub(super) type Draft = (WorkReportId, ReportKind, Date);

/// The condition on drafts of an author whose period has ended before a day.
const ENDED: &str = "r.author = ? AND r.status = 'draft' AND r.period_from < (CASE r.kind WHEN 'weekly' THEN ? \
                     WHEN 'monthly' THEN ? ELSE ? END)";

fn ended<'a>(author: i64, today: Date) -> Vec<Value<'a>> {
    let from = |kind| period(kind, today).0;
    vec![author.into(), from(ReportKind::Weekly).into(), from(ReportKind::Monthly).into(), today.into()]
}

/// Somebody's drafts whose period has ended, that of the latest first.
pub(super) fn drafts(tx: &mut dyn Transaction, author: i64, today: Date, most: i64) -> Result<Vec<Draft>> {
    let sql = format!(
        "SELECT r.uid, r.kind, r.period_from FROM work_reports r WHERE {ENDED} ORDER BY r.period_from DESC, r.id DESC LIMIT ?"
    );
    let mut values = ended(author, today);
    values.push(most.into());
    tx.all(&sql, &values, |c| Ok((WorkReportId(c.next()?), c.next()?, c.next()?)))
}

/// How many of them there are, up to one more than is counted.
pub(super) fn count_drafts(tx: &mut dyn Transaction, author: i64, today: Date) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM work_reports r WHERE {ENDED} LIMIT ?) AS counted");
    let mut values = ended(author, today);
    values.push((COUNT_LIMIT + 1).into());
    tx.value(&sql, &values)
}

/// Since when somebody is there, where they hold one of the roles.
pub(super) fn holder_since(tx: &mut dyn Transaction, user: i64, roles: &[String]) -> Result<Option<Timestamp>> {
    let marks = vec!["?"; roles.len()].join(", ");
    let sql = format!(
        "SELECT u.created_at FROM users u WHERE u.id = ? AND EXISTS (SELECT 1 FROM user_roles ur \
         JOIN roles o ON o.id = ur.role WHERE ur.user_id = u.id AND o.name IN ({marks}))"
    );
    let values: Vec<Value<'_>> =
        std::iter::once(user.into()).chain(roles.iter().map(|role| role.as_str().into())).collect();
    tx.one(&sql, &values, |c| c.next())
}

/// The first of those who hold one of the roles, whom somebody's level reaches, and who have submitted nothing of a kind for the
/// period that begins on the day.
pub(super) fn missing(
    tx: &mut dyn Transaction,
    (user, level): (i64, ScopeLevel),
    roles: Vec<String>,
    (kind, from): (ReportKind, Date),
    most: usize,
) -> Result<Vec<Colleague>> {
    let (condition, mut values) = reached(user, level);
    let marks = vec!["?"; roles.len()].join(", ");
    let sql = format!(
        "{condition} AND EXISTS (SELECT 1 FROM user_roles ur JOIN roles o ON o.id = ur.role \
         WHERE ur.user_id = u.id AND o.name IN ({marks})) AND NOT EXISTS (SELECT 1 FROM work_reports r \
         WHERE r.author = u.id AND r.kind = ? AND r.period_from = ? AND r.status <> 'draft')"
    );
    values.extend(roles.into_iter().map(Into::into));
    values.extend([kind.into(), from.into()]);
    colleagues_of(tx, &sql, &values, most)
}
