//! Open sets of names: kinds of record, jobs. Areas declare theirs as constants, and no list holds them all; on the wire
//! and in the database a name is its text.

use crate::engine::schema::ChoiceInfo;

/// Describes the names that this version declares, once: `describe(&CELL, "Entity", doc, names)`.
pub(crate) fn describe(
    name: &'static str,
    doc: &'static str,
    values: impl Iterator<Item = (&'static str, &'static str)>,
) -> ChoiceInfo {
    ChoiceInfo { name, doc, values: values.collect::<Vec<_>>().leak(), open: true }
}

/// Declares a type of names: `names! { /// A kind of record. Entity, kind::names }`, where `kind::names` walks over those
/// that the areas declare, each with its documentation.
macro_rules! names {
    ($(#[doc = $doc:tt])* $Name:ident, $known:path) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $Name(smol_str::SmolStr);

        impl $Name {
            /// The name, as a constant.
            pub const fn named(name: &'static str) -> Self {
                $Name(smol_str::SmolStr::new_static(name))
            }

            /// Every name that this version declares, in the order of its areas.
            pub fn all() -> impl Iterator<Item = $Name> {
                $known().map(|(name, _)| $Name::named(name))
            }

            /// The name as it stands on the wire and in the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            fn known() -> &'static $crate::engine::schema::ChoiceInfo {
                static KNOWN: std::sync::LazyLock<$crate::engine::schema::ChoiceInfo> = std::sync::LazyLock::new(|| {
                    $crate::engine::name::describe(stringify!($Name), concat!($($doc, "\n"),*), $known())
                });
                &KNOWN
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl From<&str> for $Name {
            fn from(name: &str) -> Self {
                $Name(name.into())
            }
        }

        impl PartialEq<str> for $Name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $Name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl $crate::engine::schema::Schema for $Name {
            const TYPE: $crate::engine::schema::Type = $crate::engine::schema::Type::Name($Name::known);
        }

        impl $crate::engine::validate::Field for $Name {
            fn check(&self, rules: &[$crate::engine::validate::Rule], name: &str, out: &mut $crate::engine::validate::Violations) {
                let of_pack = self.as_str().contains('.') && rules.contains(&$crate::engine::validate::Rule::Defined);
                if !of_pack {
                    $Name::known().check(self.as_str(), name, out);
                }
            }
        }

        impl $crate::engine::confidential::Part for $Name {}

        impl $crate::engine::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::engine::wire::write_text(out, self.as_str());
            }
        }

        impl $crate::engine::wire::Wire for $Name {
            fn read(node: $crate::engine::wire::Node<'_>) -> Result<Self, $crate::engine::wire::Misfit> {
                match node {
                    $crate::engine::wire::Node::Text(text) => Ok(text.as_ref().into()),
                    _ => Err($crate::engine::wire::Misfit(concat!("the name of a ", stringify!($Name), " is wanted"))),
                }
            }
        }

        impl $crate::engine::storage::FromValue for $Name {
            fn from_value(cell: $crate::engine::storage::Cell<'_>) -> $crate::engine::error::Result<Self> {
                match cell {
                    $crate::engine::storage::Cell::Text(text) => Ok(text.into()),
                    _ => Err($crate::engine::error::CrmError::storage("corrupt")),
                }
            }
        }

        impl $crate::engine::storage::ToValue for $Name {
            fn to_value(&self) -> $crate::engine::storage::Value<'_> {
                $crate::engine::storage::Value::from(self.as_str())
            }
        }

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::text_column!($Name);

        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($Name, String, {
            lower: |name| name.as_str().to_owned(),
            try_lift: |text| Ok($Name::from(text.as_str())),
        });

        #[cfg(feature = "python")]
        $crate::engine::python::name_as_text!($Name);
    };
}
pub(crate) use names;
