//! The acts as a reader sees them: every figure is asked of the engine, by somebody who may ask.

use crm_core::churn::{ChurnWarningFilter, WarningStatus};
use crm_core::customers::CustomerFilter;
use crm_core::labels;
use crm_core::opportunities::{NewOpportunity, OpportunityStatus};
use crm_core::prelude::*;
use crm_core::reports::{
    ChurnLoss, CompositionBy, CompositionReport, CompositionRow, ContributionRow, NewManagementReport, ServiceReport,
};
use crm_core::tickets::TicketStatus;
use crm_core::users::UserRef;

use crate::print::{act, date, day, money, percent, say, short, table, thousands};
use crate::quarter::{ALL, Diary};
use crate::world::Staff;

type Outcome<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn name(user: &Option<UserRef>) -> String {
    user.as_ref().map_or_else(|| "–".to_owned(), |u| u.display_name.clone())
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(|| "–".to_owned(), |n| n.to_string())
}

/// Who works here, and what each may do.
pub fn people(staff: &Staff) {
    let rows = staff.names.iter().map(|(name, role, _)| {
        let label = |locale| labels::role(locale, role).unwrap_or_else(|| (*role).to_owned());
        vec![(*name).to_owned(), format!("{} {}", label(Locale::En), label(Locale::ZhHans))]
    });
    table("The people:", &["Name", "Role"], rows);
}

/// How far the books were completed.
pub fn completed(staff: &Staff, diary: &Diary) -> Outcome {
    if diary.completed > 0 {
        let filter = CustomerFilter { complete: Some(false), ..Default::default() };
        let page = PageRequest { count: Some(true), limit: Some(1), ..Default::default() };
        let left = staff.manager.customers().list(Some(filter), Some(page), None)?.total.map_or(0, |t| t.count);
        say(&format!(
            "The quarter began with the sales manager completing {} customers and giving each to somebody; {left} are still \
             incomplete, and say so.",
            diary.completed
        ));
    }
    Ok(())
}

