//! ASSIGN-1 … ASSIGN-6: assignment rules, what they choose, and distributing by them.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use crm_core::assignment::{Distribution, LeftReason, PassedOver};
use crm_core::customers::NewCustomer;
use crm_core::objects::RecordKey;
use crm_core::opportunities::{NewOpportunity, OpportunityId, OpportunityStatus};
use crm_core::pools::DealtKind;
use crm_core::prelude::*;
use crm_core::settings::SettingsUpdate;
use crm_core::users::UserUpdate;
use crm_core::{RecordId, Tree};
use serde_json::{Value as Json, json};

use crate::notes::key;
use crate::pools::pool;
use crate::pools_hidden::hire;
use crate::support::*;

fn put(session: &Session, name: &str, document: Json) -> Result<crm_core::setup::SetupDocument> {
    session.setup().put("assignment_rule".into(), name.into(), Tree::from(document), None, None, None)
}

fn rule(office: &Office, name: &str, document: Json) {
    put(&office.manager, name, document).unwrap();
    office.manager.setup().enable("assignment_rule".into(), name.into()).unwrap();
}

fn members(of: &[&Session]) -> Vec<Json> {
    of.iter().map(|session| json!({"user": user(session)})).collect()
}

fn lead(office: &Office) -> RecordKey {
    key("opportunity", office.opportunity().id)
}

fn assignee(office: &Office, record: &RecordKey) -> Option<UserId> {
    let found = office.manager.opportunities().get(OpportunityId(record.id.0)).unwrap();
    found.assignee.map(|user| user.id)
}

fn apply(office: &Office, record: &RecordKey) -> Option<UserId> {
    let assigned = office.manager.assignment().apply(record.clone()).unwrap();
    assert_eq!(assigned.user.as_ref().map(|user| user.id), assignee(office, record));
    assigned.user.map(|user| user.id)
}

fn distribute(office: &Office, dry_run: bool) -> Distribution {
    office.manager.assignment().distribute(DealtKind::Opportunity, None, Some(dry_run)).unwrap()
}

fn received(found: &Distribution) -> BTreeMap<UserId, i64> {
    found.members.iter().map(|of| (of.user.id, of.records)).collect()
}

// ASSIGN-1, SETUP-2, SETUP-4: what is wrong with a rule is told by its path; it begins disabled, and is read by no one else.
#[test]
fn a_rule_is_judged_when_it_is_put() {
    let office = Office::new();
    let ann = user(&office.ann);
    let of = |more: Json| {
        let mut document =
            json!({"of": "opportunity", "method": "weighted", "members": [{"user": ann, "capacity": 30}]});
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        document
    };
    for (document, wrong) in [
        (of(json!({"members": []})), &["members:required"][..]),
        (of(json!({"members": [{"user": ann}]})), &["members[0].capacity:required"]),
        // Story 11: less than 15 would be none a day.
        (of(json!({"members": [{"user": ann, "capacity": 14}]})), &["members[0].capacity:out_of_range"]),
        (of(json!({"members": [{"user": ann, "capacity": 10_001}]})), &["members[0].capacity:out_of_range"]),
        (
            of(
                json!({"method": "round_robin", "members": [{"user": ann, "capacity": 15, "prefers": {"field": "number", "is": 1}}]}),
            ),
            &["members[0].capacity:not_here", "members[0].prefers:not_here"],
        ),
        (
            of(json!({"members": [{"user": ann, "capacity": 0}, {"user": ann, "capacity": 15}]})),
            &["members[1].user:not_unique"],
        ),
        (of(json!({"filter": {"field": "nothing", "is": 1}})), &["filter.field:unknown_field"]),
        (
            of(json!({"members": [{"user": ann, "capacity": 30, "filter": {"field": "nothing", "is": 1}}]})),
            &["members[0].filter.field:unknown_field"],
        ),
        (of(json!({"max_age_days": 0})), &["max_age_days:out_of_range"]),
        (of(json!({"members": [{"user": uuid::Uuid::now_v7(), "capacity": 30}]})), &["members[0].user:unknown_record"]),
    ] {
        let mut found = invalid(put(&office.manager, "a", document.clone()));
        found.sort();
        assert_eq!(found, wrong, "{document}");
    }
    assert!(!put(&office.manager, "a", of(json!({}))).unwrap().enabled);
    assert_eq!(refused(put(&office.ann, "b", of(json!({})))), "forbidden");
    assert_eq!(refused(office.ann.setup().get("assignment_rule".into(), "a".into(), None)), "forbidden");
    let industry = of(json!({"of": "customer", "match_by": ["region", "industry"]}));
    // Customers have no industry of their own yet.
    let found = put(&office.manager, "c", industry);
    assert!(found.is_ok() || invalid(found) == ["match_by[1]:not_supported"]);
}

