//! Who may.

use crate::engine::permission::rights;

rights! {
    list     by S;
    refusals by S;
}
