//! A form as HTML: each field with its label, its help, its limits, and what is wrong with it.

use maud::{Markup, html};

use crate::form::{Form, Input, Kind, yes_no};
use crate::given::{self, Wrong, canonical};
use crate::page::token;
use crate::screens::Choice;
use crate::seen::Reader as _;
use crate::visit::{Pairs, Visit};
use crate::words::Word;

/// What a form shows.
pub struct Drawn<'d> {
    pub form: &'d Form,
    /// Where it is sent.
    pub to: String,
    /// What stands in its fields.
    pub pairs: Pairs,
    /// What the record held when the form was made, where it changes one.
    pub was: Option<Pairs>,
    /// What the record holds by now, where somebody else was faster.
    pub now: Option<Pairs>,
    pub wrong: Vec<Wrong>,
    /// What goes along unseen.
    pub hidden: Vec<(String, String)>,
    /// Where one goes who changes their mind.
    pub back: String,
    /// What the button says.
    pub send: String,
}

/// The form.
pub fn form(visit: &Visit, drawn: &Drawn<'_>) -> Markup {
    form_behind(visit, drawn, &html! {})
}

/// The form, with something before its fields.
pub fn form_behind(visit: &Visit, drawn: &Drawn<'_>, first: &Markup) -> Markup {
    let files = drawn.form.inputs.iter().any(|input| input.kind == Kind::File);
    html! {
        (summary(visit, &drawn.wrong))
        @if drawn.now.is_some() { p.error role="alert" { (visit.say(Word::Stale)) } }
        @if !drawn.form.help.is_empty() { p.help { (drawn.form.help) } }
        form.fields method="post" action=(drawn.to) enctype=[files.then_some("multipart/form-data")] novalidate[drawn.form.inputs.len() > 1] {
            (token(visit))
            @for (name, value) in &drawn.hidden { input type="hidden" name=(name) value=(value); }
            (first)
            (fields(visit, drawn))
            @if drawn.form.confirm { p.warning { (visit.say(Word::ConfirmFirst)) } }
            p.buttons {
                button { (drawn.send) }
                a href=(drawn.back) { (visit.say(Word::Cancel)) }
            }
        }
    }
}

/// A form that asks and changes nothing, so that its address says all of it.
pub fn asking(visit: &Visit, drawn: &Drawn<'_>) -> Markup {
    html! {
        (summary(visit, &drawn.wrong))
        form.fields method="get" action=(drawn.to) {
            @for input in &drawn.form.inputs { (field(visit, drawn, input)) }
            p.buttons { button { (drawn.send) } a href=(drawn.back) { (visit.say(Word::ShowAll)) } }
        }
    }
}

/// Everything that is wrong, with links to where it is.
fn summary(visit: &Visit, wrong: &[Wrong]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div.error role="alert" {
                p { (visit.say(Word::ErrorsAbove)) }
                ul { @for one in wrong { li {
                    @if let Some(path) = &one.path { a href={ "#" (path) } { (one.label) ": " (one.text) } }
                    @else { (one.label) ": " (one.text) }
                } } }
            }
        }
    }
}

/// The fields; those of a record inside that need not be given are folded away while nothing is in them.
fn fields(visit: &Visit, drawn: &Drawn<'_>) -> Markup {
    let inputs = &drawn.form.inputs;
    let mut groups: Vec<&[Input]> = inputs.chunk_by(|a, b| a.within == b.within).collect();
    groups.retain(|group| !group.is_empty());
    let filled = |input: &Input| !canonical(input, &drawn.pairs).is_empty();
    let wrong = |input: &Input| drawn.wrong.iter().any(|wrong| is_of(wrong, input));
    html! {
        @for group in groups {
            @match group.first().and_then(|first| first.within.as_ref()) {
                None => { @for input in group { (field(visit, drawn, input)) } }
                Some(label) => {
                    details.within open[group.iter().any(|input| filled(input) || wrong(input))] {
                        summary { (label) }
                        @for input in group { (field(visit, drawn, input)) }
                    }
                }
            }
        }
    }
}

/// Whether something is wrong with a field, or with a row of it.
fn is_of(wrong: &Wrong, input: &Input) -> bool {
    let row = |path: &String| path.strip_prefix(&input.path).is_some_and(|rest| rest.starts_with('['));
    wrong.path.as_ref().is_some_and(|path| *path == input.path || row(path))
}

