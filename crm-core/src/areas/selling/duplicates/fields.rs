//! What of records is compared: the one list of fields, and what a record says in them.

use std::borrow::Cow;

use crate::contacts::Contact;
use crate::customers::Customer;
use crate::engine::gate::Entity;
use crate::engine::likeness::{House, Way};
use crate::engine::sorting::Arrange as _;
use crate::opportunities::Opportunity;

/// The object of records that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Subject {
    Customer,
    Contact,
    Opportunity,
}

/// What sort of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Text,
    Phone,
    Website,
    Email,
}

impl Sort {
    /// Whether values of the sort are compared that way.
    pub(super) fn suits(self, way: Way) -> bool {
        match way {
            Way::Text | Way::Name => self == Sort::Text,
            Way::Phone => self == Sort::Phone,
            Way::Email => self == Sort::Email,
            Way::Domain => matches!(self, Sort::Website | Sort::Email),
        }
    }

    /// Whether a value of it is one of the numbers and addresses of a record.
    pub(super) fn is_point(self) -> bool {
        matches!(self, Sort::Phone | Sort::Email)
    }
}

/// A field that can be compared.
#[derive(Debug)]
pub(super) struct Comparable {
    pub(super) name: &'static str,
    pub(super) sort: Sort,
}

/// What a record says, a text or none for each of its fields in their order; and what the persons of an opportunity say beside its contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said<'a>(pub(super) Vec<Option<Cow<'a, str>>>, pub(super) Vec<Other>);

/// What a person of an opportunity says who is not its contact.
pub(crate) type Other = (Sort, String);

/// A record that can be compared.
pub(crate) trait Compared {
    /// Its object.
    const SUBJECT: Subject;

    /// What it says.
    fn said(&self) -> Said<'_>;
}

/// A field's text.
trait Text {
    fn text(&self) -> Option<Cow<'_, str>>;
}

impl Text for String {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Text for Option<String> {
    fn text(&self) -> Option<Cow<'_, str>> {
        self.as_deref().map(Cow::Borrowed)
    }
}

macro_rules! compared {
    ($Type:ident $FIELDS:ident { $($field:ident: $Sort:ident),* $(,)? }) => {
        static $FIELDS: &[Comparable] = &[$(Comparable { name: stringify!($field), sort: Sort::$Sort }),*];

        impl Compared for $Type {
            const SUBJECT: Subject = Subject::$Type;

            fn said(&self) -> Said<'_> {
                Said(vec![$(self.$field.text()),*], Vec::new())
            }
        }
    };
}

// Every field that a criterion can name. Each is a column of the same name; the numbers and addresses among them are the
// record's `points` too.
compared! { Customer CUSTOMER {
    name: Text,
    phone: Phone,
    fax: Phone,
    website: Website,
    email: Email,
    business_licence_no: Text,
    legal_representative: Text,
    local_tax_no: Text,
    national_tax_no: Text,
    bank_account: Text,
    address: Text,
    external_id: Text,
} }
compared! { Contact CONTACT { name: Text, position: Text, office_phone: Phone, mobile: Phone, email: Email } }
compared! { Opportunity OPPORTUNITY {
    customer_name: Text,
    contact_name: Text,
    contact_phone: Phone,
    contact_email: Email,
    summary: Text,
} }

/// All numbers and addresses of a customer or contact.
pub(super) const POINTS: &str = "points";

/// The persons of an opportunity: their names as texts, and their numbers and addresses.
pub(super) const PERSONS: &str = "persons";

/// How the fields of the primary one begin, which the opportunity has itself.
const PRIMARY: &str = "contact_";

impl Subject {
    pub(super) const ALL: [Subject; 3] = [Subject::Customer, Subject::Contact, Subject::Opportunity];

    pub(crate) fn entity(self) -> Entity {
        match self {
            Subject::Customer => Entity::CUSTOMER,
            Subject::Contact => Entity::CONTACT,
            Subject::Opportunity => Entity::OPPORTUNITY,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Subject::Customer => "customer",
            Subject::Contact => "contact",
            Subject::Opportunity => "opportunity",
        }
    }

    pub(super) fn find(name: &str) -> Option<Subject> {
        Subject::ALL.into_iter().find(|subject| subject.name() == name)
    }

    pub(super) fn fields(self) -> &'static [Comparable] {
        match self {
            Subject::Customer => CUSTOMER,
            Subject::Contact => CONTACT,
            Subject::Opportunity => OPPORTUNITY,
        }
    }

    /// The field that says what a record is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Subject::Customer | Subject::Contact => "name",
            Subject::Opportunity => "customer_name",
        }
    }

    /// Whether records have such a field, and whether it is compared that way.
    pub(super) fn compares(self, field: &str, way: Way) -> Option<bool> {
        if field == POINTS && self != Subject::Opportunity {
            return Some(matches!(way, Way::Phone | Way::Email | Way::Domain));
        }
        if field == PERSONS && self == Subject::Opportunity {
            return Some(way != Way::Name);
        }
        self.fields().iter().find(|known| known.name == field).map(|known| known.sort.suits(way))
    }

    /// The fields that a criterion means.
    pub(super) fn meant(self, field: &str) -> impl Iterator<Item = &'static Comparable> {
        self.fields().iter().filter(move |known| is_meant(known, field))
    }

    /// The keys of what a record says in a field.
    pub(super) fn keys(self, house: &House, said: &Said<'_>, field: &str, way: Way) -> Vec<String> {
        let mut keys = Vec::new();
        for (known, value) in self.fields().iter().zip(&said.0) {
            let is_it = is_meant(known, field);
            if let Some(value) = value.as_deref().filter(|_| is_it && known.sort.suits(way)) {
                keys.extend(house.keys(way, value));
            }
        }
        if field == PERSONS {
            for (_, value) in said.1.iter().filter(|(sort, _)| sort.suits(way)) {
                keys.extend(house.keys(way, value));
            }
        }
        // A customer's two numbers may be one.
        if keys.len() > 1 {
            keys.arrange();
            keys.dedup();
        }
        keys
    }
}

/// Whether a criterion means a field by that name.
fn is_meant(known: &Comparable, field: &str) -> bool {
    match field {
        POINTS => known.sort.is_point(),
        PERSONS => known.name.starts_with(PRIMARY),
        field => known.name == field,
    }
}

/// The ways by the names that are kept.
pub(super) const WAYS: [(Way, &str); 5] =
    [(Way::Text, "text"), (Way::Name, "name"), (Way::Email, "email"), (Way::Domain, "domain"), (Way::Phone, "phone")];

pub(super) fn way_named(name: &str) -> Option<Way> {
    WAYS.into_iter().find(|(_, known)| *known == name).map(|(way, _)| way)
}

pub(super) fn name_of(way: Way) -> &'static str {
    WAYS.into_iter().find(|(known, _)| *known == way).map_or("", |(_, name)| name)
}
