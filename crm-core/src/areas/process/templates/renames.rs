//! The names in a body that a new version of a pack may give otherwise (PACK-2): the walk finds each with its place, in loops,
//! subscripts and the names of relations too, and the body is printed again by them. A clause belongs to no object, so what it
//! names of the record stays.

use std::ops::Range;

use minijinja::machinery::ast::Expr;

use super::family::{Clauses, Steps};
use super::needs::Bound;
use super::walk::Walk;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::printed::{Relation, is_choice};
use crate::engine::objects::shape::{Name, USER};
use crate::engine::sorting::Arrange as _;

/// A name that stands at a place of a body.
#[derive(Debug)]
pub(super) struct Found {
    at: Range<usize>,
    what: What,
}

#[derive(Debug)]
enum What {
    /// A field of an object.
    Field(Name),
    Relation(Relation),
    /// A value of a choice, with the object and the field.
    Value(Name, Name),
}

/// A body with other names.
pub(super) fn renamed(names: &mut Renaming<'_>, path: &str, object: Option<&str>, body: &str) -> String {
    let (clauses, mut steps) = (Clauses::new(), Steps::endless());
    let mut walk = Walk::new(names.definitions(), object, ("", body), &clauses, &mut steps);
    walk.found = Some(Vec::new());
    walk.template("", body);
    let mut found = walk.found.take().unwrap_or_default();
    found.arrange_by_key(|found| found.at.start);
    let (mut out, mut done) = (String::with_capacity(body.len()), 0);
    for Found { at, what } in found {
        let (Some(before), Some(text)) = (body.get(done..at.start), body.get(at.clone())) else { continue };
        let mut now = Name::new(text);
        match what {
            What::Field(object) => names.field(path, &object, &mut now),
            What::Value(object, field) => names.value(path, (&object, &field), &mut now),
            What::Relation(relation) => relation_now(names, path, relation, &mut now),
        }
        out.extend([before, now.as_str()]);
        done = at.end;
    }
    out.push_str(body.get(done..).unwrap_or_default());
    out
}

/// What a relation is called now: by its object, and the field behind it where that is said.
fn relation_now(names: &mut Renaming<'_>, path: &str, relation: Relation, now: &mut Name) {
    let (mut object, mut by) = (relation.object.clone(), relation.by.clone());
    if relation.parts {
        return names.reached(path, &object);
    }
    let said = format!("_by_{by}");
    names.object(path, &mut object);
    let front = relation.name.strip_suffix(&said);
    if front.is_some() {
        names.field(path, &relation.object, &mut by);
    }
    if object == relation.object && by == relation.by {
        return;
    }
    let called = if object == relation.object { front.unwrap_or(&relation.name) } else { object.as_str() };
    *now = Name::new(if front.is_some() { format!("{called}_by_{by}") } else { called.to_owned() });
}

/// Where the names of a chain stand; of one that is written otherwise than it is read, none.
fn places(expr: &Expr<'_>, body: &str, out: &mut Vec<Range<usize>>) {
    let said = |at: Range<usize>, name: &str| if body.get(at.clone()) == Some(name) { at } else { 0..0 };
    match expr {
        Expr::GetAttr(attribute) => {
            places(&attribute.expr, body, out);
            let end = usize::try_from(expr.span().end_offset).unwrap_or_default();
            out.push(said(end.saturating_sub(attribute.name.len())..end, attribute.name));
        }
        Expr::GetItem(item) => {
            places(&item.expr, body, out);
            let at = quoted(&item.subscript_expr, body);
            let mut from = at.start;
            for name in body.get(at.clone()).unwrap_or_default().split('.') {
                out.push(from..from + name.len());
                from += name.len() + 1;
            }
        }
        _ => {}
    }
}

/// Where a text stands that is said outright, without its signs.
fn quoted(expr: &Expr<'_>, body: &str) -> Range<usize> {
    let (Expr::Const(constant), span) = (expr, expr.span()) else { return 0..0 };
    let place = |at: u32| usize::try_from(at).unwrap_or_default();
    let at = place(span.start_offset) + 1..place(span.end_offset).saturating_sub(1);
    if body.get(at.clone()).is_some() && body.get(at.clone()) == constant.value.as_str() { at } else { 0..0 }
}

impl Walk<'_> {
    /// Notes the names of a chain.
    pub(super) fn find(&mut self, expr: &Expr<'_>, bound: &Bound, names: &[&str]) {
        if self.found.is_none() {
            return;
        }
        let mut at = Vec::new();
        places(expr, self.body, &mut at);
        let Some(object) = self.object_of(bound).filter(|_| at.len() == names.len()) else { return };
        let mut found = Vec::new();
        if let Some(relation) = self.paths.relation_of(bound, names) {
            let whole = at.first().zip(at.last()).map(|(first, last)| first.start..last.end);
            found.extend(whole.map(|at| Found { at, what: What::Relation(relation) }));
        } else {
            let fields = self.fields(object, names);
            found.extend(fields.into_iter().zip(at).map(|((object, _), at)| Found { at, what: What::Field(object) }));
        }
        found.retain(|found| !found.at.is_empty());
        if let Some(all) = &mut self.found {
            all.append(&mut found);
        }
    }

    /// Notes a value with which the name of a choice is compared.
    pub(super) fn find_value(&mut self, of: &Expr<'_>, said: &Expr<'_>) {
        let at = quoted(said, self.body);
        if self.found.is_none() || at.is_empty() {
            return;
        }
        let Some((bound, names)) = self.chain(of) else { return };
        let (Some((&"name", way)), Some(object)) = (names.split_last(), self.object_of(&bound)) else { return };
        let fields = self.fields(object, way);
        if let Some((object, field)) = fields.last().filter(|_| fields.len() == way.len())
            && self.paths.definitions.printed_field(object, field).is_some_and(is_choice)
        {
            let found = Found { at, what: What::Value(object.clone(), field.clone()) };
            if let Some(all) = &mut self.found {
                all.push(found);
            }
        }
    }

    /// The object of what a name stands for.
    fn object_of(&self, bound: &Bound) -> Option<Name> {
        match bound {
            Bound::Record(object) => object.as_deref().map(Name::from),
            Bound::Related(name) => self.paths.needs.related.get(name).map(|(relation, _)| relation.object.clone()),
            Bound::Me => Some(Name::from(USER)),
            _ => None,
        }
    }

    /// The fields on a way, each with its object, as far as there are any.
    fn fields(&self, object: Name, names: &[&str]) -> Vec<(Name, Name)> {
        let (mut object, mut found) = (Some(object), Vec::new());
        for name in names {
            let Some(of) = object.take() else { break };
            let Some(field) = self.paths.definitions.printed_field(&of, name) else { break };
            object = field.kind.to().cloned();
            found.push((of, Name::new(*name)));
        }
        found
    }
}
