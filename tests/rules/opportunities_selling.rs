//! SALE-2, SALE-3, SALE-5: what opportunities say beside, and selling to customers that are there.

use crm_core::currencies::NewCurrencyRate;
use crm_core::customers::{CustomerId, CustomerUpdate};
use crm_core::opportunities::*;
use crm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

fn money(text: &str) -> Money {
    let (amount, currency) = text.split_once(' ').unwrap();
    Money { amount: amount.parse().unwrap(), currency: currency.into() }
}

/// An opportunity of that customer, under no name of its own.
fn of(customer: CustomerId) -> NewOpportunity {
    NewOpportunity { customer: Some(customer), ..new_opportunity("") }
}

fn rate(office: &Office, currency: &str, day: &str, rate: &str) {
    let rate = NewCurrencyRate { currency: currency.into(), valid_from: date(day), rate: rate.parse().unwrap() };
    office.integration.currencies().set_rates(vec![rate]).unwrap();
}

/// An opportunity of ann's for that customer, which ben develops.
fn assigned_of(office: &Office, customer: CustomerId) -> Opportunity {
    let made = office.ann.opportunities().create(of(customer), None, None).unwrap();
    office.manager.opportunities().assign(made.id, user(&office.ben), None, None).unwrap()
}

fn found(office: &Office, filter: OpportunityFilter) -> Vec<String> {
    let page = office.manager.opportunities().list(Some(filter), None, None).unwrap();
    page.items.into_iter().map(|one| one.summary).collect()
}

// SALE-2: every field is given, read, changed and emptied; what is absent is left out of the answer.
#[test]
fn every_field_is_kept() {
    let office = Office::new();
    let (kind, origin) = (entry(&office.ann, "opportunity_kind", "增购"), entry(&office.ann, "origin", "展会"));
    let region = entry(&office.ann, "region", "华东");
    let new = NewOpportunity {
        kind: Some(kind),
        amount: Some(money("1200000.50 CNY")),
        expected_close: Some(date("2026-06-30")),
        forecast_category: Some(ForecastCategory::BestCase),
        origin: Some(origin),
        region: Some(region),
        industry: Some(" 机械 ".into()),
        contact_email: Some("wang.fang@example.com".into()),
        next_step: Some("报价".into()),
        next_step_on: Some(date("2026-03-09")),
        ..new_opportunity("华东精密机械")
    };
    let made = office.ann.opportunities().create(new, None, None).unwrap();
    assert_eq!(office.ann.opportunities().get(made.id).unwrap(), made);
    let items = [&made.kind, &made.origin, &made.region].map(|choice| choice.as_ref().unwrap().item.as_str());
    assert_eq!(items, ["增购", "展会", "华东"]);
    assert_eq!((&made.amount, &made.base_amount), (&Some(money("1200000.50 CNY")), &made.amount));
    assert_eq!((made.expected_close, made.next_step_on), (Some(date("2026-06-30")), Some(date("2026-03-09"))));
    assert_eq!(made.forecast_category, Some(ForecastCategory::BestCase));
    assert_eq!(made.probability_from, ProbabilityFrom::ByHand);
    let texts = [&made.industry, &made.contact_email, &made.next_step].map(|text| text.as_deref().unwrap());
    assert_eq!(texts, ["机械", "wang.fang@example.com", "报价"]);
    let names = [
        "kind",
        "amount",
        "expected_close",
        "forecast_category",
        "origin",
        "region",
        "industry",
        "contact_email",
        "next_step",
        "next_step_on",
    ];
    let clear = Some(names.map(String::from).to_vec());
    let emptied = OpportunityUpdate { clear, ..Default::default() };
    let emptied = office.ben.opportunities().update(made.id, emptied, None).unwrap();
    let bare = Opportunity { summary: emptied.summary.clone(), ..office.opportunity() };
    assert_eq!(
        serde_json::to_value(&emptied).unwrap().as_object().unwrap().len(),
        serde_json::to_value(&bare).unwrap().as_object().unwrap().len()
    );
    assert_eq!((emptied.kind, emptied.amount, emptied.base_amount, emptied.version), (None, None, None, 2));
    let got: Value =
        serde_json::from_str(&office.ann.call("opportunities.get", &json!({"id": made.id}).to_string()).unwrap())
            .unwrap();
    assert!(names.iter().all(|name| got.get(name).is_none()), "{got}");
    let changes = OpportunityUpdate { origin: Some(origin), ..Default::default() };
    let changed = office.ben.opportunities().update(made.id, changes, None).unwrap();
    assert_eq!(changed.origin.unwrap().item, "展会");
}

