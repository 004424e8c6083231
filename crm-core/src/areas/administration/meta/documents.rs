//! The forms of setup documents, by their kinds (SETUP-1).

use std::collections::HashSet;

use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::operations::{Access, Operation};
use crate::engine::schema::{RecordInfo, Type};
use crate::engine::setup::{self, Kind, Wanted};

/// The kind of that name; an unknown one is a violation.
pub(super) fn of(cx: &mut Context<'_>, name: &str) -> Result<Option<&'static Kind>> {
    let kind = setup::find(name);
    if kind.is_none() {
        cx.violations().add("kind", "unknown_kind", "is no kind of setup document", None);
    }
    Ok(kind)
}

/// What stands in the document that the operation takes, where it takes one of a kind; `held` is put right for that kind.
pub(super) fn described(
    cx: &mut Context<'_>,
    operation: &Operation,
    kind: &'static Kind,
    held: &mut HashSet<String>,
) -> Result<Option<&'static RecordInfo>> {
    let argument = |name: &str| operation.arguments.iter().find(|argument| argument.name() == name);
    if argument("kind").is_none() || operation.area != "setup" {
        cx.violations().add("kind", "not_here", "is no argument of the operation", None);
        cx.check_fields()?;
    }
    let takes = argument("document").is_some_and(|document| matches!(document.ty, Type::Tree));
    // A plan is asked by whoever would put.
    let writes = operation.access == Access::Write || takes;
    if !kind.lets(cx, if writes { Wanted::Write } else { Wanted::Read })? {
        held.remove(operation.name);
    }
    Ok(takes.then_some(kind.form.info))
}