// ASSIGN-3, story 10: in turn over the members in their places; a disabled one is passed over and goes on at their place.
#[test]
fn members_get_records_in_turn() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let (ann, ben, carl_id) = (user(&office.ann), user(&office.ben), user(&carl));
    let document = |enabled: bool| {
        json!({"of": "opportunity", "method": "round_robin", "members": [
            {"user": carl_id}, {"user": ann, "enabled": enabled}, {"user": ben}]})
    };
    rule(&office, "轮流", document(true));
    let deal = |number: usize| (0..number).map(|_| apply(&office, &lead(&office)).unwrap()).collect::<Vec<_>>();
    assert_eq!(deal(4), [carl_id, ann, ben, carl_id]);
    put(&office.manager, "轮流", document(false)).unwrap();
    assert_eq!(deal(3), [ben, carl_id, ben]);
    put(&office.manager, "轮流", document(true)).unwrap();
    assert_eq!(deal(4), [carl_id, ann, ben, carl_id]);
    // Who is disabled, or no account manager any more, is passed over and stays a member.
    office.admin.users().disable(ben, None).unwrap();
    assert_eq!(deal(2), [ann, carl_id]);
    office.admin.users().enable(ben, None).unwrap();
    assert_eq!(deal(2), [ann, ben]);
    // Six in one call are two each.
    let records: Vec<RecordKey> = (0..6).map(|_| lead(&office)).collect();
    let mut later = document(true);
    later["at_once"] = json!(false);
    put(&office.manager, "轮流", later).unwrap();
    let found = distribute(&office, false);
    assert_eq!((found.candidates, found.assigned, found.left.len()), (6, 6, 0));
    assert_eq!(received(&found).into_values().collect::<Vec<_>>(), [2, 2, 2]);
    let got: Vec<_> = records.iter().map(|record| assignee(&office, record).unwrap()).collect();
    assert_eq!(got, [carl_id, ann, ben, carl_id, ann, ben]);
}

// ASSIGN-4: the fewest in hand, then by place; a batch goes on with what it deals.
#[test]
fn members_get_records_who_have_the_fewest() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let both = members(&[&office.ben, &office.ann]);
    rule(&office, "空闲", json!({"of": "opportunity", "method": "least_busy", "at_once": false, "members": both}));
    for _ in 0..3 {
        office.manager.opportunities().assign(office.opportunity().id, ben, None, None).unwrap();
    }
    let records: Vec<RecordKey> = (0..5).map(|_| lead(&office)).collect();
    distribute(&office, false);
    let got: Vec<_> = records.iter().map(|record| assignee(&office, record).unwrap()).collect();
    assert_eq!(got, [ann, ann, ann, ben, ann]);
}

