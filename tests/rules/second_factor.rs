//! FACTOR-1, FACTOR-3, FACTOR-4: setting a second factor up, having to, turning it off; and that it shows nowhere.

use chrono::TimeDelta;
use crm_core::audit::AuditFilter;
use crm_core::prelude::*;
use crm_core::roles::{NewRole, Role};
use crm_core::sign_ins::{SignInFilter, SignInOutcome};
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{Environment, Operation, PasswordCost};
use std::sync::Arc;

use crate::faults::{Shared, dump};
use crate::support::*;
use crate::totp::*;

fn role(office: &Office, name: &str) -> Role {
    office.admin.roles().list().unwrap().into_iter().find(|role| role.name == name).unwrap()
}

#[test]
fn a_second_factor_is_begun_confirmed_and_then_asked_for() {
    let office = office();
    let (ann, factor) = (office.ann.users(), office.ann.second_factor());
    assert!(!ann.me().unwrap().has_second_factor);
    // FACTOR-1: nothing to confirm or turn off.
    assert_eq!(reason(factor.confirm("123456".into())), "factor_not_begun");
    assert_eq!(reason(factor.disable("123456".into())), "factor_off");
    let first = factor.begin(None).unwrap();
    // FACTOR-1: twenty bytes in Base32, and what a device scans.
    assert_eq!(from_base32(&first.secret).len(), 20);
    let scanned =
        format!("otpauth://totp/CRM:ann?secret={}&issuer=CRM&algorithm=SHA1&digits=6&period=30", first.secret);
    assert_eq!(first.uri, scanned);
    // FACTOR-1: what is not confirmed asks nobody for anything, and a new one replaces it.
    assert!(office.crm.login("ann", &PASSWORD.into()).is_ok());
    let second = factor.begin(Some(" 华东 CRM ".into())).unwrap();
    assert!(second.secret != first.secret && second.uri.contains("issuer=%E5%8D%8E%E4%B8%9C%20CRM&"), "{}", second.uri);
    let of = |secret: &str| -> Secret { shown(secret, office.clock.now(), 0).into() };
    assert_eq!(invalid(factor.confirm(of(&first.secret))), ["code:wrong_code"]);
    assert_eq!(invalid(factor.confirm("".into())), ["code:required"]);
    assert_eq!(invalid(factor.confirm("ABCD-EFGH-IJKL-MNOP".into())), ["code:wrong_code"]);
    // A mistake here locks nobody out.
    for _ in 0..6 {
        assert_eq!(invalid(factor.confirm("00000".into())), ["code:wrong_code"]);
    }
    assert!(office.crm.login("ann", &PASSWORD.into()).is_ok());
    assert_eq!(factor.confirm(of(&second.secret)).unwrap().codes.len(), 10);
    assert!(ann.me().unwrap().has_second_factor);
    assert!(office.admin.users().get(user(&office.ann)).unwrap().has_second_factor);
    assert_eq!(reason(office.crm.login("ann", &PASSWORD.into())), "code_required");
    // FACTOR-1: while one is on.
    assert_eq!(reason(factor.begin(None)), "factor_on");
    assert_eq!(reason(factor.confirm(of(&second.secret))), "factor_on");
    // Everybody's own: nobody else's changed.
    assert!(!office.ben.users().me().unwrap().has_second_factor);
    assert_eq!(invalid(office.ben.second_factor().begin(Some("x".repeat(101)))), ["issuer:too_long"]);
    // AUDIT-1: each is told, and what it changed of the user.
    let filter = AuditFilter { user: office.ann.user(), ..Default::default() };
    let told: Vec<_> = office
        .admin
        .audit()
        .list(Some(filter), None)
        .unwrap()
        .items
        .into_iter()
        .map(|c| (c.operation, c.arguments))
        .collect();
    let operations: Vec<&str> = told.iter().map(|(operation, _)| operation.as_str()).collect();
    assert_eq!(operations, ["second_factor.confirm", "second_factor.begin", "second_factor.begin"]);
    assert_eq!(told[0].1, r#"{"code":"***"}"#);
}

#[test]
fn it_is_turned_off_with_a_code_or_reset_by_an_administrator() {
    let office = office();
    let (ann, factor) = (user(&office.ann), office.ann.second_factor());
    let device = Device::of(&office, &office.ann);
    office.clock.advance(TimeDelta::minutes(5));
    // FACTOR-4: with a code; a wrong one counts.
    for _ in 0..4 {
        assert_eq!(reason(factor.disable("00000".into())), "wrong_credentials");
    }
    assert_eq!(invalid(factor.disable("".into())), ["code:required"]);
    let code = device.shows(&office, 0);
    let off = factor.disable(code.clone().into()).unwrap();
    assert!(!off.has_second_factor);
    assert!(office.crm.login("ann", &PASSWORD.into()).is_ok());
    // A recovery code does too. Codes of one that was turned off are worth nothing.
    let again = Device::of(&office, &office.ann);
    assert_eq!(reason(factor.disable(device.recovery[1].as_str().into())), "wrong_credentials");
    assert!(!factor.disable(again.recovery[1].as_str().into()).unwrap().has_second_factor);
    // FACTOR-4: an administrator takes another's away, and nobody else does.
    let lost = Device::of(&office, &office.ann);
    for (name, session) in office.everyone() {
        if name != "admin" {
            assert_eq!(reason(session.second_factor().reset(ann, None)), "no_permission", "{name}");
        }
    }
    let before = office.admin.users().get(ann).unwrap();
    let reset = |version| office.admin.second_factor().reset(ann, version);
    assert_eq!(reason(reset(Some(before.version - 1))), "stale_version");
    let after = reset(Some(before.version)).unwrap();
    assert_eq!((after.has_second_factor, after.version), (false, before.version + 1));
    assert!(office.crm.login("ann", &PASSWORD.into()).is_ok());
    assert_eq!(reason(reset(None)), "factor_off");
    assert_eq!(refused(office.admin.second_factor().reset(UserId::default(), None)), "not_found");
    // What was begun and not confirmed is none.
    office.ann.second_factor().begin(None).unwrap();
    assert_eq!(reason(reset(None)), "factor_off");
    // One's own: a session left open must not be enough.
    Device::of(&office, &office.admin);
    assert_eq!(reason(office.admin.second_factor().reset(user(&office.admin), None)), "own_factor");
    // FACTOR-4: audited, told to whom it was done in the log of sign-ins, and to administrators.
    let filter = AuditFilter { operation: Some("second_factor.reset".into()), ..Default::default() };
    let call = office.admin.audit().list(Some(filter), None).unwrap().items.remove(0);
    assert_eq!(call.user.map(|u| u.id), office.admin.user());
    assert!(call.changes[0].after.as_ref().unwrap().contains(r#""has_second_factor":false"#));
    let filter = SignInFilter { outcome: Some(SignInOutcome::FactorReset), ..Default::default() };
    let rows = office.admin.sign_ins().list(Some(filter), None).unwrap().items;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].user.as_ref().map(|u| u.id), rows[0].login.as_deref()), (Some(ann), Some("ann")));
    assert_eq!((rows[0].means, &rows[0].reason, rows[0].times), (None, &None, 1));
    assert!(office.ann.sign_ins().mine(None).unwrap().items.contains(&rows[0]));
    assert_eq!(lost.recovery.len(), 10);
}

