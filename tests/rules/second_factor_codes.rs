//! FACTOR-2, FACTOR-5: signing in with codes, each once, whatever the clock does and however many are tried at once.

use chrono::TimeDelta;
use crm_core::prelude::*;
use crm_core::{Environment, PasswordCost};

use crate::support::*;
use crate::totp::*;

const STEP: TimeDelta = TimeDelta::seconds(30);

/// Signs ann in with the password alone.
fn password_alone(office: &Office) -> Result<Session> {
    office.crm.login("ann", &PASSWORD.into())
}

#[test]
fn codes_are_those_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vectors.crm");
    let clock = FixedEnvironment::new(MORNING);
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    let options = Crm::options().environment(clock.clone()).any_time(true).password_cost(cheap);
    let office = Office::staff(options.open(&file).unwrap(), clock);
    office.admin.users().set_password(user(&office.ann), Some(PASSWORD.into()), None).unwrap();
    Device::of(&office, &office.ann);
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.execute("UPDATE second_factors SET secret = CAST('12345678901234567890' AS BLOB), last_step = NULL", [])
        .unwrap();
    drop(raw);
    // FACTOR-5.
    for (seconds, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        let at = Timestamp::from_timestamp(seconds, 0).unwrap();
        office.clock.set(&at.to_rfc3339());
        assert_eq!(shown("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at, 0), code, "the test's own device");
        assert_eq!(ann_signs_in(&office, code).unwrap().user(), office.ann.user(), "{seconds}");
        assert_eq!(reason(ann_signs_in(&office, code)), "wrong_credentials", "{seconds}, again");
    }
}

#[test]
fn signing_in_takes_name_password_and_code() {
    let office = office();
    // Who has no second factor is asked for none, and whatever they give is not looked at.
    assert!(ann_signs_in(&office, "nonsense").is_ok());
    let device = Device::of(&office, &office.ann);
    office.clock.advance(STEP * 10);
    // FACTOR-2: the right password and no code.
    for code in [None, Some(""), Some(" "), Some(" - ")] {
        let code = code.map(Secret::from);
        let outcome = office.crm.sign_in("ann", &PASSWORD.into(), code.as_ref(), None);
        assert_eq!(reason(outcome), "code_required", "{code:?}");
    }
    assert_eq!(reason(password_alone(&office)), "code_required");
    let code = device.shows(&office, 0);
    // FACTOR-2: a wrong one says as much as a wrong password, and the code is not used up by it.
    let other = format!("{:06}", (code.parse::<i64>().unwrap() + 1) % 1_000_000);
    for wrong in [&*other, "12345", "1234567", "abcdef", "AAAA-BBBB-CCCC-DDDD"] {
        assert_eq!(reason(ann_signs_in(&office, wrong)), "wrong_credentials", "{wrong}");
        assert!(ann_signs_in(&office, &device.shows(&office, 0)).is_ok(), "it is right");
        office.clock.advance(STEP * 3);
    }
    let wrong_password = office.crm.sign_in("ann", &"battery".into(), Some(&device.shows(&office, 0).into()), None);
    assert_eq!(reason(wrong_password), "wrong_credentials");
    // As devices show it, and as a Chinese keyboard types it.
    let code = device.shows(&office, 0);
    let wide: String = code.chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect();
    assert!(ann_signs_in(&office, &wide).is_ok());
    office.clock.advance(STEP * 3);
    let code = device.shows(&office, 0);
    assert!(ann_signs_in(&office, &format!(" {} {} ", &code[..3], &code[3..])).is_ok());
}

#[test]
fn each_step_counts_once_and_none_before_it() {
    let office = office();
    let device = Device::of(&office, &office.ann);
    // FACTOR-2: the code that turned it on is used.
    assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, 0))), "wrong_credentials");
    for (accepted, then) in [
        // Now, the one before and the one after; then neither it nor one before it.
        (0, vec![(0, false), (-1, false), (1, true)]),
        (-1, vec![(-1, false), (0, true)]),
        (1, vec![(1, false), (0, false), (-1, false)]),
    ] {
        office.clock.advance(STEP * 10);
        assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, 2))), "wrong_credentials", "too early");
        assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, -2))), "wrong_credentials", "too late");
        assert!(ann_signs_in(&office, &device.shows(&office, accepted)).is_ok(), "{accepted}");
        for (steps, right) in then {
            let outcome = ann_signs_in(&office, &device.shows(&office, steps));
            assert_eq!(outcome.is_ok(), right, "{steps} behind {accepted}: {outcome:?}");
            // What is wrong here counts towards the lock, which is another test's.
            office.admin.users().set_password(user(&office.ann), Some(PASSWORD.into()), None).unwrap();
        }
    }
    // The one after was used: when its time comes it stays used.
    office.clock.advance(STEP);
    assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, 0))), "wrong_credentials");
    assert!(ann_signs_in(&office, &device.shows(&office, 1)).is_ok());
}

