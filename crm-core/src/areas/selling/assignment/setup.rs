//! What an assignment rule is: a kind of setup document (ASSIGN-1).

use super::daily;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::permission::Holders;
use crate::engine::record::{choices, record};
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};
use crate::engine::tree::Tree;
use crate::pools::DealtKind;

choices! {
    /// To whom of its members a rule gives the next record (ASSIGN-3, ASSIGN-4, ASSIGN-5).
    AssignmentMethod {
        /// To each in turn.
        RoundRobin = "round_robin",
        /// To who has the fewest in hand.
        LeastBusy = "least_busy",
        /// To each by their capacity.
        Weighted = "weighted",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares choices derives no default")]
impl Default for AssignmentMethod {
    fn default() -> Self {
        AssignmentMethod::RoundRobin
    }
}

choices! {
    /// What of a record must be among what its owner looks after (ASSIGN-2).
    AssignmentMatch {
        /// Its region.
        Region = "region",
        /// Its industry.
        Industry = "industry",
    }
}

record! {
    /// Somebody to whom a rule gives records.
    input AssignmentMember {
        /// Who.
        user: UserId,
        /// Of `weighted`: for how many records in 30 days; 0, or 15 to 10,000, since less would be none a day.
        capacity: Option<i64> = None [range(0, 10_000)],
        /// A filter tree that says which records they take; all, where there is none.
        filter: Option<Tree> = None,
        /// Of `weighted`: a filter tree that says which records they are to have before others.
        prefers: Option<Tree> = None,
        /// Whether they get any just now; who does not keeps their place.
        enabled: Option<bool> = None [default("true")],
    }
}

record! {
    /// An assignment rule (分配规则): who gets leads, or customers without an account manager; its name is the document's.
    input AssignmentRule {
        /// What it gives.
        of: DealtKind,
        /// A filter tree that says which; all, where there is none.
        filter: Option<Tree> = None,
        /// To whom of its members.
        method: AssignmentMethod,
        /// What of a record must be among what a member looks after; a record without it matches everybody.
        match_by: Option<Vec<AssignmentMatch>> = None [at_most(2)],
        /// Whether an opportunity of a customer goes to that one's account manager, member or not.
        keep_account_manager: Option<bool> = None [default("true")],
        /// Whether it acts when a record is captured or imported; others act where records are distributed.
        at_once: Option<bool> = None [default("true")],
        /// It gives no record that was made longer ago than so many times 24 hours.
        max_age_days: Option<i64> = None [range(1, 365)],
        /// Its members, in their places.
        members: Vec<AssignmentMember> [at_most(200)],
    }
}

/// Kept by sales managers too, and read by nobody else; it acts by itself, and begins disabled.
pub(super) static ASSIGNMENT_RULE: Kind = Kind {
    name: "assignment_rule",
    writes: Holders::named("SM"),
    reads: Holders::named("SM"),
    begins_enabled: false,
    most: 100,
    ..Kind::of::<AssignmentRule>()
};

/// The least capacity that is one a day at all.
const LEAST: i64 = 15;

impl AssignmentRule {
    pub(super) fn acts_at_once(&self) -> bool {
        self.at_once != Some(false)
    }

    fn check_members(&self, cx: &mut Context<'_>) {
        if self.members.is_empty() {
            cx.violations().missing_once("members");
        }
        let weighted = self.method == AssignmentMethod::Weighted;
        for (at, member) in self.members.iter().enumerate() {
            let path = |field: &str| format!("members[{at}].{field}");
            if self.members.iter().take(at).any(|known| known.user == member.user) {
                cx.violations().add(&path("user"), "not_unique", "is named twice", None);
            }
            match member.capacity {
                None if weighted => cx.violations().missing_once(&path("capacity")),
                Some(_) if !weighted => {
                    cx.violations().add(&path("capacity"), "not_here", "does not go with this method", None);
                }
                Some(capacity) if (1..LEAST).contains(&capacity) => {
                    let limit = format!("0, {LEAST}..10000");
                    cx.violations().add(&path("capacity"), "out_of_range", format!("must be {limit}"), Some(limit));
                }
                _ => {}
            }
            if member.prefers.is_some() && !weighted {
                cx.violations().add(&path("prefers"), "not_here", "does not go with this method", None);
            }
        }
    }
}

impl Configures for AssignmentRule {
    const NAMES: &'static [Entity] = &[Entity::USER];

    fn names(&self, _cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let named = |(at, member): (usize, &AssignmentMember)| {
            Named::record(format!("members[{at}].user"), Entity::USER, Some(RecordId(member.user.0)))
        };
        Ok(self.members.iter().enumerate().map(named).collect())
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if !matches!(step.doing, Doing::Put | Doing::Enable) {
            return Ok(());
        }
        if step.doing == Doing::Put && !step.enabled && step.brought_by.is_none() {
            let named = self.names(cx)?;
            Named::must_be_there(cx, &named)?;
        }
        self.check_members(cx);
        let object = self.of.as_str();
        for (at, by) in self.match_by.iter().flatten().enumerate() {
            let catalogue = cx.catalogue()?;
            let has = catalogue.definitions.get(object).is_some_and(|of| of.object.field(by.as_str()).is_some());
            if !has {
                let detail = format!("is nothing that {object} has");
                cx.violations().add(&format!("match_by[{at}]"), "not_supported", detail, None);
            }
        }
        cx.judge_filter("filter", object, &self.filter, step.brought_by)?;
        for (at, member) in self.members.iter().enumerate() {
            for (field, tree) in [("filter", &member.filter), ("prefers", &member.prefers)] {
                cx.judge_filter(&format!("members[{at}].{field}"), object, tree, step.brought_by)?;
            }
        }
        Ok(())
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let object = self.of.as_str();
        if let Some(tree) = &mut self.filter {
            names.filter(&within(path, "filter"), object, object, tree);
        }
        for (at, member) in self.members.iter_mut().enumerate() {
            for (field, tree) in [("filter", &mut member.filter), ("prefers", &mut member.prefers)] {
                if let Some(tree) = tree {
                    names.filter(&within(path, &format!("members[{at}].{field}")), object, object, tree);
                }
            }
        }
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        if step.enabled && !self.acts_at_once() { daily::set(cx) } else { Ok(()) }
    }
}
