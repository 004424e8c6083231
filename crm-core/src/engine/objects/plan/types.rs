//! What a change of a field's type means for the values that are there (PACK-2).

use super::super::define::document::FieldType;
use super::super::shape::Name;

/// What becomes of the values of a field whose type changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Becomes {
    /// The types are one.
    Same,
    /// Every value fits.
    Fits,
    /// Every value fits, and is written anew.
    Rewritten,
    /// Some may not fit.
    Narrowed,
    /// It is another type.
    Another,
}

/// Compares a field's types; `renamed` gives an old object's present name.
pub fn compare(old: &FieldType, new: &FieldType, renamed: &dyn Fn(&Name) -> Name) -> Becomes {
    use FieldType as T;
    match (old, new) {
        (T::Text { max: a, lines: l, format: f }, T::Text { max: b, lines: m, format: g }) => {
            let format = if f == g || g.is_none() { kept(f == g) } else { Becomes::Narrowed };
            let lines = if *l && !*m { Becomes::Narrowed } else { kept(l == m) };
            let max = if b < a { Becomes::Narrowed } else { kept(a == b) };
            format.max(lines).max(max)
        }
        (T::Text { .. }, T::Choice { .. }) => Becomes::Narrowed,
        (T::Integer { min: a, max: b }, T::Integer { min: c, max: d }) => limits((a, b), (c, d)),
        (T::Integer { min: a, max: b }, T::Decimal { min: c, max: d, .. }) => {
            let (a, b) = (a.map(Into::into), b.map(Into::into));
            Becomes::Rewritten.max(limits((&a, &b), (c, d)))
        }
        (T::Decimal { places: p, min: a, max: b }, T::Decimal { places: q, min: c, max: d }) => {
            let places = if q < p { Becomes::Narrowed } else { kept(p == q) };
            places.max(limits((a, b), (c, d)))
        }
        (T::Money { min: a, max: b, any_currency: x }, T::Money { min: c, max: d, any_currency: y }) if x == y => {
            limits((a, b), (c, d))
        }
        (T::Boolean, T::Boolean) | (T::Date, T::Date) | (T::Instant, T::Instant) => Becomes::Same,
        (T::Choice { values: a }, T::Choice { values: b }) => {
            if a.iter().all(|value| b.contains(value)) {
                kept(a == b)
            } else {
                Becomes::Narrowed
            }
        }
        (T::Entry { category: a }, T::Entry { category: b }) if a == b => Becomes::Same,
        (T::Ref { to: a, on_delete: o }, T::Ref { to: b, on_delete: p }) if renamed(a) == *b => kept(o == p),
        (T::User { on_delete: a }, T::User { on_delete: b })
        | (T::Department { on_delete: a }, T::Department { on_delete: b }) => kept(a == b),
        _ => Becomes::Another,
    }
}

/// The type as the catalogue keeps it beside a hidden field, which comes back only as what it was. Limits are not in it.
pub fn kind(ty: &FieldType) -> String {
    match ty {
        FieldType::Text { .. } => "text".into(),
        FieldType::Boolean => "boolean".into(),
        FieldType::Integer { .. } => "integer".into(),
        FieldType::Decimal { .. } => "decimal".into(),
        FieldType::Money { any_currency: false, .. } => "money".into(),
        FieldType::Money { any_currency: true, .. } => "money any".into(),
        FieldType::Date => "date".into(),
        FieldType::Instant => "instant".into(),
        FieldType::Choice { .. } => "choice".into(),
        FieldType::Entry { category } => format!("entry {category}"),
        FieldType::Ref { to, .. } => format!("ref {to}"),
        FieldType::User { .. } => "user".into(),
        FieldType::Department { .. } => "department".into(),
    }
}

fn kept(same: bool) -> Becomes {
    if same { Becomes::Same } else { Becomes::Fits }
}

