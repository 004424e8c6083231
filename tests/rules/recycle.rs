//! ASSIGN-10, ASSIGN-11: when what nobody works on falls back into a pool, and that it does.

use chrono::TimeDelta;
use crm_core::Tree;
use crm_core::activities::Completion;
use crm_core::customers::{Customer, CustomerId, CustomerUpdate, NewCustomer};
use crm_core::opportunities::{NewOpportunity, OpportunityId, OpportunityStatus};
use crm_core::pools::{OwnerEnd, StayEnd};
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::users::NewUser;
use serde_json::{Value as Json, json};

use crate::activities::{about, plan};
use crate::notes::key;
use crate::pools::pool;
use crate::support::*;

pub fn put(office: &Office, name: &str, document: Json) -> Result<()> {
    let setup = office.manager.setup();
    setup.put("pool".into(), name.into(), Tree::from(document), None, None, None).map(drop)
}

pub fn run(office: &Office) {
    for run in office.integration.jobs().run_due(None).unwrap() {
        assert_eq!((run.failed, run.failure), (0, None), "{:?}", run.job);
    }
}

pub fn visit(office: &Office, customer: CustomerId, day: &str) {
    let new = json!({"date": day, "place": "上海", "summary": "拜访", "details": "聊了聊"});
    let arguments = json!({"customer": customer, "new": new});
    office.manager.call("interactions.create", &arguments.to_string()).unwrap();
}

/// When a customer falls back, and how many days are left.
fn due(office: &Office, customer: &Customer) -> Option<(String, i64)> {
    let found = office.manager.customers().get(customer.id).unwrap();
    Some((found.pool_due_on?.to_string(), found.pool_days_left?))
}

fn on(day: &str, left: i64) -> Option<(String, i64)> {
    Some((day.to_owned(), left))
}

// ASSIGN-10, SETUP-2: what is wrong with a rule is told by its path.
#[test]
fn recycle_rules_are_judged() {
    let office = Office::new();
    for (of, rule, wrong) in [
        ("customer", json!({}), &["recycle[0].no_follow_up_days:required"][..]),
        ("customer", json!({"notice_days": [1]}), &["recycle[0].no_follow_up_days:required"]),
        ("customer", json!({"no_win_days": 0}), &["recycle[0].no_win_days:out_of_range"]),
        ("customer", json!({"no_order_days": 3_651}), &["recycle[0].no_order_days:out_of_range"]),
        (
            "customer",
            json!({"no_win_days": 9, "notice_days": [1, 2, 3, 4, 5, 6]}),
            &["recycle[0].notice_days:too_many"],
        ),
        ("customer", json!({"no_win_days": 9, "notice_days": [1, -1]}), &["recycle[0].notice_days[1]:out_of_range"]),
        (
            "opportunity",
            json!({"no_win_days": 9, "no_order_days": 9}),
            &["recycle[0].no_order_days:not_here", "recycle[0].no_win_days:not_here"],
        ),
        (
            "opportunity",
            json!({"no_follow_up_days": 9, "filter": {"field": "nothing", "is": 1}}),
            &["recycle[0].filter.field:unknown_field"],
        ),
    ] {
        let mut found = invalid(put(&office, "公海", json!({"of": of, "recycle": [rule]})));
        found.sort();
        assert_eq!(found, wrong, "{of} {rule}");
    }
    let many: Vec<Json> = (0..11).map(|_| json!({"no_win_days": 9})).collect();
    assert_eq!(invalid(put(&office, "公海", json!({"of": "customer", "recycle": many}))), ["recycle:too_many"]);
}

