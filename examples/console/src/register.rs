//! Lists that are no object's: roles, the audit, sign-ins, whatever else an operation lists. What their columns are and what
//! can be done with a row the registry of operations says.

use crm_core::schema::{FieldInfo, RecordInfo, Type};
use crm_core::{Access, Locale, Operation};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::ask::{list, put, text};
use crate::cells::cell;
use crate::draw::{self, Drawn};
use crate::fault::Fault;
use crate::form::{self, Form};
use crate::given;
use crate::visit::{Answer, Pairs, Visit, page};
use crate::words::Word;

/// Columns beside the details of a row.
const COLUMNS: usize = 7;

/// The record that an operation lists, where it needs to be told nothing for that.
pub fn listed(operation: &Operation) -> Option<&'static RecordInfo> {
    if operation.access != Access::Read || !operation.arguments.iter().all(|argument| argument.optional) {
        return None;
    }
    rows_of(operation)
}

/// The record of which an operation answers with a list, or a page.
pub fn rows_of(operation: &Operation) -> Option<&'static RecordInfo> {
    let rows = match operation.result.required() {
        Type::Record(page) => &page.fields.iter().find(|field| field.name() == "items")?.ty,
        rows => rows,
    };
    match rows {
        Type::List(Type::Record(row)) => Some(row),
        _ => None,
    }
}

/// The list.
pub fn show(visit: &Visit) -> Result<Answer, Fault> {
    let operation = Operation::find(visit.place("operation")).ok_or_else(|| visit.missing())?;
    let row = listed(operation).ok_or_else(|| visit.missing())?;
    let mut form = form::of(visit, operation.name)?;
    form.inputs.retain(|input| !input.path.starts_with("page.") && input.kind != form::Kind::Json);
    let mut arguments = json!({});
    let wrong = given::read(visit, &form, &visit.query, &mut arguments)?;
    let paged = operation.arguments.iter().any(|argument| argument.name() == "page");
    if paged {
        put(
            &mut arguments,
            "page",
            visit.query.filled("after").map_or_else(|| json!({}), |after| json!({"after": after})),
        );
    }
    let found = if wrong.is_empty() { visit.ask(operation.name, &arguments)? } else { Value::Null };
    let rows = found.as_array().map_or_else(|| list(&found, "items"), Vec::as_slice);
    let actions = actions(visit, operation)?;
    let next = found["next"].as_str().map(|next| {
        let mut query = visit.query.clone();
        query.0.retain(|(name, _)| name != "after");
        query.0.push(("after".into(), next.into()));
        query.written()
    });
    let body = html! {
        (conditions(visit, &form, wrong))
        @if rows.is_empty() { p.empty { (visit.say(Word::NoRecords)) } }
        @else { (table(visit, operation, row, rows, &actions)) }
        nav.pages aria-label=(visit.say(Word::Count)) {
            @if let Some(next) = next { a rel="next" href={ "?" (next) } { (visit.say(Word::Next)) } }
        }
    };
    page(form.label.clone(), body)
}

/// The list's own conditions, folded away until one is set.
fn conditions(visit: &Visit, form: &Form, wrong: Vec<given::Wrong>) -> Markup {
    if form.inputs.is_empty() {
        return html! {};
    }
    let set = visit.query.0.iter().any(|(name, value)| name != "after" && !value.is_empty());
    let drawn = Drawn {
        form,
        to: visit.path.clone(),
        pairs: Pairs(visit.query.0.clone()),
        was: None,
        now: None,
        wrong,
        hidden: Vec::new(),
        back: visit.path.clone(),
        send: visit.say(Word::Apply).to_owned(),
    };
    html! { details.filter open[set] { summary { (visit.say(Word::Conditions)) } (draw::asking(visit, &drawn)) } }
}

