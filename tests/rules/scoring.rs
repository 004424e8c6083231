//! SCORE-1 … SCORE-6: scores learned from closed opportunities, and those that rules give.

use crm_core::customers::{CustomerUpdate, NewCustomer};
use crm_core::departments::NewDepartment;
use crm_core::objects::RecordKey;
use crm_core::opportunities::*;
use crm_core::prelude::*;
use crm_core::roles::{FieldRight, NewRole};
use crm_core::scoring::{ScoreCount, ScoreExplanation};
use crm_core::settings::SettingsUpdate;
use crm_core::users::{NewUser, UserUpdate};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::support::*;

/// Scores go by these fields from now on.
fn go_by(office: &Office, fields: &[&str]) {
    let fields = Some(fields.iter().map(|field| (*field).to_owned()).collect());
    office.admin.settings().update(SettingsUpdate { score_fields: fields, ..Default::default() }).unwrap();
}

/// A lead with these fields beside.
fn lead(office: &Office, fields: Json) -> Opportunity {
    let mut new = json!({"customer_name": "华东精密机械", "summary": "数控机床", "description": "更换", "success_probability": 30});
    if fields.get("probability_from").is_some() {
        new.as_object_mut().unwrap().remove("success_probability");
    }
    new.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let made = office.ann.call("opportunities.create", &json!({ "new": new }).to_string()).unwrap();
    let made: Json = serde_json::from_str(&made).unwrap();
    office.ann.opportunities().get(made["id"].as_str().unwrap().parse().unwrap()).unwrap()
}

fn win(office: &Office, of: &Opportunity) -> Opportunity {
    if of.status == OpportunityStatus::Unassigned {
        office.manager.opportunities().assign(of.id, user(&office.ben), None, None).unwrap();
    }
    office.ben.opportunities().develop(of.id, None, None, None, None).unwrap()
}

fn lose(office: &Office, of: &Opportunity) -> Opportunity {
    let other = entry(&office.ann, "lost_reason", "其他");
    office.manager.opportunities().disqualify(of.id, other, None, None).unwrap()
}

fn score(text: &str) -> Option<Decimal> {
    Some(decimal(text))
}

/// What is counted: field, name or value, won and lost.
fn counts(session: &Session, field: Option<&str>) -> Vec<(String, String, String, String)> {
    let told = |count: ScoreCount| {
        (count.field, count.label.unwrap_or(count.value), count.won.to_string(), count.lost.to_string())
    };
    session.scoring().counts(None, field.map(str::to_owned)).unwrap().into_iter().map(told).collect()
}

fn explained(session: &Session, of: &Opportunity) -> ScoreExplanation {
    session.opportunities().explain_score(of.id).unwrap()
}

/// What pulls one way: field, name or value, pull.
fn pulls(factors: &[crm_core::scoring::ScoreFactor]) -> Vec<(String, String, String)> {
    let told = |factor: &crm_core::scoring::ScoreFactor| {
        let value = factor.label.clone().unwrap_or_else(|| factor.value.clone());
        (factor.field.clone(), value, factor.pull.to_string())
    };
    factors.iter().map(told).collect()
}

fn tag(office: &Office, name: &str) {
    let document = json!({"colour": "#1A2B3C"}).to_string().parse().unwrap();
    office.manager.setup().put("tag".into(), name.into(), document, None, None, None).unwrap();
}

fn put_on(office: &Office, of: &Opportunity, tags: &[&str]) {
    let record = RecordKey { object: "opportunity".into(), id: of.id.into() };
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    office.manager.tags().set(record, Some(tags), None).unwrap();
}

fn is_well(office: &Office) {
    let before = office.admin.scoring().counts(None, None).unwrap();
    let report = office.admin.maintenance().check().unwrap();
    assert!(report.ok, "{:?}", report.findings);
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(office.admin.scoring().counts(None, None).unwrap(), before);
}

