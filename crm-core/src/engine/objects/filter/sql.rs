//! A filter tree as a part of a statement: the joins that its paths need, and a condition with its parameters (FILT-9).
//! States, choices and truth values stand in it as literals, since they come from a closed list and an index over some rows
//! is found by them; all else is bound.
//!
//! A condition is false or unknown where the tree is false, and a statement takes no row of either. So a leaf under `and`
//! and `or` is written bare, which an index can serve; `not` is carried down to the leaves, and a leaf there takes the empty
//! values beside the opposite ones.

use super::super::days::{Moment, Span};
use super::super::path::Path;
use super::super::shape::{Kind, Lying, Name, Object};
use super::joins::{Aliases, Joins};
use super::resolve::{Ask, Scalar, resolve};
use super::tree::{Children, Filter, Leaf, Node, Sign};
use crate::engine::error::Result;
use crate::engine::hanging::Several;
use crate::engine::storage::Value;

/// A piece of a statement with its parameters.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// The text.
    pub sql: String,
    /// A value for each of its placeholders, in their order.
    pub params: Vec<Value<'static>>,
}

impl Piece {
    /// Adds another behind it.
    pub fn append(&mut self, other: Piece) {
        self.sql.push_str(&other.sql);
        self.params.extend(other.params);
    }
}

/// Which rows whoever asks sees (FILT-8).
pub trait Sight {
    /// The condition that a row of the object is seen, where the table has this alias; none where all are.
    fn seen(&self, object: &Object, alias: &str) -> Option<Piece>;
}

/// Who acts as the system sees everything.
#[derive(Debug, Clone, Copy)]
pub struct Whole;

impl Sight for Whole {
    fn seen(&self, _: &Object, _: &str) -> Option<Piece> {
        None
    }
}

/// What a statement is written for.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The moment at which it is asked.
    pub moment: &'a Moment,
    /// What is seen.
    pub sight: &'a dyn Sight,
    /// The database's function for the position of a substring ([`crate::storage::Dialect::position`]).
    pub position: &'static str,
}

impl std::fmt::Debug for Terms<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terms").field("moment", &self.moment).finish_non_exhaustive()
    }
}

/// The tables and conditions of a statement about one object. Filter, order and columns share its joins.
#[derive(Debug)]
pub struct Query<'a> {
    terms: Terms<'a>,
    alias: String,
    joins: Joins,
    aliases: Aliases,
}

impl<'a> Query<'a> {
    /// About the object whose table has this alias.
    pub fn new(alias: &str, terms: Terms<'a>) -> Query<'a> {
        Query { terms, alias: alias.to_owned(), joins: Joins::of(alias), aliases: Aliases::default() }
    }

    /// The alias of the object's table.
    pub fn alias(&self) -> &str {
        &self.alias
    }

    /// The condition that a tree is true of a row.
    ///
    /// # Errors
    /// Where values of the tree were not given.
    pub fn condition(&mut self, filter: &Filter) -> Result<Piece> {
        self.joins.narrow(&filter.root);
        let mut writing = Writing { terms: self.terms, aliases: &mut self.aliases };
        writing.node(&filter.root, false, &mut self.joins, &self.alias)
    }

    /// The column that a path leads to, for a list or an order; `compared` is that of a text's folded twin.
    pub fn column(&mut self, path: &Path, compared: bool) -> String {
        let column = if compared { path.compared() } else { &path.field.column };
        self.joins.column(path, column, &self.terms, &mut self.aliases)
    }

    /// A column of the record that a path's field refers to, which stands in that table: seen or not.
    pub(crate) fn linked(&mut self, path: &Path, to: &Name, column: &str) -> String {
        self.joins.linked(path, to, column, &self.terms, &mut self.aliases)
    }

    /// The joins, to stand behind the object's table, once everything is written that needs any.
    pub fn joins(&self) -> Piece {
        let mut out = Piece::default();
        self.joins.write(&mut out);
        out
    }
}

/// The alias of records that a leaf names.
const WANTED: &str = "wanted";

/// A user's department and those above it.
const ABOVE: &str = "WITH RECURSIVE up (id) AS (SELECT u.department FROM users u WHERE u.uid = ? AND u.department IS NOT NULL \
     UNION SELECT d.parent FROM departments d JOIN up ON up.id = d.id WHERE d.parent IS NOT NULL) SELECT id FROM up";

struct Writing<'q, 'a> {
    terms: Terms<'a>,
    aliases: &'q mut Aliases,
}

impl Writing<'_, '_> {
    fn node(&mut self, node: &Node, negated: bool, joins: &mut Joins, alias: &str) -> Result<Piece> {
        match node {
            Node::Not(node) => self.node(node, !negated, joins, alias),
            Node::All(nodes) | Node::Any(nodes) => {
                let word = if matches!(node, Node::All(_)) == negated { " OR " } else { " AND " };
                let mut out = Piece::default();
                for (at, node) in nodes.iter().enumerate() {
                    out.sql.push_str(if at == 0 { "(" } else { word });
                    out.append(self.node(node, negated, joins, alias)?);
                }
                out.sql.push(')');
                Ok(out)
            }
            Node::Leaf(leaf) => self.leaf(leaf, negated, joins),
            Node::Children(children) => self.children(children, negated, alias),
        }
    }

