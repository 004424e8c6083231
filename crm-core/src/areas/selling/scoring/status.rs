//! Who may: administrators and sales managers see what scores are learned from.

use crate::engine::permission::rights;

rights! {
    counts by SM;
}
