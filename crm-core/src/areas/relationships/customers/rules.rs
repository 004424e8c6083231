//! What is checked and done.

use serde_json::json;

use super::batch::{self, How};
use super::forgotten::Forgotten;
use super::recount::{self, Demands};
use super::store::{self, Origin};
use super::types::*;
use crate::dictionary::choose::choose;
use crate::duplicates::{OnDuplicate, meet};
use crate::engine::confidential::FieldRight;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Created, Entity, Slices};
use crate::engine::likeness::meeting::Occasion;
use crate::engine::objects::Matching;
use crate::engine::page::PageRequest;
use crate::engine::record::apply;
use crate::engine::storage::Visibility;
use crate::engine::tree::Tree;
use crate::pools::ledger::{self, Of};
use crate::pools::{self, DealtKind, OwnerEnd, OwnerPeriod, StayEnd};
use crate::sales::rules as sales;
use crate::users::rules::{active_user, newly_assigned};
use crate::{churn, settings};

/// The customer with its internal key, or `NotFound`.
pub(crate) fn load(cx: &mut Context<'_>, id: CustomerId) -> Result<(i64, Customer)> {
    match store::get(cx.tx(), id)? {
        Some((key, customer)) => Ok((key, recount::as_it_is(cx, customer)?)),
        None => cx.not_found(Entity::CUSTOMER, id),
    }
}

/// The customer as its guards see it, `None` where there is none.
pub(crate) fn subject(cx: &mut Context<'_>, id: CustomerId) -> Result<Option<Customer>> {
    Ok(store::get(cx.tx(), id)?.map(|(_, customer)| customer))
}

/// The customer with the key.
pub(crate) fn by_key(cx: &mut Context<'_>, key: i64) -> Result<Option<Customer>> {
    store::by_key(cx.tx(), key)?.map(|customer| recount::as_it_is(cx, customer)).transpose()
}

/// CUST-3.
pub(super) fn create(
    cx: &mut Context<'_>,
    new: &NewCustomer,
    id: &Option<CustomerId>,
    duplicates: &Option<OnDuplicate>,
) -> Result<Customer> {
    cx.meeting.says(Occasion::Create, duplicates);
    let id = match cx.create_once(Entity::CUSTOMER, id.map(Into::into), new)? {
        Created::New(id) => CustomerId(id),
        Created::Before(id) => return Ok(load(cx, CustomerId(id))?.1),
    };
    Ok(add(cx, id, new, Incomplete::Refused)?.1)
}

/// CUST-3.
pub(super) fn create_many(
    slices: &mut Slices<'_>,
    customers: &[NewCustomer],
    per_record: &Option<bool>,
    ids: &Option<Vec<CustomerId>>,
    duplicates: &Option<OnDuplicate>,
) -> Result<CustomerBatch> {
    let how = How { incomplete: Incomplete::Refused, on: Occasion::Create, duplicates };
    batch::create(slices, customers, ids.as_deref(), &how, per_record.unwrap_or(false))
}

/// CUST-3.
pub(super) fn import_many(
    slices: &mut Slices<'_>,
    customers: &[NewCustomer],
    allow_incomplete: &Option<bool>,
    per_record: &Option<bool>,
    ids: &Option<Vec<CustomerId>>,
    duplicates: &Option<OnDuplicate>,
) -> Result<CustomerBatch> {
    let incomplete = if *allow_incomplete == Some(true) { Incomplete::Allowed } else { Incomplete::Refused };
    let how = How { incomplete, on: Occasion::Import, duplicates };
    batch::create(slices, customers, ids.as_deref(), &how, per_record.unwrap_or(false))
}

/// Whether a new customer may lack fields that the settings require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Incomplete {
    /// It is a violation of each.
    Refused,
    /// The customer says that it is incomplete.
    Allowed,
}

