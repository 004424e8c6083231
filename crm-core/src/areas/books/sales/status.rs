//! Who may.

use crate::engine::permission::rights;

rights! {
    push_products   by I;
    push_stock      by I;
    push_orders     by I;
    remove_products by I;
    remove_stock    by I;
    remove_orders   by I;
    apply_changes   by I;
    feed            by I;
    feeds           by I;
    forget_feed     by I;
}
