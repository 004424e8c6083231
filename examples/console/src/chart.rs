//! A view that counts and sums, as a table and as a chart: bars, a line, or shares. Drawn by the server, without scripts.

use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, text};
use crate::cells::cell;
use crate::fault::Fault;
use crate::visit::{Answer, Page, Visit};
use crate::words::Word;
use crate::{parameters, views};

/// Bars, points or shares that are drawn; the table below has all.
const DRAWN: usize = 40;

/// A group of the table, as the chart has it: what it is called by its first key and by the others, and how much it is.
struct Point {
    label: String,
    rest: String,
    value: f64,
    shown: String,
}

impl Point {
    fn name(&self) -> String {
        if self.rest.is_empty() { self.label.clone() } else { format!("{} · {}", self.label, self.rest) }
    }
}

/// The table of a view, and its chart.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let name = visit.query.filled("view").unwrap_or_default();
    let all = views::of(visit, None)?;
    let view = all.iter().find(|view| views::name(view) == name);
    let view = view.filter(|view| view["definition"]["measures"].is_array()).ok_or_else(|| visit.missing())?;
    let parameters = parameters::declared(visit, &view["definition"], &visit.query);
    let (given, mut wrong) = parameters::values(visit, &parameters)?;
    let mut table = Value::Null;
    if wrong.is_empty() && !parameters::wait(&parameters) {
        match visit.try_ask("views.table", &json!({"view": name, "parameters": given}))? {
            Ok(found) => table = found,
            Err(error) => {
                let fault = visit.fault(&error);
                if fault.status != StatusCode::UNPROCESSABLE_ENTITY {
                    return Err(fault);
                }
                wrong = fault.fields.iter().map(|field| format!("{}: {}", field.label, field.text)).collect();
            }
        }
    }
    let inputs = parameters::inputs(visit, &parameters)?;
    let columns = list(&table, "columns");
    let grouped = list(&view["definition"], "group").len();
    let measures: Vec<(usize, &str)> =
        columns.iter().enumerate().skip(grouped).map(|(at, column)| (at, text(column, "label"))).collect();
    let measure = visit.query.get("m").and_then(|at| at.parse::<usize>().ok());
    let measure = measure.filter(|at| measures.iter().any(|(known, _)| known == at)).unwrap_or(grouped);
    let over_time = columns.first().is_some_and(|column| matches!(text(column, "kind"), "date" | "instant"));
    let kind = visit.query.filled("as").unwrap_or(if over_time { "line" } else { "bars" });
    let points = points(visit, grouped, measure, list(&table, "rows"));
    let title = views::label(visit, view);
    let body = html! {
        p { a href={ "/o/" (text(view, "object")) } { (visit.say(Word::ShowAll)) } }
        form.filter method="get" {
            input type="hidden" name="view" value=(name);
            @for input in &inputs { (input) }
            div.row {
                @if measures.len() > 1 {
                    label for="m" { (visit.say(Word::What)) }
                    select #m name="m" { @for (at, label) in &measures {
                        option value=(at) selected[*at == measure] { (label) }
                    } }
                }
                label for="as" { (visit.say(Word::Chart)) }
                select #as name="as" {
                    @for (name, word) in [("bars", Word::Bars), ("line", Word::Line), ("share", Word::Share)] {
                        option value=(name) selected[name == kind] { (visit.say(word)) }
                    }
                }
                button { (visit.say(Word::Apply)) }
            }
        }
        @if !wrong.is_empty() {
            div.error role="alert" { p { (visit.say(Word::ErrorsAbove)) } ul { @for one in &wrong { li { (one) } } } }
        }
        @if !table.is_null() {
            @if !points.is_empty() { (drawn(&title, kind, &points)) }
            @if points.len() > DRAWN { p { (visit.say(Word::FirstDrawn)) } }
            (rows(visit, columns, list(&table, "rows")))
        }
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Answer::Page(Page { title, body, status }))
}

/// The groups, each with its measure; what is no number counts as nothing.
fn points(visit: &Visit, grouped: usize, measure: usize, rows: &[Value]) -> Vec<Point> {
    let plain = |value: &Value| match value {
        Value::Object(fields) => {
            fields.get("title").or(fields.get("amount")).and_then(Value::as_str).map(str::to_owned)
        }
        Value::String(text) => Some(text.clone()),
        Value::Null => Some("–".to_owned()),
        Value::Bool(yes) => Some(if *yes { Word::Yes } else { Word::No }.text(visit.locale).to_owned()),
        other => Some(other.to_string()),
    };
    let point = |row: &Value| {
        let mut keys = (0..grouped).filter_map(|at| plain(&row[at]));
        let label = keys.next().unwrap_or_default();
        let shown = plain(&row[measure]).unwrap_or_default();
        Point { label, rest: keys.collect::<Vec<_>>().join(" · "), value: shown.parse().unwrap_or(0.0), shown }
    };
    rows.iter().map(point).collect()
}