fn field(visit: &Visit, drawn: &Drawn<'_>, input: &Input) -> Markup {
    let path = &input.path;
    let wrong: Vec<&Wrong> = drawn.wrong.iter().filter(|wrong| is_of(wrong, input)).collect();
    let limits = limits(visit, input);
    let mut described = Vec::new();
    if !input.help.is_empty() || !limits.is_empty() {
        described.push(format!("{path}-help"));
    }
    if !wrong.is_empty() {
        described.push(format!("{path}-wrong"));
    }
    let described = (!described.is_empty()).then(|| described.join(" "));
    let now = drawn
        .now
        .as_ref()
        .map(|now| canonical_text(input, now))
        .filter(|now| *now != canonical_text(input, &drawn.pairs));
    html! {
        div.field.wrong[!wrong.is_empty()] {
            @if matches!(input.kind, Kind::Rows(_)) { p.label id=(path) tabindex="-1" { (input.label) } }
            @else {
                label for=(path) {
                    (input.label)
                    @if input.required { " " span.required { "(" (visit.say(Word::Required)) ")" } }
                }
            }
            (control(visit, drawn, input, described.as_deref(), !wrong.is_empty()))
            @if let Some(was) = &drawn.was { input type="hidden" name={ "was:" (path) } value=(canonical(input, was)); }
            @if !input.help.is_empty() || !limits.is_empty() {
                p.help id={ (path) "-help" } { (input.help) @if !input.help.is_empty() && !limits.is_empty() { " " } (limits) }
            }
            @if !wrong.is_empty() {
                div.error id={ (path) "-wrong" } { @for one in &wrong {
                    p { (one.text) }
                    // In a list of lines an id takes the place of a name.
                    @if matches!(input.kind, Kind::Lines(_)) && !one.choices.is_empty() {
                        ul { @for (id, title) in &one.choices { li { (title) ": " code { (id) } } } }
                    }
                } }
            }
            @if let Some(now) = now {
                p.now { (visit.say(Word::Now)) ": " strong { (if now.is_empty() { "–" } else { &now }) } }
            }
        }
    }
}

/// A value as a person reads it beside the form.
fn canonical_text(input: &Input, pairs: &Pairs) -> String {
    let plain = match input.kind {
        Kind::Reference(_) => pairs.get(&input.path).unwrap_or_default().to_owned(),
        _ => canonical(input, pairs),
    };
    input.choices.iter().find(|choice| choice.name == plain).map_or(plain, |choice| choice.label.clone())
}

fn limits(visit: &Visit, input: &Input) -> String {
    let mut said: Vec<String> = Vec::new();
    match input.kind {
        Kind::Lines(_) | Kind::Numbers => said.push(visit.say(Word::Lines).to_owned()),
        Kind::Json => said.push(visit.say(Word::Json).to_owned()),
        Kind::Instant => said.push(visit.zone().name().to_owned()),
        _ => {}
    }
    match (&input.minimum, &input.maximum) {
        (Some(low), Some(high)) => said.push(format!("{low} – {high}")),
        (Some(low), None) => said.push(format!("≥ {low}")),
        (None, Some(high)) => said.push(format!("≤ {high}")),
        (None, None) => {}
    }
    if let Some(default) = &input.default {
        said.push(format!("{} {default}", visit.say(Word::Unasked)));
    }
    said.join(" · ")
}

