//! What a template is: a kind of setup document (DOC-1, DOC-3). One of no object is a clause too, for records of any kind.

use super::family::{self, Library, Steps};
use super::parsed::included;
use super::renames::renamed;
use super::types::TemplateFormat;
use super::walk::{MISTAKES, walk};
use super::wrong::Wrong;
use crate::dictionary::DictionaryEntryId;
use crate::dictionary::store as dictionary;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::labels::Locale;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};

/// The category of the dictionary in which templates are sorted.
const CATEGORY: &str = "template_category";

record! {
    /// A template of documents (文档模板); its name is the document's.
    input Template {
        /// The object of whose records it makes documents, `customer`. Absent, it is a clause, for records of any kind.
        object: Option<String> = None [text(100)],
        /// What it makes; HTML where absent.
        format: Option<TemplateFormat> = None [default("\"html\"")],
        /// The template itself.
        body: String [lines(80_000)],
        /// The language of dates, numbers and labels; Chinese where absent.
        language: Option<Locale> = None [default("\"zh-Hans\"")],
        /// The entry of the dictionary's category `template_category` under which it is listed.
        category: Option<DictionaryEntryId> = None,
    }
}

/// Kept by sales managers too, read by everybody.
pub(super) static TEMPLATE: Kind = Kind {
    name: "template",
    writes: Holders::named("SM"),
    reads: Holders::named("everyone"),
    ..Kind::of::<Template>()
};

impl Configures for Template {
    const NAMES: &'static [Entity] = &[Entity::DICTIONARY_ENTRY];

    fn names(&self, _cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let clause = |(line, name): (usize, String)| Named::document(format!("body[{line}]"), TEMPLATE.name, &name);
        let mut named: Vec<Named> = included(&self.body).into_iter().map(clause).collect();
        let entry = self.category.map(|id| Named::record("category", Entity::DICTIONARY_ENTRY, Some(id.into())));
        named.extend(entry);
        Ok(named)
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let of = self.object.as_deref().map(Name::from);
        if let Some(mut object) = of.clone() {
            names.object(&within(path, "object"), &mut object);
            self.object = Some(object.to_string());
        }
        self.body = renamed(names, &within(path, "body"), of.as_deref(), &self.body);
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if !matches!(step.doing, Doing::Put | Doing::Enable) {
            return Ok(());
        }
        if let Some(entry) = self.category
            && dictionary::in_category(cx.tx(), entry, CATEGORY)?.is_none()
            && !cx.violations().has("category")
        {
            cx.violations().unknown_choice("category", CATEGORY);
        }
        // What a version of a pack brings is judged by what that defines.
        let catalogue = cx.catalogue()?;
        let coming = step.brought_by.map(|pack| cx.definitions_with(pack)).transpose()?;
        let definitions = coming.as_ref().unwrap_or(&catalogue.definitions);
        if let Some(object) = &self.object
            && definitions.get(object).is_none()
        {
            cx.violations().add("object", "unknown_object", "is no kind of record", None);
            return Ok(());
        }
        if cx.violations().has("body") {
            return Ok(());
        }
        // A clause that is not there, where the document is to be in force, is told by its name already (SETUP-4); one that
        // comes with the pack is judged by itself.
        let told = |wrong: &Wrong| {
            let named = step.enabled && wrong.clause.is_none();
            wrong.code != "unknown_template" || !(named || step.brought_by.is_some())
        };
        // One bound for all that is judged.
        let (mut library, mut steps) = (Library::changing(step.name, self), Steps::new());
        let family = library.family(cx, step.name, self, &mut steps)?;
        let walked = walk(definitions, self.object.as_deref(), (step.name, &self.body), &family, &mut steps);
        if let Err(wrong) = walked {
            for wrong in wrong.iter().filter(|wrong| told(wrong)) {
                wrong.tell(cx.violations());
            }
            return Ok(());
        }
        let mut mistakes = 0;
        for name in family::users(cx, step.name)? {
            let Some(user) = family::user(cx, &name)? else { continue };
            let family = library.family(cx, &name, &user, &mut steps)?;
            let walked = walk(definitions, user.object.as_deref(), (&name, &user.body), &family, &mut steps);
            let wrong: Vec<Wrong> = walked.err().into_iter().flatten().filter(|wrong| told(wrong)).collect();
            wrong.iter().for_each(|wrong| wrong.tell_user(&name, cx.violations()));
            mistakes += wrong.len();
            // Where there are no steps any more, it is told of the first that needed one.
            if mistakes >= MISTAKES || wrong.iter().any(|wrong| wrong.code == "too_expensive") {
                break;
            }
        }
        Ok(())
    }
}