/// Adds a customer under the id and gives it with its key: the way of every new customer, wherever it comes from.
pub(crate) fn add(
    cx: &mut Context<'_>,
    id: CustomerId,
    new: &NewCustomer,
    incomplete: Incomplete,
) -> Result<(i64, Customer)> {
    let region = choose(cx, "region", "region", &new.region)?;
    let account_manager = active_user(cx, "account_manager", &new.account_manager)?;
    let level = choose(cx, "level", "customer_level", &new.level)?;
    let missing = new.lacks(&settings::rules::of_customers(cx)?.fields);
    if incomplete == Incomplete::Refused {
        demanded(cx, &missing).iter().for_each(|field| cx.violations().missing(field));
    }
    unique_external_id(cx, new.external_id.as_deref())?;
    cx.custom_of_new(Entity::CUSTOMER, &new.custom, incomplete == Incomplete::Refused)?;
    cx.check_fields()?;
    let number = cx.next_number(Entity::CUSTOMER)?;
    let origin = Origin {
        id,
        number,
        complete: missing.is_empty(),
        region,
        account_manager,
        level,
        creator: cx.actor_key(),
        now: cx.now(),
        today: cx.today()?,
    };
    let key = store::insert(cx.tx(), new, &origin)?;
    ledger::begun(cx, Of::Customer(key), account_manager)?;
    external_id_changed(cx, (key, id), None, new.external_id.as_deref())?;
    let (_, customer) = load(cx, id)?;
    meet::created(cx, key, id, &customer)?;
    cx.created(Entity::CUSTOMER, id, &customer)?;
    Ok((key, settled(cx, customer)?))
}

/// The customer behind the write of its custom fields, by which it may be complete or not.
fn settled(cx: &mut Context<'_>, mut customer: Customer) -> Result<Customer> {
    if cx.custom_required(&Entity::CUSTOMER)?.is_some() {
        customer.complete = recount::is_complete(cx, &customer)?;
    }
    customer.rule_score = crate::scoring::settle::customer(cx, customer.id)?;
    Ok(customer)
}

/// Those of the missing fields that the caller must give: what they may not write is not demanded of them (FIELD-7).
fn demanded(cx: &Context<'_>, missing: &[&'static str]) -> Vec<&'static str> {
    let may_write = |field: &&&str| cx.rights().to(Entity::CUSTOMER.as_str(), field).writes();
    missing.iter().filter(may_write).copied().collect()
}

/// The required fields that a customer lacks, as far as the caller may know: whether a hidden field is filled is not told.
pub(crate) fn told_lacks(cx: &mut Context<'_>, customer: &Customer) -> Result<Vec<String>> {
    let lacks = customer.lacks(&settings::rules::of_customers(cx)?.fields);
    let seen = |field: &&str| cx.rights().to(Entity::CUSTOMER.as_str(), field) > FieldRight::Hidden;
    let mut told: Vec<String> = lacks.into_iter().filter(seen).map(str::to_owned).collect();
    told.extend(cx.told_custom_lacks(&Entity::CUSTOMER, customer.id)?);
    Ok(told)
}

/// No two customers have the same key in the host's ERP. Whoever may not give one does not hear whether it is taken.
fn unique_external_id(cx: &mut Context<'_>, external_id: Option<&str>) -> Result<()> {
    if let Some(external_id) = external_id
        && !cx.violations().has("external_id")
        && store::by_external_id(cx.tx(), external_id)?.is_some()
    {
        cx.violations().add("external_id", "not_unique", "is taken", None);
    }
    Ok(())
}

/// Called behind the write when a customer gets, changes or loses its key in the host's ERP: orders under the old key
/// leave it, and those that wait for the new one join it (SALES-1). What packs give these is brought to it, and the sums over them
/// with the customer itself, of which the audit is told behind this (ROLL-3).
fn external_id_changed(
    cx: &mut Context<'_>,
    customer: (i64, CustomerId),
    before: Option<&str>,
    after: Option<&str>,
) -> Result<()> {
    let (key, id) = customer;
    let (its, none) = (json!({"customer": id.to_string()}), json!({"customer": null}));
    let later = (Entity::CUSTOMER, key);
    if let Some(external_id) = before {
        let left = sales::customer_left(cx, customer, external_id)?;
        cx.customise_beside(&Entity::ORDER, &left, (&its, &none), Some(&later))?;
    }
    if let Some(external_id) = after {
        let joined = sales::customer_appeared(cx, customer, external_id)?;
        cx.customise_beside(&Entity::ORDER, &joined, (&none, &its), Some(&later))?;
    }
    cx.sum_again(Entity::CUSTOMER, id);
    Ok(())
}

/// READ-1.
pub(super) fn get(cx: &mut Context<'_>, id: &CustomerId) -> Result<Customer> {
    let (_, mut customer) = load(cx, *id)?;
    cx.guard(&customer, &None)?;
    days_left(cx, std::iter::once(&mut customer))?;
    Ok(customer)
}

/// Says of customers when they fall back into a pool.
fn days_left<'r>(cx: &mut Context<'_>, customers: impl Iterator<Item = &'r mut Customer>) -> Result<()> {
    let due = customers.map(|of| (of.id.0, &mut of.pool_due_on, &mut of.pool_days_left)).collect();
    pools::recycle::shown(cx, DealtKind::Customer, due)
}

