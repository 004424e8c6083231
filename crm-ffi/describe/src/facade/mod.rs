//! Facades: typed classes for the objects of a pack, one file a language, over the calls that there are for records of any
//! kind. They hold nothing that the pack does not say, and are made where they are used.

mod classes;
mod cpp;
mod kotlin;
pub mod names;
mod pyi;
mod rust;
mod swift;

use std::fs;
use std::path::Path;

use crm_core::objects::define::document::{FieldType, Object, Pack};
use crm_core::objects::define::read;
use crm_core::{Operation, Tree};

/// The kind of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text, or one of a closed list.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A decimal.
    Decimal,
    /// An amount.
    Money,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// A record that is referred to.
    Record,
}

impl Kind {
    fn of(ty: &FieldType) -> Kind {
        match ty {
            FieldType::Text { .. } | FieldType::Choice { .. } => Kind::Text,
            FieldType::Integer { .. } => Kind::Integer,
            FieldType::Boolean => Kind::Boolean,
            FieldType::Decimal { .. } => Kind::Decimal,
            FieldType::Money { .. } => Kind::Money,
            FieldType::Date => Kind::Date,
            FieldType::Instant => Kind::Instant,
            FieldType::Entry { .. } | FieldType::Ref { .. } | FieldType::User { .. } | FieldType::Department { .. } => {
                Kind::Record
            }
        }
    }

    /// The word for it, by which values are asked for.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::Boolean => "boolean",
            Kind::Decimal => "decimal",
            Kind::Money => "money",
            Kind::Date => "date",
            Kind::Instant => "instant",
            Kind::Record => "record",
        }
    }
}

/// A field.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What is said of it, line by line.
    pub docs: Vec<String>,
    /// Whether a create must give it.
    pub required: bool,
    /// Whether a caller may give it at all.
    pub given: bool,
    /// Whether it is given at create alone.
    pub fixed: bool,
    /// The values that there are; none where it is no choice.
    pub choices: Vec<String>,
}

/// An action.
#[derive(Debug)]
pub struct Act {
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub docs: Vec<String>,
    /// The fields that it takes, none of which must be given: what it needs may be there already.
    pub takes: Vec<Member>,
}

/// A list of parts that a record has.
#[derive(Debug)]
pub struct Parts {
    /// Its name, `lines`.
    pub name: String,
    /// What is said of it.
    pub docs: Vec<String>,
    /// The name in the pack of the object that they are of.
    pub of: String,
}

/// An object.
#[derive(Debug)]
pub struct Thing {
    /// Its name in the pack.
    pub own: String,
    /// Its name everywhere, `hotel.room`.
    pub name: String,
    /// What is said of it.
    pub docs: Vec<String>,
    /// Its fields.
    pub members: Vec<Member>,
    /// Its actions.
    pub acts: Vec<Act>,
    /// Its states.
    pub states: Vec<String>,
    /// The lists of parts that its records have.
    pub parts: Vec<Parts>,
    /// The field that is its whole, where its records are parts, which alone can only be read.
    pub whole: Option<String>,
}

impl Thing {
    /// The fields that a create takes, those first that it must.
    pub fn created(&self) -> Vec<&Member> {
        let given = || self.members.iter().filter(|member| member.given);
        given().filter(|member| member.required).chain(given().filter(|member| !member.required)).collect()
    }

    /// The fields that can be changed.
    pub fn updated(&self) -> Vec<&Member> {
        self.members.iter().filter(|member| member.given && !member.fixed).collect()
    }

    /// The fields of a part that a list of its whole may give: a new one stands there too.
    pub fn listed(&self) -> Vec<&Member> {
        self.members.iter().filter(|member| member.given).collect()
    }

    /// The fields of a part that are told in its whole: all but that one.
    pub fn told(&self) -> Vec<&Member> {
        self.members.iter().filter(|member| self.whole.as_ref() != Some(&member.name)).collect()
    }

    /// Whether its records are parts.
    pub fn is_part(&self) -> bool {
        self.whole.is_some()
    }
}

/// What a facade is made of.
#[derive(Debug)]
pub struct Facade {
    /// The pack's name.
    pub pack: String,
    /// What is said of it.
    pub docs: Vec<String>,
    /// The line with which every file begins, behind the mark of a comment.
    pub made: String,
    /// The objects.
    pub things: Vec<Thing>,
}

impl Facade {
    /// Whether an area of the engine has the pack's name (OBJ-3): it has a place of its own in sessions already.
    pub fn is_area(&self) -> bool {
        Operation::all().any(|operation| operation.area == self.pack)
    }

