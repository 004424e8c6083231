//! Cursors: where a page ended, as letters and digits.
//!
//! A host keeps a cursor and passes it back; it stands in addresses, in JSON and in files without a thought, and nobody
//! can come to rely on what is in it. It is a version, and behind it in base 32 a check and the sort keys of the last row,
//! which are hidden under a stream made of the check. A letter that was damaged, and the cursor of another list, do not
//! fit the check. (Nothing is secret here, so nothing is signed: whoever may list may begin anywhere.)

use sha2::{Digest, Sha256};

use super::error::{CrmError, Result};
use super::storage::{Cell, FromValue, Value};

/// The first character: which form this is. That of version 0.1.0 was JSON, and began with a bracket.
const VERSION: char = '1';

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Bytes of the check.
const CHECK: usize = 8;

/// The most characters of a cursor. The longest key is a name of [`SHORT`](super::text::SHORT) characters, folded.
pub(crate) const LONGEST: u32 = 30_000;

/// One value of a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Integer(i64),
    Text(String),
    Null,
}

impl Key {
    pub(crate) fn value<'a>(&self) -> Value<'a> {
        match self {
            Key::Integer(i) => Value::Integer(*i),
            Key::Text(t) => Value::from(t.clone()),
            Key::Null => Value::Null,
        }
    }
}

impl FromValue for Key {
    fn from_value(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Integer(i) => Ok(Key::Integer(i)),
            Cell::Text(t) => Ok(Key::Text(t.to_owned())),
            Cell::Null => Ok(Key::Null),
            Cell::Blob(_) => Err(CrmError::bug("a cursor over bytes")),
        }
    }
}

/// The cursor of the list called `name` behind the row with these keys.
pub(crate) fn encode(name: &str, keys: &[Key]) -> String {
    let mut body = Vec::with_capacity(keys.len() * 9);
    for key in keys {
        write(key, &mut body);
    }
    let check = check(name, &body);
    hide(&check, &mut body);
    let mut cursor = String::with_capacity(1 + (CHECK + body.len()).div_ceil(5) * 8);
    cursor.push(VERSION);
    to_letters(check.iter().chain(&body).copied(), &mut cursor);
    cursor
}

/// The keys of a cursor, if it is one of the list called `name`, which has so many.
pub(crate) fn decode(name: &str, cursor: &str, keys: usize) -> Result<Vec<Key>> {
    read(name, cursor).filter(|found| found.len() == keys).ok_or_else(CrmError::cursor)
}

fn read(name: &str, cursor: &str) -> Option<Vec<Key>> {
    let bytes = from_letters(cursor.strip_prefix(VERSION)?)?;
    let (given, body) = bytes.split_at_checked(CHECK)?;
    let mut body = body.to_vec();
    hide(given, &mut body);
    if check(name, &body) != given {
        return None;
    }
    let (mut keys, mut rest) = (Vec::new(), &body[..]);
    while !rest.is_empty() {
        keys.push(next(&mut rest)?);
    }
    Some(keys)
}

impl CrmError {
    pub(crate) fn cursor() -> CrmError {
        CrmError::field("after", "cursor", "is not a cursor of this list")
    }
}

// ---- keys as bytes ---------------------------------------------------------------------------------------------------

const NULL: u8 = 0;
/// So many bytes of a number follow, 1 to 8: those that its sign does not tell.
const NUMBER: std::ops::RangeInclusive<u8> = 1..=8;
/// Four bytes of length and the text follow.
const TEXT: u8 = 9;

