//! The walk through expressions (DOC-1, DOC-4): what stands in each, as far as it is known, and what may not stand there.

use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, UnaryOpKind};
use minijinja::value::ValueKind;

use super::needs::Bound;
use super::parsed::{root, start};
use super::print::{FILTERS, TESTS};
use super::sorts::Sort;
use super::walk::Walk;

impl Walk<'_> {
    /// The name that a chain of attributes begins with, as far as it is bound, and the names behind it. A subscript is one where
    /// it says a text.
    pub(super) fn chain<'e>(&self, expr: &'e Expr<'_>) -> Option<(Bound, Vec<&'e str>)> {
        match expr {
            Expr::Var(variable) => {
                let (_, bound) = self.bound.iter().rev().find(|(name, _)| name == variable.id)?;
                Some((bound.clone(), Vec::new()))
            }
            Expr::GetAttr(attribute) => {
                let (bound, mut names) = self.chain(&attribute.expr)?;
                names.push(attribute.name);
                Some((bound, names))
            }
            Expr::GetItem(item) => {
                let Expr::Const(constant) = &item.subscript_expr else { return None };
                let (bound, mut names) = self.chain(&item.expr)?;
                // An object of a pack has a dot in its name.
                names.extend(constant.value.as_str()?.split('.'));
                Some((bound, names))
            }
            _ => None,
        }
    }

    pub(super) fn expression(&mut self, expr: &Expr<'_>) -> Sort {
        if !self.step(start(expr)) {
            return Sort::ANY;
        }
        match expr {
            Expr::Const(constant) => match constant.value.kind() {
                ValueKind::String => Sort::TEXT,
                ValueKind::Number => Sort::NUMBER,
                ValueKind::Bool => Sort::TRUTH,
                // The language has two kinds of nothing, of which this one is written out: `is empty` is the test.
                _ => self.refused(expr, "none"),
            },
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.named(expr),
            Expr::UnaryOp(unary) => {
                self.expression(&unary.expr);
                if matches!(unary.op, UnaryOpKind::Not) {
                    return Sort::TRUTH;
                }
                // Of a number that stands there a minus makes another.
                if !matches!(unary.expr, Expr::Const(_)) {
                    self.told(start(expr), "not_here", "-", None);
                }
                Sort::NUMBER
            }
            Expr::BinOp(binary) => {
                let left = self.expression(&binary.left);
                if matches!(binary.op, BinOpKind::In) {
                    self.among(expr, (&binary.left, left), &binary.right);
                    return Sort::TRUTH;
                }
                let right = self.expression(&binary.right);
                let sign = match binary.op {
                    BinOpKind::Eq | BinOpKind::Ne | BinOpKind::Lt | BinOpKind::Lte | BinOpKind::Gt | BinOpKind::Gte => {
                        self.find_value(&binary.left, &binary.right);
                        self.find_value(&binary.right, &binary.left);
                        self.paths.needs.texts |= ![&binary.left, &binary.right].into_iter().any(is_said);
                        return self.compared(expr, left, right);
                    }
                    BinOpKind::ScAnd | BinOpKind::ScOr => return left | right,
                    BinOpKind::Concat => {
                        self.paths.needs.texts = true;
                        if (left | right).may_be(Sort::APART) {
                            self.told(start(expr), "type", "~", None);
                        }
                        return Sort::TEXT;
                    }
                    BinOpKind::Add => "+",
                    BinOpKind::Sub => "-",
                    BinOpKind::Mul => "*",
                    BinOpKind::Div => "/",
                    BinOpKind::FloorDiv => "//",
                    BinOpKind::Rem => "%",
                    BinOpKind::Pow => "**",
                    BinOpKind::In => "in",
                };
                self.refused(expr, sign)
            }
            Expr::Compare(compare) => {
                let (mut before, mut left) = (&compare.expr, self.expression(&compare.expr));
                for op in &compare.ops {
                    if matches!(op.op, CompareOpKind::In | CompareOpKind::NotIn) {
                        left = self.among(expr, (before, left), &op.expr);
                        before = &op.expr;
                        continue;
                    }
                    let right = self.expression(&op.expr);
                    self.paths.needs.texts |= !is_said(&op.expr);
                    self.find_value(before, &op.expr);
                    self.find_value(&op.expr, before);
                    self.compared(expr, left, right);
                    (before, left) = (&op.expr, right);
                }
                Sort::TRUTH
            }
            Expr::IfExpr(condition) => {
                self.expression(&condition.test_expr);
                let sort = self.expression(&condition.true_expr);
                sort | condition.false_expr.as_ref().map_or(Sort::NOTHING, |expr| self.expression(expr))
            }
            Expr::Filter(filter) => {
                let sort = filter.expr.as_ref().map_or(Sort::ANY, |expr| self.expression(expr));
                let other = self.operands(expr, filter.name, &filter.args, FILTERS, "unknown_filter");
                if sort.may_be(Sort::LIST) && filter.name != "length" {
                    self.told(start(expr), "type", filter.name, None);
                }
                match filter.name {
                    "default" => sort.filled() | other,
                    "length" => Sort::NUMBER | Sort::NOTHING,
                    _ => Sort::TEXT,
                }
            }
            Expr::Test(test) => {
                self.expression(&test.expr);
                self.operands(expr, test.name, &test.args, TESTS, "unknown_filter");
                Sort::TRUTH
            }
            Expr::List(list) => {
                for item in &list.items {
                    self.expression(item);
                }
                Sort::LIST
            }
            Expr::Slice(slice) => {
                self.paths.needs.texts = true;
                for part in [&slice.start, &slice.stop].into_iter().flatten() {
                    if !self.expression(part).is(Sort::NUMBER) {
                        self.told(start(part), "type", "[:]", None);
                    }
                }
                // The language goes astray in an empty text, and where a step is the least number.
                if slice.step.is_some() {
                    self.told(start(expr), "not_here", "[::]", None);
                }
                // Of what is nothing it would make a list.
                if !self.expression(&slice.expr).is(Sort::TEXT) {
                    self.told(start(expr), "type", "[:]", None);
                }
                Sort::TEXT
            }
            Expr::Map(_) => self.refused(expr, "{}"),
            Expr::Call(_) => self.refused(expr, "()"),
        }
    }

    fn refused(&mut self, expr: &Expr<'_>, name: &str) -> Sort {
        self.told(start(expr), "not_here", name, None);
        Sort::ANY
    }

    /// A filter or a test: known, with as many operands as it takes. Gives what these may be.
    fn operands(
        &mut self,
        expr: &Expr<'_>,
        name: &str,
        args: &[CallArg<'_>],
        known: &[(&str, usize, usize)],
        code: &'static str,
    ) -> Sort {
        let mut sort = Sort::NOTHING;
        for arg in args {
            match arg {
                CallArg::Pos(arg) => sort = self.expression(arg),
                CallArg::Kwarg(..) | CallArg::PosSplat(_) | CallArg::KwargSplat(_) => {
                    self.told(start(expr), "arguments", name, None);
                }
            }
        }
        match known.iter().find(|(known, ..)| *known == name) {
            None => self.told(start(expr), code, name, None),
            Some((_, least, most)) if !(*least..=*most).contains(&args.len()) => {
                self.told(start(expr), "arguments", name, None);
            }
            Some(_) => {}
        }
        sort
    }

    fn named(&mut self, expr: &Expr<'_>) -> Sort {
        let Some((bound, names)) = self.chain(expr) else {
            let (name, code) = match expr {
                Expr::Var(variable) => (variable.id, "unknown_field"),
                Expr::GetAttr(attribute) => {
                    // What stands in front may be wrong by itself.
                    let before = self.wrong.len();
                    self.expression(&attribute.expr);
                    if self.wrong.len() > before {
                        return Sort::ANY;
                    }
                    (attribute.name, "unknown_field")
                }
                _ => ("[]", "not_here"),
            };
            self.told(start(expr), code, name, None);
            return Sort::ANY;
        };
        self.find(expr, &bound, &names);
        match self.paths.follow(&bound, &names) {
            Ok(sort) => sort,
            Err((code, limit)) => {
                let mut path = root(expr).to_owned();
                names.iter().for_each(|name| path.extend([".", name]));
                self.told(start(expr), code, &path, limit);
                Sort::ANY
            }
        }
    }

    fn compared(&mut self, expr: &Expr<'_>, left: Sort, right: Sort) -> Sort {
        if !left.compares(right) {
            self.told(start(expr), "type", "a comparison", None);
        }
        Sort::TRUTH
    }

    /// Whether a value is among others, or a text in a text. What stands at the right is gone through here alone, so that no
    /// name in it is noted twice; gives what that is.
    fn among(&mut self, expr: &Expr<'_>, (of, left): (&Expr<'_>, Sort), right: &Expr<'_>) -> Sort {
        self.paths.needs.texts = true;
        let Expr::List(list) = right else {
            let right = self.expression(right);
            match right.is(Sort::TEXT | Sort::NOTHING) {
                true => drop(self.compared(expr, left, right)),
                false => self.told(start(expr), "type", "in", None),
            }
            return right;
        };
        for item in &list.items {
            let sort = self.expression(item);
            self.find_value(of, item);
            self.compared(expr, left, sort);
        }
        Sort::LIST
    }
}

/// Whether the template says it outright.
fn is_said(expr: &Expr<'_>) -> bool {
    matches!(expr, Expr::Const(_))
}
