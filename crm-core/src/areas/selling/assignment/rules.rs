//! What is checked and done.

use super::types::*;
use super::{distribute, store};
use crate::engine::error::{CrmError, FieldError, Result};
use crate::engine::gate::Context;
use crate::engine::people::People;
use crate::engine::setup::Named;
use crate::engine::sorting::Arrange as _;
use crate::engine::telling::Person;
use crate::engine::tree::Tree;
use crate::objects::RecordKey;
use crate::pools::DealtKind;
use crate::users::UserRef;

/// What stands against any other owner too, whoever that is.
const WHOEVER: [&str; 4] = ["not_writable", "read_only", "fixed", "frozen"];

/// Whether what is wrong is whom the owner's field names.
fn is_of_them(found: &FieldError, owner: &str) -> bool {
    found.field == owner && !WHOEVER.contains(&found.code.as_str())
}

/// AUTO-9.
pub(super) fn deal(
    cx: &mut Context<'_>,
    record: &RecordKey,
    among: &People,
    method: &Option<Dealing>,
) -> Result<UserRef> {
    let Some(in_hand) = cx.in_hand(&record.object)? else {
        cx.violations().add("record", "not_supported", "has no owner", None);
        cx.check_fields()?;
        return Err(CrmError::bug("a record without an owner was let in"));
    };
    cx.record_read(record, false, false)?;
    let named = among.names(cx, "among")?;
    Named::must_be_there(cx, &named)?;
    cx.judge_people(&record.object, None, &[("among".to_owned(), among)])?;
    cx.check_fields()?;
    let owner = People { kind: crate::PeopleKind::Owner, ..Default::default() };
    let owner = cx.people(record, [&owner])?;
    let mut people: Vec<Person> = cx.people(record, [among])?;
    people.retain(|person| !owner.contains(person));
    let giver = match (cx.custom.by_rule, cx.actor_key()) {
        (Some(rule), _) => format!("rule {rule}"),
        (None, Some(user)) => format!("user {user}"),
        (None, None) => "engine".to_owned(),
    };
    let method = method.unwrap_or(Dealing::RoundRobin);
    match method {
        Dealing::RoundRobin => {
            let last = store::last(cx.tx(), &giver, &in_hand.home)?.unwrap_or_default();
            people.arrange_by_key(|(key, _)| (*key <= last, *key));
        }
        Dealing::LeastBusy => {
            let keys: Vec<i64> = people.iter().map(|(key, _)| *key).collect();
            let have = store::in_hand(cx.tx(), &in_hand, &keys)?;
            people.arrange_by_key(|(key, _)| (have.get(key).copied().unwrap_or_default(), *key));
        }
    }
    for (key, user) in people {
        match cx.savepoint(|cx| cx.give(record, user)) {
            Ok(()) => {
                if method == Dealing::RoundRobin {
                    store::turn(cx.tx(), &giver, &in_hand.home, key)?;
                }
                return store::named(cx.tx(), key);
            }
            // They may not be its owner: it is the next one's turn.
            Err(CrmError::Invalid { fields }) if fields.iter().all(|found| is_of_them(found, &in_hand.field)) => {}
            Err(refusal) => return Err(refusal),
        }
    }
    cx.violations().add("among", "nobody", "is nobody who may be its owner and is not", None);
    cx.check_fields()?;
    Err(CrmError::bug("nobody was found, and it was let in"))
}

/// ASSIGN-2.
pub(super) fn propose(cx: &mut Context<'_>, record: &RecordKey) -> Result<Vec<AssignmentCandidate>> {
    distribute::propose(cx, record)
}

/// ASSIGN-2.
pub(super) fn apply(cx: &mut Context<'_>, record: &RecordKey) -> Result<Assigned> {
    distribute::apply(cx, record)
}

/// ASSIGN-6.
pub(super) fn distribute(
    cx: &mut Context<'_>,
    of: &DealtKind,
    matching: &Option<Tree>,
    dry_run: &Option<bool>,
) -> Result<Distribution> {
    distribute::distribute(cx, *of, matching, *dry_run == Some(true))
}
