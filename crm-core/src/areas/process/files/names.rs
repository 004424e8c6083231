//! What a file may be called (FILE-1): a name under which every operating system can keep it, and in which nothing pretends
//! to be what it is not.

use unicode_normalization::UnicodeNormalization;

/// What Windows takes for a device, whatever stands behind a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The name in its composed form, where a file may be called so.
pub(super) fn composed(name: &str) -> Option<String> {
    let name: String = name.nfc().collect();
    let at_an_end = name.starts_with(char::is_whitespace) || name.ends_with(|c: char| c.is_whitespace() || c == '.');
    let fits = (1..=255).contains(&name.chars().count());
    (fits && !at_an_end && !name.contains(is_unfit) && !is_device(&name)).then_some(name)
}

fn is_unfit(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c.is_control()
}

/// A name made of a text that people gave to something else: what a file may not be called so is taken out of it.
pub(crate) fn made_of(text: &str, ending: &str) -> String {
    let plain: String = text.chars().map(|c| if is_unfit(c) { '_' } else { c }).take(255 - ending.len()).collect();
    let name = format!("{}{ending}", plain.trim());
    composed(&name).unwrap_or_else(|| format!("_{name}"))
}

/// A name that somebody else gave to a file, as far as a file may be called so here: the last part of a path, without what is
/// unfit, cut before its ending. None, where nothing is left of it.
pub(crate) fn fitting(given: &str) -> Option<String> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let plain: String = last.chars().map(|c| if is_unfit(c) { '_' } else { c }).collect::<String>().nfc().collect();
    let name = plain.trim_start().trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    if name.is_empty() {
        return None;
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 16 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let stem: String = stem.chars().take(255 - ending.chars().count()).collect();
    let name = format!("{}{ending}", stem.trim_end());
    composed(&name).or_else(|| composed(&format!("_{name}")))
}

/// Whether Windows takes it for a device: `CON`, `com1.txt`, `LPT¹`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = |port: &str| {
        stem.strip_prefix(port).is_some_and(|number| {
            matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "\u{b9}" | "\u{b2}" | "\u{b3}")
        })
    };
    DEVICES.contains(&stem.as_str()) || port("com") || port("lpt")
}

#[cfg(test)]
mod tests {
    use super::{composed, made_of};

    // DOC-6: a document is called by its template, as far as a file may be called so.
    #[test]
    fn what_a_document_is_called() {
        let long = "合".repeat(300);
        for (given, made) in [
            ("合同", "合同.html"),
            ("销售/采购: 合同?", "销售_采购_ 合同_.html"),
            (" a ", "a.html"),
            ("con", "_con.html"),
            ("a.", "a..html"),
            ("", ".html"),
        ] {
            assert_eq!(made_of(given, ".html"), made, "{given:?}");
            assert_eq!(composed(made).as_deref(), Some(made));
        }
        assert_eq!(composed(&made_of(&long, ".txt")).map(|name| name.chars().count()), Some(255));
    }

    // FILE-1: names that a file may have, in their composed form, and those that it may not.
    #[test]
    fn what_a_file_may_be_called() {
        for (given, kept) in [
            ("合同 2026.pdf", "合同 2026.pdf"),
            ("re\u{301}sume\u{301}.txt", "r\u{e9}sum\u{e9}.txt"),
            ("a", "a"),
            (".gitignore", ".gitignore"),
            ("console.log", "console.log"),
            ("com10", "com10"),
            ("com", "com"),
            ("a..b", "a..b"),
        ] {
            assert_eq!(composed(given).as_deref(), Some(kept), "{given:?}");
        }
        for bad in [
            "",
            ".",
            "..",
            " a",
            "a ",
            "a.",
            "\u{3000}a",
            "a/b",
            "a\\b",
            "C:",
            "a*",
            "a?",
            "\"a\"",
            "a<b",
            "a>b",
            "a|b",
            "a\nb",
            "a\u{0}b",
            "x\u{202e}fdp.exe",
            "\u{2066}a",
            "CON",
            "con.txt",
            "Com1.txt",
            "lpt9",
            "COM\u{b9}",
            "NUL .txt",
            "AUX.tar.gz",
        ] {
            assert_eq!(composed(bad), None, "{bad:?}");
        }
        assert!(composed(&"文".repeat(255)).is_some() && composed(&"文".repeat(256)).is_none());
    }
}
