//! The walk through a template's parsed tree (DOC-1, DOC-4): only what is safe and can be told beforehand may stand in it.
//! What a template can't name it can't read, and nothing in it makes texts grow: no variable holds a text that was put together,
//! there is no arithmetic and there are no calls. So memory is bounded by the template and the data, and time by fuel.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::machinery::ast::{Expr, IfCond, Stmt};

use super::limits;
use super::needs::{Bound, Needs, Paths, Sort};
use super::parsed::{start, text_of, tree};
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

pub(super) struct Walk<'a> {
    pub(super) paths: Paths<'a>,
    clauses: &'a Clauses,
    object: Option<&'a str>,
    pub(super) bound: Names,
    /// The templates that stand around this place, folded.
    inside: Vec<String>,
    /// The clauses that were gone into, with the depth and what names stood for there.
    seen: BTreeSet<(String, usize, Names)>,
    walks: usize,
    body: &'a str,
    clause: Option<String>,
    pub(super) wrong: Vec<Wrong>,
    /// Where a field of the record is named, with the path.
    pub(super) spots: Vec<(usize, String)>,
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

    pub(super) fn told(&mut self, at: usize, code: &'static str, name: &str, limit: Option<usize>) {
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
            Stmt::IfCond(condition) => return self.branches(condition),
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

    /// The branches of an `if`, one behind the other: in the tree each stands inside the one before.
    fn branches(&mut self, condition: &IfCond<'_>) {
        let mut condition = condition;
        loop {
            self.expression(&condition.expr);
            self.statements(&condition.true_body);
            match condition.false_body.as_slice() {
                [Stmt::IfCond(next)] => condition = next,
                last => return self.statements(last),
            }
        }
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
}
