//! The walk through a template's parsed tree (DOC-1, DOC-4): only what is safe and can be told beforehand may stand in it.
//! What a template can't name it can't read, and nothing in it makes texts grow: no variable holds a text that was put together,
//! there is no arithmetic and there are no calls. So memory is bounded by the template and the data, and time by fuel.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, Stmt, UnaryOpKind};
use minijinja::machinery::{WhitespaceConfig, parse};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;

use super::limits;
use super::needs::{Bound, Needs, Paths, Sort};
use super::print::{FILTERS, TESTS};
use super::setup::Template;
use super::wrong::Wrong;
use crate::engine::objects::define::Definitions;
use crate::engine::text::fold;

/// How deep clauses stand in clauses (DOC-3).
const CLAUSES: usize = 10;

/// The templates that are walked through for one: clauses are gone into once for each way in which names are bound.
const WALKS: usize = 1_000;

/// Clauses by their names as templates spell them.
pub(super) type Clauses = BTreeMap<String, Template>;

/// The names that a template includes, each with its line, as far as it can be parsed.
pub(super) fn included(body: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if limits::beyond(body).is_none()
        && let Ok(tree) = tree(body)
    {
        includes(body, std::slice::from_ref(&tree), &mut found);
    }
    found
}

fn tree(body: &str) -> Result<Stmt<'_>, minijinja::Error> {
    parse(body, "", SyntaxConfig, WhitespaceConfig::default())
}

fn includes(body: &str, all: &[Stmt<'_>], found: &mut Vec<(usize, String)>) {
    for one in all {
        match one {
            Stmt::Template(template) => includes(body, &template.children, found),
            Stmt::ForLoop(each) => {
                includes(body, &each.body, found);
                includes(body, &each.else_body, found);
            }
            Stmt::IfCond(condition) => {
                includes(body, &condition.true_body, found);
                includes(body, &condition.false_body, found);
            }
            Stmt::Include(include) => {
                let at = start(&include.name);
                let name = text_of(&include.name);
                found.extend(name.map(|name| (Wrong::at(body, at, "", "", None).line, name)));
            }
            _ => {}
        }
    }
}

/// The byte at which an expression begins.
fn start(expr: &Expr<'_>) -> usize {
    usize::try_from(expr.span().start_offset).unwrap_or_default()
}

/// The text that an expression says outright.
fn text_of(expr: &Expr<'_>) -> Option<String> {
    match expr {
        Expr::Const(constant) => constant.value.as_str().map(str::to_owned),
        _ => None,
    }
}

/// What a template and its clauses need of a record of that object, or all that is wrong with them.
pub(super) fn walk(
    definitions: &Definitions,
    object: Option<&str>,
    (name, body): (&str, &str),
    clauses: &Clauses,
) -> Result<Needs, Vec<Wrong>> {
    let mut walk = Walk::new(definitions, object, (name, body), clauses);
    walk.template(body);
    if walk.wrong.is_empty() { Ok(walk.paths.needs) } else { Err(walk.wrong) }
}

/// A template with other names for fields of its record, by their paths.
pub(super) fn renamed(body: &str, mut name: impl FnMut(&mut String)) -> String {
    let (nothing, clauses) = (Definitions::default(), Clauses::new());
    let mut walk = Walk::new(&nothing, None, ("", body), &clauses);
    walk.template(body);
    let (mut out, mut spots) = (body.to_owned(), walk.spots);
    // From the end, so that places stay what they are.
    spots.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    for (at, path) in spots {
        let mut now = path.clone();
        name(&mut now);
        let written = format!("record.{path}");
        if now != path && body.get(at..).is_some_and(|rest| rest.starts_with(&written)) {
            out.replace_range(at..at + written.len(), &format!("record.{now}"));
        }
    }
    out
}

/// What names stand for, the innermost last.
type Names = Vec<(String, Bound)>;

struct Walk<'a> {
    paths: Paths<'a>,
    clauses: &'a Clauses,
    object: Option<&'a str>,
    bound: Names,
    /// The templates that stand around this place, folded.
    inside: Vec<String>,
    /// The clauses that were gone into, with the depth and what names stood for there.
    seen: BTreeSet<(String, usize, Names)>,
    walks: usize,
    body: &'a str,
    clause: Option<String>,
    wrong: Vec<Wrong>,
    /// Where a field of the record is named, with the path.
    spots: Vec<(usize, String)>,
}

impl<'a> Walk<'a> {
    fn new(
        definitions: &'a Definitions,
        object: Option<&'a str>,
        (name, body): (&str, &'a str),
        clauses: &'a Clauses,
    ) -> Walk<'a> {
        let bound = [
            ("record", Bound::Record(object.map(str::to_owned))),
            ("me", Bound::Me),
            ("company", Bound::Company),
            ("today", Bound::Today),
        ];
        Walk {
            paths: Paths { definitions, needs: Needs::default() },
            clauses,
            object,
            bound: bound.map(|(name, bound)| (name.to_owned(), bound)).into(),
            inside: vec![fold(name)],
            seen: BTreeSet::new(),
            walks: 0,
            body,
            clause: None,
            wrong: Vec::new(),
            spots: Vec::new(),
        }
    }

