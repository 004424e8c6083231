//! Public identifiers: a UUIDv7 in a type of its own for each kind of record, so that a user's id can't be passed
//! where an opportunity's is wanted. Each area declares its own; who acts, and a record of any kind, are of the engine.

/// Declares the identifier of a kind of record:
///
/// ```text
/// id! {
///     /// Identifies an opportunity.
///     OpportunityId
/// }
/// ```
macro_rules! id {
    ($(#[doc = $doc:tt])* $Name:ident) => {
        $crate::engine::ids::id!(@any $(#[doc = $doc])* $Name);

        impl From<$Name> for $crate::engine::ids::RecordId {
            fn from(id: $Name) -> Self {
                $crate::engine::ids::RecordId(id.0)
            }
        }
    };
    (@any $(#[doc = $doc:tt])* $Name:ident) => {
        $(#[doc = $doc])*
        ///
        /// The default is the nil UUID, which refers to nothing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "python", derive(pyo3::IntoPyObject, pyo3::FromPyObject))]
        #[cfg_attr(feature = "python", pyo3(transparent))]
        pub struct $Name(pub uuid::Uuid);

        impl $Name {
            /// The sixteen bytes, as they are stored.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<uuid::Uuid> for $Name {
            fn from(uuid: uuid::Uuid) -> Self {
                $Name(uuid)
            }
        }

        impl From<$Name> for uuid::Uuid {
            fn from(id: $Name) -> uuid::Uuid {
                id.0
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $Name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> std::result::Result<Self, uuid::Error> {
                text.parse().map($Name)
            }
        }

        impl $crate::engine::schema::Schema for $Name {
            const TYPE: $crate::engine::schema::Type = $crate::engine::schema::Type::Id(stringify!($Name));
        }

        impl $crate::engine::validate::Field for $Name {
            fn normalise(&mut self, _: &[$crate::engine::validate::Rule]) {
                $crate::engine::merged::meet(&mut self.0);
            }
        }

        impl $crate::engine::confidential::Part for $Name {
            fn id(&self) -> Option<uuid::Uuid> {
                Some(self.0)
            }
        }

        impl $crate::engine::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::engine::wire::Written::write(&self.0, out);
            }
        }

        impl $crate::engine::wire::Wire for $Name {
            fn read(node: $crate::engine::wire::Node<'_>) -> std::result::Result<Self, $crate::engine::wire::Misfit> {
                <uuid::Uuid as $crate::engine::wire::Wire>::read(node).map($Name)
            }
        }

        #[cfg(feature = "arrow")]
        $crate::engine::arrow::text_column!($Name);

        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($Name, String, {
            lower: |id| id.0.to_string(),
            try_lift: |text| Ok($Name(text.parse()?)),
        });
    };
}
pub(crate) use id;

id! {
    /// Identifies a user.
    UserId
}

id! {
    @any
    /// Identifies a record of any kind, where the kind is named beside it.
    RecordId
}
