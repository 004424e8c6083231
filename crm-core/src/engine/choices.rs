//! `choices!`: a fixed set of values, a status or a kind, with what `record!` carries of a record: the Rust type, JSON, the
//! schema, the Kotlin, Swift and Python type. Open sets are names (`engine/name.rs`).

/// Declares a fixed set of values: a status, a kind.
macro_rules! choices {
    ($(#[doc = $doc:tt])* $Name:ident { $( $(#[doc = $value_doc:tt])* $Value:ident = $text:tt ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, module = "crm", rename_all = "SCREAMING_SNAKE_CASE"))]
        #[non_exhaustive]
        pub enum $Name { $( $(#[doc = $value_doc])* #[serde(rename = $text)] $Value, )* }

        impl $Name {
            /// Every value, in order.
            pub const ALL: &'static [$Name] = &[$($Name::$Value),*];

            /// The value as it stands on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $( $Name::$Value => $text, )* }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::engine::error::CrmError;
            fn from_str(text: &str) -> $crate::engine::error::Result<Self> {
                match text {
                    $( $text => Ok($Name::$Value), )*
                    _ => Err($crate::engine::error::CrmError::field("", "unknown_value", concat!("is not a ", stringify!($Name)))),
                }
            }
        }

        impl $crate::engine::schema::Schema for $Name {
            const TYPE: $crate::engine::schema::Type = $crate::engine::schema::Type::Choice(&$crate::engine::schema::ChoiceInfo {
                name: stringify!($Name),
                doc: concat!($($doc, "\n"),*),
                values: &[ $( ($text, concat!($($value_doc, "\n"),*)) ),* ],
                open: false,
            });

            #[cfg(feature = "python")]
            fn classes(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
                <$Name as $crate::engine::python::Class>::add_class(module).map(drop)
            }
        }

        impl $crate::engine::validate::Field for $Name {}

        impl $crate::engine::confidential::Part for $Name {}

        impl $crate::engine::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::engine::wire::write_text(out, self.as_str());
            }
        }

        impl $crate::engine::wire::Wire for $Name {
            fn read(node: $crate::engine::wire::Node<'_>) -> Result<Self, $crate::engine::wire::Misfit> {
                let wanted = $crate::engine::wire::Misfit(concat!("a ", stringify!($Name), " is wanted"));
                match node {
                    $crate::engine::wire::Node::Text(text) => text.parse().map_err(|_| wanted),
                    _ => Err(wanted),
                }
            }
        }

        impl $crate::engine::storage::FromValue for $Name {
            fn from_value(cell: $crate::engine::storage::Cell<'_>) -> $crate::engine::error::Result<Self> {
                match cell {
                    $crate::engine::storage::Cell::Text(t) => t.parse().map_err(|_| $crate::engine::error::CrmError::storage("corrupt")),
                    _ => Err($crate::engine::error::CrmError::storage("corrupt")),
                }
            }
        }

        impl $crate::engine::storage::ToValue for $Name {
            fn to_value(&self) -> $crate::engine::storage::Value<'_> {
                $crate::engine::storage::Value::from(self.as_str())
            }
        }

        impl From<$Name> for $crate::engine::storage::Value<'_> {
            fn from(value: $Name) -> Self {
                $crate::engine::storage::Value::from(value.as_str())
            }
        }

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::text_column!($Name);
        #[cfg(feature = "python")]
        $crate::engine::python::choice_class!($Name);
    };
}
pub(crate) use choices;
