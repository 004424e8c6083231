//! The parts of keys by which similar ones are found (DUP-8): complete, so that comparisons are spared and never matches.
//!
//! A stored key of length *l* is cut into *k* parts, one more than the edits that a threshold allows any key it could match
//! (or *l*, where it is shorter). So many edits spoil at most as many parts: a key that matches has one of them whole, moved
//! no further than the edits allow. Length, part and place are looked up together, as one text.

use super::distance::{LONGEST, allowed};

/// How many parts a stored key of the length has.
fn parts(length: usize, threshold: usize) -> usize {
    let longest = (length * 100 / threshold.max(1)).clamp(length, LONGEST.max(length));
    let most = (length..=longest).map(|longer| allowed(longer, threshold)).max().unwrap_or(0);
    length.min(1 + most)
}

/// Where a part of a key begins and ends.
fn part(length: usize, parts: usize, at: usize) -> (usize, usize) {
    (at * length / parts, (at + 1) * length / parts)
}

fn block(length: usize, at: usize, part: &[char]) -> String {
    let mut block = format!("{length}.{at}.");
    block.extend(part);
    block
}

/// The blocks of a key that is stored. One that is too long to be similar to another has itself.
pub(crate) fn stored(key: &[char], threshold: usize) -> Vec<String> {
    let length = key.len();
    let parts = if length > LONGEST { 1 } else { parts(length, threshold) };
    let cut = |at| {
        let (from, to) = part(length, parts, at);
        key.get(from..to).map(|part| block(length, at, part))
    };
    (0..parts).filter_map(cut).collect()
}

/// The blocks that a key looks up: every stored key that is similar to it has one of them.
pub(crate) fn asked(key: &[char], threshold: usize) -> Vec<String> {
    let length = key.len();
    if length > LONGEST {
        return vec![block(length, 0, key)];
    }
    let shortest = (0..=length).find(|l| length - l <= allowed(length, threshold)).unwrap_or(length).max(1);
    let longest = (length..=LONGEST).take_while(|l| l - length <= allowed(*l, threshold)).last().unwrap_or(length);
    let mut blocks = Vec::new();
    for other in shortest..=longest {
        let edits = allowed(other.max(length), threshold) as i64;
        let difference = length as i64 - other as i64;
        let count = parts(other, threshold);
        for at in 0..count {
            let (from, to) = part(other, count, at);
            for moved in -edits..=edits {
                if moved.abs() + (moved - difference).abs() > edits {
                    continue;
                }
                let place = usize::try_from(from as i64 + moved).ok().map(|place| place..place + (to - from));
                if let Some(found) = place.and_then(|place| key.get(place)) {
                    blocks.push(block(other, at, found));
                }
            }
        }
    }
    blocks.sort();
    blocks.dedup();
    blocks
}
