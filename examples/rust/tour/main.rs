//! The tour: a company lives a quarter of customer relationship management on the engine, and prints what it sees.
//!
//! ```text
//! cargo run --release --example tour                 a company of the tour's own
//! cargo run --release --example tour -- --erp DIR    the books that an ERP exported as CSV into DIR
//! ```
//! It leaves `target/tour/report.html` (open it in any browser) and the database `target/tour/company.crm`.

mod acts;
mod company;
mod erp;
mod html;
mod names;
mod print;
mod quarter;
mod selling;
mod sight;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, Months};
use crm_core::{Crm, Date, Synchronous};

use company::Books;
use world::{Staff, TourClock};

const USAGE: &str = "usage: tour [--erp DIR]";

fn main() -> std::process::ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let erp = match &arguments[..] {
        [] => None,
        [option, folder] if option == "--erp" => Some(PathBuf::from(folder)),
        [option] if option == "--help" => {
            println!("{USAGE}");
            return std::process::ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return std::process::ExitCode::from(2);
        }
    };
    match tour(erp.as_deref()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The tour ended early: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn tour(erp: Option<&Path>) -> Result<(), Box<dyn std::error::Error>> {
    let folder = folder()?;
    let file = folder.join("company.crm");
    println!("An embeddable CRM engine, in one process, on one file: {}", shown(&file));

    let opening = match erp {
        None => company::opening(),
        Some(folder) => erp::opening(folder)?,
    };
    let clock = TourClock::new(opening);
    let options = match erp {
        None => Crm::options(),
        // An export may be of long ago, and the clock goes with it.
        Some(_) => Crm::options().time_zone(erp::TIME_ZONE).currency(erp::CURRENCY).any_time(true),
    };
    let crm = options
        .environment(clock.clone())
        // The tour can be run again; a company's own books are kept with the default, which survives a power cut.
        .synchronous(Synchronous::Normal)
        .open(&file)?;
    let staff = Staff::hire(&crm)?;

    print::act(
        1,
        "A company and its books",
        "基础数据",
        "Customers, products, stock and orders come from the ERP that embeds the engine: pushed as they change, or imported.",
    );
    acts::people(&staff);
    let books = match erp {
        None => company::keep(&crm, &clock, &staff)?,
        Some(folder) => erp::keep(folder, &clock, &staff)?,
    };
    let diary = quarter::live(&clock, &staff, &books)?;

    acts::completed(&staff, &diary)?;

    let pipeline = acts::opportunities(&staff)?;
    acts::visits(&staff)?;
    acts::tickets(&staff)?;
    acts::churn(&staff, &diary)?;
    acts::refusals(&staff)?;
    let last_day = books.quarter + Days::new(13 * 7 - 1);
    let reports = acts::reports(&staff, books.quarter, last_day, books.words.comment)?;

    let sold = selling::selling(&clock, &staff, &books, last_day)?;

    sight::sight(&crm, &staff)?;

    let page = folder.join("report.html");
    std::fs::write(&page, html::page(&chart(&books, last_day, pipeline, &reports, sold))?)?;
    println!("━━━ The end ━━━\n\nCharts of all this: {} (one file, opens without network)\n", shown(&page));
    Ok(())
}

/// What the page shows, from what the engine reported.
fn chart(
    books: &Books,
    last_day: Date,
    pipeline: Vec<(String, i64)>,
    reports: &acts::Reports,
    sold: selling::Sold,
) -> html::Report {
    let currency = reports.contribution.first().map_or_else(String::new, |row| row.amount.currency.clone());
    let figure = |what: &str, n: i64| (what.to_owned(), print::thousands(&n.to_string()));
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    let first = books.quarter.with_day(1).unwrap_or(books.quarter);
    for month in (0..).map(|i| first + Months::new(i)).take_while(|month| *month <= last_day) {
        months.insert(month.format("%Y-%m").to_string(), 0);
    }
    for loss in &reports.churn {
        *months.entry(loss.lost_at.format("%Y-%m").to_string()).or_default() += 1;
    }
    html::Report {
        company: books.company.clone(),
        period: format!("{} to {last_day}, {} weeks of CRM", books.quarter, 13),
        figures: vec![
            figure("active customers 正常客户", reports.composition.first().map_or(0, |c| c.customers)),
            figure("opportunities 销售机会", pipeline.first().map_or(0, |(_, n)| *n)),
            figure("customers won 开发成功", pipeline.last().map_or(0, |(_, n)| *n)),
            figure("tickets 客户服务", reports.service.tickets),
            figure("customers lost 流失客户", i64::try_from(reports.churn.len()).unwrap_or(0)),
        ],
        contribution: reports
            .contribution
            .iter()
            .filter(|row| row.amount.currency == currency)
            .map(|row| (row.customer.name.clone(), row.amount.amount.to_string().parse().unwrap_or(0.0)))
            .collect(),
        currency,
        pipeline,
        stages: sold.stages,
        closed: sold.closed,
        scanned: sold.scanned,
        pairs: sold.pairs,
        composition: reports
            .composition
            .iter()
            .map(|report| html::Division {
                by: acts::by_what(report.by),
                parts: report.rows.iter().map(|row| (acts::part(row), row.customers, row.share)).collect(),
            })
            .collect(),
        tickets: reports.service.rows.iter().map(|row| (row.kind.item.clone(), row.tickets)).collect(),
        churn: months.into_iter().collect(),
        losses: reports
            .churn
            .iter()
            .take(15)
            .map(|l| {
                [
                    l.customer.name.clone(),
                    l.account_manager.as_ref().map_or_else(|| "–".to_owned(), |u| u.display_name.clone()),
                    print::day(l.lost_at),
                    l.reason.clone().unwrap_or_default(),
                ]
            })
            .collect(),
    }
}

/// The tour's folder, emptied of what an earlier tour left.
fn folder() -> std::io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tour");
    std::fs::create_dir_all(&folder)?;
    for old in ["company.crm", "company.crm-wal", "company.crm-shm", "report.html"] {
        match std::fs::remove_file(folder.join(old)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    folder.canonicalize()
}

/// A path as it is seen from where the tour was started.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
