//! Pushes: what is wrong with each record, and what becomes of it. The imports use these too. Orders have a file of
//! their own ([`push_orders`](super::push_orders)).
//!
//! Where a push is not per record, what is wrong with any record is in `cx.violations()` afterwards, and
//! `cx.check_fields()` (the caller's, or the gate's at the end) refuses the whole call.
//!
//! A record is checked to the end before anything of it is written, so a refused one leaves nothing behind and needs
//! no savepoint; what fails beyond a check (a full disk) ends the whole call.
//!
//! Records are checked in the given order, but looked up and written many together and in the order of the index that
//! they are spread over: in a large file each page is then met once, where it was read, written out and read again for
//! each record that it holds.

use std::borrow::Cow;
use std::collections::HashSet;

use super::dates::Dates;
use super::extended;
pub(crate) use super::push_orders::{OrderRow, check_orders, orders, orders_alone, remove_orders};
use super::store::{products as product_store, stock as stock_store};
use super::types::*;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::money::decimal_places;
use crate::engine::sorting::{sort_by, sort_by_texts};
use crate::engine::text::fold;
use crate::engine::validate::Violations;

/// Products or rows of stock that are looked up and written together. What is stored of them is in memory meanwhile, and
/// their remarks may be long.
const TOGETHER: usize = 500;

/// A record on its way in. The sales system's own say all there is to say of a record; one from a file may say less.
pub(crate) trait Incoming<R: Clone, S> {
    /// The host's key.
    fn key(&self) -> &str;

    /// The record as it is to be kept, over the one that is stored, if any is.
    fn over(&self, stored: Option<&S>, found: &mut Violations) -> Cow<'_, R>;
}

/// What says all is taken as it is.
macro_rules! whole {
    ($($Record:ident over $Stored:ident),*) => { $(
        impl Incoming<$Record, $Stored> for $Record {
            fn key(&self) -> &str {
                &self.external_id
            }

            fn over(&self, _: Option<&$Stored>, _: &mut Violations) -> Cow<'_, $Record> {
                Cow::Borrowed(self)
            }
        }
    )* };
}
whole!(NewProduct over NewProduct, NewStock over NewStock, NewOrder over OrderRow);

/// A record of a list on its way.
pub(super) struct Item<'r, R> {
    pub(super) record: &'r R,
    pub(super) key: &'r str,
    /// What became of it, where nothing is wrong with it.
    pub(super) outcome: PushOutcome,
    pub(super) errors: Violations,
}

/// The records of a list. `list` is the argument's name: what the declared rules found in `cx.violations()` under it is
/// taken to its record.
pub(super) fn items<'r, R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &'r [R],
    key: impl Fn(&'r R) -> &'r str,
) -> Result<Vec<Item<'r, R>>> {
    if cx.violations().has(list) {
        // The list itself is wrong (too long), so it is not worth looking into.
        cx.check_fields()?;
    }
    let mut declared = cx.violations().take_elements(list);
    let item = |(at, record)| {
        let mut errors = Violations::default();
        errors.extend(declared.remove(&at).unwrap_or_default());
        Item { record, key: key(record), outcome: PushOutcome::Unchanged, errors }
    };
    Ok(records.iter().enumerate().map(item).collect())
}

/// What became of each, in the given order.
pub(super) fn result<R>(cx: &mut Context<'_>, list: &str, items: Vec<Item<'_, R>>, per_record: bool) -> PushResult {
    let mut result = PushResult::with_capacity(items.len());
    for (at, item) in items.into_iter().enumerate() {
        let errors = item.errors.into_fields();
        if !per_record && !errors.is_empty() {
            cx.violations().within(format!("{list}[{at}]"), |out| out.extend(errors.iter().cloned()));
        }
        let outcome = if errors.is_empty() { item.outcome } else { PushOutcome::Refused };
        result.add(item.key, outcome, errors);
    }
    result
}

/// Goes through a list whose records are only looked through.
pub(super) fn check_each<R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &[R],
    per_record: bool,
    check: impl Fn(&mut Context<'_>, &R, &mut Violations) -> Result<()>,
) -> Result<PushResult> {
    let mut items = items(cx, list, records, |_| "")?;
    for item in &mut items {
        check(cx, item.record, &mut item.errors)?;
    }
    Ok(result(cx, list, items, per_record))
}

