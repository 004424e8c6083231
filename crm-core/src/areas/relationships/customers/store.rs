//! The statements on customers.

use super::forgotten::Forgotten;
use super::recount::Demands;
use super::types::*;
use crate::dictionary::Choice;
use crate::engine::automation::{Of, note};
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::merged;
use crate::engine::money::Money;
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::scope::{At, Person, Scoped};
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Visibility, params};
use crate::engine::tables::{Folded, Held, folded};
use crate::engine::text::fold;
use crate::engine::value::Values;
use crate::setup::SetupRef;
use crate::users::UserRef;

/// Texts that are kept folded too.
pub(super) const FOLDED: &[Folded] = folded! {
    customers: "name" => name_folded;
};

/// Customers they manage, lost ones too.
pub(super) const HELD: &[Held] =
    &[Held { entity: Entity::CUSTOMER, count: "SELECT count(*) FROM customers WHERE account_manager = ?" }];

/// Who sees a customer: its account manager and its collaborators (SCOPE-3), and who serves it just now (SCOPE-10).
pub(super) static SCOPED: &[Scoped] = &[Scoped {
    entity: Entity::CUSTOMER,
    number: 1,
    at: At::Key,
    follows: None,
    holders: &[
        Person { join: "", key: "$.account_manager" },
        Person { join: "JOIN customer_collaborators k ON k.customer = $.id", key: "k.user_id" },
    ],
    pooled: Some("pool"),
    shares: Some(("customer_shares", "customer")),
    readers: &[Person { join: "JOIN tickets t ON t.customer = $.id AND t.status <> 'archived'", key: "t.assignee" }],
    settles: &["account_manager", "collaborators", "pool", "shares", "merged"],
    told: &[],
}];

/// What [`read`] reads, in its order.
macro_rules! columns {
    () => {
        "c.uid, c.version, c.number, c.status, c.complete, c.name, r.uid, r.item, m.uid, m.display_name, l.uid, \
         l.item, c.satisfaction, c.credit, c.address, c.postcode, c.phone, c.fax, c.website, c.business_licence_no, \
         c.legal_representative, c.registered_capital, c.registered_capital_currency, c.annual_turnover, \
         c.annual_turnover_currency, c.bank_name, c.bank_account, c.local_tax_no, c.national_tax_no, c.external_id, \
         u.uid, u.display_name, c.created_at, c.lost_at, c.last_order_date, c.email, c.industry, pl.uid, pl.name, c.rule_score"
    };
}

macro_rules! tables {
    () => {
        "customers c LEFT JOIN dictionary_entries r ON r.id = c.region LEFT JOIN users m ON m.id = c.account_manager \
         LEFT JOIN dictionary_entries l ON l.id = c.level LEFT JOIN users u ON u.id = c.creator \
         LEFT JOIN setup_documents pl ON pl.id = c.pool"
    };
}

/// Of those that are forgotten.
const LONGEST_FIRST: Order = Order {
    name: "customers_forgotten",
    keys: &[("c.idle_since", Direction::Ascending), ("c.id", Direction::Ascending)],
};

const NEWEST_FIRST: Order = Order { name: "customers", keys: &[("c.id", Direction::Descending)] };

fn read(c: &mut Columns<'_>) -> Result<Customer> {
    Ok(Customer {
        id: CustomerId(c.next()?),
        version: c.next()?,
        number: c.next()?,
        status: c.next()?,
        complete: c.next()?,
        name: c.next()?,
        region: Choice::read_optional(c)?,
        account_manager: UserRef::read_optional(c)?,
        level: Choice::read_optional(c)?,
        satisfaction: c.next()?,
        credit: c.next()?,
        address: c.next()?,
        postcode: c.next()?,
        phone: c.next()?,
        fax: c.next()?,
        website: c.next()?,
        business_licence_no: c.next()?,
        legal_representative: c.next()?,
        registered_capital: Money::read_optional(c)?,
        annual_turnover: Money::read_optional(c)?,
        bank_name: c.next()?,
        bank_account: c.next()?,
        local_tax_no: c.next()?,
        national_tax_no: c.next()?,
        external_id: c.next()?,
        creator: UserRef::read_optional(c)?,
        created_at: c.next()?,
        lost_at: c.next()?,
        last_order_date: c.next()?,
        email: c.next()?,
        industry: c.next()?,
        pool: SetupRef::read_optional(c)?,
        rule_score: c.next()?,
        pool_due_on: None,
        pool_days_left: None,
        custom: Values::default(),
        withheld: Vec::new(),
    })
}

