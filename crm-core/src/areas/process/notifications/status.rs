//! Who may: everybody, their own.

use crate::engine::permission::rights;

rights! {
    list      by everyone;
    mark_read by everyone;
}
