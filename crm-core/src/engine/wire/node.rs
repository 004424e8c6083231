//! JSON as it was read, before it is known what it means.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Written, write_text};

/// A JSON value. Texts without escapes are borrowed; an object keeps its order, and what was given twice.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number that the engine can hold.
    Integer(i64),
    /// Any other number; no field has one.
    Number,
    /// A text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Node<'t>>),
    /// An object.
    Object(Vec<(Cow<'t, str>, Node<'t>)>),
}

/// Why JSON does not have the wanted shape, in a few words for programmers. What people are told, field by field, comes
/// from `schema_check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit(pub &'static str);

impl<'t> Node<'t> {
    /// Reads a whole text as JSON, at most 128 levels deep.
    ///
    /// # Errors
    /// [`Misfit`] where it is not JSON.
    pub fn parse(json: &'t str) -> Result<Node<'t>, Misfit> {
        serde_json::from_str(json).map_err(|_| Misfit("not JSON"))
    }
}

/// Appends a value as it was read. A number that the engine can't hold stands in nothing that it wrote.
pub(crate) fn write_node(out: &mut Vec<u8>, node: &Node<'_>) {
    match node {
        Node::Null | Node::Number => ().write(out),
        Node::Boolean(value) => value.write(out),
        Node::Integer(value) => value.write(out),
        Node::Text(text) => write_text(out, text),
        Node::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_node(out, item);
            }
            out.push(b']');
        }
        Node::Object(entries) => {
            out.push(b'{');
            for (at, (name, value)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                write_text(out, name);
                out.push(b':');
                write_node(out, value);
            }
            out.push(b'}');
        }
    }
}

impl<'t> Deserialize<'t> for Node<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// The name of a field, borrowed where it has no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for Name<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_str(Reader)? {
            Node::Text(text) => Ok(Name(text)),
            _ => Err(serde::de::Error::custom("a name is wanted")),
        }
    }
}

struct Reader;

impl<'t> Visitor<'t> for Reader {
    type Value = Node<'t>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node<'t>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'t>, E> {
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'t>, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'t>, E> {
        Ok(i64::try_from(value).map_or(Node::Number, Node::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node<'t>, E> {
        Ok(Node::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E>(self, value: &'t str) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Node<'t>, E> {
        Ok(Node::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut items: A) -> Result<Node<'t>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut entries: A) -> Result<Node<'t>, A::Error> {
        let mut object = Vec::new();
        while let Some((Name(name), value)) = entries.next_entry()? {
            object.push((name, value));
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_read_as_it_stands() {
        let read = Node::parse(r#"{"b": [1, -2, 1.0, 1e300, 18446744073709551615, "a\"", "值", null, true], "b": {}}"#);
        let text = |text: &'static str| Node::Text(Cow::Borrowed(text));
        let list = vec![
            Node::Integer(1),
            Node::Integer(-2),
            Node::Number,
            Node::Number,
            Node::Number,
            text("a\""),
            text("值"),
            Node::Null,
            Node::Boolean(true),
        ];
        let name = || Cow::Borrowed("b");
        assert_eq!(read, Ok(Node::Object(vec![(name(), Node::List(list)), (name(), Node::Object(vec![]))])));
        let text = r#"{"b":[1,-2,"a\"值",null,true,{}],"a":{"b":[]}}"#;
        let mut out = Vec::new();
        write_node(&mut out, &Node::parse(text).expect("JSON"));
        assert_eq!(String::from_utf8(out).as_deref(), Ok(text));
        for wrong in ["", "{", "[1,]", "{\"a\":1}}", "nul", &"[".repeat(200)] {
            assert_eq!(Node::parse(wrong), Err(Misfit("not JSON")), "{wrong}");
        }
    }
}
