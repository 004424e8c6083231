//! Texts of a file into values of fields: dates, numbers, money, dictionary items, users.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::mapping::{Found, Mapping};
use super::table::Line;
use super::types::ImportOptions;
use crate::dictionary;
use crate::error::{FieldError, Result};
use crate::exact;
use crate::gate::Context;
use crate::schema::{FieldInfo, Type};
use crate::users;
use crate::validate::{Rule, Violations};

/// Converts lines, remembering what it looked up.
pub(super) struct Converter {
    create_entries: bool,
    entries: HashMap<(&'static str, String), Option<String>>,
    users: HashMap<String, Option<String>>,
    /// Dictionary items that were created, as `category: item`.
    pub(super) created_entries: Vec<String>,
}

/// A line as the fields of a record, in JSON.
#[derive(Default)]
pub(super) struct Converted {
    pub(super) fields: Map<String, Value>,
    pub(super) errors: Vec<FieldError>,
    pub(super) notes: Vec<FieldError>,
}

fn error(field: &str, code: &str, detail: String, limit: Option<String>) -> FieldError {
    FieldError::new(field, code, detail, limit)
}

impl Converter {
    pub(super) fn new(options: &ImportOptions) -> Converter {
        Converter {
            create_entries: options.create_entries == Some(true),
            entries: HashMap::new(),
            users: HashMap::new(),
            created_entries: Vec::new(),
        }
    }

    /// Converts one line. Names with a prefix (`contact.`) keep it.
    pub(super) fn line(&mut self, cx: &mut Context<'_>, mapping: &Mapping, line: &Line) -> Result<Converted> {
        let mut out = Converted::default();
        if let Some((code, detail)) = &line.broken {
            out.errors.push(error("", code, detail.clone(), None));
            return Ok(out);
        }
        for field in &mapping.fields {
            let wrong = match field.find(line) {
                Found::Empty if field.info.optional || field.name.contains('.') => continue,
                Found::Empty => error(&field.name, "required", "is required".into(), None),
                Found::Unmapped(text) => {
                    error(&field.name, "unmapped_value", "is a value that the mapping does not know".into(), Some(text))
                }
                Found::Text(text, trimmed) => {
                    if trimmed && field.name.ends_with("external_id") {
                        // Elsewhere spaces are nothing to speak of; in a key they may be another record's.
                        out.notes.push(error(&field.name, "trimmed", "had spaces around it".into(), None));
                    }
                    match self.value(cx, field.info, &text)? {
                        Ok(value) => {
                            out.fields.insert(field.name.clone(), value);
                            continue;
                        }
                        Err((code, detail, limit)) => error(&field.name, code, detail.to_owned(), limit),
                    }
                }
            };
            if field.lenient { out.notes.push(wrong) } else { out.errors.push(wrong) }
        }
        Ok(out)
    }

    /// The JSON value of a text for a field, or what is wrong with it.
    fn value(&mut self, cx: &mut Context<'_>, info: &FieldInfo, text: &str) -> Result<Outcome> {
        Ok(match info.ty.required() {
            Type::Integer => match whole(text) {
                Some(number) => Ok(json!(number)),
                None => Err(("wrong_type", "must be a whole number", None)),
            },
            Type::Decimal => match decimal(text) {
                Some(number) => Ok(json!(number.to_string())),
                None => Err(("wrong_type", "must be a number", None)),
            },
            Type::Date => match date(text) {
                Some(date) => Ok(json!(date)),
                None => Err(("wrong_type", "must be a date, like 2026-03-02", None)),
            },
            Type::Record(record) if record.name == "Money" => match decimal(text) {
                Some(amount) => Ok(json!({"amount": amount.to_string(), "currency": cx.company()?.currency})),
                None => Err(("wrong_type", "must be an amount", None)),
            },
            Type::Id("DictionaryEntryId") => {
                let category = info.rules.iter().find_map(|r| match r {
                    Rule::Category(category) => Some(*category),
                    _ => None,
                });
                match category {
                    Some(category) => match self.entry(cx, category, text)? {
                        Some(id) => Ok(json!(id)),
                        None => Err((
                            "unknown_choice",
                            "is neither an item nor a value of its dictionary category",
                            Some(category.to_owned()),
                        )),
                    },
                    None => Err(("unknown_field", "can't be imported", None)),
                }
            }
            Type::Id("UserId") => match self.user(cx, text)? {
                Some(id) => Ok(json!(id)),
                None => Err(("not_active_user", "must be the login name of an active user", None)),
            },
            _ => Ok(json!(text)),
        })
    }

    /// An entry by item, else by value (DICT-1); created where that was asked.
    fn entry(&mut self, cx: &mut Context<'_>, category: &'static str, text: &str) -> Result<Option<String>> {
        let key = (category, text.to_owned());
        if let Some(known) = self.entries.get(&key) {
            return Ok(known.clone());
        }
        let mut found = dictionary::store::by_item_or_value(cx.tx(), category, text)?.map(|id| id.to_string());
        if found.is_none()
            && self.create_entries
            && let Some(created) = dictionary::rules::create_item(cx, category, text)?
        {
            found = Some(created.to_string());
            self.created_entries.push(format!("{category}: {text}"));
        }
        self.entries.insert(key, found.clone());
        Ok(found)
    }

    fn user(&mut self, cx: &mut Context<'_>, login: &str) -> Result<Option<String>> {
        if let Some(known) = self.users.get(login) {
            return Ok(known.clone());
        }
        let found = users::store::active_by_login(cx.tx(), login)?.map(|id| id.to_string());
        self.users.insert(login.to_owned(), found.clone());
        Ok(found)
    }
}

type Outcome = std::result::Result<Value, (&'static str, &'static str, Option<String>)>;

fn whole(text: &str) -> Option<i64> {
    text.replace(',', "").parse().ok().or_else(|| {
        let number = decimal(text)?;
        number.fract().is_zero().then(|| number.trunc().to_string().parse().ok()).flatten()
    })
}

/// A number as ERPs write it: with or without thousands separators, in plain or in scientific notation.
fn decimal(text: &str) -> Option<Decimal> {
    let plain = text.replace([',', ' '], "");
    exact::decimal_or_refused(&plain).ok()
}

/// A date as ERPs write it, a time behind it passed over.
fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(day, format).ok())
}

/// Adds what was found wrong with a record to a list of errors.
pub(super) fn violations(check: impl FnOnce(&mut Violations)) -> Vec<FieldError> {
    let mut out = Violations::default();
    check(&mut out);
    out.into_fields()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_and_numbers_as_erps_write_them() {
        let day = NaiveDate::from_ymd_opt(1996, 7, 4);
        for text in
            ["1996-07-04", "1996-07-04 00:00:00.000", "1996/7/4", "1996年7月4日", "19960704", "1996-07-04T10:00:00Z"]
        {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("04.07.1996"), None);
        assert_eq!(decimal("1,234.50"), Some(Decimal::new(123_450, 2)));
        assert_eq!(decimal("1.5e-1"), Some(Decimal::new(15, 2)));
        assert_eq!(decimal("ten"), None);
        assert_eq!(whole("12.0"), Some(12));
        assert_eq!(whole("12.5"), None);
    }
}
