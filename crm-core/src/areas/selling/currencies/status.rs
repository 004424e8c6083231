//! Who may: whoever is signed in looks up rates and converts; administrators and the host's system give them.

use crate::engine::permission::rights;

rights! {
    set_rates by SI;
    rates     by everyone;
    convert   by everyone;
}
