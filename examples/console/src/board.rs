//! A board: the records of an object by their states, each with what can be done with it now.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text, texts};
use crate::asked::Asked;
use crate::cells::{cell, link};
use crate::fault::Fault;
use crate::list::counted;
use crate::record::{allowed, button};
use crate::table::title_of;
use crate::visit::{Answer, Visit, page};
use crate::words::Word;

/// Cards of a state.
const CARDS: usize = 20;
/// Fields on a card.
const FIELDS: usize = 3;

/// The board.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let asked = Asked::read(visit, &visit.query)?;
    let screen = asked.screen.clone();
    let (field, states) = screen.board.as_ref().ok_or_else(|| visit.missing())?;
    let fields: Vec<&String> = asked.columns.iter().filter(|column| *column != field).take(FIELDS).collect();
    let mut columns = Vec::new();
    for state in states {
        let arguments = json!({
            "object": screen.name,
            "filter": {"field": field, "is": state.name},
            "fields": fields,
            "page": {"limit": CARDS, "count": true},
        });
        columns.push((state, visit.ask("objects.list", &arguments)?));
    }
    // One question for all cards: what may be done with each now.
    let rows: Vec<&Value> = columns.iter().flat_map(|(_, page)| list(page, "items")).collect();
    let mut operations = allowed(visit, &screen, &rows)?.into_iter();
    let body = html! {
        p { a href={ "/o/" (screen.name) } { (screen.label) } }
        div.board { @for (state, page) in &columns {
            section.final[state.is_final] aria-labelledby={ "state-" (state.name) } {
                h2 id={ "state-" (state.name) } {
                    a href={ "/o/" (screen.name) "?f=" (field) "&o=is&v=" (state.name) } { (state.label) }
                    " (" (counted(page["total"]["count"].as_i64().unwrap_or_default(), page["total"]["more"] == true)) ")"
                }
                @for row in list(page, "items") {
                    (card(visit, &asked, &fields, row, &operations.next().unwrap_or_default()))
                }
            }
        } }
    };
    page(format!("{} · {}", screen.label, visit.say(Word::Board)), body)
}

fn card(visit: &Visit, asked: &Asked, fields: &[&String], row: &Value, operations: &[String]) -> Markup {
    let screen = &asked.screen;
    let withheld = texts(row, "withheld");
    let actions = operations.iter().filter_map(|name| screen.operation(name)).filter(|verb| verb.verb == "action");
    html! {
        article.card {
            h3 { (link(&screen.name, text(row, "id"), title_of(row))) }
            @for name in fields.iter().filter(|name| !withheld.contains(name)) {
                @let value = &row["values"][name.as_str()];
                @if !value.is_null() { p { (cell(visit, screen.field(name), value, false)) } }
            }
            // What moves a record to another state; the rest stands on its own page.
            div.tools { @for verb in actions.filter(|verb| screen.moves(&verb.operation)) { (button(visit, screen, row, verb)) } }
        }
    }
}
