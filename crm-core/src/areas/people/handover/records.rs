//! The kinds of record that pass from one person to another: which of them somebody has, and how one passes.

use std::collections::{BTreeMap, HashSet};

use super::rules::Person;
use super::store;
use super::types::NewHandover;
use crate::activities::ActivityId;
use crate::customers::{CustomerFilter, CustomerId};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity, kind};
use crate::engine::ids::RecordId;
use crate::engine::page::PageRequest;
use crate::engine::storage::Visibility;
use crate::opportunities::{OpportunityFilter, OpportunityId, OpportunityStatus};
use crate::tickets::{TicketFilter, TicketId, TicketStatus};
use crate::users::Holding;
use crate::{activities, collaborators, customers, opportunities, tickets};

/// What is to be handed over.
pub(super) struct Found {
    /// The records, by their kind, each once.
    pub(super) records: BTreeMap<Entity, Vec<RecordId>>,
    /// Those named that the person does not have.
    pub(super) skipped: i64,
    /// Those meant that the caller may not change.
    pub(super) left: i64,
    /// Whether one of those named is there, and the caller may not change it.
    pub(super) out_of_scope: bool,
}

/// A kind of record that can be handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Handed {
    Customer,
    Opportunity,
    Ticket,
    Activity,
}

const ALL: [Handed; 4] = [Handed::Customer, Handed::Opportunity, Handed::Ticket, Handed::Activity];

impl Handed {
    fn entity(self) -> Entity {
        match self {
            Handed::Customer => Entity::CUSTOMER,
            Handed::Opportunity => Entity::OPPORTUNITY,
            Handed::Ticket => Entity::TICKET,
            Handed::Activity => Entity::ACTIVITY,
        }
    }

    pub(super) fn of(entity: &Entity) -> Result<Handed> {
        let found = ALL.into_iter().find(|kind| kind.entity() == *entity);
        found.ok_or_else(|| CrmError::bug(format!("{entity} is handed over")))
    }

    /// Keeps a record for the flows over the operation whose work a hand-over does.
    fn keep_for_flows(self, cx: &mut Context<'_>, id: RecordId) -> Result<()> {
        let entity = self.entity();
        match self {
            Handed::Customer => cx.keeps_for_flows((entity.as_str(), id), "update"),
            Handed::Activity => cx.keeps_for_flows((entity.as_str(), id), "delegate"),
            Handed::Opportunity | Handed::Ticket => {
                let new = [OpportunityStatus::Unassigned.as_str(), TicketStatus::Created.as_str()];
                cx.keeps_for_flows_by((entity.as_str(), id), &["assign", "reassign"], |status| {
                    if new.contains(&status) { "assign" } else { "reassign" }
                })
            }
        }
    }

    /// Passes them on, as the single operations do (HAND-2); how many.
    pub(super) fn pass(
        self,
        cx: &mut Context<'_>,
        ids: &[RecordId],
        from: Person,
        to: Person,
        keep: bool,
    ) -> Result<i64> {
        for id in ids {
            // It does the work of the kind's own assigning, and asks the same guard; somebody who is disabled leaves no choice
            // (APPR-4).
            if from.active {
                self.keep_for_flows(cx, *id)?;
            }
            match self {
                Handed::Customer => {
                    customers::rules::hand_over(cx, CustomerId(id.0), to.key)?;
                    if keep && from.active {
                        collaborators::rules::stay(cx, &Entity::CUSTOMER, *id, (from.key, from.id))?;
                    }
                }
                Handed::Opportunity => opportunities::rules::hand_over(cx, OpportunityId(id.0), to.key)?,
                Handed::Ticket => tickets::rules::hand_over(cx, TicketId(id.0), to.key)?,
                Handed::Activity => activities::steps::hand_over(cx, ActivityId(id.0), to.id)?,
            }
        }
        Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
    }
}

/// The kinds of which something is to pass that the successor may not hold (HAND-3). Customers and tickets can be
/// anybody's; an opportunity is given to who can develop it.
pub(super) fn may_not_hold(cx: &mut Context<'_>, to: Person, found: &Found) -> Result<Vec<String>> {
    let opportunities = found.records.get(&Entity::OPPORTUNITY).is_some_and(|ids| !ids.is_empty());
    if opportunities && opportunities::store::active_account_manager(cx.tx(), to.id)?.is_none() {
        return Ok(vec![Entity::OPPORTUNITY.to_string()]);
    }
    Ok(Vec::new())
}

