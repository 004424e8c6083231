//! Who may.

use crate::engine::gate::guard::Whose;
use crate::engine::objects::custom::Extends;
use crate::engine::permission::rights;

rights! {
    get  by MA;
    list by MA;
}

/// Who writes the fields that packs give products.
pub(crate) static EXTENDS: Extends = Extends::by("M", Whose::Anyone);