/// The customer with its key.
pub(crate) fn get(tx: &mut dyn Transaction, id: CustomerId) -> Result<Option<(i64, Customer)>> {
    let sql = concat!("SELECT c.id, ", columns!(), " FROM ", tables!(), " WHERE c.uid = ?");
    tx.one(sql, params![&id.0], |c| Ok((c.next()?, read(c)?)))
}

/// The customer with the key.
pub(crate) fn by_key(tx: &mut dyn Transaction, key: i64) -> Result<Option<Customer>> {
    tx.one(concat!("SELECT ", columns!(), " FROM ", tables!(), " WHERE c.id = ?"), params![key], read)
}

/// `recounted` is what a complete one has while it is looked at again who is complete, and what is stored may be wrong.
pub(super) fn list(
    tx: &mut dyn Transaction,
    visible: Visibility,
    filter: Option<&CustomerFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
    recounted: Option<&Demands>,
    forgotten: Option<&Forgotten>,
) -> Result<CustomerPage> {
    let mut query = ListQuery::new(columns!(), tables!(), visible);
    if let Some(demands) = recounted {
        query.instead("c.complete", &complete("c", demands));
    }
    if let Some(f) = filter {
        query.when("c.status = ?", f.status);
        query.when("c.number = ?", f.number);
        query.when("c.external_id = ?", f.external_id.as_ref());
        query
            .when("c.account_manager = (SELECT id FROM users WHERE uid = ?)", f.account_manager.as_ref().map(|u| &u.0));
        query.when("c.region = (SELECT id FROM dictionary_entries WHERE uid = ?)", f.region.as_ref().map(|e| &e.0));
        query.when("c.level = (SELECT id FROM dictionary_entries WHERE uid = ?)", f.level.as_ref().map(|e| &e.0));
        query.when("c.satisfaction = ?", f.satisfaction);
        query.when("c.credit = ?", f.credit);
        match recounted.filter(|_| f.complete.is_some()) {
            Some(demands) => query.when(&format!("{} = ?", complete("c", demands)), f.complete),
            None => query.when("c.complete = ?", f.complete),
        }
        query.contains(tx, "c.name_folded", &f.name);
    }
    let wanted = filter.and_then(|f| f.forgotten);
    if let Some((forgotten, wanted)) = forgotten.zip(wanted) {
        forgotten.ask(&mut query, wanted);
    }
    query.matching(tx, matching)?;
    let order = if wanted == Some(true) { LONGEST_FIRST } else { NEWEST_FIRST };
    query.page(tx, order, page, read).map(CustomerPage::from)
}

/// The key of the customer with the key in the host's ERP, its own or that of one which was merged into it (DUP-13).
pub(crate) fn by_external_id(tx: &mut dyn Transaction, external_id: &str) -> Result<Option<i64>> {
    let own = tx.one("SELECT id FROM customers WHERE external_id = ?", params![external_id], |c| c.next())?;
    if own.is_some() {
        return Ok(own);
    }
    match merged::by_external_id(tx, "customers", external_id)? {
        Some(survivor) => tx.one("SELECT id FROM customers WHERE uid = ?", params![survivor], |c| c.next()),
        None => Ok(None),
    }
}

