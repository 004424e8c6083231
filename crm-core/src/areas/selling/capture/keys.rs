//! What senders are told apart by: an e-mail, a telephone number, an address of the network, each in one form.

use std::net::{IpAddr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization;

/// What stands in front of an extension.
const EXTENSIONS: [&str; 5] = ["转", "分机", ";ext=", "ext", "#"];

/// The key of an e-mail; none where it is none.
pub(super) fn email(text: &str) -> Option<String> {
    let text: String = text.nfkc().collect();
    let (local, domain) = text.trim().rsplit_once('@')?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',');
    let fits = !local.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    (fits && text.trim().chars().all(plain)).then(|| format!("{}@{}", local.to_lowercase(), domain.to_lowercase()))
}

/// The host of an e-mail's key.
pub(super) fn domain(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The key of a telephone number: with the country's number where that is known, which that of a mobile number in China is;
/// none of less than seven digits, or with letters in it.
pub(super) fn phone(text: &str) -> Option<String> {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let end = EXTENSIONS.iter().filter_map(|mark| text.find(mark)).chain(text.rfind('x')).min().unwrap_or(text.len());
    let number = text[..end].trim();
    if number.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let international = number.starts_with('+').then_some(digits.as_str()).or_else(|| digits.strip_prefix("00"));
    if digits.len() < 7 {
        return None;
    }
    Some(match international {
        Some(digits) => format!("+{digits}"),
        None if digits.len() == 11 && digits.starts_with('1') => format!("+86{digits}"),
        None => digits,
    })
}

/// How a number with this key may have been written down, beside the way in which it was given.
pub(super) fn written(given: &str, key: &str) -> [String; 4] {
    let home = key.strip_prefix("+86").unwrap_or(key);
    [given.trim().to_owned(), key.to_owned(), home.to_owned(), key.trim_start_matches('+').to_owned()]
}

/// The key of an address of the network: of IPv6 its first 64 bits, which are one house's.
pub(super) fn address(text: &str) -> Option<String> {
    let address: IpAddr = text.trim().parse().ok()?;
    Some(match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{address, email, phone};

    // CAPT-4, DUP-3: one sender, however written.
    #[test]
    fn senders_are_told_apart() {
        for (given, key) in [
            (" Wang.Fang@Example.COM ", Some("wang.fang@example.com")),
            ("ｗａｎｇ＠example.com", Some("wang@example.com")),
            ("a+b@x.cn", Some("a+b@x.cn")),
            ("wang", None),
            ("@x.cn", None),
            ("a b@x.cn", None),
            ("a@localhost", None),
        ] {
            assert_eq!(email(given).as_deref(), key, "{given}");
        }
        for (given, key) in [
            ("138 0013 8000", Some("+8613800138000")),
            ("+86 138-0013-8000", Some("+8613800138000")),
            ("0086 13800138000", Some("+8613800138000")),
            ("１３８００１３８０００", Some("+8613800138000")),
            ("021-5555 0100 转 12", Some("02155550100")),
            ("021-55550100 ext. 12", Some("02155550100")),
            ("+49 (30) 1234567", Some("+49301234567")),
            ("12345", None),
            ("call me", None),
        ] {
            assert_eq!(phone(given).as_deref(), key, "{given}");
        }
        for (given, key) in [
            ("203.0.113.7", Some("203.0.113.7")),
            ("::ffff:203.0.113.7", Some("203.0.113.7")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1:2::/64")),
            ("2001:db8:1:2::9", Some("2001:db8:1:2::/64")),
            ("example.com", None),
        ] {
            assert_eq!(address(given).as_deref(), key, "{given}");
        }
    }
}
