//! Sorting with little code: the standard library's sorts are compiled for each type anew, ten kilobytes of it each. This
//! one sorts places, and exists once.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts by a comparison of items; equal ones keep their order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let to = targets(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    arrange(items, to);
}

/// Sorts by keys made once for each item; equal ones keep their order.
pub(crate) fn sort_by_texts<T>(items: &mut [T], text: impl Fn(&T) -> String) {
    let texts: Vec<String> = items.iter().map(text).collect();
    let to = targets(items.len(), &mut |a, b| texts[a].cmp(&texts[b]));
    arrange(items, to);
}

/// The same as methods, by the names that lists have them under.
pub(crate) trait Arrange<T> {
    /// Sorts in the items' own order.
    fn arrange(&mut self)
    where
        T: Ord;

    /// Sorts by a comparison; equal ones keep their order.
    fn arrange_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Sorts by what is made of each item whenever it is compared; equal ones keep their order.
    fn arrange_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);
}

impl<T> Arrange<T> for [T] {
    fn arrange(&mut self)
    where
        T: Ord,
    {
        sort_by(self, T::cmp);
    }

    fn arrange_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        sort_by(self, compare);
    }

    fn arrange_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        sort_by(self, |one, other| key(one).cmp(&key(other)));
    }
}

/// Maps and sets made of what is iterated over: collecting them sorts first, by a sort compiled for each of them.
pub(crate) trait Arranged: Iterator + Sized {
    /// A map; of equal keys the last one's value stays.
    fn into_map<K: Ord, V>(self) -> BTreeMap<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        let mut map = BTreeMap::new();
        for (key, value) in self {
            map.insert(key, value);
        }
        map
    }

    /// A set.
    fn into_set(self) -> BTreeSet<Self::Item>
    where
        Self::Item: Ord,
    {
        let mut set = BTreeSet::new();
        for item in self {
            set.insert(item);
        }
        set
    }
}

impl<I: Iterator> Arranged for I {}

/// Where each place's item belongs.
#[inline(never)]
fn targets(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    let mut to = vec![0; count];
    places.into_iter().enumerate().for_each(|(target, place)| to[place] = target);
    to
}

/// Brings each item to where it belongs, with at most one exchange an item.
fn arrange<T>(items: &mut [T], mut to: Vec<usize>) {
    for at in 0..items.len() {
        while to[at] != at {
            let target = to[at];
            items.swap(at, target);
            to.swap(at, target);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(keys in proptest::collection::vec(0u8..20, 0..60)) {
            let items: Vec<(u8, usize)> = keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut sorted = items.clone();
            sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(&sorted, &expected);
            let mut sorted = items;
            sort_by_texts(&mut sorted, |(key, _)| format!("{key:03}"));
            prop_assert_eq!(&sorted, &expected);
        }
    }
}
