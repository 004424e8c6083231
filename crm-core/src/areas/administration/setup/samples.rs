//! Kinds of setup documents for the tests of this area. They are in no library: chapters bring the kinds that ship.

use crate::departments::DepartmentId;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::id;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::page::Total;
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};
use crate::engine::storage::params;
use crate::engine::stored::Forms;
use crate::engine::tree::Tree;

id! {
    /// Identifies a stop of a route.
    StopId
}

record! {
    /// Where somebody stands.
    input Place {
        /// The street.
        street: String [text(20)],
        /// The floor.
        floor: Option<i64> = None [range(0, 9)],
    }
}

record! {
    /// A stop on a route.
    input Stop {
        /// Its id.
        id: Option<StopId> = None,
        /// What it is called.
        name: String [text(20)],
        /// Where it is.
        at: Option<Place> = None,
    }
}

record! {
    /// In which order somebody calls on people.
    input Route {
        /// Whose it is; everybody's, where there are none.
        departments: Vec<DepartmentId> [at_most(10)],
        /// Where it goes.
        stops: Vec<Stop> [at_most(30)],
    }
}

impl Configures for Route {
    const NAMES: &'static [Entity] = &[Entity::DEPARTMENT];

    fn names(&self, _cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let of = |(i, id): (usize, &DepartmentId)| {
            Named::record(format!("departments[{i}]"), Entity::DEPARTMENT, Some((*id).into()))
        };
        Ok(self.departments.iter().enumerate().map(of).collect())
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if step.doing == Doing::Put && self.stops.is_empty() {
            cx.violations().missing("stops");
        }
        // A stop that people still stand at can't be left out.
        let left = |name: &str| !self.stops.iter().any(|stop| stop.name == name);
        if step.before.is_some_and(|before| before.stops.iter().any(|stop| stop.name == "busy") && left("busy")) {
            cx.violations().add("stops", "in_use", "somebody stands there", Some("3".into()));
        }
        Ok(())
    }

    fn concerns(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<Total> {
        let count = cx.tx().value("SELECT count(*) FROM departments", params![])?;
        Ok(Total { count, more: step.before.is_some() })
    }
}

record! {
    /// What rings when nobody goes a route.
    input Alarm {
        /// The route, by its name.
        route: String [text(100)],
        /// How loud.
        volume: i64 [range(0, 10)],
    }
}

impl Configures for Alarm {
    /// As if the volume had been a text first.
    const FORMS: &'static Forms = &Forms {
        steps: &[|value| {
            let volume = value["volume"].as_str().and_then(|text| text.parse::<i64>().ok());
            value["volume"] = volume.unwrap_or_default().into();
        }],
    };

    fn names(&self, _cx: &mut Context<'_>) -> Result<Vec<Named>> {
        Ok(vec![Named::document("route", ROUTE.name, &self.route)])
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if step.doing == Doing::Disable && self.volume == 10 {
            cx.violations().add("name", "in_use", "the loudest stays on", None);
        }
        Ok(())
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        let told = format!("{:?} {} {}", step.doing, step.name, step.enabled);
        cx.changed_beside(Entity::DEPARTMENT, &told)
    }
}

record! {
    /// What is told of records that people ask for.
    input Watch {
        /// The object.
        object: String [text(100)],
        /// Which of its records.
        filter: Option<Tree> = None,
        /// What must be true of one.
        when: Option<String> = None [text(500)],
        /// What is told of it, as paths.
        tells: Vec<String> [at_most(10)],
        /// The tag of those records.
        tag: Option<String> = None [text(100)],
    }
}

impl Configures for Watch {
    fn names(&self, _cx: &mut Context<'_>) -> Result<Vec<Named>> {
        Ok(self.tag.iter().map(|tag| Named::document("tag", "tag", tag)).collect())
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let of = Name::from(self.object.as_str());
        let mut object = of.clone();
        names.object(&within(path, "object"), &mut object);
        self.object = object.to_string();
        if let Some(filter) = &mut self.filter {
            names.filter(&within(path, "filter"), &of, &of, filter);
        }
        names.may(&within(path, "when"), &of, &mut self.when);
        for (at, told) in self.tells.iter_mut().enumerate() {
            names.path(&format!("{}[{at}]", within(path, "tells")), &of, told);
        }
    }
}

/// Kept by sales managers too, read by everybody.
pub(super) static ROUTE: Kind = Kind {
    name: "route",
    writes: Holders::named("SM"),
    reads: Holders::named("everyone"),
    most: 3,
    ..Kind::of::<Route>()
};

/// Acts by itself, so it begins disabled.
pub(super) static ALARM: Kind =
    Kind { name: "night_alarm", begins_enabled: false, reads: Holders::named("SE"), ..Kind::of::<Alarm>() };

/// Says names of packs.
pub(super) static WATCH: Kind = Kind { name: "watch", ..Kind::of::<Watch>() };

pub(super) const KINDS: &[&Kind] = &[&ROUTE, &ALARM, &WATCH];
