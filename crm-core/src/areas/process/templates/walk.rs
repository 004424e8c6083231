//! The walk through a template's parsed tree (DOC-1, DOC-4): only what is safe and can be told beforehand may stand in it.
//! What a template can't name it can't read, and nothing in it makes texts grow: no variable holds a text that was put together,
//! there is no arithmetic and there are no calls. So memory is bounded by the template and the data, and time by fuel.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use minijinja::machinery::ast::{Expr, IfCond, Stmt};

use super::family::{Clauses, Family, Steps};
use super::limits;
use super::needs::{Bound, Needs, Paths};
use super::parsed::{start, text_of, tree};
use super::renames::Found;
use super::sorts::Sort;
use super::wrong::Wrong;
use crate::engine::objects::define::Definitions;
use crate::engine::text::fold;

/// How deep clauses stand in clauses (DOC-3).
const CLAUSES: usize = 10;

/// The templates that are walked through for one: clauses are gone into once for each way in which names are bound.
const WALKS: usize = 1_000;

/// The most that is told to be wrong at once.
pub(super) const MISTAKES: usize = 100;

/// What a template and its clauses need of a record of that object, or all that is wrong with them.
pub(super) fn walk(
    definitions: &Definitions,
    object: Option<&str>,
    (name, body): (&str, &str),
    family: &Family,
    steps: &mut Steps,
) -> Result<Needs, Vec<Wrong>> {
    if let Some(beyond) = &family.beyond {
        return Err(vec![beyond.clone()]);
    }
    let mut walk = Walk::new(definitions, object, (name, body), &family.clauses, steps);
    walk.template("", body);
    if walk.wrong.is_empty() { Ok(walk.paths.needs) } else { Err(walk.wrong) }
}

/// What names stand for, the innermost last.
type Names = Vec<(String, Bound)>;

pub(super) struct Walk<'a> {
    pub(super) paths: Paths<'a>,
    clauses: &'a Clauses,
    /// What was parsed, by the folded names of clauses, so that nothing is parsed twice.
    trees: BTreeMap<&'a str, Rc<Stmt<'a>>>,
    steps: &'a mut Steps,
    /// Whether no more is walked: there are no steps any more, or enough is wrong.
    spent: bool,
    object: Option<&'a str>,
    pub(super) bound: Names,
    /// The templates that stand around this place, folded.
    inside: Vec<String>,
    /// The clauses that were gone into, with the depth and what names stood for there.
    seen: BTreeSet<(String, usize, Names)>,
    walks: usize,
    pub(super) body: &'a str,
    clause: Option<String>,
    pub(super) wrong: Vec<Wrong>,
    /// The names that may come to be others; none where that is not asked, else nothing is told.
    pub(super) found: Option<Vec<Found>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        definitions: &'a Definitions,
        object: Option<&'a str>,
        (name, body): (&str, &'a str),
        clauses: &'a Clauses,
        steps: &'a mut Steps,
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
            trees: BTreeMap::new(),
            steps,
            spent: false,
            object,
            bound: bound.map(|(name, bound)| (name.to_owned(), bound)).into(),
            inside: vec![fold(name)],
            seen: BTreeSet::new(),
            walks: 0,
            body,
            clause: None,
            wrong: Vec::new(),
            found: None,
        }
    }

    /// Walks through a clause of that folded name; the template itself has none.
    pub(super) fn template(&mut self, folded: &'a str, body: &'a str) {
        self.walks += 1;
        let known = self.trees.get(folded).map(Rc::clone);
        let tree = known.map_or_else(|| self.parsed(body), Ok);
        match tree {
            Ok(tree) => {
                self.trees.insert(folded, Rc::clone(&tree));
                self.statement(&tree);
            }
            Err(wrong) => self.tell(wrong),
        }
    }

    fn parsed(&mut self, body: &'a str) -> Result<Rc<Stmt<'a>>, Wrong> {
        if !self.steps.take_body(body) {
            self.spent = true;
            return Err(Steps::spent(body, 0));
        }
        match limits::beyond(body) {
            Some(wrong) => Err(wrong),
            None => tree(body).map(Rc::new).map_err(|error| Wrong::syntax(error.line(), &error)),
        }
    }

    /// Takes a step for what stands at a place; whether there was one.
    pub(super) fn step(&mut self, at: usize) -> bool {
        if !self.spent && !self.steps.take() {
            self.spent = true;
            self.tell(Steps::spent(self.body, at));
        }
        !self.spent
    }

    fn tell(&mut self, wrong: Wrong) {
        let wrong = Wrong { clause: self.clause.clone(), ..wrong };
        // A clause that is gone into twice is wrong once.
        if self.found.is_some() || self.wrong.len() > MISTAKES || self.wrong.contains(&wrong) {
            return;
        }
        if self.wrong.len() < MISTAKES {
            return self.wrong.push(wrong);
        }
        let more = Wrong { code: "too_many", name: "mistakes".to_owned(), limit: Some(MISTAKES), ..wrong };
        self.wrong.push(more);
        self.spent = true;
    }

    pub(super) fn told(&mut self, at: usize, code: &'static str, name: &str, limit: Option<usize>) {
        let wrong = Wrong::at(self.body, at, code, name, limit);
        self.tell(wrong);
    }

    fn statements(&mut self, all: &[Stmt<'_>]) {
        for one in all {
            if self.spent {
                return;
            }
            self.statement(one);
        }
    }

    fn statement(&mut self, statement: &Stmt<'_>) {
        let (span, name) = match statement {
            Stmt::Template(template) => return self.statements(&template.children),
            Stmt::EmitRaw(_) => return,
            Stmt::EmitExpr(emitted) => {
                let sort = self.expression(&emitted.expr);
                if sort.may_be(Sort::LIST) || matches!(emitted.expr, Expr::List(_) | Expr::Map(_)) {
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
        let folded = fold(name);
        if self.inside.contains(&folded) {
            return self.told(at, "cycle", name, None);
        }
        let clauses = self.clauses;
        let Some((key, clause)) = clauses.get_key_value(&folded) else {
            return self.told(at, "unknown_template", name, None);
        };
        if clause.template.object.is_some() && clause.template.object.as_deref() != self.object {
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
        let around = (self.body, self.clause.replace(clause.name.clone()));
        self.body = &clause.template.body;
        self.template(key, &clause.template.body);
        (self.body, self.clause) = around;
        self.inside.pop();
    }
}
