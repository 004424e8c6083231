//! REP-5: management reports, the four reports of a period as they stood when they were submitted.

use super::contribution::{Report, statuses};
use super::days::Days;
use super::types::*;
use super::{churn, composition, service};
use crate::engine::calendar;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Entity};
use crate::engine::page::PageRequest;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::engine::stored::Forms;
use crate::engine::wire::to_json;
use crate::users::UserRef;

/// What [`read_head`] reads, in its order.
macro_rules! columns {
    () => {
        "m.uid, m.number, u.uid, u.display_name, m.submitted_at, m.period_from, m.period_to, m.comment"
    };
}

macro_rules! tables {
    () => {
        "management_reports m JOIN users u ON u.id = m.submitter"
    };
}

/// The forms of what is kept of a report. A sample of every released version is in `tests/schemas`.
const CONTENT: Forms = Forms {
    // Nobody was narrowed before, and every report showed all there was.
    steps: &[|content: &mut serde_json::Value| {
        let parts = content.get_mut("composition").and_then(serde_json::Value::as_array_mut).into_iter().flatten();
        parts.for_each(|part| part["partial"] = false.into());
        content["service"]["partial"] = false.into();
    }],
};

/// Rows kept of a long report: what a person may still read, while the customers may be a million.
const KEPT: i64 = 1_000;

/// REP-5.
pub(super) fn submit(
    cx: &mut Context<'_>,
    new: &NewManagementReport,
    id: &Option<ManagementReportId>,
) -> Result<ManagementReport> {
    let id = match cx.create_once(Entity::MANAGEMENT_REPORT, id.map(Into::into), new)? {
        Created::New(id) => ManagementReportId(id),
        Created::Before(id) => {
            let report = load(cx, ManagementReportId(id))?;
            return Ok(shown(cx, report));
        }
    };
    if new.period_to < new.period_from {
        let limit = Some(new.period_from.to_string());
        cx.violations().add("period_to", "period_reversed", "must not be before period_from", limit);
    }
    let statuses = statuses(cx, &new.statuses);
    cx.check_fields()?;
    let content = content(cx, new, statuses)?;
    let json = to_json(&content);
    let number = cx.next_number(Entity::MANAGEMENT_REPORT)?;
    let (now, submitter) = (cx.now(), cx.actor_key());
    insert(cx.tx(), id, number, submitter, now, new, &json)?;
    let report = load(cx, id)?;
    // The reports are kept once already, and not again in the audit.
    cx.created(Entity::MANAGEMENT_REPORT, id, &report.head())?;
    Ok(shown(cx, report))
}

/// The report without how customers divide by what its reader does not read in full (FIELD-5). What is kept is whole.
fn shown(cx: &Context<'_>, mut report: ManagementReport) -> ManagementReport {
    let content = &mut report.content;
    let all = content.composition.len();
    content.composition.retain(|part| cx.rights().to(Entity::CUSTOMER.as_str(), part.by.as_str()).reads());
    if content.composition.len() < all {
        content.withheld.push("composition".to_owned());
    }
    report
}

/// REP-5.
pub(super) fn submitted(cx: &mut Context<'_>, page: &Option<PageRequest>) -> Result<ManagementReportPage> {
    cx.check_fields()?;
    let everybodys = cx.sees_everything()?;
    let mut query = ListQuery::new(columns!(), tables!(), Visibility::whole("the rule says whose"));
    if !everybodys {
        // SCOPE-12.
        query.and("m.submitter = ?", [Value::Integer(cx.actor_key().unwrap_or_default())]);
    }
    query.page(cx.tx(), LATEST_FIRST, page, read_head).map(ManagementReportPage::from)
}

/// REP-5.
pub(super) fn get_submitted(cx: &mut Context<'_>, id: &ManagementReportId) -> Result<ManagementReport> {
    let report = load(cx, *id)?;
    // SCOPE-12: what its submitter saw is theirs, and of who sees all.
    if Some(report.submitter.id) != cx.actor_id() && !cx.sees_everything()? {
        return cx.not_found(Entity::MANAGEMENT_REPORT, *id);
    }
    Ok(shown(cx, report))
}

/// The four reports as they stand now.
fn content(cx: &mut Context<'_>, new: &NewManagementReport, statuses: Vec<i64>) -> Result<ManagementReportContent> {
    let company = cx.company()?;
    let (zone, currency) = (company.zone.clone(), company.currency.clone());
    let day_after = new.period_to.succ_opt().unwrap_or(Date::MAX);
    let period = (calendar::day_start(&zone, new.period_from), calendar::day_start(&zone, day_after));

    let days = Days::between(new.period_from, new.period_to);
    let visible = cx.visibility(&Entity::CUSTOMER)?;
    let report = Report { currency, statuses, days, name: None, visible };
    let first = Some(PageRequest { limit: Some(KEPT), ..Default::default() });
    let contribution = report.page(cx.tx(), &first)?.items;
    let contribution_totals = report.totals(cx.tx())?;
    let mut composition = Vec::new();
    for by in CompositionBy::ALL {
        composition.push(composition::composition(cx, by, &false)?);
    }
    let service = service::count(cx, None, Some(period))?;
    let (churn, losses) = churn::between(cx, period, KEPT)?;
    let statuses = report.statuses;
    let withheld = Vec::new();
    Ok(ManagementReportContent {
        statuses,
        contribution,
        contribution_totals,
        composition,
        service,
        churn,
        losses,
        withheld,
    })
}

impl ManagementReport {
    /// The report as lists show it.
    fn head(&self) -> ManagementReportHead {
        ManagementReportHead {
            id: self.id,
            number: self.number,
            submitter: self.submitter.clone(),
            submitted_at: self.submitted_at,
            period_from: self.period_from,
            period_to: self.period_to,
            comment: self.comment.clone(),
        }
    }
}

// ---- statements ------------------------------------------------------------------------------------------------------

const LATEST_FIRST: Order = Order {
    name: "management_reports",
    keys: &[("m.submitted_at", Direction::Descending), ("m.id", Direction::Descending)],
};

fn read_head(c: &mut Columns<'_>) -> Result<ManagementReportHead> {
    Ok(ManagementReportHead {
        id: ManagementReportId(c.next()?),
        number: c.next()?,
        submitter: UserRef::read(c)?,
        submitted_at: c.next()?,
        period_from: c.next()?,
        period_to: c.next()?,
        comment: c.next()?,
    })
}

/// The report, or `NotFound`.
fn load(cx: &mut Context<'_>, id: ManagementReportId) -> Result<ManagementReport> {
    let sql = concat!("SELECT ", columns!(), ", m.format, m.content FROM ", tables!(), " WHERE m.uid = ?");
    let found = cx.tx().one(sql, params![&id.0], |c| Ok((read_head(c)?, c.next()?, c.next::<String>()?)))?;
    let Some((head, form, json)) = found else { return cx.not_found(Entity::MANAGEMENT_REPORT, id) };
    Ok(ManagementReport {
        id: head.id,
        number: head.number,
        submitter: head.submitter,
        submitted_at: head.submitted_at,
        period_from: head.period_from,
        period_to: head.period_to,
        comment: head.comment,
        content: CONTENT.read(form, &json)?,
    })
}

fn insert(
    tx: &mut dyn Transaction,
    id: ManagementReportId,
    number: i64,
    submitter: Option<i64>,
    now: Timestamp,
    new: &NewManagementReport,
    content: &str,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO management_reports (uid, number, submitter, submitted_at, period_from, period_to, comment, \
         format, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![&id.0, number, submitter, now, new.period_from, new.period_to, &new.comment, CONTENT.latest(), content],
    )
}
