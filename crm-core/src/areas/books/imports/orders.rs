//! Orders from a file of their own, with their lines from a second one (SALES-3); both may be the same flat file.
//!
//! The lines of an order may stand anywhere. So the places where lines stand are noted, by the order's key: never the
//! lines themselves, and of large files never all of them at once. A file is gone through as often as its places fill
//! [`PLACES`], each time for another part of the keys.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::convert::{Converted, Converter, Lookups, error, key};
use super::mapping::{self, Known, Mapping};
use super::report::Report;
use super::rows::Kind;
use super::rules::fits;
use super::run::{CHUNK, Run, SLICE_BYTES};
use super::table::{Line, Table};
use super::takes;
use super::types::*;
use crate::engine::error::{FieldError, Result};
use crate::engine::gate::{Entity, Slices};
use crate::engine::schema::Schema;
use crate::engine::sorting::sort_by;
use crate::engine::validate::Violations;
use crate::sales::{NewOrder, NewOrderLine};

/// Places that are noted at once: 24 bytes each.
const PLACES: i64 = 1_000_000;

/// Lines that an order may have.
const MAX_LINES: usize = 10_000;

/// Where a line stands, and a number made of its order's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    key: u64,
    at: usize,
    number: i64,
}

/// What the heads behind an order's first one say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeated {
    /// The same, and there is nothing to note.
    Silent,
    /// The same, with something to note.
    Noted,
    /// Something else, in this line.
    Differing(i64),
}

/// A file with its mapping.
struct Side<'b> {
    table: Table<'b>,
    mapping: Mapping,
    /// The field that names the order.
    key: &'static str,
    /// Lines that name none.
    keyless: i64,
}

/// The fields of an order's file.
fn order_fields() -> Vec<Known> {
    let mut known = mapping::fields(NewOrder::TYPE, "");
    // An empty total is the sum of the lines, today as then.
    known.iter_mut().filter(|known| known.name == "total").for_each(|known| known.anew = true);
    known
}

/// The fields of the file of lines: the key that joins the two files is the order's own.
fn line_fields(orders: &[Known]) -> Vec<Known> {
    let mut known = mapping::fields(NewOrderLine::TYPE, "");
    let keys = orders.iter().filter(|known| known.name == "external_id");
    known.extend(keys.map(|known| Known { name: "order".to_owned(), joins: true, ..known.clone() }));
    known.iter_mut().for_each(|known| known.anew = true);
    known
}

pub(super) fn run(
    slices: &mut Slices<'_>,
    files: (&[u8], &[u8]),
    mappings: (&[FieldMapping], &[FieldMapping]),
    options: &ImportOptions,
) -> Result<ImportReport> {
    let table = Table::open("file", files.0, options, &mapping::columns(mappings.0))?;
    let lines_table = Table::open("lines_file", files.1, options, &mapping::columns(mappings.1))?;
    let mut found = Violations::default();
    let mut known = order_fields();
    let lines_known = line_fields(&known);
    known.extend(takes::custom(slices, &Entity::ORDER, "", mappings.0)?);
    let rights = slices.rights();
    let mapping = Mapping::check("mapping", mappings.0, &known, &table, options, rights, &mut found);
    let lines_mapping =
        Mapping::check("lines_mapping", mappings.1, &lines_known, &lines_table, options, rights, &mut found);
    found.finish()?;
    let mut heads = Side { table, mapping, key: "external_id", keyless: 0 };
    let mut lines = Side { table: lines_table, mapping: lines_mapping, key: "order", keyless: 0 };
    heads.verify(slices)?;
    lines.verify(slices)?;
    let all = heads.table.lines + lines.table.lines;
    fits(options, all)?;
    let converter = slices.read(|cx| Converter::new(cx, options))?;
    let mut report = Report::new(heads.table.encoding, heads.table.empty);
    report.begin_order_lines(lines.table.encoding, lines.table.empty);
    let run = Run::new(slices, Kind::Orders, options, report);
    let mut join =
        Join { heads: &heads, lines: &lines, converter, lookups: Lookups::default(), run, shared: BTreeSet::new() };
    join.keyless()?;
    let parts = all.max(1).unsigned_abs().div_ceil(PLACES.unsigned_abs());
    for part in 0..parts {
        join.part(part, parts)?;
    }
    join.run.finish()
}

impl Side<'_> {
    fn verify(&mut self, slices: &Slices<'_>) -> Result<()> {
        let Side { table, mapping, key, keyless } = self;
        table.verify(slices, |line| {
            mapping.look(line);
            *keyless += i64::from(mapping.text(key, line).is_empty());
        })
    }

    /// The places of the lines whose keys are of this part, by key and place.
    fn places(&self, slices: &Slices<'_>, part: u64, parts: u64) -> Result<Vec<Place>> {
        let mut places = Vec::new();
        self.table.each(slices, |line| {
            let text = self.key_of(line);
            if !text.is_empty() {
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                let key = hasher.finish();
                if key % parts == part {
                    let (at, number) = line.place();
                    places.push(Place { key, at, number });
                }
            }
            Ok(())
        })?;
        places.sort_unstable();
        Ok(places)
    }

    fn line(&self, place: Place, line: &mut Line) -> Result<()> {
        self.table.line_at((place.at, place.number), line)
    }

    fn key_of<'l>(&'l self, line: &'l Line) -> &'l str {
        self.mapping.text(self.key, line)
    }
}