// SALE-2: what is wrong with them is told at once, in a create and in an update.
#[test]
fn what_is_wrong_is_told_at_once() {
    let office = Office::new();
    let (region, origin) = (entry(&office.ann, "region", "华东"), entry(&office.ann, "origin", "展会"));
    let made = office.opportunity();
    let table = [
        (
            json!({"amount": {"amount": "-1", "currency": "CNY"}, "contact_email": "nobody"}),
            vec!["amount:out_of_range", "contact_email:not_an_email"],
        ),
        (json!({"amount": {"amount": "1.005", "currency": "CNY"}}), vec!["amount:too_precise"]),
        (
            json!({"kind": region, "origin": region, "region": origin}),
            vec!["kind:unknown_choice", "origin:unknown_choice", "region:unknown_choice"],
        ),
        (json!({"customer": "0195b5e2-7f00-7000-8000-000000000001"}), vec!["customer:unknown_record"]),
        (json!({"probability_from": "stage", "success_probability": 20}), vec!["success_probability:derived"]),
        (json!({"industry": "x".repeat(501)}), vec!["industry:too_long"]),
    ];
    for (fields, wanted) in table {
        let mut new = json!({"success_probability": 0, "summary": "a", "description": "b"});
        new["customer_name"] = if fields.get("customer").is_some() { "".into() } else { "c".into() };
        new.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        assert_eq!(
            invalid(office.ann.call("opportunities.create", &json!({ "new": new }).to_string())),
            wanted,
            "{new}"
        );
        let update = json!({"id": made.id, "changes": fields});
        assert_eq!(invalid(office.ann.call("opportunities.update", &update.to_string())), wanted, "{update}");
    }
}

// SALE-2, PIPE-5: a chance that is derived isn't given, and naming one makes it one by hand.
#[test]
fn the_chance_comes_by_hand_or_is_derived() {
    let office = Office::new();
    let derived =
        json!({"new": {"customer_name": "a", "summary": "b", "description": "c", "probability_from": "score"}});
    let made = office.ann.call("opportunities.create", &derived.to_string()).unwrap();
    let made: Opportunity = serde_json::from_str(&made).unwrap();
    assert_eq!((made.success_probability, made.probability_from), (0, ProbabilityFrom::Score));
    let by_hand =
        json!({"new": {"customer_name": "a", "summary": "b", "description": "c", "probability_from": "by_hand"}});
    assert_eq!(
        invalid(office.ann.call("opportunities.create", &by_hand.to_string())),
        ["success_probability:required"]
    );
    let update = |changes| office.ann.opportunities().update(made.id, changes, None);
    let named = update(OpportunityUpdate { success_probability: Some(40), ..Default::default() }).unwrap();
    assert_eq!((named.success_probability, named.probability_from), (40, ProbabilityFrom::ByHand));
    let from = Some(ProbabilityFrom::Stage);
    let again = update(OpportunityUpdate { probability_from: from, ..Default::default() }).unwrap();
    assert_eq!((again.success_probability, again.probability_from), (0, ProbabilityFrom::Stage));
    let kept =
        update(OpportunityUpdate { probability_from: Some(ProbabilityFrom::ByHand), ..Default::default() }).unwrap();
    assert_eq!((kept.success_probability, kept.probability_from), (0, ProbabilityFrom::ByHand));
}

// SALE-2: the amount in the company's currency is that of the day on which the amount was written.
#[test]
fn the_base_amount_is_of_the_day() {
    let office = Office::new();
    let new = || NewOpportunity { amount: Some(money("100 USD")), ..new_opportunity("a") };
    let without = office.ann.opportunities().create(new(), None, None).unwrap();
    assert_eq!(without.base_amount, None);
    rate(&office, "USD", "2026-01-01", "7.05");
    assert_eq!(office.ann.opportunities().get(without.id).unwrap().base_amount, None);
    let with = office.ann.opportunities().create(new(), None, None).unwrap();
    assert_eq!(with.base_amount, Some(money("705.00 CNY")));
    rate(&office, "USD", "2026-01-02", "8");
    let other = OpportunityUpdate { summary: Some("b".into()), ..Default::default() };
    assert_eq!(office.ann.opportunities().update(with.id, other, None).unwrap().base_amount, Some(money("705.00 CNY")));
    let again = OpportunityUpdate { amount: Some(money("100 USD")), ..Default::default() };
    assert_eq!(office.ann.opportunities().update(with.id, again, None).unwrap().base_amount, Some(money("800.00 CNY")));
    let matching = json!({"matching": {"field": "base_amount", "ge": "800"}}).to_string();
    let listed: Value = serde_json::from_str(&office.ann.call("opportunities.list", &matching).unwrap()).unwrap();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
}

