//! What comes as an e-mail (CAPT-5, CAPT-6): read outside of every transaction, and treated in one.

use sha2::{Digest, Sha256};

use super::keys;
use super::known;
use super::mail::{self, Beyond, Mail, MailFile, Sender};
use super::record::{self, LONG};
use super::store::{self, Became, Kept};
use super::types::*;
use crate::engine::bytes::Bytes;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity, Slices};
use crate::engine::labels::Locale;
use crate::engine::objects::Bearer;
use crate::files::putting as files;
use crate::files::{NewFile, names};

/// Local parts of those who take no answers, and of those who tell what became of a message.
const NO_REPLY: [&str; 3] = ["no-reply", "noreply", "donotreply"];
const DAEMONS: [&str; 2] = ["mailer-daemon", "postmaster"];

/// What stands before a subject that is answered, or passed on.
const PREFIXES: [&str; 16] =
    ["re", "fwd", "fw", "aw", "wg", "sv", "vs", "tr", "rv", "回复", "回覆", "答复", "答覆", "转发", "轉寄", "轉發"];

/// A message that is treated.
struct Incoming<'m> {
    mail: &'m Mail,
    sender: &'m Sender,
    /// The key of the sender's address.
    from: String,
    mailbox: &'m str,
    verified: bool,
    /// What its files are called, in their order.
    names: Vec<String>,
    /// What the call is told from others by, beside its id.
    given: Vec<String>,
    id: Option<CaptureId>,
}

/// What is to become of it.
enum Fate {
    /// The call was made before, or the message came before: the capture, and whether it is the message that repeats itself.
    Before(Box<Capture>, bool),
    Ignored(CaptureReason),
    Joined(Became),
    /// A lead. That its sender may be a person of an open opportunity is what the rules on duplicates find (DUP-6).
    Lead,
}

/// CAPT-5.
pub(super) fn email(
    slices: &mut Slices<'_>,
    message: &Bytes,
    mailbox: &str,
    verified: &bool,
    id: &Option<CaptureId>,
) -> Result<Captured> {
    let Some(mailbox) = keys::email(mailbox) else {
        return Err(CrmError::field("mailbox", "not_an_email", "is no address of a mailbox"));
    };
    let mail = mail::read(&message.0).map_err(refused)?;
    slices.still_wanted()?;
    let Some(sender) = &mail.sender else {
        return Err(CrmError::field("message", "no_sender", "says nobody who sent it"));
    };
    let digest: [u8; 32] = Sha256::digest(&message.0).into();
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let incoming = Incoming {
        sender,
        from: keys::email(&sender.address).unwrap_or_else(|| sender.address.to_lowercase()),
        mailbox: &mailbox,
        verified: *verified,
        names: mail.files.iter().enumerate().map(|(at, file)| called(at, file)).collect(),
        given: vec![mailbox.clone(), digest, verified.to_string()],
        id: *id,
        mail: &mail,
    };
    // What is in its files goes to the host's store first, where there is one: no transaction waits for that.
    let mut outside: Vec<Option<String>> = vec![None; mail.files.len()];
    if slices.file_store().is_some() && !mail.files.is_empty() {
        let room = slices.read(|cx| match fate(cx, &incoming)? {
            Fate::Joined(of) => {
                let bearer = record::on(cx, of)?;
                room(cx, bearer.as_ref(), &incoming).map(Some)
            }
            Fate::Lead => room(cx, None, &incoming).map(Some),
            Fate::Before(..) | Fate::Ignored(_) => Ok(None),
        })?;
        for (at, _) in room.unwrap_or_default().into_iter().enumerate().filter(|(_, fits)| *fits) {
            match files::prepare(slices, &mail.files[at].content) {
                Ok(key) => outside[at] = key,
                Err(error) => {
                    files::discard(slices, outside.iter().flatten());
                    return Err(error);
                }
            }
        }
    }
    let done = slices.write(|cx| treated(cx, &incoming, &outside));
    // What a content has stays.
    files::discard(slices, outside.iter().flatten());
    done
}

