//! E-mail addresses and the hosts of websites (DUP-3).

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// The longest name of a host.
const LONGEST: usize = 253;

/// The longest part of one.
const LABEL: usize = 63;

/// An address in the form in which equal ones are one; none, where it is no address.
pub(super) fn address(value: &str) -> Option<String> {
    let text = plain(value);
    let (local, domain) = text.rsplit_once('@')?;
    if local.is_empty() || local.chars().any(|c| c == '@' || c.is_whitespace() || c.is_control()) {
        return None;
    }
    Some(format!("{local}@{}", ascii(domain)?))
}

/// The host of a website, an e-mail address or a domain, without `www.` in front.
pub(super) fn host(value: &str) -> Option<String> {
    let text = plain(value);
    let behind = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let place = behind.split(['/', '?', '#', '\\']).next()?;
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    let host = host.split(':').next()?;
    let host = ascii(host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(host))?;
    // An address of a machine is nobody's name.
    let is_number = host.split('.').all(|label| label.bytes().all(|b| b.is_ascii_digit()));
    (!is_number).then_some(host)
}

fn plain(value: &str) -> String {
    let folded: String = value.trim().nfkc().default_case_fold().nfkc().collect();
    folded.trim().to_owned()
}

/// A domain in ASCII; none, where it is no name of a host with at least two parts.
fn ascii(domain: &str) -> Option<String> {
    let domain = domain.strip_suffix(['.', '。']).unwrap_or(domain);
    let labels: Option<Vec<String>> = domain.split(['.', '。']).map(label).collect();
    let labels = labels.filter(|labels| labels.len() > 1)?;
    Some(labels.join(".")).filter(|name| name.len() <= LONGEST)
}

fn label(text: &str) -> Option<String> {
    let fits =
        |c: char| c.is_alphanumeric() || c == '-' || c == '_' || (!c.is_ascii() && super::characters::is_said(c));
    if text.is_empty() || !text.chars().all(fits) {
        return None;
    }
    let name = if text.is_ascii() { text.to_owned() } else { format!("xn--{}", punycode(text)?) };
    (name.len() <= LABEL).then_some(name)
}

/// A label in the ASCII of RFC 3492.
fn punycode(text: &str) -> Option<String> {
    let mut out: String = text.chars().filter(char::is_ascii).collect();
    let basic = out.chars().count() as u32;
    if basic > 0 {
        out.push('-');
    }
    let all: Vec<u32> = text.chars().map(u32::from).collect();
    let (mut n, mut delta, mut bias, mut done) = (128_u32, 0_u32, 72_u32, basic);
    while (done as usize) < all.len() {
        let next = all.iter().copied().filter(|c| *c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(done + 1)?)?;
        n = next;
        for c in &all {
            if *c < n {
                delta = delta.checked_add(1)?;
            }
            if *c == n {
                write(&mut out, delta, bias);
                bias = adapted(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(out)
}

/// A number of variable length.
fn write(out: &mut String, mut number: u32, bias: u32) {
    let letter = |value: u32| char::from(if value < 26 { b'a' + value as u8 } else { b'0' + (value as u8 - 26) });
    let mut k = 36;
    loop {
        let least = if k <= bias { 1 } else { (k - bias).min(26) };
        if number < least {
            return out.push(letter(number));
        }
        out.push(letter(least + (number - least) % (36 - least)));
        number = (number - least) / (36 - least);
        k += 36;
    }
}

fn adapted(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
