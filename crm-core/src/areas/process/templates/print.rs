//! How a document is printed (DOC-4, DOC-5): one environment a document, without loader, functions or globals, with filters that
//! stand here, a formatter that escapes whatever it writes into HTML, and bounds for time and size.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use minijinja::value::{Rest, Value as Seen, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use rust_decimal::Decimal;

use super::family::Clauses;
use super::forms;
use super::types::{MAX_PRINTED, TemplateFormat};
use super::values::{Behind, Formed, Manner, places};
use crate::engine::money::Money;
use crate::engine::text::fold;

/// The steps that a document may take.
const FUEL: u64 = 1_000_000;

/// A text of so many bytes is gone through in one of them; where texts are longer, there are fewer.
const TEXT: u64 = 2_000;

/// The bytes that filters may be given in all.
const FILTERED: usize = 64 * 1024 * 1024;

/// The filters, with how many operands they take at least and at most.
pub(super) const FILTERS: &[(&str, usize, usize)] = &[
    ("amount_in_words", 0, 0),
    ("date", 0, 1),
    ("datetime", 0, 1),
    ("default", 1, 1),
    ("length", 0, 0),
    ("lower", 0, 0),
    ("money", 0, 0),
    ("number", 0, 1),
    ("percent", 0, 1),
    ("trim", 0, 0),
    ("upper", 0, 0),
];

/// The tests: whether an amount or a number is above or below one, and whether there is nothing.
pub(super) const TESTS: &[(&str, usize, usize)] = &[("above", 1, 1), ("below", 1, 1), ("empty", 0, 0)];

/// Why a document can't be printed.
#[derive(Debug)]
pub(super) enum Unprinted {
    /// It takes more steps or more room than it may.
    TooExpensive,
    /// A filter can't make anything of a value; where, and what it says.
    Unfit(Option<String>, usize, String),
}

/// Prints a document: `data` are the values of `record`, `me`, `company` and `today`, `longest` the bytes of the longest text that
/// may be joined, cut or searched.
pub(super) fn print<'t>(
    name: &str,
    body: &'t str,
    clauses: &'t Clauses,
    format: TemplateFormat,
    manner: &Manner,
    data: Seen,
    longest: usize,
) -> Result<String, Unprinted> {
    let mut environment: Environment<'t> = Environment::empty();
    let longest = u64::try_from(longest).unwrap_or(u64::MAX).max(TEXT);
    environment.set_fuel(Some((FUEL * TEXT / longest).max(1)));
    // Behind what is withheld is nothing.
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    let html = format == TemplateFormat::Html;
    let form = manner.clone();
    environment.set_formatter(move |out, _, value| write(out, value, &form, html));
    filters(&mut environment, manner);
    // A clause is there once, however it is spelled.
    environment.set_path_join_callback(|name, _| fold(name).into());
    let unprinted = |error| unprinted(error, clauses);
    for (name, clause) in clauses {
        environment.add_template(name, &clause.template.body).map_err(unprinted)?;
    }
    let mut out = Bounded(Vec::new());
    let template = environment.template_from_str(body).map_err(unprinted)?;
    let printed = template.render_captured_to(data, &mut out).map(drop);
    printed.map_err(|error| match out.0.len() > MAX_PRINTED {
        true => Unprinted::TooExpensive,
        false => unprinted(error),
    })?;
    String::from_utf8(out.0).map_err(|_| Unprinted::Unfit(None, 1, format!("{name} is no text")))
}

fn unprinted(error: Error, clauses: &Clauses) -> Unprinted {
    // An error inside a clause stands behind the one that says so.
    let mut inner = &error;
    while let Some(source) = std::error::Error::source(inner).and_then(|source| source.downcast_ref::<Error>()) {
        inner = source;
    }
    match inner.kind() {
        ErrorKind::OutOfFuel | ErrorKind::WriteFailure => Unprinted::TooExpensive,
        _ => {
            let clause = inner.name().and_then(|name| clauses.get(name)).map(|clause| clause.name.clone());
            Unprinted::Unfit(clause, inner.line().unwrap_or(1), inner.detail().unwrap_or_default().to_owned())
        }
    }
}