// SALE-2: the conditions of the list.
#[test]
fn the_list_is_narrowed_by_them() {
    let office = Office::new();
    let customer = office.customer();
    let (kind, origin) = (entry(&office.ann, "opportunity_kind", "续约"), entry(&office.ann, "origin", "网站"));
    let day = |text| Some(date(text));
    let make = |summary: &str, new: NewOpportunity| {
        office.ann.opportunities().create(NewOpportunity { summary: summary.into(), ..new }, None, None).unwrap();
    };
    make("A", NewOpportunity { kind: Some(kind), expected_close: day("2026-06-30"), ..of(customer.id) });
    make("B", NewOpportunity { origin: Some(origin), expected_close: day("2026-07-01"), ..new_opportunity("b") });
    make("C", new_opportunity("c"));
    let none = OpportunityFilter::default;
    let unknown = Some("0195b5e2-7f00-7000-8000-000000000001".parse().unwrap());
    for (filter, wanted) in [
        (OpportunityFilter { customer: Some(customer.id), ..none() }, vec!["A"]),
        (OpportunityFilter { customer: unknown, ..none() }, vec![]),
        (OpportunityFilter { kind: Some(kind), ..none() }, vec!["A"]),
        (OpportunityFilter { origin: Some(origin), ..none() }, vec!["B"]),
        (OpportunityFilter { expected_close_from: day("2026-07-01"), ..none() }, vec!["B"]),
        (OpportunityFilter { expected_close_to: day("2026-06-30"), ..none() }, vec!["A"]),
        (
            OpportunityFilter {
                expected_close_from: day("2026-06-30"),
                expected_close_to: day("2026-07-01"),
                ..none()
            },
            vec!["B", "A"],
        ),
    ] {
        assert_eq!(found(&office, filter.clone()), wanted, "{filter:?}");
    }
}

// SALE-3: the name is the customer's, its present one, in answers and filters; another one is refused.
#[test]
fn one_that_names_a_customer_bears_its_name() {
    let office = Office::new();
    let customer = office.customer();
    let made = office.ann.opportunities().create(of(customer.id), None, None).unwrap();
    assert_eq!((made.customer, made.customer_name.as_str()), (Some(customer.id), "华东精密机械"));
    // As the host's system may leave the name out.
    let json = json!({"new": {"customer": customer.id, "success_probability": 1, "summary": "b", "description": "c"}});
    assert!(office.ann.call("opportunities.create", &json.to_string()).is_ok());
    let folded = NewOpportunity { customer_name: "華东精密机械".into(), ..of(customer.id) };
    assert_eq!(invalid(office.ann.opportunities().create(folded, None, None)), ["customer_name:differs_from_customer"]);
    let wide = NewOpportunity { customer_name: "华东精密机械 ".into(), ..of(customer.id) };
    assert!(office.ann.opportunities().create(wide, None, None).is_ok());
    let renamed = CustomerUpdate { name: Some("华东重工".into()), ..Default::default() };
    office.ann.customers().update(customer.id, renamed, None).unwrap();
    let after = office.ann.opportunities().get(made.id).unwrap();
    assert_eq!((after.customer_name.as_str(), after.version), ("华东重工", made.version));
    let by_name = |name: &str| OpportunityFilter { customer_name: Some(name.into()), ..Default::default() };
    assert_eq!(found(&office, by_name("重工")).len(), 3);
    assert_eq!(found(&office, by_name("精密")).len(), 0);
    let update = |changes| office.ann.opportunities().update(made.id, changes, None);
    let other = OpportunityUpdate { customer_name: Some("江南".into()), ..Default::default() };
    assert_eq!(invalid(update(other.clone())), ["customer_name:differs_from_customer"]);
    // Let go, it keeps the name, which is its own then.
    let clear = Some(vec!["customer".to_owned()]);
    let free = update(OpportunityUpdate { clear: clear.clone(), ..Default::default() }).unwrap();
    assert_eq!((free.customer, free.customer_name.as_str()), (None, "华东重工"));
    update(other).unwrap();
    let named = update(OpportunityUpdate { customer: Some(customer.id), ..Default::default() }).unwrap();
    assert_eq!((named.customer, named.customer_name.as_str()), (Some(customer.id), "华东重工"));
}

