//! Handles: numbers that a host may keep, copy, lose and misuse without harm.
//!
//! A handle is the index of a slot, the slot's generation and the kind of thing. A slot that is used again gets a new
//! generation, so an old handle never finds the new owner, and a handle of another kind or a made-up number finds
//! nothing.
//!
//! Every handle is below 2^53: languages that keep all numbers as doubles (JavaScript, Lua, many JSON libraries) hold
//! it exactly, and those whose integers have a sign see a positive one.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crm_core::CrmError;

use crate::boundary::misuse;

/// What a double holds exactly, shared out: 7 kinds, 67 million generations of a slot, 16 million things open at once.
const HANDLE_BITS: u32 = f64::MANTISSA_DIGITS;
const KIND_BITS: u32 = 3;
const INDEX_BITS: u32 = 24;
const GENERATION_BITS: u32 = HANDLE_BITS - KIND_BITS - INDEX_BITS;

/// A slot whose generations are used up is never used again.
const LAST_GENERATION: u32 = (1 << GENERATION_BITS) - 1;
const MOST_SLOTS: usize = 1 << INDEX_BITS;

/// The things of one kind that hosts hold handles of.
pub(crate) struct Table<T> {
    kind: u8,
    name: &'static str,
    slots: RwLock<Slots<T>>,
}

struct Slots<T> {
    all: Vec<Slot<T>>,
    free: Vec<u32>,
}

struct Slot<T> {
    generation: u32,
    value: Option<Arc<T>>,
}

impl<T> Table<T> {
    /// A table of one kind (1 to 7), whose name stands in errors.
    pub(crate) const fn new(kind: u8, name: &'static str) -> Self {
        assert!(kind > 0 && kind < 1 << KIND_BITS, "0 names nothing, and each kind has its number");
        Table { kind, name, slots: RwLock::new(Slots { all: Vec::new(), free: Vec::new() }) }
    }

    /// Takes a thing in; gives its handle.
    pub(crate) fn insert(&self, value: Arc<T>) -> Result<u64, CrmError> {
        let mut slots = self.write();
        let index = match slots.free.pop() {
            Some(index) => {
                slots.all[index as usize].value = Some(value);
                index
            }
            None if slots.all.len() < MOST_SLOTS => {
                slots.all.push(Slot { generation: 0, value: Some(value) });
                u32::try_from(slots.all.len() - 1).unwrap_or(u32::MAX)
            }
            None => return Err(misuse(self.name, "too_many_open", "are open: close those that are not needed")),
        };
        Ok(self.handle(index, slots.all[index as usize].generation))
    }

    /// Looks a handle up and gives the thing to `enter` before anybody can remove it.
    pub(crate) fn with<R>(
        &self,
        handle: u64,
        enter: impl FnOnce(&Arc<T>) -> Result<R, CrmError>,
    ) -> Result<R, CrmError> {
        let slots = self.read();
        let index = self.find(&slots, handle)?;
        match &slots.all[index].value {
            Some(value) => enter(value),
            None => Err(self.closed()),
        }
    }

    /// Takes a thing out: its handle is closed from here on.
    pub(crate) fn remove(&self, handle: u64) -> Result<Arc<T>, CrmError> {
        let mut slots = self.write();
        let index = self.find(&slots, handle)?;
        slots.take(index).ok_or_else(|| self.closed())
    }

    /// Everything that `wanted` says.
    pub(crate) fn all(&self, wanted: impl Fn(&T) -> bool) -> Vec<Arc<T>> {
        let slots = self.read();
        slots.all.iter().filter_map(|slot| slot.value.clone()).filter(|value| wanted(value)).collect()
    }

    /// Takes out everything that `wanted` says.
    pub(crate) fn remove_all(&self, wanted: impl Fn(&T) -> bool) -> Vec<Arc<T>> {
        let mut slots = self.write();
        let found: Vec<usize> = (0..slots.all.len())
            .filter(|&index| slots.all[index].value.as_ref().is_some_and(|value| wanted(value)))
            .collect();
        found.into_iter().filter_map(|index| slots.take(index)).collect()
    }

    fn handle(&self, index: u32, generation: u32) -> u64 {
        u64::from(self.kind) << (INDEX_BITS + GENERATION_BITS) | u64::from(generation) << INDEX_BITS | u64::from(index)
    }

