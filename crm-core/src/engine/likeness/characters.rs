//! What sort of character one is, as far as the standard library does not say.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

/// A letter, a mark or a number (L, M, N).
pub(super) fn is_said(c: char) -> bool {
    // Squared and circled letters are symbols that count as alphabetic.
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && (c.is_alphanumeric() && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}')
                || is_combining_mark(c)))
}

/// An ideograph.
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3038}'..='\u{303b}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Hiragana or katakana.
pub(super) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' | '\u{1b000}'..='\u{1b16f}')
}

/// A letter of the Latin script.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c,
            'ª' | 'º' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2b8}' | '\u{2e0}'..='\u{2e4}'
            | '\u{1d00}'..='\u{1d25}' | '\u{1d2c}'..='\u{1d5c}' | '\u{1d62}'..='\u{1d65}' | '\u{1d6b}'..='\u{1d77}'
            | '\u{1d79}'..='\u{1dbe}' | '\u{1e00}'..='\u{1eff}' | '\u{2071}' | '\u{207f}' | '\u{2090}'..='\u{209c}'
            | '\u{212a}'..='\u{212b}' | '\u{2132}' | '\u{214e}' | '\u{2160}'..='\u{2188}' | '\u{2c60}'..='\u{2c7f}'
            | '\u{a722}'..='\u{a787}' | '\u{a78b}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab64}' | '\u{fb00}'..='\u{fb06}'
            | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

/// A character of format (Cf), which nobody sees.
pub(super) fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}')
}

/// The decimal digit that a character is, of whatever script (Nd).
pub(super) fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c).filter(char::is_ascii_digit);
    }
    let at = ZEROS.partition_point(|zero| *zero <= c as u32).checked_sub(1)?;
    let value = c as u32 - ZEROS.get(at)?;
    (value < 10).then(|| char::from_digit(value, 10)).flatten()
}

/// The zeros of other scripts.
static ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50, 0x16a60,
    0x16ac0, 0x16b50, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
];

/// The simplified form of a character; itself, where it is none that is written in two ways.
pub(super) fn simplified(c: char) -> char {
    if !is_han(c) {
        return c;
    }
    let pairs = pairs();
    pairs.binary_search_by_key(&c, |(from, _)| *from).ok().and_then(|at| pairs.get(at)).map_or(c, |(_, to)| *to)
}

/// Traditional characters, in order, with what is written for them.
pub(super) fn pairs() -> &'static [(char, char)] {
    static PAIRS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let lines = include_str!("simplified.txt").lines().filter(|line| !line.starts_with('#'));
        let pair = |line: &str| {
            let mut both = line.chars();
            both.next().zip(both.next())
        };
        lines.filter_map(pair).collect()
    })
}
