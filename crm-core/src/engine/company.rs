//! The company as the engine counts for it, and what a new database is told of it.

use crate::engine::error::{CrmError, Result};
use crate::engine::gate;
use crate::engine::storage::Transaction;
use crate::engine::zone::Zone;

/// The company whose database it is.
#[derive(Debug, Clone)]
pub(crate) struct Company {
    /// Its time zone: years and days are counted in it (TIME-1).
    pub(crate) zone: Zone,
    /// Its currency, ISO 4217.
    pub(crate) currency: String,
    /// How often its rules have changed; 0 where there never was one.
    pub(crate) rules: i64,
    /// How often what is defined has changed.
    pub(crate) catalogue: i64,
    /// How often the flows of its approvals have changed; 0 where there never was one.
    pub(crate) flows: i64,
    /// How often what tells duplicates has changed; 0 where nothing does.
    pub(crate) duplicates: i64,
    /// How many rules let records fall back into pools.
    pub(crate) recycles: i64,
}

impl Company {
    pub(crate) fn load(tx: &mut dyn Transaction) -> Result<Company> {
        let (zone, currency, rules, flows, catalogue, [duplicates, recycles]) = gate::store::company(tx)?;
        let zone = zone.parse().map_err(|()| CrmError::storage("corrupt"))?;
        Ok(Company { zone, currency, rules, catalogue, flows, duplicates, recycles })
    }
}

/// What a new database begins with.
#[derive(Debug, Clone)]
pub(crate) struct NewDatabase {
    pub(crate) time_zone: String,
    pub(crate) currency: String,
}

impl NewDatabase {
    /// Refuses what no database can begin with: before there is a file.
    pub(crate) fn check(&self) -> Result<()> {
        if self.time_zone.parse::<Zone>().is_err() {
            return Err(CrmError::field("time_zone", "unknown_time_zone", "is not an IANA time zone"));
        }
        if iso_currency::Currency::from_code(&self.currency).is_none() {
            return Err(CrmError::field("currency", "unknown_currency", "is not an ISO 4217 currency"));
        }
        Ok(())
    }
}

impl Default for NewDatabase {
    fn default() -> Self {
        NewDatabase { time_zone: "Asia/Shanghai".into(), currency: "CNY".into() }
    }
}
