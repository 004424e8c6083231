//! The kinds of record, as the audit, events and `allowed` name them.

use crate::record::choices;

choices! {
    /// A kind of record.
    Entity {
        /// An opportunity.
        Opportunity = "opportunity",
        /// An item of a development plan.
        PlanItem = "plan_item",
        /// A customer.
        Customer = "customer",
        /// A contact of a customer.
        Contact = "contact",
        /// An interaction with a customer.
        Interaction = "interaction",
        /// An order of the host's sales system.
        Order = "order",
        /// A product of the host's sales system.
        Product = "product",
        /// A stock row of the host's sales system.
        Stock = "stock",
        /// A feed of the host's sales system, with the cursor up to which its changes are here.
        SalesFeed = "sales_feed",
        /// A churn warning.
        Warning = "warning",
        /// A service ticket.
        Ticket = "ticket",
        /// A submitted management report.
        ManagementReport = "management_report",
        /// A dictionary entry.
        DictionaryEntry = "dictionary_entry",
        /// A user.
        User = "user",
        /// A role.
        Role = "role",
        /// A department.
        Department = "department",
        /// The settings of the database.
        Settings = "settings",
    }
}
