//! What the head of a message, or of one of its parts, says.

use encoding_rs::GB18030;
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders};

use super::{Sender, plain};

/// The headers that are looked at, and how much of each: of what gets longer at its end, the end.
const WANTED: [(&str, usize, bool); 13] = [
    ("From", 8 * 1024, false),
    ("Subject", 8 * 1024, false),
    ("Message-ID", 8 * 1024, false),
    ("In-Reply-To", 16 * 1024, false),
    ("References", 32 * 1024, true),
    ("Content-Type", 8 * 1024, false),
    ("Content-Disposition", 8 * 1024, false),
    ("Content-Transfer-Encoding", 200, false),
    ("Auto-Submitted", 200, false),
    ("Return-Path", 1024, false),
    ("List-Id", 1024, false),
    ("List-Unsubscribe", 1024, false),
    ("Precedence", 200, false),
];

/// The few headers of one head.
#[derive(Clone, Default)]
pub(super) struct Head {
    /// Name and value of each, the first of its name, as it came but for what was cut.
    fields: Vec<(&'static str, String)>,
}

impl Head {
    /// Reads a head.
    pub(super) fn read(bytes: &[u8]) -> Head {
        let mut head = Head::default();
        let mut line = 0;
        while line < bytes.len() {
            let mut end = after(bytes, line);
            while bytes.get(end).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                end = after(bytes, end);
            }
            head.take(&bytes[line..end]);
            line = end;
        }
        head
    }

    /// Takes a header that is wanted, and was not there yet.
    fn take(&mut self, field: &[u8]) {
        let Some(colon) = field.iter().position(|byte| *byte == b':') else { return };
        let name = field[..colon].trim_ascii();
        let Some((name, most, last)) = WANTED.iter().find(|(wanted, ..)| name.eq_ignore_ascii_case(wanted.as_bytes()))
        else {
            return;
        };
        if self.raw(name).is_some() {
            return;
        }
        let value = field[colon + 1..].trim_ascii();
        let value = match value.len().checked_sub(*most) {
            Some(over) if *last => &value[over..],
            Some(_) => &value[..*most],
            None => value,
        };
        self.fields.push((name, text(value)));
    }

    /// A header as it came.
    pub(super) fn raw(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Has some of the headers read, and asks what they say.
    fn ask<T>(&self, names: &[&str], ask: impl FnOnce(&Message<'_>) -> Option<T>) -> Option<T> {
        let mut head = String::new();
        for (name, value) in self.fields.iter().filter(|(name, _)| names.contains(name)) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let message = MessageParser::default().parse_headers(head.as_bytes())?;
        if message.parts.is_empty() { None } else { ask(&message) }
    }

    /// What a message is about.
    pub(super) fn subject(&self) -> Option<String> {
        self.ask(&["Subject"], |message| message.subject().map(str::to_owned))
    }

    /// The first address in From.
    pub(super) fn sender(&self) -> Option<Sender> {
        self.ask(&["From"], |message| {
            let from: &Address<'_> = message.from()?;
            let mut found = from.iter().filter_map(|one| {
                let address = plain(one.address()?, false);
                let fits = address.contains('@') && !address.contains(char::is_whitespace);
                let name = one.name().map(|name| plain(name, false)).filter(|name| !name.is_empty());
                fits.then_some(Sender { name, address })
            });
            found.next()
        })
    }

    /// The names of messages in a header.
    pub(super) fn ids(&self, name: &'static str) -> Vec<String> {
        let header = match name {
            "Message-ID" => HeaderName::MessageId,
            "In-Reply-To" => HeaderName::InReplyTo,
            _ => HeaderName::References,
        };
        let ids = self.ask(&[name], |message| match message.header(header) {
            Some(HeaderValue::Text(id)) => Some(vec![id.to_string()]),
            Some(HeaderValue::TextList(ids)) => Some(ids.iter().map(ToString::to_string).collect()),
            _ => None,
        });
        ids.unwrap_or_default()
    }

    /// Its type, in small letters.
    pub(super) fn kind(&self) -> Option<(String, String)> {
        self.ask(&["Content-Type"], |message| {
            let of = message.content_type()?;
            Some((of.ctype().to_ascii_lowercase(), of.subtype().unwrap_or_default().to_ascii_lowercase()))
        })
    }

    /// Whether it has this type.
    pub(super) fn is(&self, kind: &str, of: &str) -> bool {
        self.kind().is_some_and(|(known, sort)| known == kind && sort == of)
    }

    /// What separates its parts, where it has some.
    pub(super) fn boundary(&self) -> Option<String> {
        self.ask(&["Content-Type"], |message| {
            let of = message.content_type().filter(|of| of.ctype().eq_ignore_ascii_case("multipart"))?;
            of.attribute("boundary").map(|boundary| boundary.trim_end().to_owned())
        })
    }

    /// The character set that it names.
    pub(super) fn charset(&self) -> Option<String> {
        self.ask(&["Content-Type"], |message| message.content_type()?.attribute("charset").map(str::to_owned))
    }

    /// What its file is called.
    pub(super) fn file_name(&self) -> Option<String> {
        let name = self.ask(&["Content-Type", "Content-Disposition"], |message| {
            message.attachment_name().map(|name| plain(name, false))
        });
        name.filter(|name| !name.is_empty())
    }

    /// Whether it is to be shown apart.
    pub(super) fn is_apart(&self) -> bool {
        let apart = |message: &Message<'_>| Some(message.content_disposition()?.is_attachment());
        self.ask(&["Content-Disposition"], apart).unwrap_or_default()
    }
}

/// Where the line behind one begins.
fn after(bytes: &[u8], line: usize) -> usize {
    bytes[line..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| line + at + 1)
}

/// Octets of a head, which should have been ASCII: as UTF-8, or else as what is written in China, where they are that.
fn text(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => match GB18030.decode_without_bom_handling_and_without_replacement(value) {
            Some(text) => text.into_owned(),
            None => String::from_utf8_lossy(value).into_owned(),
        },
    }
}
