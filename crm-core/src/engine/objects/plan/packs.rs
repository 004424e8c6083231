//! What a new version of a pack changes of the one that is there (PACK-2).

use super::super::define::behaviour::Check;
use super::super::define::document::{Extension, Field, Grant, Pack};
use super::super::shape::Name;
use super::fields::{self, FieldChanges, Place};
use super::names::Is;
use super::objects::{self, Hidden, ObjectChange, Objects, full};
use super::steps::{Class, Count, Refusal, Step, Told};

/// What a new version changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The pack.
    pub pack: Name,
    /// The steps, in the order of the document; what is gone stands behind what is there.
    pub steps: Vec<Step>,
    /// Why it can't be applied, beside what is counted.
    pub refusals: Vec<Refusal>,
    /// Of each object, in the order of the document.
    pub objects: Vec<ObjectChange>,
    /// The objects that are gone.
    pub gone: Vec<Name>,
    /// Of each extension, by its object.
    pub extensions: Vec<(Name, FieldChanges)>,
    /// The labels that differ: language and path.
    pub labels: Vec<(String, String)>,
    /// The fields that others add to its objects and that its own of the same name hide from now on (PACK-6).
    pub over: Vec<(Name, Name)>,
}

impl Changes {
    /// The name that an old object has now; none where it is gone.
    pub fn present(&self, old: &str) -> Option<&Name> {
        let is = |object: &&ObjectChange| match &object.is {
            Is::Same => object.name == old,
            Is::Renamed(was) => was == old,
            Is::Back(_) | Is::New => false,
        };
        self.objects.iter().find(is).map(|object| &object.name)
    }
}

/// Compares a pack with the version of it that is there; with nothing where there is none.
pub fn compare(old: Option<&Pack>, new: &Pack, hidden: &dyn Hidden) -> Changes {
    let nothing = Pack::default();
    let old = old.unwrap_or(&nothing);
    let mut told = Told { removed: new.removed.clone(), ..Told::default() };
    let names = objects::names(&old.objects, &new.objects, hidden);
    for twice in &names.twice {
        told.refuse(twice.as_str(), "repeated", None);
    }
    let renames: Vec<(Name, Name)> = new
        .objects
        .iter()
        .zip(&names.new)
        .filter_map(|(object, is)| match is {
            Is::Renamed(was) => Some((full(&new.name, was), full(&new.name, &object.name))),
            _ => None,
        })
        .collect();
    let renamed =
        |name: &Name| renames.iter().find(|(old, _)| old == name).map_or_else(|| name.clone(), |(_, new)| new.clone());
    let of = Objects { pack: &new.name, hidden, renamed: &renamed, replaced: &new.replaced };
    let objects: Vec<ObjectChange> =
        new.objects.iter().zip(names.new).map(|(object, is)| of.one(&mut told, &old.objects, object, is)).collect();
    for gone in &names.gone {
        told.gone(gone.to_string());
    }
    let extensions = extensions(&mut told, old, new, hidden, &renamed);
    told.kept(&old.views, &new.views, |view| format!("views.{}", view.name));
    told.kept(&old.setup, &new.setup, |document| format!("setup.{}.{}", document.kind, document.name));
    roles(&mut told, old, new);
    around(&mut told, old, new);
    let Told { steps, refusals, .. } = told;
    let (pack, gone, labels) = (new.name.clone(), names.gone, labels(old, new));
    Changes { pack, steps, refusals, objects, gone, extensions, labels, over: Vec::new() }
}

/// The labels that differ: language and path.
fn labels(old: &Pack, new: &Pack) -> Vec<(String, String)> {
    let all = |pack: &Pack| -> Vec<(String, String, String)> {
        let texts =
            pack.labels.iter().flat_map(|labels| labels.texts.iter().map(|text| (labels.language.clone(), text)));
        texts.map(|(language, (path, text))| (language, path.clone(), text.clone())).collect()
    };
    let (before, after) = (all(old), all(new));
    let differ = after.into_iter().filter(|label| !before.contains(label));
    differ.map(|(language, path, _)| (language, path)).collect()
}

/// Compares what is added to objects of others. An extension that is left out has no fields any more.
fn extensions(
    told: &mut Told,
    old: &Pack,
    new: &Pack,
    hidden: &dyn Hidden,
    renamed: &dyn Fn(&Name) -> Name,
) -> Vec<(Name, FieldChanges)> {
    let nothing = Extension::default();
    let mut changes = Vec::new();
    let gone = old.extend.iter().filter(|one| !new.extend.iter().any(|new| new.object == renamed(&one.object)));
    let pairs = new
        .extend
        .iter()
        .map(|one| (renamed_from(old, &one.object, renamed), one))
        .chain(gone.map(|one| (Some(one), &nothing)));
    for (before, now) in pairs {
        let object = if now.object.is_empty() { before.map(|one| &one.object) } else { Some(&now.object) };
        let Some(object) = object else { continue };
        let before = before.unwrap_or(&nothing);
        let place = Place {
            path: object,
            object,
            hidden: &|field| hidden.field(object, field),
            renamed,
            replaced: &new.replaced,
        };
        let fields = fields::compare(told, &place, &before.fields, &now.fields);
        let broken = |check: &Check| Count::Breaking { object: object.clone(), check: check.name.clone() };
        told.free(
            &before.checks,
            &now.checks,
            |check| format!("{object}.checks.{}", check.name),
            Class::Counts,
            broken,
        );
        let none = |_: &(Name, Vec<Name>)| Count::Nothing;
        told.free(&before.needs, &now.needs, |(operation, _)| format!("{object}.needs.{operation}"), Class::Safe, none);
        told.free(
            &before.adjust,
            &now.adjust,
            |one| format!("{object}.{}", one.field),
            Class::Safe,
            |_| Count::Nothing,
        );
        changes.push((object.clone(), fields));
    }
    changes
}

