//! Numbers of telephones (DUP-3): E.164 where a number is one, else its digits as they were given.
//!
//! What a number must look like is known of mainland China whole, and of some other regions by the length of their
//! numbers; a number with the code of another country is taken as it is. A library with the plans of all countries is
//! larger than everything else of selling together.

use super::characters::digit;
use super::fold::fold;

/// How numbers are dialled somewhere.
struct Region {
    name: &'static str,
    code: &'static str,
    /// What stands in front of a number within the country, and not behind the code.
    trunk: &'static str,
    /// What stands in front of the code of a country.
    abroad: &'static str,
    /// The digits of a number without trunk and code.
    digits: (usize, usize),
}

const fn region(
    name: &'static str,
    code: &'static str,
    trunk: &'static str,
    abroad: &'static str,
    digits: (usize, usize),
) -> Region {
    Region { name, code, trunk, abroad, digits }
}

/// The regions that the setting `phone_region` can name.
static REGIONS: &[Region] = &[
    region("CN", "86", "0", "00", (10, 11)),
    region("HK", "852", "", "001", (8, 8)),
    region("MO", "853", "", "00", (8, 8)),
    region("TW", "886", "0", "002", (8, 9)),
    region("JP", "81", "0", "010", (9, 10)),
    region("KR", "82", "0", "00", (8, 10)),
    region("SG", "65", "", "000", (8, 8)),
    region("US", "1", "1", "011", (10, 10)),
    region("CA", "1", "1", "011", (10, 10)),
    region("GB", "44", "0", "00", (9, 10)),
    region("DE", "49", "0", "00", (6, 11)),
    region("FR", "33", "0", "00", (9, 9)),
];

/// Whether numbers without the code of a country can be of the region.
pub(crate) fn is_region(name: &str) -> bool {
    REGIONS.iter().any(|region| region.name == name)
}

/// What stands before an extension.
const EXTENSIONS: [&str; 6] = [";ext=", "ext", "转", "分机", "x", "#"];

/// The digits of a number that is not in the plan of its region, at the least.
const FEWEST: usize = 7;

/// The most digits of a number.
const MOST: usize = 15;

/// The key of a number; none, where letters are left in it, or too few digits.
pub(super) fn key(value: &str, region: &str) -> Option<String> {
    let folded = fold(value);
    let text = folded.trim();
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let until = EXTENSIONS.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let (mut digits, mut plus) = (String::new(), false);
    for c in text.get(..until)?.chars() {
        match digit(c) {
            Some(digit) => digits.push(digit),
            None if c == '+' => plus |= digits.is_empty(),
            None if c.is_alphabetic() => return None,
            None => {}
        }
    }
    let region = REGIONS.iter().find(|known| known.name == region);
    let e164 = match (plus, region) {
        (true, _) => abroad(&digits),
        (false, Some(region)) => within(&digits, region),
        (false, None) => None,
    };
    e164.or_else(|| (digits.len() >= FEWEST).then_some(digits))
}

/// A number that begins with the code of a country.
fn abroad(digits: &str) -> Option<String> {
    let known = REGIONS.iter().find(|region| digits.starts_with(region.code));
    let Some(region) = known else {
        return (FEWEST..=MOST).contains(&digits.len()).then(|| format!("+{digits}"));
    };
    national(digits.strip_prefix(region.code)?, region).map(|number| format!("+{}{number}", region.code))
}

/// A number as it is dialled in a region.
fn within(digits: &str, region: &Region) -> Option<String> {
    if let Some(number) = national(digits, region) {
        return Some(format!("+{}{number}", region.code));
    }
    if let Some(number) = digits.strip_prefix(region.abroad).and_then(abroad) {
        return Some(number);
    }
    let number = digits.strip_prefix(region.code).and_then(|rest| national(rest, region))?;
    Some(format!("+{}{number}", region.code))
}

/// A number without the code of the country, where it can be one of the region: without what is dialled in front of it.
fn national<'a>(digits: &'a str, region: &Region) -> Option<&'a str> {
    let bare = digits.strip_prefix(region.trunk).filter(|_| !region.trunk.is_empty());
    let fits = |number: &&str| match region.name {
        "CN" => is_chinese(number),
        _ => (region.digits.0..=region.digits.1).contains(&number.len()) && !number.starts_with('0'),
    };
    bare.filter(fits).or(Some(digits).filter(fits))
}

/// Mobile numbers, numbers of areas with two digits and with three, and those that are the same everywhere.
fn is_chinese(number: &str) -> bool {
    let digits = number.as_bytes();
    matches!(
        (digits.len(), digits.first(), digits.get(1)),
        (11, Some(b'1'), Some(b'3'..=b'9'))
            | (10, Some(b'1'), Some(b'0'))
            | (10, Some(b'2'), Some(b'0'..=b'5' | b'7'..=b'9'))
            | (10 | 11, Some(b'3'..=b'9'), _)
    )
}
