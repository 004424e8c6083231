//! The score as it is computed (SCORE-3): a pure function of counts.

use rust_decimal::prelude::*;

/// How many were won and lost, in tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Pair {
    pub(super) won: i64,
    pub(super) lost: i64,
}

impl Pair {
    /// What it is of another: that part of what was won, and of what was lost.
    pub(super) fn shares(self, of: Pair) -> (f64, f64) {
        (ratio(self.won, of.won), ratio(self.lost, of.lost))
    }

    /// How many it is of in all.
    pub(super) fn both(self) -> i64 {
        self.won.saturating_add(self.lost)
    }
}

/// Whole numbers as they are divided; tenths of tenths are no tenths any more.
fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

/// The chance in hundredths of a percent, by what was closed, and by the shares of the stage and of the values, in their order; none
/// where nothing was closed.
pub(super) fn score(closed: Pair, shares: impl IntoIterator<Item = (f64, f64)>) -> Option<i64> {
    if closed.both() <= 0 {
        return None;
    }
    let (mut won, mut lost) = (ratio(closed.won, closed.both()), ratio(closed.lost, closed.both()));
    for (of_won, of_lost) in shares {
        won *= of_won;
        lost *= of_lost;
    }
    let percent = 100.0 * won / (won + lost);
    let rounded = Decimal::from_f64_retain(percent)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    (rounded * Decimal::ONE_HUNDRED).to_i64().map(|hundredths| hundredths.clamp(1, 9_999))
}

/// A share as it is told: six places, half to even.
pub(super) fn told(share: f64) -> Decimal {
    let six = |share: f64| Some(Decimal::from_f64_retain(share)?.round_dp(6).normalize());
    six(share).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pair(won: i64, lost: i64) -> Pair {
        Pair { won, lost }
    }

    // SCORE-3: the example of the rule, one field: won web; lost web, fair; an open web lead.
    #[test]
    fn the_example_is_computed_as_written() {
        let web = pair(11, 11).shares(pair(12, 22));
        assert_eq!(score(pair(11, 21), [web]), Some(4_899));
        // Nothing was closed.
        assert_eq!(score(Pair::default(), [web]), None);
    }

    // SCORE-1, SCORE-3: half away from zero to two places, never 0 and never 100.
    #[test]
    fn it_is_rounded_and_clamped() {
        // 12.5 % of 1: 100 × 1 / 8 = 12.5; a third; both ends.
        assert_eq!(score(pair(10, 70), []), Some(1_250));
        assert_eq!(score(pair(10, 20), []), Some(3_333));
        assert_eq!(score(pair(20, 10), []), Some(6_667));
        // 1 / 1,600 is 0.0625 %, a half that goes up.
        assert_eq!(score(pair(1, 1_599), []), Some(6));
        // 3 / 32 is 9.375 %.
        assert_eq!(score(pair(3, 29), []), Some(938));
        assert_eq!(score(pair(1, 10_000_000), []), Some(1));
        assert_eq!(score(pair(10_000_000, 1), []), Some(9_999));
        let never = (f64::MIN_POSITIVE, 1.0);
        assert_eq!(score(pair(10, 10), [never, never]), Some(1));
    }

    #[test]
    fn shares_are_told_in_millionths() {
        let cases = [(1.0 / 3.0, "0.333333"), (2.0 / 3.0, "0.666667"), (1.0, "1"), (0.0, "0"), (0.125, "0.125")];
        for (share, wanted) in cases {
            assert_eq!(told(share).to_string(), wanted);
        }
    }

    proptest! {
        // SCORE-1: whatever the counts, it is within its bounds.
        #[test]
        fn it_stays_within_its_bounds(
            won in 1_i64..100_000, lost in 1_i64..100_000,
            shares in prop::collection::vec((1_i64..1_000, 1_i64..1_000), 0..12),
        ) {
            let shares = shares.into_iter().map(|(a, b)| pair(a, b).shares(pair(1_000, 1_000)));
            let found = score(pair(won, lost), shares);
            prop_assert!(found.is_some_and(|found| (1..=9_999).contains(&found)), "{found:?}");
        }
    }
}
