//! What a message says, and its files.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::{Encoding, GB18030};
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::html::html_to_text;

use super::head::Head;
use super::split::Part;
use super::{MailFile, plain};

/// Base64 as it comes: whatever its end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text of a message, and its files. Where it has a plain one, what stands beside that in HTML is left out.
pub(super) fn read(parts: &[Part<'_>]) -> (String, Vec<MailFile>) {
    let (mut texts, mut pages, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let (kind, sort) = part.head.kind().unwrap_or_else(|| ("text".into(), "plain".into()));
        let name = part.head.file_name();
        // Of parts that have none in them, those that should have are texts.
        let is_text = kind == "multipart" || kind == "text" && !part.head.is_apart() && name.is_none();
        match sort.as_str() {
            "html" if is_text => pages.push(part),
            "plain" | "enriched" if is_text => texts.push(part),
            _ if is_text && kind == "multipart" => texts.push(part),
            // What says the same otherwise, an invitation perhaps, is a file of its own.
            _ => {
                let (media_type, content) = (format!("{kind}/{sort}"), decoded(&part.head, part.body));
                files.push(MailFile { name, media_type, content });
            }
        }
    }
    let said = |parts: &[&Part<'_>], read: &dyn Fn(&Part<'_>) -> String| {
        let texts = parts.iter().map(|part| plain(&read(part), true)).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    };
    let text = said(&texts, &|part| text(part));
    let beside = texts.iter().any(|part| part.alternative);
    let text = if text.is_empty() || !beside && pages.iter().any(|part| part.alternative) {
        let page = said(&pages, &|part| html_to_text(&text_of_page(part)));
        [page, text].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    } else {
        text
    };
    (text, files)
}

fn text_of_page(part: &Part<'_>) -> String {
    // A mark of a control character is none of the page's.
    text(part).replace('\0', "")
}

/// The text of a part, in its character set; where it names none that is known, in what it can be read as.
fn text(part: &Part<'_>) -> String {
    let bytes = decoded(&part.head, part.body);
    let charset = part.head.charset();
    if let Some(known) = charset.as_deref().and_then(|name| Encoding::for_label(name.trim().as_bytes())) {
        return known.decode(&bytes).0.into_owned();
    }
    if let Some(known) = charset.as_deref().and_then(|name| charset_decoder(name.trim().as_bytes())) {
        return known(&bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(bytes) => match GB18030.decode_without_bom_handling_and_without_replacement(bytes.as_bytes()) {
            Some(text) => text.into_owned(),
            None => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
        },
    }
}

/// The octets of a part, of which what is broken is left out.
fn decoded(head: &Head, body: &[u8]) -> Vec<u8> {
    let encoding = head.raw("Content-Transfer-Encoding").unwrap_or_default().trim().to_ascii_lowercase();
    match encoding.as_str() {
        "base64" => from_base64(body),
        "quoted-printable" => from_quoted(body),
        _ => body.to_vec(),
    }
}

fn from_base64(body: &[u8]) -> Vec<u8> {
    let of = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut letters: Vec<u8> = body.iter().copied().filter(of).collect();
    // One letter alone is no octet.
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    LENIENT.decode(&letters).unwrap_or_default()
}

fn from_quoted(body: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        at += 1;
        if *byte != b'=' {
            out.push(*byte);
            continue;
        }
        let rest = &body[at..];
        let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        if let (Some(high), Some(low)) = (digit(rest.first()), digit(rest.get(1))) {
            out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            at += 2;
        } else if rest.get(blank) == Some(&b'\n') {
            at += blank + 1;
        } else {
            out.push(b'=');
        }
    }
    out
}