// ASSIGN-5, ASSIGN-6, story 11: by capacity, within the quota of a day, and the dry run says why some stay.
#[test]
fn members_get_records_by_their_capacity() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let (ann, ben, carl) = (user(&office.ann), user(&office.ben), user(&carl));
    let member = |user: UserId, capacity: i64| json!({"user": user, "capacity": capacity});
    let all = [member(ann, 600), member(ben, 300), member(carl, 300)];
    rule(&office, "加权", json!({"of": "opportunity", "method": "weighted", "at_once": false, "members": all}));
    let some = |number: usize| (0..number).map(|_| lead(&office)).collect::<Vec<_>>();
    some(20);
    let wanted = BTreeMap::from([(ann, 10), (ben, 5), (carl, 5)]);
    let dry = distribute(&office, true);
    assert_eq!((received(&dry), dry.assigned), (wanted.clone(), 20));
    assert_eq!(received(&distribute(&office, true)), wanted, "a dry run writes nothing");
    assert_eq!(received(&distribute(&office, false)), wanted);
    // 21 more: as many again, and one stays, since the quotas of the day are used up.
    some(21);
    let dry = distribute(&office, true);
    assert_eq!((received(&dry), dry.candidates, dry.assigned), (wanted.clone(), 21, 20));
    assert_eq!(dry.left.iter().map(|left| (left.reason, left.records)).collect::<Vec<_>>(), [(LeftReason::Quota, 1)]);
    assert_eq!(received(&distribute(&office, false)), wanted);
    assert_eq!(distribute(&office, false).assigned, 0);
    // What is given back counts no more against the day; what is lost does.
    let filter = crm_core::opportunities::OpportunityFilter { assignee: Some(ben), ..Default::default() };
    let held = office.manager.opportunities().list(Some(filter), None, None).unwrap().items;
    office.manager.opportunities().release(held[0].id, "没时间".into(), None).unwrap();
    office.crm.session(ben).unwrap().opportunities().fail(held[1].id, None, None, None, None).unwrap();
    let found = distribute(&office, false);
    assert_eq!((received(&found), found.assigned, found.candidates), (BTreeMap::from([(ben, 1)]), 1, 2));
    // The next day.
    office.clock.advance(TimeDelta::hours(24));
    assert_eq!(distribute(&office, false).assigned, 1);
}

// ASSIGN-5: some hundreds through the engine are within one of the exact share after every call, days passing.
#[test]
fn hundreds_are_within_one_of_the_exact_share() {
    let office = Office::new();
    let carl = hire(&office, "carl");
    let capacities = [(user(&office.ann), 7_000), (user(&office.ben), 1_300), (user(&carl), 2_950)];
    let all: Vec<Json> = capacities.iter().map(|(user, of)| json!({"user": user, "capacity": of})).collect();
    rule(&office, "加权", json!({"of": "opportunity", "method": "weighted", "at_once": false, "members": all}));
    let total: i64 = capacities.iter().map(|(_, of)| of).sum();
    let mut got: BTreeMap<UserId, i64> = BTreeMap::new();
    let mut dealt = 0;
    for number in [1, 7, 40, 63, 2, 90, 11] {
        for _ in 0..number {
            lead(&office);
        }
        let found = distribute(&office, false);
        dealt += found.assigned;
        received(&found).into_iter().for_each(|(user, records)| *got.entry(user).or_default() += records);
        assert_eq!(found.assigned, number, "{found:?}");
        for (user, capacity) in capacities {
            let off = got.get(&user).copied().unwrap_or_default() * total - dealt * capacity;
            assert!(off.abs() < total, "{off} of {total} after {dealt}");
        }
        office.clock.advance(TimeDelta::days(1));
    }
}

// ASSIGN-5: first what somebody is to have before others, among those; then the rest among all.
#[test]
fn what_is_preferred_is_dealt_first() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let likely = json!({"field": "success_probability", "ge": 80});
    let all = [json!({"user": ann, "capacity": 30}), json!({"user": ben, "capacity": 30, "prefers": likely})];
    rule(&office, "加权", json!({"of": "opportunity", "method": "weighted", "at_once": false, "members": all}));
    let make = |probability: i64| {
        let new = NewOpportunity { success_probability: probability, ..new_opportunity("华东") };
        key("opportunity", office.ann.opportunities().create(new, None, None).unwrap().id)
    };
    // One a day each: the later one is Ben's, since he is to have it.
    let (first, second) = (make(10), make(90));
    distribute(&office, false);
    assert_eq!((assignee(&office, &first), assignee(&office, &second)), (Some(ann), Some(ben)));
}

