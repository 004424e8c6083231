//! Who may: everybody has their own in hand.

use crate::engine::permission::rights;

rights! {
    begin   by everyone;
    confirm by everyone;
    disable by everyone;
    reset   by S on USER;
    check   by I;
}
