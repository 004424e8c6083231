//! `update!`: what may be changed of a record, and how it is applied.

/// Declares an update: every field may be given or left out, `clear` names fields to empty, `version` the version the
/// caller saw. A field marked `required` can be changed but not emptied. A blank text clears.
macro_rules! update {
    // Changes to a record that is a row of a table.
    ($(#[doc = $doc:tt])* $Name:ident of $Record:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty [ $($rule:tt)* ] ),* $(,)? }) => {
        $crate::engine::record::update! {
            @of (<$Record as $crate::engine::wire::Fields>::INFO.of) $(#[doc = $doc])* $Name { $( $(#[doc = $field_doc])* $field : $ty [ $($rule)* ] ),* }
        }

        $crate::engine::rowed::rowed! { changes $Name of $Record { $( $field : $ty ),* } }
    };
    ($(#[doc = $doc:tt])* $Name:ident { $($fields:tt)* }) => {
        $crate::engine::record::update! { @of (None) $(#[doc = $doc])* $Name { $($fields)* } }
    };
    // Changes to a record of a kind of which fields can be withheld.
    ($(#[doc = $doc:tt])* $Name:ident on $KIND:ident { $($fields:tt)* }) => {
        $crate::engine::record::update! { @of ($crate::engine::schema::Of::fields($crate::engine::gate::EntityName::$KIND)) $(#[doc = $doc])* $Name { $($fields)* } }
    };
    (@of ($of:expr) $(#[doc = $doc:tt])* $Name:ident { $( $(#[doc = $field_doc:tt])* $field:ident : $ty:ty [ $($rule:tt)* ] ),* $(,)? }) => {
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
        $crate::engine::record::record!(@schema $Name ($of) [$($doc)*] {
            $( [$($field_doc)*] $field : Option<$ty> [None] [$($rule)*] )*
            ["The names of fields to empty."] clear : Option<Vec<String>> [None] []
            ["The record's version that the caller saw."] version : Option<i64> [None] []
        });
        $crate::engine::given::given!($Name { $($field,)* clear, version });
        $crate::engine::record::record!(@wire $Name update);

        impl $Name {
            /// Whether the field is to be emptied.
            #[allow(dead_code, reason = "an update without optional fields never asks")]
            pub(crate) fn clears(&self, field: &str) -> bool {
                self.clear.as_ref().is_some_and(|names| names.iter().any(|n| n == field))
            }
        }

        impl $crate::engine::validate::Field for $Name {
            fn normalise(&mut self, _: &[$crate::engine::validate::Rule]) {
                let emptied = $crate::engine::given::normalise_update(self);
                $crate::engine::given::clear(&mut self.clear, emptied);
            }

            fn check(&self, _: &[$crate::engine::validate::Rule], _name: &str, out: &mut $crate::engine::validate::Violations) {
                $crate::engine::given::check_update(self, &self.clear, out);
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

/// What is given for custom fields is written by itself (`engine/objects/custom`).
impl Settable<crate::engine::tree::Tree> for crate::engine::value::Values {
    fn set(&mut self, _: &Option<crate::engine::tree::Tree>, _: bool) {}
}

/// Applies fields of an update to a record: `apply!(changes => record; source, customer_name)`.
macro_rules! apply {
    ($change:expr => $record:expr; $($field:ident),* $(,)?) => { $(
        $crate::engine::record::Settable::set(&mut $record.$field, &$change.$field, $change.clears(stringify!($field)));
    )* };
}
pub(crate) use apply;