// ASSIGN-2: the first enabled rule by position that accepts it and has an eligible member; filters of rule and member, age, region.
#[test]
fn the_first_rule_with_an_eligible_member_decides() {
    let office = Office::new();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let likely = json!({"field": "success_probability", "ge": 80});
    let of = |more: Json, members: Json| {
        let mut document = json!({"of": "opportunity", "method": "round_robin", "members": members});
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        document
    };
    rule(
        &office,
        "一",
        of(
            json!({"filter": likely, "max_age_days": 1}),
            json!([{"user": ann, "filter": {"field": "success_probability", "lt": 95}}]),
        ),
    );
    rule(&office, "二", of(json!({}), json!([{"user": ben}])));
    let make = |probability: i64| {
        let new = NewOpportunity { success_probability: probability, ..new_opportunity("华东") };
        key("opportunity", office.ann.opportunities().create(new, None, None).unwrap().id)
    };
    let old = make(85);
    let proposed = |record: &RecordKey| {
        let found = office.manager.assignment().propose(record.clone()).unwrap();
        found.into_iter().map(|of| (of.user.id, of.rule.name, of.chosen, of.passed_over)).collect::<Vec<_>>()
    };
    assert_eq!(proposed(&old), [(ann, "一".into(), true, None)]);
    // The rule does not take it, since nobody of it does: the next decides.
    let record = make(99);
    assert_eq!(
        proposed(&record),
        [(ann, "一".into(), false, Some(PassedOver::Filter)), (ben, "二".into(), true, None)]
    );
    assert_eq!(apply(&office, &record), Some(ben));
    assert_eq!(apply(&office, &make(10)), Some(ben));
    assert_eq!(apply(&office, &make(80)), Some(ann));
    office.clock.advance(TimeDelta::days(1) + TimeDelta::microseconds(1));
    assert_eq!(apply(&office, &old), Some(ben));
    // Disabled rules decide nothing; with none it stays where it is.
    for name in ["一", "二"] {
        office.manager.setup().disable("assignment_rule".into(), name.into()).unwrap();
    }
    let stays = make(80);
    assert_eq!(apply(&office, &stays), None);
    assert_eq!(proposed(&stays), []);
    // What is somebody's, in a pool or closed is no candidate.
    assert_eq!(refused(office.manager.assignment().apply(old.clone())), "illegal_transition");
    pool(&office, "公海", json!({"of": "opportunity"}));
    office.manager.pools().put(vec![stays.clone()], "a".into(), None).unwrap();
    assert_eq!(refused(office.manager.assignment().apply(stays)), "conflict");
    let unknown = RecordKey { object: "opportunity".into(), id: RecordId(uuid::Uuid::now_v7()) };
    assert_eq!(refused(office.manager.assignment().apply(unknown)), "not_found");
    assert_eq!(invalid(office.manager.assignment().propose(key("user", ann))), ["record:not_supported"]);
    for session in [&office.ann, &office.executive, &office.stranger] {
        assert_eq!(refused(session.assignment().apply(old.clone())), "forbidden");
        assert_eq!(refused(session.assignment().propose(old.clone())), "forbidden");
        assert_eq!(refused(session.assignment().distribute(DealtKind::Opportunity, None, None)), "forbidden");
    }
}

// ASSIGN-2: customers without an account manager, by the regions that members look after; one without a region matches all.
#[test]
fn customers_are_dealt_by_region() {
    let office = Office::new();
    let settings = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
    office.admin.settings().update(settings).unwrap();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    let regions = office.admin.dictionary().choices("region".into()).unwrap();
    let looks_after = |who: UserId, at: usize| {
        let changes = UserUpdate { regions: Some(vec![regions[at].id]), ..Default::default() };
        office.admin.users().update(who, changes).unwrap();
    };
    looks_after(ann, 0);
    looks_after(ben, 1);
    let both = members(&[&office.ann, &office.ben]);
    rule(
        &office,
        "区域",
        json!({"of": "customer", "method": "round_robin", "match_by": ["region"], "at_once": false, "members": both}),
    );
    let make = |at: Option<usize>| {
        let new = NewCustomer { name: "华东".into(), region: at.map(|at| regions[at].id), ..Default::default() };
        office.manager.customers().create(new, None, None).unwrap().id
    };
    let made = [make(Some(1)), make(Some(1)), make(Some(0)), make(None), make(Some(2))];
    let found = office.integration.assignment().distribute(DealtKind::Customer, None, None).unwrap();
    assert_eq!((found.candidates, found.assigned), (5, 4));
    assert_eq!(found.left.iter().map(|of| (of.reason, of.records)).collect::<Vec<_>>(), [(LeftReason::Nobody, 1)]);
    let manager = |id| office.manager.customers().get(id).unwrap().account_manager.map(|user| user.id);
    assert_eq!(made.map(manager), [Some(ben), Some(ben), Some(ann), Some(ben), None]);
    let why = office.manager.assignment().propose(key("customer", made[4])).unwrap();
    assert!(why.iter().all(|of| of.passed_over == Some(PassedOver::Match)), "{why:?}");
    // ASSIGN-6: of a filter's candidates alone.
    let tree = Tree::from(json!({"field": "number", "is": 1}));
    let found = office.manager.assignment().distribute(DealtKind::Customer, Some(tree), None).unwrap();
    assert_eq!(found.candidates, 0);
    let wrong = Tree::from(json!({"field": "nothing", "is": 1}));
    assert_eq!(
        invalid(office.manager.assignment().distribute(DealtKind::Customer, Some(wrong), None)),
        ["matching.field:unknown_field"]
    );
    assert!(office.admin.maintenance().check().unwrap().ok);
}

