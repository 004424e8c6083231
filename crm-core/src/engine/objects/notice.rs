//! What an action tells people (MACH-8, NOTIFY-2): a text in which `{path}` prints a field. What it prints is kept as values, so that
//! each reader is shown them by their own field rights, in the language of their own; no value is read as a text with `{` again.

use serde_json::{Map, Value as Json, json};

use super::asking::Asking;
use super::records::Notice;
use super::shape::Rights;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::ids::UserId;
use crate::engine::labels::{self, Locale};
use crate::engine::telling::NotificationKind;

/// What stands before a field of the record before the call.
pub(super) const OLD: &str = "old.";

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Path(&'t str),
}

/// The pieces of a text that was checked: `{{` is a brace.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find('{') {
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        if let Some(more) = behind.strip_prefix('{') {
            pieces.push(Piece::Text(&rest[..=at]));
            rest = more;
            continue;
        }
        let Some((path, more)) = behind.split_once('}') else { break };
        pieces.extend([Piece::Text(before), Piece::Path(path)]);
        rest = more;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

pub(super) fn paths(text: &str) -> Vec<String> {
    let path = |piece| match piece {
        Piece::Path(path) => Some(path.to_owned()),
        Piece::Text(_) => None,
    };
    pieces(text).into_iter().filter_map(path).collect()
}

impl Context<'_> {
    /// Has people told what an effect tells them, the record as the call leaves it; who called may be among them.
    pub(crate) fn notify(&mut self, notice: &Notice) -> Result<()> {
        let Notice { record, people, part, text, rule, old } = notice;
        let (operation, mut wanted) = (self.operation(), paths(text));
        wanted.retain(|path| !path.starts_with(OLD));
        let told = self.as_the_engine(operation, |cx| cx.printed_record(record, &wanted))?;
        let values: Map<String, Json> = wanted
            .into_iter()
            .map(|path| {
                let value = told.values.get(&path).map(|value| serde_json::to_value(value).unwrap_or_default());
                (path, value.unwrap_or_default())
            })
            .chain(old.iter().cloned())
            .collect();
        let mut detail = json!({"object": record.object, "part": part, "text": text, "values": values});
        if let Some(rule) = rule {
            detail["rule"] = rule.as_str().into();
        }
        let detail = detail.to_string();
        for id in people {
            self.tell_by_rule(UserId(id.0), NotificationKind::Notice, record, &detail)?;
        }
        Ok(())
    }

    /// What was told, as the acting user is shown it.
    pub(crate) fn notice(&mut self, record: &str, detail: &Json) -> Result<String> {
        let (catalogue, locale) = (self.catalogue()?, self.session().locale());
        let (text, part) = (detail["text"].as_str().unwrap_or_default(), detail["part"].as_str().unwrap_or_default());
        let known = |text: &&str| paths(text).iter().all(|path| detail["values"].get(path).is_some());
        // A version since then may print other fields.
        let said = match detail["rule"].as_str() {
            Some(rule) => catalogue.labelled_rule(locale, rule, part, text),
            None => catalogue.labelled(locale, record, part),
        };
        let text = said.filter(known).unwrap_or(text);
        let Some(own) = catalogue.definitions.get(record).map(|found| found.object.clone()) else {
            return Ok(String::new());
        };
        let asking = self.asking(own, "get")?;
        let shown = |piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Path(path) => asking.printed(path, &detail["values"][path], locale),
        };
        Ok(pieces(text).into_iter().map(shown).collect())
    }
}

impl Asking {
    /// A value of one of the records as it is printed; nothing where a field on the way to it is withheld.
    fn printed(&self, path: &str, value: &Json, locale: Locale) -> String {
        let (catalogue, path) = (&self.catalogue, path.strip_prefix(OLD).unwrap_or(path));
        let (mut of, mut choice) = (Some(self.own.name.to_string()), None);
        for (step, name) in path.split('.').enumerate() {
            let found = of.as_deref().and_then(|of| catalogue.definitions.get(of));
            let Some((found, field)) = found.and_then(|found| Some((found, found.object.field(name)?))) else {
                return String::new();
            };
            let rights = if step == 0 { self.rights() } else { self.rights_elsewhere() };
            if !rights.reads(&found.object, field) {
                return String::new();
            }
            choice = value.as_str().map(|value| catalogue.choice_label(locale, &found.object.name, &field.name, value));
            choice = choice.filter(|_| super::printed::is_choice(field));
            of = field.kind.to().map(ToString::to_string);
        }
        let amount = || value["amount"].as_str().zip(value["currency"].as_str());
        let title = || value["title"].as_str().or(value["item"].as_str());
        match (value, choice) {
            (_, Some(choice)) => choice,
            (Json::String(text), None) => text.clone(),
            (Json::Bool(true), None) => labels::sentence(locale, "text-notification-yes", &[]).unwrap_or_default(),
            (Json::Bool(false), None) => labels::sentence(locale, "text-notification-no", &[]).unwrap_or_default(),
            (Json::Number(number), None) => number.to_string(),
            (Json::Object(_), None) => match (amount(), title()) {
                (Some((amount, currency)), _) => format!("{amount} {currency}"),
                (None, title) => title.unwrap_or_default().to_owned(),
            },
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // MACH-8: `{path}` prints a field, and `{{` is a brace.
    #[test]
    fn a_text_has_pieces() {
        for (text, printed) in [
            ("", "||"),
            ("{number}: {total} paid", "||<number>|: |<total>| paid|"),
            ("{{{a.b}", "|{||<a.b>||"),
            ("a {{b}", "|a {|b}|"),
        ] {
            let written = pieces(text).iter().fold("|".to_owned(), |out, piece| match piece {
                Piece::Text(text) => format!("{out}{text}|"),
                Piece::Path(path) => format!("{out}<{path}>|"),
            });
            assert_eq!(written, printed, "{text}");
        }
    }
}
