//! Fields: what their types refer to, what computes and fills them, roll-ups, circles of formulas, and what may flow from
//! a confidential field (TYPE, ROLL).

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Checker, walk};
use super::definitions::{Defined, Fact, ty};
use super::document::{Field, FieldType, Link, OnDelete, Rollup, Summed};
use crate::engine::objects::expr::{self, Expr, Nature};
use crate::engine::objects::filter::read::Place;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::path::Crossed;
use crate::engine::objects::shape::{self, Kind, Name};
use crate::engine::sorting::Arranged as _;

impl<'a> Checker<'a> {
    /// A field of an object or an extension.
    pub(super) fn field(&mut self, path: &str, of: &'a Defined, field: &'a Field) {
        self.of_type(path, field);
        if field.formula.is_some() && field.rollup.is_some() {
            self.beyond(path, "exactly_one", "formula, rollup");
        }
        if field.is_computed() {
            let given = [
                ("required", field.required),
                ("fixed", field.fixed),
                ("default", field.default.is_some()),
                ("fill", field.fill.is_some()),
            ];
            for (key, _) in given.into_iter().filter(|(_, there)| *there) {
                self.wrong(within(path, key), "read_only");
            }
        }
        if let Some(duties) = &field.confidential {
            self.duties(&within(path, "confidential"), of, duties);
        }
        let Some((index, (shape, fact))) = of.index(&field.name).zip(of.field(&field.name)) else { return };
        let before = u32::try_from(index).unwrap_or(u32::MAX);
        let texts = [
            ("formula", &field.formula, expr::Place::Formula),
            ("default", &field.default, expr::Place::Default { before }),
            ("fill", &field.fill, expr::Place::Title),
        ];
        let to = ty(&shape.kind, &of.object.name);
        for (key, text, place) in texts {
            let Some(text) = text else { continue };
            let path = within(path, key);
            if let Some(expr) = self.expr(&path, text, &of.object.name, place, Some(&to)) {
                self.flow(&path, &expr, fact.field.as_ref(), true);
            }
        }
        if let Some(rollup) = &field.rollup {
            self.rollup(&within(path, "rollup"), of, field, rollup);
        }
    }

    fn of_type(&mut self, path: &str, field: &Field) {
        let crossed = match &field.ty {
            FieldType::Integer { min, max } => min.zip(*max).is_some_and(|(min, max)| min > max),
            FieldType::Decimal { min, max, .. } | FieldType::Money { min, max, .. } => {
                min.zip(*max).is_some_and(|(min, max)| min > max)
            }
            _ => false,
        };
        if crossed {
            self.wrong(within(path, "max"), "out_of_range");
        }
        if let FieldType::Money { any_currency: true, min, max } = &field.ty {
            let bounds = [("min", min), ("max", max)];
            for (key, _) in bounds.into_iter().filter(|(_, bound)| bound.is_some()) {
                // Amounts of any currency can't be compared (TYPE-4).
                self.wrong(within(path, key), "type");
            }
        }
        match &field.ty {
            FieldType::Entry { category }
                if !self.installed.has_category(category) && !self.definitions.has_category(category) =>
            {
                self.missing(within(path, "category"), category, "unknown_category");
            }
            FieldType::Ref { to, .. } => drop(self.named(&within(path, "to"), to)),
            _ => {}
        }
        if field.ty.on_delete() == Some(OnDelete::Clear) {
            // What must stay can't be cleared.
            if field.required {
                self.wrong(within(path, "on_delete"), "required");
            } else if field.fixed {
                self.wrong(within(path, "on_delete"), "fixed");
            }
        }
    }

