//! Labels and texts for people, in English and Simplified Chinese (META-2): Fluent resources, one file an
//! area and language in the area's folder, and those of all in `texts/`. Values typed by users are never translated.

mod help;

use std::cell::Cell;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::engine::area;
use crate::engine::error::{CrmError, FieldError};
use crate::engine::operations::Operation;
use crate::engine::record::choices;
use crate::engine::schema::{FieldInfo, Type};

pub use help::{help, of_operation};

choices! {
    /// A language of labels and texts.
    Locale {
        /// English.
        En = "en",
        /// Simplified Chinese.
        ZhHans = "zh-Hans",
    }
}

/// The words of one part of the engine, as Fluent resources.
#[derive(Debug)]
pub(crate) struct Texts {
    /// In English.
    pub(crate) en: &'static str,
    /// In Simplified Chinese.
    pub(crate) zh_hans: &'static str,
}

/// The words that stand beside the file that asks for them.
macro_rules! texts {
    () => {
        $crate::engine::labels::Texts { en: include_str!("en.ftl"), zh_hans: include_str!("zh-Hans.ftl") }
    };
}
pub(crate) use texts;

/// The words of errors, and those that several areas share.
static SHARED: Texts = Texts { en: include_str!("texts/en.ftl"), zh_hans: include_str!("texts/zh-Hans.ftl") };

/// The resources of a language.
fn sources(locale: Locale) -> impl Iterator<Item = &'static str> {
    std::iter::once(&SHARED).chain(area::all().map(|area| &area.texts)).map(move |texts| match locale {
        Locale::En => texts.en,
        Locale::ZhHans => texts.zh_hans,
    })
}

impl Locale {
    /// The language for a language tag of BCP 47, or a locale's name as systems write it: `zh`, `zh-CN`, `zh_CN.UTF-8`
    /// and `zh-Hant-TW` are Chinese; what is neither is English.
    ///
    /// ```
    /// use crm_core::Locale;
    /// assert_eq!(Locale::matching("zh_CN.UTF-8"), Locale::ZhHans);
    /// assert_eq!(Locale::matching("en-US"), Locale::En);
    /// assert_eq!(Locale::matching("fr"), Locale::En);
    /// ```
    pub fn matching(tag: &str) -> Locale {
        // What stands behind a dot or an at sign is a system's: the encoding, a variant.
        let tag = tag.trim().split(['.', '@']).next().unwrap_or_default();
        match tag.split(['-', '_']).next() {
            Some(language) if language.eq_ignore_ascii_case("zh") => Locale::ZhHans,
            _ => Locale::En,
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(locale: Locale) -> &'static Bundle {
    static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [load(Locale::En), load(Locale::ZhHans)]);
    match locale {
        Locale::En => &BUNDLES[0],
        Locale::ZhHans => &BUNDLES[1],
    }
}

fn load(locale: Locale) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(locale.as_str().parse().into_iter().collect());
    // Values are shown in forms and logs, where the isolation marks would be noise.
    bundle.set_use_isolating(false);
    for source in sources(locale) {
        // A malformed line loses its own message only; the tests of META-2 find it.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Every label of a language that needs no arguments, with its key.
pub fn all(locale: Locale) -> impl Iterator<Item = (&'static str, String)> {
    sources(locale)
        .flat_map(|source| source.lines())
        // A message begins a line with its key; continuations are indented, comments begin with `#`.
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim()))
        .filter(|key| !["error-", "violation-", "text-"].iter().any(|prefix| key.starts_with(prefix)))
        .filter_map(move |key| message(locale, key, None).map(|text| (key, text)))
}

/// A message, if there is one by that name.
fn message(locale: Locale, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let bundle = bundle(locale);
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    Some(bundle.format_pattern(pattern, args, &mut errors).into_owned())
}

/// The label of a field of a record or of an operation's argument. `owner` is the record's type or the operation; a
/// label of its own wins over the one that all fields of that name share.
pub fn field(locale: Locale, owner: &str, name: &str) -> Option<String> {
    message(locale, &format!("field-{}-{name}", owner.replace('.', "-")), None)
        .or_else(|| message(locale, &format!("field-{name}"), None))
}

/// The label of a field of an object of that name, `customer`; its name made readable where it has none.
pub(crate) fn of_object(locale: Locale, object: &str, name: &str) -> String {
    let mut letters = name.replace('_', " ");
    if let Some(first) = letters.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    field(locale, &pascal(object), name).unwrap_or(letters)
}

