//! The numbers of expressions (EXPR-6): decimals below 10¹⁶ with twelve places, exact but for one rounding, half away
//! from zero. They are counted in units of the last place, which 128 bits hold many times over; a product or quotient
//! is made in parts, so that nothing between is rounded or too wide.

use std::fmt;

use rust_decimal::Decimal;

use super::value::Refusal;

/// The decimal places of every number.
pub const PLACES: u32 = 12;

/// The most digits before the point.
pub const WHOLE_DIGITS: usize = 16;

/// How many units make one.
const ONE: i128 = 1_000_000_000_000;

/// The first number of units that is too large.
const BEYOND: i128 = 10_000_000_000_000_000 * ONE;

/// A half of the digits of a unit: a quotient is made by two steps of so many.
const STEP: i128 = 1_000_000;

/// A decimal below 10¹⁶ with twelve places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(i128);

impl Number {
    /// Nothing.
    pub const ZERO: Number = Number(0);

    /// The number of so many units of the twelfth place.
    ///
    /// # Errors
    /// `overflow` from 10¹⁶ on, either way.
    pub fn of_units(units: i128) -> Result<Number, Refusal> {
        if -BEYOND < units && units < BEYOND { Ok(Number(units)) } else { Err(Refusal::Overflow) }
    }

    /// How many units of the twelfth place it is.
    pub fn units(self) -> i128 {
        self.0
    }

    /// A whole number; none from 10¹⁶ on.
    pub fn whole(value: i64) -> Option<Number> {
        Number::of_units(i128::from(value).checked_mul(ONE)?).ok()
    }

    /// A decimal, where it is below 10¹⁶ and has no more than twelve places.
    pub fn from_decimal(value: Decimal) -> Option<Number> {
        let (digits, places) = (value.mantissa(), value.scale());
        let units = match PLACES.checked_sub(places) {
            Some(missing) => digits.checked_mul(10_i128.checked_pow(missing)?)?,
            None => {
                let over = 10_i128.checked_pow(places.checked_sub(PLACES)?)?;
                if digits % over != 0 {
                    return None;
                }
                digits / over
            }
        };
        Number::of_units(units).ok()
    }

    /// As a decimal, without zeros behind it.
    pub fn to_decimal(self) -> Decimal {
        // Twenty-eight digits are what a decimal holds, whatever they are.
        Decimal::try_from_i128_with_scale(self.0, PLACES).unwrap_or_default().normalize()
    }

    /// As a whole number, where it is one.
    pub fn to_whole(self) -> Option<i64> {
        if self.0 % ONE == 0 { i64::try_from(self.0 / ONE).ok() } else { None }
    }

    /// A literal, `12.50`: none where it has more than sixteen digits before the point, zeros in front aside, or more
    /// than twelve behind it.
    pub fn literal(text: &str) -> Option<Number> {
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.trim_start_matches('0');
        if whole.len() > WHOLE_DIGITS || places.len() > PLACES as usize {
            return None;
        }
        let missing = (PLACES as usize).saturating_sub(places.len());
        let mut units: i128 = 0;
        for digit in whole.bytes().chain(places.bytes()).chain(std::iter::repeat_n(b'0', missing)) {
            let digit = digit.is_ascii_digit().then(|| i128::from(digit.wrapping_sub(b'0')))?;
            units = units.checked_mul(10)?.checked_add(digit)?;
        }
        Number::of_units(units).ok()
    }

    /// The other way.
    pub fn negated(self) -> Number {
        Number(self.0.saturating_neg())
    }

    /// The sum.
    ///
    /// # Errors
    /// `overflow`.
    pub fn plus(self, other: Number) -> Result<Number, Refusal> {
        // Either is below 2⁹⁴.
        Number::of_units(self.0.saturating_add(other.0))
    }

    /// The difference.
    ///
    /// # Errors
    /// `overflow`.
    pub fn minus(self, other: Number) -> Result<Number, Refusal> {
        Number::of_units(self.0.saturating_sub(other.0))
    }

    /// The product, rounded once.
    ///
    /// # Errors
    /// `overflow`.
    pub fn times(self, other: Number) -> Result<Number, Refusal> {
        let negative = (self.0 < 0) != (other.0 < 0);
        let (a, b) = (self.0.saturating_abs(), other.0.saturating_abs());
        // (a₁ + a₀)(b₁ + b₀), where the parts 1 are whole and the parts 0 below one: each product is below 10³².
        let (a1, a0, b1, b0) = (a / ONE, a % ONE, b / ONE, b % ONE);
        let whole = a1.saturating_mul(b1);
        if whole >= BEYOND / ONE {
            return Err(Refusal::Overflow);
        }
        let crossed = a1.saturating_mul(b0).saturating_add(a0.saturating_mul(b1));
        let small = half_away(a0.saturating_mul(b0), ONE);
        let units = whole.saturating_mul(ONE).saturating_add(crossed).saturating_add(small);
        Number::of_units(signed(units, negative))
    }

    /// The quotient, rounded once.
    ///
    /// # Errors
    /// `division_by_zero`, `overflow`.
    pub fn divided_by(self, other: Number) -> Result<Number, Refusal> {
        if other.0 == 0 {
            return Err(Refusal::DivisionByZero);
        }
        let negative = (self.0 < 0) != (other.0 < 0);
        let (a, b) = (self.0.saturating_abs(), other.0.saturating_abs());
        // Long division, six digits a step: a rest is below b, and six digits more are below 10³⁴.
        let whole = a / b;
        if whole >= BEYOND / ONE {
            return Err(Refusal::Overflow);
        }
        let (first, rest) = step(a % b, b);
        let (second, rest) = step(rest, b);
        let places = first.saturating_mul(STEP).saturating_add(second);
        let up = i128::from(rest.saturating_mul(2) >= b);
        let units = whole.saturating_mul(ONE).saturating_add(places).saturating_add(up);
        Number::of_units(signed(units, negative))
    }

