//! Trees: arguments whose shape is data, filter trees above all. JSON as it is on the wire and in C, a mapping in Python,
//! a text in Kotlin and Swift.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::engine::schema::{Schema, Type};
use crate::engine::validate::{Field, Rule, Violations};
use crate::engine::wire::{self, Misfit, Node, Wire, Written};

/// The most levels of a tree.
pub const DEEPEST: usize = 64;

/// The most bytes of a tree.
pub const LONGEST: usize = 1024 * 1024;

/// A JSON value that an operation takes as it is. Objects in it have no name twice.
///
/// ```
/// use crm_core::Tree;
///
/// let tree: Tree = r#"{"field": "region.value", "is": "华东"}"#.parse()?;
/// assert_eq!(tree.to_string(), r#"{"field":"region.value","is":"华东"}"#);
/// assert!(r#"{"field": "name", "field": "region"}"#.parse::<Tree>().is_err());
/// # Ok::<(), crm_core::CrmError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Tree(Value);

impl Tree {
    /// The value.
    pub fn value(&self) -> &Value {
        &self.0
    }
}

impl From<Value> for Tree {
    fn from(value: Value) -> Self {
        Tree(value)
    }
}

impl FromStr for Tree {
    type Err = crate::engine::error::CrmError;

    fn from_str(json: &str) -> Result<Self, Self::Err> {
        wire::from_host(json)
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let misfit = |misfit: Misfit| serde::de::Error::custom(misfit.0);
        Tree::read(Node::deserialize(deserializer)?).map_err(misfit)
    }
}

impl Written for Tree {
    fn write(&self, out: &mut Vec<u8>) {
        // A vector takes all that is written, and a value has no other way to fail.
        let _ = serde_json::to_writer(out, &self.0);
    }
}

impl Wire for Tree {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        value(node, true).map(Tree)
    }
}

/// A list or an object of which some is still to be made.
enum Open<'t> {
    List(Vec<Value>, std::vec::IntoIter<Node<'t>>),
    Object(Map<String, Value>, String, std::vec::IntoIter<(Cow<'t, str>, Node<'t>)>),
}

/// The value of JSON as it was read. What is a little too deep is told at its place by the check; what is much deeper is not
/// made, and neither is a name that is given twice, unless it is only looked at (`strictly` is false). It goes down without
/// taking stack, of which hosts' threads may have little.
pub(crate) fn value(node: Node<'_>, strictly: bool) -> Result<Value, Misfit> {
    let (mut open, mut next) = (Vec::new(), node);
    loop {
        let mut done = match next {
            Node::Null => Value::Null,
            Node::Boolean(flag) => flag.into(),
            Node::Integer(number) => number.into(),
            // Which number it was is lost, and of no use: nothing that is exact is written so.
            Node::Number => Value::from(0.5),
            Node::Text(text) => text.into_owned().into(),
            Node::List(items) => {
                let mut items = items.into_iter();
                match items.next() {
                    None => Value::Array(Vec::new()),
                    Some(first) => {
                        open.push(Open::List(Vec::with_capacity(items.len() + 1), items));
                        next = first;
                        continue;
                    }
                }
            }
            Node::Object(entries) => {
                let mut entries = entries.into_iter();
                match entries.next() {
                    None => Value::Object(Map::new()),
                    Some((name, first)) => {
                        open.push(Open::Object(Map::new(), name.into_owned(), entries));
                        next = first;
                        continue;
                    }
                }
            }
        };
        if strictly && open.len() > DEEPEST + 1 {
            return Err(Misfit("it has too many levels"));
        }
        // What is done goes into what is open, as far up as that is done with it.
        next = loop {
            match open.pop() {
                None => return Ok(done),
                Some(Open::List(mut made, mut items)) => {
                    made.push(done);
                    match items.next() {
                        None => done = Value::Array(made),
                        Some(item) => {
                            open.push(Open::List(made, items));
                            break item;
                        }
                    }
                }
                Some(Open::Object(mut made, name, mut entries)) => {
                    if made.insert(name, done).is_some() && strictly {
                        return Err(Misfit("a name is given twice in one object"));
                    }
                    match entries.next() {
                        None => done = Value::Object(made),
                        Some((name, item)) => {
                            open.push(Open::Object(made, name.into_owned(), entries));
                            break item;
                        }
                    }
                }
            }
        };
    }
}

/// The levels of a value, and its bytes as far as they count: its texts, and one for whatever else it holds.
fn measure(value: &Value) -> (usize, usize) {
    match value {
        Value::String(text) => (1, text.len()),
        Value::Array(items) => items.iter().map(measure).fold((1, 1), deeper),
        Value::Object(map) => {
            map.iter().map(|(name, inner)| (measure(inner), name)).fold((1, 1), |all, (one, name)| {
                let (levels, bytes) = deeper(all, one);
                (levels, bytes + name.len())
            })
        }
        _ => (1, 1),
    }
}