/// The label of a value of a choice that a typed object has: `choice_of(locale, "ticket", "status", "handled")`. The type of
/// the choice is called by both, `TicketStatus`.
pub(crate) fn choice_of(locale: Locale, object: &str, field: &str, value: &str) -> Option<String> {
    choice(locale, &format!("{}{}", pascal(object), pascal(field)), value)
}

/// `dictionary_entry` as `DictionaryEntry`, which its record is called.
fn pascal(object: &str) -> String {
    let words = object.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

/// A word of the engine's own, by its key; the key itself where it has none.
pub(crate) fn word(locale: Locale, key: &str) -> String {
    message(locale, key, None).unwrap_or_else(|| key.to_owned())
}

/// A sentence of the engine's own, by its key, with what it speaks of; nothing where it has none.
pub(crate) fn sentence(locale: Locale, key: &str, about: &[(&'static str, String)]) -> Option<String> {
    let mut args = FluentArgs::new();
    for (name, value) in about {
        args.set(*name, value.clone());
    }
    message(locale, key, Some(&args))
}

/// The label of a value of a fixed set: `choice(locale, "OpportunityStatus", "unassigned")`.
pub fn choice(locale: Locale, choice: &str, value: &str) -> Option<String> {
    message(locale, &format!("choice-{choice}-{value}"), None)
}

/// The label of an operation, `opportunities.assign`.
pub fn operation(locale: Locale, name: &str) -> Option<String> {
    message(locale, &format!("operation-{}", name.replace('.', "-")), None)
}

/// What a verb of every object does with one, `Create: Room`, by the labels of both.
pub(crate) fn verb(locale: Locale, verb: &str, object: &str) -> String {
    let mut args = FluentArgs::new();
    args.set("verb", choice(locale, "ObjectVerb", verb).unwrap_or_else(|| verb.to_owned()));
    args.set("object", object.to_owned());
    let own = message(locale, &format!("text-verb-{verb}"), Some(&args));
    own.or_else(|| message(locale, "text-verb", Some(&args))).unwrap_or_else(|| verb.to_owned())
}

/// The label of an area, `opportunities`.
pub fn area(locale: Locale, name: &str) -> Option<String> {
    message(locale, &format!("area-{name}"), None)
}

/// The label of a built-in role, `sales_manager`.
pub fn role(locale: Locale, name: &str) -> Option<String> {
    message(locale, &format!("role-{name}"), None)
}

/// The label of a kind of setup document, `activity_plan`: "Activity plan" where it has none of its own.
pub fn setup_kind(locale: Locale, name: &str) -> String {
    message(locale, &format!("setup-{name}"), None).unwrap_or_else(|| {
        let mut words = name.replace('_', " ");
        words.get_mut(..1).map(str::make_ascii_uppercase);
        words
    })
}

/// The label of a dictionary category, `customer_level`.
pub fn category(locale: Locale, name: &str) -> Option<String> {
    message(locale, &format!("category-{name}"), None)
}

/// The text of a field error's code, `too_long`.
pub fn violation(locale: Locale, code: &str, limit: Option<&str>) -> Option<String> {
    let mut args = FluentArgs::new();
    let limit = limit.unwrap_or_default();
    // Where the limit is a dictionary category, people know it by its label.
    args.set("limit", category(locale, limit).unwrap_or_else(|| limit.to_owned()));
    message(locale, &format!("violation-{code}"), Some(&args))
}

/// The text of a reason code of an error, `stale_version`.
pub fn reason(locale: Locale, code: &str) -> Option<String> {
    message(locale, &format!("reason-{code}"), None)
}

/// The state's label. An error names the state alone; where areas call one differently, the operation tells which area
/// speaks.
fn state(locale: Locale, state: &str, operation: &str) -> String {
    let area = operation.split('.').next().unwrap_or_default();
    message(locale, &format!("state-{area}-{state}"), None)
        .or_else(|| message(locale, &format!("state-{state}"), None))
        .unwrap_or_else(|| state.to_owned())
}

thread_local! {
    /// The language of the call under way on this thread. Errors are made far down, within records of a batch too, and
    /// all of them speak the caller's language.
    static SPOKEN: Cell<Locale> = const { Cell::new(Locale::En) };
}

/// The language of the call under way on this thread.
pub(crate) fn spoken() -> Locale {
    SPOKEN.get()
}

/// Until it is dropped, errors are made in a language.
pub(crate) struct Speaking(Locale);

/// From here on errors that are made on this thread are in this language.
pub(crate) fn speak(locale: Locale) -> Speaking {
    Speaking(SPOKEN.replace(locale))
}

impl Drop for Speaking {
    fn drop(&mut self) {
        SPOKEN.set(self.0);
    }
}

/// The label of a field by its path in the arguments of an operation, `customers[3].name`: that of the record it stands
/// in, of the operation, or the one that all fields of the name share; else its name.
pub(crate) fn field_of(locale: Locale, operation: Option<&Operation>, path: &str) -> String {
    let steps: Vec<&str> = path.split('.').map(|step| step.split('[').next().unwrap_or_default()).collect();
    let name = steps.last().copied().unwrap_or_default();
    let owner = operation.and_then(|operation| owner(operation, &steps)).unwrap_or_default();
    field(locale, owner, name).unwrap_or_else(|| name.to_owned())
}

/// The record that the last step is a field of, or the operation whose argument it is.
fn owner(operation: &Operation, steps: &[&str]) -> Option<&'static str> {
    let record = |ty: &Type| {
        let mut ty = ty.required();
        while let Type::List(element) = ty {
            ty = element.required();
        }
        match ty {
            Type::Record(record) => Some(*record),
            _ => None,
        }
    };
    let find = |fields: &'static [FieldInfo], name: &str| fields.iter().find(|f| f.name() == name);
    let (first, rest) = steps.split_first()?;
    let (mut owner, mut at) = match find(operation.arguments, first) {
        Some(argument) => (operation.name, record(&argument.ty)),
        // The fields of a record that is an argument stand by their own names.
        None => operation.arguments.iter().filter_map(|argument| record(&argument.ty)).find_map(|inner| {
            let field = find(inner.fields, first)?;
            Some((inner.name, record(&field.ty)))
        })?,
    };
    for step in rest {
        let inner = at?;
        owner = inner.name;
        at = find(inner.fields, step).and_then(|field| record(&field.ty));
    }
    Some(owner)
}

/// One offending field with what is wrong, `[4] Name: must have at most 500 characters`.
fn field_problem(locale: Locale, error: &FieldError) -> String {
    let what = violation(locale, &error.code, error.limit.as_deref()).unwrap_or_else(|| error.detail.clone());
    // Its own label where it was told in this language already, since that knows the operation.
    let label = if error.text == what { error.label.clone() } else { field_of(locale, None, &error.field) };
    if label.is_empty() {
        return what;
    }
    // People count from one, and of a bulk call they need to know which record is meant.
    let places: Vec<String> = error
        .field
        .split('[')
        .skip(1)
        .filter_map(|part| part.split(']').next()?.parse::<usize>().ok())
        .map(|index| format!("[{}] ", index + 1))
        .collect();
    let mut args = FluentArgs::new();
    args.set("field", places.concat() + &label);
    args.set("problem", what.clone());
    message(locale, "text-field", Some(&args)).unwrap_or(what)
}

/// An error as a sentence.
pub(crate) fn error_text(error: &CrmError, locale: Locale) -> String {
    let mut args = FluentArgs::new();
    match error {
        CrmError::Invalid { fields } => {
            let parts: Vec<String> = fields.iter().map(|f| field_problem(locale, f)).collect();
            let separator = message(locale, "text-separator", None).unwrap_or_default();
            args.set("fields", parts.join(&separator));
        }
        CrmError::NotFound { entity, id } => {
            args.set("entity", choice(locale, "Entity", entity).unwrap_or_else(|| entity.clone()));
            args.set("id", id.clone());
        }
        CrmError::Conflict { entity, reason: code, .. } => {
            args.set("entity", choice(locale, "Entity", entity).unwrap_or_else(|| entity.clone()));
            // What one kind of record means by it is said in its own words.
            let own = reason(locale, &format!("{entity}-{code}"));
            args.set("reason", own.or_else(|| reason(locale, code)).unwrap_or_else(|| code.clone()));
        }
        CrmError::IllegalTransition { from, operation: op } => {
            args.set("state", state(locale, from, op));
            args.set("operation", operation(locale, op).unwrap_or_else(|| op.clone()));
        }
        CrmError::Forbidden { operation: op, reason: code } => {
            args.set("operation", operation(locale, op).unwrap_or_else(|| op.clone()));
            args.set("reason", reason(locale, code).unwrap_or_else(|| code.clone()));
        }
        CrmError::UnknownOperation { operation } => args.set("operation", operation.clone()),
        CrmError::LoginFailed { reason: code } | CrmError::Storage { problem: code } => {
            args.set("reason", reason(locale, code).unwrap_or_else(|| code.clone()));
        }
        CrmError::Bug { detail } | CrmError::FeedFailed { detail } => args.set("detail", detail.clone()),
        CrmError::Clock { at } => args.set("at", at.clone()),
        CrmError::Busy | CrmError::Interrupted => {}
    }
    message(locale, &format!("error-{}", error.code()), Some(&args)).unwrap_or_else(|| error.to_string())
}
