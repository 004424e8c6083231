//! Who may.

use crate::engine::permission::rights;

rights! {
    list by S;
    mine by everyone;
}
