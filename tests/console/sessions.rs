//! Sessions: how they end, by whom, and the cookies that carry them.

use axum::http::StatusCode;
use crm_console::{App, Settings, router};
use serde_json::json;

use crate::browser::Browser;
use crate::world::{PASSWORD, World, id, world};

fn is_in(browser: &mut Browser) -> bool {
    browser.get("/").path == "/"
}

fn number(world: &World, login: &str) -> String {
    id(&world.call(login, "users.me", json!({})))
}

#[test]
fn one_signs_out_everywhere() {
    let world = world();
    let (mut here, mut there, mut other) = (world.signed_in("han"), world.signed_in("han"), world.signed_in("mei"));
    let page = here.get("/");
    page.says("name=\"everywhere\"").says("Sign out everywhere");
    let page = here.send(&page, "/sign-out", &[("everywhere", "true")]);
    assert_eq!(page.path, "/sign-in");
    assert!(!is_in(&mut there) && is_in(&mut other));
    // The other button ends one alone.
    let (mut here, mut there) = (world.signed_in("han"), world.signed_in("han"));
    let page = here.get("/");
    here.send(&page, "/sign-out", &[]);
    assert!(!is_in(&mut here) && is_in(&mut there));
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    let world = world();
    let (mut here, mut there, mut other) = (world.signed_in("han"), world.signed_in("han"), world.signed_in("mei"));
    let to = "/do/users.change_password";
    let page = here.get(to);
    let wrong = here.send(&page, to, &[("current", "wrong"), ("password", "another horse")]);
    assert!(wrong.status.is_client_error() && is_in(&mut there), "what is refused ends nothing");
    let done = here.send(&page, to, &[("current", PASSWORD), ("password", "another horse")]);
    done.says("Done.");
    assert!(is_in(&mut here) && !is_in(&mut there) && is_in(&mut other));
    // By an administrator, who stays; on the record's own page in the same way.
    let mut admin = world.signed_in("admin");
    let page = admin.get("/do/users.set_password");
    admin
        .send(&page, "/do/users.set_password", &[("id", &number(&world, "han")), ("password", PASSWORD)])
        .says("Done.");
    assert!(is_in(&mut admin) && !is_in(&mut here) && is_in(&mut other));
    let to = format!("/o/user/{}/do/users.set_password", number(&world, "mei"));
    let page = admin.get(&to);
    admin.send(&page, &to, &[("password", PASSWORD)]).says("Saved.");
    assert!(is_in(&mut admin) && !is_in(&mut other));
}

#[test]
fn a_changed_second_factor_ends_the_other_sessions() {
    let world = world();
    let (mut here, mut there) = (world.signed_in("zhao"), world.signed_in("zhao"));
    let page = here.get("/second-factor");
    let page = here.send(&page, "/second-factor", &[]);
    assert!(is_in(&mut there), "what is begun alone changes nothing");
    let secret =
        page.html.split("code class=\"secret\">").nth(1).and_then(|at| at.split('<').next()).expect("a secret");
    here.send(&page, "/second-factor", &[("code", &crate::frame::code_of(secret))]).says("each counts once");
    assert!(is_in(&mut here) && !is_in(&mut there));
    let mut admin = world.signed_in("admin");
    let page = admin.get("/do/second_factor.reset");
    admin.send(&page, "/do/second_factor.reset", &[("id", &number(&world, "zhao").to_uppercase())]).says("Done.");
    assert!(is_in(&mut admin) && !is_in(&mut here));
}

#[test]
fn cookies_are_the_hosts_own_behind_tls() {
    let world = world();
    let app = || router(App::new(world.crm.clone(), Settings { secure: true, ..Settings::default() }));
    let mut browser = Browser::new(app());
    let page = browser.get("/sign-in");
    let page = browser.send(&page, "/sign-in", &[("who", "han"), ("password", PASSWORD)]);
    assert_eq!((page.path.as_str(), page.status), ("/", StatusCode::OK));
    browser.get("/?lang=zh-Hans").says("<html lang=\"zh-Hans\">");
    let names: Vec<&str> = browser.cookies.keys().map(String::as_str).collect();
    assert_eq!(names, ["__Host-console_before", "__Host-console_language", "__Host-console_session"]);
    // A cookie that another host of the domain may have set is not looked at.
    let session = browser.cookies.remove("__Host-console_session").expect("a session");
    browser.cookies.insert("console_session".into(), session);
    assert!(!is_in(&mut browser));
    let plain = world.signed_in("han");
    assert!(plain.cookies.contains_key("console_session"));
}

#[test]
fn what_a_role_gives_is_seen_at_once() {
    let world = world();
    let mut han = world.signed_in("han");
    han.get("/").says("href=\"/o/customer\"").says("href=\"/o/hotel.room\"");
    let mut admin = world.signed_in("admin");
    let to = format!("/o/user/{}/do/users.set_roles", number(&world, "han"));
    let page = admin.get(&to);
    admin.send(&page, &to, &[("roles", "hotel.reception")]).says("Saved.");
    han.get("/").lacks("href=\"/o/customer\"").says("href=\"/o/hotel.room\"");
}