    /// A value that stands in `target` may tell no more of confidential fields than these do (TYPE-9). `own` says whether
    /// it is a field of the record that the expression is about.
    pub(super) fn flow(&mut self, path: &str, expr: &Expr, target: Option<&Field>, own: bool) {
        let to = target.and_then(|field| field.confidential.as_ref());
        let leaks = expr.paths().iter().any(|read| {
            read.steps().iter().enumerate().any(|(number, step)| {
                self.secret(&step.object, &step.name).is_some_and(|from| !holds(to, from, own && number == 0))
            })
        });
        if leaks {
            self.wrong(path, "confidential");
        }
    }

    /// A text that everybody sees may name no confidential field.
    pub(super) fn reveals(&mut self, path: &str, expr: &Expr) {
        self.flow(path, expr, None, false);
    }

    /// The duties of a confidential field.
    fn secret(&self, object: &str, name: &str) -> Option<&'a Vec<Name>> {
        let of = self.definitions.get(object)?;
        let name = of.owner.as_deref().filter(|_| name == "owner").unwrap_or(name);
        of.field(name)?.1.field.as_ref()?.confidential.as_ref()
    }

    /// What is counted or summed over the fields of other records (ROLL-2).
    fn rollup(&mut self, path: &str, of: &'a Defined, field: &'a Field, rollup: &'a Rollup) {
        let Some(child) = self.named(&within(path, "of"), &rollup.of) else { return };
        let mut read = Vec::new();
        match rollup.measure.field() {
            None if !matches!(field.ty, FieldType::Integer { .. }) => self.wrong(within(path, "count"), "type"),
            None => {}
            Some((word, name)) => {
                let at = within(path, word);
                if let Some((shape, fact)) = self.of_child(&at, child, name) {
                    let own = of.field(&field.name).map(|(shape, _)| &shape.kind);
                    if !own.is_some_and(|own| sums(&rollup.measure, &shape.kind, own)) {
                        self.wrong(at, "type");
                    }
                    read.push(fact);
                }
            }
        }
        match &rollup.link {
            Link::By(by) => {
                let at = within(path, "by");
                if let Some((shape, fact)) = self.of_child(&at, child, by) {
                    if !matches!(&shape.kind, Kind::Reference(to) if *to == of.object.name) {
                        self.wrong(at, "type");
                    }
                    read.push(fact);
                }
            }
            Link::Match(pairs) => {
                for (own, theirs) in pairs {
                    let at = within(&within(path, "match"), own);
                    let mine = self.of_child(&at, of, own).map(|(shape, _)| &shape.kind);
                    let their = self.of_child(&at, child, theirs);
                    if let (Some(mine), Some((their, _))) = (mine, their)
                        && !equal(mine, &their.kind)
                    {
                        self.wrong(at, "type");
                    }
                    read.extend(their.map(|(_, fact)| fact));
                }
            }
        }
        if let Some(tree) = &rollup.filter {
            let at = within(path, "where");
            if self.filter(&at, tree.value(), child, Place::RollUp, &mut Crossed::default()) {
                let mut named = Vec::new();
                walk(tree.value(), &at, &mut |path, node| {
                    if let Some(name) = node.get("field").and_then(serde_json::Value::as_str) {
                        named.push((within(path, "field"), name.to_owned()));
                    }
                });
                for (at, name) in named {
                    read.extend(self.of_child(&at, child, &name).map(|(_, fact)| fact));
                }
            }
        }
        let secrets = read.into_iter().filter_map(|fact| fact.field.as_ref()?.confidential.as_ref());
        if secrets.into_iter().any(|from| !holds(field.confidential.as_ref(), from, false)) {
            self.wrong(path, "confidential");
        }
    }

    /// A field that a roll-up may read: no roll-up itself, nor computed from one.
    fn of_child(&mut self, path: &str, of: &'a Defined, name: &str) -> Option<(&'a shape::Field, &'a Fact)> {
        let Some((shape, fact)) = of.field(name) else {
            self.missing(path, name, "unknown_field");
            return None;
        };
        if self.over_rollups(of, name) {
            self.wrong(path, "not_here");
            return None;
        }
        Some((shape, fact))
    }

    /// Whether a field is a roll-up, or computed from one, over whatever formulas.
    fn over_rollups(&self, of: &Defined, name: &str) -> bool {
        let (mut open, mut seen) = (vec![Name::new(name)], BTreeSet::new());
        while let Some(name) = open.pop() {
            let Some((_, fact)) = of.field(&name) else { continue };
            if fact.nature == Nature::Rollup {
                return true;
            }
            if fact.nature == Nature::Formula && seen.insert(name) {
                open.extend(self.read_by(of, fact));
            }
        }
        false
    }

    /// The fields of its own record that a formula reads.
    fn read_by(&self, of: &Defined, fact: &Fact) -> Vec<Name> {
        let Some(text) = fact.field.as_ref().and_then(|field| field.formula.as_ref()) else { return Vec::new() };
        let fields = self.definitions.fields(self.installed);
        let expr = expr::check(text, &fields, &of.object.name, expr::Place::Formula, None);
        let expr = expr.ok();
        expr.iter()
            .flat_map(Expr::own_fields)
            .map(|step| match (step.name.as_str(), &of.owner) {
                ("owner", Some(owner)) => owner.clone(),
                _ => step.name.clone(),
            })
            .collect()
    }

    /// Formulas that need one another (ROLL-1).
    pub(super) fn cycles(&mut self, path: &str, of: &Defined, fields: &[Field]) {
        let reads: BTreeMap<&Name, Vec<Name>> = of
            .facts
            .iter()
            .filter(|fact| fact.nature == Nature::Formula)
            .filter_map(|fact| Some((&fact.field.as_ref()?.name, self.read_by(of, fact))))
            .into_map();
        for field in fields.iter().filter(|field| field.formula.is_some()) {
            let (mut open, mut seen) = (reads.get(&field.name).cloned().unwrap_or_default(), BTreeSet::new());
            while let Some(name) = open.pop() {
                if name == field.name {
                    self.wrong(format!("{path}.{}.formula", field.name), "cycle");
                    break;
                }
                if seen.insert(name.clone()) {
                    open.extend(reads.get(&name).into_iter().flatten().cloned());
                }
            }
        }
    }
}

