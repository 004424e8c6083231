//! Any text through *every* text field of every operation: the stories are replayed, and before each call every text
//! that it takes is tried with texts that have broken other programs. What the specification accepts is kept
//! identically, after its normalisation; what it does not is refused by the field's name; and nothing is a defect.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crm_core::prelude::*;
use crm_core::schema::{FieldInfo, Type};
use crm_core::setup::SetupPlan;
use crm_core::validate::Rule;
use crm_core::{Access, FieldError, Operation};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::faults::Rehearsing;
use crate::story::{Stage, all};
use crate::texts::{acceptable, any_text, normalised};

/// A place for a text in the arguments of a call.
struct Place {
    /// As a JSON pointer.
    pointer: String,
    /// The same without the numbers of elements: what is covered once is covered for all.
    name: String,
    field: &'static FieldInfo,
    /// The element of a list.
    element: bool,
}

/// Every text place of the arguments; records that may be empty are put in, so that their fields can be tried.
fn places(fields: &'static [FieldInfo], value: &mut Value, pointer: &str, name: &str, out: &mut Vec<Place>) {
    for field in fields {
        let (pointer, name) = (format!("{pointer}/{}", field.name()), format!("{name}.{}", field.name()));
        match field.ty.required() {
            Type::Text => out.push(Place { pointer, name, field, element: false }),
            Type::Record(record) => {
                if record.fields.iter().all(|f| f.optional) && value[field.name()].is_null() {
                    value[field.name()] = json!({});
                }
                if record.name == "Money" {
                    value[field.name()] = json!({ "amount": "1", "currency": "CNY" });
                }
                if value[field.name()].is_object() {
                    places(record.fields, &mut value[field.name()], &pointer, &name, out);
                }
            }
            Type::List(inner) => match inner.required() {
                Type::Text => out.push(Place { pointer, name, field, element: true }),
                Type::Record(record) => {
                    if let Some(first) = value[field.name()].get_mut(0) {
                        places(record.fields, first, &format!("{pointer}/0"), &name, out);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    // An index read of what is not there leaves a null behind, and an update refuses nulls.
    if let Value::Object(map) = value {
        map.retain(|_, v| !v.is_null());
    }
}

/// Every text place that an operation's arguments can have.
fn declared(fields: &'static [FieldInfo], name: &str, out: &mut BTreeSet<String>) {
    for field in fields {
        let name = format!("{name}.{}", field.name());
        match field.ty.required() {
            Type::Text => drop(out.insert(name)),
            Type::Record(record) => declared(record.fields, &name, out),
            Type::List(inner) => match inner.required() {
                Type::Text => drop(out.insert(name)),
                Type::Record(record) => declared(record.fields, &name, out),
                _ => {}
            },
            _ => {}
        }
    }
}

/// Texts of a call that are no texts of a record, or stand in one under another form.
fn is_kept(name: &str) -> bool {
    // How a file is read; keys of what is removed; names of operations, roles and fields; a text among others; one that
    // a device keeps; the reason of a hand-over, which stands in the summary of the audit, and its filters; tags that are
    // taken away, which need not be there; names of files, which are kept in their composed form, and what a sender takes
    // one for, which decides between equals alone; what a provider says, which stands in a note with what it is of.
    ![
        "capture.enrich.",
        "imports.",
        "sales.remove_",
        "sales.forget_feed",
        "meta.",
        "second_factor.begin.",
        "handover.run.",
        "tags.set.remove",
    ]
    .iter()
    .any(|area| name.starts_with(area))
        && !name.contains(".removed_")
        && !name.ends_with(".clear")
        && !["roles.create.new.grant", "roles.update.changes.grant", "roles.update.changes.revoke"].contains(&name)
        && !["users.create.new.roles", "users.set_roles.roles"].contains(&name)
        && name != "settings.update.changes.required_customer_fields"
        && !(name.starts_with("files.") && (name.ends_with(".name") || name.ends_with(".media_type")))
}

#[test]
fn any_text_in_any_field_is_kept_or_refused_by_name() {
    let mut runner = TestRunner::deterministic();
    let mut texts: Vec<String> = [
        "'; DROP TABLE customers; --",
        "=1+1",
        "@SUM(A1)",
        "%s%n",
        "\\",
        "\"",
        "a\r\nb\rc",
        "a\tb",
        "\u{0}",
        "nul\u{0}in",
        "{\"$x\":1}",
        "null",
        "\u{3000}全角\u{3000}",
        "%_%",
        "\u{fffe}",
        "\u{202e}سوق\u{202c}",
        "👩🏽‍🚀🇨🇳",
        " ",
        "\u{3000}\t",
        "e\u{301}ＡＢＣ",
    ]
    .map(str::to_owned)
    .into();
    texts.extend(["长".repeat(500), "长".repeat(501), "x".repeat(100_000), "y\n".repeat(10_001)]);
    texts.extend((0..12).map(|_| any_text().new_tree(&mut runner).unwrap().current()));
    let mut covered = BTreeSet::new();
    let (mut kept_somewhere, mut lost, mut wrong) = (BTreeSet::new(), Vec::new(), 0);
    for story in all().into_iter().filter(|s| !s.json_only) {
        let rehearsing = Rehearsing::new();
        let mut stage = Stage::new(|options| rehearsing.open(options));
        stage.play(&story, |session, operation, arguments| {
            let known = Operation::find(operation).unwrap();
            let mut base: Value = serde_json::from_str(arguments).unwrap();
            // Whole or not at all, of one good record: else a refused record is no refused call.
            if base.as_object_mut().unwrap().remove("per_record").is_some() {
                let alone = |i: usize| {
                    let mut alone = base.clone();
                    for list in alone.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
                        *list = list.get(i).cloned().into_iter().collect();
                    }
                    alone
                };
                let good = |alone: &Value| {
                    rehearsing.rehearse(session, |session| session.call(operation, &alone.to_string())).is_ok()
                };
                base = (0..3).map(alone).find(good).unwrap_or(base);
            }
            let mut found = Vec::new();
            places(known.arguments, &mut base, "", known.name, &mut found);
            found.retain(|place| !covered.contains(&place.name));
            if !found.is_empty()
                && rehearsing.rehearse(session, |session| session.call(operation, &base.to_string())).is_ok()
            {
                for place in found {
                    for text in &texts {
                        let mut tried = base.clone();
                        let (parent, name) = place.pointer.rsplit_once('/').unwrap();
                        let value = if place.element { json!([text]) } else { json!(text) };
                        tried.pointer_mut(parent).unwrap()[name] = value;
                        let outcome =
                            rehearsing.rehearse(session, |session| session.call(operation, &tried.to_string()));
                        let outcome = refused_by_plan(operation, outcome);
                        let kept = normalised(text);
                        let told = format!("{} {:.60?}: {:.300}", place.name, text, format!("{outcome:?}"));
                        // All of it is told, not the first one alone.
                        let judged = catch_unwind(AssertUnwindSafe(|| judge(&place, &kept, &outcome, &told)));
                        wrong += usize::from(judged.is_err());
                        if outcome.is_ok() && known.access == Access::Write && is_kept(&place.name) && !kept.is_empty()
                        {
                            // Identical, in its own column.
                            if rehearsing.would_keep(&kept) {
                                kept_somewhere.insert(place.name.clone());
                            } else if lost.last().is_none_or(|other: &String| !other.starts_with(&place.name)) {
                                lost.push(told);
                            }
                        }
                    }
                    covered.insert(place.name);
                }
            }
            session.call(operation, arguments)
        });
    }
    assert!(lost.is_empty() && wrong == 0, "{wrong} told above; not kept: {lost:#?}");
    let mut every = BTreeSet::new();
    // What stands in a setup document its kind says.
    let asked = |o: &&Operation| o.name != "maintenance.backup" && o.area != "setup";
    for operation in Operation::all().filter(asked) {
        declared(operation.arguments, operation.name, &mut every);
    }
    // A map of values, beside the other ways to fill a field, of which a mapping has one.
    every.retain(|name| !name.ends_with("mapping.values.cell") && !name.ends_with("mapping.values.to"));
    every.remove("meta.describe.kind");
    let missing: Vec<&String> = every.difference(&covered).collect();
    assert!(missing.is_empty(), "no story gives {missing:#?}");
    assert!(kept_somewhere.len() > 80, "{kept_somewhere:#?}");
}

/// A plan tells in its answer what the call that it is for would be refused for (SETUP-3).
fn refused_by_plan(operation: &str, outcome: Result<String>) -> Result<String> {
    let planned = outcome.as_ref().ok().filter(|_| operation == "setup.plan");
    let planned: Option<SetupPlan> = planned.map(|text| serde_json::from_str(text).unwrap());
    match planned.map(|plan| plan.refusals).filter(|refusals| !refusals.is_empty()) {
        Some(fields) => Err(CrmError::Invalid { fields }),
        None => outcome,
    }
}

/// What may come of a call with the text in the place.
fn judge(place: &Place, kept: &str, outcome: &Result<String>, told: &str) {
    let name = place.field.name();
    // What an answer may be, and by which name it is told, the form says; of a fact the record's field does.
    if ["capture.submit.answers.value", "capture.enrich.facts.value"].contains(&&*place.name) {
        return assert!(matches!(outcome, Ok(_) | Err(CrmError::Invalid { .. })), "{told}");
    }
    // An element of a list must be something; an update's field that is not required is cleared by a blank.
    let must_be = [Rule::Required, Rule::Demanded].iter().any(|rule| place.field.rules.contains(rule));
    let may_be_blank = (place.field.optional || place.field.unless().is_some()) && !place.element && !must_be;
    let fine = if kept.is_empty() { may_be_blank } else { acceptable(kept, place.field) };
    match outcome {
        Ok(_) => assert!(fine, "{told} was accepted"),
        Err(CrmError::Invalid { fields }) => {
            // An amount of money is one value: its currency is told by the field that holds both.
            let whole = place.name.rsplit('.').nth(1).filter(|_| name == "currency");
            let own = |f: &&FieldError| f.field.split(['.', '[']).any(|part| part == name || Some(part) == whole);
            let of_text = ["too_long", "control_character"];
            if name == "clear" {
                // A field to be cleared is told by its own name.
                assert!(fields.iter().all(|f| f.field.chars().count() <= 200), "{told}");
            } else if !fine {
                assert!(fields.iter().any(|f| own(&f)), "{told} does not name {name}");
            } else if !kept.is_empty() {
                // Refused for what it means (a name that is taken, a zone that is none), never for being this text.
                assert!(!fields.iter().any(|f| own(&f) && of_text.contains(&f.code.as_str())), "{told}");
            }
        }
        // What it names is not there, or its place is another's.
        Err(CrmError::NotFound { .. } | CrmError::Conflict { .. } | CrmError::UnknownOperation { .. }) => {}
        // A duty on the records alone opened the call.
        Err(CrmError::Forbidden { .. }) if place.name.starts_with("merges.") => {}
        Err(other) => panic!("{told}: {other}"),
    }
}
