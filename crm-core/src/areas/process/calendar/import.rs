//! A calendar file is read (CAL-4): its components are taken by themselves, those of one UID behind each other, the series before
//! what is different of it.

use std::collections::BTreeMap;

use super::given::{self, Lookups};
use super::store;
use super::types::*;
use crate::activities::imported::{self, Came, Taken};
use crate::engine::bytes::Bytes;
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::{Context, Slices};
use crate::engine::ical::{self, Component, Wrong};
use crate::engine::sorting::sort_by;
use crate::engine::validate::Violations;
use crate::imports::report::Report;
use crate::imports::{ImportOutcome, ImportReport, ImportedLine, TextEncoding};
use crate::users::rules::own;

/// The components of one transaction, and the occurrences that are made in it: those of one series are made together.
const AT_ONCE: usize = 100;
const MADE_AT_ONCE: usize = 500;

/// A component that can be taken.
struct Item {
    line: usize,
    came: Came,
    notes: Vec<FieldError>,
}

/// CAL-4.
pub(super) fn import_ics(slices: &mut Slices<'_>, file: &Bytes) -> Result<ImportReport> {
    let outermost = opened(&file.0)?;
    let lookups = slices.read(looked_up)?;
    let mut report = Report::new(TextEncoding::Utf8, 0);
    let mut items = Vec::new();
    for (component, cancels) in components(&outermost) {
        let (mut out, mut notes) = (Violations::default(), Violations::default());
        if let Some((wrong, line)) = component.wrong {
            let (code, detail) = match wrong {
                Wrong::Encoding => ("wrong_encoding", "is no UTF-8"),
                Wrong::Syntax => ("wrong_syntax", "is no property"),
                Wrong::Unfinished => ("unfinished", "does not end"),
            };
            out.add("line", code, format!("line {line} {detail}"), Some(line.to_string()));
        }
        let came = given::read(component, cancels, &lookups, &mut out, &mut notes);
        let (errors, notes) = (out.into_fields(), notes.into_fields());
        if errors.is_empty() {
            items.push(Item { line: component.line, came, notes });
        } else {
            report.add(told(component.line, &came.uid, ImportOutcome::Refused, errors, notes));
        }
    }
    // Those of one UID as the first of them stands in the file, and of these the series first.
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for item in &items {
        first.entry(item.came.uid.clone()).or_insert(item.line);
    }
    let turn = |item: &Item| (first.get(&item.came.uid).copied(), item.came.occurrence.is_some(), item.line);
    sort_by(&mut items, |one, other| turn(one).cmp(&turn(other)));
    let (mut rest, mut left) = (items.as_slice(), MAX_OCCURRENCES);
    while !rest.is_empty() {
        let (done, made) = slices.write(|cx| take(cx, rest, left))?;
        left = left.saturating_sub(made);
        let (now, behind) = rest.split_at(done.len());
        for (item, taken) in now.iter().zip(done) {
            let (outcome, errors) = match taken {
                Ok(Taken::Created(_)) => (ImportOutcome::Created, Vec::new()),
                Ok(Taken::Updated) => (ImportOutcome::Updated, Vec::new()),
                Ok(Taken::Unchanged) => (ImportOutcome::Unchanged, Vec::new()),
                Err(errors) => (ImportOutcome::Refused, errors),
            };
            report.add(told(item.line, &item.came.uid, outcome, errors, item.notes.clone()));
        }
        rest = behind;
    }
    Ok(report.finish())
}

/// The outermost components of a file that may be read.
fn opened(bytes: &[u8]) -> Result<Vec<Component>> {
    let mut found = Violations::default();
    if bytes.len() > MAX_FILE {
        found.add("file", "too_long", "must have at most 10 MiB", Some(MAX_FILE.to_string()));
        found.finish()?;
    }
    let outermost = ical::parse(bytes);
    if !outermost.iter().any(|component| component.name == "VCALENDAR") {
        found.add("file", "no_calendar", "is no calendar file", None);
    } else if components(&outermost).count() > MAX_COMPONENTS {
        let detail = format!("has more than {MAX_COMPONENTS} components");
        found.add("file", "too_many", detail, Some(MAX_COMPONENTS.to_string()));
    }
    found.finish()?;
    Ok(outermost)
}

/// Events and to-dos, and whether their calendar cancels them.
fn components(outermost: &[Component]) -> impl Iterator<Item = (&Component, bool)> {
    let calendars = outermost.iter().filter(|component| component.name == "VCALENDAR");
    calendars.flat_map(|calendar| {
        let cancels = calendar.value("METHOD").is_some_and(|method| method.trim().eq_ignore_ascii_case("CANCEL"));
        let wanted = calendar.components.iter().filter(|inner| matches!(inner.name.as_str(), "VEVENT" | "VTODO"));
        wanted.map(move |component| (component, cancels))
    })
}

/// What is the same for the whole file.
fn looked_up(cx: &mut Context<'_>) -> Result<Lookups> {
    let (me, user) = own(cx)?;
    let zone = crate::activities::imported::zone_of(cx, user.id)?;
    let kinds = store::kinds(cx.tx())?.into_iter().map(|(id, value)| (value, crate::dictionary::DictionaryEntryId(id)));
    let day_starts = store::day_starts(cx.tx(), me)?.unwrap_or(9 * 60);
    Ok(Lookups { kinds: kinds.collect(), zone, day_starts, now: cx.now() })
}

/// What became of the first components, as many as one transaction takes, and how many occurrences were made.
type Done = (Vec<std::result::Result<Taken, Vec<FieldError>>>, usize);

fn take(cx: &mut Context<'_>, items: &[Item], left: usize) -> Result<Done> {
    let (mut done, mut made) = (Vec::new(), 0);
    for item in items.iter().take(AT_ONCE) {
        if made >= MADE_AT_ONCE {
            break;
        }
        let room = left.saturating_sub(made);
        done.push(match cx.savepoint(|cx| imported::take(cx, &item.came, room)) {
            Ok(taken) => {
                if let Taken::Created(count) = taken {
                    made += count;
                }
                Ok(taken)
            }
            Err(CrmError::Invalid { fields }) => Err(fields),
            Err(failure) => return Err(failure),
        });
    }
    Ok((done, made))
}

fn told(
    line: usize,
    key: &str,
    outcome: ImportOutcome,
    errors: Vec<FieldError>,
    notes: Vec<FieldError>,
) -> ImportedLine {
    ImportedLine {
        line: i64::try_from(line).unwrap_or(i64::MAX),
        in_lines_file: false,
        key: key.chars().take(200).collect(),
        outcome,
        errors,
        notes,
        lacks: Vec::new(),
    }
}
