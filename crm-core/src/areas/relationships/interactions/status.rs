//! When may, and who: interactions stay possible with a lost customer (CUST-4). The guards look at the customer.

use crate::customers::status::MAINTAINER;
use crate::engine::permission::rights;

rights! {
    create by M  on Customer    whose MAINTAINER;
    get    by MA on Interaction whose MAINTAINER;
    list   by MA on Customer    whose MAINTAINER;
    update by M  on Interaction whose MAINTAINER;
    delete by M  on Interaction whose MAINTAINER;
}