#[test]
fn a_role_may_require_one_of_whom_the_engine_let_in() {
    let office = office();
    let managers = role(&office, "account_manager");
    assert!(!managers.requires_factor);
    let sign_in = || office.crm.login("ann", &PASSWORD.into());
    let before = sign_in().unwrap();
    assert!(before.opportunities().list(None, None, None).is_ok());
    for (name, session) in office.everyone() {
        if name != "admin" {
            assert_eq!(reason(session.roles().require_factor(managers.id, true, None)), "no_permission", "{name}");
        }
    }
    // FACTOR-3: a built-in role may be told so, though what it holds is fixed.
    assert_eq!(reason(office.admin.roles().require_factor(managers.id, true, Some(9))), "stale_version");
    let told = office.admin.roles().require_factor(managers.id, true, Some(managers.version)).unwrap();
    assert_eq!((told.requires_factor, told.version), (true, managers.version + 1));
    assert_eq!(office.admin.roles().require_factor(managers.id, true, None).unwrap(), told, "nothing changed");
    // FACTOR-3: at once, of a session that is there and of a new one; the host's own sessions are trusted.
    for session in [&before, &sign_in().unwrap(), &before.with_locale(Locale::ZhHans)] {
        for operation in Operation::all() {
            let open = ["second_factor.begin", "second_factor.confirm", "users.me"].contains(&operation.name);
            match session.call(operation.name, "{}") {
                Err(CrmError::Forbidden { operation: name, reason }) => {
                    assert_eq!((name.as_str(), reason.as_str(), open), (operation.name, "second_factor", false));
                }
                other => assert!(open, "{}: {other:?}", operation.name),
            }
        }
        assert_eq!(refused(session.call("opportunities.steal", "{}")), "unknown_operation");
    }
    assert!(office.ann.opportunities().list(None, None, None).is_ok());
    assert!(office.ann.opportunities().create(new_opportunity("宿主"), None, None).is_ok());
    // PERM-2: it is among the refusals.
    let page = PageRequest { limit: Some(1_000), ..Default::default() };
    let refusals = office.admin.audit().refusals(None, Some(page)).unwrap().items;
    assert!(refusals.iter().any(|r| r.reason == "second_factor" && r.operation == "customers.list"));
    // Whoever has one is let through, in the session they have.
    let secret = before.second_factor().begin(None).unwrap().secret;
    assert_eq!(reason(before.opportunities().list(None, None, None)), "second_factor", "begun is not there");
    before.second_factor().confirm(shown(&secret, office.clock.now(), 0).into()).unwrap();
    assert!(before.opportunities().list(None, None, None).is_ok());
    // And not any more once it is gone.
    office.admin.second_factor().reset(user(&office.ann), None).unwrap();
    assert_eq!(reason(before.opportunities().list(None, None, None)), "second_factor");
    office.admin.roles().require_factor(managers.id, false, None).unwrap();
    assert!(before.opportunities().list(None, None, None).is_ok());
    // A disabled user hears that first.
    office.admin.roles().require_factor(managers.id, true, None).unwrap();
    office.admin.users().disable(user(&office.ann), None).unwrap();
    assert_eq!(reason(before.opportunities().list(None, None, None)), "disabled");
}

