//! Random tables, and files of them in every dialect that imports read: delimiters, quotes, line ends, encodings,
//! decimal marks, date forms. Written here without the engine's help.

use chrono::Datelike;
use crm_core::imports::{DateOrder, DecimalMark, ImportOptions, TextEncoding};
use crm_core::prelude::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

/// How a file is written.
#[derive(Debug, Clone)]
pub struct Dialect {
    pub delimiter: char,
    pub quotes: Quotes,
    pub line_end: &'static str,
    pub last_line_ended: bool,
    pub gb18030: bool,
    pub mark: bool,
    /// Whether the options say the encoding and the decimal mark, or the file shows them.
    pub said: bool,
    pub decimal_comma: bool,
    pub grouping: Grouping,
    pub dates: Dates,
    /// Before which lines an empty one stands.
    pub empty_lines: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// Where a cell needs them.
    Needed,
    /// Round every cell.
    All,
    /// The file has none: a mark is a character.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    Plain,
    Threes,
    Fours,
    Spaces,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    Iso,
    Slashes,
    Chinese,
    Compact,
    WithMidnight,
    DayFirst,
    MonthFirst,
    TwoDigits,
}

pub fn dialect() -> impl Strategy<Value = Dialect> {
    let file = (
        prop::sample::select(&[',', ';', '\t', '|'][..]),
        prop::sample::select(&[Quotes::Needed, Quotes::All, Quotes::None][..]),
        prop::sample::select(&["\n", "\r\n", "\r"][..]),
        any::<bool>(),
        prop::collection::vec(0..20usize, 0..3),
    );
    let values = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(&[Grouping::Plain, Grouping::Threes, Grouping::Fours, Grouping::Spaces][..]),
        prop::sample::select(
            &[
                Dates::Iso,
                Dates::Slashes,
                Dates::Chinese,
                Dates::Compact,
                Dates::WithMidnight,
                Dates::DayFirst,
                Dates::MonthFirst,
                Dates::TwoDigits,
            ][..],
        ),
    );
    (file, values).prop_map(
        |(
            (delimiter, quotes, line_end, last_line_ended, empty_lines),
            (gb18030, mark, said, decimal_comma, grouping, dates),
        )| Dialect {
            // Without quotes a comma can't part columns that hold commas.
            delimiter: if quotes == Quotes::None && delimiter == ',' { ';' } else { delimiter },
            quotes,
            line_end,
            last_line_ended,
            gb18030,
            mark,
            said,
            decimal_comma,
            grouping,
            dates,
            empty_lines,
        },
    )
}

impl Dialect {
    /// The options that go with the dialect.
    pub fn options(&self) -> ImportOptions {
        let encoding = if self.gb18030 { TextEncoding::Gb18030 } else { TextEncoding::Utf8 };
        let decimal_mark = if self.decimal_comma { DecimalMark::Comma } else { DecimalMark::Point };
        ImportOptions {
            encoding: self.said.then_some(encoding),
            delimiter: Some(if self.delimiter == '\t' { "tab".into() } else { self.delimiter.into() }),
            quotes: (self.quotes == Quotes::None).then_some(false),
            decimal_mark: self.said.then_some(decimal_mark),
            date_order: match self.dates {
                Dates::DayFirst => Some(DateOrder::DayMonthYear),
                Dates::MonthFirst => Some(DateOrder::MonthDayYear),
                _ => None,
            },
            two_digit_years_from: (self.dates == Dates::TwoDigits).then_some(1970),
            ..Default::default()
        }
    }

    /// The dialect's encoding is said where the file leaves open which it is: some line in GB18030 is text in UTF-8 too.
    pub fn said_where_unclear(&self, file: &[u8]) -> ImportOptions {
        let unclear = file
            .split(|b| matches!(b, b'\r' | b'\n'))
            .any(|line| self.gb18030 && !line.is_ascii() && std::str::from_utf8(line).is_ok());
        let said = unclear.then_some(TextEncoding::Gb18030);
        ImportOptions { encoding: said.or(self.options().encoding), ..self.options() }
    }

