//! USER: users, their passwords and what they do with their own account.

use chrono::TimeDelta;
use crm_core::PasswordCost;
use crm_core::departments::{DepartmentId, NewDepartment};
use crm_core::prelude::*;
use crm_core::tickets::NewTicket;
use crm_core::users::{
    ColleagueFilter, Digest, NewUser, NotificationReason, ProfileUpdate, UserFilter, UserStatus, UserUpdate,
};

use crate::support::*;

/// An office whose passwords cost nothing.
fn office() -> Office {
    let clock = FixedEnvironment::new(MORNING);
    let cheap = PasswordCost { memory_kib: 8, passes: 1 };
    let crm = Crm::options().environment(clock.clone()).password_cost(cheap).open_in_memory().unwrap();
    Office::staff(crm, clock)
}

fn new_user(login: &str) -> NewUser {
    NewUser { login: login.into(), display_name: format!("用户 {login}"), ..Default::default() }
}

fn reason<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should have been refused") {
        CrmError::Conflict { reason, .. } | CrmError::LoginFailed { reason } | CrmError::Forbidden { reason, .. } => {
            reason
        }
        other => panic!("{other}"),
    }
}

fn roles(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

#[test]
fn login_names_are_unique_whatever_the_case() {
    let office = office();
    let users = office.admin.users();
    let made = users.create(new_user(" Wang.Fang "), None).unwrap();
    assert_eq!((made.login.as_str(), made.status, made.version), ("Wang.Fang", UserStatus::Active, 1));
    assert!(!made.has_password && made.roles.is_empty());
    // USER-1: unique, case-insensitive, full-width letters too.
    for taken in ["wang.fang", "WANG.FANG", "ｗａｎｇ.fang"] {
        assert_eq!(invalid(users.create(new_user(taken), None)), ["login:not_unique"], "{taken}");
    }
    let renamed = UserUpdate { login: Some("ANN".into()), ..Default::default() };
    assert_eq!(invalid(users.update(made.id, renamed)), ["login:not_unique"]);
    // One's own name in another case is no clash.
    let own = UserUpdate { login: Some("WANG.fang".into()), ..Default::default() };
    assert_eq!(users.update(made.id, own).unwrap().login, "WANG.fang");
    assert_eq!(office.crm.session_by_login("wang.FANG").unwrap().user(), Some(made.id));
    let wrong = NewUser {
        department: Some(DepartmentId::default()),
        roles: Some(roles(&["sales_manager", "king"])),
        ..new_user(" ")
    };
    assert_eq!(
        invalid(users.create(wrong, None)),
        ["login:required", "department:unknown_record", "roles[1]:unknown_record"]
    );
}

#[test]
fn an_administrator_changes_and_lists_users() {
    let office = office();
    let users = office.admin.users();
    let region = office.ann.dictionary().choices("region".into()).unwrap()[1].id;
    let sales = NewDepartment { name: "销售部".into(), ..Default::default() };
    let sales = office.admin.departments().create(sales, None).unwrap();
    let changes = UserUpdate {
        display_name: Some("安娜·王".into()),
        department: Some(sales.id),
        email: Some("ann@example.com".into()),
        phone: Some("1380000".into()),
        regions: Some(vec![region, region]),
        industries: Some(vec!["机械".into(), "电子".into()]),
        ..Default::default()
    };
    // USER-1: display name, department, e-mail, phone, regions and industries.
    let ann = users.update(user(&office.ann), changes.clone()).unwrap();
    assert_eq!(ann.department.as_ref().map(|d| d.name.as_str()), Some("销售部"));
    assert_eq!(ann.regions.iter().map(|r| r.item.as_str()).collect::<Vec<_>>(), ["华东"]);
    assert_eq!((ann.industries.len(), ann.version), (2, 2));
    // The same again changes nothing.
    assert_eq!(users.update(ann.id, changes).unwrap().version, 2);
    let clear = UserUpdate {
        clear: Some(vec!["department".into(), "email".into()]),
        regions: Some(vec![]),
        version: Some(2),
        ..Default::default()
    };
    let ann = users.update(ann.id, clear).unwrap();
    assert_eq!((ann.department, ann.email, ann.regions.len(), ann.industries.len()), (None, None, 0, 2));
    assert_eq!(reason(users.update(ann.id, UserUpdate { version: Some(2), ..Default::default() })), "stale_version");

    let found = |filter: UserFilter| -> Vec<String> {
        users.list(Some(filter), None, None).unwrap().items.into_iter().map(|u| u.login).collect()
    };
    let none = UserFilter::default;
    // USER-1: administrators list users, disabled ones too.
    assert_eq!(found(none()), ["admin", "ann", "ben", "erp", "gao", "han.meimei", "stranger"]);
    users.disable(user(&office.ben), None).unwrap();
    assert_eq!(found(UserFilter { status: Some(UserStatus::Disabled), ..none() }), ["ben"]);
    assert_eq!(found(UserFilter { role: Some("account_manager".into()), ..none() }), ["ann", "ben"]);
    assert_eq!(found(UserFilter { name: Some("安娜".into()), ..none() }), ["ann"]);
    assert_eq!(found(UserFilter { name: Some("MEI".into()), ..none() }), ["han.meimei"]);
    assert!(found(UserFilter { department: Some(sales.id), ..none() }).is_empty());
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| !["admin", "ben"].contains(name)) {
        assert_eq!(refused(session.users().list(None, None, None)), "forbidden", "{name}");
        assert_eq!(refused(session.users().get(user(&office.ann))), "forbidden", "{name}");
        assert_eq!(
            refused(session.users().set_roles(user(session), roles(&["executive"]), None)),
            "forbidden",
            "{name}"
        );
    }
}

