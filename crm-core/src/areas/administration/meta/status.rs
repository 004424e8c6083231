//! Who may.

use crate::engine::permission::rights;

rights! {
    allowed    by everyone;
    seen       by everyone;
    describe   by everyone;
    operations by everyone;
    fields     by everyone;
    objects    by everyone;
    object     by everyone;
    labels     by everyone;
}
