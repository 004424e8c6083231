//! Text as the specification wants it: trimmed, with plain line ends, without control characters, with something to
//! see in it; and folded for searching.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// The longest short text, in scalar values.
pub const SHORT: u32 = 500;

/// The longest long text, in scalar values.
pub const LONG: u32 = 20_000;

/// Brings a text into its kept form: trimmed at both ends (Unicode white space), CRLF and CR become LF.
///
/// Returns without touching the text, and without allocating, where there is nothing to change.
pub(crate) fn normalise(text: &mut String) {
    if text.contains('\r') {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

/// Whether a text shows nothing: no character in it is one that people see. It stands for no name then, and counts as
/// absent.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_ignorable(c) || shows_nothing(c))
}

/// The characters that Unicode says to pass over where there is no special support (`Default_Ignorable_Code_Point`):
/// zero-width spaces and joiners, marks of direction, soft hyphens, selectors of variants, tags, fillers.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// What has no look though it is none of those: the empty Braille pattern, the marks of annotations.
fn shows_nothing(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{fff9}'..='\u{fffb}')
}

/// The first control character that may not stand in a text; newline and tab may in long ones.
pub(crate) fn control_character(text: &str, long: bool) -> Option<char> {
    text.chars().find(|c| c.is_control() && !(long && matches!(c, '\n' | '\t')))
}

/// The number of the rules by which [`fold`] folds. To be raised with every change of them: a database whose texts were
/// folded by others is folded anew when it is opened.
const RULES: u32 = 1;

/// By which rules texts are folded: ours, and those of Unicode, which change with its version.
pub(crate) fn folding() -> String {
    let (nfkc, case) = (unicode_normalization::UNICODE_VERSION, caseless::UNICODE_VERSION);
    format!("{RULES} nfkc {}.{}.{} case {}.{}.{}", nfkc.0, nfkc.1, nfkc.2, case.0, case.1, case.2)
}

/// Folds a text for searching: NFKC, then full case folding, then NFKC again (folding can undo it), so that
/// `Ａｃｍｅ`, `ACME` and `acme` meet. What nobody sees is left out, and the four Turkish letters i are one, since
/// whoever searches does not know on which keyboard the other typed: `istanbul` finds `İSTANBUL`, and `Isparta` `ısparta`.
/// Plain ASCII takes the short way, and so do Chinese characters with it, which every name of a company consists of.
pub fn fold(text: &str) -> String {
    if text.chars().all(folds_alone) {
        return text.to_ascii_lowercase();
    }
    let seen = text.chars().filter(|c| !is_ignorable(*c));
    let mut folded = String::with_capacity(text.len());
    for c in seen.nfkc().default_case_fold() {
        match c {
            '\u{131}' => folded.push('i'),
            // Case folding makes of `İ` an i with a dot of its own.
            '\u{307}' if folded.ends_with(['i', 'j', '\u{12f}']) => {}
            c if is_ignorable(c) => {}
            c => folded.push(c),
        }
    }
    let mut composed = String::with_capacity(folded.len());
    composed.extend(folded.nfkc());
    composed
}

/// Whether a character is folded as in ASCII, whatever stands beside it: ASCII itself, the ideographs of the first block, and
/// the two marks 、 and 。, which neither decompose nor compose.
fn folds_alone(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}' | '、' | '。')
}

/// As version 0.1.0 folded a text: what is not seen stays, and of the Turkish letters only i is the i of others. Login
/// names that were two then, and would be one now, are told apart by it.
pub(crate) fn fold_as_before(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkc().default_case_fold().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_unicode_space_and_unifies_line_ends() {
        for (given, kept) in [
            ("  a ", "a"),
            ("\u{3000}华东\u{3000}", "华东"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("\u{a0}x\u{2003}", "x"),
            ("plain", "plain"),
        ] {
            let mut text = given.to_owned();
            normalise(&mut text);
            assert_eq!(text, kept);
        }
    }

    #[test]
    fn folds_width_and_case() {
        assert_eq!(fold("ＡＣＭＥ 上海"), "acme 上海");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("Σίσυφος"));
    }

    #[test]
    fn folds_what_nobody_types() {
        for (text, folded) in [
            ("İSTANBUL", "istanbul"),
            ("ısparta", "isparta"),
            ("I\u{307}", "i"),
            ("i\u{307}\u{301}", "í"),
            ("ė", "ė"),
            ("a\u{200b}b\u{ad}c", "abc"),
            ("\u{feff}上海", "上海"),
            ("\u{3164}", ""),
            ("e\u{200d}\u{301}", "é"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn the_short_way_is_the_long_one() {
        // A letter that folds alone takes what composes with it the long way too.
        for c in (0..0x1_0000).filter_map(char::from_u32).filter(|c| folds_alone(*c)) {
            let long: String = c.nfkc().default_case_fold().nfkc().collect();
            assert_eq!(fold(&c.to_string()), long, "{c:?}");
            assert!(!is_ignorable(c) && unicode_normalization::char::canonical_combining_class(c) == 0, "{c:?}");
            let before: String = ['A', c].into_iter().nfkc().collect();
            assert_eq!(before, format!("A{c}"), "nothing composes with it");
        }
        assert_eq!(fold("上海A\u{308}"), "上海ä");
        assert_eq!(fold("杭州、ABC。"), "杭州、abc。");
    }

    #[test]
    fn folding_twice_is_folding_once() {
        // Behind the second plane there are ideographs, and what is never seen.
        for c in (0..0x2_0000).chain(0xe_0000..0xe_0200).filter_map(char::from_u32) {
            for text in [format!("I\u{307}{c}\u{307}"), format!("{c}\u{301}\u{307}")] {
                let folded = fold(&text);
                assert_eq!(fold(&folded), folded, "{text:?}");
            }
        }
    }

    #[test]
    fn what_shows_is_not_blank() {
        for text in ["a", "。", "\u{301}", "\u{200b}x", "\u{fffd}", "\u{e000}", "👨\u{200d}👩", "\u{2028}·"] {
            assert!(!is_blank(text), "{text:?}");
        }
        for text in ["", " ", "\u{3000}\u{200b}", "\u{e0020}", "\u{2028}", "\u{2800}"] {
            assert!(is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn finds_control_characters() {
        assert_eq!(control_character("a\nb", true), None);
        assert_eq!(control_character("a\nb", false), Some('\n'));
        assert_eq!(control_character("a\u{0}", true), Some('\0'));
        assert_eq!(control_character("\u{85}", true), Some('\u{85}'));
        assert_eq!(control_character("‏עברית", false), None);
    }
}