    fn children(&mut self, children: &Children, negated: bool, parent: &str) -> Result<Piece> {
        let Children { some, object, by, filter } = children;
        let alias = self.aliases.next();
        let mut joins = Joins::of(&alias);
        let by = Path { steps: Vec::new(), field: by.clone(), of: object.clone(), to: None };
        let column = joins.column(&by, &by.field.column, &self.terms, self.aliases);
        let mut condition = Piece { sql: format!("{column} = {parent}.id"), params: Vec::new() };
        if let Some(seen) = self.terms.sight.seen(object, &alias) {
            condition.sql.push_str(" AND ");
            condition.append(seen);
        }
        if let Some(filter) = filter {
            joins.narrow(filter);
            condition.sql.push_str(" AND ");
            condition.append(self.node(filter, false, &mut joins, &alias)?);
        }
        let not = if *some == negated { "NOT " } else { "" };
        let mut out = Piece { sql: format!("{not}EXISTS (SELECT 1 FROM {} {alias}", object.table), params: Vec::new() };
        joins.write(&mut out);
        out.sql.push_str(" WHERE ");
        out.append(condition);
        out.sql.push(')');
        Ok(out)
    }

    fn leaf(&mut self, leaf: &Leaf, negated: bool, joins: &mut Joins) -> Result<Piece> {
        let ask = resolve(leaf, self.terms.moment)?;
        let path = &leaf.path;
        let column = match ask {
            Ask::Empty(_) => &path.field.column,
            _ => path.compared(),
        };
        let column = joins.column(path, column, &self.terms, self.aliases);
        let mut out = Piece::default();
        if let Some(lying) = &path.field.several {
            several(&ask, path, lying, &column, negated, &mut out);
            return Ok(out);
        }
        if let Ask::Empty(empty) = ask {
            out.sql = format!("{column} IS {}NULL", if empty == negated { "NOT " } else { "" });
            return Ok(out);
        }
        if !negated {
            self.write(&ask, path, &column, false, &mut out);
            return Ok(out);
        }
        // Everything but what the leaf is true of: the opposite of each value there is, and no value.
        let may_be_empty = !path.filled() && ask != Ask::Never;
        out.sql.push_str(if may_be_empty { "(" } else { "" });
        self.write(&ask, path, &column, true, &mut out);
        if may_be_empty {
            out.sql.extend([" OR ", column.as_str(), " IS NULL)"]);
        }
        Ok(out)
    }

