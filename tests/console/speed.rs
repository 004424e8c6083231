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
    // A text that may stand anywhere in a name is sought row by row.
    late.retain(|what| *what != "named");
    assert!(late.is_empty(), "{late:?}");
}