    /// What is left of it when whole others are taken away, with the sign of the other: a − b × floor(a / b), the
    /// quotient not rounded before.
    ///
    /// # Errors
    /// `division_by_zero`.
    pub fn modulo(self, other: Number) -> Result<Number, Refusal> {
        let rest = self.0.checked_rem(other.0).ok_or(Refusal::DivisionByZero)?;
        let crossed = rest != 0 && (rest < 0) != (other.0 < 0);
        Ok(Number(if crossed { rest.saturating_add(other.0) } else { rest }))
    }

    /// Rounded half away from zero to so many places, twelve at most.
    ///
    /// # Errors
    /// `overflow`, where it was next to 10¹⁶.
    pub fn rounded(self, places: u32) -> Result<Number, Refusal> {
        let step = 10_i128.checked_pow(PLACES.saturating_sub(places)).unwrap_or(ONE);
        Number::of_units(half_away(self.0, step).saturating_mul(step))
    }

    /// The next whole number downwards.
    ///
    /// # Errors
    /// `overflow`, where it was next to −10¹⁶.
    pub fn floor(self) -> Result<Number, Refusal> {
        Number::of_units(self.0.div_euclid(ONE).saturating_mul(ONE))
    }
}

fn signed(units: i128, negative: bool) -> i128 {
    if negative { units.saturating_neg() } else { units }
}

/// Six digits of a quotient, and the rest.
fn step(rest: i128, by: i128) -> (i128, i128) {
    let wider = rest.saturating_mul(STEP);
    (wider.checked_div(by).unwrap_or(0), wider.checked_rem(by).unwrap_or(0))
}

/// The quotient of a number by a positive one, rounded half away from zero.
pub(super) fn half_away(value: i128, by: i128) -> i128 {
    let (quotient, rest) = (value.checked_div(by).unwrap_or(0), value.checked_rem(by).unwrap_or(0));
    let up = if rest.saturating_abs().saturating_mul(2) >= by { rest.signum() } else { 0 };
    quotient.saturating_add(up)
}

/// Without exponent and trailing zeros: `-0.5`, `1000000`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", units / one)?;
        let places = format!("{:012}", units % one);
        match places.trim_end_matches('0') {
            "" => Ok(()),
            places => write!(f, ".{places}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        match text.strip_prefix('-') {
            Some(text) => Number::literal(text).expect("a number").negated(),
            None => Number::literal(text).expect("a number"),
        }
    }

    #[test]
    fn literals_are_exact_and_printed_plainly() {
        // EXPR-6
        for (text, printed) in [
            ("0", "0"),
            ("007.50", "7.5"),
            ("9999999999999999.999999999999", "9999999999999999.999999999999"),
            ("0.000000000001", "0.000000000001"),
            ("1000000", "1000000"),
            ("-0.5", "-0.5"),
            ("-0.0", "0"),
        ] {
            assert_eq!(number(text).to_string(), printed);
        }
        for text in ["12345678901234567", "0.1234567890123", "1x", "1.2.3"] {
            assert_eq!(Number::literal(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_and_whole_numbers_come_and_go() {
        // EXPR-6
        for text in ["0", "-12.5", "9999999999999999.999999999999", "0.000000000001"] {
            let decimal: Decimal = text.parse().expect("a decimal");
            assert_eq!(Number::from_decimal(decimal), Some(number(text)));
            assert_eq!(number(text).to_decimal().to_string(), text);
        }
        let decimal = |text: &str| text.parse::<Decimal>().expect("a decimal");
        assert_eq!(Number::from_decimal(decimal("1.50000000000000000000")), Some(number("1.5")));
        assert_eq!(Number::from_decimal(decimal("0.0000000000001")), None);
        assert_eq!(Number::from_decimal(decimal("10000000000000000")), None);
        assert_eq!(Number::from_decimal(Decimal::MAX), None);
        assert_eq!(Number::whole(-3), Some(number("-3")));
        assert_eq!(Number::whole(i64::MIN), None);
        assert_eq!((number("7").to_whole(), number("7.5").to_whole()), (Some(7), None));
    }

    #[test]
    fn what_lies_at_the_end_is_kept_or_refused() {
        // EXPR-6, EXPR-9
        let most = number("9999999999999999.999999999999");
        let small = number("0.000000000001");
        assert_eq!(most.plus(small), Err(Refusal::Overflow));
        assert_eq!(most.negated().minus(small), Err(Refusal::Overflow));
        assert_eq!(most.times(number("1")), Ok(most));
        assert_eq!(most.times(most), Err(Refusal::Overflow));
        assert_eq!(most.divided_by(small), Err(Refusal::Overflow));
        assert_eq!(most.divided_by(most), Ok(number("1")));
        assert_eq!(most.rounded(0), Err(Refusal::Overflow));
        assert_eq!(most.negated().floor(), Err(Refusal::Overflow));
        assert_eq!(small.divided_by(most), Ok(Number::ZERO));
        assert_eq!(number("0.000000000003").divided_by(number("2")), Ok(number("0.000000000002")));
        assert_eq!(number("-0.000000000003").times(number("0.5")), Ok(number("-0.000000000002")));
    }
}
