//! What a caller gets.

use crate::engine::record::record;

record! {
    /// A second factor that was begun (FACTOR-1), for the user's device. It is told this once.
    output BegunFactor {
        /// The secret in Base32, to type in where nothing can be scanned.
        secret: String,
        /// The same as an `otpauth://` text, which authenticators scan as a QR code.
        uri: String,
    }
}

record! {
    /// What a user keeps for the day when the device is lost (FACTOR-1). They are told this once.
    output RecoveryCodes {
        /// Ten codes, each of which counts once in place of a code of the device.
        codes: Vec<String>,
    }
}

record! {
    /// What checking a code found (FACTOR-2).
    output FactorCheck {
        /// Whether the user has a second factor. Where not, no code was looked at.
        has_second_factor: bool,
        /// Whether a role of theirs requires one.
        requires_factor: bool,
        /// Whether it was a recovery code.
        by_recovery: bool,
        /// How many recovery codes are left.
        recovery_codes: i64,
    }
}
