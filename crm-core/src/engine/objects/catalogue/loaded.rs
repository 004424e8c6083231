//! The catalogue of an engine: made once a version, shared by every call, and read anew where another process or call has
//! applied a pack (PACK-5).

use std::sync::{Arc, Mutex, PoisonError};

use super::current::{Catalogue, Kept};
use super::house::House;
use crate::engine::error::Result;
use crate::engine::gate::Context;
use crate::engine::money;
use crate::engine::storage::Transaction;

/// The catalogue that was made last, with the currency for which it was.
#[derive(Debug, Default)]
pub(crate) struct Loaded(Mutex<Option<(Arc<Catalogue>, String)>>);

impl Loaded {
    /// The catalogue as this transaction has it.
    fn get(&self, tx: &mut dyn Transaction, (version, currency): (i64, &str)) -> Result<Arc<Catalogue>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((catalogue, of)) = known
            && catalogue.version == version
            && of == currency
        {
            return Ok(catalogue);
        }
        let kept = Kept::load(tx)?;
        let documents = kept.documents()?;
        let places = money::decimal_places(currency).unwrap_or_default();
        let house = House::load(tx, documents.clone(), places)?;
        let catalogue = Arc::new(Catalogue::new(kept, documents, &house)?);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((catalogue.clone(), currency.to_owned()));
        Ok(catalogue)
    }
}

impl Context<'_> {
    /// What is defined, as the call's transaction has it. It is not asked for behind a change of the catalogue in the same
    /// call, which may yet be undone.
    pub(crate) fn catalogue(&mut self) -> Result<Arc<Catalogue>> {
        let company = self.company()?;
        let (version, currency) = (company.catalogue, company.currency.clone());
        let loaded = self.session().crm().catalogue();
        self.once(|tx| loaded.get(tx, (version, &currency))).cloned()
    }
}
