//! What is done: a template is found, what it names is read, and the document is printed.

use super::data;
use super::family::{Family, Library, Steps};
use super::needs::Needs;
use super::print::{Unprinted, print};
use super::setup::{TEMPLATE, Template};
use super::types::*;
use super::walk::walk;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::Context;
use crate::engine::labels::Locale;
use crate::engine::setup::store::{Document as Kept, named, version};
use crate::objects::RecordKey;

pub(super) use super::filing::render_file;

/// The enabled template of that name, in the version that is wanted; what is wrong is told.
fn wanted(cx: &mut Context<'_>, name: &str, options: &RenderOptions) -> Result<Option<Kept<Template>>> {
    let Some(found) = named::<Template>(cx.tx(), &TEMPLATE, name)?.filter(|found| found.enabled) else {
        cx.violations().add("template", "unknown", "is no template that is in use", None);
        return Ok(None);
    };
    let Some(number) = options.version.filter(|number| *number != found.version) else { return Ok(Some(found)) };
    match version(cx.tx(), found.key, number)? {
        Some(content) => Ok(Some(Kept { version: number, content, ..found })),
        None => {
            cx.violations().add("version", "unknown", "is no version of the template", None);
            Ok(None)
        }
    }
}

/// Notes what is wrong where no enabled template of that name is for records of this kind.
pub(crate) fn must_fit(cx: &mut Context<'_>, template: &str, record: &RecordKey) -> Result<()> {
    let found = wanted(cx, template, &RenderOptions::default())?;
    fits(cx, found.as_ref(), record);
    Ok(())
}

fn fits(cx: &mut Context<'_>, found: Option<&Kept<Template>>, record: &RecordKey) {
    if let Some(object) = found.and_then(|found| found.content.object.as_ref())
        && *object != record.object
    {
        let detail = format!("the template is for records of {object}");
        cx.violations().add("record", "wrong_kind", detail, Some(object.clone()));
    }
}

/// DOC-2, DOC-6, DOC-7.
pub(crate) fn render(
    cx: &mut Context<'_>,
    template: &str,
    record: &RecordKey,
    options: &Option<RenderOptions>,
) -> Result<Document> {
    let catalogue = cx.catalogue()?;
    let options = options.clone().unwrap_or_default();
    let found = wanted(cx, template, &options)?;
    fits(cx, found.as_ref(), record);
    let mut steps = Steps::new();
    let family = match &found {
        Some(found) => Library::default().family(cx, &found.name, &found.content, &mut steps)?,
        None => Family::default(),
    };
    let mut needs = Needs::default();
    if let Some(found) = found.as_ref().filter(|_| cx.violations().is_empty()) {
        // What it names may have gone since it was put.
        let body = (found.name.as_str(), found.content.body.as_str());
        match walk(&catalogue.definitions, Some(&record.object), body, &family, &mut steps) {
            Ok(found) => needs = found,
            Err(wrong) => wrong.iter().for_each(|wrong| wrong.tell_of(template, cx.violations())),
        }
    }
    // Where something is wrong the record is still asked for: whoever may not read it hears that first.
    let read = data::read(cx, record, &needs)?;
    cx.check_fields()?;
    let Some(Kept { name, version, content, .. }) = found else {
        return Err(CrmError::bug("a template that is not there was let in"));
    };
    let manner = data::manner(cx, options.language.or(content.language).unwrap_or(Locale::ZhHans))?;
    let longest = if needs.texts { read.longest() } else { 0 };
    let (seen, withheld) = read.seen(cx, &catalogue, &needs, &manner)?;
    let format = content.format.unwrap_or(TemplateFormat::Html);
    match print(&name, &content.body, &family.clauses, format, &manner, seen, longest) {
        Ok(text) => {
            let media_type = match format {
                TemplateFormat::Html => "text/html",
                TemplateFormat::Text => "text/plain",
            };
            let media_type = media_type.to_owned();
            Ok(Document { text, media_type, template: name, template_version: version, withheld })
        }
        Err(Unprinted::TooExpensive) => {
            cx.violations().add("template", "too_expensive", "takes more steps or room than a document may", None);
            cx.check_fields()?;
            Err(CrmError::bug("a refusal"))
        }
        Err(Unprinted::Unfit(clause, line, detail)) => {
            let detail = format!("{}, line {line}: {detail}", clause.unwrap_or(name));
            cx.violations().add("template", "unprintable", detail.clone(), Some(detail));
            cx.check_fields()?;
            Err(CrmError::bug("a refusal"))
        }
    }
}