// SCORE-1, SCORE-2, SCORE-3: the example of the rule: won web; lost web, fair; an open web lead.
#[test]
fn the_example_is_scored_as_written() {
    let office = Office::new();
    go_by(&office, &["origin"]);
    let (web, fair) = (entry(&office.ann, "origin", "网站"), entry(&office.ann, "origin", "展会"));
    let leads = [web, web, fair].map(|origin| lead(&office, json!({ "origin": origin })));
    // Without a closed one there is no score.
    assert!(leads.iter().all(|lead| lead.score.is_none()));
    let won = win(&office, &leads[0]);
    let lost = lose(&office, &leads[1]);
    lose(&office, &leads[2]);
    assert_eq!((won.score, lost.score), (score("100"), score("0")));
    let open = lead(&office, json!({ "origin": web }));
    assert_eq!(open.score, score("48.99"));
    let told = |one: (&str, &str, &str, &str)| (one.0.to_owned(), one.1.to_owned(), one.2.to_owned(), one.3.to_owned());
    assert_eq!(counts(&office.manager, Some("closed")), [told(("closed", "", "1.1", "2.1"))]);
    let mut origins = counts(&office.admin, Some("origin"));
    origins.sort();
    assert_eq!(origins, [told(("origin", "展会", "0.1", "1.1")), told(("origin", "网站", "1.1", "1.1"))]);
    // The stages of what was won, and none of what was disqualified.
    let stages = counts(&office.manager, Some("stage"));
    assert_eq!(stages.len(), 4);
    assert!(stages.iter().all(|(_, _, won, lost)| (won.as_str(), lost.as_str()) == ("1.1", "0.1")), "{stages:?}");
    // SCORE-5: 1.1/1.2 against 1.1/2.2.
    let explained = explained(&office.manager, &open);
    assert_eq!(explained.score, score("48.99"));
    assert_eq!(pulls(&explained.strengths), [("origin".into(), "网站".into(), "0.647059".into())]);
    let factor = &explained.strengths[0];
    assert_eq!((factor.won_share, factor.lost_share), (decimal("0.916667"), decimal("0.5")));
    assert_eq!(pulls(&explained.weaknesses), []);
    is_well(&office);
    // Others follow at their own next change: the score of one that was there stays until then.
    lose(&office, &lead(&office, json!({ "origin": web })));
    assert_eq!(office.ann.opportunities().get(open.id).unwrap().score, score("48.99"));
    let changes = OpportunityUpdate { summary: Some("数控机床 13 台".into()), ..Default::default() };
    let changed = office.ann.opportunities().update(open.id, changes, None).unwrap();
    // 1.1/4.2 × 1.1/1.2 against 3.1/4.2 × 2.1/3.2.
    assert_eq!((changed.score, changed.version), (score("33.14"), 2));
    assert_eq!(office.ann.opportunities().get(open.id).unwrap(), changed);
    let from = |text: &str| {
        let filter = OpportunityFilter {
            score_from: Some(decimal(text)),
            status: Some(OpportunityStatus::Unassigned),
            ..Default::default()
        };
        office.manager.opportunities().list(Some(filter), None, None).unwrap().items.len()
    };
    assert_eq!((from("33.14"), from("33.15")), (1, 0));
}

// SCORE-3: for the stage what came so far of what was in the first one, where both are counted.
#[test]
fn a_stage_is_measured_by_the_first_one() {
    let office = Office::new();
    go_by(&office, &[]);
    let assigned = || office.assigned();
    let stages: Vec<StageId> = {
        let board =
            office.manager.opportunities().board("销售".into(), None, None, None, None, None, None, None).unwrap();
        board.columns.iter().map(|column| column.stage.id).collect()
    };
    win(&office, &assigned());
    for stage in [0, 0, 2] {
        let one = assigned();
        if stage > 0 {
            office.ben.opportunities().move_stage(one.id, stages[stage], None).unwrap();
        }
        office.ben.opportunities().fail(one.id, None, None, None, None).unwrap();
    }
    // W 1.1, L 3.1; first 1.1/3.1, third 1.1/1.1.
    let open = assigned();
    assert_eq!(open.score, score("26.19"));
    assert_eq!(pulls(&explained(&office.ben, &open).weaknesses), []);
    let moved = office.ben.opportunities().move_stage(open.id, stages[2], None).unwrap();
    // 1.1/4.2 × 1 against 3.1/4.2 × 1.1/3.1.
    assert_eq!(moved.score, score("50"));
    let explained = explained(&office.ben, &moved);
    assert_eq!(pulls(&explained.strengths), [("stage".into(), "方案报价".into(), "0.645161".into())]);
    // A lead has no stage, and no factor of one.
    assert_eq!(office.opportunity().score, score("26.19"));
    let released = office.ben.opportunities().release(open.id, "没时间".into(), None).unwrap();
    assert_eq!(released.score, score("26.19"));
    is_well(&office);
}

