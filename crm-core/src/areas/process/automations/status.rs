//! Who may.

use crate::engine::permission::rights;

rights! {
    runs by SM;
}
