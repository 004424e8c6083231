//! META-2: everything a host can show has a label in English and in Simplified Chinese.
//!
//! What needs one is found by walking over the operations with the types they reach, and over the source for the codes
//! that errors carry; so an area that forgets a label fails here, with the exact keys that its `en.ftl` and
//! `zh-Hans.ftl` lack.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::permission::BUILT_IN_ROLES;
use crm_core::prelude::*;
use crm_core::schema::{ChoiceInfo, RecordInfo};
use crm_core::{Operation, labels};

use crate::sources::sources;
use crate::support::*;

const LOCALES: [Locale; 2] = [Locale::En, Locale::ZhHans];

/// Every type that the operations' arguments and results mention.
fn types() -> (Vec<&'static RecordInfo>, Vec<&'static ChoiceInfo>) {
    let (mut records, mut choices) = (Vec::new(), Vec::new());
    for operation in Operation::all() {
        for argument in operation.arguments {
            argument.ty.collect(&mut records, &mut choices);
        }
        operation.result.collect(&mut records, &mut choices);
    }
    (records, choices)
}

/// The labels that are wanting, each with the languages and with what needs it.
#[derive(Default)]
struct Missing(BTreeMap<String, BTreeSet<String>>);

impl Missing {
    /// Notes the key where it has no label.
    fn unless(&mut self, label: Option<String>, key: String, locale: Locale, needed_by: &str) {
        if label.is_none_or(|l| l.trim().is_empty()) {
            self.0.entry(key).or_default().extend([locale.to_string(), needed_by.to_owned()]);
        }
    }

    /// Fails with every key, in one list.
    #[track_caller]
    fn none(self) {
        let list: Vec<String> = self.0.iter().map(|(key, why)| format!("{key}: {why:?}")).collect();
        assert!(list.is_empty(), "{} labels are missing:\n{}", list.len(), list.join("\n"));
    }
}

#[test]
fn every_field_operation_and_area_has_a_label() {
    let mut missing = Missing::default();
    for locale in LOCALES {
        for operation in Operation::all() {
            let (name, area) = (operation.name, operation.area);
            missing.unless(labels::area(locale, area), format!("area-{area}"), locale, name);
            let key = format!("operation-{}", name.replace('.', "-"));
            missing.unless(labels::operation(locale, name), key, locale, name);
            for field in operation.arguments {
                missing.unless(
                    labels::field(locale, name, field.name()),
                    format!("field-{}", field.name()),
                    locale,
                    name,
                );
            }
        }
        for record in types().0 {
            for field in record.fields {
                let label = labels::field(locale, record.name, field.name());
                missing.unless(label, format!("field-{}", field.name()), locale, record.name);
            }
        }
    }
    // META-2: every field and operation, in each language.
    missing.none();
}

#[test]
fn every_value_state_role_and_category_has_a_label() {
    let mut missing = Missing::default();
    let categories = categories();
    for locale in LOCALES {
        let mut choice = |name: &str, value: &str| {
            missing.unless(labels::choice(locale, name, value), format!("choice-{name}-{value}"), locale, name);
        };
        for known in types().1 {
            for (value, _) in known.values {
                choice(known.name, value);
            }
        }
        // Errors name the kinds of record, whether or not an operation mentions the type; so does a screen that lets
        // the user choose the language.
        for entity in Entity::all() {
            choice("Entity", entity.as_str());
        }
        for language in Locale::ALL {
            choice("Locale", language.as_str());
        }
        for role in BUILT_IN_ROLES {
            missing.unless(labels::role(locale, role.name), format!("role-{}", role.name), locale, "roles");
        }
        for category in &categories {
            missing.unless(labels::category(locale, category), format!("category-{category}"), locale, "dictionary");
        }
    }
    // META-2: every state and role, in each language.
    missing.none();
}

/// The categories that a new database holds.
fn categories() -> BTreeSet<String> {
    let office = Office::new();
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    let entries = office.admin.dictionary().list(None, Some(page)).unwrap();
    entries.items.into_iter().map(|e| e.category).collect()
}

// ---- the codes that errors carry -------------------------------------------------------------------------------

/// Every Rust file of the engine without its test module, which stands at its end: their codes need no label.
fn code() -> Vec<(String, String)> {
    let text = |text: String| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    sources(".rs").into_iter().map(|(path, all)| (path, text(all))).collect()
}

/// The arguments of a call as they are written, from behind its opening bracket.
fn arguments(text: &str) -> Vec<String> {
    let (mut all, mut one, mut depth, mut quoted, mut escaped) = (Vec::new(), String::new(), 0, false, false);
    for c in text.chars() {
        if quoted {
            quoted = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
        } else {
            match c {
                '"' => quoted = true,
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => {
                    all.push(std::mem::take(&mut one).trim().to_owned());
                    continue;
                }
                _ => {}
            }
        }
        one.push(c);
    }
    all.push(one.trim().to_owned());
    all
}

/// The codes written as the argument at `position` of each `call(`, with the files they stand in.
fn codes(call: &str, position: usize) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, text) in code() {
        for (at, _) in text.match_indices(call) {
            let arguments = arguments(&text[at + call.len()..]);
            let code = arguments.get(position).and_then(|a| a.strip_prefix('"')?.split('"').next());
            if let Some(code) = code.filter(|c| c.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '7')) {
                found.insert(code.to_owned(), path.clone());
            }
        }
    }
    found
}

#[test]
fn every_code_of_a_field_error_has_a_text() {
    let mut missing = Missing::default();
    let mut known = codes(".add(", 1);
    known.extend(codes("CrmError::field(", 1));
    assert!(known.len() > 10 && known.contains_key("required"), "the scan finds codes: {known:?}");
    for (code, path) in known {
        for locale in LOCALES {
            let text = labels::violation(locale, &code, Some("5"));
            missing.unless(text, format!("violation-{code}"), locale, &path);
        }
    }
    // META-2: every error, in each language.
    missing.none();
}

#[test]
fn every_reason_has_a_text() {
    let mut missing = Missing::default();
    let mut known = codes("conflict(", 2);
    known.extend(codes("forbidden(", 1));
    // What a record hinders (`Subject::hindrance`).
    known.extend(codes(".then_some(", 0));
    known.extend(codes("CrmError::storage(", 0));
    known.extend(codes("login_failed(", 0));
    for code in
        ["stale_version", "not_yours", "no_permission", "disabled", "id_taken", "corrupt", "read_only", "in_use"]
    {
        assert!(known.contains_key(code), "the scan finds {code}");
    }
    for locale in LOCALES {
        for (code, path) in &known {
            let text = labels::reason(locale, code);
            missing.unless(text, format!("reason-{code}"), locale, path);
        }
        // Some errors speak of what is no record or operation of the tables: a backup, a session.
        for (name, path) in codes("CrmError::conflict(", 0) {
            let text = labels::choice(locale, "Entity", &name);
            missing.unless(text, format!("choice-Entity-{name}"), locale, &path);
        }
        for (name, path) in codes("CrmError::forbidden(", 0) {
            let text = labels::operation(locale, &name);
            missing.unless(text, format!("operation-{name}"), locale, &path);
        }
    }
    // META-2: every error, in each language.
    missing.none();
}
