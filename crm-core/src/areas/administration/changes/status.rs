//! Who may.

use crate::engine::permission::rights;

rights! {
    since  by SI;
    latest by SI;
}
