//! Shares of a whole that add up.

/// All of a whole, in basis points.
pub(super) const WHOLE: i64 = 10_000;

/// The share of each count in their sum, in basis points, by the method of the largest remainder: each gets its exact
/// share rounded down, and the points left over go to those that lost most by rounding, the earlier first where two
/// lost the same. The shares add up to 10,000, or are all 0 where the sum is. Counts are not negative.
pub(super) fn basis_points(counts: &[i64]) -> Vec<i64> {
    let sum: i128 = counts.iter().map(|count| i128::from(*count)).sum();
    if sum <= 0 {
        return vec![0; counts.len()];
    }
    let exact = |count: &i64| i128::from(*count) * i128::from(WHOLE);
    let mut shares: Vec<i64> = counts.iter().map(|c| i64::try_from(exact(c) / sum).unwrap_or(WHOLE)).collect();
    let left = WHOLE - shares.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    crate::engine::sorting::sort_by(&mut order, |a, b| (exact(&counts[*b]) % sum).cmp(&(exact(&counts[*a]) % sum)));
    // There are fewer points left over than counts that lost something.
    for i in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[i] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn points_left_over_go_to_the_largest_remainders() {
        for (counts, shares) in [
            (&[][..], &[][..]),
            (&[0, 0], &[0, 0]),
            (&[7], &[10_000]),
            (&[1, 1, 1], &[3_334, 3_333, 3_333]),
            (&[1, 2], &[3_333, 6_667]),
            (&[2, 1, 0], &[6_667, 3_333, 0]),
            (&[1, 1, 1, 1, 1, 1], &[1_667, 1_667, 1_667, 1_667, 1_666, 1_666]),
        ] {
            assert_eq!(basis_points(counts), shares, "{counts:?}");
        }
    }

    proptest! {
        // REP-2: shares are basis points by largest remainder, summing to 10,000.
        #[test]
        fn shares_add_up_and_are_off_by_less_than_a_point(
            counts in prop::collection::vec(prop_oneof![Just(0_i64), 0_i64..50, 0..i64::MAX / 100], 1..60),
        ) {
            let shares = basis_points(&counts);
            let sum: i128 = counts.iter().map(|c| i128::from(*c)).sum();
            prop_assert_eq!(shares.iter().sum::<i64>(), if sum == 0 { 0 } else { WHOLE });
            for (i, (count, share)) in counts.iter().zip(&shares).enumerate() {
                // share - count × 10,000 / sum, all times sum, so that it is exact.
                let off = i128::from(*share) * sum - i128::from(*count) * i128::from(WHOLE);
                prop_assert!(off.abs() < sum.max(1), "{count} of {sum} got {share}");
                for (other, its) in counts.iter().zip(&shares).skip(i + 1) {
                    // More customers never have the smaller share.
                    prop_assert!((count < other && share <= its) || (count > other && share >= its) || (count == other && share >= its));
                }
            }
        }
    }
}
