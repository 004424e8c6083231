//! When may, and who.

use crate::gate::guard::Guard;

pub(crate) const GUARDS: &[Guard] = &[];
