//! What a caller sends and gets.

use crate::contacts::ContactId;
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::error::Result;
use crate::engine::record::record;
use crate::engine::storage::{Put, Value};
use crate::opportunities::OpportunityId;

record! {
    /// A person of an opportunity as the caller gives them (SALE-8): a contact of the customer that it names, or somebody by name.
    input NewPerson of OPPORTUNITY {
        /// The contact, of the customer that the opportunity names; its values are the person's. A value given beside that differs
        /// from the contact's is the person's own, who is no contact then.
        contact: Option<ContactId> = None,
        /// The person's name; needed, but of a contact and of the primary person.
        name: Option<String> = None [short, of("opportunity.contact_name")],
        /// How to reach them.
        phone: Option<String> = None [short, of("opportunity.contact_phone")],
        /// Their e-mail address.
        email: Option<String> = None [short, email, of("opportunity.contact_email")],
        /// Their position in the organisation.
        position: Option<String> = None [short, of("contact.position")],
        /// What they have to say in it, an entry of the dictionary category `contact_role`.
        role: Option<DictionaryEntryId> = None [category("contact_role")],
        /// Whether they are the primary person, whom the opportunity's `contact_name` names; one alone always is.
        primary: bool = false,
    }
}

record! {
    /// A person of an opportunity (SALE-8).
    output Person of OPPORTUNITY {
        /// The opportunity.
        opportunity: OpportunityId,
        /// The contact that they are, whose values these are.
        contact: Option<ContactId>,
        /// Their name; the primary person alone may have none.
        name: Option<String> [of("opportunity.contact_name"), of("contact.name")],
        /// How to reach them; of a contact its mobile number, or else that of its office.
        phone: Option<String> [of("opportunity.contact_phone"), of("contact.mobile"), of("contact.office_phone")],
        /// Their e-mail address.
        email: Option<String> [of("opportunity.contact_email"), of("contact.email")],
        /// Their position in the organisation.
        position: Option<String> [of("contact.position")],
        /// What they have to say in it, an entry of the dictionary category `contact_role`.
        role: Option<Choice>,
        /// Whether they are the primary person.
        primary: bool,
    }
}

/// The persons of a new opportunity stand in a table of their own.
impl Put for Option<Vec<NewPerson>> {
    fn put(&self) -> Result<Value<'_>> {
        Ok(Value::Null)
    }
}
