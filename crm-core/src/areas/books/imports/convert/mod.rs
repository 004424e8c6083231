//! Texts of a file into values of fields: dates, numbers, money, dictionary items, users. Whatever a line needs from the
//! database is looked up for many lines at once and before them, so that converting holds no transaction.

mod date;
mod number;

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::mapping::{Found, MappedField, Mapping};
use super::table::Line;
use super::takes::{self, Takes};
use super::types::ImportOptions;
use crate::engine::error::{FieldError, Result};
use crate::engine::gate::Context;
use crate::engine::objects::shape::Name;
use crate::engine::validate::Violations;
use crate::engine::wire;
use crate::engine::zone::Zone;
use crate::{dictionary, users};
pub(super) use number::Shown;

/// The longest text of a cell that an error or a note repeats, and the longest key that the report does.
const SHOWN: usize = 100;
const KEY: usize = 500;

/// Texts of which is remembered what they are.
const KNOWN: usize = 100_000;

/// What is wrong with a value: code, detail, limit.
pub(super) type Wrong = (&'static str, &'static str, Option<String>);

/// Converts lines.
pub(super) struct Converter {
    currency: String,
    zone: Zone,
    two_digits_from: Option<i64>,
    create_entries: bool,
    /// The fields of which it was noted that a point was taken for the decimal mark.
    assumed: BTreeSet<String>,
}

/// What the database knows of the texts of some lines.
#[derive(Default)]
pub(super) struct Lookups {
    entries: HashMap<(Name, String), Option<String>>,
    users: HashMap<String, Option<String>>,
}

/// A dictionary item that is to be created, in the transaction that writes its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewItem {
    pub(super) field: String,
    pub(super) category: Name,
    pub(super) item: String,
}

/// A line as the fields of a record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Converted {
    pub(super) fields: Fields,
    /// What stands behind the prefix `custom.`.
    pub(super) custom: Fields,
    /// What stands behind the prefix `contact.`.
    pub(super) contact: Fields,
    /// What stands behind both.
    pub(super) contact_custom: Fields,
    /// Whether anything of the contact was read from the file.
    pub(super) contact_read: bool,
    /// The fields to empty, by their names in the mapping.
    pub(super) clear: Vec<String>,
    pub(super) items: Vec<NewItem>,
    pub(super) errors: Vec<FieldError>,
    pub(super) notes: Vec<FieldError>,
}

/// The names of a contact's fields in a mapping begin with this.
pub(super) const CONTACT: &str = "contact.";

/// The names of custom fields, the record's or behind that the contact's, begin with this.
pub(super) const CUSTOM: &str = "custom.";

/// Fields with their values, as JSON: compact, since many lines may wait for one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<u8>);

impl Fields {
    /// Adds a field that is not there yet.
    pub(super) fn add(&mut self, name: &str, value: &dyn wire::Written) {
        self.begin(name);
        value.write(&mut self.0);
    }

    /// Adds a list of records.
    pub(super) fn add_list(&mut self, name: &str, records: &[Fields]) {
        self.begin(name);
        self.0.push(b'[');
        for (i, record) in records.iter().enumerate() {
            if i > 0 {
                self.0.push(b',');
            }
            self.0.push(b'{');
            self.0.extend_from_slice(&record.0);
            self.0.push(b'}');
        }
        self.0.push(b']');
    }

    fn begin(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push(b',');
        }
        wire::write_text(&mut self.0, name);
        self.0.push(b':');
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn size(&self) -> usize {
        self.0.len()
    }

    /// The record that has these fields.
    pub(super) fn read<R: wire::Wire>(&self) -> Result<R> {
        let json = format!("{{{}}}", String::from_utf8_lossy(&self.0));
        wire::from_json(&json).map_err(|misfit| crate::engine::error::CrmError::bug(misfit.0))
    }
}

/// What is wrong, or noted; its texts for people are made where it is listed, since most of a bad file's are not.
pub(super) fn error(field: &str, code: &str, detail: impl Into<String>, limit: Option<String>) -> FieldError {
    let none = String::new;
    let (field, code) = (field.to_owned(), code.to_owned());
    FieldError { field, code, detail: detail.into(), limit, label: none(), text: none() }
}