#[test]
fn what_a_role_requires_goes_with_its_copies_and_no_other_role_is_granted_anything() {
    let office = office();
    let roles = office.admin.roles();
    let new = |name: &str| NewRole { name: name.into(), grant: Some(vec!["users.get".into(), "customers".into()]) };
    let made = roles.create(new("前台"), None).unwrap();
    let required = roles.require_factor(made.id, true, None).unwrap();
    assert!(!made.requires_factor && required.requires_factor);
    // A copy is no way round.
    assert!(roles.copy(made.id, "前台二".into(), None).unwrap().requires_factor);
    // PERM-1: a role that administrators made holds what it was granted, and none of what is new.
    for name in ["sign_ins.list", "second_factor.reset", "second_factor.check", "roles.require_factor"] {
        assert!(!required.operations.iter().any(|held| held == name), "{name}");
    }
    let holders = |name: &str| Operation::find(name).unwrap().roles().collect::<Vec<_>>();
    assert_eq!(holders("sign_ins.list"), ["system_administrator"]);
    assert_eq!(holders("second_factor.reset"), ["system_administrator"]);
    assert_eq!(holders("roles.require_factor"), ["system_administrator"]);
    assert_eq!(holders("second_factor.check"), ["integration"]);
    for public in ["sign_ins.mine", "second_factor.begin", "second_factor.confirm", "second_factor.disable"] {
        assert!(Operation::find(public).unwrap().public, "{public}");
    }
}

#[test]
fn a_host_checks_codes_of_whom_it_authenticated() {
    let office = office();
    let ann = user(&office.ann);
    let check = |code: Option<&str>| office.integration.second_factor().check(ann, code.map(Secret::from));
    for (name, session) in office.everyone() {
        if name != "integration" {
            assert_eq!(reason(session.second_factor().check(ann, None)), "no_permission", "{name}");
        }
    }
    assert_eq!(refused(office.integration.second_factor().check(UserId::default(), None)), "not_found");
    // Who has none passes, and the answer says so.
    let none = check(Some("anything")).unwrap();
    assert!(!none.has_second_factor && !none.requires_factor);
    office.admin.roles().require_factor(role(&office, "account_manager").id, true, None).unwrap();
    assert!(check(None).unwrap().requires_factor);
    let device = Device::of(&office, &office.ann);
    office.clock.advance(TimeDelta::minutes(5));
    // FACTOR-2: counted and locked alike, and each code once.
    assert_eq!(reason(check(None)), "code_required");
    assert_eq!(reason(check(Some(" "))), "code_required");
    let code = device.shows(&office, 0);
    let right = check(Some(&code)).unwrap();
    assert!(right.has_second_factor && !right.by_recovery);
    assert_eq!(right.recovery_codes, 10);
    assert_eq!(reason(check(Some(&code))), "wrong_credentials");
    assert_eq!(reason(ann_signs_in(&office, &code)), "wrong_credentials", "used is used, wherever");
    let recovered = check(Some(&device.recovery[3])).unwrap();
    assert_eq!((recovered.by_recovery, recovered.recovery_codes), (true, 9));
    for i in 0..5 {
        let wrong = if i % 2 == 0 { check(Some("00000")).map(drop) } else { ann_signs_in(&office, "00000").map(drop) };
        assert_eq!(reason(wrong), "wrong_credentials", "{i}");
    }
    assert_eq!(reason(check(Some(&device.recovery[4]))), "locked");
    assert_eq!(reason(office.crm.login("ann", &PASSWORD.into())), "locked");
    // PERM-2: under the name that was tried.
    let refusals = office.admin.audit().refusals(None, None).unwrap().items;
    let of_check: Vec<_> =
        refusals.iter().filter(|r| r.operation == "second_factor.check" && r.user.is_some()).collect();
    assert!(of_check.iter().any(|r| r.login.as_deref() == Some("ann") && r.reason == "locked"), "{of_check:?}");
    // Nothing else of a refused check is kept.
    office.clock.advance(TimeDelta::minutes(15));
    assert_eq!(check(Some(&device.recovery[4])).unwrap().recovery_codes, 8);
}