// SALE-3: a lost customer can't be named; what is open when it is lost goes on, and wins.
#[test]
fn a_lost_customer_is_not_named() {
    let office = Office::new();
    let customer = office.customer();
    let open = assigned_of(&office, customer.id);
    office.lose(customer.id);
    assert_eq!(invalid(office.ann.opportunities().create(of(customer.id), None, None)), ["customer:lost"]);
    let other = office.opportunity();
    let changes = OpportunityUpdate { customer: Some(customer.id), ..Default::default() };
    assert_eq!(invalid(office.ann.opportunities().update(other.id, changes, None)), ["customer:lost"]);
    let won = office.ben.opportunities().develop(open.id, None, None, None, None).unwrap();
    assert_eq!((won.status, won.customer), (OpportunityStatus::Developed, Some(customer.id)));
}

// SALE-5: with a customer none is created, and the id of one is refused; `into` names one for an opportunity that names none.
#[test]
fn developing_for_a_customer_makes_none() {
    let office = Office::new();
    let customer = office.customer();
    let count = || office.ann.customers().list(None, None, None).unwrap().items.len();
    let open = assigned_of(&office, customer.id);
    let id: CustomerId = "0195b5e2-7f00-7000-8000-000000000009".parse().unwrap();
    let develop = |id, customer, into| office.ben.opportunities().develop(id, None, customer, into, None);
    assert_eq!(invalid(develop(open.id, Some(id), None)), ["customer:not_applicable"]);
    assert_eq!(invalid(develop(open.id, None, Some(customer.id))), ["into:not_applicable"]);
    let won = develop(open.id, None, None).unwrap();
    assert_eq!((won.status, won.customer, count()), (OpportunityStatus::Developed, Some(customer.id), 1));
    let lead = office.assigned();
    assert_eq!(invalid(develop(lead.id, Some(id), Some(customer.id))), ["customer:not_applicable"]);
    assert_eq!(invalid(develop(lead.id, None, Some(id))), ["into:unknown_record"]);
    let renamed = CustomerUpdate { name: Some("华东重工".into()), ..Default::default() };
    office.ann.customers().update(customer.id, renamed, None).unwrap();
    let won = develop(lead.id, None, Some(customer.id)).unwrap();
    assert_eq!((won.customer, won.customer_name.as_str(), count()), (Some(customer.id), "华东重工", 1));
    // One that makes its customer keeps the name that it had (PLAN-5).
    let own = office.assigned();
    let own = develop(own.id, None, None).unwrap();
    assert_eq!(count(), 2);
    let renamed = CustomerUpdate {
        name: Some("别的".into()),
        region: Some(entry(&office.ann, "region", "华东")),
        ..Default::default()
    };
    office.integration.customers().update(own.customer.unwrap(), renamed.clone(), None).ok();
    office.manager.customers().update(own.customer.unwrap(), renamed, None).ok();
    assert_eq!(office.ann.opportunities().get(own.id).unwrap().customer_name, "华东精密机械");
    // What failed stays the customer's.
    let lost = assigned_of(&office, customer.id);
    let lost = office.ben.opportunities().fail(lost.id, None, None, None, None).unwrap();
    assert_eq!(lost.customer, Some(customer.id));
}

