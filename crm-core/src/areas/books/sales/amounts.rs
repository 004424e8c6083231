//! Exact arithmetic of orders: whole millionths in, whole minor units of the currency out.

use rust_decimal::Decimal;

use crate::engine::money::fits;
use crate::engine::storage::MILLIONTHS;

/// One, in millionths.
const ONE: i128 = 1_000_000;

/// Quantity × unit price × (1 − discount rate) in minor units, rounded half to even. `None` where it is beyond
/// what an amount can be, or where an operand has more than six places.
///
/// What overflows on the way is beyond the limit by far: 128 bits hold 10²⁰ whole units with all eighteen places.
pub(crate) fn line_amount(
    quantity: Decimal,
    unit_price: Decimal,
    discount: Option<Decimal>,
    places: u32,
) -> Option<i64> {
    let product = millionths(quantity)?.checked_mul(millionths(unit_price)?)?;
    let (product, scale) = match discount {
        Some(rate) => (product.checked_mul(ONE - millionths(rate)?)?, 3 * MILLIONTHS),
        None => (product, 2 * MILLIONTHS),
    };
    let scaled = product.checked_mul(10_i128.checked_pow(places)?)?;
    i64::try_from(divide_half_even(scaled, 10_i128.checked_pow(scale)?)).ok().filter(fits)
}

/// The whole millionths of a decimal, where it has no more places.
fn millionths(decimal: Decimal) -> Option<i128> {
    let d = decimal.normalize();
    d.mantissa().checked_mul(10_i128.checked_pow(MILLIONTHS.checked_sub(d.scale())?)?)
}

fn divide_half_even(dividend: i128, divisor: i128) -> i128 {
    let (quotient, remainder) = (dividend / divisor, (dividend % divisor).abs());
    let up = remainder * 2 > divisor || (remainder * 2 == divisor && quotient % 2 != 0);
    if up { quotient + dividend.signum() } else { quotient }
}

/// The sum, where it can be kept.
pub(crate) fn sum(amounts: impl IntoIterator<Item = i64>) -> Option<i64> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).filter(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::money::MAX_AMOUNT;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn lines_round_half_to_even() {
        for (quantity, price, discount, places, amount) in [
            ("12", "14", None, 2, Some(16800)),
            ("1", "0.125", None, 2, Some(12)),
            ("1", "0.135", None, 2, Some(14)),
            ("-1", "0.125", None, 2, Some(-12)),
            ("-1", "0.135", None, 2, Some(-14)),
            ("1", "0.126", None, 2, Some(13)),
            ("15", "7.7", Some("0.15"), 2, Some(9818)), // 98.175, half to even
            ("3", "0.333333", None, 0, Some(1)),
            ("0.000001", "0.000001", None, 3, Some(0)),
            ("10", "10", Some("1"), 2, Some(0)),
            ("9000000000000", "9000000000000", None, 2, None),
            ("9000000000000", "9000000000000", Some("0.999999"), 2, None),
            ("1000000000", "10000", None, 2, Some(1_000_000_000_000_000)),
            ("1000000000", "10000.000001", None, 2, None),
            ("0.0000001", "1", None, 2, None),
        ] {
            let found = line_amount(d(quantity), d(price), discount.map(d), places);
            assert_eq!(found, amount, "{quantity} × {price} less {discount:?}");
        }
    }

    #[test]
    fn sums_fit() {
        assert_eq!(sum([MAX_AMOUNT, 1]), None);
        assert_eq!(sum([i64::MAX, 1]), None);
        assert_eq!(sum([1, 2, -4]), Some(-1));
        assert_eq!(sum([]), Some(0));
    }
}