    /// The facade of a pack.
    ///
    /// # Errors
    /// What is wrong with the shape of the document.
    pub fn of(document: &str) -> Result<Facade, String> {
        let tree: Tree = document.parse().map_err(|e| format!("the pack is no JSON: {e}"))?;
        let read = read(&tree);
        if let Some(mistake) = read.mistakes.first() {
            return Err(format!("{}: {}", mistake.field, mistake.code));
        }
        let pack = read.pack;
        let mut things: Vec<Thing> = pack.objects.iter().map(|object| thing(&pack, object)).collect();
        for object in &pack.objects {
            let Some(part) = &object.part_of else { continue };
            let whole = object.fields.iter().find(|field| field.name == part.field).and_then(|field| field.ty.to());
            // That of another pack has no class here.
            let Some(whole) = things.iter_mut().find(|thing| whole.is_some_and(|whole| *whole == thing.name)) else {
                continue;
            };
            let docs = labelled(&pack, &format!("{}.{}", whole.own, part.name), None);
            whole.parts.push(Parts { name: part.name.to_string(), docs, of: object.name.to_string() });
        }
        let mut docs = labelled(&pack, "title", Some(&pack.title));
        docs.extend(pack.doc.iter().flat_map(|doc| doc.lines()).map(commented));
        let made = format!("Made from the pack {}, version {}, by crm-describe; do not edit.", pack.name, pack.version);
        Ok(Facade { pack: pack.name.to_string(), docs, made, things })
    }
}

fn thing(pack: &Pack, object: &Object) -> Thing {
    let own = object.name.to_string();
    let documented = |path: &str, doc: &Option<String>| {
        let mut docs = labelled(pack, path, None);
        docs.extend(doc.iter().flat_map(|doc| doc.lines()).map(commented));
        docs
    };
    let members: Vec<Member> = object
        .fields
        .iter()
        .map(|field| {
            let mut docs = documented(&format!("{own}.{}", field.name), &field.doc);
            let choices: Vec<String> = match &field.ty {
                FieldType::Choice { values } => values.iter().map(ToString::to_string).collect(),
                _ => Vec::new(),
            };
            if !choices.is_empty() {
                docs.push(choices.join(", "));
            }
            let whole = object.part_of.as_ref().is_some_and(|part| part.field == field.name);
            Member {
                name: field.name.to_string(),
                kind: Kind::of(&field.ty),
                docs,
                required: field.required && field.default.is_none() && !field.is_computed() && !whole,
                given: !field.is_computed() && !whole,
                fixed: field.fixed,
                choices,
            }
        })
        .collect();
    let acts = object.status.iter().flat_map(|machine| &machine.actions).map(|action| {
        let taken = action.takes.iter().filter_map(|name| members.iter().find(|member| member.name == name.as_str()));
        let docs = documented(&format!("{own}.{}", action.name), &None);
        Act { name: action.name.to_string(), docs, takes: taken.cloned().collect() }
    });
    Thing {
        name: format!("{}.{own}", pack.name),
        docs: documented(&own, &object.doc),
        acts: acts.collect(),
        states: object.status.iter().flat_map(|machine| &machine.states).map(|state| state.name.to_string()).collect(),
        parts: Vec::new(),
        whole: object.part_of.as_ref().map(|part| part.field.to_string()),
        own,
        members,
    }
}

/// A line as it may stand in a comment of any language.
fn commented(line: &str) -> String {
    line.replace("*/", "* /").replace("/*", "/ *")
}

/// The labels of a path: the English one, then the Chinese one where there is one (OBJ-18).
fn labelled(pack: &Pack, path: &str, otherwise: Option<&str>) -> Vec<String> {
    let label = |language: &str| {
        let texts = pack.labels.iter().find(|labels| labels.language == language)?;
        texts.texts.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone())
    };
    let readable = || {
        let word = path.rsplit('.').next().unwrap_or(path).replace('_', " ");
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    };
    let english = label("en").or(otherwise.map(str::to_owned)).unwrap_or_else(readable);
    [english].into_iter().chain(label("zh-Hans")).map(|line| commented(&line)).collect()
}

/// A language's name, the name of its file for a pack, and what makes its text.
type Language = (&'static str, fn(&str) -> String, fn(&Facade) -> String);

const LANGUAGES: &[Language] = &[
    ("kotlin", |pack| format!("{}.kt", names::pascal(pack)), kotlin::make),
    ("swift", |pack| format!("{}.swift", names::pascal(pack)), swift::make),
    ("rust", |pack| format!("{pack}.rs"), rust::make),
    ("cpp", |pack| format!("{pack}.hpp"), cpp::make),
    ("pyi", |pack| format!("{pack}.pyi"), pyi::make),
];

/// Writes the facade of the pack in a file into a folder.
pub fn write(pack: &Path, language: &str, out: &Path) -> Result<(), String> {
    let document = fs::read_to_string(pack).map_err(|e| format!("{}: {e}", pack.display()))?;
    let facade = Facade::of(&document)?;
    let known = LANGUAGES.iter().find(|(name, ..)| *name == language);
    let Some((_, file, make)) = known else {
        let names: Vec<&str> = LANGUAGES.iter().map(|(name, ..)| *name).collect();
        return Err(format!("a facade is made in {}", names.join(", ")));
    };
    fs::create_dir_all(out).map_err(|e| format!("{}: {e}", out.display()))?;
    let file = out.join(file(&facade.pack));
    fs::write(&file, make(&facade)).map_err(|e| format!("{}: {e}", file.display()))
}

#[cfg(test)]
mod tests;