    /// The slot that a handle names, unless it was closed or never given out.
    fn find(&self, slots: &Slots<T>, handle: u64) -> Result<usize, CrmError> {
        let unknown = || misuse(self.name, "unknown_handle", "is not a handle of this kind");
        if handle >> (INDEX_BITS + GENERATION_BITS) != u64::from(self.kind) {
            return Err(unknown());
        }
        let index = usize::try_from(handle & ((1 << INDEX_BITS) - 1)).map_err(|_| unknown())?;
        let generation = u32::try_from(handle >> INDEX_BITS & u64::from(LAST_GENERATION)).map_err(|_| unknown())?;
        let slot = slots.all.get(index).ok_or_else(unknown)?;
        match generation.cmp(&slot.generation) {
            std::cmp::Ordering::Greater => Err(unknown()),
            std::cmp::Ordering::Less => Err(self.closed()),
            std::cmp::Ordering::Equal => Ok(index),
        }
    }

    fn closed(&self) -> CrmError {
        misuse(self.name, "closed", "was closed")
    }

    fn read(&self) -> RwLockReadGuard<'_, Slots<T>> {
        self.slots.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Slots<T>> {
        self.slots.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Slots<T> {
    /// Empties a slot and makes it free for the next generation.
    fn take(&mut self, index: usize) -> Option<Arc<T>> {
        let slot = &mut self.all[index];
        let value = slot.value.take()?;
        if slot.generation < LAST_GENERATION {
            slot.generation += 1;
            self.free.push(u32::try_from(index).unwrap_or(u32::MAX));
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(table: &Table<&'static str>, handle: u64) -> Result<&'static str, String> {
        table.with(handle, |value| Ok(**value)).map_err(|e| e.fields()[0].code.clone())
    }

    fn insert(table: &Table<&'static str>, value: &'static str) -> u64 {
        table.insert(Arc::new(value)).expect("room")
    }

    #[test]
    fn an_old_handle_never_finds_the_next_owner_of_its_slot() {
        let table = Table::new(1, "engine");
        let first = insert(&table, "first");
        assert_ne!(first, 0);
        assert_eq!(look(&table, first), Ok("first"));
        assert!(table.remove(first).is_ok());
        let second = insert(&table, "second");
        assert_eq!(look(&table, second), Ok("second"));
        assert_eq!(look(&table, first), Err("closed".into()));
        assert!(table.remove(first).is_err());
        assert_eq!(look(&table, second), Ok("second"));
    }

    #[test]
    fn made_up_handles_find_nothing() {
        let table = Table::new(1, "engine");
        let other = Table::new(2, "session");
        let handle = insert(&table, "engine");
        let foreign = insert(&other, "session");
        for made_up in [0, 1, u64::MAX, handle + 1, handle + (1 << INDEX_BITS), foreign, !handle] {
            assert_eq!(look(&table, made_up), Err("unknown_handle".into()), "{made_up:#x}");
        }
    }

    /// The first, the last and some between, of every kind and generation.
    #[test]
    fn every_handle_is_exact_in_a_double_and_positive_with_a_sign() {
        let some = |most: u32| [0, 1, 2, most / 3, most / 2, most - 1, most];
        let mut seen = std::collections::BTreeSet::new();
        for kind in 1..1 << KIND_BITS {
            let table: Table<&'static str> = Table::new(kind, "engine");
            for generation in some(LAST_GENERATION) {
                for index in some((1 << INDEX_BITS) - 1) {
                    let handle = table.handle(index, generation);
                    assert!(handle > 0 && handle < 1 << HANDLE_BITS, "{handle:#x}");
                    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let through_a_double = handle as f64 as u64;
                    assert_eq!(through_a_double, handle);
                    assert!(i64::try_from(handle).is_ok());
                    assert!(seen.insert(handle), "{handle:#x} twice");
                }
            }
        }
    }

    #[test]
    fn a_slot_whose_generations_are_used_up_rests() {
        let table = Table::new(3, "engine");
        let first = insert(&table, "a");
        table.write().all[0].generation = LAST_GENERATION;
        let last = table.handle(0, LAST_GENERATION);
        assert!(table.remove(last).is_ok());
        assert_eq!(look(&table, last), Err("closed".into()));
        let next = insert(&table, "b");
        assert_eq!(next & ((1 << INDEX_BITS) - 1), 1);
        assert_eq!(look(&table, first), Err("closed".into()));
    }

    #[test]
    fn a_full_table_refuses_and_goes_on_when_something_was_closed() {
        let table = Table::new(2, "session");
        let open = insert(&table, "open");
        table.write().all.resize_with(MOST_SLOTS, || Slot { generation: 0, value: None });
        let refusal = table.insert(Arc::new("one more")).expect_err("no slot is free");
        assert_eq!(refusal.fields()[0].code, "too_many_open");
        assert_eq!(look(&table, open), Ok("open"));
        assert!(table.remove(open).is_ok());
        let next = insert(&table, "next");
        assert_eq!(look(&table, next), Ok("next"));
        assert_eq!(look(&table, open), Err("closed".into()));
    }
}
