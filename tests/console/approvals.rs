//! Approvals, and a person's day (APPR, BENCH): asked for where an operation needs it, decided in the inbox, carried out by that.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::browser::{Browser, Page};
use crate::world::{World, id, world};

/// A flow over the credit of customers, which `zhao` decides.
pub fn flow(world: &World) {
    let zhao = world.as_user("zhao").user().expect("a user").to_string();
    let admin = world.as_user("admin").user().expect("a user").to_string();
    let document = json!({
        "object": "customer", "operation": "update", "condition": "credit != old.credit",
        "steps": [{"name": "总经理", "groups": [{"people": [{"kind": "users", "users": [zhao]}]}]}], "fallback": admin,
    });
    world.call("admin", "setup.put", json!({"kind": "approval_flow", "name": "信用等级", "document": document}));
    world.call("admin", "setup.enable", json!({"kind": "approval_flow", "name": "信用等级"}));
}

/// Where a decision of the page's is sent.
fn decision(page: &Page, operation: &str) -> String {
    let mark = format!("/do/{operation}?from=");
    let at = page.html.find(&mark).unwrap_or_else(|| panic!("nothing leads to {operation}:\n{}", page.html));
    let begin = page.html[..at].rfind('"').expect("a quote") + 1;
    page.html[begin..].split('"').next().expect("text").to_owned()
}

/// Decides by a button of the visitor's own part.
fn decide(browser: &mut Browser, page: &Page, operation: &str, words: &str) -> Page {
    let csrf = page.field("/sign-out", "csrf");
    let to = decision(page, operation);
    browser.post(&to, &[("csrf".into(), csrf), ("comment".into(), words.into())])
}

fn credit(world: &World, customer: &str) -> Value {
    world.call("han", "customers.get", json!({"id": customer}))["credit"].clone()
}

/// Fills in another credit, and asks for approval of it.
fn asks(browser: &mut Browser, update: &str, credit: &str, words: &str) -> Page {
    let form = browser.get(update);
    let told = browser.send(&form, update, &[("changes.credit", credit)]);
    assert_eq!(told.status, StatusCode::CONFLICT);
    told.says("This needs approval").says("Ask for approval");
    assert_eq!(told.field(update, "changes.credit"), credit, "what was filled in stays");
    let done = browser.send(&told, update, &[("asked_approval.comment", words)]);
    assert!(done.path.starts_with("/approvals/"), "{}: {}", done.path, done.html);
    done
}

fn house() -> (World, String, String) {
    let world = world();
    flow(&world);
    let customer = world.customer("<b>华东</b>精密机械");
    let update = format!("/o/customer/{customer}/do/customers.update");
    (world, customer, update)
}

// APPR-5, APPR-8, APPR-9: what is asked for in a form waits in the inbox and on the day of who decides it, and is carried out by that.
#[test]
fn what_needs_approval_is_asked_for_and_carried_out() {
    let (world, customer, update) = house();
    let mut han = world.signed_in("han");
    let form = han.get(&update);
    // Who would be asked is told before they are.
    han.send(&form, &update, &[("changes.credit", "4")]).says("总经理: 赵建国");
    let asked = asks(&mut han, &update, "5", "<i>老客户</i>");
    asked
        .says("Approval was asked for.")
        .says("&lt;b&gt;华东")
        .says("&lt;i&gt;老客户")
        .lacks("<b>华东")
        .lacks("<i>老客户");
    // Each field before and afterwards, by its label; who is asked; who asked it, and for what.
    asked
        .says("What would change")
        .says("<th scope=\"row\">Customer credit")
        .says(">5<")
        .says("Pending")
        .says("赵建国");
    asked.says("Change customer").lacks("Your decision").says("/do/approvals.withdraw");
    assert_eq!(credit(&world, &customer), Value::Null);
    let record = han.get(&format!("/o/customer/{customer}"));
    record.says("A request for approval has not ended:").says(&format!("href=\"{}\"", asked.path));
    // Nobody else than who is asked decides it; the reception does not know of it.
    let mut mei = world.signed_in("mei");
    assert_eq!(mei.get(&asked.path).status, StatusCode::NOT_FOUND);
    mei.get("/approvals").lacks("华东").says("Waiting for me: 0").says("Asked by me: 0");
    let mut zhao = world.signed_in("zhao");
    let day = zhao.get("/");
    day.says("My day").says("Waiting for my approval</a>: 1").says(&format!("href=\"{}\"", asked.path));
    zhao.get("/notifications").says(&format!("href=\"{}\"", asked.path));
    let inbox = zhao.get("/approvals");
    inbox.says("Waiting for me: 1").says(&format!("href=\"{}\"", asked.path)).says("韩梅梅");
    zhao.language = "zh-CN";
    let page = zhao.get(&asked.path);
    page.says("您的审批意见").says("将变更的内容").says("审批中").says(">同意<").says(">拒绝<").says(">退回<");
    // Without the secret of the session nothing is decided.
    let refused = zhao.post(&decision(&page, "approvals.approve"), &[("csrf".into(), "x".into())]);
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let done = decide(&mut zhao, &page, "approvals.approve", "同意，<u>老客户</u>");
    assert_eq!(done.path, asked.path, "{}", done.html);
    done.says("已通过").says("已执行").says("同意，&lt;u&gt;老客户").lacks("您的审批意见");
    assert_eq!(credit(&world, &customer), json!(5));
    zhao.get("/").lacks("待我审批</a>: 1");
    han.get("/approvals").says("Asked by me: 1").says("Approved");
    han.get(&format!("/o/customer/{customer}")).lacks("A request for approval");
}

