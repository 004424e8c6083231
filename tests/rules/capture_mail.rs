//! CAPT-5, CAPT-6: messages become leads, join records, or are ignored.

use crm_core::capture::mail::{self, Beyond};
use crm_core::capture::{CaptureFilter, CaptureId, CaptureOutcome, CaptureReason, Captured};
use crm_core::files::File;
use crm_core::prelude::*;
use crm_core::{Bytes, RecordId};
use proptest::prelude::*;

use crate::files::{bound, whole};
use crate::notes::key;
use crate::people::reason;
use crate::support::*;

const MAILBOX: &str = "sales@house.cn";

fn given(office: &Office, message: &[u8]) -> Result<Captured> {
    office.integration.capture().email(Bytes(message.to_vec()), MAILBOX.into(), false, None)
}

/// A message with these headers beside those that every one has.
fn message(id: &str, more: &str, body: &str) -> Vec<u8> {
    format!("From: Wang Fang <wang@east.cn>\r\nMessage-ID: <{id}>\r\nSubject: Re: quote\r\n{more}\r\n{body}")
        .into_bytes()
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned() + "\r\n").collect()
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// An e-mail as they are written in China: GB18030 in the head and in the body, with a file.
fn chinese() -> Vec<u8> {
    let mut message = format!(
        "From: =?GB18030?B?{}?= <wang@east.cn>\r\nTo: {MAILBOX}\r\nMessage-ID: <1@east.cn>\r\n\
         Subject: =?gb2312?B?{}?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_x\"\r\n\r\n\
         This is a message of several parts.\r\n--=_x\r\nContent-Type: text/plain; charset=\"gb18030\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n",
        base64(&gb18030("王芳")).trim(),
        base64(&gb18030("回复：数控机床 12 台")).trim(),
    );
    message += &base64(&gb18030("您好，请报价。\r\n謝謝 ㎡ 𠀀"));
    message += "--=_x\r\nContent-Type: application/pdf; name=\"=?UTF-8?B?";
    message += base64("图纸.pdf".as_bytes()).trim();
    message += "?=\"\r\nContent-Disposition: attachment;\r\n filename*0*=UTF-8''%E5%9B%BE;\r\n filename*1*=%E7%BA%B8.pdf\r\n\
                Content-Transfer-Encoding: base64\r\n\r\n";
    message += &base64(b"%PDF-1.7 drawing");
    message += "--=_x--\r\n";
    message.into_bytes()
}

fn files(office: &Office, object: &str, id: impl Into<RecordId>) -> Vec<File> {
    office.manager.files().list(key(object, id.into()), None).unwrap().items
}

// CAPT-5, row 6: a lead with subject, body and file; the same Message-ID is repeated; no From is refused.
#[test]
fn a_message_becomes_a_lead() {
    let office = Office::new();
    let captured = given(&office, &chinese()).unwrap();
    assert_eq!((captured.outcome, captured.customer, captured.note), (CaptureOutcome::Created, None, None));
    let lead = office.manager.opportunities().get(captured.opportunity.unwrap()).unwrap();
    assert_eq!((lead.customer_name.as_str(), lead.contact_name.as_deref()), ("east.cn", Some("王芳")));
    assert_eq!((lead.summary.as_str(), lead.success_probability), ("数控机床 12 台", 0));
    assert_eq!(lead.description, "您好，请报价。\n謝謝 ㎡ 𠀀");
    let [drawing] = &files(&office, "opportunity", lead.id)[..] else { panic!("one file") };
    assert_eq!((drawing.name.as_str(), drawing.media_type.as_str()), ("图纸.pdf", "application/pdf"));
    assert_eq!(whole(&office.manager, drawing), b"%PDF-1.7 drawing");
    assert_eq!(drawing.uploader.as_ref().unwrap().id, user(&office.integration));

    let again = given(&office, &chinese()).unwrap();
    assert_eq!((again.outcome, again.id, again.opportunity), (CaptureOutcome::Repeated, captured.id, Some(lead.id)));
    let kept = office.manager.capture().list(None, None).unwrap().items;
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].mailbox.as_deref(), kept[0].email.as_deref()), (Some(MAILBOX), Some("wang@east.cn")));
    assert_eq!(kept[0].said.as_deref(), Some("回复：数控机床 12 台"));
    let filter = CaptureFilter { mailbox: Some("other@house.cn".into()), ..Default::default() };
    assert!(office.manager.capture().list(Some(filter), None).unwrap().items.is_empty());

    for unsent in [&b""[..], b"Subject: x\r\n\r\nhello", b"From: nobody\r\n\r\nhello", b"\r\n\r\n", b"From:;\r\n"] {
        assert_eq!(invalid(given(&office, unsent)), ["message:no_sender"]);
    }
    let mailbox = office.integration.capture().email(Bytes(chinese()), "sales".into(), false, None);
    assert_eq!(invalid(mailbox), ["mailbox:not_an_email"]);
    // A public mail house is nobody's name; without a subject it says so, and without a text the subject does.
    let public = b"From: \"Li Lei\" <lilei@qq.com>\r\n\r\n".to_vec();
    let lead = given(&office, &public).unwrap().opportunity.unwrap();
    let lead = office.manager.opportunities().get(lead).unwrap();
    assert_eq!((lead.customer_name.as_str(), lead.summary.as_str()), ("Li Lei", "no subject"));
    assert_eq!(lead.description, "no subject");
    // Without a name of its own it is known by what it is.
    assert_eq!(given(&office, &public).unwrap().outcome, CaptureOutcome::Repeated);
}

