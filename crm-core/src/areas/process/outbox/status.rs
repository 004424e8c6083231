//! Who may: administrators and the host's own system emit; the host's system alone takes, administrators look after what is
//! there.

use crate::engine::permission::rights;

rights! {
    emit    by SI;
    message by SM;
    take   by I;
    done   by I;
    failed by I;
    list   by S;
    retry  by S;
}
