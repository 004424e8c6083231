//! The tables that a part of a statement joins: one for each reference that its paths cross, whoever crosses it first, and
//! one for each table beside another. Which of them are joined inner is said by the condition (FILT-9): where it is true of
//! no row without them.

use std::collections::BTreeSet;

use super::super::path::Path;
use super::super::shape::Name;
use super::sql::{Piece, Terms};
use super::tree::{Leaf, Node, Test};
use crate::engine::superior;

/// Gives every joined table of a statement a name of its own.
#[derive(Debug, Default)]
pub(super) struct Aliases(u32);

impl Aliases {
    pub(super) fn next(&mut self) -> String {
        self.0 = self.0.saturating_add(1);
        // No alias that a list gives its own tables ends in digits behind an underscore.
        format!("j_{}", self.0)
    }
}

#[derive(Debug)]
struct Join {
    /// The references on the way to it, from the first table on.
    way: String,
    alias: String,
    table: Name,
    /// The column that holds its key.
    key: String,
    /// That its rows are seen.
    seen: Option<Piece>,
}

/// The tables behind one.
#[derive(Debug)]
pub(super) struct Joins {
    alias: String,
    joins: Vec<Join>,
    /// The ways to those that are joined inner.
    inner: BTreeSet<String>,
}

impl Joins {
    /// The tables behind the one of this name.
    pub(super) fn of(alias: &str) -> Joins {
        Joins { alias: alias.to_owned(), joins: Vec::new(), inner: BTreeSet::new() }
    }

    /// The column of a path, of one of its field's columns; the tables on the way are joined where they aren't yet.
    pub(super) fn column(&mut self, path: &Path, column: &str, terms: &Terms<'_>, aliases: &mut Aliases) -> String {
        let (mut way, mut alias) = (String::new(), self.alias.clone());
        for step in &path.steps {
            let holder = self.beside(&way, &alias, step.field.beside.as_ref(), aliases);
            step.name(&mut way);
            let key = format!("{holder}.{}", step.field.column);
            let key = if step.above { superior::of(&key) } else { key };
            let seen = |alias: &str| terms.sight.seen(&step.to, alias);
            alias = self.join(&way, &step.to.table, key, seen, aliases);
        }
        let holder = self.beside(&way, &alias, path.field.beside.as_ref(), aliases);
        format!("{holder}.{column}")
    }

    /// The column of the record that a path's field refers to, seen or not: whoever reads the reference is told that much.
    pub(super) fn linked(
        &mut self,
        path: &Path,
        to: &Name,
        column: &str,
        terms: &Terms<'_>,
        aliases: &mut Aliases,
    ) -> String {
        let key = self.column(path, &path.field.column, terms, aliases);
        let mut way = String::new();
        path.steps.iter().for_each(|step| step.name(&mut way));
        // No way to a table that is seen ends so.
        way.extend([path.field.name.as_str(), "="]);
        format!("{}.{column}", self.join(&way, to, key, |_| None, aliases))
    }

    /// The table in which a field stands: the object's own, or one beside it.
    fn beside(&mut self, way: &str, alias: &str, table: Option<&Name>, aliases: &mut Aliases) -> String {
        match table {
            None => alias.to_owned(),
            Some(table) => self.join(&beside(way, table), table, format!("{alias}.id"), |_| None, aliases),
        }
    }

    fn join(
        &mut self,
        way: &str,
        table: &Name,
        key: String,
        seen: impl Fn(&str) -> Option<Piece>,
        aliases: &mut Aliases,
    ) -> String {
        if let Some(join) = self.joins.iter().find(|join| join.way == way) {
            return join.alias.clone();
        }
        let alias = aliases.next();
        let seen = seen(&alias);
        self.joins.push(Join { way: way.to_owned(), alias: alias.clone(), table: table.clone(), key, seen });
        alias
    }

    /// Joins inner what the condition can't be true without.
    pub(super) fn narrow(&mut self, condition: &Node) {
        self.inner.extend(needed(condition, false));
    }

    /// The joins, to be written behind the first table.
    pub(super) fn write(&self, out: &mut Piece) {
        for Join { way, alias, table, key, seen } in &self.joins {
            let join = if self.inner.contains(way) { " JOIN " } else { " LEFT JOIN " };
            out.sql.extend([join, table.as_str(), " ", alias.as_str(), " ON ", alias.as_str(), ".id = ", key.as_str()]);
            // A row that is not seen is as if it weren't there, so this stands with the join.
            if let Some(seen) = seen {
                out.sql.push_str(" AND ");
                out.append(seen.clone());
            }
        }
    }
}

fn beside(way: &str, table: &Name) -> String {
    format!("{way}+{table}")
}

/// The ways to every table that a path joins.
fn ways(path: &Path) -> BTreeSet<String> {
    let (mut way, mut found) = (String::new(), BTreeSet::new());
    for step in &path.steps {
        found.extend(step.field.beside.as_ref().map(|table| beside(&way, table)));
        step.name(&mut way);
        found.insert(way.clone());
    }
    found.extend(path.field.beside.as_ref().map(|table| beside(&way, table)));
    found
}

/// The ways to the tables without which the part of a tree, or its opposite, is true of no row.
fn needed(node: &Node, negated: bool) -> BTreeSet<String> {
    match (node, negated) {
        (Node::Not(node), _) => needed(node, !negated),
        (Node::All(nodes), false) | (Node::Any(nodes), true) => {
            let mut all = BTreeSet::new();
            for node in nodes {
                all.extend(needed(node, negated));
            }
            all
        }
        (Node::Any(nodes), false) | (Node::All(nodes), true) => {
            let mut common: Option<BTreeSet<String>> = None;
            for node in nodes {
                let one = needed(node, negated);
                common = Some(match common {
                    Some(common) => common.intersection(&one).cloned().collect(),
                    None => one,
                });
            }
            common.unwrap_or_default()
        }
        (Node::Leaf(leaf), _) => {
            if refuses_empty(leaf, negated) {
                ways(&leaf.path)
            } else {
                BTreeSet::new()
            }
        }
        (Node::Children(_), _) => BTreeSet::new(),
    }
}

/// Whether a leaf, or its opposite, is false of an empty value.
fn refuses_empty(leaf: &Leaf, negated: bool) -> bool {
    match leaf.test {
        Test::Empty(empty) => empty == negated,
        _ => !negated,
    }
}