// SCORE-2, SCORE-3, SCORE-4: the department of the close; one that has no count goes by the sum of all; a deleted one gives its own to none.
#[test]
fn departments_learn_by_themselves() {
    let office = Office::new();
    go_by(&office, &["industry"]);
    let department = |name: &str| {
        let new = NewDepartment { name: name.into(), ..Default::default() };
        office.admin.departments().create(new, None).unwrap().id
    };
    let (north, south) = (department("华北"), department("华南"));
    let joins = |of: Option<crm_core::departments::DepartmentId>| {
        let clear = of.is_none().then(|| vec!["department".to_owned()]);
        let changes = UserUpdate { department: of, clear, ..Default::default() };
        office.admin.users().update(user(&office.ben), changes).unwrap();
    };
    let make = |industry: &str, won: bool| {
        let one = lead(&office, json!({ "industry": industry }));
        let one = office.manager.opportunities().assign(one.id, user(&office.ben), None, None).unwrap();
        if won {
            win(&office, &one)
        } else {
            office.ben.opportunities().fail(one.id, None, None, None, None).unwrap()
        };
    };
    joins(Some(north));
    make("机械", true);
    make("机械", true);
    make("化工", false);
    joins(Some(south));
    let other = lead(&office, json!({"industry": "机械"}));
    let other = office.manager.opportunities().assign(other.id, user(&office.ben), None, None).unwrap();
    // Of the south nothing is counted: W 2.1, L 1.1; stages alike; 2.1/2.2 against 0.1/1.2.
    assert_eq!(other.score, score("95.63"));
    make("机械", false);
    let changes = OpportunityRevision { industry: Some("化工".into()), ..Default::default() };
    let own = office.ben.opportunities().revise(other.id, changes).unwrap();
    // W 0.1, L 1.1, and no count of 化工 there: 8.33.
    assert_eq!(own.score, score("8.33"));
    let of = explained(&office.ben, &own).department.unwrap();
    assert_eq!((of.id, of.name.as_str()), (south, "华南"));
    let counted = |department| office.manager.scoring().counts(department, None).unwrap();
    assert_eq!(counted(Some(south)).iter().find(|one| one.field == "closed").unwrap().lost, decimal("1.1"));
    joins(None);
    make("机械", true);
    for gone in [north, south] {
        office.admin.departments().delete(gone, None).unwrap();
        assert_eq!(office.admin.maintenance().check().unwrap().findings, Vec::<String>::new());
        is_well(&office);
    }
    let closed: Vec<_> = counted(None).into_iter().filter(|one| one.field == "closed").collect();
    assert_eq!(closed.len(), 1);
    assert_eq!((&closed[0].department, closed[0].won, closed[0].lost), (&None, decimal("3.1"), decimal("2.1")));
}

// SCORE-2, SCORE-3: a tag counts where it was there fifty times in all; each is a factor; merged and deleted ones are counted anew.
#[test]
fn a_tag_counts_from_fifty_on() {
    let office = Office::new();
    go_by(&office, &["tags"]);
    for name in ["急", "大单", "旧"] {
        tag(&office, name);
    }
    let close = |tags: &[&str], won: bool| {
        let one = lead(&office, json!({}));
        put_on(&office, &one, tags);
        if won {
            win(&office, &one)
        } else {
            lose(&office, &one)
        };
    };
    // 48 and the 0.2 that it began with are 48.2, 49.2 and 50.2 …
    for _ in 0..40 {
        close(&["急"], true);
    }
    for _ in 0..9 {
        close(&["急"], false);
    }
    close(&[], false);
    let open = lead(&office, json!({}));
    let scored = |of: &Opportunity| office.ann.opportunities().get(of.id).unwrap().score;
    let plain = open.score;
    put_on(&office, &open, &["急"]);
    // 49.2 is too little.
    assert_eq!(scored(&open), plain);
    assert_eq!(pulls(&explained(&office.manager, &open).strengths), []);
    close(&["急", "大单"], true);
    put_on(&office, &open, &["大单"]);
    // It alone is in the sums by now: 1 on both sides.
    let plain = lead(&office, json!({})).score;
    assert_eq!(scored(&open), plain);
    // One tag becomes another: 大单 is 急 in what was closed, which says it once.
    office.manager.tags().merge("大单".into(), "急".into()).unwrap();
    let tags = counts(&office.manager, Some("tags"));
    assert_eq!(tags, [("tags".to_owned(), "急".to_owned(), "41.1".to_owned(), "9.1".to_owned())]);
    is_well(&office);
    // Two of them that count: 急 pulls towards winning, 旧 towards losing.
    for _ in 0..50 {
        close(&["旧"], false);
    }
    let open = lead(&office, json!({}));
    put_on(&office, &open, &["急"]);
    let explained = explained(&office.manager, &open);
    assert_eq!(explained.strengths[0].label.as_deref(), Some("急"));
    assert_eq!(explained.strengths[0].won_share, decimal("0.997573"));
    put_on(&office, &open, &["旧"]);
    let factors = office.manager.opportunities().explain_score(open.id).unwrap();
    assert_eq!((factors.strengths.len(), factors.weaknesses.len()), (1, 1));
    is_well(&office);
}