// ASSIGN-10, ASSIGN-11, story 14: 14 of 15 days without a follow-up, then one; 15 days later the job pools it.
#[test]
fn what_nobody_follows_up_falls_back() {
    let office = Office::new();
    let customer = office.customer();
    let new = NewOpportunity { customer: Some(customer.id), ..new_opportunity("") };
    let won = office.ann.opportunities().create(new, None, None).unwrap();
    office.manager.opportunities().assign(won.id, user(&office.ann), None, None).unwrap();
    office.ann.opportunities().develop(won.id, None, None, None, None).unwrap();
    assert_eq!(due(&office, &customer), None);
    pool(&office, "公海", json!({"of": "customer", "recycle": [{"no_follow_up_days": 15, "notice_days": [3, 1]}]}));
    assert_eq!(due(&office, &customer), on("2026-03-17", 15));
    office.clock.advance(TimeDelta::days(14));
    run(&office);
    assert_eq!(due(&office, &customer), on("2026-03-17", 1));
    visit(&office, customer.id, "2026-03-16");
    assert_eq!(due(&office, &customer), on("2026-03-31", 15));
    // It is a field for lists, and of the last day the job is at three in the morning.
    let list = json!({"object": "customer", "filter": {"field": "pool_due_on", "le": {"today": 15}},
        "fields": ["pool_due_on", "pool_notice_on"]});
    let page: Json = serde_json::from_str(&office.manager.call("objects.list", &list.to_string()).unwrap()).unwrap();
    let values = json!({"pool_due_on": "2026-03-31", "pool_notice_on": "2026-03-28"});
    assert_eq!(page["items"][0]["values"], values, "{page}");
    office.clock.set("2026-03-30T01:00:00Z");
    run(&office);
    office.clock.set("2026-03-30T18:30:00Z");
    run(&office);
    assert_eq!(due(&office, &customer), on("2026-03-31", 0));
    office.clock.set("2026-03-30T19:00:00Z");
    let version = office.manager.customers().get(customer.id).unwrap().version;
    run(&office);
    let pooled = office.manager.customers().get(customer.id).unwrap();
    assert_eq!((pooled.account_manager, pooled.pool.unwrap().name), (None, "公海".to_owned()));
    assert_eq!((pooled.pool_due_on, pooled.pool_days_left, pooled.version), (None, None, version + 1));
    let owners = office.manager.customers().owners(customer.id).unwrap();
    assert_eq!(owners.iter().map(|of| of.ended).collect::<Vec<_>>(), [Some(OwnerEnd::Recycled)]);
    let stays = office.manager.pools().stays(key("customer", customer.id)).unwrap();
    let [stay] = &stays[..] else { panic!("{stays:?}") };
    assert_eq!((&stay.put_by, stay.reason.as_deref(), stay.ended), (&None, Some("no_follow_up_days 15"), None));
    // What it was, stays what it was.
    let won = office.manager.opportunities().get(won.id).unwrap();
    assert_eq!((won.status, won.assignee.unwrap().id), (OpportunityStatus::Developed, user(&office.ann)));
    // Whoever claims it has a whole period.
    office.ben.pools().claim("公海".into(), vec![key("customer", customer.id)]).unwrap();
    assert_eq!(due(&office, &customer), on("2026-04-15", 15));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-10: all periods of a rule have to run, from the last activity, order and won opportunity; of several rules the first counts.
#[test]
fn a_rule_falls_due_when_all_its_periods_have_run() {
    let office = Office::new();
    let customer = known_customer(&office, "C1");
    pool(
        &office,
        "公海",
        json!({"of": "customer", "recycle": [
        {"no_follow_up_days": 10, "no_order_days": 20, "no_win_days": 30}, {"no_order_days": 100}]}),
    );
    assert_eq!(due(&office, &customer), on("2026-04-01", 30));
    let order = |key: &str, day: &str| {
        office.integration.sales().push_orders(vec![new_order(key, "C1", day, 5)], None).unwrap();
    };
    order("O1", "2026-03-20");
    assert_eq!(due(&office, &customer), on("2026-04-09", 38));
    // One from before the rule was in force moves nothing.
    order("O2", "2025-12-01");
    assert_eq!(due(&office, &customer), on("2026-04-09", 38));
    office.clock.set("2026-03-10T01:00:00Z");
    let new = NewOpportunity { customer: Some(customer.id), ..new_opportunity("") };
    let won = office.ann.opportunities().create(new, None, None).unwrap();
    office.manager.opportunities().assign(won.id, user(&office.ben), None, None).unwrap();
    assert_eq!(due(&office, &customer), on("2026-04-09", 30));
    office.clock.set("2026-03-12T01:00:00Z");
    office.ben.opportunities().develop(won.id, None, None, None, None).unwrap();
    assert_eq!(due(&office, &customer), on("2026-04-11", 30));
    visit(&office, customer.id, "2026-03-12");
    assert_eq!(due(&office, &customer), on("2026-04-11", 30));
    office.clock.set("2026-04-05T01:00:00Z");
    visit(&office, customer.id, "2026-04-05");
    assert_eq!(due(&office, &customer), on("2026-04-15", 10));
    // The second rule: a hundred days without an order, whatever else is done.
    office.clock.set("2026-06-25T01:00:00Z");
    visit(&office, customer.id, "2026-06-25");
    assert_eq!(due(&office, &customer), on("2026-06-28", 3));
    // What is taken back counts no more.
    order("O3", "2026-06-20");
    assert_eq!(due(&office, &customer), on("2026-07-10", 15));
    office.integration.sales().remove_orders(vec!["O3".into()], None).unwrap();
    assert_eq!(due(&office, &customer), on("2026-06-28", 3));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-10: no period begins before the rule was in force, whatever is done with the pool.
#[test]
fn enabling_empties_no_house_overnight() {
    let office = Office::new();
    let customer = office.customer();
    let document = |days: i64, more: Json| {
        let mut rule = json!({"no_follow_up_days": days});
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"of": "customer", "recycle": [rule]})
    };
    put(&office, "公海", document(10, json!({}))).unwrap();
    office.clock.set("2027-03-02T01:00:00Z");
    assert_eq!(due(&office, &customer), None, "it begins disabled");
    office.manager.setup().enable("pool".into(), "公海".into()).unwrap();
    assert_eq!(due(&office, &customer), on("2027-03-12", 10));
    office.clock.set("2027-03-05T01:00:00Z");
    // The same rule, told beforehand: it goes on.
    put(&office, "公海", document(10, json!({"notice_days": [2]}))).unwrap();
    assert_eq!(due(&office, &customer), on("2027-03-12", 7));
    // Another one begins.
    put(&office, "公海", document(2, json!({}))).unwrap();
    assert_eq!(due(&office, &customer), on("2027-03-07", 2));
    office.manager.setup().disable("pool".into(), "公海".into()).unwrap();
    assert_eq!(due(&office, &customer), None);
    office.clock.set("2027-04-05T01:00:00Z");
    run(&office);
    office.manager.setup().enable("pool".into(), "公海".into()).unwrap();
    assert_eq!(due(&office, &customer), on("2027-04-07", 2));
    // The days are the company's: half a day earlier it is another one.
    office.admin.settings().update(SettingsUpdate { time_zone: Some("UTC".into()), ..Default::default() }).unwrap();
    assert_eq!(due(&office, &customer), on("2027-04-07", 2));
    office.manager.setup().delete("pool".into(), "公海".into()).unwrap();
    assert_eq!(due(&office, &customer), None);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-10: the first of the rules of pools whose filter takes it; where two fall due on one day, the pool in front.
#[test]
fn a_record_falls_into_the_pool_of_its_first_rule() {
    let office = Office::new();
    let small: Json = json!({"field": "satisfaction", "lt": 3});
    pool(&office, "一", json!({"of": "customer", "filter": small, "recycle": [{"no_follow_up_days": 9}]}));
    pool(
        &office,
        "二",
        json!({"of": "customer", "recycle": [
        {"no_follow_up_days": 5, "filter": {"field": "credit", "is": 1}}, {"no_follow_up_days": 9}]}),
    );
    pool(&office, "三", json!({"of": "customer", "recycle": [{"no_follow_up_days": 9}]}));
    let new = |name: &str| office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
    let (a, b, c) = (new("甲"), new("乙"), new("丙"));
    let set = |of: &Customer, changes: CustomerUpdate| {
        office.manager.customers().update(of.id, changes, None).unwrap();
    };
    set(&a, CustomerUpdate { satisfaction: Some(1), ..Default::default() });
    set(&c, CustomerUpdate { satisfaction: Some(1), credit: Some(1), ..Default::default() });
    let all = || [&a, &b, &c].map(|of| due(&office, of).map(|due| due.0));
    assert_eq!(all(), ["2026-03-11", "2026-03-11", "2026-03-07"].map(|day| Some(day.to_owned())));
    office.clock.set("2026-03-11T01:00:00Z");
    run(&office);
    let of = |of: &Customer| office.manager.customers().get(of.id).unwrap().pool.unwrap().name;
    assert_eq!([&a, &b, &c].map(of), ["一", "二", "二"]);
}

// ASSIGN-10: what time alone changes is looked at each night; what a filter of another record says too.
#[test]
fn what_filters_take_by_now_is_looked_at_each_night() {
    let office = Office::new();
    let customer = office.customer();
    let old = json!({"field": "last_activity_on", "lt": {"today": -5}});
    pool(&office, "公海", json!({"of": "customer", "recycle": [{"no_follow_up_days": 7, "filter": old}]}));
    visit(&office, customer.id, "2026-03-02");
    assert_eq!(due(&office, &customer), None);
    office.clock.set("2026-03-08T01:00:00Z");
    run(&office);
    assert_eq!(due(&office, &customer), on("2026-03-09", 1));
    office.clock.set("2026-03-09T01:00:00Z");
    run(&office);
    assert!(office.manager.customers().get(customer.id).unwrap().pool.is_some());
}

// ASSIGN-10, ASSIGN-11, SALE-4: an opportunity is released; its assignments and its plan stay, and its period began when it was assigned.
#[test]
fn an_opportunity_that_falls_back_is_a_lead_again() {
    let office = Office::new();
    let early = office.assigned();
    office.clock.set("2026-03-04T01:00:00Z");
    pool(&office, "线索池", json!({"of": "opportunity", "recycle": [{"no_follow_up_days": 10}]}));
    office.clock.set("2026-03-06T01:00:00Z");
    let late = office.assigned();
    let get = |id: OpportunityId| office.manager.opportunities().get(id).unwrap();
    let days = |id| get(id).pool_due_on.map(|day| day.to_string());
    assert_eq!((days(early.id).as_deref(), days(late.id).as_deref()), (Some("2026-03-14"), Some("2026-03-16")));
    // An activity of it moves it on; one that is taken back does not.
    let done = plan(&office.ben, about(&office.ben, "电话", &key("opportunity", late.id), &office.ben));
    office.ben.activities().complete(done.id, Completion::default(), None).unwrap();
    office.clock.set("2026-03-08T01:00:00Z");
    let again = plan(&office.ben, about(&office.ben, "电话", &key("opportunity", late.id), &office.ben));
    office.ben.activities().complete(again.id, Completion::default(), None).unwrap();
    assert_eq!(days(late.id).as_deref(), Some("2026-03-18"));
    office.ben.activities().reopen(again.id, None).unwrap();
    assert_eq!(days(late.id).as_deref(), Some("2026-03-16"));
    assert_eq!(office.ann.opportunities().list(None, None, None).unwrap().items[0].pool_days_left, Some(8));
    office.clock.set("2026-03-15T01:00:00Z");
    run(&office);
    let fell = get(early.id);
    assert_eq!((fell.status, fell.assignee, fell.pool_due_on), (OpportunityStatus::Unassigned, None, None));
    assert_eq!(fell.release_reason.as_deref(), Some("no_follow_up_days 10"));
    assert_eq!(fell.pool.unwrap().name, "线索池");
    assert_eq!(get(late.id).status, OpportunityStatus::Assigned);
    assert_eq!(office.manager.opportunities().assignments(early.id, None).unwrap().items.len(), 1);
    let own = key("opportunity", early.id);
    let reassigned = office.manager.opportunities().assign(early.id, user(&office.ann), None, None).unwrap();
    assert_eq!(days(reassigned.id).as_deref(), Some("2026-03-25"));
    assert_eq!(office.manager.pools().stays(own).unwrap()[0].ended, Some(StayEnd::Given));
    // Closed, it falls nowhere.
    office.ann.opportunities().fail(early.id, None, None, None, None).unwrap();
    assert_eq!(days(early.id), None);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-10: another owner has a whole period, and so has who won a customer back; lost ones fall nowhere.
#[test]
fn a_new_owner_has_a_whole_period() {
    let office = Office::new();
    let customer = office.customer();
    pool(&office, "公海", json!({"of": "customer", "recycle": [{"no_follow_up_days": 400}]}));
    office.clock.set("2026-03-10T01:00:00Z");
    let to = CustomerUpdate { account_manager: Some(user(&office.ben)), ..Default::default() };
    office.manager.customers().update(customer.id, to, None).unwrap();
    assert_eq!(due(&office, &customer), on("2027-04-14", 400));
    let to = CustomerUpdate { account_manager: Some(user(&office.ann)), ..Default::default() };
    office.manager.customers().update(customer.id, to, None).unwrap();
    let lost = office.lose(customer.id);
    assert_eq!((lost.pool_due_on, due(&office, &customer)), (None, None));
    office.clock.set("2026-10-01T01:00:00Z");
    office.manager.customers().win_back(customer.id, "回心转意".into(), None).unwrap();
    assert_eq!(due(&office, &customer), on("2027-11-05", 400));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-10, AUTO-7: rules act on the days on which it is told beforehand, each once.
#[test]
fn it_is_told_beforehand() {
    let office = Office::new();
    let customer = office.customer();
    pool(&office, "公海", json!({"of": "customer", "recycle": [{"no_follow_up_days": 10, "notice_days": [5, 1]}]}));
    let rule = json!({"object": "customer",
        "trigger": {"kind": "time", "field": "pool_notice_on", "offset": "0 days", "at": "09:00"},
        "actions": [{"create": "activity", "with": {"kind": "'call'", "subject": "concat('公海 ', pool_due_on)",
                     "due_on": "pool_due_on", "assignee": "account_manager", "records": "id"}}]});
    let setup = office.admin.setup();
    setup.put("automation".into(), "提醒".into(), Tree::from(rule), None, None, None).unwrap();
    setup.enable("automation".into(), "提醒".into()).unwrap();
    let told = || {
        let of = json!({"filter": {"record": {"object": "customer", "id": customer.id}}});
        let page: Json = serde_json::from_str(&office.ann.call("activities.list", &of.to_string()).unwrap()).unwrap();
        page["items"].as_array().unwrap().len()
    };
    let mut all = Vec::new();
    for day in 3..=11 {
        office.clock.set(&format!("2026-03-{day:02}T01:00:00Z"));
        run(&office);
        all.push(told());
    }
    // On the seventh and the eleventh.
    assert_eq!(all, [0, 0, 0, 0, 1, 1, 1, 1, 2]);
}

// ASSIGN-11: in slices, at the time of the setting, each day; what something stands against waits.
#[test]
fn many_fall_back_in_slices() {
    let office = Office::new();
    let settings = SettingsUpdate {
        recycle_at: Some("09:30".into()),
        required_customer_fields: Some(vec![]),
        ..Default::default()
    };
    office.admin.settings().update(settings).unwrap();
    let ann = user(&office.ann);
    let new =
        |at: usize| NewCustomer { name: format!("客户 {at}"), account_manager: Some(ann), ..Default::default() };
    let all: Vec<NewCustomer> = (0..730).map(new).collect();
    office.integration.customers().import_many(all, Some(true), None, None, None).unwrap();
    pool(&office, "公海", json!({"of": "customer", "recycle": [{"no_follow_up_days": 3}]}));
    let count = |filter: Json| {
        let of = json!({"object": "customer", "query": {"measures": [{"count": true}], "filter": filter}});
        let found: Json =
            serde_json::from_str(&office.manager.call("objects.aggregate", &of.to_string()).unwrap()).unwrap();
        found["rows"][0][0].as_i64().unwrap()
    };
    let dated = json!({"field": "pool_due_on", "is": "2026-03-05"});
    // The first at once, the others by the calendar.
    assert_eq!(count(dated.clone()), 500);
    run(&office);
    assert_eq!(count(dated), 730);
    office.clock.set("2026-03-04T02:00:00Z");
    run(&office);
    office.clock.set("2026-03-05T01:00:00Z");
    run(&office);
    let free = json!({"field": "account_manager", "empty": true});
    assert_eq!(count(free.clone()), 0, "it is nine in the morning");
    office.clock.set("2026-03-05T01:30:00Z");
    run(&office);
    assert_eq!(count(free), 730);
    let settings = SettingsUpdate { recycle_at: Some("24:00".into()), ..Default::default() };
    assert_eq!(invalid(office.admin.settings().update(settings)), ["recycle_at:out_of_range"]);
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// MAINT-1, ASSIGN-10: what is wrong about it is found and put right.
#[test]
fn whose_days_are_wrong_is_found() {
    let filled = crate::fill::Filled::new();
    let office = &filled.office;
    let customer = office.customer();
    pool(office, "公海", json!({"of": "customer", "recycle": [{"no_follow_up_days": 3}]}));
    filled.raw.execute("UPDATE customers SET pool_due_on = '2020-01-01'", []).unwrap();
    assert!(!office.admin.maintenance().check().unwrap().ok);
    office.admin.maintenance().rebuild().unwrap();
    assert_eq!(due(office, &customer), on("2026-03-05", 3));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-10: a hand-over gives a whole period too, and merging leaves what follows from both.
#[test]
fn hands_and_merges_are_followed() {
    let office = Office::new();
    let (customer, other) = (known_customer(&office, "C1"), known_customer(&office, "C2"));
    pool(&office, "公海", json!({"of": "customer", "recycle": [{"no_order_days": 30}]}));
    office.integration.sales().push_orders(vec![new_order("O1", "C2", "2026-03-20", 5)], None).unwrap();
    assert_eq!((due(&office, &customer), due(&office, &other)), (on("2026-04-01", 30), on("2026-04-19", 48)));
    let records: Vec<_> = [&customer, &other].map(|of| key("customer", of.id)).to_vec();
    let arguments = json!({"records": records.iter().map(|of| json!({"object": of.object, "id": of.id})).collect::<Vec<_>>(),
        "survivor": {"object": "customer", "id": customer.id}});
    let merge: Json =
        serde_json::from_str(&office.manager.call("merges.apply", &arguments.to_string()).unwrap()).unwrap();
    assert_eq!(due(&office, &customer), on("2026-04-19", 48));
    assert!(office.admin.maintenance().check().unwrap().ok);
    office.manager.call("merges.undo", &json!({"id": merge["id"]}).to_string()).unwrap();
    assert_eq!((due(&office, &customer), due(&office, &other)), (on("2026-04-01", 30), on("2026-04-19", 48)));
    assert!(office.admin.maintenance().check().unwrap().ok);
    let new = NewUser {
        login: "carl".into(),
        display_name: "卡尔".into(),
        roles: Some(vec!["account_manager".into()]),
        ..Default::default()
    };
    let carl = office.admin.users().create(new, None).unwrap().id;
    office.clock.set("2026-03-12T01:00:00Z");
    let arguments = json!({"from_user": user(&office.ann), "to_user": carl, "reason": "调岗",
        "what": {"records": [{"entity": "customer", "id": customer.id}]}});
    office.manager.call("handover.run", &arguments.to_string()).unwrap();
    assert_eq!(due(&office, &customer), on("2026-04-11", 30));
}
