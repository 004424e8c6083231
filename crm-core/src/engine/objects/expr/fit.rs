//! Which operands fit one another (EXPR-3), and what a choice or an entry makes of a text literal. `null`, and what is
//! wrong already, fit anywhere.

use std::sync::Arc;

use smol_str::SmolStr;

use super::check::Checking;
use super::mistake::Code;
use super::tree::{Node, NodeIndex};
use super::types::Type;

/// What is known of the type of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    /// Something is wrong with it, and said.
    Wrong,
    /// Nothing but `null`.
    Null,
    /// A text that stands there as a literal, perhaps in branches of `if` and `coalesce`: it can be a choice.
    Literal,
    Of(Type),
}

impl Sort {
    /// Fits whatever it meets.
    fn anything(&self) -> bool {
        matches!(self, Sort::Wrong | Sort::Null)
    }
}

/// Whether values of two types can be equal. A literal is asked as the text that it is.
fn alike(a: &Type, b: &Type) -> bool {
    matches!((a, b), (Type::Choice(_), Type::Choice(_))) || a == b
}

/// Whether two nodes can be of one type: what both then are.
fn joined(a: &Sort, b: &Sort) -> Option<Sort> {
    match (a, b) {
        (a, b) if a.anything() => Some(if matches!(b, Sort::Wrong) { a.clone() } else { b.clone() }),
        (a, b) if b.anything() => Some(a.clone()),
        (Sort::Literal, Sort::Literal) => Some(Sort::Literal),
        (Sort::Literal, Sort::Of(ty)) | (Sort::Of(ty), Sort::Literal) => {
            matches!(ty, Type::Text | Type::Choice(_)).then(|| Sort::Of(ty.clone()))
        }
        (Sort::Of(Type::Choice(a)), Sort::Of(Type::Choice(b))) => Some(Sort::Of(Type::Choice(union(a, b)))),
        (Sort::Of(a), Sort::Of(b)) => alike(a, b).then(|| Sort::Of(a.clone())),
        _ => None,
    }
}

/// The names of both, those of the first in front.
fn union(a: &Arc<[SmolStr]>, b: &Arc<[SmolStr]>) -> Arc<[SmolStr]> {
    if b.iter().all(|name| a.contains(name)) {
        return a.clone();
    }
    a.iter().chain(b.iter().filter(|name| !a.contains(*name))).cloned().collect()
}

impl Checking<'_> {
    /// The operand must be of a type that is in order here.
    pub(super) fn must_be(&mut self, operand: NodeIndex, fits: impl Fn(&Type) -> bool) -> Sort {
        let sort = self.sort(operand);
        match &sort {
            Sort::Literal if !fits(&Type::Text) => self.misfit(operand),
            Sort::Of(ty) if !fits(ty) => self.misfit(operand),
            _ => sort,
        }
    }

    /// The operand does not fit.
    pub(super) fn misfit(&mut self, operand: NodeIndex) -> Sort {
        let at = self.spots.start(operand);
        self.wrong(Code::Type, at);
        Sort::Wrong
    }

    /// Money of any currency is nothing to compare, give or choose (TYPE-4).
    fn no_foreign(&mut self, operand: NodeIndex) -> Sort {
        self.must_be(operand, |ty| *ty != Type::Foreign)
    }

    /// Operands that are compared for being equal with the first.
    pub(super) fn equal(&mut self, first: NodeIndex, others: &[NodeIndex]) {
        let left = self.no_foreign(first);
        for other in others {
            let right = self.no_foreign(*other);
            if joined(&left, &right).is_none() {
                self.misfit(*other);
            }
            match (&left, &right) {
                (Sort::Of(Type::Choice(values)), Sort::Literal) => self.literals(*other, values),
                (Sort::Literal, Sort::Of(Type::Choice(values))) => self.literals(first, values),
                _ => {}
            }
        }
    }

    /// Operands of which one is chosen: their common type.
    pub(super) fn one_of(&mut self, operands: &[NodeIndex]) -> Sort {
        let mut all = Sort::Null;
        let mut fitting = Vec::new();
        for operand in operands {
            let sort = self.no_foreign(*operand);
            match joined(&all, &sort) {
                Some(both) => {
                    all = both;
                    fitting.push((*operand, sort));
                }
                None => drop(self.misfit(*operand)),
            }
        }
        if let Sort::Of(Type::Choice(values)) = &all {
            for (operand, _) in fitting.iter().filter(|(_, sort)| *sort == Sort::Literal) {
                self.literals(*operand, values);
            }
        }
        // Where all that is not null is wrong, nothing is known of the whole.
        let sorts = || operands.iter().map(|operand| self.sort(*operand));
        if all == Sort::Null && sorts().any(|sort| sort == Sort::Wrong || sort == Sort::Of(Type::Foreign)) {
            return Sort::Wrong;
        }
        all
    }

    /// Operands that have an order, all of one type.
    pub(super) fn ordered(&mut self, operands: &[NodeIndex]) -> Sort {
        let mut all = Sort::Null;
        let mut wrong = false;
        for operand in operands {
            let sort = self.must_be(*operand, |ty| matches!(ty, Type::Number | Type::Date | Type::Instant));
            wrong |= sort == Sort::Wrong;
            match joined(&all, &sort) {
                Some(both) => all = both,
                None => drop(self.misfit(*operand)),
            }
        }
        if wrong && all == Sort::Null { Sort::Wrong } else { all }
    }

    /// The literals that a node yields must be among the values of the choice that it is compared with or given to.
    fn literals(&mut self, operand: NodeIndex, values: &[SmolStr]) {
        for end in self.tree.ends(operand) {
            if let Some(Node::Text(text)) = self.tree.node(end)
                && !values.contains(text)
            {
                let at = self.spots.token(end);
                self.wrong(Code::UnknownValue, at);
            }
        }
    }

    /// What is given to a field of this type must fit it as an operand of `==` would; to a choice nothing that it does
    /// not have, to an entry also the text literal that is its value.
    pub(super) fn given(&mut self, root: NodeIndex, to: &Type) {
        let sort = self.no_foreign(root);
        match (&sort, to) {
            (sort, _) if sort.anything() => {}
            (Sort::Literal, Type::Entry(category)) => {
                for end in self.tree.ends(root) {
                    if let Some(Node::Text(text)) = self.tree.node(end)
                        && !self.fields.has_entry(category, text)
                    {
                        let at = self.spots.token(end);
                        self.wrong(Code::UnknownValue, at);
                    }
                }
            }
            (Sort::Literal, Type::Choice(values)) => self.literals(root, values),
            (Sort::Of(Type::Choice(_)), Type::Choice(values)) => {
                self.literals(root, values);
                for end in self.tree.ends(root) {
                    if let Sort::Of(Type::Choice(own)) = self.sort(end)
                        && !own.iter().all(|name| values.contains(name))
                    {
                        let at = self.spots.start(end);
                        self.wrong(Code::UnknownValue, at);
                    }
                }
            }
            (Sort::Literal, Type::Text) => {}
            (Sort::Of(ty), to) if *to != Type::Foreign && alike(ty, to) => {}
            _ => drop(self.misfit(root)),
        }
    }
}
