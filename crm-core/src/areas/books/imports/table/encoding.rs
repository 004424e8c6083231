//! In which encoding a file is written. What is not said is found out by evidence, line by line; where that is short,
//! the file is refused, since text in the wrong encoding looks like text.
//!
//! *For UTF-8* speaks a line that is valid in it and has two different sequences of three bytes (text in GB18030 is that
//! by chance in less than one line of ten thousand), and Latin words with accents. *For GB18030* speaks a line that is
//! not valid in UTF-8, and whose pairs of bytes are all among the characters of GB2312. A file whose lines speak for
//! both was put together of two; what is damaged speaks for nothing.

use std::collections::BTreeSet;
use std::str;

use encoding_rs::{GB18030, UTF_8};

use crate::areas::books::imports::types::TextEncoding;
use crate::engine::error::{CrmError, Result};

/// How many lines for one encoding a line for the other is outweighed by.
const OUTWEIGHED: usize = 8;

/// Different sequences of two bytes that are no chance any more: one pair of GB18030 in seven is valid in UTF-8.
const NO_CHANCE: usize = 6;

/// Byte order marks of encodings that are not supported.
const OTHER_MARKS: &[&[u8]] = &[&[0xff, 0xfe], &[0xfe, 0xff], &[0, 0, 0xfe, 0xff]];

/// A file's encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoded {
    pub(super) encoding: TextEncoding,
    /// Whether nobody said it, neither the caller nor the file.
    pub(super) guessed: bool,
    /// Where the text begins, behind a byte order mark.
    pub(super) begin: usize,
}

/// Decides the encoding. `said` is the caller's word, `columns` the names that the mapping expects in the first line.
pub(super) fn decide(argument: &str, bytes: &[u8], said: Option<TextEncoding>, columns: &[&str]) -> Result<Encoded> {
    let marked = [(TextEncoding::Utf8, &[0xef, 0xbb, 0xbf][..]), (TextEncoding::Gb18030, &[0x84, 0x31, 0x95, 0x33])]
        .into_iter()
        .find(|(_, mark)| bytes.starts_with(mark));
    if let Some((encoding, mark)) = marked {
        if said.is_some_and(|said| said != encoding) {
            let detail = format!("is {encoding} by its byte order mark, and not what the options say");
            return Err(CrmError::field(argument, "wrong_encoding", &detail));
        }
        return Ok(Encoded { encoding, guessed: false, begin: mark.len() });
    }
    let first = lines(bytes).find(|line| !line.is_empty()).unwrap_or_default();
    if OTHER_MARKS.iter().any(|mark| bytes.starts_with(mark)) || first.contains(&0) {
        return Err(CrmError::field(argument, "wrong_encoding", "is neither UTF-8 nor GB18030; UTF-16 by its look"));
    }
    if let Some(encoding) = said {
        return Ok(Encoded { encoding, guessed: false, begin: 0 });
    }
    match weigh(bytes, first, columns) {
        Some(encoding) => Ok(Encoded { encoding, guessed: true, begin: 0 }),
        None => Err(CrmError::field(argument, "ambiguous_encoding", "can be read in UTF-8 and in GB18030: say which")),
    }
}

/// The text of one line, and whether all of it is text. What is none becomes U+FFFD.
pub(super) fn decode<'b>(encoded: Encoded, line: &'b [u8]) -> (std::borrow::Cow<'b, str>, bool) {
    let (text, broken) = match encoded.encoding {
        TextEncoding::Utf8 => UTF_8.decode_without_bom_handling(line),
        TextEncoding::Gb18030 => GB18030.decode_without_bom_handling(line),
    };
    if broken || line.is_ascii() {
        return (text, !broken);
    }
    // A line of UTF-8 in a file that was found to be GB18030 reads as other characters. And where U+FFFD stands in the
    // file itself, text was lost before.
    let foreign =
        encoded.guessed && encoded.encoding == TextEncoding::Gb18030 && Utf8::of(line).is_some_and(|u| u.strong());
    let lost = text.contains(char::REPLACEMENT_CHARACTER);
    (text, !foreign && !lost)
}

/// The lines of a file, whatever their ends; empty ones stand between the characters of CRLF.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|b| matches!(b, b'\r' | b'\n'))
}

/// What speaks for either encoding.
#[derive(Default)]
struct Weight {
    utf8: usize,
    gb18030: usize,
    /// Lines that are not valid in UTF-8.
    not_utf8: usize,
    /// Whether a line can be read in both, and is not the same in both.
    unclear: bool,
    /// Different sequences of two bytes in lines valid in UTF-8: of Latin words, and others.
    latin: BTreeSet<[u8; 2]>,
    pairs: BTreeSet<[u8; 2]>,
    /// Different pairs of GB2312 in lines not valid in UTF-8.
    hanzi: BTreeSet<[u8; 2]>,
}

