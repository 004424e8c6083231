//! Signing in, the frame of pages, and what keeps strangers out.

use axum::http::{Method, StatusCode};

use crate::world::{PASSWORD, world};

#[test]
fn nothing_is_shown_to_a_stranger() {
    let world = world();
    let mut browser = world.browser();
    for path in ["/", "/o/customer", "/o/hotel.room", "/operations", "/do/users.create", "/o/customer/pick?q=a"] {
        let page = browser.get(path);
        assert!(page.path.starts_with("/sign-in?"), "{path}: {}", page.path);
        page.says("name=\"password\"").lacks("<a href=\"/o/");
    }
    // Where one wanted to go is where one comes, and nowhere outside.
    let page = browser.get("/o/customer?sort=-name");
    assert_eq!(page.field("/sign-in", "next"), "/o/customer?sort=-name");
    for outside in ["//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example"] {
        let page = browser.get(&format!("/sign-in?next={outside}"));
        assert_eq!(page.field("/sign-in", "next"), "/", "{outside}");
    }
    let page = browser.send(&page, "/sign-in", &[("who", "HAN"), ("password", PASSWORD)]);
    assert_eq!((page.path.as_str(), page.status), ("/o/customer?sort=-name", StatusCode::OK));
}

#[test]
fn a_wrong_password_is_told_and_many_are_stopped() {
    let world = world();
    let mut browser = world.browser();
    let mut page = browser.get("/sign-in");
    page = browser.send(&page, "/sign-in", &[("who", "han"), ("password", "wrong")]);
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.says("role=\"alert\"");
    assert_eq!(page.field("/sign-in", "who"), "han");
    page.lacks("value=\"wrong\"");
    for n in 0..9 {
        page = browser.send(&page, "/sign-in", &[("who", &format!("nobody{n}")), ("password", "wrong")]);
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{n}");
    }
    page = browser.send(&page, "/sign-in", &[("who", "han"), ("password", PASSWORD)]);
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(page.headers["retry-after"], "60");
}

/// Behind a proxy the address is what that says last, and nothing that anybody may write.
#[test]
fn tries_are_counted_by_what_the_proxy_says() {
    let world = world();
    let app = || {
        crm_console::router(crm_console::App::new(
            world.crm.clone(),
            crm_console::Settings { secure: true, ..Default::default() },
        ))
    };
    // One try, as a name of its own, with these lines of the header.
    let try_from = |browser: &mut crate::browser::Browser, name: &str, lines: &[&str]| {
        let page = browser.get("/sign-in");
        let mut fields = page.form("/sign-in");
        fields.retain(|(known, _)| known == "csrf");
        fields.extend([("who".to_owned(), name.to_owned()), ("password".to_owned(), "wrong".to_owned())]);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let lines: Vec<(&str, &str)> = lines.iter().map(|line| ("x-forwarded-for", *line)).collect();
        browser.go(Method::POST, "/sign-in", Some(body), &lines).status
    };
    let (refused, stopped) = (StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS);
    // What stands in front, in the line or in a line before, changes nothing.
    let mut browser = crate::browser::Browser::new(app());
    for n in 0..10 {
        let (invented, line) = (format!("198.51.100.{n}"), format!("203.0.113.{n}, 192.0.2.7"));
        assert_eq!(try_from(&mut browser, &format!("a{n}"), &[&invented, &line]), refused, "{n}");
    }
    assert_eq!(try_from(&mut browser, "a", &["192.0.2.7"]), stopped);
    assert_eq!(try_from(&mut browser, "a", &["192.0.2.8"]), refused);
    // Whoever has one address of the sixth version has as many as they like.
    for n in 0..10 {
        assert_eq!(try_from(&mut browser, &format!("b{n}"), &[&format!("2001:db8:1:2::{n}")]), refused, "{n}");
    }
    assert_eq!(try_from(&mut browser, "b", &["2001:db8:1:2:ffff::1"]), stopped);
    assert_eq!(try_from(&mut browser, "b", &["2001:db8:1:3::1"]), refused);
    // What is no address is none: the peer's counts, which this test has not.
    let mut browser = crate::browser::Browser::new(app());
    for n in 0..10 {
        let line = format!("{}{n}", "x".repeat(200));
        assert_eq!(try_from(&mut browser, &format!("c{n}"), &[&line]), refused, "{n}");
    }
    assert_eq!(try_from(&mut browser, "c", &["nonsense"]), stopped);
    // A name is counted by its first hundred characters.
    let mut browser = crate::browser::Browser::new(app());
    let long = "n".repeat(100);
    for n in 0..10 {
        let status = try_from(&mut browser, &format!("{long}{n}"), &[&format!("192.0.2.{n}")]);
        assert!(status.is_client_error() && status != stopped, "{n}: {status}");
    }
    assert_eq!(try_from(&mut browser, &format!("{long}x"), &["192.0.2.99"]), stopped);
}

