//! Number series (NUM-1): a text, the date of creation in it, and a counter for each printed period.

use chrono::Datelike;

use crate::engine::clock::Date;
use crate::engine::error::{CrmError, Result};
use crate::engine::storage::{Transaction, params};
use crate::engine::text::fold;

/// A pattern with its date printed.
#[derive(Debug, PartialEq, Eq)]
struct Printed {
    before: String,
    zeros: usize,
    behind: String,
}

impl Printed {
    /// The pattern on a day. The check has seen that there is one counter and nothing unknown.
    fn of(pattern: &str, day: Date) -> Result<Printed> {
        let wrong = || CrmError::bug(format!("the pattern {pattern} that was not checked"));
        let mut printed = Printed { before: String::new(), zeros: 0, behind: String::new() };
        let mut rest = pattern;
        loop {
            let (text, more) = rest.split_once('{').map_or((rest, None), |(text, more)| (text, Some(more)));
            let out = if printed.zeros == 0 { &mut printed.before } else { &mut printed.behind };
            out.push_str(text);
            let Some(more) = more else { break };
            let (word, behind) = more.split_once('}').ok_or_else(wrong)?;
            match word {
                "yyyy" => out.push_str(&format!("{:04}", day.year())),
                "yy" => out.push_str(&format!("{:02}", day.year().rem_euclid(100))),
                "mm" => out.push_str(&format!("{:02}", day.month())),
                "dd" => out.push_str(&format!("{:02}", day.day())),
                _ => printed.zeros = word.len(),
            }
            rest = behind;
        }
        if printed.zeros == 0 { Err(wrong()) } else { Ok(printed) }
    }

    fn number(&self, count: i64) -> String {
        let Printed { before, zeros, behind } = self;
        format!("{before}{count:0zeros$}{behind}")
    }
}

/// The next number of an object's series. `table` is the one that is made for the object. A changed pattern counts on where
/// its printed period has counted (NUM-2), and passes over numbers that another pattern gave.
///
/// # Errors
/// Whatever the database says.
pub(super) fn next(tx: &mut dyn Transaction, table: &str, pattern: &str, day: Date) -> Result<String> {
    let wrong = || CrmError::bug(format!("{table} is no table of an object"));
    let object: i64 = table.rsplit_once('_').and_then(|(_, key)| key.parse().ok()).ok_or_else(wrong)?;
    let printed = Printed::of(pattern, day)?;
    let period = [printed.before.as_str(), "{}", printed.behind.as_str()].concat();
    let last = "SELECT last FROM object_numbers WHERE object = ? AND period = ?";
    let mut count = tx.one(last, params![object, &period], |c| c.next::<i64>())?.unwrap_or(0);
    let taken = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE number_folded = ?)");
    let number = loop {
        count += 1;
        let number = printed.number(count);
        if !tx.value::<bool>(&taken, params![fold(&number)])? {
            break number;
        }
    };
    let put = "INSERT INTO object_numbers (object, period, last) VALUES (?, ?, ?) \
               ON CONFLICT (object, period) DO UPDATE SET last = excluded.last";
    tx.execute(put, params![object, &period, count])?;
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    // NUM-1: what a pattern prints; the counter is never shorter than its zeros, and grows beyond them.
    #[test]
    fn patterns_are_printed() {
        let day = "2026-03-05".parse().expect("a day");
        let print = |pattern: &str, count| Printed::of(pattern, day).expect("a pattern").number(count);
        assert_eq!(print("R{yyyy}{mm}-{0000}", 1), "R202603-0001");
        assert_eq!(print("R{yyyy}{mm}-{0000}", 12_345), "R202603-12345");
        assert_eq!(print("{0}/{yy}{dd}", 7), "7/2605");
        assert_eq!(print("合同{000000}号", 42), "合同000042号");
        assert!(Printed::of("no counter", day).is_err());
    }
}
