//! Passwords: Argon2id, computed while no lock is held.
//!
//! A rule runs inside a transaction, where the tens of milliseconds of a hash would make every other writer wait. So a
//! rule that needs one *asks* for it and leaves; the gate rolls back, computes, and runs the rule again, which then
//! finds its answer ([`Context::hash_password`](crate::gate::Context::hash_password)).

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;

use crate::engine::error::{CrmError, Result};
use crate::engine::patience::{Patience, PerProcess, Pool};
use crate::engine::secret::Secret;

/// What a password hash costs, by Argon2id's parameters.
///
/// The default is 19 MiB of memory, two passes and one lane (what OWASP recommends), about 30 ms. A hash carries the
/// parameters it was made with, so changing them harms no stored password; they hold for passwords set from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB, at least 8.
    pub memory_kib: u32,
    /// Passes over the memory, at least 1.
    pub passes: u32,
}

impl Default for PasswordCost {
    fn default() -> Self {
        PasswordCost { memory_kib: Params::DEFAULT_M_COST, passes: Params::DEFAULT_T_COST }
    }
}

/// Something to compute about a password. Neither it nor the answer can be printed: hashes are for nobody's eyes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Work {
    /// The hash of a new password.
    Hash {
        /// The salt.
        salt: [u8; 16],
        /// The password.
        password: Secret,
    },
    /// Whether a password is the one that was hashed.
    Verify {
        /// The stored hash.
        hash: String,
        /// The password given.
        password: Secret,
    },
}

/// What came of it.
#[derive(Clone)]
pub(crate) enum Answer {
    Hash(String),
    Verified(bool),
}

/// The work that the rule of one call asked for.
#[derive(Default)]
pub(crate) struct Passwords {
    done: Vec<(Work, Answer)>,
    wanted: Option<Work>,
}

impl Passwords {
    /// The answer, where it is there; otherwise the work is noted and the rule must end with the error.
    pub(crate) fn ask(&mut self, work: Work) -> Result<Answer> {
        if let Some((_, answer)) = self.done.iter().find(|(done, _)| *done == work) {
            return Ok(answer.clone());
        }
        self.wanted = Some(work);
        Err(CrmError::bug("a password was to be hashed"))
    }

    /// Does what was asked for; `false` where nothing was.
    pub(crate) fn work(&mut self, cost: PasswordCost, patience: &Patience) -> Result<bool> {
        let Some(work) = self.wanted.take() else { return Ok(false) };
        let answer = match &work {
            Work::Hash { salt, password } => Answer::Hash(hash(cost, password, salt, patience)?),
            Work::Verify { hash, password } => Answer::Verified(verify(hash, password, patience)?),
        };
        self.done.push((work, answer));
        Ok(true)
    }
}

/// The password as it is hashed: the same characters give the same bytes, however they were typed (NFC, as RFC 8265
/// has it).
fn bytes(password: &Secret) -> Vec<u8> {
    password.reveal().nfc().collect::<String>().into_bytes()
}

/// The Argon2id hash as a string that carries its parameters and salt.
pub(crate) fn hash(cost: PasswordCost, password: &Secret, salt: &[u8; 16], patience: &Patience) -> Result<String> {
    let hashers = hashers();
    let _leave = hashers.take(patience)?;
    let params =
        Params::new(cost.memory_kib, cost.passes, 1, None).map_err(|e| CrmError::bug(format!("password cost: {e}")))?;
    let salt = SaltString::encode_b64(salt).map_err(|e| CrmError::bug(format!("salt: {e}")))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(&bytes(password), &salt)
        .map(|hash| hash.to_string())
        .map_err(|e| CrmError::bug(format!("password hash: {e}")))
}

/// Whether the password is the one that was hashed; the comparison takes the same time for every wrong one.
pub(crate) fn verify(hash: &str, password: &Secret, patience: &Patience) -> Result<bool> {
    let hashers = hashers();
    let _leave = hashers.take(patience)?;
    Ok(PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(&bytes(password), &hash).is_ok()))
}

/// Leave to hash: one a processor core at a time, in the whole process. More at once would take no less time, and 19 MiB
/// each.
fn hashers() -> Arc<Pool<()>> {
    static HASHERS: PerProcess<Pool<()>> = PerProcess::new();
    HASHERS.get(|| Pool::new(vec![(); std::thread::available_parallelism().map_or(1, usize::from)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: PasswordCost = PasswordCost { memory_kib: 8, passes: 1 };

    #[test]
    fn a_hash_is_argon2id_and_verifies_its_password_only() {
        let patience = Patience::default();
        let stored = hash(CHEAP, &"caf\u{e9} 12".into(), &[7; 16], &patience).expect("hash");
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        assert!(
            verify(&stored, &"cafe\u{301} 12".into(), &patience).expect("leave"),
            "the same characters, typed otherwise"
        );
        assert!(!verify(&stored, &"cafe 12".into(), &patience).expect("leave"));
        assert!(!verify("no hash", &"cafe 12".into(), &patience).expect("leave"));
        assert_ne!(stored, hash(CHEAP, &"caf\u{e9} 12".into(), &[8; 16], &patience).expect("hash"));
    }

    #[test]
    fn the_default_cost_is_what_the_documentation_says() {
        assert_eq!(PasswordCost::default(), PasswordCost { memory_kib: 19 * 1024, passes: 2 });
    }

    #[test]
    fn asked_once_answered_later() {
        let patience = Patience::default();
        let mut passwords = Passwords::default();
        let work = Work::Hash { salt: [1; 16], password: "secret".into() };
        assert!(passwords.ask(work.clone()).is_err(), "it must be done first");
        assert!(passwords.work(CHEAP, &patience).expect("work"));
        assert!(matches!(passwords.ask(work), Ok(Answer::Hash(_))));
        assert!(!passwords.work(CHEAP, &patience).expect("work"));
    }
}
