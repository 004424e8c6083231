//! A tree against the definitions of objects: every mistake of meaning, in order of place (EXPR-2, EXPR-3, EXPR-10), and
//! what the whole is of.

use super::fit::Sort;
use super::functions::{Function, minutes};
use super::mistake::{At, Code, Mistake};
use super::parse::parse;
use super::paths::{Found, Part, Path, resolve};
use super::tree::{Binary, Node, NodeIndex, Spots, Tree};
use super::types::{Fields, Place, Type};
use super::{Expr, code};
use crate::engine::sorting::Arrange as _;

/// How many different paths may lead over references.
pub const MOST_CROSSING: usize = 8;

/// The most places that `round` leaves.
const MOST_PLACES: i64 = 6;

/// Checks the text of an expression about a record of this object, at this place, which gives a value to a field of type
/// `to`, where it gives it to one.
///
/// # Errors
/// Every mistake, in order of place; one of syntax, or a bound that is passed, stands alone.
pub fn check(
    text: &str,
    fields: &dyn Fields,
    object: &str,
    place: Place,
    to: Option<&Type>,
) -> Result<Expr, Vec<Mistake>> {
    let (tree, spots) = parse(text).map_err(|mistake| vec![mistake])?;
    let found = tree.paths.iter().map(|written| resolve(fields, object, place, written)).collect();
    let mut checking =
        Checking { fields, place, tree: &tree, spots: &spots, found, sorts: Vec::new(), mistakes: Vec::new() };
    checking.nodes();
    checking.whole(to);
    let Checking { found, sorts, mut mistakes, .. } = checking;
    // A literal can be none of the values of several choices: it is told once.
    mistakes.arrange_by_key(|mistake| (mistake.at, mistake.code));
    mistakes.dedup();
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let mut crossing = 0..=u8::MAX;
    let paths: Vec<Path> = found
        .into_iter()
        .filter_map(|found| found.path)
        .map(|(mut path, _)| {
            path.crossing = if path.steps.len() > 1 { crossing.next() } else { None };
            path
        })
        .collect();
    let result = match (to, sorts.last()) {
        (Some(to), _) => Some(to.clone()),
        (None, Some(Sort::Of(ty))) => Some(ty.clone()),
        (None, Some(Sort::Literal)) => Some(Type::Text),
        _ => None,
    };
    Ok(code::expression(tree, paths, result))
}

/// The state of a check.
pub(super) struct Checking<'a> {
    pub(super) fields: &'a dyn Fields,
    pub(super) place: Place,
    pub(super) tree: &'a Tree,
    pub(super) spots: &'a Spots,
    /// What each path of the tree leads to.
    found: Vec<Found>,
    /// Of each node so far what it is.
    sorts: Vec<Sort>,
    mistakes: Vec<Mistake>,
}