#[test]
fn secrets_and_codes_show_nowhere() {
    let clock = FixedEnvironment::new(MORNING);
    let storage = Arc::new(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let options = Crm::options().environment(clock.clone()).password_cost(PasswordCost { memory_kib: 8, passes: 1 });
    let office = Office::staff(options.open_storage(Box::new(Shared(storage.clone()))).unwrap(), clock);
    office.admin.users().set_password(user(&office.ann), Some(PASSWORD.into()), None).unwrap();
    let events = Recorder::on(&office.crm);
    let device = Device::of(&office, &office.ann);
    office.clock.advance(TimeDelta::minutes(5));
    let code = device.shows(&office, 0);
    let mut shown = Vec::new();
    let mut keep = |text: String| shown.push(text);
    keep(format!("{:?}", ann_signs_in(&office, &code)));
    keep(format!("{:?}", ann_signs_in(&office, &code)));
    let json = |arguments: &str| arguments.replace("CODE", &code);
    keep(format!("{:?}", office.ann.call("second_factor.disable", &json(r#"{"code":["CODE"]}"#))));
    keep(format!("{:?}", office.ann.call("second_factor.disable", &json(r#"{"code":"CODE"}"#))));
    keep(format!("{:?}", office.ann.call("second_factor.confirm", &json(r#"{"code":"CODE"}"#))));
    let typed = device.recovery[0].as_str();
    keep(format!("{:?}", ann_signs_in(&office, &typed[1..])));
    let check = format!(r#"{{"user":"{}","code":"{typed}"}}"#, user(&office.ann));
    keep(office.integration.call("second_factor.check", &check).unwrap());
    keep(format!("{:?}", office.integration.call("second_factor.check", &check)));
    office.ann.second_factor().disable(device.recovery[1].as_str().into()).unwrap();
    let other = Device::of(&office, &office.ann);
    let page = r#"{"page":{"limit":10000}}"#;
    for operation in ["audit.list", "audit.refusals", "sign_ins.list", "sign_ins.mine", "users.me", "users.list"] {
        keep(office.admin.call(operation, if operation == "users.me" { "{}" } else { page }).unwrap());
    }
    keep(office.ann.call("users.me", "{}").unwrap());
    keep(office.admin.call("changes.since", r#"{"sequence":0}"#).unwrap());
    keep(format!("{:?}", events.take()));
    // The statements' own texts are no place for them either: what the database keeps of recovery codes are digests.
    let database = dump(&*storage);
    let bytes = |device: &Device| format!("{:?}", from_base32(&device.recovery[5].replace('-', "")));
    assert!(!database.contains(bytes(&other).trim_matches(['[', ']'])), "80 bits as they are");
    keep(database);
    for device in [&device, &other] {
        let recovery = device.recovery.iter().flat_map(|code| [code.clone(), code.replace('-', "")]);
        for secret in recovery.chain([device.secret.clone()]) {
            // FACTOR-4: in no answer but the first, no audit, log, event or error.
            assert!(shown.iter().all(|text| !text.contains(&secret)), "{secret}");
        }
    }
    // (A code of six digits may be a part of a number by chance; as a text of its own it is none.)
    assert!(shown.iter().all(|text| !text.contains(&format!("\"{code}\""))), "{code}");
}
