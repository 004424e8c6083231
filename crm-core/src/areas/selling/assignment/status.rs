//! Who may: what is asked of the record is asked in the stead of its own operation.

use crate::engine::permission::rights;

rights! {
    deal       by M;
    propose    by M;
    apply      by M;
    distribute by MI;
}