/// The numbers and keys that a filter asks for as those of customers that are there: of one which was merged, the survivor's.
pub(super) fn followed(tx: &mut dyn Transaction, filter: &CustomerFilter) -> Result<Option<CustomerFilter>> {
    let by_number = filter.number.map_or(Ok(None), |number| merged::by_number(tx, "customers", number))?;
    let by_key = match &filter.external_id {
        Some(key) if !tx.value("SELECT EXISTS (SELECT 1 FROM customers WHERE external_id = ?)", params![key])? => {
            merged::by_external_id(tx, "customers", key)?
        }
        _ => None,
    };
    if by_number.is_none() && by_key.is_none() {
        return Ok(None);
    }
    let mut followed = filter.clone();
    let sql = "SELECT number, external_id FROM customers WHERE uid = ?";
    for (found, is_key) in [(by_number, false), (by_key, true)] {
        let Some(survivor) = found else { continue };
        let now: Option<(Option<i64>, Option<String>)> =
            tx.one(sql, params![survivor], |c| Ok((c.next()?, c.next()?)))?;
        let Some((number, external_id)) = now else { continue };
        match is_key {
            false => followed.number = number,
            // One that has no key of its own is asked for by its number.
            true => (followed.external_id, followed.number) = (external_id, followed.number.or(number)),
        }
    }
    Ok(Some(followed))
}

/// What the engine adds to a new customer.
pub(crate) struct Origin {
    pub(crate) id: CustomerId,
    pub(crate) number: i64,
    pub(crate) complete: bool,
    pub(crate) region: Option<i64>,
    pub(crate) account_manager: Option<i64>,
    pub(crate) level: Option<i64>,
    pub(crate) creator: Option<i64>,
    pub(crate) now: Timestamp,
    /// The company's calendar date of `now`.
    pub(crate) today: Date,
}

pub(crate) fn insert(tx: &mut dyn Transaction, new: &NewCustomer, by: &Origin) -> Result<i64> {
    let capital = minor(&new.registered_capital)?;
    let turnover = minor(&new.annual_turnover)?;
    tx.insert(
        "INSERT INTO customers (uid, number, complete, name, name_folded, region, account_manager, level, \
         satisfaction, credit, address, postcode, phone, fax, website, business_licence_no, legal_representative, \
         registered_capital, registered_capital_currency, annual_turnover, annual_turnover_currency, bank_name, \
         bank_account, local_tax_no, national_tax_no, external_id, creator, created_at, active_since, \
         state_since, since_on, idle_since, email, industry) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &by.id.0,
            by.number,
            by.complete,
            &new.name,
            fold(&new.name),
            by.region,
            by.account_manager,
            by.level,
            new.satisfaction,
            new.credit,
            &new.address,
            &new.postcode,
            &new.phone,
            &new.fax,
            &new.website,
            &new.business_licence_no,
            &new.legal_representative,
            capital,
            currency(&new.registered_capital),
            turnover,
            currency(&new.annual_turnover),
            &new.bank_name,
            &new.bank_account,
            &new.local_tax_no,
            &new.national_tax_no,
            &new.external_id,
            by.creator,
            by.now,
            by.today,
            by.now,
            by.today,
            by.today,
            &new.email,
            &new.industry,
        ],
    )
}

fn minor(money: &Option<Money>) -> Result<Option<i64>> {
    money.as_ref().map(Money::minor).transpose()
}

fn currency(money: &Option<Money>) -> Option<&str> {
    money.as_ref().map(|m| m.currency.as_str())
}

/// Writes the editable fields, completeness and the version; coded fields are found by their ids.
pub(crate) fn update(tx: &mut dyn Transaction, key: i64, c: &Customer) -> Result<usize> {
    let capital = minor(&c.registered_capital)?;
    let turnover = minor(&c.annual_turnover)?;
    tx.execute(
        "UPDATE customers SET version = ?, complete = ?, name = ?, name_folded = ?, \
         region = (SELECT id FROM dictionary_entries WHERE uid = ?), \
         account_manager = (SELECT id FROM users WHERE uid = ?), \
         level = (SELECT id FROM dictionary_entries WHERE uid = ?), satisfaction = ?, credit = ?, address = ?, \
         postcode = ?, phone = ?, fax = ?, website = ?, business_licence_no = ?, legal_representative = ?, \
         registered_capital = ?, registered_capital_currency = ?, annual_turnover = ?, \
         annual_turnover_currency = ?, bank_name = ?, bank_account = ?, local_tax_no = ?, national_tax_no = ?, \
         external_id = ?, email = ?, industry = ? WHERE id = ?",
        params![
            c.version,
            c.complete,
            &c.name,
            fold(&c.name),
            c.region.as_ref().map(|e| &e.id.0),
            c.account_manager.as_ref().map(|u| &u.id.0),
            c.level.as_ref().map(|e| &e.id.0),
            c.satisfaction,
            c.credit,
            &c.address,
            &c.postcode,
            &c.phone,
            &c.fax,
            &c.website,
            &c.business_licence_no,
            &c.legal_representative,
            capital,
            currency(&c.registered_capital),
            turnover,
            currency(&c.annual_turnover),
            &c.bank_name,
            &c.bank_account,
            &c.local_tax_no,
            &c.national_tax_no,
            &c.external_id,
            &c.email,
            &c.industry,
            key,
        ],
    )
}