fn drawn(title: &str, kind: &str, points: &[Point]) -> Markup {
    // What is not drawn counts in a share all the same.
    let whole = points.iter().map(|point| point.value.max(0.0)).sum();
    let points = &points[..points.len().min(DRAWN)];
    match kind {
        "line" => line(title, points),
        "share" => shares(title, points, whole),
        _ => bars(title, points),
    }
}

fn most(points: &[Point]) -> f64 {
    points.iter().map(|point| point.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE)
}

fn bars(title: &str, points: &[Point]) -> Markup {
    let most = most(points);
    html! {
        svg.chart role="img" aria-label=(title) viewBox={ "0 0 640 " (points.len() * 28) } {
            @for (at, point) in points.iter().enumerate() {
                @let y = at * 28;
                text x="200" y=(y + 18) text-anchor="end" { (short(&point.name(), 24)) }
                rect.mark x="208" y=(y + 4) width=(scaled(point.value.max(0.0) / most * 320.0)) height="20" {}
                text x=(scaled(214.0 + point.value.max(0.0) / most * 320.0)) y=(y + 18) { (point.shown) }
            }
        }
    }
}

/// A line for each group of the keys behind the first one, which it runs along.
fn line(title: &str, points: &[Point]) -> Markup {
    let most = most(points);
    let along = distinct(points.iter().map(|point| &point.label));
    let lines = distinct(points.iter().map(|point| &point.rest));
    let step = 500.0 / (along.len().max(2) - 1) as f64;
    let x = |label: &String| scaled(30.0 + step * along.iter().position(|known| *known == label).unwrap_or(0) as f64);
    let y = |point: &Point| scaled(200.0 - point.value.max(0.0) / most * 170.0);
    // As many labels as there is room for.
    let every = along.len().div_ceil(6).max(1);
    html! {
        svg.chart role="img" aria-label=(title) viewBox="0 0 640 240" {
            @for (number, rest) in lines.iter().enumerate() {
                @let own: Vec<&Point> = points.iter().filter(|point| point.rest == **rest).collect();
                @let path: Vec<String> = own.iter().map(|point| format!("{},{}", x(&point.label), y(point))).collect();
                @let dashes = (number > 0).then(|| format!("{} {}", 2 + 4 * number, 3));
                polyline.stroke points=(path.join(" ")) fill="none" stroke-dasharray=[dashes] {}
                @for point in &own {
                    circle.mark cx=(x(&point.label)) cy=(y(point)) r="4" { title { (point.name()) ": " (point.shown) } }
                }
                @if let Some(last) = own.last() { text x="540" y=(y(last)) { (short(rest, 12)) } }
            }
            @for (at, label) in along.iter().enumerate().filter(|(at, _)| at % every == 0) {
                text x=(x(label)) y="225" text-anchor=(if at == 0 { "start" } else { "middle" }) { (short(label, 16)) }
            }
        }
    }
}

fn distinct<'p>(all: impl Iterator<Item = &'p String>) -> Vec<&'p String> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn shares(title: &str, points: &[Point], whole: f64) -> Markup {
    let sum = whole.max(f64::MIN_POSITIVE);
    html! {
        svg.chart role="img" aria-label=(title) viewBox={ "0 0 640 " (points.len() * 28) } {
            @for (at, point) in points.iter().enumerate() {
                @let share = point.value.max(0.0) / sum;
                @let y = at * 28;
                text x="200" y=(y + 18) text-anchor="end" { (short(&point.name(), 24)) }
                rect.ground x="208" y=(y + 4) width="320" height="20" {}
                rect.mark x="208" y=(y + 4) width=(scaled(share * 320.0)) height="20" {}
                text x="534" y=(y + 18) { (scaled(share * 100.0)) " %" }
            }
        }
    }
}

fn scaled(value: f64) -> String {
    format!("{value:.1}")
}

fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most { label.to_owned() } else { label.chars().take(most - 1).chain(['…']).collect() }
}

fn rows(visit: &Visit, columns: &[Value], rows: &[Value]) -> Markup {
    html! {
        @if rows.is_empty() { p.empty { (visit.say(Word::NoRecords)) } }
        @else { div.scroll role="region" tabindex="0" aria-label=(visit.say(Word::Result)) { table {
            thead { tr { @for column in columns { th scope="col" { (text(column, "label")) } } } }
            tbody { @for row in rows { tr {
                @for value in row.as_array().into_iter().flatten() { td { (cell(visit, None, value, false)) } }
            } } }
        } } }
    }
}
