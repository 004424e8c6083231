//! A file of statements, taken apart.

/// The statements of a file, without the semicolons that end them. Comments, quoted texts and quoted names may hold
/// semicolons; bodies of triggers may not, and there are none.
pub(super) fn split(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (length, code) = first(rest);
            let statement = rest[..length].trim();
            // The semicolon is one byte.
            rest = rest.get(length + 1..).unwrap_or_default();
            if code {
                return Some(statement);
            }
        }
        None
    })
}

/// The length of the first statement, and whether there is anything in it but space and comments.
fn first(sql: &str) -> (usize, bool) {
    let bytes = sql.as_bytes();
    let (mut at, mut code) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        // What is looked for is ASCII, so no place that is found stands within a character.
        let next = match (byte, bytes.get(at + 1)) {
            (b';', _) => return (at, code),
            (b'-', Some(b'-')) => end_of(sql, at + 2, "\n"),
            (b'/', Some(b'*')) => end_of(sql, at + 2, "*/"),
            (byte, _) => {
                code |= !byte.is_ascii_whitespace();
                match byte {
                    // A doubled quote ends one quotation and begins another.
                    b'\'' => end_of(sql, at + 1, "'"),
                    b'"' => end_of(sql, at + 1, "\""),
                    b'`' => end_of(sql, at + 1, "`"),
                    b'[' => end_of(sql, at + 1, "]"),
                    _ => at + 1,
                }
            }
        };
        at = next;
    }
    (sql.len(), code)
}

/// The place behind the next `end`; what is not closed goes on to the end, for the database to refuse.
fn end_of(sql: &str, from: usize, end: &str) -> usize {
    sql.as_bytes()[from.min(sql.len())..]
        .windows(end.len())
        .position(|window| window == end.as_bytes())
        .map_or(sql.len(), |found| from + found + end.len())
}
