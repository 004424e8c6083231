//! What a flow is: a kind of setup document (APPR-1, APPR-2).

use super::store;
use crate::engine::area;
use crate::engine::choices::choices;
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::hanging::Concern;
use crate::engine::ids::UserId;
use crate::engine::money;
use crate::engine::objects::catalogue::house::House;
use crate::engine::objects::define::Definitions;
use crate::engine::objects::define::document::Pack;
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::expr::{self, Place, Type};
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::operations::Access;
use crate::engine::people::People;
use crate::engine::permission::Holders;
use crate::engine::record::record;
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};
use crate::engine::validate::Violations;

choices! {
    /// What becomes of the submitter where they would be asked themselves (APPR-7).
    SelfApproval {
        /// Their superior is asked.
        Superior = "superior",
        /// They are left out.
        Skip = "skip",
        /// They are asked.
        Ask = "ask",
    }
}

choices! {
    /// What becomes of who approved an earlier step (APPR-7).
    Repeated {
        /// They count as approving again.
        Auto = "auto",
        /// They are asked again.
        Ask = "ask",
    }
}

choices! {
    /// How many of those who are asked must approve (APPR-8).
    Needed {
        /// One: the first decision is that of all.
        Any = "any",
        /// All of them.
        All = "all",
        /// So many.
        Count = "count",
    }
}

choices! {
    /// What happens where nobody decides in time (APPR-13).
    OnTimeout {
        /// Who is asked is reminded.
        Remind = "remind",
        /// Their superior is asked in their place.
        Escalate = "escalate",
        /// It counts as approved.
        Approve = "approve",
        /// It counts as rejected.
        Reject = "reject",
    }
}

choices! {
    /// Until when a submitter may withdraw (APPR-8).
    Withdrawing {
        /// At any time.
        AnyTime = "any_time",
        /// Until somebody has decided.
        BeforeDecision = "before_decision",
    }
}

choices! {
    /// Where a request goes on that is submitted again (APPR-10).
    Resuming {
        /// At the first step.
        Start = "start",
        /// At the step that sent it back, where nothing else has changed.
        Here = "here",
    }
}

record! {
    /// People who are asked side by side with others.
    input ApprovalGroup {
        /// Who they are.
        people: Vec<People> [at_most(10)],
        /// How many of them must approve.
        needed: Option<Needed> = None [default("\"any\"")],
        /// Of `count`: how many.
        number: Option<i64> = None [range(1, 500)],
    }
}

record! {
    /// A step of a flow (审批节点).
    input ApprovalStep {
        /// What it is called.
        name: String [short],
        /// What must be true of the record, as the operation would leave it, for the step not to be left out.
        condition: Option<String> = None [lines(2_000)],
        /// Who is asked; all groups must approve.
        groups: Vec<ApprovalGroup> [at_most(5)],
        /// After how many hours a sign-off is due.
        due_hours: Option<i64> = None [range(1, 2_160)],
        /// What happens then.
        on_timeout: Option<OnTimeout> = None [default("\"remind\"")],
    }
}

record! {
    /// A flow of approval (审批流程); its name is the document's.
    input ApprovalFlow {
        /// The object whose records it guards, `opportunity`.
        object: String [text(100)],
        /// The operation that it guards, by its name within the object's area: `update`, or an action, `claim`.
        operation: String [text(40)],
        /// What must be true of the record, as the operation would leave it, for it to need approval; `old` is the record before.
        condition: Option<String> = None [lines(2_000)],
        /// Who is asked, one step after the other.
        steps: Vec<ApprovalStep> [at_most(10)],
        /// What becomes of the submitter where they would be asked themselves.
        self_approval: Option<SelfApproval> = None [default("\"superior\"")],
        /// What becomes of who approved an earlier step.
        repeated: Option<Repeated> = None [default("\"auto\"")],
        /// Who is asked where nobody else is found; a flow is not enabled without.
        fallback: Option<UserId> = None,
        /// The fields that nobody changes meanwhile; all, where there is no such list. What a condition reads is among them.
        frozen: Option<Vec<String>> = None [text(40), at_most(200)],
        /// Who is told of the end.
        copy_to: Option<Vec<People>> = None [at_most(10)],
        /// Until when the submitter may withdraw.
        withdraw: Option<Withdrawing> = None [default("\"any_time\"")],
        /// Where a request goes on that is submitted again.
        resume: Option<Resuming> = None [default("\"start\"")],
    }
}

