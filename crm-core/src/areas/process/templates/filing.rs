//! Documents that are kept as files (DOC-6).

use serde_json::json;

use super::rules;
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Created, Slices};
use crate::engine::hanging::Concern;
use crate::files::names::made_of;
use crate::files::putting::{Put, once_below, put_with};
use crate::files::rules::shown;
use crate::files::{File, FileId, NewFile};
use crate::objects::RecordKey;

/// What there is before anything is written.
enum Begun {
    /// The call came before: its file.
    File(Box<File>),
    Document(Document),
}

/// DOC-6.
pub(super) fn render_file(
    slices: &mut Slices<'_>,
    template: &str,
    record: &RecordKey,
    options: &Option<RenderOptions>,
    id: &Option<FileId>,
) -> Result<File> {
    // By its arguments, and not by what is printed: that changes with the record, and with the day.
    let once = |cx: &mut Context<'_>, _: &str, asked: bool| {
        let below = [record.object.clone(), record.id.to_string(), template.to_owned()];
        once_below(cx, *id, &below, &options.clone().unwrap_or_default(), asked)
    };
    let begun = slices.read(|cx| {
        if id.is_some() {
            cx.bearer(record, Concern::Files)?;
            if let Created::Before(id) = once(cx, "", true)? {
                return Ok(Begun::File(Box::new(shown(cx, FileId(id))?)));
            }
        }
        rules::render(cx, template, record, options).map(Begun::Document)
    })?;
    let document = match begun {
        Begun::File(file) => return Ok(*file),
        Begun::Document(document) => document,
    };
    let ending = if document.media_type == "text/html" { ".html" } else { ".txt" };
    let new = NewFile {
        name: made_of(&document.template, ending),
        media_type: Some(document.media_type.clone()),
        ..Default::default()
    };
    let bytes = document.text.as_bytes();
    let put = Put { record, new: &new, bytes, field: "template", most: MAX_PRINTED, once: &once };
    put_with(slices, &put, &mut |cx, _| {
        let (template, version) = (&document.template, document.template_version);
        let record = json!({"object": record.object, "id": record.id});
        let told = json!({"template": template, "template_version": version, "record": record, "options": options});
        cx.told_instead(&told)
    })
}