fn control(visit: &Visit, drawn: &Drawn<'_>, input: &Input, described: Option<&str>, wrong: bool) -> Markup {
    let path = &input.path;
    let pairs = &drawn.pairs;
    let given = pairs.get(path).unwrap_or_default();
    let invalid = wrong.then_some("true");
    let plain = |kind: &str, mode: Option<&str>, step: Option<&str>| {
        // A secret stands in no page, whoever filled it in.
        let value = (input.kind != Kind::Secret).then_some(given);
        html! {
            input id=(path) name=(path) type=(kind) value=[value] required[input.required] inputmode=[mode] step=[step]
                minlength=[input.min_length] maxlength=[input.max_length] aria-describedby=[described] aria-invalid=[invalid]
                autocomplete=(if kind == "password" { "new-password" } else { "off" });
        }
    };
    match &input.kind {
        Kind::Rows(fields) => rows(visit, drawn, input, fields),
        Kind::Area | Kind::Json | Kind::Lines(_) | Kind::Numbers => html! {
            textarea id=(path) name=(path) rows="4" required[input.required] maxlength=[input.max_length]
                aria-describedby=[described] aria-invalid=[invalid] { "\n" (given) }
        },
        Kind::Select | Kind::Boolean => {
            let mut choices = if input.kind == Kind::Boolean { yes_no(visit) } else { input.choices.clone() };
            // What the record holds stays to be chosen, even where it is offered to nobody any more.
            if !given.is_empty() && !choices.iter().any(|choice| choice.name == given) {
                let title = pairs.filled(&format!("{path}:title")).unwrap_or(given);
                choices.push(Choice { name: given.to_owned(), label: title.to_owned() });
            }
            html! {
                select id=(path) name=(path) required[input.required] aria-describedby=[described] aria-invalid=[invalid] {
                    option value="" { @if input.required { (visit.say(Word::Choose)) } }
                    @for choice in &choices { option value=(choice.name) selected[choice.name == given] { (choice.label) } }
                }
            }
        }
        Kind::Checks => html! {
            fieldset id=(path) aria-describedby=[described] {
                legend.hidden { (input.label) }
                @for one in pairs.all(path).filter(|one| !one.is_empty() && !input.choices.iter().any(|known| known.name == **one)) {
                    label.check { input type="checkbox" name=(path) value=(one) checked; " …" }
                }
                @for choice in &input.choices {
                    label.check {
                        input type="checkbox" name=(path) value=(choice.name) checked[pairs.all(path).any(|one| one == choice.name)];
                        " " (choice.label)
                    }
                }
            }
        },
        Kind::Money => {
            let part = |part: &str| pairs.get(&format!("{path}:{part}")).unwrap_or_default().to_owned();
            html! {
                span.money {
                    input id=(path) name={ (path) ":amount" } value=(part("amount")) inputmode="decimal" required[input.required]
                        maxlength="30" aria-describedby=[described] aria-invalid=[invalid] autocomplete="off";
                    input name={ (path) ":currency" } value=(part("currency")) maxlength="3" size="4" placeholder="CNY"
                        aria-label={ (input.label) ": " (visit.say(Word::Currency)) } autocomplete="off";
                }
            }
        }
        Kind::Reference(object) => reference(visit, drawn, input, object, described, invalid),
        Kind::File => html! {
            input id=(path) name=(path) type="file" required[input.required] aria-describedby=[described] aria-invalid=[invalid];
        },
        Kind::Secret => plain("password", None, None),
        Kind::Integer => plain("text", Some("numeric"), None),
        Kind::Decimal => plain("text", Some("decimal"), None),
        Kind::Date => plain("date", None, None),
        Kind::Instant => plain("datetime-local", None, Some("1")),
        Kind::Text => plain("text", None, None),
    }
}

/// Rows that stand empty below those that are filled.
const SPARE: usize = 2;

/// Records as rows of a table, and some more to fill in.
fn rows(visit: &Visit, drawn: &Drawn<'_>, input: &Input, fields: &[Input]) -> Markup {
    // What tells a row from others goes along unseen.
    let (hidden, shown): (Vec<&Input>, Vec<&Input>) =
        fields.iter().partition(|field| field.path == "id" && !field.required);
    let count = given::row_count(input, &drawn.pairs) + SPARE;
    html! {
        div.scroll role="region" tabindex="0" aria-label=(input.label) { table.rows {
            thead { tr { @for field in &shown {
                th scope="col" { (field.label) @if field.required { " " span.required { "(" (visit.say(Word::Required)) ")" } } }
            } } }
            tbody { @for at in 0..count { tr {
                @for (place, field) in shown.iter().enumerate() {
                    // No row must be filled.
                    @let one = Input { required: false, ..input.at(at, field) };
                    td {
                        @for key in hidden.iter().filter(|_| place == 0).map(|key| input.at(at, key)) {
                            input type="hidden" name=(key.path) value=(drawn.pairs.get(&key.path).unwrap_or_default());
                        }
                        label.hidden for=(one.path) { (input.label) " " (at + 1) ": " (field.label) }
                        (control(visit, drawn, &one, None, false))
                    }
                }
            } } }
        } }
    }
}

/// A record is named by what people call it; where several are called so, one of them is chosen.
fn reference(
    visit: &Visit,
    drawn: &Drawn<'_>,
    input: &Input,
    object: &str,
    described: Option<&str>,
    invalid: Option<&str>,
) -> Markup {
    let path = &input.path;
    let part = |part: &str| drawn.pairs.get(&format!("{path}{part}")).unwrap_or_default().to_owned();
    let several = drawn.wrong.iter().find(|wrong| wrong.path.as_ref() == Some(path) && !wrong.choices.is_empty());
    html! {
        @if let Some(several) = several {
            select id=(path) name=(path) required[input.required] aria-describedby=[described] aria-invalid=[invalid] {
                option value="" { (visit.say(Word::Choose)) }
                @for (id, title) in &several.choices { option value=(id) { (title) } }
            }
        } @else {
            input id=(path) name=(path) value=(part("")) required[input.required] maxlength="500" data-pick=(object)
                placeholder=(visit.say(Word::Search)) aria-describedby=[described] aria-invalid=[invalid] autocomplete="off";
            input type="hidden" name={ (path) ":id" } value=(part(":id"));
            input type="hidden" name={ (path) ":title" } value=(part(":title"));
        }
    }
}
