//! Which of the new names are which of the old ones (PACK-2, PACK-7). A definition says by `was` what it was called before,
//! and all names change at once, so that two may change places. What the applied version says already counts for nothing, and
//! neither does a name that is neither there nor hidden: a document may keep its `was` for as long as it likes.

use super::super::shape::Name;

/// A name with those that it was known by before.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The name.
    pub name: &'a Name,
    /// What it was called before.
    pub was: &'a [Name],
}

/// What a new name is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Is {
    /// The old one of the same name.
    Same,
    /// The old one of another name.
    Renamed(Name),
    /// A hidden one that comes back, by the name that it had last.
    Back(Name),
    /// A new one.
    New,
}

/// How old names go over into new ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Of each new name, in its order, what it is.
    pub new: Vec<Is>,
    /// The old ones that are left.
    pub gone: Vec<Name>,
    /// New names that claim what another one claimed before them.
    pub twice: Vec<Name>,
}

/// Compares old names with new ones; `hidden` says whether a name is that of a hidden one.
pub fn compare(old: &[Named<'_>], new: &[Named<'_>], hidden: impl Fn(&str) -> bool) -> Names {
    let said = |of: &Named<'_>, was: &Name| old.iter().any(|o| o.name == of.name && o.was.contains(was));
    let mut claimed: Vec<&Name> = Vec::new();
    let (mut back, mut twice): (Vec<&Name>, Vec<Name>) = (Vec::new(), Vec::new());
    let mut is: Vec<Option<Is>> = vec![None; new.len()];
    // Renamed ones first: what is called `a` and was `b` is not the old `a`, and whether another one is can be told then.
    for (is, named) in is.iter_mut().zip(new) {
        let there = |was: &&Name| *was != named.name && old.iter().any(|old| old.name == *was);
        if let Some(was) = named.was.iter().filter(|was| !said(named, was)).find(there) {
            if claimed.contains(&was) {
                twice.push(named.name.clone());
            } else {
                claimed.push(was);
                *is = Some(Is::Renamed(was.clone()));
            }
        }
    }
    // A hidden one comes back unless the name is that of one that stays.
    for (is, named) in is.iter_mut().zip(new).filter(|(is, _)| is.is_none()) {
        let stays = old.iter().any(|old| old.name == named.name) && !claimed.contains(&named.name);
        let was = named.was.iter().filter(|was| !stays && !said(named, was)).find(|was| hidden(was));
        if let Some(was) = was {
            if back.contains(&was) {
                twice.push(named.name.clone());
            } else {
                back.push(was);
                *is = Some(Is::Back(was.clone()));
            }
        }
    }
    for (is, named) in is.iter_mut().zip(new).filter(|(is, _)| is.is_none()) {
        let same = old.iter().any(|old| old.name == named.name) && !claimed.contains(&named.name);
        *is = Some(if same { Is::Same } else { Is::New });
        if same {
            claimed.push(named.name);
        }
    }
    let gone = old.iter().filter(|old| !claimed.contains(&old.name)).map(|old| old.name.clone()).collect();
    Names { new: is.into_iter().flatten().collect(), gone, twice }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(old: &[(&str, &[&str])], new: &[(&str, &[&str])], hidden: &[&str]) -> (Vec<String>, Vec<Name>) {
        let owned = |names: &[(&str, &[&str])]| -> Vec<(Name, Vec<Name>)> {
            names.iter().map(|(name, was)| ((*name).into(), was.iter().map(|was| (*was).into()).collect())).collect()
        };
        let (old, new) = (owned(old), owned(new));
        let old: Vec<Named<'_>> = old.iter().map(|(name, was)| Named { name, was }).collect();
        let new: Vec<Named<'_>> = new.iter().map(|(name, was)| Named { name, was }).collect();
        let Names { new: is, gone, twice } = compare(&old, &new, |name| hidden.contains(&name));
        assert!(twice.is_empty());
        let told = is.iter().zip(&new).map(|(is, new)| match is {
            Is::Same => format!("{} stays", new.name),
            Is::Renamed(from) => format!("{} was {from}", new.name),
            Is::Back(from) => format!("{} was hidden {from}", new.name),
            Is::New => format!("{} is new", new.name),
        });
        (told.collect(), gone)
    }

    // PACK-2, PACK-7: what `was` says.
    #[test]
    fn names_go_over() {
        let none: &[&str] = &[];
        assert_eq!(
            compared(&[("clerk", none), ("note", none)], &[("agent", &["clerk"]), ("note", none)], &[]),
            (vec!["agent was clerk".into(), "note stays".into()], vec![])
        );
        // Two change places.
        assert_eq!(
            compared(&[("a", none), ("b", none)], &[("a", &["b"]), ("b", &["a"])], &[]),
            (vec!["a was b".into(), "b was a".into()], vec![])
        );
        // The same document again: it was said already.
        assert_eq!(
            compared(&[("a", &["b"]), ("b", &["a"])], &[("a", &["b"]), ("b", &["a"])], &[]),
            (vec!["a stays".into(), "b stays".into()], vec![])
        );
        // A list of names, so that an upgrade may skip versions.
        assert_eq!(
            compared(&[("first", none)], &[("third", &["second", "first"])], &[]),
            (vec!["third was first".into()], vec![])
        );
        // A new field takes the name that another leaves.
        assert_eq!(
            compared(&[("day", none)], &[("date", &["day"]), ("day", none)], &[]),
            (vec!["date was day".into(), "day is new".into()], vec![])
        );
        // Hidden ones come back by name alone where `was` says so.
        assert_eq!(compared(&[], &[("hours", none)], &["hours"]), (vec!["hours is new".into()], vec![]));
        assert_eq!(
            compared(&[], &[("hours", &["hours"]), ("times", &["never"])], &["hours"]),
            (vec!["hours was hidden hours".into(), "times is new".into()], vec![])
        );
        assert_eq!(compared(&[("gone", none)], &[], &[]), (vec![], vec!["gone".into()]));
        // One that comes back takes the name that another leaves for its own.
        assert_eq!(
            compared(&[("a", none)], &[("b", &["a"]), ("a", &["b"])], &["b"]),
            (vec!["b was a".into(), "a was hidden b".into()], vec![])
        );
        // The old one stays what it is, whatever else its name was once.
        assert_eq!(compared(&[("a", none)], &[("a", &["b"])], &["b"]), (vec!["a stays".into()], vec![]));
    }

    // Two can't be the same one.
    #[test]
    fn none_is_two() {
        let (a, b, was): (Name, Name, Vec<Name>) = ("a".into(), "b".into(), vec!["old".into()]);
        let old: Name = "old".into();
        let new = [Named { name: &a, was: &was }, Named { name: &b, was: &was }];
        let found = compare(&[Named { name: &old, was: &[] }], &new, |_| false);
        assert_eq!((found.new, found.twice), (vec![Is::Renamed(old), Is::New], vec![b]));
    }
}
