//! The statements on captures, and those by which a sender is known.

use uuid::Uuid;

use super::types::*;
use crate::customers::CustomerId;
use crate::engine::clock::{Date, Timestamp};
use crate::engine::error::Result;
use crate::engine::page::PageRequest;
use crate::engine::setup::store::awake;
use crate::engine::sorting::Arrange as _;
use crate::engine::storage::{Columns, Direction, ListQuery, Order, Transaction, Value, Visibility, params};
use crate::engine::text::fold;
use crate::notes::NoteId;
use crate::opportunities::OpportunityId;
use crate::setup::SetupId;
use crate::users::UserRef;

/// What [`read`] reads, in its order.
const COLUMNS: &str = "k.uid, k.how, d.uid, d.name, k.mailbox, k.outcome, k.reason, o.uid, c.uid, k.note, k.email, k.phone, \
                       k.content, k.consent, k.landing_page, k.referrer, k.campaign, k.visitor, k.count, u.uid, \
                       u.display_name, k.created_at";

const TABLES: &str = "captures k LEFT JOIN setup_documents d ON d.id = k.form \
                      LEFT JOIN opportunities o ON o.id = k.opportunity LEFT JOIN customers c ON c.id = k.customer \
                      LEFT JOIN users u ON u.id = k.creator";

const NEWEST_FIRST: Order = Order { name: "captures", keys: &[("k.id", Direction::Descending)] };

fn read(c: &mut Columns<'_>) -> Result<Capture> {
    let (id, how): (Uuid, String) = (c.next()?, c.next()?);
    let (form, name): (Option<Uuid>, Option<String>) = (c.next()?, c.next()?);
    let (mailbox, outcome, reason): (_, String, Option<String>) = (c.next()?, c.next()?, c.next()?);
    Ok(Capture {
        id: CaptureId(id),
        how: how.parse()?,
        form: form.map(SetupId).zip(name).map(|(id, name)| CaptureFormRef { id, name }),
        mailbox,
        outcome: outcome.parse()?,
        reason: reason.map(|reason| reason.parse()).transpose()?,
        opportunity: c.next::<Option<Uuid>>()?.map(OpportunityId),
        customer: c.next::<Option<Uuid>>()?.map(CustomerId),
        note: c.next::<Option<Uuid>>()?.map(NoteId),
        email: c.next()?,
        phone: c.next()?,
        said: c.next()?,
        consent: c.next()?,
        landing_page: c.next()?,
        referrer: c.next()?,
        campaign: c.next()?,
        visitor: c.next()?,
        count: c.next()?,
        creator: UserRef::read_optional(c)?,
        created_at: c.next()?,
        withheld: Vec::new(),
    })
}

/// Who sees which records that captures became.
pub(super) struct Seen {
    pub(super) opportunities: Visibility,
    pub(super) customers: Visibility,
}

impl Seen {
    /// That a capture became a record that is seen; none where all are. What became none is told to who sees all.
    fn condition(&self) -> Option<(String, Vec<Value<'static>>)> {
        let (opportunities, customers) =
            (self.opportunities.of_column("k.opportunity"), self.customers.of_column("k.customer"));
        if opportunities.is_none() && customers.is_none() {
            return None;
        }
        let all = |column: &str| (format!("{column} IS NOT NULL"), Vec::new());
        let (opportunities, mut params) = opportunities.unwrap_or_else(|| all("k.opportunity"));
        let (customers, more) = customers.unwrap_or_else(|| all("k.customer"));
        params.extend(more);
        Some((format!("({opportunities} OR {customers})"), params))
    }
}

