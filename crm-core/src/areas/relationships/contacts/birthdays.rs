//! Birthdays (BENCH-2): a date, or `--02-28` where nobody knows the year. Beside each the table keeps its day of the year and whose
//! customers the contact is of, by which the birthdays of somebody's customers are a range of an index.

use chrono::Datelike;

use super::store;
use crate::engine::error::Result;
use crate::engine::exact;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// The day of the year of a birthday, `02-28`; none of what is none. In a year that nobody knows there may be a 29 February.
fn day_of(text: &str) -> Option<String> {
    const LEAP: &str = "2000-";
    let day = match text.strip_prefix("--") {
        Some(rest) => exact::date(&format!("{LEAP}{rest}")),
        None => exact::date(text),
    }
    .filter(|day| day.year() > 0)?;
    Some(format!("{:02}-{:02}", day.month(), day.day()))
}

/// Tells where a text is no birthday; else its day of the year.
pub(crate) fn check(cx: &mut Context<'_>, text: &Option<String>) -> Option<String> {
    let text = text.as_deref()?;
    let day = day_of(text);
    if day.is_none() && !cx.violations().has("birthday") {
        let detail = "must be a date, like 1990-02-28, or --02-28 where the year is not known";
        cx.violations().add("birthday", "wrong_type", detail, None);
    }
    day
}

/// `contacts.birth_day` and `contacts.birth_manager`.
#[derive(Debug)]
pub(super) struct Kept;

impl Derived for Kept {
    fn entity(&self) -> Entity {
        Entity::CONTACT
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} contacts are wrong about the day of their birthday, or about whose customers' they are"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let wrong = store::wrongly_born(cx.tx(), behind.key, most)?;
        Ok(wrong.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        Ok(store::settle_birthday(cx.tx(), place.key)? > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::day_of;

    // BENCH-2: the two forms, and nothing that looks like them.
    #[test]
    fn a_birthday_is_a_date_or_a_day_without_a_year() {
        for (text, day) in [
            ("1990-02-28", Some("02-28")),
            ("2004-02-29", Some("02-29")),
            ("--02-29", Some("02-29")),
            ("--12-31", Some("12-31")),
            ("2003-02-29", None),
            ("--02-30", None),
            ("--2-9", None),
            ("-02-09", None),
            ("02-09", None),
            ("1990/02/28", None),
            ("28.02.1990", None),
            ("---02-09", None),
            ("--13-01", None),
            ("", None),
        ] {
            assert_eq!(day_of(text).as_deref(), day, "{text}");
        }
    }
}
