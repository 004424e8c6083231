//! What a plan is: a kind of setup document (ACT-16).

use crate::activities::Priority;
use crate::dictionary::store as dictionary;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::people::People;
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};

/// The category of the dictionary that has the kinds of activities.
pub(super) const KINDS: &str = "activity_kind";

record! {
    /// A step of a plan: an activity that is to be planned.
    input ActivityPlanStep {
        /// What sort of activity: the value of an entry of the dictionary's category `activity_kind`, `call`.
        kind: String [short],
        /// What it is, in a line.
        subject: String [short],
        /// Whatever else is to be known of it.
        details: Option<String> = None [long],
        /// How much it matters.
        priority: Option<Priority> = None [default("\"normal\"")],
        /// On which day it is due, counted from the plan's start.
        days: Option<i64> = None [range(0, 3_650), default("0")],
        /// Whose it is: the first of these people. The caller's where there is nobody.
        people: Option<People> = None,
    }
}

record! {
    /// An activity plan (活动方案); its name is the document's.
    input ActivityPlan {
        /// The object on whose records it is applied, `customer`.
        object: String [text(100)],
        /// What is planned, in this order.
        steps: Vec<ActivityPlanStep> [at_most(30)],
    }
}

/// Kept by sales managers too, read by everybody.
pub(super) static ACTIVITY_PLAN: Kind = Kind {
    name: "activity_plan",
    writes: Holders::named("SM"),
    reads: Holders::named("everyone"),
    ..Kind::of::<ActivityPlan>()
};

/// Where a step stands.
fn at(step: usize, part: &str) -> String {
    format!("steps[{step}].{part}")
}

impl Configures for ActivityPlan {
    const NAMES: &'static [Entity] = &[Entity::DICTIONARY_ENTRY, Entity::USER, Entity::DEPARTMENT, Entity::ROLE];

    fn names(&self, cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let mut named = Vec::new();
        for (place, step) in self.steps.iter().enumerate() {
            let kind = dictionary::by_value(cx.tx(), KINDS, &step.kind)?;
            named.push(Named::called(at(place, "kind"), Entity::DICTIONARY_ENTRY, &step.kind, kind.map(Into::into)));
            if let Some(people) = &step.people {
                named.extend(people.names(cx, &at(place, "people"))?);
            }
        }
        Ok(named)
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let of = self.object.clone();
        let mut object = Name::from(of.as_str());
        names.object(&within(path, "object"), &mut object);
        self.object = object.to_string();
        for (place, step) in self.steps.iter_mut().enumerate() {
            if let Some(people) = &mut step.people {
                people.rename(names, &within(path, &at(place, "people")), &of);
            }
        }
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if !matches!(step.doing, Doing::Put | Doing::Enable) {
            return Ok(());
        }
        if self.steps.is_empty() && !cx.violations().has("steps") {
            cx.violations().missing("steps");
        }
        match cx.bears(&self.object, Concern::Activities, step.brought_by)? {
            Some(true) => {
                let people = |(place, step): (usize, &ActivityPlanStep)| {
                    step.people.as_ref().map(|people| (at(place, "people"), people.clone()))
                };
                let all: Vec<(String, People)> = self.steps.iter().enumerate().filter_map(people).collect();
                let all: Vec<(String, &People)> = all.iter().map(|(path, people)| (path.clone(), people)).collect();
                cx.judge_people(&self.object, step.brought_by, &all)?;
            }
            Some(false) => cx.violations().add("object", "not_supported", "has no activities", None),
            None => cx.violations().add("object", "unknown_object", "is no kind of record", None),
        }
        Ok(())
    }
}
