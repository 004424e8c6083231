//! The operations on activities.

use super::rules;
use super::types::*;
use crate::engine::ids::UserId;
use crate::engine::page::PageRequest;

/// Hands the area's table to a projecting macro.
#[doc(hidden)]
#[macro_export]
macro_rules! activities_operations { ($($project:ident)::+) => { $($project)::+! {
    activities: Activities, "Activities (活动): tasks, calls, meetings, mails and visits, with or without a record that they are about.";

    /// Plans an activity, for oneself or for another, who then was given it (ACT-1, ACT-6). Whoever plans one reads each of the
    /// records that it is about, and its assignee must read the main one (`assignee`: `cannot_read`). Past times are allowed.
    ///
    /// With a `recurrence` it is the first of a series, whose occurrences are activities of their own (ACT-10): they exist for 400
    /// days ahead, and at least the next one. Those before today are counted, not made, and the answer is the first that is.
    ///
    /// With an `id` of the caller's (a UUIDv7) a repetition with equal fields returns the activity that is there; with
    /// other fields it is a conflict (`id_taken`).
    write[not_found, conflict] fn create(new: NewActivity, id: Option<ActivityId> = None) -> Activity;

    /// Plans up to 1,000 activities, one for each of several people, say (ACT-2): all of them, or none where one is refused; with
    /// `per_record` each that can be, and a report that tells of the others what is wrong with them. At most 50 of them recur.
    write[bulk, not_found, conflict] fn create_many(activities: Vec<NewActivity> [at_most(1_000)], per_record: bool = false) -> ActivityBatch;

    /// Gives one activity. Its people read it: its assignee, who gave it, who planned it, and users who attend; and, unless it is
    /// personal, whoever reads its main record, and whose level of `activities` reaches its assignee: sales managers and
    /// executives, unless `roles.set_scope` says otherwise (ACT-3).
    read fn get(id: ActivityId) -> Activity;

    /// Lists activities that the caller reads (ACT-3, ACT-17): those of a person, of a record, of a department, and the caller's
    /// own where none of these is named. Planned ones come first, the earliest first, and behind them the others, the latest first.
    read[not_found] fn list(filter: Option<ActivityFilter> = None, page: Option<PageRequest> = None) -> ActivityPage;

    /// Changes a planned activity: its assignee, who gave or planned it, and any sales manager who reads it may. With another
    /// main record the assignee must read that (ACT-1).
    ///
    /// Of a series it reaches the activity alone, or with `reach` those behind it too, which become a series of their own, or all:
    /// those that are planned and were not changed alone (ACT-11). Another time moves each by as much on the clock. With
    /// another `recurrence` those that it yields too stay, others go, missing ones are made.
    write[not_found] fn update(id: ActivityId, changes: ActivityUpdate, reach: Option<Reach> = None [default("\"this\"")]) -> Activity;

    /// Completes a planned activity, now or at an earlier instant (ACT-4): its assignee, and any sales manager who reads it may.
    /// The result is required for the kinds that the setting `result_required` names; what is to be done next, where nothing else is
    /// planned on an open main record of an object that `next_step_required` names (ACT-5). With `interaction` it becomes one with
    /// the customer that its main record is, or belongs to, once, for who may record those (ACT-7): day, place, summary and
    /// details are the activity's day, place, subject and result, each replaced by what is given.
    write[moves, not_found, conflict] fn complete(id: ActivityId, done: Completion, version: Option<i64> = None) -> Completed;

    /// Cancels a planned activity: who gave or planned it, and any sales manager who reads it may. Of a series with `reach` those
    /// behind it too, or all that are planned and were not changed alone; then no more are made.
    write[moves, not_found] fn cancel(id: ActivityId, reason: Option<String> = None [long], reach: Option<Reach> = None [default("\"this\"")], version: Option<i64> = None) -> Activity;

    /// Plans an activity again that was done or cancelled. What was said of its end goes. An assignee may reopen what was done,
    /// but not what others cancelled. What became an interaction is not reopened while that is there (`already_recorded`).
    write[moves, not_found, conflict] fn reopen(id: ActivityId, version: Option<i64> = None) -> Activity;

    /// Gives a planned activity to another active user, who must read its main record (ACT-1, ACT-6). Who gave it stays the one
    /// to whom it can be handed back; where there was nobody, that is the caller.
    write[not_found] fn delegate(id: ActivityId, assignee: UserId, comment: Option<String> = None [long], version: Option<i64> = None) -> Activity;

    /// Hands a planned activity back to who gave it, with a comment (ACT-6). Only its assignee may. Where nobody else gave it, or
    /// they are disabled, it is an illegal transition.
    write[not_found] fn hand_back(id: ActivityId, comment: String [long], version: Option<i64> = None) -> Activity;

    /// Says whether one comes to a planned activity that one is asked to attend.
    write[not_found] fn respond(id: ActivityId, response: Response, version: Option<i64> = None) -> Activity;

    /// Deletes an activity for good that is planned or cancelled. Only who planned it may.
    write[confirm, not_found] fn delete(id: ActivityId, version: Option<i64> = None) -> ();
} } }

crate::activities_operations!(crate::engine::operations::project_core);
