//! When may, and who: interactions stay possible with a lost customer (CUST-4). The guards look at the customer.

use crate::customers::status::MAINTAINER;
use crate::gate::Entity;
use crate::gate::guard::Guard;

pub(crate) const GUARDS: &[Guard] = &[
    Guard { operation: "interactions.create", on: Entity::Customer, whose: MAINTAINER, when: &[] },
    Guard { operation: "interactions.list", on: Entity::Customer, whose: MAINTAINER, when: &[] },
    Guard { operation: "interactions.get", on: Entity::Interaction, whose: MAINTAINER, when: &[] },
    Guard { operation: "interactions.update", on: Entity::Interaction, whose: MAINTAINER, when: &[] },
    Guard { operation: "interactions.delete", on: Entity::Interaction, whose: MAINTAINER, when: &[] },
];
