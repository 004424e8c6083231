//! Competitors (竞争对手), whom sales managers keep and account managers read about.

pub(crate) mod operations;
pub(crate) mod rules;
pub(crate) mod status;
pub(crate) mod store;
mod types;

pub use operations::Competitors;
pub use types::*;

use crate::engine::{area::Area, gate::kind::found_with_key, labels::texts, storage::Table};

/// What the area brings.
pub(crate) static AREA: Area = Area {
    operations: operations::OPERATIONS,
    kinds: &[kinds::COMPETITOR.found_by(|cx, id| found_with_key(Competitor::find(cx.tx(), id)?))],
    texts: texts!(),
    folded: store::FOLDED,
    ..Area::NONE
};
