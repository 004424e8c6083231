//! What is kept beside activities, against what it follows from (MAINT-1): the instants that they lie between and from which on
//! they are overdue, their place in the lists of their people and records, and the department of their assignee.

use super::anew;
use super::rules::derived;
use super::store::{self, kept};
use super::times;
use super::types::ActivityId;
use crate::engine::error::Result;
use crate::engine::gate::{Context, Entity};
use crate::engine::tables::{Derived, Place, Wrong};

/// Activities that are compared together.
const PAGE: i64 = 500;

#[derive(Debug)]
pub(super) struct Kept;

impl Derived for Kept {
    fn entity(&self) -> Entity {
        Entity::ACTIVITY
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} activities are wrong about when they are, whose, or of which department"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let (mut found, mut behind) = (Vec::new(), behind.key);
        while found.len() < most {
            let page = kept::ids(cx.tx(), behind, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            behind = *last;
            found.extend(wrong(cx, &page)?.into_iter().map(Wrong::counted));
        }
        found.truncate(most);
        Ok(found)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let page: Vec<(i64, ActivityId)> = kept::ids(cx.tx(), place.key - 1, 1)?;
        let page: Vec<_> = page.into_iter().filter(|(key, _)| *key == place.key).collect();
        if wrong(cx, &page)?.is_empty() {
            return Ok(false);
        }
        for (key, id) in page {
            let now = cx.now();
            let Some(found) = store::get(cx.tx(), id, now)? else { continue };
            let derived = derived(cx, &found.activity)?;
            store::update(cx.tx(), key, &found.activity, &derived)?;
            store::settle(cx.tx(), key, &derived)?;
        }
        Ok(true)
    }
}

/// Those of the activities of which anything is wrong.
fn wrong(cx: &mut Context<'_>, page: &[(i64, ActivityId)]) -> Result<Vec<i64>> {
    let keys: Vec<i64> = page.iter().map(|(key, _)| *key).collect();
    let kept::Kept { times: kept, mut people, places } = kept::kept(cx.tx(), &keys)?;
    let (mut found, now, pending) = (Vec::new(), cx.now(), anew::is_pending(cx)?);
    for (key, id) in page {
        let Some(activity) = store::get(cx.tx(), *id, now)? else { continue };
        let times::Derived { begins_at, until_at, mut overdue_at, stage, turn } = derived(cx, &activity.activity)?;
        let Some((times, mut of_department, assignee)) = kept.get(key).copied() else { continue };
        // What follows from another zone or department of its assignee may be on its way.
        if pending && anew::is_pending_of(cx, assignee)? {
            (overdue_at, of_department) = (times.2, true);
        }
        let (rows, persons) = people.remove(key).unwrap_or_default();
        let listed = persons.into_iter().map(|person| (person, stage, turn)).collect();
        let right = times == (begins_at, until_at, overdue_at, stage, turn)
            && of_department
            && rows == listed
            && places.get(key).is_none_or(|places| places.iter().all(|place| *place == (stage, turn)));
        if !right {
            found.push(*key);
        }
    }
    Ok(found)
}
