//! Who may: whom a pool is for, and who looks after it, stands in the pool; what is asked of a record is asked where it is named.

use crate::engine::permission::rights;

rights! {
    records  by everyone;
    standing by everyone;
    claim    by everyone;
    give     by everyone;
    put      by everyone;
    stays    by everyone;
}