fn weigh(bytes: &[u8], first: &[u8], columns: &[&str]) -> Option<TextEncoding> {
    let mut weight = Weight::default();
    let named: Vec<&str> = columns.iter().copied().filter(|name| !name.is_ascii()).collect();
    for line in lines(bytes).filter(|line| !line.is_ascii()) {
        weight.add(line);
    }
    if !named.is_empty() && !first.is_ascii() {
        // The mapping's own names, found in the first line, are evidence too.
        let has_all = |text: &str| named.iter().all(|name| text.contains(name));
        let utf8 = str::from_utf8(first).is_ok_and(has_all);
        let gb18030 = has_all(&GB18030.decode_without_bom_handling(first).0);
        weight.utf8 += usize::from(utf8 && !gb18030);
        weight.gb18030 += usize::from(gb18030 && !utf8);
    }
    weight.decide()
}

impl Weight {
    fn add(&mut self, line: &[u8]) {
        match Utf8::of(line) {
            Some(found) => {
                self.utf8 += usize::from(found.strong());
                self.unclear |= !found.strong();
                for (set, more) in [(&mut self.latin, found.latin), (&mut self.pairs, found.pairs)] {
                    if set.len() < NO_CHANCE {
                        set.extend(more);
                    }
                }
            }
            None => {
                self.not_utf8 += 1;
                if let Some(pairs) = hanzi(line) {
                    self.gb18030 += usize::from(pairs.len() > 2);
                    if self.hanzi.len() < NO_CHANCE {
                        self.hanzi.extend(pairs);
                    }
                }
            }
        }
    }

    fn decide(&self) -> Option<TextEncoding> {
        let words = !self.latin.is_empty() && (self.pairs.is_empty() || self.latin.len() > 2);
        let utf8 =
            self.utf8 > 0 || self.pairs.len() >= NO_CHANCE || (words && (self.not_utf8 == 0 || self.latin.len() > 2));
        let gb18030 = self.gb18030 > 0 || self.hanzi.len() > 2;
        match (utf8, gb18030) {
            (true, false) => Some(TextEncoding::Utf8),
            (false, true) => Some(TextEncoding::Gb18030),
            (true, true) if self.utf8 >= OUTWEIGHED * self.gb18030.max(1) => Some(TextEncoding::Utf8),
            (true, true) if self.gb18030 >= OUTWEIGHED * self.utf8.max(1) => Some(TextEncoding::Gb18030),
            (true, true) => None,
            // Nothing but ASCII is the same in both.
            (false, false) if !self.unclear && self.not_utf8 == 0 => Some(TextEncoding::Utf8),
            (false, false) => None,
        }
    }
}

/// What a line valid in UTF-8 holds beside ASCII.
struct Utf8 {
    /// Different sequences of more than two bytes, up to two.
    long: usize,
    latin: Vec<[u8; 2]>,
    pairs: Vec<[u8; 2]>,
    gb18030: bool,
}

impl Utf8 {
    fn of(line: &[u8]) -> Option<Utf8> {
        let text = str::from_utf8(line).ok()?;
        let mut found = Utf8 { long: 0, latin: Vec::new(), pairs: Vec::new(), gb18030: true };
        let (mut before, mut first_long) = ('\0', '\0');
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            let mut bytes = [0; 4];
            match c.encode_utf8(&mut bytes).len() {
                1 => {}
                2 => {
                    let beside = |c: char| c.is_ascii_lowercase();
                    let is_latin = matches!(c, '\u{c0}'..='\u{24f}')
                        && (beside(before) || characters.peek().is_some_and(|c| beside(*c)));
                    let pairs = if is_latin { &mut found.latin } else { &mut found.pairs };
                    if pairs.len() < NO_CHANCE {
                        pairs.push([bytes[0], bytes[1]]);
                    }
                }
                _ if found.long == 0 => (found.long, first_long) = (1, c),
                _ if c != first_long => found.long = 2,
                _ => {}
            }
            before = c;
        }
        found.gb18030 = found.long < 2 && !GB18030.decode_without_bom_handling(line).1;
        Some(found)
    }

    /// Whether a line like this is no chance in GB18030.
    fn strong(&self) -> bool {
        self.long > 1 || !self.gb18030
    }
}

