//! Who may.

use crate::engine::permission::rights;

rights! {
    backup  by S;
    check   by S;
    rebuild by S;
}
