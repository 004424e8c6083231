//! One call on its way through the gate, as far as the gate needs to know it. The gate's code exists once; what is
//! compiled for each operation is the little that stands here.

use super::{Context, Slices};
use crate::engine::confidential::{Limits, Part};
use crate::engine::error::{CrmError, Result};
use crate::engine::operations::Arguments;
use crate::engine::validate::Violations;
use crate::engine::wire::{Misfit, Node, Wire, to_json};

/// The rule behind an operation, of either sort. Each is a type of its own, so that nothing is compiled for an operation
/// that only the other sort needs.
pub(crate) trait Rule<A, R> {
    /// Whether it asks for its transactions itself.
    const SLICED: bool;

    /// Runs in the call's transaction.
    fn whole(&self, cx: &mut Context<'_>, arguments: &A) -> Option<Result<R>>;

    /// Runs with transactions as it needs them.
    fn sliced(&self, slices: &mut Slices<'_>, arguments: &A) -> Option<Result<R>>;
}

/// A rule that runs in the call's transaction.
pub(crate) struct Whole<A, R>(pub(crate) fn(&mut Context<'_>, &A) -> Result<R>);

/// A rule that asks for transactions as it needs them.
pub(crate) struct Sliced<A, R>(pub(crate) fn(&mut Slices<'_>, &A) -> Result<R>);

impl<A, R> Rule<A, R> for Whole<A, R> {
    const SLICED: bool = false;

    fn whole(&self, cx: &mut Context<'_>, arguments: &A) -> Option<Result<R>> {
        Some(self.0(cx, arguments))
    }

    fn sliced(&self, _: &mut Slices<'_>, _: &A) -> Option<Result<R>> {
        None
    }
}

impl<A, R> Rule<A, R> for Sliced<A, R> {
    const SLICED: bool = true;

    fn whole(&self, _: &mut Context<'_>, _: &A) -> Option<Result<R>> {
        None
    }

    fn sliced(&self, slices: &mut Slices<'_>, arguments: &A) -> Option<Result<R>> {
        Some(self.0(slices, arguments))
    }
}

/// What runs in a transaction, and what the audit keeps of its arguments.
pub(crate) trait Body {
    /// Runs; it may be run more than once.
    fn run(&mut self, cx: &mut Context<'_>) -> Result<()>;
    /// The arguments for the audit.
    fn arguments(&self) -> String;
    /// The arguments as they are held against the caller's field rights, where they were not yet.
    fn given(&self) -> Option<String> {
        None
    }
}

/// A call whose types the gate need not know.
pub(crate) trait AnyCall: Body {
    /// Reads the arguments.
    fn read(&mut self, node: Node<'_>) -> Result<(), Misfit>;
    /// Brings the arguments into their kept form.
    fn normalise(&mut self);
    /// Reports what is wrong with the arguments.
    fn check(&self, out: &mut Violations);
    /// Whether the rule asks for its transactions itself.
    fn is_sliced(&self) -> bool;
    /// Runs such a rule.
    fn run_sliced(&mut self, slices: &mut Slices<'_>) -> Result<()>;
    /// The result as JSON.
    fn result(&self) -> String;
    /// Withholds of the result what the caller does not read in full.
    fn withhold(&mut self, limits: &Limits);
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

impl<A: Arguments, R: Wire + Part, K: Rule<A, R>> Body for Typed<A, R, K> {
    fn run(&mut self, cx: &mut Context<'_>) -> Result<()> {
        if let Some(arguments) = &self.arguments
            && let Some(result) = self.rule.whole(cx, arguments)
        {
            self.result = Some(result?);
        }
        Ok(())
    }

    fn arguments(&self) -> String {
        self.arguments.as_ref().map_or_else(|| "{}".to_owned(), |arguments| to_json(arguments))
    }

    fn given(&self) -> Option<String> {
        self.arguments.as_ref().map(|arguments| to_json(arguments))
    }
}

impl<A: Arguments, R: Wire + Part, K: Rule<A, R>> AnyCall for Typed<A, R, K> {
    fn read(&mut self, node: Node<'_>) -> Result<(), Misfit> {
        self.arguments = Some(A::read(node)?);
        Ok(())
    }

    fn normalise(&mut self) {
        if let Some(arguments) = &mut self.arguments {
            arguments.normalise();
        }
    }

    fn check(&self, out: &mut Violations) {
        if let Some(arguments) = &self.arguments {
            arguments.check(out);
        }
    }

    fn is_sliced(&self) -> bool {
        K::SLICED
    }

    fn run_sliced(&mut self, slices: &mut Slices<'_>) -> Result<()> {
        if let Some(arguments) = &self.arguments
            && let Some(result) = self.rule.sliced(slices, arguments)
        {
            self.result = Some(result?);
        }
        Ok(())
    }

    fn result(&self) -> String {
        self.result.as_ref().map(|result| to_json(result)).unwrap_or_default()
    }

    fn withhold(&mut self, limits: &Limits) {
        if let Some(result) = &mut self.result {
            result.withhold(limits);
        }
    }
}
