//! What decisions mean (APPR-8): functions over what was decided, which know no database.

use super::SignOffStatus;
use super::document::Needed;

/// What became of a group of a step, or of the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// More decisions are awaited.
    Waits,
    /// It passes.
    Passes,
    /// It is rejected.
    Rejects,
}

/// What the decisions of a group come to. `number` is of `count` alone, and at most the number of people.
pub(super) fn group(needed: Needed, number: i64, decisions: &[SignOffStatus]) -> Verdict {
    let of = |status: SignOffStatus| decisions.iter().filter(|decision| **decision == status).count();
    let (approved, rejected) = (of(SignOffStatus::Approved), of(SignOffStatus::Rejected));
    let all = approved + rejected + of(SignOffStatus::Open);
    let wanted = match needed {
        Needed::Any => 1,
        Needed::All => all,
        Needed::Count => usize::try_from(number).unwrap_or(usize::MAX).clamp(1, all.max(1)),
    };
    let turned_down = match needed {
        // The first decision is the group's.
        Needed::Any => rejected > 0 && approved == 0,
        Needed::All | Needed::Count => all - rejected < wanted,
    };
    match () {
        () if turned_down => Verdict::Rejects,
        () if approved >= wanted => Verdict::Passes,
        () => Verdict::Waits,
    }
}

/// What the groups of a step come to.
pub(super) fn step(groups: impl IntoIterator<Item = Verdict>) -> Verdict {
    let mut found = Verdict::Passes;
    for group in groups {
        match group {
            Verdict::Rejects => return Verdict::Rejects,
            Verdict::Waits => found = Verdict::Waits,
            Verdict::Passes => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::SignOffStatus::{Approved as A, Open as O, Rejected as R};
    use super::*;

    // APPR-8.
    #[test]
    fn a_group_passes_or_rejects_as_soon_as_it_must() {
        let (waits, passes, rejects) = (Verdict::Waits, Verdict::Passes, Verdict::Rejects);
        for (needed, number, decisions, expected) in [
            (Needed::Any, 0, &[O, O][..], waits),
            (Needed::Any, 0, &[A, O], passes),
            (Needed::Any, 0, &[O, R], rejects),
            (Needed::All, 0, &[A, O], waits),
            (Needed::All, 0, &[A, A], passes),
            (Needed::All, 0, &[O, R], rejects),
            (Needed::Count, 2, &[A, O, O], waits),
            (Needed::Count, 2, &[A, R, O], waits),
            (Needed::Count, 2, &[A, R, A], passes),
            (Needed::Count, 2, &[R, R, O], rejects),
            // More than there are is all of them.
            (Needed::Count, 9, &[A, A], passes),
            (Needed::Count, 9, &[A, O], waits),
            (Needed::Count, 9, &[A, R], rejects),
        ] {
            assert_eq!(group(needed, number, decisions), expected, "{needed:?} {number} {decisions:?}");
        }
    }

    // APPR-8.
    #[test]
    fn a_step_passes_with_all_its_groups() {
        let (waits, passes, rejects) = (Verdict::Waits, Verdict::Passes, Verdict::Rejects);
        for (groups, expected) in [
            (&[passes, passes][..], passes),
            (&[passes, waits], waits),
            (&[waits, rejects], rejects),
            (&[passes, rejects], rejects),
        ] {
            assert_eq!(step(groups.iter().copied()), expected, "{groups:?}");
        }
    }
}
