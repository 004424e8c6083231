//! Open sets of names: kinds of record, jobs. Areas declare theirs as constants, and no list holds them all; on the wire
//! and in the database a name is its text.

use crate::schema::ChoiceInfo;

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
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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

            fn known() -> &'static $crate::schema::ChoiceInfo {
                static KNOWN: std::sync::LazyLock<$crate::schema::ChoiceInfo> = std::sync::LazyLock::new(|| {
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

        impl $crate::schema::Schema for $Name {
            const TYPE: $crate::schema::Type = $crate::schema::Type::Name($Name::known);
        }

        impl $crate::validate::Field for $Name {
            fn check(&self, _: &[$crate::validate::Rule], name: &str, out: &mut $crate::validate::Violations) {
                $Name::known().check(self.as_str(), name, out);
            }
        }

        impl $crate::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::wire::write_text(out, self.as_str());
            }
        }

        impl $crate::wire::Wire for $Name {
            fn read(node: $crate::wire::Node<'_>) -> Result<Self, $crate::wire::Misfit> {
                match node {
                    $crate::wire::Node::Text(text) => Ok(text.as_ref().into()),
                    _ => Err($crate::wire::Misfit(concat!("the name of a ", stringify!($Name), " is wanted"))),
                }
            }
        }

        impl $crate::storage::FromValue for $Name {
            fn from_value(cell: $crate::storage::Cell<'_>) -> $crate::Result<Self> {
                match cell {
                    $crate::storage::Cell::Text(text) => Ok(text.into()),
                    _ => Err($crate::CrmError::storage("corrupt")),
                }
            }
        }

        impl $crate::storage::ToValue for $Name {
            fn to_value(&self) -> $crate::storage::Value<'_> {
                $crate::storage::Value::from(self.as_str())
            }
        }

        #[cfg(feature = "arrow")]
        $crate::arrow::text_column!($Name);

        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($Name, String, {
            lower: |name| name.as_str().to_owned(),
            try_lift: |text| Ok($Name::from(text.as_str())),
        });

        #[cfg(feature = "python")]
        $crate::python::name_as_text!($Name);
    };
}
pub(crate) use names;
