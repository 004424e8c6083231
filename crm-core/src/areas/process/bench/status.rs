//! Who may: of each section its own right is asked (`sections.rs`).

use crate::engine::permission::rights;

rights! {
    today by everyone;
}