#[test]
fn a_clock_that_was_ahead_binds_nothing() {
    let office = office();
    let device = Device::of(&office, &office.ann);
    let now = office.clock.now();
    // Ten years ahead a code is accepted; then the clock is right again.
    office.clock.set("2036-03-02T01:00:00Z");
    assert!(ann_signs_in(&office, &device.shows(&office, 0)).is_ok());
    office.clock.set(&(now + STEP).to_rfc3339());
    // FACTOR-2: one more than a step ahead of now came from another clock.
    let code = device.shows(&office, 0);
    assert!(ann_signs_in(&office, &code).is_ok());
    assert_eq!(reason(ann_signs_in(&office, &code)), "wrong_credentials", "and this one binds");
    // One step ahead is this clock's, or one a little faster, and binds.
    office.clock.advance(STEP * 10);
    assert!(ann_signs_in(&office, &device.shows(&office, 0)).is_ok());
    office.clock.advance(-STEP);
    assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, 0))), "wrong_credentials");
    assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, 1))), "wrong_credentials");
    office.clock.advance(-STEP);
    assert!(ann_signs_in(&office, &device.shows(&office, 0)).is_ok(), "two ahead bind nothing");
}

#[test]
fn a_recovery_code_counts_once_in_place_of_a_code() {
    let office = office();
    let device = Device::of(&office, &office.ann);
    // FACTOR-1: ten of them, all different, of 80 bits each.
    let bits: std::collections::BTreeSet<_> =
        device.recovery.iter().map(|code| from_base32(&code.replace('-', ""))).collect();
    assert_eq!((bits.len(), bits.iter().map(Vec::len).max()), (10, Some(10)));
    for (i, code) in device.recovery.iter().enumerate() {
        // As it was written down, or as somebody types it.
        let typed = if i % 2 == 0 { code.clone() } else { code.to_lowercase().replace('-', "") };
        assert!(ann_signs_in(&office, &typed).is_ok(), "{typed}");
        assert_eq!(reason(ann_signs_in(&office, code)), "wrong_credentials", "once");
    }
    // Codes of the device go on.
    office.clock.advance(STEP * 3);
    assert!(ann_signs_in(&office, &device.shows(&office, 0)).is_ok());
}

#[test]
fn wrong_codes_count_like_wrong_passwords_and_lock() {
    let office = office();
    let device = Device::of(&office, &office.ann);
    office.clock.advance(STEP * 10);
    let wrong_password = || office.crm.sign_in("ann", &"battery".into(), Some(&"123456".into()), None);
    for i in 0..4 {
        // USER-2, FACTOR-2: one count for both.
        let outcome = if i % 2 == 0 { ann_signs_in(&office, "000 00") } else { wrong_password() };
        assert_eq!(reason(outcome), "wrong_credentials");
        // FACTOR-2: the password alone neither counts nor ends the count …
        for _ in 0..6 {
            assert_eq!(reason(password_alone(&office)), "code_required");
        }
        // … nor does changing it: half of a sign-in is none.
        office.ann.users().change_password(PASSWORD.into(), Some(PASSWORD.into())).unwrap();
    }
    assert_eq!(reason(ann_signs_in(&office, "00000")), "wrong_credentials", "the fifth");
    // USER-2: locked for fifteen minutes, for everything right too, recovery codes included.
    assert_eq!(reason(ann_signs_in(&office, &device.shows(&office, 0))), "locked");
    assert_eq!(reason(ann_signs_in(&office, &device.recovery[0])), "locked");
    assert_eq!(reason(password_alone(&office)), "locked");
    assert_eq!(reason(office.ann.second_factor().disable(device.shows(&office, 0).into())), "locked");
    office.clock.advance(TimeDelta::minutes(15));
    for _ in 0..4 {
        assert_eq!(reason(ann_signs_in(&office, "00000")), "wrong_credentials");
    }
    // A whole sign-in ends the count; the recovery code was not used up by the lock.
    assert!(ann_signs_in(&office, &device.recovery[0]).is_ok());
    for _ in 0..4 {
        assert_eq!(reason(ann_signs_in(&office, "00000")), "wrong_credentials");
    }
    assert!(ann_signs_in(&office, &device.shows(&office, 0)).is_ok());
    // FACTOR-2: only who is let in hears that they may not act.
    office.admin.users().disable(user(&office.ann), None).unwrap();
    assert_eq!(reason(password_alone(&office)), "code_required");
    assert_eq!(reason(ann_signs_in(&office, &device.recovery[1])), "disabled");
}