// SCORE-2: other fields, other opportunities: counted anew, and to the same as a rebuild.
#[test]
fn other_settings_count_anew() {
    let office = Office::new();
    tag(&office, "急");
    let web = entry(&office.ann, "origin", "网站");
    let one = lead(&office, json!({"origin": web, "industry": "机械", "contact_phone": "021-5555 0100"}));
    put_on(&office, &one, &["急"]);
    win(&office, &one);
    office.clock.set("2026-03-09T01:00:00Z");
    lose(&office, &lead(&office, json!({"contact_email": "wang.fang@example.com", "contact_phone": "12"})));
    let fields = |session: &Session| {
        let mut fields: Vec<String> =
            counts(session, None).into_iter().map(|one| format!("{} {}", one.0, one.1)).collect();
        fields.retain(|field| !field.starts_with("stage"));
        fields.sort();
        fields
    };
    let all = [
        "closed ",
        "email_state empty",
        "email_state valid",
        "industry 机械",
        "origin 网站",
        "phone_state invalid",
        "phone_state valid",
        "tags 急",
    ];
    assert_eq!(fields(&office.manager), all);
    is_well(&office);
    // A tag that is put on or taken off behind the close changes nothing.
    let record = RecordKey { object: "opportunity".into(), id: one.id.into() };
    office.manager.tags().set(record, None, Some(vec!["急".into()])).unwrap();
    assert_eq!(fields(&office.manager), all);
    is_well(&office);
    go_by(&office, &["customer", "forecast_category", "assignee"]);
    assert_eq!(fields(&office.manager).len(), 3);
    is_well(&office);
    go_by(&office, &["tags", "industry"]);
    // What counts from now on is what closed ones have now.
    assert_eq!(fields(&office.manager), ["closed ", "industry 机械"]);
    is_well(&office);
    let since = |day: Option<&str>| {
        let clear = day.is_none().then(|| vec!["score_since".to_owned()]);
        let changes = SettingsUpdate { score_since: day.map(date), clear, ..Default::default() };
        office.admin.settings().update(changes).unwrap();
        is_well(&office);
        fields(&office.manager)
    };
    assert_eq!(since(Some("2026-03-09")), ["closed "]);
    // A day of the company begins elsewhere with another zone.
    let zone = SettingsUpdate { time_zone: Some("Pacific/Kiritimati".into()), ..Default::default() };
    office.admin.settings().update(zone).unwrap();
    is_well(&office);
    assert_eq!(since(Some("2026-03-10")), Vec::<String>::new());
    assert_eq!(lead(&office, json!({})).score, None);
    assert_eq!(since(None), ["closed ", "industry 机械"]);
    let wrong = |fields: &[&str]| {
        let fields = Some(fields.iter().map(|field| (*field).to_owned()).collect());
        invalid(office.admin.settings().update(SettingsUpdate { score_fields: fields, ..Default::default() }))
    };
    assert_eq!(
        wrong(&["origin", "origin", "summary", "stage", "status", "amount", "custom.tier", "nothing"]),
        [
            "score_fields[1]:not_unique",
            "score_fields[2]:unknown_field",
            "score_fields[3]:unknown_field",
            "score_fields[4]:unknown_field",
            "score_fields[5]:unknown_field",
            "score_fields[6]:unknown_field",
            "score_fields[7]:unknown_field"
        ]
    );
}

