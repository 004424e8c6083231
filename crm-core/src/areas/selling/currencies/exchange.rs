//! Exact arithmetic of conversions: whole minor units in, whole minor units out, rounded once.

use rust_decimal::Decimal;

use crate::engine::money::fits;

/// An amount in minor units of a currency with so many places, of which one unit is worth `from` in the base, in minor
/// units of one that is worth `into` and has `into_places`; half to even. `None` where it is beyond what an amount can be.
///
/// amount ÷ 10^places × from ÷ into × 10^into_places: the numerator has up to 46 digits, more than 128 bits hold, so the
/// quotient and what remains of it are brought to the power of ten apart.
pub(super) fn exchanged(amount: i64, places: u32, from: Decimal, into: Decimal, into_places: u32) -> Option<i64> {
    let (from, into) = (from.normalize(), into.normalize());
    let product = i128::from(amount.unsigned_abs()).checked_mul(from.mantissa())?;
    let power = i64::from(into.scale() + into_places) - i64::from(from.scale() + places);
    let (quotient, remainder, divisor) = if power > 0 {
        let ten = 10_i128.checked_pow(u32::try_from(power).ok()?)?;
        let divisor = into.mantissa();
        let (quotient, remainder) = (product / divisor, (product % divisor).checked_mul(ten)?);
        (quotient.checked_mul(ten)?.checked_add(remainder / divisor)?, remainder % divisor, divisor)
    } else {
        let divisor = into.mantissa().checked_mul(10_i128.checked_pow(u32::try_from(-power).ok()?)?)?;
        (product / divisor, product % divisor, divisor)
    };
    // What remains is compared with its complement: twice of it might have no room.
    let rest = divisor - remainder;
    let up = remainder > rest || (remainder == rest && quotient % 2 != 0);
    let rounded = i64::try_from(quotient + i128::from(up)).ok()?;
    Some(if amount < 0 { -rounded } else { rounded }).filter(fits)
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;
    use proptest::prelude::*;

    use super::*;
    use crate::engine::money::MAX_AMOUNT;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    /// SALE-10: the same by numbers without an end.
    fn by_big_numbers(amount: i64, places: u32, from: Decimal, into: Decimal, into_places: u32) -> Option<i64> {
        let ten = |power: u32| BigInt::from(10).pow(power);
        let above =
            BigInt::from(amount.unsigned_abs()) * BigInt::from(from.mantissa()) * ten(into.scale() + into_places);
        let below = BigInt::from(into.mantissa()) * ten(from.scale() + places);
        let (quotient, twice) = (&above / &below, (&above % &below) * 2);
        let odd = &quotient % 2 == BigInt::from(1);
        let up = twice > below || (twice == below && odd);
        let rounded = i64::try_from(quotient + i32::from(up)).ok()?;
        Some(if amount < 0 { -rounded } else { rounded }).filter(fits)
    }

    #[test]
    fn conversions_round_once_and_half_to_even() {
        for (amount, places, from, into, into_places, wanted) in [
            (10_000, 2, "7.05", "1", 2, Some(70_500)),
            (10_000, 2, "7.05", "8.2", 2, Some(8_598)), // 85.9756…
            (5, 2, "0.5", "1", 2, Some(2)),             // 0.025 of two places
            (15, 2, "0.5", "1", 2, Some(8)),            // 0.075
            (-5, 2, "0.5", "1", 2, Some(-2)),
            (-15, 2, "0.5", "1", 2, Some(-8)),
            // Twice rounded, the base in between, this would be 1: 0.004995 is 0.00 there.
            (1, 0, "0.004995", "0.000001", 0, Some(4_995)),
            (1_000, 0, "0.048", "1", 2, Some(4_800)), // yen have no places
            (MAX_AMOUNT, 2, "1", "1", 2, Some(MAX_AMOUNT)),
            (MAX_AMOUNT, 2, "1.000000000001", "1", 2, None),
            (MAX_AMOUNT, 0, "999999999.999999", "0.000000000001", 4, None),
            (1, 4, "0.000000000001", "999999999.999999", 0, Some(0)),
        ] {
            let found = exchanged(amount, places, d(from), d(into), into_places);
            assert_eq!(found, wanted, "{amount} of {places} at {from} over {into} in {into_places}");
        }
    }

    fn rates() -> impl Strategy<Value = Decimal> {
        (1_i64..1_000_000_000_000_000, 6_u32..=12).prop_map(|(digits, scale)| Decimal::new(digits, scale))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn a_conversion_is_exact(
            amount in prop_oneof![-MAX_AMOUNT..=MAX_AMOUNT, -1_000_i64..1_000], places in 0_u32..=4,
            from in rates(), into in rates(), into_places in 0_u32..=4,
        ) {
            let found = exchanged(amount, places, from, into, into_places);
            prop_assert_eq!(found, by_big_numbers(amount, places, from, into, into_places));
        }
    }
}