// CAPT-5, row 3: what names a captured message joins what that became, and so on; nothing joins what was deleted.
#[test]
fn an_answer_joins() {
    let office = Office::new();
    let lead = given(&office, &message("1@east.cn", "", "first")).unwrap().opportunity;
    let answer = message("2@east.cn", "In-Reply-To: <1@east.cn>\r\n", "second");
    let joined = given(&office, &answer).unwrap();
    assert_eq!((joined.outcome, joined.opportunity), (CaptureOutcome::Joined, lead));
    let notes = office.manager.notes().list(key("opportunity", lead.unwrap()), None).unwrap().items;
    assert_eq!((notes[0].text.as_str(), Some(notes[0].id)), ("quote\n\nsecond", joined.note));
    // By a chain, with a file; and the nearest wins.
    let more = "References: <0@elsewhere> <2@east.cn>\r\nContent-Type: multipart/mixed; boundary=b\r\n";
    let body =
        "--b\r\n\r\nthird\r\n--b\r\nContent-Type: image/png; name=\"..\\\\a?.png\"\r\n\r\n\u{89}PNG\r\n--b--\r\n";
    assert_eq!(given(&office, &message("3@east.cn", more, body)).unwrap().opportunity, lead);
    assert_eq!(files(&office, "opportunity", lead.unwrap())[0].name, "a_.png");
    // A message that was ignored became nothing.
    let bulk = message("4@east.cn", "Precedence: bulk\r\n", "news");
    assert_eq!(given(&office, &bulk).unwrap().reason, Some(CaptureReason::List));
    let other = message("5@east.cn", "In-Reply-To: <4@east.cn>\r\n", "?");
    assert_eq!(given(&office, &other).unwrap().outcome, CaptureOutcome::Created);
    // CAPT-6: of a list, and from who takes no answers, what answers joins all the same.
    let listed = message("6@east.cn", "List-Id: <l.east.cn>\r\nIn-Reply-To: <1@east.cn>\r\n", "on the list");
    assert_eq!(given(&office, &listed).unwrap().outcome, CaptureOutcome::Joined);
}

// CAPT-6: what machines sent is ignored, each with its reason, and kept with that.
#[test]
fn what_machines_sent_is_ignored() {
    let office = Office::new();
    let users = office.admin.users();
    let changes = crm_core::users::UserUpdate { email: Some("Ann@House.cn".into()), ..Default::default() };
    users.update(user(&office.ann), changes).unwrap();
    let plain = |from: &str| format!("From: {from}\r\nMessage-ID: <{from}>\r\nSubject: x\r\n\r\ntext").into_bytes();
    for (at, (sent, why)) in [
        (message("1", "Auto-Submitted: auto-replied (vacation)\r\n", ""), CaptureReason::AutoReply),
        (message("2", "Return-Path: <>\r\n", ""), CaptureReason::Bounce),
        (message("3", "Content-Type: multipart/report; report-type=x; boundary=b\r\n", "--b--"), CaptureReason::Bounce),
        (plain("MAILER-DAEMON@east.cn"), CaptureReason::Bounce),
        (plain("postmaster@east.cn"), CaptureReason::Bounce),
        (message("4", "List-Unsubscribe: <mailto:a@b.cn>\r\n", ""), CaptureReason::List),
        (message("5", "Precedence: junk\r\n", ""), CaptureReason::List),
        (plain("no-reply@east.cn"), CaptureReason::NoReply),
        (plain("DoNotReply@east.cn"), CaptureReason::NoReply),
        (plain("ann@house.cn"), CaptureReason::Own),
        (plain("Sales@House.cn"), CaptureReason::Own),
    ]
    .into_iter()
    .enumerate()
    {
        let captured = given(&office, &sent).unwrap();
        assert_eq!((captured.outcome, captured.reason), (CaptureOutcome::Ignored, Some(why)), "{at}");
        assert_eq!(given(&office, &sent).unwrap().outcome, CaptureOutcome::Repeated, "{at}");
    }
    let said = message("6", "Auto-Submitted: no\r\nPrecedence: first-class\r\n", "by a person");
    assert_eq!(given(&office, &said).unwrap().outcome, CaptureOutcome::Created);
}

