//! E-mails as they come (RFC 5322, MIME): whatever the octets, they are read, within limits that are asked before anything is
//! made of them (CAPT-5).
//!
//! The message is cut into its parts here, in one pass over its lines that keeps where they are; what headers say, character
//! sets and HTML are the crate's `mail-parser`. It gets of each part the few headers that matter, none of them long, so that
//! neither its memory nor its stack depends on what was sent.

mod body;
mod head;
mod split;

use sha2::{Digest, Sha256};

use head::Head;
pub use split::Beyond;

/// References that are looked at, the last ones.
const REFERENCES: usize = 20;

/// The longest name that a message is known by.
const LONGEST_ID: usize = 500;

/// Who sent a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// What they call themselves.
    pub name: Option<String>,
    /// Their address.
    pub address: String,
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFile {
    /// As the message calls it; nobody has looked yet whether a file may be called so.
    pub name: Option<String>,
    /// What the message takes it for.
    pub media_type: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// Why nobody is to answer a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Automatic {
    /// A machine answered (`Auto-Submitted`).
    pub answer: bool,
    /// It tells what became of another: an empty `Return-Path`, `multipart/report`.
    pub bounce: bool,
    /// It went to a list (`List-Id`, `List-Unsubscribe`, `Precedence`).
    pub list: bool,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// What it is known by: its own name, or the SHA-256 of all of it.
    pub id: String,
    /// The messages that it answers, the nearest first.
    pub answers: Vec<String>,
    /// Who sent it.
    pub sender: Option<Sender>,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// Its files.
    pub files: Vec<MailFile>,
    /// What machines say of it.
    pub automatic: Automatic,
}

/// Reads a message.
///
/// # Errors
/// The limit that it passes.
pub fn read(message: &[u8]) -> Result<Mail, Beyond> {
    let split = split::split(message)?;
    let head = &split.head;
    let mut answers: Vec<String> = Vec::new();
    let references = head.ids("References");
    let newest = references.iter().rev().take(REFERENCES);
    for id in head.ids("In-Reply-To").iter().take(REFERENCES).chain(newest) {
        let id = known_by(id);
        if !id.is_empty() && !answers.contains(&id) {
            answers.push(id);
        }
    }
    let id = head.ids("Message-ID").first().map(|id| known_by(id)).filter(|id| !id.is_empty());
    let (text, files) = body::read(&split.parts);
    Ok(Mail {
        id: id.unwrap_or_else(|| hex(&Sha256::digest(message))),
        answers,
        sender: head.sender(),
        subject: plain(&head.subject().unwrap_or_default(), false),
        text,
        files,
        automatic: automatic(head),
    })
}

fn automatic(head: &Head) -> Automatic {
    let word = |name: &str| head.raw(name).map(|text| text.split([';', ' ']).next().unwrap_or_default().to_lowercase());
    Automatic {
        answer: word("Auto-Submitted").is_some_and(|word| word != "no"),
        bounce: head.raw("Return-Path").is_some_and(|text| text.trim() == "<>") || head.is("multipart", "report"),
        list: head.raw("List-Id").is_some()
            || head.raw("List-Unsubscribe").is_some()
            || word("Precedence").is_some_and(|word| ["bulk", "list", "junk"].contains(&word.as_str())),
    }
}

/// What a message is known by, as it is kept.
fn known_by(id: &str) -> String {
    let id = plain(id, false);
    if id.chars().count() > LONGEST_ID { hex(&Sha256::digest(id.as_bytes())) } else { id }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        use std::fmt::Write;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A text without control characters, but for lines and tabs where it has some; trimmed.
fn plain(text: &str, lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let keep = |c: char| !c.is_control() || lines && matches!(c, '\n' | '\t');
    let blank = |c: char| if c.is_control() && matches!(c, '\n' | '\t') && !lines { ' ' } else { c };
    text.chars().map(blank).filter(|c| keep(*c)).collect::<String>().trim().to_owned()
}