/// Tells how many records lack what administrators say is required from now on, or what a pack says is where they say
/// nothing any more. `others` are the packs whose fields these are.
pub(super) fn require(changes: &mut Changes, (old, new): (Option<&Pack>, &Pack), others: &[Pack]) {
    let said = |pack: &Pack, of: &Name, field: &Name| {
        let adjust = pack.extend.iter().filter(|one| one.object == *of).flat_map(|one| &one.adjust);
        adjust.filter(|one| one.field == *field).find_map(|one| one.required)
    };
    let adjusted = old.into_iter().chain([new]).flat_map(|pack| &pack.extend);
    for (object, adjust) in adjusted.flat_map(|one| one.adjust.iter().map(move |adjust| (&one.object, adjust))) {
        let mut fields = others.iter().filter(|pack| pack.name != new.name).flat_map(all_fields);
        let Some((_, field)) = fields.find(|(of, field)| of == object && field.name == adjust.field) else { continue };
        let before = old.and_then(|old| said(old, object, &field.name)).unwrap_or(field.required);
        if !before && said(new, object, &field.name).unwrap_or(field.required) {
            let path = format!("{object}.{}", field.name);
            if let Some(step) = changes.steps.iter_mut().find(|step| step.path == path) {
                step.class = Class::Counts;
                step.count = Count::Lacking { object: object.clone(), field: field.name.clone() };
            }
        }
    }
}

/// The extension of an object as it was, whatever it was called.
fn renamed_from<'a>(old: &'a Pack, object: &Name, renamed: &dyn Fn(&Name) -> Name) -> Option<&'a Extension> {
    old.extend.iter().find(|one| renamed(&one.object) == *object)
}

/// Compares what roles are granted: each grant plainly, role by role (PACK-10). A role of the pack's own is left out only
/// where the document says so, a grant goes where it is left out.
fn roles(told: &mut Told, old: &Pack, new: &Pack) {
    for role in &new.roles {
        let grants = old.roles.iter().find(|known| known.name == role.name).map_or(&[][..], |known| &known.grants);
        let path = |grant: &Grant| format!("roles.{}.{grant}", role.name);
        told.free(grants, &role.grants, path, Class::Safe, |_| Count::Nothing);
    }
    for role in old.roles.iter().filter(|role| !new.roles.iter().any(|known| known.name == role.name)) {
        match role.name.strip_prefix(&format!("{}.", new.name)) {
            Some(own) => told.gone(format!("roles.{own}")),
            None => {
                for grant in &role.grants {
                    told.step(format!("roles.{}.{grant}", role.name), Class::Safe);
                }
            }
        }
    }
}

/// Compares what is left: entries of the dictionary, which are added and never taken (PACK-11), labels, and what is said of
/// the pack itself.
fn around(told: &mut Told, old: &Pack, new: &Pack) {
    for category in &new.dictionary {
        let known = old.dictionary.iter().find(|known| known.name == category.name);
        for entry in &category.entries {
            if known.is_none_or(|known| !known.entries.contains(entry)) {
                told.step(format!("dictionary.{}.{}", category.name, entry.0), Class::Safe);
            }
        }
    }
    told.free(
        &old.labels,
        &new.labels,
        |labels| format!("labels.{}", labels.language),
        Class::Safe,
        |_| Count::Nothing,
    );
    told.free(&old.requires, &new.requires, |(pack, _)| format!("requires.{pack}"), Class::Safe, |_| Count::Nothing);
    if old.title != new.title {
        told.step("title", Class::Safe);
    }
    if old.doc != new.doc {
        told.step("doc", Class::Safe);
    }
}

/// Every field that a pack defines, with its object: its own objects' and those that it adds to others.
pub fn all_fields(pack: &Pack) -> impl Iterator<Item = (Name, &Field)> {
    let own = pack.objects.iter().flat_map(|object| {
        let name = full(&pack.name, &object.name);
        object.fields.iter().map(move |field| (name.clone(), field))
    });
    let added = pack.extend.iter().flat_map(|one| one.fields.iter().map(|field| (one.object.clone(), field)));
    own.chain(added)
}