/// The first different pairs of a line whose every pair of bytes is a character of GB2312.
fn hanzi(line: &[u8]) -> Option<BTreeSet<[u8; 2]>> {
    let mut pairs = BTreeSet::new();
    let mut rest = line;
    loop {
        match rest {
            [] => return Some(pairs),
            [b, behind @ ..] if b.is_ascii() => rest = behind,
            [lead @ 0xb0..=0xf7, trail @ 0xa1..=0xfe, behind @ ..] => {
                if pairs.len() < NO_CHANCE {
                    pairs.insert([*lead, *trail]);
                }
                rest = behind;
            }
            // Punctuation and full-width letters, which are no evidence by themselves.
            [0xa1..=0xa9, 0xa1..=0xfe, behind @ ..] => rest = behind,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8], columns: &[&str]) -> std::result::Result<TextEncoding, String> {
        match decide("file", bytes, None, columns) {
            Ok(encoded) => Ok(encoded.encoding),
            Err(CrmError::Invalid { fields }) => Err(fields[0].code.clone()),
            Err(other) => panic!("{other}"),
        }
    }

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn evidence_decides() {
        use TextEncoding::{Gb18030, Utf8};
        let cut = |text: &str, at: usize| {
            let mut bytes = text.as_bytes().to_vec();
            bytes.remove(at);
            bytes
        };
        let ambiguous = || Err("ambiguous_encoding".to_owned());
        let mixed = [gb("1,轴承钢\n"), "2,轴承钢\n".as_bytes().to_vec()].concat();
        let cases: Vec<(&str, Vec<u8>, std::result::Result<TextEncoding, String>)> = vec![
            ("ASCII", b"id,name\n1,nut".to_vec(), Ok(Utf8)),
            ("UTF-8", "id,name\n1,轴承".as_bytes().to_vec(), Ok(Utf8)),
            ("one character", "id,unit\n1,台".as_bytes().to_vec(), Ok(Utf8)),
            ("UTF-8 with a character cut", cut("id,name\n1,轴承钢\n2,轴承", 11), Ok(Utf8)),
            ("only a character cut", cut("id,name\n2,轴承", 11), ambiguous()),
            ("accents", "id,name\n1,Käse\n2,café".as_bytes().to_vec(), Ok(Utf8)),
            ("Cyrillic", "id,name\n1,Привет".as_bytes().to_vec(), Ok(Utf8)),
            ("GB18030", gb("id,name\n1,轴承钢"), Ok(Gb18030)),
            ("GB18030 with a rare character", gb("id,name\n1,轴承钢\n2,朱镕基"), Ok(Gb18030)),
            ("one character that is valid in both", gb("id,unit\n1,台\n2,台\n"), ambiguous()),
            ("one character that is valid in GB18030 alone", gb("id,unit\n1,个\n"), ambiguous()),
            ("Latin-1", b"id,name\n1,M\xfcller\n2,K\xe4se".to_vec(), ambiguous()),
            ("two files in one", mixed, ambiguous()),
            ("UTF-16", b"\xff\xfei\0d\0".to_vec(), Err("wrong_encoding".to_owned())),
            ("UTF-16 without its mark", b"i\0d\0,\0".to_vec(), Err("wrong_encoding".to_owned())),
        ];
        for (name, bytes, encoding) in cases {
            assert_eq!(found(&bytes, &["id"]), encoding, "{name}");
        }
        // What the mapping expects in the first line is evidence.
        assert_eq!(found(&gb("id,台\n1,2"), &["id", "台"]), Ok(Gb18030));
        assert_eq!(found("id,É\n1,2".as_bytes(), &["id", "É"]), Ok(Utf8));
        // A mark decides, and contradicts the caller.
        assert_eq!(found("\u{feff}id\n".as_bytes(), &[]), Ok(Utf8));
        assert_eq!(found(b"\x84\x31\x95\x33id\n", &[]), Ok(Gb18030));
        let said = decide("file", "\u{feff}id\n".as_bytes(), Some(Gb18030), &[]);
        assert!(matches!(said, Err(CrmError::Invalid { fields }) if fields[0].code == "wrong_encoding"));
    }

    #[test]
    fn a_line_of_the_other_encoding_is_broken() {
        let encoded = decide("file", &gb("1,轴承钢\n2,齿轮泵\n"), None, &[]).expect("GB18030");
        assert!(decode(encoded, &gb("3,螺栓")).1);
        assert!(!decode(encoded, "3,螺栓".as_bytes()).1);
        assert!(!decode(Encoded { encoding: TextEncoding::Utf8, ..encoded }, &gb("3,螺栓")).1);
        assert!(!decode(Encoded { encoding: TextEncoding::Utf8, ..encoded }, "3,\u{fffd}".as_bytes()).1);
    }
}
