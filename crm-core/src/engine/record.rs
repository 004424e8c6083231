//! The macros that declare everything that crosses a boundary: `record!` (inputs and outputs), `update!` and
//! `choices!`. One declaration carries the Rust type, JSON, the schema, the checks, the Kotlin and Swift record and
//! the Python class; there are no mirror types.
//!
//! ```text
//! record! {
//!     /// What the host gives to record an opportunity.
//!     input NewOpportunity {
//!         /// Where it came from.
//!         source: Option<String> = None [short],
//!         /// The chance of success in percent.
//!         success_probability: i64 [range(0, 100)],
//!     }
//! }
//! ```
//! `input` types are checked, have a `Default` for struct update syntax and a constructor in Python; `output` types
//! are only read. One that says `output Contact in contacts as k` is a row of a table, from which `input NewContact for
//! Contact`, `ContactUpdate of Contact` and `filter ContactFilter of Contact` follow too (`engine/storage/rows.rs`). A default is always `None` or `false`, and makes the field optional on the wire.

/// Whether a field has its default value, and need not be written into the audit's arguments.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads an optional field of an update, where `null` is refused: it would leave open whether to keep or to clear.
pub(crate) fn not_null<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Declares a record type; see the module.
macro_rules! record {
    ($(#[doc = $doc:tt])* input $Name:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $default:tt)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, remote = "Self")]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, eq, hash, module = "crm"))]
        pub struct $Name { $(
            $(#[doc = $field_doc])*
            $(
                #[serde(default, skip_serializing_if = "crate::engine::record::is_default")]
                #[cfg_attr(feature = "uniffi", uniffi(default = $default))]
            )?
            pub $field: $ty,
        )* }

        $crate::engine::record::only_objects!($Name);
        $crate::engine::record::record!(@schema $Name [$($doc)*] { $( [$($field_doc)*] $field : $ty [$($default)?] [$($($rule)*)?] )* });
        $crate::engine::record::record!(@wire $Name input { $($field : $ty),* });

        impl $crate::engine::validate::Field for $Name {
            fn normalise(&mut self, _: &[$crate::engine::validate::Rule]) {
                $( $crate::engine::validate::Field::normalise(&mut self.$field, $crate::engine::record::rules!($($($rule)*)?)); )*
            }

            fn check(&self, _: &[$crate::engine::validate::Rule], name: &str, out: &mut $crate::engine::validate::Violations) {
                // The fields of a record stand in the error by their own names; those of a list's element behind it.
                let inner = |out: &mut $crate::engine::validate::Violations| {
                    let _ = &out;
                    $( $crate::engine::validate::Field::check(&self.$field, $crate::engine::record::rules!($($($rule)*)?), stringify!($field), out); )*
                };
                if name.ends_with(']') { out.within(name.to_owned(), inner) } else { inner(out) }
            }

            fn by_value(&mut self, _: &[$crate::engine::validate::Rule]) {
                $( $crate::engine::validate::Field::by_value(&mut self.$field, $crate::engine::record::rules!($($($rule)*)?)); )*
            }
        }

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::record_columns!($Name { $($field: $ty),* });
        #[cfg(feature = "python")]
        $crate::engine::python::record_class!($Name { $($field),* });
        #[cfg(feature = "python")]
        $crate::engine::python::input_class!($Name { $( $field: $ty [$($default)?] ),* });
    };
    ($(#[doc = $doc:tt])* output $Name:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, eq, hash, module = "crm"))]
        pub struct $Name { $( $(#[doc = $field_doc])* pub $field: $ty, )* }

        $crate::engine::record::record!(@schema $Name [$($doc)*] { $( [$($field_doc)*] $field : $ty [] [] )* });
        $crate::engine::record::record!(@wire $Name output { $($field : $ty),* });

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::record_columns!($Name { $($field: $ty),* });
        #[cfg(feature = "python")]
        $crate::engine::python::record_class!($Name { $($field),* });
        #[cfg(all(feature = "python", feature = "arrow"))]
        $crate::engine::python::table_class!($Name; $($field)*);
    };
    // A record that is a row of a table (`engine/storage/rows.rs`).
    ($(#[doc = $doc:tt])* output $Name:ident in $table:ident as $alias:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $column:tt)? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* output $Name { $( $(#[doc = $field_doc])* $field : $ty ),* } }

        $crate::engine::rowed::rowed! { output $Name in $table as $alias { $( $field : $ty $(= $column)? ),* } }
    };
    ($(#[doc = $doc:tt])* input $Name:ident for $Record:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $default:tt)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* input $Name { $( $(#[doc = $field_doc])* $field : $ty $(= $default)? $([ $($rule)* ])? ),* } }

        $crate::engine::rowed::rowed! { new $Name for $Record { $( $field : $ty ),* } }
    };
    ($(#[doc = $doc:tt])* filter $Name:ident of $Record:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty => $how:ident $column:ident $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* input $Name { $( $(#[doc = $field_doc])* $field : Option<$ty> = None $([ $($rule)* ])? ),* } }

        $crate::engine::rowed::rowed! { filter $Name of $Record { $( $field : $how $column ),* } }
    };
    (@schema $Name:ident [$($doc:tt)*] { $( [$($field_doc:tt)*] $field:ident : $ty:ty [$($default:tt)?] [$($rule:tt)*] )* }) => {
        impl $crate::engine::schema::Schema for $Name {
            const TYPE: $crate::engine::schema::Type = $crate::engine::schema::Type::Record(&$crate::engine::schema::RecordInfo {
                name: stringify!($Name),
                doc: concat!($($doc, "\n"),*),
                fields: <$Name as $crate::engine::wire::Fields>::FIELDS,
            });

            fn text_bytes(&self) -> usize {
                0 $( + $crate::engine::schema::Schema::text_bytes(&self.$field) )*
            }

            #[cfg(feature = "python")]
            fn classes(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
                if <$Name as $crate::engine::python::Class>::add_class(module)? {
                    $( <$ty as $crate::engine::schema::Schema>::classes(module)?; )*
                }
                Ok(())
            }
        }

        impl $crate::engine::wire::Fields for $Name {
            const FIELDS: &'static [$crate::engine::schema::FieldInfo] = &[ $( $crate::engine::schema::FieldInfo {
                name: stringify!($field),
                doc: concat!($($field_doc, "\n"),*),
                ty: <$ty as $crate::engine::schema::Schema>::TYPE,
                optional: $crate::engine::record::optional!($($default)?),
                rules: $crate::engine::record::rules!($($rule)*),
            } ),* ];

            fn with_fields(&self, f: &mut dyn FnMut(&[&dyn $crate::engine::wire::Written])) {
                f(&[ $( &self.$field ),* ]);
            }
        }
    };
    // How a record is written and read: by references to its fields.
    (@wire $Name:ident $update:tt { $($field:ident : $ty:ty),* $(,)? }) => {
        impl $crate::engine::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::engine::wire::write_fields(out, <$Name as $crate::engine::wire::Fields>::FIELDS, &[ $( &self.$field ),* ]);
            }
        }

        impl $crate::engine::wire::Wire for $Name {
            fn read(node: $crate::engine::wire::Node<'_>) -> Result<Self, $crate::engine::wire::Misfit> {
                $crate::engine::record::record!(@read $update node $Name { $($field : $ty),* })
            }
        }
    };
    // What a host gives has a default to read into.
    (@read input $node:ident $Name:ident { $($field:ident : $ty:ty),* }) => {{
        let mut record = $Name::default();
        $crate::engine::wire::read_fields(
            $node, <$Name as $crate::engine::wire::Fields>::FIELDS, $crate::engine::wire::Kind::Given, &mut [ $( &mut record.$field ),* ],
        )?;
        Ok(record)
    }};
    (@read update $node:ident $Name:ident { $($field:ident : $ty:ty),* }) => {{
        let mut record = $Name::default();
        $crate::engine::wire::read_fields(
            $node, <$Name as $crate::engine::wire::Fields>::FIELDS, $crate::engine::wire::Kind::Update, &mut [ $( &mut record.$field ),* ],
        )?;
        Ok(record)
    }};
    // What the engine gives is read from where it was stored, and in Python from a pickle.
    (@read output $node:ident $Name:ident { $($field:ident : $ty:ty),* }) => {{
        $( let mut $field: Option<$ty> = None; )*
        $crate::engine::wire::read_fields(
            $node, <$Name as $crate::engine::wire::Fields>::FIELDS, $crate::engine::wire::Kind::Stored, &mut [ $( &mut $field ),* ],
        )?;
        Ok($Name { $( $field: $crate::engine::wire::given($field, <$ty as $crate::engine::wire::Wire>::missing())? ),* })
    }};
}
pub(crate) use record;

/// Serde reads a struct from a list too, by position; nothing here has a meaning by position, so that only objects
/// will do. The type derives with `remote = "Self"`, which leaves the traits to this.
macro_rules! only_objects {
    ($Name:ident) => {
        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $Name::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Object;
                impl<'de> serde::de::Visitor<'de> for Object {
                    type Value = $Name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<$Name, A::Error> {
                        $Name::deserialize(serde::de::value::MapAccessDeserializer::new(map))
                    }
                }
                deserializer.deserialize_map(Object)
            }
        }
    };
}
pub(crate) use only_objects;

/// The rules of a field as a slice.
macro_rules! rules {
    ($( $rule:ident $(( $($arg:tt)* ))? ),* $(,)?) => {
        { const RULES: &[$crate::engine::validate::Rule] = &[ $( $crate::engine::validate::rule::$rule $(( $($arg)* ))? ),* ]; RULES }
    };
}
pub(crate) use rules;

/// Whether a default was written.
macro_rules! optional {
    () => {
        false
    };
    ($default:tt) => {
        true
    };
}
pub(crate) use optional;

/// Declares an update: every field may be given or left out, `clear` names fields to empty, `version` the version the
/// caller saw. A field marked `required` can be changed but not emptied. A blank text clears.
macro_rules! update {
    // Changes to a record that is a row of a table.
    ($(#[doc = $doc:tt])* $Name:ident of $Record:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty [ $($rule:tt)* ] ),* $(,)? }) => {
        $crate::engine::record::update! { $(#[doc = $doc])* $Name { $( $(#[doc = $field_doc])* $field : $ty [ $($rule)* ] ),* } }

        $crate::engine::rowed::rowed! { changes $Name of $Record { $( $field : $ty ),* } }
    };
    ($(#[doc = $doc:tt])* $Name:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty [ $($rule:tt)* ] ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, remote = "Self")]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, eq, hash, module = "crm"))]
        pub struct $Name {
            $(
                $(#[doc = $field_doc])*
                #[serde(default, deserialize_with = "crate::engine::record::not_null", skip_serializing_if = "Option::is_none")]
                #[cfg_attr(feature = "uniffi", uniffi(default = None))]
                pub $field: Option<$ty>,
            )*
            /// The names of fields to empty.
            #[serde(default, deserialize_with = "crate::engine::record::not_null", skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "uniffi", uniffi(default = None))]
            pub clear: Option<Vec<String>>,
            /// The record's version that the caller saw: where it is stale, the update is a conflict. Where it is
            /// absent, the named fields are applied to the record as it is.
            #[serde(default, deserialize_with = "crate::engine::record::not_null", skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "uniffi", uniffi(default = None))]
            pub version: Option<i64>,
        }

        $crate::engine::record::only_objects!($Name);
        $crate::engine::record::record!(@schema $Name [$($doc)*] {
            $( [$($field_doc)*] $field : Option<$ty> [None] [$($rule)*] )*
            ["The names of fields to empty."] clear : Option<Vec<String>> [None] []
            ["The record's version that the caller saw."] version : Option<i64> [None] []
        });
        $crate::engine::record::record!(@wire $Name update { $($field : Option<$ty>,)* clear : Option<Vec<String>>, version : Option<i64> });

        impl $Name {
            /// The fields that may be changed, and whether each may be emptied.
            const CHANGEABLE: &'static [(&'static str, bool)] = &[
                $( (stringify!($field), !$crate::engine::record::has_required($crate::engine::record::rules!($($rule)*))) ),*
            ];

            /// Whether the field is to be emptied.
            #[allow(dead_code, reason = "an update without optional fields never asks")]
            pub(crate) fn clears(&self, field: &str) -> bool {
                self.clear.as_ref().is_some_and(|names| names.iter().any(|n| n == field))
            }
        }

        impl $crate::engine::validate::Field for $Name {
            fn normalise(&mut self, _: &[$crate::engine::validate::Rule]) {
                $(
                    if let Some(value) = &mut self.$field {
                        let rules: &[$crate::engine::validate::Rule] = $crate::engine::record::rules!($($rule)*);
                        $crate::engine::validate::Field::normalise(value, rules);
                        if $crate::engine::validate::Field::is_blank(value) && !$crate::engine::record::has_required(rules) {
                            self.$field = None;
                            self.clear.get_or_insert_default().push(stringify!($field).to_owned());
                        }
                    }
                )*
            }

            fn check(&self, _: &[$crate::engine::validate::Rule], _name: &str, out: &mut $crate::engine::validate::Violations) {
                $( $crate::engine::validate::Field::check(&self.$field, $crate::engine::record::rules!($($rule)*), stringify!($field), out); )*
                $crate::engine::record::check_clear(
                    self.clear.as_deref().unwrap_or_default(),
                    Self::CHANGEABLE,
                    &[$( (stringify!($field), self.$field.is_some()) ),*],
                    out,
                );
            }
        }

        #[cfg(feature = "python")]
        $crate::engine::python::record_class!($Name { $($field,)* clear, version });
        #[cfg(feature = "python")]
        $crate::engine::python::input_class!($Name {
            $( $field: Option<$ty> [None], )* clear: Option<Vec<String>> [None], version: Option<i64> [None]
        });
    };
}
pub(crate) use update;

/// Whether a field of an update may not be emptied.
pub(crate) const fn has_required(rules: &[crate::engine::validate::Rule]) -> bool {
    let mut i = 0;
    while i < rules.len() {
        if matches!(rules[i], crate::engine::validate::Rule::Required) {
            return true;
        }
        i += 1;
    }
    false
}

/// Checks the `clear` list of an update.
pub(crate) fn check_clear(
    clear: &[String],
    changeable: &[(&str, bool)],
    given: &[(&str, bool)],
    out: &mut crate::engine::validate::Violations,
) {
    for name in clear {
        match changeable.iter().find(|(n, _)| n == name) {
            None => {
                let short: String = name.chars().take(100).collect();
                out.add(&short, "unknown_field", "is not a field that can be cleared", None);
            }
            Some((_, false)) => out.missing(name),
            Some((_, true)) if given.iter().any(|(n, some)| n == name && *some) => {
                out.add(name, "set_and_cleared", "is both given a value and listed in clear", None)
            }
            Some((_, true)) => {}
        }
    }
}

/// A field that an update can change: a required one takes the new value, an optional one can be emptied too.
pub(crate) trait Settable<T> {
    /// Takes the value where one is given; empties where that is asked and possible.
    fn set(&mut self, value: &Option<T>, clear: bool);
}

impl<T: Clone> Settable<T> for T {
    fn set(&mut self, value: &Option<T>, _clear: bool) {
        if let Some(value) = value {
            *self = value.clone();
        }
    }
}

impl<T: Clone> Settable<T> for Option<T> {
    fn set(&mut self, value: &Option<T>, clear: bool) {
        if value.is_some() || clear {
            self.clone_from(value);
        }
    }
}

/// Applies fields of an update to a record: `apply!(changes => record; source, customer_name)`.
macro_rules! apply {
    ($change:expr => $record:expr; $($field:ident),* $(,)?) => { $(
        $crate::engine::record::Settable::set(&mut $record.$field, &$change.$field, $change.clears(stringify!($field)));
    )* };
}
pub(crate) use apply;

pub(crate) use crate::engine::choices::choices;