pub(super) fn list(
    tx: &mut dyn Transaction,
    seen: &Seen,
    filter: Option<&CaptureFilter>,
    form: Option<i64>,
    page: &Option<PageRequest>,
) -> Result<CapturePage> {
    let mut query = ListQuery::new(COLUMNS, TABLES, Visibility::whole("what is seen of them is a condition"));
    if let Some((condition, params)) = seen.condition() {
        query.and(&condition, params);
    }
    if let Some(filter) = filter {
        query.when("k.how = ?", filter.how.map(CaptureHow::as_str));
        query.when("k.mailbox = ?", filter.mailbox.as_ref());
        query.when("k.outcome = ?", filter.outcome.map(CaptureOutcome::as_str));
        query.when("k.form = ?", form);
        query.when(
            "k.opportunity = (SELECT id FROM opportunities WHERE uid = ?)",
            filter.opportunity.as_ref().map(|id| &id.0),
        );
        query.when("k.customer = (SELECT id FROM customers WHERE uid = ?)", filter.customer.as_ref().map(|id| &id.0));
        query.when("k.created_at >= ?", filter.created_from);
        query.when("k.created_at < ?", filter.created_before);
    }
    query.page(tx, NEWEST_FIRST, page, read).map(CapturePage::from)
}

pub(super) fn get(tx: &mut dyn Transaction, id: CaptureId) -> Result<Option<Capture>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE k.uid = ?");
    tx.one(&sql, params![&id.0], read)
}

pub(super) fn by_key(tx: &mut dyn Transaction, key: i64) -> Result<Option<Capture>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE k.id = ?");
    tx.one(&sql, params![key], read)
}

/// What is kept of a capture beside what it tells.
#[derive(Default)]
pub(super) struct Kept<'a> {
    /// The key of the form's document.
    pub(super) form: Option<i64>,
    pub(super) message_id: Option<&'a str>,
    pub(super) address: Option<&'a str>,
    pub(super) trapped_on: Option<Date>,
    pub(super) creator: Option<i64>,
    /// The keys of what it became.
    pub(super) opportunity: Option<i64>,
    pub(super) customer: Option<i64>,
}

pub(super) fn insert(tx: &mut dyn Transaction, of: &Capture, kept: &Kept<'_>) -> Result<i64> {
    tx.insert(
        "INSERT INTO captures (uid, how, form, mailbox, message_id, outcome, reason, opportunity, customer, note, email, \
         phone, address, content, consent, landing_page, referrer, campaign, visitor, trapped_on, count, creator, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            &of.id.0,
            of.how.as_str(),
            kept.form,
            &of.mailbox,
            kept.message_id,
            of.outcome.as_str(),
            of.reason.map(CaptureReason::as_str),
            kept.opportunity,
            kept.customer,
            of.note.map(|note| note.0),
            &of.email,
            &of.phone,
            kept.address,
            &of.said,
            &of.consent,
            &of.landing_page,
            &of.referrer,
            &of.campaign,
            &of.visitor,
            kept.trapped_on,
            of.count,
            kept.creator,
            of.created_at
        ],
    )
}

/// The key of the document that has a form's key, in force or not.
pub(super) fn form_of(tx: &mut dyn Transaction, key: &str) -> Result<Option<i64>> {
    tx.one("SELECT document FROM capture_forms WHERE key = ?", params![key], |c| c.next())
}

/// The name of the form with that key, where it is in force.
pub(super) fn form(tx: &mut dyn Transaction, key: &str) -> Result<Option<String>> {
    let sql = concat!(
        "SELECT d.name FROM capture_forms f JOIN setup_documents d ON d.id = f.document \
         WHERE f.key = ? AND d.enabled = TRUE AND ",
        awake!()
    );
    tx.one(sql, params![key], |c| c.next())
}

/// Notes the key of a form.
pub(super) fn keep_form(tx: &mut dyn Transaction, document: i64, key: &str) -> Result<()> {
    let sql = "INSERT INTO capture_forms (document, key) VALUES (?, ?) ON CONFLICT (document) DO UPDATE SET key = excluded.key";
    tx.execute(sql, params![document, key]).map(drop)
}

/// Counts a filled trap; gives the key of the row that counts those of the form and day, where there is one.
pub(super) fn trapped(tx: &mut dyn Transaction, form: i64, day: Date) -> Result<Option<i64>> {
    let sql = "SELECT id FROM captures WHERE form = ? AND trapped_on = ?";
    let Some(key) = tx.one(sql, params![form, day], |c| c.next())? else { return Ok(None) };
    tx.execute("UPDATE captures SET count = count + 1 WHERE id = ?", params![key])?;
    Ok(Some(key))
}

