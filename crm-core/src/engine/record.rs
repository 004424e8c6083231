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
//! Contact`, `ContactUpdate of Contact` and `filter ContactFilter of Contact` follow too (`engine/storage/rows.rs`). One
//! that says `output Customer of CUSTOMER` has fields that can be withheld, each with its kind (`[confidential(phone)]`),
//! and whatever says `of CUSTOMER`, `replaces ORDER` where what is not given is emptied, or
//! `asks CUSTOMER` for conditions, means them by their names (`engine/confidential`). A
//! default is always `None` or `false`, and makes the field optional on the wire. An optional field of an output that says
//! `as rare` is left out on the wire where there is none.

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
    ($(#[doc = $doc:tt])* input $Name:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! { @input (None) $(#[doc = $doc])* $Name { $($fields)* } }
    };
    // What is given for fields of a kind of record, and what is asked of them.
    ($(#[doc = $doc:tt])* input $Name:ident of $KIND:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! { @input ($crate::engine::schema::Of::fields($crate::engine::gate::EntityName::$KIND)) $(#[doc = $doc])* $Name { $($fields)* } }
    };
    ($(#[doc = $doc:tt])* input $Name:ident asks $KIND:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! { @input ($crate::engine::schema::Of::conditions($crate::engine::gate::EntityName::$KIND)) $(#[doc = $doc])* $Name { $($fields)* } }
    };
    // What takes the place of a record, fields that are not given included.
    ($(#[doc = $doc:tt])* input $Name:ident replaces $KIND:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! { @input ($crate::engine::schema::Of::whole($crate::engine::gate::EntityName::$KIND)) $(#[doc = $doc])* $Name { $($fields)* } }
    };
    (@input ($of:expr) $(#[doc = $doc:tt])* $Name:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $default:tt)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
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
        $crate::engine::record::record!(@schema $Name ($of) [$($doc)*] { $( [$($field_doc)*] $field : $ty [$($default)?] [$($($rule)*)?] )* });
        $crate::engine::given::given!($Name { $($field),* });
        $crate::engine::record::record!(@wire $Name input);

        impl $crate::engine::validate::Field for $Name {
            fn normalise(&mut self, _: &[$crate::engine::validate::Rule]) {
                $crate::engine::given::normalise(self);
            }

            fn check(&self, _: &[$crate::engine::validate::Rule], name: &str, out: &mut $crate::engine::validate::Violations) {
                $crate::engine::given::check(self, name, out);
            }

            fn by_value(&mut self, _: &[$crate::engine::validate::Rule]) {
                $crate::engine::given::by_value(self);
            }
        }

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::record_columns!($Name { $($field: $ty),* });
        #[cfg(feature = "python")]
        $crate::engine::python::record_class!($Name { $($field),* });
        #[cfg(feature = "python")]
        $crate::engine::python::input_class!($Name { $( $field: $ty [$($default)?] ),* });
    };
    ($(#[doc = $doc:tt])* output $Name:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! { @output (None) [] [] $(#[doc = $doc])* $Name { $($fields)* } }
    };
    // A record of a kind of which fields can be withheld (FIELD-1); it names those that are.
    ($(#[doc = $doc:tt])* output $Name:ident of $KIND:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! {
            @output ($crate::engine::schema::Of::fields($crate::engine::gate::EntityName::$KIND)) [] [withheld] $(#[doc = $doc])* $Name { $($fields)* }
        }
    };
    // A record of a kind to which packs may give fields too (EXT-1), which stand in it behind its own.
    ($(#[doc = $doc:tt])* output $Name:ident of $KIND:ident extended { $($fields:tt)* }) => {
        $crate::engine::record::record! {
            @output ($crate::engine::schema::Of::fields($crate::engine::gate::EntityName::$KIND)) [custom] [withheld] $(#[doc = $doc])* $Name { $($fields)* }
        }
    };
    // The same of a kind of which nothing can be withheld but what packs give it.
    ($(#[doc = $doc:tt])* output $Name:ident extended of $KIND:ident { $($fields:tt)* }) => {
        $crate::engine::record::record! {
            @output ($crate::engine::schema::Of::fields($crate::engine::gate::EntityName::$KIND)) [custom] [withheld] $(#[doc = $doc])* $Name { $($fields)* }
        }
    };
    (@output ($of:expr) [$($custom:ident)?] [$($withheld:ident)?] $(#[doc = $doc:tt])* $Name:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(as $rare:ident)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, get_all, eq, hash, module = "crm"))]
        pub struct $Name {
            $(
                $(#[doc = $field_doc])*
                $(
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    #[cfg_attr(any(), doc = stringify!($rare))]
                )?
                pub $field: $ty,
            )*
            $(
                /// The values of the fields that packs give such records, by their names; those that the caller does not
                /// read are absent. Left out where there are none.
                #[serde(default, skip_serializing_if = "crate::engine::value::Values::is_empty")]
                pub $custom: $crate::engine::value::Values,
            )?
            $(
                /// The names of the fields that the caller does not read in full, filled or not: hidden ones are absent,
                /// masked ones show a part. Those that packs gave are named as `custom.tier`.
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub $withheld: Vec<String>,
            )?
        }

        $crate::engine::record::record!(@schema $Name ($of) [$($doc)*] {
            $( [$($field_doc)*] $field : $ty [$($rare)?] [$($($rule)*)?] )*
            $(
                ["The values of the fields that packs give such records, by their names; those that the caller does not read are absent. Left out where there are none."]
                $custom : $crate::engine::value::Values [None] []
            )?
            $(
                ["The names of the fields that the caller does not read in full, filled or not: hidden ones are absent, masked ones show a part. Those that packs gave are named as `custom.tier`. Left out where there is none."]
                $withheld : Vec<String> [None] []
            )?
        });
        $crate::engine::record::record!(@wire $Name output [$($custom)?] [$($withheld)?] { $($field : $ty),* });

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::record_columns!($Name { $($field: $ty,)* $($custom: $crate::engine::value::Values,)? $($withheld: Vec<String>,)? });
        #[cfg(feature = "python")]
        $crate::engine::python::record_class!($Name { $($field,)* $($custom,)? $($withheld,)? });
    };
    // A record that is a row of a table (`engine/storage/rows.rs`).
    ($(#[doc = $doc:tt])* output $Name:ident in $table:ident as $alias:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $column:tt)? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* output $Name { $( $(#[doc = $field_doc])* $field : $ty ),* } }

        $crate::engine::rowed::rowed! { output $Name in $table as $alias { $( $field : $ty $(= $column)? ),* } }
    };
    ($(#[doc = $doc:tt])* output $Name:ident of $KIND:ident in $table:ident as $alias:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $column:tt)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* output $Name of $KIND { $( $(#[doc = $field_doc])* $field : $ty $([ $($rule)* ])? ),* } }

        $crate::engine::rowed::rowed! { output $Name in $table as $alias { $( $field : $ty $(= $column)?, )* withheld : Vec<String> = unstored } }
    };
    ($(#[doc = $doc:tt])* output $Name:ident of $KIND:ident extended in $table:ident as $alias:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(as $rare:ident)? $(= $column:tt)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* output $Name of $KIND extended { $( $(#[doc = $field_doc])* $field : $ty $(as $rare)? $([ $($rule)* ])? ),* } }

        $crate::engine::rowed::rowed! {
            output $Name in $table as $alias {
                $( $field : $ty $(= $column)?, )* custom : $crate::engine::value::Values = unstored, withheld : Vec<String> = unstored
            }
        }
    };
    ($(#[doc = $doc:tt])* output $Name:ident extended of $KIND:ident in $table:ident as $alias:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $column:tt)? ),* $(,)? }) => {
        $crate::engine::record::record! { $(#[doc = $doc])* output $Name extended of $KIND { $( $(#[doc = $field_doc])* $field : $ty ),* } }

        $crate::engine::rowed::rowed! {
            output $Name in $table as $alias {
                $( $field : $ty $(= $column)?, )* custom : $crate::engine::value::Values = unstored, withheld : Vec<String> = unstored
            }
        }
    };
    ($(#[doc = $doc:tt])* input $Name:ident for $Record:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty $(= $default:tt)? $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $crate::engine::record::record! {
            @input (<$Record as $crate::engine::wire::Fields>::INFO.of) $(#[doc = $doc])* $Name { $( $(#[doc = $field_doc])* $field : $ty $(= $default)? $([ $($rule)* ])? ),* }
        }

        $crate::engine::rowed::rowed! { new $Name for $Record { $( $field : $ty ),* } }
    };
    ($(#[doc = $doc:tt])* filter $Name:ident of $Record:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty => $how:ident $column:ident $([ $($rule:tt)* ])? ),* $(,)? }) => {
        $crate::engine::record::record! {
            @input ($crate::engine::schema::Of::asked(<$Record as $crate::engine::wire::Fields>::INFO.of))
            $(#[doc = $doc])* $Name { $( $(#[doc = $field_doc])* $field : Option<$ty> = None $([ $($rule)* ])? ),* }
        }

        $crate::engine::rowed::rowed! { filter $Name of $Record { $( $field : $how $column ),* } }
    };
    (@schema $Name:ident ($of:expr) [$($doc:tt)*] { $( [$($field_doc:tt)*] $field:ident : $ty:ty [$($default:tt)?] [$($rule:tt)*] )* }) => {
        impl $crate::engine::schema::Schema for $Name {
            const TYPE: $crate::engine::schema::Type = $crate::engine::schema::Type::Record(<$Name as $crate::engine::wire::Fields>::INFO);

            fn text_bytes(&self) -> usize {
                // What is withheld is no part of what a page ends by, or its end would tell.
                if const { <$Name as $crate::engine::wire::Fields>::INFO.of.is_some() }
                    && let Some(limits) = $crate::engine::confidential::in_force()
                {
                    return limits.seen_bytes(
                        <$Name as $crate::engine::wire::Fields>::INFO,
                        &[ $( $crate::engine::schema::Schema::text_bytes(&self.$field) ),* ],
                    );
                }
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
            const INFO: &'static $crate::engine::schema::RecordInfo = &$crate::engine::schema::RecordInfo {
                name: stringify!($Name),
                doc: concat!($($doc, "\n"),*),
                fields: &[ $( $crate::engine::schema::FieldInfo::new(
                    stringify!($field),
                    concat!(stringify!($field), $($field_doc, "\n"),*),
                    <$ty as $crate::engine::schema::Schema>::TYPE,
                    $crate::engine::record::optional!($($default)?),
                    $crate::engine::record::rules!($($rule)*),
                ) ),* ],
                of: $of,
            };
        }

        impl $crate::engine::wire::Record for $Name {
            fn fields(&self) -> &'static [$crate::engine::schema::FieldInfo] {
                <$Name as $crate::engine::wire::Fields>::FIELDS
            }

            fn with_fields(&self, f: &mut dyn FnMut(&[&dyn $crate::engine::wire::Written])) {
                f(&[ $( &self.$field ),* ]);
            }
        }
    };
    // How what a host gives is written and read (`engine/given.rs`): it has a default to read into.
    (@wire $Name:ident $given:tt) => {
        impl $crate::engine::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::engine::given::write(self, out);
            }
        }

        impl $crate::engine::wire::Wire for $Name {
            fn read(node: $crate::engine::wire::Node<'_>) -> Result<Self, $crate::engine::wire::Misfit> {
                let mut record = $Name::default();
                $crate::engine::given::read(&mut record, node, $crate::engine::record::record!(@kind $given))?;
                Ok(record)
            }
        }

        impl $crate::engine::confidential::Part for $Name {}
    };
    (@kind input) => { $crate::engine::wire::Kind::Given };
    (@kind update) => { $crate::engine::wire::Kind::Update };
    (@hand $self:ident $each:ident $Name:ident [] [$($withheld:ident)?]) => {};
    (@hand $self:ident $each:ident $Name:ident [$custom:ident] [$withheld:ident]) => {
        $each(<$Name as $crate::engine::wire::Fields>::INFO, $crate::engine::ids::RecordId::from($self.id), &mut $self.$custom, &mut $self.$withheld);
    };
    // What the engine gives: by references to its fields. It is read from where it was stored, and in Python from a pickle.
    (@wire $Name:ident output [$($custom:ident)?] [$($withheld:ident)?] { $($field:ident : $ty:ty),* $(,)? }) => {
        impl $crate::engine::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::engine::wire::write_fields(
                    out, <$Name as $crate::engine::wire::Fields>::FIELDS, &[ $( &self.$field, )* $( &self.$custom, )? $( &self.$withheld, )? ],
                );
            }
        }

        impl $crate::engine::wire::Wire for $Name {
            fn read(node: $crate::engine::wire::Node<'_>) -> Result<Self, $crate::engine::wire::Misfit> {
                $( let mut $field: Option<$ty> = None; )*
                $( let mut $custom = $crate::engine::value::Values::default(); )?
                $( let mut $withheld: Vec<String> = Vec::new(); )?
                $crate::engine::wire::read_fields(
                    node, <$Name as $crate::engine::wire::Fields>::FIELDS, $crate::engine::wire::Kind::Stored, &mut [ $( &mut $field, )* $( &mut $custom, )? $( &mut $withheld, )? ],
                )?;
                Ok($Name {
                    $( $field: $crate::engine::wire::given($field, <$ty as $crate::engine::wire::Wire>::missing())?, )*
                    $( $custom, )?
                    $( $withheld, )?
                })
            }
        }

        // What is withheld of a record: of its own fields, and of the records in it.
        impl $crate::engine::confidential::Part for $Name {
            fn withhold(&mut self, _limits: &$crate::engine::confidential::Limits) {
                if const { <$Name as $crate::engine::wire::Fields>::INFO.is_confidential() } {
                    let _names = _limits.withhold(<$Name as $crate::engine::wire::Fields>::INFO, &mut [ $( &mut self.$field ),* ]);
                    // Before those of packs, as the fields stand.
                    $( self.$withheld.splice(0..0, _names); )?
                }
            }

            fn extended(&mut self, _each: &mut $crate::engine::confidential::Each<'_>) {
                if const { <$Name as $crate::engine::wire::Fields>::INFO.is_extended() } {
                    $crate::engine::record::record!(@hand self _each $Name [$($custom)?] [$($withheld)?]);
                    $( $crate::engine::confidential::Part::extended(&mut self.$field, _each); )*
                }
            }
        }
    };
}
/// Says of a record that it is a table too, that of its `rows`.
macro_rules! table {
    ($Name:ident) => {
        #[cfg(all(feature = "python", feature = "arrow"))]
        $crate::engine::python::table_class!($Name);
    };
}
pub(crate) use {record, table};

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
    // Of a record that the engine gives: how a field can be withheld.
    (confidential($kind:ident)) => {
        { const RULES: &[$crate::engine::validate::Rule] = &[$crate::engine::validate::Rule::Confidential($crate::engine::validate::rule::kind::$kind)]; RULES }
    };
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

pub(crate) use crate::engine::choices::choices;
pub(crate) use crate::engine::update::{Settable, apply, update};
