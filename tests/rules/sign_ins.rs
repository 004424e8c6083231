//! LOGIN-1 to LOGIN-3: which sign-ins leave a row, what stands in it, and who reads it.

use chrono::TimeDelta;
use crm_core::audit::RefusalFilter;
use crm_core::prelude::*;
use crm_core::sign_ins::{Client, SignIn, SignInFilter, SignInMeans, SignInOutcome};
use crm_core::{Environment, PasswordCost};

use crate::faults::dump;
use crate::support::*;
use crate::totp::*;

fn client(address: &str, device: &str) -> Client {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Client { address: text(address), device: text(device) }
}

fn rows(office: &Office, filter: SignInFilter) -> Vec<SignIn> {
    let page = PageRequest { limit: Some(10_000), ..Default::default() };
    office.admin.sign_ins().list(Some(filter), Some(page)).unwrap().items
}

fn all(office: &Office) -> Vec<SignIn> {
    rows(office, SignInFilter::default())
}

/// Who, how, what became of it and why, from where, how often; oldest first.
fn told(rows: &[SignIn]) -> Vec<String> {
    let one = |row: &SignIn| {
        let text = |text: &Option<String>| text.clone().unwrap_or("-".into());
        format!(
            "{} {} {} {} {} {} {}",
            row.user.as_ref().map_or("-", |u| u.display_name.as_str()),
            row.means.map_or("-", SignInMeans::as_str),
            row.outcome,
            text(&row.reason),
            text(&row.address),
            text(&row.device),
            row.times
        )
    };
    rows.iter().rev().map(one).collect()
}

#[test]
fn every_attempt_with_a_password_leaves_a_row_and_a_session_with_a_client_one() {
    let office = office();
    let sign_in = |password: &str, code: Option<&str>, client: Option<Client>| {
        let code = code.map(Secret::from);
        let _ = office.crm.sign_in("Ann", &password.into(), code.as_ref(), client.as_ref());
        office.clock.advance(TimeDelta::minutes(2));
    };
    // LOGIN-1: an attempt without a client too.
    sign_in(PASSWORD, None, None);
    sign_in(PASSWORD, None, Some(client("192.0.2.7", "Firefox")));
    sign_in("battery", None, Some(client("192.0.2.7", "")));
    let device = Device::of(&office, &office.ann);
    office.clock.advance(TimeDelta::minutes(5));
    sign_in(PASSWORD, None, Some(client(" 192.0.2.7 ", " ")));
    sign_in(PASSWORD, Some("00000"), Some(client("192.0.2.8", "curl")));
    sign_in(PASSWORD, Some(&device.shows(&office, 0)), Some(client("192.0.2.7", "Firefox")));
    sign_in(PASSWORD, Some(&device.recovery[0]), Some(client("192.0.2.7", "")));
    // LOGIN-1: of a host's sessions those with a client.
    let ben = user(&office.ben);
    assert!(office.crm.session(ben).is_ok() && office.crm.session_by_login("ben").is_ok());
    assert!(office.crm.session_with(ben, &client("office", "kiosk")).is_ok());
    assert!(office.crm.session_with(ben, &Client::default()).is_ok());
    office.admin.users().disable(ben, None).unwrap();
    assert_eq!(reason(office.crm.session_with(ben, &client("office", "kiosk"))), "disabled");
    assert_eq!(reason(office.crm.session(ben)), "disabled");
    assert_eq!(refused(office.crm.session_with(UserId::default(), &client("office", ""))), "not_found");
    assert_eq!(
        told(&all(&office)),
        [
            "安娜 password succeeded - - - 1",
            "安娜 password succeeded - 192.0.2.7 Firefox 1",
            "安娜 password failed wrong_credentials 192.0.2.7 - 1",
            "安娜 password failed code_required 192.0.2.7 - 1",
            "安娜 code failed wrong_credentials 192.0.2.8 curl 1",
            "安娜 code succeeded - 192.0.2.7 Firefox 1",
            "安娜 recovery succeeded - 192.0.2.7 - 1",
            "本 host succeeded - office kiosk 1",
            "本 host succeeded - - - 1",
            "本 host failed disabled office kiosk 1",
        ]
    );
    let row = &all(&office)[9];
    let start: Timestamp = MORNING.parse().unwrap();
    assert_eq!((row.first_at, row.last_at, row.login.as_deref()), (start, start, Some("ann")));
    // A disabled user with everything right is told so, and the log too.
    office.admin.users().set_password(ben, Some(PASSWORD.into()), None).unwrap();
    assert_eq!(reason(office.crm.sign_in("ben", &PASSWORD.into(), None, Some(&client("home", "")))), "disabled");
    assert_eq!(told(&all(&office)).last().unwrap(), "本 password failed disabled home - 1");
}

