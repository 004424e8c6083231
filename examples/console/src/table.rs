//! The rows of a list.

use maud::{Markup, html};
use serde_json::Value;

use crate::ask::{list, text, texts};
use crate::asked::Asked;
use crate::cells::cell;
use crate::fault::Fault;
use crate::screens::{Field, Screen};
use crate::visit::Visit;
use crate::words::Word;

pub fn table(visit: &Visit, asked: &Asked, page: &Value) -> Result<Markup, Fault> {
    let screen = &asked.screen;
    let rows = list(page, "items");
    if rows.is_empty() {
        return Ok(html! { p.empty { (visit.say(Word::NoRecords)) } });
    }
    let order = asked.order();
    let mut columns = Vec::new();
    for column in &asked.columns {
        columns.push((column, column_of(visit, screen, column)?));
    }
    Ok(html! {
        div.scroll role="region" tabindex="0" aria-label=(screen.label) {
            table {
                thead { tr {
                    th scope="col" { (screen.label) }
                    @for (column, (label, field)) in &columns {
                        @let up = order.first() == Some(*column);
                        @let down = order.first().and_then(|first| first.strip_prefix('-')) == Some(column.as_str());
                        th scope="col" aria-sort=[if up { Some("ascending") } else if down { Some("descending") } else { None }] {
                            @if field.as_ref().is_some_and(|field| field.sortable) {
                                a href=(asked.with("sort", &if up { format!("-{column}") } else { (*column).clone() })) {
                                    (label) @if up { " ▲" } @else if down { " ▼" }
                                }
                            } @else { (label) }
                        }
                    }
                } }
                tbody { @for row in rows { tr {
                    th scope="row" { (crate::cells::link(&screen.name, text(row, "id"), title_of(row))) }
                    @for (column, (_, field)) in &columns { td { (value_of(visit, field.as_ref(), row, column)) } }
                } } }
            }
        }
    })
}

/// What a row is called: where that is withheld, its number.
pub fn title_of(row: &Value) -> &str {
    Some(text(row, "title")).filter(|title| !title.is_empty()).unwrap_or_else(|| text(row, "number"))
}

fn value_of(visit: &Visit, field: Option<&Field>, row: &Value, column: &str) -> Markup {
    // What the engine keeps of every record stands beside its own fields.
    let value = row["values"].get(column).or_else(|| row.get(column));
    match value {
        Some(value) => cell(visit, field, value, false),
        None if texts(row, "withheld").iter().any(|name| name == column) => {
            html! { span.empty { (visit.say(Word::Invisible)) } }
        }
        None => html! { span.empty { "–" } },
    }
}

/// The label of a column, and the field at its end: a path goes over references.
fn column_of(visit: &Visit, screen: &Screen, path: &str) -> Result<(String, Option<Field>), Fault> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Some(field) = screen.field(first) else { return Ok((crate::cells::label(visit.locale, path), None)) };
    match (rest, &field.refers_to) {
        (Some(rest), Some(object)) => {
            let session = visit.session()?;
            let next = visit.entry()?.known.screen(&session, object).map_err(|error| visit.fault(&error))?;
            let (label, end) = column_of(visit, &next, rest)?;
            Ok((format!("{} · {label}", field.label), end))
        }
        _ => Ok((field.label.clone(), Some(field.clone()))),
    }
}
