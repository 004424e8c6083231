//! What a pool is: a kind of setup document (ASSIGN-7).

use super::{recycle, store};
use crate::engine::confidential;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::page::{COUNT_LIMIT, Total};
use crate::engine::permission::Holders;
use crate::engine::record::{choices, record};
use crate::engine::setup::{Configures, Doing, Kind, Named, Step};
use crate::engine::tree::Tree;
use crate::engine::{people, scope};

choices! {
    /// The kinds of record that are dealt to account managers.
    DealtKind {
        /// Customers.
        Customer = "customer",
        /// Opportunities.
        Opportunity = "opportunity",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that declares choices derives no default")]
impl Default for DealtKind {
    fn default() -> Self {
        DealtKind::Customer
    }
}

record! {
    /// Who a pool is for: whoever is named in any way.
    input PoolMembers {
        /// These users.
        users: Option<Vec<UserId>> = None [at_most(200)],
        /// The people of these departments, and of those below them.
        departments: Option<Vec<RecordId>> = None [at_most(50)],
        /// The holders of these roles, by their names.
        roles: Option<Vec<String>> = None [text(100), at_most(50)],
    }
}

record! {
    /// When records of a pool's kind fall back into it (ASSIGN-10): once all of its periods have run, each from what was last done.
    input RecycleRule {
        /// A filter tree that says of which records; of all that the pool takes, where there is none.
        filter: Option<Tree> = None,
        /// So many days in which nothing was done with it.
        no_follow_up_days: Option<i64> = None [range(1, 3_650)],
        /// Of customers: so many days without an order.
        no_order_days: Option<i64> = None [range(1, 3_650)],
        /// Of customers: so many days in which no opportunity was won.
        no_win_days: Option<i64> = None [range(1, 3_650)],
        /// How many days before that it is told: `pool_notice_on` of the record is the next of these days, from which rules count.
        notice_days: Option<Vec<i64>> = None [at_most(5)],
    }
}

record! {
    /// A pool (公海): records that nobody owns, for its members to claim; its name is the document's.
    input Pool {
        /// What it has in it.
        of: DealtKind,
        /// A filter tree that says what it takes; whatever there is, where there is none.
        filter: Option<Tree> = None,
        /// Who it is for; everybody, where that is not said.
        members: Option<PoolMembers> = None,
        /// Who looks after it: they give its records, and claim without waiting.
        admins: Option<Vec<UserId>> = None [at_most(50)],
        /// The fields of its records that are masked for others: names of fields that can be withheld, `phone`; of customers those of
        /// their contacts too, `contact.mobile`.
        hidden: Option<Vec<String>> = None [text(100), at_most(50)],
        /// How many records of the kind somebody may have in hand who claims or is given some.
        hold_limit: Option<i64> = None [range(1, 100_000)],
        /// A filter tree that says which of these don't count.
        hold_exempt: Option<Tree> = None,
        /// How many records somebody may claim a day, whether they keep them or not.
        per_day: Option<i64> = None [range(1, 10_000)],
        /// How many times 24 hours a record is in the pool before it is claimed.
        fresh_days: Option<i64> = None [range(0, 365), default("0")],
        /// How many times 24 hours its last owner waits before they claim it.
        previous_owner_days: Option<i64> = None [range(0, 3_650), default("0")],
        /// When what somebody has falls back into it.
        recycle: Option<Vec<RecycleRule>> = None [at_most(10)],
    }
}

/// Kept by sales managers too, read by everybody; what is put into it is nobody's any more, so it begins disabled.
pub(crate) static POOL: Kind = Kind {
    name: "pool",
    writes: Holders::named("SM"),
    reads: Holders::named("everyone"),
    begins_enabled: false,
    most: 50,
    ..Kind::of::<Pool>()
};

impl Pool {
    /// The fields that it hides, by their kind and name; the places of those that there are not.
    fn hides(&self) -> (Vec<(&'static str, &'static str)>, Vec<usize>) {
        let (mut found, mut wrong) = (Vec::new(), Vec::new());
        for (at, name) in self.hidden.iter().flatten().enumerate() {
            let own = (self.of.as_str(), name.as_str());
            let (entity, field) = match (self.of, name.strip_prefix("contact.")) {
                (DealtKind::Customer, Some(field)) => ("contact", field),
                _ => own,
            };
            match confidential::find(entity, field) {
                Some(declared) => found.push((declared.entity, declared.info.name())),
                None => wrong.push(at),
            }
        }
        (found, wrong)
    }

    /// What each of its recycle rules says, by which it is known from before.
    pub(super) fn stamps(&self) -> Vec<String> {
        let text = |tree: &Option<Tree>| tree.as_ref().map(|tree| tree.value().to_string()).unwrap_or_default();
        let own = text(&self.filter);
        let stamp = |rule: &RecycleRule| format!("{own}\n{}\n{:?}", text(&rule.filter), rule.periods());
        self.recycle.iter().flatten().map(stamp).collect()
    }

    fn judge_recycling(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        for (at, rule) in self.recycle.iter().flatten().enumerate() {
            let path = |field: &str| format!("recycle[{at}].{field}");
            if rule.periods().is_empty() {
                cx.violations().missing_once(&path("no_follow_up_days"));
            }
            for (name, given) in [("no_order_days", rule.no_order_days), ("no_win_days", rule.no_win_days)] {
                if given.is_some() && self.of != DealtKind::Customer {
                    cx.violations().add(&path(name), "not_here", "is of customers", None);
                }
            }
            for (place, days) in rule.notice_days.iter().flatten().enumerate() {
                if !(0..=3_650).contains(days) {
                    let limit = "0..3650";
                    let field = path(&format!("notice_days[{place}]"));
                    cx.violations().add(&field, "out_of_range", format!("must be within {limit}"), Some(limit.into()));
                }
            }
            cx.judge_filter(&path("filter"), self.of.as_str(), &rule.filter, step.brought_by)?;
        }
        Ok(())
    }

    /// Keeps whom it is for and what it hides, and has everybody look again.
    fn keep(&self, cx: &mut Context<'_>, key: i64) -> Result<()> {
        store::keep_people(cx.tx(), key, self)?;
        confidential::keep_hidden(cx.tx(), key, &self.hides().0)?;
        looked_at_again(cx)
    }
}

/// What is remembered of who sees what holds no more.
fn looked_at_again(cx: &mut Context<'_>) -> Result<()> {
    confidential::note_everybody(cx.tx())?;
    scope::next_epoch(cx.tx()).map(drop)
}

impl Configures for Pool {
    const NAMES: &'static [Entity] = &[Entity::USER, Entity::DEPARTMENT, Entity::ROLE];

    fn names(&self, cx: &mut Context<'_>) -> Result<Vec<Named>> {
        let mut named = Vec::new();
        let user = |path: String, user: &UserId| Named::record(path, Entity::USER, Some(RecordId(user.0)));
        if let Some(members) = &self.members {
            let users = members.users.iter().flatten().enumerate();
            named.extend(users.map(|(at, of)| user(format!("members.users[{at}]"), of)));
            for (at, department) in members.departments.iter().flatten().enumerate() {
                let path = format!("members.departments[{at}]");
                named.push(Named::record(path, Entity::DEPARTMENT, Some(*department)));
            }
            for (at, role) in members.roles.iter().flatten().enumerate() {
                let id = people::role(cx.tx(), role)?;
                named.push(Named::called(format!("members.roles[{at}]"), Entity::ROLE, role, id));
            }
        }
        named.extend(self.admins.iter().flatten().enumerate().map(|(at, of)| user(format!("admins[{at}]"), of)));
        Ok(named)
    }

    fn judge(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        match step.doing {
            Doing::Put | Doing::Enable => {
                if step.doing == Doing::Put && !step.enabled && step.brought_by.is_none() {
                    let named = self.names(cx)?;
                    Named::must_be_there(cx, &named)?;
                }
                for (path, tree) in [("filter", &self.filter), ("hold_exempt", &self.hold_exempt)] {
                    cx.judge_filter(path, self.of.as_str(), tree, step.brought_by)?;
                }
                self.judge_recycling(cx, step)?;
                for at in self.hides().1 {
                    let path = format!("hidden[{at}]");
                    cx.violations().add(&path, "unknown_field", "is no field that can be withheld", None);
                }
                if let (Some(before), Some(key)) = (step.before, step.key)
                    && before.of != self.of
                {
                    in_use(cx, "of", key)?;
                }
            }
            Doing::Delete => {
                if let Some(key) = step.key {
                    in_use(cx, "name", key)?;
                }
            }
            Doing::Disable | Doing::Rename => {}
        }
        Ok(())
    }

    fn concerns(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<Total> {
        let found = match step.key {
            Some(key) => store::count(cx.tx(), key, COUNT_LIMIT + 1)?,
            None => 0,
        };
        Ok(Total { count: found.min(COUNT_LIMIT), more: found > COUNT_LIMIT })
    }

    fn rename(&mut self, names: &mut Renaming<'_>, path: &str) {
        let object = self.of.as_str();
        for (field, tree) in [("filter", &mut self.filter), ("hold_exempt", &mut self.hold_exempt)] {
            if let Some(tree) = tree {
                names.filter(&within(path, field), object, object, tree);
            }
        }
        for (at, rule) in self.recycle.iter_mut().flatten().enumerate() {
            if let Some(tree) = &mut rule.filter {
                names.filter(&within(path, &format!("recycle[{at}].filter")), object, object, tree);
            }
        }
    }

    fn let_go(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<i64> {
        let Some(key) = step.key else { return Ok(0) };
        confidential::keep_hidden(cx.tx(), key, &[])?;
        recycle::changed(cx, key, None, self.of)?;
        looked_at_again(cx)?;
        store::let_go(cx.tx(), key)
    }

    fn follow(&self, cx: &mut Context<'_>, step: &Step<'_, Self>) -> Result<()> {
        let Some(key) = step.key else { return Ok(()) };
        if step.doing != Doing::Rename {
            let in_force = step.enabled && step.doing != Doing::Delete;
            recycle::changed(cx, key, in_force.then_some(self), self.of)?;
            if let Some(before) = step.before.filter(|before| before.of != self.of) {
                recycle::changed_kind(cx, before.of)?;
            }
        }
        match step.doing {
            Doing::Put => self.keep(cx, key),
            Doing::Delete => {
                confidential::keep_hidden(cx.tx(), key, &[])?;
                store::forget_people(cx.tx(), key)?;
                looked_at_again(cx)
            }
            Doing::Enable | Doing::Disable | Doing::Rename => Ok(()),
        }
    }
}

/// One that has records in it stays, as what it is.
fn in_use(cx: &mut Context<'_>, path: &str, key: i64) -> Result<()> {
    let found = store::count(cx.tx(), key, COUNT_LIMIT)?;
    if found > 0 {
        cx.violations().add(path, "in_use", "has records in it", Some(found.to_string()));
    }
    Ok(())
}
