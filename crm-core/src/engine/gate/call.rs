//! One call on its way through the gate, as far as the gate needs to know it. The gate's code exists once; what is
//! compiled for each operation is the little that stands here.

use super::{Context, Slices};
use crate::engine::confidential::{self, Each, Limits};
use crate::engine::error::{CrmError, Result};
use crate::engine::operations::Arguments;
use crate::engine::validate::Violations;
use crate::engine::wire::{Misfit, Node, Wire};

/// What a rule works with, by its operation's sort.
pub(crate) enum Means<'m, 'c> {
    /// The call's transaction.
    Context(&'m mut Context<'c>),
    /// Transactions as it asks for them.
    Slices(&'m mut Slices<'c>),
}

/// The rule behind an operation, of either sort. Each is a type of its own, so that nothing is compiled for an operation
/// that only the other sort needs.
pub(crate) trait Rule<A, R> {
    /// Runs; gives nothing where the means are those of the other sort.
    fn run(&self, means: Means<'_, '_>, arguments: &A) -> Option<Result<R>>;
}

/// A rule that runs in the call's transaction.
pub(crate) struct Whole<A, R>(pub(crate) fn(&mut Context<'_>, &A) -> Result<R>);

/// A rule that asks for transactions as it needs them.
pub(crate) struct Sliced<A, R>(pub(crate) fn(&mut Slices<'_>, &A) -> Result<R>);

impl<A, R> Rule<A, R> for Whole<A, R> {
    fn run(&self, means: Means<'_, '_>, arguments: &A) -> Option<Result<R>> {
        match means {
            Means::Context(cx) => Some(self.0(cx, arguments)),
            Means::Slices(_) => None,
        }
    }
}

impl<A, R> Rule<A, R> for Sliced<A, R> {
    fn run(&self, means: Means<'_, '_>, arguments: &A) -> Option<Result<R>> {
        match means {
            Means::Slices(slices) => Some(self.0(slices, arguments)),
            Means::Context(_) => None,
        }
    }
}

/// What is written of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The arguments for the audit.
    Arguments,
    /// The arguments as they are held against the caller's field rights, where they were not yet.
    Given,
    /// The result, where there is one.
    Result,
}

/// What runs in a transaction. Of each operation's own type no more is asked than this and [`AnyCall`], since every method
/// here is compiled, and stands in a table, for each of them.
pub(crate) trait Body {
    /// Runs; it may be run more than once.
    fn run(&mut self, means: Means<'_, '_>) -> Result<()>;
    /// Appends a part of it as JSON, and nothing where it has none.
    fn write(&self, _part: Part, _out: &mut Vec<u8>) {}
    /// Brings the arguments into their kept form once more: so the ids in them are met that name records which were merged.
    fn meet(&mut self) {}
    /// Hands over the records of the result to which packs may give fields.
    fn extended(&mut self, _each: &mut Each<'_>) {}
    /// Withholds of the result what the caller does not read in full.
    fn withhold(&mut self, _limits: &Limits) {}
}

/// A part of a call as JSON, where it has that.
pub(crate) fn json(body: &dyn Body, part: Part) -> Option<String> {
    let mut out = Vec::new();
    body.write(part, &mut out);
    // Every `write` appends whole texts.
    String::from_utf8(out).ok().filter(|json| !json.is_empty())
}

/// The arguments for the audit.
pub(crate) fn arguments(body: &dyn Body) -> String {
    json(body, Part::Arguments).unwrap_or_else(|| "{}".to_owned())
}

/// A call whose types the gate need not know.
pub(crate) trait AnyCall: Body {
    /// Reads the arguments.
    fn read(&mut self, node: Node<'_>) -> Result<(), Misfit>;
    /// Brings the arguments into their kept form, and reports what is wrong with them.
    fn prepare(&mut self, out: &mut Violations);
}

/// A call with its types.
pub(crate) struct Typed<A, R, K> {
    arguments: Option<A>,
    result: Option<R>,
    rule: K,
}

impl<A, R, K: Rule<A, R>> Typed<A, R, K> {
    /// A call whose arguments are yet to be read.
    pub(crate) fn new(rule: K) -> Self {
        Typed { arguments: None, result: None, rule }
    }

    /// A call with its arguments.
    pub(super) fn with(arguments: A, rule: K) -> Self {
        Typed { arguments: Some(arguments), result: None, rule }
    }

    pub(super) fn into_result(self) -> Result<R> {
        self.result.ok_or_else(|| CrmError::bug("an operation ended without a result"))
    }
}

impl<A: Arguments, R: Wire + confidential::Part, K: Rule<A, R>> Body for Typed<A, R, K> {
    fn run(&mut self, means: Means<'_, '_>) -> Result<()> {
        if let Some(arguments) = &self.arguments
            && let Some(result) = self.rule.run(means, arguments)
        {
            self.result = Some(result?);
        }
        Ok(())
    }

    fn write(&self, part: Part, out: &mut Vec<u8>) {
        match (part, &self.arguments, &self.result) {
            (Part::Arguments | Part::Given, Some(arguments), _) => arguments.write(out),
            (Part::Result, _, Some(result)) => result.write(out),
            _ => {}
        }
    }

    fn meet(&mut self) {
        if let Some(arguments) = &mut self.arguments {
            arguments.normalise();
        }
    }

    fn extended(&mut self, each: &mut Each<'_>) {
        if let Some(result) = &mut self.result {
            result.extended(each);
        }
    }

    fn withhold(&mut self, limits: &Limits) {
        if let Some(result) = &mut self.result {
            result.withhold(limits);
        }
    }
}

impl<A: Arguments, R: Wire + confidential::Part, K: Rule<A, R>> AnyCall for Typed<A, R, K> {
    fn read(&mut self, node: Node<'_>) -> Result<(), Misfit> {
        self.arguments = Some(A::read(node)?);
        Ok(())
    }

    fn prepare(&mut self, out: &mut Violations) {
        if let Some(arguments) = &mut self.arguments {
            arguments.normalise();
            arguments.check(out);
        }
    }
}