/// Goes through a list whose records are written: so many `together`, of which no two have the same key. `write` says
/// of each without errors what became of it, or adds what is wrong with it.
pub(super) fn write_each<'r, R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &'r [R],
    per_record: bool,
    together: usize,
    key: impl Fn(&'r R) -> &'r str,
    mut write: impl FnMut(&mut Context<'_>, &mut [Item<'r, R>]) -> Result<()>,
) -> Result<PushResult> {
    cx.tx().expect(records.len())?;
    let mut items = items(cx, list, records, key)?;
    let mut rest = items.as_mut_slice();
    while !rest.is_empty() {
        // One with the key of another changes what that one left behind.
        let mut keys = HashSet::new();
        let run = rest.iter().take(together).take_while(|item| keys.insert(item.key)).count();
        let (now, later) = rest.split_at_mut(run);
        write(cx, now)?;
        rest = later;
    }
    Ok(result(cx, list, items, per_record))
}

/// The keys in the order of their index.
pub(super) fn sorted_keys<'r, R>(items: &[Item<'r, R>]) -> Vec<&'r str> {
    let mut keys: Vec<&str> = items.iter().map(|item| item.key).collect();
    keys.sort_unstable();
    keys
}

/// The currency meant: the one named, or the company's.
pub(super) fn currency(
    cx: &mut Context<'_>,
    named: &Option<String>,
    found: &mut Violations,
) -> Result<(String, Option<u32>)> {
    let code = match named {
        Some(code) => code.clone(),
        None => cx.company()?.currency.clone(),
    };
    let places = decimal_places(&code);
    if places.is_none() && !found.has("currency") {
        found.add("currency", "unknown_currency", "must be a currency of ISO 4217", None);
    }
    Ok((code, places))
}

/// Looks through records that have nothing to be checked but what they declare.
pub(crate) fn check_declared<R>(
    cx: &mut Context<'_>,
    list: &str,
    records: &[R],
    per_record: bool,
) -> Result<PushResult> {
    check_each(cx, list, records, per_record, |_, _, _| Ok(()))
}

/// Looks through products before the books are asked.
pub(crate) fn check_products(
    cx: &mut Context<'_>,
    list: &str,
    products: &[NewProduct],
    per_record: bool,
) -> Result<PushResult> {
    check_each(cx, list, products, per_record, |cx, product, found| currency(cx, &product.currency, found).map(drop))
}

/// Upserts products, with what packs give them.
pub(crate) fn products(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewProduct, NewProduct>],
    per_record: bool,
) -> Result<PushResult> {
    if !cx.has_custom(&Entity::PRODUCT)? {
        return products_alone(cx, list, records, per_record);
    }
    let keys: Vec<&str> = records.iter().map(Incoming::key).collect();
    extended::one_by_one(cx, &Entity::PRODUCT, (list, &keys), per_record, &|cx, at| {
        Ok((products_alone(cx, extended::ALONE, std::slice::from_ref(&records[at]), true)?, Dates::default()))
    })
}

/// Upserts products without what packs give them.
pub(crate) fn products_alone(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewProduct, NewProduct>],
    per_record: bool,
) -> Result<PushResult> {
    write_each(cx, list, records, per_record, TOGETHER, Incoming::key, |cx, items| {
        let mut stored = product_store::find(cx.tx(), &sorted_keys(items))?;
        let mut pending = Vec::with_capacity(items.len());
        for item in items {
            let stored = stored.remove(item.key);
            let mut product = item.record.over(stored.as_ref().map(|(_, s)| s), &mut item.errors).into_owned();
            let (code, _) = currency(cx, &product.currency, &mut item.errors)?;
            // A currency means nothing without a price.
            product.currency = product.price.map(|_| code);
            if item.errors.is_empty() {
                pending.push((item, product, stored));
            }
        }
        // By name, whose index they are spread over; those of one name in the given order.
        sort_by_texts(&mut pending, |(_, product, _)| fold(&product.name));
        for (item, product, stored) in pending {
            item.outcome = match stored {
                Some((_, stored)) if stored == product => PushOutcome::Unchanged,
                Some((key, _)) => {
                    product_store::update(cx.tx(), key, &product)?;
                    PushOutcome::Updated
                }
                None => {
                    let id = cx.new_id();
                    product_store::insert(cx.tx(), id, &product)?;
                    PushOutcome::Created
                }
            };
        }
        Ok(())
    })
}