/// The condition for being complete, of a table's columns. Only names of columns get into it.
fn complete(table: &str, demands: &Demands) -> String {
    let required = |column: &&&str| demands.fields.iter().any(|name| name == **column);
    let filled = |column: &&str| match *column {
        // One that is in a pool lacks none.
        "account_manager" => format!("({table}.account_manager IS NOT NULL OR {table}.pool IS NOT NULL)"),
        column => format!("{table}.{column} IS NOT NULL"),
    };
    let own = REQUIRABLE.iter().filter(required).map(filled);
    let custom = demands.custom.iter().map(|custom| custom.filled(&format!("{table}.id")));
    let filled: Vec<String> = own.chain(custom).collect();
    let all = if filled.is_empty() { "TRUE".to_owned() } else { filled.join(" AND ") };
    format!("CASE WHEN {all} THEN TRUE ELSE FALSE END")
}

/// Decides anew which customers of these keys are complete. Gives the number of those for which it changed. Completeness
/// is derived: versions stay.
pub(super) fn recount(tx: &mut dyn Transaction, demands: &Demands, behind: i64, until: i64) -> Result<usize> {
    let complete = complete("customers", demands);
    let sql = format!("UPDATE customers SET complete = {complete} WHERE id > ? AND id <= ? AND complete <> {complete}");
    tx.execute(&sql, params![behind, until])
}

/// The last key of so many customers behind a key; `None` where there are no more than these.
pub(super) fn end_of_slice(tx: &mut dyn Transaction, behind: i64, customers: usize) -> Result<Option<i64>> {
    tx.one(
        "SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?",
        params![behind, customers as i64 - 1],
        |c| c.next(),
    )
}

/// The first customers of these keys that are wrong about being complete, in order.
pub(super) fn wrongly_complete(
    tx: &mut dyn Transaction,
    demands: &Demands,
    behind: i64,
    until: i64,
    most: usize,
) -> Result<Vec<i64>> {
    let complete = complete("customers", demands);
    let sql =
        format!("SELECT id FROM customers WHERE id > ? AND id <= ? AND complete <> {complete} ORDER BY id LIMIT ?");
    tx.all(&sql, params![behind, until, most as i64], |c| c.next())
}

/// Whose the customer is.
pub(super) fn account_manager(tx: &mut dyn Transaction, key: i64) -> Result<Option<i64>> {
    tx.value("SELECT account_manager FROM customers WHERE id = ?", params![key])
}

/// The customer is the user's from now on, or nobody's.
pub(super) fn hand_over(tx: &mut dyn Transaction, key: i64, to: Option<i64>) -> Result<usize> {
    tx.execute("UPDATE customers SET version = version + 1, account_manager = ? WHERE id = ?", params![to, key])
}

/// The customer is lost.
pub(crate) fn lose(tx: &mut dyn Transaction, key: i64, now: Timestamp) -> Result<usize> {
    tx.execute(
        "UPDATE customers SET version = version + 1, status = 'lost', lost_at = ? WHERE id = ?",
        params![now, key],
    )
}

/// The customer is active again, from this day on.
pub(crate) fn win_back(tx: &mut dyn Transaction, key: i64, today: Date) -> Result<usize> {
    note(tx, "customers", Of::Key(key), &["idle_since"])?;
    tx.execute(
        "UPDATE customers SET version = version + 1, status = 'active', lost_at = NULL, active_since = ?, since_on = ?, \
         idle_since = CASE WHEN last_activity_on > ? THEN last_activity_on ELSE ? END WHERE id = ?",
        params![today, today, today, today, key],
    )
}
