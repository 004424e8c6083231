//! What stands in the place of a value that is masked (FIELD-4).

use super::ConfidentialKind;

/// What stands for what is not shown; always four, so that a length tells nothing.
pub(super) const STARS: &str = "****";

/// The mask of a text.
pub(super) fn mask(kind: ConfidentialKind, text: &str) -> String {
    let chars: Vec<char> = match kind {
        ConfidentialKind::Phone => digits_of_phone(text),
        _ => text.chars().map(ascii).collect(),
    };
    let (first, last) = match (kind, chars.len()) {
        (ConfidentialKind::Phone, 11..) | (ConfidentialKind::IdNumber, 15..) => (3, 4),
        (ConfidentialKind::Phone, 7..) | (ConfidentialKind::Account, 8..) => (0, 4),
        (ConfidentialKind::IdNumber, 8..) => (0, 2),
        (ConfidentialKind::Person, 1..) => (1, 0),
        (ConfidentialKind::Address, 10..) => (6, 0),
        // The domain is shown with its sign; without a sign, or a character before it, it is no address.
        (ConfidentialKind::Email, _) => match chars.iter().rposition(|c| *c == '@') {
            Some(at) if at > 0 && at + 1 < chars.len() => (1, chars.len() - at),
            _ => (0, 0),
        },
        _ => (0, 0),
    };
    let mut masked: String = chars.iter().take(first).collect();
    masked.push_str(STARS);
    masked.extend(&chars[chars.len() - last..]);
    masked
}

/// What begins an extension, in either width; `ext` does by its `x`.
const EXTENSION: &[char] = &['转', '轉', '#', '＃', 'x', 'X', 'ｘ', 'Ｘ', ',', '，', ';', '；'];

/// The digits of a telephone number, without the prefix of the country and the extension.
fn digits_of_phone(text: &str) -> Vec<char> {
    let number = text.split(EXTENSION).next().unwrap_or_default();
    let is_plus = |c: char| matches!(c, '+' | '＋');
    let with_plus = number.chars().find(|c| is_plus(*c) || digit(*c).is_some()).is_some_and(is_plus);
    let digits: Vec<char> = number.chars().filter(|c| digit(*c).is_some()).map(ascii).collect();
    let prefix: &[char] = if with_plus { &['8', '6'] } else { &['0', '0', '8', '6'] };
    match digits.strip_prefix(prefix) {
        Some(rest) => rest.to_vec(),
        None => digits,
    }
}

/// A decimal digit as the one of ASCII; any other character as it is.
fn ascii(c: char) -> char {
    digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

/// The value of a decimal digit of any script.
fn digit(c: char) -> Option<u32> {
    let code = u32::from(c);
    let zero = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1).and_then(|at| ZEROS.get(at))?;
    (code - zero < 10).then(|| code - zero)
}

/// The zeros of the decimal digits of Unicode 17 (general category Nd), each with its nine others behind it.
#[rustfmt::skip]
const ZEROS: &[u32] = &[
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
    0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA,
    0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0,
    0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1,
    0x1E950, 0x1FBF0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_what_field_4_says() {
        use ConfidentialKind::{Account, Address, Email, IdNumber, Person, Phone, Text};
        for (kind, text, masked) in [
            (Phone, "13812341234", "138****1234"),
            (Phone, "+86 138-1234-1234", "138****1234"),
            (Phone, "(+86) 138 1234 1234", "138****1234"),
            (Phone, "0086 138 1234 1234", "138****1234"),
            (Phone, "008613812341234", "138****1234"),
            // Without a plus, 86 is a part of the number.
            (Phone, "86 138 1234 123", "861****4123"),
            (Phone, "021-5555 0100", "021****0100"),
            (Phone, "5555 0100", "****0100"),
            (Phone, "555 0100", "****0100"),
            (Phone, "55 0100", "****"),
            (Phone, "ask the gate", "****"),
            (Phone, "", "****"),
            // The extension does not count.
            (Phone, "5555 0100 转 8012", "****0100"),
            (Phone, "5555 0100#8012", "****0100"),
            (Phone, "5555 0100 x8012", "****0100"),
            (Phone, "5555 0100 EXT. 8012", "****0100"),
            (Phone, "5555 0100, 8012", "****0100"),
            (Phone, "5555 0100；8012", "****0100"),
            // Full-width, Arabic-Indic, Devanagari, mathematical and mixed digits are digits.
            (Phone, "１３８１２３４１２３４", "138****1234"),
            (Phone, "＋８６ １３８ １２３４ １２３４＃９", "138****1234"),
            (Phone, "٠٢١٥٥٥٥٠١٠٠", "021****0100"),
            (Phone, "०21-५５٥5 𝟎100", "021****0100"),
            // What looks like a number and is no decimal digit is none.
            (Phone, "①②③④⑤⑥⑦", "****"),
            (Phone, "一三八一二三四一二三四", "****"),
            (IdNumber, "310115198001014217", "310****4217"),
            (IdNumber, "３１０１１５１９８００１０１４２１７", "310****4217"),
            (IdNumber, "91310000MA1FL", "****FL"),
            (IdNumber, "12345678", "****78"),
            (IdNumber, "1234567", "****"),
            (Account, "6222 0000 0000 6789", "****6789"),
            (Account, "٦٢٢٢٦٧٨٩", "****6789"),
            (Account, "6226789", "****"),
            (Person, "王小明", "王****"),
            (Person, "𠮷田", "𠮷****"),
            (Person, "", "****"),
            (Email, "wang@example.com", "w****@example.com"),
            (Email, "w@a@example.com", "w****@example.com"),
            (Email, "@example.com", "****"),
            (Email, "wang@", "****"),
            (Email, "wang", "****"),
            (Address, "上海市浦东新区世纪大道1号", "上海市浦东新****"),
            (Address, "上海市浦东新区世纪", "****"),
            (Address, "１２号１２３４５６７", "12号123****"),
            (Text, "任何内容", "****"),
            (Text, "", "****"),
        ] {
            assert_eq!(mask(kind, text), masked, "{kind} {text}");
        }
    }

    #[test]
    fn the_digits_are_unicodes() {
        assert!(ZEROS.is_sorted());
        for (value, c) in ZEROS.iter().flat_map(|zero| (0..10).map(move |n| (n, char::from_u32(zero + n)))) {
            let c = c.expect("a character");
            assert_eq!(digit(c), Some(value), "{c}");
            assert_eq!(c.to_digit(10), (c <= '9').then_some(value), "{c}");
        }
        for other in ['/', ':', '²', '½', 'Ⅷ', '〇', '٪', '\u{10ffff}'] {
            assert_eq!(digit(other), None, "{other}");
        }
    }

    #[test]
    fn a_length_tells_nothing() {
        for kind in ConfidentialKind::ALL.iter().copied().filter(|kind| kind.has_mask()) {
            let of = |middle: &str| mask(kind, &format!("138000{middle}00001234"));
            assert_eq!(of("5"), of("9876543"), "{kind}");
        }
    }
}