#[test]
fn colleagues_are_the_active_users() {
    let office = office();
    let region = office.ann.dictionary().choices("region".into()).unwrap()[0].id;
    let sales = NewDepartment { name: "销售部".into(), ..Default::default() };
    let sales = office.admin.departments().create(sales, None).unwrap();
    let changes = UserUpdate {
        department: Some(sales.id),
        regions: Some(vec![region]),
        industries: Some(vec!["机械".into()]),
        ..Default::default()
    };
    office.admin.users().update(user(&office.ann), changes).unwrap();
    office.admin.users().disable(user(&office.ben), None).unwrap();
    // USER-3: any signed-in user, with department, regions and industries; active users only.
    for (name, session) in office.everyone().into_iter().filter(|(name, _)| *name != "ben") {
        let page = session.users().colleagues(None, None).unwrap();
        assert_eq!(page.items.len(), 6, "{name}");
        let ann = page.items.iter().find(|c| c.id == user(&office.ann)).unwrap();
        assert_eq!(ann.department.as_ref().map(|d| d.name.as_str()), Some("销售部"));
        assert_eq!(ann.regions[0].item, "华北");
        assert_eq!(ann.industries, ["机械"]);
    }
    let found = |filter: ColleagueFilter| -> Vec<UserId> {
        let page = office.stranger.users().colleagues(Some(filter), None).unwrap();
        page.items.into_iter().map(|c| c.id).collect()
    };
    let none = ColleagueFilter::default;
    let ann = vec![user(&office.ann)];
    assert_eq!(found(ColleagueFilter { name: Some("安".into()), ..none() }), ann);
    assert_eq!(found(ColleagueFilter { department: Some(sales.id), ..none() }), ann);
    assert_eq!(found(ColleagueFilter { region: Some(region), ..none() }), ann);
    assert_eq!(found(ColleagueFilter { industry: Some("机械".into()), ..none() }), ann);
    assert_eq!(found(ColleagueFilter { role: Some("account_manager".into()), ..none() }), ann);
    // USER-1: a disabled user may do nothing at all.
    assert_eq!(reason(office.ben.users().colleagues(None, None)), "disabled");
    assert_eq!(reason(office.crm.session(user(&office.ben))), "disabled");
    let refusals = office.admin.audit().refusals(None, None).unwrap().items;
    let told: Vec<_> = refusals.iter().map(|r| (r.operation.as_str(), r.reason.as_str())).collect();
    assert_eq!(told, [("session", "disabled"), ("users.colleagues", "disabled")]);
}

