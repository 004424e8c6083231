//! People who are named without being listed (PROC-5): by their role, their department, by what they are to a record. Plans,
//! rules and whoever else hands something to somebody say it so.
//!
//! A setup document that holds [`People`] gives what they name to its `names` ([`People::names`]), has them judged when it is
//! put ([`Context::judge_people`]) and renamed with everything else ([`People::rename`]). Who they are is asked when something
//! happens to a record ([`Context::people`]): active users, each once, the oldest account first.

mod found;
mod judge;
mod store;

pub(crate) use found::{On, found};
pub(crate) use judge::Judge;
pub(crate) use store::role;

use crate::engine::choices::choices;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::objects::define::rename::Renaming;
use crate::engine::objects::mistakes::within;
use crate::engine::objects::shape::Name;
use crate::engine::record::record;
use crate::engine::setup::Named;

choices! {
    /// By what people are named (PROC-5).
    PeopleKind {
        /// By themselves.
        Users = "users",
        /// By a role that they hold.
        Role = "role",
        /// By their department, its parts included.
        Department = "department",
        /// As whose the record is.
        Owner = "owner",
        /// As who made the record.
        Creator = "creator",
        /// As who follows the record.
        Followers = "followers",
        /// As who stands in a field of the record.
        Field = "field",
        /// As whom an expression about the record gives.
        Expression = "expression",
        /// As the superior of the record's owner.
        Superior = "superior",
        /// As whom the submitter of an approval names; of approvals alone.
        Chosen = "chosen",
    }
}

impl Default for PeopleKind {
    /// Those who name nobody until somebody is listed.
    fn default() -> PeopleKind {
        PeopleKind::Users
    }
}

record! {
    /// People, named by themselves or by what they are to a record (PROC-5). Each kind has fields of its own; others stand
    /// empty.
    input People {
        /// By what they are named.
        kind: PeopleKind,
        /// Of `users`: who they are.
        users: Option<Vec<UserId>> = None [at_most(50)],
        /// Of `role`: its name, `sales_manager`.
        role: Option<String> = None [short],
        /// Of `role`: only its holders in the nearest department, from that of the record's owner upwards, that has any.
        near: Option<bool> = None [default("false")],
        /// Of `department`: which; absent, that of the record's owner.
        department: Option<RecordId> = None,
        /// Of `field`: a field of the record that holds a user.
        field: Option<String> = None [text(100)],
        /// Of `expression`: one that gives a user.
        expression: Option<String> = None [lines(4_000)],
        /// Of `superior`: how many above the owner, 1 to 10.
        level: Option<i64> = None [range(1, 10), default("1")],
        /// Of `superior`, in a step of an approval: whether each level up to that one is asked, one after the other.
        each: Option<bool> = None [default("false")],
    }
}

/// The kinds of record that people are named by.
const USER: Entity = Entity::named("user");
const DEPARTMENT: Entity = Entity::named("department");
const ROLE: Entity = Entity::named("role");

impl People {
    /// The records that they name, users, departments and roles, where they stand at `path`: these must be there, and stay
    /// while they are named (SETUP-4). A setup kind that holds people says that it names these kinds.
    pub(crate) fn names(&self, cx: &mut Context<'_>, path: &str) -> Result<Vec<Named>> {
        let mut named = Vec::new();
        for (at, user) in self.users.iter().flatten().enumerate() {
            named.push(Named::record(format!("{}[{at}]", within(path, "users")), USER, Some(RecordId(user.0))));
        }
        if let Some(department) = self.department {
            named.push(Named::record(within(path, "department"), DEPARTMENT, Some(department)));
        }
        if let Some(role) = &self.role {
            let id = store::role(cx.tx(), role)?;
            named.push(Named::called(within(path, "role"), ROLE, role, id));
        }
        Ok(named)
    }

    /// Gives what they name of records of the object the names of a new version (PACK-2).
    pub(crate) fn rename(&mut self, names: &mut Renaming<'_>, path: &str, object: &str) {
        if let Some(text) = &mut self.field {
            let mut name = Name::from(text.as_str());
            names.field(&within(path, "field"), object, &mut name);
            *text = name.to_string();
        }
        names.may(&within(path, "expression"), object, &mut self.expression);
    }

    fn is_near(&self) -> bool {
        self.near == Some(true)
    }

    /// The kind's own fields that are given, and those that are given of others.
    fn given(&self) -> [(&'static str, PeopleKind, bool); 8] {
        [
            ("users", PeopleKind::Users, self.users.is_some()),
            ("role", PeopleKind::Role, self.role.is_some()),
            ("near", PeopleKind::Role, self.near.is_some()),
            ("department", PeopleKind::Department, self.department.is_some()),
            ("field", PeopleKind::Field, self.field.is_some()),
            ("expression", PeopleKind::Expression, self.expression.is_some()),
            ("level", PeopleKind::Superior, self.level.is_some()),
            ("each", PeopleKind::Superior, self.each.is_some()),
        ]
    }
}
