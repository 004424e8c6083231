//! Who may: what is asked of the record is asked in the stead of its own operation.

use crate::engine::permission::rights;

rights! {
    deal by M;
}
