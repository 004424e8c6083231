//! Folding a text for comparing (DUP-3, `text`): further than for searching, since two names that nobody would tell apart
//! are to meet.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::characters::{is_format, is_latin, is_said, simplified};

/// NFKC, full case folding, traditional characters as simplified ones, without marks of Latin letters and characters of
/// format; again until nothing changes. Everything else is still there.
pub(crate) fn fold(text: &str) -> String {
    if text.chars().all(folds_alone) {
        let mut folded = text.to_ascii_lowercase();
        while folded.chars().any(|c| simplified(c) != c) {
            folded = folded.chars().map(simplified).collect();
        }
        return folded;
    }
    let mut folded = once(text);
    loop {
        let again = once(&folded);
        if again == folded {
            return folded;
        }
        folded = again;
    }
}

/// Whether a character is folded by itself, whatever stands beside it.
fn folds_alone(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn once(text: &str) -> String {
    let cased: String = text.nfkc().default_case_fold().map(simplified).collect();
    let (mut kept, mut latin) = (String::with_capacity(cased.len()), false);
    for c in cased.nfd() {
        if is_format(c) || (latin && is_combining_mark(c)) {
            continue;
        }
        if !is_combining_mark(c) {
            latin = is_latin(c);
        }
        kept.push(c);
    }
    kept.nfkc().collect()
}

/// Only the letters, marks and numbers of a folded text, folded again, since what stood between them is gone.
pub(super) fn bare(folded: &str) -> String {
    let mut bare: String = folded.chars().filter(|c| is_said(*c)).collect();
    if !bare.is_ascii() {
        loop {
            let again: String = fold(&bare).chars().filter(|c| is_said(*c)).collect();
            if again == bare {
                break;
            }
            bare = again;
        }
    }
    bare
}
