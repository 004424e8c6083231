//! ASSIGN-10, ASSIGN-11: random histories, against days that are computed anew from what was done, by a model that knows no SQL.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use crm_core::activities::Completion;
use crm_core::customers::{CustomerId, CustomerUpdate};
use crm_core::opportunities::{NewOpportunity, OpportunityId};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::activities::{about, plan};
use crate::notes::key;
use crate::pools::pool;
use crate::recycle::{put, run, visit};
use crate::support::*;

const RECORDS: usize = 4;

#[derive(Debug, Clone)]
enum Step {
    /// Somebody talks to these.
    Visit(usize),
    /// An order of so many days ago, or ahead.
    Order(usize, i64),
    /// An opportunity of the customer's is won.
    Win(usize),
    /// Somebody else has it.
    Give(usize, usize),
    /// It is put into the first pool.
    Put(usize),
    Satisfied(usize, i64),
    /// Something is done with the opportunity.
    Work(usize),
    Assign(usize, usize),
    /// The rules of the second pool are disabled and enabled again.
    Begin,
    /// The first pool's period is another.
    Period(i64),
    /// So many days pass, and the jobs run.
    Wait(u64),
}

/// What a rule says; of a satisfaction below that, where there is one.
#[derive(Debug, Clone, Copy)]
struct Rule {
    pool: usize,
    follow_up: Option<u64>,
    order: Option<u64>,
    win: Option<u64>,
    below: Option<i64>,
    since: NaiveDate,
}

#[derive(Debug, Clone, Default)]
struct Known {
    /// Who has it, and since which day.
    owner: Option<(usize, NaiveDate)>,
    satisfaction: i64,
    done: Vec<NaiveDate>,
    orders: Vec<NaiveDate>,
    wins: Vec<NaiveDate>,
    pool: Option<usize>,
    recycled: usize,
}

impl Known {
    /// When it falls back, and into which pool.
    fn due(&self, rules: &[Rule]) -> Option<(NaiveDate, usize)> {
        let (_, first) = self.owner?;
        let mut found: Option<(NaiveDate, usize)> = None;
        for rule in rules {
            if rule.below.is_some_and(|below| self.satisfaction >= below) {
                continue;
            }
            let periods = [(rule.follow_up, &self.done), (rule.order, &self.orders), (rule.win, &self.wins)];
            let ends = periods.iter().filter_map(|(days, dates)| {
                let last = dates.iter().copied().max().unwrap_or(NaiveDate::MIN);
                Some(first.max(rule.since).max(last) + Days::new((*days)?))
            });
            let on = ends.max().unwrap();
            if found.is_none_or(|known| on < known.0) {
                found = Some((on, rule.pool));
            }
        }
        found
    }

    fn fall(&mut self, rules: &[Rule], today: NaiveDate) {
        if let Some((on, pool)) = self.due(rules)
            && on <= today
        {
            self.owner = None;
            self.pool = Some(pool);
            self.recycled += 1;
        }
    }
}

fn day(now: DateTime<Utc>) -> NaiveDate {
    (now + TimeDelta::hours(8)).date_naive()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..RECORDS).prop_map(Step::Visit),
        3 => (0..RECORDS, -9_i64..4).prop_map(|(at, days)| Step::Order(at, days)),
        2 => (0..RECORDS).prop_map(Step::Win),
        2 => (0..RECORDS, 0_usize..2).prop_map(|(at, to)| Step::Give(at, to)),
        1 => (0..RECORDS).prop_map(Step::Put),
        2 => (0..RECORDS, 1_i64..=5).prop_map(|(at, value)| Step::Satisfied(at, value)),
        3 => (0..RECORDS).prop_map(Step::Work),
        2 => (0..RECORDS, 0_usize..2).prop_map(|(at, to)| Step::Assign(at, to)),
        1 => Just(Step::Begin),
        1 => (2_i64..9).prop_map(Step::Period),
        6 => (1_u64..5).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..40)
}

