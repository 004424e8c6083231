//! Who may: that the record is read is asked where it is named (PROC-2), and who maintains it where others are meant.

use crate::engine::permission::rights;

rights! {
    follow   by everyone;
    unfollow by everyone;
    list     by everyone;
}
