//! Objects and their fields as their documents again.

use serde_json::Value;

use super::behaviour::{Change, Check};
use super::document::{Field, FieldType, Link, Object, Rollup, Span, TEXT, Unique};
use super::print::{Writing, number, texts, was};
use super::print_machine::machine;

pub(super) fn object(object: &Object) -> Value {
    let mut out = Writing::default();
    out.put("title", object.title.as_str());
    let fields = object.fields.iter().map(|one| (one.name.to_string(), field(one)));
    out.put("fields", Value::Object(fields.collect()));
    out.text("owner", object.owner.as_ref());
    out.may("number", object.number.as_ref().map(|text| Writing::default().put("pattern", text.as_str()).done()));
    out.text("key", object.key.as_ref());
    out.may(
        "part_of",
        object
            .part_of
            .as_ref()
            .map(|part| Writing::default().put("field", part.field.as_str()).put("name", part.name.as_str()).done()),
    );
    if !object.unique.is_empty() {
        out.put("unique", object.unique.iter().map(unique).collect::<Value>());
    }
    if !object.no_overlap.is_empty() {
        out.put("no_overlap", object.no_overlap.iter().map(span).collect::<Value>());
    }
    out.entries("checks", checks(&object.checks));
    if !object.change.is_empty() {
        out.put("change", object.change.iter().map(change).collect::<Value>());
    }
    out.may("status", object.status.as_ref().map(machine)).list("off", &object.off);
    out.text("doc", object.doc.as_ref()).may("was", was(&object.was));
    out.done()
}

fn unique(unique: &Unique) -> Value {
    let mut out = Writing::default();
    out.put("fields", texts(&unique.fields)).may("while", unique.states.as_deref().map(texts));
    out.text("text", unique.text.as_ref()).done()
}

fn span(span: &Span) -> Value {
    let mut out = Writing::default();
    out.put("by", texts(&span.by)).put("from", span.from.as_str()).put("to", span.to.as_str());
    out.may("while", span.states.as_deref().map(texts)).text("text", span.text.as_ref()).done()
}

fn change(change: &Change) -> Value {
    let mut out = Writing::default();
    out.put("fields", texts(&change.fields)).put("when", change.when.as_str());
    out.text("text", change.text.as_ref()).done()
}

/// Checks by their names.
pub(super) fn checks(checks: &[Check]) -> Vec<(String, Value)> {
    let one = |check: &Check| {
        let mut out = Writing::default();
        out.put("check", check.check.as_str()).put("text", check.text.as_str());
        (check.name.to_string(), out.done())
    };
    checks.iter().map(one).collect()
}

pub(super) fn field(field: &Field) -> Value {
    let mut out = Writing::default();
    of_type(&field.ty, &mut out);
    out.flag("required", field.required).text("default", field.default.as_ref());
    out.text("formula", field.formula.as_ref()).may("rollup", field.rollup.as_ref().map(rollup));
    out.flag("fixed", field.fixed).flag("search", field.search);
    out.may(
        "confidential",
        field.confidential.as_ref().map(|duties| if duties.is_empty() { true.into() } else { texts(duties) }),
    );
    out.text("doc", field.doc.as_ref()).may("was", was(&field.was)).text("fill", field.fill.as_ref()).done()
}

fn of_type(ty: &FieldType, out: &mut Writing) {
    let on_delete = ty.on_delete().map(|on_delete| on_delete.as_str());
    match ty {
        FieldType::Text { max, lines, format } => {
            out.put("type", "text").may("max", (*max != TEXT).then_some(*max)).flag("lines", *lines);
            out.text("format", format.map(|format| format.as_str()))
        }
        FieldType::Boolean => out.put("type", "boolean"),
        FieldType::Integer { min, max } => out.put("type", "integer").may("min", *min).may("max", *max),
        FieldType::Decimal { places, min, max } => {
            out.put("type", "decimal").put("places", *places);
            out.may("min", min.map(number)).may("max", max.map(number))
        }
        FieldType::Money { min, max, any_currency } => {
            out.put("type", "money").may("min", min.map(number)).may("max", max.map(number));
            out.text("currency", if *any_currency { Some("any") } else { None })
        }
        FieldType::Date => out.put("type", "date"),
        FieldType::Instant => out.put("type", "instant"),
        FieldType::Choice { values } => out.put("type", "choice").put("values", texts(values)),
        FieldType::Entry { category } => out.put("type", "entry").put("category", category.as_str()),
        FieldType::Ref { to, .. } => out.put("type", "ref").put("to", to.as_str()).text("on_delete", on_delete),
        FieldType::User { .. } => out.put("type", "user").text("on_delete", on_delete),
        FieldType::Department { .. } => out.put("type", "department").text("on_delete", on_delete),
    };
}

fn rollup(rollup: &Rollup) -> Value {
    let mut out = Writing::default();
    match rollup.measure.field() {
        Some((word, field)) => out.put(word, field.as_str()),
        None => out.put("count", true),
    };
    out.put("of", rollup.of.as_str());
    match &rollup.link {
        Link::By(by) => out.put("by", by.as_str()),
        Link::Match(pairs) => {
            out.entries("match", pairs.iter().map(|(own, theirs)| (own.to_string(), theirs.as_str().into())))
        }
    };
    out.may("where", rollup.filter.as_ref().map(|tree| tree.value().clone())).done()
}
