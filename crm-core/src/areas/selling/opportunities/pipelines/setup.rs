//! What a pipeline is: a kind of setup document (PIPE-1).

use std::collections::HashSet;

use super::required::{FieldName, is_field};
use super::store::keeping;
use super::types::*;
use super::{moving, store};
use crate::departments::DepartmentId;
use crate::dictionary::store as dictionary;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::page::{COUNT_LIMIT, Total};
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};
use crate::engine::text::fold;
use crate::opportunities::ForecastCategory;

/// The category of the dictionary that has the kinds of activities.
const KINDS: &str = "activity_kind";

record! {
    /// A stage of a pipeline.
    input PipelineStage {
        /// Its id, by which opportunities refer to it; a new stage gets one. What is put with the id of a stage is that stage.
        id: Option<StageId> = None,
        /// What it is called.
        name: String [text(100)],
        /// The chance of success in whole percent.
        probability: i64 [range(0, 100)],
        /// Where its opportunities stand in a forecast.
        forecast_category: ForecastCategory,
        /// How many days an opportunity may stay before it is said to be stuck.
        max_days: Option<i64> = None [range(1, 3_650)],
        /// Fields that an opportunity must have filled to get here or further: `contact_name`, of what packs add `custom.tier`.
        required_fields: Option<Vec<String>> = None [text(100), at_most(20)],
        /// Kinds of activity of which one must be done with it before: values of the dictionary's category `activity_kind`.
        required_activities: Option<Vec<String>> = None [short, at_most(5)],
        /// Whether opportunities may be moved here.
        enabled: Option<bool> = None [default("true")],
    }
}

impl PipelineStage {
    /// Whether opportunities may be moved here.
    pub fn is_enabled(&self) -> bool {
        self.enabled.unwrap_or(true)
    }
}

record! {
    /// A pipeline (销售流程); its name is the document's.
    input Pipeline {
        /// The departments that it serves, with those below; all, where there are none.
        departments: Option<Vec<DepartmentId>> = None [at_most(1_000)],
        /// Its stages, in order.
        stages: Vec<PipelineStage> [at_most(30)],
    }
}

/// Kept by sales managers too, read by everybody.
pub(in super::super) static PIPELINE: Kind = Kind {
    name: "pipeline",
    writes: Holders::named("SM"),
    reads: Holders::named("everyone"),
    most: 50,
    ..Kind::of::<Pipeline>()
};

/// Where a stage stands.
fn at(stage: usize, part: &str) -> String {
    format!("stages[{stage}].{part}")
}

impl Pipeline {
    /// The departments that it serves; everybody, where there are none.
    pub(super) fn departments(&self) -> &[DepartmentId] {
        self.departments.as_deref().unwrap_or_default()
    }

    /// Says what is wrong with its stages, each for itself and beside one another.
    fn judge_stages(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if self.stages.is_empty() {
            cx.violations().missing_once("stages");
        } else if !self.stages.iter().any(PipelineStage::is_enabled) {
            cx.violations().add("stages", "required", "one of them must be enabled", None);
        }
        let mut names = HashSet::new();
        for (place, stage) in self.stages.iter().enumerate() {
            if !stage.name.is_empty() && !names.insert(fold(&stage.name)) {
                cx.violations().add(&at(place, "name"), "not_unique", "is that of another stage", None);
            }
            if let Some(id) = stage.id
                && store::pipeline_of(cx.tx(), id)?.is_some_and(|of| step.key != Some(of))
            {
                cx.violations().add(&at(place, "id"), "id_taken", "is a stage of another pipeline", None);
            }
            for (nth, name) in stage.required_fields.iter().flatten().enumerate() {
                if !is_field(cx, name, step.brought_by)? {
                    let path = at(place, &format!("required_fields[{nth}]"));
                    cx.violations().add(&path, "unknown_field", "is no field that people fill", None);
                }
            }
        }
        Ok(())
    }

