//! Who may.

use crate::engine::permission::rights;

rights! {
    products  by I;
    stock     by I;
    orders    by I;
    customers by I;
}
