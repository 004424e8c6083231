//! Who may.

use crate::engine::permission::rights;

rights! {
    next_due by I;
    run_due  by I;
}