/// The operations of the same area that take a row by its id, as far as the visitor's roles hold them.
fn actions(visit: &Visit, operation: &Operation) -> Result<Vec<(&'static Operation, String)>, Fault> {
    let takes = |other: &&Operation| {
        let by_id =
            |argument: &FieldInfo| argument.name() == "id" && !argument.optional && matches!(argument.ty, Type::Id(_));
        other.area == operation.area && other.access == Access::Write && other.arguments.iter().any(by_id)
    };
    let mut all = Vec::new();
    for other in Operation::all().filter(takes) {
        let told = visit.ask("meta.describe", &json!({"operation": other.name}))?;
        if told["permitted"] == true {
            all.push((other, text(&told, "label").to_owned()));
        }
    }
    Ok(all)
}

/// Whether a field's value is short enough for a column.
fn is_column(field: &FieldInfo) -> bool {
    let short = |ty: &Type| !matches!(ty, Type::List(_) | Type::Json | Type::Tree | Type::Value | Type::Values);
    !matches!(field.name(), "id" | "version") && short(field.ty.required())
}

pub fn label(locale: Locale, row: &RecordInfo, field: &FieldInfo) -> String {
    crm_core::labels::field(locale, row.name, field.name()).unwrap_or_else(|| field.name().to_owned())
}

/// A value, where it is one of a choice its label.
pub fn value(visit: &Visit, field: &FieldInfo, value: &Value, whole: bool) -> Markup {
    let locale = visit.locale;
    let known = field.ty.required().choice().zip(value.as_str());
    match known.and_then(|(choice, name)| crm_core::labels::choice(locale, choice.name, name)) {
        Some(label) => html! { (label) },
        None => match value.as_str().and_then(|name| crm_core::labels::operation(locale, name)) {
            Some(label) => html! { (label) },
            None => cell(visit, None, value, whole),
        },
    }
}

fn table(
    visit: &Visit,
    operation: &Operation,
    row: &'static RecordInfo,
    rows: &[Value],
    actions: &[(&Operation, String)],
) -> Markup {
    let columns: Vec<&FieldInfo> = row.fields.iter().filter(|field| is_column(field)).take(COLUMNS).collect();
    let rest: Vec<&FieldInfo> =
        row.fields.iter().filter(|field| !columns.iter().any(|column| column.name() == field.name())).collect();
    let known =
        |field: &&&FieldInfo, row: &Value| !matches!(field.name(), "id" | "version") && !row[field.name()].is_null();
    html! {
        div.scroll role="region" tabindex="0" aria-label=(operation.name) { table {
            thead { tr {
                @for column in &columns { th scope="col" { (label(visit.locale, row, column)) } }
                th scope="col" { (visit.say(Word::Arguments)) }
            } }
            tbody { @for one in rows { tr {
                @for column in &columns { td { (value(visit, column, &one[column.name()], false)) } }
                td { details {
                    summary { (visit.say(Word::Arguments)) }
                    dl { @for field in rest.iter().filter(|field| known(field, one)) {
                        dt { (label(visit.locale, row, field)) }
                        dd { (value(visit, field, &one[field.name()], true)) }
                    } }
                    @if let Some(id) = one["id"].as_str() {
                        div.tools { @for (action, label) in actions { a href={ "/do/" (action.name) "?id=" (id) } { (label) } } }
                    }
                } }
            } } }
        } }
    }
}

/// A record's fields, but for those in which nothing is.
pub fn fields(visit: &Visit, info: &'static RecordInfo, record: &Value) -> Markup {
    let known = info.fields.iter().filter(|field| {
        let value = &record[field.name()];
        let raw = matches!(field.ty.required(), Type::Id(_));
        !raw && field.name() != "version" && !value.is_null() && !value.as_array().is_some_and(Vec::is_empty)
    });
    html! {
        dl { @for field in known {
            dt { (label(visit.locale, info, field)) }
            dd { (value(visit, field, &record[field.name()], !matches!(field.ty.required(), Type::Record(_)))) }
        } }
    }
}