fn write(key: &Key, out: &mut Vec<u8>) {
    match key {
        Key::Null => out.push(NULL),
        Key::Integer(i) => {
            let bytes = i.to_be_bytes();
            let from = (0..7).find(|at| i64::from_be_bytes(extended(&bytes[at + 1..])) != *i).unwrap_or(7);
            out.push(u8::try_from(8 - from).unwrap_or(8));
            out.extend_from_slice(&bytes[from..]);
        }
        Key::Text(text) => {
            out.push(TEXT);
            out.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// The last bytes of a number, one at least, with its sign before them.
fn extended(bytes: &[u8]) -> [u8; 8] {
    let sign = if bytes.first().is_some_and(|b| *b >= 0x80) { 0xff } else { 0 };
    let mut all = [sign; 8];
    all[8 - bytes.len()..].copy_from_slice(bytes);
    all
}

fn next(rest: &mut &[u8]) -> Option<Key> {
    let mut take = |count: usize| {
        let (taken, behind) = rest.split_at_checked(count)?;
        *rest = behind;
        Some(taken)
    };
    match take(1)?[0] {
        NULL => Some(Key::Null),
        count if NUMBER.contains(&count) => Some(Key::Integer(i64::from_be_bytes(extended(take(count.into())?)))),
        TEXT => {
            let length = u32::from_be_bytes(take(4)?.try_into().ok()?);
            let text = take(usize::try_from(length).ok()?)?;
            Some(Key::Text(std::str::from_utf8(text).ok()?.to_owned()))
        }
        _ => None,
    }
}

// ---- check and stream ------------------------------------------------------------------------------------------------

fn check(name: &str, body: &[u8]) -> [u8; CHECK] {
    let digest: [u8; 32] = Sha256::new().chain_update(name).chain_update([0]).chain_update(body).finalize().into();
    let mut check = [0; CHECK];
    check.copy_from_slice(&digest[..CHECK]);
    check
}

/// Hides the keys, or shows them again.
fn hide(check: &[u8], body: &mut [u8]) {
    for (block, part) in (0_u32..).zip(body.chunks_mut(32)) {
        let stream: [u8; 32] = Sha256::new().chain_update(check).chain_update(block.to_be_bytes()).finalize().into();
        part.iter_mut().zip(stream).for_each(|(byte, with)| *byte ^= with);
    }
}

// ---- base 32 ---------------------------------------------------------------------------------------------------------

fn to_letters(bytes: impl Iterator<Item = u8>, out: &mut String) {
    let (mut held, mut bits) = (0_u32, 0);
    let mut push = |five: u32| out.push(char::from(LETTERS[(five & 31) as usize]));
    for byte in bytes {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(held >> bits);
        }
    }
    if bits > 0 {
        push(held << (5 - bits));
    }
}

/// The bytes, of which there is one spelling only.
fn from_letters(letters: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(letters.len() * 5 / 8);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in letters.bytes() {
        let five = match letter {
            b'a'..=b'z' => letter - b'a',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        held = ((held << 5) | u32::from(five)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    let spare = held & ((1 << bits) - 1);
    (bits < 5 && spare == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::text;

    fn key() -> impl Strategy<Value = Key> {
        prop_oneof![
            any::<i64>().prop_map(Key::Integer),
            (-300_i64..300).prop_map(Key::Integer),
            any::<String>().prop_map(Key::Text),
            Just(Key::Null),
        ]
    }

    proptest! {
        #[test]
        fn keys_come_back_and_nothing_else_is_a_cursor(
            keys in prop::collection::vec(key(), 0..5), at in any::<prop::sample::Index>(), other in "[a-z2-7]",
        ) {
            let cursor = encode("list", &keys);
            prop_assert!(cursor.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{cursor}");
            prop_assert_eq!(&decode("list", &cursor, keys.len()).expect("its own"), &keys);
            prop_assert!(decode("list", &cursor, keys.len() + 1).is_err());
            prop_assert!(decode("lists", &cursor, keys.len()).is_err());
            let at = at.index(cursor.len());
            let mut damaged = cursor.clone();
            damaged.replace_range(at..=at, &other);
            prop_assert_eq!(read("list", &damaged).is_some(), damaged == cursor, "{} {}", cursor, damaged);
            for cut in [&cursor[1..], &cursor[..cursor.len() - 1], &format!("{cursor}a"), &format!("{cursor}aaaaaaaa")] {
                prop_assert!(read("list", cut).is_none(), "{} {}", cursor, cut);
            }
        }
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "1", "x", "1a", "1ä", "1AAAAAAAAAAAAAAA", "1aaaaaaaaaaaaaaaa", r#"["customers",[7]]"#] {
            assert!(read("customers", text).is_none(), "{text}");
        }
        // The last letter has bits to spare, which say nothing.
        let cursor = encode("customers", &[Key::Integer(7)]);
        let ends: Vec<char> = LETTERS
            .iter()
            .map(|letter| char::from(*letter))
            .filter(|letter| read("customers", &format!("{}{letter}", &cursor[..cursor.len() - 1])).is_some())
            .collect();
        assert_eq!(ends, [cursor.chars().next_back().expect("not empty")]);
    }

    #[test]
    fn neighbours_look_nothing_alike() {
        let at = |id| encode("customers", &[Key::Integer(id)]);
        let same = at(41).chars().zip(at(42).chars()).filter(|(a, b)| a == b).count();
        assert!(same < 6, "{} {}", at(41), at(42));
        assert!(at(1).len() < 20, "{}", at(1));
    }

    #[test]
    fn the_longest_name_makes_a_cursor_that_is_taken() {
        let widest =
            (char::MIN..=char::MAX).map(|c| text::fold(c.encode_utf8(&mut [0; 4])).len()).max().expect("a character");
        assert!(widest >= 33, "{widest}");
        let name = "x".repeat(widest * text::SHORT as usize);
        // The keys of a list that has no more than a name and a number.
        let cursor = encode("colleagues", &[Key::Text(name), Key::Integer(i64::MAX)]);
        assert!(cursor.len() <= LONGEST as usize, "{}", cursor.len());
    }
}
