//! When may, and who: the status machine of activities. That one is read at all is asked where it is found (ACT-3).
//!
//! ```text
//! planned ──complete──▶ done ──────┐
//!    ▲ │                           │
//!    │ └────cancel────▶ cancelled ─┤
//!    └───────────reopen────────────┘
//! ```

use super::store::Found;
use super::types::ActivityStatus;
use crate::engine::gate::Entity;
use crate::engine::gate::guard::{Duty, Subject, Whose};
use crate::engine::ids::{RecordId, UserId};
use crate::engine::permission::rights;

const PLANNED: &str = ActivityStatus::Planned.as_str();
const DONE: &str = ActivityStatus::Done.as_str();
const CANCELLED: &str = ActivityStatus::Cancelled.as_str();

/// Who is to do it.
const ASSIGNEE: Duty<'_> = Duty::within("assignee", "its assignee");

/// Who gave it to them, or planned it.
const GIVER: Duty<'_> = Duty::within("giver", "who gave or planned it");

/// Who planned it.
const CREATOR: Duty<'_> = Duty::within("creator", "who planned it");

/// A user who attends.
const ATTENDEE: Duty<'_> = Duty::within("attendee", "a user who attends it");

/// Whoever may have it planned again; of one that was cancelled its assignee is none.
const REOPENER: Duty<'_> = Duty::within("reopener", "who gave or planned it, and of a done one its assignee");

/// Any by role; else theirs who deal with it.
const DEALING: Whose<'_> = Whose::RoleOr(&[ASSIGNEE, GIVER]);

/// Any by role; else their own to do.
const DOING: Whose<'_> = Whose::RoleOr(&[ASSIGNEE]);

/// Any by role; else what they gave.
const GIVING: Whose<'_> = Whose::RoleOr(&[GIVER]);

const REOPENING: Whose<'_> = Whose::RoleOr(&[REOPENER]);

const ASSIGNEE_ALONE: Whose<'_> = Whose::Only(&[ASSIGNEE]);

const ATTENDEE_ALONE: Whose<'_> = Whose::Only(&[ATTENDEE]);

const CREATOR_ALONE: Whose<'_> = Whose::Only(&[CREATOR]);

rights! {
    create      by SMAE;
    create_many by SMAE;
    get         by everyone on ACTIVITY;
    list        by everyone;
    update      by M        on ACTIVITY whose DEALING        when [PLANNED];
    complete    by M        on ACTIVITY whose DOING          when [PLANNED];
    cancel      by M        on ACTIVITY whose GIVING         when [PLANNED];
    reopen      by M        on ACTIVITY whose REOPENING      when [DONE, CANCELLED];
    delegate    by M        on ACTIVITY whose DEALING        when [PLANNED];
    hand_back   by everyone on ACTIVITY whose ASSIGNEE_ALONE when [PLANNED];
    respond     by everyone on ACTIVITY whose ATTENDEE_ALONE when [PLANNED];
    delete      by everyone on ACTIVITY whose CREATOR_ALONE  when [PLANNED, CANCELLED];
}

impl Subject for Found {
    fn entity(&self) -> Entity {
        Entity::ACTIVITY
    }

    fn id(&self) -> RecordId {
        self.activity.id.into()
    }

    fn version(&self) -> i64 {
        self.activity.version
    }

    fn state(&self) -> &str {
        self.activity.status.as_str()
    }

    fn creator(&self) -> Option<UserId> {
        self.activity.creator.as_ref().map(|creator| creator.id)
    }

    fn duties(&self) -> Vec<(&str, UserId)> {
        let activity = &self.activity;
        let mut duties = vec![(ASSIGNEE.name, activity.assignee.id)];
        if activity.status != ActivityStatus::Cancelled {
            duties.push((REOPENER.name, activity.assignee.id));
        }
        for giver in activity.giver.iter().chain(&activity.creator) {
            duties.extend([(GIVER.name, giver.id), (REOPENER.name, giver.id)]);
        }
        duties.extend(self.creator().map(|creator| (CREATOR.name, creator)));
        let attending = activity.attendees.iter().filter_map(|one| one.user.as_ref());
        duties.extend(attending.map(|user| (ATTENDEE.name, user.id)));
        duties
    }

    fn is_reached(&self) -> bool {
        self.reached
    }

    /// What an interaction tells was done (ACT-7).
    fn hindrance(&self, operation: &str) -> Option<&str> {
        (operation == "activities.reopen" && self.activity.interaction.is_some()).then_some("already_recorded")
    }

    /// Nothing goes back to who did not give it, or is not there any more (ACT-6).
    fn lets(&self, operation: &str) -> bool {
        operation != "activities.hand_back" || self.returnable
    }
}
