//! Who may.

use crate::engine::permission::rights;

rights! {
    try_out by S;
    runs    by SM;
    unmet   by SM;
}