#[test]
fn a_client_is_short() {
    let office = office();
    let wrong = client(&"x".repeat(101), &"y".repeat(10_000));
    let expected = ["address:too_long", "device:too_long"];
    assert_eq!(invalid(office.crm.session_with(user(&office.ben), &wrong)), expected);
    assert_eq!(invalid(office.crm.sign_in("ann", &PASSWORD.into(), None, Some(&wrong))), expected);
    // It is refused before anything else, and is no attempt.
    assert_eq!(all(&office), []);
}

#[test]
fn failures_of_one_name_address_and_reason_within_a_minute_are_one_row() {
    let office = office();
    let fail = |login: &str, address: &str, device: &str, password: &str| {
        let from = client(address, device);
        assert_eq!(refused(office.crm.sign_in(login, &password.into(), None, Some(&from))), "login_failed");
    };
    let start = office.clock.now();
    fail("ann", "a", "first", "guess");
    office.clock.advance(TimeDelta::seconds(30));
    fail("ＡＮＮ", "a", "second", "guess");
    // Before they are written, and behind that.
    assert_eq!(told(&all(&office)), ["安娜 password failed wrong_credentials a second 2"]);
    office.clock.advance(TimeDelta::seconds(29));
    fail("ann", "a", "third", "guess");
    let one = all(&office);
    assert_eq!(told(&one), ["安娜 password failed wrong_credentials a third 3"]);
    assert_eq!((one[0].first_at, one[0].last_at), (start, start + TimeDelta::seconds(59)));
    // LOGIN-1: another address, name or reason is another row, and so is another minute.
    fail("ann", "b", "", "guess");
    fail("ben", "a", "", "guess");
    fail("ann", "a", "", "guess");
    fail("ann", "a", "", PASSWORD);
    fail("ann", "a", "", PASSWORD);
    office.clock.advance(TimeDelta::seconds(61));
    fail("ann", "a", "", PASSWORD);
    assert_eq!(
        told(&all(&office)),
        [
            "安娜 password failed wrong_credentials a - 4",
            "安娜 password failed wrong_credentials b - 1",
            "本 password failed wrong_credentials a - 1",
            "安娜 password failed locked a - 2",
            "安娜 password failed locked a - 1",
        ]
    );
    // Each success has a row of its own.
    for _ in 0..3 {
        office.crm.session_with(user(&office.ben), &client("a", "")).unwrap();
    }
    let succeeded = SignInFilter { outcome: Some(SignInOutcome::Succeeded), ..Default::default() };
    assert_eq!(rows(&office, succeeded).len(), 3);
    // LOGIN-3: the audit goes on counting them by the minute.
    let of_ann = RefusalFilter { user: office.ann.user(), ..Default::default() };
    let refusals = office.admin.audit().refusals(Some(of_ann), None).unwrap().items;
    assert_eq!(refusals.iter().map(|row| row.times).sum::<i64>(), 8);
}

