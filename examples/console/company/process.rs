//! What the people of the company have before them today: something to do, notes and a paper on some customers, and a request that
//! waits for the head of sales.

use base64::Engine as _;
use chrono::{Days, NaiveDate};
use crm_core::{CrmError, Result, Session};
use serde_json::{Value, json};

/// Customers of the account manager's on which there is something.
const CUSTOMERS: usize = 6;

fn call(session: &Session, operation: &str, arguments: &Value) -> Result<Value> {
    let answer = session.call(operation, &arguments.to_string())?;
    serde_json::from_str(&answer).map_err(|e| CrmError::Bug { detail: e.to_string() })
}

/// An activity: the value of its kind, what it is, how many days from today, for whom it is where that is another.
type Planned = (&'static str, &'static str, i64, bool);

const PLANNED: [Planned; CUSTOMERS] = [
    ("call", "催问报价回复 · Ask for an answer to the offer", -2, false),
    ("visit", "拜访采购部 · Visit to their purchasing", 0, false),
    ("task", "准备年度框架协议 · Prepare the yearly agreement", 0, true),
    ("mail", "寄送样品检测报告 · Send the test report of the samples", 1, false),
    ("meeting", "新品介绍 · The new products", 3, false),
    ("call", "节后回访 · Call again after the holidays", 6, true),
];

const NOTES: [&str; 3] = [
    "对方希望账期由 30 天延长到 60 天。 · They ask for 60 days in place of 30.",
    "采购负责人下月更换，新联系人待确认。 · Their buyer changes next month.",
    "样品已通过检测，可以谈批量。 · The samples passed; time to talk of quantities.",
];

/// Fills their day: `manager` leads, `seller` sells.
pub fn open(admin: &Session, manager: &Session, seller: &Session) -> Result<()> {
    let (head, own) = (manager.user().map(|id| id.to_string()), seller.user().map(|id| id.to_string()));
    let mine = json!({"filter": {"account_manager": own}, "page": {"limit": CUSTOMERS}});
    let customers = call(seller, "customers.list", &mine)?;
    let customers: Vec<&Value> = customers["items"].as_array().into_iter().flatten().collect();
    let kinds = call(seller, "dictionary.choices", &json!({"category": "activity_kind"}))?;
    let kind = |value: &str| {
        let mut kinds = kinds.as_array().into_iter().flatten();
        kinds.find(|kind| kind["value"] == value).map(|kind| kind["id"].clone()).unwrap_or_default()
    };
    let today: NaiveDate = chrono::Utc::now().date_naive();
    let day = |days: i64| match u64::try_from(days) {
        Ok(days) => today + Days::new(days),
        Err(_) => today - Days::new(days.unsigned_abs()),
    };
    for ((value, subject, days, given), customer) in PLANNED.iter().zip(&customers) {
        let record = json!([{"object": "customer", "id": customer["id"]}]);
        let new =
            json!({"kind": kind(value), "subject": subject, "due_on": day(*days), "records": record, "assignee": own});
        let by = if *given { manager } else { seller };
        call(by, "activities.create", &json!({"new": new}))?;
    }
    for (text, customer) in NOTES.iter().zip(&customers) {
        let record = json!({"object": "customer", "id": customer["id"]});
        let note = call(seller, "notes.create", &json!({"record": record, "new": {"text": text, "mentions": [head]}}))?;
        let reply = json!({"text": "知道了。 · Noted.", "reply_to": note["note"]["id"]});
        call(manager, "notes.create", &json!({"record": record, "new": reply}))?;
    }
    if let Some(customer) = customers.first() {
        let record = json!({"object": "customer", "id": customer["id"]});
        let text = "报价单 · Offer\n\n轴承 6204 · Bearing 6204    1,000    ¥12.50\n";
        let content = base64::engine::general_purpose::STANDARD.encode(text);
        let new = json!({"name": "报价单 Offer.txt", "description": "三月报价 · The offer of March"});
        call(seller, "files.put", &json!({"record": record, "new": new, "content": content}))?;
        approval(admin, (&head, seller), customer)?;
    }
    Ok(())
}

/// A better credit needs the head's consent, and one is asked for.
fn approval(admin: &Session, (head, seller): (&Option<String>, &Session), customer: &Value) -> Result<()> {
    let fallback = admin.user().map(|id| id.to_string());
    let step =
        json!({"name": "销售主管 · Head of sales", "groups": [{"people": [{"kind": "users", "users": [head]}]}]});
    let document = json!({"object": "customer", "operation": "update", "condition": "credit != old.credit", "steps": [step],
                          "fallback": fallback});
    let name = "信用度变更 · Change of credit";
    call(admin, "setup.put", &json!({"kind": "approval_flow", "name": name, "document": document}))?;
    call(admin, "setup.enable", &json!({"kind": "approval_flow", "name": name}))?;
    let credit = if customer["credit"] == 5 { 4 } else { 5 };
    let asked = json!({"record": {"object": "customer", "id": customer["id"]}, "operation": "update",
                       "arguments": {"changes": {"credit": credit}},
                       "new": {"comment": "连续三年按期付款。 · They paid in time for three years."}});
    call(seller, "approvals.submit", &asked).map(drop)
}
