//! The form of a list: its conditions and its columns.

use maud::{Markup, html};

use crate::asked::Asked;
use crate::fault::Fault;
use crate::filter::{Row, asked_of};
use crate::parameters;
use crate::screens::{Choice, Field, Screen};
use crate::views;
use crate::visit::Visit;
use crate::words::Word;

/// The form of conditions and columns.
pub fn conditions(visit: &Visit, asked: &Asked) -> Result<Markup, Fault> {
    let screen = &asked.screen;
    let many = asked.rows.len() > 1;
    let mut rows = Vec::new();
    // One that is of no field is told above, and not sent again.
    for (field, row) in asked.rows.iter().filter_map(|row| Some((screen.field(&row.field)?, row))) {
        rows.push(condition(visit, rows.len(), field, row)?);
    }
    let parameters = parameters::inputs(visit, &asked.parameters)?;
    let shown = |name: &str| asked.columns.iter().any(|column| column == name);
    Ok(html! {
        form.filter method="get" role="search" {
            @if let Some(view) = &asked.view { input type="hidden" name="view" value=(views::name(view)); }
            @if let Some(sort) = &asked.sort { input type="hidden" name="sort" value=(sort); }
            @for parameter in &parameters { (parameter) }
            @for row in &rows { (row) }
            div.row {
                label for="add" { (visit.say(Word::AddCondition)) }
                select #add name="add" {
                    option value="" {}
                    @for field in offered(screen) {
                        option value=(field.name) { (field.label) }
                    }
                }
                @if many {
                    label for="any" { (visit.say(Word::Conditions)) }
                    select #any name="any" {
                        option value="" selected[!asked.any] { (visit.say(Word::MatchAll)) }
                        option value="true" selected[asked.any] { (visit.say(Word::MatchAny)) }
                    }
                }
                button { (visit.say(Word::Apply)) }
            }
            details {
                summary { (visit.say(Word::Columns)) }
                fieldset.columns {
                    legend { (visit.say(Word::Columns)) }
                    @for field in screen.fields.iter().filter(|field| field.readable && field.is_column()) {
                        label { input type="checkbox" name="c" value=(field.name) checked[shown(&field.name)]; " " (field.label) }
                    }
                }
            }
        }
    })
}

/// The fields of which something can be asked: those first that a list offers first.
fn offered(screen: &Screen) -> Vec<&Field> {
    let first = |field: &Field| screen.filters.iter().position(|name| *name == field.name).unwrap_or(usize::MAX);
    let mut fields: Vec<&Field> =
        screen.fields.iter().filter(|field| !field.asked.is_empty() && field.kind != "id").collect();
    fields.sort_by_key(|field| first(field));
    fields
}

fn condition(visit: &Visit, at: usize, field: &Field, row: &Row) -> Result<Markup, Fault> {
    let id = format!("v{at}");
    Ok(html! {
        div.row {
            input type="hidden" name="f" value=(field.name);
            label for=(id) { (field.label) }
            select name="o" aria-label={ (field.label) ": " (visit.say(Word::Conditions)) } {
                @for (name, word) in asked_of(field) {
                    option value=(name) selected[name == row.asked] { (visit.say(word)) }
                }
            }
            (value(visit, (&id, "v"), field, &row.value, false)?)
            button.plain name="remove" value=(at) aria-label={ (visit.say(Word::DeleteCondition)) ": " (field.label) } { "✕" }
        }
    })
}

/// Where the value of a condition is given, by an input of this id and name.
pub fn value(
    visit: &Visit,
    (id, name): (&str, &str),
    field: &Field,
    given: &str,
    required: bool,
) -> Result<Markup, Fault> {
    let choices: Option<Vec<Choice>> = match (&field.category, field.kind.as_str()) {
        (Some(category), _) => Some(crate::form::entries(visit, category)?),
        (None, "choice") => Some(field.choices.clone()),
        (None, "boolean") => Some(crate::form::yes_no(visit)),
        _ => None,
    };
    if let Some(choices) = choices {
        return Ok(html! {
            select id=(id) name=(name) required[required] {
                option value="" {}
                @for choice in &choices { option value=(choice.name) selected[choice.name == given] { (choice.label) } }
            }
        });
    }
    let kind = match field.kind.as_str() {
        "date" | "instant" => "date",
        _ => "text",
    };
    let object = field.refers_to.as_deref();
    let called = match object.filter(|_| crate::references::is_id(given)) {
        Some(object) => crate::references::title(visit, object, given)?.filter(|title| !title.is_empty()),
        None => None,
    };
    Ok(html! {
        // An id is shown as what it stands for, and sent as itself where nobody touches it.
        input id=(id) type=(kind) name=(name) value=(given) maxlength="500" data-pick=[object] required[required]
            inputmode=[matches!(field.kind.as_str(), "integer").then_some("numeric")];
        @if let Some(called) = called { span.called { (called) } }
    })
}