#[test]
fn names_that_nobody_has_are_kept_as_a_hash_alone() {
    let (one, other) = (office(), office_since("2026-03-03T01:00:00Z"));
    // People type passwords there.
    let typed = "hunter2-hunter2";
    for office in [&one, &other] {
        for login in [typed, "HUNTER2-hunter2", "another"] {
            let outcome = office.crm.sign_in(login, &"x".into(), None, Some(&client("a", "")));
            assert_eq!(reason(outcome), "wrong_credentials");
        }
    }
    let names = |office: &Office| -> Vec<String> { all(office).iter().map(|row| row.login.clone().unwrap()).collect() };
    let (here, there) = (names(&one), names(&other));
    // LOGIN-2: of one name one row, so that guessing shows; of each database its own.
    assert_eq!((here.len(), all(&one)[1].times), (2, 2));
    for name in &here {
        assert!(name.len() == 17 && name.starts_with('#'), "{name}");
        assert!(!there.contains(name), "{name}");
    }
    assert!(all(&one).iter().all(|row| row.user.is_none()));
    // Neither the audit's refusals nor what locks tells more; who knows the name finds it.
    let filter = RefusalFilter { login: Some("Hunter2-hunter2".into()), ..Default::default() };
    let found = one.admin.audit().refusals(Some(filter), None).unwrap().items;
    assert_eq!((found.len(), found[0].times, found[0].login.as_ref()), (1, 2, here.iter().find(|n| *n == &here[1])));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    let crm = Crm::options().password_cost(cheap).open(&file).unwrap();
    crm.bootstrap("admin", "管理员", &[]).unwrap();
    for _ in 0..6 {
        assert!(crm.sign_in(typed, &"correct-horse".into(), Some(&"battery".into()), None).is_err());
    }
    drop(crm);
    let storage = crm_core::storage::sqlite::SqliteStorage::open(&file, &Default::default()).unwrap();
    let (kept, refusals) = (dump(&storage), std::fs::read(&file).unwrap());
    for secret in [typed, "correct-horse", "battery"] {
        assert!(!kept.contains(secret), "{secret}");
        // As bytes of the file, the refusals included.
        assert!(!refusals.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn administrators_read_all_and_everybody_their_own() {
    let office = office();
    let begin = |who: &Session, address: &str| {
        office.crm.session_with(user(who), &client(address, "")).unwrap();
        office.clock.advance(TimeDelta::minutes(1));
    };
    let start = office.clock.now();
    begin(&office.ann, "a");
    begin(&office.ben, "a");
    begin(&office.ben, "b");
    let _ = office.crm.login("ann", &"guess".into());
    for (name, session) in office.everyone() {
        // LOGIN-2.
        assert_eq!(session.sign_ins().list(None, None).is_ok(), name == "admin", "{name}");
        let mine = session.sign_ins().mine(None).unwrap().items;
        assert!(mine.iter().all(|row| row.user.as_ref().map(|u| u.id) == session.user()), "{name}");
        let expected = match name {
            "ann" | "ben" => 2,
            _ => 0,
        };
        assert_eq!(mine.len(), expected, "{name}");
    }
    let none = SignInFilter::default;
    let at = |minutes: i64| Some(start + TimeDelta::minutes(minutes));
    for (filter, expected) in [
        (none(), 4),
        (SignInFilter { user: office.ben.user(), ..none() }, 2),
        (SignInFilter { user: Some(UserId::default()), ..none() }, 0),
        (SignInFilter { outcome: Some(SignInOutcome::Failed), ..none() }, 1),
        (SignInFilter { outcome: Some(SignInOutcome::FactorReset), ..none() }, 0),
        (SignInFilter { address: Some("a".into()), ..none() }, 2),
        (SignInFilter { address: Some("A".into()), ..none() }, 0),
        (SignInFilter { at_from: at(1), ..none() }, 3),
        (SignInFilter { at_before: at(1), ..none() }, 1),
        (SignInFilter { at_from: at(1), at_before: at(3), user: office.ben.user(), ..none() }, 2),
    ] {
        assert_eq!(rows(&office, filter.clone()).len(), expected, "{filter:?}");
    }
    let empty = SignInFilter { address: Some(String::new()), ..none() };
    assert_eq!(invalid(office.admin.sign_ins().list(Some(empty), None)), ["address:required"]);
    // Page by page the same, newest first.
    let (mut page, mut seen) = (PageRequest { limit: Some(1), ..Default::default() }, Vec::new());
    loop {
        let found = office.admin.sign_ins().list(None, Some(page.clone())).unwrap();
        seen.extend(found.items);
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, all(&office));
    assert!(seen.is_sorted_by(|a, b| a.first_at > b.first_at));
}
