//! What is wrong with a record, in the words of its definition (OBJ-18): the labels of its fields, and the texts of checks, of
//! what must be unique and of what may not overlap, in the session's language.

use super::write::Writing;
use crate::engine::error::{CrmError, FieldError};
use crate::engine::labels::Locale;

/// The refusal, as the pack's labels say it.
pub(super) fn said(refusal: CrmError, writing: &Writing, locale: Locale) -> CrmError {
    match refusal {
        CrmError::Invalid { fields } => {
            CrmError::Invalid { fields: fields.into_iter().map(|found| of_field(found, writing, locale)).collect() }
        }
        other => other,
    }
}

fn of_field(mut found: FieldError, writing: &Writing, locale: Locale) -> FieldError {
    let (Ok(model), catalogue) = (writing.model(), &writing.catalogue) else { return found };
    let object = model.name.as_str();
    if let Some(check) = found.field.strip_prefix("checks.") {
        let of_actions = model.actions.iter().filter(|action| action.checks.iter().any(|known| known.name == check));
        let paths = of_actions.map(|action| format!("{}.{}", action.action.name, found.field));
        let text = paths.chain([found.field.clone()]).find_map(|path| catalogue.labelled(locale, object, &path));
        let text = text.map_or_else(|| found.detail.clone(), str::to_owned);
        found.detail.clone_from(&text);
        found.text = text;
        return found;
    }
    let own = found.field.split(['.', '[']).next().unwrap_or_default();
    if !model.fields.iter().any(|field| field.name == own) {
        return found;
    }
    if !found.field.contains(['.', '[']) {
        found.label = catalogue.label(locale, object, own);
    }
    let says = |text: &Option<String>| text.as_ref() == Some(&found.detail);
    let unique = (1..).zip(&model.unique).find(|(_, one)| says(&one.text)).map(|(at, _)| format!("unique.{at}"));
    let span = (1..).zip(&model.spans).find(|(_, one)| says(&one.text)).map(|(at, _)| format!("no_overlap.{at}"));
    if let Some(path) = unique.or(span) {
        let text = catalogue.text(locale, object, &path, &found.detail);
        found.detail.clone_from(&text);
        found.text = text;
    }
    found
}