/// Whether a field that is read by `to` may take what is read by `from`: of its own record with no wider duties, of
/// another with none.
fn holds(to: Option<&Vec<Name>>, from: &[Name], own: bool) -> bool {
    to.is_some_and(|to| if own { to.iter().all(|duty| from.contains(duty)) } else { to.is_empty() })
}

/// Whether a field of this kind takes what is summed of that one.
fn sums(measure: &Summed, of: &Kind, own: &Kind) -> bool {
    match (of, own) {
        (Kind::Integer, Kind::Integer) | (Kind::Money { currency: None }, Kind::Money { currency: None }) => true,
        (Kind::Decimal { places, .. }, Kind::Decimal { places: own, .. }) => places == own,
        (Kind::Date, Kind::Date) | (Kind::Instant, Kind::Instant) => !matches!(measure, Summed::Sum(_)),
        _ => false,
    }
}

/// Whether values of two kinds can be matched.
fn equal(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Decimal { places, .. }, Kind::Decimal { places: other, .. }) => places == other,
        (Kind::Choice(a), Kind::Choice(b)) => a.iter().eq(b.iter()),
        (Kind::Reference(a), Kind::Reference(b)) => a == b,
        (Kind::Entry { category: a, .. }, Kind::Entry { category: b, .. }) => a == b,
        (Kind::Money { currency: None }, Kind::Money { currency: None })
        | (Kind::Text { .. }, Kind::Text { .. })
        | (Kind::Boolean { .. }, Kind::Boolean { .. })
        | (Kind::Integer, Kind::Integer)
        | (Kind::Date, Kind::Date)
        | (Kind::Instant, Kind::Instant) => true,
        _ => false,
    }
}
