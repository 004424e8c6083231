//! The walk through expressions (DOC-1, DOC-4): what stands in each, as far as it is known, and what may not stand there.

use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, UnaryOpKind};
use minijinja::value::ValueKind;

use super::needs::{Bound, Sort};
use super::parsed::{first, root, start};
use super::print::{FILTERS, TESTS};
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
            return Sort::Any;
        }
        match expr {
            Expr::Const(constant) => match constant.value.kind() {
                ValueKind::String => Sort::Text,
                ValueKind::Number | ValueKind::Bool => Sort::Plain,
                _ => Sort::Any,
            },
            Expr::Var(_) | Expr::GetAttr(_) | Expr::GetItem(_) => self.named(expr),
            Expr::UnaryOp(unary) => {
                self.expression(&unary.expr);
                // Of a number that stands there a minus makes another.
                if matches!(unary.op, UnaryOpKind::Neg) && !matches!(unary.expr, Expr::Const(_)) {
                    self.told(start(expr), "not_here", "-", None);
                }
                Sort::Plain
            }
            Expr::BinOp(binary) => {
                let (left, right) = (self.expression(&binary.left), self.expression(&binary.right));
                let sign = match binary.op {
                    BinOpKind::Eq | BinOpKind::Ne | BinOpKind::Lt | BinOpKind::Lte | BinOpKind::Gt | BinOpKind::Gte => {
                        return self.compared(expr, left, right);
                    }
                    BinOpKind::In => return self.among(expr, left, &binary.right),
                    BinOpKind::ScAnd | BinOpKind::ScOr => return if left == right { left } else { Sort::Any },
                    BinOpKind::Concat => {
                        for sort in [left, right] {
                            if matches!(sort, Sort::Decimal | Sort::Money | Sort::Date | Sort::Instant | Sort::Related)
                            {
                                self.told(start(expr), "type", "~", None);
                            }
                        }
                        return Sort::Text;
                    }
                    BinOpKind::Add => "+",
                    BinOpKind::Sub => "-",
                    BinOpKind::Mul => "*",
                    BinOpKind::Div => "/",
                    BinOpKind::FloorDiv => "//",
                    BinOpKind::Rem => "%",
                    BinOpKind::Pow => "**",
                };
                self.told(start(expr), "not_here", sign, None);
                Sort::Any
            }
            Expr::Compare(compare) => {
                let mut left = self.expression(&compare.expr);
                for op in &compare.ops {
                    let right = self.expression(&op.expr);
                    match op.op {
                        CompareOpKind::In | CompareOpKind::NotIn => self.among(expr, left, &op.expr),
                        _ => self.compared(expr, left, right),
                    };
                    left = right;
                }
                Sort::Plain
            }
            Expr::IfExpr(condition) => {
                self.expression(&condition.test_expr);
                let sort = self.expression(&condition.true_expr);
                let other = condition.false_expr.as_ref().map(|expr| self.expression(expr));
                if other.is_none_or(|other| other == sort) { sort } else { Sort::Any }
            }
            Expr::Filter(filter) => {
                let sort = filter.expr.as_ref().map_or(Sort::Any, |expr| self.expression(expr));
                self.operands(expr, filter.name, &filter.args, FILTERS, "unknown_filter");
                if sort == Sort::Related && filter.name != "length" {
                    self.told(start(expr), "type", filter.name, None);
                }
                if filter.name == "default" { sort } else { Sort::Any }
            }
            Expr::Test(test) => {
                self.expression(&test.expr);
                self.operands(expr, test.name, &test.args, TESTS, "unknown_filter");
                Sort::Plain
            }
            Expr::List(list) => {
                for item in &list.items {
                    self.expression(item);
                }
                Sort::Any
            }
            Expr::Slice(slice) => {
                for part in [&slice.start, &slice.stop].into_iter().flatten() {
                    self.expression(part);
                }
                // The language goes astray in an empty text, and where a step is the least number.
                if slice.step.is_some() {
                    self.told(start(expr), "not_here", "[::]", None);
                }
                let sort = self.expression(&slice.expr);
                if !matches!(sort, Sort::Text | Sort::Any) {
                    self.told(start(expr), "type", "[:]", None);
                }
                Sort::Text
            }
            Expr::Map(_) => self.refused(expr, "{}"),
            Expr::Call(_) => self.refused(expr, "()"),
        }
    }

    fn refused(&mut self, expr: &Expr<'_>, name: &str) -> Sort {
        self.told(start(expr), "not_here", name, None);
        Sort::Any
    }

    /// A filter or a test: known, with as many operands as it takes.
    fn operands(
        &mut self,
        expr: &Expr<'_>,
        name: &str,
        args: &[CallArg<'_>],
        known: &[(&str, usize, usize)],
        code: &'static str,
    ) {
        for arg in args {
            match arg {
                CallArg::Pos(arg) => {
                    self.expression(arg);
                }
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
                        return Sort::Any;
                    }
                    (attribute.name, "unknown_field")
                }
                _ => ("[]", "not_here"),
            };
            self.told(start(expr), code, name, None);
            return Sort::Any;
        };
        if matches!(bound, Bound::Record(_)) && !names.is_empty() {
            self.spots.push((start(first(expr)), names.join(".")));
        }
        match self.paths.follow(&bound, &names) {
            Ok(sort) => sort,
            Err((code, limit)) => {
                let mut path = root(expr).to_owned();
                names.iter().for_each(|name| path.extend([".", name]));
                self.told(start(expr), code, &path, limit);
                Sort::Any
            }
        }
    }

    fn compared(&mut self, expr: &Expr<'_>, left: Sort, right: Sort) -> Sort {
        if !left.compares(right) || [left, right].contains(&Sort::Related) {
            self.told(start(expr), "type", "a comparison", None);
        }
        Sort::Plain
    }

    /// Whether a value is among others, or a text in a text.
    fn among(&mut self, expr: &Expr<'_>, left: Sort, right: &Expr<'_>) -> Sort {
        let others: Vec<Sort> = match right {
            Expr::List(list) => list.items.iter().map(|item| self.expression(item)).collect(),
            _ => vec![self.expression(right)],
        };
        for other in others {
            self.compared(expr, left, other);
        }
        Sort::Plain
    }
}
