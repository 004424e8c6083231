//! Printing for people: headings, tables that know how wide Chinese characters are, progress on long steps.

use std::time::Duration;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table};
use crm_core::{Date, Money, Timestamp};
use indicatif::{ProgressBar, ProgressStyle};

/// Begins an act.
pub fn act(number: u32, title: &str, chinese: &str, words: &str) {
    println!("\n━━━ Act {number} ━ {title} · {chinese} ━━━\n");
    say(words);
}

/// A paragraph, wrapped at its spaces.
pub fn say(words: &str) {
    let mut line = String::new();
    for word in words.split(' ') {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            println!("{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    println!("{line}\n");
}

/// How wide the output is where nobody says: as wide as most.
const WIDTH: usize = 110;

/// Prints a table. A heading that begins with `#` is of a column of figures.
pub fn table(title: &str, headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(u16::try_from(WIDTH).unwrap_or(u16::MAX));
    }
    table.set_header(headings.iter().map(|h| Cell::new(h.trim_start_matches('#')).add_attribute(Attribute::Bold)));
    for row in rows {
        table.add_row(row);
    }
    for (i, heading) in headings.iter().enumerate() {
        if heading.starts_with('#')
            && let Some(column) = table.column_mut(i)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if !title.is_empty() {
        println!("{title}");
    }
    println!("{table}\n");
}

/// A bar for a long step; where the output is no terminal, a line when it is done.
pub struct Progress {
    bar: ProgressBar,
    what: String,
    begun: std::time::Instant,
}

impl Progress {
    pub fn new(what: &str, steps: usize) -> Progress {
        let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(0));
        if let Ok(style) = ProgressStyle::with_template("{prefix:<28} {bar:40} {pos}/{len}  {msg}") {
            bar.set_style(style.progress_chars("█▓░"));
        }
        bar.set_prefix(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, what: what.to_owned(), begun: std::time::Instant::now() }
    }

    pub fn step(&self, now: &str) {
        self.bar.set_message(now.to_owned());
        self.bar.inc(1);
    }

    /// Ends it with what came of it.
    pub fn done(self, outcome: &str) {
        self.bar.finish_and_clear();
        println!("✓ {:<28} {outcome} ({:.1} s)", self.what, self.begun.elapsed().as_secs_f64());
    }
}

/// An amount with its thousands apart: `1,234,567.80 CNY`.
pub fn money(money: &Money) -> String {
    format!("{} {}", thousands(&money.amount.to_string()), money.currency)
}

/// A number with its thousands apart.
pub fn thousands(number: &str) -> String {
    let (whole, places) = number.split_once('.').map_or((number, ""), |(w, p)| (w, p));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if places.is_empty() { format!("{sign}{out}") } else { format!("{sign}{out}.{places}") }
}

/// A count.
pub fn count(n: usize) -> String {
    thousands(&n.to_string())
}

/// A share in basis points.
pub fn percent(share: i64) -> String {
    format!("{}.{:02} %", share / 100, share % 100)
}

/// The day of an instant.
pub fn day(at: Timestamp) -> String {
    at.date_naive().to_string()
}

/// A date, where there is one.
pub fn date(date: Option<Date>) -> String {
    date.map_or_else(|| "–".to_owned(), |d| d.to_string())
}

/// A text cut to so many characters.
pub fn short(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    text.chars().take(characters - 1).chain(['…']).collect()
}