/// The limit that a message passes, as a refusal.
fn refused(beyond: Beyond) -> CrmError {
    let (code, detail, limit) = match beyond {
        Beyond::TooLarge => ("too_large", "is too large, or its headers are", MAX_MESSAGE),
        Beyond::TooMany => ("too_many", "has too many parts", MAX_PARTS),
        Beyond::TooDeep => ("too_deep", "has parts too deep in one another", MAX_DEPTH),
    };
    CrmError::limited("message", code, detail, limit)
}

/// CAPT-6: why it is ignored, where rows 3 and 4 don't hold against it; with whether they may.
fn ignored(cx: &mut Context<'_>, incoming: &Incoming<'_>) -> Result<Option<(CaptureReason, bool)>> {
    let of = incoming.mail.automatic;
    let (local, _) = incoming.from.rsplit_once('@').unwrap_or((&incoming.from, ""));
    Ok(if of.answer {
        Some((CaptureReason::AutoReply, false))
    } else if of.bounce || DAEMONS.contains(&local) {
        Some((CaptureReason::Bounce, false))
    } else if incoming.from == incoming.mailbox || store::is_users(cx.tx(), &incoming.from)? {
        Some((CaptureReason::Own, false))
    } else if of.list {
        Some((CaptureReason::List, true))
    } else if NO_REPLY.contains(&local) {
        Some((CaptureReason::NoReply, true))
    } else {
        None
    })
}

/// The first row of CAPT-5 that fits.
fn fate(cx: &mut Context<'_>, incoming: &Incoming<'_>) -> Result<Fate> {
    let none: Vec<FormAnswer> = Vec::new();
    let same = cx.create_asked_below(Entity::CAPTURE, incoming.id.map(Into::into), &incoming.given, &none)?;
    cx.check_fields()?;
    if let Created::Before(id) = same
        && let Some(before) = store::get(cx.tx(), CaptureId(id))?
    {
        return Ok(Fate::Before(Box::new(before), false));
    }
    if let Some(key) = store::message(cx.tx(), incoming.mailbox, &incoming.mail.id)?
        && let Some(before) = store::by_key(cx.tx(), key)?
    {
        return Ok(Fate::Before(Box::new(before), true));
    }
    let ignored = ignored(cx, incoming)?;
    if let Some((reason, false)) = ignored {
        return Ok(Fate::Ignored(reason));
    }
    for answered in &incoming.mail.answers {
        if let Some(of) = store::became(cx.tx(), answered)? {
            return Ok(Fate::Joined(of));
        }
    }
    let open = known::open_of(cx, &incoming.from)?;
    if let (Some(of), true) = (open, incoming.verified) {
        return Ok(Fate::Joined(of));
    }
    if let Some((reason, _)) = ignored {
        return Ok(Fate::Ignored(reason));
    }
    if open.is_none()
        && let Some(of) = known::customer_of(cx, &incoming.from)?
    {
        return Ok(Fate::Joined(of));
    }
    Ok(Fate::Lead)
}

