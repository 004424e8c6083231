//! Who may: sales managers; and administrators for who is gone, (HAND-6). Which of the two
//! it is says the role by which the caller may, so it is no guard of the person.

use crate::engine::permission::rights;

rights! {
    preview by MS;
    run     by MS;
}
