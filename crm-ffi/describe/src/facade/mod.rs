//! Facades: typed classes for the objects of a pack, one file a language, over the calls that there are for records of any
//! kind. They hold nothing that the pack does not say, and are made where they are used.

mod kotlin;
mod names;
mod rust;
mod swift;

use std::fs;
use std::path::Path;

use crm_core::Tree;
use crm_core::objects::define::document::{FieldType, Object, Pack};
use crm_core::objects::define::read;

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
    /// Whether its records are parts, which are read alone.
    pub part: bool,
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
        let things = pack.objects.iter().map(|object| thing(&pack, object)).collect();
        let mut docs = labelled(&pack, "title", Some(&pack.title));
        docs.extend(pack.doc.iter().flat_map(|doc| doc.lines()).map(str::to_owned));
        let made = format!("Made from the pack {}, version {}, by crm-describe; do not edit.", pack.name, pack.version);
        Ok(Facade { pack: pack.name.to_string(), docs, made, things })
    }
}

fn thing(pack: &Pack, object: &Object) -> Thing {
    let own = object.name.to_string();
    let documented = |path: &str, doc: &Option<String>| {
        let mut docs = labelled(pack, path, None);
        docs.extend(doc.iter().flat_map(|doc| doc.lines()).map(str::to_owned));
        docs
    };
    let members: Vec<Member> = object
        .fields
        .iter()
        .map(|field| {
            let mut docs = documented(&format!("{own}.{}", field.name), &field.doc);
            if let FieldType::Choice { values } = &field.ty {
                docs.push(values.iter().map(|value| value.as_str()).collect::<Vec<_>>().join(", "));
            }
            Member {
                name: field.name.to_string(),
                kind: Kind::of(&field.ty),
                docs,
                required: field.required && field.default.is_none() && !field.is_computed(),
                given: !field.is_computed(),
                fixed: field.fixed,
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
        part: object.part_of.is_some(),
        own,
        members,
    }
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
    [english].into_iter().chain(label("zh-Hans")).map(|line| line.replace("*/", "* /")).collect()
}

/// A language's name, the name of its file for a pack, and what makes its text.
type Language = (&'static str, fn(&str) -> String, fn(&Facade) -> String);

const LANGUAGES: &[Language] = &[
    ("kotlin", |pack| format!("{}.kt", names::pascal(pack)), kotlin::make),
    ("swift", |pack| format!("{}.swift", names::pascal(pack)), swift::make),
    ("rust", |pack| format!("{pack}.rs"), rust::make),
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
