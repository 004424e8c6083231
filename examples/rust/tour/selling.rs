//! The acts about selling: a lead that comes in by a form of the website, is recognised, dealt, moved through the pipeline and won;
//! and what was lost, to whom.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use crm_core::capture::FormAnswer;
use crm_core::duplicates::{DuplicatePair, PairFilter, PairedRecord};
use crm_core::objects::RecordKey;
use crm_core::opportunities::{Opportunity, OpportunityStatus};
use crm_core::prelude::*;
use rust_decimal::prelude::ToPrimitive;

use crate::company::Books;
use crate::print::{act, day, money, percent, say, table, thousands};
use crate::quarter::{ALL, PIPELINE};
use crate::world::{Staff, TourClock, choices, entry};

type Outcome<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What the report's page shows of it.
pub struct Sold {
    /// What stands in each stage: its name, how many, and their amounts.
    pub stages: Vec<(String, i64, f64)>,
    /// What was won, and what was lost for each reason.
    pub closed: Vec<(String, i64)>,
    /// What the scan found, in words.
    pub scanned: String,
    /// Pairs that may be the same: one, the other, by which rule, how alike.
    pub pairs: Vec<[String; 4]>,
}

/// Both acts.
pub fn selling(clock: &TourClock, staff: &Staff, books: &Books, last_day: Date) -> Outcome<Sold> {
    act(
        8,
        "A lead comes in by itself",
        "线索自动获取",
        "The website's form hands in what somebody wrote. The engine makes a lead of it, finds whom it may be the same as, deals it to \
         an account manager by rule, and keeps how it went through the pipeline.",
    );
    let lead = captured(staff, books)?;
    let (scanned, pairs) = recognised(staff, &lead)?;
    won(clock, staff, lead)?;
    act(
        9,
        "Won and lost",
        "成交与丢单",
        "Who loses an opportunity says what for; the stage in which it stood is kept. So one knows what to work on, and against whom.",
    );
    let closed = lost(staff)?;
    Ok(Sold { stages: board(staff, books, last_day)?, closed, scanned, pairs })
}

