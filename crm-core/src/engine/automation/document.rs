//! What a rule is: a kind of setup document (AUTO-1).

use super::MOST_ENABLED;
use super::named;
use super::store;
use super::timed::Timed;
use super::trigger::{AutomationTrigger, TriggerKind};
use crate::engine::choices::choices;
use crate::engine::error::FieldError;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::engine::money;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::define::Definitions;
use crate::engine::objects::define::Installed;
use crate::engine::objects::define::behaviour::Effect;
use crate::engine::objects::define::document::Pack;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::define::rule::{Said, When, kept_rule, rename_effect};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};
use crate::engine::tree::Tree;

choices! {
    /// What becomes of a call of which a rule fails (AUTO-5).
    OnFailure {
        /// The rule's own changes are undone, and the call goes on.
        Skip = "skip",
        /// The call is refused.
        Refuse = "refuse",
    }
}

record! {
    /// A rule (自动化规则); its name is the document's, and rules act in the order of their positions.
    input Automation {
        /// The object of whose records it is, `customer`.
        object: String [text(100)],
        /// What it waits for.
        trigger: AutomationTrigger,
        /// What must be true of the record, as an expression, in which `old` is the record before the call.
        condition: Option<String> = None [lines(2_000)],
        /// What it does: effects, as those of actions (MACH-8).
        actions: Vec<Tree> [at_most(20)],
        /// What becomes of the call where it fails.
        on_failure: Option<OnFailure> = None [default("\"skip\"")],
        /// Whether imports and pushes concern it too.
        imports: bool = false,
        /// Of a time: whether records for which it is past when the rule is enabled are due then, once.
        backlog: bool = false,
        /// Of a time: how many days late a value may be that is past when a record gets it.
        late_within: Option<i64> = None [range(0, 365), default("1")],
    }
}

/// Kept by administrators, read by sales managers too; it acts by itself, and begins disabled.
pub(crate) static AUTOMATION: Kind =
    Kind { name: "automation", reads: Holders::named("SM"), begins_enabled: false, ..Kind::of::<Automation>() };

impl Automation {
    /// When it runs.
    pub(super) fn when(&self) -> When {
        match self.trigger.kind {
            TriggerKind::Created => When::Created,
            TriggerKind::Updated => When::Updated,
            TriggerKind::Transition => When::Transition,
            TriggerKind::Deleted => When::Deleted,
            TriggerKind::Time => When::Time,
            TriggerKind::Schedule => When::Schedule,
        }
    }

    /// How it goes by time, with what is defined.
    pub(super) fn timed(&self, definitions: &Definitions, places: u32) -> Option<Timed> {
        let late_within = self.late_within.unwrap_or(1);
        let by_time = self.trigger.goes_by_time();
        by_time.then(|| Timed::of((&self.object, &self.trigger, late_within), definitions, places)).flatten()
    }

    /// Its effects, and all that is wrong with it by what is defined.
    pub(super) fn judged(
        &self,
        definitions: &Definitions,
        installed: &dyn Installed,
        of_house: bool,
    ) -> (Vec<Effect>, Vec<FieldError>) {
        let actions: Vec<serde_json::Value> = self.actions.iter().map(|action| action.value().clone()).collect();
        let said = Said {
            object: &self.object,
            when: self.when(),
            base: self.trigger.field.as_deref(),
            filter: self.trigger.filter.as_ref().map(Tree::value),
            fields: self.trigger.fields.as_deref().unwrap_or_default(),
            states: [self.trigger.from_state.as_deref(), self.trigger.to_state.as_deref()],
            condition: self.condition.as_deref(),
            actions: &actions,
            of_house,
        };
        kept_rule(&said, definitions, installed)
    }

