//! What a form is: a kind of setup document (CAPT-2).

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::reading::{self, CUSTOM, Fields, Read};
use super::store;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::shape::Name;
use crate::engine::permission::Holders;
use crate::engine::record::{choices, record};
use crate::engine::schema::FieldInfo;
use crate::engine::setup::{Configures, Doing, Kind, Step};
use crate::engine::wire::Fields as _;
use crate::opportunities::NewOpportunity;

/// The target of answers that become a note on the opportunity.
pub(super) const NOTE: &str = "note";

/// Fields of a new opportunity that are no target: whose it is, and what forms name behind `custom.`.
const UNTARGETED: [&str; 5] = ["customer", "custom", "probability_from", "persons", "assignee"];

choices! {
    /// What becomes of a submission for which there is exactly one open opportunity already.
    OnMatch {
        /// An opportunity of its own.
        Create = "create",
        /// A note on that one.
        Join = "join",
    }
}

record! {
    /// A question of a form.
    input CaptureField {
        /// Its name, by which answers name it.
        name: String [text(100)],
        /// What people read; its name where there is none.
        label: Option<String> = None [short],
        /// What the answer is of the opportunity: a field of a new one, `custom.tier` for one that packs give it, or `note`.
        target: String [text(100)],
        /// Whether it must be answered.
        required: bool = false,
    }
}

record! {
    /// What is the same of all opportunities that come by a form.
    input CaptureConstant {
        /// The field of the opportunity, as beside questions.
        target: String [text(100)],
        /// Its value, as an answer would be.
        value: String [long],
    }
}

record! {
    /// A form (线索表单); its name is the document's.
    input CaptureForm {
        /// By what hosts name it: made when it is put first, and no secret.
        key: Option<String> = None [text(22)],
        /// Its questions, in order.
        fields: Vec<CaptureField> [at_most(50)],
        /// What is not asked.
        constants: Option<Vec<CaptureConstant>> = None [at_most(50)],
        /// The name of a question that people do not see: who answers it is a machine.
        trap: Option<String> = None [text(100)],
        /// What is consented to.
        consent_text: Option<String> = None [long],
        /// Whether nothing is taken without consent.
        consent_required: bool = false,
        /// For so many minutes the same sender is not taken again.
        repeat_minutes: Option<i64> = None [range(0, 1_440), default("10")],
        /// So many are taken from one address within an hour.
        per_address_hour: Option<i64> = None [range(1, 1_000), default("20")],
        /// What becomes of one for which there is an open opportunity.
        on_match: Option<OnMatch> = None [default("\"create\"")],
    }
}

/// Kept by sales managers too; hosts read it, to draw the form.
pub(super) static CAPTURE_FORM: Kind = Kind {
    name: "capture_form",
    writes: Holders::named("SM"),
    reads: Holders::named("SMI"),
    ..Kind::of::<CaptureForm>()
};

/// The fields of a new opportunity that may be targets.
pub(super) fn targets() -> Vec<&'static FieldInfo> {
    let target = |info: &&FieldInfo| !UNTARGETED.contains(&info.name()) && reading::can_be_said(info);
    NewOpportunity::FIELDS.iter().filter(target).collect()
}

/// Whether forms may leave out a field that creating one by hand needs.
fn falls_back(name: &str) -> bool {
    matches!(name, "summary" | "description" | "success_probability")
}

impl CaptureForm {
    pub(super) fn constants(&self) -> &[CaptureConstant] {
        self.constants.as_deref().unwrap_or_default()
    }

    /// The question of that name.
    pub(super) fn field(&self, name: &str) -> Option<&CaptureField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether there is a question of that name, seen or not.
    pub(super) fn asks(&self, name: &str) -> bool {
        self.trap.as_deref() == Some(name) || self.field(name).is_some()
    }
}