// CAPT-5: the limits are asked before anything is made of a message; none depends on how it is written.
#[test]
fn messages_have_limits() {
    let office = Office::new();
    let head = "From: a@b.cn\r\n";
    let parts = |number: usize| {
        let parts = "--b\r\n\r\nx\r\n".repeat(number);
        format!("{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n").into_bytes()
    };
    assert!(given(&office, &parts(99)).is_ok());
    assert_eq!(invalid(given(&office, &parts(100))), ["message:too_many"]);
    let deep = |number: usize| {
        let mut text = head.to_owned();
        for at in 0..number {
            text += &format!("Content-Type: multipart/mixed; boundary=\"b{at}\"\r\n\r\n--b{at}\r\n");
        }
        (text + "\r\ndeep").into_bytes()
    };
    assert!(given(&office, &deep(10)).is_ok());
    assert_eq!(invalid(given(&office, &deep(11))), ["message:too_deep"]);
    let headers = |bytes: usize| {
        let mut text = head.to_owned();
        while text.len() < bytes {
            text += "X: y\r\n";
        }
        (text + "\r\nbody").into_bytes()
    };
    assert!(given(&office, &headers(262_000)).is_ok());
    assert_eq!(invalid(given(&office, &headers(262_144))), ["message:too_large"]);
    let long = [head.as_bytes(), b"\r\n", &vec![b'x'; 25 * 1024 * 1024]].concat();
    assert_eq!(mail::read(&long), Err(Beyond::TooLarge));
    assert_eq!(invalid(given(&office, &long)), ["message:too_large"]);
    // Only the last twenty references are looked at.
    let lead = given(&office, &message("first@east.cn", "", "x")).unwrap().opportunity;
    let references = |behind: usize| {
        let more: String = (0..behind).map(|at| format!(" <{at}@z>")).collect();
        message(&format!("{behind}@y"), &format!("References: <first@east.cn>{more}\r\n"), "x")
    };
    assert_eq!(given(&office, &references(19)).unwrap().opportunity, lead);
    assert_eq!(given(&office, &references(20)).unwrap().outcome, CaptureOutcome::Created);
}

