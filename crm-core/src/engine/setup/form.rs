//! What stands in the documents of a kind: a record in Rust, of which this floor knows what every one can do.

use std::any::Any;
use std::fmt::Debug;

use serde_json::Value;

use super::names::Named;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::define::document::Pack;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::page::Total;
use crate::engine::schema::{RecordInfo, Schema};
use crate::engine::schema_check;
use crate::engine::stored::Forms;
use crate::engine::validate::{Field, Violations};
use crate::engine::wire::{Fields, Wire, from_json, to_json};

/// What is done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// It is created, or replaced.
    Put,
    /// It is enabled.
    Enable,
    /// It is disabled.
    Disable,
    /// It is deleted.
    Delete,
    /// It gets another name, which is the step's.
    Rename,
}

/// One step in the life of a document, as its kind is asked about it.
#[derive(Debug)]
pub(crate) struct Step<'a, T: ?Sized> {
    pub(crate) doing: Doing,
    /// The document's name.
    pub(crate) name: &'a str,
    /// Its key; none, where it is being created.
    pub(crate) key: Option<i64>,
    /// Whether it is enabled behind the step.
    pub(crate) enabled: bool,
    /// What stood in it before; none, where it is being created.
    pub(crate) before: Option<&'a T>,
    /// The version of a pack that brings it, where one does: what that defines is not in force yet (SETUP-5).
    pub(crate) brought_by: Option<&'a Pack>,
}

