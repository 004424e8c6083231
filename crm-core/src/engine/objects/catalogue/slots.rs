//! Slots: the columns of the tables that are made for objects (OBJ-20). A slot is named by what it can hold and a number,
//! `t3`, so that no name of an administrator reaches a statement of the schema. A field lies in one, a text with a folded
//! twin and an amount with a currency of its own in two. A slot that was freed is empty and taken again before a new one is
//! made; one of references only for the object that it led to.

use std::collections::BTreeMap;
use std::fmt;

use super::super::shape::Name;
use crate::engine::error::{CrmError, Result};

/// What a slot can hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Texts, names of choices, calendar dates.
    Texts,
    /// Whole numbers: truth values, amounts in minor units, decimals in millionths, instants.
    Numbers,
    /// Keys of records of one table.
    References(Name),
}

impl Class {
    fn letter(&self) -> char {
        match self {
            Class::Texts => 't',
            Class::Numbers => 'i',
            Class::References(_) => 'r',
        }
    }

    /// The class of a slot by its name, and the table that it leads to.
    pub(super) fn of(slot: &str, target: Option<Name>) -> Result<Class> {
        match (slot.chars().next(), target) {
            (Some('t'), None) => Ok(Class::Texts),
            (Some('i'), None) => Ok(Class::Numbers),
            (Some('r'), Some(target)) => Ok(Class::References(target)),
            _ => Err(CrmError::storage("corrupt")),
        }
    }

    /// The column as it is declared.
    pub(super) fn column(&self, slot: &str) -> String {
        match self {
            Class::Texts => format!("{slot} TEXT"),
            Class::Numbers => format!("{slot} INTEGER"),
            Class::References(table) => format!("{slot} INTEGER REFERENCES {table} (id)"),
        }
    }
}

/// For what a field uses a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Its value.
    Value,
    /// The folded twin of a text.
    Folded,
    /// The currency of an amount in any.
    Currency,
}

impl Use {
    /// Its word in the catalogue.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Use::Value => "value",
            Use::Folded => "folded",
            Use::Currency => "currency",
        }
    }

    /// By its word.
    pub(super) fn of(word: &str) -> Result<Use> {
        [Use::Value, Use::Folded, Use::Currency]
            .into_iter()
            .find(|known| known.as_str() == word)
            .ok_or(CrmError::storage("corrupt"))
    }
}

/// A slot with the field, by its key, that lies in it; none where it is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What it can hold.
    pub class: Class,
    /// The field that lies in it.
    pub field: Option<(i64, Use)>,
}

/// The slots of one table, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slots(BTreeMap<Name, Slot>);

/// A slot that a field was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its name.
    pub slot: Name,
    /// Whether the column has to be made.
    pub made: bool,
}

impl Slots {
    /// Adds a slot that is there.
    pub(super) fn add(&mut self, name: Name, slot: Slot) {
        self.0.insert(name, slot);
    }

    /// Takes a slot for a field: the first free one of its class, else a new one.
    pub fn take(&mut self, class: &Class, field: i64, what: Use) -> Taken {
        let free = self.0.iter_mut().find(|(_, slot)| slot.field.is_none() && slot.class == *class);
        if let Some((name, slot)) = free {
            slot.field = Some((field, what));
            return Taken { slot: name.clone(), made: false };
        }
        let letter = class.letter();
        let numbers = self.0.keys().filter(|name| name.starts_with(letter)).filter_map(|name| name[1..].parse().ok());
        let name = Name::from(format!("{letter}{}", numbers.max().unwrap_or(0_u32) + 1));
        self.0.insert(name.clone(), Slot { class: class.clone(), field: Some((field, what)) });
        Taken { slot: name, made: true }
    }

    /// Frees the slots of a field; gives their names.
    pub fn free(&mut self, field: i64) -> Vec<Name> {
        let of_it = self.0.iter_mut().filter(|(_, slot)| slot.field.is_some_and(|(of, _)| of == field));
        of_it
            .map(|(name, slot)| {
                slot.field = None;
                name.clone()
            })
            .collect()
    }

    /// Frees the slot that a field uses for this, where it does.
    pub fn free_one(&mut self, field: i64, what: Use) -> Option<(Name, Class)> {
        let (name, slot) = self.0.iter_mut().find(|(_, slot)| slot.field == Some((field, what)))?;
        slot.field = None;
        Some((name.clone(), slot.class.clone()))
    }

    /// The slot that a field uses for this.
    pub fn of(&self, field: i64, what: Use) -> Option<&Name> {
        self.0.iter().find(|(_, slot)| slot.field == Some((field, what))).map(|(name, _)| name)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &Slot)> {
        self.0.iter()
    }
}

/// A table made for an object, by its key in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableKey(pub i64);

impl fmt::Display for TableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object_{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // OBJ-20, PACK-8: a freed slot is taken again, for the same class and, of references, the same object alone.
    #[test]
    fn freed_slots_are_taken_again() {
        let rooms = Class::References("object_3".into());
        let guests = Class::References("object_4".into());
        let mut slots = Slots::default();
        let take = |slots: &mut Slots, class: &Class, field| slots.take(class, field, Use::Value).slot.to_string();
        assert_eq!(take(&mut slots, &Class::Texts, 1), "t1");
        assert_eq!(take(&mut slots, &Class::Numbers, 2), "i1");
        assert_eq!(take(&mut slots, &rooms, 3), "r1");
        assert_eq!(take(&mut slots, &Class::Texts, 4), "t2");
        assert_eq!(slots.free(3), ["r1"]);
        assert_eq!(take(&mut slots, &guests, 5), "r2");
        assert_eq!(take(&mut slots, &rooms, 6), "r1");
        assert_eq!(slots.take(&Class::Texts, 4, Use::Folded), Taken { slot: "t3".into(), made: true });
        assert_eq!(slots.free(4), ["t2", "t3"]);
        assert_eq!(slots.take(&Class::Texts, 7, Use::Value), Taken { slot: "t2".into(), made: false });
        assert_eq!(slots.of(7, Use::Value).map(Name::as_str), Some("t2"));
        // The tenth comes behind the ninth, not behind the first.
        for field in 8..20 {
            take(&mut slots, &Class::Numbers, field);
        }
        assert_eq!(take(&mut slots, &Class::Numbers, 20), "i14");
    }
}
