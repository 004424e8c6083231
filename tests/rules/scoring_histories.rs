//! SCORE-2, SCORE-4: whatever happens, the counts are those of a rebuild, and those of a model that keeps what was closed.

use std::collections::{BTreeMap, BTreeSet};

use crm_core::departments::{DepartmentId, NewDepartment};
use crm_core::objects::RecordKey;
use crm_core::opportunities::*;
use crm_core::settings::SettingsUpdate;
use crm_core::users::UserUpdate;
use proptest::prelude::*;

use crate::fill::Filled;
use crate::support::*;

const TAGS: [&str; 3] = ["急", "大单", "旧"];
const INDUSTRIES: [&str; 2] = ["机械", "化工"];
const FIELDS: [&str; 3] = ["industry", "email_state", "tags"];

#[derive(Debug, Clone)]
enum Step {
    /// Closed: won, lost or disqualified; in which department; its industry, whether it has an e-mail address, its tags.
    Close(usize, usize, Option<usize>, bool, Vec<usize>),
    /// A tag on a closed one, put on or taken off.
    Tag(usize, usize),
    Merge(usize, usize),
    DeleteDepartment(usize),
    Fields(Vec<usize>),
    Since(Option<u32>),
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    let tags =
        || prop::collection::btree_set(0..TAGS.len(), 0..3).prop_map(|tags| tags.into_iter().collect::<Vec<_>>());
    prop_oneof![
        8 => (0..3_usize, 0..3_usize, prop::option::of(0..INDUSTRIES.len()), any::<bool>(), tags())
            .prop_map(|(how, department, industry, email, tags)| Step::Close(how, department, industry, email, tags)),
        2 => (0..20_usize, 0..TAGS.len()).prop_map(|(of, tag)| Step::Tag(of, tag)),
        1 => (0..TAGS.len(), 0..TAGS.len()).prop_map(|(from, into)| Step::Merge(from, into)),
        1 => (1..3_usize).prop_map(Step::DeleteDepartment),
        1 => prop::collection::vec(0..FIELDS.len(), 0..4).prop_map(|mut fields| {
            let mut seen = BTreeSet::new();
            fields.retain(|field| seen.insert(*field));
            Step::Fields(fields)
        }),
        1 => prop::option::of(2..6_u32).prop_map(Step::Since),
        1 => Just(Step::Wait),
    ]
}

/// A closed opportunity as the model keeps it.
struct Closed {
    id: OpportunityId,
    department: usize,
    won: bool,
    day: u32,
    /// What it said of each field when it was counted first.
    said: BTreeMap<&'static str, BTreeSet<String>>,
    industry: Option<&'static str>,
    email: bool,
    tags: BTreeSet<usize>,
    stages: usize,
}

impl Closed {
    fn says(&self, field: &str) -> BTreeSet<String> {
        match field {
            "industry" => self.industry.iter().map(|name| (*name).to_owned()).collect(),
            "email_state" => BTreeSet::from([if self.email { "valid" } else { "empty" }.to_owned()]),
            _ => self.tags.iter().map(|tag| TAGS[*tag].to_owned()).collect(),
        }
    }
}

/// Counts by department, field and value, in tenths.
type Counts = BTreeMap<(usize, String, String), (i64, i64)>;

struct Model {
    closed: Vec<Closed>,
    fields: Vec<&'static str>,
    since: Option<u32>,
    day: u32,
    gone: BTreeSet<usize>,
    tags: BTreeSet<usize>,
}

impl Model {
    fn counts(&self) -> Counts {
        let mut counts = Counts::new();
        for one in self.closed.iter().filter(|one| self.since.is_none_or(|since| one.day >= since)) {
            let mut add = |field: &str, value: String| {
                let count = counts.entry((one.department, field.to_owned(), value)).or_insert((1, 1));
                if one.won { count.0 += 10 } else { count.1 += 10 }
            };
            add("closed", String::new());
            for stage in 0..one.stages {
                add("stage", ["初步接触", "需求确认", "方案报价", "商务谈判"][stage].to_owned());
            }
            for (field, values) in &one.said {
                values.iter().for_each(|value| add(field, value.clone()));
            }
        }
        counts
    }
}