/// Kept by administrators, read by whoever submits; it acts by itself, and begins disabled.
pub(crate) static APPROVAL_FLOW: Kind =
    Kind { name: "approval_flow", reads: Holders::named("SMAE"), begins_enabled: false, ..Kind::of::<ApprovalFlow>() };

/// What no flow guards, since nothing of the record is left, or was there (APPR-4).
const NEVER: [&str; 3] = ["create", "delete", "restore"];

impl ApprovalFlow {
    /// The conditions, that of the flow first, each with where it stands.
    pub(super) fn conditions(&self) -> Vec<(String, Option<&str>)> {
        let mut all = vec![("condition".to_owned(), self.condition.as_deref())];
        for (at, step) in self.steps.iter().enumerate() {
            all.push((format!("steps[{at}].condition"), step.condition.as_deref()));
        }
        all
    }

    /// Everybody that it names by what they are, each with where they stand.
    fn people(&self) -> Vec<(String, &People)> {
        let mut all = Vec::new();
        for (at, step) in self.steps.iter().enumerate() {
            for (place, group) in step.groups.iter().enumerate() {
                for (source, people) in group.people.iter().enumerate() {
                    all.push((format!("steps[{at}].groups[{place}].people[{source}]"), people));
                }
            }
        }
        for (at, people) in self.copy_to.iter().flatten().enumerate() {
            all.push((format!("copy_to[{at}]"), people));
        }
        all
    }

    /// What is wrong with its conditions, and with the operation and the fields that it names, by what is defined.
    pub(super) fn judged(&self, definitions: &Definitions, house: &House) -> Violations {
        let mut found = Violations::by_path();
        let Some(of) = definitions.get(&self.object) else {
            found.add("object", "unknown_object", "is no kind of record", None);
            return found;
        };
        let operations = operations_of(&self.object, definitions);
        if !operations.contains(&self.operation) {
            let detail = "is nothing that changes one record of the object";
            found.add("operation", "unknown_operation", detail, Some(operations.join(", ")));
        }
        let fields = definitions.fields(house);
        for (path, condition) in self.conditions() {
            let Some(text) = condition else { continue };
            let checked = expr::check(text, &fields, &self.object, Place::Rule, Some(&Type::Boolean));
            for mistake in checked.err().into_iter().flatten() {
                let detail = format!("{}:{} {}", mistake.at.line, mistake.at.column, mistake.code.detail());
                found.add(&path, mistake.code.as_str(), detail, None);
            }
        }
        for (at, field) in self.frozen.iter().flatten().enumerate() {
            if of.field(field).is_none() {
                found.add(&format!("frozen[{at}]"), "unknown_field", "is no field of the object", None);
            }
        }
        found
    }

    fn lacks(&self, cx: &mut Context<'_>, enabled: bool) {
        if self.steps.is_empty() {
            cx.violations().missing_once("steps");
        }
        for (at, step) in self.steps.iter().enumerate() {
            if step.groups.is_empty() {
                cx.violations().missing_once(&format!("steps[{at}].groups"));
            }
            for (place, group) in step.groups.iter().enumerate() {
                let path = format!("steps[{at}].groups[{place}]");
                if group.people.is_empty() {
                    cx.violations().missing_once(&within(&path, "people"));
                }
                match (group.needed == Some(Needed::Count), group.number.is_some()) {
                    (true, false) => cx.violations().missing_once(&within(&path, "number")),
                    (false, true) => {
                        cx.violations().add(&within(&path, "number"), "not_here", "goes with `count` alone", None);
                    }
                    _ => {}
                }
            }
            // A step of every level is that step again: nothing else stands beside it.
            let each = step.groups.iter().flat_map(|group| &group.people).filter(|people| people.each == Some(true));
            if each.count() > 0 && (step.groups.len() > 1 || step.groups.iter().any(|group| group.people.len() > 1)) {
                let detail = "stands alone in its step where each level is asked";
                cx.violations().add(&format!("steps[{at}].groups"), "not_here", detail, None);
            }
        }
        if enabled && self.fallback.is_none() {
            cx.violations().missing_once("fallback");
        }
    }
}

