//! What a new version of a pack means for the other packs: names that it gives are printed into their documents (PACK-2,
//! VIEW-9), what they name can't be hidden (PACK-7), and where both define one name, the plan says which is hidden (PACK-6).

use serde_json::Value;

use super::super::catalogue::house::House;
use super::super::define::document::{Field, MY, Pack, SetupDocument};
use super::super::define::rename::{Renames, Use, named_by, rename};
use super::super::define::{Definitions, Unplaced, check, read_text};
use super::super::reprinting::Reprinting;
use super::super::shape::Name;
use super::names::Is;
use super::objects::full;
use super::packs::{Changes, all_fields};
use super::steps::{Class, Count, Step};
use crate::engine::error::FieldError;
use crate::engine::setup::store::OfHouse;

/// A name that is given or gone, with the path of its step.
pub(super) struct Named {
    object: Name,
    field: Option<Name>,
    step: String,
}

/// The other packs.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// All of them as they will be, those that sleep too.
    pub(super) packs: Vec<Pack>,
    /// What they name, by their names; by an empty one what documents of the house name.
    uses: Vec<(Name, Use)>,
    /// By what areas print again what they keep; none where nothing was there before.
    pub(super) reprinting: Option<Reprinting>,
}

/// The names that a new version gives: of its objects, and of fields of its own objects and of others.
pub(super) fn renamed(changes: &Changes) -> (Renames, Vec<Named>) {
    let (mut renames, mut named) = (Renames::default(), Vec::new());
    let mut objects: Vec<(Name, &str, &super::fields::FieldChanges)> = Vec::new();
    for change in &changes.objects {
        let mut object = full(&changes.pack, &change.name);
        if let Is::Renamed(was) = &change.is {
            let before = full(&changes.pack, was);
            named.push(Named { object: before.clone(), field: None, step: change.name.to_string() });
            renames.objects.insert(before.clone(), object);
            object = before;
        }
        if !matches!(change.is, Is::New | Is::Back(_)) {
            let status = Name::new_static("status");
            let step = format!("{}.{status}", change.name);
            stand_for(&mut renames, &mut named, (object.clone(), status), step, &change.states);
            objects.push((object, &change.name, &change.fields));
        }
    }
    objects.extend(changes.extensions.iter().map(|(object, fields)| (object.clone(), object.as_str(), fields)));
    for (object, path, fields) in objects {
        for change in &fields.fields {
            let before = match &change.is {
                Is::Renamed(was) => {
                    let step = format!("{path}.{}", change.name);
                    named.push(Named { object: object.clone(), field: Some(was.clone()), step });
                    renames.fields.insert((object.clone(), was.clone()), change.name.clone());
                    was
                }
                Is::Same => &change.name,
                Is::Back(_) | Is::New => continue,
            };
            let step = format!("{path}.{}", change.name);
            stand_for(&mut renames, &mut named, (object.clone(), before.clone()), step, &change.replaced);
        }
    }
    (renames, named)
}

/// Notes the values of a field that stand for others now.
fn stand_for(renames: &mut Renames, named: &mut Vec<Named>, of: (Name, Name), step: String, replaced: &[(Name, Name)]) {
    if !replaced.is_empty() {
        // Where the field has another name too, its own step tells both.
        if !renames.fields.contains_key(&of) {
            named.push(Named { object: of.0.clone(), field: Some(of.1.clone()), step });
        }
        renames.values.insert(of, replaced.iter().cloned().collect());
    }
}

/// The objects and fields that are gone with a new version.
pub(super) fn gone(changes: &Changes) -> Vec<Named> {
    let objects = changes.gone.iter().map(|gone| Named {
        object: full(&changes.pack, gone),
        field: None,
        step: gone.to_string(),
    });
    let own = changes.objects.iter().map(|change| {
        let was = if let Is::Renamed(was) = &change.is { was } else { &change.name };
        (full(&changes.pack, was), &change.name, &change.fields)
    });
    let added = changes.extensions.iter().map(|(object, fields)| (object.clone(), object, fields));
    let fields = own.chain(added).flat_map(|(object, path, fields)| {
        fields.gone.iter().map(move |gone| Named {
            object: object.clone(),
            field: Some(gone.clone()),
            step: format!("{path}.{gone}"),
        })
    });
    objects.chain(fields).collect()
}

