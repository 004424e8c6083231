//! Values as JSON. They are written by their type, and read as far as JSON tells the types apart: dates, instants and
//! decimals come back as the texts that stand there.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{NamedValue, ObjectRef, Value, Values};
use crate::engine::money::Money;
use crate::engine::wire::{Misfit, Node, Wire, Written, write_text};

impl Value {
    fn written(&self) -> &dyn Written {
        match self {
            Value::Text(value) => value,
            Value::Integer(value) => value,
            Value::Boolean(value) => value,
            Value::Decimal(value) => value,
            Value::Money(value) => value,
            Value::Date(value) => value,
            Value::Instant(value) => value,
            Value::Record(value) => value,
            Value::Null => &(),
        }
    }
}

impl Written for Value {
    fn write(&self, out: &mut Vec<u8>) {
        self.written().write(out);
    }
}

impl Wire for Value {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        Ok(match node {
            Node::Null => Value::Null,
            Node::Boolean(value) => Value::Boolean(value),
            Node::Integer(value) => Value::Integer(value),
            Node::Text(text) => Value::Text(text.into_owned()),
            Node::Object(entries) if entries.iter().any(|(name, _)| name == "amount") => {
                Value::Money(Money::read(Node::Object(entries))?)
            }
            Node::Object(entries) => Value::Record(ObjectRef::read(Node::Object(entries))?),
            Node::Number | Node::List(_) => return Err(Misfit("a value of a field is wanted")),
        })
    }
}

impl Written for Values {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'{');
        for (at, (name, value)) in self.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            write_text(out, name);
            out.push(b':');
            value.write(out);
        }
        out.push(b'}');
    }
}

impl Wire for Values {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        let Node::Object(entries) = node else { return Err(Misfit("an object is wanted")) };
        let mut values = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            if values.iter().any(|known: &NamedValue| known.name == name) {
                return Err(Misfit("a name is given twice in one object"));
            }
            values.push(NamedValue { name: name.into_owned(), value: Value::read(value)? });
        }
        Ok(Values(values))
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(value) => value.serialize(serializer),
            Value::Integer(value) => value.serialize(serializer),
            Value::Boolean(value) => value.serialize(serializer),
            Value::Decimal(value) => Serialize::serialize(value, serializer),
            Value::Money(value) => value.serialize(serializer),
            Value::Date(value) => value.serialize(serializer),
            Value::Instant(value) => value.serialize(serializer),
            Value::Record(value) => value.serialize(serializer),
            Value::Null => serializer.serialize_unit(),
        }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Reads by what the engine itself reads by.
fn read<'de, D: Deserializer<'de>, T: Wire>(deserializer: D) -> Result<T, D::Error> {
    T::read(Node::deserialize(deserializer)?).map_err(|misfit| D::Error::custom(misfit.0))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer)
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer)
    }
}

#[cfg(feature = "arrow")]
mod arrow {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, StringArray};

    use super::{Value, Values};
    use crate::engine::arrow::Column;
    use crate::engine::wire::{Written, to_json};

    /// A column has one type, and they may have any: so they stand there as JSON.
    fn as_json<T: Written>(values: &[Option<&T>]) -> ArrayRef {
        Arc::new(values.iter().map(|value| value.map(|value| to_json(value))).collect::<StringArray>())
    }

    impl Column for Value {
        fn array(values: &[Option<&Self>]) -> ArrayRef {
            as_json(values)
        }
    }

    impl Column for Values {
        fn array(values: &[Option<&Self>]) -> ArrayRef {
            as_json(values)
        }
    }
}