// SALE-7: while it is assigned, the estimates and nothing else; closed, nothing.
#[test]
fn estimates_are_revised_while_it_is_assigned() {
    let office = Office::new();
    let before = office.assigned();
    let changes = OpportunityRevision {
        amount: Some(money("9000 CNY")),
        expected_close: Some(date("2026-07-31")),
        success_probability: Some(80),
        forecast_category: Some(ForecastCategory::Commit),
        kind: Some(entry(&office.ann, "opportunity_kind", "新客户")),
        next_step: Some("签约".into()),
        ..Default::default()
    };
    let after = office.ben.opportunities().revise(before.id, changes.clone()).unwrap();
    assert_eq!((after.success_probability, after.version), (80, before.version + 1));
    assert_eq!(after.base_amount, Some(money("9000.00 CNY")));
    assert_eq!(after.kind.as_ref().map(|kind| kind.item.as_str()), Some("新客户"));
    assert_eq!(office.ann.opportunities().get(before.id).unwrap(), after);
    // The same again changes nothing; a stale version is refused, and what is none of the estimates unknown.
    assert_eq!(office.manager.opportunities().revise(before.id, changes.clone()).unwrap(), after);
    let stale = OpportunityRevision { version: Some(1), ..changes.clone() };
    assert_eq!(refused(office.ben.opportunities().revise(before.id, stale)), "conflict");
    for field in ["summary", "customer_name", "contact_phone", "contact_email", "customer", "source"] {
        let other = json!({"id": before.id, "changes": {field: "x"}}).to_string();
        assert_eq!(invalid(office.ben.call("opportunities.revise", &other)), [format!("{field}:unknown_field")]);
    }
    let derived = OpportunityRevision { probability_from: Some(ProbabilityFrom::Stage), ..changes.clone() };
    assert_eq!(invalid(office.ben.opportunities().revise(before.id, derived)), ["success_probability:derived"]);
    office.ben.opportunities().fail(before.id, None, None, None, None).unwrap();
    assert_eq!(refused(office.ben.opportunities().revise(before.id, changes)), "illegal_transition");
}

// SALE-11: open ones that want attention, with all reasons, by the days of the company.
#[test]
fn what_wants_attention_is_listed_with_why() {
    use AlertReason::*;
    let office = Office::new();
    let day = |text| Some(date(text));
    for (summary, expected_close, next_step_on) in [
        ("A", day("2026-03-01"), day("2026-03-02")),
        ("B", day("2026-03-02"), day("2026-03-01")),
        ("C", None, day("2026-03-20")),
    ] {
        let new = NewOpportunity { expected_close, next_step_on, ..new_opportunity(summary) };
        office.ann.opportunities().create(NewOpportunity { summary: summary.into(), ..new }, None, None).unwrap();
    }
    let closed = office.assigned();
    office.ben.opportunities().fail(closed.id, None, None, None, None).unwrap();
    let alerts = |by: &Session| -> Vec<(String, Vec<AlertReason>)> {
        let page = by.opportunities().alerts(None, None, None).unwrap();
        page.items.into_iter().map(|one| (one.opportunity.summary, one.reasons)).collect()
    };
    let wanted = |rows: &[(&str, &[AlertReason])]| -> Vec<(String, Vec<AlertReason>)> {
        rows.iter().map(|(summary, reasons)| ((*summary).to_owned(), reasons.to_vec())).collect()
    };
    assert_eq!(alerts(&office.ann), wanted(&[("B", &[NoNextStep]), ("A", &[Overdue])]));
    // The day on which nothing was done for fourteen days.
    office.clock.set("2026-03-16T01:00:00Z");
    let all = wanted(&[("C", &[Idle]), ("B", &[Overdue, NoNextStep, Idle]), ("A", &[Overdue, NoNextStep, Idle])]);
    assert_eq!(alerts(&office.executive), all);
    let changes = crm_core::settings::SettingsUpdate { idle_days: Some(15), ..Default::default() };
    office.admin.settings().update(changes).unwrap();
    let later = wanted(&[("B", &[Overdue, NoNextStep]), ("A", &[Overdue, NoNextStep])]);
    assert_eq!(alerts(&office.manager), later);
    assert_eq!(refused(office.stranger.opportunities().alerts(None, None, None)), "forbidden");
}

// SALE-5: the contact becomes one of the customer's, unless they are one; to a lost customer none is added.
#[test]
fn the_contact_becomes_one_of_the_customer() {
    let office = Office::new();
    let customer = office.customer();
    let contacts = || -> Vec<(Option<String>, Option<String>, Option<String>)> {
        let page = office.ann.contacts().list(Some(customer.id), None, None, None).unwrap();
        page.items.into_iter().map(|one| (one.name, one.office_phone, one.email)).collect()
    };
    let win = |name: Option<&str>, phone: Option<&str>, email: Option<&str>| {
        let some = |text: Option<&str>| text.map(str::to_owned);
        let person = NewOpportunity { contact_name: some(name), contact_phone: some(phone), ..of(customer.id) };
        let made = office
            .ann
            .opportunities()
            .create(NewOpportunity { contact_email: some(email), ..person }, None, None)
            .unwrap();
        office.manager.opportunities().assign(made.id, user(&office.ben), None, None).unwrap();
        made.id
    };
    let develop = |id| office.ben.opportunities().develop(id, None, None, None, None).map(drop).unwrap();
    for (name, phone, email, wanted) in [
        (None, Some("021-5555 0101"), None, 0),
        (Some("王芳"), Some("021-5555 0101"), Some("wang@example.com"), 1),
        // The same number, or the same address, under the same name.
        (Some("王芳"), Some("(021) 5555-0101"), None, 1),
        (Some("王芳"), None, Some("WANG@example.com"), 1),
        (Some("王芳"), None, None, 2),
        (Some("李强"), Some("021-5555 0101"), None, 3),
    ] {
        develop(win(name, phone, email));
        assert_eq!(contacts().len(), wanted, "{name:?} {phone:?} {email:?}");
    }
    assert_eq!(contacts()[0], (Some("王芳".into()), Some("021-5555 0101".into()), Some("wang@example.com".into())));
    let open = win(Some("赵云"), Some("1"), None);
    office.lose(customer.id);
    develop(open);
    assert_eq!(contacts().len(), 3);
}

