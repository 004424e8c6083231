//! What follows from the truth, against it, both ways (MAINT-1). Where nobody is narrowed, or the rows are still being
//! made, nothing is wrong with what is not there.

use super::kinds;
use super::{state, store, truth};
use crate::engine::error::{CrmError, Result};
use crate::engine::gate::{Context, Entity};
use crate::engine::sorting::Arrange as _;
use crate::engine::tables::{Derived, Place, Wrong};

/// `users.scoped`, `reach` and `access`, in an order in which what follows stands behind what it follows from.
pub(crate) fn derived() -> impl Iterator<Item = &'static dyn Derived> {
    [&Noted as &dyn Derived, &Reach, &Access].into_iter()
}

/// Whether each user is narrowed.
#[derive(Debug)]
struct Noted;

impl Derived for Noted {
    fn entity(&self) -> Entity {
        Entity::named("user")
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} users are wrong about whether their roles narrow what they see"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let wrong = store::wrongly_noted(cx.tx(), behind.key, most)?;
        Ok(wrong.into_iter().map(Wrong::counted).collect())
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        store::note(cx.tx(), place.key)
    }
}

/// What each user reaches by.
#[derive(Debug)]
struct Reach;

impl Derived for Reach {
    fn entity(&self) -> Entity {
        Entity::named("user")
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} users reach something else than their department says"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        if !state::in_force(cx.tx())? {
            return Ok(Vec::new());
        }
        let (mut wrong, mut behind) = (Vec::new(), behind.key);
        while wrong.len() < most {
            let users = store::users(cx.tx(), behind, most)?;
            let Some(last) = users.last() else { break };
            behind = *last;
            for user in users {
                if store::true_reach(cx.tx(), user)? != store::kept_reach(cx.tx(), user)? {
                    wrong.push(Wrong::counted(user));
                }
            }
        }
        wrong.truncate(most);
        Ok(wrong)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        store::settle_reach(cx.tx(), place.key)
    }
}

/// Who sees each record. A place is a kind, in the order of their numbers, and a record's key.
#[derive(Debug)]
struct Access;

/// The group of a kind: what is there, or what has rows and is gone.
fn group(number: i64, gone: bool) -> String {
    format!("{number:04} {}", if gone { "gone" } else { "and here" })
}

impl Derived for Access {
    fn entity(&self) -> Entity {
        Entity::named("user")
    }

    fn counted(&self, wrong: usize) -> Option<String> {
        Some(format!("{wrong} records are seen by others than their holders and shares say"))
    }

    fn compare(&self, cx: &mut Context<'_>, behind: &Place, most: usize) -> Result<Vec<Wrong>> {
        let mut found = Vec::new();
        if !state::in_force(cx.tx())? {
            return Ok(found);
        }
        let mut kinds: Vec<_> = kinds::all().collect();
        kinds.arrange_by_key(|kind| kind.number);
        for kind in kinds {
            for gone in [false, true] {
                let group = group(kind.number, gone);
                if group < behind.group {
                    continue;
                }
                let mut key = if group == behind.group { behind.key } else { 0 };
                while found.len() < most {
                    let look = if gone { truth::strays } else { truth::records };
                    let keys = look(cx.tx(), kind, key, truth::PAGE)?;
                    let Some(last) = keys.last() else { break };
                    key = *last;
                    for record in truth::wrong(cx.tx(), kind, &keys)? {
                        let place = Place { group: group.clone(), key: record };
                        found.push(Wrong { place, findings: Vec::new(), weight: 8 });
                    }
                }
            }
        }
        found.truncate(most);
        Ok(found)
    }

    fn mend(&self, cx: &mut Context<'_>, place: &Place) -> Result<bool> {
        let number = place.group.get(..4).and_then(|number| number.parse::<i64>().ok());
        let kind = kinds::all().find(|kind| Some(kind.number) == number);
        let kind = kind.ok_or_else(|| CrmError::bug("a kind of record without a scope"))?;
        Ok(truth::settle(cx.tx(), kind, &[place.key])? > 0)
    }
}
