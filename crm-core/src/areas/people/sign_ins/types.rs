//! What a caller sends and gets.

use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::ids::UserId;
use crate::engine::labels::Locale;
use crate::engine::page::page;
use crate::engine::record::{choices, record};
use crate::engine::schedule::Job;
use crate::engine::validate::{Field, Violations};
use crate::users::UserRef;

impl Job {
    /// What is too old is removed from the log of sign-ins.
    pub const SIGN_INS_KEPT: Job = Job::named("sign_ins_kept");
}

record! {
    /// Where somebody signs in from, as the host says (LOGIN-1).
    input Client {
        /// The address: of the network, or what the host tells its clients by.
        address: Option<String> = None [text(100)],
        /// The device or program.
        device: Option<String> = None [short],
    }
}

impl Client {
    /// The client in its kept form, or what is wrong with it.
    pub(crate) fn checked(&self, locale: Locale) -> Result<Client> {
        let (mut kept, mut found) = (self.clone(), Violations::default());
        kept.normalise(&[]);
        kept.check(&[], "client", &mut found);
        found.finish().map_err(|refusal| refusal.told(locale, None))?;
        Ok(kept)
    }
}

choices! {
    /// How somebody signed in.
    SignInMeans {
        /// By password.
        Password = "password",
        /// By password, and a code of the device.
        Code = "code",
        /// By password, and a recovery code.
        Recovery = "recovery",
        /// The host authenticated them.
        Host = "host",
    }
}

choices! {
    /// What became of a sign-in.
    SignInOutcome {
        /// A session began.
        Succeeded = "succeeded",
        /// None did.
        Failed = "failed",
        /// Nobody signed in: an administrator took the user's second factor away.
        FactorReset = "factor_reset",
    }
}

record! {
    /// A sign-in, or failed ones: those of one name, address and reason within a minute are counted in one (LOGIN-1).
    output SignIn {
        /// When, for the first time.
        first_at: Timestamp,
        /// When, for the last time.
        last_at: Timestamp,
        /// How often.
        times: i64,
        /// Whose name it is; absent for one that nobody has.
        user: Option<UserRef>,
        /// The name, folded. Of one that nobody has there is a hash alone, `#` and sixteen digits: people type passwords
        /// there. Absent where failures were so many that only their number was kept.
        login: Option<String>,
        /// How; of failures how the last was tried.
        means: Option<SignInMeans>,
        /// What became of it.
        outcome: SignInOutcome,
        /// Why it failed, as a stable code: `wrong_credentials`, `code_required`, `locked`, `disabled`, `more_failures`.
        reason: Option<String>,
        /// The client's address.
        address: Option<String>,
        /// The client's device; of failures that of the last.
        device: Option<String>,
    }
}

page!(SignInPage of SignIn, "A page of sign-ins, newest first.");

record! {
    /// Which sign-ins are wanted; what is absent does not restrict.
    input SignInFilter {
        /// Of this user.
        user: Option<UserId> = None,
        /// With this outcome.
        outcome: Option<SignInOutcome> = None,
        /// From exactly this address.
        address: Option<String> = None [text(100), exact],
        /// At this instant or later.
        at_from: Option<Timestamp> = None,
        /// Before this instant.
        at_before: Option<Timestamp> = None,
    }
}
