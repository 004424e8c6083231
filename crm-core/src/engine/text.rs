//! Text as the specification wants it: trimmed, with plain line ends, without control characters; and folded for
//! searching.

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

/// The first control character that may not stand in a text; newline and tab may in long ones.
pub(crate) fn control_character(text: &str, long: bool) -> Option<char> {
    text.chars().find(|c| c.is_control() && !(long && matches!(c, '\n' | '\t')))
}

/// Folds a text for searching: NFKC, then full case folding, then NFKC again (folding can undo it), so that
/// `Ａｃｍｅ`, `ACME` and `acme` meet. Plain ASCII takes the short way.
pub fn fold(text: &str) -> String {
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
    fn finds_control_characters() {
        assert_eq!(control_character("a\nb", true), None);
        assert_eq!(control_character("a\nb", false), Some('\n'));
        assert_eq!(control_character("a\u{0}", true), Some('\0'));
        assert_eq!(control_character("\u{85}", true), Some('\u{85}'));
        assert_eq!(control_character("‏עברית", false), None);
    }
}