/// What the same sender sent by a form since an instant: the latest of it that became something.
pub(super) fn earlier(
    tx: &mut dyn Transaction,
    form: i64,
    (email, phone): (Option<&str>, Option<&str>),
    since: Timestamp,
) -> Result<Option<i64>> {
    let of = |column: &str| {
        format!(
            "SELECT id FROM captures WHERE form = ? AND {column} = ? AND created_at > ? \
             AND outcome IN ('created', 'joined') ORDER BY id DESC LIMIT 1"
        )
    };
    let mut found: Option<i64> = None;
    for (column, key) in [("email", email), ("phone", phone)] {
        if let Some(key) = key {
            let key: Option<i64> = tx.one(&of(column), params![form, key, since], |c| c.next())?;
            found = found.max(key);
        }
    }
    Ok(found)
}

/// How many came by a form from an address since an instant, as far as that many.
pub(super) fn from_address(
    tx: &mut dyn Transaction,
    form: i64,
    address: &str,
    since: Timestamp,
    most: i64,
) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM captures WHERE form = ? AND address = ? AND created_at > ? LIMIT ?) AS counted";
    tx.value(sql, params![form, address, since, most])
}

/// The capture of a message that came to a mailbox before.
pub(super) fn message(tx: &mut dyn Transaction, mailbox: &str, message_id: &str) -> Result<Option<i64>> {
    let sql = "SELECT id FROM captures WHERE mailbox = ? AND message_id = ?";
    tx.one(sql, params![mailbox, message_id], |c| c.next())
}

/// What a captured message of that name became, by their keys: an opportunity, or a customer.
pub(super) fn became(tx: &mut dyn Transaction, message_id: &str) -> Result<Option<Became>> {
    let sql = "SELECT opportunity, customer FROM captures WHERE message_id = ? \
               AND (opportunity IS NOT NULL OR customer IS NOT NULL) ORDER BY id DESC LIMIT 1";
    let found: Option<(Option<i64>, Option<i64>)> = tx.one(sql, params![message_id], |c| Ok((c.next()?, c.next()?)))?;
    Ok(found.and_then(|(opportunity, customer)| {
        opportunity.map(Became::Opportunity).or_else(|| customer.map(Became::Customer))
    }))
}

/// A record that something joins, by its key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Became {
    Opportunity(i64),
    Customer(i64),
}

/// The public id of a record that something joins.
pub(super) fn id_of(tx: &mut dyn Transaction, of: Became) -> Result<Option<Uuid>> {
    match of {
        Became::Opportunity(key) => tx.one("SELECT uid FROM opportunities WHERE id = ?", params![key], |c| c.next()),
        Became::Customer(key) => tx.one("SELECT uid FROM customers WHERE id = ?", params![key], |c| c.next()),
    }
}

/// The key of an opportunity.
pub(super) fn opportunity(tx: &mut dyn Transaction, id: OpportunityId) -> Result<Option<i64>> {
    tx.one("SELECT id FROM opportunities WHERE uid = ?", params![&id.0], |c| c.next())
}

/// Whether a user has this e-mail.
pub(super) fn is_users(tx: &mut dyn Transaction, email: &str) -> Result<bool> {
    tx.value("SELECT EXISTS (SELECT 1 FROM users WHERE lower(email) = ? AND email IS NOT NULL)", params![email])
}

/// The first instant at which something came whose address is known.
pub(super) fn first_address(tx: &mut dyn Transaction) -> Result<Option<Timestamp>> {
    tx.one("SELECT created_at FROM captures WHERE address IS NOT NULL ORDER BY created_at LIMIT 1", &[], |c| c.next())
}

/// Forgets whence so many came that came before an instant.
pub(super) fn forget(tx: &mut dyn Transaction, before: Timestamp, most: i64) -> Result<usize> {
    let sql = "UPDATE captures SET address = NULL WHERE id IN (SELECT id FROM captures \
               WHERE address IS NOT NULL AND created_at < ? ORDER BY created_at LIMIT ?)";
    tx.execute(sql, params![before, most])
}

