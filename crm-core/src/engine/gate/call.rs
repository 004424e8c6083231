//! One call on its way through the gate, as far as the gate needs to know it. The gate's code exists once; what is
//! compiled for each operation is the little that stands here.

use super::{Context, Slices};
use crate::engine::confidential::{Limits, Part};
use crate::engine::error::{CrmError, Result};
use crate::engine::operations::Arguments;
use crate::engine::validate::Violations;
use crate::engine::wire::{Misfit, Node, Wire, to_json};

/// The rule behind an operation.
pub(crate) enum Rule<A, R> {
    /// It runs in the call's transaction.
    Whole(fn(&mut Context<'_>, &A) -> Result<R>),
    /// It asks for transactions as it needs them.
    Sliced(fn(&mut Slices<'_>, &A) -> Result<R>),
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
pub(crate) struct Typed<A, R> {
    arguments: Option<A>,
    result: Option<R>,
    rule: Rule<A, R>,
}

impl<A, R> Typed<A, R> {
    /// A call whose arguments are yet to be read.
    pub(crate) fn new(rule: Rule<A, R>) -> Self {
        Typed { arguments: None, result: None, rule }
    }

    /// A call with its arguments.
    pub(super) fn with(arguments: A, rule: Rule<A, R>) -> Self {
        Typed { arguments: Some(arguments), result: None, rule }
    }

    pub(super) fn into_result(self) -> Result<R> {
        self.result.ok_or_else(|| CrmError::bug("an operation ended without a result"))
    }
}

impl<A: Arguments, R: Wire + Part> Body for Typed<A, R> {
    fn run(&mut self, cx: &mut Context<'_>) -> Result<()> {
        if let (Rule::Whole(rule), Some(arguments)) = (&self.rule, &self.arguments) {
            self.result = Some(rule(cx, arguments)?);
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

impl<A: Arguments, R: Wire + Part> AnyCall for Typed<A, R> {
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
        matches!(self.rule, Rule::Sliced(_))
    }

    fn run_sliced(&mut self, slices: &mut Slices<'_>) -> Result<()> {
        if let (Rule::Sliced(rule), Some(arguments)) = (&self.rule, &self.arguments) {
            self.result = Some(rule(slices, arguments)?);
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