/// The beginning of a text.
fn beginning(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

/// A key as the report shows it.
pub(super) fn key(text: &str) -> String {
    beginning(text, KEY)
}

/// The name of a field in its record.
pub(super) fn last(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

/// What a field is part of, by its name in a mapping: whether of the contact, and whether of the custom fields.
pub(super) fn part(name: &str) -> (bool, bool) {
    let own = name.strip_prefix(CONTACT);
    (own.is_some(), own.unwrap_or(name).starts_with(CUSTOM))
}

impl Converted {
    /// Where the value of a field goes, by its name in the mapping.
    fn place(&mut self, name: &str) -> &mut Fields {
        match part(name) {
            (false, false) => &mut self.fields,
            (false, true) => &mut self.custom,
            (true, false) => &mut self.contact,
            (true, true) => &mut self.contact_custom,
        }
    }
}

impl Lookups {
    /// Looks up what the lines name, but for what is known.
    pub(super) fn of(cx: &mut Context<'_>, mapping: &Mapping, lines: &[Line], known: &Lookups) -> Result<Lookups> {
        let mut found = Lookups::default();
        for field in &mapping.fields {
            for line in lines.iter().filter(|line| line.broken.is_none()) {
                let Found::Text(text, _) = field.find(line) else { continue };
                match &field.takes {
                    takes if !known.lack(takes, text) => {}
                    Takes::Entry(category) => {
                        let key = (category.clone(), text.to_owned());
                        if let Entry::Vacant(place) = found.entries.entry(key) {
                            let entry = dictionary::store::by_item_or_value(cx.tx(), category, text)?;
                            place.insert(entry.map(|id| id.to_string()));
                        }
                    }
                    Takes::User if !found.users.contains_key(text) => {
                        // Whether the user may be assigned is asked where it is: a disabled one may stand there already.
                        let user = users::store::by_login(cx.tx(), text)?;
                        found.users.insert(text.to_owned(), user.map(|id| id.to_string()));
                    }
                    _ => {}
                }
            }
        }
        Ok(found)
    }

    /// Whether nobody has asked yet what the text is.
    fn lack(&self, takes: &Takes, text: &str) -> bool {
        match takes {
            Takes::Entry(category) => !self.entries.contains_key(&(category.clone(), text.to_owned())),
            Takes::User => !self.users.contains_key(text),
            _ => false,
        }
    }

    /// Whether a line names anything that nobody has asked for yet.
    pub(super) fn lack_of(&self, mapping: &Mapping, line: &Line) -> bool {
        let lacks = |field: &MappedField| match field.find(line) {
            Found::Text(text, _) => self.lack(&field.takes, text),
            _ => false,
        };
        line.broken.is_none() && mapping.fields.iter().any(lacks)
    }

    /// Forgets all of it where it is much.
    pub(super) fn make_room(&mut self) {
        if self.entries.len() + self.users.len() > KNOWN {
            *self = Lookups::default();
        }
    }

    /// Adds what was looked up.
    pub(super) fn add(&mut self, more: Lookups) {
        self.entries.extend(more.entries);
        self.users.extend(more.users);
    }

    /// Whether a mapping names anything that is looked up.
    pub(super) fn needed(mapping: &Mapping) -> bool {
        mapping.fields.iter().any(|f| matches!(f.takes, Takes::Entry(_) | Takes::User))
    }
}

impl Converter {
    pub(super) fn new(cx: &mut Context<'_>, options: &ImportOptions) -> Result<Converter> {
        let company = cx.company()?;
        Ok(Converter {
            currency: company.currency.clone(),
            zone: company.zone.clone(),
            two_digits_from: options.two_digit_years_from,
            create_entries: options.create_entries == Some(true),
            assumed: BTreeSet::new(),
        })
    }

    /// What was noted so far of what is noted once.
    pub(super) fn noted(&self) -> BTreeSet<String> {
        self.assumed.clone()
    }

    /// Lines were looked at and not told: only this was noted.
    pub(super) fn forget_but(&mut self, noted: BTreeSet<String>) {
        self.assumed = noted;
    }

    /// Converts one line.
    pub(super) fn line(&mut self, mapping: &Mapping, line: &Line, lookups: &Lookups) -> Converted {
        let mut out = Converted::default();
        if let Some((code, detail)) = &line.broken {
            out.errors.push(error("", code, detail.clone(), None));
            return out;
        }
        for field in &mapping.fields {
            let contact = field.name.strip_prefix(CONTACT);
            let wrong = match field.find(line) {
                Found::Empty if !field.needed => {
                    if field.clear {
                        out.clear.push(field.name.clone());
                    }
                    continue;
                }
                Found::Empty => error(&field.name, "required", "is required", None),
                Found::Unmapped(text) => {
                    let limit = Some(beginning(text, SHOWN));
                    error(&field.name, "unmapped_value", "is a value that the mapping does not know", limit)
                }
                Found::Text(text, trimmed) => {
                    if trimmed && (field.joins || field.name.ends_with("external_id")) {
                        // Elsewhere spaces are nothing to speak of; in a key they may be another record's.
                        out.notes.push(error(&field.name, "trimmed", "had spaces around it", None));
                    }
                    out.contact_read |= contact.is_some() && field.is_read();
                    match self.value(field, text, lookups, &mut out) {
                        Ok(()) => continue,
                        Err((code, detail, limit)) => error(&field.name, code, detail, limit),
                    }
                }
            };
            if field.lenient { out.notes.push(wrong) } else { out.errors.push(wrong) }
        }
        out
    }

    /// Adds the value of a text, or says what is wrong with it.
    fn value(&mut self, field: &MappedField, text: &str, lookups: &Lookups, out: &mut Converted) -> Result<(), Wrong> {
        let name = field.name.as_str();
        let value: Box<dyn wire::Written> = match &field.takes {
            Takes::Integer => {
                let number = self.number(field, text, &mut out.notes)?;
                Box::new(number::whole(number).ok_or(("wrong_type", "must be a whole number", None))?)
            }
            Takes::Decimal => Box::new(self.number(field, text, &mut out.notes)?.value),
            Takes::Money => {
                let amount = self.number(field, text, &mut out.notes)?.value;
                Box::new(crate::engine::money::Money { amount, currency: self.currency.clone() })
            }
            Takes::Date => {
                let form = date::Form { order: field.date_order, two_digits_from: self.two_digits_from };
                let day = date::read(text, form, &self.zone).map_err(|(code, detail)| (code, detail, None))?;
                out.notes.extend(day.notes.into_iter().map(|(code, detail)| error(name, code, detail, None)));
                Box::new(day.date)
            }
            Takes::Entry(category) => match lookups.entries.get(&(category.clone(), text.to_owned())) {
                Some(Some(id)) => Box::new(id.clone()),
                _ if self.create_entries && dictionary::rules::can_be_item(category, text) => {
                    let (field, category, item) = (name.to_owned(), category.clone(), text.to_owned());
                    out.items.push(NewItem { field, category, item });
                    return Ok(());
                }
                _ => {
                    let detail = "is neither an item nor a value of its dictionary category";
                    return Err(("unknown_choice", detail, Some(category.to_string())));
                }
            },
            Takes::User => match lookups.users.get(text) {
                Some(Some(id)) => Box::new(id.clone()),
                _ => return Err(("not_active_user", "must be the login name of an active user", None)),
            },
            Takes::Boolean => Box::new(takes::boolean(text)?),
            Takes::Instant => Box::new(takes::instant(text)?),
            Takes::Record { by_key } => takes::record(text, *by_key)?,
            Takes::Text => Box::new(text.to_owned()),
        };
        if !field.joins {
            out.place(name).add(last(name), &*value);
        }
        Ok(())
    }

    fn number(
        &mut self,
        field: &MappedField,
        text: &str,
        notes: &mut Vec<FieldError>,
    ) -> Result<number::Number, Wrong> {
        let read = match number::read(text, field.decimal_mark, field.shown) {
            // What is not left out is refused by its field, as everywhere.
            Err(number::Unread::TooLong(value)) if !field.lenient => Ok(number::Number { value, assumed: false }),
            read => read,
        };
        let number = read.map_err(|unread| match unread {
            number::Unread::NoNumber => ("wrong_type", "must be a number", None),
            number::Unread::Ambiguous => {
                ("ambiguous_number", "can be read two ways: say the decimal mark", Some(beginning(text, SHOWN)))
            }
            number::Unread::TooLong(_) => ("too_many_digits", "has more digits than can be kept", None),
        })?;
        if number.assumed && !self.assumed.contains(&field.name) {
            self.assumed.insert(field.name.clone());
            let detail =
                "is read with the point as decimal mark, here and in further lines: nothing in the column shows it";
            notes.push(error(&field.name, "point_assumed", detail, Some(beginning(text, SHOWN))));
        }
        Ok(number)
    }
}

/// Adds what was found wrong with a record to a list of errors.
pub(super) fn violations(check: impl FnOnce(&mut Violations)) -> Vec<FieldError> {
    let mut out = Violations::default();
    check(&mut out);
    out.into_fields()
}