impl CaptureField {
    /// What people read.
    pub(super) fn called(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

/// Whether it could have been made.
fn is_key(text: &str) -> bool {
    text.len() == 22 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 16)
}

/// Tells what stands twice.
fn once<'a>(cx: &mut Context<'_>, seen: &mut HashSet<&'a str>, what: &'a str, path: &str) {
    if !seen.insert(what) {
        cx.violations().add(path, "not_unique", "stands there twice", None);
    }
}

impl Configures for CaptureForm {
    fn complete(&mut self, before: Option<&Self>, new: &mut dyn FnMut() -> [u8; 16]) {
        if self.key.is_none() {
            let stood = before.and_then(|before| before.key.clone());
            self.key = Some(stood.unwrap_or_else(|| URL_SAFE_NO_PAD.encode(new())));
        }
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let mut rename = |part: &str, target: &mut String| {
            if let Some(custom) = target.strip_prefix(CUSTOM) {
                let mut name = Name::from(custom);
                names.field(&format!("{path}.{part}"), Entity::OPPORTUNITY.as_str(), &mut name);
                *target = format!("{CUSTOM}{name}");
            }
        };
        for (at, field) in self.fields.iter_mut().enumerate() {
            rename(&format!("fields[{at}].target"), &mut field.target);
        }
        for (at, constant) in self.constants.iter_mut().flatten().enumerate() {
            rename(&format!("constants[{at}].target"), &mut constant.target);
        }
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if step.doing != Doing::Put && step.doing != Doing::Enable {
            return Ok(());
        }
        if let Some(key) = &self.key {
            let stood = step.before.and_then(|before| before.key.as_ref());
            if stood.is_some_and(|stood| stood != key) {
                cx.violations().add("key", "fixed", "stays as it was made", None);
            } else if !is_key(key) {
                cx.violations().add("key", "unknown_value", "is no key of a form", None);
            } else if store::form_of(cx.tx(), key)?.is_some_and(|of| Some(of) != step.key) {
                cx.violations().add("key", "not_unique", "is that of another form", None);
            }
        }
        if self.fields.is_empty() && !cx.violations().has("fields") {
            cx.violations().missing("fields");
        }
        let fields = Fields::of(cx, &Entity::OPPORTUNITY, targets())?;
        let (mut names, mut filled) = (HashSet::new(), HashSet::new());
        for (at, field) in self.fields.iter().enumerate() {
            once(cx, &mut names, &field.name, &format!("fields[{at}].name"));
            let path = format!("fields[{at}].target");
            if field.target == NOTE {
                continue;
            }
            if !fields.has(&field.target) {
                cx.violations().add(&path, "unknown_field", "is nothing that a form fills", None);
            }
            once(cx, &mut filled, &field.target, &path);
        }
        for (at, constant) in self.constants().iter().enumerate() {
            let path = format!("constants[{at}].target");
            if !fields.has(&constant.target) {
                cx.violations().add(&path, "unknown_field", "is nothing that a form fills", None);
            }
            once(cx, &mut filled, &constant.target, &path);
            let mut read = Read::default();
            let said = (constant.target.as_str(), constant.value.as_str());
            read.add(cx, &fields, said, &format!("constants[{at}].value"))?;
        }
        if let Some(trap) = &self.trap {
            once(cx, &mut names, trap, "trap");
        }
        if self.consent_required && self.consent_text.is_none() {
            cx.violations().add("consent_text", "required", "is what is consented to", None);
        }
        let needed = |info: &&FieldInfo| info.name() == "customer_name" || !info.optional && !falls_back(info.name());
        for info in NewOpportunity::FIELDS.iter().filter(needed).filter(|info| !filled.contains(info.name())) {
            let (name, detail) = (info.name(), "nothing fills what an opportunity needs");
            cx.violations().add("fields", "unfilled", detail, Some(name.to_owned()));
        }
        Ok(())
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        match (step.doing, step.key, &self.key) {
            (Doing::Put, Some(document), Some(key)) => store::keep_form(cx.tx(), document, key),
            _ => Ok(()),
        }
    }
}