#[test]
fn who_needs_a_second_factor_is_led_to_it() {
    let world = world();
    let roles = world.call("admin", "roles.list", serde_json::json!({}));
    let role = roles.as_array().expect("roles").iter().find(|role| role["name"] == "executive").expect("the role");
    world.call("admin", "roles.require_factor", serde_json::json!({"id": role["id"], "required": true}));
    let mut browser = world.browser();
    let page = browser.get("/sign-in");
    page.says("autocomplete=\"one-time-code\"");
    let page = browser.send(&page, "/sign-in", &[("who", "zhao"), ("password", PASSWORD)]);
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.says("href=\"/second-factor\"");
    let page = browser.get("/second-factor");
    let page = browser.send(&page, "/second-factor", &[]);
    page.says("otpauth://");
    let secret =
        page.html.split("code class=\"secret\">").nth(1).and_then(|at| at.split('<').next()).expect("a secret");
    let right = code_of(secret);
    let other = if right == "000000" { "000001" } else { "000000" };
    // A wrong code is told where it was typed, and what was begun goes on.
    let wrong = browser.send(&page, "/second-factor", &[("code", other)]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("role=\"alert\"").says("is not the code").lacks("otpauth://").lacks(other);
    let done = browser.send(&wrong, "/second-factor", &[("code", &code_of(secret))]);
    assert_eq!(done.status, StatusCode::OK, "{}", done.html);
    done.says("each counts once");
    assert_eq!(browser.get("/").status, StatusCode::OK);
    assert_eq!(world.call("zhao", "users.me", serde_json::json!({}))["has_second_factor"], true);
}

/// The code that a device shows now (RFC 6238).
pub fn code_of(secret: &str) -> String {
    use hmac::Mac as _;
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in secret.bytes() {
        let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|known| *known == digit).expect("Base32");
        held = held << 5 | u32::try_from(value).expect("five bits");
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    let mut mac = hmac::Hmac::<sha1::Sha1>::new_from_slice(&bytes).expect("a key");
    mac.update(&chrono::Utc::now().timestamp().div_euclid(30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 0xf);
    let number = u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[test]
fn signing_out_ends_the_session_everywhere() {
    let world = world();
    let mut browser = world.signed_in("han");
    let stolen = browser.cookies.clone();
    let page = browser.get("/");
    let page = browser.send(&page, "/sign-out", &[]);
    assert_eq!(page.path, "/sign-in");
    assert!(!browser.cookies.contains_key("console_session"));
    browser.cookies = stolen;
    assert!(browser.get("/").path.starts_with("/sign-in"));
}

#[test]
fn a_form_counts_only_with_the_secret_of_its_session() {
    let world = world();
    let mut browser = world.signed_in("han");
    let other = world.signed_in("han").get("/o/customer/new").field("/o/customer/new", "csrf");
    let page = browser.get("/o/customer/new");
    for csrf in ["", "x", other.as_str()] {
        let sent = browser.send(&page, "/o/customer/new", &[("csrf", csrf), ("new.name", "华东")]);
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{csrf}");
    }
    // A browser says where a form comes from.
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(page.form("/o/customer/new")).finish();
    let sent = browser.go(Method::POST, "/o/customer/new", Some(body), &[("sec-fetch-site", "cross-site")]);
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    assert_eq!(world.call("han", "customers.list", serde_json::json!({}))["items"], serde_json::json!([]));
    // The form of somebody who is not signed in has a secret too.
    let mut stranger = world.browser();
    let page = stranger.get("/sign-in");
    let sent = stranger.send(&page, "/sign-in", &[("csrf", "x"), ("who", "han"), ("password", PASSWORD)]);
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[test]
fn every_answer_is_guarded_by_its_headers() {
    let world = world();
    let mut browser = world.signed_in("han");
    for path in ["/", "/o/customer", "/nowhere", "/assets/console.css", "/assets/console.js", "/o/hotel.room/pick?q=3"]
    {
        let page = browser.get(path);
        let policy = page.headers["content-security-policy"].to_str().expect("text").to_owned();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.headers["x-content-type-options"], "nosniff", "{path}");
        // What the policy forbids is not there either.
        page.lacks(" style=").lacks(" onclick=").lacks("http://").lacks("https://");
        assert_eq!(page.html.contains("<script"), page.html.contains("<html"), "{path}");
        page.lacks("<script>");
    }
    assert_eq!(browser.get("/").headers["cache-control"], "no-store");
    assert_eq!(browser.get("/nowhere").status, StatusCode::NOT_FOUND);
}

#[test]
fn cookies_are_for_the_server_alone() {
    let world = world();
    let mut browser = world.browser();
    let page = browser.get("/sign-in");
    let first = page.headers["set-cookie"].to_str().expect("text").to_owned();
    assert!(first.contains("HttpOnly") && first.contains("SameSite=Lax") && !first.contains("Secure"), "{first}");
    let app = crm_console::App::new(world.crm.clone(), crm_console::Settings { secure: true, ..Default::default() });
    let mut behind_tls = crate::browser::Browser::new(crm_console::router(app));
    let page = behind_tls.get("/sign-in");
    assert!(page.headers["set-cookie"].to_str().expect("text").contains("; Secure"));
}

#[test]
fn the_language_is_the_visitors_choice() {
    let world = world();
    let mut browser = world.browser();
    browser.language = "zh-CN,zh;q=0.9";
    browser.get("/sign-in").says("<html lang=\"zh-Hans\">").says("密码");
    let page = browser.get("/sign-in?next=%2Fo%2Fcustomer&lang=en");
    assert_eq!(page.path, "/sign-in?next=%2Fo%2Fcustomer", "it goes on where one was");
    page.says("<html lang=\"en\">").says("Password");
    browser.get("/sign-in").says("Password");
    let page = browser.get("//evil.example/?lang=en");
    assert!(!page.path.starts_with("//"), "{}", page.path);
    // Nor does the link lead there, on the page that says that there is nothing.
    let page = browser.get("//evil.example/");
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.lacks("href=\"//evil").says("href=\"/?lang=zh-Hans\"");
}

#[test]
fn a_form_says_what_it_is_for_in_the_visitors_language() {
    let world = world();
    let mut browser = world.signed_in("han");
    browser.get("/do/tickets.handle?lang=en").says("Records what was done about an assigned ticket");
    let page = browser.get("/do/tickets.handle?lang=zh-Hans");
    page.says("登记已分配服务单的处理方法，随后等待客户反馈；仅限被分配人。").lacks("Records what was done");
    // The form of a new record says what its own operation does; what is code there is plain text here.
    browser.get("/o/customer/new").says("创建客户，状态即为正常；系统设置要求的字段均须填写。");
    browser.get("/do/activities.list").says("查询本人可见的活动").lacks("`");
    let mut admin = world.signed_in("admin");
    admin.language = "zh-CN";
    admin.get("/do/roles.update").says("内置角色不能修改。");
}

#[test]
fn every_page_has_its_landmarks() {
    let world = world();
    let customer = world.customer("华东精密机械");
    let mut browser = world.signed_in("han");
    let record = format!("/o/customer/{customer}");
    for path in ["/", "/o/customer", "/o/customer/new", &record, "/operations", "/do/settings.get", "/nowhere"] {
        let page = browser.get(path);
        page.says("<main id=\"main\"").says("href=\"#main\"").says("<h1>").says("name=\"viewport\"").says("<title>");
        assert_eq!(page.html.matches("<h1").count(), 1, "{path}");
        // Every field has a label.
        for tag in page.html.split('<').filter(|tag| ["input", "select", "textarea"].iter().any(|t| tag.starts_with(t)))
        {
            let tag = tag.split('>').next().expect("a tag");
            let labelled = tag.contains("aria-label=")
                || tag.contains("type=\"hidden\"")
                || tag.contains("type=\"checkbox\"")
                || tag
                    .split(" id=\"")
                    .nth(1)
                    .and_then(|id| id.split('"').next())
                    .is_some_and(|id| page.html.contains(&format!("for=\"{id}\"")));
            assert!(labelled, "{path}: {tag}");
        }
    }
}
