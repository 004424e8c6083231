//! The users' types.

use crate::departments::{DepartmentId, DepartmentRef};
use crate::dictionary::{Choice, DictionaryEntryId};
use crate::engine::clock::Timestamp;
use crate::engine::error::Result;
use crate::engine::gate::Entity;
use crate::engine::gate::kind::kinds;
use crate::engine::ids::UserId;
use crate::engine::page::page;
use crate::engine::record::{choices, record, update};
use crate::engine::storage::referred;
use crate::engine::tree::Tree;

kinds! {
    /// A user.
    USER = "user" in users;
}

choices! {
    /// Whether a user may act.
    UserStatus {
        /// They may.
        Active = "active",
        /// They may not sign in or be given anything; their history stays.
        Disabled = "disabled",
    }
}

choices! {
    /// How often somebody wants what they have not read in one message.
    Digest {
        /// Never.
        Never = "none",
        /// Every day.
        Daily = "daily",
        /// On Mondays.
        Weekly = "weekly",
    }
}

choices! {
    /// Why somebody is notified, the strongest reason first (NOTIFY-1).
    NotificationReason {
        /// Something is to be approved, or was.
        Approval = "approval",
        /// Something that they have to do comes up.
        Reminder = "reminder",
        /// A record was given to them.
        Assigned = "assigned",
        /// A note mentions them.
        Mention = "mention",
        /// A rule tells them.
        Automation = "automation",
        /// A record that they follow changed.
        Followed = "followed",
    }
}

record! {
    /// A user as other records mention them.
    output UserRef {
        /// The user's id.
        id: UserId,
        /// The name shown to people.
        display_name: String,
    }
}

record! {
    /// What an administrator gives to create a user (USER-1).
    input NewUser {
        /// The name to sign in with; unique, whatever the case.
        login: String [text(100)],
        /// The name shown to people.
        display_name: String [short],
        /// The department.
        department: Option<DepartmentId> = None,
        /// The e-mail address.
        email: Option<String> = None [short],
        /// The telephone number.
        phone: Option<String> = None [short],
        /// The regions they work, entries of the dictionary category `region`.
        regions: Option<Vec<DictionaryEntryId>> = None [category("region"), at_most(100)],
        /// The industries they work.
        industries: Option<Vec<String>> = None [short, at_most(100)],
        /// The names of their roles.
        roles: Option<Vec<String>> = None [text(100), at_most(100)],
        /// Values of the fields that packs give users, by their names.
        custom: Option<Tree> = None,
    }
}

record! {
    /// A user, as administrators see them.
    output User extended of USER {
        /// Their id.
        id: UserId,
        /// The version, for updates.
        version: i64,
        /// The name to sign in with.
        login: String,
        /// The name shown to people.
        display_name: String,
        /// Whether they may act.
        status: UserStatus,
        /// The department.
        department: Option<DepartmentRef>,
        /// The e-mail address.
        email: Option<String>,
        /// The telephone number.
        phone: Option<String>,
        /// The regions they work.
        regions: Vec<Choice>,
        /// The industries they work.
        industries: Vec<String>,
        /// The names of their roles, in alphabetical order.
        roles: Vec<String>,
        /// Whether they can sign in with a password here; where not, the host authenticates them.
        has_password: bool,
        /// Whether signing in here takes a code of their second factor too (FACTOR-1).
        has_second_factor: bool,
        /// When they were created.
        created_at: Timestamp,
        /// Their own time zone, an IANA name; the company's where there is none.
        time_zone: Option<String>,
        /// When their day starts by the clock of their zone, `09:00`: what falls on a day reminds them then.
        day_starts: String,
        /// Whether they follow by themselves what they create, own, note or are mentioned in.
        auto_follow: bool,
        /// How often they want what they have not read in one message.
        digest: Digest,
        /// When that comes by the clock of their zone, `08:00`.
        digest_at: String,
        /// The reasons for which they want to be told at once.
        push: Vec<NotificationReason>,
    }
}

