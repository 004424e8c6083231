//! A device that shows codes: TOTP of RFC 6238 as it is written there, apart from the engine's.

#![allow(dead_code, reason = "each test binary uses its part")]

use crm_core::prelude::*;
use crm_core::storage::sqlite::{SqliteOptions, SqliteStorage};
use crm_core::{Environment, PasswordCost};
use sha1::{Digest, Sha1};

use crate::support::portable::portable;
use crate::support::{FixedEnvironment, MORNING, Office, user};

/// The password of whoever has one.
pub const PASSWORD: &str = "correct horse";

/// An office whose passwords cost nothing, and where ann has one.
pub fn office() -> Office {
    office_since(MORNING)
}

/// Another one, made at another time.
pub fn office_since(begun: &str) -> Office {
    let clock = FixedEnvironment::new(begun);
    let storage = portable(SqliteStorage::in_memory(&SqliteOptions::default()).unwrap());
    let options = Crm::options().environment(clock.clone()).password_cost(PasswordCost { memory_kib: 8, passes: 1 });
    let office = Office::staff(options.open_storage(Box::new(storage)).unwrap(), clock);
    office.admin.users().set_password(user(&office.ann), Some(PASSWORD.into()), None).unwrap();
    office
}

/// Why a call was refused.
#[track_caller]
pub fn reason<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("should have been refused") {
        CrmError::Conflict { reason, .. } | CrmError::LoginFailed { reason } | CrmError::Forbidden { reason, .. } => {
            reason
        }
        other => panic!("{other}"),
    }
}

/// What somebody carries who has a second factor.
pub struct Device {
    pub secret: String,
    pub recovery: Vec<String>,
}

impl Device {
    /// That of the session's user, who sets it up now; the step of now is used with it.
    pub fn of(office: &Office, session: &Session) -> Device {
        let secret = session.second_factor().begin(None).unwrap().secret;
        let first = shown(&secret, office.clock.now(), 0);
        let recovery = session.second_factor().confirm(first.into()).unwrap().codes;
        Device { secret, recovery }
    }

    /// What it shows, some steps of thirty seconds from now.
    pub fn shows(&self, office: &Office, steps: i64) -> String {
        shown(&self.secret, office.clock.now(), steps)
    }
}

/// Ann signs in with her password and a code.
pub fn ann_signs_in(office: &Office, code: &str) -> Result<Session> {
    office.crm.sign_in("ann", &PASSWORD.into(), Some(&code.into()), None)
}

/// The bytes of a text in Base32.
pub fn from_base32(text: &str) -> Vec<u8> {
    let digit = |c: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
    let bits: String = text.chars().map(|c| format!("{:05b}", digit(c))).collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect()
}

/// What the device shows at an instant, some steps of thirty seconds from then.
pub fn shown(secret: &str, at: Timestamp, steps: i64) -> String {
    let step = at.timestamp().div_euclid(30) + steps;
    let digest = hmac(&from_base32(secret), &step.to_be_bytes());
    let at = usize::from(digest[19] % 16);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) % 0x8000_0000;
    format!("{:06}", number % 1_000_000)
}

/// RFC 2104, of a key no longer than a block.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 20] {
    let padded = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
        block
    };
    let inner = Sha1::new().chain_update(padded(0x36)).chain_update(message).finalize();
    Sha1::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
}