fn deeper((levels, bytes): (usize, usize), (inner, more): (usize, usize)) -> (usize, usize) {
    (levels.max(inner + 1), bytes + more)
}

impl Schema for Tree {
    const TYPE: Type = Type::Tree;

    fn text_bytes(&self) -> usize {
        measure(&self.0).1
    }
}

impl Field for Tree {
    fn normalise(&mut self, _: &[Rule]) {
        crate::engine::merged::meet_tree(&mut self.0);
    }

    fn check(&self, _rules: &[Rule], name: &str, out: &mut Violations) {
        let (levels, bytes) = measure(&self.0);
        if levels > DEEPEST {
            let detail = format!("must have at most {DEEPEST} levels");
            out.add(name, "too_deep", detail, Some(DEEPEST.to_string()));
        }
        if bytes > LONGEST {
            out.add(name, "too_long", "must have at most 1 MiB", Some(LONGEST.to_string()));
        }
    }
}

#[cfg(feature = "arrow")]
crate::engine::arrow::text_column!(Tree);

#[cfg(feature = "uniffi")]
uniffi::custom_type!(Tree, String, {
    lower: |tree| tree.to_string(),
    try_lift: |json| Ok(json.parse()?),
});

#[cfg(feature = "python")]
mod python {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::types::{PyDict, PyList};
    use serde_json::Value;

    use super::Tree;
    use crate::engine::python::to_tree;

    impl<'a, 'py> FromPyObject<'a, 'py> for Tree {
        type Error = PyErr;

        fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            to_tree(&object).map(Tree)
        }
    }

    impl<'py> IntoPyObject<'py> for Tree {
        type Target = PyAny;
        type Output = Bound<'py, PyAny>;
        type Error = PyErr;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            (&self).into_pyobject(py)
        }
    }

    impl<'py> IntoPyObject<'py> for &Tree {
        type Target = PyAny;
        type Output = Bound<'py, PyAny>;
        type Error = PyErr;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            plain(py, &self.0)
        }
    }

    /// A value as plain data of Python.
    fn plain<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
        Ok(match value {
            Value::Null => py.None().into_bound(py),
            Value::Bool(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => whole.into_pyobject(py)?.into_any(),
                None => {
                    number.as_f64().ok_or_else(|| PyValueError::new_err("no number"))?.into_pyobject(py)?.into_any()
                }
            },
            Value::String(text) => text.into_pyobject(py)?.into_any(),
            Value::Array(items) => {
                let items = items.iter().map(|item| plain(py, item)).collect::<PyResult<Vec<_>>>()?;
                PyList::new(py, items)?.into_any()
            }
            Value::Object(map) => {
                let dict = PyDict::new(py);
                for (name, inner) in map {
                    dict.set_item(name, plain(py, inner)?)?;
                }
                dict.into_any()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tree: &Tree) -> Vec<String> {
        let mut out = Violations::default();
        tree.check(&[], "matching", &mut out);
        match out.finish() {
            Ok(()) => Vec::new(),
            Err(refusal) => refusal.fields().iter().map(|f| format!("{}:{}", f.field, f.code)).collect(),
        }
    }

    fn nested(levels: usize) -> String {
        format!("{}1{}", "[".repeat(levels - 1), "]".repeat(levels - 1))
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        for json in [r#"{"and":[{"field":"名称","contains":"a\"\\"},null,true,-3]}"#, "7", "[]", "{}", "null"] {
            let tree: Tree = json.parse().expect(json);
            assert_eq!(serde_json::from_str::<Value>(json).expect("JSON"), *tree.value());
            assert_eq!(wire::to_json(&tree), tree.to_string());
            assert_eq!(serde_json::from_str::<Tree>(json).expect(json), tree);
            assert_eq!(tree.to_string().parse::<Tree>().expect(json), tree);
        }
        for json in ["", "{", r#"{"a":1,"a":2}"#, r#"[{"b":{"a":1,"b":2,"a":1}}]"#, "{} {}"] {
            assert!(json.parse::<Tree>().is_err(), "{json}");
            assert!(serde_json::from_str::<Tree>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn trees_have_bounds() {
        assert!(found(&nested(DEEPEST).parse().expect("a tree")).is_empty());
        assert_eq!(found(&nested(DEEPEST + 1).parse().expect("a tree")), ["matching:too_deep"]);
        assert!(nested(200).parse::<Tree>().is_err());
        let long = |bytes: usize| Tree::from(Value::from("x".repeat(bytes)));
        assert!(found(&long(LONGEST)).is_empty());
        assert_eq!(found(&long(LONGEST + 1)), ["matching:too_long"]);
        assert_eq!(found(&Tree::from(Value::from(vec![Value::Null; LONGEST]))), ["matching:too_long"]);
    }
}
