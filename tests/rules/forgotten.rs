//! ACT-15: customers that are forgotten, as a list and as a question of filter trees.

use crm_core::activities::{Completion, NewActivity};
use serde_json::{Value, json};

use crate::activities::{about, plan};
use crate::fill::Filled;
use crate::notes::key;
use crate::support::*;

// ACT-15: active customers with which nothing was done for n days and for which nothing is planned, the longest first; n by level.
#[test]
fn customers_are_forgotten() {
    let office = Office::new();
    let list = |with: Value| -> Vec<String> {
        let page = office.manager.call("customers.list", &with.to_string()).unwrap();
        let page: Value = serde_json::from_str(&page).unwrap();
        page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    let forgotten = |wanted: bool| {
        let listed = list(json!({"filter": {"forgotten": wanted}}));
        let mut asked = list(json!({"matching": {"field": "forgotten", "is": wanted}}));
        let mut sorted = listed.clone();
        asked.sort();
        sorted.sort();
        assert_eq!(asked, sorted);
        listed
    };
    let made = |name: &str| office.ann.customers().create(new_customer(&office.ann, name), None, None).unwrap();
    let (first, second) = (made("一"), made("二"));
    office.clock.set("2026-03-12T02:00:00Z");
    let third = made("三");
    assert!(forgotten(true).is_empty());
    office.clock.set("2026-03-31T15:00:00Z");
    // Thirty days are over with the first of April.
    assert!(forgotten(true).is_empty());
    office.clock.set("2026-03-31T16:00:00Z");
    assert_eq!((forgotten(true), forgotten(false)), (vec!["一".to_owned(), "二".to_owned()], vec!["三".to_owned()]));
    let task = plan(
        &office.ann,
        NewActivity {
            due_on: Some(date("2026-04-10")),
            ..about(&office.ann, "a", &key("customer", first.id), &office.ann)
        },
    );
    assert_eq!(forgotten(true), ["二"]);
    let set = |changes: Value| office.admin.call("settings.update", &json!({"changes": changes}).to_string());
    set(json!({"forgotten_after_days": 20})).unwrap();
    assert_eq!(forgotten(true), ["二", "三"]);
    let level = third.level.as_ref().unwrap().id;
    assert_eq!(second.level.as_ref().unwrap().id, level);
    let other = entry(&office.admin, "customer_level", "合作伙伴");
    let wrong = json!({"forgotten_levels": [{"level": level, "days": 0}, {"level": region(&office.admin), "days": 1}]});
    assert_eq!(
        invalid(set(wrong)),
        ["forgotten_levels[0].days:out_of_range", "forgotten_levels[1].level:unknown_choice"]
    );
    let told: Value =
        serde_json::from_str(&set(json!({"forgotten_levels": [{"level": level, "days": 25}]})).unwrap()).unwrap();
    assert_eq!(told["forgotten_levels"], json!([{"level": level, "days": 25}]));
    assert_eq!(forgotten(true), ["二"]);
    let moved = json!({"id": third.id, "changes": {"level": other}});
    office.ann.call("customers.update", &moved.to_string()).unwrap();
    assert_eq!(forgotten(true), ["二", "三"]);
    // Over a reference, and of whoever is lost.
    let new = json!({"customer": second.id, "new": {"name": "王芳", "gender": entry(&office.ann, "gender", "女"),
        "position": "采购", "office_phone": "1"}});
    office.ann.call("contacts.create", &new.to_string()).unwrap();
    let asked = json!({"object": "contact", "filter": {"field": "customer.forgotten", "is": true}});
    let page: Value = serde_json::from_str(&office.manager.call("objects.list", &asked.to_string()).unwrap()).unwrap();
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let wrong = json!({"object": "contact", "filter": {"field": "customer.forgotten", "empty": true}});
    assert_eq!(refused(office.manager.call("objects.list", &wrong.to_string())), "invalid");
    // What was planned for yesterday is planned no more.
    office.clock.set("2026-04-10T17:00:00Z");
    assert_eq!(forgotten(true), ["一", "二", "三"]);
    office.ann.activities().complete(task.id, Completion::default(), None).unwrap();
    assert_eq!(forgotten(true), ["二", "三"]);
    office.lose(second.id);
    assert!(!forgotten(true).contains(&"二".to_owned()));
}

// ACT-15, PROC-10: of a hundred thousand customers a page of the forgotten is a range of an index, as a list and as a question.
#[test]
fn forgotten_customers_are_found_by_an_index() {
    let (filled, seen) = Filled::watched();
    let office = &filled.office;
    filled.raw.pragma_update(None, "synchronous", "off").unwrap();
    let columns =
        "uid, number, complete, name, name_folded, created_at, active_since, since_on, idle_since, state_since";
    filled.rows(
        "customers",
        100_000,
        columns,
        "UID, 1000 + i, 0, 'C' || i, 'c' || i, 0, '2026-03-02', '2026-03-02', \
         date('2026-01-01', (i % 60) || ' days'), 0",
    );
    seen.take();
    let list = json!({"filter": {"forgotten": true}, "page": {"limit": 10, "count": true}});
    let page: Value = serde_json::from_str(&office.manager.call("customers.list", &list.to_string()).unwrap()).unwrap();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]["more"]), (10, &json!(true)));
    let next = json!({"filter": {"forgotten": true}, "page": {"limit": 10, "after": page["next"]}});
    office.manager.call("customers.list", &next.to_string()).unwrap();
    let asked = json!({"object": "customer", "filter": {"field": "forgotten", "is": true}, "sort": ["idle_since"], "page": {"limit": 10}});
    office.manager.call("objects.list", &asked.to_string()).unwrap();
    let mut met = 0;
    for sql in seen.take().into_iter().filter(|sql| sql.contains("idle_since") && sql.contains("LIMIT")) {
        let mut query = filled.raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = query.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            lines.push(row.get::<_, String>(3).unwrap());
        }
        met += 1;
        assert!(lines.iter().any(|line| line.contains("customers_idle (status=? AND idle_since")), "{sql}: {lines:?}");
        assert!(!lines.iter().any(|line| line.starts_with("SCAN c ")), "{sql}: {lines:?}");
        assert!(
            sql.contains("customers o") || !lines.iter().any(|line| line.contains("TEMP B-TREE")),
            "{sql}: {lines:?}"
        );
    }
    assert!(met >= 4, "{met}");
}