fn found(office: &Office, departments: &[DepartmentId]) -> Counts {
    let counts = office.manager.scoring().counts(None, None).unwrap();
    let tenths = |count: rust_decimal::Decimal| -> i64 { (count * rust_decimal::Decimal::TEN).try_into().unwrap() };
    let told = |count: crm_core::scoring::ScoreCount| {
        let department = count.department.map_or(0, |of| 1 + departments.iter().position(|id| *id == of.id).unwrap());
        let value = count.label.unwrap_or(count.value);
        ((department, count.field, value), (tenths(count.won), tenths(count.lost)))
    };
    counts.into_iter().map(told).collect()
}

fn set_tags(office: &Office, of: OpportunityId, add: &[usize], remove: &[usize]) {
    let record = RecordKey { object: "opportunity".into(), id: of.into() };
    let names = |tags: &[usize]| Some(tags.iter().map(|tag| TAGS[*tag].to_owned()).collect::<Vec<_>>());
    office.manager.tags().set(record, names(add), names(remove)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn counts_are_those_of_a_rebuild(steps in prop::collection::vec(step(), 1..24)) {
        let office = Office::new();
        let departments: Vec<DepartmentId> = ["华北", "华南"]
            .map(|name| {
                let new = NewDepartment { name: name.into(), ..Default::default() };
                office.admin.departments().create(new, None).unwrap().id
            })
            .to_vec();
        for name in TAGS {
            let document = r##"{"colour": "#1A2B3C"}"##.parse().unwrap();
            office.manager.setup().put("tag".into(), name.into(), document, None, None, None).unwrap();
        }
        let update = |changes: SettingsUpdate| office.admin.settings().update(changes).unwrap();
        update(SettingsUpdate { score_fields: Some(FIELDS.map(str::to_owned).to_vec()), ..Default::default() });
        let mut model = Model {
            closed: Vec::new(), fields: FIELDS.to_vec(), since: None, day: 2, gone: BTreeSet::new(),
            tags: (0..TAGS.len()).collect(),
        };
        let reason = entry(&office.ann, "lost_reason", "其他");
        for step in &steps {
            match step {
                Step::Close(how, department, industry, email, tags) => {
                    let department = if model.gone.contains(department) { 0 } else { *department };
                    let tags: Vec<usize> = tags.iter().copied().filter(|tag| model.tags.contains(tag)).collect();
                    let industry = industry.map(|at| INDUSTRIES[at]);
                    let new = NewOpportunity {
                        industry: industry.map(str::to_owned),
                        contact_email: email.then(|| "a@example.com".to_owned()),
                        ..new_opportunity("华东精密机械")
                    };
                    let id = office.ann.opportunities().create(new, None, None).unwrap().id;
                    set_tags(&office, id, &tags, &[]);
                    let (mut of, mut stages) = (0, 0);
                    if *how < 2 {
                        of = department;
                        let clear = (department == 0).then(|| vec!["department".to_owned()]);
                        let to = (department > 0).then(|| departments[department - 1]);
                        let changes = UserUpdate { department: to, clear, ..Default::default() };
                        office.admin.users().update(user(&office.ben), changes).unwrap();
                        office.manager.opportunities().assign(id, user(&office.ben), None, None).unwrap();
                    }
                    match how {
                        0 => {
                            office.ben.opportunities().develop(id, None, None, None, None).unwrap();
                            stages = 4;
                        }
                        1 => {
                            office.ben.opportunities().fail(id, None, None, None, None).unwrap();
                            stages = 1;
                        }
                        _ => drop(office.manager.opportunities().disqualify(id, reason, None, None).unwrap()),
                    }
                    let mut closed = Closed {
                        id, department: of, won: *how == 0, day: model.day, said: BTreeMap::new(), industry, email: *email,
                        tags: tags.into_iter().collect(), stages,
                    };
                    closed.said = model.fields.iter().map(|field| (*field, closed.says(field))).collect();
                    model.closed.push(closed);
                }
                Step::Tag(of, tag) => {
                    if model.tags.contains(tag)
                        && let Some(one) = model.closed.get_mut(*of)
                    {
                        if one.tags.remove(tag) {
                            set_tags(&office, one.id, &[], &[*tag]);
                        } else {
                            one.tags.insert(*tag);
                            set_tags(&office, one.id, &[*tag], &[]);
                        }
                    }
                }
                Step::Merge(from, into) => {
                    if from != into && model.tags.contains(from) && model.tags.contains(into) {
                        office.manager.tags().merge(TAGS[*from].into(), TAGS[*into].into()).unwrap();
                        model.tags.remove(from);
                        for one in &mut model.closed {
                            if one.tags.remove(from) {
                                one.tags.insert(*into);
                            }
                            if let Some(said) = one.said.get_mut("tags")
                                && said.remove(TAGS[*from])
                            {
                                said.insert(TAGS[*into].to_owned());
                            }
                        }
                    }
                }
                Step::DeleteDepartment(department) => {
                    if model.gone.insert(*department) {
                        let clear = Some(vec!["department".to_owned()]);
                        let changes = UserUpdate { clear, ..Default::default() };
                        office.admin.users().update(user(&office.ben), changes).unwrap();
                        office.admin.departments().delete(departments[department - 1], None).unwrap();
                        model.closed.iter_mut().filter(|one| one.department == *department).for_each(|one| one.department = 0);
                    }
                }
                Step::Fields(fields) => {
                    let fields: Vec<&'static str> = fields.iter().map(|field| FIELDS[*field]).collect();
                    let names = fields.iter().map(|field| (*field).to_owned()).collect();
                    update(SettingsUpdate { score_fields: Some(names), ..Default::default() });
                    for one in &mut model.closed {
                        let said = fields.iter().map(|field| (*field, one.said.get(field).cloned().unwrap_or_else(|| one.says(field))));
                        one.said = said.collect();
                    }
                    model.fields = fields;
                }
                Step::Since(day) => {
                    let clear = day.is_none().then(|| vec!["score_since".to_owned()]);
                    let score_since = day.map(|day| date(&format!("2026-03-{day:02}")));
                    update(SettingsUpdate { score_since, clear, ..Default::default() });
                    model.since = *day;
                }
                Step::Wait => {
                    office.clock.advance(chrono::TimeDelta::days(1));
                    model.day += 1;
                }
            }
            prop_assert_eq!(found(&office, &departments), model.counts(), "{:?}", step);
            let report = office.admin.maintenance().check().unwrap();
            prop_assert!(report.ok, "{:?} {:?}", step, report.findings);
        }
        let before = found(&office, &departments);
        prop_assert!(office.admin.maintenance().rebuild().unwrap().ok);
        prop_assert_eq!(found(&office, &departments), before);
    }
}

// SCORE-4: scoring many asks no more statements of its own than scoring few, but for reading and writing them.
#[test]
fn many_are_scored_together() {
    let mut asked = Vec::new();
    for rows in [100_usize, 1_000] {
        let (filled, statements) = Filled::watched();
        let office = &filled.office;
        let document = r#"{"of": "opportunity", "filter": {"field": "industry", "empty": false}, "points": 5}"#;
        office
            .manager
            .setup()
            .put("score_rule".into(), "机械".into(), document.parse().unwrap(), None, None, None)
            .unwrap();
        office.ben.opportunities().develop(office.assigned().id, None, None, None, None).unwrap();
        let columns = "uid, customer_name, customer_name_folded, success_probability, summary, summary_folded, \
                       contact_folded, description, creator, created_at, industry";
        filled.rows(
            "opportunities",
            rows,
            columns,
            "UID, 'a', 'a', 10, 'b', 'b', '', 'c', 1, 1772413200000000 + i, CASE WHEN i % 2 = 0 THEN '机械' END",
        );
        statements.take();
        assert!(office.admin.maintenance().rebuild().unwrap().ok);
        let counted = statements.take_counted();
        let scored: i64 = filled
            .raw
            .query_row("SELECT count(*) FROM opportunities WHERE score_e6 BETWEEN 1 AND 99990000", [], |row| row.get(0))
            .unwrap();
        assert_eq!(scored, rows as i64);
        let of_scores = |sql: &str| sql.contains("score_counts") || sql.contains("own.") || sql.contains("record_tags");
        asked.push(
            counted
                .iter()
                .filter(|(sql, _)| of_scores(sql) && sql.starts_with("SELECT"))
                .map(|(_, count)| count)
                .sum::<usize>(),
        );
    }
    // Twice, once to see and once to write; 128 records a statement.
    assert!(asked[1] < asked[0] + 2 * 3 * 8 + 20, "{asked:?}");
}
