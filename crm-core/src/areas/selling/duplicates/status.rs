//! Who may: whoever creates records asks whether they are there; sales managers decide on pairs.

use crate::engine::permission::rights;

rights! {
    check    by MAI;
    scan     by SMI;
    pairs    by M;
    clusters by M;
    ignore   by M;
}