// ASSIGN-6: every day at the time of the setting, by the rules that are not at once.
#[test]
fn leads_are_distributed_every_day() {
    let office = Office::new();
    let ann = members(&[&office.ann]);
    let document =
        |at_once: bool| json!({"of": "opportunity", "method": "round_robin", "at_once": at_once, "members": ann});
    rule(&office, "每日", document(true));
    let record = lead(&office);
    let run = || office.integration.jobs().run_due(None).unwrap();
    office.clock.advance(TimeDelta::days(1));
    run();
    assert_eq!(assignee(&office, &record), None, "it acts at once, and there was no capture");
    put(&office.manager, "每日", document(false)).unwrap();
    run();
    assert_eq!(assignee(&office, &record), None);
    let settings = SettingsUpdate { assignment_at: Some("09:30".into()), ..Default::default() };
    office.admin.settings().update(settings).unwrap();
    // It is 09:00 in Shanghai.
    office.clock.advance(TimeDelta::minutes(29));
    run();
    assert_eq!(assignee(&office, &record), None);
    office.clock.advance(TimeDelta::minutes(1));
    run();
    assert_eq!(assignee(&office, &record), Some(user(&office.ann)));
    let next = lead(&office);
    office.clock.advance(TimeDelta::hours(23));
    run();
    assert_eq!(assignee(&office, &next), None);
    office.clock.advance(TimeDelta::hours(1));
    run();
    assert_eq!(assignee(&office, &next), Some(user(&office.ann)));
    let settings = SettingsUpdate { assignment_at: Some("24:00".into()), ..Default::default() };
    assert_eq!(invalid(office.admin.settings().update(settings)), ["assignment_at:out_of_range"]);
    let status = office.manager.opportunities().get(OpportunityId(next.id.0)).unwrap().status;
    assert_eq!(status, OpportunityStatus::Assigned);
}

// ASSIGN-2: rules that act at once give what is imported, and what is created by hand waits.
#[test]
fn imported_customers_are_dealt_at_once() {
    let office = Office::new();
    let both = members(&[&office.ann, &office.ben]);
    rule(&office, "导入", json!({"of": "customer", "method": "round_robin", "members": both}));
    let names = ["一", "二", "三", "四", "五", "六"];
    let new = |name: &&str| NewCustomer { name: (*name).into(), ..Default::default() };
    let customers: Vec<NewCustomer> = names.iter().map(new).collect();
    let made = office.integration.customers().import_many(customers, Some(true), None, None, None).unwrap();
    assert_eq!(made.created, 6);
    let manager = |id| office.manager.customers().get(id).unwrap().account_manager.map(|user| user.id);
    let got: Vec<_> = made.records.iter().map(|record| manager(record.id.unwrap()).unwrap()).collect();
    let (ann, ben) = (user(&office.ann), user(&office.ben));
    assert_eq!(got, [ann, ben, ann, ben, ann, ben]);
    let settings = SettingsUpdate { required_customer_fields: Some(vec![]), ..Default::default() };
    office.admin.settings().update(settings).unwrap();
    let by_hand = office.manager.customers().create(new(&"七"), None, None).unwrap();
    assert_eq!(manager(by_hand.id), None);
}