impl Beside {
    /// The other ones of all packs, beside a new version of one that was `old`; tells its steps what is printed anew. `own` are
    /// the documents of the house.
    pub(super) fn new(
        old: Option<&Pack>,
        (all, own): (&[Pack], &[OfHouse]),
        changes: &mut Changes,
        house: &House,
    ) -> Beside {
        let others = all.iter().filter(|known| known.name != changes.pack).cloned().collect();
        let Some(old) = old else { return Beside { packs: others, ..Beside::default() } };
        let house = house.clone().beside(all.to_vec());
        let definitions = Definitions::new(old, &house, &Unplaced);
        let (renames, named) = renamed(changes);
        let mut beside = Beside { packs: others, ..Beside::default() };
        for pack in &mut beside.packs {
            let uses = rename(pack, &definitions, &house, &renames);
            beside.uses.extend(uses.into_iter().map(|of| (pack.name.clone(), of)));
        }
        for Named { object, field, step } in named {
            let of_it = |(_, of): &&(Name, Use)| of.renamed && of.object == object && of.field == field;
            let paths = beside.uses.iter().filter(of_it).map(|(pack, of)| format!("{pack}.{}", of.path));
            let paths: Vec<String> = paths.collect();
            // The step that gives the name; of values the first that tells of the field, or of its states.
            let inside = format!("{step}.");
            let is = [
                |known: &Step, step: &str, _: &str| known.path == step && known.was.is_some(),
                |known: &Step, step: &str, _: &str| known.path == step,
                |known: &Step, _: &str, inside: &str| known.path.starts_with(inside),
            ];
            let at = is.iter().find_map(|is| changes.steps.iter().position(|known| is(known, &step, &inside)));
            if let Some(step) = at.and_then(|at| changes.steps.get_mut(at)) {
                step.reprinted = paths;
            }
        }
        for OfHouse { kind, name, over, document } in own {
            // What lies over a pack's and says the same goes with the pack.
            let same = |pack: &Pack, one: &SetupDocument| {
                pack.full(&one.name) == name && kind.says_the_same(one.document.value(), document.value())
            };
            let of_kind = |one: &&SetupDocument| one.kind == kind.name;
            if *over && all.iter().any(|pack| pack.setup.iter().filter(of_kind).any(|one| same(pack, one))) {
                continue;
            }
            let path = format!("setup.{}.{name}", kind.name);
            let uses = named_by((kind, &path), document.value(), &definitions, &house);
            beside.uses.extend(uses.into_iter().map(|of| (Name::default(), of)));
        }
        if !renames.is_empty() {
            beside.reprinting = Some(Reprinting::new(definitions, house, renames));
        }
        beside
    }

