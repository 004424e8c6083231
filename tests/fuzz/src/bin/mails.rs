//! E-mails: whatever the octets, they are read or refused, and what is read is a text.
#![no_main]

use crm_core::capture::mail::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mail) = read(bytes) {
        assert!(!mail.id.is_empty());
        assert!(mail.text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\t')));
        // Nothing that a message says is longer than what it came as, but for what character sets make of it.
        assert!(mail.text.len() <= 8 * bytes.len() + 64);
        assert!(mail.files.iter().map(|file| file.content.len()).sum::<usize>() <= bytes.len());
    }
});
