//! What a tag is: a kind of setup document (TAG-1).

use serde_json::json;

use super::store;
use super::types::MAX_NAME;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::page::{COUNT_LIMIT, Total};
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Step};
use crate::scoring::upkeep as scoring;

record! {
    /// A tag (标签); its name is the document's.
    input Tag {
        /// Its colour, `#RRGGBB`.
        colour: String [text(7)],
        /// The objects on whose records it may be put, `customer`; on any, where there are none.
        objects: Option<Vec<String>> = None [text(100), at_most(100)],
    }
}

/// Kept by sales managers too, read by everybody.
pub(super) static TAG: Kind =
    Kind { name: "tag", writes: Holders::named("SM"), reads: Holders::named("everyone"), ..Kind::of::<Tag>() };

impl Tag {
    /// Whether it may be put on records of the object.
    pub(super) fn is_for(&self, object: &str) -> bool {
        self.objects.as_ref().is_none_or(|objects| objects.is_empty() || objects.iter().any(|known| known == object))
    }
}

/// Whether a text is a colour: a number sign and six hexadecimal digits.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl Configures for Tag {
    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        match step.doing {
            Doing::Put | Doing::Rename => {
                if step.name.chars().count() > MAX_NAME && !cx.violations().has("name") {
                    let detail = format!("must have at most {MAX_NAME} characters");
                    cx.violations().add("name", "too_long", detail, Some(MAX_NAME.to_string()));
                }
                if !is_colour(&self.colour) && !cx.violations().has("colour") {
                    cx.violations().add("colour", "not_a_colour", "is no colour, as #1A2B3C is", None);
                }
                // What it is for may sleep by now: another name says nothing of it.
                let judged = self.objects.iter().flatten().filter(|_| step.doing == Doing::Put);
                for (at, object) in judged.enumerate() {
                    let (field, code) = (
                        format!("objects[{at}]"),
                        match cx.bears(object, Concern::Tags, step.brought_by)? {
                            Some(true) => continue,
                            Some(false) => "not_supported",
                            None => "unknown_object",
                        },
                    );
                    cx.violations().add(&field, code, "bears no tags", None);
                }
            }
            Doing::Delete => {
                if let Some(key) = step.key
                    && store::is_borne(cx.tx(), key)?
                {
                    let detail = "records bear it; one that no pack brings can be merged into another";
                    cx.violations().add("name", "in_use", detail, None);
                }
            }
            Doing::Enable | Doing::Disable => {}
        }
        Ok(())
    }

    fn concerns(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<Total> {
        let found = match step.key {
            Some(key) => store::count(cx.tx(), key, COUNT_LIMIT + 1)?,
            None => 0,
        };
        Ok(Total { count: found.min(COUNT_LIMIT), more: found > COUNT_LIMIT })
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        for (at, object) in self.objects.iter_mut().flatten().enumerate() {
            let mut name = Name::from(object.as_str());
            names.object(&format!("{}[{at}]", within(path, "objects")), &mut name);
            *object = name.to_string();
        }
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        match step.key.filter(|_| step.doing == Doing::Delete) {
            Some(key) => scoring::tag_gone(cx, key),
            None => Ok(()),
        }
    }

    fn let_go(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<i64> {
        let Some(key) = step.key else { return Ok(0) };
        scoring::tag_gone(cx, key)?;
        let records = i64::try_from(store::let_go(cx.tx(), key)?).unwrap_or(i64::MAX);
        if records > 0 {
            cx.changed_beside(Entity::SETUP_DOCUMENT, &json!({"purged": step.name, "records": records}))?;
        }
        Ok(records)
    }
}