// SCORE-1, PIPE-5: a chance of success that is the score follows it, rounded half up; 0 while there is none.
#[test]
fn the_chance_follows_the_score() {
    let office = Office::new();
    go_by(&office, &["industry"]);
    let by_score = json!({"probability_from": "score", "industry": "机械"});
    let first = lead(&office, by_score.clone());
    assert_eq!((first.score, first.success_probability), (None, 0));
    win(&office, &lead(&office, json!({"industry": "机械"})));
    let second = lead(&office, by_score);
    assert_eq!((second.score, second.success_probability), (score("91.67"), 92));
    let revised = office.manager.opportunities().assign(first.id, user(&office.ben), None, None).unwrap();
    assert_eq!((revised.score, revised.success_probability), (score("91.67"), 92));
    let by_hand = OpportunityRevision { success_probability: Some(10), ..Default::default() };
    let revised = office.ben.opportunities().revise(first.id, by_hand).unwrap();
    assert_eq!((revised.success_probability, revised.probability_from), (10, ProbabilityFrom::ByHand));
    let again = OpportunityRevision { probability_from: Some(ProbabilityFrom::Score), ..Default::default() };
    let revised = office.ben.opportunities().revise(first.id, again).unwrap();
    assert_eq!(revised.success_probability, 92);
    // What is won is 100, and its chance as it was.
    let won = win(&office, &revised);
    assert_eq!((won.score, won.success_probability), (score("100"), 92));
}

// SCORE-4: every night at 02:30 all is counted anew, and what is open is scored by it; derived values leave no row.
#[test]
fn every_night_all_are_scored() {
    let office = Office::new();
    go_by(&office, &[]);
    let open = office.opportunity();
    let jobs = office.integration.jobs();
    assert_ne!(jobs.next_due().unwrap().job.as_str(), "scores");
    win(&office, &office.assigned());
    let due = jobs.next_due().unwrap();
    assert_eq!((due.job.as_str(), due.due_at.to_rfc3339().as_str()), ("scores", "2026-03-02T18:30:00+00:00"));
    assert_eq!(office.ann.opportunities().get(open.id).unwrap().score, None);
    office.clock.set("2026-03-02T18:30:00Z");
    let run: Vec<_> = jobs.run_due(None).unwrap().into_iter().filter(|run| run.job.as_str() == "scores").collect();
    assert_eq!((run.len(), run[0].changed), (1, 1));
    let scored = office.ann.opportunities().get(open.id).unwrap();
    assert_eq!((scored.score, scored.version), (score("91.67"), open.version));
    office.clock.set("2026-03-03T18:30:00Z");
    let run: Vec<_> = jobs.run_due(None).unwrap().into_iter().filter(|run| run.job.as_str() == "scores").collect();
    assert_eq!(run[0].changed, 0);
    let story = office.admin.audit().list(None, None).unwrap();
    assert!(story.items.iter().all(|row| row.operation != "scoring.counts"));
    // A rebuild does the same.
    lose(&office, &office.opportunity());
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(office.ann.opportunities().get(open.id).unwrap().score, score("50"));
}

fn rule(office: &Office, name: &str, document: Json) -> Result<crm_core::setup::SetupDocument> {
    office.manager.setup().put(
        "score_rule".into(),
        name.into(),
        document.to_string().parse().unwrap(),
        None,
        None,
        None,
    )
}

// SCORE-6: the sum of the points of those that hold, by name; kept with each change; lists sort by it.
#[test]
fn rules_give_points() {
    let office = Office::new();
    let old = office.customer();
    assert_eq!((old.rule_score, office.opportunity().rule_score), (None, None));
    let of = |of: &str, filter: Json, points: i64| json!({"of": of, "filter": filter, "points": points});
    rule(&office, "c 机械", of("customer", json!({"field": "industry", "empty": false}), 20)).unwrap();
    rule(&office, "a 有邮箱", of("customer", json!({"field": "email", "empty": false}), -5)).unwrap();
    rule(&office, "机械", of("opportunity", json!({"field": "industry", "empty": false}), 7)).unwrap();
    rule(&office, "大客户", of("opportunity", json!({"field": "customer.industry", "empty": false}), 1_000)).unwrap();
    let wrong = of("customer", json!({"field": "nothing", "is": 1}), 1_001);
    assert_eq!(invalid(rule(&office, "x", wrong)), ["points:out_of_range", "filter.field:unknown_field"]);
    // Who is there is brought to the rules behind the call.
    let jobs = office.integration.jobs();
    while jobs.next_due().unwrap().job.as_str() == "rule_scores" {
        jobs.run_due(None).unwrap();
    }
    assert_eq!(office.ann.customers().get(old.id).unwrap().rule_score, Some(0));
    let new = NewCustomer { industry: Some("机械".into()), ..new_customer(&office.ann, "江南水泵") };
    let made = office.ann.customers().create(new, None, None).unwrap();
    assert_eq!(made.rule_score, Some(20));
    let changes = CustomerUpdate { email: Some("info@example.com".into()), ..Default::default() };
    let changed = office.ann.customers().update(made.id, changes, None).unwrap();
    assert_eq!((changed.rule_score, changed.version), (Some(15), 2));
    assert_eq!(office.ann.customers().get(made.id).unwrap(), changed);
    let one = lead(&office, json!({"industry": "机械", "customer": made.id, "customer_name": ""}));
    assert_eq!(one.rule_score, Some(1_007));
    let explained = explained(&office.manager, &one);
    let named: Vec<_> = explained.rules.iter().map(|rule| (rule.rule.as_str(), rule.points)).collect();
    assert_eq!((explained.rule_score, named), (Some(1_007), vec![("大客户", 1_000), ("机械", 7)]));
    let listed =
        office.manager.objects().list("customer".into(), None, Some(vec!["-rule_score".into()]), None, None).unwrap();
    let names: Vec<_> = listed.items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(names, ["江南水泵", "华东精密机械"]);
    // Without rules nobody has any.
    for name in ["c 机械", "a 有邮箱"] {
        office.manager.setup().delete("score_rule".into(), name.into()).unwrap();
    }
    assert!(office.admin.maintenance().rebuild().unwrap().ok);
    assert_eq!(office.ann.customers().get(made.id).unwrap().rule_score, None);
}