/// What came of as many sign-ins at once.
fn at_once(office: &Office, codes: &[String]) -> Vec<String> {
    std::thread::scope(|scope| {
        let tries: Vec<_> = codes
            .iter()
            .map(|code| {
                scope.spawn(|| match ann_signs_in(office, code) {
                    Ok(_) => "in".to_owned(),
                    refusal => reason(refusal),
                })
            })
            .collect();
        tries.into_iter().map(|t| t.join().unwrap()).collect()
    })
}

#[test]
fn of_many_at_once_exactly_one_uses_a_code() {
    let office = office();
    let device = Device::of(&office, &office.ann);
    office.clock.advance(STEP * 10);
    for code in [device.shows(&office, 0), device.recovery[0].clone()] {
        let outcomes = at_once(&office, &vec![code.clone(); 5]);
        // FACTOR-2: each once.
        assert_eq!(outcomes.iter().filter(|o| *o == "in").count(), 1, "{code}: {outcomes:?}");
        assert_eq!(outcomes.iter().filter(|o| *o == "wrong_credentials").count(), 4, "{code}: {outcomes:?}");
        office.admin.users().set_password(user(&office.ann), Some(PASSWORD.into()), None).unwrap();
    }
}

#[test]
fn of_many_guesses_at_once_none_is_looked_at_behind_the_fifth() {
    let office = office();
    Device::of(&office, &office.ann);
    let guesses: Vec<String> = (0..16).map(|i| format!("{i:05}")).collect();
    let outcomes = at_once(&office, &guesses);
    assert_eq!(outcomes.iter().filter(|o| *o == "wrong_credentials").count(), 5, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|o| *o == "locked").count(), 11, "{outcomes:?}");
}

#[test]
fn what_can_not_be_noted_is_not_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("office.crm");
    let clock = FixedEnvironment::new(MORNING);
    let options = || Crm::options().environment(clock.clone()).password_cost(PasswordCost { memory_kib: 8, passes: 1 });
    let office = Office::staff(options().open(&file).unwrap(), clock.clone());
    for session in [&office.ann, &office.ben] {
        office.admin.users().set_password(user(session), Some(PASSWORD.into()), None).unwrap();
    }
    let device = Device::of(&office, &office.ann);
    drop(office);
    clock.advance(STEP * 10);
    let crm = options().read_only(true).open(&file).unwrap();
    let code = || Some(shown(&device.secret, clock.now(), 0).into());
    // Neither that a code was used nor that one was wrong could be noted here.
    for code in [code(), Some("000000".into()), Some(device.recovery[0].as_str().into())] {
        let outcome = crm.sign_in("ann", &PASSWORD.into(), code.as_ref(), None);
        assert!(matches!(&outcome, Err(CrmError::Storage { problem }) if problem == "read_only"), "{outcome:?}");
    }
    assert_eq!(reason(crm.login("ann", &PASSWORD.into())), "code_required");
    assert_eq!(reason(crm.login("ann", &"battery".into())), "wrong_credentials");
    assert!(crm.login("ben", &PASSWORD.into()).is_ok());
    drop(crm);
    let crm = options().open(&file).unwrap();
    assert!(crm.sign_in("ann", &PASSWORD.into(), code().as_ref(), None).is_ok());
}
