//! Texts as values of fields, as what the field takes says: of a record's own fields by their declaration, of custom ones by
//! their definition.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::dictionary::store as dictionary;
use crate::engine::error::{FieldError, Result};
use crate::engine::exact;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::RecordId;
use crate::engine::objects::custom::CustomField;
use crate::engine::objects::define::document::FieldType;
use crate::engine::schema::{FieldInfo, Type};
use crate::engine::validate::{Rule, Violations};
use crate::users::store as users;

/// How the names of custom fields begin where they stand beside a record's own.
pub(super) const CUSTOM: &str = "custom.";

/// What is wrong with a text.
fn wrong(field: &str, code: &str, detail: &str, limit: Option<String>) -> FieldError {
    FieldError::new(field, code, detail, limit)
}

/// What a field takes, by a word.
enum Takes<'a> {
    Text,
    Integer,
    Decimal,
    Money,
    Date,
    Instant,
    Boolean,
    Entry(&'a str),
    User,
    Choice(Vec<&'a str>),
    /// A record, by its id or, where that is so, its key.
    Record(bool),
}

/// What a record's own field takes; none of what can't be said by one text.
fn takes(info: &FieldInfo) -> Option<Takes<'_>> {
    let category = info.rules.iter().find_map(|rule| match rule {
        Rule::Category(category) => Some(Takes::Entry(category)),
        _ => None,
    });
    match info.ty.required() {
        Type::Text => Some(category.unwrap_or(Takes::Text)),
        Type::Id("UserId") => Some(Takes::User),
        Type::Id(_) => category,
        Type::Integer => Some(Takes::Integer),
        Type::Decimal => Some(Takes::Decimal),
        Type::Date => Some(Takes::Date),
        Type::Instant => Some(Takes::Instant),
        Type::Boolean => Some(Takes::Boolean),
        Type::Record(record) if record.name == "Money" => Some(Takes::Money),
        Type::Choice(choice) => Some(Takes::Choice(choice.values.iter().map(|(value, _)| *value).collect())),
        _ => None,
    }
}

/// Whether a record's own field can be said by a text.
pub(super) fn can_be_said(info: &FieldInfo) -> bool {
    takes(info).is_some()
}

fn takes_custom(field: &CustomField) -> Takes<'_> {
    match &field.ty {
        FieldType::Text { .. } | FieldType::Choice { .. } => Takes::Text,
        FieldType::Boolean => Takes::Boolean,
        FieldType::Integer { .. } => Takes::Integer,
        FieldType::Decimal { .. } => Takes::Decimal,
        FieldType::Money { .. } => Takes::Money,
        FieldType::Date => Takes::Date,
        FieldType::Instant => Takes::Instant,
        FieldType::Entry { category } => Takes::Entry(category),
        FieldType::User { .. } => Takes::User,
        FieldType::Department { .. } => Takes::Record(false),
        FieldType::Ref { .. } => Takes::Record(field.by_key),
    }
}

/// The value of a text; what is wrong with it is named by `told`.
fn value(cx: &mut Context<'_>, takes: &Takes<'_>, text: &str, told: &str) -> Result<Result<Json, FieldError>> {
    let wrong_type = |what: &str| Err(wrong(told, "wrong_type", what, None));
    Ok(match takes {
        Takes::Text => Ok(text.into()),
        Takes::Integer => match text.parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => wrong_type("must be a whole number"),
        },
        Takes::Decimal => match exact::decimal(text) {
            Ok(_) => Ok(text.into()),
            Err(_) => wrong_type("must be a number"),
        },
        Takes::Money => {
            let currency = cx.company()?.currency.clone();
            match exact::decimal(text) {
                Ok(_) => Ok(json!({ "amount": text, "currency": currency })),
                Err(_) => wrong_type("must be a number"),
            }
        }
        Takes::Date => match exact::date(text) {
            Some(_) => Ok(text.into()),
            None => wrong_type("must be a day, like 2026-03-02"),
        },
        Takes::Instant => match exact::instant(text) {
            Some(_) => Ok(text.into()),
            None => wrong_type("must be an instant with its offset"),
        },
        Takes::Boolean => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" | "on" | "是" => Ok(true.into()),
            "false" | "no" | "0" | "off" | "否" => Ok(false.into()),
            _ => wrong_type("must be yes or no"),
        },
        Takes::Entry(category) => match dictionary::by_item_or_value(cx.tx(), category, text)? {
            Some(id) => Ok(id.to_string().into()),
            None => {
                let limit = Some((*category).to_owned());
                Err(wrong(told, "unknown_choice", "is no entry of its dictionary category", limit))
            }
        },
        Takes::User => match users::by_login(cx.tx(), text)? {
            Some(id) => Ok(id.to_string().into()),
            None => Err(wrong(told, "not_active_user", "must be the login name of a user", None)),
        },
        Takes::Choice(values) => match values.contains(&text) {
            true => Ok(text.into()),
            false => {
                let known = values.join(", ");
                Err(wrong(told, "unknown_value", &format!("must be one of {known}"), Some(known)))
            }
        },
        Takes::Record(by_key) => match text.parse::<RecordId>() {
            Ok(id) => Ok(id.to_string().into()),
            Err(_) if *by_key => Ok(json!({ "key": text })),
            Err(_) => wrong_type("must be the id of a record"),
        },
    })
}

