//! What a caller sends and gets.

use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::{FieldError, Result};
use crate::engine::gate::kind::kinds;
use crate::engine::ids::{UserId, id};
use crate::engine::money::Money;
use crate::engine::page::page;
use crate::engine::record::{choices, record, update};
use crate::engine::storage::referred;
use crate::engine::tree::Tree;
use crate::setup::SetupRef;
use crate::users::UserRef;

kinds! {
    /// A customer.
    CUSTOMER = "customer" in customers;
}

id! {
    /// Identifies a customer.
    CustomerId
}

choices! {
    /// Where a customer stands.
    CustomerStatus {
        /// It buys, or may.
        Active = "active",
        /// Its loss was confirmed; its data and contacts are frozen until it is won back.
        Lost = "lost",
    }
}

record! {
    /// What the caller gives to create a customer (CUST-1). Beside the name, the fields that the settings require must
    /// be filled.
    input NewCustomer of CUSTOMER {
        /// The name of the organisation.
        name: String [short],
        /// Where it is, an entry of the dictionary category `region`.
        region: Option<DictionaryEntryId> = None [category("region")],
        /// Who looks after it, an active user.
        account_manager: Option<UserId> = None,
        /// How much it matters, an entry of the dictionary category `customer_level`.
        level: Option<DictionaryEntryId> = None [category("customer_level")],
        /// How satisfied it is, from 1 (very dissatisfied) to 5 (very satisfied).
        satisfaction: Option<i64> = None [range(1, 5)],
        /// How well it pays, from 1 (very badly) to 5 (excellently).
        credit: Option<i64> = None [range(1, 5)],
        /// The postal address.
        address: Option<String> = None [short],
        /// The postcode.
        postcode: Option<String> = None [short],
        /// The telephone number.
        phone: Option<String> = None [short],
        /// The fax number.
        fax: Option<String> = None [short],
        /// The website.
        website: Option<String> = None [short],
        /// The registration number of the business licence.
        business_licence_no: Option<String> = None [short],
        /// The legal representative.
        legal_representative: Option<String> = None [short],
        /// The registered capital, in any currency.
        registered_capital: Option<Money> = None,
        /// What it turns over in a year, in any currency.
        annual_turnover: Option<Money> = None,
        /// The bank it keeps its account with.
        bank_name: Option<String> = None [short],
        /// The number of the bank account.
        bank_account: Option<String> = None [short],
        /// The local tax registration number.
        local_tax_no: Option<String> = None [short],
        /// The national tax registration number.
        national_tax_no: Option<String> = None [short],
        /// The key it has in the host's ERP; no two customers have the same.
        external_id: Option<String> = None [short],
        /// The e-mail address.
        email: Option<String> = None [short, email],
        /// The industry.
        industry: Option<String> = None [short],
        /// Values of the fields that packs give customers, by their names: `{"tier": "gold"}`.
        custom: Option<Tree> = None,
    }
}

update! {
    /// Changes to an active customer (CUST-2).
    CustomerUpdate on CUSTOMER {
        /// The name of the organisation.
        name: String [short, required],
        /// Where it is, an entry of the dictionary category `region`.
        region: DictionaryEntryId [category("region")],
        /// Who looks after it, an active user.
        account_manager: UserId [],
        /// How much it matters, an entry of the dictionary category `customer_level`.
        level: DictionaryEntryId [category("customer_level")],
        /// How satisfied it is, from 1 (very dissatisfied) to 5 (very satisfied).
        satisfaction: i64 [range(1, 5)],
        /// How well it pays, from 1 (very badly) to 5 (excellently).
        credit: i64 [range(1, 5)],
        /// The postal address.
        address: String [short],
        /// The postcode.
        postcode: String [short],
        /// The telephone number.
        phone: String [short],
        /// The fax number.
        fax: String [short],
        /// The website.
        website: String [short],
        /// The registration number of the business licence.
        business_licence_no: String [short],
        /// The legal representative.
        legal_representative: String [short],
        /// The registered capital, in any currency.
        registered_capital: Money [],
        /// What it turns over in a year, in any currency.
        annual_turnover: Money [],
        /// The bank it keeps its account with.
        bank_name: String [short],
        /// The number of the bank account.
        bank_account: String [short],
        /// The local tax registration number.
        local_tax_no: String [short],
        /// The national tax registration number.
        national_tax_no: String [short],
        /// The key it has in the host's ERP; no two customers have the same.
        external_id: String [short],
        /// The e-mail address.
        email: String [short, email],
        /// The industry.
        industry: String [short],
        /// Values of the fields that packs give customers, by their names; a null empties one.
        custom: Tree [required],
    }
}

