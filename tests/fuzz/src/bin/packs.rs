//! Documents of packs of anything. Nothing may crash; what is read and holds is printed and read again as the same, and is
//! planned over an empty database without a refusal of its own that the check did not tell.
#![no_main]

use crm_core::objects::define::read_text;
use crm_core::{Crm, Session};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

struct House {
    admin: Session,
}

impl House {
    fn new() -> House {
        let crm = Crm::open_in_memory().expect("an engine");
        let admin = crm.bootstrap("admin", "admin", &["system_administrator"]).expect("a user");
        House { admin: crm.session(admin).expect("a session") }
    }
}

thread_local! {
    static HOUSE: House = House::new();
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let read = read_text(text);
    if read.mistakes.is_empty() {
        let printed = read.pack.print().to_string();
        let again = read_text(&printed);
        assert!(again.mistakes.is_empty(), "{printed}");
        assert_eq!(again.pack, read.pack, "{printed}");
    }
    let Ok(document) = serde_json::from_str::<Value>(text) else { return };
    HOUSE.with(|House { admin }| {
        let arguments = json!({"document": document}).to_string();
        // Only what is no tree is refused: all else that is wrong stands in the plan, which is the same each time.
        if let Ok(plan) = admin.call("packs.plan", &arguments) {
            assert_eq!(admin.call("packs.plan", &arguments).expect("the same plan"), plan);
        }
    });
});
