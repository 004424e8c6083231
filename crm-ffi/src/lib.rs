//! The CRM engine for other languages: functions for C ([`c_api`]), and objects for Kotlin and Swift (`mobile`, behind
//! the feature `uniffi`). Both do nothing but carry values across: every rule is in `crm-core`.

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!();

mod boundary;
pub mod c_api;
mod callback;
mod calls;
mod engine;
mod files;
mod handle;
mod host;
mod inside;
#[cfg(feature = "uniffi")]
pub mod mobile;
mod options;
#[cfg(feature = "test-panic")]
pub mod test_panic;
mod throwing;