/// What a kind says of its documents beyond the rules of their fields. The form is an `input` record.
pub(crate) trait Configures: Wire + Fields + Field + Schema + Debug + 'static {
    /// The steps from earlier forms of the kept JSON to this one (`engine/stored.rs`).
    const FORMS: &'static Forms = &Forms { steps: &[] };

    /// The kinds of record that documents can name: the deletion of others asks nothing of setup.
    const NAMES: &'static [Entity] = &[];

    /// What it names, each by its path: that must be there while the document is enabled (SETUP-4).
    fn names(&self, _cx: &mut Context<'_>) -> Result<Vec<Named>> {
        Ok(Vec::new())
    }

    /// Gives it what the engine makes for it where nobody says it: what stood there before, or something new of what cannot be
    /// guessed. Where it says nothing, the document stays as it is.
    fn complete(&mut self, _before: Option<&Self>, _new: &mut dyn FnMut() -> [u8; 16]) {}

    /// Adds what is wrong with it to the violations, by paths inside the document; and what stands against disabling or
    /// deleting it, under `name`. It writes nothing: a plan asks it too.
    fn judge(&self, _cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<()> {
        Ok(())
    }

    /// How many records a step concerns, for its plan.
    fn concerns(&self, _cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<Total> {
        Ok(Total { count: 0, more: false })
    }

    /// Gives the objects, fields and values that it names, by paths, expressions or filter trees, the names of a new version
    /// (PACK-2). `path` is where the document stands.
    fn rename(&mut self, _names: &mut Renaming<'_>, _path: &str) {}

    /// Lets go of it whatever still refers to it, before it goes with a pack that is purged (PACK-8): nothing stands against that.
    /// Gives how many records referred to it.
    fn let_go(&self, _cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<i64> {
        Ok(0)
    }

    /// Does what follows from a step, once it is written (of a deletion: before the row goes).
    fn follow(&self, _cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<()> {
        Ok(())
    }
}

/// A document's content, of whatever kind.
pub(crate) trait Content: Debug {
    /// As JSON, in the order of its fields.
    fn json(&self) -> String;
    /// As what it is.
    fn as_any(&self) -> &dyn Any;
    /// [`Configures::names`].
    fn names_of(&self, cx: &mut Context<'_>) -> Result<Vec<Named>>;
    /// [`Configures::judge`].
    fn check_step(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<()>;
    /// [`Configures::concerns`].
    fn concerned(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<Total>;
    /// [`Configures::let_go`].
    fn let_go_of(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<i64>;
    /// [`Configures::follow`].
    fn follow_step(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<()>;
}

impl<T: Configures> Content for T {
    fn json(&self) -> String {
        to_json(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn names_of(&self, cx: &mut Context<'_>) -> Result<Vec<Named>> {
        self.names(cx).and_then(|named| Named::declared(named, T::NAMES))
    }

    fn check_step(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<()> {
        self.judge(cx, &step.of())
    }

    fn concerned(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<Total> {
        self.concerns(cx, &step.of())
    }

    fn let_go_of(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<i64> {
        self.let_go(cx, &step.of())
    }

    fn follow_step(&self, cx: &mut Context<'_>, step: &Step<'_, dyn Content>) -> Result<()> {
        self.follow(cx, &step.of())
    }
}

impl<'a> Step<'a, dyn Content> {
    /// The step of a document of that kind.
    fn of<T: Configures>(&self) -> Step<'a, T> {
        let before = self.before.and_then(|before| before.as_any().downcast_ref());
        let Step { doing, name, key, enabled, brought_by, .. } = *self;
        Step { doing, name, key, enabled, before, brought_by }
    }
}

/// See [`Form::complete`]: told the document, and the one before.
pub(crate) type Complete = fn(&Value, Option<&Value>, &mut dyn FnMut() -> [u8; 16]) -> Option<Value>;

/// The form of a kind's documents.
#[derive(Debug)]
pub(crate) struct Form {
    /// The fields, for screens and for finding parts.
    pub(crate) info: &'static RecordInfo,
    /// The numbered forms in which it was kept.
    pub(crate) forms: &'static Forms,
    /// [`Configures::NAMES`].
    pub(crate) names: &'static [Entity],
    /// Reads a document; what is wrong with it is told, all of it. None, where it is no document of this form.
    pub(crate) read: fn(&str, &mut Violations) -> Option<Box<dyn Content>>,
    /// [`Configures::complete`]: the document with what is made for it. None, where it stays as it is.
    pub(crate) complete: Complete,
    /// [`Configures::rename`]: the document with other names. None, where it stays as it is.
    pub(crate) rename: fn(&Value, &mut Renaming<'_>, &str) -> Option<Value>,
}

impl Form {
    /// That of a record.
    pub(crate) const fn of<T: Configures>() -> Form {
        Form {
            info: T::INFO,
            forms: T::FORMS,
            names: T::NAMES,
            read: read::<T>,
            complete: complete::<T>,
            rename: rename::<T>,
        }
    }
}

fn complete<T: Configures>(
    document: &Value,
    before: Option<&Value>,
    new: &mut dyn FnMut() -> [u8; 16],
) -> Option<Value> {
    let mut content = from_json::<T>(&document.to_string()).ok()?;
    let earlier = before.and_then(|before| from_json::<T>(&before.to_string()).ok());
    let stood = to_json(&content);
    content.complete(earlier.as_ref(), new);
    let after = to_json(&content);
    if after == stood { None } else { serde_json::from_str(&after).ok() }
}

fn rename<T: Configures>(document: &Value, names: &mut Renaming<'_>, path: &str) -> Option<Value> {
    let mut content = from_json::<T>(&document.to_string()).ok()?;
    let before = to_json(&content);
    content.rename(names, path);
    let after = to_json(&content);
    if after == before { None } else { serde_json::from_str(&after).ok() }
}

fn read<T: Configures>(json: &str, out: &mut Violations) -> Option<Box<dyn Content>> {
    // Paths inside a document are whole, whatever stands in what.
    let mut found = Violations::by_path();
    let content = match from_json::<T>(json) {
        Ok(mut content) => {
            content.normalise(&[]);
            content.check(&[], "", &mut found);
            Some(Box::new(content) as _)
        }
        Err(misfit) => {
            schema_check::explain_into(&T::TYPE, json, misfit, &mut found);
            None
        }
    };
    out.extend(found.into_fields());
    content
}