/// Opportunities from first word to customer; gives how many came how far.
pub fn opportunities(staff: &Staff) -> Outcome<Vec<(String, i64)>> {
    act(
        2,
        "Winning customers",
        "销售机会",
        "Account managers enter opportunities; the sales manager assigns each to one of them, who plans the development, \
         records what came of each step, and in the end declares success or failure.",
    );
    let manager = staff.manager.opportunities();
    let all = manager.list(None, ALL, None)?.items;
    let of = |status: OpportunityStatus| all.iter().filter(|o| o.status == status).collect::<Vec<_>>();
    let rows = OpportunityStatus::ALL.iter().map(|status| {
        let label = |locale| labels::choice(locale, "OpportunityStatus", status.as_str()).unwrap_or_default();
        vec![format!("{} {}", label(Locale::En), label(Locale::ZhHans)), of(*status).len().to_string()]
    });
    table("The quarter's opportunities, by status:", &["Status", "#Number"], rows);

    let shown = all.iter().filter(|o| o.status == OpportunityStatus::Assigned).take(8).map(|o| {
        vec![
            number(o.number),
            o.customer_name.clone(),
            short(&o.summary, 24),
            o.source.clone().unwrap_or_default(),
            name(&o.assignee),
            o.assigned_at.map(|at| at.date_naive().to_string()).unwrap_or_default(),
        ]
    });
    let headings = ["#No.", "Customer", "Summary 概要", "Source", "Assignee", "Assigned"];
    table("The latest that are assigned:", &headings, shown);

    let shown = all.iter().filter(|o| o.status == OpportunityStatus::Failed).take(4).map(|o| {
        vec![
            number(o.number),
            o.customer_name.clone(),
            short(&o.summary, 24),
            name(&o.assignee),
            o.failure_reason.clone().unwrap_or_default(),
        ]
    });
    table("The latest that failed:", &["#No.", "Customer", "Summary 概要", "Assignee", "Why it failed"], shown);

    if let Some(developed) = of(OpportunityStatus::Developed).last() {
        let plan = staff.manager.plans().get(developed.id, None)?;
        let rows = plan
            .items
            .iter()
            .map(|i| vec![i.date.to_string(), i.content.clone(), i.result.clone().unwrap_or_else(|| "–".into())]);
        let title = format!("The plan that won {}, now a customer:", developed.customer_name);
        table(&title, &["Date 日期", "Step 计划内容", "Result 执行效果"], rows);
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    let assigned = all.iter().filter(|o| o.assignee.is_some()).count();
    let mut carried_out = 0;
    for opportunity in all.iter().filter(|o| o.assignee.is_some()) {
        carried_out +=
            i64::from(staff.manager.plans().get(opportunity.id, None)?.items.iter().all(|i| i.result.is_some()));
    }
    Ok(vec![
        ("Entered 新建".to_owned(), count(all.len())),
        ("Assigned 已指派".to_owned(), count(assigned)),
        ("Plan carried out 计划完成".to_owned(), carried_out),
        ("Developed 开发成功".to_owned(), count(of(OpportunityStatus::Developed).len())),
    ])
}

/// Visits, newest first.
pub fn visits(staff: &Staff) -> Outcome {
    act(
        3,
        "Keeping in touch",
        "交往记录",
        "Everybody in sales reads what was said to a customer; its account manager writes it.",
    );
    let page = PageRequest { limit: Some(6), count: Some(true), ..Default::default() };
    let visits = staff.manager.interactions().list(None, None, Some(page), None)?;
    let rows = visits.items.iter().map(|v| {
        vec![v.date.to_string(), short(&v.place, 22), v.summary.clone(), short(&v.details, 60), name(&v.creator)]
    });
    table("The latest visits:", &["Date", "Place 地点", "About 概要", "Details 详细信息", "Recorded by"], rows);
    if let Some(total) = visits.total {
        say(&format!(
            "{} visits in all. Lists come a page at a time, by key: the last page costs what the first does.",
            total.count
        ));
    }
    Ok(())
}

/// Tickets, and one that took two attempts.
pub fn tickets(staff: &Staff) -> Outcome {
    act(
        4,
        "Service",
        "客户服务",
        "A ticket is assigned, handled, and closed only by what the customer says: below 3 of 5 it goes back to its \
         assignee, and what was tried stays in its history.",
    );
    let all = staff.manager.tickets().list(None, ALL, None)?.items;
    let rows = TicketStatus::ALL.iter().map(|status| {
        let label = |locale| labels::choice(locale, "TicketStatus", status.as_str()).unwrap_or_default();
        let of = all.iter().filter(|t| t.status == *status).count();
        vec![format!("{} {}", label(Locale::En), label(Locale::ZhHans)), of.to_string()]
    });
    table("Tickets by status:", &["Status", "#Number"], rows);
    for ticket in all.iter().rev() {
        let detail = staff.manager.tickets().get(ticket.id, None)?;
        if detail.attempts.len() > 1 {
            let rows = detail.attempts.iter().map(|a| {
                vec![
                    day(a.handled_at),
                    a.handler.display_name.clone(),
                    a.handling.clone().unwrap_or_default(),
                    a.result.clone().unwrap_or_default(),
                    a.satisfaction.map_or_else(|| "–".to_owned(), |s| s.to_string()),
                ]
            });
            let title = format!(
                "Ticket {} of {} ({}: {}) was sent back once:",
                number(ticket.number),
                ticket.customer.name,
                ticket.kind.item,
                ticket.summary
            );
            table(
                &title,
                &["Handled", "By", "What was done 处理方法", "What came of it 处理结果", "#Satisfaction"],
                rows,
            );
            break;
        }
    }
    Ok(())
}

/// Who went quiet, what was tried, who was lost.
pub fn churn(staff: &Staff, diary: &Diary) -> Outcome {
    act(
        5,
        "Churn",
        "客户流失",
        "Every Saturday at 02:00 the engine looks for active customers whose latest order is more than six calendar \
         months old. Their account managers try something; only then may a loss be confirmed.",
    );
    let mut before = (0, 0);
    let rows = diary.scans.iter().map(|scan| {
        let new = (scan.warned - before.0, scan.recovered - before.1);
        before = (scan.warned, scan.recovered);
        let at = format!("{} UTC", scan.due_at.format("%Y-%m-%d %H:%M"));
        vec![at, new.0.to_string(), new.1.to_string(), scan.open.to_string()]
    });
    table("The Saturday scans:", &["Due", "#New warnings 预警", "#Recovered 已挽回", "#Open afterwards"], rows);

    let filter = ChurnWarningFilter { status: Some(WarningStatus::Deferred), ..Default::default() };
    let deferred = staff.manager.churn().list(Some(filter), ALL)?.items;
    let rows = deferred.iter().take(6).map(|w| {
        let measures: Vec<String> = w.measures.iter().map(|m| format!("{} {}", day(m.at), m.measure)).collect();
        vec![w.customer.name.clone(), name(&w.account_manager), date(w.last_order_date), measures.join("\n")]
    });
    table("Still fought for:", &["Customer", "Account manager", "Last order", "Measures 暂缓措施"], rows);
    say(&format!("{} of them ordered again within the quarter.", diary.ordered_again));
    if let Some(customer) = &diary.won_back {
        let history = staff.manager.churn().history(customer.id, None)?;
        let reason = history.win_backs.last().map_or("", |w| w.reason.as_str());
        say(&format!(
            "Won back 挽回: {}, now {} again ({reason}); the loss stays in its history.",
            customer.name, customer.status
        ));
    }
    Ok(())
}

/// What happens to who may not.
pub fn refusals(staff: &Staff) -> Outcome {
    act(
        6,
        "Who may do what",
        "权限",
        "Every call passes one gate. It refuses before it tells anything, says why in the reader's language, and changes \
         nothing.",
    );
    let opportunity =
        staff.manager.opportunities().list(None, None, None)?.items.into_iter().find(|o| o.assignee.is_some());
    let Some(opportunity) = opportunity else { return Ok(()) };
    let account_manager = &staff.account_managers[0];
    let tries: [(&str, &str, Result<()>); 5] = [
        (
            "An account manager",
            "reads the contribution report",
            account_manager.reports().contribution(None, None).map(drop),
        ),
        ("The executive", "deletes an opportunity", staff.executive.opportunities().delete(opportunity.id, None)),
        (
            "The sales manager",
            "deletes one that is assigned",
            staff.manager.opportunities().delete(opportunity.id, None),
        ),
        ("The sales manager", "assigns it again", {
            let to = account_manager.user().unwrap_or_default();
            staff.manager.opportunities().assign(opportunity.id, to, None, None).map(drop)
        }),
        ("An account manager", "enters 120 % and no customer", {
            let new = NewOpportunity { success_probability: 120, summary: "?".into(), ..Default::default() };
            account_manager.opportunities().create(new, None, None).map(drop)
        }),
    ];
    let rows = tries.into_iter().filter_map(|(who, what, outcome)| {
        let refusal = outcome.err()?;
        Some(vec![
            format!("{who} {what}"),
            refusal.code().to_owned(),
            refusal.text(Locale::En),
            refusal.text(Locale::ZhHans),
        ])
    });
    table("", &["Attempt", "Error", "In English", "中文"], rows);
    Ok(())
}

/// The reports as the executive reads them.
pub struct Reports {
    pub contribution: Vec<ContributionRow>,
    pub composition: Vec<CompositionReport>,
    pub service: ServiceReport,
    pub churn: Vec<ChurnLoss>,
}

/// The four reports, and the management report that keeps them.
pub fn reports(staff: &Staff, from: Date, to: Date, comment: &str) -> Outcome<Reports> {
    act(
        7,
        "Reports",
        "统计报表",
        "The executive reads four reports. The sales manager submits a management report with all four as they stand; it \
         is kept unchanged.",
    );
    let reports = staff.executive.reports();
    let page = PageRequest { limit: Some(20), count: Some(true), ..Default::default() };
    let contribution = reports.contribution(None, Some(page))?;
    let rows = contribution.items.iter().enumerate().map(|(i, row)| {
        vec![
            (i + 1).to_string(),
            number(row.number),
            row.customer.name.clone(),
            thousands(&row.orders.to_string()),
            money(&row.amount),
        ]
    });
    let headings = ["#", "#No.", "Customer 客户", "#Orders", "#Total amount 订单总金额"];
    table("Contribution 客户贡献分析 (shipped and paid, all years; the first 20):", &headings, rows);

    let mut composition = Vec::new();
    for by in CompositionBy::ALL {
        let report = reports.composition(*by, false)?;
        let rows =
            report.rows.iter().map(|row| vec![part(row), thousands(&row.customers.to_string()), percent(row.share)]);
        table(&format!("Composition 客户构成分析, by {}:", by_what(*by)), &["", "#Customers", "#Share 占比"], rows);
        composition.push(report);
    }

    let service = reports.service(None)?;
    let rows = service.rows.iter().map(|row| vec![row.kind.item.clone(), row.tickets.to_string()]);
    table("Service 客户服务分析:", &["Kind 服务类型", "#Tickets"], rows);

    let mut churn = Vec::new();
    let mut after = None;
    loop {
        let page = reports.churn(None, Some(PageRequest { after, ..Default::default() }))?;
        churn.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let rows = churn.iter().take(12).map(|l| {
        vec![
            l.customer.name.clone(),
            name(&l.account_manager),
            date(l.last_order_date),
            day(l.warned_at),
            day(l.lost_at),
            l.reason.clone().unwrap_or_default(),
        ]
    });
    let headings = ["Customer", "Account manager", "Last order", "Warned", "Lost", "Reason 流失原因"];
    table(&format!("Churn 客户流失分析 ({} confirmed losses):", churn.len()), &headings, rows);

    let new =
        NewManagementReport { period_from: from, period_to: to, comment: Some(comment.into()), ..Default::default() };
    staff.manager.reports().submit(new, None)?;
    for head in reports.submitted(None)?.items {
        let kept = reports.get_submitted(head.id)?.content;
        let totals: Vec<String> = kept.contribution_totals.iter().map(money).collect();
        say(&format!(
            "Management report 客户管理报告 {} for {} to {}, submitted by {} (“{}”): orders of {} in the period, {} tickets, \
             {} losses.",
            number(head.number),
            head.period_from,
            head.period_to,
            head.submitter.display_name,
            head.comment.as_deref().unwrap_or_default(),
            if totals.is_empty() { "nothing".to_owned() } else { totals.join(" and ") },
            kept.service.tickets,
            kept.losses
        ));
    }
    Ok(Reports { contribution: contribution.items, composition, service, churn })
}

/// What a row of a composition report is about.
pub fn part(row: &CompositionRow) -> String {
    let item = row.entry.as_ref().map_or("not known yet 未填", |e| e.item.as_str());
    row.grade.map_or_else(|| item.to_owned(), |grade| format!("{grade} {item}"))
}

/// What customers are divided by, in both languages.
pub fn by_what(by: CompositionBy) -> String {
    let label = |locale| labels::choice(locale, "CompositionBy", by.as_str()).unwrap_or_default();
    format!("{} {}", label(Locale::En), label(Locale::ZhHans))
}