/// The places of one key among places in order.
fn of_key(places: &[Place], key: u64) -> &[Place] {
    let begin = places.partition_point(|place| place.key < key);
    let end = places.partition_point(|place| place.key <= key);
    &places[begin..end]
}

/// The two files on their way to orders.
struct Join<'a, 'b, 'r, 's> {
    heads: &'a Side<'b>,
    lines: &'a Side<'b>,
    converter: Converter,
    /// What the heads name, as far as it was looked up.
    lookups: Lookups,
    run: Run<'r, 's>,
    /// Numbers that two keys share: their lines are looked at twice.
    shared: BTreeSet<u64>,
}

impl Join<'_, '_, '_, '_> {
    /// Lines that name no order are refused one by one.
    fn keyless(&mut self) -> Result<()> {
        let (heads, lines) = (self.heads, self.lines);
        let mut line = Line::default();
        let mut all = heads.table.lines();
        while heads.keyless > 0 && all.next(&mut line)? {
            if heads.key_of(&line).is_empty() {
                let converted = self.head(&line)?;
                let none = heads.key_of(&line);
                self.run.add(line.number, none, converted, 0)?;
            }
        }
        let mut all = lines.table.lines();
        while lines.keyless > 0 && all.next(&mut line)? {
            if lines.key_of(&line).is_empty() {
                self.orphan(&line);
            }
        }
        Ok(())
    }

    /// A line of the second file that belongs to no order of the first; with what else is wrong with it.
    fn orphan(&mut self, line: &Line) {
        let text = self.lines.key_of(line);
        let Converted { mut errors, notes, .. } = self.converter.line(&self.lines.mapping, line, &Lookups::default());
        if !text.is_empty() {
            errors.insert(0, error("order", "unknown_record", "belongs to no order of the file", None));
        }
        self.run.report.add(ImportedLine {
            line: line.number,
            in_lines_file: true,
            key: key(text),
            outcome: ImportOutcome::Refused,
            errors,
            notes,
            lacks: Vec::new(),
        });
    }

    /// The orders whose keys are of this part.
    fn part(&mut self, part: u64, parts: u64) -> Result<()> {
        let heads = self.heads.places(self.run.slices, part, parts)?;
        let lines = self.lines.places(self.run.slices, part, parts)?;
        // Orders come in the order of their first lines.
        let mut first: Vec<u32> = (0..heads.len())
            .filter(|i| *i == 0 || heads[*i - 1].key != heads[*i].key)
            .filter_map(|i| u32::try_from(i).ok())
            .collect();
        sort_by(&mut first, |a, b| heads[*a as usize].at.cmp(&heads[*b as usize].at));
        for begins in first.chunks(CHUNK) {
            let keys = || begins.iter().map(|begin| heads[*begin as usize].key);
            self.look_up(keys().flat_map(|key| of_key(&heads, key)))?;
            for key in keys() {
                self.orders(of_key(&heads, key), of_key(&lines, key))?;
            }
        }
        let mut line = Line::default();
        for place in lines {
            let known = of_key(&heads, place.key);
            if known.is_empty() || self.shared.contains(&place.key) {
                self.lines.line(place, &mut line)?;
                if !self.is_of_any(known, &line)? {
                    self.orphan(&line);
                }
            }
        }
        Ok(())
    }