update! {
    /// Changes that an administrator makes to a user (USER-1); roles have an operation of their own.
    UserUpdate {
        /// The name to sign in with; unique, whatever the case.
        login: String [text(100), required],
        /// The name shown to people.
        display_name: String [short, required],
        /// The department.
        department: DepartmentId [],
        /// The e-mail address.
        email: String [short],
        /// The telephone number.
        phone: String [short],
        /// The regions they work, all of them; an empty list for none.
        regions: Vec<DictionaryEntryId> [category("region"), at_most(100), required],
        /// The industries they work, all of them; an empty list for none.
        industries: Vec<String> [short, at_most(100), required],
        /// Values of the fields that packs give users, by their names; a null empties one.
        custom: Tree [required],
    }
}

update! {
    /// Changes to one's own profile (USER-3) and settings (PROC-7). Login name, department and roles are the administrator's.
    ProfileUpdate {
        /// The name shown to people.
        display_name: String [short, required],
        /// The e-mail address.
        email: String [short],
        /// The telephone number.
        phone: String [short],
        /// The regions one works, all of them; an empty list for none.
        regions: Vec<DictionaryEntryId> [category("region"), at_most(100), required],
        /// The industries one works, all of them; an empty list for none.
        industries: Vec<String> [short, at_most(100), required],
        /// One's own time zone, an IANA name; emptied, the company's.
        time_zone: String [text(100)],
        /// When one's day starts by the clock, from `00:00` to `23:59`.
        day_starts: String [text(5), required],
        /// Whether one follows by oneself what one creates, owns, notes or is mentioned in.
        auto_follow: bool [required],
        /// How often one wants what one has not read in one message.
        digest: Digest [required],
        /// When that comes by the clock, from `00:00` to `23:59`.
        digest_at: String [text(5), required],
        /// The reasons for which one wants to be told at once, all of them; an empty list for none.
        push: Vec<NotificationReason> [at_most(6), required],
    }
}

page!(UserPage of User, "A page of users, by login name.");

record! {
    /// Which users are wanted; what is absent does not restrict.
    input UserFilter {
        /// Active ones, or disabled ones.
        status: Option<UserStatus> = None,
        /// The login name or the display name contains this; width and case don't matter, and an empty text restricts
        /// nothing.
        name: Option<String> = None [short],
        /// Of exactly this department.
        department: Option<DepartmentId> = None,
        /// Holding the role of this name.
        role: Option<String> = None [text(100), exact],
    }
}

record! {
    /// An active user, as colleagues see them (USER-3).
    output Colleague {
        /// Their id.
        id: UserId,
        /// The name shown to people.
        display_name: String,
        /// The department.
        department: Option<DepartmentRef>,
        /// The regions they work.
        regions: Vec<Choice>,
        /// The industries they work.
        industries: Vec<String>,
    }
}

page!(ColleaguePage of Colleague, "A page of active users, by name.");

record! {
    /// Which colleagues are wanted; what is absent does not restrict.
    input ColleagueFilter {
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: Option<String> = None [short],
        /// Of exactly this department.
        department: Option<DepartmentId> = None,
        /// Working this region.
        region: Option<DictionaryEntryId> = None [category("region")],
        /// Working exactly this industry.
        industry: Option<String> = None [short, exact],
        /// `account_manager`: those whom an opportunity can be given to. (A ticket or a customer can be given to any.)
        /// No other role is told: who holds which is for administrators (`users.list`).
        role: Option<String> = None [text(100), exact],
    }
}

record! {
    /// What a user still holds of one kind of record (USER-1), for others to take over.
    output Holding {
        /// The kind: customers they manage; opportunities assigned to them and in development, and those they recorded and
        /// nobody has yet; tickets assigned to them and not archived, and those they recorded and nobody has yet; open
        /// churn warnings of the customers they manage; their collaborations; departments that they head.
        entity: Entity,
        /// How many.
        count: i64,
    }
}

record! {
    /// A disabled user, with what they still hold.
    output DisabledUser {
        /// The user.
        user: User,
        /// What they still hold, kind by kind; empty where it is nothing.
        holds: Vec<Holding>,
    }
}

referred! { UserId in users }
referred! { UserRef in users { id: UserId, display_name } }
