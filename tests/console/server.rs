//! The console for a browser: the companies of `demo.rs` behind addresses, until the input ends.

use std::io::{Read as _, Write as _};

use crate::demo::{demo, hostile};
use crate::world::PASSWORD;

/// Run by `tests/console/browser.py` alone, which reads what is written: `cargo test` knows it as ignored.
#[test]
#[ignore = "serves a browser until its input ends"]
fn serves_a_browser() {
    let worlds = [demo(), hostile()];
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let mut addresses = Vec::new();
        for world in &worlds {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("an address");
            addresses.push(format!("http://{}", listener.local_addr().expect("an address")));
            let router = world.router();
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
        writeln!(std::io::stderr(), "SERVES {} {PASSWORD}", addresses.join(" ")).expect("told");
        let read = || std::io::stdin().read_to_end(&mut Vec::new());
        tokio::task::spawn_blocking(read).await.expect("a thread").expect("the input's end");
    });
}