    /// Says which stages are left out that opportunities stand in (PIPE-8).
    fn judge_left_out(&self, cx: &mut Context<'_>, before: &Pipeline) -> Result<()> {
        for gone in before.stages.iter().filter(|stage| !self.stages.iter().any(|kept| kept.id == stage.id)) {
            let Some(id) = gone.id else { continue };
            let open = store::open_in(cx.tx(), id)?;
            if open > 0 {
                let detail = format!("{} has opportunities, and may be disabled", gone.name);
                cx.violations().add("stages", "in_use", detail, Some(open.to_string()));
            }
        }
        Ok(())
    }

    /// Says under a field that nobody else would serve everybody (PIPE-8).
    fn judge_last(cx: &mut Context<'_>, step: &Step<'_, Self>, field: &str) -> Result<()> {
        if let Some(key) = step.key
            && store::is_last_for_all(cx.tx(), key)?
        {
            cx.violations().add(field, "in_use", "no other pipeline serves everybody", None);
        }
        Ok(())
    }
}

impl Configures for Pipeline {
    const NAMES: &'static [Entity] = &[Entity::DICTIONARY_ENTRY, Entity::DEPARTMENT];

    fn names(&self, cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let department = |(i, id): (usize, &DepartmentId)| {
            Named::record(format!("departments[{i}]"), Entity::DEPARTMENT, Some((*id).into()))
        };
        let mut named: Vec<Named> = self.departments().iter().enumerate().map(department).collect();
        for (place, stage) in self.stages.iter().enumerate() {
            for (nth, kind) in stage.required_activities.iter().flatten().enumerate() {
                let found = dictionary::by_value(cx.tx(), KINDS, kind)?;
                let path = at(place, &format!("required_activities[{nth}]"));
                named.push(Named::called(path, Entity::DICTIONARY_ENTRY, kind, found.map(Into::into)));
            }
        }
        Ok(named)
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let of = Entity::OPPORTUNITY;
        for (place, stage) in self.stages.iter_mut().enumerate() {
            for (nth, name) in stage.required_fields.iter_mut().flatten().enumerate() {
                if let FieldName::Custom(field) = FieldName::of(name) {
                    let mut field = field.to_owned();
                    names.path(&within(path, &at(place, &format!("required_fields[{nth}]"))), of.as_str(), &mut field);
                    *name = format!("custom.{field}");
                }
            }
        }
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        match step.doing {
            Doing::Put => {
                self.judge_stages(cx, step)?;
                if let Some(before) = step.before {
                    self.judge_left_out(cx, before)?;
                }
                if !self.departments().is_empty() {
                    Self::judge_last(cx, step, "departments")?;
                }
            }
            Doing::Disable => Self::judge_last(cx, step, "name")?,
            Doing::Delete => {
                Self::judge_last(cx, step, "name")?;
                if let Some(key) = step.key {
                    let records = store::count(cx.tx(), key, COUNT_LIMIT)?;
                    if records > 0 && !cx.violations().has("name") {
                        let detail = "opportunities are or were in it; it may be disabled";
                        cx.violations().add("name", "in_use", detail, Some(records.to_string()));
                    }
                }
            }
            Doing::Enable | Doing::Rename => {}
        }
        Ok(())
    }

    fn concerns(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<Total> {
        let Some(key) = step.key else { return Ok(Total { count: 0, more: false }) };
        let found = store::count_open(cx.tx(), key, COUNT_LIMIT + 1)?;
        Ok(Total { count: found.min(COUNT_LIMIT), more: found > COUNT_LIMIT })
    }

    fn let_go(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<i64> {
        step.key.map_or(Ok(0), |key| moving::let_go(cx, key))
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        let Some(key) = step.key else { return Ok(()) };
        match step.doing {
            Doing::Put => {
                keeping::keep(cx.tx(), key, step.name, self)?;
                moving::reweigh(cx, step.before, self)
            }
            Doing::Rename => keeping::rename(cx.tx(), key, step.name),
            Doing::Delete => keeping::forget(cx.tx(), key),
            Doing::Enable | Doing::Disable => Ok(()),
        }
    }
}
