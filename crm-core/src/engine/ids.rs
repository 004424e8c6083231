//! Public identifiers: a UUIDv7 in a type of its own for each kind of record, so that a user's id can't be passed
//! where an opportunity's is wanted.

use uuid::Uuid;

/// Declares one identifier type a line.
macro_rules! ids {
    ($($(#[doc = $doc:tt])* $Name:ident;)*) => { $(
        $(#[doc = $doc])*
        ///
        /// The default is the nil UUID, which refers to nothing.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "python", derive(pyo3::IntoPyObject, pyo3::FromPyObject))]
        #[cfg_attr(feature = "python", pyo3(transparent))]
        pub struct $Name(pub Uuid);

        impl $Name {
            /// The sixteen bytes, as they are stored.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<Uuid> for $Name {
            fn from(uuid: Uuid) -> Self {
                $Name(uuid)
            }
        }

        impl From<$Name> for Uuid {
            fn from(id: $Name) -> Uuid {
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
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map($Name)
            }
        }

        impl crate::schema::Schema for $Name {
            const TYPE: crate::schema::Type = crate::schema::Type::Id(stringify!($Name));
        }

        impl crate::validate::Field for $Name {}

        impl crate::wire::Written for $Name {
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }
        }

        impl crate::wire::Wire for $Name {
            fn read(node: crate::wire::Node<'_>) -> Result<Self, crate::wire::Misfit> {
                Uuid::read(node).map($Name)
            }
        }

        #[cfg(feature = "arrow")]
        crate::arrow::text_column!($Name);

        #[cfg(feature = "uniffi")]
        uniffi::custom_type!($Name, String, {
            lower: |id| id.0.to_string(),
            try_lift: |text| Ok($Name(text.parse()?)),
        });
    )* };
}

ids! {
    /// Identifies an opportunity.
    OpportunityId;
    /// Identifies an item of a development plan.
    PlanItemId;
    /// Identifies a customer.
    CustomerId;
    /// Identifies a contact of a customer.
    ContactId;
    /// Identifies an interaction (a visit, a call) with a customer.
    InteractionId;
    /// Identifies an order of the host's sales system.
    OrderId;
    /// Identifies a product of the host's sales system.
    ProductId;
    /// Identifies a stock row of the host's sales system.
    StockId;
    /// Identifies a churn warning.
    WarningId;
    /// Identifies a service ticket.
    TicketId;
    /// Identifies a submitted management report.
    ManagementReportId;
    /// Identifies a dictionary entry.
    DictionaryEntryId;
    /// Identifies a user.
    UserId;
    /// Identifies a role.
    RoleId;
    /// Identifies a department.
    DepartmentId;
    /// Identifies a record of any kind, where the kind is named beside it.
    RecordId;
}

/// Lets an identifier of one kind stand where any record is meant.
macro_rules! record_id_from {
    ($($Name:ident),* $(,)?) => { $(
        impl From<$Name> for RecordId {
            fn from(id: $Name) -> RecordId {
                RecordId(id.0)
            }
        }
    )* };
}

record_id_from!(
    OpportunityId,
    PlanItemId,
    CustomerId,
    ContactId,
    InteractionId,
    OrderId,
    ProductId,
    StockId,
    WarningId,
    TicketId,
    ManagementReportId,
    DictionaryEntryId,
    UserId,
    RoleId,
    DepartmentId,
);