fn treated(cx: &mut Context<'_>, incoming: &Incoming<'_>, outside: &[Option<String>]) -> Result<Captured> {
    let fate = match fate(cx, incoming)? {
        Fate::Before(before, again) => {
            let told = record::told(&before);
            let outcome = if again { CaptureOutcome::Repeated } else { told.outcome };
            return Ok(Captured { outcome, ..told });
        }
        fate => fate,
    };
    let none: Vec<FormAnswer> = Vec::new();
    let id = match cx.create_once_below(Entity::CAPTURE, incoming.id.map(Into::into), &incoming.given, &none)? {
        Created::New(id) | Created::Before(id) => CaptureId(id),
    };
    let mut capture = record::begun(cx, id, CaptureHow::Email);
    capture.mailbox = Some(incoming.mailbox.to_owned());
    capture.email = Some(record::cut(&incoming.from, 500));
    capture.said = Some(record::cut(&incoming.mail.subject, 500)).filter(|subject| !subject.is_empty());
    let mut kept = Kept { message_id: Some(&incoming.mail.id), ..Default::default() };
    let (of, bearer) = match fate {
        Fate::Ignored(reason) => {
            capture.reason = Some(reason);
            return record::keep(cx, &capture, kept);
        }
        Fate::Joined(of) => {
            let bearer = record::on(cx, of)?.ok_or_else(|| CrmError::bug("a record that was just found"))?;
            let fits = room(cx, Some(&bearer), incoming)?;
            let subject = said_subject(cx, incoming);
            let text = format!("{subject}\n\n{}", incoming.mail.text);
            let (text, whole) = fitted(cx, incoming, &fits, text.trim());
            capture.outcome = CaptureOutcome::Joined;
            capture.note = Some(record::note(cx, &bearer, &text)?);
            attach(cx, incoming, (&bearer, &fits), outside, whole)?;
            (of, bearer)
        }
        Fate::Lead => {
            let fits = room(cx, None, incoming)?;
            let subject = said_subject(cx, incoming);
            let text = if incoming.mail.text.is_empty() { subject.clone() } else { incoming.mail.text.clone() };
            let (text, whole) = fitted(cx, incoming, &fits, &text);
            let new = known::lead(cx, (incoming.sender, &incoming.from), record::cut(&subject, 500), text)?;
            let lead = record::create(cx, new)?;
            let bearer = record::on_opportunity(lead.id);
            attach(cx, incoming, (&bearer, &fits), outside, whole)?;
            capture.outcome = CaptureOutcome::Created;
            let key = store::opportunity(cx.tx(), lead.id)?;
            let key = key.ok_or_else(|| CrmError::bug("an opportunity that was just written"))?;
            (Became::Opportunity(key), bearer)
        }
        Fate::Before(..) => return Err(CrmError::bug("what came before is treated before")),
    };
    record::became(&mut capture, &mut kept, of, &bearer);
    record::keep(cx, &capture, kept)
}

/// Which of the files there is room for (FILE-5).
fn room(cx: &mut Context<'_>, bearer: Option<&Bearer>, incoming: &Incoming<'_>) -> Result<Vec<bool>> {
    let sizes: Vec<usize> = incoming.mail.files.iter().map(|file| file.content.len()).collect();
    files::fitting(cx, bearer, &sizes)
}

/// Puts the files on a record, and the whole of a text that was cut.
fn attach(
    cx: &mut Context<'_>,
    incoming: &Incoming<'_>,
    (bearer, fits): (&Bearer, &[bool]),
    outside: &[Option<String>],
    whole: Option<&str>,
) -> Result<()> {
    let wanted = incoming.mail.files.iter().zip(&incoming.names).zip(fits).zip(outside);
    for (((file, name), fits), key) in wanted {
        if *fits {
            let media_type = Some(record::cut(&file.media_type, 100));
            let new = NewFile { name: name.clone(), media_type, ..Default::default() };
            files::attach(cx, bearer, &new, &file.content, key.as_deref())?;
        }
    }
    if let Some(whole) = whole
        && files::fitting(cx, Some(bearer), &[whole.len()])? == [true]
    {
        let new = NewFile { name: "message.txt".into(), media_type: Some("text/plain".into()), ..Default::default() };
        files::attach(cx, bearer, &new, whole.as_bytes(), None)?;
    }
    Ok(())
}

/// A text as it fits, with the names of the files that were left out behind it; and the whole of it, where it was cut.
fn fitted<'t>(cx: &Context<'_>, incoming: &'t Incoming<'_>, fits: &[bool], text: &str) -> (String, Option<&'t str>) {
    let left_out: Vec<&str> =
        incoming.names.iter().zip(fits).filter(|(_, fits)| !**fits).map(|(name, _)| name.as_str()).collect();
    let mut behind = String::new();
    if !left_out.is_empty() {
        let told = match cx.session().locale() {
            Locale::ZhHans => "未保存的附件：",
            Locale::En => "Attachments that were left out: ",
        };
        behind = record::cut(&format!("{told}{}", left_out.join(", ")), 4_000);
    }
    let most = LONG - behind.chars().count() - 2;
    let cut = record::cut(text, most);
    let whole = (text.chars().count() > most).then_some(incoming.mail.text.as_str());
    (format!("{cut}\n\n{behind}").trim().to_owned(), whole)
}

