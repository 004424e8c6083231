//! Reads a filter tree from JSON. Every mistake is found at once, each with its place inside the tree; what is within
//! bounds costs no more than the text of the tree is long.

use serde_json::{Map, Value};

use super::super::mistakes::{Mistake, Mistakes, Unfit, within};
use super::super::path::{Crossed, Path, Ways};
use super::super::shape::{Catalogue, DEPARTMENT, Field, Object, Rights};
use super::literal::Op;
pub use super::operand::Place;
use super::operand::operand;
use super::tree::{Children, Filter, Leaf, Node, Sign, Test};
use crate::engine::hanging;

/// How many levels a tree may have.
pub const DEPTH: usize = 8;

/// How many leaves a tree may have; children of which nothing is asked are one.
pub const LEAVES: usize = 100;

/// How many values `in` may have.
pub const VALUES: usize = 100;

/// What a tree is read against.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Where objects are found.
    pub catalogue: &'a dyn Catalogue,
    /// Which fields may be asked.
    pub rights: &'a dyn Rights,
    /// Where the tree stands.
    pub place: Place<'a>,
    /// The decimal places of the company's currency.
    pub places: u32,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("place", &self.place).field("places", &self.places).finish_non_exhaustive()
    }
}

impl Reader<'_> {
    /// Reads a tree that is asked of records of the object. `crossed` are the references that the statement crosses
    /// otherwise, by its order and columns; those of the tree are added.
    ///
    /// # Errors
    /// Every mistake, in the order of the text.
    pub fn filter(&self, object: &Object, json: &Value, crossed: &mut Crossed) -> Result<Filter, Vec<Mistake>> {
        let mut reading = Reading { reader: self, found: Mistakes::default(), leaves: 0 };
        let root = reading.node(&mut Scope { object, crossed, inside: false }, json, String::new(), 1);
        reading.found.or(root.map(|root| Filter::new(root, &json.to_string())))
    }
}

/// Of which records a part of the tree is asked.
struct Scope<'a> {
    object: &'a Object,
    crossed: &'a mut Crossed,
    /// Whether these are the children of others.
    inside: bool,
}

struct Reading<'a> {
    reader: &'a Reader<'a>,
    found: Mistakes,
    leaves: usize,
}

