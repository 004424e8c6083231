//! APPR-8: random flows and random decisions, held against a model that knows no database.

use crm_core::Session;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::approvals::{claim, claims, decide, flow, people, submit};
use crate::support::*;

/// A group as it is given: its people, by number, and how many must approve.
#[derive(Debug, Clone)]
struct Group {
    people: Vec<usize>,
    needed: Option<usize>,
}

/// What the model says of a group: none where it waits.
fn group(group: &Group, said: &[(usize, bool)]) -> Option<bool> {
    let count = |what: bool| said.iter().filter(|(who, how)| group.people.contains(who) && *how == what).count();
    let (yes, no) = (count(true), count(false));
    match group.needed {
        // The first decision counts.
        None => said.iter().find(|(who, _)| group.people.contains(who)).map(|(_, how)| *how),
        Some(wanted) => {
            let wanted = wanted.min(group.people.len());
            if yes >= wanted {
                Some(true)
            } else if group.people.len() - no < wanted {
                Some(false)
            } else {
                None
            }
        }
    }
}

fn groups() -> impl Strategy<Value = Vec<Vec<Group>>> {
    // Each person stands in one group of a step, so that they decide once in it.
    let of_step = (prop::collection::vec(0..3usize, 3), prop::collection::vec(prop::option::of(1..4usize), 2));
    let step = of_step.prop_map(|(places, needed)| {
        let group = |place: usize| Group {
            people: (0..3).filter(|person| places[*person] == place).collect(),
            needed: needed[place],
        };
        let mut found: Vec<Group> = (0..2).map(group).filter(|group| !group.people.is_empty()).collect();
        if found.is_empty() {
            found.push(Group { people: vec![0, 1, 2], needed: needed[0] });
        }
        found
    });
    prop::collection::vec(step, 1..4)
}

fn run(steps: &[Vec<Group>], decisions: &[(usize, bool)]) {
    let office = Office::new();
    office.apply(claims());
    let cast: [&Session; 3] = [&office.manager, &office.ben, &office.admin];
    let of_group = |group: &Group| {
        let members: Vec<&Session> = group.people.iter().map(|person| cast[*person]).collect();
        match group.needed {
            None => json!({"people": [people(&members)]}),
            Some(number) => json!({"people": [people(&members)], "needed": "count", "number": number}),
        }
    };
    let document: Vec<Json> = steps
        .iter()
        .map(|groups| json!({"name": "s", "groups": groups.iter().map(of_group).collect::<Vec<_>>()}))
        .collect();
    flow(&office, json!(document), json!({"repeated": "ask"}));
    let record = claim(&office.ann, "10");
    let mut asked = submit(&office.ann, &record).unwrap();
    let (mut at, mut said, mut status) = (0, Vec::new(), "pending");
    for (who, how) in decisions {
        let open = asked["sign_offs"].as_array().unwrap();
        let theirs = open.iter().any(|one| one["holder"]["id"] == json!(user(cast[*who])));
        let in_model = status == "pending"
            && steps[at].iter().any(|of| of.people.contains(who))
            && !said.iter().any(|(known, _)| known == who);
        assert_eq!(theirs, in_model, "{steps:?} {said:?}");
        if !theirs {
            continue;
        }
        asked = decide(cast[*who], if *how { "approve" } else { "reject" }, &asked).unwrap();
        said.push((*who, *how));
        let found: Vec<Option<bool>> = steps[at].iter().map(|of| group(of, &said)).collect();
        if found.contains(&Some(false)) {
            status = "rejected";
        } else if found.iter().all(|one| *one == Some(true)) {
            (at, said) = (at + 1, Vec::new());
            status = if at == steps.len() { "approved" } else { "pending" };
        }
        assert_eq!(asked["status"], status, "{steps:?} {decisions:?}");
        if status != "pending" {
            break;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // APPR-8.
    #[test]
    fn decisions_are_those_of_the_model(
        steps in groups(),
        decisions in prop::collection::vec((0..3usize, prop::bool::weighted(0.8)), 1..14),
    ) {
        run(&steps, &decisions);
    }
}