/// Finds what the call means.
pub(super) fn find(cx: &mut Context<'_>, from: Person, what: &NewHandover) -> Result<Found> {
    let mut found = Found { records: BTreeMap::new(), skipped: 0, left: 0, out_of_scope: false };
    if let Some(records) = &what.records {
        let narrowed = narrowed(cx)?;
        let mut held: BTreeMap<Entity, HashSet<RecordId>> = BTreeMap::new();
        let mut named = HashSet::new();
        for (i, record) in records.iter().enumerate() {
            let Some(kind) = ALL.into_iter().find(|kind| kind.entity() == record.entity) else {
                let kinds: Vec<String> = ALL.iter().map(|kind| kind.entity().to_string()).collect();
                let field = format!("what.records[{i}].entity");
                cx.violations().add(&field, "unknown_value", "can't be handed over", Some(kinds.join(", ")));
                continue;
            };
            if !named.insert((record.entity.clone(), record.id)) {
                cx.violations().add(&format!("what.records[{i}].id"), "not_unique", "is named twice", None);
                continue;
            }
            if !held.contains_key(&record.entity) {
                let all = store::held(cx.tx(), kind, from.key)?.into_iter().collect();
                held.insert(record.entity.clone(), all);
            }
            if !narrowed && held[&record.entity].contains(&record.id) {
                found.records.entry(record.entity.clone()).or_default().push(record.id);
                continue;
            }
            let subject = kind::find(&record.entity)?.subject(cx, record.id)?;
            let there = match &subject {
                Some(subject) => cx.is_found(&**subject)?,
                None => false,
            };
            if there && !held[&record.entity].contains(&record.id) {
                found.skipped += 1;
            } else if let Some(subject) = subject.filter(|_| there) {
                found.out_of_scope |= !cx.decides(cx.operation().name, &*subject)?;
                found.records.entry(record.entity.clone()).or_default().push(record.id);
            } else {
                cx.violations().add(&format!("what.records[{i}].id"), "unknown_record", "is not there", None);
            }
        }
        return Ok(found);
    }
    for kind in ALL {
        let mut ids = match kind {
            _ if what.everything == Some(true) => store::held(cx.tx(), kind, from.key)?,
            Handed::Customer => what.customers.as_ref().map_or(Ok(vec![]), |filter| customers_of(cx, from, filter))?,
            Handed::Opportunity => {
                what.opportunities.as_ref().map_or(Ok(vec![]), |filter| opportunities_of(cx, from, filter))?
            }
            Handed::Ticket => what.tickets.as_ref().map_or(Ok(vec![]), |filter| tickets_of(cx, from, filter))?,
            // They are named, or pass with everything.
            Handed::Activity => Vec::new(),
        };
        found.left += keep_changeable(cx, &kind.entity(), &mut ids)?;
        if !ids.is_empty() {
            found.records.insert(kind.entity(), ids);
        }
    }
    Ok(found)
}

/// Whether the caller may not change everything that somebody can have.
pub(super) fn narrowed(cx: &mut Context<'_>) -> Result<bool> {
    for kind in ALL {
        if cx.changeable(&kind.entity())?.is_partial() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a person has that the caller may change, kind by kind (HAND-1).
pub(super) fn changeable_holdings(cx: &mut Context<'_>, from: Person) -> Result<Vec<Holding>> {
    let mut holds = Vec::new();
    let mut count = |cx: &mut Context<'_>, shown: Entity, of: &Entity, mut ids: Vec<RecordId>| -> Result<()> {
        keep_changeable(cx, of, &mut ids)?;
        let more = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        match holds.iter_mut().find(|holding: &&mut Holding| holding.entity == shown) {
            Some(holding) => holding.count += more,
            None => holds.push(Holding { entity: shown, count: more }),
        }
        Ok(())
    };
    for kind in ALL {
        let ids = store::held(cx.tx(), kind, from.key)?;
        count(cx, kind.entity(), &kind.entity(), ids)?;
    }
    let warnings = store::open_warnings(cx.tx(), from.key)?;
    count(cx, Entity::WARNING, &Entity::WARNING, warnings)?;
    for beside in collaborators::store::all() {
        let ids = beside.of(cx.tx(), from.key)?.into_iter().map(|(_, id)| id).collect();
        count(cx, Entity::COLLABORATION, &beside.entity, ids)?;
    }
    holds.retain(|holding| holding.count > 0);
    Ok(holds)
}

/// Keeps of the records those that the caller may change; how many are left out (HAND-3).
pub(super) fn keep_changeable(cx: &mut Context<'_>, entity: &Entity, ids: &mut Vec<RecordId>) -> Result<i64> {
    let visible = cx.changeable(entity)?;
    let Some(changeable) = store::seen_of(cx.tx(), &visible, kind::find(entity)?.table, ids)? else { return Ok(0) };
    let all = ids.len();
    ids.retain(|id| changeable.contains(id));
    Ok(i64::try_from(all - ids.len()).unwrap_or(i64::MAX))
}

/// Every record of a list, page by page.
fn all<T>(
    mut page: impl FnMut(&Option<PageRequest>) -> Result<(Vec<T>, Option<String>)>,
    id: impl Fn(&T) -> Option<RecordId>,
) -> Result<Vec<RecordId>> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let (items, next) =
            page(&Some(PageRequest { limit: Some(10_000), after: after.take(), ..Default::default() }))?;
        ids.extend(items.iter().filter_map(&id));
        match next {
            Some(next) => after = Some(next),
            None => return Ok(ids),
        }
    }
}

