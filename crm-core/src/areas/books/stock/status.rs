//! Who may.

use crate::engine::permission::rights;

rights! {
    get  by MA;
    list by MA;
}
