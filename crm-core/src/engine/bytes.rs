//! Bytes that cross a boundary: base64 in JSON, `bytes` in Python, a byte array elsewhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::schema::{Schema, Type};
use crate::engine::validate::{Field, Rule, Violations};

/// Bytes: the contents of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Bytes(pub Vec<u8>);

/// The most bytes in one argument.
const MAX: usize = 64 * 1024 * 1024;

impl Bytes {
    /// Whether a text is bytes in base64.
    pub(crate) fn is_base64(text: &str) -> bool {
        STANDARD.decode(text).is_ok()
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map(Bytes).map_err(|_| serde::de::Error::custom("not base64"))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes(bytes)
    }
}

impl Schema for Bytes {
    const TYPE: Type = Type::Bytes;

    fn text_bytes(&self) -> usize {
        self.0.len()
    }
}

impl Field for Bytes {
    fn check(&self, _rules: &[Rule], name: &str, out: &mut Violations) {
        if self.0.len() > MAX {
            out.add(name, "too_long", "must have at most 64 MiB", Some(MAX.to_string()));
        }
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(Bytes, Vec<u8>, {
    lower: |b| b.0,
    try_lift: |v| Ok(Bytes(v)),
});

#[cfg(feature = "python")]
mod python {
    use pyo3::prelude::*;
    use pyo3::types::PyBytes;

    use super::Bytes;

    impl<'a, 'py> FromPyObject<'a, 'py> for Bytes {
        type Error = PyErr;

        fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            Ok(Bytes(object.cast::<PyBytes>()?.as_bytes().to_vec()))
        }
    }

    impl<'py> IntoPyObject<'py> for Bytes {
        type Target = PyBytes;
        type Output = Bound<'py, PyBytes>;
        type Error = PyErr;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            Ok(PyBytes::new(py, &self.0))
        }
    }
}