/// The open opportunities, two at the most, that have this e-mail as their contact's, or are of a customer of that name and have
/// a contact whose number is written so.
pub(super) fn open_like(
    tx: &mut dyn Transaction,
    email: Option<&str>,
    phone: Option<&[String; 4]>,
    customer_name: &str,
) -> Result<Vec<i64>> {
    let mut found: Vec<i64> = Vec::new();
    if let Some(email) = email {
        let sql = "SELECT id FROM opportunities WHERE lower(contact_email) = ? AND contact_email IS NOT NULL \
                   AND status NOT IN ('developed', 'failed') ORDER BY id LIMIT 2";
        found = tx.all(sql, params![email], |c| c.next())?;
    }
    if let Some([a, b, c, d]) = phone {
        let sql = "SELECT id FROM opportunities WHERE contact_phone IN (?, ?, ?, ?) AND contact_phone IS NOT NULL \
                   AND customer_name_folded = ? \
                   AND status NOT IN ('developed', 'failed') ORDER BY id LIMIT 2";
        let more: Vec<i64> = tx.all(sql, params![a, b, c, d, fold(customer_name)], |c| c.next())?;
        found.extend(more);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The newest open opportunity of which a person has this e-mail (SALE-8).
pub(super) fn open_of(tx: &mut dyn Transaction, email: &str) -> Result<Option<i64>> {
    let sql = "SELECT o.id FROM opportunities o WHERE o.status NOT IN ('developed', 'failed') AND o.id IN \
               (SELECT id FROM opportunities WHERE lower(contact_email) = ? AND contact_email IS NOT NULL \
               UNION ALL SELECT opportunity FROM opportunity_persons WHERE lower(email) = ? AND email IS NOT NULL) \
               ORDER BY o.created_at DESC, o.id DESC LIMIT 1";
    tx.one(sql, params![email, email], |c| c.next())
}

/// A customer by key and id, and what it is called.
fn called(c: &mut Columns<'_>) -> Result<(i64, CustomerId, String)> {
    Ok((c.next()?, CustomerId(c.next()?), c.next()?))
}

/// The active customers, two at the most, of which a contact has this e-mail, or a mobile number that is written so.
pub(super) fn customers_with(
    tx: &mut dyn Transaction,
    email: Option<&str>,
    phone: Option<&[String; 4]>,
) -> Result<Vec<(CustomerId, String)>> {
    let mut found: Vec<(i64, CustomerId, String)> = Vec::new();
    if let Some(email) = email {
        let sql = "SELECT DISTINCT c.id, c.uid, c.name FROM contacts k JOIN customers c ON c.id = k.customer \
                   WHERE lower(k.email) = ? AND k.email IS NOT NULL AND c.status <> 'lost' ORDER BY c.id LIMIT 2";
        found.extend(tx.all(sql, params![email], called)?);
    }
    if let Some([a, b, c, d]) = phone {
        let sql = "SELECT DISTINCT c.id, c.uid, c.name FROM contacts k JOIN customers c ON c.id = k.customer \
                   WHERE k.mobile IN (?, ?, ?, ?) AND k.mobile IS NOT NULL AND c.status <> 'lost' ORDER BY c.id LIMIT 2";
        found.extend(tx.all(sql, params![a, b, c, d], called)?);
    }
    found.arrange_by_key(|(key, ..)| *key);
    found.dedup_by_key(|(key, ..)| *key);
    Ok(found.into_iter().map(|(_, id, name)| (id, name)).collect())
}

/// The active customers, two at the most, that have this e-mail, or a contact who has.
pub(super) fn customers_of(tx: &mut dyn Transaction, email: &str) -> Result<Vec<i64>> {
    let sql = "SELECT c.id FROM contacts k JOIN customers c ON c.id = k.customer WHERE lower(k.email) = ? \
               AND k.email IS NOT NULL AND c.status <> 'lost' UNION SELECT c.id FROM customers c \
               WHERE lower(c.email) = ? AND c.email IS NOT NULL AND c.status <> 'lost' ORDER BY 1 LIMIT 2";
    tx.all(sql, params![email, email], |c| c.next())
}