/// The sales manager makes a form and a rule; the host hands in what the form was filled with.
fn captured(staff: &Staff, books: &Books) -> Outcome<Opportunity> {
    let form = staff.manager.setup().put(
        "capture_form".into(),
        "Website 官网".into(),
        r#"{"fields": [{"name": "company", "label": "Company 公司", "target": "customer_name", "required": true},
                       {"name": "phone", "label": "Telephone 电话", "target": "contact_phone"},
                       {"name": "wish", "label": "What do you need? 需求", "target": "description"}],
            "constants": [{"target": "source", "value": "Website 官网"}]}"#
            .parse()?,
        None,
        None,
        None,
    )?;
    staff.manager.setup().enable("capture_form".into(), form.name)?;
    let members: Vec<String> = staff
        .account_managers
        .iter()
        .filter_map(Session::user)
        .map(|user| format!(r#"{{"user": "{user}"}}"#))
        .collect();
    let rule = format!(
        r#"{{"of": "opportunity", "method": "least_busy", "at_once": true, "members": [{}]}}"#,
        members.join(", ")
    );
    staff.manager.setup().put("assignment_rule".into(), "Leads 线索".into(), rule.parse()?, None, None, None)?;
    staff.manager.setup().enable("assignment_rule".into(), "Leads 线索".into())?;

    // Somebody of a customer writes, as if nobody knew them.
    let page = PageRequest { limit: Some(1), ..Default::default() };
    let known = staff.manager.customers().list(None, Some(page), None)?.items;
    let known = known.first().ok_or("a customer")?;
    let key: String = form.document.value()["key"].as_str().ok_or("a form's key")?.into();
    let (summary, wish) = books.words.needs[0];
    let answer = |name: &str, value: &str| FormAnswer { name: name.into(), value: Some(value.into()) };
    let answers = vec![
        answer("company", &known.name),
        answer("phone", "139 0000 4711"),
        answer("wish", &format!("{summary}: {wish}")),
    ];
    let captured = staff.erp.capture().submit(key, answers, None, None, true, None)?;
    let lead = staff.manager.opportunities().get(captured.opportunity.ok_or("a lead")?)?;
    say(&format!(
        "The form was filled in the name of {}. It is opportunity {} now, and by the rule of who has the fewest in hand {}'s.",
        known.name,
        lead.number.unwrap_or_default(),
        lead.assignee.as_ref().map_or("nobody", |user| user.display_name.as_str())
    ));
    Ok(lead)
}

/// What it may be the same as, and what a scan of all records finds.
fn recognised(staff: &Staff, lead: &Opportunity) -> Outcome<(String, Vec<[String; 4]>)> {
    let duplicates = staff.manager.duplicates();
    let record = RecordKey { object: "opportunity".into(), id: lead.id.into() };
    let own = duplicates.pairs(Some(PairFilter { record: Some(record), ..Default::default() }), ALL)?.items;
    let headings = ["One", "The other", "Rule", "#Alike"];
    table("The lead may be the same as:", &headings, own.iter().map(|pair| told(pair).to_vec()));
    let scan = duplicates.scan(None)?;
    let page = PageRequest { limit: Some(12), count: Some(true), ..Default::default() };
    let customers = PairFilter { object: Some("customer".into()), ..Default::default() };
    let pairs = duplicates.pairs(Some(customers), Some(page))?;
    let scanned = format!(
        "All records were scanned for duplicates by the rules: {} looked at, {} comparisons, {} pairs that nobody knew; {} pairs of \
         customers are to be looked through.",
        thousands(&scan.records.to_string()),
        thousands(&scan.comparisons.to_string()),
        thousands(&scan.new_pairs.to_string()),
        pairs.total.map_or(0, |total| total.count),
    );
    say(&scanned);
    let pairs: Vec<[String; 4]> = pairs.items.iter().map(told).collect();
    table("Customers that may be the same:", &headings, pairs.iter().take(6).map(|pair| pair.to_vec()));
    Ok((scanned, pairs))
}

/// One, the other, by which rule, and how alike they are.
fn told(pair: &DuplicatePair) -> [String; 4] {
    let called = |record: &PairedRecord| format!("{} {}", record.object, record.name.as_deref().unwrap_or("–"));
    [called(&pair.first), called(&pair.second), pair.rule.clone(), pair.score.to_string()]
}

/// It is moved through the pipeline, a stage in two days, and won: the customer that was there already gets it.
fn won(clock: &TourClock, staff: &Staff, lead: Opportunity) -> Outcome {
    let who = staff.session(lead.assignee.as_ref().map(|user| user.id));
    let columns =
        staff.manager.opportunities().board(PIPELINE.into(), None, Some(0), None, None, None, None, None)?.columns;
    for column in columns.iter().skip(1).filter(|column| column.enabled) {
        clock.set(lead.created_at + TimeDelta::days(2 * (1 + column.probability / 20)));
        who.opportunities().move_stage(lead.id, column.stage.id, None)?;
    }
    let filter = crm_core::customers::CustomerFilter { name: Some(lead.customer_name.clone()), ..Default::default() };
    let known = staff.manager.customers().list(Some(filter), ALL, None)?.items;
    let into = known.iter().find(|customer| customer.name == lead.customer_name).map(|customer| customer.id);
    let developed = who.opportunities().develop(lead.id, None, None, into, None)?;
    let detail = staff.manager.opportunities().detail(developed.id)?;
    let rows = detail.times.iter().zip(&detail.stays).map(|(time, stay)| {
        vec![
            time.stage.name.clone(),
            day(stay.entered_at),
            stay.entered_by.as_ref().map_or_else(|| "–".into(), |user| user.display_name.clone()),
            format!("{:.1}", time.seconds as f64 / 86_400.0),
        ]
    });
    table(
        "Its way through the pipeline, to the customer who was there already:",
        &["Stage 阶段", "Entered", "By", "#Days"],
        rows,
    );
    Ok(())
}

/// What the quarter's closed opportunities were won and lost for.
fn lost(staff: &Staff) -> Outcome<Vec<(String, i64)>> {
    let all = staff.manager.opportunities().list(None, ALL, None)?.items;
    let won = all.iter().filter(|one| one.status == OpportunityStatus::Developed).count();
    let mut reasons: BTreeMap<String, i64> = BTreeMap::new();
    for one in all.iter().filter(|one| one.status == OpportunityStatus::Failed) {
        let reason = one.lost_reason.as_ref().map_or_else(|| "未填写".to_owned(), |entry| entry.item.clone());
        *reasons.entry(reason).or_default() += 1;
    }
    let rival = entry(&choices(&staff.manager, "lost_reason")?, "竞争对手");
    let taken = all.iter().filter(|one| rival.is_some() && one.lost_reason.as_ref().map(|entry| entry.id) == rival);
    let rows = taken.take(5).map(|one| {
        vec![
            one.customer_name.clone(),
            one.amount.as_ref().map_or_else(|| "–".into(), money),
            one.stage.as_ref().map_or_else(|| "–".into(), |stage| stage.name.clone()),
            one.failure_reason.clone().unwrap_or_default(),
        ]
    });
    table("What a competitor won:", &["Customer", "#Amount", "Stage before the loss", "Reason"], rows);
    let mut closed = vec![("Won 成交".to_owned(), i64::try_from(won).unwrap_or(0))];
    closed.extend(reasons);
    let rows = closed.iter().map(|(what, count)| vec![what.clone(), count.to_string()]);
    table("How opportunities ended:", &["", "#Opportunities"], rows);
    Ok(closed)
}

/// The board, and the funnel of the quarter.
fn board(staff: &Staff, books: &Books, last_day: Date) -> Outcome<Vec<(String, i64, f64)>> {
    let board = staff.manager.opportunities().board(
        PIPELINE.into(),
        None,
        Some(0),
        Some(books.quarter),
        Some(last_day),
        None,
        None,
        None,
    )?;
    let sum = |money: &Option<Money>| money.as_ref().map_or_else(|| "–".into(), crate::print::money);
    let rows = board.columns.iter().map(|column| {
        vec![
            column.stage.name.clone(),
            format!("{} %", column.probability),
            column.sums.count.to_string(),
            sum(&column.sums.amount),
            sum(&column.sums.weighted),
        ]
    });
    table("The board, as it stands:", &["Stage 阶段", "#Chance", "#Open", "#Amount", "#By their chances"], rows);
    let funnel = staff.manager.reports().funnel(PIPELINE.into(), books.quarter, last_day, None, None)?;
    let rows = funnel.stages.iter().map(|stage| {
        vec![
            stage.stage.name.clone(),
            stage.entered.to_string(),
            stage.further.to_string(),
            percent(stage.conversion),
            stage.mean_days.map_or_else(|| "–".into(), |days| days.to_string()),
        ]
    });
    table("The quarter's funnel:", &["Stage 阶段", "#Entered", "#Went further", "#Share", "#Days on average"], rows);
    Ok(board
        .columns
        .into_iter()
        .map(|column| {
            let amount = column.sums.amount.and_then(|money| money.amount.to_f64()).unwrap_or(0.0);
            (column.stage.name, column.sums.count, amount)
        })
        .collect())
}