/// What is written, up to the most that a document may have; the first byte behind it is kept to tell.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = MAX_PRINTED.saturating_add(1).saturating_sub(self.0.len());
        self.0.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if self.0.len() > MAX_PRINTED { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a value: nothing where there is none, in HTML escaped, whatever the template language thinks of it.
fn write(out: &mut Output<'_>, value: &Seen, manner: &Manner, html: bool) -> Result<(), Error> {
    let text = text(value, manner);
    let mut written = Ok(());
    if html {
        for letter in text.chars() {
            written = written.and_then(|()| match letter {
                '&' => out.write_str("&amp;"),
                '<' => out.write_str("&lt;"),
                '>' => out.write_str("&gt;"),
                '"' => out.write_str("&quot;"),
                '\'' => out.write_str("&#39;"),
                other => out.write_char(other),
            });
        }
    } else {
        written = out.write_str(&text);
    }
    written.map_err(|_| Error::from(ErrorKind::WriteFailure))
}

/// A value as it is written where no filter says otherwise.
fn text(value: &Seen, manner: &Manner) -> String {
    if let Some(formed) = value.downcast_object_ref::<Formed>() {
        return formed.text(manner);
    }
    if let Some(behind) = value.downcast_object_ref::<Behind>() {
        return text(&behind.told, manner);
    }
    match value.kind() {
        ValueKind::Bool => forms::truth(manner.locale, value.is_true()).to_owned(),
        ValueKind::String | ValueKind::Number => value.to_string(),
        // Lists are gone through, and nothing else is there to be printed.
        _ => String::new(),
    }
}

fn unfit(filter: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{filter} makes nothing of this value"))
}

/// The bytes that filters may still be given.
type Work = Arc<AtomicUsize>;

/// A filter of values that are there; of what is nothing it makes nothing.
fn filter(
    environment: &mut Environment<'_>,
    name: &'static str,
    (manner, work): (&Manner, &Work),
    form: fn(&Seen, &[Seen], &Manner) -> Option<Seen>,
) {
    let (manner, work) = (manner.clone(), Arc::clone(work));
    environment.add_filter(name, move |_: &State<'_, '_>, value: &Seen, operands: Rest<Seen>| {
        let bytes =
            value.downcast_object_ref::<Behind>().map_or(value, |behind| &behind.told).as_str().map_or(0, str::len);
        if work.fetch_sub(bytes.min(FILTERED), Relaxed) < bytes {
            work.store(0, Relaxed);
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
        let nothing = value.is_undefined() || value.as_str() == Some("");
        match (nothing, name) {
            (true, "length") => Ok(value.len().map_or(Seen::UNDEFINED, Seen::from)),
            // What is joined and cut behind it is a text in any case.
            (true, _) => Ok(Seen::from("")),
            (false, _) => form(value, &operands.0, &manner).ok_or_else(|| unfit(name)),
        }
    });
}

fn filters(environment: &mut Environment<'_>, manner: &Manner) {
    let manner = (manner, &Arc::new(AtomicUsize::new(FILTERED)));
    filter(environment, "date", manner, |value, operands, manner| {
        let day = match value.downcast_object_ref::<Formed>()? {
            Formed::Date(day) => *day,
            Formed::Instant(at) => manner.zone.local(*at).date(),
            _ => return None,
        };
        Some(Seen::from(if iso(operands)? { forms::iso_date(day) } else { forms::date(manner.locale, day) }))
    });
    filter(environment, "datetime", manner, |value, operands, manner| {
        let Formed::Instant(at) = value.downcast_object_ref::<Formed>()? else { return None };
        let local = manner.zone.local(*at);
        Some(Seen::from(if iso(operands)? {
            forms::iso_datetime(local)
        } else {
            forms::datetime(manner.locale, local)
        }))
    });
    filter(environment, "number", manner, |value, operands, _| {
        Some(Seen::from(forms::number(decimal(value)?, wanted(operands)?)))
    });
    filter(environment, "percent", manner, |value, operands, _| {
        // A whole number is one of percent, a decimal a rate.
        let rate = match value.kind() {
            ValueKind::Number if value.is_integer() => decimal(value)?.checked_div(Decimal::ONE_HUNDRED)?,
            _ => decimal(value)?,
        };
        Some(Seen::from(forms::percent(rate, wanted(operands)?)))
    });
    filter(environment, "money", manner, |value, _, manner| {
        let money = amount(value, manner)?;
        Some(Seen::from(forms::money(manner.locale, &money, places(&money.currency))))
    });
    filter(environment, "amount_in_words", manner, |value, _, manner| {
        forms::amount_in_words(manner.locale, &amount(value, manner)?).map(Seen::from)
    });
    filter(environment, "upper", manner, |value, _, manner| Some(Seen::from(text(value, manner).to_uppercase())));
    filter(environment, "lower", manner, |value, _, manner| Some(Seen::from(text(value, manner).to_lowercase())));
    filter(environment, "trim", manner, |value, _, manner| Some(Seen::from(text(value, manner).trim())));
    filter(environment, "length", manner, |value, _, _| value.len().map(Seen::from));
    environment.add_filter("default", |value: Seen, other: Seen| if is_empty(&value) { other } else { value });
    environment.add_test("empty", is_empty);
    environment.add_test("above", |value: Seen, other: Seen| ordered(&value, &other, Decimal::gt));
    environment.add_test("below", |value: Seen, other: Seen| ordered(&value, &other, Decimal::lt));
}

/// Whether there is nothing: no value, or an empty text or list.
fn is_empty(value: &Seen) -> bool {
    match value.downcast_object_ref::<Behind>() {
        Some(behind) => is_empty(&behind.told),
        None => match value.as_str() {
            Some(text) => text.is_empty(),
            None => value.is_undefined() || value.len() == Some(0),
        },
    }
}

/// What is nothing is neither above nor below anything.
fn ordered(value: &Seen, other: &Seen, holds: fn(&Decimal, &Decimal) -> bool) -> Result<bool, Error> {
    if is_empty(value) || is_empty(other) {
        return Ok(false);
    }
    match decimal(value).zip(decimal(other)) {
        Some((value, other)) => Ok(holds(&value, &other)),
        None => Err(unfit("above or below")),
    }
}

/// Whether `"iso"` is asked for; none where something else is.
fn iso(operands: &[Seen]) -> Option<bool> {
    match operands {
        [] => Some(false),
        [form] if form.as_str() == Some("iso") => Some(true),
        _ => None,
    }
}

/// The places that are asked for; none where what is asked for is no number of places.
#[allow(clippy::option_option)]
fn wanted(operands: &[Seen]) -> Option<Option<u32>> {
    match operands {
        [] => Some(None),
        [places] => u32::try_from(places.as_usize()?).ok().filter(|places| *places <= forms::MAX_PLACES).map(Some),
        _ => None,
    }
}

/// A number, exact.
fn decimal(value: &Seen) -> Option<Decimal> {
    if let Some(formed) = value.downcast_object_ref::<Formed>() {
        return match formed {
            Formed::Decimal(value) => Some(*value),
            Formed::Money(money) => Some(money.amount),
            Formed::Date(_) | Formed::Instant(_) => None,
        };
    }
    // One that stands in the template is read by its digits.
    if value.kind() == ValueKind::Number { value.to_string().parse().ok() } else { None }
}

/// An amount; a number is one of the company's currency.
fn amount(value: &Seen, manner: &Manner) -> Option<Money> {
    match value.downcast_object_ref::<Formed>() {
        Some(Formed::Money(money)) => Some(money.clone()),
        _ => Some(Money { amount: decimal(value)?, currency: manner.currency.clone() }),
    }
}