// APPR-8, APPR-10: a rejection needs words; what came back is asked for again with other values, from the same form.
#[test]
fn what_came_back_is_asked_for_again() {
    let (world, customer, update) = house();
    let mut han = world.signed_in("han");
    let asked = asks(&mut han, &update, "5", "请批");
    let mut zhao = world.signed_in("zhao");
    let page = zhao.get(&asked.path);
    let wrong = decide(&mut zhao, &page, "approvals.reject", "");
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.html);
    wrong.says("href=\"#comment\"");
    let back = decide(&mut zhao, &page, "approvals.send_back", "太高");
    assert_eq!(back.path, asked.path);
    back.says("太高").says("Returned");
    han.get("/").says("Sent back to me</a>: 1").says(&format!("href=\"{}\"", asked.path));
    let again = asks(&mut han, &update, "4", "改为四级");
    assert_eq!(again.path, asked.path, "the same request");
    again.says("改为四级").says("太高").says(">4<");
    let page = zhao.get(&asked.path);
    decide(&mut zhao, &page, "approvals.approve", "");
    assert_eq!(credit(&world, &customer), json!(4));
    // What was asked for is taken back by who asked for it.
    let asked = asks(&mut han, &update, "3", "再改");
    let withdraw = decision(&asked, "approvals.withdraw");
    let form = han.get(&withdraw);
    let done = han.send(&form, &withdraw, &[("comment", "算了")]);
    assert_eq!(done.path, asked.path);
    done.says("Withdrawn").says("算了").lacks("/do/approvals.withdraw");
    // What is wrong is told at its field, and nothing is asked for.
    let form = han.get(&update);
    let told = han.send(&form, &update, &[("changes.credit", "2")]);
    let wrong = han.send(&told, &update, &[("changes.credit", "9")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.says("href=\"#changes.credit\"").says("Ask for approval");
    assert_eq!(world.call("han", "approvals.list", json!({"filter": {"status": "pending"}}))["items"], json!([]));
}

// BENCH-1: the first page is the day: what is planned, what is owed, what came back; and where each of it leads.
#[test]
fn the_first_page_is_the_day() {
    let world = world();
    let mut han = world.signed_in("han");
    han.get("/").says("My day").says("Nothing waits for you today.").says("href=\"/o/customer\"");
    let customer = world.customer("华东精密机械");
    let kinds = world.call("han", "dictionary.choices", json!({"category": "activity_kind"}));
    let today = world.call("han", "bench.today", json!({}))["day"].clone();
    let new = json!({"kind": id(&kinds[0]), "subject": "<i>回访</i>", "due_on": today,
                     "records": [{"object": "customer", "id": customer}]});
    let activity = id(&world.call("han", "activities.create", json!({"new": new})));
    let day = han.get("/");
    day.says(">Today</a>: 1").says("&lt;i&gt;回访").says(&format!("href=\"/k/activity/{activity}\"")).lacks("<i>回访");
    day.says(&format!("href=\"/o/customer/{customer}\"")).lacks("Nothing waits");
    han.language = "zh-CN";
    han.get("/").says("我的一天").says(">今天</a>: 1");
    // Whoever is expected to report is led to the form that begins it, and from there to the report.
    let settings = json!({"changes": {"work_report_roles": ["sales_manager"]}});
    world.call("admin", "settings.update", settings);
    let draft = world.call("han", "work_reports.draft", json!({"kind": "monthly", "period": "2026-01-01"}));
    han.language = "en";
    let day = han.get("/");
    day.says("Work reports due</a>: 1").says(&format!("href=\"/k/work_report/{}\"", id(&draft)));
    let form = han.get("/do/work_reports.draft?kind=weekly&period=2026-01-05");
    let done = han.send(&form, "/do/work_reports.draft", &[]);
    done.says("href=\"/k/work_report/");
}
