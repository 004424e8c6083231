//! Principals: by what a record is seen, as one number. The numbers of the kinds are in files, and are never used again.

/// By what a record is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Principal(pub(super) i64);

/// The kinds of principals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A user holds it.
    Holder = 0,
    /// It is shared with a user.
    SharedWithUser = 1,
    /// A holder belongs to the department.
    Department = 2,
    /// A holder belongs to the department or one below it.
    Below = 3,
    /// It is shared with a department.
    SharedWithDepartment = 4,
    /// It is in a pool (ASSIGN-7); the key is the pool's.
    Pool = 5,
    /// A user reads it while they serve the customer (SCOPE-10).
    Service = 8,
}

impl Principal {
    /// How many kinds there is room for.
    const KINDS: i64 = 16;

    pub(super) const fn new(key: i64, kind: Kind) -> Principal {
        Principal(key * Principal::KINDS + kind as i64)
    }

    /// The key of the user or department.
    pub(super) fn key(self) -> i64 {
        self.0.div_euclid(Principal::KINDS)
    }

    /// Whether it is of that kind.
    pub(super) fn is(self, kind: Kind) -> bool {
        self.0.rem_euclid(Principal::KINDS) == kind as i64
    }
}

/// The principal of a key that a statement reads, as SQL.
pub(super) fn of(key: &str, kind: Kind) -> String {
    format!("{key} * {} + {}", Principal::KINDS, kind as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principal_says_whose_it_is() {
        let kinds = [
            (Kind::Holder, 0),
            (Kind::SharedWithUser, 1),
            (Kind::Department, 2),
            (Kind::Below, 3),
            (Kind::SharedWithDepartment, 4),
            (Kind::Pool, 5),
            (Kind::Service, 8),
        ];
        for key in [1, 7, i64::MAX / 32] {
            for (kind, number) in kinds {
                let principal = Principal::new(key, kind);
                assert_eq!((principal.0, principal.key()), (key * 16 + number, key));
                for (other, _) in kinds {
                    assert_eq!(principal.is(other), other == kind, "{kind:?} {other:?}");
                }
            }
        }
    }
}