    /// Writes that a value is what is asked, or, `negated`, that it is not; of an empty one neither is true.
    fn write(&self, ask: &Ask, path: &Path, column: &str, negated: bool, out: &mut Piece) {
        match ask {
            Ask::Empty(_) => {}
            Ask::Never => out.sql.push_str(if negated { "1 = 1" } else { "1 = 0" }),
            Ask::Contains(needle) => {
                let sign = if negated { "=" } else { ">" };
                out.sql.push_str(&format!("{}({column}, ?) {sign} 0", self.terms.position));
                out.params.push(Value::from(needle.clone()));
            }
            Ask::Compare(sign, scalar) => {
                let sign = match (sign, negated) {
                    (Sign::Less, false) | (Sign::AtLeast, true) => "<",
                    (Sign::AtMost, false) | (Sign::More, true) => "<=",
                    (Sign::More, false) | (Sign::AtMost, true) => ">",
                    (Sign::AtLeast, false) | (Sign::Less, true) => ">=",
                };
                out.sql.extend([column, " ", sign, " ?"]);
                out.params.extend(bound(scalar));
            }
            Ask::Within(spans) => within(spans, column, negated, out),
            Ask::Above(user) => {
                out.sql.extend([column, if negated { " NOT IN (" } else { " IN (" }, ABOVE, ")"]);
                out.params.push(Value::Blob(user.as_bytes().to_vec().into()));
            }
            Ask::Among(scalars) => match &path.field.kind {
                Kind::Boolean { number } => truth(scalars, *number, column, negated, out),
                Kind::Choice(names) => {
                    // In the order of the definition, so that a list has one spelling.
                    let wanted =
                        |name: &str| scalars.iter().any(|s| matches!(s, Scalar::Choice(found) if found == name));
                    let names: Vec<String> = names.iter().filter(|name| wanted(name)).map(quoted).collect();
                    equal(column, names, negated, out);
                }
                Kind::Reference(_) | Kind::Entry { .. } => {
                    let Some(to) = &path.to else { return };
                    let sign = match (scalars.len(), negated) {
                        (1, false) => "=",
                        // A record that is not there is no value: what is not equal to it would be unknown.
                        (_, true) => "NOT IN",
                        (_, false) => "IN",
                    };
                    out.sql.push_str(&format!("{column} {sign} (SELECT {WANTED}.id FROM {} {WANTED} WHERE ", to.table));
                    equal(&format!("{WANTED}.uid"), marks(scalars.len()), false, out);
                    bind(scalars, out);
                    // One that is not seen is as if it weren't there, also where it is named.
                    if let Some(seen) = self.terms.sight.seen(to, WANTED) {
                        out.sql.push_str(" AND ");
                        out.append(seen);
                    }
                    out.sql.push(')');
                }
                _ => {
                    equal(column, marks(scalars.len()), negated, out);
                    bind(scalars, out);
                }
            },
        }
    }
}

/// Writes that one of the values that hang on the record with that id is what is asked, or, `negated`, that none is.
fn several(ask: &Ask, path: &Path, lying: &Lying, id: &str, negated: bool, out: &mut Piece) {
    let Lying { table, field: Several { column, to, called, only, .. } } = lying;
    let (home, only) = (quoted(&path.of.table), only.replace('$', "n"));
    let named = format!("FROM {table} h JOIN {to} n ON n.id = h.{column} WHERE h.home = {home} AND ");
    match ask {
        Ask::Empty(empty) => {
            let not = if *empty == negated { "" } else { "NOT " };
            out.sql = format!("{not}EXISTS (SELECT 1 {named}h.record = {id} AND {only})");
        }
        Ask::Among(scalars) => {
            out.sql = match negated {
                false => format!("{id} IN (SELECT h.record {named}"),
                true => format!("NOT EXISTS (SELECT 1 {named}h.record = {id} AND "),
            };
            out.sql.extend([only.as_str(), " AND "]);
            equal(&format!("n.{called}"), marks(scalars.len()), false, out);
            bind(scalars, out);
            out.sql.push(')');
        }
        // Nothing else is asked of them.
        _ => out.sql.push_str(if negated { "1 = 1" } else { "1 = 0" }),
    }
}

/// Writes that the column is one of these, or none of them.
fn equal(column: &str, values: Vec<String>, negated: bool, out: &mut Piece) {
    out.sql.push_str(column);
    match (values.as_slice(), negated) {
        ([one], false) => out.sql.extend([" = ", one.as_str()]),
        ([one], true) => out.sql.extend([" <> ", one.as_str()]),
        (_, false) => out.sql.extend([" IN (", values.join(", ").as_str(), ")"]),
        (_, true) => out.sql.extend([" NOT IN (", values.join(", ").as_str(), ")"]),
    }
}

/// Placeholders for so many values, rounded up to a power of two, so that few texts serve all lists.
fn marks(count: usize) -> Vec<String> {
    vec!["?".to_owned(); count.next_power_of_two()]
}

/// Binds the values, the last one as often as there are places left.
fn bind(scalars: &[Scalar], out: &mut Piece) {
    let places = scalars.len().next_power_of_two();
    out.params.extend(scalars.iter().chain(scalars.last().into_iter().cycle()).take(places).filter_map(bound));
}

fn bound(scalar: &Scalar) -> Option<Value<'static>> {
    Some(match scalar {
        Scalar::Text(text) => Value::from(text.clone()),
        Scalar::Number(_, units) => Value::Integer(*units),
        Scalar::Day(day) => Value::from(*day),
        Scalar::Instant(at) => Value::Integer(*at),
        Scalar::Record(id) => Value::Blob(id.as_bytes().to_vec().into()),
        Scalar::Boolean(_) | Scalar::Choice(_) => return None,
    })
}

/// Writes that a truth value is the one that is wanted, of which there is one.
fn truth(scalars: &[Scalar], number: bool, column: &str, negated: bool, out: &mut Piece) {
    let wanted = scalars.contains(&Scalar::Boolean(true));
    let (sign, value) = match (number, negated) {
        (true, false) => (" = ", if wanted { "1" } else { "0" }),
        (true, true) => (" <> ", if wanted { "1" } else { "0" }),
        (false, false) => (" = ", if wanted { "TRUE" } else { "FALSE" }),
        (false, true) => (" <> ", if wanted { "TRUE" } else { "FALSE" }),
    };
    out.sql.extend([column, sign, value]);
}

/// Writes that an instant is in one of the spans, or in none.
fn within(spans: &[Span], column: &str, negated: bool, out: &mut Piece) {
    let (first, between, last, word) = if negated { ("<", "OR", ">=", " AND ") } else { (">=", "AND", "<", " OR ") };
    out.sql.push('(');
    for (at, Span { from, to }) in spans.iter().enumerate() {
        out.sql.push_str(if at == 0 { "" } else { word });
        out.sql.push_str(&format!("({column} {first} ? {between} {column} {last} ?)"));
        out.params.extend([Value::Integer(*from), Value::Integer(*to)]);
    }
    out.sql.push(')');
}

/// A name as a literal of the statement.
pub(in super::super) fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}