/// What a person has is found whole, and cut behind it to what the caller may change.
const fn all_of_theirs() -> Visibility {
    Visibility::whole("it is cut to what the caller may change behind")
}

/// A filter that asks for somebody else finds nothing.
fn is_or_any<T: PartialEq>(asked: Option<&T>, wanted: &T) -> bool {
    asked.is_none_or(|asked| asked == wanted)
}

fn customers_of(cx: &mut Context<'_>, from: Person, filter: &CustomerFilter) -> Result<Vec<RecordId>> {
    if !is_or_any(filter.account_manager.as_ref(), &from.id) {
        return Ok(Vec::new());
    }
    let filter = CustomerFilter { account_manager: Some(from.id), ..filter.clone() };
    all(
        |page| {
            customers::rules::found(cx, all_of_theirs(), Some(&filter), page, None).map(|page| (page.items, page.next))
        },
        |customer| Some(customer.id.into()),
    )
}

fn opportunities_of(cx: &mut Context<'_>, from: Person, filter: &OpportunityFilter) -> Result<Vec<RecordId>> {
    let mut ids = Vec::new();
    let (assigned, unassigned) = (OpportunityStatus::Assigned, OpportunityStatus::Unassigned);
    for (status, assignee, creator) in [(assigned, Some(from.id), None), (unassigned, None, Some(from.id))] {
        let theirs = [(&filter.assignee, assignee), (&filter.creator, creator)];
        let fits = |(asked, held): &(&Option<_>, Option<_>)| held.is_none_or(|held| is_or_any(asked.as_ref(), &held));
        if !is_or_any(filter.status.as_ref(), &status) || !theirs.iter().all(fits) {
            continue;
        }
        let filter = OpportunityFilter {
            status: Some(status),
            assignee: assignee.or(filter.assignee),
            creator: creator.or(filter.creator),
            ..filter.clone()
        };
        ids.extend(all(
            |page| {
                opportunities::store::list(cx.tx(), all_of_theirs(), Some(&filter), page, None)
                    .map(|page| (page.items, page.next))
            },
            // What is pooled stays where it is (ASSIGN-9).
            |opportunity| opportunity.pool.is_none().then(|| opportunity.id.into()),
        )?);
    }
    Ok(ids)
}

fn tickets_of(cx: &mut Context<'_>, from: Person, filter: &TicketFilter) -> Result<Vec<RecordId>> {
    let mut ids = Vec::new();
    for (created, assignee, creator) in [(false, Some(from.id), None), (true, None, Some(from.id))] {
        let theirs = [(&filter.assignee, assignee), (&filter.creator, creator)];
        let fits = |(asked, held): &(&Option<_>, Option<_>)| held.is_none_or(|held| is_or_any(asked.as_ref(), &held));
        if !theirs.iter().all(fits) {
            continue;
        }
        let filter = TicketFilter {
            assignee: assignee.or(filter.assignee),
            creator: creator.or(filter.creator),
            ..filter.clone()
        };
        let open = |status: TicketStatus| match status {
            TicketStatus::Created => created,
            TicketStatus::Assigned | TicketStatus::Handled => !created,
            TicketStatus::Archived => false,
        };
        ids.extend(all(
            |page| {
                tickets::store::list(cx.tx(), all_of_theirs(), Some(&filter), page, None)
                    .map(|page| (page.items, page.next))
            },
            |ticket| open(ticket.status).then(|| ticket.id.into()),
        )?);
    }
    Ok(ids)
}