/// What a flow may guard of an object, by the names within its area.
pub(super) fn operations_of(object: &str, definitions: &Definitions) -> Vec<String> {
    let Some(of) = definitions.get(object) else { return Vec::new() };
    if of.is_defined() {
        let actions = of.machine.iter().flat_map(|machine| &machine.actions).map(|action| action.name.to_string());
        return ["update".to_owned()].into_iter().chain(actions).collect();
    }
    let (own, entity) = (area::of_kind(object), Entity::from(object));
    let operations = area::all().filter(|area| area.name() == own).flat_map(|area| area.operations.iter().copied());
    let one = operations.filter(|operation| {
        let on = operation.right.guard.as_ref().is_some_and(|guard| guard.on.contains(&entity));
        let by_id = operation.arguments.iter().any(|argument| argument.name() == "id");
        let changes = operation.access == Access::Write && !operation.bulk && !operation.is_sliced();
        on && by_id && changes && !NEVER.contains(&operation.short_name())
    });
    one.map(|operation| operation.short_name().to_owned()).collect()
}

impl Configures for ApprovalFlow {
    const NAMES: &'static [Entity] = &[Entity::named("user"), Entity::named("department"), Entity::named("role")];

    fn names(&self, cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let mut named = Vec::new();
        for (path, people) in self.people() {
            named.extend(people.names(cx, &path)?);
        }
        if let Some(user) = self.fallback {
            named.push(Named::record("fallback", Entity::named("user"), Some(user.into())));
        }
        Ok(named)
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        match step.doing {
            Doing::Put | Doing::Enable => {}
            Doing::Delete => {
                if let Some(key) = step.key
                    && store::is_running(cx.tx(), key)?
                {
                    cx.violations().add("name", "in_use", "has requests that have not ended", None);
                }
                return Ok(());
            }
            Doing::Disable | Doing::Rename => return Ok(()),
        }
        self.lacks(cx, step.enabled);
        match cx.bears(&self.object, Concern::Approvals, step.brought_by)? {
            Some(true) => {}
            Some(false) => {
                cx.violations().add("object", "not_supported", "has no approvals", None);
                return Ok(());
            }
            None => {
                cx.violations().add("object", "unknown_object", "is no kind of record", None);
                return Ok(());
            }
        }
        self.judge_by(cx, step.brought_by)?;
        let people: Vec<(String, People)> =
            self.people().into_iter().map(|(path, people)| (path, people.clone())).collect();
        let people: Vec<(String, &People)> = people.iter().map(|(path, people)| (path.clone(), people)).collect();
        cx.judge_people_of(&self.object, step.brought_by, &people, true)
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let object = Name::from(self.object.as_str());
        let own = self.object.clone();
        names.may(&within(path, "condition"), &object, &mut self.condition);
        for (at, step) in self.steps.iter_mut().enumerate() {
            let path = within(path, &format!("steps[{at}]"));
            names.may(&within(&path, "condition"), &object, &mut step.condition);
            for (place, group) in step.groups.iter_mut().enumerate() {
                for (source, people) in group.people.iter_mut().enumerate() {
                    people.rename(names, &within(&path, &format!("groups[{place}].people[{source}]")), &own);
                }
            }
        }
        for (at, people) in self.copy_to.iter_mut().flatten().enumerate() {
            people.rename(names, &within(path, &format!("copy_to[{at}]")), &own);
        }
        for (at, field) in self.frozen.iter_mut().flatten().enumerate() {
            let mut name = Name::from(field.as_str());
            names.field(&format!("{}[{at}]", within(path, "frozen")), &object, &mut name);
            *field = name.to_string();
        }
        let mut renamed = object;
        names.object(&within(path, "object"), &mut renamed);
        self.object = renamed.to_string();
    }

    fn let_go(&self, cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<i64> {
        cx.flows_changed()?;
        Ok(0)
    }

    fn follow(&self, cx: &mut Context<'_>, _step: &Step<'_, Self>) -> Result<()> {
        cx.flows_changed()
    }
}

impl ApprovalFlow {
    fn judge_by(&self, cx: &mut Context<'_>, coming: Option<&Pack>) -> Result<()> {
        let catalogue = cx.catalogue()?;
        let made = coming.map(|pack| cx.definitions_with(pack)).transpose()?;
        let definitions = made.as_ref().unwrap_or(&catalogue.definitions);
        let places = money::decimal_places(&cx.company()?.currency).unwrap_or_default();
        let house = House::load(cx.tx(), catalogue.documents.clone(), places)?;
        let found = self.judged(definitions, &house);
        cx.violations().extend(found.into_fields());
        Ok(())
    }
}

/// The refusal of who calls what a flow guards.
pub(super) fn needs_approval(flow: crate::engine::ids::RecordId) -> CrmError {
    CrmError::conflict("setup_document", flow, super::APPROVAL_REQUIRED)
}
