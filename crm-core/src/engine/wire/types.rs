//! How the plain types are written and read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Misfit, Node, Wire, Written, text, write_text};
use crate::engine::bytes::Bytes;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::exact;
use crate::engine::secret::Secret;

impl Written for () {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"null");
    }
}

impl Wire for () {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        if node == Node::Null { Ok(()) } else { Err(Misfit("null is wanted")) }
    }
}

impl Written for str {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, self);
    }
}

impl Written for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, self);
    }
}

impl Wire for String {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        text(node, "a text is wanted").map(Into::into)
    }
}

impl Written for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

impl Wire for bool {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        match node {
            Node::Boolean(value) => Ok(value),
            _ => Err(Misfit("true or false is wanted")),
        }
    }
}

impl Written for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        let _ = serde_json::to_writer(out, self);
    }
}

impl Wire for i64 {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        match node {
            Node::Integer(value) => Ok(value),
            _ => Err(Misfit("a whole number is wanted")),
        }
    }
}

/// Types that are written as they print, and parsed from a text.
macro_rules! as_text {
    ($($Type:ty: $wanted:literal, $parse:expr;)*) => { $(
        impl Written for $Type {
            fn write(&self, out: &mut Vec<u8>) {
                write_text(out, &self.to_string());
            }
        }

        impl Wire for $Type {
            fn read(node: Node<'_>) -> Result<Self, Misfit> {
                $parse(&text(node, $wanted)?).ok_or(Misfit($wanted))
            }
        }
    )* };
}

as_text! {
    // What no field takes for its size is told by the field's own rules, with their limits.
    Decimal: "a decimal as text is wanted", |text: &str| exact::decimal_or_refused(text).ok();
    Date: "a date as text is wanted", exact::date;
    Uuid: "a UUID is wanted", |text: &str| text.parse().ok();
}

impl Written for Timestamp {
    /// Always with six digits of the second, so that the texts sort as the instants do.
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, &self.to_rfc3339_opts(chrono::SecondsFormat::Micros, true));
    }
}

impl Wire for Timestamp {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        let wanted = "an instant as text is wanted";
        exact::instant(&text(node, wanted)?).ok_or(Misfit(wanted))
    }
}

impl Written for Bytes {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, &STANDARD.encode(&self.0));
    }
}

impl Wire for Bytes {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        let text = text(node, "base64 is wanted")?;
        STANDARD.decode(text.as_bytes()).map(Bytes).map_err(|_| Misfit("base64 is wanted"))
    }
}

impl Written for Secret {
    fn write(&self, out: &mut Vec<u8>) {
        write_text(out, crate::engine::secret::REDACTED);
    }
}

impl Wire for Secret {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        text(node, "a text is wanted").map(|text| Secret::from(text.into_owned()))
    }
}

impl<T: Written> Written for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => ().write(out),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        if matches!(node, Node::Null) { Ok(None) } else { T::read(node).map(Some) }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Written> Written for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (at, value) in self.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            value.write(out);
        }
        out.push(b']');
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(node: Node<'_>) -> Result<Self, Misfit> {
        match node {
            Node::List(items) => items.into_iter().map(T::read).collect(),
            _ => Err(Misfit("a list is wanted")),
        }
    }
}

/// What is only written: the arguments of a create below another record.
impl<A: Written + ?Sized, B: Written + ?Sized> Written for (&A, &B) {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        self.0.write(out);
        out.push(b',');
        self.1.write(out);
        out.push(b']');
    }
}