/// CUST-4.
pub(super) fn list(
    cx: &mut Context<'_>,
    filter: &Option<CustomerFilter>,
    page: &Option<PageRequest>,
    matching: &Option<Tree>,
) -> Result<CustomerPage> {
    let matching = cx.matching(&Entity::CUSTOMER, matching)?;
    cx.check_fields()?;
    let visible = cx.visibility(&Entity::CUSTOMER)?;
    let mut page = found(cx, visible, filter.as_ref(), page, matching.as_ref())?;
    days_left(cx, page.items.iter_mut())?;
    Ok(page)
}

/// The customers that a filter finds among those that are to be seen.
pub(crate) fn found(
    cx: &mut Context<'_>,
    visible: Visibility,
    filter: Option<&CustomerFilter>,
    page: &Option<PageRequest>,
    matching: Option<&Matching>,
) -> Result<CustomerPage> {
    let followed = match filter.filter(|filter| filter.number.is_some() || filter.external_id.is_some()) {
        Some(filter) => store::followed(cx.tx(), filter)?,
        None => None,
    };
    let filter = followed.as_ref().or(filter);
    let recounted = match recount::stands_at(cx)? {
        Some(_) => Some(Demands::of(cx)?),
        None => None,
    };
    let forgotten = match filter.and_then(|filter| filter.forgotten) {
        Some(_) => Some(Forgotten::today(cx)?),
        None => None,
    };
    store::list(cx.tx(), visible, filter, page, matching, recounted.as_ref(), forgotten.as_ref())
}

/// HAND-2: the customer is somebody else's from now on, a lost one too. The caller has checked that it may be.
pub(crate) fn hand_over(cx: &mut Context<'_>, id: CustomerId, to: i64) -> Result<()> {
    taken(cx, id, to, StayEnd::Given)
}

/// ASSIGN-8: the customer is the user's from now on, out of its pool where it is in one. The caller has checked that it may be.
pub(crate) fn taken(cx: &mut Context<'_>, id: CustomerId, to: i64, how: StayEnd) -> Result<()> {
    let (key, before) = load(cx, id)?;
    store::hand_over(cx.tx(), key, Some(to))?;
    ledger::owned(cx, Of::Customer(key), Some(to), (OwnerEnd::HandedOver, how))?;
    turned(cx, key, &before)
}

/// ASSIGN-9: the customer is nobody's from now on, and in the pool. The caller has checked that it may be.
pub(crate) fn pooled(cx: &mut Context<'_>, id: CustomerId, (pool, how): (i64, OwnerEnd), reason: &str) -> Result<()> {
    let (key, before) = load(cx, id)?;
    store::hand_over(cx.tx(), key, None)?;
    ledger::pooled(cx, Of::Customer(key), pool, how, reason)?;
    turned(cx, key, &before)
}

/// What follows where a customer is somebody else's, or in a pool.
fn turned(cx: &mut Context<'_>, key: i64, before: &Customer) -> Result<()> {
    crate::contacts::store::birthdays_follow(cx.tx(), key)?;
    recount::one(cx, key)?;
    let (_, after) = load(cx, before.id)?;
    cx.updated(Entity::CUSTOMER, before.id, before, &after)
}

/// ASSIGN-11.
pub(super) fn owners(cx: &mut Context<'_>, id: &CustomerId) -> Result<Vec<OwnerPeriod>> {
    let (key, customer) = load(cx, *id)?;
    cx.guard(&customer, &None)?;
    cx.check_fields()?;
    pools::store::owners(cx.tx(), key)
}

/// The key of the customer whose records are to be listed, once the acting user may list them. Without a customer they
/// are everybody's, which takes the permission.
pub(crate) fn listed(cx: &mut Context<'_>, customer: &Option<CustomerId>) -> Result<Option<i64>> {
    match customer {
        Some(id) => {
            let (key, customer) = load(cx, *id)?;
            cx.guard(&customer, &None)?;
            Ok(Some(key))
        }
        None if cx.by_role() => Ok(None),
        None => Err(CrmError::forbidden(cx.operation().name, "no_permission")),
    }
}