record! {
    /// A customer.
    output Customer of CUSTOMER extended {
        /// Its id.
        id: CustomerId,
        /// Its version, for updates.
        version: i64,
        /// Its short number; absent until the engine that gives numbers has seen it.
        number: Option<i64>,
        /// Where it stands.
        status: CustomerStatus,
        /// Whether the fields that the settings, and packs, require are all filled. A customer from an opportunity or from
        /// the sales system is incomplete until an update fills them.
        complete: bool,
        /// The name of the organisation.
        name: String,
        /// Where it is.
        region: Option<Choice> [confidential(value)],
        /// Who looks after it.
        account_manager: Option<UserRef>,
        /// How much it matters.
        level: Option<Choice> [confidential(value)],
        /// How satisfied it is, from 1 (very dissatisfied) to 5 (very satisfied).
        satisfaction: Option<i64> [confidential(value)],
        /// How well it pays, from 1 (very badly) to 5 (excellently).
        credit: Option<i64> [confidential(value)],
        /// The postal address.
        address: Option<String> [confidential(address)],
        /// The postcode.
        postcode: Option<String> [confidential(value)],
        /// The telephone number.
        phone: Option<String> [confidential(phone)],
        /// The fax number.
        fax: Option<String> [confidential(phone)],
        /// The website.
        website: Option<String> [confidential(value)],
        /// The registration number of the business licence.
        business_licence_no: Option<String> [confidential(id_number)],
        /// The legal representative.
        legal_representative: Option<String> [confidential(person)],
        /// The registered capital, in any currency.
        registered_capital: Option<Money> [confidential(amount)],
        /// What it turns over in a year, in any currency.
        annual_turnover: Option<Money> [confidential(amount)],
        /// The bank it keeps its account with.
        bank_name: Option<String> [confidential(value)],
        /// The number of the bank account.
        bank_account: Option<String> [confidential(account)],
        /// The local tax registration number.
        local_tax_no: Option<String> [confidential(id_number)],
        /// The national tax registration number.
        national_tax_no: Option<String> [confidential(id_number)],
        /// The key it has in the host's ERP.
        external_id: Option<String> [confidential(value)],
        /// Who created it; absent where the engine did.
        creator: Option<UserRef>,
        /// When it was created.
        created_at: Timestamp,
        /// When its loss was confirmed, where it is lost.
        lost_at: Option<Timestamp>,
        /// The date of its latest order that is not cancelled; absent where there is none.
        last_order_date: Option<Date> [confidential(value)],
        /// The e-mail address.
        email: Option<String> as rare [confidential(email)],
        /// The industry.
        industry: Option<String> as rare [confidential(value)],
        /// The pool that it is in, where it is in one; then it has no account manager (ASSIGN-7).
        pool: Option<SetupRef>,
        /// The sum of what rules of scores give it; absent where there are none (SCORE-6). It counts no version.
        rule_score: Option<i64> as rare [confidential(value)],
        /// The day on which it falls back into a pool, unless something is done with it; told where it is read, while it is somebody's and
        /// a pool says so (ASSIGN-10).
        pool_due_on: Option<Date> as rare,
        /// How many days are left until then, 0 on that day.
        pool_days_left: Option<i64> as rare,
    }
}

page!(CustomerPage of Customer, "A page of customers, newest first.");