    /// What stands against a new version in packs that are awake, as path, code and limit; what it hides of theirs becomes a
    /// step. `before` has them beside the old version, `after` beside the new one; `awake` says of which that is asked.
    pub(super) fn against(
        &self,
        (old, pack): (Option<&Pack>, &Pack),
        (before, after): (&House, &House),
        awake: &dyn Fn(&str) -> bool,
        changes: &mut Changes,
    ) -> Vec<FieldError> {
        let mut left: Vec<(Name, FieldError)> = Vec::new();
        for other in self.packs.iter().filter(|other| awake(&other.name)) {
            let known = before_of(before, &other.name);
            let read = read_text(&other.print().to_string());
            let found = read.mistakes.iter().cloned().chain(check(&read, after));
            left.extend(found.filter(|mistake| !known.contains(mistake)).map(|mistake| (other.name.clone(), mistake)));
        }
        let mut refusals = Vec::new();
        for Named { object, field, step } in gone(changes) {
            let of_it = |(name, of): &&(Name, Use)| {
                (name.is_empty() || awake(name))
                    && of.object == object
                    && (field.is_none() || of.field == field)
                    && !of.is_past()
            };
            let users: Vec<&(Name, Use)> = self.uses.iter().filter(of_it).collect();
            left.retain(|(name, mistake)| {
                !users.iter().any(|(user, of)| user == name && mistake.field.starts_with(&of.path))
            });
            let path = |(user, of): &&(Name, Use)| match user.is_empty() {
                true => of.path.clone(),
                false => format!("{user}.{}", of.path),
            };
            refuse(&mut refusals, &step, users.iter().map(path));
        }
        // What has no fields: values, states, actions, views.
        let hides = |step: &&Step| step.class == Class::Hides || matches!(step.count, Count::InState { .. });
        for step in changes.steps.iter().filter(hides) {
            let word = step.path.rsplit('.').next().unwrap_or_default();
            let (users, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(|(name, mistake)| {
                let document = self.packs.iter().find(|other| other.name == *name).map(|other| other.print());
                document.is_some_and(|document| says(document.value(), &mistake.field, word))
            });
            refuse(&mut refusals, &step.path, users.iter().map(|(user, mistake)| format!("{user}.{}", mistake.field)));
            left = rest;
        }
        for (name, mistake) in left {
            match hidden(pack, &mistake) {
                Some((object, field)) => {
                    changes.over.push((object.clone(), field.clone()));
                    changes.steps.push(Step::new(format!("{name}.{object}.{field}"), Class::Hides, Count::Nothing));
                }
                None => refusals.push(FieldError { field: format!("{name}.{}", mistake.field), ..mistake }),
            }
        }
        if awake(MY) {
            self.adjusted((old, pack), changes);
        }
        refusals
    }

    /// What administrators say otherwise, and so hides what changes (PACK-6).
    fn adjusted(&self, (old, pack): (Option<&Pack>, &Pack), changes: &mut Changes) {
        let Some(my) = self.packs.iter().find(|other| other.name == MY) else { return };
        let mut hides = Vec::new();
        for (labels, text) in my.labels.iter().flat_map(|labels| labels.texts.iter().map(move |text| (labels, text))) {
            let theirs = text.0.strip_prefix(&format!("{}.", pack.name));
            if theirs.is_some_and(|theirs| changes.labels.contains(&(labels.language.clone(), theirs.to_owned()))) {
                hides.push(format!("{MY}.labels.{}.{}", labels.language, text.0));
            }
        }
        for (extension, adjust) in my.extend.iter().flat_map(|one| one.adjust.iter().map(move |adjust| (one, adjust))) {
            let mut fields = all_fields(pack);
            let now = fields.find(|(object, field)| *object == extension.object && field.name == adjust.field);
            let before = old.and_then(|old| before(old, changes, &extension.object, &adjust.field));
            if let (Some(before), Some((_, now))) = (before, now)
                && (adjust.required.is_some() && before.required != now.required
                    || adjust.default.is_some() && before.default != now.default)
            {
                hides.push(format!("{MY}.{}.{}", extension.object, adjust.field));
            }
        }
        changes.steps.extend(hides.into_iter().map(|path| Step::new(path, Class::Hides, Count::Nothing)));
    }
}

/// What a field was before, by the names that it and its object have now; none of one that was not there.
fn before<'a>(old: &'a Pack, changes: &Changes, object: &Name, field: &str) -> Option<&'a Field> {
    fn was<'n>(name: &'n Name, is: &'n Is) -> Option<&'n Name> {
        match is {
            Is::Same => Some(name),
            Is::Renamed(was) => Some(was),
            Is::Back(_) | Is::New => None,
        }
    }
    let own = changes.objects.iter().find(|change| full(&changes.pack, &change.name) == *object);
    let added = changes.extensions.iter().find(|(of, _)| of == object);
    let (object, fields) = match (own, added) {
        (Some(own), _) => (full(&changes.pack, was(&own.name, &own.is)?), &own.fields),
        (None, Some((of, fields))) => (of.clone(), fields),
        (None, None) => return None,
    };
    let change = fields.fields.iter().find(|change| change.name == *field)?;
    let name = was(&change.name, &change.is)?;
    all_fields(old).find(|(of, field)| *of == object && field.name == *name).map(|(_, field)| field)
}

/// What is wrong with another pack already.
fn before_of(before: &House, name: &str) -> Vec<FieldError> {
    use super::super::define::Installed;
    let other = before.packs().iter().find(|other| other.name == name);
    other.map(|other| check(&read_text(&other.print().to_string()), before)).unwrap_or_default()
}

fn refuse(refusals: &mut Vec<FieldError>, path: &str, users: impl Iterator<Item = String>) {
    let mut users: Vec<String> = users.collect();
    users.sort_unstable();
    users.dedup();
    if !users.is_empty() {
        refusals.push(super::whole::told(path, "in_use", Some(users.join(", "))));
    }
}

/// The object and the field of another pack that a pack's own hides from now on.
fn hidden(pack: &Pack, mistake: &FieldError) -> Option<(Name, Name)> {
    let (object, field) = mistake.field.strip_prefix("extend.")?.split_once(".fields.")?;
    let ours = object.split_once('.').is_some_and(|(of, _)| of == pack.name);
    (mistake.code == "name_taken" && ours).then(|| (object.into(), field.into()))
}

/// Whether what stands at a place of a document says a word. A label says what it is of by its place.
fn says(document: &Value, path: &str, word: &str) -> bool {
    let label = path.strip_prefix("labels.").map(ToOwned::to_owned);
    let text = label.or_else(|| at(document, path).map(ToString::to_string)).unwrap_or_default();
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !inside(c)).any(|found| found == word)
}

/// What stands at a place; as much of the way as leads somewhere. A key may have dots itself.
fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(value);
    }
    match value {
        Value::Array(items) => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            at(items.get(index.parse::<usize>().ok()?)?, rest.strip_prefix('.').unwrap_or(rest))
        }
        Value::Object(map) => {
            let fits = |key: &&String| {
                path.strip_prefix(key.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            let Some(key) = map.keys().filter(fits).max_by_key(|key| key.len()) else { return Some(value) };
            let rest = path.get(key.len()..)?;
            at(map.get(key)?, rest.strip_prefix('.').unwrap_or(rest))
        }
        _ => Some(value),
    }
}