// CAPT-5: nothing else refuses: unknown character sets, control characters, long names, texts and files.
#[test]
fn whatever_comes_is_read() {
    let office = Office::new();
    let lead = |sent: &[u8]| {
        let id = given(&office, sent).unwrap().opportunity.unwrap();
        office.manager.opportunities().get(id).unwrap()
    };
    let odd = b"From: a@b.cn\r\nMessage-ID: <1@b>\r\nSubject: a\x00b\x07 \x1b[31mred\r\n\
                Content-Type: text/plain; charset=x-klingon\r\n\r\n\xff\xfe\x00 caf\xc3\xa9 \x08";
    let read = lead(odd);
    assert_eq!(read.summary, "ab [31mred");
    assert!(read.description.contains("caf\u{e9}") || read.description.contains('\u{fffd}'), "{}", read.description);
    assert!(!read.description.chars().any(|c| c.is_control()));
    // Raw octets in a head, as they are written in China.
    let mut raw = b"From: ".to_vec();
    raw.extend(gb18030("王芳"));
    raw.extend(b" <wf@b.cn>\nMessage-ID: <2@b>\nSubject: ");
    raw.extend(gb18030("急：报价"));
    raw.extend(b"\nContent-Type: text/html; charset=big5\n\n<p>");
    raw.extend(&encoding_rs::BIG5.encode("您好<br>謝謝").0[..]);
    raw.extend(b"</p><script>alert(1)</script>");
    let read = lead(&raw);
    assert_eq!((read.contact_name.as_deref(), read.summary.as_str()), (Some("王芳"), "急：报价"));
    assert!(read.description.contains("您好") && read.description.contains("謝謝"), "{}", read.description);
    assert!(!read.description.contains("alert") && !read.description.contains('<'), "{}", read.description);
    // The plain text, not what stands beside it in HTML; quoted and soft line ends.
    let two = message(
        "3@b",
        "Content-Type: multipart/alternative; boundary=\"a b\"\r\n",
        "--a b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         caf=C3=A9 =\r\nau lait =zz\r\n--a b\r\nContent-Type: text/html\r\n\r\n<b>no</b>\r\n--a b--\r\n",
    );
    assert_eq!(lead(&two).description, "caf\u{e9} au lait =zz");
    // A part that says it has others and has none is a text.
    let torn = message("4@b", "Content-Type: multipart/mixed; boundary=zz\r\n", "no part at all");
    assert_eq!(lead(&torn).description, "no part at all");
    // A long text is cut, and whole in a file; long names are cut.
    let name = "很".repeat(600);
    let sent = format!("From: {name} <x@y.cn>\r\nMessage-ID: <5@b>\r\nSubject: {name}\r\n\r\n{}", "长 ".repeat(20_000));
    let read = lead(sent.as_bytes());
    assert_eq!(read.summary.chars().count(), 500);
    assert!(read.description.chars().count() <= 20_000);
    let [text] = &files(&office, "opportunity", read.id)[..] else { panic!("the whole text") };
    assert_eq!((text.name.as_str(), text.size), ("message.txt", 79_999));
    // FILE-5: what there is no room for is left out, and named.
    bound(&office, Some(10), None);
    let body = "--b\r\n\r\nsee\r\n--b\r\nContent-Type: text/csv; name=big.csv\r\n\r\n0123456789a\r\n\
                --b\r\nContent-Type: text/csv; name=small.csv\r\n\r\n01\r\n--b--";
    let read = lead(&message("6@b", "Content-Type: multipart/mixed; boundary=b\r\n", body));
    assert_eq!(read.description, "see\n\nAttachments that were left out: big.csv");
    let names: Vec<String> = files(&office, "opportunity", read.id).into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["small.csv"]);
}

// CAPT-4, BAD-2: a repeated id gives what it gave; of another message it is a conflict.
#[test]
fn a_repeated_id_of_a_message() {
    let office = Office::new();
    let id = Some("0195b5e2-7f00-7000-8000-0000000000c2".parse::<CaptureId>().unwrap());
    let email = |message: Vec<u8>| office.integration.capture().email(Bytes(message), MAILBOX.into(), false, id);
    let first = email(message("1@b", "", "x")).unwrap();
    assert_eq!(email(message("1@b", "", "x")).unwrap(), first);
    assert_eq!(reason(email(message("2@b", "", "y"))), "id_taken");
    // A message that repeats another makes nothing, whatever the id.
    let again = office.integration.capture().email(
        Bytes(message("1@b", "", "x")),
        MAILBOX.into(),
        false,
        Some("0195b5e2-7f00-7000-8000-0000000000c3".parse::<CaptureId>().unwrap()),
    );
    assert_eq!((again.as_ref().unwrap().outcome, again.unwrap().id), (CaptureOutcome::Repeated, first.id));
}

/// Pieces that messages are made of.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&'static [u8]> = vec![
        b"\r\n",
        b"\n",
        b"--b",
        b"--b--",
        b"From: ",
        b"a@b.cn",
        b"Subject: ",
        b"=?GB18030?B?zfW3vA==?=",
        b"=?utf-8?Q?=E7=8E?=",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: multipart/alternative; boundary=\"b\"\r\n",
        b"Content-Type: text/html; charset=gbk\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Disposition: attachment; filename*=gb18030''%C9",
        b"References: <a> <b",
        b"=",
        b"=3D",
        b"<",
        b">",
        b"&#x110000;",
        b"<!--",
        b"<script>",
        b";",
        b"\"",
        b"(",
        b":",
        b" ",
        b"\t",
        b"\0",
    ];
    prop_oneof![
        4 => proptest::sample::select(words).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..12),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    // CAPT-5: random octets, and messages of random pieces, are read or refused, and nothing panics.
    #[test]
    fn random_octets_are_read(octets in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = mail::read(&octets);
        let _ = mail::read(&[&b"From: "[..], &octets].concat());
        let _ = mail::read(&[&b"Content-Type: "[..], &octets].concat());
    }

    #[test]
    fn random_pieces_are_read(pieces in proptest::collection::vec(piece(), 0..80)) {
        let read = mail::read(&pieces.concat());
        if let Ok(read) = read {
            prop_assert!(!read.id.is_empty());
            prop_assert!(read.text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
            prop_assert!(!read.subject.chars().any(char::is_control));
        }
    }
}
