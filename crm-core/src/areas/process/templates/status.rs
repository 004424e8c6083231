//! Who may: that the record is read is asked where it is named (PROC-2).

use crate::engine::permission::rights;

rights! {
    render      by everyone;
    render_file by SMAE;
}
