//! Who may.

use crate::engine::permission::rights;

rights! {
    contribution  by ME;
    composition   by ME;
    service       by ME;
    churn         by ME;
    funnel        by ME;
    submit        by M;
    submitted     by ME;
    get_submitted by ME;
    work          by MAE;
    sources       by ME;
}
