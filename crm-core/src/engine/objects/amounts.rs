//! Amounts in the company's currency that fields of packs have (TYPE-4): while there are any it can't change, or each would be
//! another amount.

use super::catalogue::current::Kept;
use super::catalogue::slots::Use;
use super::define::document::Pack;
use crate::engine::error::Result;
use crate::engine::gate::Context;

/// How the catalogue calls the type of such a field.
const MONEY: &str = "money";

impl Context<'_> {
    /// A field that has an amount in the company's currency, `customer.budget`; none where none has. What is hidden counts, and
    /// so does what sleeps, since it comes back with its values; a sum of nothing does not.
    ///
    /// # Errors
    /// Whatever the database says.
    pub(crate) fn amount_kept(&mut self) -> Result<Option<String>> {
        let kept = Kept::load(self.tx())?;
        let packs = kept.all()?;
        for table in &kept.tables {
            for field in table.fields.iter().filter(|field| field.kind == MONEY) {
                let Some(slot) = table.slots.of(field.key, Use::Value) else { continue };
                let there = if is_sum(&packs, &table.object, &field.name) { "<> 0" } else { "IS NOT NULL" };
                let any = format!("SELECT count(*) FROM (SELECT 1 FROM {} WHERE {slot} {there} LIMIT 1) f", table.key);
                if self.tx().value::<i64>(&any, &[])? > 0 {
                    return Ok(Some(format!("{}.{}", table.object, field.name)));
                }
            }
        }
        Ok(None)
    }
}

/// Whether a field is rolled up, and so has a value in every record.
fn is_sum(packs: &[Pack], object: &str, field: &str) -> bool {
    let own = packs.iter().flat_map(|pack| pack.objects.iter().map(|one| (pack.full(&one.name), &one.fields)));
    let added = packs.iter().flat_map(|pack| pack.extend.iter().map(|one| (one.object.clone(), &one.fields)));
    let mut fields = own.chain(added).filter(|(of, _)| of == object).flat_map(|(_, fields)| fields);
    fields.any(|known| known.name == field && known.rollup.is_some())
}