    /// A text as it can stand in a file of this dialect.
    pub fn fitting(&self, text: &str, lines: bool) -> String {
        let unfit = |c: &char| {
            let between = *c == self.delimiter || matches!(c, '\n' | '\r');
            (*c == '\n' && !lines) || (self.quotes == Quotes::None && between) || (*c == '\t' && !lines)
        };
        text.chars().filter(|c| !unfit(c)).collect::<String>().trim().to_owned()
    }

    /// A number, with a mark and groups that leave no doubt beside the first line's.
    pub fn number(&self, number: Decimal) -> String {
        let plain = number.abs().normalize().to_string();
        let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
        let (point, group) = if self.decimal_comma { (',', '.') } else { ('.', ',') };
        let whole = match self.grouping {
            Grouping::Plain => whole.to_owned(),
            Grouping::Threes => grouped(whole, 3, group),
            Grouping::Fours => grouped(whole, 4, group),
            Grouping::Spaces => grouped(whole, 3, '\u{a0}'),
        };
        let sign = if number.is_sign_negative() { "-" } else { "" };
        let fraction = fraction.map(|f| format!("{point}{f}")).unwrap_or_default();
        format!("{sign}{whole}{fraction}")
    }

    pub fn date(&self, date: Date) -> String {
        let (y, m, d) = (date.year(), date.month(), date.day());
        match self.dates {
            Dates::Iso => format!("{y}-{m:02}-{d:02}"),
            Dates::Slashes => format!("{y}/{m}/{d}"),
            Dates::Chinese => format!("{y}年{m}月{d}日"),
            Dates::Compact => format!("{y}{m:02}{d:02}"),
            Dates::WithMidnight => format!("{y}.{m:02}.{d:02} 00:00:00.000"),
            Dates::DayFirst => format!("{d:02}.{m:02}.{y}"),
            Dates::MonthFirst => format!("{m}/{d}/{y}"),
            Dates::TwoDigits => format!("{:02}-{m}-{d}", y % 100),
        }
    }

    fn cell(&self, text: &str) -> String {
        let needs = text.contains([self.delimiter, '"', '\n', '\r']);
        if self.quotes == Quotes::All || (self.quotes == Quotes::Needed && needs) {
            format!("\"{}\"", text.replace('\n', self.line_end).replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    }

    /// The file, each line apart; the byte order mark stands in the first one.
    pub fn lines(&self, rows: &[Vec<String>]) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            let mut text = cells.join(&self.delimiter.to_string());
            if i == 0 && self.mark {
                text.insert(0, '\u{feff}');
            }
            if i > 0 && self.empty_lines.contains(&i) {
                text.insert_str(0, self.line_end);
            }
            if i + 1 < rows.len() || self.last_line_ended {
                text.push_str(self.line_end);
            }
            lines.push(match self.gb18030 {
                true => encoding_rs::GB18030.encode(&text).0.into_owned(),
                false => text.into_bytes(),
            });
        }
        lines
    }
}

fn grouped(digits: &str, size: usize, separator: char) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(size) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Texts with everything that CSV has trouble with, in many scripts.
pub fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z0-9 ]{1,8}",
        4 => "[一-龥]{1,6}",
        1 => "[\u{20000}-\u{200ff}㐀-㐏😀-😎]{1,2}",
        1 => "[À-ÿа-яα-ω]{1,6}",
        2 => prop::sample::select(vec![",", ";", "|", "\"", "\"\"", "\n", "'", "\",\"", ",\n", "\\", " ", "#", "\t"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

/// Decimals of at most six places.
pub fn number() -> impl Strategy<Value = Decimal> {
    let digits = prop_oneof![0..1_000_i64, 0..100_000_000_i64, 0..1_000_000_000_000_i64];
    (digits, 0..=6u32, prop::bool::weighted(0.1)).prop_map(|(digits, places, negative)| {
        Decimal::new(if negative { -digits } else { digits }, places).normalize()
    })
}

pub fn date() -> impl Strategy<Value = Date> {
    (1970..2070i32, 1..=12u32, 1..=28u32).prop_map(|(y, m, d)| Date::from_ymd_opt(y, m, d).unwrap())
}
