//! When may, and who.

use super::types::Competitor;
use crate::engine::gate::guard::{Subject, identity};
use crate::engine::permission::rights;

rights! {
    create by M;
    get    by MA on COMPETITOR;
    list   by MA;
    update by M  on COMPETITOR;
    delete by M  on COMPETITOR;
}

impl Subject for Competitor {
    identity!(COMPETITOR);
}
