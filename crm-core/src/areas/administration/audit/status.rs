//! Who may.

use crate::engine::permission::rights;

rights! {
    list     by S;
    changes  by S;
    refusals by S;
}
