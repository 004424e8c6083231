//! What a caller sends.

use crate::engine::record::choices;

choices! {
    /// To whom of several a record is given (AUTO-9).
    Dealing {
        /// To each in turn.
        RoundRobin = "round_robin",
        /// To who has the fewest in hand.
        LeastBusy = "least_busy",
    }
}
