//! When may, and who: contacts are frozen with their customer (CUST-4). The guards look at the customer.

use crate::customers::status::{ACTIVE, MAINTAINER, READER_OR_SERVICE};
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;

rights! {
    create by M  on CUSTOMER whose MAINTAINER when [ACTIVE];
    get    by MA on CONTACT  whose READER_OR_SERVICE;
    list   by MA on CUSTOMER whose READER_OR_SERVICE;
    update by M  on CONTACT  whose MAINTAINER when [ACTIVE];
    delete by M  on CONTACT  whose MAINTAINER when [ACTIVE];
}

/// Who writes the fields that packs give contacts, of lost customers too.
pub(crate) static EXTENDS: Extends = Extends::by("M", MAINTAINER).sparing();
