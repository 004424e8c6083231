//! What the engine makes of rules of recurrence (ACT-8, ACT-9), for `tests/python/test_recurrences.py`, which compares it with
//! another implementation: for each line of the input, whose parts are separated by tabs (rule, `dates` or `times`, first local
//! time, zone, how many), a line of times, each its local time and its instant.

use std::io::{BufRead, Write};

use crm_core::recurrence::{Clock, parse};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let parts: Vec<&str> = line.split('\t').collect();
        let [rule, form, first, zone, most] = parts[..] else { panic!("not five parts: {line}") };
        let dates = form == "dates";
        let clock = Clock::of(zone, dates).unwrap_or_else(|| panic!("no zone: {line}"));
        match parse(rule, dates) {
            Ok(rule) => {
                let first = first.parse().unwrap_or_else(|wrong| panic!("{wrong}: {line}"));
                let most = most.parse().unwrap_or_else(|wrong| panic!("{wrong}: {line}"));
                for time in rule.times(first, &clock).take(most) {
                    write!(out, "{}/{} ", time.local.format("%FT%T"), time.at.format("%FT%TZ"))?;
                }
                writeln!(out)?;
            }
            Err(part) => writeln!(out, "unsupported {}", part.0)?,
        }
    }
    out.flush()
}