#[test]
fn everybody_keeps_their_own_profile() {
    let office = office();
    let region = office.ann.dictionary().choices("region".into()).unwrap()[2].id;
    assert_eq!(office.stranger.users().me().unwrap().login, "stranger");
    let changes = ProfileUpdate {
        display_name: Some("路人甲".into()),
        phone: Some("110".into()),
        regions: Some(vec![region]),
        industries: Some(vec!["旅游".into()]),
        ..Default::default()
    };
    // USER-3: one's own profile …
    let me = office.stranger.users().update_profile(changes).unwrap();
    assert_eq!((me.display_name.as_str(), me.phone.as_deref(), me.version), ("路人甲", Some("110"), 2));
    assert_eq!(office.admin.users().get(me.id).unwrap(), me);
    // … but neither login name, roles, department nor status.
    for field in ["login", "roles", "department", "status"] {
        let json = format!(r#"{{"changes":{{"{field}":"x"}}}}"#);
        assert_eq!(invalid(office.stranger.call("users.update_profile", &json)), [format!("{field}:unknown_field")]);
    }
    let stale = ProfileUpdate { version: Some(1), ..Default::default() };
    assert_eq!(reason(office.stranger.users().update_profile(stale)), "stale_version");
}

// PROC-7: what people set for themselves; a new user has what is usual.
#[test]
fn everybody_keeps_their_own_settings() {
    let office = office();
    let users = office.ann.users();
    let me = users.me().unwrap();
    assert_eq!((me.time_zone.as_deref(), me.day_starts.as_str(), me.auto_follow), (None, "09:00", true));
    assert_eq!((me.digest, me.digest_at.as_str(), me.push.len()), (Digest::Never, "08:00", 0));
    let changes = ProfileUpdate {
        time_zone: Some("Europe/Berlin".into()),
        day_starts: Some("07:30".into()),
        auto_follow: Some(false),
        digest: Some(Digest::Weekly),
        digest_at: Some("23:59".into()),
        push: Some(vec![NotificationReason::Followed, NotificationReason::Approval]),
        ..Default::default()
    };
    let mine = users.update_profile(changes).unwrap();
    assert_eq!((mine.time_zone.as_deref(), mine.day_starts.as_str()), (Some("Europe/Berlin"), "07:30"));
    assert_eq!((mine.auto_follow, mine.digest, mine.digest_at.as_str()), (false, Digest::Weekly, "23:59"));
    assert_eq!(mine.push, [NotificationReason::Approval, NotificationReason::Followed]);
    assert_eq!((mine.version, users.me().unwrap()), (me.version + 1, mine.clone()));
    // What an administrator changes leaves them alone.
    let phone = UserUpdate { phone: Some("110".into()), ..Default::default() };
    let after = office.admin.users().update(mine.id, phone).unwrap();
    assert_eq!((after.push, after.time_zone), (mine.push, mine.time_zone));
    for (field, value, code) in [
        ("time_zone", "Berlin", "unknown_time_zone"),
        ("day_starts", "24:00", "out_of_range"),
        ("day_starts", "9:00", "out_of_range"),
        ("digest_at", "09:60", "out_of_range"),
        ("digest_at", "noon", "out_of_range"),
        ("day_starts", " ", "required"),
    ] {
        let json = format!(r#"{{"changes":{{"{field}":"{value}"}}}}"#);
        assert_eq!(invalid(office.ann.call("users.update_profile", &json)), [format!("{field}:{code}")], "{value}");
    }
    let companys = ProfileUpdate { clear: Some(vec!["time_zone".into()]), ..Default::default() };
    assert_eq!(users.update_profile(companys).unwrap().time_zone, None);
}

#[test]
fn disabling_tells_what_they_still_hold() {
    let office = office();
    let users = office.admin.users();
    let nothing = users.disable(user(&office.ben), None).unwrap().holds;
    assert_eq!(nothing, []);
    users.enable(user(&office.ben), None).unwrap();
    let developed = office.assigned();
    office.ben.opportunities().develop(developed.id, None, None, None, None).unwrap();
    office.assigned();
    office.assigned();
    let customers = office.ben.customers();
    let customer = customers.create(new_customer(&office.ben, "华南电子"), None, None).unwrap();
    let kind = office.ben.dictionary().choices("ticket_kind".into()).unwrap()[0].id;
    for i in 0..3 {
        let ticket = NewTicket {
            kind,
            summary: format!("咨询 {i}"),
            customer: customer.id,
            request: "请回电".into(),
            ..Default::default()
        };
        let ticket = office.ann.tickets().create(ticket, None).unwrap();
        office.manager.tickets().assign(ticket.id, user(&office.ben), None).unwrap();
        if i == 0 {
            office.ben.tickets().handle(ticket.id, "已回电".into(), None).unwrap();
            office.ben.tickets().feedback(ticket.id, "满意".into(), 5, None).unwrap();
        }
    }
    office.clock.set("2026-09-05T01:00:00Z");
    office.integration.churn().scan().unwrap();
    // USER-1: disabling a user tells what they still hold: not what is developed or archived.
    let disabled = users.disable(user(&office.ben), None).unwrap();
    assert_eq!(disabled.user.status, UserStatus::Disabled);
    let mut holds: Vec<_> = disabled.holds.iter().map(|held| (held.entity.to_string(), held.count)).collect();
    holds.sort();
    assert_eq!(holds, ["customer", "opportunity", "ticket", "warning"].map(|entity| (entity.to_owned(), 2)));
    // They can't be given anything any more, and keep what they have until somebody reassigns it.
    let o = office.opportunity();
    assert_eq!(
        invalid(office.manager.opportunities().assign(o.id, user(&office.ben), None, None)),
        ["assignee:not_account_manager"]
    );
    assert_eq!(refused(users.disable(user(&office.ben), None)), "illegal_transition");
    let enabled = users.enable(user(&office.ben), None).unwrap();
    assert_eq!((enabled.status, enabled.roles), (UserStatus::Active, roles(&["account_manager"])));
    assert_eq!(refused(users.enable(user(&office.ben), None)), "illegal_transition");
    assert!(office.ben.opportunities().list(None, None, None).is_ok());
}

#[test]
fn the_last_active_administrator_stays() {
    let office = office();
    let users = office.admin.users();
    let admin = user(&office.admin);
    // USER-1: the last active administrator, the bootstrapped one too, can't be disabled or lose the role.
    assert_eq!(reason(users.disable(admin, None)), "last_administrator");
    assert_eq!(reason(users.set_roles(admin, roles(&["sales_manager"]), None)), "last_administrator");
    assert_eq!(reason(users.set_roles(admin, vec![], None)), "last_administrator");
    // More roles do no harm.
    users.set_roles(admin, roles(&["sales_manager", "system_administrator"]), None).unwrap();
    // A copy of the role is another role.
    let original = office.admin.roles().list().unwrap().into_iter().find(|r| r.name == "system_administrator").unwrap();
    office.admin.roles().copy(original.id, "deputy".into(), None).unwrap();
    users.set_roles(user(&office.ann), roles(&["deputy"]), None).unwrap();
    assert_eq!(reason(office.ann.users().disable(admin, None)), "last_administrator");
    // USER-1: a disabled one does not count …
    users.set_roles(user(&office.ben), roles(&["system_administrator"]), None).unwrap();
    users.disable(user(&office.ben), None).unwrap();
    assert_eq!(reason(users.disable(admin, None)), "last_administrator");
    // … a second active one does, and is protected in turn.
    users.enable(user(&office.ben), None).unwrap();
    office.ben.users().set_roles(admin, roles(&["executive"]), None).unwrap();
    assert_eq!(reason(office.ben.users().disable(user(&office.ben), None)), "last_administrator");
    assert_eq!(refused(users.list(None, None, None)), "forbidden");
    // A disabled administrator, who isn't the last active one, may lose the role.
    office.ben.users().set_roles(admin, roles(&["system_administrator"]), None).unwrap();
    office.ben.users().disable(admin, None).unwrap();
    office.ben.users().set_roles(admin, vec![], None).unwrap();
}

#[test]
fn the_first_user_gets_the_roles_the_host_names() {
    let crm = Crm::open_in_memory().unwrap();
    assert_eq!(invalid(crm.bootstrap(" ", "x", &[])), ["login:required"]);
    assert_eq!(invalid(crm.bootstrap("a", "x", &["king"])), ["roles[0]:unknown_record"]);
    let first = crm.bootstrap("a", "x", &["executive", "integration", "executive"]).unwrap();
    let held = roles(&["executive", "integration", "system_administrator"]);
    assert_eq!(crm.session(first).unwrap().users().me().unwrap().roles, held);
    assert_eq!(reason(crm.bootstrap("b", "x", &["system_administrator"])), "not_new");
}

#[test]
fn passwords_are_optional() {
    let office = office();
    let (users, ann) = (office.admin.users(), user(&office.ann));
    // USER-2: a host may authenticate its users itself.
    assert!(office.crm.session_by_login("ann").is_ok());
    assert_eq!(reason(office.crm.login("ann", &"anything".into())), "wrong_credentials");
    let with = users.set_password(ann, Some("correct horse".into()), None).unwrap();
    assert!(with.has_password);
    assert_eq!(office.crm.login(" ANN ", &"correct horse".into()).unwrap().user(), Some(ann));
    // USER-2: taken as it is, never readable.
    assert_eq!(reason(office.crm.login("ann", &"correct horse ".into())), "wrong_credentials");
    assert!(!office.admin.call("users.get", &format!(r#"{{"id":"{ann}"}}"#)).unwrap().contains("argon2"));
    assert_eq!(invalid(users.set_password(ann, Some("short".into()), None)), ["password:too_short"]);
    assert_eq!(invalid(users.set_password(ann, Some("x".repeat(201).into()), None)), ["password:too_long"]);
    // Without one, the host authenticates again.
    assert!(!users.set_password(ann, None, None).unwrap().has_password);
    assert_eq!(reason(office.crm.login("ann", &"correct horse".into())), "wrong_credentials");
    assert_eq!(users.set_password(ann, None, None).unwrap().version, 3);
    assert_eq!(refused(office.manager.users().set_password(ann, Some("12345678".into()), None)), "forbidden");
    assert_eq!(reason(users.set_password(ann, Some("12345678".into()), Some(1))), "stale_version");
}

#[test]
fn everybody_changes_their_own_password() {
    let office = office();
    let users = office.ann.users();
    // USER-3: one's own password; the first one needs no other.
    assert!(users.change_password("first password".into(), None).unwrap().has_password);
    assert_eq!(invalid(users.change_password("second one".into(), None)), ["current:required"]);
    assert_eq!(reason(users.change_password("second one".into(), Some("not the first".into()))), "wrong_credentials");
    users.change_password("second one".into(), Some("first password".into())).unwrap();
    assert!(office.crm.login("ann", &"second one".into()).is_ok());
    assert_eq!(reason(office.crm.login("ann", &"first password".into())), "wrong_credentials");
    assert_eq!(invalid(users.change_password("short".into(), Some("second one".into()))), ["password:too_short"]);
    // Wrong ones count towards the lock as at the door.
    for _ in 0..4 {
        assert_eq!(reason(users.change_password("third one".into(), Some("guess".into()))), "wrong_credentials");
    }
    assert_eq!(reason(users.change_password("third one".into(), Some("second one".into()))), "locked");
    assert_eq!(reason(office.crm.login("ann", &"second one".into())), "locked");
}

#[test]
fn five_wrong_tries_lock_the_login() {
    let office = office();
    office.admin.users().set_password(user(&office.ann), Some("correct horse".into()), None).unwrap();
    let login = |name: &str, password: &str| office.crm.login(name, &password.into());
    // A name that nobody has behaves the same.
    for name in ["ann", "nobody"] {
        for _ in 0..4 {
            assert_eq!(reason(login(name, "wrong")), "wrong_credentials", "{name}");
        }
    }
    // USER-2: in a row; a success begins a new row.
    assert!(login("ann", "correct horse").is_ok());
    for _ in 0..4 {
        assert_eq!(reason(login("Ann", "wrong")), "wrong_credentials");
        office.clock.advance(TimeDelta::hours(10));
    }
    for name in ["ann", "nobody"] {
        assert_eq!(reason(login(name, "wrong")), "wrong_credentials", "{name}, the fifth");
        // USER-2: the fifth locks for fifteen minutes, for the right password too.
        assert_eq!(reason(login(name, "correct horse")), "locked", "{name}");
        if name == "ann" {
            // The name that nobody has was forgotten after a day: bring it to the brink again.
            for _ in 0..4 {
                assert_eq!(reason(login("nobody", "wrong")), "wrong_credentials");
            }
        }
    }
    office.clock.advance(TimeDelta::minutes(15) - TimeDelta::seconds(1));
    assert_eq!(reason(login("ann", "correct horse")), "locked");
    office.clock.advance(TimeDelta::seconds(1));
    // Behind the lock a new row of five begins.
    assert_eq!(reason(login("ann", "wrong")), "wrong_credentials");
    assert!(login("ann", "correct horse").is_ok());
    // An administrator who sets a password ends a lock.
    for _ in 0..5 {
        assert_eq!(reason(login("ann", "wrong")), "wrong_credentials");
    }
    office.admin.users().set_password(user(&office.ann), Some("another horse".into()), None).unwrap();
    assert!(login("ann", "another horse").is_ok());
    // USER-1: the right password does not let a disabled user in.
    office.admin.users().disable(user(&office.ann), None).unwrap();
    assert_eq!(reason(login("ann", "another horse")), "disabled");
    assert_eq!(reason(login("ann", "wrong")), "wrong_credentials");
}

#[test]
fn guesses_under_way_together_count_together() {
    let office = office();
    office.admin.users().set_password(user(&office.ann), Some("correct horse".into()), None).unwrap();
    let reasons: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..16)
            .map(|i| {
                let crm = office.crm.clone();
                scope.spawn(move || reason(crm.login("ann", &format!("guess {i}").as_str().into())))
            })
            .collect();
        tries.into_iter().map(|t| t.join().unwrap()).collect()
    });
    // USER-2: five, however many are tried at once.
    assert_eq!(reasons.iter().filter(|r| *r == "wrong_credentials").count(), 5);
    assert_eq!(reasons.iter().filter(|r| *r == "locked").count(), 11);
}

#[test]
fn nobody_waits_for_a_hash() {
    let clock = FixedEnvironment::new(MORNING);
    let dear = PasswordCost { memory_kib: 16 * 1024, passes: 2 };
    let crm = Crm::options().environment(clock.clone()).password_cost(dear).open_in_memory().unwrap();
    let office = Office::staff(crm, clock);
    let done = std::sync::atomic::AtomicBool::new(false);
    let mut meanwhile = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let password = Some("correct horse".into());
            office.admin.users().set_password(user(&office.ann), password, None).unwrap();
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        while !done.load(std::sync::atomic::Ordering::SeqCst) {
            office.opportunity();
            meanwhile += 1;
        }
    });
    // USER-2: a hash costs tens of milliseconds, in which others write: no lock is held.
    assert!(meanwhile > 5, "only {meanwhile} writes went on");
    assert!(office.crm.login("ann", &"correct horse".into()).is_ok());
}
