//! The oracle: what the rules say of a cast. It knows no SQL, no table and no index.

use crm_core::Operation;

use crate::cast::{Cast, Level, Record};

/// An operation on a record, as the rules speak of it.
pub struct Asked {
    pub operation: &'static str,
    /// Whose levels count.
    pub area: &'static str,
    /// The duties that let somebody.
    pub duties: &'static [&'static str],
    /// Whether a duty alone lets: a role is not enough.
    pub only: bool,
    /// Whether it must be the caller's own creation.
    pub creator: bool,
    /// Why it is refused all the same, in every record of these casts.
    pub then: Option<char>,
}

const READER: &[&str] = &["manager", "collaborator", "shared"];
const READER_OR_SERVICE: &[&str] = &["manager", "collaborator", "shared", "service"];
const MAINTAINER: &[&str] = &["manager", "collaborator", "written"];

const fn asked(operation: &'static str, area: &'static str, duties: &'static [&'static str]) -> Asked {
    Asked { operation, area, duties, only: false, creator: false, then: None }
}

/// The operations that decisions are about.
pub const OPERATIONS: &[Asked] = &[
    asked("customers.get", "customers", READER_OR_SERVICE),
    asked("customers.update", "customers", MAINTAINER),
    asked("contacts.get", "customers", READER_OR_SERVICE),
    asked("contacts.update", "customers", MAINTAINER),
    asked("interactions.get", "customers", READER),
    asked("churn.history", "customers", READER),
    Asked { then: Some('i'), ..asked("customers.win_back", "customers", &[]) },
    asked("opportunities.get", "opportunities", &["assignee", "collaborator", "shared"]),
    Asked { creator: true, ..asked("opportunities.delete", "opportunities", &[]) },
    asked("tickets.get", "tickets", &["assignee", "handler", "shared"]),
    asked("tickets.assign", "tickets", &[]),
    Asked { only: true, ..asked("tickets.handle", "tickets", &["assignee"]) },
    asked("collaborators.list", "customers", READER),
    asked("tickets.create", "customers", MAINTAINER),
];

pub fn find(operation: &str) -> &'static Asked {
    OPERATIONS.iter().find(|asked| asked.operation == operation).unwrap()
}

impl Cast {
    fn holds(&self, role: &str, operation: &str) -> bool {
        let built_in = |name: &str| Operation::find(operation).unwrap().roles().any(|role| role == name);
        match self.roles.get(role) {
            None => built_in(role),
            Some(role) => role.copy.as_deref().is_some_and(built_in) || role.grant.iter().any(|held| held == operation),
        }
    }

    /// The widest levels of those roles that hold the operation (SCOPE-2).
    pub fn levels(&self, user: &str, operation: &str, area: &str) -> Option<(Level, Level)> {
        let roles = self.users[user].roles.iter().filter(|role| self.holds(role, operation));
        let levels = roles.map(|role| match self.roles.get(role).and_then(|role| role.scope.get(area)) {
            Some(levels) => *levels,
            None => (Level::All, Level::All),
        });
        levels.reduce(|a, b| (a.0.max(b.0), a.1.max(b.1)))
    }

    fn within(&self, department: Option<&String>, whole: &str) -> bool {
        let mut at = department;
        while let Some(name) = at {
            if name == whole {
                return true;
            }
            at = self.departments[name].as_ref();
        }
        false
    }

    fn customer_of(&self, record: &Record) -> Option<&Record> {
        record.customer.as_ref().map(|customer| &self.records[customer])
    }

    /// Whom a record makes responsible (SCOPE-3, SCOPE-4).
    fn holders<'a>(&'a self, record: &'a Record) -> Vec<&'a str> {
        let own = match record.kind {
            "opportunity" | "ticket" => record.assignee.as_ref().or(record.creator.as_ref()),
            _ => record.manager.as_ref(),
        };
        let mut holders: Vec<&str> = own.into_iter().chain(&record.collaborators).map(String::as_str).collect();
        holders.extend(record.handler.as_deref());
        if let Some(customer) = self.customer_of(record) {
            holders.extend(self.holders(customer));
        }
        holders
    }