// SCORE-5: who may ask, what they are not told, and what is no strength or weakness.
#[test]
fn a_score_is_explained_to_who_may_read_it() {
    let office = Office::new();
    go_by(&office, &["email_state", "phone_state", "origin"]);
    let (web, fair) = (entry(&office.ann, "origin", "网站"), entry(&office.ann, "origin", "展会"));
    // Those with an e-mail address are lost, those without a number won.
    for _ in 0..3 {
        win(&office, &lead(&office, json!({"origin": web})));
        lose(
            &office,
            &lead(&office, json!({"origin": fair, "contact_email": "a@example.com", "contact_phone": "13800000000"})),
        );
    }
    let bare = lead(&office, json!({"origin": fair}));
    let full = lead(&office, json!({"origin": web, "contact_email": "b@example.com", "contact_phone": "12"}));
    let told = explained(&office.manager, &bare);
    assert_eq!((pulls(&told.strengths).len(), told.weaknesses[0].label.as_deref()), (0, Some("展会")));
    let told = explained(&office.manager, &full);
    // A valid address is no weakness; a number that was never seen is no factor.
    assert_eq!((told.strengths[0].label.as_deref(), told.weaknesses.len()), (Some("网站"), 0));
    let assigned = office.manager.opportunities().assign(full.id, user(&office.ben), None, None).unwrap();
    for (name, session) in office.everyone() {
        let may = ["manager", "ann", "ben", "executive"].contains(&name);
        assert_eq!(session.opportunities().explain_score(assigned.id).is_ok(), may, "{name}");
        assert_eq!(session.scoring().counts(None, None).is_ok(), ["admin", "manager"].contains(&name), "{name}");
    }
    // Whose origin is withheld from them is told nothing of it, and who is not told the score is told nothing of that.
    let grant = ["opportunities.explain_score", "scoring.counts"].map(str::to_owned).to_vec();
    let role = office.admin.roles().create(NewRole { name: "looker".into(), grant: Some(grant) }, None).unwrap();
    let hide = |field: &str| {
        let (roles, field) = (office.admin.roles(), field.to_owned());
        roles.set_field(role.id, "opportunity".into(), field, FieldRight::Hidden, None).unwrap();
    };
    let new = NewUser {
        login: "li".into(),
        display_name: "李雷".into(),
        roles: Some(vec!["looker".into()]),
        ..Default::default()
    };
    let looker = office.crm.session(office.admin.users().create(new, None).unwrap().id).unwrap();
    assert!(explained(&looker, &assigned).strengths.iter().any(|factor| factor.field == "origin"));
    hide("origin");
    let told = explained(&looker, &assigned);
    assert!(told.score.is_some());
    assert!(told.strengths.iter().chain(&told.weaknesses).all(|factor| factor.field != "origin"));
    assert_eq!(counts(&looker, Some("origin")), []);
    hide("score");
    let told = explained(&looker, &assigned);
    assert_eq!((told.score, told.strengths.len(), told.weaknesses.len()), (None, 0, 0));
}