fn first(days: i64) -> Json {
    json!({"of": "customer", "recycle": [
        {"no_follow_up_days": days, "no_order_days": days + 3, "filter": {"field": "satisfaction", "lt": 4}}]})
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn days_are_as_computed_anew(steps in steps()) {
        let office = Office::new();
        let mut now: DateTime<Utc> = MORNING.parse().unwrap();
        let begun = day(now);
        pool(&office, "一", first(5));
        pool(&office, "二", json!({"of": "customer", "recycle": [{"no_win_days": 12}, {"no_follow_up_days": 20}]}));
        pool(&office, "线索池", json!({"of": "opportunity", "recycle": [{"no_follow_up_days": 6, "notice_days": [2, 4]}]}));
        let rule = |pool| Rule { pool, follow_up: None, order: None, win: None, below: None, since: begun };
        let mut rules = [
            Rule { follow_up: Some(5), order: Some(8), below: Some(4), ..rule(0) },
            Rule { win: Some(12), ..rule(1) },
            Rule { follow_up: Some(20), ..rule(1) },
        ];
        let of_leads = [Rule { follow_up: Some(6), ..rule(2) }];
        let who = [&office.ann, &office.ben];
        let customers: Vec<CustomerId> = (0..RECORDS).map(|at| known_customer(&office, &format!("C{at}")).id).collect();
        let leads: Vec<OpportunityId> = (0..RECORDS).map(|_| office.assigned().id).collect();
        let fresh = |owner| Known { owner: Some((owner, begun)), satisfaction: 4, ..Known::default() };
        let mut known: Vec<Known> = (0..RECORDS).map(|_| fresh(0)).collect();
        let mut opportunities: Vec<Known> = (0..RECORDS).map(|_| fresh(1)).collect();
        let mut orders = 0;
        for step in &steps {
            let today = day(now);
            match step {
                Step::Visit(at) => {
                    visit(&office, customers[*at], &today.to_string());
                    known[*at].done.push(today);
                }
                Step::Order(at, ahead) => {
                    let on = today + TimeDelta::days(*ahead);
                    orders += 1;
                    let order = new_order(&format!("O{orders}"), &format!("C{at}"), &on.to_string(), 5);
                    office.integration.sales().push_orders(vec![order], None).unwrap();
                    known[*at].orders.push(on);
                }
                Step::Win(at) => {
                    let new = NewOpportunity { customer: Some(customers[*at]), ..new_opportunity("") };
                    let won = office.ann.opportunities().create(new, None, None).unwrap();
                    office.manager.opportunities().assign(won.id, user(&office.ben), None, None).unwrap();
                    office.ben.opportunities().develop(won.id, None, None, None, None).unwrap();
                    known[*at].wins.push(today);
                }
                Step::Give(at, to) => {
                    let changes = CustomerUpdate { account_manager: Some(user(who[*to])), ..Default::default() };
                    office.manager.customers().update(customers[*at], changes, None).unwrap();
                    let of = &mut known[*at];
                    if of.owner.is_none_or(|(owner, _)| owner != *to) {
                        of.owner = Some((*to, today));
                    }
                    of.pool = None;
                }
                Step::Put(at) => {
                    let record = key("customer", customers[*at]);
                    let done = office.manager.pools().put(vec![record], "没时间".into(), Some("一".into()));
                    prop_assert_eq!(done.is_ok(), known[*at].pool.is_none());
                    if done.is_ok() {
                        (known[*at].owner, known[*at].pool) = (None, Some(0));
                    }
                }
                Step::Satisfied(at, value) => {
                    let changes = CustomerUpdate { satisfaction: Some(*value), ..Default::default() };
                    office.manager.customers().update(customers[*at], changes, None).unwrap();
                    known[*at].satisfaction = *value;
                }
                Step::Work(at) => {
                    let record = key("opportunity", leads[*at]);
                    let done = plan(&office.manager, about(&office.manager, "电话", &record, &office.manager));
                    office.manager.activities().complete(done.id, Completion::default(), None).unwrap();
                    opportunities[*at].done.push(today);
                }
                Step::Assign(at, to) => {
                    let (id, to_user) = (leads[*at], user(who[*to]));
                    let of = &mut opportunities[*at];
                    match of.owner {
                        None => office.manager.opportunities().assign(id, to_user, None, None).unwrap(),
                        Some(_) => office.manager.opportunities().reassign(id, to_user, None).unwrap(),
                    };
                    if of.owner.is_none_or(|(owner, _)| owner != *to) {
                        of.owner = Some((*to, today));
                    }
                    of.pool = None;
                }
                Step::Begin => {
                    office.manager.setup().disable("pool".into(), "二".into()).unwrap();
                    office.manager.setup().enable("pool".into(), "二".into()).unwrap();
                    rules[1].since = today;
                    rules[2].since = today;
                }
                Step::Period(days) => {
                    put(&office, "一", first(*days)).unwrap();
                    let length = u64::try_from(*days).unwrap();
                    if rules[0].follow_up != Some(length) {
                        rules[0] = Rule { follow_up: Some(length), order: Some(length + 3), since: today, ..rules[0] };
                    }
                }
                Step::Wait(days) => {
                    now += TimeDelta::days(i64::try_from(*days).unwrap());
                    office.clock.advance(TimeDelta::days(i64::try_from(*days).unwrap()));
                    run(&office);
                    known.iter_mut().for_each(|of| of.fall(&rules, day(now)));
                    opportunities.iter_mut().for_each(|of| of.fall(&of_leads, day(now)));
                }
            }
            let today = day(now);
            for (at, of) in known.iter().enumerate() {
                let found = office.manager.customers().get(customers[at]).unwrap();
                let due = of.due(&rules);
                prop_assert_eq!(found.pool_due_on, due.map(|due| due.0), "{:?} of {}: {:?}", step, at, of);
                let left = due.map(|(on, _)| (on - today).num_days().max(0));
                prop_assert_eq!(found.pool_days_left, left);
                let name = of.pool.map(|pool| ["一", "二"][pool].to_owned());
                prop_assert_eq!(found.pool.map(|pool| pool.name), name, "{:?} of {}: {:?}", step, at, of);
                prop_assert_eq!(found.account_manager.map(|user| user.id), of.owner.map(|(owner, _)| user(who[owner])));
            }
            for (at, of) in opportunities.iter().enumerate() {
                let found = office.manager.opportunities().get(leads[at]).unwrap();
                prop_assert_eq!(found.pool_due_on, of.due(&of_leads).map(|due| due.0), "{:?} of {}: {:?}", step, at, of);
                prop_assert_eq!(found.pool.is_some(), of.pool.is_some());
            }
        }
        for (at, of) in known.iter().enumerate() {
            let owners = office.manager.customers().owners(customers[at]).unwrap();
            let recycled = owners.iter().filter(|of| of.ended == Some(crm_core::pools::OwnerEnd::Recycled)).count();
            prop_assert_eq!(recycled, of.recycled);
        }
        prop_assert!(office.admin.maintenance().check().unwrap().ok);
    }
}
