//! What a text of a format must look like. None is stricter than what people write: whether a number answers or an address
//! takes mail, only a call or a mail can tell.

use unicode_normalization::UnicodeNormalization;

use super::super::define::document::Format;

/// The code of a text that is not of the format; none where it is.
pub fn fits(format: Format, text: &str) -> Result<(), &'static str> {
    let (fits, code) = match format {
        Format::Phone => (is_phone(text), "not_a_phone"),
        Format::Email => (is_email(text), "not_an_email"),
        Format::Url => (is_url(text), "not_a_url"),
    };
    if fits { Ok(()) } else { Err(code) }
}

/// At least three digits, in any script's width, and beside them nothing but what stands between digits, and the words for
/// an extension (`ext`, `x`, `转`).
fn is_phone(text: &str) -> bool {
    let plain: String = text.nfkc().collect::<String>().to_lowercase();
    let plain = plain.replace("ext", " ").replace(['x', '转'], " ");
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let between = |c: char| c.is_ascii_digit() || " +-()./#*,;\u{2010}\u{2011}\u{2013}".contains(c);
    digits >= 3 && plain.chars().all(between)
}

/// A name, one `@`, and a domain of at least two labels; letters of any script, no spaces.
fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let named = !name.is_empty() && name.len() <= 64 && !name.contains(['@', ',', ';', '<', '>', '(', ')', '"']);
    named && !name.starts_with('.') && !name.ends_with('.') && !name.contains("..") && unspaced(text) && is_host(domain)
}

/// `http://` or `https://`, and a host: nothing that runs where it is clicked.
fn is_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let Some(rest) = ["http://", "https://"].iter().find_map(|scheme| lower.strip_prefix(scheme)) else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let hosted = match bracketed {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host == "localhost" || is_host(host),
    };
    unspaced(text) && hosted && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Two labels or more, none empty, of letters, digits and hyphens.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c == '_' || c.is_alphanumeric())
    };
    host.len() <= 253 && host.contains('.') && host.split('.').all(label)
}

fn unspaced(text: &str) -> bool {
    !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    // TYPE: `phone`, `email`, `url`.
    #[test]
    fn formats_are_told_apart() {
        let phones =
            ["110", "+86 21 5555-0101", "(021) 5555 0101", "０２１－５５５５", "010-5555转801", "555 0101 ext. 12"];
        let none = ["", "12", "phone", "555-CALL", "555\n01"];
        assert!(phones.iter().all(|text| fits(Format::Phone, text).is_ok()));
        assert!(none.iter().all(|text| fits(Format::Phone, text) == Err("not_a_phone")));
        let mails = ["a@b.cn", "li.wei+x@mail.example.com", "王@例子.公司", "o'neill@example.org"];
        let none =
            ["a", "@b.cn", "a@b", "a b@c.de", "a@b..cn", "a@@b.cn", ".a@b.cn", "a..b@c.de", "a@-b.cn", "A <a@b.cn>"];
        assert!(mails.iter().all(|text| fits(Format::Email, text).is_ok()));
        assert!(none.iter().all(|text| fits(Format::Email, text) == Err("not_an_email")));
        let urls = [
            "https://example.com",
            "HTTP://例子.公司/路径?q=1#x",
            "http://localhost:8080/",
            "http://[::1]:80/a",
            "https://10.0.0.1/",
            "https://a@b.example.com",
        ];
        let none = [
            "example.com",
            "javascript://example.com/%0aalert(1)",
            "ftp://a.b",
            "http://",
            "http://a b.cn",
            "http://a.b:x",
        ];
        for text in urls {
            assert_eq!(fits(Format::Url, text), Ok(()), "{text}");
        }
        for text in none {
            assert_eq!(fits(Format::Url, text), Err("not_a_url"), "{text}");
        }
    }
}
