//! What a caller sends and gets.

use crate::engine::clock::{Date, Timestamp};
use crate::engine::entity::entity;
use crate::engine::page::page;
use crate::engine::record::record;

entity! {
    /// A competitor (竞争对手).
    COMPETITOR = "competitor": Competitor, CompetitorId, NewCompetitor, CompetitorUpdate in competitors as c {
        /// Its name.
        name: String [short],
        /// Its web site.
        website?: String [short],
        /// Where its head office is.
        head_office?: String [short],
        /// How many people work there.
        employees?: i64 [range(1, 100_000_000)],
        /// Since when it has been there.
        founded_on?: Date [],
        /// What it sells.
        products?: String [long],
        /// What it does better.
        strengths?: String [long],
        /// What it does worse.
        weaknesses?: String [long],
        /// How often it is met, in whole percent.
        presence: i64 [range(0, 100)],
        /// Anything else worth knowing.
        remarks?: String [long],
    } reads {
        /// When it was recorded.
        created_at: Timestamp,
    }
}

page!(CompetitorPage of Competitor, "A page of competitors, by name.");

record! {
    /// Which competitors are wanted; what is absent does not restrict.
    filter CompetitorFilter of Competitor {
        /// The name contains this; width and case don't matter, and an empty text restricts nothing.
        name: String => contains name_folded [short],
        /// There since this day or later.
        founded_from: Date => from founded_on,
    }
}
