//! The codes of RFC 6238, and the texts that a person types or scans: pure functions of the secret and the time.

use hmac::{Hmac, Mac};
use sha1::Sha1;
use unicode_normalization::UnicodeNormalization;

use crate::engine::clock::Timestamp;
use crate::engine::error::{CrmError, Result};
use crate::engine::secret::Secret;

/// Bytes of a secret.
pub(super) const SECRET: usize = 20;

/// Bytes of a recovery code.
pub(super) const RECOVERY: usize = 10;

/// Seconds that a code is shown.
const STEP: i64 = 30;

/// The step of time that an instant lies in.
pub(super) fn step(at: Timestamp) -> i64 {
    at.timestamp().div_euclid(STEP)
}

/// The code of a step: the last six digits.
pub(super) fn code(secret: &[u8], step: i64) -> Result<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).map_err(|e| CrmError::bug(e.to_string()))?;
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 0xf);
    let number = u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
    Ok((number & 0x7fff_ffff) % 1_000_000)
}

/// What somebody typed as a code, whatever the width and case of its characters, spaces and hyphens left out: devices
/// show `123 456`, and what was printed is `ABCD-EFGH-…`.
#[derive(PartialEq, Eq)]
pub(super) enum Typed {
    /// Six digits.
    Code(u32),
    /// A recovery code.
    Recovery([u8; RECOVERY]),
    /// Neither.
    Other,
}

impl Typed {
    pub(super) fn of(typed: &Secret) -> Typed {
        // Longer than any code is none, so no more is looked at.
        let text: String = characters(typed).take(17).collect();
        match text.len() {
            6 if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().map_or(Typed::Other, Typed::Code),
            16 => from_base32(&text).map_or(Typed::Other, Typed::Recovery),
            _ => Typed::Other,
        }
    }
}

/// Whether somebody left the code empty.
pub(super) fn is_blank(typed: &Secret) -> bool {
    characters(typed).next().is_none()
}

fn characters(typed: &Secret) -> impl Iterator<Item = char> {
    typed.reveal().nfkc().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase)
}

/// The digits of Base32 (RFC 4648).
const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bytes in groups of five as people and their devices take them: no group is left over, so there is no padding.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 & 0xfff | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(char::from(DIGITS[(bits >> held & 31) as usize]));
        }
    }
    text
}

/// The bytes of a recovery code.
fn from_base32(text: &str) -> Option<[u8; RECOVERY]> {
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(RECOVERY), 0_u32, 0);
    for digit in text.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        bits = bits << 5 & 0xfff | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    bytes.try_into().ok()
}

/// A recovery code as it is shown, in groups of four.
pub(super) fn recovery(code: [u8; RECOVERY]) -> String {
    let mut text = base32(&code);
    for at in [12, 8, 4] {
        text.insert(at, '-');
    }
    text
}

/// What a device scans: the secret, and under which name it is kept there.
pub(super) fn uri(issuer: &str, login: &str, secret: &[u8]) -> String {
    let (issuer, login, secret) = (escaped(issuer), escaped(login), base32(secret));
    format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}")
}

/// Percent-encoded but for what RFC 3986 leaves as it is.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // FACTOR-5.
        for (seconds, expected) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            let at = Timestamp::from_timestamp(seconds, 0).expect("an instant");
            assert_eq!(code(b"12345678901234567890", step(at)).expect("a code"), expected, "{seconds}");
        }
        let before = |micros: i64| step(Timestamp::from_timestamp_micros(micros).expect("an instant"));
        assert_eq!((before(29_999_999), before(30_000_000), before(-1)), (0, 1, -1));
    }

    #[test]
    fn what_is_typed_can_be_read_one_way() {
        let shown = recovery([0xff, 0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0]);
        assert_eq!(shown.len(), 19);
        let bytes = Typed::Recovery([0xff, 0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0]);
        let spaced = shown.to_lowercase().replace('-', " ");
        for (typed, expected) in [
            ("081804", Typed::Code(81_804)),
            (" 081 804\n", Typed::Code(81_804)),
            ("０８１８０４", Typed::Code(81_804)),
            (&shown, Typed::Recovery([0xff, 0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0])),
            (&spaced, bytes),
            ("81804", Typed::Other),
            ("0818040", Typed::Other),
            ("+81804", Typed::Other),
            ("٠٨١٨٠٤", Typed::Other),
            ("ABCDEFGHIJKLMNO1", Typed::Other), // 1 is no digit of Base32
            ("ABCDEFGHIJKLMNOPQ", Typed::Other),
            ("", Typed::Other),
        ] {
            assert!(Typed::of(&typed.into()) == expected, "{typed:?}");
        }
        assert!(is_blank(&" - \u{3000}".into()) && !is_blank(&"0".into()));
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(base32(b"12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let code = [0, 1, 2, 4, 8, 16, 32, 64, 128, 255];
        assert_eq!(from_base32(&base32(&code)), Some(code));
        assert_eq!(from_base32("AAAAAAAAAAAAAAA="), None);
    }

    #[test]
    fn a_device_reads_the_name_as_it_is() {
        assert_eq!(
            uri("华东 CRM", "li.lei:2", b"12345678901234567890"),
            "otpauth://totp/%E5%8D%8E%E4%B8%9C%20CRM:li.lei%3A2?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E5%8D%8E%E4%B8%9C%20CRM&algorithm=SHA1&digits=6&period=30"
        );
    }
}