    fn template(&mut self, body: &'a str) {
        self.walks += 1;
        if let Some(wrong) = limits::beyond(body) {
            return self.tell(wrong);
        }
        match tree(body) {
            Ok(tree) => self.statement(&tree),
            Err(error) => self.tell(Wrong::syntax(error.line(), &error)),
        }
    }

    fn tell(&mut self, wrong: Wrong) {
        let wrong = Wrong { clause: self.clause.clone(), ..wrong };
        // A clause that is gone into twice is wrong once.
        if !self.wrong.contains(&wrong) {
            self.wrong.push(wrong);
        }
    }

    fn told(&mut self, at: usize, code: &'static str, name: &str, limit: Option<usize>) {
        let wrong = Wrong::at(self.body, at, code, name, limit);
        self.tell(wrong);
    }

    fn statements(&mut self, all: &[Stmt<'_>]) {
        for one in all {
            self.statement(one);
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        let (span, name) = match statement {
            Stmt::Template(template) => return self.statements(&template.children),
            Stmt::EmitRaw(_) => return,
            Stmt::EmitExpr(emitted) => {
                let sort = self.expression(&emitted.expr);
                if sort == Sort::Related || matches!(emitted.expr, Expr::List(_) | Expr::Map(_)) {
                    self.told(start(&emitted.expr), "not_here", "a list", None);
                }
                return;
            }
            Stmt::IfCond(condition) => {
                self.expression(&condition.expr);
                self.statements(&condition.true_body);
                return self.statements(&condition.false_body);
            }
            Stmt::ForLoop(each) => {
                let over = self.chain(&each.iter).and_then(|(bound, names)| self.paths.looped(&bound, &names));
                self.expression(&each.iter);
                let (Some(over), Expr::Var(variable)) = (over, &each.target) else {
                    return self.told(start(&each.iter), "not_here", "for", None);
                };
                if each.recursive {
                    self.told(start(&each.iter), "not_here", "recursive", None);
                }
                let outer = self.bound.len();
                self.bound.push((variable.id.to_owned(), over));
                if let Some(filter) = &each.filter_expr {
                    self.expression(filter);
                }
                self.bound.push(("loop".to_owned(), Bound::Loop));
                self.statements(&each.body);
                self.bound.truncate(outer);
                return self.statements(&each.else_body);
            }
            Stmt::Include(include) => {
                let at = start(&include.name);
                return match text_of(&include.name) {
                    Some(name) => self.include(at, &name),
                    None => self.told(at, "not_here", "include", None),
                };
            }
            Stmt::WithBlock(inner) => (inner.span(), "with"),
            Stmt::Set(inner) => (inner.span(), "set"),
            Stmt::SetBlock(inner) => (inner.span(), "set"),
            Stmt::AutoEscape(inner) => (inner.span(), "autoescape"),
            Stmt::FilterBlock(inner) => (inner.span(), "filter"),
            Stmt::Block(inner) => (inner.span(), "block"),
            Stmt::Import(inner) => (inner.span(), "import"),
            Stmt::FromImport(inner) => (inner.span(), "from"),
            Stmt::Extends(inner) => (inner.span(), "extends"),
            Stmt::Do(inner) => (inner.span(), "do"),
        };
        self.told(usize::try_from(span.start_offset).unwrap_or_default(), "not_here", name, None);
    }

    fn include(&mut self, at: usize, name: &str) {
        let clauses = self.clauses;
        let Some(clause) = clauses.get(name) else {
            return self.told(at, "unknown_template", name, None);
        };
        let folded = fold(name);
        if self.inside.contains(&folded) {
            return self.told(at, "cycle", name, None);
        }
        if clause.object.is_some() && clause.object.as_deref() != self.object {
            return self.told(at, "not_here", name, None);
        }
        if self.inside.len() > CLAUSES {
            return self.told(at, "too_deep", name, Some(CLAUSES));
        }
        if !self.seen.insert((folded.clone(), self.inside.len(), self.bound.clone())) {
            return;
        }
        if self.walks == WALKS {
            return self.told(at, "too_expensive", name, Some(WALKS));
        }
        self.inside.push(folded);
        let around = (self.body, self.clause.replace(name.to_owned()));
        self.body = &clause.body;
        self.template(&clause.body);
        (self.body, self.clause) = around;
        self.inside.pop();
    }

    /// The name that a chain of attributes begins with, as far as it is bound, and the names behind it. A subscript is one where
    /// it says a text.
    fn chain<'e>(&self, expr: &'e Expr<'_>) -> Option<(Bound, Vec<&'e str>)> {
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

    fn expression(&mut self, expr: &Expr<'_>) -> Sort {
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
                for part in [&slice.start, &slice.stop, &slice.step].into_iter().flatten() {
                    self.expression(part);
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

/// What a chain begins with.
fn first<'e, 't>(expr: &'e Expr<'t>) -> &'e Expr<'t> {
    match expr {
        Expr::GetAttr(attribute) => first(&attribute.expr),
        Expr::GetItem(item) => first(&item.expr),
        _ => expr,
    }
}

/// The name that it begins with.
fn root<'e>(expr: &'e Expr<'_>) -> &'e str {
    match first(expr) {
        Expr::Var(variable) => variable.id,
        _ => "",
    }
}