    /// What does not go with what it waits for, and what is missing.
    fn misplaced(&self, cx: &mut Context<'_>) {
        self.trigger.check(cx.violations());
        let counts = self.trigger.kind == TriggerKind::Time;
        for (given, field) in [(self.backlog, "backlog"), (self.late_within.is_some(), "late_within")] {
            if given && !counts {
                cx.violations().add(field, "not_here", "does not go with this trigger", None);
            }
        }
        if self.actions.is_empty() {
            cx.violations().add("actions", "required", "a rule does something", None);
        }
    }

    /// Judges it by what is defined, a version of a pack that brings it among that.
    fn judge_by(&self, cx: &mut Context<'_>, coming: Option<&Pack>) -> Result<()> {
        let catalogue = cx.catalogue()?;
        let made = coming.map(|pack| cx.definitions_with(pack)).transpose()?;
        let definitions = made.as_ref().unwrap_or(&catalogue.definitions);
        let places = money::decimal_places(&cx.company()?.currency).unwrap_or_default();
        let house = House::load(cx.tx(), catalogue.documents.clone(), places)?;
        let (_, wrong) = self.judged(definitions, &house, coming.is_none());
        cx.violations().extend(wrong);
        Ok(())
    }
}

impl Configures for Automation {
    const NAMES: &'static [Entity] = &[Entity::named("user"), Entity::named("department"), Entity::named("role")];

    fn names(&self, cx: &mut Context<'_>) -> Result<Vec<Named>> {
        named::names(cx, &self.actions)
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if !matches!(step.doing, Doing::Put | Doing::Enable) {
            return Ok(());
        }
        if step.doing == Doing::Put {
            self.misplaced(cx);
            // Of one that is enabled it is asked anyway.
            if !step.enabled && step.brought_by.is_none() {
                let named = self.names(cx)?;
                Named::must_be_there(cx, &named)?;
            }
        }
        if cx.bears(&self.object, Concern::Automation, step.brought_by)? == Some(false) {
            cx.violations().add("object", "not_supported", "has no automation", None);
            return Ok(());
        }
        if step.enabled && store::enabled_beside(cx.tx(), &AUTOMATION, step.key)? >= MOST_ENABLED {
            let detail = format!("at most {MOST_ENABLED} rules are enabled");
            cx.violations().add("name", "too_many", detail, Some(MOST_ENABLED.to_string()));
        }
        self.judge_by(cx, step.brought_by)
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let object = Name::from(self.object.as_str());
        for (at, action) in self.actions.iter_mut().enumerate() {
            let path = format!("{}[{at}]", within(path, "actions"));
            if let Some(renamed) = rename_effect(names, &path, &object, action.value()) {
                *action = Tree::from(renamed);
            }
        }
        names.may(&within(path, "condition"), &object, &mut self.condition);
        let trigger = within(path, "trigger");
        let named = |names: &mut Renaming<'_>, path: &str, text: &mut String| {
            let mut name = Name::from(text.as_str());
            names.field(path, &object, &mut name);
            *text = name.to_string();
        };
        for (at, field) in self.trigger.fields.iter_mut().flatten().enumerate() {
            named(names, &format!("{}[{at}]", within(&trigger, "fields")), field);
        }
        let status = Name::new_static("status");
        let AutomationTrigger { from_state, to_state, field, filter, .. } = &mut self.trigger;
        if let Some(field) = field {
            named(names, &within(&trigger, "field"), field);
        }
        if let Some(tree) = filter {
            names.filter(&within(&trigger, "filter"), &object, &object, tree);
        }
        for (state, field) in [(from_state, "from_state"), (to_state, "to_state")] {
            if let Some(state) = state {
                let mut name = Name::from(state.as_str());
                names.value(&within(&trigger, field), (&object, &status), &mut name);
                *state = name.to_string();
            }
        }
        let mut own = object.clone();
        names.object(&within(path, "object"), &mut own);
        self.object = own.to_string();
    }

    fn let_go(&self, cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<i64> {
        cx.rules_changed()?;
        cx.clocks_changed()?;
        Ok(0)
    }

    fn follow(&self, cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<()> {
        cx.rules_changed()?;
        cx.clocks_changed()
    }
}
