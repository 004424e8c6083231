//! ASSIGN-7 … ASSIGN-9, ASSIGN-11: pools, and whose records were.

use chrono::TimeDelta;
use crm_core::contacts::NewContact;
use crm_core::customers::{Customer, CustomerFilter, CustomerId, CustomerStatus, CustomerUpdate};
use crm_core::objects::RecordKey;
use crm_core::opportunities::{OpportunityId, OpportunityStatus};
use crm_core::pools::{OwnerEnd, PoolStanding, StayEnd};
use crm_core::prelude::*;
use crm_core::roles::ScopeLevel;
use crm_core::{PageRequest, RecordId, Tree};
use serde_json::{Value as Json, json};

use crate::notes::key;
use crate::support::*;

pub fn pool(office: &Office, name: &str, document: Json) {
    let setup = office.manager.setup();
    setup.put("pool".into(), name.into(), Tree::from(document), None, None, None).unwrap();
    setup.enable("pool".into(), name.into()).unwrap();
}

fn claim(session: &Session, records: &[RecordKey]) -> Result<Vec<RecordId>> {
    let claimed = session.pools().claim("公海".into(), records.to_vec())?;
    Ok(claimed.iter().map(|record| record.id).collect())
}

fn put(session: &Session, records: &[RecordKey]) -> Result<usize> {
    session.pools().put(records.to_vec(), "长期未跟进".into(), None).map(|put| put.len())
}

/// Why a conflict, and its limit or until when.
fn conflict<T: std::fmt::Debug>(result: Result<T>) -> (String, Option<i64>, Option<String>) {
    match result.unwrap_err() {
        CrmError::Conflict { reason, limit, until, .. } => (reason, limit, until),
        other => panic!("{other}"),
    }
}

fn leads(office: &Office, number: usize) -> Vec<RecordKey> {
    (0..number).map(|_| key("opportunity", office.opportunity().id)).collect()
}

fn lead(office: &Office, record: &RecordKey) -> crm_core::opportunities::Opportunity {
    office.manager.opportunities().get(OpportunityId(record.id.0)).unwrap()
}

fn standing(session: &Session) -> PoolStanding {
    session.pools().standing("公海".into()).unwrap()
}