impl Checking<'_> {
    pub(super) fn wrong(&mut self, code: Code, at: At) {
        self.mistakes.push(Mistake { code, at });
    }

    pub(super) fn sort(&self, place: NodeIndex) -> Sort {
        self.sorts.get(usize::from(place)).cloned().unwrap_or(Sort::Wrong)
    }

    /// Every node behind its operands.
    fn nodes(&mut self) {
        let tree = self.tree;
        for (place, node) in (0..).zip(&tree.nodes) {
            let sort = self.node(place, node);
            self.sorts.push(sort);
        }
    }

    /// What concerns the whole.
    fn whole(&mut self, to: Option<&Type>) {
        if let Some(root) = self.tree.root() {
            match to {
                Some(to) => self.given(root, to),
                // Money of any currency is no result either (TYPE-4).
                None => drop(self.must_be(root, |ty| *ty != Type::Foreign)),
            }
        }
        if self.found.iter().filter(|found| found.crosses).count() > MOST_CROSSING {
            self.wrong(Code::TooMany, At::START);
        }
    }

    fn node(&mut self, place: NodeIndex, node: &Node) -> Sort {
        match node {
            Node::Null => Sort::Null,
            Node::Boolean(_) => Sort::Of(Type::Boolean),
            Node::Number(_) => Sort::Of(Type::Number),
            Node::Text(_) => Sort::Literal,
            Node::Date(_) => Sort::Of(Type::Date),
            Node::Me => self.of_call(place, Type::Record("user".into())),
            Node::Today => self.of_call(place, Type::Date),
            Node::Now => self.of_call(place, Type::Instant),
            Node::Path(path) => self.path(place, usize::from(*path)),
            Node::Not(operand) => {
                self.must_be(*operand, |ty| *ty == Type::Boolean);
                Sort::Of(Type::Boolean)
            }
            Node::Negated(operand) => {
                self.must_be(*operand, |ty| *ty == Type::Number);
                Sort::Of(Type::Number)
            }
            Node::Binary(binary, left, right) => self.binary(*binary, *left, *right),
            Node::In(left, elements) => {
                self.equal(*left, elements);
                Sort::Of(Type::Boolean)
            }
            Node::Call(function, operands) => self.call(place, *function, operands),
        }
    }

    /// What belongs to the call and not to the record.
    fn of_call(&mut self, place: NodeIndex, ty: Type) -> Sort {
        if self.place.sees_call() {
            return Sort::Of(ty);
        }
        self.wrong(Code::NotHere, self.spots.token(place));
        Sort::Wrong
    }

    fn path(&mut self, place: NodeIndex, path: usize) -> Sort {
        let Some(found) = self.found.get(path) else { return Sort::Wrong };
        if let (true, Some((_, ty))) = (found.mistakes.is_empty(), &found.path) {
            return Sort::Of(ty.clone());
        }
        let spot = self.spots.of(place);
        for (code, part) in &found.mistakes {
            let at = match (part, spot) {
                (Part::Old, _) | (_, None) => self.spots.token(place),
                (Part::Name(number), Some(spot)) => spot.names.get(*number).copied().unwrap_or(spot.token),
            };
            self.mistakes.push(Mistake { code: *code, at });
        }
        Sort::Wrong
    }

    fn binary(&mut self, binary: Binary, left: NodeIndex, right: NodeIndex) -> Sort {
        match binary {
            Binary::Or | Binary::And => {
                self.must_be(left, |ty| *ty == Type::Boolean);
                self.must_be(right, |ty| *ty == Type::Boolean);
                Sort::Of(Type::Boolean)
            }
            Binary::Plus | Binary::Minus | Binary::Times | Binary::Divided => {
                self.must_be(left, |ty| *ty == Type::Number);
                self.must_be(right, |ty| *ty == Type::Number);
                Sort::Of(Type::Number)
            }
            Binary::Less | Binary::AtMost | Binary::Greater | Binary::AtLeast => {
                self.ordered(&[left, right]);
                Sort::Of(Type::Boolean)
            }
            Binary::Equal | Binary::Unequal => {
                self.equal(left, &[right]);
                Sort::Of(Type::Boolean)
            }
        }
    }

    fn call(&mut self, place: NodeIndex, function: Option<Function>, operands: &[NodeIndex]) -> Sort {
        let Some(function) = function else {
            self.wrong(Code::UnknownFunction, self.spots.token(place));
            return Sort::Wrong;
        };
        if !function.takes(operands.len()) {
            self.wrong(Code::Arguments, self.spots.token(place));
            return Sort::Wrong;
        }
        match (function, operands) {
            (Function::If, [condition, branches @ ..]) => {
                self.must_be(*condition, |ty| *ty == Type::Boolean);
                self.one_of(branches)
            }
            (Function::Coalesce, operands) => self.one_of(operands),
            (Function::Min | Function::Max, operands) => self.ordered(operands),
            (Function::Concat, operands) => {
                for operand in operands {
                    self.must_be(*operand, |ty| {
                        !matches!(ty, Type::Instant | Type::Record(_) | Type::Entry(_) | Type::Foreign)
                    });
                }
                Sort::Of(Type::Text)
            }
            (Function::Round, operands) => {
                self.all(operands.iter().take(1), Type::Number);
                if let Some(places) = operands.get(1) {
                    let whole = |node: &Node| matches!(node, Node::Number(n) if n.to_whole().is_some_and(|n| (0..=MOST_PLACES).contains(&n)));
                    self.literal(*places, whole);
                }
                Sort::Of(Type::Number)
            }
            (Function::At, [date, time]) => {
                self.all([date], Type::Date);
                self.literal(*time, |node| matches!(node, Node::Text(text) if minutes(text).is_some()));
                Sort::Of(Type::Instant)
            }
            (Function::AddDays | Function::AddMonths, [date, number]) => {
                self.all([date], Type::Date);
                self.all([number], Type::Number);
                Sort::Of(Type::Date)
            }
            (Function::AddHours, [instant, number]) => {
                self.all([instant], Type::Instant);
                self.all([number], Type::Number);
                Sort::Of(Type::Instant)
            }
            (Function::Floor | Function::Mod, operands) => {
                self.all(operands, Type::Number);
                Sort::Of(Type::Number)
            }
            (Function::Days | Function::Year | Function::Month | Function::Day, operands) => {
                self.all(operands, Type::Date);
                Sort::Of(Type::Number)
            }
            (Function::MonthStart, operands) => {
                self.all(operands, Type::Date);
                Sort::Of(Type::Date)
            }
            (Function::Date, operands) => {
                self.all(operands, Type::Instant);
                Sort::Of(Type::Date)
            }
            // Of anything at all can be asked whether it is there.
            (Function::Empty, _) => Sort::Of(Type::Boolean),
            // Functions with another number of operands went out above.
            (Function::If | Function::At | Function::AddDays | Function::AddMonths | Function::AddHours, _) => {
                Sort::Wrong
            }
        }
    }

    fn all<'p>(&mut self, operands: impl IntoIterator<Item = &'p NodeIndex>, wanted: Type) {
        for operand in operands {
            self.must_be(*operand, |ty| *ty == wanted);
        }
    }

    /// An operand that must stand there as a literal.
    fn literal(&mut self, operand: NodeIndex, fits: impl Fn(&Node) -> bool) {
        if self.sort(operand) != Sort::Wrong && !self.tree.node(operand).is_some_and(fits) {
            self.wrong(Code::Literal, self.spots.start(operand));
        }
    }
}
