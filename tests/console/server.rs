//! The console for a browser: the companies of `demo.rs` and `harm.rs` behind addresses, until the input ends.

use std::io::{BufRead as _, Read as _, Write as _};

use crate::demo::demo;
use crate::harm::{Names, harmed};
use crate::world::PASSWORD;

/// Run by `tests/console/browser.py` alone, which writes a line with the names that mean harm, and reads what is written: `cargo
/// test` knows it as ignored.
#[test]
#[ignore = "serves a browser until its input ends"]
fn serves_a_browser() {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).expect("a line");
    let names: Names = line.parse().expect("names");
    let worlds = [demo(), harmed(&names)];
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let mut addresses = Vec::new();
        for world in &worlds {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("an address");
            addresses.push(format!("http://{}", listener.local_addr().expect("an address")));
            let router = world.router();
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
        writeln!(std::io::stderr(), "SERVES {} {PASSWORD}", addresses.join(" ")).expect("told");
        let read = || std::io::stdin().lock().read_to_end(&mut Vec::new());
        tokio::task::spawn_blocking(read).await.expect("a thread").expect("the input's end");
    });
}
