//! Who may.

use crate::engine::permission::rights;

rights! {
    list  by everyone;
    get   by S;
    plan  by S;
    apply by S;
    disable by S;
    enable by S;
    purge by S;
    export by S;
}
