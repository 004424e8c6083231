//! A pack as it is written (PACK): objects, fields, extensions, views, setup documents, grants and labels, everything by
//! the names of the document and in its order. Nothing here says where anything is stored. Expressions are kept as their
//! texts and filters as their trees; the check holds both against the definitions.

use super::behaviour::{Change, Check, Machine};
pub use super::field::{Field, FieldType, Format, Link, OnDelete, Rollup, Span, Summed, TEXT, Unique};
pub use super::role::{Grant, Level, Opened, Role};
pub use super::view::{Bucket, Key, Measure, Taken, View};
use crate::engine::objects::shape::Name;
use crate::engine::tree::Tree;

/// The name of the pack in which administrators keep their own changes (PACK-6).
pub const MY: &str = "my";

/// A pack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pack {
    /// Its name.
    pub name: Name,
    /// Its version, from 1.
    pub version: u32,
    /// The level of the expression language that it needs.
    pub language: u32,
    /// What it is called where its labels say nothing.
    pub title: String,
    /// What it is for.
    pub doc: Option<String>,
    /// The packs that must be there, each at least at this version.
    pub requires: Vec<(Name, u32)>,
    /// The dictionary's categories with the entries that are added.
    pub dictionary: Vec<Category>,
    /// The objects.
    pub objects: Vec<Object>,
    /// What is added to objects of others.
    pub extend: Vec<Extension>,
    /// The views.
    pub views: Vec<View>,
    /// The setup documents.
    pub setup: Vec<SetupDocument>,
    /// What roles are granted.
    pub roles: Vec<Role>,
    /// Labels, language by language.
    pub labels: Vec<Labels>,
    /// Paths of what is gone with this version.
    pub removed: Vec<String>,
    /// Values of choices, and states, that stand for others now.
    pub replaced: Vec<Replaced>,
}

/// Entries of a category of the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The category.
    pub name: Name,
    /// The entries: item and value.
    pub entries: Vec<(String, String)>,
}

/// An object.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    /// Its name, without that of its pack.
    pub name: Name,
    /// The expression of its records' titles.
    pub title: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The user field that is its owner (OBJ-10).
    pub owner: Option<Name>,
    /// The pattern of its number series (NUM-1).
    pub number: Option<String>,
    /// The text field by which records may be named in place of an id (OBJ-12).
    pub key: Option<Name>,
    /// The whole of which its records are parts (OBJ-11).
    pub part_of: Option<PartOf>,
    /// What no two records may have in common.
    pub unique: Vec<Unique>,
    /// Spans that may not overlap.
    pub no_overlap: Vec<Span>,
    /// What must be true of a record.
    pub checks: Vec<Check>,
    /// Fields that freeze.
    pub change: Vec<Change>,
    /// Its states and actions.
    pub status: Option<Machine>,
    /// What records otherwise have and these don't: `notes`, `files` …
    pub off: Vec<Name>,
    /// What it is for.
    pub doc: Option<String>,
    /// Its former names.
    pub was: Vec<Name>,
}

/// Of what an object is a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// The reference to the whole.
    pub field: Name,
    /// What the whole calls its parts.
    pub name: Name,
}

/// What a pack adds to an object that is not its own (EXT).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extension {
    /// The object, `customer` or `hotel.guest`.
    pub object: Name,
    /// The fields.
    pub fields: Vec<Field>,
    /// The checks.
    pub checks: Vec<Check>,
    /// Operations, each with the custom fields that it needs (EXT-4).
    pub needs: Vec<(Name, Vec<Name>)>,
    /// What is changed of others' fields.
    pub adjust: Vec<Adjust>,
}

/// What an administrator changes of a field of a pack (PACK-6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjust {
    /// The field.
    pub field: Name,
    /// Whether it is required now.
    pub required: Option<bool>,
    /// Its default now.
    pub default: Option<String>,
    /// The field before which it stands now.
    pub before: Option<Name>,
}

/// A document that configures the engine (SETUP-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupDocument {
    /// Its kind, `automation`.
    pub kind: Name,
    /// Its name.
    pub name: Name,
    /// What it says.
    pub document: Tree,
}

/// The labels of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The language, `zh-Hans`.
    pub language: String,
    /// Paths with their texts (OBJ-18).
    pub texts: Vec<(String, String)>,
}

/// Values that stand for others now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The field or the status, `guest.tier`.
    pub path: String,
    /// Old and new values.
    pub values: Vec<(Name, Name)>,
}