/// CUST-2.
pub(super) fn update(
    cx: &mut Context<'_>,
    id: &CustomerId,
    changes: &CustomerUpdate,
    duplicates: &Option<OnDuplicate>,
) -> Result<Customer> {
    cx.meeting.says(Occasion::Update, duplicates);
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, &changes.version)?;
    // HAND-5: whose it is says who has it, or who decides on any; not who works on it beside them.
    let has_it = before.account_manager.as_ref().map(|u| u.id) == cx.actor_id() && cx.actor_id().is_some();
    let named = changes.account_manager.is_some() || changes.clears("account_manager");
    if named && !has_it && !cx.by_level() {
        cx.violations().add("account_manager", "not_writable", "is not yours to change", None);
    }
    change(cx, key, before, changes, Incomplete::Refused)
}

/// Changes the customer with the key; who may, when, and the version were looked at before.
pub(crate) fn change(
    cx: &mut Context<'_>,
    key: i64,
    before: Customer,
    changes: &CustomerUpdate,
    incomplete: Incomplete,
) -> Result<Customer> {
    choose(cx, "region", "region", &changes.region)?;
    choose(cx, "level", "customer_level", &changes.level)?;
    let mut after = before.clone();
    // What a mention is called is read again behind the update.
    apply!(changes => after; name, region, account_manager, level, satisfaction, credit, address, postcode, phone, fax, website, business_licence_no,
        legal_representative, registered_capital, annual_turnover, bank_name, bank_account, local_tax_no,
        national_tax_no, external_id, email, industry);
    newly_assigned(cx, "account_manager", &changes.account_manager, before.account_manager.as_ref().map(|u| u.id))?;
    if after.external_id != before.external_id {
        // The key of one that was merged into it is its own.
        let of = after.external_id.as_deref().map_or(Ok(None), |taken| store::by_external_id(cx.tx(), taken))?;
        if of != Some(key) {
            unique_external_id(cx, after.external_id.as_deref())?;
        }
    }
    let missing = after.lacks(&settings::rules::of_customers(cx)?.fields);
    if incomplete == Incomplete::Refused {
        demanded(cx, &missing).iter().for_each(|field| cx.violations().missing_once(field));
    }
    let extended = cx.custom_changes(Entity::CUSTOMER, before.id, &changes.custom)?;
    cx.check_fields()?;
    // As the custom fields are by now; what the write changes of them follows where the audit is told.
    after.complete = missing.is_empty() && cx.custom_lacks(&Entity::CUSTOMER, before.id)?.is_empty();
    if after == before && !extended {
        return Ok(before);
    }
    after.version += 1;
    store::update(cx.tx(), key, &after)?;
    if after.account_manager != before.account_manager {
        crate::contacts::store::birthdays_follow(cx.tx(), key)?;
        let owner = store::account_manager(cx.tx(), key)?;
        ledger::owned(cx, Of::Customer(key), owner, (OwnerEnd::HandedOver, StayEnd::Given))?;
        recount::one(cx, key)?;
    }
    if after.name != before.name {
        crate::opportunities::existing::renamed(cx, key, (&before.name, &after.name))?;
    }
    if after.external_id != before.external_id {
        let (was, is) = (before.external_id.as_deref(), after.external_id.as_deref());
        external_id_changed(cx, (key, before.id), was, is)?;
    }
    let (_, after) = load(cx, before.id)?;
    meet::updated(cx, key, before.id, (&before, &after))?;
    cx.updated(Entity::CUSTOMER, before.id, &before, &after)?;
    settled(cx, after)
}

/// CHURN-4: the customer becomes lost. The caller has checked that it may.
pub(crate) fn lose(cx: &mut Context<'_>, id: CustomerId) -> Result<()> {
    let (key, before) = load(cx, id)?;
    let now = cx.now();
    store::lose(cx.tx(), key, now)?;
    ledger::left(cx, Of::Customer(key), StayEnd::Lost)?;
    let (_, after) = load(cx, id)?;
    cx.updated(Entity::CUSTOMER, id, &before, &after)
}

/// CHURN-6.
pub(super) fn win_back(cx: &mut Context<'_>, id: &CustomerId, reason: &str, version: &Option<i64>) -> Result<Customer> {
    let (key, before) = load(cx, *id)?;
    cx.guard(&before, version)?;
    cx.check_fields()?;
    let (now, author, today) = (cx.now(), cx.actor_key(), cx.today()?);
    store::win_back(cx.tx(), key, today)?;
    churn::store::insert_win_back(cx.tx(), key, reason, author, now)?;
    let (_, after) = load(cx, *id)?;
    cx.updated(Entity::CUSTOMER, *id, &before, &after)?;
    Ok(after)
}
