//! What may stand in an expression, as far as it is known before anything is read (DOC-1).

use std::ops::BitOr;

use crate::engine::objects::shape::Kind;

/// One of some sorts of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort(u16);

impl Sort {
    /// A text, for certain: what is empty or withheld is an empty one.
    pub(super) const TEXT: Sort = Sort(1);
    /// A whole number, or one that stands in the template.
    pub(super) const NUMBER: Sort = Sort(1 << 1);
    pub(super) const TRUTH: Sort = Sort(1 << 2);
    pub(super) const DECIMAL: Sort = Sort(1 << 3);
    pub(super) const MONEY: Sort = Sort(1 << 4);
    pub(super) const DATE: Sort = Sort(1 << 5);
    pub(super) const INSTANT: Sort = Sort(1 << 6);
    pub(super) const CHOICE: Sort = Sort(1 << 7);
    /// A record, as which its title stands.
    pub(super) const RECORD: Sort = Sort(1 << 8);
    /// The records of a relation, or a list in the template.
    pub(super) const LIST: Sort = Sort(1 << 9);
    /// No value.
    pub(super) const NOTHING: Sort = Sort(1 << 10);
    /// Whatever it is: nothing is known of the record, or it is wrong already.
    pub(super) const ANY: Sort = Sort(1 << 11);

    /// What is written in a form of its own. It is no number and no text to the template language, which would put one behind
    /// the other by their kinds.
    const FORMED: Sort =
        Sort(Sort::DECIMAL.0 | Sort::MONEY.0 | Sort::DATE.0 | Sort::INSTANT.0 | Sort::CHOICE.0 | Sort::RECORD.0);

    /// What would be joined with a text otherwise than it is printed alone.
    pub(super) const APART: Sort =
        Sort(Sort::DECIMAL.0 | Sort::MONEY.0 | Sort::DATE.0 | Sort::INSTANT.0 | Sort::LIST.0 | Sort::TRUTH.0);

    /// That of a field.
    pub(super) fn of(kind: &Kind) -> Sort {
        let sort = match kind {
            Kind::Text { .. } => return Sort::TEXT,
            Kind::Boolean { .. } => Sort::TRUTH,
            Kind::Integer => Sort::NUMBER,
            Kind::Decimal { .. } => Sort::DECIMAL,
            Kind::Money { .. } => Sort::MONEY,
            Kind::Date => Sort::DATE,
            Kind::Instant => Sort::INSTANT,
            Kind::Choice(_) => Sort::CHOICE,
            Kind::Id | Kind::Reference(_) | Kind::Entry { .. } => Sort::RECORD,
        };
        sort | Sort::NOTHING
    }

    /// Whether it may be one of these.
    pub(super) fn may_be(self, other: Sort) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether it is one of these for certain; of what nothing is known it may be.
    pub(super) fn is(self, other: Sort) -> bool {
        self.0 & !(other.0 | Sort::ANY.0) == 0
    }

    /// What is left of it where there is a value.
    pub(super) fn filled(self) -> Sort {
        Sort(self.0 & !Sort::NOTHING.0)
    }

    /// Whether two may be compared.
    pub(super) fn compares(self, other: Sort) -> bool {
        let (left, right) = (self.filled(), other.filled());
        let alike = left == right && left.0.count_ones() == 1;
        let plain = !(left | right).may_be(Sort::FORMED);
        !(left | right).may_be(Sort::LIST) && (alike || plain || (left | right).may_be(Sort::ANY))
    }
}

impl BitOr for Sort {
    type Output = Sort;

    fn bitor(self, other: Sort) -> Sort {
        Sort(self.0 | other.0)
    }
}
