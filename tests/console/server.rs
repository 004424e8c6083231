//! The console for a browser: the tests' company behind an address, until the input ends.

use std::io::{Read as _, Write as _};

use serde_json::json;

use crate::world::{PASSWORD, world};

/// Run by `tests/parts/console.sh` alone, which writes where it is read: `cargo test` knows it as ignored.
#[test]
#[ignore = "serves a browser until its input ends"]
fn serves_a_browser() {
    let world = world();
    for name in ["华东精密机械有限公司", "Müller Präzisionsteile GmbH & Co. KG", "江南机床厂"] {
        world.customer(name);
    }
    let (guest, room) = (world.guest("王芳"), world.room("301"));
    let new = json!({"guest": guest, "room": room, "check_in": "2030-01-01", "check_out": "2030-01-03"});
    world.call("han", "hotel.reservation.create", json!({"new": new}));
    let router = world.router();
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("an address");
        let mut out = std::io::stderr();
        writeln!(out, "SERVES http://{} han {PASSWORD}", listener.local_addr().expect("an address")).expect("told");
        let ended = async {
            let read = || std::io::stdin().read_to_end(&mut Vec::new());
            tokio::task::spawn_blocking(read).await.expect("a thread").expect("the input's end");
        };
        axum::serve(listener, router).with_graceful_shutdown(ended).await.expect("served");
    });
}
