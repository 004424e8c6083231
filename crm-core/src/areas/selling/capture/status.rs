//! Who may: the host's system brings in what is captured, sales managers look at it. Administrators, who read no records, do
//! not.

use crate::engine::permission::rights;

rights! {
    submit by I;
    email  by I;
    list   by M;
    enrich by I;
}
