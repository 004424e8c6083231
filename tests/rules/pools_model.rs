//! ASSIGN-8, ASSIGN-9, ASSIGN-11: random claims and puts, hours passing, against a model of their own.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use crm_core::objects::RecordKey;
use crm_core::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use crate::notes::key;
use crate::pools::pool;
use crate::support::*;

const RECORDS: usize = 6;
const HOLD_LIMIT: usize = 3;
const PER_DAY: usize = 4;
const FRESH_HOURS: i64 = 24;
const PREVIOUS_HOURS: i64 = 48;

#[derive(Debug, Clone)]
enum Step {
    /// One of the two members claims these.
    Claim(usize, Vec<usize>),
    /// One of them puts these back.
    Put(usize, Vec<usize>),
    /// The sales manager gives these to one of them.
    Give(usize, Vec<usize>),
    /// So many hours pass.
    Wait(i64),
}

/// What is known of a record.
#[derive(Debug, Clone, Copy)]
struct Known {
    owner: Option<usize>,
    pooled: Option<DateTime<Utc>>,
    last: Option<(usize, DateTime<Utc>)>,
}

struct Model {
    records: Vec<Known>,
    /// Whoever claimed, on which day of Shanghai.
    claims: BTreeMap<(usize, i64), usize>,
    now: DateTime<Utc>,
    stays: Vec<usize>,
}

impl Model {
    fn day(&self) -> i64 {
        (self.now + TimeDelta::hours(8)).timestamp().div_euclid(86_400)
    }

    fn holds(&self, who: usize) -> usize {
        self.records.iter().filter(|record| record.owner == Some(who)).count()
    }

    /// Why a claim is refused, or what it does.
    fn claim(&mut self, who: usize, wanted: &[usize]) -> Result<(), &'static str> {
        let since = |record: usize| self.records[record].pooled;
        if wanted.iter().any(|record| since(*record).is_none()) {
            return Err("not_pooled");
        }
        if self.holds(who) + wanted.len() > HOLD_LIMIT {
            return Err("hold_limit");
        }
        let today = self.claims.get(&(who, self.day())).copied().unwrap_or_default();
        if today + wanted.len() > PER_DAY {
            return Err("per_day");
        }
        if wanted.iter().any(|record| since(*record).unwrap() + TimeDelta::hours(FRESH_HOURS) > self.now) {
            return Err("fresh");
        }
        let waits = |record: &usize| {
            let last = self.records[*record].last;
            last.is_some_and(|(owner, until)| owner == who && until + TimeDelta::hours(PREVIOUS_HOURS) > self.now)
        };
        if wanted.iter().any(waits) {
            return Err("previous_owner");
        }
        *self.claims.entry((who, self.day())).or_default() += wanted.len();
        self.take(who, wanted);
        Ok(())
    }

    fn take(&mut self, who: usize, wanted: &[usize]) {
        for record in wanted {
            self.records[*record] = Known { owner: Some(who), pooled: None, last: None };
        }
    }

    fn give(&mut self, who: usize, wanted: &[usize]) -> Result<(), &'static str> {
        if wanted.iter().any(|record| self.records[*record].pooled.is_none()) {
            return Err("not_pooled");
        }
        if self.holds(who) + wanted.len() > HOLD_LIMIT {
            return Err("hold_limit");
        }
        self.take(who, wanted);
        Ok(())
    }

    fn put(&mut self, who: usize, wanted: &[usize]) -> Result<(), &'static str> {
        if wanted.iter().any(|record| self.records[*record].owner != Some(who)) {
            return Err("not_yours");
        }
        for record in wanted {
            self.stays[*record] += 1;
            self.records[*record] = Known { owner: None, pooled: Some(self.now), last: Some((who, self.now)) };
        }
        Ok(())
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let some = || prop::sample::subsequence((0..RECORDS).collect::<Vec<_>>(), 1..=3);
    let step = prop_oneof![
        5 => (0_usize..2, some()).prop_map(|(who, records)| Step::Claim(who, records)),
        4 => (0_usize..2, some()).prop_map(|(who, records)| Step::Put(who, records)),
        1 => (0_usize..2, some()).prop_map(|(who, records)| Step::Give(who, records)),
        4 => prop_oneof![Just(1_i64), Just(7), Just(16), Just(24), Just(30)].prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..50)
}

/// The reason of a refusal.
fn reason<T>(result: Result<T, CrmError>) -> Result<(), String> {
    match result {
        Ok(_) => Ok(()),
        Err(CrmError::Conflict { reason, .. } | CrmError::Forbidden { reason, .. }) => Err(reason),
        Err(other) => panic!("{other}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn pools_are_as_their_model(steps in steps()) {
        let office = Office::new();
        pool(&office, "公海", json!({
            "of": "opportunity", "hold_limit": HOLD_LIMIT, "per_day": PER_DAY, "fresh_days": FRESH_HOURS / 24,
            "previous_owner_days": PREVIOUS_HOURS / 24,
        }));
        let records: Vec<RecordKey> = (0..RECORDS).map(|_| key("opportunity", office.opportunity().id)).collect();
        office.manager.pools().put(records.clone(), "线索".into(), None).unwrap();
        let now: DateTime<Utc> = MORNING.parse().unwrap();
        let fresh = Known { owner: None, pooled: Some(now), last: None };
        let mut model = Model {
            records: vec![fresh; RECORDS], claims: BTreeMap::new(), now, stays: vec![1; RECORDS],
        };
        let who = [&office.ann, &office.ben];
        let keys = |wanted: &[usize]| wanted.iter().map(|at| records[*at].clone()).collect::<Vec<_>>();
        for step in &steps {
            let (found, wanted) = match step {
                Step::Claim(by, wanted) => {
                    (reason(who[*by].pools().claim("公海".into(), keys(wanted))), model.claim(*by, wanted))
                }
                Step::Put(by, wanted) => {
                    (reason(who[*by].pools().put(keys(wanted), "没时间".into(), None)), model.put(*by, wanted))
                }
                Step::Give(to, wanted) => {
                    (reason(office.manager.pools().give("公海".into(), keys(wanted), user(who[*to]))), model.give(*to, wanted))
                }
                Step::Wait(hours) => {
                    office.clock.advance(TimeDelta::hours(*hours));
                    model.now += TimeDelta::hours(*hours);
                    continue;
                }
            };
            prop_assert_eq!(found, wanted.map_err(str::to_owned), "{:?}", step);
        }
        for (at, record) in records.iter().enumerate() {
            let id = crm_core::opportunities::OpportunityId(record.id.0);
            let found = office.manager.opportunities().get(id).unwrap();
            let owner = model.records[at].owner.map(|by| user(who[by]));
            prop_assert_eq!(found.assignee.map(|user| user.id), owner);
            prop_assert_eq!(found.pool.is_some(), model.records[at].pooled.is_some());
            let stays = office.manager.pools().stays(record.clone()).unwrap();
            prop_assert_eq!(stays.len(), model.stays[at]);
            prop_assert_eq!(stays.iter().filter(|stay| stay.until.is_none()).count(), usize::from(found.pool.is_some()));
        }
        for (by, session) in who.iter().enumerate() {
            let standing = session.pools().standing("公海".into()).unwrap();
            prop_assert_eq!(standing.in_hand, model.holds(by) as i64);
            prop_assert_eq!(standing.claimed_today, model.claims.get(&(by, model.day())).copied().unwrap_or_default() as i64);
        }
        let in_pool = office.manager.pools().records("公海".into(), None, None).unwrap().items.len();
        prop_assert_eq!(in_pool, model.records.iter().filter(|record| record.pooled.is_some()).count());
    }
}
