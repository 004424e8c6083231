//! Setup documents as results mention them.

use crate::engine::ids::RecordId;
use crate::engine::record::record;
use crate::engine::storage::referred;

record! {
    /// A setup document as others mention it.
    output SetupRef {
        /// Its id.
        id: RecordId,
        /// Its name.
        name: String,
    }
}

referred! { SetupRef in setup_documents { id: RecordId, name } }
