//! How much of everything a document may have (LIM-1).

/// Bytes of a document.
pub const DOCUMENT: usize = 1024 * 1024;
/// Objects of a database, extensions counted.
pub const OBJECTS: usize = 500;
/// Packs of a database.
pub const PACKS: usize = 100;
/// Fields of an object.
pub const FIELDS: usize = 200;
/// References of an object.
pub const REFERENCES: usize = 60;
/// Roll-ups of an object.
pub const ROLLUPS: usize = 20;
/// States of an object.
pub const STATES: usize = 32;
/// Actions of an object.
pub const ACTIONS: usize = 40;
/// Checks of an object.
pub const CHECKS: usize = 100;
/// Frozen groups of an object.
pub const CHANGES: usize = 20;
/// Indexes of an object that views ask for; those of owner, status, references, `unique`, spans and roll-ups are bounded by
/// how many of these there may be.
pub const INDEXES: usize = 20;
/// `unique` of an object.
pub const UNIQUE: usize = 10;
/// Fields of one of them.
pub const UNIQUE_FIELDS: usize = 4;
/// Spans of an object.
pub const SPANS: usize = 5;
/// Fields of `by` of one of them.
pub const SPAN_BY: usize = 3;
/// Effects, fields taken, and checks of an action.
pub const OF_ACTION: usize = 20;
/// Cases of an action.
pub const CASES: usize = STATES;
/// Pairs of a roll-up's `match`.
pub const PAIRS: usize = 3;
/// Values of a choice.
pub const VALUES: usize = 100;
/// Views of a pack.
pub const VIEWS: usize = 200;
/// Parameters and columns of a view.
pub const COLUMNS: usize = FIELDS;
/// Keys of a table.
pub const KEYS: usize = 3;
/// Measures of a table.
pub const MEASURES: usize = 10;
/// Paths of an order.
pub const SORT: usize = 3;
/// Setup documents of a kind (SETUP-6).
pub const SETUP: usize = 500;
/// Bytes of a setup document.
pub const SETUP_BYTES: usize = 256 * 1024;
/// Records that one effect concerns.
pub const EACH: i64 = 1_000;
/// Characters of a title, of what is said of a mistake, of a label, of a text that is sent.
pub const WORDS: usize = 500;
/// Characters of what something is for.
pub const DOC: usize = 4_000;
/// Characters of a pattern of numbers (NUM-1).
pub const PATTERN: usize = 40;
/// Characters of a Name.
pub const NAME: usize = 40;
/// Digits of a whole number.
pub const WHOLE: i64 = 999_999_999_999_999;
/// The most decimal places.
pub const PLACES: i64 = 6;
/// The most characters of a text.
pub const LONGEST: i64 = 20_000;
/// The largest version of a pack.
pub const VERSION: i64 = 1_000_000_000;
