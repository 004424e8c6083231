//! Definitions that become others (PACK-2 to PACK-4, ROLL-5, PACK-13): whatever a pack says at first, whatever records are
//! written by it and whatever its next versions change, no record and no given value is lost, and what is computed is what the
//! rows say.
//!
//! Each case follows from its number. `CRM_UPGRADES` says how many are run, `CRM_UPGRADE_SEED` with which they begin;
//! with `CRM_UPGRADE_SHOW` each document is printed, and the steps of its plan.

mod adds;
mod dice;
mod edits;
mod house;
mod print;
mod proof;
mod shape;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use dice::Dice;
use house::{House, call};
use proof::{Before, Lost, follows, is_found};
use shape::Definition;

/// What refuses an upgrade for the records that are there.
const BY_DATA: [&str; 4] = ["does_not_fit", "not_unique", "taken", "in_use"];

/// Says which case it was, where it ends in a panic.
struct Case(u64);

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("case {}: CRM_UPGRADE_SEED={} CRM_UPGRADES=1", self.0, self.0);
        }
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn whatever_a_definition_becomes_nothing_is_lost() {
    let (first, cases) = (number("CRM_UPGRADE_SEED", 0), number("CRM_UPGRADES", 4));
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut done, mut refused) = (0, 0);
    for seed in first..first + cases {
        let _case = Case(seed);
        let house = run(seed, &mut told);
        (done, refused) = (done + house.done, refused + house.refused);
    }
    assert!(done > refused, "{done} done, {refused} refused");
    // Of many cases every class of step is among them.
    if cases >= 60 {
        let missing: Vec<&str> =
            edits::EDITS.iter().map(|(name, _)| *name).filter(|name| !told.contains_key(name)).collect();
        assert!(missing.is_empty(), "never done: {missing:?} of {told:?}");
    }
}

fn run(seed: u64, told: &mut BTreeMap<&'static str, usize>) -> House {
    let mut dice = Dice::new(seed);
    let mut house = House::new();
    let mut definition = adds::first(&mut dice);
    house.apply(&definition.print());
    house.look(&definition);
    let mine = definition.mine.take();
    history(&mut house, &definition, &mut dice, 30);
    definition.mine = mine;
    definition.print_mine().iter().for_each(|mine| house.apply(mine));
    let mut lost = Lost::default();
    for _ in 0..2 {
        let before = definition.clone();
        definition.begin(dice.once_in(2));
        change(&house, &mut definition, &mut dice, told);
        let records = house.records(&before);
        let before = Before { definition: &before, records: &records };
        lost.note(&before, &definition);
        house.apply(&definition.print());
        let after = house.records(&definition);
        lost.stays(&before, &definition, &after, &house.restored);
        prove(&house, &definition);
        house.look(&definition);
        history(&mut house, &definition, &mut dice, 20);
    }
    elsewhere(&house);
    house
}

fn history(house: &mut House, definition: &Definition, dice: &mut Dice, steps: usize) {
    for _ in 0..steps {
        house.go(definition, dice);
    }
    prove(house, definition);
}

fn prove(house: &House, definition: &Definition) {
    let records = house.records(definition);
    follows(house, definition, &records);
    is_found(house, definition, &records);
    let mut views: Vec<String> = definition.objects.iter().map(|object| format!("depot.all_{}", object.key)).collect();
    views.remove(0);
    views.extend(definition.mine.map(|_| "my.ours".to_owned()));
    for view in views {
        call(&house.office.manager, "views.rows", &json!({ "view": view })).unwrap_or_else(|e| panic!("{view} {e:?}"));
    }
}

/// Changes the definition as far as the records allow.
fn change(house: &House, definition: &mut Definition, dice: &mut Dice, told: &mut BTreeMap<&'static str, usize>) {
    let some = 3 + dice.below(8);
    for at in 0..some {
        let back = at < 2 && dice.once_in(2);
        let (name, edit) = if back { edits::BACK[at] } else { edits::EDITS[dice.below(edits::EDITS.len())] };
        let mut next = definition.clone();
        if edit(&mut next, dice).is_none() || next == *definition {
            continue;
        }
        let document = next.print();
        let plan = house.plan(&document);
        let refusals = plan["refusals"].as_array().unwrap();
        if refusals.is_empty() {
            *told.entry(name).or_default() += 1;
            *definition = next;
            continue;
        }
        let by_data = |refusal: &Value| BY_DATA.contains(&refusal["code"].as_str().unwrap());
        assert!(refusals.iter().all(by_data), "{name}: {refusals:#?}\n{document}");
        // What can't be done is not done.
        let given = json!({"document": document, "plan": plan["digest"]});
        assert!(call(&house.office.admin, "packs.apply", &given).is_err(), "{name}: {document}");
    }
}

/// An empty database takes what is exported, and has the same catalogue (PACK-13).
fn elsewhere(house: &House) {
    let export = |house: &House| call(&house.office.admin, "packs.export", &json!({})).unwrap();
    let objects = |house: &House| call(&house.office.manager, "meta.objects", &json!({})).unwrap();
    let exported = export(house);
    let mut other = House::new();
    exported["packs"].as_array().unwrap().iter().for_each(|document| other.apply(document));
    assert_eq!(export(&other), exported);
    assert_eq!(objects(&other), objects(house));
}