// ASSIGN-9, ASSIGN-11: what is put is nobody's, and every stay and every owner is kept.
#[test]
fn what_is_put_is_nobodys_and_everything_is_kept() {
    let office = Office::new();
    pool(&office, "公海", json!({"of": "customer"}));
    let customer = office.customer();
    let record = key("customer", customer.id);
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    assert_eq!(customer.account_manager.as_ref().unwrap().id, ann);
    // The owner or a sales manager, and nobody else.
    assert_eq!(refused(put(&office.ben, std::slice::from_ref(&record))), "forbidden");
    assert_eq!(refused(put(&office.stranger, std::slice::from_ref(&record))), "forbidden");
    office.clock.advance(TimeDelta::hours(1));
    assert_eq!(put(&office.ann, std::slice::from_ref(&record)).unwrap(), 1);
    let pooled = office.manager.customers().get(customer.id).unwrap();
    // A pooled customer has no account manager, and is not incomplete for that.
    assert_eq!((pooled.account_manager, pooled.complete, pooled.version), (None, true, customer.version + 1));
    assert_eq!(pooled.pool.unwrap().name, "公海");
    assert_eq!(conflict(put(&office.manager, std::slice::from_ref(&record))).0, "already_pooled");
    // Whoever changes it leaves it there, and it is not incomplete then either.
    let changes = CustomerUpdate { satisfaction: Some(2), ..Default::default() };
    assert!(office.manager.customers().update(customer.id, changes, None).unwrap().complete);
    office.clock.advance(TimeDelta::hours(1));
    claim(&office.ben, std::slice::from_ref(&record)).unwrap();
    let claimed = office.manager.customers().get(customer.id).unwrap();
    assert_eq!((claimed.account_manager.unwrap().id, claimed.pool, claimed.complete), (ben, None, true));
    // A hand-over is a change of hands too; an update is another.
    let to = CustomerUpdate { account_manager: Some(ann), ..Default::default() };
    office.manager.customers().update(customer.id, to, None).unwrap();
    let periods = office.ann.customers().owners(customer.id).unwrap();
    let told: Vec<_> = periods.iter().map(|of| (of.owner.id, of.until.is_some(), of.ended)).collect();
    assert_eq!(told, [(ann, false, None), (ben, true, Some(OwnerEnd::HandedOver)), (ann, true, Some(OwnerEnd::Put))]);
    assert_eq!(periods[1].since, periods[2].until.unwrap() + TimeDelta::hours(1));
    assert_eq!(refused(office.ben.customers().owners(customer.id)), "forbidden");
    let stays = office.ben.pools().stays(record.clone()).unwrap();
    let [stay] = &stays[..] else { panic!("{stays:?}") };
    assert_eq!((stay.put_by.as_ref().unwrap().id, stay.reason.as_deref()), (ann, Some("长期未跟进")));
    assert_eq!((stay.ended, stay.got_by.as_ref().unwrap().id), (Some(StayEnd::Claimed), ben));
    assert_eq!(stay.ended_by.as_ref().unwrap().id, ben);
    assert_eq!(refused(office.stranger.pools().stays(record)), "forbidden");
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-7, ASSIGN-9, story 15: a lead in a pool is its creator's no more; stays end with whatever gives or closes it.
#[test]
fn a_lead_in_a_pool_stays_until_somebody_has_it_or_it_is_none() {
    let office = Office::new();
    pool(&office, "公海", json!({"of": "opportunity"}));
    let records = leads(&office, 4);
    let assigned = office.assigned();
    let own = key("opportunity", assigned.id);
    // Nobody owns a lead: its creator does not put it.
    assert_eq!(refused(put(&office.ann, &records[..1])), "forbidden");
    assert_eq!(put(&office.manager, &records).unwrap(), 4);
    assert_eq!(put(&office.ben, std::slice::from_ref(&own)).unwrap(), 1);
    let released = lead(&office, &own);
    assert_eq!((released.status, released.assignee), (OpportunityStatus::Unassigned, None));
    assert_eq!(released.release_reason.as_deref(), Some("长期未跟进"));
    let ben = user(&office.ben);
    office.manager.opportunities().assign(OpportunityId(records[0].id.0), ben, None, None).unwrap();
    let lost = entry(&office.admin, "lost_reason", "其他");
    office.manager.opportunities().disqualify(OpportunityId(records[1].id.0), lost, None, None).unwrap();
    office.manager.pools().give("公海".into(), vec![records[2].clone()], ben).unwrap();
    claim(&office.ann, std::slice::from_ref(&own)).unwrap();
    let ended = |record: &RecordKey| office.manager.pools().stays(record.clone()).unwrap()[0].ended;
    let all: Vec<_> = records.iter().map(ended).collect();
    assert_eq!(all, [Some(StayEnd::Given), Some(StayEnd::Lost), Some(StayEnd::Given), None]);
    assert_eq!(ended(&own), Some(StayEnd::Claimed));
    assert_eq!(lead(&office, &own).assignee.unwrap().id, user(&office.ann));
    assert_eq!(lead(&office, &records[1]).pool, None);
    // Story 15: what was claimed is no lead any more.
    assert_eq!(
        refused(office.manager.opportunities().disqualify(OpportunityId(own.id.0), lost, None, None)),
        "illegal_transition"
    );
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-9: the named pool or the first by position that takes it; none, and what can't be put.
#[test]
fn a_record_goes_into_the_first_pool_that_takes_it() {
    let office = Office::new();
    let tree: Json = json!({"field": "satisfaction", "lt": 3});
    pool(&office, "低", json!({"of": "customer", "filter": tree}));
    pool(&office, "线索", json!({"of": "opportunity"}));
    let customer = office.customer();
    let record = key("customer", customer.id);
    let set = |value| {
        let changes = CustomerUpdate { satisfaction: Some(value), ..Default::default() };
        office.manager.customers().update(customer.id, changes, None).unwrap();
    };
    set(4);
    assert_eq!(invalid(put(&office.ann, std::slice::from_ref(&record))), ["records[0]:no_pool"]);
    let named = |name: &str| office.ann.pools().put(vec![record.clone()], "a".into(), Some(name.into()));
    assert_eq!(invalid(named("低")), ["records[0]:no_pool"]);
    assert_eq!(invalid(named("线索")), ["pool:not_supported"]);
    assert_eq!(invalid(named("没有")), ["pool:unknown"]);
    set(2);
    office.manager.setup().disable("pool".into(), "低".into()).unwrap();
    assert_eq!(invalid(named("低")), ["pool:disabled"]);
    assert_eq!(invalid(put(&office.ann, std::slice::from_ref(&record))), ["records[0]:no_pool"]);
    office.manager.setup().enable("pool".into(), "低".into()).unwrap();
    // Twice, of another kind, none at all, and what is not there.
    assert_eq!(invalid(put(&office.manager, &[record.clone(), record.clone()])), ["records[1].id:not_unique"]);
    let opportunity = key("opportunity", office.opportunity().id);
    assert_eq!(invalid(put(&office.manager, &[record.clone(), opportunity])), ["records[1].object:not_supported"]);
    assert_eq!(invalid(put(&office.manager, &[])), ["records:required"]);
    assert_eq!(invalid(put(&office.manager, &[key("user", user(&office.ann))])), ["records[0].object:not_supported"]);
    let unknown = RecordKey { object: "customer".into(), id: RecordId(uuid::Uuid::now_v7()) };
    assert_eq!(refused(put(&office.manager, std::slice::from_ref(&unknown))), "not_found");
    assert_eq!(refused(put(&office.ann, &[unknown])), "forbidden");
    put(&office.ann, std::slice::from_ref(&record)).unwrap();
    // A pool that holds records can't be deleted; disabled it takes none in, and only gives.
    assert_eq!(invalid(office.manager.setup().delete("pool".into(), "低".into())), ["name:in_use"]);
    let other = json!({"of": "opportunity"});
    let put_anew = office.manager.setup().put("pool".into(), "低".into(), Tree::from(other), None, None, None);
    assert_eq!(invalid(put_anew), ["of:in_use"]);
    office.manager.setup().rename("pool".into(), "低".into(), "低分".into()).unwrap();
    office.manager.setup().disable("pool".into(), "低分".into()).unwrap();
    office.ben.pools().claim("低分".into(), vec![record.clone()]).unwrap();
    assert_eq!(office.ben.pools().stays(record.clone()).unwrap()[0].pool.as_ref().unwrap().name, "低分");
    office.manager.setup().delete("pool".into(), "低分".into()).unwrap();
    assert_eq!(office.ben.pools().stays(record.clone()).unwrap()[0].pool, None);
    // Lost customers and closed opportunities are not put.
    let back = CustomerUpdate { account_manager: Some(user(&office.ann)), ..Default::default() };
    office.manager.customers().update(customer.id, back, None).unwrap();
    office.lose(customer.id);
    pool(&office, "低", json!({"of": "customer"}));
    assert_eq!(office.manager.customers().get(customer.id).unwrap().status, CustomerStatus::Lost);
    assert_eq!(refused(put(&office.manager, &[record])), "illegal_transition");
}

// ASSIGN-8: the refusals in their order, each with its limit or its instant; all or none; admins skip the last three.
#[test]
fn claims_are_refused_in_order() {
    let office = Office::new();
    let document = json!({
        "of": "opportunity", "members": {"users": [user(&office.ann), user(&office.ben), user(&office.manager)]},
        "admins": [user(&office.ben)], "hold_limit": 4, "per_day": 3, "fresh_days": 1, "previous_owner_days": 2,
        "hold_exempt": {"field": "success_probability", "ge": 90},
    });
    pool(&office, "公海", document);
    let records = leads(&office, 6);
    put(&office.manager, &records).unwrap();
    let elsewhere = leads(&office, 1);
    let page = office.ann.pools().records("公海".into(), None, None).unwrap();
    assert!(page.items.iter().all(|item| item.fresh_until == Some(item.since + TimeDelta::days(1))), "{page:?}");
    // Not a member, before everything; then who is no account manager.
    let nobody = office.executive.pools().claim("公海".into(), vec![]);
    assert_eq!(refused(nobody), "forbidden");
    assert_eq!(refused(office.executive.pools().standing("公海".into())), "forbidden");
    assert_eq!(invalid(claim(&office.manager, &elsewhere)), ["pool:not_account_manager"]);
    // A record that is not in this pool before the limits; one that is not there at all is as one of somebody's.
    let five = [&records[..4], &elsewhere[..]].concat();
    assert_eq!(conflict(claim(&office.ann, &five)).0, "not_pooled");
    let unknown = RecordKey { object: "opportunity".into(), id: RecordId(uuid::Uuid::now_v7()) };
    assert_eq!(conflict(claim(&office.ann, &[unknown])).0, "not_pooled");
    // hold_limit before per_day before fresh before previous_owner.
    assert_eq!(conflict(claim(&office.ann, &records[..5])), ("hold_limit".into(), Some(4), None));
    assert_eq!(conflict(claim(&office.ann, &records[..4])), ("per_day".into(), Some(3), None));
    let until = "2026-03-03T01:00:00.000000Z".to_owned();
    assert_eq!(conflict(claim(&office.ann, &records[..3])).0, "fresh");
    assert_eq!(conflict(claim(&office.ann, &records[..3])).2.map(|at| at.len()), Some(until.len()));
    assert!(records.iter().all(|record| lead(&office, record).status == OpportunityStatus::Unassigned));
    office.clock.advance(TimeDelta::days(1) - TimeDelta::microseconds(1));
    assert_eq!(conflict(claim(&office.ann, &records[..1])).0, "fresh");
    office.clock.advance(TimeDelta::microseconds(1));
    claim(&office.ann, &records[..2]).unwrap();
    let now = standing(&office.ann);
    assert_eq!((now.in_hand, now.exempt, now.limit, now.claimed_today, now.left), (2, 0, Some(4), 2, Some(1)));
    // Whether still held or not.
    put(&office.ann, &records[..1]).unwrap();
    assert_eq!(standing(&office.ann).left, Some(1));
    assert_eq!(conflict(claim(&office.ann, &records[2..4])), ("per_day".into(), Some(3), None));
    // A new day: what was theirs last is not claimed before its time, which is told.
    office.clock.advance(TimeDelta::days(1));
    let (reason, limit, until) = conflict(claim(&office.ann, &records[..1]));
    assert_eq!((reason.as_str(), limit, until.is_some()), ("previous_owner", None, true));
    let until: crm_core::Timestamp = until.unwrap().parse().unwrap();
    office.clock.set(&until.to_rfc3339());
    claim(&office.ann, &records[..1]).unwrap();
    // An admin may at once, and no more a day than everything; the limit of what is in hand binds them.
    put(&office.ann, &records[..1]).unwrap();
    claim(&office.ben, &[records[0].clone(), records[2].clone(), records[3].clone(), records[4].clone()]).unwrap();
    assert_eq!(conflict(claim(&office.ben, &records[5..])), ("hold_limit".into(), Some(4), None));
    assert_eq!(standing(&office.ben).left, Some(0));
    let give = |to: &Session| office.manager.pools().give("公海".into(), vec![records[5].clone()], user(to));
    assert_eq!(conflict(give(&office.ben)), ("hold_limit".into(), Some(4), None));
    assert_eq!(invalid(give(&office.executive)), ["to:not_account_manager"]);
    let by = |who: &Session| who.pools().give("公海".into(), vec![records[5].clone()], user(&office.ann));
    assert_eq!(refused(by(&office.ann)), "forbidden");
    by(&office.ben).unwrap();
    assert_eq!(conflict(by(&office.ben)).0, "not_pooled");
}

// ASSIGN-7, SCOPE: members see the pool's records whatever their scope; nobody else does who could not before.
#[test]
fn members_see_a_pools_records_whatever_their_scope() {
    let office = Office::new();
    pool(&office, "公海", json!({"of": "customer", "members": {"users": [user(&office.ben)]}}));
    let customer = office.customer();
    let contact = NewContact {
        name: Some("王芳".into()),
        mobile: Some("13812345678".into()),
        ..crate::pools_hidden::contact(&office.admin)
    };
    office.manager.contacts().create(customer.id, contact, None, None).unwrap();
    let carl = crate::pools_hidden::hire(&office, "carl");
    let role = office.admin.roles().list().unwrap().into_iter().find(|role| role.name == "account_manager").unwrap();
    office.admin.roles().set_scope(role.id, "customers".into(), ScopeLevel::Own, ScopeLevel::Own, None).unwrap();
    office.clock.advance(TimeDelta::seconds(1));
    office.integration.jobs().run_due(None).unwrap();
    let sees = |session: &Session| {
        let listed = session.customers().list(None, None, None).unwrap().items.len();
        let contacts = session.contacts().list(None, None, None, None).unwrap().items.len();
        (session.customers().get(customer.id).is_ok(), listed, contacts)
    };
    assert_eq!((sees(&office.ann), sees(&office.ben), sees(&carl)), ((true, 1, 1), (false, 0, 0), (false, 0, 0)));
    let record = key("customer", customer.id);
    put(&office.ann, std::slice::from_ref(&record)).unwrap();
    assert_eq!((sees(&office.ann), sees(&office.ben), sees(&carl)), ((false, 0, 0), (true, 1, 1), (false, 0, 0)));
    assert_eq!(refused(carl.pools().records("公海".into(), None, None)), "forbidden");
    assert_eq!(office.ben.pools().records("公海".into(), None, None).unwrap().items[0].record.id, record.id);
    // They see it, and change nothing of it.
    let changes = CustomerUpdate { satisfaction: Some(2), ..Default::default() };
    assert!(office.ben.customers().update(customer.id, changes, None).is_err());
    // Who becomes a member sees it from then on.
    pool(&office, "公海", json!({"of": "customer", "members": {"roles": ["account_manager"]}}));
    assert_eq!((sees(&office.ann), sees(&office.ben), sees(&carl)), ((true, 1, 1), (true, 1, 1), (true, 1, 1)));
    claim(&carl, &[record]).unwrap();
    assert_eq!((sees(&office.ann), sees(&office.ben), sees(&carl)), ((false, 0, 0), (false, 0, 0), (true, 1, 1)));
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-7, SETUP-2, SETUP-4: what is wrong with a pool is told by its path.
#[test]
fn a_pool_is_judged_when_it_is_put() {
    let office = Office::new();
    let put =
        |document: Json| office.manager.setup().put("pool".into(), "a".into(), Tree::from(document), None, None, None);
    for (document, wrong) in [
        (json!({"of": "ticket"}), &["of:unknown_value"][..]),
        (
            json!({"of": "customer", "hidden": ["name", "phone", "contact.mobile", "contact.name2"]}),
            &["hidden[0]:unknown_field", "hidden[3]:unknown_field"],
        ),
        (json!({"of": "opportunity", "hidden": ["contact.mobile", "contact_phone"]}), &["hidden[0]:unknown_field"]),
        (json!({"of": "customer", "filter": {"field": "nothing", "is": 1}}), &["filter.field:unknown_field"]),
        (
            json!({"of": "customer", "hold_limit": 0, "per_day": 10_001, "fresh_days": 366, "previous_owner_days": 3_651}),
            &[
                "fresh_days:out_of_range",
                "hold_limit:out_of_range",
                "per_day:out_of_range",
                "previous_owner_days:out_of_range",
            ],
        ),
        (json!({"of": "customer", "members": {"roles": ["nobody"]}}), &["members.roles[0]:unknown_record"]),
        (json!({"of": "customer", "admins": [uuid::Uuid::now_v7()]}), &["admins[0]:unknown_record"]),
    ] {
        let mut found = invalid(put(document.clone()));
        found.sort();
        assert_eq!(found, wrong, "{document}");
    }
    assert_eq!(
        refused(office.ann.setup().put(
            "pool".into(),
            "a".into(),
            Tree::from(json!({"of": "customer"})),
            None,
            None,
            None
        )),
        "forbidden"
    );
    // It begins disabled, and everybody reads it.
    put(json!({"of": "customer"})).unwrap();
    assert!(!office.stranger.setup().get("pool".into(), "a".into(), None).unwrap().enabled);
}

// ASSIGN-7: pages of a pool, and a filter tree over its records.
#[test]
fn a_pool_is_listed_by_pages() {
    let office = Office::new();
    pool(&office, "公海", json!({"of": "opportunity"}));
    let records = leads(&office, 5);
    for record in &records {
        office.clock.advance(TimeDelta::minutes(1));
        put(&office.manager, std::slice::from_ref(record)).unwrap();
    }
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: Some(2), after, ..Default::default() };
        let page = office.ben.pools().records("公海".into(), Some(page), None).unwrap();
        found.extend(page.items.iter().map(|item| item.record.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, records.iter().map(|record| record.id).collect::<Vec<_>>());
    let one = json!({"field": "id", "is": records[3].id});
    let page = office.ben.pools().records("公海".into(), None, Some(Tree::from(one))).unwrap();
    assert_eq!(page.items.iter().map(|item| item.record.id).collect::<Vec<_>>(), [records[3].id]);
    assert_eq!(page.items[0].put_by.as_ref().unwrap().id, user(&office.manager));
}

// ASSIGN-8: two who claim the same record at the same moment: exactly one has it.
#[test]
fn of_two_who_claim_one_record_one_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let clock = FixedEnvironment::new(MORNING);
    let crm = Crm::options().environment(clock.clone()).open(folder.path().join("a.crm")).unwrap();
    let office = Office::staff(crm, clock);
    pool(&office, "公海", json!({"of": "opportunity"}));
    for _ in 0..10 {
        let records = leads(&office, 1);
        put(&office.manager, &records).unwrap();
        let start = std::sync::Barrier::new(2);
        let both = std::thread::scope(|scope| {
            let threads = [&office.ann, &office.ben].map(|session| {
                let (start, records) = (&start, &records);
                scope.spawn(move || {
                    start.wait();
                    claim(session, records)
                })
            });
            threads.map(|thread| thread.join().unwrap())
        });
        let won: Vec<usize> = (0..2).filter(|at| both[*at].is_ok()).collect();
        assert_eq!(won.len(), 1, "{both:?}");
        let winner = [&office.ann, &office.ben][won[0]];
        assert_eq!(lead(&office, &records[0]).assignee.unwrap().id, user(winner));
        for lost in both.into_iter().filter(std::result::Result::is_err) {
            assert_eq!(conflict(lost).0, "not_pooled");
        }
    }
}

// ASSIGN-8: a customer that is claimed leaves its open opportunities where they are; a lost one is in no pool.
#[test]
fn a_pooled_customer_may_be_lost() {
    let office = Office::new();
    pool(&office, "公海", json!({"of": "customer"}));
    let customer: Customer = office.customer();
    let record = key("customer", customer.id);
    put(&office.ann, std::slice::from_ref(&record)).unwrap();
    let filter = CustomerFilter { account_manager: Some(user(&office.ann)), ..Default::default() };
    assert!(office.ann.customers().list(Some(filter), None, None).unwrap().items.is_empty());
    let id: CustomerId = customer.id;
    assert_eq!(office.manager.customers().get(id).unwrap().pool.unwrap().name, "公海");
    let number = office.manager.pools().records("公海".into(), None, None).unwrap().items.len();
    assert_eq!(number, 1);
}
