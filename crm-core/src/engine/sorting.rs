//! Sorting with little code: the standard library's sorts are compiled for each type anew, ten kilobytes of it each. This
//! one sorts places, and exists once.

use std::cmp::Ordering;

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
