//! Calendar files: whatever the octets, they are read, and what is written of what was read is read alike.
#![no_main]

use crm_core::ical::{Component, Writer, date_time, duration, parse, unescape};
use libfuzzer_sys::fuzz_target;

/// Writes the properties of a component anew, without its parameters, which may be of any form.
fn written(component: &Component, out: &mut Writer) {
    out.begin("X-PART");
    for property in &component.properties {
        let _ = (date_time(property), duration(&property.value));
        out.text("X-VALUE", &unescape(&property.value));
    }
    component.components.iter().for_each(|inner| written(inner, out));
    out.end("X-PART");
}

fuzz_target!(|bytes: &[u8]| {
    for component in parse(bytes) {
        let mut out = Writer::default();
        written(&component, &mut out);
        let text = out.finish();
        assert!(text.split_terminator("\r\n").all(|line| line.len() <= 75));
        assert_eq!(parse(text.as_bytes()).len(), 1);
    }
});