    /// Whether any of these orders has the line.
    fn is_of_any(&self, heads: &[Place], line: &Line) -> Result<bool> {
        let mut head = Line::default();
        for place in heads {
            self.heads.line(*place, &mut head)?;
            if self.heads.key_of(&head) == self.lines.key_of(line) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The orders whose keys have one number: all but always that is one order.
    fn orders(&mut self, heads: &[Place], lines: &[Place]) -> Result<()> {
        let mut line = Line::default();
        let mut left = heads.to_vec();
        while let Some(first) = left.first().copied() {
            self.heads.line(first, &mut line)?;
            let text = self.heads.key_of(&line).to_owned();
            let (mut own, mut others) = (Vec::new(), Vec::new());
            for place in left {
                self.heads.line(place, &mut line)?;
                if self.heads.key_of(&line) == text { own.push(place) } else { others.push(place) }
            }
            self.order(&text, &own, lines)?;
            if !others.is_empty() {
                self.shared.insert(first.key);
            }
            left = others;
        }
        Ok(())
    }

    /// One order: an equal head says the same again, and one that differs leaves open which is right.
    fn order(&mut self, text: &str, heads: &[Place], lines: &[Place]) -> Result<()> {
        let mut line = Line::default();
        self.heads.line(heads[0], &mut line)?;
        let mut order = self.head(&line)?;
        let repeated = self.repeated(&order, &heads[1..])?;
        if let Repeated::Differing(number) = repeated {
            order.errors.push(not_one(number));
        }
        let count = self.add_lines(&mut order, text, lines)?;
        self.run.add(heads[0].number, text, order, count)?;
        for place in &heads[1..] {
            if repeated == Repeated::Silent {
                self.run.add_repeated(place.number, text, Vec::new())?;
                continue;
            }
            self.heads.line(*place, &mut line)?;
            let mut other = self.head(&line)?;
            if repeated == Repeated::Noted {
                self.run.add_repeated(place.number, text, other.notes)?;
                continue;
            }
            other.errors.push(not_one(heads[0].number));
            self.run.add(place.number, text, other, 0)?;
        }
        Ok(())
    }

    /// A line that says of an order what its lines don't. Its own fields name nothing that is looked up, custom ones may.
    fn head(&mut self, line: &Line) -> Result<Converted> {
        if self.lookups.lack_of(&self.heads.mapping, line) {
            self.ask(std::slice::from_ref(line))?;
        }
        Ok(self.converter.line(&self.heads.mapping, line, &self.lookups))
    }

    /// Looks up what heads name, for many of them at once.
    fn look_up<'p>(&mut self, places: impl Iterator<Item = &'p Place>) -> Result<()> {
        if !Lookups::needed(&self.heads.mapping) {
            return Ok(());
        }
        let (mut lines, mut bytes) = (Vec::new(), 0);
        for place in places {
            let mut line = Line::default();
            self.heads.line(*place, &mut line)?;
            if self.lookups.lack_of(&self.heads.mapping, &line) {
                bytes += line.size();
                lines.push(line);
            }
            if lines.len() >= CHUNK || bytes >= SLICE_BYTES {
                self.ask(&lines)?;
                (lines, bytes) = (Vec::new(), 0);
            }
        }
        if lines.is_empty() { Ok(()) } else { self.ask(&lines) }
    }

    fn ask(&mut self, lines: &[Line]) -> Result<()> {
        self.lookups.make_room();
        let (mapping, known) = (&self.heads.mapping, &self.lookups);
        let found = self.run.slices.read(|cx| Lookups::of(cx, mapping, lines, known))?;
        self.lookups.add(found);
        Ok(())
    }

    /// What the further heads of an order come to. They may be as many as the file has lines, so none is kept.
    fn repeated(&mut self, order: &Converted, heads: &[Place]) -> Result<Repeated> {
        // What is noted once a file is noted where the lines are told, and not here.
        let noted = self.converter.noted();
        let mut line = Line::default();
        let mut found = Repeated::Silent;
        for place in heads {
            self.heads.line(*place, &mut line)?;
            let other = self.head(&line)?;
            let said = |head: &Converted| (head.fields.clone(), head.custom.clone(), head.clear.clone());
            let same = other.errors.is_empty() && said(&other) == said(order) && other.items == order.items;
            if !same {
                found = Repeated::Differing(place.number);
                break;
            }
            if !other.notes.is_empty() {
                found = Repeated::Noted;
            }
        }
        self.converter.forget_but(noted);
        Ok(found)
    }

    /// Adds its lines to an order; gives their number. A line that can't be read refuses its order, since an order
    /// without it would be another.
    fn add_lines(&mut self, order: &mut Converted, text: &str, places: &[Place]) -> Result<i64> {
        let mut line = Line::default();
        let mut own = Vec::new();
        let mut count = 0;
        for place in places {
            self.lines.line(*place, &mut line)?;
            if self.lines.key_of(&line) != text {
                self.shared.insert(place.key);
                continue;
            }
            count += 1;
            if own.len() > MAX_LINES {
                continue;
            }
            let converted = self.converter.line(&self.lines.mapping, &line, &Lookups::default());
            let inside = |e: FieldError| FieldError {
                field: match e.field.as_str() {
                    "" => format!("lines[{}]", own.len()),
                    field => format!("lines[{}].{field}", own.len()),
                },
                detail: format!("{}, in line {} of the order lines", e.detail, place.number),
                ..e
            };
            order.errors.extend(converted.errors.into_iter().map(inside));
            order.notes.extend(converted.notes.into_iter().map(inside));
            own.push(converted.fields);
        }
        if count == 0 {
            order.notes.push(error("lines", "no_lines", "are none in the file of order lines", None));
        }
        order.fields.add_list("lines", &own);
        Ok(count)
    }
}

/// Two lines say different things of one order.
fn not_one(other: i64) -> FieldError {
    let detail = format!("is the key of another line too, which says something else: line {other}");
    error("external_id", "not_unique", detail, Some(other.to_string()))
}
