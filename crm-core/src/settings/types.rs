//! The settings' types.

use chrono_tz::Tz;

use crate::error::{CrmError, Result};
use crate::record::record;

record! {
    /// The settings of a database.
    output Settings {
        /// The version, for updates.
        version: i64,
        /// The company's time zone, an IANA name: years, days and the Saturday scan are counted in it.
        time_zone: String,
        /// The company's currency, ISO 4217.
        currency: String,
        /// The fields a customer needs to be complete.
        required_customer_fields: Vec<String>,
    }
}

impl Settings {
    /// The company's time zone.
    pub(crate) fn zone(&self) -> Result<Tz> {
        self.time_zone.parse().map_err(|_| CrmError::storage("corrupt"))
    }
}

/// What a new database begins with.
#[derive(Debug, Clone)]
pub(crate) struct NewDatabase {
    pub(crate) time_zone: String,
    pub(crate) currency: String,
}

impl Default for NewDatabase {
    fn default() -> Self {
        NewDatabase { time_zone: "Asia/Shanghai".into(), currency: "CNY".into() }
    }
}

/// What a complete customer needs unless the settings say otherwise (CUST-2).
pub(crate) const REQUIRED_CUSTOMER_FIELDS: &[&str] =
    &["name", "region", "account_manager", "level", "satisfaction", "credit", "address", "phone"];
