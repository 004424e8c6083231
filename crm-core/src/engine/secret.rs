//! Texts that must not be seen again: passwords.

use serde::{Deserialize, Serialize, Serializer};

use crate::engine::schema::{Schema, Type};
use crate::engine::validate::{Field, Rule, Violations};

/// What stands wherever a secret is printed or written.
pub(crate) const REDACTED: &str = "***";

/// The longest secret that is looked at, in Unicode scalar values.
pub(crate) const MAX: u32 = 200;

/// A password on its way into the engine. It can be given but never read back: printed and serialised it is `***`,
/// so that neither the audit nor a log ever shows it. It is taken as it is, white space included.
#[derive(Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "python", derive(pyo3::FromPyObject))]
#[cfg_attr(feature = "python", pyo3(transparent))]
pub struct Secret(String);

impl Secret {
    /// The text itself, for hashing and nothing else.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(REDACTED)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

impl Schema for Secret {
    const TYPE: Type = Type::Secret;
}

impl Field for Secret {
    fn check(&self, rules: &[Rule], name: &str, out: &mut Violations) {
        if self.0.is_empty() {
            out.missing(name);
            return;
        }
        let length = self.0.chars().take(MAX as usize + 1).count();
        if length > MAX as usize {
            out.add(name, "too_long", format!("must have at most {MAX} characters"), Some(MAX.to_string()));
        }
        for rule in rules {
            if let Rule::AtLeast(min) = rule
                && length < *min as usize
            {
                out.add(name, "too_short", format!("must have at least {min} characters"), Some(min.to_string()));
            }
        }
    }
}

#[cfg(feature = "uniffi")]
uniffi::custom_type!(Secret, String, {
    lower: |_secret| REDACTED.to_owned(),
    try_lift: |text| Ok(Secret(text)),
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::validate::rule;

    #[test]
    fn a_secret_shows_itself_nowhere() {
        let secret = Secret::from("correct horse");
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "*** Some(***)");
        assert_eq!(serde_json::to_string(&secret).expect("text"), "\"***\"");
        let read: Secret = serde_json::from_str("\" as it is \"").expect("text");
        assert_eq!(read.reveal(), " as it is ");
    }

    #[test]
    fn a_new_password_has_a_length() {
        for (text, expected) in
            [("", vec!["required"]), ("1234567", vec!["too_short"]), ("12345678", vec![]), ("四个字的口令长度", vec![])]
        {
            let mut out = Violations::default();
            Secret::from(text).check(&[rule::at_least(8)], "new", &mut out);
            let found = out.finish().err().map_or(vec![], |e| e.fields().iter().map(|f| f.code.clone()).collect());
            assert_eq!(found, expected, "{text}");
        }
    }
}
