//! Who of several gets the next record: pure functions of what each has (ASSIGN-3, ASSIGN-4, ASSIGN-5).

/// The place of who gets the next one in turn: the first behind who got the last one, in their places, who is eligible.
pub(super) fn in_turn(users: &[i64], last: Option<i64>, is_eligible: impl Fn(usize) -> bool) -> Option<usize> {
    let begin = last.and_then(|last| users.iter().position(|user| *user == last)).map_or(0, |at| at + 1);
    (0..users.len()).map(|step| (begin + step) % users.len()).find(|at| is_eligible(*at))
}

/// The place of who has the fewest in hand among those who are eligible; of equal ones the first.
pub(super) fn least_busy(in_hand: &[i64], is_eligible: impl Fn(usize) -> bool) -> Option<usize> {
    (0..in_hand.len()).filter(|at| is_eligible(*at)).min_by_key(|at| (in_hand[*at], *at))
}

/// How many records a capacity of so many in 30 days is a day, rounded half up.
pub(super) fn quota(capacity: i64) -> i64 {
    (capacity + 15) / 30
}

/// What a member may have and has, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    /// Their capacity.
    pub(super) capacity: i64,
    /// How many they received in 30 days.
    pub(super) received: i64,
}

/// The place of who gets the next one by capacity, among those who are eligible: of those who are below their share, who would have
/// the least of their capacity, then the first. There is always one, where any is eligible and has a capacity.
pub(super) fn by_share(shares: &[Share], is_eligible: impl Fn(usize) -> bool) -> Option<usize> {
    let eligible: Vec<usize> = (0..shares.len()).filter(|at| is_eligible(*at) && shares[*at].capacity > 0).collect();
    let all: i128 = eligible.iter().map(|at| i128::from(shares[*at].capacity)).sum();
    let received: i128 = eligible.iter().map(|at| i128::from(shares[*at].received)).sum();
    let below = |share: &Share| i128::from(share.received) * all < (received + 1) * i128::from(share.capacity);
    let mut found: Option<usize> = None;
    for at in eligible.into_iter().filter(|at| below(&shares[*at])) {
        let (next, of) = (i128::from(shares[at].received) + 1, i128::from(shares[at].capacity));
        let is_less = found
            .is_none_or(|best| next * i128::from(shares[best].capacity) < (i128::from(shares[best].received) + 1) * of);
        if is_less {
            found = Some(at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // ASSIGN-3: whoever comes back goes on at their place.
    #[test]
    fn a_turn_goes_by_places() {
        let users = [30, 10, 20];
        let all = |_: usize| true;
        assert_eq!(in_turn(&users, None, all), Some(0));
        assert_eq!(in_turn(&users, Some(30), all), Some(1));
        assert_eq!(in_turn(&users, Some(20), all), Some(0));
        assert_eq!(in_turn(&users, Some(30), |at| at != 1), Some(2));
        // Who is no member any more begins anew; with nobody there is nobody.
        assert_eq!(in_turn(&users, Some(99), all), Some(0));
        assert_eq!(in_turn(&users, Some(30), |_| false), None);
        assert_eq!(in_turn(&[], None, all), None);
        // It may be one's own turn again.
        assert_eq!(in_turn(&users, Some(10), |at| at == 1), Some(1));
    }

    // ASSIGN-4.
    #[test]
    fn who_has_the_fewest_is_first() {
        assert_eq!(least_busy(&[3, 1, 1], |_| true), Some(1));
        assert_eq!(least_busy(&[3, 1, 1], |at| at != 1), Some(2));
        assert_eq!(least_busy(&[3, 1, 1], |_| false), None);
    }

    // ASSIGN-5: rounded half up; 15 is the least that is one a day.
    #[test]
    fn a_quota_is_rounded_half_up() {
        let found: Vec<i64> = [0, 14, 15, 44, 45, 300, 600, 10_000].into_iter().map(quota).collect();
        assert_eq!(found, [0, 0, 1, 1, 2, 10, 20, 333]);
    }

    // ASSIGN-5: ties go by place.
    #[test]
    fn capacities_are_dealt_as_written() {
        let mut shares = [600, 300, 300].map(|capacity| Share { capacity, received: 0 });
        let mut dealt = Vec::new();
        for _ in 0..8 {
            let at = by_share(&shares, |_| true).expect("one");
            shares[at].received += 1;
            dealt.push(at);
        }
        assert_eq!(dealt, [0, 1, 0, 2, 0, 1, 0, 2]);
        assert_eq!(by_share(&[Share { capacity: 0, received: 0 }], |_| true), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        // ASSIGN-5: there is always one, and over 10,000 records nobody is ever a whole record off the exact share.
        #[test]
        fn nobody_is_a_record_off_their_share(capacities in prop::collection::vec(15_i64..=10_000, 1..12)) {
            let mut shares: Vec<Share> = capacities.iter().map(|of| Share { capacity: *of, received: 0 }).collect();
            let all: i128 = capacities.iter().map(|of| i128::from(*of)).sum();
            for dealt in 1..=10_000_i128 {
                let at = by_share(&shares, |_| true);
                prop_assert!(at.is_some());
                shares[at.unwrap_or_default()].received += 1;
                for share in &shares {
                    let off = i128::from(share.received) * all - dealt * i128::from(share.capacity);
                    prop_assert!(off.abs() < all, "{off} of {all} at {dealt}");
                }
            }
        }
    }
}