/// The fields of a kind that texts are read into: its own, and those that packs give it.
pub(super) struct Fields {
    own: Vec<&'static FieldInfo>,
    custom: Vec<CustomField>,
}

impl Fields {
    /// Those of a kind, of its own these.
    pub(super) fn of(cx: &mut Context<'_>, entity: &Entity, own: Vec<&'static FieldInfo>) -> Result<Fields> {
        let custom = cx.custom_fields(entity)?.into_iter().filter(|field| !field.computed).collect();
        Ok(Fields { own, custom })
    }

    /// What the field of that name takes.
    fn takes(&self, name: &str) -> Option<Takes<'_>> {
        match name.strip_prefix(CUSTOM) {
            Some(name) => self.custom.iter().find(|field| field.name == name).map(takes_custom),
            None => self.own.iter().find(|info| info.name() == name).and_then(|info| takes(info)),
        }
    }

    /// Whether there is such a field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.takes(name).is_some()
    }
}

/// Values that were read, as JSON: the record's own, and behind `custom` those that packs give it; and the names by which what
/// is wrong with each is told.
#[derive(Default)]
pub(super) struct Read {
    values: Map<String, Json>,
    custom: Map<String, Json>,
    told: HashMap<String, String>,
}

impl Read {
    /// Reads a text into a field, whose mistakes are named by `told`.
    pub(super) fn add(
        &mut self,
        cx: &mut Context<'_>,
        fields: &Fields,
        (name, text): (&str, &str),
        told: &str,
    ) -> Result<()> {
        let Some(takes) = fields.takes(name) else { return Ok(()) };
        self.told.insert(name.to_owned(), told.to_owned());
        match value(cx, &takes, text, told)? {
            Ok(read) => self.put(name, read),
            Err(found) => cx.violations().extend([found]),
        }
        Ok(())
    }

    /// Sets a value.
    pub(super) fn put(&mut self, name: &str, value: Json) {
        match name.strip_prefix(CUSTOM) {
            Some(custom) => self.custom.insert(custom.to_owned(), value),
            None => self.values.insert(name.to_owned(), value),
        };
    }

    /// By what name mistakes of a field are told.
    pub(super) fn name(&mut self, field: &str, told: &str) {
        self.told.insert(field.to_owned(), told.to_owned());
    }

    /// All of it.
    pub(super) fn json(&self) -> Json {
        let mut all = self.values.clone();
        if !self.custom.is_empty() {
            all.insert("custom".to_owned(), Json::Object(self.custom.clone()));
        }
        Json::Object(all)
    }

    /// Mistakes by the names that whoever gave the texts knows.
    pub(super) fn renamed(&self, found: Vec<FieldError>) -> Vec<FieldError> {
        let rename = |mut one: FieldError| {
            if let Some(told) = self.told.get(&one.field).or_else(|| self.told.get(first(&one.field))) {
                one.field.clone_from(told);
            }
            one
        };
        found.into_iter().map(rename).collect()
    }

    /// Has what was found wrong so far told by those names, and each name once.
    pub(super) fn tell(&self, cx: &mut Context<'_>) {
        let found = std::mem::take(cx.violations()).into_fields();
        let mut out = Violations::default();
        for one in self.renamed(found) {
            if !out.has(&one.field) {
                out.extend([one]);
            }
        }
        *cx.violations() = out;
    }
}

/// `amount` of `amount.currency`; of a custom field its whole name.
fn first(field: &str) -> &str {
    match field.strip_prefix(CUSTOM) {
        Some(rest) => {
            let end = rest.find('.').unwrap_or(rest.len());
            &field[..CUSTOM.len() + end]
        }
        None => field.split('.').next().unwrap_or(field),
    }
}
