//! The tour's company with a hotel, made once and kept.

use std::path::{Path, PathBuf};

use crm_core::{Crm, Result, Synchronous};

use crate::world::{Staff, TourClock};
use crate::{company, hotel, process, quarter};

/// Login, what they do, roles.
const PEOPLE: &[(&str, &str, &[&str])] = &[
    ("admin", "the administrator 管理员", &["system_administrator"]),
    ("han", "head of sales, and of the hotel 销售主管", &["sales_manager", "hotel.manager"]),
    ("li", "account manager, and at the reception 客户经理", &["account_manager", "hotel.reception"]),
];

/// It is a company to look at; one's own has better.
const PASSWORD: &str = "tour of the console";

/// Who may sign in.
pub fn log_ins() -> String {
    let line = |(login, what, _): &(&str, &str, &[&str])| format!("  {login:<6} {PASSWORD}    {what}\n");
    PEOPLE.iter().map(line).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/console")
}

/// Opens the company, which is made where it is not there.
pub fn company() -> std::result::Result<Crm, Box<dyn std::error::Error>> {
    let folder = folder();
    let file = folder.join("company.crm");
    if !file.exists() {
        std::fs::create_dir_all(&folder)?;
        // What was ended half-way is begun anew.
        let begun = folder.join("begun.crm");
        for name in ["begun.crm", "begun.crm-wal", "begun.crm-shm"] {
            match std::fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        live(&begun)?;
        settle(&begun)?;
        std::fs::rename(&begun, &file)?;
    }
    Ok(Crm::open(&file)?)
}

/// The tour's three years and its quarter.
fn live(file: &Path) -> Result<()> {
    let clock = TourClock::new(company::opening());
    let crm = Crm::options().environment(clock.clone()).synchronous(Synchronous::Normal).open(file)?;
    let staff = Staff::hire(&crm)?;
    let books = company::keep(&crm, &clock, &staff)?;
    quarter::live(&clock, &staff, &books).map(drop)
}

/// The hotel, what is to be done today, and the passwords, by today's clock and real randomness.
fn settle(file: &Path) -> Result<()> {
    let crm = Crm::open(file)?;
    let admin = crm.session_by_login("admin")?;
    hotel::apply(&admin)?;
    for (login, _, roles) in PEOPLE {
        let Some(id) = crm.session_by_login(login)?.user() else { continue };
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        admin.users().set_roles(id, roles, None)?;
        admin.users().set_password(id, Some(PASSWORD.into()), None)?;
    }
    let (han, li) = (crm.session_by_login("han")?, crm.session_by_login("li")?);
    hotel::open(&han)?;
    process::open(&admin, &han, &li)
}