/// What a message is about, without what stands before an answer's subject.
fn said_subject(cx: &Context<'_>, incoming: &Incoming<'_>) -> String {
    let subject = bare(&incoming.mail.subject);
    if crate::engine::text::is_blank(subject) {
        let none = match cx.session().locale() {
            Locale::ZhHans => "无主题",
            Locale::En => "no subject",
        };
        return none.to_owned();
    }
    subject.to_owned()
}

/// A subject without Re, Fwd and their like, however often they stand there.
fn bare(subject: &str) -> &str {
    let mut rest = subject.trim();
    loop {
        let Some((prefix, behind)) = rest.split_once([':', '：']) else { return rest };
        // `Re[2]:`, `RE (3):`
        let word = prefix.split(['[', '(', '（', '【']).next().unwrap_or_default().trim().to_lowercase();
        if prefix.chars().count() > 12 || !PREFIXES.contains(&word.as_str()) {
            return rest;
        }
        rest = behind.trim();
    }
}

/// What a file is called here: as the message says, as far as a file may be called so.
fn called(at: usize, file: &MailFile) -> String {
    let (kind, sort) = file.media_type.split_once('/').unwrap_or((&file.media_type, ""));
    let ending = match (kind, sort) {
        ("message", "rfc822" | "global") => "eml",
        ("text", "calendar") => "ics",
        ("text", "html") => "html",
        ("text", "plain") => "txt",
        ("image", "jpeg") => "jpg",
        ("image", "png" | "gif" | "webp") => sort,
        ("application", "pdf") => "pdf",
        _ => "bin",
    };
    let given = file.name.as_deref().and_then(names::fitting);
    given.unwrap_or_else(|| format!("attachment-{}.{ending}", at + 1))
}

#[cfg(test)]
mod tests {
    use super::{bare, called};
    use crate::capture::mail::MailFile;

    // CAPT-5: a subject without what stands before an answer's.
    #[test]
    fn subjects_are_bare() {
        for (given, kept) in [
            ("Re: 报价", "报价"),
            ("RE: Re[2]: Fwd： 报价", "报价"),
            ("回复：转发: 数控机床 12 台", "数控机床 12 台"),
            ("Regarding: a quote", "Regarding: a quote"),
            ("Requirements", "Requirements"),
            ("re:", ""),
            ("报价: 12 台", "报价: 12 台"),
        ] {
            assert_eq!(bare(given), kept, "{given}");
        }
    }

    // CAPT-5, FILE-1: names of files are made to fit.
    #[test]
    fn names_of_files_fit() {
        let file = |name: Option<&str>, media_type: &str| MailFile {
            name: name.map(str::to_owned),
            media_type: media_type.into(),
            content: Vec::new(),
        };
        for (name, media_type, kept) in [
            (Some("报价.pdf"), "application/pdf", "报价.pdf"),
            (Some("..\\..\\a/b:c?.txt"), "text/plain", "b_c_.txt"),
            (Some("CON"), "text/plain", "_CON"),
            (Some("..."), "text/plain", "attachment-1.txt"),
            (None, "message/rfc822", "attachment-1.eml"),
            (None, "application/x-tar", "attachment-1.bin"),
        ] {
            assert_eq!(called(0, &file(name, media_type)), kept, "{name:?}");
        }
        let long = format!("{}.docx", "合".repeat(300));
        let kept = called(0, &file(Some(&long), "application/octet-stream"));
        assert_eq!((kept.chars().count(), kept.ends_with("合.docx")), (255, true));
    }
}
