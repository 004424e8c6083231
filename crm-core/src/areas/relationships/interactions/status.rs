//! When may, and who: interactions stay possible with a lost customer (CUST-4). The guards look at the customer.

use crate::customers::status::{MAINTAINER, READER};
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;

rights! {
    create by M  on CUSTOMER    whose MAINTAINER;
    get    by MA on INTERACTION whose READER;
    list   by MA on CUSTOMER    whose READER;
    update by M  on INTERACTION whose MAINTAINER;
    delete by M  on INTERACTION whose MAINTAINER;
}

/// Who writes the fields that packs give interactions.
pub(crate) static EXTENDS: Extends = Extends::by("M", MAINTAINER);
