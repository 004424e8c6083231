//! Values as people read them.

use maud::{Markup, html};
use serde_json::Value;

use crate::screens::Field;
use crate::seen::Reader;
use crate::words::Word;

/// Characters of a text in a list.
const SHORT: usize = 120;

/// A value of a field, in a list or on a record.
pub fn cell(reader: &dyn Reader, field: Option<&Field>, value: &Value, whole: bool) -> Markup {
    match value {
        Value::Null => html! { span.empty { "–" } },
        Value::Bool(yes) => html! { (if *yes { Word::Yes } else { Word::No }.text(reader.locale())) },
        Value::Number(number) => html! { (number) },
        Value::String(text) => words(reader, field, text, whole),
        Value::Array(list) if list.is_empty() => html! { span.empty { "–" } },
        Value::Array(list) if list.iter().all(|one| !one.is_object() && !one.is_array()) => {
            html! { @for (at, one) in list.iter().enumerate() { @if at > 0 { ", " } (cell(reader, field, one, whole)) } }
        }
        Value::Array(list) if whole && list.iter().all(is_row) => rows(reader, list),
        Value::Array(list) => html! { ul.values { @for one in list { li { (cell(reader, field, one, whole)) } } } },
        Value::Object(_) => record(reader, value, whole),
    }
}

/// Whether a value is a record of several fields, and not one that is referred to, or an amount.
fn is_row(value: &Value) -> bool {
    let has = |name: &str| value.get(name).is_some_and(|field| !field.is_null());
    value.is_object() && !(has("object") && has("id")) && !(has("amount") && has("currency"))
}

/// Records as a table.
fn rows(reader: &dyn Reader, list: &[Value]) -> Markup {
    let mut columns: Vec<&String> = Vec::new();
    for (name, value) in list.iter().filter_map(Value::as_object).flatten() {
        if !matches!(name.as_str(), "id" | "version") && !value.is_null() && !columns.contains(&name) {
            columns.push(name);
        }
    }
    html! {
        div.scroll { table {
            thead { tr { @for name in &columns { th scope="col" { (label(reader.locale(), name)) } } } }
            tbody { @for row in list { tr {
                @for name in &columns { td { (cell(reader, None, &row[name.as_str()], false)) } }
            } } }
        } }
    }
}

fn words(reader: &dyn Reader, field: Option<&Field>, text: &str, whole: bool) -> Markup {
    if let Some(choice) = field.and_then(|field| field.choices.iter().find(|choice| choice.name == text)) {
        return html! { (choice.label) };
    }
    if is_instant(text) {
        return instant(reader, text);
    }
    if whole || text.chars().count() <= SHORT {
        return html! { (text) };
    }
    let short: String = text.chars().take(SHORT).collect();
    html! { (short) "…" }
}

/// A record that is referred to, an amount, or whatever it is.
fn record(reader: &dyn Reader, value: &Value, whole: bool) -> Markup {
    let of = |name: &str| value[name].as_str();
    if let (Some(object), Some(id), Some(title)) = (of("object"), of("id"), of("title")) {
        return match reader.address(object, id) {
            Some(to) => html! { a href=(to) { (called(title)) } },
            None => html! { (called(title)) },
        };
    }
    if let (Some(amount), Some(currency)) = (of("amount"), of("currency")) {
        return html! { span.amount { (amount) " " (currency) } };
    }
    if !whole {
        // What people know a record by is the first text in it that is not its id.
        let known = value.as_object().into_iter().flatten().find(|(name, value)| *name != "id" && value.is_string());
        return html! { (known.and_then(|(_, value)| value.as_str()).unwrap_or("…")) };
    }
    html! {
        dl.inside {
            @for (name, value) in value.as_object().into_iter().flatten() {
                dt { (label(reader.locale(), name)) }
                dd { (cell(reader, None, value, true)) }
            }
        }
    }
}

/// A link to a record, by what it is called.
pub fn link(object: &str, id: &str, title: &str) -> Markup {
    html! { a href={ "/o/" (object) "/" (id) } { (called(title)) } }
}

pub fn called(title: &str) -> &str {
    if title.trim().is_empty() { "…" } else { title }
}

/// The label of a field that stands in no description.
pub fn label(locale: crm_core::Locale, name: &str) -> String {
    crm_core::labels::field(locale, "", name).unwrap_or_else(|| name.to_owned())
}

/// `2026-11-28T11:11:31.095344Z`: an instant, as the engine writes them.
pub fn is_instant(text: &str) -> bool {
    let bytes = text.as_bytes();
    (20..=30).contains(&bytes.len())
        && text.ends_with('Z')
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            10 => *byte == b'T',
            13 | 16 => *byte == b':',
            _ if at + 1 == bytes.len() => true,
            19 => *byte == b'.',
            _ => byte.is_ascii_digit(),
        })
}

/// An instant on the visitor's clock; the page's script writes it as their language does.
pub fn instant(reader: &dyn Reader, text: &str) -> Markup {
    html! { time datetime=(text) { (reader.zone().shown(text).as_deref().unwrap_or(text)) } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Sees the objects whose names begin with `a`.
    struct Somebody;

    impl Reader for Somebody {
        fn locale(&self) -> crm_core::Locale {
            crm_core::Locale::En
        }

        fn zone(&self) -> std::sync::Arc<crate::zone::Zone> {
            crate::zone::Zone::named("Asia/Shanghai").into()
        }

        fn address(&self, object: &str, id: &str) -> Option<String> {
            object.starts_with('a').then(|| format!("/o/{object}/{id}"))
        }
    }

    fn shown(value: &Value) -> String {
        cell(&Somebody, None, value, false).into_string()
    }

    #[test]
    fn values_are_escaped_and_cut() {
        assert_eq!(shown(&json!("<b>&")), "&lt;b&gt;&amp;");
        assert_eq!(shown(&json!({"object": "a", "id": "1", "title": "\"><script>"})), {
            "<a href=\"/o/a/1\">&quot;&gt;&lt;script&gt;</a>"
        });
        assert_eq!(shown(&json!({"object": "b", "id": "1", "title": "<i>"})), "&lt;i&gt;", "no link to what is closed");
        assert!(shown(&json!("中".repeat(121))).ends_with("中…"));
        assert_eq!(shown(&json!({"amount": "12.50", "currency": "CNY"})), "<span class=\"amount\">12.50 CNY</span>");
        assert_eq!(shown(&json!(["a", "b"])), "a, b");
        assert_eq!(shown(&Value::Null), "<span class=\"empty\">–</span>");
        let at = "<time datetime=\"2026-11-28T16:11:31Z\">2026-11-29 00:11</time>";
        assert_eq!(shown(&json!("2026-11-28T16:11:31Z")), at);
        let rows = json!([{"id": "1", "a": "<b>", "b": null}, {"id": "2", "a": "c", "d": 7}]);
        let table = cell(&Somebody, None, &rows, true).into_string();
        assert!(
            table.contains("<td>&lt;b&gt;</td>") && table.contains("<td>7</td>") && !table.contains(">id<"),
            "{table}"
        );
    }

    #[test]
    fn instants_are_told_from_texts() {
        assert!(is_instant("2026-11-28T11:11:31.095344Z") && is_instant("2026-11-28T11:11:31Z"));
        for text in ["2026-11-28", "", "Z", "2026-11-28T11:11:31.09534xZ", "2026-11-28 11:11:31.095344Z"] {
            assert!(!is_instant(text), "{text}");
        }
    }
}