impl Reading<'_> {
    /// Reads a part of the tree; what is wrong with it is told, and then it is none.
    fn node(&mut self, scope: &mut Scope<'_>, json: &Value, path: String, depth: usize) -> Option<Node> {
        if depth > DEPTH {
            self.found.tell(path, Unfit::beyond("too_deep", DEPTH));
            return None;
        }
        let Value::Object(node) = json else {
            self.found.add(path, "type");
            return None;
        };
        let head = ["and", "or", "not", "some", "none"].into_iter().find(|head| node.contains_key(*head));
        let known = |name: &str| match head {
            Some("some" | "none") => Some(name) == head || name == "by" || name == "where",
            Some(head) => name == head,
            None => name == "field" || Op::find(name).is_some(),
        };
        let mut strange = false;
        for name in node.keys().filter(|name| !known(name)) {
            self.found.add(within(&path, name), "unknown_field");
            strange = true;
        }
        match head {
            Some(head @ ("and" | "or")) => self.group(scope, node, head, &path, depth),
            Some("not") => {
                let inner = self.node(scope, node.get("not")?, within(&path, "not"), depth + 1)?;
                Some(Node::Not(Box::new(inner)))
            }
            Some(head) => self.children(scope, node, head, path, depth),
            None => match self.condition(scope, node) {
                Some((tree, wanted)) => self.asked(scope, &tree, wanted, &path),
                None => self.leaf(scope, node, &path, strange),
            },
        }
    }

    /// `and` and `or`.
    fn group(
        &mut self,
        scope: &mut Scope<'_>,
        node: &Map<String, Value>,
        head: &str,
        path: &str,
        depth: usize,
    ) -> Option<Node> {
        let path = within(path, head);
        let Some(Value::Array(parts)) = node.get(head) else {
            self.found.add(path, "type");
            return None;
        };
        if parts.is_empty() {
            self.found.add(path, "required");
            return None;
        }
        let mut nodes = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            nodes.extend(self.node(scope, part, within(&path, &format!("[{at}]")), depth + 1));
        }
        Some(if head == "and" { Node::All(nodes) } else { Node::Any(nodes) })
    }

    /// `some` and `none`.
    fn children(
        &mut self,
        scope: &mut Scope<'_>,
        node: &Map<String, Value>,
        head: &'static str,
        path: String,
        depth: usize,
    ) -> Option<Node> {
        if scope.inside || matches!(self.reader.place, Place::RollUp) {
            self.found.add(within(&path, head), "not_here");
            return None;
        }
        if node.get("where").is_none() {
            self.count(&path);
        }
        let name = self.name(node, head, &path);
        let by = self.name(node, "by", &path);
        let object = name.and_then(|name| {
            let object = self.reader.catalogue.object(name);
            if object.is_none() {
                self.found.add(within(&path, head), "unknown_object");
            }
            object
        })?;
        let by = by.and_then(|by| match self.refers(object, by, scope.object) {
            Ok(field) => Some(field),
            Err(code) => {
                self.found.add(within(&path, "by"), code);
                None
            }
        });
        let filter = match node.get("where") {
            None => None,
            Some(inner) => {
                let mut crossed = Crossed::default();
                let mut scope = Scope { object, crossed: &mut crossed, inside: true };
                Some(Box::new(self.node(&mut scope, inner, within(&path, "where"), depth + 1)?))
            }
        };
        Some(Node::Children(Children { some: head == "some", object: object.clone(), by: by?, filter }))
    }

    /// The field of an object that refers to another.
    fn refers(&self, object: &Object, name: &str, to: &Object) -> Result<Field, &'static str> {
        let field = object.field(name).ok_or("unknown_field")?;
        if field.kind.to() != Some(&to.name) {
            Err("type")
        } else if !self.reader.rights.reads(object, field) {
            Err("not_readable")
        } else {
            Ok(field.clone())
        }
    }

    /// The tree that a question by its name stands for, with the fields behind the way on which it is asked, and whether it is to be
    /// true.
    fn condition(&self, scope: &Scope<'_>, node: &Map<String, Value>) -> Option<(Value, bool)> {
        let text = node.get("field")?.as_str()?;
        let (way, name) = text.rsplit_once('.').map_or((None, text), |(way, last)| (Some(way), last));
        let Reader { catalogue, rights, .. } = *self.reader;
        let wanted = node.get("is").and_then(Value::as_bool).filter(|_| node.len() == 2)?;
        let Some(way) = way else { return Some((scope.object.condition(name)?.tree.clone(), wanted)) };
        let path = Ways { catalogue, rights }.find(scope.object, way, &mut Crossed::default()).ok()?;
        let mut tree = path.to?.condition(name)?.tree.clone();
        behind(way, &mut tree);
        Some((tree, wanted))
    }

    /// What such a question asks; it counts as one leaf, and as no more levels than that has.
    fn asked(&mut self, scope: &mut Scope<'_>, tree: &Value, wanted: bool, path: &str) -> Option<Node> {
        if matches!(self.reader.place, Place::RollUp) {
            self.found.add(within(path, "field"), "not_here");
            return None;
        }
        self.count(path);
        let leaves = std::mem::take(&mut self.leaves);
        let node = self.node(scope, tree, path.to_owned(), 1);
        self.leaves = leaves;
        Some(if wanted { node? } else { Node::Not(Box::new(node?)) })
    }

    /// A field with one operator.
    fn leaf(&mut self, scope: &mut Scope<'_>, node: &Map<String, Value>, path: &str, strange: bool) -> Option<Node> {
        self.count(path);
        let at = within(path, "field");
        let found = self.name(node, "field", path).map(|text| self.path(scope, text));
        let field = match found {
            Some(Ok(field)) => Some(field),
            Some(Err(unfit)) => {
                self.found.tell(at, unfit);
                None
            }
            None => None,
        };
        let mut operators = node.iter().filter_map(|(name, value)| Some((name, Op::find(name)?, value)));
        let first = operators.next();
        if first.is_none() && !strange || operators.next().is_some() {
            self.found.add(path, "one_operator");
        }
        let (name, op, value) = first?;
        let field = field?;
        let test = self.test(&field, op, value, &within(path, name))?;
        Some(Node::Leaf(Leaf { path: field, test }))
    }

    /// The way to a field.
    fn path(&self, scope: &mut Scope<'_>, text: &str) -> Result<Path, Unfit> {
        let Reader { catalogue, rights, place, .. } = *self.reader;
        if matches!(place, Place::RollUp) && text.contains('.') {
            return Err(Unfit::of("not_here"));
        }
        let ways = Ways { catalogue, rights };
        let (way, last) = text.rsplit_once('.').map_or((None, text), |(way, last)| (Some(way), last));
        if hanging::field(last).is_none() {
            return ways.find(scope.object, text, scope.crossed);
        }
        // Whatever object the way leads to, it leads to its records' ids.
        let id = way.map_or_else(|| "id".to_owned(), |way| format!("{way}.id"));
        let path = ways.find(scope.object, &id, scope.crossed)?;
        match catalogue.several(&path.of, last).filter(|_| path.of.field(last).is_none()) {
            Some(_) if matches!(place, Place::RollUp) => Err(Unfit::of("not_here")),
            Some(field) if !rights.reads(&path.of, &field) => Err(Unfit::of("not_readable")),
            Some(field) => Ok(Path { field, ..path }),
            None => ways.find(scope.object, text, scope.crossed),
        }
    }

    /// What is asked of the field.
    fn test(&mut self, field: &Path, op: Op, value: &Value, path: &str) -> Option<Test> {
        if let Err(unfit) = op.fits(&field.field) {
            self.found.tell(path, unfit);
            return None;
        }
        let Reader { place, places, .. } = *self.reader;
        if op == Op::In {
            return self.values(field, value, path);
        }
        if op == Op::Empty {
            let empty = value.as_bool().map(Test::Empty);
            if empty.is_none() {
                self.found.add(path, "type");
            }
            return empty;
        }
        match operand(field, value, place, places) {
            Ok(operand) => Some(match op {
                Op::Less => Test::Compare(Sign::Less, operand),
                Op::AtMost => Test::Compare(Sign::AtMost, operand),
                Op::More => Test::Compare(Sign::More, operand),
                Op::AtLeast => Test::Compare(Sign::AtLeast, operand),
                Op::Contains => Test::Contains(operand),
                _ => Test::Among(vec![operand]),
            }),
            Err(unfit) => {
                self.found.tell(path, unfit);
                None
            }
        }
    }

    /// The values of `in`.
    fn values(&mut self, field: &Path, value: &Value, path: &str) -> Option<Test> {
        let Reader { place, places, .. } = *self.reader;
        match value {
            Value::Object(given) => match mine(field, given, place) {
                Ok(test) => return Some(test),
                Err(unfit) => self.found.tell(path, unfit),
            },
            Value::Array(values) if values.is_empty() => self.found.add(path, "required"),
            Value::Array(values) if values.len() > VALUES => self.found.tell(path, Unfit::beyond("too_many", VALUES)),
            Value::Array(values) => {
                let mut operands = Vec::with_capacity(values.len());
                for (at, value) in values.iter().enumerate() {
                    match operand(field, value, place, places) {
                        Ok(operand) => operands.push(operand),
                        Err(unfit) => self.found.tell(within(path, &format!("[{at}]")), unfit),
                    }
                }
                return Some(Test::Among(operands));
            }
            _ => self.found.add(path, "type"),
        }
        None
    }

    /// A text that must be there.
    fn name<'n>(&mut self, node: &'n Map<String, Value>, key: &str, path: &str) -> Option<&'n str> {
        match node.get(key) {
            Some(Value::String(name)) => return Some(name),
            Some(_) => self.found.add(within(path, key), "type"),
            None => self.found.add(within(path, key), "required"),
        }
        None
    }

    /// Counts a leaf; the first that is too much is told.
    fn count(&mut self, path: &str) {
        self.leaves = self.leaves.saturating_add(1);
        if self.leaves == LEAVES + 1 {
            self.found.tell(path, Unfit::beyond("too_many", LEAVES));
        }
    }
}

/// `{me: departments}`, the department of who asks and those above it: what the database alone can be asked.
fn mine(field: &Path, given: &Map<String, Value>, place: Place<'_>) -> Result<Test, Unfit> {
    let said = given.len() == 1 && given.get("me").and_then(Value::as_str) == Some("departments");
    match place {
        _ if !said => Err(Unfit::of("type")),
        Place::RollUp | Place::Effect => Err(Unfit::of("not_here")),
        Place::Call | Place::View(_) if field.field.kind.to().is_some_and(|to| to == DEPARTMENT) => Ok(Test::Mine),
        Place::Call | Place::View(_) => Err(Unfit::of("type")),
    }
}

/// Puts a way before the fields of a tree.
fn behind(way: &str, tree: &mut Value) {
    match tree {
        Value::Object(node) => {
            for (name, part) in node {
                match part {
                    Value::String(field) if name == "field" => *field = format!("{way}.{field}"),
                    part => behind(way, part),
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(|part| behind(way, part)),
        _ => {}
    }
}
