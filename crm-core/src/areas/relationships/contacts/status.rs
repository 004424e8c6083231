//! When may, and who: contacts are frozen with their customer (CUST-4). The guards look at the customer.

use crate::customers::status::{ACTIVE, MAINTAINER};
use crate::gate::Entity;
use crate::gate::guard::Guard;

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "contacts.create", on: Entity::Customer, whose: MAINTAINER, when: ACTIVE },
    Guard { operation: "contacts.list", on: Entity::Customer, whose: MAINTAINER, when: &[] },
    Guard { operation: "contacts.get", on: Entity::Contact, whose: MAINTAINER, when: &[] },
    Guard { operation: "contacts.update", on: Entity::Contact, whose: MAINTAINER, when: ACTIVE },
    Guard { operation: "contacts.delete", on: Entity::Contact, whose: MAINTAINER, when: ACTIVE },
];