/// Upserts rows of stock.
pub(crate) fn stock(
    cx: &mut Context<'_>,
    list: &str,
    records: &[impl Incoming<NewStock, NewStock>],
    per_record: bool,
) -> Result<PushResult> {
    write_each(cx, list, records, per_record, TOGETHER, Incoming::key, |cx, items| {
        let mut stored = stock_store::find(cx.tx(), &sorted_keys(items))?;
        let mut pending = Vec::with_capacity(items.len());
        for item in items.iter_mut().filter(|item| item.errors.is_empty()) {
            let stored = stored.remove(item.key);
            let stock = item.record.over(stored.as_ref().map(|(_, s)| s), &mut item.errors);
            pending.push((item, stock, stored));
        }
        // By product, whose index they are spread over; those of one product in the given order.
        sort_by(&mut pending, |(_, a, _), (_, b, _)| a.product_external_id.cmp(&b.product_external_id));
        for (item, stock, stored) in pending {
            item.outcome = match stored {
                Some((_, stored)) if stored == *stock => PushOutcome::Unchanged,
                Some((key, _)) => {
                    stock_store::update(cx.tx(), key, &stock)?;
                    PushOutcome::Updated
                }
                None => {
                    let id = cx.new_id();
                    stock_store::insert(cx.tx(), id, &stock)?;
                    PushOutcome::Created
                }
            };
        }
        Ok(())
    })
}

/// Removes products by the host's keys.
pub(crate) fn remove_products(
    cx: &mut Context<'_>,
    list: &str,
    keys: &[String],
    per_record: bool,
) -> Result<PushResult> {
    let tied = extended::is_tied(cx, &Entity::PRODUCT)?;
    removals(cx, list, keys, per_record, |cx, key, wrong| match tied {
        true if !extended::let_go(cx, &Entity::PRODUCT, key, None, wrong)? => Ok(0),
        _ => product_store::remove(cx.tx(), key),
    })
}

/// Removes rows of stock by the host's keys.
pub(crate) fn remove_stock(cx: &mut Context<'_>, list: &str, keys: &[String], per_record: bool) -> Result<PushResult> {
    removals(cx, list, keys, per_record, |cx, key, _| stock_store::remove(cx.tx(), key))
}

/// A removal is idempotent: what is not there is unchanged.
fn removals(
    cx: &mut Context<'_>,
    list: &str,
    keys: &[String],
    per_record: bool,
    remove: impl Fn(&mut Context<'_>, &str, &mut Violations) -> Result<usize>,
) -> Result<PushResult> {
    write_each(cx, list, keys, per_record, TOGETHER, String::as_str, |cx, items| {
        let mut sorted: Vec<_> = items.iter_mut().filter(|item| item.errors.is_empty()).collect();
        sort_by(&mut sorted, |a, b| a.key.cmp(b.key));
        for item in sorted {
            item.outcome =
                if remove(cx, item.key, &mut item.errors)? > 0 { PushOutcome::Removed } else { PushOutcome::Unchanged };
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use crate::engine::crm::Crm;
    use crate::engine::session::Session;
    use crate::engine::storage::{Patience, params};
    use crate::sales::NewProduct;

    #[test]
    fn memory_for_writing_is_given_back_and_readers_keep_theirs() {
        let folder = tempfile::tempdir().expect("a folder");
        let crm = Crm::options().readers(1).open(folder.path().join("a.crm")).expect("a database");
        let erp = crm.bootstrap("erp", "ERP", &["integration"]).expect("a user");
        let session: Session = crm.session(erp).expect("a session");
        let caches = || {
            let mut found = [0_i64; 2];
            let [reader, writer] = &mut found;
            let storage = crm.storage();
            let cache = "PRAGMA cache_size";
            storage
                .read(&Patience::default(), &mut |tx| tx.value(cache, params![]).map(|size| *reader = size))
                .expect("read");
            storage
                .write(&Patience::default(), &mut |tx| tx.value(cache, params![]).map(|size| *writer = size))
                .expect("written");
            found
        };
        let before = caches();
        let products: Vec<NewProduct> = (0..3_000)
            .map(|i| NewProduct { external_id: format!("P{i}"), name: "轴承".into(), ..Default::default() })
            .collect();
        // Whole, and each by itself: both look at the records before they are written, or write them in slices.
        assert_eq!(session.sales().push_products(products.clone(), None).expect("pushed").created, 3_000);
        assert_eq!(caches(), before);
        assert_eq!(session.sales().push_products(products, Some(true)).expect("pushed").unchanged, 3_000);
        assert_eq!(caches(), before);
    }
}