    /// Whether a level reaches the record.
    pub fn reaches(&self, user: &str, level: Level, record: &Record) -> bool {
        if level == Level::All {
            return true;
        }
        let own = self.users[user].department.as_ref();
        self.holders(record).iter().any(|holder| {
            let theirs = self.users[*holder].department.as_ref();
            *holder == user
                || match level {
                    Level::Department => own.is_some() && theirs == own,
                    Level::Below => own.is_some_and(|own| self.within(theirs, own)),
                    Level::Own | Level::All => false,
                }
        })
    }

    pub fn shared(&self, user: &str, record: &Record, to_write: bool) -> bool {
        let with_me = record.shares.iter().any(|share| {
            (share.with == user || self.within(self.users[user].department.as_ref(), &share.with))
                && (share.writes || !to_write)
        });
        with_me || self.customer_of(record).is_some_and(|customer| self.shared(user, customer, to_write))
    }

    /// Whether the user serves the customer of the record just now (SCOPE-10).
    pub fn serves(&self, user: &str, id: &str, record: &Record) -> bool {
        let customer = match record.kind {
            "customer" => id,
            "contact" => record.customer.as_deref().unwrap_or_default(),
            _ => return false,
        };
        self.records.values().any(|ticket| {
            ticket.kind == "ticket"
                && !ticket.archived
                && ticket.assignee.as_deref() == Some(user)
                && ticket.customer.as_deref() == Some(customer)
        })
    }

    fn has(&self, user: &str, duty: &str, id: &str, record: &Record) -> bool {
        let is = |name: &Option<String>| name.as_deref() == Some(user);
        let of = self.customer_of(record).filter(|_| record.kind != "ticket").unwrap_or(record);
        match duty {
            "manager" => is(&of.manager),
            "collaborator" => of.collaborators.iter().any(|name| name == user),
            "shared" => self.shared(user, record, false),
            "written" => self.shared(user, record, true),
            "assignee" => is(&record.assignee),
            "handler" => is(&record.handler),
            "service" => self.serves(user, id, record),
            other => panic!("no duty {other}"),
        }
    }

    /// Whether the record is there for the user: by the levels of `operation` too.
    fn is_there(&self, user: &str, asked: &Asked, id: &str, record: &Record) -> bool {
        let get = format!("{}.get", asked.area);
        let reads =
            [asked.operation, &get].into_iter().filter_map(|operation| self.levels(user, operation, asked.area));
        reads.map(|(reads, _)| reads).any(|reads| self.reaches(user, reads, record))
            || self.shared(user, record, false)
            || self.serves(user, id, record)
    }

    /// The letter of a decision: `y` done, `n` not found, `f` no permission, `s` out of scope, `o` not theirs, `d` disabled,
    /// `v` invalid, `i` in the wrong state.
    pub fn decide(&self, user: &str, asked: &Asked, id: &str) -> char {
        if self.users[user].disabled {
            return 'd';
        }
        let levels = self.levels(user, asked.operation, asked.area);
        let record = self.records.get(id);
        let on_duty = record.is_some_and(|record| asked.duties.iter().any(|duty| self.has(user, duty, id, record)));
        if levels.is_none() && !on_duty {
            return 'f';
        }
        let done = asked.then.unwrap_or('y');
        let names_only = asked.operation == "tickets.create";
        let Some(record) = record.filter(|record| on_duty || self.is_there(user, asked, id, record)) else {
            return if names_only { 'v' } else { 'n' };
        };
        if on_duty || names_only {
            return done;
        }
        if asked.only || (asked.creator && record.creator.as_deref() != Some(user)) {
            return 'o';
        }
        let (reads, writes) = levels.unwrap();
        let is_write = Operation::find(asked.operation).unwrap().access == crm_core::Access::Write;
        if self.reaches(user, if is_write { writes } else { reads }, record) { done } else { 's' }
    }
}