// SALE-11: stuck is what is longer in its stage than that says, by the company's days; moving begins anew.
#[test]
fn what_is_too_long_in_its_stage_is_stuck() {
    let office = Office::new();
    let stage = |name: &str, days: Option<i64>| match days {
        Some(days) => json!({"name": name, "probability": 10, "forecast_category": "pipeline", "max_days": days}),
        None => json!({"name": name, "probability": 10, "forecast_category": "pipeline"}),
    };
    let document = json!({"stages": [stage("甲", Some(3)), stage("乙", Some(10)), stage("丙", None)]});
    crate::pipelines::put(&office.manager, "大客户", &document).unwrap();
    let next_step_on = Some(date("2026-12-31"));
    let made = |summary: &str| {
        let new = NewOpportunity { summary: summary.into(), next_step_on, ..new_opportunity("华东精密机械") };
        let id = office.ann.opportunities().create(new, None, None).unwrap().id;
        office.manager.opportunities().assign(id, user(&office.ben), None, Some("大客户".into())).unwrap().id
    };
    let (one, two) = (made("A"), made("B"));
    let changes = crm_core::settings::SettingsUpdate { idle_days: Some(100), ..Default::default() };
    office.admin.settings().update(changes).unwrap();
    let stages = crate::pipelines::stages(&office, "大客户");
    let stuck = || -> Vec<String> {
        let page = office.manager.opportunities().alerts(None, None, None).unwrap();
        let found = page.items.into_iter().inspect(|one| assert_eq!(one.reasons, [AlertReason::Stuck]));
        found.map(|one| one.opportunity.summary).collect()
    };
    // The evening of the third day in Shanghai, and the midnight behind it.
    office.clock.set("2026-03-05T15:59:59Z");
    assert!(stuck().is_empty());
    office.clock.set("2026-03-05T16:00:00Z");
    assert_eq!(stuck(), ["B", "A"]);
    office.manager.opportunities().move_stage(one, stages[1], None).unwrap();
    assert_eq!(stuck(), ["B"]);
    office.manager.opportunities().move_stage(two, stages[2], None).unwrap();
    assert!(stuck().is_empty());
    office.clock.set("2026-03-16T16:00:00Z");
    assert_eq!(stuck(), ["A"]);
    office.ben.opportunities().fail(one, None, None, None, None).unwrap();
    assert!(stuck().is_empty());
}

// SALE-1: a lead is an unassigned opportunity, and nothing else: it is one until it is assigned, and again when it is given back.
#[test]
fn leads_are_unassigned_opportunities() {
    let office = Office::new();
    let leads = || {
        found(&office, OpportunityFilter { status: Some(OpportunityStatus::Unassigned), ..Default::default() }).len()
    };
    let made = office.ann.opportunities().create(new_opportunity("东方"), None, None).unwrap();
    assert_eq!((made.status, leads()), (OpportunityStatus::Unassigned, 1));
    office.manager.opportunities().assign(made.id, user(&office.ben), None, None).unwrap();
    assert_eq!(leads(), 0);
    office.ben.opportunities().release(made.id, "没时间".into(), None).unwrap();
    assert_eq!(leads(), 1);
    let objects: Vec<String> = office.admin.meta().objects().unwrap().into_iter().map(|object| object.name).collect();
    assert!(
        objects.iter().any(|name| name == "opportunity") && !objects.iter().any(|name| name == "lead"),
        "{objects:?}"
    );
}