/// Limits are narrower where either end is: none is the widest.
fn limits<T: PartialOrd>(old: (&Option<T>, &Option<T>), new: (&Option<T>, &Option<T>)) -> Becomes {
    let below = match (old.0, new.0) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new > old,
    };
    let above = match (old.1, new.1) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new < old,
    };
    if below || above { Becomes::Narrowed } else { kept(old == new) }
}

#[cfg(test)]
mod tests {
    use super::super::super::define::document::{Format, OnDelete};
    use super::*;

    fn text(max: u32, lines: bool, format: Option<Format>) -> FieldType {
        FieldType::Text { max, lines, format }
    }

    fn whole(min: Option<i64>, max: Option<i64>) -> FieldType {
        FieldType::Integer { min, max }
    }

    fn choice(values: &[&str]) -> FieldType {
        FieldType::Choice { values: values.iter().map(|value| (*value).into()).collect() }
    }

    fn reference(to: &str, on_delete: Option<OnDelete>) -> FieldType {
        FieldType::Ref { to: to.into(), on_delete }
    }

    fn decimal(places: u32, min: Option<i64>) -> FieldType {
        FieldType::Decimal { places, min: min.map(Into::into), max: None }
    }

    fn money(any_currency: bool) -> FieldType {
        FieldType::Money { min: None, max: None, any_currency }
    }

    // PACK-2: the rows of the table that speak of types.
    #[test]
    fn types_become() {
        use Becomes::{Another, Fits, Narrowed, Rewritten, Same};
        let cases = [
            (text(10, false, None), text(10, false, None), Same),
            (text(10, false, None), text(20, false, None), Fits),
            (text(10, false, None), text(9, false, None), Narrowed),
            (text(10, false, None), text(20, true, None), Fits),
            (text(10, true, None), text(20, false, None), Narrowed),
            (text(10, false, None), text(20, false, Some(Format::Email)), Narrowed),
            (text(10, false, Some(Format::Url)), text(10, false, None), Fits),
            (text(10, false, Some(Format::Url)), text(10, false, Some(Format::Email)), Narrowed),
            (text(10, false, None), choice(&["a"]), Narrowed),
            (choice(&["a"]), text(10, false, None), Another),
            (choice(&["a"]), choice(&["b", "a"]), Fits),
            (choice(&["a", "b"]), choice(&["b", "a"]), Fits),
            (choice(&["a", "b"]), choice(&["b"]), Narrowed),
            (whole(None, None), whole(None, None), Same),
            (whole(Some(1), Some(5)), whole(None, Some(5)), Fits),
            (whole(Some(1), None), whole(Some(2), None), Narrowed),
            (whole(None, None), whole(None, Some(9)), Narrowed),
            (whole(Some(1), Some(5)), whole(Some(0), Some(4)), Narrowed),
            (whole(None, None), decimal(2, None), Rewritten),
            (whole(Some(2), None), decimal(2, Some(2)), Rewritten),
            (whole(None, None), decimal(2, Some(0)), Narrowed),
            (decimal(2, None), whole(None, None), Another),
            (decimal(2, None), decimal(3, None), Fits),
            (decimal(2, None), decimal(1, None), Narrowed),
            (money(false), money(false), Same),
            (money(false), money(true), Another),
            (money(true), money(false), Another),
            (FieldType::Date, FieldType::Instant, Another),
            (FieldType::Boolean, FieldType::Boolean, Same),
            (reference("hotel.room", None), reference("hotel.cell", None), Same),
            (reference("hotel.room", None), reference("hotel.guest", None), Another),
            (reference("hotel.guest", None), reference("hotel.guest", Some(OnDelete::Clear)), Fits),
            (FieldType::User { on_delete: None }, FieldType::Department { on_delete: None }, Another),
        ];
        let renamed = |name: &Name| if name == "hotel.room" { Name::from("hotel.cell") } else { name.clone() };
        for (old, new, becomes) in cases {
            assert_eq!(compare(&old, &new, &renamed), becomes, "{old:?} as {new:?}");
        }
    }
}
