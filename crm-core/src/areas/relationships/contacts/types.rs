//! What a caller sends and gets.

use crate::customers::CustomerRef;
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::Timestamp;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::id;
use crate::engine::page::page;
use crate::engine::record::{record, update};
use crate::engine::tree::Tree;

kinds! {
    /// A contact of a customer.
    CONTACT = "contact" in contacts;
}

id! {
    /// Identifies a contact of a customer.
    ContactId
}

record! {
    /// What the caller gives to add a contact to a customer (CONTACT-1). Name, gender, position and office phone must be
    /// given by whoever may write them; without one that the caller may not write the contact is incomplete.
    input NewContact for Contact {
        /// The person's name.
        name: Option<String> = None [short, demanded],
        /// The person's gender, an entry of the dictionary category `gender`.
        gender: Option<DictionaryEntryId> = None [category("gender"), demanded],
        /// The position in the organisation.
        position: Option<String> = None [short, demanded],
        /// The telephone number at work.
        office_phone: Option<String> = None [short, demanded],
        /// The mobile number.
        mobile: Option<String> = None [short],
        /// The birthday: a date, or `--02-28` where the year is not known.
        birthday: Option<String> = None [text(10)],
        /// Anything else worth knowing.
        remarks: Option<String> = None [long],
        /// The e-mail address.
        email: Option<String> = None [short, email],
        /// Values of the fields that packs give contacts, by their names.
        custom: Option<Tree> = None,
    }
}

update! {
    /// Changes to a contact of an active customer (CONTACT-1).
    ContactUpdate of Contact {
        /// The person's name.
        name: String [short, required],
        /// The person's gender, an entry of the dictionary category `gender`.
        gender: DictionaryEntryId [category("gender"), required],
        /// The position in the organisation.
        position: String [short, required],
        /// The telephone number at work.
        office_phone: String [short, required],
        /// The mobile number.
        mobile: String [short],
        /// The birthday: a date, or `--02-28` where the year is not known.
        birthday: String [text(10)],
        /// Anything else worth knowing.
        remarks: String [long],
        /// The e-mail address.
        email: String [short, email],
        /// Values of the fields that packs give contacts, by their names; a null empties one.
        custom: Tree [required],
    }
}

record! {
    /// A contact of a customer. One that came from an opportunity may lack what the opportunity did not know, and one that
    /// somebody added what they may not write.
    output Contact of CONTACT extended in contacts as k {
        /// Its id.
        id: ContactId,
        /// Its version, for updates.
        version: i64,
        /// The customer it belongs to.
        customer: CustomerRef,
        /// The person's name.
        name: Option<String> [confidential(person)],
        /// The person's gender.
        gender: Option<Choice> [confidential(value)],
        /// The position in the organisation.
        position: Option<String> [confidential(value)],
        /// The telephone number at work.
        office_phone: Option<String> [confidential(phone)],
        /// The mobile number.
        mobile: Option<String> [confidential(phone)],
        /// The birthday: a date, or `--02-28` where the year is not known.
        birthday: Option<String> [confidential(value)],
        /// Anything else worth knowing.
        remarks: Option<String> [confidential(text)],
        /// When it was added.
        created_at: Timestamp,
        /// The e-mail address.
        email: Option<String> as rare [confidential(email)],
    }
}

page!(ContactPage of Contact, "A page of contacts, oldest first.");

record! {
    /// Which contacts are wanted; what is absent does not restrict.
    filter ContactFilter of Contact {
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: String => contains name_folded [short],
        /// The birthday is on this day, whatever the year: a date, or `--02-28`.
        birthday: String => is birth_day [text(10), exact],
    }
}
