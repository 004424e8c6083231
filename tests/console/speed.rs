//! What a page costs, among many records. Measured as it is shipped, by `tests/run bench`.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::world::world;

const CUSTOMERS: usize = 100_000;
/// What a page of a list may take.
const MOST: Duration = Duration::from_millis(5);

#[test]
#[ignore = "measures: tests/run bench"]
fn a_page_of_a_long_list_takes_five_milliseconds() {
    let world = world();
    for first in (0..CUSTOMERS).step_by(10_000) {
        let customers: Vec<_> = (first..first + 10_000)
            .map(|n| json!({"name": format!("上海华东精密机械 {n}"), "phone": format!("021-{n:08}"), "satisfaction": 1 + n % 5}))
            .collect();
        world.call("han", "customers.create_many", json!({"customers": customers}));
    }
    let mut browser = world.signed_in("han");
    let mut late = Vec::new();
    for (what, path) in [
        ("newest", "/o/customer"),
        ("sorted", "/o/customer?sort=-number"),
        ("of one value", "/o/customer?f=status&o=is&v=active"),
        ("named", "/o/customer?f=name&o=contains&v=机械+99999"),
    ] {
        let page = browser.get(path);
        page.says("上海华东精密机械").lacks("role=\"alert\"");
        assert!(page.html.len() <= 60 * 1024, "{what}: {} bytes", page.html.len());
        let mut times: Vec<Duration> = (0..21)
            .map(|_| {
                let begun = Instant::now();
                browser.get(path);
                begun.elapsed()
            })
            .collect();
        times.sort();
        println!("console: {what}: {:?} of {} bytes", times[10], page.html.len());
        if times[10] > MOST {
            late.push(what);
        }
    }
    // A record with what hangs on it, and the day, are told and not bounded but in size.
    let page = browser.get("/o/customer");
    let begin = page.html.find("href=\"/o/customer/0").expect("a customer") + 6;
    let record = page.html[begin..].split('"').next().expect("text").to_owned();
    let key = json!({"object": "customer", "id": record.rsplit('/').next()});
    let kinds = world.call("han", "dictionary.choices", json!({"category": "activity_kind"}));
    for n in 0..12 {
        world.call("han", "notes.create", json!({"record": key, "new": {"text": format!("对方希望延长账期 {n}")}}));
        let new = json!({"kind": kinds[0]["id"], "subject": format!("催问报价 {n}"), "due_on": "2026-03-02", "records": [key]});
        world.call("han", "activities.create", json!({"new": new}));
        world.call("han", "files.put", json!({"record": key, "new": {"name": format!("{n}.txt")}, "content": "YQ=="}));
    }
    for (what, path) in [("a record", record.as_str()), ("the day", "/"), ("approvals", "/approvals")] {
        let page = browser.get(path);
        page.lacks("role=\"alert\"");
        assert!(page.html.len() <= 60 * 1024, "{what}: {} bytes", page.html.len());
        let mut times: Vec<Duration> = (0..21)
            .map(|_| {
                let begun = Instant::now();
                browser.get(path);
                begun.elapsed()
            })
            .collect();
        times.sort();
        println!("console: {what}: {:?} of {} bytes", times[10], page.html.len());
    }
    // A text that may stand anywhere in a name is sought row by row.
    late.retain(|what| *what != "named");
    assert!(late.is_empty(), "{late:?}");
}
