//! What a file is (FILE-6): what its content shows, by a library of signatures; else what its name says; the sender's word
//! decides between equals alone.

/// What can't be told.
const UNKNOWN: &str = "application/octet-stream";

/// Types that a host may show in its own pages, where the content itself shows them.
const INLINE: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

/// The media type of a file, by the beginning of its content, its name and the sender's word; with whether it may be shown
/// inline.
pub(super) fn of(beginning: &[u8], name: &str, word: Option<&str>) -> (String, bool) {
    if let Some(shown) = infer::get(beginning) {
        let shown = shown.mime_type();
        return (shown.to_owned(), INLINE.contains(&shown));
    }
    let named: Vec<&str> = mime_guess::from_path(name).iter_raw().collect();
    let chosen = word.and_then(|word| named.iter().find(|named| named.eq_ignore_ascii_case(word)));
    let named = chosen.or(named.first()).copied().unwrap_or(UNKNOWN);
    (named.to_owned(), false)
}