record! {
    /// Which customers are wanted; what is absent does not restrict (CUST-4).
    input CustomerFilter asks CUSTOMER {
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: Option<String> = None [short],
        /// With exactly this number.
        number: Option<i64> = None,
        /// In this region.
        region: Option<DictionaryEntryId> = None [category("region")],
        /// Looked after by this user.
        account_manager: Option<UserId> = None,
        /// Of this level.
        level: Option<DictionaryEntryId> = None [category("customer_level")],
        /// In this state.
        status: Option<CustomerStatus> = None,
        /// Of exactly this satisfaction.
        satisfaction: Option<i64> = None [range(1, 5)],
        /// Of exactly this credit.
        credit: Option<i64> = None [range(1, 5)],
        /// `true`: complete ones, which have every required field; `false`: incomplete ones.
        complete: Option<bool> = None,
        /// With exactly this key in the host's ERP.
        external_id: Option<String> = None [short, exact],
        /// `true`: those that are forgotten, the longest first: active ones with which nothing was done for as many days as the
        /// settings say, and for which nothing is planned (ACT-15). `false`: the others.
        forgotten: Option<bool> = None,
    }
}

record! {
    /// A customer as other records mention it.
    output CustomerRef {
        /// The customer's id.
        id: CustomerId,
        /// Its name.
        name: String,
    }
}

referred! { CustomerId in customers }
referred! { CustomerRef in customers { id: CustomerId, name } }

impl From<&Customer> for CustomerRef {
    fn from(customer: &Customer) -> CustomerRef {
        CustomerRef { id: customer.id, name: customer.name.clone() }
    }
}

record! {
    /// What became of one customer of a batch.
    output BatchedCustomer {
        /// The customer, new or there already; absent where it was refused.
        id: Option<CustomerId>,
        /// Its number.
        number: Option<i64>,
        /// The required fields that it lacks, where an incomplete one was allowed.
        lacks: Vec<String>,
        /// Why it was refused; fields are named within the record.
        errors: Vec<FieldError>,
    }
}

record! {
    /// What became of a batch of customers.
    output CustomerBatch {
        /// Customers created.
        created: i64,
        /// Customers that were there already, under the id that was given and with equal fields.
        unchanged: i64,
        /// Customers refused; only where the batch was treated per record.
        refused: i64,
        /// Each customer's result, in the order of the call.
        records: Vec<BatchedCustomer>,
    }
}

/// Hands the fields that the settings can require to a macro: one list for every type that has them.
macro_rules! requirable {
    ($project:ident $($Type:ty)?) => {
        $project!($($Type)?; region, account_manager, level, satisfaction, credit, address, postcode, phone, fax,
            website, business_licence_no, legal_representative, registered_capital, annual_turnover, bank_name,
            bank_account, local_tax_no, national_tax_no, external_id, email, industry);
    };
}

macro_rules! names {
    (; $($field:ident),*) => {
        /// The fields beside the name that the settings can require. Each is a column of the same name.
        pub(crate) const REQUIRABLE: &[&str] = &[$(stringify!($field)),*];
    };
}

macro_rules! lacks {
    ($Type:ty; $($field:ident),*) => {
        impl $Type {
            /// The required fields that are not filled. The name always is.
            pub(crate) fn lacks(&self, required: &[String]) -> Vec<&'static str> {
                let filled = [$( (stringify!($field), self.$field.is_some()) ),*];
                let missing = filled.iter().filter(|(name, filled)| !filled && required.iter().any(|r| r == name));
                // One that is in a pool lacks no account manager (ASSIGN-7).
                missing.map(|(name, _)| *name).filter(|name| *name != "account_manager" || !self.is_pooled()).collect()
            }
        }
    };
}

impl NewCustomer {
    fn is_pooled(&self) -> bool {
        false
    }
}

impl Customer {
    fn is_pooled(&self) -> bool {
        self.pool.is_some()
    }
}

requirable!(names);
requirable!(lacks NewCustomer);
requirable!(lacks Customer);
