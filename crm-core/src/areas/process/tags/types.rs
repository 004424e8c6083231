//! What a caller sends and gets.

use crate::engine::record::record;
use crate::setup::SetupId;

/// Tags that a record may bear.
pub const MAX_TAGS: usize = 50;

/// The most characters of a tag's name.
pub const MAX_NAME: usize = 50;

record! {
    /// A tag that a record bears.
    output TagRef {
        /// The id of its setup document.
        id: SetupId,
        /// Its name.
        name: String,
        /// Its colour, `#RRGGBB`.
        colour: String,
    }
}
