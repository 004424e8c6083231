//! Who may: every operation asks for a right to the kind it is called for (SETUP-6), which roles hold beside operations
//! (`engine/setup/rights.rs`); so everybody may call them, and is refused by the kind.

use crate::engine::permission::rights;

rights! {
    kinds   by everyone;
    list    by everyone;
    get     by everyone;
    plan    by everyone;
    put     by everyone;
    rename  by everyone;
    enable  by everyone;
    disable by everyone;
    delete  by everyone;
    history by everyone;
}
